/* SPDX-License-Identifier: MIT */
/* Civil dates, years 1 to 9999, proleptic Gregorian. */
#ifndef AS_VALUE_DATE_H
#define AS_VALUE_DATE_H
#include "aftersale/value.h"
#include <stdbool.h>

bool as__date_given(aftersale_date date);
/* a real day; a date not given is not valid */
bool as__date_valid(aftersale_date date);
int32_t as__days_from_date(aftersale_date date);                 /* days since 1970-01-01 */
bool as__date_from_days(int32_t days, aftersale_date *out);      /* false: outside years 1 to 9999 */
int as__date_compare(aftersale_date a, aftersale_date b);
int as__weekday(int32_t days);                                   /* 0 Monday … 6 Sunday */
int as__month_days(int year, int month);
/* Months on, the day clamped to the month's end (S32). False: outside years 1 to 9999. */
bool as__date_add_months(aftersale_date date, int64_t months, aftersale_date *out);
bool as__date_add_days(aftersale_date date, int64_t days, aftersale_date *out);

/* 00:00:00 to 23:59:59; given 0 is valid when all is 0 */
bool as__daytime_valid(aftersale_daytime time);
int32_t as__daytime_seconds(aftersale_daytime time);
aftersale_daytime as__daytime_from_seconds(int32_t seconds);
bool as__daytime_parse(const char *text, aftersale_daytime *out);/* "09:30" or "09:30:15" */

#define AS__DATE_TEXT 11
void as__date_text(aftersale_date date, char out[AS__DATE_TEXT]);        /* "2026-11-21", "" when not given */
#define AS__DAYTIME_TEXT 9
/* "09:30" or "09:30:15", "" when not given */
void as__daytime_text(aftersale_daytime time, char out[AS__DAYTIME_TEXT]);
#endif
