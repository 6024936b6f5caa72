/* SPDX-License-Identifier: MIT */
#include "rules/clock.h"
#include "value/date.h"
#include "value/instant.h"

/* Offsets change by no more than this, so what lies further inside a span is read but once. */
#define APART (26 * 3600)

static int64_t look_up(as__clock *clock, int64_t civil_seconds)
{
    int64_t utc = as__zone_to_utc(clock->zone, civil_seconds);
    clock->span = as__zone_span_at(clock->zone, utc);
    return utc;
}

int64_t as__clock_to_utc(as__clock *clock, int64_t civil_seconds)
{
    int64_t utc = civil_seconds - clock->span.offset;
    bool is_inside = utc >= clock->span.from + APART && utc < clock->span.until - APART;
    return is_inside ? utc : look_up(clock, civil_seconds);
}

int64_t as__clock_to_civil(as__clock *clock, int64_t utc_seconds)
{
    if (utc_seconds < clock->span.from || utc_seconds >= clock->span.until)
        clock->span = as__zone_span_at(clock->zone, utc_seconds);
    return utc_seconds + clock->span.offset;
}

int64_t as__clock_civil(as__clock *clock, aftersale_time time)
{
    int64_t seconds = time.us / AS__SECOND;
    return as__clock_to_civil(clock, seconds - (time.us % AS__SECOND < 0));
}

as__civil as__civil_of(int64_t civil_seconds)
{
    int64_t day = civil_seconds / AS__DAY_SECONDS;
    int32_t second = (int32_t)(civil_seconds % AS__DAY_SECONDS);
    if (second < 0)
        return (as__civil){day - 1, second + AS__DAY_SECONDS};
    return (as__civil){day, second};
}

aftersale_date as__clock_day(as__clock *clock, aftersale_time time)
{
    aftersale_date date = {0};
    int64_t day = as__civil_of(as__clock_civil(clock, time)).day;
    return as__date_from_days((int32_t)day, &date) ? date : (aftersale_date){0};
}
