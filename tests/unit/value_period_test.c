/* SPDX-License-Identifier: MIT */
/* S17 */
#include "value/instant.h"
#include "value/period.h"
#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(value_period, good)
{
    static const struct {
        const char *in;
        as__period period;
        const char *out;
    } rows[] = {
        {"P1M", {.months = 1}, "P1M"},
        {"-P2W", {.days = -14}, "-P2W"},
        {"P1DT12H", {.days = 1, .us = 12 * AS__HOUR}, "P1DT12H"},
        {"P5B", {.business_days = 5}, "P5B"},
        {"-P5B", {.business_days = -5}, "-P5B"},
        {"PT0M", {0}, "PT0S"},
        {"P0D", {0}, "PT0S"},
        {"-PT0S", {0}, "PT0S"},
        {"P18M", {.months = 18}, "P1Y6M"},
        {"P1Y6M", {.months = 18}, "P1Y6M"},
        {"P2Y", {.months = 24}, "P2Y"},
        {"P1Y2M3W4DT5H6M7S",
         {.months = 14, .days = 25, .us = 5 * AS__HOUR + 6 * AS__MINUTE + 7 * AS__SECOND},
         "P1Y2M25DT5H6M7S"},
        {"PT90M", {.us = 90 * AS__MINUTE}, "PT1H30M"},
        {"PT36H", {.us = 36 * AS__HOUR}, "PT36H"},
        {"PT0.5S", {.us = 500000}, "PT0.5S"},
        {"-PT0.000001S", {.us = -1}, "-PT0.000001S"},
        {"PT10S", {.us = 10 * AS__SECOND}, "PT10S"},
        {"PT1.250S", {.us = 1250000}, "PT1.25S"},
        {"P7D", {.days = 7}, "P1W"},
        {"P10D", {.days = 10}, "P10D"},
        {"P10000Y", {.months = 120000}, "P10000Y"},
        {"P3652425D", {.days = 3652425}, "P521775W"},
        {"PT87658200H", {.us = 87658200 * AS__HOUR}, "PT87658200H"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        as__period got = {9, 9, 9, 9}, again;
        char text[AS__PERIOD_TEXT];
        cr_assert(as__period_parse(rows[i].in, &got), "%s", rows[i].in);
        cr_assert_eq(got.months, rows[i].period.months, "%s", rows[i].in);
        cr_assert_eq(got.days, rows[i].period.days, "%s", rows[i].in);
        cr_assert_eq(got.business_days, rows[i].period.business_days, "%s", rows[i].in);
        cr_assert_eq(got.us, rows[i].period.us, "%s", rows[i].in);
        as__period_text(got, text);
        cr_assert_str_eq(text, rows[i].out);
        cr_assert(as__period_parse(text, &again));
        cr_assert(again.months == got.months && again.days == got.days && again.us == got.us);
    }
}

Test(value_period, bad)
{
    static const char *const bad[] = {
        "",
        "P",
        "PT",
        "1M",
        "P1",
        "P1X",
        "P1M2Y",
        "P1D1W",
        "P1MT",
        "PT1M1H",
        "P1H",
        "PT1D",
        "PT1Y",
        "P-1M",
        "+P1M",
        "--P1M",
        "p1m",
        "P1m",
        "P1.5D",
        "P1.5M",
        "PT1.5H",
        "PT1.5M",
        "PT1.1234567S",
        "PT1,5S",
        "P1M ",
        " P1M",
        "P1M1M",
        "P5B1D",
        "P1D5B",
        "P1W5B",
        "PT5B",
        "P5BT1H",
        "P1.5B",
        "P10001Y",
        "P120001M",
        "P10000Y1M",
        "P3652426D",
        "P521776W",
        "P3652426B",
        "PT87658201H",
        "P99999999999999999999D",
        "P9223372036854775807Y",
        "P9223372036854775807W",
        "PT9223372036854775807H",
        "PT9223372036854775807S",
        "PT9223372036854775.5S",
        "P1DT",
        "PTT1H",
        "P1Y2M3W4DT5H6M7SX",
        "P1\xc3\xa9",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        as__period got = {9, 9, 9, 9};
        cr_assert_not(as__period_parse(bad[i], &got), "%s", bad[i]);
        cr_assert_eq(got.months, 9);
    }
    as__period got;
    cr_assert_not(as__period_parse(NULL, &got));
}

Test(value_period, sign)
{
    cr_assert(as__period_is_zero((as__period){0}));
    cr_assert_not(as__period_is_negative((as__period){0}));
    cr_assert(as__period_is_negative((as__period){.months = -1}));
    cr_assert(as__period_is_negative((as__period){.days = -1}));
    cr_assert(as__period_is_negative((as__period){.business_days = -1}));
    cr_assert(as__period_is_negative((as__period){.us = -1}));
    cr_assert_not(as__period_is_negative((as__period){.days = 1, .us = 1}));
    cr_assert_not(as__period_is_zero((as__period){.us = 1}));
    cr_assert_not(as__period_is_zero((as__period){.business_days = -1}));
}
