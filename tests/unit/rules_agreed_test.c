/* SPDX-License-Identifier: MIT */
/* Appointments: an instant agreed with the customer stands, and the rules only warn (S29, S35). */
#include "rules_stage.h"
#include <stdio.h>

#define AGREED "2026-11-29T21:30:00Z" /* Sunday, half past ten in the evening in Berlin */

static as__step_state *agree(stage *s, const char *key, const char *when)
{
    as__step_state *past = stage_past(s, key, AS__STEP_OPEN);
    past->agreed = instant(when);
    return past;
}

static void stays(stage *s, const char *key, const char *when)
{
    as__planned planned = stage_planned(s, key);
    cr_assert_str_eq(stage_time(s, planned.due), when, "%s", key);
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED, "%s", key);
    cr_assert_eq(planned.bound.us, planned.due.us, "nothing moves it: it is its own bound");
}

static void warns(stage *s, int32_t number)
{
    const as__reason *reason = stage_reason(s, number);
    cr_assert_not_null(reason, "%d", (int)number);
    cr_assert_eq(reason->verdict, AFTERSALE_VERDICT_PASSED);
}

Test(rules_agreed, takes_the_place_of_the_date_S29)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','after':'P1W'"));
    agree(s, "a", AGREED);
    stays(s, "a", AGREED);
    const as__reason *reason = stage_reason(s, 62);
    cr_assert_str_eq(reason->text, "agreed with the customer: 2026-11-29 22:30");
    cr_assert_eq(reason->before.us, instant("2026-11-27T08:00:00Z").us);
    s->states[0].agreed = instant("2026-11-21T09:00:00Z"); /* earlier than the plan had it */
    stays(s, "a", "2026-11-21T09:00:00Z");
    stage_end(s);
}

Test(rules_agreed, hours_warn_S33)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','channels':['phone'],"
                                    "'windows':['mon-fri 09:00-17:00'],'on_closed':'abandon'"));
    agree(s, "a", AGREED);
    stays(s, "a", AGREED);
    warns(s, 74);
    s->states[0].agreed = instant("2026-11-27T06:00:00Z"); /* the right day, two hours early */
    stays(s, "a", "2026-11-27T06:00:00Z");
    s->states[0].agreed = instant("2026-11-27T09:00:00Z");
    stays(s, "a", "2026-11-27T09:00:00Z");
    cr_assert_null(stage_reason(s, 74));
    warns(s, 70);
    stage_end(s);
}

Test(rules_agreed, quiet_hours_warn_S33)
{
    static const as__hours never = {0, 86400, 0x7f};
    as__limits limits = {.quiet = {&never, 1}};
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    s->facts.limits = &limits;
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    agree(s, "a", AGREED);
    stays(s, "a", AGREED);
    warns(s, 74);
    stage_end(s);
}

Test(rules_agreed, days_off_warn_S34)
{
    static const char *const ways[] = {"forward", "back", "nearest", "skip"};
    for (size_t i = 0; i < COUNT(ways); i++) {
        char json[160];
        snprintf(json, sizeof json, ONE_STEP("'anchor':'sale','on_holiday':'%s'"), ways[i]);
        stage *s = stage_begin(json);
        agree(s, "a", AGREED);
        stays(s, "a", AGREED);
        warns(s, 77);
        stage_end(s);
    }
}

Test(rules_agreed, caps_and_gaps_warn_S36)
{
    stage *s = stage_begin("{'plan':'p','caps':[{'most':1,'per':'P30D'},{'most':0,'per':'P1D'}],"
                           "'steps':[{'key':'a','kind':'follow-up','anchor':'sale','min_gap':'P7D'}]}");
    as__recent recent = {.at = instant("2026-11-28T10:00:00Z"), .channel = "phone", .enrolment = 9};
    s->facts.recents = (as__recents){&recent, 1};
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    agree(s, "a", AGREED);
    stays(s, "a", AGREED);
    warns(s, 140);
    warns(s, 141);
    cr_assert_str_eq(stage_reason(s, 141)->text,
                     "P1W between contacts, but it was agreed with the customer: it stays");
    recent.at = instant("2026-10-01T10:00:00Z");
    stays(s, "a", AGREED);
    cr_assert_null(stage_reason(s, 141), "what is kept needs no warning");
    stage_end(s);
}

Test(rules_agreed, last_moment_and_contract_warn_S35)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','not_after':'P2D'"));
    s->facts.ends = instant("2026-11-25T00:00:00Z");
    agree(s, "a", AGREED);
    stays(s, "a", AGREED);
    warns(s, 142);
    warns(s, 143);
    cr_assert_eq(stage_planned(s, "a").not_after.us, 0);
    s->facts.now = instant("2026-12-24T00:00:00Z"); /* it waits until somebody says what came of it */
    stays(s, "a", AGREED);
    stage_end(s);
}

Test(rules_agreed, consent_stops_it_S65)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','purpose':'selling','channels':['phone']"));
    agree(s, "a", AGREED);
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    s->facts.presume = AFTERSALE_PURPOSE_SELLING;
    stays(s, "a", AGREED);
    stage_end(s);
}

Test(rules_agreed, plan_stops_it_S20)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    agree(s, "a", AGREED);
    s->run.state = AFTERSALE_ENROLMENT_PAUSED;
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    s->run.state = AFTERSALE_ENROLMENT_ENDED;
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_CANCELLED);
    stage_end(s);
}

/* Whoever agrees a day with the customer need not wait for a date to become known. */
Test(rules_agreed, needs_no_anchor_S29)
{
    stage *s = stage_begin("{'plan':'p','steps':["
                           "{'key':'a','kind':'follow-up','anchor':'delivery','after':'P1D','not_after':'P1D'},"
                           "{'key':'b','kind':'follow-up','anchor':'delivery','repeat':{'every':'P1M'}},"
                           "{'key':'c','kind':'follow-up','anchor':'previous_done','after':'P1D'},"
                           "{'key':'d','kind':'follow-up','anchor':'sale','after':'P9000Y'}]}");
    cr_assert_str_eq(stage_planned(s, "a").waiting_for, "delivery");
    agree(s, "a", AGREED);
    agree(s, "b", AGREED);
    agree(s, "c", AGREED);
    agree(s, "d", AGREED);
    for (const char *key = "a\0b\0c\0d\0"; *key != '\0'; key += 2) {
        stays(s, key, AGREED);
        cr_assert_null(stage_planned(s, key).waiting_for);
    }
    s->run.delivered = (aftersale_date){2026, 11, 24}; /* and one that becomes known does not move it */
    stays(s, "a", AGREED);
    stays(s, "b", AGREED);
    stage_end(s);
}

Test(rules_agreed, outlasts_a_snooze_and_a_retry_S29)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__step_state *past = agree(s, "a", AGREED);
    past->state = AS__STEP_SNOOZED;
    past->not_before = instant("2026-12-24T10:00:00Z");
    stays(s, "a", AGREED);
    past->agreed = (aftersale_time){0};
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-24T10:00:00Z", "and that comes back when it is ended");
    stage_end(s);
}

/* S18: one open occurrence; the appointment is missed when a date after it has come. */
Test(rules_agreed, of_a_step_that_repeats_S18)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','repeat':{'every':'P1D'}"));
    agree(s, "a", AGREED);
    static const struct {
        const char *now;
        int32_t occurrence;
    } at[] = {
        {"2026-11-20T12:00:00Z", 1}, {"2026-11-28T12:00:00Z", 1},  {"2026-11-29T21:30:00Z", 1},
        {"2026-11-30T07:59:59Z", 1}, {"2026-11-30T08:00:00Z", 11}, {"2026-12-02T08:00:00Z", 13},
    };
    for (size_t i = 0; i < COUNT(at); i++) {
        s->facts.now = instant(at[i].now);
        cr_assert_eq(stage_planned(s, "a").occurrence, at[i].occurrence, "%s", at[i].now);
    }
    stage_end(s);
}

/* What comes after the touch counts from the appointment. */
Test(rules_agreed, the_next_step_counts_from_it_S17)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale'},"
                           "{'key':'b','kind':'follow-up','anchor':'previous_planned','after':'P1D'}]}");
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-21T08:00:00Z");
    agree(s, "a", AGREED);
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-30T21:30:00Z");
    stage_end(s);
}

Test(rules_agreed, ends_with_a_try_and_stays_with_what_was_done_S19)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__step_state *past = agree(s, "a", AGREED);
    past->place = "at the mill";
    past->people = (aftersale_texts){(const char *const[]){"Ada"}, 1};
    stage_enter(s, "a", AFTERSALE_OUTCOME_NO_ANSWER, AGREED);
    cr_assert_eq(stage_state(s, "a")->agreed.us, 0);
    cr_assert_null(stage_state(s, "a")->place);
    cr_assert_eq(stage_state(s, "a")->people.count, 0);
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-30T21:30:00Z", "tried again a day later, as the step says");
    s->states[0].agreed = instant(AGREED);
    s->run.steps = (as__list){s->states, 1};
    stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, AGREED);
    cr_assert_str_eq(stage_state(s, "a")->place, "at the mill");
    cr_assert_str_eq(stage_time(s, stage_state(s, "a")->planned), AGREED);
    stage_end(s);
}
