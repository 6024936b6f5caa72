/* SPDX-License-Identifier: MIT */
/* What is held back stands apart from what is due, and comes back when what it waits for has come (S29, S35, S36). Now is
 * 20 November 2026, 10:00, a Friday. */
#include "support/trial.h"

#define CALL(key, rest) STEP(key, "'anchor':'sale','purpose':'service'" rest)

static const char *all_work(void)
{
    return work_text(AFTERSALE_ARGS(worklist, .flags = AFTERSALE_WORKLIST_WITH_BLOCKED));
}

static void sell(const char *ref, const char *plan, const char *sold)
{
    char sale[32];
    snprintf(sale, sizeof sale, "%s-%s", ref, plan);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .owner = "sam"), NULL));
    put_sale(sale, ref, plan, sold, NULL);
}

static void answer(const char *customer, int32_t said, aftersale_time until)
{
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = customer,
                                              .purposes = AFTERSALE_PURPOSE_SERVICE, .answer = said,
                                              .until = until, .source = "call"),
                               NULL));
}

static void move_plan(const char *customer, int32_t state, const char *resume)
{
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id(customer, 0),
                                            .state = state, .resume = day(resume)),
                             NULL));
}

/* S29: whatever holds it, it is in the list of all, in order of its due time. */
TRIAL(agenda, shows_what_is_held_in_order)
{
    publish(PLAN("p", CALL("a", ",'channels':['phone']")));
    publish(PLAN("q", STEP("x", "'anchor':'sale','purpose':'selling'")));
    sell("refused", "p", "2026-11-01");
    sell("free", "p", "2026-11-02");
    sell("paused", "p", "2026-11-03");
    sell("unasked", "q", "2026-11-04");
    sell("awaited", "p", NULL);
    sell("later", "p", "2026-11-25");
    answer("refused", AFTERSALE_CONSENT_NO, (aftersale_time){0});
    answer("later", AFTERSALE_CONSENT_NO, (aftersale_time){0});
    move_plan("paused", AFTERSALE_ENROLMENT_PAUSED, NULL);
    cr_assert_str_eq(work_of(NULL), "free:a");
    cr_assert_str_eq(all_work(), "refused:a free:a paused:a unasked:x");
    now_is("2026-11-25T09:00:00Z");
    cr_assert_str_eq(all_work(), "refused:a free:a paused:a unasked:x later:a");
    answer("refused", AFTERSALE_CONSENT_YES, (aftersale_time){0});
    move_plan("paused", AFTERSALE_ENROLMENT_ACTIVE, NULL);
    cr_assert_str_eq(work_of(NULL), "refused:a free:a paused:a");
}

/* S65, S24: what comes back by itself is due when it was. */
TRIAL(agenda, wakes_at_its_time)
{
    publish(PLAN("p", CALL("a", "")));
    sell("refused", "p", "2026-11-01");
    sell("free", "p", "2026-11-02");
    sell("paused", "p", "2026-10-30");
    answer("refused", AFTERSALE_CONSENT_NO, instant("2026-11-23T12:00:00Z"));
    move_plan("paused", AFTERSALE_ENROLMENT_PAUSED, "2026-11-24");
    cr_assert_str_eq(work_of("sam"), "free:a");
    now_is("2026-11-23T11:59:59Z");
    cr_assert_str_eq(work_of("sam"), "free:a");
    now_is("2026-11-23T12:00:00Z");
    cr_assert_str_eq(work_of("sam"), "refused:a free:a");
    cr_assert_str_eq(work_of(NULL), "refused:a free:a");
    now_is("2026-11-24T09:00:00Z");
    cr_assert(strstr(work_of("sam"), "refused:a") != NULL && strstr(work_of("sam"), "paused:a") != NULL);
}

#define MANY 300

/* S29: so many come back at once that the list reads them in their order, page by page. */
TRIAL(agenda, wakes_many_at_once)
{
    char ref[16], bookmark[256];
    aftersale_worklist_args args = {.struct_size = sizeof args};
    aftersale_status status = AFTERSALE_ROW;
    int rows = 0;
    publish(PLAN("p", CALL("a", "")));
    MUST(aftersale_group_begin(book, 0));
    for (int i = 0; i < MANY; i++) {
        snprintf(ref, sizeof ref, "C%d", i);
        sell(ref, "p", i % 2 == 0 ? "2026-11-01" : "2026-11-02");
        answer(ref, AFTERSALE_CONSENT_NO, instant("2026-11-20T11:00:00Z"));
    }
    MUST(aftersale_group_commit(book));
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-11-20T11:00:00Z");
    while (status == AFTERSALE_ROW) {
        aftersale_cursor *list = NULL;
        const aftersale_work *work;
        MUST(aftersale_worklist(book, &args, &list));
        for (int i = 0; i < 70 && (status = aftersale_work_next(list, &work)) == AFTERSALE_ROW; i++) {
            aftersale_date due = aftersale_touch_due_day(aftersale_work_touch(work));
            cr_assert_eq(due.day, rows++ < MANY / 2 ? 1 : 2);
        }
        (void)aftersale_cursor_bookmark(list, bookmark, sizeof bookmark);
        args.bookmark = bookmark;
        aftersale_cursor_free(list);
    }
    cr_assert_eq(status, AFTERSALE_DONE);
    cr_assert_eq(rows, MANY);
}

/* S36: what the book allows binds at once, and so does what it allows again. */
TRIAL(agenda, a_change_of_the_book_loses_nothing)
{
    publish(PLAN("p", CALL("a", "")));
    publish(PLAN("q", STEP("x", "'anchor':'sale','purpose':'selling'")));
    sell("C", "p", "2026-11-01");
    sell("D", "q", "2026-11-02");
    sell("E", "p", "2026-11-21");
    cr_assert_str_eq(work_of(NULL), "C:a");
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_SERVICE | AFTERSALE_PURPOSE_SELLING),
        NULL));
    cr_assert_str_eq(work_of(NULL), "C:a D:x");
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .caps = AFTERSALE_LIST(cap, {.most = 0, .per = "P1D"})), NULL));
    cr_assert_str_eq(work_of(NULL), "");
    sell("F", "p", "2026-11-03");
    cr_assert_str_eq(all_work(), "C:a D:x F:a");
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .clear = {(const int32_t[]){AFTERSALE_FIELD_SETTINGS_CAPS}, 1}),
        NULL));
    cr_assert_str_eq(work_of(NULL), "C:a D:x F:a");
}

/* S36: a contact puts the touches of other plans off, and what was only claimed does no longer once it is released. */
TRIAL(agenda, a_contact_moves_what_it_puts_off)
{
    publish(PLAN("p", CALL("a", "")));
    publish(PLAN("q", CALL("b", "")));
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .caps = AFTERSALE_LIST(cap, {.most = 1, .per = "P30D"})), NULL));
    sell("C", "p", "2026-11-01");
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"),
                               NULL));
    put_sale("S2", "C", "q", "2026-11-02", NULL);
    cr_assert_str_eq(work_of(NULL), "");
    MUST(aftersale_touch_release(
        book, AFTERSALE_ARGS(touch_release, .touch = touch_id("C", "a"), .actor = "sam"), NULL));
    cr_assert_str_eq(work_of(NULL), "C:a C:b");
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"),
                               NULL));
    put_sale("S3", "C", "q", "2026-11-03", NULL);
    now_is("2026-11-20T10:15:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a C:b C:b");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-12-20T10:15:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b C:b");
}

/* S36: a day that begins earlier moves touches to before what the agenda says; in a list none of them is passed over. */
TRIAL(agenda, loses_nothing_while_it_is_too_late)
{
    publish(PLAN("p", CALL("a", "")));
    sell("one", "p", "2026-11-18");
    sell("two", "p", "2026-11-18");
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .day_start = {1, 7, 0, 0}), NULL));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "two", .owner = "tina"), NULL));
    cr_assert_str_eq(touch_due("one", "a"), "2026-11-18T07:00:00Z");
    cr_assert_str_eq(work_of(NULL), "two:a one:a", "late, as its agenda is");
    MUST(aftersale_book_advance(book, NULL, NULL));
    cr_assert_str_eq(work_of(NULL), "one:a two:a");
}
