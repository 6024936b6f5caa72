/* SPDX-License-Identifier: MIT */
/* Why? Reasons in the order in which the rules ran, ahead by computing and behind as they were kept (S6, S35). */
#include "support/trial.h"

typedef struct expected {
    int32_t number, rule, verdict;
    const char *before, *after; /* "": none */
    const char *text;
} expected;

static const aftersale_explanation *explain(const char *step)
{
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, touch_id("C", step), &why));
    return why;
}

static void expect_reasons(const aftersale_explanation *why, const expected *list, size_t count)
{
    for (size_t i = 0; i < count && i < aftersale_explanation_count(why); i++) {
        const aftersale_reason *reason = aftersale_explanation_reason(why, i);
        cr_assert_eq(reason->number, list[i].number, "%zu: %d %s", i, (int)reason->number, reason->text);
        cr_assert_eq(reason->rule, list[i].rule, "%zu: %s", i, reason->text);
        cr_assert_eq(reason->verdict, list[i].verdict, "%zu: %s", i, reason->text);
        cr_assert_str_eq(text_of(reason->before), list[i].before, "%zu: %s", i, reason->text);
        cr_assert_str_eq(text_of(reason->after), list[i].after, "%zu: %s", i, reason->text);
        cr_assert_str_eq(reason->text, list[i].text);
    }
    cr_assert_eq(aftersale_explanation_count(why), count, "%s", aftersale_explanation_text(why));
}

#define EXPECT(step, ...)                                                                                    \
    do {                                                                                                     \
        const expected list_[] = {__VA_ARGS__};                                                              \
        const aftersale_explanation *why_ = explain(step);                                                   \
        expect_reasons(why_, list_, COUNT(list_));                                                           \
        aftersale_explanation_free(why_);                                                                    \
    } while (0)

#define STATE AFTERSALE_RULE_STATE
#define ANCHOR AFTERSALE_RULE_ANCHOR
#define OFFSET AFTERSALE_RULE_OFFSET
#define CONSENT AFTERSALE_RULE_CONSENT
#define PASSED AFTERSALE_VERDICT_PASSED
#define MOVED AFTERSALE_VERDICT_MOVED
#define WAITS AFTERSALE_VERDICT_WAITS
#define STOPPED AFTERSALE_VERDICT_STOPPED

#define ACTIVE_PLAN                                                                                          \
    {                                                                                                        \
        1, STATE, PASSED, "", "", "the plan is active"                                                       \
    }
#define FROM_SALE                                                                                            \
    {                                                                                                        \
        30, ANCHOR, PASSED, "", "2026-11-18T09:00:00Z", "counts from sale: 2026-11-18 09:00"                 \
    }
#define NO_OFFSET                                                                                            \
    {                                                                                                        \
        40, OFFSET, MOVED, "2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z",                                   \
            "PT0S from there: 2026-11-18 09:00"                                                              \
    }
#define SERVICE_BY(channel, due)                                                                             \
    {                                                                                                        \
        81, CONSENT, PASSED, due, due, channel ": service needs no opt-in, and nobody objected"              \
    }

static void stage(const char *plan)
{
    publish(plan);
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", "2026-11-20");
}

/* S35: each rule in its place, each date from the one before. */
TRIAL(explain, a_touch_ahead)
{
    stage("{'plan':'p','windows':{'phone':['mon-fri 10:00-12:00']},'steps':[" STEP(
        "a", "'anchor':'delivery','after':'P8D','not_after':'P3W','channels':['phone']") "]}");
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-30T10:00:00Z");
    EXPECT("a", ACTIVE_PLAN,
           {30, ANCHOR, PASSED, "", "2026-11-20T09:00:00Z", "counts from delivery: 2026-11-20 09:00"},
           {40, OFFSET, MOVED, "2026-11-20T09:00:00Z", "2026-11-28T09:00:00Z",
            "P8D from there: 2026-11-28 09:00"},
           {71, AFTERSALE_RULE_WINDOW, MOVED, "2026-11-28T09:00:00Z", "2026-11-30T10:00:00Z",
            "phone hours are mon-fri 10:00-12:00: moved to 2026-11-30 10:00"},
           SERVICE_BY("phone", "2026-11-30T10:00:00Z"),
           {100, AFTERSALE_RULE_NOT_AFTER, PASSED, "2026-11-30T10:00:00Z", "2026-12-19T09:00:00Z",
            "not after 2026-12-19 09:00"});
}

/* A channel that is closed is passed over, and its reasons stay before those of the one that was taken. */
TRIAL(explain, the_channels_in_their_order)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone','email']")));
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C", .channel = "phone",
                                              .purposes = AFTERSALE_PURPOSE_SERVICE,
                                              .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                               NULL));
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET,
           {83, CONSENT, STOPPED, "2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z",
            "phone: the customer refused service"},
           SERVICE_BY("email", "2026-11-18T09:00:00Z"),
           {87, CONSENT, PASSED, "2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z",
            "email: no address is held here"});
}

TRIAL(explain, what_is_waited_for)
{
    stage(PLAN("p",
               STEP("date", "'anchor':'acceptance'") "," STEP(
                   "hours",
                   "'anchor':'delivery','after':'"
                   "PT4H'") "," STEP("done", "'anchor':'previous_done'") "," STEP("branch",
                                                                                  "'anchor':{'outcome':'"
                                                                                  "problem','of':'date'}")));
    EXPECT("date", ACTIVE_PLAN,
           {31, ANCHOR, WAITS, "", "", "counts from acceptance, which is not known yet"});
    EXPECT(
        "hours", ACTIVE_PLAN,
        {32, ANCHOR, WAITS, "", "", "hours are counted from an instant, and the delivery time is not known"});
    EXPECT("done", ACTIVE_PLAN,
           {31, ANCHOR, WAITS, "", "", "counts from step hours, which is not known yet"});
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .delivered_time = {1, 15, 30, 0}),
                            NULL));
    EXPECT("hours", ACTIVE_PLAN,
           {30, ANCHOR, PASSED, "", "2026-11-20T15:30:00Z", "counts from delivery: 2026-11-20 15:30"},
           {40, OFFSET, MOVED, "2026-11-20T15:30:00Z", "2026-11-20T19:30:00Z",
            "PT4H from there: 2026-11-20 19:30"},
           {81, CONSENT, PASSED, "2026-11-20T19:30:00Z", "2026-11-20T19:30:00Z",
            "any channel: service needs no opt-in, and nobody objected"});
}

/* What counts from a step that was not made yet waits, and has a date in lists: both are said, of the occurrence that
 * lists show as well. */
TRIAL(explain, what_lists_take_as_made)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale'") "," STEP(
                        "b", "'anchor':'previous_done','after':'P1W','repeat':{'every':'P1W'}")));
    EXPECT("b", ACTIVE_PLAN, {31, ANCHOR, WAITS, "", "", "counts from step a, which is not known yet"},
           {34, ANCHOR, PASSED, "", "", "lists take that as made when it is due"},
           {30, ANCHOR, PASSED, "", "2026-11-18T09:00:00Z", "counts from step a: 2026-11-18 09:00"},
           {40, OFFSET, MOVED, "2026-11-18T09:00:00Z", "2026-11-25T09:00:00Z",
            "P1W from there: 2026-11-25 09:00"},
           SERVICE_BY("any channel", "2026-11-25T09:00:00Z"));
    now_is("2026-12-10T10:00:00Z");
    const aftersale_touch *listed = find_touch("C", 0, "b");
    aftersale_id id = aftersale_touch_id(listed);
    cr_assert_eq(aftersale_touch_occurrence(listed), 3);
    cr_assert_str_eq(text_of(aftersale_touch_due(listed)), "2026-12-09T09:00:00Z");
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, id, &why));
    cr_assert_not_null(strstr(aftersale_explanation_text(why), "counts from step a, which is not known yet"));
    cr_assert_not_null(strstr(aftersale_explanation_text(why), "from there: 2026-12-09 09:00"));
    aftersale_explanation_free(why);
    const aftersale_touch *found;
    MUST(aftersale_touch_get(book, id, &found));
    cr_assert_eq(aftersale_touch_state(found), AFTERSALE_TOUCH_STATE_WAITING);
    aftersale_touch_free(found);
    MUST_BE(AFTERSALE_STATE,
            aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = "sam"), NULL));
    id.bytes[15]++; /* the next occurrence is in no list */
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_explain_touch(book, id, &why));
}

/* S31: times in the words are those of the customer's clock. */
TRIAL(explain, a_time_that_does_not_exist)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .day_start = {1, 1, 30, 0}), NULL));
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P1D'")));
    put_customer("C");
    put_sale("S", "C", "p", "2027-03-27", NULL);
    EXPECT("a", ACTIVE_PLAN,
           {30, ANCHOR, PASSED, "", "2027-03-27T01:30:00Z", "counts from sale: 2027-03-27 01:30"},
           {40, OFFSET, MOVED, "2027-03-27T01:30:00Z", "2027-03-28T01:30:00Z",
            "P1D from there: 2027-03-28 02:30"},
           {50, AFTERSALE_RULE_CALENDAR, MOVED, "2027-03-28T01:30:00Z", "2027-03-28T01:30:00Z",
            "the clocks go forward over that time: 2027-03-28 02:30"},
           {81, CONSENT, PASSED, "2027-03-28T01:30:00Z", "2027-03-28T01:30:00Z",
            "any channel: service needs no opt-in, and nobody objected"});
}

TRIAL(explain, its_history)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['email']")));
    done("C", "a", AFTERSALE_OUTCOME_OUT_OF_OFFICE);
#define NOT_HELD(due) {87, CONSENT, PASSED, due, due, "email: no address is held here"}
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET,
           {60, AFTERSALE_RULE_HISTORY, MOVED, "2026-11-18T09:00:00Z", "2026-11-21T10:00:00Z",
            "tried before, not again until 2026-11-21 10:00"},
           SERVICE_BY("email", "2026-11-21T10:00:00Z"), NOT_HELD("2026-11-21T10:00:00Z"));
    MUST(aftersale_touch_snooze(
        book,
        AFTERSALE_ARGS(touch_snooze, .touch = touch_id("C", "a"), .until = instant("2026-11-22T08:00:00Z")),
        NULL));
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET,
           {61, AFTERSALE_RULE_HISTORY, MOVED, "2026-11-18T09:00:00Z", "2026-11-22T08:00:00Z",
            "put off until 2026-11-22 08:00"},
           SERVICE_BY("email", "2026-11-22T08:00:00Z"), NOT_HELD("2026-11-22T08:00:00Z"));
    MUST(aftersale_touch_done(book,
                              AFTERSALE_ARGS(touch_done, .touch = touch_id("C", "a"), .later = {2026, 12, 1},
                                             .outcome = AFTERSALE_OUTCOME_CONTACT_LATER),
                              NULL));
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET,
           {62, AFTERSALE_RULE_HISTORY, MOVED, "2026-11-18T09:00:00Z", "2026-12-01T09:00:00Z",
            "agreed with the customer: 2026-12-01 09:00"},
           SERVICE_BY("email", "2026-12-01T09:00:00Z"), NOT_HELD("2026-12-01T09:00:00Z"));
}

TRIAL(explain, who_holds_it)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone']")));
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"),
                               NULL));
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET, SERVICE_BY("phone", "2026-11-18T09:00:00Z"),
           {7, STATE, STOPPED, "2026-11-18T09:00:00Z", "2026-11-20T10:15:00Z",
            "somebody holds the touch until 2026-11-20 10:15"});
}

#define MADE_UP                                                                                              \
    {                                                                                                        \
        131, AFTERSALE_RULE_PAUSE, MOVED, "2026-11-18T09:00:00Z", "2026-12-01T09:00:00Z",                    \
            "missed while the plan was paused: made up for at 2026-12-01 09:00"                              \
    }
TRIAL(explain, a_case_and_a_pause)
{
    stage(PLAN("p",
               STEP("a", "'anchor':'sale','outcomes':{'problem':{'do':'open_case','then':'hold'}}") "," STEP(
                   "b", "'anchor':'sale','channels':['phone']")));
    done("C", "a", AFTERSALE_OUTCOME_PROBLEM);
    EXPECT("b", ACTIVE_PLAN,
           {20, AFTERSALE_RULE_CASE, STOPPED, "", "", "the case a.case is open and holds the plan"},
           FROM_SALE, NO_OFFSET, SERVICE_BY("phone", "2026-11-18T09:00:00Z"));
    done("C", "a.case", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0),
                                            .state = AFTERSALE_ENROLMENT_PAUSED, .resume = {2026, 12, 1}),
                             NULL));
    EXPECT("b", {4, STATE, STOPPED, "", "2026-12-01T09:00:00Z", "the plan is paused until 2026-12-01 09:00"},
           FROM_SALE, NO_OFFSET, MADE_UP, SERVICE_BY("phone", "2026-12-01T09:00:00Z"));
    now_is("2026-12-01T09:00:00Z");
    EXPECT("b",
           {5, STATE, PASSED, "", "2026-12-01T09:00:00Z", "the pause of the plan ended at 2026-12-01 09:00"},
           FROM_SALE, NO_OFFSET, MADE_UP, SERVICE_BY("phone", "2026-12-01T09:00:00Z"));
}

TRIAL(explain, a_touch_that_was_missed)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone'],'not_after':'P1D'") "," STEP(
                        "b", "'anchor':'acceptance'")));
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET, SERVICE_BY("phone", "2026-11-18T09:00:00Z"),
           {102, AFTERSALE_RULE_NOT_AFTER, STOPPED, "2026-11-18T09:00:00Z", "2026-11-19T09:00:00Z",
            "the last moment, 2026-11-19 09:00, is over: missed"});
}

/* Of a touch that was tried and then missed: why it was missed, not why it might be tried. */
TRIAL(explain, a_touch_that_was_tried_and_missed)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone'],'not_after':'P3D'") "," STEP(
                        "b", "'anchor':'acceptance'")));
    aftersale_id touch = touch_id("C", "a");
    const aftersale_touch *tried;
    done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    now_is("2026-11-24T10:00:00Z");
    MUST(aftersale_book_advance(book, NULL, NULL));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_MISSED);
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET,
           {60, AFTERSALE_RULE_HISTORY, MOVED, "2026-11-18T09:00:00Z", "2026-11-21T10:00:00Z",
            "tried before, not again until 2026-11-21 10:00"},
           SERVICE_BY("phone", "2026-11-21T10:00:00Z"),
           {101, AFTERSALE_RULE_NOT_AFTER, STOPPED, "2026-11-21T10:00:00Z", "2026-11-21T09:00:00Z",
            "due only after the last moment, 2026-11-21 09:00: missed"});
    MUST(aftersale_touch_get(book, touch, &tried));
    cr_assert_eq(aftersale_touch_outcome(tried), AFTERSALE_OUTCOME_NO_ANSWER);
    aftersale_touch_free(tried);
}

/* A decision that was acted on keeps its reasons, whatever comes after. */
TRIAL(explain, a_touch_behind)
{
    stage(
        PLAN("p", STEP("a", "'anchor':'sale','channels':['phone']") "," STEP("b", "'anchor':'acceptance'")));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    for (int i = 0; i < 3; i++) {
        EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET, SERVICE_BY("phone", "2026-11-18T09:00:00Z"));
        if (i == 0)
            MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = "S", .sold = {2026, 11, 2}), NULL));
        if (i == 1)
            MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "S"), NULL));
        now_is(i == 0 ? "2026-12-24T10:00:00Z" : "2027-12-24T10:00:00Z");
    }
    EXPECT("b", {2, STATE, STOPPED, "", "", "the plan is ended"});
}

/* A claim is no reason of whoever held it, and one of whoever made it all the same. */
TRIAL(explain, a_touch_that_was_claimed_and_made)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone']") "," STEP(
                        "b", "'anchor':'sale','channels':['phone']")));
    for (int i = 0; i < 2; i++) {
        aftersale_id touch = touch_id("C", i == 0 ? "a" : "b");
        MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = "sam"), NULL));
        MUST(aftersale_touch_done(book,
                                  AFTERSALE_ARGS(touch_done, .touch = touch, .actor = i == 0 ? NULL : "ann",
                                                 .outcome = AFTERSALE_OUTCOME_REACHED),
                                  NULL));
    }
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET, SERVICE_BY("phone", "2026-11-18T09:00:00Z"));
    EXPECT("b", ACTIVE_PLAN, FROM_SALE, NO_OFFSET, SERVICE_BY("phone", "2026-11-18T09:00:00Z"),
           {7, STATE, STOPPED, "2026-11-18T09:00:00Z", "2026-11-20T10:15:00Z",
            "somebody holds the touch until 2026-11-20 10:15"});
}

/* It was made of what it was against: a contact that nobody allowed says so for ever. */
TRIAL(explain, what_was_done_against_the_gate)
{
    stage(PLAN("p", "{'key':'a','kind':'offer','anchor':'sale','channels':['phone']}"));
    done("C", "a", AFTERSALE_OUTCOME_REFUSED);
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C",
                                              .purposes = AFTERSALE_PURPOSE_SELLING,
                                              .answer = AFTERSALE_CONSENT_YES, .source = "fair"),
                               NULL));
    EXPECT("a", ACTIVE_PLAN, FROM_SALE, NO_OFFSET,
           {84, CONSENT, STOPPED, "2026-11-18T09:00:00Z", "2026-11-18T09:00:00Z",
            "phone: the customer has not agreed to selling"});
}

TRIAL(explain, what_a_branch_skipped)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','outcomes':{'delighted':{'do':'jump','to':'c'}}") "," STEP(
                        "b", "'anchor':'sale'") "," STEP("c", "'anchor':'acceptance'")));
    done("C", "a", AFTERSALE_OUTCOME_DELIGHTED);
    EXPECT("b", {6, STATE, STOPPED, "", "2026-11-20T10:00:00Z", "the touch is skipped by a branch"});
}

/* All in one text, a line each, without a personal word (S69). */
TRIAL(explain, its_text)
{
    stage(PLAN("p", STEP("a", "'anchor':'acceptance'")));
    const aftersale_explanation *why = explain("a");
    cr_assert_str_eq(aftersale_explanation_text(why),
                     "the plan is active\ncounts from acceptance, which is not known yet\n");
    aftersale_explanation_free(why);
    cr_assert_eq(aftersale_explanation_count(NULL), 0);
    cr_assert_null(aftersale_explanation_reason(NULL, 0));
    aftersale_explanation_free(NULL);
    aftersale_id unknown = {{1}};
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_explain_touch(book, unknown, &why));
    cr_assert_null(why);
    MUST_BE(AFTERSALE_INVALID, aftersale_explain_touch(book, touch_id("C", "a"), NULL));
}

/* It outlives its book. */
TRIAL(explain, an_explanation_is_its_own)
{
    stage(PLAN("p", STEP("a", "'anchor':'acceptance'")));
    aftersale_id id = touch_id("C", "a");
    aftersale_book *other = open_book("acme");
    const aftersale_explanation *why;
    cr_assert_eq(aftersale_explain_touch(other, id, &why), AFTERSALE_OK);
    aftersale_book_free(other);
    cr_assert_eq(aftersale_explanation_count(why), 2);
    aftersale_explanation_free(why);
}
