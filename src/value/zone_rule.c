/* SPDX-License-Identifier: MIT */
#include "value/zone_rule.h"
#include "value/date.h"
#include "value/instant.h"

#define DAY_SECONDS 86400
#define HOUR_SECONDS 3600
#define HOURS_MAX 167 /* RFC 9636, 3.3.1 */

/* What is left of the text. */
typedef struct reader {
    const char *next, *end;
} reader;

static bool is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

static bool is_letter(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z');
}

static bool take(reader *text, char wanted)
{
    if (text->next == text->end || *text->next != wanted)
        return false;
    text->next++;
    return true;
}

static bool take_number(reader *text, int most, int *out)
{
    const char *first = text->next;
    int number = 0;
    for (; text->next < text->end && is_digit(*text->next); text->next++) {
        number = number * 10 + (*text->next - '0');
        if (number > most)
            return false;
    }
    *out = number;
    return text->next > first;
}

static bool in_name(char sign, bool is_quoted)
{
    return is_letter(sign) || (is_quoted && (is_digit(sign) || sign == '+' || sign == '-'));
}

/* "CET" or "<+03>"; the name itself is of no use here. */
static bool skip_name(reader *text)
{
    bool is_quoted = take(text, '<');
    const char *first = text->next;
    while (text->next < text->end && in_name(*text->next, is_quoted))
        text->next++;
    if (text->next - first < 3)
        return false;
    return !is_quoted || take(text, '>');
}

/* "-3", "+5:30", "167:59:59" */
static bool take_hours(reader *text, int most, int32_t *seconds)
{
    int hours, minutes = 0, rest = 0;
    int sign = take(text, '-') ? -1 : 1;
    if (sign == 1)
        take(text, '+');
    if (!take_number(text, most, &hours))
        return false;
    if (take(text, ':') && !take_number(text, 59, &minutes))
        return false;
    if (take(text, ':') && !take_number(text, 59, &rest))
        return false;
    *seconds = sign * (hours * HOUR_SECONDS + minutes * 60 + rest);
    return true;
}

/* POSIX counts the hours west of Greenwich. */
static bool take_offset(reader *text, int32_t *east)
{
    int32_t west;
    if (!take_hours(text, 24, &west))
        return false;
    *east = -west;
    return true;
}

static bool take_month_day(reader *text, as__zone_turn *out)
{
    out->form = 'M';
    if (!take_number(text, 12, &out->month) || !take(text, '.') || !take_number(text, 5, &out->week))
        return false;
    if (!take(text, '.') || !take_number(text, 6, &out->weekday))
        return false;
    return out->month >= 1 && out->week >= 1;
}

static bool take_day(reader *text, as__zone_turn *out)
{
    if (take(text, 'M'))
        return take_month_day(text, out);
    out->form = take(text, 'J') ? 'J' : 'N';
    return take_number(text, 365, &out->day) && (out->form == 'N' || out->day >= 1);
}

static bool take_turn(reader *text, as__zone_turn *out)
{
    if (!take(text, ',') || !take_day(text, out))
        return false;
    out->second = 2 * HOUR_SECONDS;
    return !take(text, '/') || take_hours(text, HOURS_MAX, &out->second);
}

bool as__zone_rule_read(const char *text, size_t size, as__zone_rule *out)
{
    reader left = {text, text + size};
    as__zone_rule rule = {0};
    if (!skip_name(&left) || !take_offset(&left, &rule.standard))
        return false;
    if (left.next < left.end) {
        if (!skip_name(&left))
            return false;
        rule.has_summer = true;
        rule.summer = rule.standard + HOUR_SECONDS;
        if (left.next < left.end && *left.next != ',' && !take_offset(&left, &rule.summer))
            return false;
        if (!take_turn(&left, &rule.to_summer) || !take_turn(&left, &rule.to_standard))
            return false;
    }
    if (left.next != left.end)
        return false;
    *out = rule;
    return true;
}

static int64_t first_day(int year, int month)
{
    return as__days_from_date((aftersale_date){(int16_t)year, (uint8_t)month, 1});
}

static int64_t turn_day(const as__zone_turn *turn, int year)
{
    if (turn->form == 'N')
        return first_day(year, 1) + turn->day;
    if (turn->form == 'J') {
        bool after_february = turn->day > 59 && as__month_days(year, 2) == 29;
        return first_day(year, 1) + turn->day - 1 + after_february;
    }
    int64_t first = first_day(year, turn->month);
    int from_sunday = (as__weekday((int32_t)first) + 1) % 7;
    int day = (turn->weekday - from_sunday + 7) % 7 + 7 * (turn->week - 1);
    if (day >= as__month_days(year, turn->month))
        day -= 7;
    return first + day;
}

/* Of all turns around a year the last that has come counts. Turns may spill over into the next year or the
 * one before; of two at once the one to summer time wins: all-year summer time is written so. */
int32_t as__zone_rule_offset(const as__zone_rule *rule, int64_t seconds, bool is_civil)
{
    if (!rule->has_summer)
        return rule->standard;
    aftersale_date date;
    aftersale_daytime time;
    int year = seconds < 0 ? 1 : 9999;
    if (as__civil_split(seconds, &date, &time))
        year = date.year;

    /* A civil moment is past a turn once it is past it by both offsets: then no gap moves it back, and of two
     * moments that read the same it is the first. */
    int32_t later = rule->standard > rule->summer ? rule->standard : rule->summer;
    int32_t shown = is_civil ? later : 0;
    int64_t latest = INT64_MIN;
    bool is_summer = false;
    for (int near = year - 1; near <= year + 1; near++) {
        int64_t summer =
            turn_day(&rule->to_summer, near) * DAY_SECONDS + rule->to_summer.second - rule->standard;
        int64_t standard =
            turn_day(&rule->to_standard, near) * DAY_SECONDS + rule->to_standard.second - rule->summer;
        if (standard + shown <= seconds && standard > latest) {
            latest = standard;
            is_summer = false;
        }
        if (summer + shown <= seconds && summer >= latest) {
            latest = summer;
            is_summer = true;
        }
    }
    return is_summer ? rule->summer : rule->standard;
}
