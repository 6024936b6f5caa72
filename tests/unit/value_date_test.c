/* SPDX-License-Identifier: MIT */
#include "value/date.h"
#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static aftersale_date day(int year, int month, int day_of_month)
{
    return (aftersale_date){(int16_t)year, (uint8_t)month, (uint8_t)day_of_month};
}

Test(value_date, valid)
{
    cr_assert_not(as__date_given((aftersale_date){0}));
    cr_assert(as__date_valid(day(1, 1, 1)));
    cr_assert(as__date_valid(day(9999, 12, 31)));
    cr_assert(as__date_valid(day(2024, 2, 29)));
    cr_assert(as__date_valid(day(2000, 2, 29)));
    cr_assert_not(as__date_valid(day(1900, 2, 29)));
    cr_assert_not(as__date_valid(day(2023, 2, 29)));
    cr_assert_not(as__date_valid(day(0, 1, 1)));
    cr_assert_not(as__date_valid(day(10000, 1, 1)));
    cr_assert_not(as__date_valid(day(-5, 1, 1)));
    cr_assert_not(as__date_valid(day(2024, 0, 1)));
    cr_assert_not(as__date_valid(day(2024, 13, 1)));
    cr_assert_not(as__date_valid(day(2024, 4, 31)));
    cr_assert_not(as__date_valid(day(2024, 4, 0)));
}

/* Every day there is, in order, against a calendar kept by counting. */
Test(value_date, days_go_both_ways)
{
    int32_t days = -719162;
    for (int year = 1; year <= 9999; year++) {
        bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        for (int month = 1; month <= 12; month++) {
            int last = month == 2                                              ? 28 + leap
                       : month == 4 || month == 6 || month == 9 || month == 11 ? 30
                                                                               : 31;
            if (as__month_days(year, month) != last)
                cr_assert_fail("%d-%d", year, month);
            for (int of_month = 1; of_month <= last; of_month++, days++) {
                aftersale_date back;
                bool right = as__days_from_date(day(year, month, of_month)) == days &&
                             as__date_from_days(days, &back) &&
                             as__date_compare(back, day(year, month, of_month)) == 0;
                if (!right)
                    cr_assert_fail("%d-%d-%d", year, month, of_month);
            }
        }
    }
    aftersale_date none;
    cr_assert_not(as__date_from_days(days, &none));
    cr_assert_not(as__date_from_days(-719163, &none));
    cr_assert_not(as__date_from_days(INT32_MAX, &none));
    cr_assert_not(as__date_from_days(INT32_MIN, &none));
}

Test(value_date, weekdays)
{
    cr_assert_eq(as__weekday(0), 3);
    cr_assert_eq(as__weekday(as__days_from_date(day(2026, 11, 21))), 5);
    cr_assert_eq(as__weekday(as__days_from_date(day(1, 1, 1))), 0);
    cr_assert_eq(as__weekday(as__days_from_date(day(9999, 12, 31))), 4);
    for (int32_t days = -20; days < 20; days++)
        cr_assert_eq(as__weekday(days + 1), (as__weekday(days) + 1) % 7);
    cr_assert_geq(as__weekday(INT32_MIN), 0);
    cr_assert_leq(as__weekday(INT32_MAX), 6);
}

Test(value_date, compare)
{
    cr_assert_lt(as__date_compare(day(2025, 12, 31), day(2026, 1, 1)), 0);
    cr_assert_gt(as__date_compare(day(2026, 2, 1), day(2026, 1, 31)), 0);
    cr_assert_eq(as__date_compare(day(2026, 2, 1), day(2026, 2, 1)), 0);
    cr_assert_lt(as__date_compare((aftersale_date){0}, day(1, 1, 1)), 0);
}

/* S32 */
Test(value_date, months_clamp_without_drift)
{
    static const struct {
        aftersale_date from;
        int64_t months;
        aftersale_date to;
    } rows[] = {
        {{2023, 1, 31}, 1, {2023, 2, 28}},     {{2023, 1, 31}, 2, {2023, 3, 31}},
        {{2023, 1, 31}, 3, {2023, 4, 30}},     {{2024, 1, 31}, 1, {2024, 2, 29}},
        {{2024, 2, 29}, 12, {2025, 2, 28}},    {{2024, 2, 29}, 48, {2028, 2, 29}},
        {{2096, 2, 29}, 48, {2100, 2, 28}},    {{2023, 3, 31}, -1, {2023, 2, 28}},
        {{2023, 1, 15}, -1, {2022, 12, 15}},   {{2023, 12, 31}, 0, {2023, 12, 31}},
        {{2023, 11, 30}, 3, {2024, 2, 29}},    {{1, 1, 1}, 119987, {9999, 12, 1}},
        {{9999, 12, 31}, -119987, {1, 1, 31}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        aftersale_date got;
        cr_assert(as__date_add_months(rows[i].from, rows[i].months, &got));
        cr_assert_eq(as__date_compare(got, rows[i].to), 0, "row %zu: %d-%d-%d", i, got.year, got.month,
                     got.day);
    }
}

Test(value_date, adding_stays_within_the_years)
{
    aftersale_date got;
    cr_assert_not(as__date_add_months(day(9999, 12, 1), 1, &got));
    cr_assert_not(as__date_add_months(day(1, 1, 1), -1, &got));
    cr_assert_not(as__date_add_months(day(2026, 1, 1), INT64_MAX, &got));
    cr_assert_not(as__date_add_months(day(2026, 1, 1), INT64_MIN, &got));
    cr_assert_not(as__date_add_days(day(9999, 12, 31), 1, &got));
    cr_assert_not(as__date_add_days(day(1, 1, 1), -1, &got));
    cr_assert_not(as__date_add_days(day(2026, 1, 1), INT64_MAX, &got));
    cr_assert_not(as__date_add_days(day(2026, 1, 1), INT64_MIN, &got));
    cr_assert(as__date_add_days(day(2024, 2, 28), 2, &got));
    cr_assert_eq(as__date_compare(got, day(2024, 3, 1)), 0);
    cr_assert(as__date_add_days(day(1, 1, 1), 3652058, &got));
    cr_assert_eq(as__date_compare(got, day(9999, 12, 31)), 0);
}

Test(value_date_text, comes_back)
{
    static const char *const good[] = {"2026-11-21", "0001-01-01", "9999-12-31", "2024-02-29"};
    for (size_t i = 0; i < COUNT(good); i++) {
        char text[AS__DATE_TEXT];
        aftersale_date got;
        cr_assert_eq(aftersale_date_parse(good[i], &got), AFTERSALE_OK);
        as__date_text(got, text);
        cr_assert_str_eq(text, good[i]);
    }
    char text[AS__DATE_TEXT];
    as__date_text((aftersale_date){0}, text);
    cr_assert_str_eq(text, "");
}

Test(value_date_text, refuses_other_forms)
{
    static const char *const bad[] = {
        "",           "2026",        "2026-11",     "2026-11-",
        "2026-11-2",  "2026-11-211", "2026-1-21",   "26-11-21",
        "2026/11/21", "20261121",    "0000-01-01",  "2026-02-29",
        "2026-13-01", "2026-00-10",  "2026-10-00",  "+2026-11-21",
        "-026-11-21", " 2026-11-21", "2026-11-21 ", "2026-11-21T00:00:00Z",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        aftersale_date got = day(1, 2, 3);
        cr_assert_eq(aftersale_date_parse(bad[i], &got), AFTERSALE_INVALID, "%s", bad[i]);
        cr_assert_eq(got.day, 3);
    }
    aftersale_date got;
    cr_assert_eq(aftersale_date_parse(NULL, &got), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_date_parse("2026-11-21", NULL), AFTERSALE_INVALID);
}

Test(value_daytime, seconds_go_both_ways)
{
    for (int32_t seconds = 0; seconds < 86400; seconds++) {
        aftersale_daytime time = as__daytime_from_seconds(seconds);
        if (!as__daytime_valid(time) || time.given != 1 || as__daytime_seconds(time) != seconds)
            cr_assert_fail("%d", seconds);
    }
}

Test(value_daytime, valid)
{
    cr_assert(as__daytime_valid((aftersale_daytime){0}));
    cr_assert(as__daytime_valid((aftersale_daytime){1, 0, 0, 0}));
    cr_assert(as__daytime_valid((aftersale_daytime){1, 23, 59, 59}));
    cr_assert_not(as__daytime_valid((aftersale_daytime){1, 24, 0, 0}));
    cr_assert_not(as__daytime_valid((aftersale_daytime){1, 0, 60, 0}));
    cr_assert_not(as__daytime_valid((aftersale_daytime){1, 0, 0, 60}));
    cr_assert_not(as__daytime_valid((aftersale_daytime){0, 9, 0, 0}));
    cr_assert_not(as__daytime_valid((aftersale_daytime){2, 9, 0, 0}));
}

Test(value_daytime, text)
{
    static const struct {
        const char *in, *out;
    } rows[] = {{"09:30", "09:30"},
                {"09:30:15", "09:30:15"},
                {"09:30:00", "09:30"},
                {"00:00", "00:00"},
                {"23:59:59", "23:59:59"}};
    static const char *const bad[] = {"",       "9:30",    "09:3",   "0930",  "24:00", "09:60", "09:30:60",
                                      "09:30:", "09:30:1", "09:30 ", "09-30", "-9:30", "0"};
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AS__DAYTIME_TEXT];
        aftersale_daytime got;
        cr_assert(as__daytime_parse(rows[i].in, &got));
        as__daytime_text(got, text);
        cr_assert_str_eq(text, rows[i].out);
    }
    aftersale_daytime got = {0};
    for (size_t i = 0; i < COUNT(bad); i++)
        cr_assert_not(as__daytime_parse(bad[i], &got), "%s", bad[i]);
    cr_assert_not(as__daytime_parse(NULL, &got));
    char text[AS__DAYTIME_TEXT];
    as__daytime_text(got, text);
    cr_assert_str_eq(text, "");
}
