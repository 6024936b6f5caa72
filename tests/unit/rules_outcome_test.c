/* SPDX-License-Identifier: MIT */
/* What an outcome does to a plan (S19). */
#include "rules_stage.h"
#include "support/failing_memory.h"

#define MADE "2026-11-20T10:00:00Z"

static void through_is(stage *s, bool expected)
{
    as__planned *all = calloc(s->plan->step_count, sizeof *all);
    as__schedule_plan(&s->facts, all);
    cr_assert_eq(as__plan_is_through(s->plan, all), expected);
    free(all);
}

Test(rules_outcome, next)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale'},"
                           "{'key':'b','kind':'follow-up','anchor':'sale'}]}");
    through_is(s, false);
    as__entered entered = stage_enter(s, "b", AFTERSALE_OUTCOME_REACHED, MADE);
    cr_assert(entered.is_settled && !entered.ends_plan);
    cr_assert_eq(entered.count, 1);
    const as__step_state *b = stage_state(s, "b");
    cr_assert_eq(b->state, AS__STEP_DONE);
    cr_assert_eq(b->outcome, AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(stage_time(s, b->planned), "2026-11-20T08:00:00Z");
    cr_assert_str_eq(stage_time(s, b->made), MADE);
    cr_assert_str_eq(b->actor, "anna");
    cr_assert_eq(b->event, 7);
    entered = stage_enter(s, "a", AFTERSALE_OUTCOME_REFUSED, MADE);
    cr_assert_eq(entered.count, 2);
    cr_assert_lt(entered.steps[0].step, entered.steps[1].step, "in the order of the numbers");
    through_is(s, true);
    stage_end(s);
}

Test(rules_outcome, entered_states_are_copies)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__step_state *past = stage_past(s, "a", AS__STEP_CLAIMED);
    past->lease = instant("2026-11-20T10:15:00Z");
    past->snoozes = 2;
    stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, MADE);
    cr_assert_eq(past->state, AS__STEP_CLAIMED, "what was read stays as it was");
    cr_assert_eq(stage_state(s, "a")->lease.us, 0);
    cr_assert_eq(stage_state(s, "a")->snoozes, 2);
    stage_end(s);
}

Test(rules_outcome, retry)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','channels':['phone'],"
                                    "'outcomes':{'no_answer':{'do':'retry','times':2,'after':'P1B'}}"));
    as__entered entered = stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, MADE);
    cr_assert(!entered.is_settled);
    const as__step_state *a = stage_state(s, "a");
    cr_assert_eq(a->state, AS__STEP_OPEN);
    cr_assert_eq(a->tries, 1);
    cr_assert_eq(a->planned.us, 0);
    cr_assert_null(a->actor);
    cr_assert_str_eq(stage_time(s, a->not_before), "2026-11-23T10:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-23T10:00:00Z");
    entered = stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, "2026-11-23T10:00:00Z");
    cr_assert(!entered.is_settled);
    entered = stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, "2026-11-24T10:00:00Z");
    cr_assert(entered.is_settled && !entered.ends_plan);
    cr_assert_eq(stage_state(s, "a")->state, AS__STEP_DONE);
    cr_assert_eq(stage_state(s, "a")->tries, 3);
    through_is(s, true);
    stage_end(s);
}

/* S31: a day later is the same time of day. */
Test(rules_outcome, retry_over_a_clock_change)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, "2027-03-27T09:00:00Z");
    cr_assert_str_eq(stage_time(s, stage_state(s, "a")->not_before), "2027-03-28T08:00:00Z");
    stage_end(s);
}

Test(rules_outcome, retry_then)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','outcomes':{"
                           "'no_answer':{'do':'retry','times':1,'then':'end'},"
                           "'out_of_office':{'do':'retry','times':1,'then':{'jump':'b'}}}},"
                           "{'key':'b','kind':'follow-up','only':'by_branch','after':'P1D'}]}");
    cr_assert(!stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, MADE).ends_plan);
    as__list once = s->run.steps;
    as__entered entered = stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, MADE);
    cr_assert(entered.is_settled && entered.ends_plan);
    s->run.steps = once;
    entered = stage_enter(s, "a", AFTERSALE_OUTCOME_OUT_OF_OFFICE, MADE);
    cr_assert(entered.is_settled && !entered.ends_plan);
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-21T10:00:00Z");
    stage_end(s);
}

Test(rules_outcome, next_channel)
{
    stage *s =
        stage_begin(ONE_STEP("'anchor':'sale','channels':['phone','email','post'],'outcomes':{"
                             "'no_answer':{'do':'retry','times':1,'after':'PT1H','then':'next_channel'}}"));
    s->answers[0] = (as__answer){.channel = "email", .no = AFTERSALE_PURPOSE_SERVICE, .since = {1}};
    s->customer.answers.count = 1;
    stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, MADE);
    cr_assert_eq(stage_planned(s, "a").channel, 0);
    as__entered entered = stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, "2026-11-20T11:00:00Z");
    cr_assert(!entered.is_settled);
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.channel, 2, "the refused one is passed over");
    cr_assert_str_eq(stage_time(s, planned.due), "2026-11-20T11:00:00Z");
    cr_assert_eq(stage_state(s, "a")->tries, 0, "tries count by channel");
    entered = stage_enter(s, "a", AFTERSALE_OUTCOME_BOUNCED, "2026-11-20T12:00:00Z");
    cr_assert(entered.is_settled, "there is no channel left");
    stage_end(s);
}

/* With no other channel open it does not wait for ever. */
Test(rules_outcome, next_channel_closed)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','channels':['phone','email'],'outcomes':{"
                                    "'wrong_person':{'do':'next_channel','then':'end'}}"));
    s->answers[0] = (as__answer){.channel = "email", .no = AFTERSALE_PURPOSE_SERVICE, .since = {1}};
    s->customer.answers.count = 1;
    as__entered entered = stage_enter(s, "a", AFTERSALE_OUTCOME_WRONG_PERSON, MADE);
    cr_assert(entered.is_settled && entered.ends_plan);
    stage_end(s);
}

Test(rules_outcome, contact_later)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__entry entry = {.step = 0,
                       .occurrence = 1,
                       .outcome = AFTERSALE_OUTCOME_CONTACT_LATER,
                       .made = instant(MADE),
                       .later = instant("2026-12-14T08:00:00Z")};
    as__entered entered;
    cr_assert_eq(as__outcome_enter(&s->facts, &entry, &s->arena, &entered), AFTERSALE_OK);
    cr_assert(!entered.is_settled);
    s->run.steps = (as__list){entered.steps, entered.count};
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-14T08:00:00Z");
    cr_assert_eq(stage_state(s, "a")->tries, 0);
    stage_end(s);
}

static const char branches[] =
    "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','outcomes':{"
    "'reached':{'do':'jump','to':'d'},'refused':{'do':'end'},'delighted':{'do':'jump','to':'side'},"
    "'problem':{'do':'open_case','owner':'service'},'lukewarm':{'do':'escalate','after':'P2D'},"
    "'bounced':{'do':'ask_referral','after':'P1D'}}},"
    "{'key':'b','kind':'follow-up','anchor':'sale','after':'P1D'},"
    "{'key':'side','kind':'gift','only':'by_branch','after':'P1W'},"
    "{'key':'c','kind':'follow-up','anchor':'sale','after':'P2D'},"
    "{'key':'d','kind':'follow-up','anchor':'sale','after':'P3D'},"
    "{'key':'glad','kind':'ask','anchor':{'outcome':'delighted','of':'a'},'after':'P3D'}]}";

/* A jump along the plan skips what lies between. */
Test(rules_outcome, jump)
{
    stage *s = stage_begin(branches);
    as__entered entered = stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, MADE);
    cr_assert(entered.is_settled);
    cr_assert_eq(stage_state(s, "b")->state, AS__STEP_SKIPPED);
    cr_assert_eq(stage_planned(s, "c").state, AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_null(stage_state(s, "side"), "beside the plan: nobody went there");
    cr_assert_str_eq(stage_due(s, "d"), "2026-11-23T08:00:00Z", "its own date");
    through_is(s, false);
    stage_enter(s, "d", AFTERSALE_OUTCOME_REACHED, "2026-11-23T10:00:00Z");
    through_is(s, true);
    stage_end(s);
}

Test(rules_outcome, jump_leaves_what_is_done)
{
    stage *s = stage_begin(branches);
    stage_enter(s, "b", AFTERSALE_OUTCOME_REACHED, MADE);
    stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, MADE);
    cr_assert_eq(stage_state(s, "b")->state, AS__STEP_DONE);
    stage_end(s);
}

/* One beside the plan skips nothing, and wakes what counts from the outcome. */
Test(rules_outcome, jump_beside)
{
    stage *s = stage_begin(branches);
    s->facts.presume = AFTERSALE_PURPOSE_RELATIONSHIP | AFTERSALE_PURPOSE_ASKING;
    stage_enter(s, "a", AFTERSALE_OUTCOME_DELIGHTED, MADE);
    cr_assert_null(stage_state(s, "b"));
    cr_assert_str_eq(stage_due(s, "side"), "2026-11-27T10:00:00Z");
    cr_assert_str_eq(stage_due(s, "glad"), "2026-11-23T10:00:00Z");
    stage_end(s);
}

Test(rules_outcome, end)
{
    stage *s = stage_begin(branches);
    as__entered entered = stage_enter(s, "a", AFTERSALE_OUTCOME_REFUSED, MADE);
    cr_assert(entered.is_settled && entered.ends_plan);
    stage_end(s);
}

/* S51 */
Test(rules_outcome, open_case)
{
    stage *s = stage_begin(branches);
    stage_enter(s, "a", AFTERSALE_OUTCOME_PROBLEM, MADE);
    as__planned opened = stage_planned(s, "a.case");
    cr_assert_eq(opened.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(stage_time(s, opened.due), MADE);
    /* It stays open until the customer is content. */
    as__entered entered = stage_enter(s, "a.case", AFTERSALE_OUTCOME_PROBLEM, "2026-11-20T12:00:00Z");
    cr_assert(!entered.is_settled);
    cr_assert_str_eq(stage_due(s, "a.case"), "2026-11-21T12:00:00Z");
    cr_assert(stage_enter(s, "a.case", AFTERSALE_OUTCOME_DELIGHTED, "2026-11-21T12:00:00Z").is_settled);
    stage_end(s);
}

Test(rules_outcome, escalate)
{
    stage *s = stage_begin(branches);
    s->facts.presume = AFTERSALE_PURPOSE_RELATIONSHIP;
    stage_enter(s, "a", AFTERSALE_OUTCOME_LUKEWARM, MADE);
    cr_assert_str_eq(stage_due(s, "a.escalation"), "2026-11-22T10:00:00Z");
    cr_assert_eq(stage_planned(s, "a.case").state, AFTERSALE_TOUCH_STATE_WAITING);
    stage_end(s);
}

Test(rules_outcome, ask_referral)
{
    stage *s = stage_begin(branches);
    s->facts.presume = AFTERSALE_PURPOSE_ASKING;
    stage_enter(s, "a", AFTERSALE_OUTCOME_BOUNCED, MADE);
    cr_assert_str_eq(stage_due(s, "a.referral"), "2026-11-21T10:00:00Z");
    stage_end(s);
}

/* S20: the plan is through when all is settled but what only branches nobody took would reach. */
Test(rules_outcome, through)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','outcomes':{"
                           "'problem':{'do':'open_case'}}}]}");
    through_is(s, false);
    stage_enter(s, "a", AFTERSALE_OUTCOME_PROBLEM, MADE);
    through_is(s, false);
    stage_enter(s, "a.case", AFTERSALE_OUTCOME_REACHED, MADE);
    through_is(s, true);
    stage_end(s);
}

Test(rules_outcome, out_of_memory)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__entry entry = {.outcome = AFTERSALE_OUTCOME_REACHED, .occurrence = 1, .made = instant(MADE)};
    as__entered entered;
    failing_memory failing = {.fail_at = 1};
    as__memory memory = {failing_memory_resize, &failing};
    as__arena arena;
    as__arena_init(&arena, &memory);
    cr_assert_eq(as__outcome_enter(&s->facts, &entry, &arena, &entered), AFTERSALE_NO_MEMORY);
    as__arena_free(&arena);
    stage_end(s);
}
