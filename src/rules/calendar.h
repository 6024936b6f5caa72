/* SPDX-License-Identifier: MIT */
/* Days off: weekends and holidays as dated data, business days, and the way off a day off (S34). */
#ifndef AS_RULES_CALENDAR_H
#define AS_RULES_CALENDAR_H
#include "base/memory.h"
#include <stdbool.h>
#include <stdint.h>

/* Days are counted from 1970-01-01. */
typedef struct as__holiday { int32_t day; const char *name; } as__holiday;
/* The weekend from a day on: bit 0 Monday … bit 6 Sunday. */
typedef struct as__weekend { int32_t from; uint32_t weekdays; } as__weekend;

/* One version of a calendar, as the host loaded it; immutable. */
typedef struct as__calendar {
    const char *name;           /* "GB_ENG" */
    const as__weekend *weekends;/* by day, at least one; the first holds before its day, too */
    size_t weekend_count;
    const as__holiday *holidays;/* by day, each day once */
    size_t holiday_count;
    int32_t from, until;        /* days whose holidays are known, until exclusive; others have weekends alone */
    const uint64_t *off;        /* a bit for each of them: weekend or holiday */
    const int32_t *lost;        /* holidays that fall on no weekend, by day */
    size_t lost_count;
} as__calendar;

/* What holds where no calendar is loaded: Saturday and Sunday off, no holidays. */
extern const as__calendar as__plain_week;

/* Makes a calendar of rows that outlive it; `from` and `until` say for which days holidays are known. What it adds
 * lies in the arena.
 * @return OK, INVALID (rows out of order, a holiday outside, a week without a working day), NO_MEMORY */
aftersale_status as__calendar_make(const as__calendar *rows, as__arena *arena, as__calendar *out);
bool as__calendar_is_off(const as__calendar *calendar, int64_t day);
/* Name of the holiday on a day; NULL: none. */
const char *as__calendar_holiday(const as__calendar *calendar, int64_t day);
/* The n-th day after `day` that is neither weekend nor holiday; before it when negative. `day` is not counted. */
int64_t as__calendar_add(const as__calendar *calendar, int64_t day, int32_t n);

/* Working days from one day to another, exclusive. */
int64_t as__calendar_working_days(const as__calendar *calendar, int64_t from, int64_t until);

/* Where a touch goes that falls on a day off. */
typedef enum as__on_holiday {
    AS__HOLIDAY_STAYS = 0, AS__HOLIDAY_FORWARD, AS__HOLIDAY_BACK, AS__HOLIDAY_NEAREST, AS__HOLIDAY_SKIP
} as__on_holiday;

/* How far a move goes back at most (the bounds of the agenda stand on it), and on. */
#define AS__DAYS_BACK_MOST 31
#define AS__DAYS_ON_MOST 366

/* A day is off when either says so: the region of the address, and the owner's, if any. */
typedef struct as__days_off { const as__calendar *region, *owner; } as__days_off;
bool as__is_day_off(as__days_off days, int64_t day);
/* The nearest working day after a day off, or before it. False: there is none within the most. */
bool as__working_day_after(as__days_off days, int64_t day, int64_t *out);
bool as__working_day_before(as__days_off days, int64_t day, int64_t *out);
#endif
