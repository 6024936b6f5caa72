/* SPDX-License-Identifier: MIT */
#include "aftersale/book.h"
#include "engine/agenda_walk.h"

/* The first entry of an owner in a column. */
static aftersale_status look(aftersale_book *book, as__unit *unit, const char *owner, int32_t column,
                             aftersale_time *least)
{
    aftersale_range range;
    as__found found;
    aftersale_time bound;
    aftersale_status status;
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1, 1);
    as__range_equal_text(&range, owner);
    as__range_equal_number(&range, column);
    status = as__unit_scan(unit, &range, &found);
    if (status != AFTERSALE_OK || found.count == 0)
        return status;
    bound = as__agenda_at((const aftersale_enrolment *)found.items[0], owner, column);
    if (least->us == 0 || bound.us < least->us)
        *least = bound;
    return AFTERSALE_OK;
}

/* Of what is due, and of what time alone changes; what is parked comes back with one of them. */
static aftersale_status least_bound(aftersale_book *book, as__unit *unit, aftersale_time *out)
{
    const aftersale_settings *settings;
    as__owners owners;
    aftersale_time now;
    aftersale_status status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__owners_of(book, unit, settings, NULL, now, &owners);
    for (size_t i = 0; status == AFTERSALE_OK && i < owners.count; i++)
        for (int32_t priority = 1; status == AFTERSALE_OK && priority <= AS__CLASSES; priority++)
            if (as__class_is_used(settings, priority))
                status = look(book, unit, owners.items[i], as__agenda_column(AS__AGENDA_DUE, priority), out);
    if (status == AFTERSALE_OK)
        status = look(book, unit, AS__AGENDA_NOBODY, AS__AGENDA_TURNS, out);
    /* While bounds wait to be worked out anew, anything may be due. */
    if (status == AFTERSALE_OK && settings->rebound != 0 && (out->us == 0 || now.us < out->us))
        *out = now;
    return status;
}

aftersale_status aftersale_book_next_due(aftersale_book *book, aftersale_time *out)
{
    aftersale_status status = as__book_enter(book);
    as__unit *unit;
    if (status != AFTERSALE_OK)
        return status;
    if (out == NULL) {
        status = as__fail_field(book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    } else {
        out->us = 0;
        unit = as__book_reads(book);
        status = least_bound(book, unit, out);
        if (status != AFTERSALE_OK)
            status = as__fail_store(book, unit, status);
    }
    as__book_leave(book);
    return status;
}
