/* SPDX-License-Identifier: MIT */
/* Recurrence rules of RFC 5545, counted in days (S18). The table of 400 is `vectors rrule`. */
#include <aftersale/ical.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static const aftersale_daytime nine = {1, 9, 0, 0};

/* The first days as one text, at most eight. */
static const char *days(const char *rule, aftersale_date start, aftersale_daytime time)
{
    static char text[8 * 11 + 1];
    aftersale_date day = {0, 0, 0};
    text[0] = '\0';
    for (size_t i = 0; i < 8; i++) {
        cr_assert_eq(aftersale_ical_rule_next(rule, start, time, day, &day, NULL), AFTERSALE_OK, "%s", rule);
        if (day.day == 0)
            break;
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%04d-%02d-%02d", i > 0 ? " " : "",
                 day.year, day.month, day.day);
    }
    return text;
}

static void expect(const char *rule, aftersale_date start, const char *expected)
{
    const char *got = days(rule, start, nine);
    cr_assert_eq(strncmp(got, expected, strlen(expected)), 0, "%s: %s", rule, got);
    if (strstr(rule, "COUNT") != NULL || strstr(rule, "UNTIL") != NULL)
        cr_assert_str_eq(got, expected, "%s", rule);
}

/* S18 */
Test(ical_rule, takes_what_it_does_not_name_from_its_start)
{
    const aftersale_date start = {2024, 2, 29}; /* a Thursday */
    expect("FREQ=DAILY;INTERVAL=2", start, "2024-02-29 2024-03-02 2024-03-04");
    expect("FREQ=WEEKLY", start, "2024-02-29 2024-03-07");
    expect("FREQ=MONTHLY", start, "2024-02-29 2024-03-29");
    expect("FREQ=YEARLY", start, "2024-02-29 2028-02-29");
    expect("FREQ=YEARLY;BYMONTH=1,3", start, "2024-03-29 2025-01-29 2025-03-29");
    expect("FREQ=YEARLY;BYWEEKNO=20", start, "2024-05-16 2025-05-15");
}

/* S18: months without the day are passed over, which clamped month ends (S32) are not. */
Test(ical_rule, passes_over_days_that_a_month_does_not_have)
{
    expect("FREQ=MONTHLY", (aftersale_date){2025, 1, 31}, "2025-01-31 2025-03-31 2025-05-31");
    expect("FREQ=MONTHLY;BYMONTHDAY=-1", (aftersale_date){2025, 1, 31}, "2025-01-31 2025-02-28 2025-03-31");
    expect("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", (aftersale_date){2025, 1, 31}, "");
    cr_assert_str_eq(days("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", (aftersale_date){2025, 1, 31}, nine), "");
}

/* S18 */
Test(ical_rule, chooses_weekdays)
{
    const aftersale_date friday = {2024, 6, 28};
    expect("FREQ=WEEKLY;INTERVAL=6;BYDAY=SU;COUNT=3", friday, "2024-06-30 2024-08-11 2024-09-22");
    expect("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=3;WKST=MO", (aftersale_date){1997, 8, 5},
           "1997-08-05 1997-08-10 1997-08-19");
    expect("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU,SU;COUNT=3;WKST=SU", (aftersale_date){1997, 8, 5},
           "1997-08-05 1997-08-17 1997-08-19");
    expect("FREQ=MONTHLY;BYDAY=2TU,-1FR", friday, "2024-06-28 2024-07-09 2024-07-26");
    expect("FREQ=YEARLY;BYDAY=20MO;COUNT=1", friday, "2025-05-19");
    expect("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=1", friday, "2024-11-28");
    expect("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1,1;COUNT=3", friday,
           "2024-06-28 2024-07-01 2024-07-31");
    expect("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13;COUNT=2", friday, "2024-09-13 2024-12-13");
}

/* S18: weeks as ISO 8601 numbers them, unless the week begins on another day. */
Test(ical_rule, counts_weeks_and_days_of_the_year)
{
    const aftersale_date start = {2025, 1, 1};
    expect("FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO", start, "2026-12-28 2032-12-27");
    expect("FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", start, "2025-12-29 2027-01-04");
    expect("FREQ=YEARLY;BYWEEKNO=-1;BYDAY=SU", start, "2025-12-28 2027-01-03");
    expect("FREQ=YEARLY;BYYEARDAY=366", start, "2028-12-31 2032-12-31");
    expect("FREQ=YEARLY;BYYEARDAY=1,-1;COUNT=3", start, "2025-01-01 2025-12-31 2026-01-01");
}

/* S18: until count, date or for ever. */
Test(ical_rule, ends)
{
    const aftersale_date start = {2026, 1, 5};
    const aftersale_daytime ten = {1, 10, 0, 0};
    expect("FREQ=DAILY;COUNT=2", start, "2026-01-05 2026-01-06");
    expect("FREQ=DAILY;UNTIL=20260106", start, "2026-01-05 2026-01-06");
    expect("FREQ=DAILY;UNTIL=20260106T090000", start, "2026-01-05 2026-01-06");
    cr_assert_str_eq(days("FREQ=DAILY;UNTIL=20260106T090000", start, ten), "2026-01-05");
    expect("FREQ=DAILY;UNTIL=20251231", start, "");
    expect("FREQ=DAILY", (aftersale_date){9999, 12, 30}, "9999-12-30 9999-12-31");
    cr_assert_eq(strlen(days("FREQ=DAILY", (aftersale_date){9999, 12, 30}, nine)), 21);
}

/* S18: from any day on, the same days. */
Test(ical_rule, goes_on_behind_any_day)
{
    static const char *const rules[] = {"FREQ=DAILY;INTERVAL=13", "FREQ=WEEKLY;INTERVAL=3;BYDAY=SU,WE",
                                        "FREQ=MONTHLY;INTERVAL=5;BYDAY=-1MO", "FREQ=YEARLY;INTERVAL=4",
                                        "FREQ=WEEKLY;INTERVAL=2;COUNT=30"};
    const aftersale_date start = {2024, 2, 29};
    for (size_t i = 0; i < sizeof rules / sizeof rules[0]; i++) {
        aftersale_date last = {0, 0, 0}, next;
        for (int year = 2024; year < 2090; year++)
            for (int month = 1; month <= 12; month++) {
                aftersale_date after = {(int16_t)year, (uint8_t)month, 15};
                while (last.year < year || (last.year == year && last.month < month) ||
                       (last.year == year && last.month == month && last.day <= 15)) {
                    cr_assert_eq(aftersale_ical_rule_next(rules[i], start, nine, last, &last, NULL),
                                 AFTERSALE_OK);
                    if (last.day == 0)
                        last = (aftersale_date){9999, 12, 31};
                }
                cr_assert_eq(aftersale_ical_rule_next(rules[i], start, nine, after, &next, NULL),
                             AFTERSALE_OK);
                if (next.day == 0)
                    next = (aftersale_date){9999, 12, 31};
                cr_assert_eq(memcmp(&next, &last, sizeof next), 0, "%s behind %d-%d", rules[i], year, month);
            }
    }
}

/* S18: by their number, the same days. */
Test(ical_rule, counts_its_days)
{
    const aftersale_date start = {2024, 2, 29};
    const char *rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;COUNT=20";
    aftersale_date next = {0, 0, 0}, nth;
    for (int32_t n = 0; n <= 20; n++) {
        cr_assert_eq(aftersale_ical_rule_next(rule, start, nine, next, &next, NULL), AFTERSALE_OK);
        cr_assert_eq(aftersale_ical_rule_nth(rule, start, nine, n, &nth, NULL), AFTERSALE_OK);
        cr_assert_eq(memcmp(&nth, &next, sizeof nth), 0, "day %d", n);
    }
    cr_assert_eq(nth.day, 0);
    cr_assert_eq(aftersale_ical_rule_nth(rule, start, nine, -1, &nth, NULL), AFTERSALE_INVALID);
}

/* S18: what is wrong is named. */
Test(ical_rule, says_what_is_wrong)
{
    static const struct {
        const char *rule, *says;
    } wrong[] = {
        {"", "rule: holds a part that is not known here"},
        {"INTERVAL=2", "rule: FREQ must be given"},
        {"FREQ=HOURLY", "rule: FREQ is none of DAILY, WEEKLY, MONTHLY, YEARLY"},
        {"FREQ=daily", "rule: FREQ is none of DAILY, WEEKLY, MONTHLY, YEARLY"},
        {"FREQ=", "rule: FREQ is none of DAILY, WEEKLY, MONTHLY, YEARLY"},
        {"FREQ", "rule: holds a part that is not known here"},
        {"FREQ=DAILY;", "rule: holds a part that is not known here"},
        {"FREQ=DAILY;BYHOUR=9", "rule: holds a part that is not known here"},
        {"FREQ=DAILY;FREQ=DAILY", "rule: FREQ stands twice"},
        {"FREQ=DAILY;INTERVAL=0", "rule: INTERVAL is no number from 1 to 10000"},
        {"FREQ=DAILY;INTERVAL=-1", "rule: INTERVAL is no number from 1 to 10000"},
        {"FREQ=DAILY;COUNT=99999999999", "rule: COUNT is no number from 1 to 10000"},
        {"FREQ=DAILY;COUNT=1;UNTIL=20260101", "rule: COUNT stands beside UNTIL"},
        {"FREQ=DAILY;UNTIL=20260101T000000Z", "rule: UNTIL must be a local time, without Z"},
        {"FREQ=DAILY;UNTIL=20260230", "rule: UNTIL is no day like 20261121, nor a time like 20261121T090000"},
        {"FREQ=DAILY;UNTIL=20260101T240000",
         "rule: UNTIL is no day like 20261121, nor a time like 20261121T090000"},
        {"FREQ=WEEKLY;WKST=XX", "rule: WKST is no weekday like MO"},
        {"FREQ=MONTHLY;BYDAY=0MO", "rule: BYDAY holds what is no weekday like MO or -1FR"},
        {"FREQ=MONTHLY;BYDAY=54MO", "rule: BYDAY holds what is no weekday like MO or -1FR"},
        {"FREQ=MONTHLY;BYDAY=MO,", "rule: BYDAY holds what is no weekday like MO or -1FR"},
        {"FREQ=WEEKLY;BYDAY=1MO", "rule: BYDAY has a number, which goes with months and years only"},
        {"FREQ=YEARLY;BYMONTH=13", "rule: BYMONTH holds what is no number in its range"},
        {"FREQ=YEARLY;BYMONTH=-1", "rule: BYMONTH holds what is no number in its range"},
        {"FREQ=WEEKLY;BYMONTHDAY=1", "rule: BYMONTHDAY does not go with FREQ=WEEKLY"},
        {"FREQ=MONTHLY;BYYEARDAY=1", "rule: BYYEARDAY goes with FREQ=YEARLY only"},
        {"FREQ=MONTHLY;BYWEEKNO=1", "rule: BYWEEKNO goes with FREQ=YEARLY only"},
        {"FREQ=MONTHLY;BYSETPOS=1", "rule: BYSETPOS has no set to choose from"},
    };
    aftersale_date out = {1, 1, 1};
    aftersale_error error = {.struct_size = sizeof error};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        cr_assert_eq(aftersale_ical_rule_check(wrong[i].rule, &error), AFTERSALE_INVALID, "%s",
                     wrong[i].rule);
        cr_assert_str_eq(error.text, wrong[i].says, "%s", wrong[i].rule);
        cr_assert_eq(aftersale_ical_rule_next(wrong[i].rule, (aftersale_date){2026, 1, 1}, nine,
                                              (aftersale_date){0, 0, 0}, &out, NULL),
                     AFTERSALE_INVALID);
        cr_assert_eq(out.day, 0);
    }
    char many[3 * 70 + 32] = "FREQ=YEARLY;BYMONTH=1";
    for (int i = 0; i < 64; i++)
        strcat(many, ",1");
    cr_assert_eq(aftersale_ical_rule_check(many, &error), AFTERSALE_INVALID);
    cr_assert_str_eq(error.text, "rule: BYMONTH holds more than 64 items");
    cr_assert_eq(aftersale_ical_rule_check(NULL, &error), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_ical_rule_check("FREQ=DAILY", NULL), AFTERSALE_OK);
    cr_assert_eq(aftersale_ical_rule_next("FREQ=DAILY", (aftersale_date){2026, 2, 30}, nine,
                                          (aftersale_date){0, 0, 0}, &out, &error),
                 AFTERSALE_INVALID);
    cr_assert_eq(error.number, 6);
}
