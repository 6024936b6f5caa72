/* SPDX-License-Identifier: MIT */
/* A zone's clock while a plan is dated: most of its moments have the offset of the one before (S31). */
#ifndef AS_RULES_CLOCK_H
#define AS_RULES_CLOCK_H
#include "value/instant.h"
#include "value/zone.h"

#define AS__DAY_SECONDS 86400
/* Offsets change by no more than this, so what lies further inside a span has but one reading. */
#define AS__OFFSETS_APART (26 * 3600)

/* Not shared: each decision has its own. */
typedef struct as__clock {
    const as__zone *zone;
    as__zone_span span; /* looked up last; empty at first */
} as__clock;

static inline as__clock as__clock_of(const as__zone *zone)
{
    return (as__clock){.zone = zone};
}
int64_t as__clock_look_up_civil(as__clock *clock, int64_t civil_seconds);

static inline bool as__clock_is_amid(const as__clock *clock, int64_t utc_seconds)
{
    return utc_seconds >= clock->span.from + AS__OFFSETS_APART &&
           utc_seconds < clock->span.until - AS__OFFSETS_APART;
}
/* As as__zone_to_utc() and as__zone_to_civil(). */
static inline int64_t as__clock_to_utc(as__clock *clock, int64_t civil_seconds)
{
    int64_t utc = civil_seconds - clock->span.offset;
    return as__clock_is_amid(clock, utc) ? utc : as__clock_look_up_civil(clock, civil_seconds);
}
static inline int64_t as__clock_to_civil(as__clock *clock, int64_t utc_seconds)
{
    if (utc_seconds < clock->span.from || utc_seconds >= clock->span.until)
        as__zone_find_span(clock->zone, utc_seconds, &clock->span);
    return utc_seconds + clock->span.offset;
}
/* What the clock shows at an instant, in seconds. */
static inline int64_t as__clock_civil(as__clock *clock, aftersale_time time)
{
    return as__clock_to_civil(clock, as__time_seconds(time));
}
aftersale_date as__clock_day(as__clock *clock, aftersale_time time);

/* A wall-clock second as a day, counted from 1970-01-01, and a second of it. */
typedef struct as__civil { int64_t day; int32_t second; } as__civil;
/* 0 Monday … 6 Sunday, of a day in years 1 to 9999. */
static inline int as__civil_weekday(int64_t day)
{
    const int64_t whole_weeks = 7 * 1000000; /* before year 1; 1970-01-01 was a Thursday */
    return (int)((uint32_t)(day + whole_weeks + 3) % 7u);
}
static inline as__civil as__civil_of(int64_t civil_seconds)
{
    const int64_t days_before = INT64_C(1000000000); /* more than an instant can be away from 1970 */
    uint64_t seconds = (uint64_t)(civil_seconds + days_before * AS__DAY_SECONDS);
    int64_t day = (int64_t)(seconds / AS__DAY_SECONDS);
    return (as__civil){day - days_before, (int32_t)(seconds % AS__DAY_SECONDS)};
}
#endif
