/* SPDX-License-Identifier: MIT */
/* Which days are business days. The one place that knows the weekend, until calendars are data (S34). */
#ifndef AS_RULES_CALENDAR_H
#define AS_RULES_CALENDAR_H
#include <stdint.h>

/* Bit 0 Monday … bit 6 Sunday. */
#define AS__WEEKEND (1u << 5 | 1u << 6)

/* Business days on from a day, backwards when negative; from a weekend the first step leads out of it.
 * Days are counted from 1970-01-01. */
int64_t as__business_days_on(int32_t day, int32_t count);
#endif
