/* SPDX-License-Identifier: MIT */
/* A point in time while offsets are added to it: a wall clock for days and months, an instant for hours (S31). */
#ifndef AS_RULES_MOMENT_H
#define AS_RULES_MOMENT_H
#include "value/instant.h"
#include "value/period.h"
#include "value/zone.h"

typedef struct as__moment {
    const as__zone *zone;
    int64_t civil; /* wall clock: seconds since 1970-01-01T00:00 of its own; holds when is_civil */
    int64_t us;    /* instant: microseconds since 1970, UTC; holds when not */
    int32_t below; /* wall clock: microseconds below the second */
    bool is_civil;
} as__moment;

static inline void as__moment_of_civil(as__moment *out, const as__zone *zone, aftersale_date date,
                                       int32_t second)
{
    out->zone = zone;
    out->civil = as__civil_seconds(date, second);
    out->below = 0;
    out->is_civil = true;
}
static inline void as__moment_of_instant(as__moment *out, const as__zone *zone, aftersale_time time)
{
    out->zone = zone;
    out->us = time.us;
    out->is_civil = false;
}
/* Months, days, business days on the wall clock, then elapsed time. False: outside years 1 to 9999. */
bool as__moment_add(as__moment *moment, const as__period *period);
/* The instant; a wall clock that skips it shows it later by the gap, of two the first counts. */
aftersale_time as__moment_instant(const as__moment *moment);
/* Whether the wall clock never shows this moment. */
bool as__moment_is_skipped(const as__moment *moment);
/* Seconds on the wall clock at an instant. */
int64_t as__civil_of(const as__zone *zone, aftersale_time time);
aftersale_date as__day_of(const as__zone *zone, aftersale_time time);
/* Second at which a day without a time begins; the default is 09:00 (S31). */
int32_t as__start_of_day(aftersale_daytime day_start);
#endif
