/* SPDX-License-Identifier: MIT */
/* S34: weekends and holidays are dated data. */
#include "rules/calendar.h"
#include "base/memory.h"
#include "value/date.h"
#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define SAT_SUN (1u << 5 | 1u << 6)
#define FRI_SAT (1u << 4 | 1u << 5)

static int32_t day(int year, int month, int day_of_month)
{
    return as__days_from_date((aftersale_date){(int16_t)year, (uint8_t)month, (uint8_t)day_of_month});
}

typedef struct made {
    as__arena arena;
    as__weekend weekends[4];
    as__holiday holidays[16];
    as__calendar rows, calendar;
} made;

static void begin(made *m, uint32_t weekend)
{
    *m = (made){.weekends = {{0, weekend}}};
    as__arena_init(&m->arena, &as__memory_system);
    m->rows = (as__calendar){.name = "T",
                             .weekends = m->weekends,
                             .weekend_count = 1,
                             .holidays = m->holidays,
                             .from = day(2020, 1, 1),
                             .until = day(2031, 1, 1)};
}

static void add(made *m, int32_t on, const char *name)
{
    m->holidays[m->rows.holiday_count++] = (as__holiday){on, name};
}

static const as__calendar *make(made *m)
{
    cr_assert_eq(as__calendar_make(&m->rows, &m->arena, &m->calendar), AFTERSALE_OK);
    return &m->calendar;
}

/* Easter 2026 in England. */
static const as__calendar *easter(made *m)
{
    begin(m, SAT_SUN);
    add(m, day(2026, 4, 3), "Good Friday");
    add(m, day(2026, 4, 6), "Easter Monday");
    return make(m);
}

Test(rules_calendar, days_off_S34)
{
    made m;
    const as__calendar *calendar = easter(&m);
    static const int off[] = {3, 4, 5, 6, 11, 12};
    size_t next = 0;
    for (int i = 1; i <= 12; i++) {
        bool is_off = next < COUNT(off) && off[next] == i;
        next += is_off;
        cr_assert_eq(as__calendar_is_off(calendar, day(2026, 4, i)), is_off, "April %d", i);
    }
    cr_assert_str_eq(as__calendar_holiday(calendar, day(2026, 4, 6)), "Easter Monday");
    cr_assert_null(as__calendar_holiday(calendar, day(2026, 4, 5)));
    /* Outside the years that are known there are weekends alone. */
    cr_assert(as__calendar_is_off(calendar, day(2032, 1, 3)) &&
              !as__calendar_is_off(calendar, day(2032, 1, 5)));
    cr_assert(as__calendar_is_off(calendar, day(1969, 12, 27)));
    as__arena_free(&m.arena);
}

Test(rules_calendar, moves_S34)
{
    made m;
    as__days_off days = {easter(&m), NULL};
    int64_t to;
    cr_assert(as__working_day_before(days, day(2026, 4, 6), &to));
    cr_assert_eq(to, day(2026, 4, 2), "Thursday");
    cr_assert(as__working_day_after(days, day(2026, 4, 3), &to));
    cr_assert_eq(to, day(2026, 4, 7), "Tuesday");
    /* Two calendars: a day that either has off is off. */
    made owner;
    begin(&owner, FRI_SAT);
    days.owner = make(&owner);
    cr_assert(as__is_day_off(days, day(2026, 4, 10)) && as__is_day_off(days, day(2026, 4, 12)));
    cr_assert(as__working_day_after(days, day(2026, 4, 10), &to));
    cr_assert_eq(to, day(2026, 4, 13));
    as__arena_free(&owner.arena);
    as__arena_free(&m.arena);
}

/* The law moved the weekend of the Emirates from Friday and Saturday to Saturday and Sunday. */
Test(rules_calendar, weekend_changes_by_law_S34)
{
    made m;
    begin(&m, FRI_SAT);
    m.weekends[1] = (as__weekend){day(2022, 1, 1), SAT_SUN};
    m.rows.weekend_count = 2;
    const as__calendar *calendar = make(&m);
    cr_assert(as__calendar_is_off(calendar, day(2021, 12, 24)), "a Friday");
    cr_assert(!as__calendar_is_off(calendar, day(2021, 12, 26)), "a Sunday");
    cr_assert(!as__calendar_is_off(calendar, day(2022, 1, 7)), "a Friday");
    cr_assert(as__calendar_is_off(calendar, day(2022, 1, 9)), "a Sunday");
    cr_assert_eq(as__calendar_add(calendar, day(2021, 12, 30), 1), day(2022, 1, 3),
                 "Friday to Sunday are off");
    cr_assert_eq(as__calendar_add(calendar, day(2022, 1, 3), -1), day(2021, 12, 30));
    as__arena_free(&m.arena);
}

/* Counted by hand, a day at a time. */
static int64_t walk(const as__calendar *calendar, int64_t from, int n)
{
    int step = n < 0 ? -1 : 1;
    while (n != 0) {
        from += step;
        if (!as__calendar_is_off(calendar, from))
            n -= step;
    }
    return from;
}

Test(rules_calendar, business_days_are_as_counted_S34)
{
    made m;
    begin(&m, FRI_SAT);
    m.weekends[1] = (as__weekend){day(2022, 1, 1), SAT_SUN};
    m.weekends[2] = (as__weekend){day(2025, 6, 3), 1u << 6};
    m.weekends[3] = (as__weekend){day(2028, 2, 29), 0};
    m.rows.weekend_count = 4;
    for (int i = 0; i < 10; i++)
        add(&m, day(2021 + i / 2, 5, 1 + i * 3), "holiday");
    const as__calendar *calendar = make(&m);
    uint32_t seed = 7;
    for (int i = 0; i < 4000; i++) {
        seed = seed * 1664525u + 1013904223u;
        int64_t from = day(2019, 1, 1) + (int64_t)(seed >> 8) % 4800;
        int n = (int)(seed >> 4) % 800 - 400;
        cr_assert_eq(as__calendar_add(calendar, from, n), walk(calendar, from, n), "%ld %d", (long)from, n);
    }
    as__arena_free(&m.arena);
}

Test(rules_calendar, plain_week)
{
    cr_assert_eq(as__calendar_add(&as__plain_week, day(2026, 11, 20), 1), day(2026, 11, 23));
    cr_assert_eq(as__calendar_add(&as__plain_week, day(2026, 11, 21), -1), day(2026, 11, 20));
    cr_assert_eq(as__calendar_add(&as__plain_week, day(2026, 11, 21), 0), day(2026, 11, 21));
    cr_assert_eq(as__calendar_add(&as__plain_week, day(1, 1, 1), 2600000), day(1, 1, 1) + 3640000,
                 "whole weeks");
}

Test(rules_calendar, rows_that_are_wrong)
{
    made m;
    as__calendar out = {0};
    begin(&m, 0x7F);
    cr_assert_eq(as__calendar_make(&m.rows, &m.arena, &out), AFTERSALE_INVALID, "no working day");
    begin(&m, SAT_SUN);
    m.rows.weekend_count = 0;
    cr_assert_eq(as__calendar_make(&m.rows, &m.arena, &out), AFTERSALE_INVALID, "no weekend");
    begin(&m, SAT_SUN);
    add(&m, day(2031, 1, 1), "outside");
    cr_assert_eq(as__calendar_make(&m.rows, &m.arena, &out), AFTERSALE_INVALID);
    begin(&m, SAT_SUN);
    add(&m, day(2026, 1, 1), "a");
    add(&m, day(2026, 1, 1), "b");
    cr_assert_eq(as__calendar_make(&m.rows, &m.arena, &out), AFTERSALE_INVALID, "twice");
    begin(&m, SAT_SUN);
    m.weekends[1] = m.weekends[0];
    m.rows.weekend_count = 2;
    cr_assert_eq(as__calendar_make(&m.rows, &m.arena, &out), AFTERSALE_INVALID, "weekends of one day");
    as__arena_free(&m.arena);
}

/* No working day within reach: no move, and no endless search. */
Test(rules_calendar, all_days_off)
{
    made m, owner;
    begin(&m, SAT_SUN);
    begin(&owner, 0x1F);
    as__days_off days = {make(&m), make(&owner)};
    int64_t to = 0;
    cr_assert(!as__working_day_after(days, day(2026, 4, 6), &to));
    cr_assert(!as__working_day_before(days, day(2026, 4, 6), &to));
    as__arena_free(&owner.arena);
    as__arena_free(&m.arena);
}
