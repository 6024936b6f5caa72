/* SPDX-License-Identifier: MIT */
/* No date of a step that repeats comes before its floor, in whatever zone, and however late what it counts from turns
 * out to be (S18, S31). Rules that skip weeks or months count from quite other days when they begin on another. */
#include "rules/anchor.h"
#include "rules/recurrence.h"
#include "rules_stage.h"
#include "value/date.h"

#define TRIALS 4000
#define OCCURRENCES 30

static uint64_t state;

static uint32_t draw(uint32_t below)
{
    uint64_t z = (state += UINT64_C(0x9E3779B97F4A7C15));
    z = (z ^ (z >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ (z >> 31)) % below);
}

/* "MONTHLY": each month that has the day on which it begins. "FORTNIGHTLY": Tuesdays and Fridays of every other week. */
static bool nth_monthly(int64_t start, int32_t n, int64_t *out)
{
    aftersale_date first, date;
    cr_assert(as__date_from_days((int32_t)as__civil_of(start).day, &first));
    for (int32_t month = 0, left = n;; month++) {
        date = (aftersale_date){first.year, first.month, 1};
        cr_assert(as__date_add_months(date, month, &date));
        if (first.day > as__month_days(date.year, date.month) || left-- != 0)
            continue;
        date.day = first.day;
        *out = start + (as__days_from_date(date) - as__days_from_date(first)) * AS__DAY_SECONDS;
        return true;
    }
}

static bool nth_fortnightly(int64_t start, int32_t n, int64_t *out)
{
    int32_t begins = (int32_t)as__civil_of(start).day, monday = begins - as__weekday(begins);
    for (int32_t day = begins, left = n;; day++) {
        bool is_week = (day - monday) / 7 % 2 == 0, is_day = as__weekday(day) == 1 || as__weekday(day) == 4;
        if (!is_week || !is_day || left-- != 0)
            continue;
        *out = start + (day - begins) * AS__DAY_SECONDS;
        return true;
    }
}

static bool nth(void *user, const char *rule, int64_t start, int32_t n, int64_t *out)
{
    (void)user;
    return strcmp(rule, "MONTHLY") == 0 ? nth_monthly(start, n, out) : nth_fortnightly(start, n, out);
}

static const as__rule_reader rules = {NULL, NULL, nth};

static const as__repeat repeats[] = {
    {.every = {.days = 7}, .on = {{0, 1}, {0, 4}}, .on_count = 2, .is_given = true},
    {.every = {.days = 14}, .on = {{0, 1}, {0, 4}}, .on_count = 2, .is_given = true},
    {.every = {.days = 28}, .on = {{0, 6}}, .on_count = 1, .is_given = true},
    {.every = {.months = 1}, .on = {{5, 4}, {1, 0}}, .on_count = 2, .is_given = true},
    {.every = {.months = 3}, .on = {{2, 2}}, .on_count = 1, .is_given = true},
    {.every = {.months = 12}, .on = {{3, 3}, {5, 0}}, .on_count = 2, .is_given = true},
    {.every = {.days = 10}, .is_given = true},
    {.rule = "MONTHLY", .is_given = true},
    {.rule = "FORTNIGHTLY", .is_given = true},
};

static const as__zone *drawn_zone(as__zones *zones)
{
    static const char *const names[] = {"Pacific/Kiritimati", "Asia/Tokyo", "Europe/London",
                                        "America/New_York", "Etc/GMT+12"};
    const as__zone *zone;
    cr_assert_eq(as__zones_find(zones, names[draw(COUNT(names))], &zone), AFTERSALE_OK);
    return zone;
}

static aftersale_time drawn_date(const as__dates *dates, int32_t n)
{
    as__moment date;
    cr_assert(as__series_nth(&dates->series, n, &date));
    return as__moment_instant(&date, dates->series.clock);
}

static as__moment drawn_later(aftersale_time first, uint32_t days)
{
    int64_t later = days == 0 ? 0 : 1 + draw(days);
    return as__moment_of_instant((aftersale_time){first.us + later * AS__DAY});
}

/* `days`: how much later what it counts from may come to be. */
static void hold(as__zones *zones, const as__repeat *repeat, uint32_t days)
{
    const as__period after = {.days = (int32_t)draw(3)}, none = {0};
    const aftersale_time first = {instant("2026-01-01T00:00:00Z").us + (int64_t)draw(800 * 24) * AS__HOUR};
    as__clock here = as__clock_of(drawn_zone(zones)), there = as__clock_of(drawn_zone(zones));
    as__dates dates = {
        .series = {.repeat = repeat, .rules = &rules, .clock = &here, .after = &after, .lead = &none},
        .first = 1,
        .floor = first,
    };
    int32_t n = (int32_t)draw(OCCURRENCES);
    dates.series.from = drawn_later(first, days);
    aftersale_time at = drawn_date(&dates, n), floor = as__anchor_floor(&dates, n + 1, at);
    cr_assert_leq(floor.us, at.us);
    dates.series.clock = &there;
    dates.series.from = drawn_later(first, days);
    cr_assert_leq(floor.us, drawn_date(&dates, n).us, "rule %zu, date %d", (size_t)(repeat - repeats),
                  (int)n);
}

Test(rules_floor, holds)
{
    as__zones *zones;
    cr_assert_eq(as__zones_new(&as__memory_system, NULL, NULL, "/usr/share/zoneinfo", &zones), AFTERSALE_OK);
    state = 20261122;
    for (size_t trial = 0; trial < TRIALS; trial++)
        for (size_t i = 0; i < COUNT(repeats); i++) {
            hold(zones, &repeats[i], 0);
            hold(zones, &repeats[i], 40);
        }
    as__zones_free(zones);
}
