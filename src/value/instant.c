/* SPDX-License-Identifier: MIT */
#include "value/instant.h"
#include "base/checked.h"
#include "value/date.h"
#include "value/digits.h"

#define DAY_SECONDS 86400

int64_t as__civil_seconds(aftersale_date date, int32_t second_of_day)
{
    return (int64_t)as__days_from_date(date) * DAY_SECONDS + second_of_day;
}

bool as__civil_split(int64_t civil_seconds, aftersale_date *date, aftersale_daytime *time)
{
    if (civil_seconds < AS__FIRST_SECOND || civil_seconds > AS__LAST_SECOND)
        return false;
    int64_t since_first = civil_seconds - AS__FIRST_SECOND;
    int32_t first_day = (int32_t)(AS__FIRST_SECOND / DAY_SECONDS);
    *time = as__daytime_from_seconds((int32_t)(since_first % DAY_SECONDS));
    return as__date_from_days(first_day + (int32_t)(since_first / DAY_SECONDS), date);
}

aftersale_time aftersale_time_from_seconds(int64_t seconds)
{
    aftersale_time time;
    if (!as__mul_i64(seconds, AS__SECOND, &time.us))
        time.us = seconds < 0 ? INT64_MIN : INT64_MAX; /* still outside every valid year */
    return time;
}

/* "09:30:00"; a second of 60 is told apart by the caller. */
static bool read_clock(const char **text, int32_t *seconds, bool *is_leap_second)
{
    int hour, minute, second;
    if (!as__digits_read(text, 2, &hour) || *(*text)++ != ':' || !as__digits_read(text, 2, &minute))
        return false;
    if (*(*text)++ != ':' || !as__digits_read(text, 2, &second))
        return false;
    if (hour > 23 || minute > 59 || second > 60)
        return false;
    *is_leap_second = second == 60;
    *seconds = hour * 3600 + minute * 60 + second;
    return true;
}

/* Digits finer than a microsecond are dropped. */
static bool read_fraction(const char **text, int64_t *us)
{
    *us = 0;
    if (**text != '.')
        return true;
    const char *next = *text + 1;
    int64_t unit = AS__SECOND;
    for (; *next >= '0' && *next <= '9'; next++) {
        unit /= 10;
        *us += unit * (*next - '0');
    }
    bool any = next > *text + 1;
    *text = next;
    return any;
}

static bool read_offset(const char **text, int32_t *seconds)
{
    char sign = *(*text)++;
    if (sign == 'Z' || sign == 'z') {
        *seconds = 0;
        return true;
    }
    int hour, minute;
    if (sign != '+' && sign != '-')
        return false;
    if (!as__digits_read(text, 2, &hour) || *(*text)++ != ':' || !as__digits_read(text, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *seconds = (hour * 3600 + minute * 60) * (sign == '-' ? -1 : 1);
    return true;
}

aftersale_status aftersale_time_parse(const char *text, aftersale_time *out)
{
    aftersale_date date;
    int32_t clock, offset;
    int64_t fraction;
    bool is_leap_second;
    if (text == NULL || out == NULL || !as__digits_read_date(&text, &date))
        return AFTERSALE_INVALID;
    if (*text != 'T' && *text != 't')
        return AFTERSALE_INVALID;
    text++;
    if (!read_clock(&text, &clock, &is_leap_second) || !read_fraction(&text, &fraction))
        return AFTERSALE_INVALID;
    if (!read_offset(&text, &offset) || *text != '\0')
        return AFTERSALE_INVALID;

    int64_t seconds = as__civil_seconds(date, clock) - offset;
    /* A leap second ends a UTC day and shares its number with the second that follows. */
    if (is_leap_second && seconds % DAY_SECONDS != 0)
        return AFTERSALE_INVALID;
    aftersale_time time = {seconds * AS__SECOND + fraction};
    if (!as__time_valid(time))
        return AFTERSALE_INVALID;
    *out = time;
    return AFTERSALE_OK;
}

void aftersale_time_text(aftersale_time time, char out[32])
{
    aftersale_date date;
    aftersale_daytime clock;
    out[0] = '\0';
    if (!as__time_given(time) || !as__time_valid(time))
        return;
    int64_t fraction = (time.us % AS__SECOND + AS__SECOND) % AS__SECOND;
    if (!as__civil_split((time.us - fraction) / AS__SECOND, &date, &clock))
        return;
    char *end = as__digits_date(date, out);
    *end++ = 'T';
    end = as__digits_write(end, 2, clock.hour);
    *end++ = ':';
    end = as__digits_write(end, 2, clock.minute);
    *end++ = ':';
    end = as__digits_write(end, 2, clock.second);
    if (fraction != 0) {
        *end++ = '.';
        end = as__digits_write(end, 6, (uint32_t)fraction);
        while (end[-1] == '0')
            end--;
    }
    *end++ = 'Z';
    *end = '\0';
}
