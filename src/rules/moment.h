/* SPDX-License-Identifier: MIT */
/* A point in time while offsets are added to it: as a wall clock for days and months, as an instant for hours (S31). */
#ifndef AS_RULES_MOMENT_H
#define AS_RULES_MOMENT_H
#include "value/period.h"
#include "value/zone.h"

typedef struct as__moment {
    const as__zone *zone;
    int64_t civil; /* wall clock: seconds since 1970-01-01T00:00 of its own; holds when is_civil */
    int64_t us;    /* instant: microseconds since 1970, UTC; holds when not */
    int32_t below; /* wall clock: microseconds below the second */
    bool is_civil;
} as__moment;

as__moment as__moment_of_civil(const as__zone *zone, aftersale_date date, int32_t second_of_day);
as__moment as__moment_of_instant(const as__zone *zone, aftersale_time time);
/* Months, then days, then business days on the wall clock, then elapsed time. False: outside years 1 to 9999. */
bool as__moment_add(as__moment *moment, as__period period);
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
