/* SPDX-License-Identifier: MIT */
/* A customer's whole future to a date (S23). Now is 20 November 2026, 10:00, a Friday. That it is what then happens:
 * preview_property_test.c. */
#include "support/refusal.h"
#include "support/watched_book.h"

/* "step@instant", in order. */
static const char *future_of(const aftersale_preview_args *args)
{
    static char words[4096];
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    aftersale_status status;
    size_t at = 0;
    words[0] = '\0';
    MUST(aftersale_preview(book, args, &list));
    while ((status = aftersale_touch_next(list, &row)) == AFTERSALE_ROW && at < sizeof words)
        at += (size_t)snprintf(words + at, sizeof words - at, "%s%s@%.16s", at != 0 ? " " : "",
                               aftersale_touch_step(row), text_of(aftersale_touch_made(row)));
    MUST_BE(AFTERSALE_DONE, status);
    aftersale_cursor_free(list);
    return words;
}

static const char *until(const char *end)
{
    return future_of(AFTERSALE_ARGS(preview, .customer.ref = "C", .until = instant(end)));
}

/* S23, S18: every occurrence, not the open one alone. */
TRIAL(preview, steps_that_repeat_come_again)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','repeat':{'every':'P1M','count':3}") "," STEP(
                          "b", "'anchor':'previous_done','after':'P1W'")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-12-01", NULL);
    cr_assert_str_eq(until("2027-02-15T00:00:00Z"),
                     "a@2026-12-01T09:00 a@2027-01-01T09:00 a@2027-02-01T09:00 b@2027-02-08T09:00");
}

/* S23, S36: contacts that are to be made count in caps, over all plans. */
TRIAL(preview, contacts_ahead_count_in_caps)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone']")));
    publish(PLAN("q", STEP("b", "'anchor':'sale','after':'P2D','channels':['phone']")));
    put_customer("C");
    put_sale("S1", "C", "p", "2026-12-01", NULL);
    put_sale("S2", "C", "q", "2026-12-01", NULL);
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .caps = AFTERSALE_LIST(cap, {.most = 1, .per = "P30D"})), NULL));
    cr_assert_str_eq(until("2027-03-01T00:00:00Z"), "a@2026-12-01T09:00 b@2026-12-31T09:00");
}

/* S23, S19: the branch of `reached` is followed, and its case made. */
TRIAL(preview, branches_are_followed)
{
    publish(PLAN(
        "p",
        STEP("a",
             "'anchor':'sale','outcomes':{'reached':{'do':'jump','to':'c'},"
             "'problem':{'do':'open_case'}}") "," STEP("b",
                                                       "'anchor':'sale','after':'P1W'") "," STEP("c",
                                                                                                 "'anchor':'"
                                                                                                 "previous_"
                                                                                                 "done','"
                                                                                                 "after':'"
                                                                                                 "P2D'")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-12-01", NULL);
    cr_assert_str_eq(until("2027-03-01T00:00:00Z"), "a@2026-12-01T09:00 c@2026-12-03T09:00");
}

/* S23: what is due already is made at once; what somebody holds, by them; what lies before `from` is made unseen. */
TRIAL(preview, what_is_due_is_made_at_once)
{
    publish(
        PLAN("p", STEP("a", "'anchor':'sale','after':'P1D'") "," STEP(
                      "b", "'anchor':'previous_done','"
                           "after':'P1W'") "," STEP("c", "'anchor':'sale','after':'P2M','not_after':'P1W'")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-02", NULL);
    cr_assert_str_eq(until("2027-03-01T00:00:00Z"),
                     "a@2026-11-20T10:00 b@2026-11-27T10:00 c@2027-01-02T09:00");
    MUST(aftersale_touch_claim(
        book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "tina"), NULL));
    aftersale_cursor *list;
    const aftersale_touch *row;
    MUST(aftersale_preview(
        book, AFTERSALE_ARGS(preview, .customer.ref = "C", .until = instant("2026-12-01T00:00:00Z")), &list));
    cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_ROW);
    cr_assert_eq(aftersale_touch_state(row), AFTERSALE_TOUCH_STATE_CLAIMED);
    cr_assert_str_eq(aftersale_touch_actor(row), "tina");
    cr_assert_eq(aftersale_touch_due(row).us, instant("2026-11-03T09:00:00Z").us);
    aftersale_cursor_free(list);
    cr_assert_str_eq(
        future_of(AFTERSALE_ARGS(preview, .customer.ref = "C", .from = instant("2026-11-27T00:00:00Z"),
                                 .until = instant("2026-12-01T00:00:00Z"))),
        "b@2026-11-27T10:00");
    /* Past its last moment nothing is made any more. */
    now_is("2027-01-20T10:00:00Z");
    cr_assert_str_eq(until("2027-03-01T00:00:00Z"), "a@2027-01-20T10:00 b@2027-01-27T10:00");
}

/* S23, S24: a pause ends on its day; a plan that is only shown brings nothing. */
TRIAL(preview, a_pause_ends_on_its_day)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P1D'")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-12-01", NULL);
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0),
                                            .state = AFTERSALE_ENROLMENT_PAUSED, .reason = "away",
                                            .resume = {2027, 1, 15}),
                             NULL));
    cr_assert_str_eq(until("2027-01-15T00:00:00Z"), "");
    cr_assert_str_eq(until("2027-03-01T00:00:00Z"), "a@2027-01-16T09:00");
    MUST(aftersale_enrol(
        book, AFTERSALE_ARGS(enrol, .plan = "p", .customer.ref = "C", .state = AFTERSALE_ENROLMENT_PROMISED),
        NULL));
    cr_assert_str_eq(until("2027-03-01T00:00:00Z"), "a@2027-01-16T09:00");
}

/* S23: no commit, and the book is as it was. */
TRIAL(preview, writes_nothing)
{
    aftersale_cursor *list;
    const aftersale_touch *row;
    publish(PLAN("p", STEP("a", "'anchor':'sale','repeat':{'every':'P1W'}")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-02", NULL);
    standing_book before = watch_standing();
    MUST(aftersale_preview(
        book, AFTERSALE_ARGS(preview, .customer.ref = "C", .until = instant("2027-12-01T00:00:00Z")), &list));
    size_t rows = 0;
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        rows++;
    aftersale_cursor_free(list);
    cr_assert_eq(rows, (size_t)55, "%zu", rows);
    expect_standing(&before);
}

/* S23: more than are foretold is LIMIT and names the customer; what is missing or wrong is named. */
TRIAL(preview, has_a_limit_and_says_what_is_wrong)
{
    aftersale_cursor *list = NULL;
    publish(PLAN("p", STEP("a", "'anchor':'sale','repeat':{'every':'P1D'}")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-02", NULL);
    MUST_BE(AFTERSALE_LIMIT,
            aftersale_preview(
                book, AFTERSALE_ARGS(preview, .customer.ref = "C", .until = instant("2060-01-01T00:00:00Z")),
                &list));
    cr_assert_null(list);
    cr_assert_eq(aftersale_book_error(book)->kind, AFTERSALE_KIND_CUSTOMER);
    cr_assert(id_is_given(aftersale_book_error(book)->id));
    MUST_BE(AFTERSALE_INVALID, aftersale_preview(book, AFTERSALE_ARGS(preview, .customer.ref = "C"), &list));
    cr_assert_str_eq(aftersale_book_error(book)->problems[0]->path, "until");
    MUST_BE(
        AFTERSALE_INVALID,
        aftersale_preview(book, AFTERSALE_ARGS(preview, .until = instant("2027-01-01T00:00:00Z")), &list));
    cr_assert_str_eq(aftersale_book_error(book)->problems[0]->path, "customer");
    MUST_BE(AFTERSALE_INVALID, aftersale_preview(book,
                                                 AFTERSALE_ARGS(preview, .customer.ref = "C",
                                                                .from = instant("2027-01-02T00:00:00Z"),
                                                                .until = instant("2027-01-01T00:00:00Z")),
                                                 &list));
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_preview(
                book, AFTERSALE_ARGS(preview, .customer.ref = "X", .until = instant("2027-01-01T00:00:00Z")),
                &list));
    MUST_BE(AFTERSALE_INVALID, aftersale_preview(book, NULL, &list));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_preview(
                book, AFTERSALE_ARGS(preview, .customer.ref = "C", .until = instant("2027-01-01T00:00:00Z")),
                NULL));
}
