/* SPDX-License-Identifier: MIT */
/* Goals: fields, whose they are, and when they were decided (S4, S10, S69). */
#include "support/refusal.h"

static const aftersale_goal *goal(const char *ref)
{
    const aftersale_goal *found = NULL;
    MUST(aftersale_goal_find(book, ref, &found));
    return hold(found);
}

static int32_t open_goals(const char *customer)
{
    const aftersale_customer *found = NULL;
    MUST(aftersale_customer_find(book, customer, &found));
    return aftersale_customer_goals(hold(found));
}

static void must_be_day(aftersale_date date, const char *text)
{
    aftersale_date wanted = day(text);
    cr_assert(date.year == wanted.year && date.month == wanted.month && date.day == wanted.day, "%d-%d-%d",
              date.year, date.month, date.day);
}

static void put_customers(void)
{
    put_customer("C-1");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .zone = "Pacific/Auckland"),
                                NULL));
    put_sale("INV-1", "C-1", NULL, "2026-11-01", NULL);
}

static void put_state(const char *ref, int32_t state)
{
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = ref, .state = state), NULL));
}

/* S10 */
TRIAL(goal, every_field_comes_back)
{
    const aftersale_sale *sale;
    put_customers();
    MUST(aftersale_sale_find(book, "INV-1", &sale));
    hold(sale);
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_goal_put(book,
                               AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1",
                                              .sale.ref = "INV-1", .words = "warm by Christmas",
                                              .measure = "21 degrees", .target = {2026, 12, 24}),
                               NULL));
    const aftersale_goal *found = goal("G-1");
    cr_assert(same_id(aftersale_goal_customer(found), aftersale_sale_customer(sale)));
    cr_assert(same_id(aftersale_goal_sale(found), aftersale_sale_id(sale)));
    cr_assert_str_eq(aftersale_goal_words(found), "warm by Christmas");
    cr_assert_str_eq(aftersale_goal_measure(found), "21 degrees");
    must_be_day(aftersale_goal_target(found), "2026-12-24");
    cr_assert_eq(aftersale_goal_state(found), AFTERSALE_GOAL_OPEN);
    cr_assert_eq(aftersale_goal_decided(found).day, 0);
    cr_assert_eq(aftersale_goal_created(found).us, on_trial.now.us);
}

/* S4 */
TRIAL(goal, put_changes_only_what_it_names)
{
    put_customers();
    MUST(aftersale_goal_put(book,
                            AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1", .sale.ref = "INV-1",
                                           .words = "warm", .target = {2026, 12, 24}),
                            NULL));
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .words = "warm"), NULL));
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_goal_put(book,
                               AFTERSALE_ARGS(goal_put, .ref = "G-1", .words = "hot",
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_GOAL_SALE)),
                               NULL));
    cr_assert_str_eq(aftersale_goal_words(goal("G-1")), "hot");
    cr_assert(!id_is_given(aftersale_goal_sale(goal("G-1"))));
    must_be_day(aftersale_goal_target(goal("G-1")), "2026-12-24");
}

/* S10: met, missed or changed, with when; the day is the customer's. */
TRIAL(goal, decided_on_the_day_of_the_customer)
{
    put_customers();
    now_is("2026-11-20T22:00:00Z");
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1"), NULL));
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-2", .customer.ref = "C-2"), NULL));
    put_state("G-1", AFTERSALE_GOAL_MET);
    put_state("G-2", AFTERSALE_GOAL_MISSED);
    must_be_day(aftersale_goal_decided(goal("G-1")), "2026-11-20");
    must_be_day(aftersale_goal_decided(goal("G-2")), "2026-11-21");
    MUST(aftersale_goal_put(
        book,
        AFTERSALE_ARGS(goal_put, .ref = "G-2", .state = AFTERSALE_GOAL_CHANGED, .decided = {2026, 11, 5}),
        NULL));
    must_be_day(aftersale_goal_decided(goal("G-2")), "2026-11-05");
}

TRIAL(goal, open_again_it_is_not_decided)
{
    put_customers();
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1"), NULL));
    put_state("G-1", AFTERSALE_GOAL_MET);
    put_state("G-1", AFTERSALE_GOAL_OPEN);
    cr_assert_eq(aftersale_goal_decided(goal("G-1")).day, 0);
    now_is("2026-12-01T10:00:00Z");
    put_state("G-1", AFTERSALE_GOAL_MISSED);
    must_be_day(aftersale_goal_decided(goal("G-1")), "2026-12-01");
    now_is("2026-12-02T10:00:00Z");
    put_state("G-1", AFTERSALE_GOAL_MISSED);
    must_be_day(aftersale_goal_decided(goal("G-1")), "2026-12-01");
}

TRIAL(goal, the_customer_knows_how_many_are_open)
{
    put_customers();
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1"), NULL));
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-2", .customer.ref = "C-1"), NULL));
    cr_assert_eq(open_goals("C-1"), 2);
    put_state("G-1", AFTERSALE_GOAL_MET);
    put_state("G-1", AFTERSALE_GOAL_CHANGED);
    cr_assert_eq(open_goals("C-1"), 1);
    put_state("G-1", AFTERSALE_GOAL_OPEN);
    cr_assert_eq(open_goals("C-1"), 2);
    cr_assert_eq(open_goals("C-2"), 0);
}

TRIAL(goal, stays_with_its_customer_and_their_sales)
{
    put_customers();
    put_sale("INV-2", "C-2", NULL, "2026-11-01", NULL);
    MUST_NAME(AFTERSALE_INVALID, "customer",
              aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .words = MARK), NULL));
    MUST_NAME(AFTERSALE_NOT_FOUND, "customer",
              aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-9"), NULL));
    MUST_NAME(
        AFTERSALE_NOT_FOUND, "sale",
        aftersale_goal_put(
            book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1", .sale.ref = "INV-9"), NULL));
    MUST_NAME(
        AFTERSALE_NOT_FOUND, "sale",
        aftersale_goal_put(
            book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1", .sale.ref = "INV-2"), NULL));
    MUST(aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1"), NULL));
    MUST_NAME(AFTERSALE_EXISTS, "customer",
              aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-2"), NULL));
    cr_assert_eq(open_goals("C-2"), 0);
}

/* S69 */
TRIAL(goal, all_problems_at_once)
{
    put_customers();
    MUST_NAME(
        AFTERSALE_INVALID, "ref flags words measure target state decided clear[0]",
        aftersale_goal_put(book,
                           AFTERSALE_ARGS(goal_put, .flags = 4, .words = MARK "\x02", .measure = "\xff" MARK,
                                          .target = {2026, 2, 30}, .state = 5, .decided = {2026, 13, 1},
                                          .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_GOAL_CUSTOMER)),
                           NULL));
}

TRIAL(goal, limits)
{
    put_customers();
    MUST(aftersale_goal_put(
        book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .customer.ref = "C-1", .words = long_text(4096)), NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "words",
        aftersale_goal_put(book, AFTERSALE_ARGS(goal_put, .ref = "G-1", .words = long_text(4097)), NULL));
}
