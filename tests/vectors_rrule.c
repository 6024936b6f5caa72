/* SPDX-License-Identifier: MIT */
/* Rules of RFC 5545 and the first 15 of their days up to 2060 (S18). */
#include "vectors.h"
#include "csv_file.h"
#include <aftersale/ical.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#define MOST 15
#define LAST_YEAR 2060
#define STAMP 16 /* "20240301T230000" and its end */

/* "20240301T230000". */
static bool read_start(const char *text, aftersale_date *day, aftersale_daytime *time)
{
    int year, month, date, hour, minute, second;
    if (strlen(text) != STAMP - 1 ||
        sscanf(text, "%4d%2d%2dT%2d%2d%2d", &year, &month, &date, &hour, &minute, &second) != 6)
        return false;
    *day = (aftersale_date){(int16_t)year, (uint8_t)month, (uint8_t)date};
    *time = (aftersale_daytime){1, (uint8_t)hour, (uint8_t)minute, (uint8_t)second};
    return true;
}

static bool list_days(const char *rule, aftersale_date start, aftersale_daytime time,
                      char out[MOST * STAMP + 1])
{
    aftersale_date day = {0, 0, 0};
    size_t size = 0;
    out[0] = '\0';
    for (int i = 0; i < MOST; i++) {
        if (aftersale_ical_rule_next(rule, start, time, day, &day, NULL) != AFTERSALE_OK)
            return false;
        if (day.day == 0 || day.year > LAST_YEAR)
            break;
        size += (size_t)snprintf(out + size, STAMP + 1, "%s%04d%02d%02dT%02d%02d%02d", i > 0 ? " " : "",
                                 day.year, day.month, day.day, time.hour, time.minute, time.second);
    }
    return true;
}

static void compare(const char *const *row, tally *count)
{
    aftersale_date start;
    aftersale_daytime time;
    char got[MOST * STAMP + 1];
    if (!read_start(row[0], &start, &time)) {
        vectors_unusable(count, row[0]);
        return;
    }
    count->all++;
    if (!list_days(row[1], start, time, got))
        printf("%s %s: refused\n", row[0], row[1]);
    else if (strcmp(got, row[2]) != 0)
        printf("%s %s: expected %s, got %s\n", row[0], row[1], row[2], got);
    else
        count->agree++;
}

void vectors_rrule(const char *const *paths, tally *count)
{
    csv_file file;
    if (!csv_open(&file, paths[0])) {
        vectors_unusable(count, strerror(errno));
        return;
    }
    if (!csv_row(&file) || !csv_row_is(&file, "dtstart,rrule,occurrences"))
        vectors_unusable(count, "has an unknown header");
    while (!count->unusable && csv_row(&file))
        compare(file.fields, count);
    if (file.failed)
        vectors_unusable(count, "is damaged");
    csv_close(&file);
}
