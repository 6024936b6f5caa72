/* SPDX-License-Identifier: MIT */
/* Instants: microseconds since 1970, UTC. */
#ifndef AS_VALUE_INSTANT_H
#define AS_VALUE_INSTANT_H
#include "aftersale/value.h"
#include <stdbool.h>

#define AS__SECOND INT64_C(1000000)
#define AS__MINUTE (60 * AS__SECOND)
#define AS__HOUR (60 * AS__MINUTE)
#define AS__DAY (24 * AS__HOUR)

static inline bool as__time_given(aftersale_time time)
{
    return time.us != 0;
}
/* The second it lies in, whichever side of 1970. Unsigned division needs no look at the sign. */
static inline int64_t as__time_seconds(aftersale_time time)
{
    const int64_t least = INT64_MIN / AS__SECOND;
    return (int64_t)(((uint64_t)time.us - (uint64_t)(least * AS__SECOND)) / (uint64_t)AS__SECOND) + least;
}
#define AS__FIRST_SECOND INT64_C(-62135596800) /* 0001-01-01T00:00:00 */
#define AS__LAST_SECOND INT64_C(253402300799)  /* 9999-12-31T23:59:59 */
/* years 1 to 9999 */
static inline bool as__time_valid(aftersale_time time)
{
    return time.us >= AS__FIRST_SECOND * AS__SECOND && time.us < (AS__LAST_SECOND + 1) * AS__SECOND;
}
/* A civil moment as seconds since 1970-01-01T00:00 of its own clock: what zones turn into instants. */
int64_t as__civil_seconds(aftersale_date date, int32_t second_of_day);
/* false: outside years 1 to 9999 */
bool as__civil_split(int64_t civil_seconds, aftersale_date *date, aftersale_daytime *time);
#endif
