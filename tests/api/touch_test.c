/* SPDX-License-Identifier: MIT */
/* Working touches off: claim, release, snooze, outcomes and their branches, the words for them (S19, S29). */
#include "support/trial.h"

static aftersale_status try_claim(const char *step, const char *actor, const char *lease)
{
    return aftersale_touch_claim(
        book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", step), .actor = actor, .lease = lease),
        NULL);
}

static aftersale_status try_release(const char *step, const char *actor)
{
    return aftersale_touch_release(
        book, AFTERSALE_ARGS(touch_release, .touch = touch_id("C", step), .actor = actor), NULL);
}

static aftersale_status try_snooze(const char *step, const char *until, const char *actor)
{
    return aftersale_touch_snooze(
        book,
        AFTERSALE_ARGS(touch_snooze, .touch = touch_id("C", step), .until = instant(until), .actor = actor),
        NULL);
}

static aftersale_status try_done(const char *step, int32_t outcome)
{
    return aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = touch_id("C", step), .outcome = outcome), NULL);
}

static aftersale_status later(const char *step, const char *agreed)
{
    return aftersale_touch_done(book,
                                AFTERSALE_ARGS(touch_done, .touch = touch_id("C", step),
                                               .outcome = AFTERSALE_OUTCOME_CONTACT_LATER,
                                               .later = day(agreed)),
                                NULL);
}

/* A customer C who bought on 2026-11-18 and got it on the day after; now is 2026-11-20, ten o'clock. */
static void stage(const char *plan)
{
    publish(plan);
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", "2026-11-19");
}

static const aftersale_touch *get(aftersale_id id)
{
    const aftersale_touch *found;
    MUST(aftersale_touch_get(book, id, &found));
    return hold(found);
}

#define ONE PLAN("p", STEP("a", "'anchor':'sale'"))
#define TWO PLAN("p", STEP("a", "'anchor':'sale'") "," STEP("b", "'anchor':'sale','after':'P1D'"))

/* Claims (S29). */

TRIAL(touch, a_claim_is_a_lease)
{
    stage(ONE);
    MUST(try_claim("a", "sam", NULL));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_CLAIMED);
    cr_assert_str_eq(aftersale_touch_actor(touch("C", "a")), "sam");
    MUST_BE(AFTERSALE_CONFLICT, try_claim("a", "tina", NULL));
    now_is("2026-11-20T10:14:59Z");
    MUST_BE(AFTERSALE_CONFLICT, try_claim("a", "tina", NULL));
    now_is("2026-11-20T10:15:00Z");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    MUST(try_claim("a", "tina", NULL));
    cr_assert_str_eq(aftersale_touch_actor(touch("C", "a")), "tina");
}

TRIAL(touch, claiming_what_one_holds_renews_the_lease)
{
    stage(ONE);
    MUST(try_claim("a", "sam", "PT10M"));
    now_is("2026-11-20T10:09:00Z");
    MUST(try_claim("a", "sam", "PT10M"));
    now_is("2026-11-20T10:18:00Z");
    MUST_BE(AFTERSALE_CONFLICT, try_claim("a", "tina", NULL));
    now_is("2026-11-20T10:19:00Z");
    MUST(try_claim("a", "tina", NULL));
}

TRIAL(touch, a_lease_is_at_most_a_day)
{
    static const char *const wrong[] = {"P1DT1S", "P2D", "P1M", "PT0S", "-PT5M", "P1B", "soon", ""};
    stage(ONE);
    for (size_t i = 0; i < COUNT(wrong); i++)
        MUST_BE(AFTERSALE_INVALID, try_claim("a", "sam", wrong[i]));
    MUST(try_claim("a", "sam", "P1D"));
    now_is("2026-11-21T09:59:59Z");
    MUST_BE(AFTERSALE_CONFLICT, try_claim("a", "tina", NULL));
}

TRIAL(touch, a_release_lets_others_have_it)
{
    stage(ONE);
    MUST(try_release("a", "sam"));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    MUST(try_claim("a", "sam", NULL));
    MUST_BE(AFTERSALE_CONFLICT, try_release("a", "tina"));
    MUST(try_release("a", "sam"));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    MUST(try_claim("a", "tina", NULL));
}

TRIAL(touch, only_what_is_due_and_open_is_claimed)
{
    aftersale_id unknown = {{0}};
    stage(PLAN("p", STEP("a", "'anchor':'sale'") "," STEP("far", "'anchor':'sale','after':'P3D'") "," STEP(
                        "waits", "'anchor':'acceptance'")));
    MUST_BE(AFTERSALE_STATE, try_claim("far", "sam", NULL));
    MUST_BE(AFTERSALE_STATE, try_claim("waits", "sam", NULL));
    now_is("2026-11-21T09:00:00Z");
    MUST(try_claim("far", "sam", NULL));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a")), NULL));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .actor = "sam"), NULL));
    memset(&unknown, 7, sizeof unknown);
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = unknown, .actor = "sam"), NULL));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    MUST_BE(AFTERSALE_STATE, try_claim("a", "sam", NULL));
    MUST_BE(AFTERSALE_STATE, try_release("a", "sam"));
    MUST_BE(AFTERSALE_STATE, try_snooze("a", "2026-11-25T10:00:00Z", "sam"));
}

/* S29: what happened is a fact. */
TRIAL(touch, done_after_the_lease_is_late)
{
    stage(TWO);
    MUST(try_claim("a", "sam", NULL));
    MUST(try_claim("b", "sam", NULL));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    now_is("2026-11-20T10:15:00Z");
    done("C", "b", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_LATE);
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_DONE);
    cr_assert_str_eq(aftersale_touch_actor(touch("C", "b")), "sam");
}

TRIAL(touch, a_second_outcome_is_refused)
{
    stage(TWO);
    done("C", "a", AFTERSALE_OUTCOME_LUKEWARM);
    MUST_BE(AFTERSALE_STATE, try_done("a", AFTERSALE_OUTCOME_DELIGHTED));
    cr_assert_eq(aftersale_touch_outcome(touch("C", "a")), AFTERSALE_OUTCOME_LUKEWARM);
}

TRIAL(touch, an_outcome_is_checked)
{
    stage(TWO);
    aftersale_touch_done_args args = {.struct_size = sizeof args, .touch = touch_id("C", "a")};
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_done(book, &args, NULL));
    args.outcome = 11;
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_done(book, &args, NULL));
    args.outcome = AFTERSALE_OUTCOME_CONTACT_LATER;
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_done(book, &args, NULL));
    args.outcome = AFTERSALE_OUTCOME_REACHED;
    args.later = day("2026-12-01");
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_done(book, &args, NULL));
    args.later = day(NULL);
    args.made = instant("2026-11-20T10:00:01Z");
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_done(book, &args, NULL));
    args.made = instant("2026-11-19T15:30:00Z");
    MUST(aftersale_touch_done(book, &args, NULL));
    cr_assert_str_eq(text_of(aftersale_touch_made(touch("C", "a"))), "2026-11-19T15:30:00Z");
}

/* Snoozes (S29). */

TRIAL(touch, it_is_put_off_so_often_and_so_far)
{
    stage(ONE);
    MUST_BE(AFTERSALE_INVALID, try_snooze("a", "2026-11-20T10:00:00Z", "sam"));
    MUST_BE(AFTERSALE_INVALID, try_snooze("a", "2027-02-18T10:00:01Z", "sam"));
    MUST(try_snooze("a", "2026-11-21T08:00:00Z", "sam"));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_SNOOZED);
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-21T08:00:00Z");
    cr_assert_str_eq(work_of("sam"), "");
    MUST_BE(AFTERSALE_STATE, try_claim("a", "sam", NULL));
    now_is("2026-11-21T08:00:00Z");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(work_of("sam"), "C:a");
    MUST(try_snooze("a", "2026-11-22T08:00:00Z", "sam"));
    MUST(try_snooze("a", "2027-02-19T08:00:00Z", "sam"));
    MUST_BE(AFTERSALE_LIMIT, try_snooze("a", "2026-11-25T08:00:00Z", "sam"));
    cr_assert_str_eq(touch_due("C", "a"), "2027-02-19T08:00:00Z");
}

TRIAL(touch, the_step_says_how_often_it_may_be_put_off)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','snoozes':1") "," STEP("b", "'anchor':'sale','snoozes':0")));
    MUST(try_snooze("a", "2026-11-21T08:00:00Z", "sam"));
    MUST_BE(AFTERSALE_LIMIT, try_snooze("a", "2026-11-22T08:00:00Z", "sam"));
    MUST_BE(AFTERSALE_LIMIT, try_snooze("b", "2026-11-22T08:00:00Z", "sam"));
}

TRIAL(touch, what_another_holds_is_not_put_off)
{
    stage(ONE);
    MUST(try_claim("a", "sam", NULL));
    MUST_BE(AFTERSALE_CONFLICT, try_snooze("a", "2026-11-21T08:00:00Z", "tina"));
    MUST_BE(AFTERSALE_CONFLICT, try_snooze("a", "2026-11-21T08:00:00Z", NULL));
    MUST(try_snooze("a", "2026-11-21T08:00:00Z", "sam"));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_SNOOZED);
}

TRIAL(touch, what_waits_or_is_missed_is_not_put_off)
{
    stage(PLAN("p",
               STEP("waits", "'anchor':'acceptance'") "," STEP("over", "'anchor':'sale','not_after':'P1D'")));
    MUST_BE(AFTERSALE_STATE, try_snooze("waits", "2026-11-21T08:00:00Z", "sam"));
    cr_assert_eq(touch_state("C", "over"), AFTERSALE_TOUCH_STATE_MISSED);
    MUST_BE(AFTERSALE_STATE, try_snooze("over", "2026-11-21T08:00:00Z", "sam"));
    MUST_BE(AFTERSALE_STATE, try_claim("over", "sam", NULL));
}

/* Outcomes and their branches (S19). */

TRIAL(touch, done_gives_the_touch_that_comes_next)
{
    stage(TWO);
    aftersale_id next = done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert(same_id(next, touch_id("C", "b")));
    next = done("C", "b", AFTERSALE_OUTCOME_DELIGHTED);
    cr_assert_not(id_is_given(next));
}

/* Unnamed outcomes: three tries a day apart, then next. */
TRIAL(touch, no_answer_is_tried_twice_more)
{
    stage(TWO);
    for (int32_t tries = 1; tries <= 2; tries++) {
        done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
        cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
        cr_assert_eq(aftersale_touch_tries(touch("C", "a")), tries);
        cr_assert_eq(aftersale_touch_outcome(touch("C", "a")), AFTERSALE_OUTCOME_NO_ANSWER);
        cr_assert_str_eq(touch_due("C", "a"), tries == 1 ? "2026-11-21T10:00:00Z" : "2026-11-22T10:00:00Z");
        now_is(tries == 1 ? "2026-11-21T10:00:00Z" : "2026-11-22T10:00:00Z");
    }
    aftersale_id next = done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_DONE);
    cr_assert(same_id(next, touch_id("C", "b")));
}

TRIAL(touch, retry_then_the_next_channel_then_end)
{
    stage(PLAN("p",
               STEP("a",
                    "'anchor':'sale','channels':['phone','email'],"
                    "'outcomes':{'no_answer':{'do':'retry','times':1,'after':'PT2H','then':'next_channel'},"
                    "'bounced':{'do':'next_channel','then':'end'}}") "," STEP("b", "'anchor':'sale'")));
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "phone");
    done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-20T12:00:00Z");
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "phone");
    now_is("2026-11-20T12:00:00Z");
    done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "email");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    done("C", "a", AFTERSALE_OUTCOME_BOUNCED);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_DONE);
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_eq(aftersale_enrolment_left(enrolment("C", 0)), AFTERSALE_LEFT_LEFT);
}

TRIAL(touch, a_jump_skips_what_lies_between)
{
    stage(PLAN(
        "p",
        STEP("a", "'anchor':'sale','outcomes':{'delighted':{'do':'jump','to':'c'}}") "," STEP(
            "b", "'anchor':'sale'") "," STEP("c",
                                             "'anchor':'sale','after':'P1D'") "," STEP("d",
                                                                                       "'anchor':'sale','"
                                                                                       "after':'P2D'")));
    aftersale_id next;
    MUST(aftersale_touch_done(book,
                              AFTERSALE_ARGS(touch_done, .touch = touch_id("C", "a"), .note = "loves it",
                                             .outcome = AFTERSALE_OUTCOME_DELIGHTED, .channel = "visit"),
                              &next));
    cr_assert(same_id(next, touch_id("C", "c")));
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(touch_state("C", "c"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(touch_state("C", "d"), AFTERSALE_TOUCH_STATE_PLANNED);
    /* What was said belongs to the touch that was made. */
    cr_assert_str_eq(aftersale_touch_note(get(touch_id("C", "a"))), "loves it");
    cr_assert_str_eq(aftersale_touch_note(get(touch_id("C", "b"))), "");
    cr_assert_str_eq(aftersale_touch_channel(get(touch_id("C", "b"))), "");
    MUST_BE(AFTERSALE_STATE, try_done("b", AFTERSALE_OUTCOME_REACHED));
}

TRIAL(touch, a_jump_beside_the_plan_skips_nothing)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','outcomes':{'lukewarm':{'do':'jump','to':'rescue'}}") "," STEP(
                        "b", "'anchor':'sale'") "," STEP("rescue", "'only':'by_branch','after':'P1D'")));
    cr_assert_null(find_touch("C", 0, "rescue"));
    done("C", "a", AFTERSALE_OUTCOME_LUKEWARM);
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(touch_due("C", "rescue"), "2026-11-21T10:00:00Z");
}

TRIAL(touch, a_step_may_wait_for_an_outcome)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale'") "," STEP(
                        "b", "'anchor':{'outcome':'lukewarm','of':'a'},'after':'PT4H'")));
    cr_assert_null(find_touch("C", 0, "b"));
    done("C", "a", AFTERSALE_OUTCOME_LUKEWARM);
    cr_assert_str_eq(touch_due("C", "b"), "2026-11-20T14:00:00Z");
}

/* An open case holds the plan until it is settled. */
TRIAL(touch, a_case_holds_the_plan)
{
    stage(PLAN(
        "p",
        STEP("a",
             "'anchor':'sale','outcomes':{'problem':"
             "{'do':'open_case','owner':'service','within':'P1D','then':'hold'}}") "," STEP("b", "'anchor':'"
                                                                                                 "sale'")));
    aftersale_id next = done("C", "a", AFTERSALE_OUTCOME_PROBLEM);
    cr_assert(same_id(next, touch_id("C", "a.case")));
    cr_assert_str_eq(aftersale_touch_kind(touch("C", "a.case")), "recovery");
    cr_assert_str_eq(aftersale_touch_owner(touch("C", "a.case")), "role:service");
    cr_assert_str_eq(touch_due("C", "a.case"), "2026-11-20T10:00:00Z");
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_BLOCKED);
    MUST_BE(AFTERSALE_BLOCKED, try_claim("b", "sam", NULL));
    cr_assert_str_eq(work_of(NULL), "C:a.case");
    /* It is never missed, and stays open until something came of it. */
    now_is("2026-11-25T10:00:00Z");
    done("C", "a.case", AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(touch_due("C", "a.case"), "2026-11-26T10:00:00Z");
    now_is("2026-11-26T10:00:00Z");
    done("C", "a.case", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(work_of(NULL), "C:b");
}

/* A case that does not hold bars selling and asking only. */
TRIAL(touch, a_case_bars_selling)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_SELLING),
                                NULL));
    stage(PLAN("p", STEP("a", "'anchor':'sale','outcomes':{'problem':{'do':'open_case'}}") "," STEP(
                        "b", "'anchor':'sale'") ",{'key':'c','kind':'offer','anchor':'sale'}"));
    cr_assert_eq(touch_state("C", "c"), AFTERSALE_TOUCH_STATE_PLANNED);
    done("C", "a", AFTERSALE_OUTCOME_PROBLEM);
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(touch_state("C", "c"), AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(aftersale_touch_owner(touch("C", "a.case")), "sam");
    done("C", "a.case", AFTERSALE_OUTCOME_DELIGHTED);
    cr_assert_eq(touch_state("C", "c"), AFTERSALE_TOUCH_STATE_PLANNED);
}

TRIAL(touch, it_is_escalated)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','outcomes':{'lukewarm':{'do':'escalate','after':'P1D'}}")));
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_RELATIONSHIP),
                                NULL));
    aftersale_id next = done("C", "a", AFTERSALE_OUTCOME_LUKEWARM);
    cr_assert(same_id(next, touch_id("C", "a.escalation")));
    cr_assert_str_eq(aftersale_touch_kind(touch("C", "a.escalation")), "management-call");
    cr_assert_str_eq(aftersale_touch_owner(touch("C", "a.escalation")), "role:manager");
    cr_assert_str_eq(touch_due("C", "a.escalation"), "2026-11-21T10:00:00Z");
}

TRIAL(touch, a_referral_is_asked_for)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_ASKING),
                                NULL));
    stage(
        PLAN("p", STEP("a", "'anchor':'sale','outcomes':{'delighted':{'do':'ask_referral','after':'P3D'}}")));
    done("C", "a", AFTERSALE_OUTCOME_DELIGHTED);
    const aftersale_touch *ask = touch("C", "a.referral");
    cr_assert_str_eq(aftersale_touch_kind(ask), "ask");
    cr_assert_eq(aftersale_touch_purpose(ask), AFTERSALE_PURPOSE_ASKING);
    cr_assert_str_eq(aftersale_touch_owner(ask), "sam");
    cr_assert_str_eq(text_of(aftersale_touch_due(ask)), "2026-11-23T10:00:00Z");
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ACTIVE);
}

/* S19: the day agreed stands. */
TRIAL(touch, it_waits_for_the_day_agreed)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','not_after':'P1W'") "," STEP("b", "'anchor':'sale'")));
    MUST(later("a", "2026-12-10"));
    cr_assert_str_eq(touch_due("C", "a"), "2026-12-10T09:00:00Z");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(work_of("sam"), "C:b");
    now_is("2026-12-10T09:00:00Z");
    cr_assert_str_eq(work_of("sam"), "C:b C:a");
    MUST(try_claim("a", "sam", NULL));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_DONE);
}

/* A step that was reached by a branch nobody took has no outcome. */
TRIAL(touch, a_branch_nobody_took_is_not_done)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','outcomes':{'lukewarm':{'do':'jump','to':'r'}}") "," STEP(
                          "r", "'only':'by_branch'")));
    put_customer("C");
    put_customer("D");
    put_sale("S", "C", "p", "2026-11-18", NULL);
    put_sale("T", "D", "p", "2026-11-18", NULL);
    done("D", "a", AFTERSALE_OUTCOME_LUKEWARM);
    /* Its id is that of D's, in C's enrolment. */
    aftersale_id r = touch_id("D", "r"), a_of_c = touch_id("C", "a"), a_of_d = touch_id("D", "a");
    for (size_t i = 0; i < sizeof r.bytes; i++)
        r.bytes[i] = (uint8_t)(r.bytes[i] ^ a_of_d.bytes[i] ^ a_of_c.bytes[i]);
    aftersale_status status = aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = r, .outcome = AFTERSALE_OUTCOME_REACHED), NULL);
    cr_assert(status == AFTERSALE_STATE || status == AFTERSALE_NOT_FOUND, "%s",
              aftersale_status_name(status));
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
}

/* S16 */
TRIAL(touch, past_its_last_moment_it_is_missed)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','after':'P1D','not_after':'P2D'") "," STEP(
                        "b", "'anchor':'sale','after':'P1W'")));
    cr_assert_str_eq(text_of(aftersale_touch_not_after(touch("C", "a"))), "2026-11-21T09:00:00Z");
    now_is("2026-11-21T09:00:00Z");
    cr_assert_str_eq(work_of("sam"), "C:a");
    now_is("2026-11-21T09:00:01Z");
    cr_assert_str_eq(work_of("sam"), "");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_MISSED);
    MUST_BE(AFTERSALE_STATE, try_claim("a", "sam", NULL));
}

/* A claim in time carries it over its last moment. */
TRIAL(touch, what_is_held_is_not_missed)
{
    stage(
        PLAN("p", STEP("a", "'anchor':'sale','not_after':'P2DT65M'") "," STEP("b", "'anchor':'acceptance'")));
    MUST(try_claim("a", "sam", NULL));
    now_is("2026-11-20T10:10:00Z");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_CLAIMED);
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_DONE);
}

/* Repeats (S4). */

TRIAL(touch, a_key_used_again_gives_the_first_reply)
{
    aftersale_id first, again;
    stage(TWO);
    aftersale_touch_claim_args claim = {
        .struct_size = sizeof claim, .touch = touch_id("C", "a"), .actor = "sam", .idempotency = "k1"};
    MUST(aftersale_touch_claim(book, &claim, &first));
    now_is("2026-11-20T10:14:00Z");
    MUST(aftersale_touch_claim(book, &claim, &again));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_REPEAT);
    cr_assert(same_id(first, again));
    claim.actor = "tina";
    MUST_BE(AFTERSALE_EXISTS, aftersale_touch_claim(book, &claim, &again));
    now_is("2026-11-20T10:15:00Z"); /* the repeat renewed nothing */
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);

    aftersale_touch_snooze_args snooze = {.struct_size = sizeof snooze,
                                          .touch = touch_id("C", "b"),
                                          .actor = "sam",
                                          .until = instant("2026-11-21T10:00:00Z"),
                                          .idempotency = "k2"};
    for (int i = 0; i < 5; i++)
        MUST(aftersale_touch_snooze(book, &snooze, NULL));
    cr_assert_str_eq(touch_due("C", "b"), "2026-11-21T10:00:00Z");
}

TRIAL(touch, a_repeated_outcome_is_entered_once)
{
    aftersale_id first, again;
    stage(TWO);
    aftersale_touch_done_args args = {.struct_size = sizeof args,
                                      .touch = touch_id("C", "a"),
                                      .idempotency = "k",
                                      .outcome = AFTERSALE_OUTCOME_NO_ANSWER};
    MUST(aftersale_touch_done(book, &args, &first));
    MUST(aftersale_touch_done(book, &args, &again));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_REPEAT);
    cr_assert_eq(aftersale_touch_tries(touch("C", "a")), 1);
    cr_assert(same_id(first, touch_id("C", "b")));
    cr_assert(same_id(first, again), "a repeat gives the first reply");
}

/* What was said. */

TRIAL(touch, the_note_comes_with_the_touch_alone)
{
    stage(TWO);
    MUST(aftersale_touch_done(book,
                              AFTERSALE_ARGS(touch_done, .touch = touch_id("C", "a"), .actor = "tina",
                                             .outcome = AFTERSALE_OUTCOME_NO_ANSWER, .note = "left a message",
                                             .channel = "sms"),
                              NULL));
    const aftersale_touch *tried = get(touch_id("C", "a"));
    cr_assert_str_eq(aftersale_touch_note(tried), "left a message");
    MUST(aftersale_touch_done(book,
                              AFTERSALE_ARGS(touch_done, .touch = touch_id("C", "a"), .actor = "tina",
                                             .outcome = AFTERSALE_OUTCOME_REACHED, .note = "all is well",
                                             .channel = "sms"),
                              NULL));
    const aftersale_touch *got = get(touch_id("C", "a"));
    cr_assert_str_eq(aftersale_touch_note(got), "all is well");
    cr_assert_str_eq(aftersale_touch_channel(got), "sms");
    cr_assert_str_eq(aftersale_touch_actor(got), "tina");
    cr_assert_eq(aftersale_touch_outcome(got), AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(aftersale_touch_note(touch("C", "a")), "");
}

/* S16, S29 */
static const char *words(const char *step, const char *language)
{
    const char *text = NULL;
    MUST(aftersale_touch_text(
        book, AFTERSALE_ARGS(touch_text, .touch = touch_id("C", step), .language = language), &text));
    return text;
}

TRIAL(touch, its_words_have_their_merge_fields_filled)
{
    stage(PLAN(
        "p",
        STEP("a",
             "'anchor':'sale','promise':{'en':'We call.','de':'Wir rufen an.'},"
             "'text':{'en':'Dear {customer}: {product}, {sold}, {delivered}, {owner}, {seller}. "
             "{promise} {{x}}','de':'Guten Tag {customer}, am {sold}. {promise}'}") "," STEP("b", "'anchor':'"
                                                                                                  "sale'")));
    cr_assert_str_eq(words("a", NULL),
                     "Dear Ada Byron: B24, 18 November 2026, 19 November 2026, sam, sam. We call. {x}}");
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Boiler 24"), NULL));
    MUST(aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "sam", .name = "Sam Baker"), NULL));
    cr_assert_str_eq(words("a", NULL),
                     "Dear Ada Byron: Boiler 24, 18 November 2026, 19 November 2026, Sam Baker, "
                     "Sam Baker. We call. {x}}");
    cr_assert_str_eq(words("a", "de-CH"), "Guten Tag Ada Byron, am 18. November 2026. Wir rufen an.");
    cr_assert_str_eq(words("b", NULL), "");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .language = "de"), NULL));
    cr_assert_str_eq(words("a", NULL), "Guten Tag Ada Byron, am 18. November 2026. Wir rufen an.");
}

/* S14: a product that was renamed later is called what it was called when it was sold. */
TRIAL(touch, its_words_name_the_product_as_it_was_sold)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','text':{'en':'{product}'}")));
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Boiler 24", .from = {2026, 1, 1}), NULL));
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Boiler Mark II", .from = {2026, 11, 19}),
        NULL));
    cr_assert_str_eq(words("a", NULL), "Boiler 24");
}

TRIAL(touch, its_words_use_the_dates_of_the_hosts_words)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','text':{'en':'on {sold}, not {accepted}'}")));
    MUST(aftersale_words_put(
        book, AFTERSALE_ARGS(words_put, .language = "en", .json = "{\"date\":\"{month} {day}, {year}\"}"),
        NULL));
    cr_assert_str_eq(words("a", NULL), "on November 18, 2026, not {accepted}");
}

/* The list. */

TRIAL(touch, the_list_is_in_order_of_time_and_filtered)
{
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    stage(PLAN("p", STEP("waits", "'anchor':'acceptance'") "," STEP(
                        "late", "'anchor':'sale','after':'P9D'") "," STEP("early", "'anchor':'sale'")));
    static const char *const order[] = {"early", "late", "waits"};
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = "C"), &list));
    for (size_t i = 0; i < COUNT(order); i++) {
        cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_ROW);
        cr_assert_str_eq(aftersale_touch_step(row), order[i]);
    }
    cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_DONE);
    aftersale_cursor_free(list);
    MUST(aftersale_touch_list(book,
                              AFTERSALE_ARGS(touch_list, .sale.ref = "S",
                                             .from = instant("2026-11-18T09:00:01Z"),
                                             .until = instant("2026-11-27T09:00:01Z")),
                              &list));
    cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_touch_step(row), "late");
    cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_DONE);
    aftersale_cursor_free(list);
    MUST(aftersale_touch_list(
        book, AFTERSALE_ARGS(touch_list, .sale.ref = "S", .states = 1u << AFTERSALE_TOUCH_STATE_WAITING),
        &list));
    cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_touch_step(row), "waits");
    aftersale_cursor_free(list);
    MUST_BE(AFTERSALE_INVALID, aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .states = 2), &list));
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .sale.ref = "X"), &list));
    cr_assert_null(list);
}

/* S23: the future ones assume that contacts are made when due; nothing is written. */
TRIAL(touch, the_list_looks_ahead)
{
    stage(PLAN("p", STEP("a", "'anchor':'sale','after':'P10D'") "," STEP(
                        "b", "'anchor':'previous_done','after':'P10D'")));
    cr_assert_str_eq(touch_due("C", "b"), "2026-12-08T09:00:00Z");
    now_is("2026-11-28T09:00:00Z");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(touch_due("C", "b"), "2026-12-08T09:00:00Z");
}

/* S77: in a group one sees what was put in it. */
TRIAL(touch, the_list_sees_its_group)
{
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    publish(TWO);
    MUST(aftersale_group_begin(book, 0));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", NULL);
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = "C"), &list));
    cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_ROW);
    MUST(aftersale_group_drop(book));
    cr_assert_eq(aftersale_touch_next(list, &row), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_touch_step(row), "b");
    aftersale_cursor_free(list);
}

/* Zones and months (S31, S32). */

static const char *due_in(const char *zone, const char *after, const char *sold)
{
    static int sales;
    char ref[16], json[160];
    snprintf(ref, sizeof ref, "S%d", ++sales);
    snprintf(json, sizeof json, PLAN("p%d", STEP("a", "'anchor':'sale','after':'%s'")), sales, after);
    publish(json);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .zone = zone), NULL));
    snprintf(json, sizeof json, "p%d", sales);
    put_sale(ref, ref, json, sold, NULL);
    return touch_due(ref, "a");
}

TRIAL(touch, nine_stays_nine_when_the_clocks_change)
{
    cr_assert_str_eq(due_in("Europe/London", "P1D", "2027-03-27"), "2027-03-28T08:00:00Z");
    cr_assert_str_eq(due_in("Europe/London", "P1D", "2027-10-30"), "2027-10-31T09:00:00Z");
    cr_assert_str_eq(due_in("America/New_York", "P1W", "2026-11-18"), "2026-11-25T14:00:00Z");
    cr_assert_str_eq(due_in("Asia/Kathmandu", "P1D", "2026-11-18"), "2026-11-19T03:15:00Z");
    cr_assert_str_eq(due_in("UTC", "P5B", "2026-11-18"), "2026-11-25T09:00:00Z");
}

TRIAL(touch, a_time_that_does_not_exist_moves_on_by_the_gap)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .day_start = {1, 1, 30, 0}), NULL));
    cr_assert_str_eq(due_in("Europe/London", "P1D", "2027-03-27"), "2027-03-28T01:30:00Z"); /* 02:30 there */
    cr_assert_str_eq(due_in("Europe/London", "P1D", "2027-10-30"),
                     "2027-10-31T00:30:00Z"); /* the first 01:30 */
}

TRIAL(touch, month_ends_clamp_without_drift)
{
    cr_assert_str_eq(due_in("UTC", "P1M", "2026-01-31"), "2026-02-28T09:00:00Z");
    cr_assert_str_eq(due_in("UTC", "P2M", "2026-01-31"), "2026-03-31T09:00:00Z");
    cr_assert_str_eq(due_in("UTC", "P3M", "2026-01-31"), "2026-04-30T09:00:00Z");
    cr_assert_str_eq(due_in("UTC", "P1Y", "2024-02-29"), "2025-02-28T09:00:00Z");
    cr_assert_str_eq(due_in("UTC", "P4Y", "2024-02-29"), "2028-02-29T09:00:00Z");
}

/* S31: a new zone moves what is not done, with no further write. */
TRIAL(touch, a_customer_who_moves_away_is_called_in_their_zone)
{
    stage(
        PLAN("p", STEP("a", "'anchor':'sale','after':'P1D'") "," STEP("b", "'anchor':'sale','after':'P1W'")));
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .zone = "Asia/Tokyo"), NULL));
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-19T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "b"), "2026-11-25T00:00:00Z");
    cr_assert_eq(aftersale_touch_due_time(touch("C", "b")).hour, 9);
    now_is("2026-11-25T00:00:00Z");
    cr_assert_str_eq(work_of("sam"), "C:b");
}
