/* SPDX-License-Identifier: MIT */
#include "exchange/ical/ical_day.h"

#define BEFORE_1970 719162 /* days from 0001-01-01 */

static int32_t is_leap(int32_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static const int16_t before_month[] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365};

static int32_t days_before(int32_t year, int32_t month) /* in the year; month 13: all of it */
{
    return before_month[month - 1] + (month > 2 ? is_leap(year) : 0);
}

int32_t as__ical_day_of(int32_t year, int32_t month, int32_t day)
{
    int32_t past = year - 1;
    return past * 365 + past / 4 - past / 100 + past / 400 + days_before(year, month) + day - 1 - BEFORE_1970;
}

aftersale_date as__ical_date_of(int32_t day)
{
    int32_t year = (int32_t)((int64_t)(day + BEFORE_1970) * 400 / 146097) + 2; /* right, or one too many */
    int32_t month = 1, rest;
    if (as__ical_day_of(year, 1, 1) > day)
        year--;
    rest = day - as__ical_day_of(year, 1, 1);
    while (days_before(year, month + 1) <= rest)
        month++;
    return (aftersale_date){(int16_t)year, (uint8_t)month, (uint8_t)(rest - days_before(year, month) + 1)};
}

int32_t as__ical_weekday(int32_t day)
{
    return (day + BEFORE_1970) % 7; /* 0001-01-01 was a Monday */
}

int32_t as__ical_year_days(int32_t year)
{
    return 365 + is_leap(year);
}

int32_t as__ical_month_days(int32_t year, int32_t month)
{
    return days_before(year, month + 1) - days_before(year, month);
}
