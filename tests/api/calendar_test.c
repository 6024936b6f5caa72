/* SPDX-License-Identifier: MIT */
/* Calendars: loaded in versions, and whose days off a touch minds (S34, S70). */
#include "api/each_store.h"
#include "support/exchanged.h"
#include <stdio.h>
#include <string.h>

#define DAYS(...) ((aftersale_holidays)AFTERSALE_LIST(holiday, __VA_ARGS__))
#define EASTER DAYS({{2026, 4, 3}, "Good Friday"}, {{2026, 4, 6}, "Easter Monday"})

static aftersale_id load(clocked_book *at, const char *key, aftersale_holidays holidays)
{
    aftersale_id id;
    GOES(aftersale_calendar_load(at->book, AFTERSALE_ARGS(calendar_load, .key = key, .holidays = holidays),
                                 &id));
    return id;
}

static void publish(clocked_book *at, const char *on_holiday, const char *owner)
{
    char json[512];
    snprintf(json, sizeof json,
             "{\"plan\":\"p\",\"steps\":[{\"key\":\"call\",\"kind\":\"follow-up\",\"anchor\":{\"date\":"
             "\"2026-04-06\"},\"on_holiday\":\"%s\",\"channels\":[\"phone\",\"email\"],\"owner\":{\"user\":"
             "\"%s\"}}]}",
             on_holiday, owner);
    GOES(aftersale_plan_publish(at->book, AFTERSALE_ARGS(plan_publish, .json = json), NULL));
}

static aftersale_id enrol(clocked_book *at, const char *customer)
{
    aftersale_id run;
    GOES(aftersale_enrol(at->book, AFTERSALE_ARGS(enrol, .plan = "p", .customer.ref = customer), &run));
    return run;
}

/* The day on which the one touch of a run is due. */
static aftersale_date due(clocked_book *at, aftersale_id run)
{
    aftersale_cursor *list;
    const aftersale_touch *touch;
    aftersale_date day;
    GOES(aftersale_touch_list(at->book, AFTERSALE_ARGS(touch_list, .enrolment.id = run), &list));
    cr_assert_eq(aftersale_touch_next(list, &touch), AFTERSALE_ROW);
    day = aftersale_touch_due_day(touch);
    aftersale_cursor_free(list);
    return day;
}

static void must_be_due(clocked_book *at, aftersale_id run, int month, int day)
{
    aftersale_date found = due(at, run);
    cr_assert(found.month == month && found.day == day, "due on %d-%d", found.month, found.day);
}

static void put_customer(clocked_book *at, const char *region)
{
    GOES(aftersale_customer_put(
        at->book,
        AFTERSALE_ARGS(customer_put, .ref = "C-1", .zone = "Europe/London", .country = "GB", .region = region,
                       .contacts =
                           AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 20 7946 0000"})),
        NULL));
}

static int64_t april(int day)
{
    return INT64_C(1775001600) + (day - 1) * INT64_C(86400) + 3600; /* of 2026, an hour past midnight */
}

/* How many touches are due by the clock. */
static size_t work(clocked_book *at)
{
    aftersale_cursor *list;
    const aftersale_work *row;
    size_t count = 0;
    GOES(aftersale_worklist(at->book, NULL, &list));
    while (aftersale_work_next(list, &row) == AFTERSALE_ROW)
        count++;
    aftersale_cursor_free(list);
    return count;
}

/* S34 */
EACH_STORE(calendar, a_version_is_kept_as_it_was_loaded)
{
    const aftersale_calendar *found;
    aftersale_id first, same, second;
    GOES(aftersale_calendar_load(
        at->book,
        AFTERSALE_ARGS(calendar_load, .key = "AE", .holidays = EASTER,
                       .weekends =
                           AFTERSALE_LIST(weekend, {.days = AFTERSALE_WEEKDAY_FRIDAY},
                                          {.days = AFTERSALE_WEEKDAY_SATURDAY, .from = {2022, 1, 1}})),
        &first));
    cr_assert_eq(aftersale_book_did(at->book), AFTERSALE_DID_MAKE);
    GOES(aftersale_calendar_get(at->book, first, &found));
    cr_assert_str_eq(aftersale_calendar_key(found), "AE");
    cr_assert_eq(aftersale_calendar_version(found), 1);
    cr_assert_eq(aftersale_calendar_weekend_count(found), 2);
    cr_assert_eq(aftersale_calendar_weekend_at(found, 1)->days, AFTERSALE_WEEKDAY_SATURDAY);
    cr_assert_eq(aftersale_calendar_holiday_count(found), 2);
    cr_assert_str_eq(aftersale_calendar_holiday_at(found, 1)->name, "Easter Monday");
    cr_assert_eq(aftersale_calendar_from(found).year, 2026);
    cr_assert_eq(aftersale_calendar_until(found).year, 2027);
    cr_assert_gt(aftersale_calendar_loaded(found).us, 0);
    aftersale_calendar_free(found);
    second = load(at, "AE", (aftersale_holidays){NULL, 0, 0});
    same = load(at, "AE", (aftersale_holidays){NULL, 0, 0});
    cr_assert_eq(aftersale_book_did(at->book), AFTERSALE_DID_NOTHING);
    cr_assert_eq(memcmp(&same, &second, sizeof same), 0);
    GOES(aftersale_calendar_find(at->book, "AE", 0, &found));
    cr_assert_eq(aftersale_calendar_version(found), 2);
    cr_assert_eq(aftersale_calendar_from(found).day, 0);
    aftersale_calendar_free(found);
    GOES(aftersale_calendar_find(at->book, "AE", 1, &found));
    cr_assert_eq(aftersale_calendar_holiday_count(found), 2);
    aftersale_calendar_free(found);
    cr_assert_eq(aftersale_calendar_find(at->book, "AE", 3, &found), AFTERSALE_NOT_FOUND);
}

/* S34, S69 */
EACH_STORE(calendar, days_that_are_in_no_order_are_refused)
{
    const struct {
        aftersale_calendar_load_args args;
        const char *path;
    } bad[] = {
        {{.holidays = DAYS({{2026, 4, 6}, NULL}, {{2026, 4, 3}, NULL})}, "holidays"},
        {{.holidays = DAYS({{2026, 4, 6}, NULL}, {{2026, 4, 6}, NULL})}, "holidays"},
        {{.holidays = EASTER, .from = {2026, 4, 4}}, "holidays"},
        {{.holidays = EASTER, .from = {2027, 4, 4}}, "until"},
        {{.holidays = EASTER, .until = {2400, 1, 1}}, "until"},
        {{.from = {2026, 1, 1}}, "until"},
        {{.until = {2026, 1, 1}}, "from"},
        {{.weekends = AFTERSALE_LIST(weekend, {.days = 127})}, "weekends"},
        {{.weekends = AFTERSALE_LIST(weekend, {.days = 1}, {.days = 2})}, "weekends"},
        {{.weekends = AFTERSALE_LIST(weekend, {.days = AFTERSALE_WEEKDAY_NONE | 1})}, "weekends[0].days"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        aftersale_calendar_load_args args = bad[i].args;
        args.struct_size = sizeof args;
        args.key = "GB";
        cr_assert_eq(aftersale_calendar_load(at->book, &args, NULL), AFTERSALE_INVALID, "%zu", i);
        cr_assert_str_eq(aftersale_book_error(at->book)->problems[0]->path, bad[i].path, "%zu", i);
    }
}

/* S34: Easter Monday goes back to Thursday, whatever the day on which one asks; and comes up on it. */
EACH_STORE(calendar, the_day_does_not_hang_on_the_day_one_asks)
{
    aftersale_id run;
    load(at, "GB_ENG", EASTER);
    put_customer(at, "GB_ENG");
    publish(at, "back", "anna");
    run = enrol(at, "C-1");
    at->now = april(1);
    must_be_due(at, run, 4, 2);
    cr_assert_eq(work(at), 0);
    at->now = april(3);
    must_be_due(at, run, 4, 2);
    cr_assert_eq(work(at), 1);
    at->now = april(7);
    must_be_due(at, run, 4, 2);
    cr_assert_eq(work(at), 1);
}

/* S34: a delivery that is told of on Good Friday moves nothing to the day before. */
EACH_STORE(calendar, no_move_goes_back_past_what_was_known)
{
    static const char json[] = "{\"plan\":\"d\",\"steps\":[{\"key\":\"call\",\"kind\":\"follow-up\","
                               "\"anchor\":\"delivery\",\"after\":"
                               "\"P1W\",\"on_holiday\":\"back\"}]}";
    aftersale_cursor *list;
    const aftersale_enrolment *run;
    aftersale_id id;
    load(at, "GB", EASTER);
    put_customer(at, NULL);
    GOES(aftersale_plan_publish(at->book, AFTERSALE_ARGS(plan_publish, .json = json), NULL));
    GOES(aftersale_sale_record(
        at->book,
        AFTERSALE_ARGS(sale_record, .ref = "S-1", .customer.ref = "C-1", .plan = "d", .sold = {2026, 3, 1}),
        NULL));
    GOES(aftersale_enrolment_list(at->book, AFTERSALE_ARGS(enrolment_list, .customer.ref = "C-1"), &list));
    cr_assert_eq(aftersale_enrolment_next(list, &run), AFTERSALE_ROW);
    id = aftersale_enrolment_id(run);
    cr_assert_eq(aftersale_enrolment_sold_recorded(run).us, 0);
    aftersale_cursor_free(list);
    at->now = april(1);
    GOES(aftersale_sale_put(at->book, AFTERSALE_ARGS(sale_put, .ref = "S-1", .delivered = {2026, 3, 30}),
                            NULL));
    must_be_due(at, id, 4, 2);
    at->now = april(3);
    GOES(aftersale_sale_put(at->book, AFTERSALE_ARGS(sale_put, .ref = "S-1", .delivered = {2026, 3, 29}),
                            NULL));
    GOES(aftersale_sale_put(at->book, AFTERSALE_ARGS(sale_put, .ref = "S-1", .delivered = {2026, 3, 30}),
                            NULL));
    must_be_due(at, id, 4, 7);
    cr_assert_eq(work(at), 0);
    at->now = april(7) + 43200;
    cr_assert_eq(work(at), 1);
}

/* S34: without a region's own calendar that of the country holds, without both Saturday and Sunday are off. */
EACH_STORE(calendar, the_region_comes_before_the_country)
{
    aftersale_id run;
    put_customer(at, "GB_SCT");
    publish(at, "forward", "anna");
    run = enrol(at, "C-1");
    must_be_due(at, run, 4, 6);
    load(at, "GB", EASTER);
    must_be_due(at, run, 4, 7);
    load(at, "GB_SCT", DAYS({{2026, 4, 3}, "Good Friday"}));
    must_be_due(at, run, 4, 6);
    load(at, "GB_SCT", DAYS({{2026, 4, 6}, NULL}, {{2026, 4, 7}, NULL}));
    must_be_due(at, run, 4, 8);
}

/* S34 */
EACH_STORE(calendar, the_address_used_decides)
{
    aftersale_id run;
    load(at, "GB_ENG", EASTER);
    load(at, "US", DAYS({{2026, 7, 4}, "Independence Day"}));
    put_customer(at, "GB_ENG");
    publish(at, "forward", "anna");
    run = enrol(at, "C-1");
    must_be_due(at, run, 4, 7);
    GOES(aftersale_customer_put(
        at->book,
        AFTERSALE_ARGS(customer_put, .ref = "C-1",
                       .contacts = AFTERSALE_LIST(
                           contact, {.channel = "phone", .address = "+1 212 555 0100", .region = "US"})),
        NULL));
    must_be_due(at, run, 4, 6);
}

/* S34, S76 */
EACH_STORE(calendar, the_owners_days_off_are_off_too)
{
    aftersale_id run;
    load(at, "GB", EASTER);
    load(at, "IE", DAYS({{2026, 4, 2}, NULL}, {{2026, 4, 7}, NULL}));
    GOES(aftersale_actor_put(at->book, AFTERSALE_ARGS(actor_put, .ref = "anna", .region = "IE"), NULL));
    put_customer(at, NULL);
    publish(at, "forward", "anna");
    run = enrol(at, "C-1");
    must_be_due(at, run, 4, 8);
    GOES(aftersale_actor_put(
        at->book,
        AFTERSALE_ARGS(actor_put, .ref = "anna", .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_ACTOR_REGION)),
        NULL));
    must_be_due(at, run, 4, 7);
}

/* S3, S34: what a group loads holds in the group, and goes when the group does. */
EACH_STORE(calendar, a_group_reads_what_it_loads)
{
    aftersale_id run;
    put_customer(at, NULL);
    publish(at, "forward", "anna");
    run = enrol(at, "C-1");
    GOES(aftersale_group_begin(at->book, 0));
    load(at, "GB", EASTER);
    must_be_due(at, run, 4, 7);
    GOES(aftersale_group_drop(at->book));
    must_be_due(at, run, 4, 6);
    load(at, "GB", DAYS({{2026, 4, 6}, NULL}, {{2026, 4, 7}, NULL}));
    must_be_due(at, run, 4, 8);
}

/* S70: versions keep their order and numbers, and come in once. */
Test(calendar, an_export_brings_all_versions)
{
    clocked_book from, to;
    cr_assert(clocked_book_open(&from, false, 7));
    cr_assert(clocked_book_open(&to, true, 8));
    load(&from, "GB", EASTER);
    load(&from, "GB", (aftersale_holidays){NULL, 0, 0});
    load(&from, "GB", EASTER);
    load(&from, "AE", EASTER);
    copy_book(from.book, to.book);
    copy_book(from.book, to.book);
    for (int32_t version = 1; version <= 3; version++) {
        const aftersale_calendar *found;
        cr_assert_eq(aftersale_calendar_find(to.book, "GB", version, &found), AFTERSALE_OK);
        cr_assert_eq(aftersale_calendar_holiday_count(found), version == 2 ? 0 : 2);
        aftersale_calendar_free(found);
        cr_assert_eq(aftersale_calendar_find(to.book, "GB", 4, &found), AFTERSALE_NOT_FOUND);
    }
    written_text lines = exported(from.book, NULL), again = exported(to.book, NULL);
    cr_assert_eq(again.size, lines.size);
    written_text_free(&lines);
    written_text_free(&again);
    clocked_book_close(&to);
    clocked_book_close(&from);
}
