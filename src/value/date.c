/* SPDX-License-Identifier: MIT */
#include "value/date.h"
#include "value/digits.h"

#define DAYS_OF_FIRST INT32_C(-719162) /* 0001-01-01 */
#define DAYS_OF_LAST INT32_C(2932896)  /* 9999-12-31 */
#define DAYS_IN_400_YEARS 146097
#define MONTHS_MAX INT64_C(120000)

bool as__date_given(aftersale_date date)
{
    return date.day != 0;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

int as__month_days(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool as__date_valid(aftersale_date date)
{
    if (date.year < 1 || date.year > 9999 || date.month < 1 || date.month > 12)
        return false;
    return date.day >= 1 && date.day <= as__month_days(date.year, date.month);
}

/* Years are counted from March here, so that the leap day is the last of its year. */
int32_t as__days_from_date(aftersale_date date)
{
    int32_t from_march = (date.month + 9) % 12;
    int32_t year = date.year + 400 - (date.month <= 2); /* one cycle up: never negative */
    int32_t day_of_year = (from_march * 153 + 2) / 5 + date.day - 1;
    int32_t days = year * 365 + year / 4 - year / 100 + year / 400 + day_of_year;
    return days - DAYS_IN_400_YEARS - 719468; /* 719468 days lie between 0000-03-01 and 1970-01-01 */
}

bool as__date_from_days(int32_t days, aftersale_date *out)
{
    if (days < DAYS_OF_FIRST || days > DAYS_OF_LAST)
        return false;
    int32_t shifted = days + 719468;
    int32_t cycle = shifted / DAYS_IN_400_YEARS;
    int32_t of_cycle = shifted % DAYS_IN_400_YEARS;
    /* Takes out the leap days that came before, so that all years have 365. */
    int32_t year_of_cycle = (of_cycle - of_cycle / 1460 + of_cycle / 36524 - of_cycle / 146096) / 365;
    int32_t day_of_year = of_cycle - (year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100);
    int32_t from_march = (day_of_year * 5 + 2) / 153;
    int32_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    *out = (aftersale_date){
        .year = (int16_t)(cycle * 400 + year_of_cycle + (month <= 2)),
        .month = (uint8_t)month,
        .day = (uint8_t)(day_of_year - (from_march * 153 + 2) / 5 + 1),
    };
    return true;
}

int as__date_compare(aftersale_date a, aftersale_date b)
{
    int32_t left = a.year * 10000 + a.month * 100 + a.day;
    int32_t right = b.year * 10000 + b.month * 100 + b.day;
    return (left > right) - (left < right);
}

int as__weekday(int32_t days)
{
    int weekday = (int)((days % 7 + 3) % 7); /* 1970-01-01 was a Thursday */
    return weekday < 0 ? weekday + 7 : weekday;
}

bool as__date_add_months(aftersale_date date, int64_t months, aftersale_date *out)
{
    if (months < -MONTHS_MAX || months > MONTHS_MAX)
        return false;
    int64_t counted = date.year * 12 + (date.month - 1) + months;
    if (counted < 12 || counted >= 10000 * 12)
        return false;
    int year = (int)(counted / 12), month = (int)(counted % 12) + 1;
    int last = as__month_days(year, month);
    *out = (aftersale_date){(int16_t)year, (uint8_t)month, date.day < last ? date.day : (uint8_t)last};
    return true;
}

bool as__date_add_days(aftersale_date date, int64_t days, aftersale_date *out)
{
    if (days < DAYS_OF_FIRST - DAYS_OF_LAST || days > DAYS_OF_LAST - DAYS_OF_FIRST)
        return false;
    return as__date_from_days(as__days_from_date(date) + (int32_t)days, out);
}

bool as__daytime_valid(aftersale_daytime time)
{
    if (time.given == 0)
        return time.hour == 0 && time.minute == 0 && time.second == 0;
    return time.given == 1 && time.hour < 24 && time.minute < 60 && time.second < 60;
}

int32_t as__daytime_seconds(aftersale_daytime time)
{
    return time.hour * 3600 + time.minute * 60 + time.second;
}

aftersale_daytime as__daytime_from_seconds(int32_t seconds)
{
    return (aftersale_daytime){1, (uint8_t)(seconds / 3600), (uint8_t)(seconds / 60 % 60),
                               (uint8_t)(seconds % 60)};
}

bool as__daytime_parse(const char *text, aftersale_daytime *out)
{
    int hour, minute, second = 0;
    if (text == NULL || !as__digits_read(&text, 2, &hour) || *text++ != ':' ||
        !as__digits_read(&text, 2, &minute))
        return false;
    if (*text == ':') {
        text++;
        if (!as__digits_read(&text, 2, &second))
            return false;
    }
    aftersale_daytime time = {1, (uint8_t)hour, (uint8_t)minute, (uint8_t)second};
    if (*text != '\0' || !as__daytime_valid(time))
        return false;
    *out = time;
    return true;
}

void as__date_text(aftersale_date date, char out[AS__DATE_TEXT])
{
    char *end = out;
    if (as__date_given(date))
        end = as__digits_date(date, end);
    *end = '\0';
}

void as__daytime_text(aftersale_daytime time, char out[AS__DAYTIME_TEXT])
{
    char *end = out;
    if (time.given != 0) {
        end = as__digits_write(end, 2, time.hour);
        *end++ = ':';
        end = as__digits_write(end, 2, time.minute);
    }
    if (time.given != 0 && time.second != 0) {
        *end++ = ':';
        end = as__digits_write(end, 2, time.second);
    }
    *end = '\0';
}

aftersale_status aftersale_date_parse(const char *text, aftersale_date *out)
{
    aftersale_date date;
    if (text == NULL || out == NULL || !as__digits_read_date(&text, &date) || *text != '\0')
        return AFTERSALE_INVALID;
    *out = date;
    return AFTERSALE_OK;
}
