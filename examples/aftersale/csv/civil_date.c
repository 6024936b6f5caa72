/* SPDX-License-Identifier: MIT */
#include "csv/civil_date.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

static bool read_number(const char **text, int digits, bool all, int *out)
{
    int value = 0, read = 0;
    for (; read < digits && isdigit((unsigned char)**text); read++)
        value = 10 * value + (*(*text)++ - '0');
    *out = value;
    return all ? read == digits : read > 0;
}

static bool read_month_name(const char **text, int *month)
{
    static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    for (int i = 0; i < 12; i++) {
        if (strncasecmp(*text, names + (size_t)i * 3, 3) == 0) {
            *month = i + 1;
            *text += 3;
            return true;
        }
    }
    return false;
}

static bool read_half_day(const char **text, civil_date *date)
{
    bool afternoon = strncasecmp(*text, "pm", 2) == 0;
    if ((!afternoon && strncasecmp(*text, "am", 2) != 0) || date->hour < 1 || date->hour > 12)
        return false;
    date->hour = date->hour % 12 + (afternoon ? 12 : 0);
    *text += 2;
    return true;
}

/* Reads one sign of the pattern. @return its length; 0: it is no sign; -1: the text does not fit it */
static int read_sign(const char *pattern, const char **text, civil_date *date)
{
    static const struct sign {
        const char *name;
        size_t place;
        bool all;
    } signs[] = {
        {"YYYY", offsetof(civil_date, year), true},  {"MM", offsetof(civil_date, month), false},
        {"DD", offsetof(civil_date, day), false},    {"hh", offsetof(civil_date, hour), false},
        {"mm", offsetof(civil_date, minute), false}, {"ss", offsetof(civil_date, second), false},
    };
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        size_t size = strlen(signs[i].name);
        if (strncmp(pattern, signs[i].name, size) != 0)
            continue;
        int value;
        if (!read_number(text, (int)size, signs[i].all, &value))
            return -1;
        memcpy((char *)date + signs[i].place, &value, sizeof value);
        return (int)size;
    }
    if (strncmp(pattern, "YY", 2) == 0) {
        if (!read_number(text, 2, true, &date->year))
            return -1;
        date->year += 2000;
        return 2;
    }
    if (strncmp(pattern, "MON", 3) == 0)
        return read_month_name(text, &date->month) ? 3 : -1;
    if (strncmp(pattern, "AM", 2) == 0)
        return read_half_day(text, date) ? 2 : -1;
    return 0;
}

static int days_of_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return days[month - 1] + (month == 2 && leap);
}

bool civil_date_is_pattern(const char *pattern)
{
    return strstr(pattern, "DD") != NULL || strstr(pattern, "hh") != NULL;
}

bool civil_date_read(const char *pattern, const char *text, civil_date *out)
{
    *out = (civil_date){.has_date = strstr(pattern, "DD") != NULL, .has_time = strstr(pattern, "hh") != NULL};
    while (*pattern != '\0' && *pattern != '*') {
        int size = read_sign(pattern, &text, out);
        if (size < 0)
            return false;
        if (size == 0 && *text++ != *pattern)
            return false;
        pattern += size == 0 ? 1 : size;
    }
    if (*pattern == '\0' && *text != '\0')
        return false;
    if (out->hour > 23 || out->minute > 59 || out->second > 59)
        return false;
    if (!out->has_date)
        return true;
    return out->year >= 1 && out->month >= 1 && out->month <= 12 && out->day >= 1 &&
           out->day <= days_of_month(out->year, out->month);
}

void civil_date_move(civil_date *date, long days)
{
    for (; days > 0; days--) {
        if (++date->day > days_of_month(date->year, date->month)) {
            date->day = 1;
            date->year += date->month == 12;
            date->month = date->month % 12 + 1;
        }
    }
    for (; days < 0; days++) {
        if (--date->day < 1) {
            date->year -= date->month == 1;
            date->month = date->month == 1 ? 12 : date->month - 1;
            date->day = days_of_month(date->year, date->month);
        }
    }
}

void civil_date_text(const civil_date *date, char out[CIVIL_DATE_TEXT])
{
    int size = 0;
    out[0] = '\0';
    if (date->has_date)
        size = snprintf(out, CIVIL_DATE_TEXT, "%04d-%02d-%02d", date->year % 10000, date->month % 100,
                        date->day % 100);
    if (date->has_time)
        snprintf(out + size, CIVIL_DATE_TEXT - (size_t)size, "%s%02d:%02d:%02d", size > 0 ? "T" : "",
                 date->hour % 100, date->minute % 100, date->second % 100);
}
