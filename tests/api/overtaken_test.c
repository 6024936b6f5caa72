/* SPDX-License-Identifier: MIT */
/* Somebody in another process strikes before any call that a command makes to its store: the end is as if one had come
 * after the other (S1, S3). */
#include "support/refusal.h"
#include "support/watched_book.h"

static void put_aside(void)
{
    watched_store_set(&watched, NULL, 0);
    MUST(aftersale_event_verify(book, NULL));
    aftersale_book_free(rival);
}

/* The same again, in a book of its own. */
static void next_book(size_t n)
{
    char name[16];
    snprintf(name, sizeof name, "book %zu", n);
    aftersale_book_free(book);
    aftersale_book_free(rival);
    book = open_book(name);
    publish(PLAN("p", STEP("call", "'anchor':'sale','after':'P1D'")));
    on_trial.store = watched.inner;
    rival = open_book(name);
    on_trial.store = &watched.base;
}

static char ref[16];

static void change_owner(void)
{
    char owner[32];
    snprintf(owner, sizeof owner, "eve of %s", ref);
    cr_assert_eq(
        aftersale_customer_put(rival, AFTERSALE_ARGS(customer_put, .ref = "C-1", .owner = owner), NULL),
        AFTERSALE_OK);
}

/* The event of the sale is the customer's last: then the sale knows what the rival did. */
static bool sale_came_last(void)
{
    const aftersale_customer *customer;
    const aftersale_event *event;
    aftersale_cursor *list;
    int32_t last = 0;
    MUST(aftersale_customer_find(book, "C-1", &customer));
    MUST(aftersale_event_list_of(book, aftersale_customer_id(hold(customer)), 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW)
        last = aftersale_event_type(event);
    aftersale_cursor_free(list);
    return last == 5; /* sale_recorded */
}

/* The owner of a sale is the customer's when it is recorded. */
TRIAL(overtaken, a_sale_is_decided_on_the_customer_as_they_were)
{
    put_customer("C-1");
    watch_book_and_rival();
    for (size_t n = 1, struck = 1; struck != 0; n++) {
        const aftersale_sale *sale;
        char expected[32];
        snprintf(ref, sizeof ref, "INV-%zu", n);
        watched_store_set(&watched, change_owner, n);
        MUST(aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = "C-1"),
                                   NULL));
        struck = watched.calls >= n;
        watched_store_set(&watched, NULL, 0);
        if (!struck)
            continue;
        MUST(aftersale_sale_find(book, ref, &sale));
        snprintf(expected, sizeof expected, "eve of %s", ref);
        cr_assert_eq(sale_came_last(), strcmp(aftersale_sale_owner(hold(sale)), expected) == 0,
                     "before call %zu: the owner is %s", n, aftersale_sale_owner(sale));
    }
    put_aside();
}

static void deliver(void)
{
    cr_assert_eq(
        aftersale_sale_put(rival, AFTERSALE_ARGS(sale_put, .ref = ref, .delivered = {2026, 12, 1}), NULL),
        AFTERSALE_OK);
}

/* Whoever is first, the plan counts from the day of the sale. */
TRIAL(overtaken, a_plan_has_the_dates_of_its_sale)
{
    publish(PLAN("p", STEP("call", "'anchor':'delivery','after':'P1D'")));
    watch_book_and_rival();
    for (size_t n = 1, struck = 1; struck != 0; n++) {
        char customer[16];
        snprintf(customer, sizeof customer, "C-%zu", n);
        snprintf(ref, sizeof ref, "INV-%zu", n);
        put_customer(customer);
        put_sale(ref, customer, "-", "2026-11-01", "2026-11-02");
        watched_store_set(&watched, deliver, n);
        MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .sale.ref = ref, .plan = "p"), NULL));
        struck = watched.calls >= n;
        watched_store_set(&watched, NULL, 0);
        if (struck)
            cr_assert_eq(aftersale_touch_due_day(touch(customer, "call")).month, 12,
                         "before call %zu the dates are old", n);
    }
    put_aside();
}

/* A group has looked for a customer before the rival made them: what it reads of them later is newer. */

static void make_nine(void)
{
    static const aftersale_link nine = {.ref = "C-9"};
    aftersale_status status =
        aftersale_customer_put(rival, AFTERSALE_ARGS(customer_put, .ref = "C-9", .owner = "eve"), NULL);
    if (status == AFTERSALE_OK)
        status =
            aftersale_person_put(rival, AFTERSALE_ARGS(person_put, .ref = "P-9", .customer = nine), NULL);
    if (status == AFTERSALE_OK)
        status = aftersale_goal_put(
            rival, AFTERSALE_ARGS(goal_put, .ref = "G-9", .customer = nine, .words = "warm"), NULL);
    if (status == AFTERSALE_OK)
        status = aftersale_sale_record(
            rival, AFTERSALE_ARGS(sale_record, .ref = "INV-9", .customer = nine, .plan = "p"), NULL);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(rival)->text);
}

static const aftersale_sale_record_args unknown = {
    .struct_size = sizeof unknown, .ref = "INV-1", .customer = {.ref = "C-9"}, .plan = "-"};
static const aftersale_person_put_args person = {.struct_size = sizeof person, .ref = "P-9", .name = "Mary"};
static const aftersale_goal_put_args goal = {
    .struct_size = sizeof goal, .ref = "G-9", .state = AFTERSALE_GOAL_MET};
static const aftersale_sale_put_args sale = {
    .struct_size = sizeof sale, .ref = "INV-9", .delivered = {2026, 11, 21}};
static const aftersale_sale_return_args back = {
    .struct_size = sizeof back, .ref = "R-9", .sale = {.ref = "INV-9"}};
static const aftersale_enrol_args enrol = {
    .struct_size = sizeof enrol, .sale = {.ref = "INV-9"}, .plan = "service-business"};

static void begin_old_group(void)
{
    publish(PLAN("p", STEP("call", "'anchor':'sale','after':'P1D'")));
    watch_book_and_rival();
    MUST(aftersale_group_begin(book, AFTERSALE_GROUP_GO_ON));
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_sale_record(book, &unknown, NULL));
    make_nine();
}

/* S77: that is a conflict, and no damage. */
TRIAL(overtaken, a_group_that_has_read_too_early)
{
    begin_old_group();
    MUST_BE(AFTERSALE_CONFLICT, aftersale_person_put(book, &person, NULL));
    MUST_BE(AFTERSALE_CONFLICT, aftersale_goal_put(book, &goal, NULL));
    MUST_BE(AFTERSALE_CONFLICT, aftersale_sale_put(book, &sale, NULL));
    MUST_BE(AFTERSALE_CONFLICT, aftersale_sale_return(book, &back, NULL));
    MUST_BE(AFTERSALE_CONFLICT, aftersale_enrol(book, &enrol, NULL));
    MUST(aftersale_group_drop(book));
    MUST(aftersale_sale_put(book, &sale, NULL));
    put_aside();
}

/* S77: what holds its inputs runs again by itself. */
TRIAL(overtaken, commands_as_data_that_have_read_too_early)
{
    publish(PLAN("p", STEP("call", "'anchor':'sale','after':'P1D'")));
    watch_book_and_rival();
    for (size_t n = 1, struck = 1; struck != 0; n++) {
        aftersale_command commands[] = {
            {.command = AFTERSALE_DO_SALE_RECORD, .args = &unknown},
            {.command = AFTERSALE_DO_PERSON_PUT, .args = &person},
            {.command = AFTERSALE_DO_GOAL_PUT, .args = &goal},
            {.command = AFTERSALE_DO_SALE_PUT, .args = &sale},
            {.command = AFTERSALE_DO_ENROL, .args = &enrol},
        };
        watched_store_set(&watched, make_nine, n);
        (void)aftersale_book_apply(book, commands, COUNT(commands), AFTERSALE_APPLY_EACH_ALONE);
        struck = watched.calls >= n;
        for (size_t i = 0; i < COUNT(commands); i++)
            cr_assert(commands[i].status == AFTERSALE_OK || commands[i].status == AFTERSALE_NOT_FOUND ||
                          commands[i].status == AFTERSALE_INVALID || commands[i].status == AFTERSALE_STATE,
                      "call %zu, command %zu: %s", n, i, aftersale_status_name(commands[i].status));
        watched_store_set(&watched, NULL, 0);
        if (struck)
            next_book(n);
    }
    put_aside();
}

/* A store that cannot answer for others' sake is asked again (S3). */
TRIAL(overtaken, a_read_that_could_not_be_answered)
{
    const aftersale_customer *found;
    put_customer("C-1");
    watch_book_and_rival();
    for (watched.read_retries = 1; watched.read_retries < 20; watched.read_retries++) {
        size_t retries = watched.read_retries;
        MUST(aftersale_customer_find(book, "C-1", &found));
        aftersale_customer_free(found);
        cr_assert_eq(watched.read_retries, 0);
        watched.read_retries = retries;
        put_sale("INV-1", "C-1", "-", "2026-11-01", NULL);
        watched.read_retries = retries;
    }
    watched.read_retries = 1000000;
    MUST_BE(AFTERSALE_CONFLICT, aftersale_customer_find(book, "C-1", &found));
    cr_assert_eq(aftersale_book_error(book)->status, AFTERSALE_CONFLICT);
    watched.read_retries = 0;
    MUST(aftersale_customer_find(book, "C-1", &found));
    aftersale_customer_free(found);
    put_aside();
}
