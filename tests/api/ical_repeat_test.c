/* SPDX-License-Identifier: MIT */
/* Steps that repeat by a rule of RFC 5545, in a context that can read one and in one that cannot (S18). */
#include <aftersale.h>
#include <aftersale/ical.h>
#include <criterion/criterion.h>
#include <aftersale/sqlite.h>
#include <string.h>
#include <unistd.h>

#define PLAN                                                                                                 \
    "{\"plan\":\"p\",\"steps\":[{\"key\":\"visit\",\"kind\":\"service\",\"anchor\":\"sale\",\"repeat\":"     \
    "{\"rule\":\"FREQ=MONTHLY;BYDAY=-2TH;COUNT=3\"}},{\"key\":\"call\",\"kind\":\"follow-up\",\"anchor\":"   \
    "\"sale\"}]}"
#define FIRST INT64_C(1772442000) /* 2026-03-02T09:00:00Z */
#define DAY INT64_C(86400)

typedef struct stage {
    int64_t now;
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;
} stage;

static aftersale_status tick(void *user, aftersale_time *out)
{
    out->us = ((stage *)user)->now++ * 1000000;
    return AFTERSALE_OK;
}

static void open_stage(stage *at, const aftersale_rule_reader *rules, const char *path)
{
    aftersale_status status;
    at->now = FIRST;
    cr_assert_eq(aftersale_context_new(
                     AFTERSALE_ARGS(context_new, .clock = tick, .clock_user = at, .seed = 7, .rules = rules),
                     &at->context, NULL),
                 AFTERSALE_OK);
    status = path == NULL ? aftersale_memory_open(at->context, &at->store, NULL)
                          : aftersale_sqlite_open(at->context, path, AFTERSALE_SQLITE_OFF, &at->store, NULL);
    cr_assert_eq(status, AFTERSALE_OK);
    cr_assert_eq(aftersale_book_open(at->store,
                                     AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE,
                                                    .zone = "Europe/London", .currency = "GBP"),
                                     &at->book, NULL),
                 AFTERSALE_OK);
}

static void close_stage(stage *at)
{
    aftersale_book_free(at->book);
    aftersale_store_close(at->store, NULL);
    aftersale_context_free(at->context);
}

static aftersale_status publish(stage *at)
{
    return aftersale_plan_publish(at->book, AFTERSALE_ARGS(plan_publish, .json = PLAN), NULL);
}

static aftersale_id sell(stage *at)
{
    aftersale_cursor *list;
    const aftersale_enrolment *run;
    aftersale_id id;
    cr_assert_eq(aftersale_customer_put(at->book, AFTERSALE_ARGS(customer_put, .ref = "C"), NULL),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_sale_record(at->book,
                                       AFTERSALE_ARGS(sale_record, .ref = "S", .customer.ref = "C",
                                                      .plan = "p", .sold = {2026, 3, 2}),
                                       NULL),
                 AFTERSALE_OK, "%s", aftersale_book_error(at->book)->text);
    cr_assert_eq(
        aftersale_enrolment_list(at->book, AFTERSALE_ARGS(enrolment_list, .customer.ref = "C"), &list),
        AFTERSALE_OK);
    cr_assert_eq(aftersale_enrolment_next(list, &run), AFTERSALE_ROW);
    id = aftersale_enrolment_id(run);
    aftersale_cursor_free(list);
    return id;
}

/* Day on which the step is due, month * 100 + day; 0: it has no instant. */
static int due(stage *at, aftersale_id run, const char *step)
{
    aftersale_cursor *list;
    const aftersale_touch *touch;
    aftersale_date day = {0, 0, 0};
    cr_assert_eq(aftersale_touch_list(at->book, AFTERSALE_ARGS(touch_list, .enrolment.id = run), &list),
                 AFTERSALE_OK);
    while (aftersale_touch_next(list, &touch) == AFTERSALE_ROW)
        if (strcmp(aftersale_touch_step(touch), step) == 0)
            day = aftersale_touch_due_day(touch);
    aftersale_cursor_free(list);
    return day.month * 100 + day.day;
}

static size_t work(stage *at)
{
    aftersale_cursor *list;
    const aftersale_work *row;
    size_t count = 0;
    cr_assert_eq(aftersale_worklist(at->book, NULL, &list), AFTERSALE_OK);
    while (aftersale_work_next(list, &row) == AFTERSALE_ROW)
        count += strcmp(aftersale_touch_step(aftersale_work_touch(row)), "visit") == 0;
    aftersale_cursor_free(list);
    return count;
}

static void go_through(const char *path)
{
    stage at;
    aftersale_id run;
    open_stage(&at, aftersale_ical_rules(), path);
    cr_assert_eq(publish(&at), AFTERSALE_OK, "%s", aftersale_book_error(at.book)->text);
    run = sell(&at);
    cr_assert_eq(due(&at, run, "visit"), 319); /* the last but one Thursday of March */
    at.now = FIRST + 16 * DAY;
    cr_assert_eq(work(&at), 0);
    at.now = FIRST + 18 * DAY;
    cr_assert_eq(work(&at), 1);
    at.now = FIRST + 53 * DAY;
    cr_assert_eq(due(&at, run, "visit"), 423);
    cr_assert_eq(work(&at), 1);
    at.now = FIRST + 90 * DAY;
    cr_assert_eq(due(&at, run, "visit"), 521);
    close_stage(&at);
}

/* S18 */
Test(ical_repeat, a_rule_gives_the_dates_of_a_step)
{
    go_through(NULL);
}

/* S18: the plan stands, and its other steps go on, where nobody can read the rule. */
Test(ical_repeat, a_file_goes_on_without_the_component)
{
    static const char path[] = "ical_repeat_test.db";
    stage at;
    (void)unlink(path);
    go_through(path);
    open_stage(&at, NULL, path);
    aftersale_cursor *list;
    const aftersale_enrolment *run;
    cr_assert_eq(
        aftersale_enrolment_list(at.book, AFTERSALE_ARGS(enrolment_list, .customer.ref = "C"), &list),
        AFTERSALE_OK);
    cr_assert_eq(aftersale_enrolment_next(list, &run), AFTERSALE_ROW);
    cr_assert_eq(due(&at, aftersale_enrolment_id(run), "visit"), 0);
    cr_assert_eq(due(&at, aftersale_enrolment_id(run), "call"), 302);
    aftersale_cursor_free(list);
    close_stage(&at);
    (void)unlink(path);
}

/* S21: a step goes on by another rule, from the first of its dates that lies ahead; where nobody reads it, the run stays. */
Test(ical_repeat, a_step_goes_on_by_another_rule)
{
    static const char path[] = "ical_migrate_test.db";
    stage at;
    aftersale_id run;
    (void)unlink(path);
    open_stage(&at, aftersale_ical_rules(), path);
    cr_assert_eq(publish(&at), AFTERSALE_OK);
    run = sell(&at);
    cr_assert_eq(
        aftersale_plan_publish(
            at.book,
            AFTERSALE_ARGS(plan_publish, .json = "{\"plan\":\"p\",\"steps\":[{\"key\":\"visit\",\"kind\":"
                                                 "\"service\",\"anchor\":\"sale\",\"repeat\":{\"rule\":"
                                                 "\"FREQ=WEEKLY;BYDAY=TU\"}}]}"),
            NULL),
        AFTERSALE_OK);
    at.now = FIRST + 10 * DAY; /* Thursday, 12 March */
    close_stage(&at);
    open_stage(&at, NULL, path);
    at.now = FIRST + 10 * DAY;
    cr_assert_eq(aftersale_plan_migrate(at.book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = run), NULL),
                 AFTERSALE_STATE);
    close_stage(&at);
    open_stage(&at, aftersale_ical_rules(), path);
    at.now = FIRST + 10 * DAY;
    cr_assert_eq(aftersale_plan_migrate(at.book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = run), NULL),
                 AFTERSALE_OK, "%s", aftersale_book_error(at.book)->text);
    cr_assert_eq(due(&at, run, "visit"), 317);
    cr_assert_eq(work(&at), 0);
    at.now = FIRST + 16 * DAY;
    cr_assert_eq(work(&at), 1);
    close_stage(&at);
    (void)unlink(path);
}

/* S18 */
Test(ical_repeat, what_cannot_be_read_is_refused)
{
    stage at;
    open_stage(&at, NULL, NULL);
    cr_assert_eq(publish(&at), AFTERSALE_INVALID);
    cr_assert_str_eq(aftersale_book_error(at.book)->problems[0]->path, "steps[0].repeat.rule");
    close_stage(&at);
    open_stage(&at, aftersale_ical_rules(), NULL);
    cr_assert_eq(
        aftersale_plan_publish(
            at.book,
            AFTERSALE_ARGS(plan_publish, .json = "{\"plan\":\"p\",\"steps\":[{\"key\":\"a\",\"kind\":"
                                                 "\"ask\",\"anchor\":\"sale\",\"repeat\":{\"rule\":"
                                                 "\"FREQ=HOURLY\"}}]}"),
            NULL),
        AFTERSALE_INVALID);
    close_stage(&at);
}

/* S18 */
Test(ical_repeat, a_reader_is_whole)
{
    aftersale_rule_reader reader = *aftersale_ical_rules();
    aftersale_context *context;
    reader.nth = NULL;
    cr_assert_eq(aftersale_context_new(AFTERSALE_ARGS(context_new, .rules = &reader), &context, NULL),
                 AFTERSALE_INVALID);
    reader.struct_size = 3;
    cr_assert_eq(aftersale_context_new(AFTERSALE_ARGS(context_new, .rules = &reader), &context, NULL),
                 AFTERSALE_ABI);
}
