/* SPDX-License-Identifier: MIT */
/* S31: the footers of TZif files */
#include "value/date.h"
#include "value/instant.h"
#include "value/zone_rule.h"
#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static as__zone_rule rule_of(const char *text)
{
    as__zone_rule rule = {0};
    cr_assert(as__zone_rule_read(text, strlen(text), &rule), "%s", text);
    return rule;
}

static int64_t utc(const char *text)
{
    aftersale_time time;
    cr_assert_eq(aftersale_time_parse(text, &time), AFTERSALE_OK);
    return time.us / AS__SECOND;
}

/* The offset changes at this instant, and not a second before. */
static void check_turn(const char *rule_text, const char *when, int32_t before, int32_t after)
{
    as__zone_rule rule = rule_of(rule_text);
    int32_t got_before = as__zone_rule_offset(&rule, utc(when) - 1, false);
    int32_t got_after = as__zone_rule_offset(&rule, utc(when), false);
    cr_assert_eq(got_before, before, "%s %s: %d", rule_text, when, got_before);
    cr_assert_eq(got_after, after, "%s %s: %d", rule_text, when, got_after);
}

Test(value_zone_rule, good)
{
    static const char *const good[] = {
        "UTC0",
        "<+03>-3",
        "<-1030>10:30",
        "EST5EDT,M3.2.0,M11.1.0",
        "CET-1CEST,M3.5.0,M10.5.0/3",
        "IST-1GMT0,M10.5.0,M3.5.0/1",
        "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
        "XXX3EDT4,0/0,J365/23",
        "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
        "AAA24:59:59BBB-24:59:59,J1/-167:59:59,365/167:59:59",
        "EST+5EDT,J60,J300",
    };
    for (size_t i = 0; i < COUNT(good); i++)
        rule_of(good[i]);
}

Test(value_zone_rule, bad)
{
    static const char *const bad[] = {
        "",
        "U0",
        "UTC",
        "UTC25",
        "<+03-3",
        "<+3>-3",
        "+03-3",
        "EST5EDT",
        "EST5EDT,M3.2.0",
        "EST5EDT,M3.2.0,",
        "EST5EDT,M0.2.0,M11.1.0",
        "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.0.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0",
        "EST5EDT,M3.2.7,M11.1.0",
        "EST5EDT,J0,J300",
        "EST5EDT,J366,J300",
        "EST5EDT,366,J300",
        "EST5EDT,M3.2.0/168,M11.1.0",
        "EST5EDT,M3.2.0/2:60,M11.1.0",
        "EST5EDT,M3.2.0,M11.1.0x",
        "EST5 EDT",
        "EST5:EDT,M3.2.0,M11.1.0",
        "EST5EDT,M3.2,M11.1.0",
        "EST999999999999",
        "EST--5",
        "E1T5",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        as__zone_rule rule;
        cr_assert_not(as__zone_rule_read(bad[i], strlen(bad[i]), &rule), "%s", bad[i]);
    }
}

Test(value_zone_rule, reads_no_further_than_it_may)
{
    as__zone_rule rule;
    cr_assert(as__zone_rule_read("UTC0EDT,M3.2.0,M11.1.0", 4, &rule));
    cr_assert_not(rule.has_summer);
    for (size_t size = 0; size < strlen("EST5EDT,M3.2.0,M11.1.0"); size++)
        cr_assert_eq(as__zone_rule_read("EST5EDT,M3.2.0,M11.1.0", size, &rule), size == 4, "%zu", size);
}

Test(value_zone_rule, turns_of_the_year)
{
    check_turn("EST5EDT,M3.2.0,M11.1.0", "2050-03-13T07:00:00Z", -18000, -14400);
    check_turn("EST5EDT,M3.2.0,M11.1.0", "2050-11-06T06:00:00Z", -14400, -18000);
    check_turn("CET-1CEST,M3.5.0,M10.5.0/3", "2050-03-27T01:00:00Z", 3600, 7200);
    check_turn("CET-1CEST,M3.5.0,M10.5.0/3", "2050-10-30T01:00:00Z", 7200, 3600);
    check_turn("AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-04-02T16:00:00Z", 39600, 36000);
    check_turn("AEST-10AEDT,M10.1.0,M4.1.0/3", "2050-10-01T16:00:00Z", 36000, 39600);
    check_turn("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0", "2050-04-02T15:00:00Z", 39600, 37800);
    check_turn("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", "2050-03-27T01:00:00Z", -7200, -3600);
    check_turn("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-03-27T01:00:00Z", 0, 3600);
    check_turn("IST-1GMT0,M10.5.0,M3.5.0/1", "2050-10-30T01:00:00Z", 3600, 0);
    check_turn("EST5EDT,J60,J300", "2048-03-01T07:00:00Z", -18000, -14400);
    check_turn("EST5EDT,J60,J300", "2049-03-01T07:00:00Z", -18000, -14400);
    check_turn("EST5EDT,59,300", "2048-02-29T07:00:00Z", -18000, -14400);
    check_turn("EST5EDT,59,300", "2049-03-01T07:00:00Z", -18000, -14400);
    check_turn("EST5EDT,0/-48,J300", "2049-12-30T05:00:00Z", -18000, -14400);
    check_turn("EST5EDT,M3.2.0,365/48", "2050-01-03T04:00:00Z", -14400, -18000);
}

Test(value_zone_rule, all_year_summer_time)
{
    as__zone_rule rule = rule_of("XXX3EDT4,0/0,J365/23");
    for (int64_t at = utc("2050-01-01T00:00:00Z"); at < utc("2053-01-01T00:00:00Z"); at += 1800)
        cr_assert_eq(as__zone_rule_offset(&rule, at, false), -14400);
}

Test(value_zone_rule, holds_at_any_instant)
{
    as__zone_rule rule = rule_of("EST5EDT,M3.2.0,M11.1.0");
    static const int64_t far[] = {INT64_MIN,    INT64_MIN / 2, -62135596800,
                                  253402300799, 253402300800,  INT64_MAX};
    for (size_t i = 0; i < COUNT(far); i++) {
        int32_t offset = as__zone_rule_offset(&rule, far[i], i % 2 == 0);
        cr_assert(offset == -18000 || offset == -14400);
    }
}
