/* SPDX-License-Identifier: MIT */
#include "rules/clock.h"
#include "value/date.h"

int64_t as__clock_look_up_civil(as__clock *clock, int64_t civil_seconds)
{
    /* An offset of a day or less off leads into the right span, unless a change is near. */
    as__zone_find_span(clock->zone, civil_seconds, &clock->span);
    int64_t utc = civil_seconds - clock->span.offset;
    return as__clock_is_amid(clock, utc) ? utc : as__zone_to_utc(clock->zone, civil_seconds);
}

aftersale_date as__clock_day(as__clock *clock, aftersale_time time)
{
    aftersale_date date = {0};
    int64_t day = as__civil_of(as__clock_civil(clock, time)).day;
    return as__date_from_days((int32_t)day, &date) ? date : (aftersale_date){0};
}
