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
bool as__time_valid(aftersale_time time); /* years 1 to 9999 */
/* A civil moment as seconds since 1970-01-01T00:00 of its own clock: what zones turn into instants. */
int64_t as__civil_seconds(aftersale_date date, int32_t second_of_day);
/* false: outside years 1 to 9999 */
bool as__civil_split(int64_t civil_seconds, aftersale_date *date, aftersale_daytime *time);
#endif
