/* SPDX-License-Identifier: MIT */
/* The days of a rule: a period at a time (year, month, week, day), those of its days that pass every part, and of
 * these the positions asked for. */
#include "exchange/ical/ical_day.h"
#include "exchange/ical/ical_rule.h"

typedef struct walk {
    as__ical_rule rule;  /* what it leaves open is filled in from the start */
    int32_t start, last; /* first and last day that may be an occurrence */
    int32_t days[366];   /* of the period under way */
    size_t count;
} walk;

static void add(as__ical_numbers *numbers, int32_t number)
{
    numbers->items[0] = (int16_t)number;
    numbers->count = 1;
}

/* A rule that names no day takes that of its start. */
static void take_from_start(as__ical_rule *rule, aftersale_date start, int32_t day)
{
    if (rule->month_days.count + rule->year_days.count + rule->weekdays.count != 0 ||
        rule->frequency == AS__ICAL_DAILY)
        return;
    if (rule->frequency == AS__ICAL_WEEKLY || rule->weeks.count != 0) {
        add(&rule->weekdays, as__ical_weekday(day));
        add(&rule->ordinals, 0);
        return;
    }
    add(&rule->month_days, start.day);
    if (rule->frequency == AS__ICAL_YEARLY && rule->months.count == 0)
        add(&rule->months, start.month);
}

/* Whether the list names the `place`-th from the start, which is the (place - size - 1)-th from the end. An empty
 * list names all. */
static bool names(const as__ical_numbers *list, int32_t place, int32_t size)
{
    for (size_t i = 0; i < list->count; i++)
        if (list->items[i] == place || list->items[i] == place - size - 1)
            return true;
    return list->count == 0;
}

/* Which week of its year a day is in, and how many there are: the first is the one with four days or more in the
 * year. */
static void week_of(int32_t day, int32_t week_start, int32_t *week, int32_t *weeks)
{
    int32_t middle = day - (as__ical_weekday(day) - week_start + 7) % 7 + 3; /* its year is the week's */
    int32_t year = as__ical_date_of(middle).year;
    int32_t in_year = middle - as__ical_day_of(year, 1, 1), size = as__ical_year_days(year);
    *week = in_year / 7 + 1;
    *weeks = *week + (size - 1 - in_year) / 7;
}

static bool is_weekday(const as__ical_rule *rule, aftersale_date date, int32_t day)
{
    bool by_month = rule->frequency == AS__ICAL_MONTHLY || rule->months.count != 0;
    int32_t first = as__ical_day_of(date.year, by_month ? date.month : 1, 1);
    int32_t size = by_month ? as__ical_month_days(date.year, date.month) : as__ical_year_days(date.year);
    int32_t from_start = (day - first) / 7 + 1, from_end = (size - 1 - (day - first)) / 7 + 1;
    for (size_t i = 0; i < rule->weekdays.count; i++) {
        int32_t ordinal = rule->ordinals.items[i];
        if (rule->weekdays.items[i] == as__ical_weekday(day) &&
            (ordinal == 0 || ordinal == from_start || ordinal == -from_end))
            return true;
    }
    return rule->weekdays.count == 0;
}

static bool is_named(const as__ical_rule *rule, int32_t day)
{
    aftersale_date date = as__ical_date_of(day);
    int32_t week, weeks;
    if (!names(&rule->months, date.month, 12) ||
        !names(&rule->month_days, date.day, as__ical_month_days(date.year, date.month)) ||
        !names(&rule->year_days, day - as__ical_day_of(date.year, 1, 1) + 1, as__ical_year_days(date.year)) ||
        !is_weekday(rule, date, day))
        return false;
    if (rule->weeks.count == 0)
        return true;
    week_of(day, rule->week_start, &week, &weeks);
    return names(&rule->weeks, week, weeks);
}

/* First day of the period that is `index` intervals after that of the start; after the last year, past all days. */
static int32_t period_begins(const walk *at, int64_t index)
{
    aftersale_date start = as__ical_date_of(at->start);
    int64_t steps = index * at->rule.interval, month;
    switch (at->rule.frequency) {
    case AS__ICAL_YEARLY:
        return start.year + steps > 9999 ? AS__ICAL_LAST_DAY + 1
                                         : as__ical_day_of((int32_t)(start.year + steps), 1, 1);
    case AS__ICAL_MONTHLY:
        month = start.year * INT64_C(12) + start.month - 1 + steps;
        return month / 12 > 9999 ? AS__ICAL_LAST_DAY + 1
                                 : as__ical_day_of((int32_t)(month / 12), (int32_t)(month % 12) + 1, 1);
    case AS__ICAL_WEEKLY:
        steps = at->start - (as__ical_weekday(at->start) - at->rule.week_start + 7) % 7 + steps * 7;
        break;
    default:
        steps += at->start;
    }
    return steps > AS__ICAL_LAST_DAY ? AS__ICAL_LAST_DAY + 1 : (int32_t)steps;
}

static int32_t period_size(const walk *at, int32_t first)
{
    aftersale_date date = as__ical_date_of(first);
    switch (at->rule.frequency) {
    case AS__ICAL_YEARLY:
        return as__ical_year_days(date.year);
    case AS__ICAL_MONTHLY:
        return as__ical_month_days(date.year, date.month);
    case AS__ICAL_WEEKLY:
        return 7;
    default:
        return 1;
    }
}

static void list_period(walk *at, int32_t first)
{
    int32_t end = first + period_size(at, first);
    size_t all = 0;
    for (int32_t day = first; day < end && day <= AS__ICAL_LAST_DAY; day++)
        if (is_named(&at->rule, day))
            at->days[all++] = day;
    at->count = 0;
    for (size_t i = 0; i < all; i++)
        if (names(&at->rule.positions, (int32_t)i + 1, (int32_t)all))
            at->days[at->count++] = at->days[i];
}

static int32_t seconds_of(aftersale_daytime time)
{
    return time.hour * 3600 + time.minute * 60 + time.second;
}

static int32_t last_day(const as__ical_rule *rule, aftersale_daytime time)
{
    aftersale_date until = rule->until;
    if (until.day == 0)
        return AS__ICAL_LAST_DAY;
    return as__ical_day_of(until.year, until.month, until.day) -
           (seconds_of(time) > seconds_of(rule->until_time) ? 1 : 0);
}

/* Periods that can be passed over: where nothing is counted, those that end before the day. */
static int64_t first_period(const walk *at, int32_t after)
{
    static const int32_t longest[] = {1, 7, 31, 366};
    int64_t days = (int64_t)after - at->start;
    if (at->rule.count != 0 || days <= 0)
        return 0;
    days = days / ((int64_t)longest[at->rule.frequency - AS__ICAL_DAILY] * at->rule.interval);
    return days > 0 ? days - 1 : 0;
}

bool as__ical_rule_nth(const as__ical_rule *rule, aftersale_date start, aftersale_daytime time, int32_t after,
                       int32_t n, int32_t *out)
{
    walk at = {.rule = *rule, .start = as__ical_day_of(start.year, start.month, start.day)};
    int32_t passed = 0;
    at.last = last_day(rule, time);
    take_from_start(&at.rule, start, at.start);
    for (int64_t index = first_period(&at, after);; index++) {
        int32_t first = period_begins(&at, index);
        if (first > at.last)
            return false;
        list_period(&at, first);
        for (size_t i = 0; i < at.count; i++) {
            if (at.days[i] < at.start)
                continue;
            if (at.days[i] > at.last || (rule->count != 0 && passed++ == rule->count))
                return false;
            if (at.days[i] > after && n-- == 0) {
                *out = at.days[i];
                return true;
            }
        }
    }
}
