/* SPDX-License-Identifier: MIT */
/* What a clock shows in a zone, for hosts that print instants (S31). */
#include "engine/engine.h"
#include "value/instant.h"

static aftersale_status show(aftersale_book *book, const char *zone, aftersale_time time, aftersale_date *day,
                             aftersale_daytime *daytime)
{
    const aftersale_settings *settings;
    const as__zone *found;
    int64_t seconds;
    aftersale_status status = AFTERSALE_OK;
    if (!as__time_given(time))
        status = as__context_now(book->context, &time);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, as__book_reads(book), status);
    seconds = as__time_seconds(time);
    if (zone == NULL) {
        status = as__book_settings(book, as__book_reads(book), &settings);
        if (status != AFTERSALE_OK)
            return as__fail_store(book, as__book_reads(book), status);
        zone = settings->zone;
    }
    status = as__zones_find(book->context->zones, zone, &found);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_field(book, AFTERSALE_INVALID, "zone", AS__MESSAGE_NOT_A_ZONE, NULL);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, as__book_reads(book), status);
    if (!as__civil_split(as__zone_to_civil(found, seconds), day, daytime))
        return as__fail_field(book, AFTERSALE_INVALID, "time", AS__MESSAGE_NOT_A_TIME, NULL);
    return AFTERSALE_OK;
}

aftersale_status aftersale_book_local(aftersale_book *book, const char *zone, aftersale_time time,
                                      aftersale_date *day, aftersale_daytime *daytime)
{
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (day == NULL || daytime == NULL)
        status = as__fail_field(book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    else
        status = show(book, zone, time, day, daytime);
    as__book_leave(book);
    return status;
}
