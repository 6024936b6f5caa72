/* SPDX-License-Identifier: MIT */
#include "rules/calendar.h"
#include "value/date.h"
#include <stdbool.h>

static bool is_weekend(int64_t day)
{
    return (AS__WEEKEND >> as__weekday((int32_t)day) & 1u) != 0;
}

static int32_t business_days_a_week(void)
{
    int32_t count = 7;
    for (unsigned weekday = 0; weekday < 7; weekday++)
        count -= (int32_t)(AS__WEEKEND >> weekday & 1u);
    return count;
}

int64_t as__business_days_on(int32_t day, int32_t count)
{
    int32_t step = count < 0 ? -1 : 1;
    int64_t at = day;
    if (count != 0) {
        while (is_weekend(at))
            at -= step;
    }
    int32_t a_week = business_days_a_week();
    at += (int64_t)(count / a_week) * 7;
    for (int32_t left = count % a_week; left != 0; left -= step) {
        do
            at += step;
        while (is_weekend(at));
    }
    return at;
}
