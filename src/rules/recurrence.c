/* SPDX-License-Identifier: MIT */
#include "rules/recurrence.h"
#include "value/date.h"

#define DAYS_A_WEEK 7

static bool times(int32_t unit, int32_t n, int32_t plus, int32_t *out)
{
    int64_t sum = (int64_t)unit * n + plus;
    *out = (int32_t)sum;
    return sum >= INT32_MIN && sum <= INT32_MAX;
}

static bool add(const as__series *series, const as__period *period, as__moment *out)
{
    return as__period_is_zero(*period) || as__moment_add(out, series->clock, series->calendar, period);
}

/* The step's offset and n units, added in one go. */
static bool nth_unit(const as__series *series, int32_t n, as__moment *out)
{
    const as__period *every = &series->repeat->every;
    as__period sum = *series->after;
    if (!times(every->months, n, sum.months, &sum.months) || !times(every->days, n, sum.days, &sum.days) ||
        !times(every->business_days, n, sum.business_days, &sum.business_days))
        return false;
    return add(series, &sum, out) && add(series, series->lead, out);
}

/* The n-th of the weekdays named, counted from `day`; weeks begin on Monday. */
static int64_t nth_weekday(const as__repeat *repeat, int64_t day, int32_t n)
{
    int64_t monday = day - as__weekday((int32_t)day);
    int64_t weeks = repeat->every.days / DAYS_A_WEEK;
    int32_t passed = 0;
    for (size_t i = 0; i < repeat->on_count; i++)
        passed += monday + repeat->on[i].weekday < day;
    int64_t index = (int64_t)n + passed, count = (int64_t)repeat->on_count;
    return monday + index / count * weeks * DAYS_A_WEEK + repeat->on[index % count].weekday;
}

static int64_t day_of_month(as__nth_day on, aftersale_date first)
{
    int32_t begins = as__days_from_date(first);
    int32_t day = begins + (on.weekday - as__weekday(begins) + DAYS_A_WEEK) % DAYS_A_WEEK;
    if (on.nth != AS__NTH_LAST)
        return day + (on.nth - 1) * DAYS_A_WEEK;
    int32_t ends = begins + as__month_days(first.year, first.month);
    return day + (ends - 1 - day) / DAYS_A_WEEK * DAYS_A_WEEK;
}

/* The days named of one month, in order. */
static void days_of_month(const as__repeat *repeat, aftersale_date first, int64_t days[AS__REPEAT_DAYS_MAX])
{
    for (size_t i = 0; i < repeat->on_count; i++) {
        int64_t day = day_of_month(repeat->on[i], first);
        size_t at = i;
        for (; at > 0 && days[at - 1] > day; at--)
            days[at] = days[at - 1];
        days[at] = day;
    }
}

/* The n-th of the weekdays of a month named, counted from `day`. */
static bool nth_of_months(const as__repeat *repeat, int64_t day, int32_t n, int64_t *out)
{
    int64_t days[AS__REPEAT_DAYS_MAX];
    aftersale_date first;
    if (!as__date_from_days((int32_t)day, &first))
        return false;
    first.day = 1;
    days_of_month(repeat, first, days);
    int32_t passed = 0;
    for (size_t i = 0; i < repeat->on_count; i++)
        passed += days[i] < day;
    int64_t index = (int64_t)n + passed, count = (int64_t)repeat->on_count;
    if (!as__date_add_months(first, index / count * repeat->every.months, &first))
        return false;
    days_of_month(repeat, first, days);
    *out = days[index % count];
    return true;
}

/* The n-th of the days named, at the time of day of the beginning. */
static bool nth_named_day(const as__series *series, int32_t n, as__moment *out)
{
    const as__repeat *repeat = series->repeat;
    int64_t begins = as__civil_of(out->civil).day, day;
    if (repeat->every.months == 0)
        day = nth_weekday(repeat, begins, n);
    else if (!nth_of_months(repeat, begins, n, &day))
        return false;
    return as__moment_add_days(out, day - begins);
}

bool as__series_nth(const as__series *series, int32_t n, as__moment *out)
{
    const as__repeat *repeat = series->repeat;
    bool is_named = as__repeat_is_named(repeat);
    *out = series->from;
    if (n != 0 && !is_named)
        return nth_unit(series, n, out);
    if (!add(series, series->after, out) || !add(series, series->lead, out))
        return false;
    if (!is_named)
        return true;
    as__moment_make_civil(out, series->clock);
    if (repeat->on_count > 0)
        return nth_named_day(series, n, out);
    return series->rules != NULL &&
           series->rules->nth(series->rules->user, repeat->rule, out->civil, n, &out->civil);
}
