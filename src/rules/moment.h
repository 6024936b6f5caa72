/* SPDX-License-Identifier: MIT */
/* A point in time while offsets are added to it: a wall clock for days and months, an instant for hours (S31). */
#ifndef AS_RULES_MOMENT_H
#define AS_RULES_MOMENT_H
#include "rules/calendar.h"
#include "rules/clock.h"
#include "value/instant.h"
#include "value/period.h"

typedef struct as__moment {
    int64_t civil; /* wall clock: seconds since 1970-01-01T00:00 of its own; holds when is_civil */
    int64_t us;    /* instant: microseconds since 1970, UTC; holds when not */
    int32_t below; /* wall clock: microseconds below the second */
    bool is_civil;
} as__moment;

static inline as__moment as__moment_of_civil(aftersale_date date, int32_t second)
{
    return (as__moment){.civil = as__civil_seconds(date, second), .is_civil = true};
}
static inline as__moment as__moment_of_instant(aftersale_time time)
{
    return (as__moment){.us = time.us};
}
/* Days on, for a moment on the wall clock. False: outside years 1 to 9999. */
static inline bool as__moment_add_days(as__moment *moment, int64_t days)
{
    moment->civil += days * AS__DAY_SECONDS;
    return moment->civil >= AS__FIRST_SECOND && moment->civil <= AS__LAST_SECOND;
}
bool as__moment_add_parts(as__moment *moment, as__clock *clock, const as__calendar *calendar,
                          const as__period *period);
/* Months, days, business days on the wall clock, then elapsed time. False: outside years 1 to 9999. */
static inline bool as__moment_add(as__moment *moment, as__clock *clock, const as__calendar *calendar,
                                  const as__period *period)
{
    bool is_days = moment->is_civil && period->months == 0 && period->business_days == 0 && period->us == 0;
    if (is_days)
        return as__moment_add_days(moment, period->days);
    return as__moment_add_parts(moment, clock, calendar, period);
}
/* The same moment on the wall clock. */
void as__moment_make_civil(as__moment *moment, as__clock *clock);
/* The instant; a wall clock that skips it shows it later by the gap, of two the first counts. */
static inline aftersale_time as__moment_instant(const as__moment *moment, as__clock *clock)
{
    if (!moment->is_civil)
        return (aftersale_time){moment->us};
    return (aftersale_time){as__clock_to_utc(clock, moment->civil) * AS__SECOND + moment->below};
}
/* Whether the wall clock never shows this moment. */
bool as__moment_is_skipped(const as__moment *moment, as__clock *clock);
/* Second at which a day without a time begins; the default is 09:00 (S31). */
int32_t as__start_of_day(aftersale_daytime day_start);
#endif
