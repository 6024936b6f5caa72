/* SPDX-License-Identifier: MIT */
#include "value/date.h"
#include "value/instant.h"
#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define FIRST (INT64_C(-62135596800) * AS__SECOND)
#define END (INT64_C(253402300800) * AS__SECOND)

Test(value_instant, valid)
{
    cr_assert_not(as__time_given((aftersale_time){0}));
    cr_assert(as__time_given((aftersale_time){-1}));
    cr_assert(as__time_valid((aftersale_time){FIRST}));
    cr_assert(as__time_valid((aftersale_time){END - 1}));
    cr_assert_not(as__time_valid((aftersale_time){FIRST - 1}));
    cr_assert_not(as__time_valid((aftersale_time){END}));
    cr_assert_not(as__time_valid((aftersale_time){INT64_MIN}));
    cr_assert_not(as__time_valid((aftersale_time){INT64_MAX}));
}

Test(value_instant, seconds_saturate)
{
    cr_assert_eq(aftersale_time_from_seconds(-5).us, -5000000);
    cr_assert_not(as__time_valid(aftersale_time_from_seconds(INT64_MAX)));
    cr_assert_not(as__time_valid(aftersale_time_from_seconds(INT64_MIN)));
}

Test(value_instant, civil_seconds_go_both_ways)
{
    aftersale_date date;
    aftersale_daytime time;
    cr_assert_eq(as__civil_seconds((aftersale_date){1970, 1, 1}, 0), 0);
    cr_assert_eq(as__civil_seconds((aftersale_date){1969, 12, 31}, 86399), -1);
    cr_assert(as__civil_split(-1, &date, &time));
    cr_assert_eq(as__date_compare(date, (aftersale_date){1969, 12, 31}), 0);
    cr_assert_eq(as__daytime_seconds(time), 86399);
    for (int64_t seconds = FIRST / AS__SECOND; seconds < END / AS__SECOND; seconds += 86400 * 11 + 3607) {
        if (!as__civil_split(seconds, &date, &time) ||
            as__civil_seconds(date, as__daytime_seconds(time)) != seconds)
            cr_assert_fail("%lld", (long long)seconds);
    }
    cr_assert_not(as__civil_split(FIRST / AS__SECOND - 1, &date, &time));
    cr_assert_not(as__civil_split(END / AS__SECOND, &date, &time));
    cr_assert_not(as__civil_split(INT64_MAX, &date, &time));
    cr_assert_not(as__civil_split(INT64_MIN, &date, &time));
}

Test(value_instant_text, good)
{
    static const struct {
        const char *in;
        int64_t us;
        const char *out;
    } rows[] = {
        {"2026-11-21T09:30:00Z", INT64_C(1795253400000000), "2026-11-21T09:30:00Z"},
        {"2026-11-21T09:30:00.5Z", INT64_C(1795253400500000), "2026-11-21T09:30:00.5Z"},
        {"2026-11-21T09:30:00.000001Z", INT64_C(1795253400000001), "2026-11-21T09:30:00.000001Z"},
        {"2026-11-21T09:30:00.1234569Z", INT64_C(1795253400123456), "2026-11-21T09:30:00.123456Z"},
        {"2026-11-21T11:30:00+02:00", INT64_C(1795253400000000), "2026-11-21T09:30:00Z"},
        {"2026-11-20T23:45:00-09:45", INT64_C(1795253400000000), "2026-11-21T09:30:00Z"},
        {"2026-11-21t09:30:00z", INT64_C(1795253400000000), "2026-11-21T09:30:00Z"},
        {"2026-11-21T09:30:00-00:00", INT64_C(1795253400000000), "2026-11-21T09:30:00Z"},
        {"1969-12-31T23:59:59.25Z", -750000, "1969-12-31T23:59:59.25Z"},
        {"1970-01-01T00:00:00Z", 0, ""},
        {"2016-12-31T23:59:60Z", INT64_C(1483228800000000), "2017-01-01T00:00:00Z"},
        {"2017-01-01T00:59:60+01:00", INT64_C(1483228800000000), "2017-01-01T00:00:00Z"},
        {"0001-01-01T00:00:00Z", FIRST, "0001-01-01T00:00:00Z"},
        {"9999-12-31T23:59:59.999999Z", END - 1, "9999-12-31T23:59:59.999999Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AFTERSALE_TIME_TEXT];
        aftersale_time got = {42};
        cr_assert_eq(aftersale_time_parse(rows[i].in, &got), AFTERSALE_OK, "%s", rows[i].in);
        cr_assert_eq(got.us, rows[i].us, "%s: %lld", rows[i].in, (long long)got.us);
        aftersale_time_text(got, text);
        cr_assert_str_eq(text, rows[i].out);
    }
}

Test(value_instant_text, bad)
{
    static const char *const bad[] = {
        "",
        "2026-11-21",
        "2026-11-21T",
        "2026-11-21T09:30",
        "2026-11-21T09:30Z",
        "2026-11-21T09:30:00",
        "2026-11-21 09:30:00Z",
        "2026-11-21T9:30:00Z",
        "2026-11-21T24:00:00Z",
        "2026-11-21T09:60:00Z",
        "2026-11-21T09:30:61Z",
        "2026-11-21T09:30:60Z",
        "2026-11-21T09:30:00.Z",
        "2026-11-21T09:30:00,5Z",
        "2026-11-21T09:30:00+0200",
        "2026-11-21T09:30:00+2:00",
        "2026-11-21T09:30:00+24:00",
        "2026-11-21T09:30:00+02:60",
        "2026-11-21T09:30:00+",
        "2026-11-21T09:30:00Zx",
        "2026-02-30T09:30:00Z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
        "0000-12-31T23:59:59Z",
        "9999-12-31T23:59:60Z",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        aftersale_time got = {42};
        cr_assert_eq(aftersale_time_parse(bad[i], &got), AFTERSALE_INVALID, "%s", bad[i]);
        cr_assert_eq(got.us, 42);
    }
    aftersale_time got;
    cr_assert_eq(aftersale_time_parse(NULL, &got), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_time_parse("2026-11-21T09:30:00Z", NULL), AFTERSALE_INVALID);
    char text[AFTERSALE_TIME_TEXT];
    aftersale_time_text((aftersale_time){END}, text);
    cr_assert_str_eq(text, "");
    aftersale_time_text((aftersale_time){INT64_MIN}, text);
    cr_assert_str_eq(text, "");
}
