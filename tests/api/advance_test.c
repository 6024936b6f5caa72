/* SPDX-License-Identifier: MIT */
/* A run to a time: what time alone changes is entered, once, in steps, and worklists are the same with it and without
 * (S3, S18, S24, S29, S36). Now is 20 November 2026, 10:00, a Friday. */
#include "support/trial.h"

#define CALL(key, rest) STEP(key, "'anchor':'sale','purpose':'service'" rest)

static aftersale_advanced advanced;

static void advance_to(const char *to)
{
    aftersale_book_advance_args args = {.struct_size = sizeof args};
    if (to != NULL)
        args.to = instant(to);
    MUST(aftersale_book_advance(book, &args, &advanced));
    cr_assert_neq(advanced.is_done, 0);
}

static void advance_nothing(void)
{
    advance_to(NULL);
    cr_assert_eq(advanced.looked + advanced.rebound, 0);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
}

static void sell(const char *ref, const char *plan, const char *sold)
{
    char sale[32];
    snprintf(sale, sizeof sale, "%s-%s", ref, plan);
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = ref, .owner = "sam",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = ref})),
        NULL));
    put_sale(sale, ref, plan, sold, NULL);
}

enum { RELEASED = 17, PLAN_MOVED = 15, MISSED = 30, THROUGH = 31 };

/* How many events of a type there are; each has a name. */
static int events_of(int32_t type)
{
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    int count = 0;
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        cr_assert_str_not_empty(aftersale_event_name(event), "type %d", (int)aftersale_event_type(event));
        count += aftersale_event_type(event) == type;
    }
    aftersale_cursor_free(list);
    return count;
}

/* S35: past its last moment it is missed, the plan goes on from there, and done it can still be said to be. */
TRIAL(advance, enters_what_is_missed)
{
    publish(PLAN("p", CALL("a", ",'not_after':'P5D'") "," STEP("b", "'anchor':'previous_done','after':'P1M',"
                                                                    "'purpose':'service'")));
    sell("C", "p", "2026-11-10");
    advance_to("2026-11-15T09:00:00Z");
    cr_assert_eq(advanced.missed, 0);
    advance_to(NULL);
    cr_assert_eq(advanced.missed, 1);
    cr_assert_eq(advanced.looked, 1);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-10T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "b"), "2026-12-15T09:00:00Z");
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, touch_id("C", "a"), &why));
    cr_assert_not_null(strstr(aftersale_explanation_text(why), "is over: missed"), "%s",
                       aftersale_explanation_text(why));
    aftersale_explanation_free(why);
    cr_assert_eq(events_of(MISSED), 1);
    advance_nothing();
    MUST_BE(AFTERSALE_STATE,
            aftersale_touch_claim(
                book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"), NULL));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_DONE);
}

/* S29: an outcome after the lease is a fact, though the touch was given up and the plan with it. */
TRIAL(advance, a_late_outcome_still_goes_in)
{
    publish(PLAN("p", CALL("a", ",'not_after':'P19DT2H'")));
    sell("C", "p", "2026-11-01");
    aftersale_id id = touch_id("C", "a");
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = "sam"), NULL));
    now_is("2026-11-20T12:00:00Z");
    advance_to(NULL);
    cr_assert_eq(advanced.released, 1);
    cr_assert_eq(advanced.missed, 1);
    cr_assert_eq(advanced.completed, 1);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
    cr_assert_eq(events_of(RELEASED) + events_of(MISSED) + events_of(THROUGH), 3);
    advance_nothing();
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_LATE);
    cr_assert_str_eq(aftersale_touch_actor(touch("C", "a")), "sam");
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
    put_sale("S2", "C", "p", "2026-11-20", NULL);
    cr_assert_eq(aftersale_enrolment_run(enrolment("C", 1)), 2);
}

/* S18: when the next falls due the earlier is missed. */
TRIAL(advance, occurrences_are_missed_when_the_next_has_come)
{
    publish(PLAN("p", CALL("a", ",'repeat':{'every':'P7D','count':4}")));
    now_is("2026-11-02T10:00:00Z");
    sell("C", "p", "2026-11-01");
    sell("old", "p", "2026-10-01");
    now_is("2026-11-20T10:00:00Z");
    advance_to("2026-11-08T08:59:59Z");
    cr_assert_eq(advanced.missed, 3, "of the old one, which were never looked at");
    advance_to("2026-11-08T09:00:00Z");
    cr_assert_eq(advanced.missed, 1);
    advance_to(NULL);
    cr_assert_eq(advanced.missed, 1);
    cr_assert_eq(events_of(MISSED), 3);
    cr_assert_str_eq(work_of(NULL), "old:a C:a");
    advance_nothing();
    now_is("2027-01-20T10:00:00Z");
    advance_to(NULL);
    cr_assert_eq(advanced.missed, 1);
    cr_assert_str_eq(work_of(NULL), "old:a C:a");
}

/* S24, S65: a pause ends, an answer ends, and what they held is due as it was. */
TRIAL(advance, what_comes_back_is_due_again)
{
    publish(PLAN("p", CALL("a", "")));
    sell("paused", "p", "2026-11-01");
    sell("refused", "p", "2026-11-02");
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("paused", 0),
                                            .state = AFTERSALE_ENROLMENT_PAUSED, .resume = day("2026-11-24")),
                             NULL));
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "refused",
                                              .purposes = AFTERSALE_PURPOSE_SERVICE,
                                              .answer = AFTERSALE_CONSENT_NO,
                                              .until = instant("2026-11-23T12:00:00Z"), .source = "call"),
                               NULL));
    aftersale_time next;
    MUST(aftersale_book_next_due(book, &next));
    cr_assert_str_eq(text_of(next), "2026-11-23T12:00:00Z");
    now_is("2026-11-24T10:00:00Z");
    char before[64];
    snprintf(before, sizeof before, "%s", work_of(NULL));
    advance_to(NULL);
    cr_assert_eq(advanced.looked, 2);
    cr_assert_eq(advanced.resumed, 1);
    cr_assert_eq(enrolment_state("paused", 0), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_str_eq(work_of(NULL), before);
    cr_assert_eq(events_of(PLAN_MOVED), 2);
    advance_nothing();
}

/* S36: after a change of what the book allows every open plan is gone through, in steps of any size. */
TRIAL(advance, goes_through_the_book_after_a_change)
{
    char ref[16];
    publish(PLAN("p", CALL("a", "")));
    for (int i = 0; i < 25; i++) {
        snprintf(ref, sizeof ref, "C%d", i);
        sell(ref, "p", "2026-11-01");
    }
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .caps = AFTERSALE_LIST(cap, {.most = 0, .per = "P1D"})), NULL));
    const aftersale_settings *settings;
    MUST(aftersale_settings_get(book, &settings));
    cr_assert_neq(aftersale_settings_rebound(settings), 0);
    aftersale_settings_free(settings);
    uint64_t seen = 0;
    for (advanced.is_done = 0; !advanced.is_done; seen += advanced.rebound) {
        MUST(aftersale_book_advance(book, AFTERSALE_ARGS(book_advance, .most = 10), &advanced));
        cr_assert_leq(advanced.rebound, 10);
    }
    cr_assert_eq(seen, 25);
    MUST(aftersale_settings_get(book, &settings));
    cr_assert_eq(aftersale_settings_rebound(settings), 0);
    aftersale_settings_free(settings);
    advance_nothing();
    cr_assert_str_eq(work_of(NULL), "");
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .clear = {(const int32_t[]){AFTERSALE_FIELD_SETTINGS_CAPS}, 1}),
        NULL));
    cr_assert_str_neq(work_of(NULL), "");
    advance_to(NULL);
    cr_assert_eq(advanced.rebound, 25);
    cr_assert_str_neq(work_of(NULL), "");
}

/* S3: no more than was asked for in a call, and what is left goes on. */
TRIAL(advance, goes_on_where_it_was_broken_off)
{
    char ref[16];
    uint64_t missed = 0;
    int calls = 0;
    publish(PLAN("p", CALL("a", ",'not_after':'P1D'")));
    for (int i = 0; i < 25; i++) {
        snprintf(ref, sizeof ref, "C%d", i);
        sell(ref, "p", "2026-11-20");
    }
    now_is("2026-11-25T10:00:00Z");
    for (advanced.is_done = 0; !advanced.is_done; missed += advanced.missed, calls++) {
        MUST(aftersale_book_advance(book, AFTERSALE_ARGS(book_advance, .most = 10), &advanced));
        cr_assert_leq(advanced.looked, 10);
    }
    cr_assert_eq(missed, 25);
    cr_assert_eq(calls, 3);
    advance_nothing();
}

TRIAL(advance, refuses_what_it_cannot_do)
{
    MUST_BE(AFTERSALE_INVALID,
            aftersale_book_advance(book, AFTERSALE_ARGS(book_advance, .to = instant("2026-11-20T10:00:01Z")),
                                   NULL));
    MUST_BE(AFTERSALE_INVALID, aftersale_book_advance(book, AFTERSALE_ARGS(book_advance, .most = -1), NULL));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_book_advance(book, AFTERSALE_ARGS(book_advance, .most = 100001), NULL));
    MUST(aftersale_group_begin(book, 0));
    MUST_BE(AFTERSALE_STATE, aftersale_book_advance(book, NULL, NULL));
    MUST(aftersale_group_drop(book));
    MUST(aftersale_book_advance(book, NULL, NULL));
}
