/* SPDX-License-Identifier: MIT */
/* A clock reads as its zone does, whatever it read before (S31). */
#include "rules/clock.h"
#include "base/memory.h"
#include "value/instant.h"
#include <criterion/criterion.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define HOUR INT64_C(3600)
#define START (INT64_C(1577836800)) /* 2020-01-01 */
#define SPAN (20 * 365 * 24 * HOUR) /* past the last change that files list, in years that a rule tells */

static void reads_as(as__clock *clock, const as__zone *zone, int64_t second)
{
    cr_assert_eq(as__clock_to_utc(clock, second), as__zone_to_utc(zone, second), "%lld", (long long)second);
    cr_assert_eq(as__clock_to_civil(clock, second), as__zone_to_civil(zone, second), "%lld",
                 (long long)second);
}

Test(rules_clock, reads_as_its_zone_S31)
{
    static const char *const names[] = {"Europe/Berlin",    "America/New_York",  "Australia/Lord_Howe",
                                        "Pacific/Apia",     "Africa/Casablanca", "Asia/Kathmandu",
                                        "America/Sao_Paulo"};
    as__zones *zones;
    cr_assert_eq(as__zones_new(&as__memory_system, NULL, NULL, "/usr/share/zoneinfo", &zones), AFTERSALE_OK);
    for (size_t i = 0; i < COUNT(names); i++) {
        const as__zone *zone;
        cr_assert_eq(as__zones_find(zones, names[i], &zone), AFTERSALE_OK);
        as__clock onward = as__clock_of(zone), astray = as__clock_of(zone);
        for (int64_t at = START; at < START + SPAN; at += 7 * HOUR / 2)
            reads_as(&onward, zone, at);
        uint64_t seed = i;
        for (int trial = 0; trial < 20000; trial++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            reads_as(&astray, zone, START + (int64_t)(seed >> 33) % SPAN);
        }
    }
    as__zones_free(zones);
}

Test(rules_clock, days_before_1970)
{
    as__civil at = as__civil_of(-1);
    cr_assert(at.day == -1 && at.second == AS__DAY_SECONDS - 1);
    at = as__civil_of(-AS__DAY_SECONDS);
    cr_assert(at.day == -1 && at.second == 0);
}
