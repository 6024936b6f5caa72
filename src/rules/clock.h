/* SPDX-License-Identifier: MIT */
/* A zone's clock while a plan is dated: most of its moments have the offset of the one before (S31). */
#ifndef AS_RULES_CLOCK_H
#define AS_RULES_CLOCK_H
#include "aftersale/value.h"
#include "value/zone.h"

#define AS__DAY_SECONDS 86400

/* Not shared: each decision has its own. */
typedef struct as__clock {
    const as__zone *zone;
    as__zone_span span; /* looked up last; empty at first */
} as__clock;

static inline as__clock as__clock_of(const as__zone *zone)
{
    return (as__clock){.zone = zone};
}
/* As as__zone_to_utc() and as__zone_to_civil(). */
int64_t as__clock_to_utc(as__clock *clock, int64_t civil_seconds);
int64_t as__clock_to_civil(as__clock *clock, int64_t utc_seconds);
/* What the clock shows at an instant, in seconds. */
int64_t as__clock_civil(as__clock *clock, aftersale_time time);
aftersale_date as__clock_day(as__clock *clock, aftersale_time time);

/* A wall-clock second as a day, counted from 1970-01-01, and a second of it. */
typedef struct as__civil { int64_t day; int32_t second; } as__civil;
as__civil as__civil_of(int64_t civil_seconds);
#endif
