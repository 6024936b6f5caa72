/* SPDX-License-Identifier: MIT */
#include "rules/window.h"
#include "value/date.h"
#include "value/digits.h"
#include "value/instant.h"
#include <stdio.h>
#include <string.h>

#define EVERY_DAY 0x7Fu
#define ROUNDS_MAX 400 /* S35 */

static const char day_names[7][4] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

static bool read_day(const char **text, unsigned *out)
{
    for (unsigned day = 0; day < 7; day++) {
        if (strncmp(*text, day_names[day], 3) == 0) {
            *text += 3;
            *out = day;
            return true;
        }
    }
    return false;
}

/* "mon-fri", "mon,wed" or "mon-wed,sat"; a range may run over the end of the week. */
static bool read_days(const char **text, unsigned *out)
{
    *out = 0;
    do {
        unsigned first, last;
        if (**text == ',')
            ++*text;
        if (!read_day(text, &first))
            return false;
        last = first;
        if (**text == '-') {
            ++*text;
            if (!read_day(text, &last))
                return false;
        }
        for (unsigned day = first;; day = (day + 1) % 7) {
            *out |= 1u << day;
            if (day == last)
                break;
        }
    } while (**text == ',');
    return true;
}

/* "09:00"; 24:00 is the end of the day. */
static bool read_clock(const char **text, int32_t *out)
{
    int hour, minute;
    if (!as__digits_read(text, 2, &hour) || **text != ':')
        return false;
    ++*text;
    if (!as__digits_read(text, 2, &minute) || minute > 59)
        return false;
    *out = hour * 3600 + minute * 60;
    return *out <= AS__DAY_SECONDS;
}

bool as__hours_parse(const char *text, as__hours *out)
{
    unsigned weekdays = EVERY_DAY;
    as__hours hours;
    if (*text >= 'a' && *text <= 'z') {
        if (!read_days(&text, &weekdays) || *text != ' ')
            return false;
        text++;
    }
    if (!read_clock(&text, &hours.from) || *text != '-')
        return false;
    text++;
    if (!read_clock(&text, &hours.until) || *text != '\0' || hours.until <= hours.from)
        return false;
    hours.weekdays = (uint8_t)weekdays;
    *out = hours;
    return true;
}

static size_t days_text(unsigned weekdays, char *out)
{
    size_t size = 0;
    for (unsigned day = 0; day < 7; day++) {
        if ((weekdays >> day & 1u) == 0)
            continue;
        unsigned last = day;
        while (last < 6 && (weekdays >> (last + 1) & 1u) != 0)
            last++;
        if (size > 0)
            out[size++] = ',';
        memcpy(out + size, day_names[day], 3);
        size += 3;
        if (last > day) {
            out[size++] = last > day + 1 ? '-' : ',';
            memcpy(out + size, day_names[last], 3);
            size += 3;
        }
        day = last;
    }
    return size;
}

void as__hours_text(as__hours hours, char out[AS__HOURS_TEXT])
{
    size_t size = 0;
    if (hours.weekdays != EVERY_DAY) {
        size = days_text(hours.weekdays, out);
        out[size++] = ' ';
    }
    snprintf(out + size, AS__HOURS_TEXT - size, "%02d:%02d-%02d:%02d", hours.from / 3600,
             hours.from / 60 % 60, hours.until / 3600, hours.until / 60 % 60);
}

void as__windows_text(as__windows windows, char out[AS__WINDOWS_TEXT])
{
    size_t size = 0;
    out[0] = '\0';
    for (size_t i = 0; i < windows.count && i < 3; i++) {
        char hours[AS__HOURS_TEXT];
        as__hours_text(windows.items[i], hours);
        size += (size_t)snprintf(out + size, AS__WINDOWS_TEXT - size, "%s%s", i == 0 ? "" : ", ", hours);
    }
    if (windows.count > 3)
        snprintf(out + size, AS__WINDOWS_TEXT - size, ", …");
}

/* Earliest second of this day, not before `second`, that lies inside; the day's end when there is none. */
static int32_t opens(as__windows windows, int weekday, int32_t second)
{
    int32_t first = AS__DAY_SECONDS;
    if (windows.count == 0 || as__window_ends(windows, weekday, second) != second)
        return second;
    for (size_t i = 0; i < windows.count; i++) {
        const as__hours *hours = &windows.items[i];
        if (hours->from >= second && hours->from < first && as__hours_on(hours, weekday))
            first = hours->from;
    }
    return first;
}

static int32_t open_on(as__windows windows, const as__quiet *quiet, int weekday, int32_t second)
{
    int32_t open = opens(windows, weekday, second), before = open;
    if (quiet == NULL)
        return open;
    do {
        before = open;
        for (size_t i = 0; i < sizeof quiet->lists / sizeof quiet->lists[0]; i++)
            open = as__window_ends(quiet->lists[i], weekday, open);
        open = opens(windows, weekday, open);
    } while (open != before && open < AS__DAY_SECONDS);
    return open;
}

/* The weekdays that have hours at all. */
static unsigned days_of(as__windows windows)
{
    unsigned days = windows.count == 0 ? EVERY_DAY : 0;
    for (size_t i = 0; i < windows.count; i++)
        days |= windows.items[i].weekdays;
    return days;
}

static bool next_civil(as__windows windows, const as__quiet *quiet, int64_t civil, int64_t *out)
{
    as__civil at = as__civil_of(civil);
    int weekday = as__civil_weekday(at.day);
    unsigned days = days_of(windows);
    /* A week and a day: today's hours may be over, and be the only ones of the week. */
    for (int64_t last = at.day + 7; at.day <= last; at.day++) {
        if ((days >> weekday & 1u) != 0) {
            int32_t open = open_on(windows, quiet, weekday, at.second);
            *out = at.day * AS__DAY_SECONDS + open;
            if (open < AS__DAY_SECONDS)
                return true;
        }
        at.second = 0;
        weekday = weekday == 6 ? 0 : weekday + 1;
    }
    return false;
}

bool as__window_next(as__windows windows, const as__quiet *quiet, as__clock *clock, aftersale_time *time)
{
    /* Where clocks go forward over an opening, its instant may lie past the hours: then look again. */
    for (int round = 0; round < ROUNDS_MAX; round++) {
        int64_t civil = as__clock_civil(clock, *time), open;
        if (!next_civil(windows, quiet, civil, &open))
            return false;
        if (open == civil)
            break;
        int64_t utc = as__clock_to_utc(clock, open), opens_at = utc * AS__SECOND;
        /* In the second of two equal hours the opening's first reading lies behind us. */
        bool is_ahead = opens_at > time->us;
        time->us = is_ahead ? opens_at : time->us + (open - civil) * AS__SECOND;
        if (is_ahead && as__clock_to_civil(clock, utc) == open)
            break;
    }
    return true;
}
