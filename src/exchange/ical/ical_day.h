/* SPDX-License-Identifier: MIT */
/* Civil days as numbers: days since 1970-01-01, years 1 to 9999. */
#ifndef AS_EXCHANGE_ICAL_DAY_H
#define AS_EXCHANGE_ICAL_DAY_H
#include "aftersale/value.h"

#define AS__ICAL_LAST_DAY 2932896 /* 9999-12-31 */

int32_t as__ical_day_of(int32_t year, int32_t month, int32_t day);
aftersale_date as__ical_date_of(int32_t day);
int32_t as__ical_weekday(int32_t day); /* 0 Monday … 6 Sunday */
int32_t as__ical_year_days(int32_t year);
int32_t as__ical_month_days(int32_t year, int32_t month);
#endif
