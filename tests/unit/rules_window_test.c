/* SPDX-License-Identifier: MIT */
/* S33 */
#include "rules/window.h"
#include "rules_stage.h"

Test(rules_window, texts)
{
    static const struct {
        const char *text;
        as__hours hours;
        const char *again;
    } rows[] = {
        {"mon-fri 09:00-12:00", {9 * 3600, 12 * 3600, 0x1F}, NULL},
        {"sat 10:00-12:30", {10 * 3600, 12 * 3600 + 1800, 0x20}, NULL},
        {"mon,wed 08:00-20:00", {8 * 3600, 20 * 3600, 0x05}, NULL},
        {"mon-wed,sat 08:00-09:00", {8 * 3600, 9 * 3600, 0x27}, NULL},
        {"22:00-24:00", {22 * 3600, 86400, 0x7F}, NULL},
        {"00:00-00:01", {0, 60, 0x7F}, NULL},
        {"mon-sun 00:00-24:00", {0, 86400, 0x7F}, "00:00-24:00"},
        {"fri-mon 09:00-10:00", {9 * 3600, 10 * 3600, 0x71}, "mon,fri-sun 09:00-10:00"},
        {"mon,tue 09:00-10:00", {9 * 3600, 10 * 3600, 0x03}, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        as__hours hours;
        char text[AS__HOURS_TEXT];
        cr_assert(as__hours_parse(rows[i].text, &hours), "%s", rows[i].text);
        cr_assert_eq(hours.from, rows[i].hours.from, "%s", rows[i].text);
        cr_assert_eq(hours.until, rows[i].hours.until, "%s", rows[i].text);
        cr_assert_eq(hours.weekdays, rows[i].hours.weekdays, "%s", rows[i].text);
        as__hours_text(hours, text);
        cr_assert_str_eq(text, rows[i].again == NULL ? rows[i].text : rows[i].again);
    }
}

Test(rules_window, wrong_texts)
{
    static const char *const rows[] = {
        "",
        "mon",
        "mon ",
        "mon-fri",
        "9:00-12:00",
        "09:00",
        "09:00-",
        "09:00-12",
        "09:00-12:60",
        "09:00-24:01",
        "24:00-24:00",
        "12:00-12:00",
        "12:00-09:00",
        "09:00-12:00 ",
        "Mon 09:00-12:00",
        "mon  09:00-12:00",
        "mon, 09:00-12:00",
        "mon- 09:00-12:00",
        "montag 09:00-12:00",
        "09.00-12.00",
        "mo 09:00-12:00",
        "mon,,tue 09:00-12:00",
        " 09:00-12:00",
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        as__hours hours = {7, 7, 7};
        cr_assert(!as__hours_parse(rows[i], &hours), "%s", rows[i]);
        cr_assert_eq(hours.from, 7, "untouched");
    }
}

static const as__quiet never_quiet = {{{0}}};

static void next_is(const as__zone *zone, const char *const *texts, size_t count, const char *from,
                    const char *to)
{
    as__hours hours[4];
    for (size_t i = 0; i < count; i++)
        cr_assert(as__hours_parse(texts[i], &hours[i]));
    char text[AFTERSALE_TIME_TEXT];
    as__clock clock = as__clock_of(zone);
    aftersale_time time = instant(from);
    cr_assert(as__window_next((as__windows){hours, count}, &never_quiet, &clock, &time));
    aftersale_time_text(time, text);
    cr_assert_str_eq(text, to, "%s from %s: %s", texts[0], from, text);
}

Test(rules_window, next)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    const as__zone *berlin = s->facts.zone;
    static const char *const office[] = {"mon-fri 14:00-17:00", "mon-fri 09:00-12:00"};
    static const char *const weekly[] = {"wed 09:00-10:00"};
    static const char *const night[] = {"22:00-24:00"};
    next_is(berlin, office, 2, "2026-11-20T06:00:00Z", "2026-11-20T08:00:00Z");
    next_is(berlin, office, 2, "2026-11-20T08:30:00.5Z", "2026-11-20T08:30:00.5Z");
    next_is(berlin, office, 2, "2026-11-20T11:00:00Z", "2026-11-20T13:00:00Z");
    next_is(berlin, office, 2, "2026-11-20T16:00:00Z", "2026-11-23T08:00:00Z");
    next_is(berlin, office, 2, "2026-11-21T10:00:00.25Z", "2026-11-23T08:00:00Z");
    next_is(berlin, weekly, 1, "2026-11-18T09:00:00Z", "2026-11-25T08:00:00Z");
    next_is(berlin, weekly, 1, "2026-11-18T08:59:59Z", "2026-11-18T08:59:59Z");
    next_is(berlin, night, 1, "2026-11-18T22:59:59Z", "2026-11-18T22:59:59Z");
    next_is(berlin, night, 1, "2026-11-18T23:00:00Z", "2026-11-19T21:00:00Z");
    next_is(berlin, office, 2, "1960-11-20T06:00:00Z", "1960-11-21T08:00:00Z");
    aftersale_time any = instant("2026-11-20T03:00:00Z"), time = any;
    as__clock clock = as__clock_of(berlin);
    cr_assert(as__window_next((as__windows){0}, &never_quiet, &clock, &time));
    cr_assert_eq(time.us, any.us, "no hours: any time");
    stage_end(s);
}

/* Hours that the clocks skip are looked for on the next day; in the hour that comes twice none goes back. */
Test(rules_window, clock_changes_S31)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    const as__zone *berlin = s->facts.zone;
    static const char *const skipped[] = {"02:15-02:45"};
    static const char *const begun[] = {"02:30-05:00"};
    next_is(berlin, skipped, 1, "2027-03-28T00:30:00Z", "2027-03-29T00:15:00Z");
    next_is(berlin, begun, 1, "2027-03-28T00:30:00Z", "2027-03-28T01:30:00Z");
    next_is(berlin, begun, 1, "2027-10-31T00:10:00Z", "2027-10-31T00:30:00Z");
    next_is(berlin, begun, 1, "2027-10-31T01:10:00Z", "2027-10-31T01:30:00Z");
    stage_end(s);
}

/* What is not said is marked. */
Test(rules_window, a_list_in_words)
{
    static const as__hours each[] = {{36000, 39600, 1}, {36000, 39600, 2}, {36000, 39600, 4}, {0, 60, 8}};
    char text[AS__WINDOWS_TEXT];
    as__windows_text((as__windows){each, 3}, text);
    cr_assert_str_eq(text, "mon 10:00-11:00, tue 10:00-11:00, wed 10:00-11:00");
    as__windows_text((as__windows){each, 4}, text);
    cr_assert_str_eq(text, "mon 10:00-11:00, tue 10:00-11:00, wed 10:00-11:00, …");
}
