/* SPDX-License-Identifier: MIT */
/* Somebody in another process strikes before any call that a command makes to its store: the end is as if one had come
 * after the other (S1, S3). */
#include "support/refusal.h"
#include "support/watched_store.h"

static watched_store watched;
static aftersale_book *rival; /* on the store below: what another process is */

static void lay_over(void)
{
    aftersale_store *inner = on_trial.store;
    aftersale_book_free(book);
    rival = open_book("acme");
    cr_assert_eq(watched_store_open(&watched, on_trial.context, inner, NULL), AFTERSALE_OK);
    on_trial.store = &watched.base;
    book = open_book("acme");
}

static void put_aside(void)
{
    watched_store_set(&watched, NULL, 0);
    MUST(aftersale_event_verify(book, NULL));
    aftersale_book_free(rival);
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
    lay_over();
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
    cr_assert_eq(aftersale_sale_put(
                     rival, AFTERSALE_ARGS(sale_put, .ref = ref, .delivered = {2026, 12, 1}), NULL),
                 AFTERSALE_OK);
}

/* Whoever is first, the plan counts from the day of the sale. */
TRIAL(overtaken, a_plan_has_the_dates_of_its_sale)
{
    publish(PLAN("p", STEP("call", "'anchor':'delivery','after':'P1D'")));
    lay_over();
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
