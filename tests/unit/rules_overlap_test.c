/* SPDX-License-Identifier: MIT */
/* Several plans on one customer: one touch of a kind is enough within some days (S27, S35). The customer is in Berlin
 * and bought on 20 November 2026; days are three. */
#include "rules/overlap.h"
#include "rules_stage.h"
#include <stdio.h>

#define THREE_DAYS 3
#define MINE 1 /* the run on the stage */

#define CHECK_UP(after) "'anchor':'sale','after':'" after "'"
#define TWO_STEPS                                                                                            \
    "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','after':'P1W'},"                     \
    "{'key':'b','kind':'review','anchor':'previous_done','after':'P1W'}]}"

/* A run on the stage, and what the others have. */
typedef struct meeting {
    stage *s;
    as__other others[8];
    as__overlap overlap;
} meeting;

static meeting *meeting_begin(const char *json)
{
    meeting *m = calloc(1, sizeof *m);
    cr_assert_not_null(m);
    m->s = stage_begin(json);
    m->s->run.id = MINE;
    m->s->run.begun = instant("2026-11-20T08:00:00Z");
    m->s->facts.now = instant("2026-11-20T12:00:00Z");
    m->overlap = (as__overlap){THREE_DAYS, m->others, 0};
    m->s->facts.overlap = &m->overlap;
    return m;
}

static void meeting_end(meeting *m)
{
    stage_end(m->s);
    free(m);
}

static as__other *meets(meeting *m, as__standing standing, const char *kind, const char *at)
{
    as__other *other = &m->others[m->overlap.count++];
    *other = (as__other){standing, 2, "boiler", "warm", kind, instant(at)};
    return other;
}

static int32_t state_of(meeting *m, const char *key)
{
    return stage_planned(m->s, key).state;
}

/* S27: days are those of the customer's clock, so the hour does not matter; the third day is still within. */
Test(rules_overlap, within_days_of_what_a_higher_plan_has_S27)
{
    static const struct {
        const char *at;
        int32_t state;
    } rows[] = {
        {"2026-11-23T22:59:59Z", AFTERSALE_TOUCH_STATE_PLANNED}, /* four days before 27 November */
        {"2026-11-23T23:00:00Z", AFTERSALE_TOUCH_STATE_BLOCKED}, /* three: midnight in Berlin */
        {"2026-11-27T08:00:00Z", AFTERSALE_TOUCH_STATE_BLOCKED},
        {"2026-11-30T22:59:59Z", AFTERSALE_TOUCH_STATE_BLOCKED},
        {"2026-11-30T23:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        meeting *m = meeting_begin(ONE_STEP(CHECK_UP("P1W")));
        meets(m, AS__STANDS_PLANNED, "follow-up", rows[i].at);
        as__planned planned = stage_planned(m->s, "a");
        cr_assert_eq(planned.state, rows[i].state, "%s", rows[i].at);
        cr_assert_str_eq(stage_time(m->s, planned.due), "2026-11-27T08:00:00Z", "it keeps its date");
        cr_assert_eq(planned.bound.us, planned.floor.us, "it may come back without a command");
        cr_assert_null(planned.cover.by);
        meeting_end(m);
    }
}

/* S27, S6, S35: whether at all comes before when, and says which plan and step. */
Test(rules_overlap, says_which_plan_S27)
{
    static const struct {
        as__standing standing;
        int32_t number;
        const char *text;
    } rows[] = {
        {AS__STANDS_PLANNED, 23,
         "boiler/warm comes first, and has the same kind within P3D: 2026-11-28 09:00"},
        {AS__STANDS_CLAIMED, 24,
         "somebody holds boiler/warm of the same kind, claimed within P3D: 2026-11-28 09:00"},
        {AS__STANDS_AGREED, 27,
         "boiler/warm of the same kind is agreed with the customer within P3D: 2026-11-28 09:00"},
        {AS__STANDS_MADE, 25, "boiler/warm made the same kind within P3D: 2026-11-28 09:00"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        meeting *m = meeting_begin(ONE_STEP(CHECK_UP("P1W")));
        meets(m, rows[i].standing, "follow-up", "2026-11-28T08:00:00Z");
        (void)stage_planned(m->s, "a");
        const as__reason *reason = stage_reason(m->s, rows[i].number);
        cr_assert_not_null(reason);
        cr_assert_str_eq(reason->text, rows[i].text);
        cr_assert_eq(reason->rule, AFTERSALE_RULE_OVERLAP);
        cr_assert_eq(reason->verdict, AFTERSALE_VERDICT_STOPPED);
        cr_assert_eq(reason->after.us, instant("2026-11-28T08:00:00Z").us);
        cr_assert_eq(m->s->reasons.items[0].number, 1, "state of the plan");
        cr_assert_eq(m->s->reasons.items[1].number, rows[i].number);
        cr_assert_eq(m->s->reasons.items[2].number, 30, "anchor");
        meeting_end(m);
    }
}

Test(rules_overlap, what_is_not_compared_S27)
{
    meeting *m = meeting_begin(ONE_STEP(CHECK_UP("P1W")));
    meets(m, AS__STANDS_PLANNED, "review", "2026-11-27T08:00:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_PLANNED, "of another kind");
    m->others[0].kind = "follow-up";
    m->others[0].enrolment = MINE;
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_PLANNED, "of the same run");
    m->others[0].enrolment = 2;
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    m->s->facts.overlap = NULL;
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_PLANNED, "in a book that compares none");
    meeting_end(m);
}

/* S27: what was made covers; the next step counts from it, as it does from one made here. */
Test(rules_overlap, a_done_one_covers_S27)
{
    meeting *m = meeting_begin(TWO_STEPS);
    meets(m, AS__STANDS_PLANNED, "follow-up", "2026-11-27T08:00:00Z");
    meets(m, AS__STANDS_MADE, "follow-up", "2026-11-25T15:00:00Z");
    m->s->facts.now = instant("2026-11-25T16:00:00Z");
    as__planned a = stage_planned(m->s, "a");
    cr_assert_eq(a.state, AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(a.cover.by, &m->others[1], "what was made comes before what is planned");
    cr_assert_eq(a.cover.occurrence, 1);
    cr_assert_str_eq(stage_time(m->s, a.cover.due), "2026-11-27T08:00:00Z");
    cr_assert_eq(a.bound.us, 0);
    cr_assert_str_eq(stage_due(m->s, "b"), "2026-12-02T15:00:00Z");
    /* Once it stands in the run it stays. */
    as__step_state *past = stage_past(m->s, "a", AS__STEP_COVERED);
    past->planned = a.due;
    past->made = m->others[1].at;
    past->cover = "boiler/warm";
    m->overlap.count = 0;
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_str_eq(stage_reason(m->s, 26)->text,
                     "boiler/warm made the same kind in its place: 2026-11-25 16:00");
    cr_assert_str_eq(stage_due(m->s, "b"), "2026-12-02T15:00:00Z");
    meeting_end(m);
}

/* S27, S23: while steps before are taken as made when due, the one of the other plan is, too. */
Test(rules_overlap, assumed_to_be_made_by_the_other_S27_S23)
{
    meeting *m = meeting_begin(TWO_STEPS);
    meets(m, AS__STANDS_PLANNED, "follow-up", "2026-11-28T08:00:00Z");
    cr_assert_eq(state_of(m, "b"), AFTERSALE_TOUCH_STATE_WAITING);
    m->s->facts.assume = true;
    cr_assert_str_eq(stage_due(m->s, "b"), "2026-12-05T08:00:00Z");
    meeting_end(m);
}

/* S27: a touch that is late would be made today, so today is its day; what is late itself by more than the days holds
 * nothing back any more, or neither would ever be made. */
Test(rules_overlap, late_ones_S27)
{
    static const struct {
        const char *now, *at;
        int32_t state;
    } rows[] = {
        {"2026-12-07T12:00:00Z", "2026-12-10T08:00:00Z", AFTERSALE_TOUCH_STATE_BLOCKED},
        {"2026-12-07T12:00:00Z", "2026-12-11T08:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED},
        {"2026-11-29T12:00:00Z", "2026-11-26T08:00:00Z", AFTERSALE_TOUCH_STATE_BLOCKED},
        {"2026-11-30T12:00:00Z", "2026-11-26T08:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        meeting *m = meeting_begin(ONE_STEP(CHECK_UP("P1W")));
        meets(m, AS__STANDS_PLANNED, "follow-up", rows[i].at);
        m->s->facts.now = instant(rows[i].now);
        cr_assert_eq(state_of(m, "a"), rows[i].state, "%s, %s", rows[i].now, rows[i].at);
        meeting_end(m);
    }
}

/* S27: what a cap puts off is still what it was meant for. */
Test(rules_overlap, contacts_do_not_make_it_another_S27_S36)
{
    meeting *m = meeting_begin("{'plan':'p','min_gap':'P30D','steps':[{'key':'a','kind':'follow-up',"
                               "'anchor':'sale','after':'P1W'}]}");
    as__recent recent = {.at = instant("2026-11-25T15:00:00Z"), .purpose = 1, .enrolment = 2};
    m->s->facts.recents = (as__recents){&recent, 1};
    m->s->facts.now = instant("2026-11-25T16:00:00Z");
    cr_assert_str_eq(stage_due(m->s, "a"), "2026-12-25T15:00:00Z");
    meets(m, AS__STANDS_MADE, "follow-up", "2026-11-25T15:00:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    meeting_end(m);
}

/* S27, S29: what somebody holds or agreed with the customer stands; put off, it is judged by its new day. */
Test(rules_overlap, what_stands_S27_S29)
{
    meeting *m = meeting_begin(ONE_STEP(CHECK_UP("P1W")));
    meets(m, AS__STANDS_PLANNED, "follow-up", "2026-11-27T08:00:00Z");
    as__step_state *past = stage_past(m->s, "a", AS__STEP_CLAIMED);
    past->lease = instant("2026-11-20T12:15:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_CLAIMED);
    m->s->facts.now = instant("2026-11-20T12:15:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_BLOCKED, "the lease has run out");
    *past = (as__step_state){.step = past->step, .occurrence = 1, .state = AS__STEP_SNOOZED};
    past->not_before = instant("2026-11-30T08:00:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    past->not_before = instant("2026-12-01T08:00:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_SNOOZED);
    past->state = AS__STEP_OPEN;
    past->outcome = AFTERSALE_OUTCOME_CONTACT_LATER;
    past->not_before = instant("2026-11-28T08:00:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_PLANNED, "agreed");
    cr_assert_str_eq(
        stage_reason(m->s, 28)->text,
        "boiler/warm has the same kind within P3D, but it was agreed with the customer: it stays");
    as__planned planned = stage_planned(m->s, "a");
    as__other listed;
    cr_assert_eq(as__overlap_list(&m->s->facts, &planned, AS__STANDS_AGREED, &listed), 1);
    cr_assert_eq(listed.standing, AS__STANDS_AGREED);
    meeting_end(m);
}

/* S27, S51: a case is a case of its own, and gives way to nothing and holds nothing back. */
Test(rules_overlap, cases_S27_S51)
{
    meeting *m =
        meeting_begin(ONE_STEP("'anchor':'sale','outcomes':{'problem':{'do':'open_case','owner':'x'}}"));
    stage_enter(m->s, "a", AFTERSALE_OUTCOME_PROBLEM, "2026-11-20T11:00:00Z");
    as__planned planned[2];
    as__other listed[2];
    as__schedule_plan(&m->s->facts, planned);
    cr_assert_eq(as__overlap_list(&m->s->facts, planned, AS__STANDS_PLANNED, listed), 0);
    meets(m, AS__STANDS_MADE, "recovery", "2026-11-20T11:00:00Z");
    cr_assert_eq(state_of(m, "a.case"), AFTERSALE_TOUCH_STATE_PLANNED);
    meeting_end(m);
}

/* S27, S34: neither covered nor held back where it is not made anyway: missed, or its plan stands still. */
Test(rules_overlap, what_is_not_made_anyway_S27)
{
    meeting *m = meeting_begin(ONE_STEP(CHECK_UP("P1W") ",'not_after':'P1D'"));
    meets(m, AS__STANDS_MADE, "follow-up", "2026-11-29T08:00:00Z");
    m->s->facts.now = instant("2026-11-29T12:00:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_MISSED);
    m->s->facts.now = instant("2026-11-20T12:00:00Z");
    m->others[0].at = instant("2026-11-26T08:00:00Z");
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    m->s->run.state = AFTERSALE_ENROLMENT_PAUSED;
    cr_assert_eq(state_of(m, "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_null(stage_planned(m->s, "a").cover.by);
    meeting_end(m);
}

/* S27, S18: of a step that repeats the occurrence is covered, and the next one is open. */
Test(rules_overlap, occurrences_are_covered_one_by_one_S27_S18)
{
    meeting *m = meeting_begin(ONE_STEP("'anchor':'sale','repeat':{'every':'P1W'}"));
    meets(m, AS__STANDS_MADE, "follow-up", "2026-11-20T09:00:00Z");
    as__planned a = stage_planned(m->s, "a");
    cr_assert_eq(a.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(a.occurrence, 2);
    cr_assert_eq(a.cover.by, &m->others[0]);
    cr_assert_eq(a.cover.occurrence, 1);
    stage_past(m->s, "a", AS__STEP_COVERED)->made = instant("2026-11-20T09:00:00Z");
    a = stage_planned(m->s, "a");
    cr_assert_eq(a.occurrence, 2);
    cr_assert_null(a.cover.by);
    cr_assert_str_eq(stage_time(m->s, a.due), "2026-11-27T08:00:00Z");
    meeting_end(m);
}

/* S27: the run that comes first. */
Test(rules_overlap, which_run_comes_first_S27)
{
    aftersale_enrolment a = {.priority = 8, .begun = {5}, .id = 7}, b = a;
    b.priority = 9;
    cr_assert(as__run_comes_first(&a, &b) && !as__run_comes_first(&b, &a));
    b.begun.us = 1;
    cr_assert(as__run_comes_first(&a, &b), "the class before the time");
    b = a;
    b.begun.us = 6;
    cr_assert(as__run_comes_first(&a, &b) && !as__run_comes_first(&b, &a));
    b = a;
    b.id = 8;
    cr_assert(as__run_comes_first(&a, &b) && !as__run_comes_first(&b, &a));
    cr_assert(!as__run_comes_first(&a, &a));
}

/* S27: of a chain of three the second gives way to the first, so it is in nobody's way: the third is made. */
Test(rules_overlap, what_gives_way_is_in_nobodys_way_S27)
{
    static const char *const plans[] = {ONE_STEP(CHECK_UP("P1D")), ONE_STEP(CHECK_UP("P3D")),
                                        ONE_STEP(CHECK_UP("P5D"))};
    static const int32_t states[] = {AFTERSALE_TOUCH_STATE_PLANNED, AFTERSALE_TOUCH_STATE_BLOCKED,
                                     AFTERSALE_TOUCH_STATE_PLANNED};
    as__other listed[3];
    as__overlap overlap = {THREE_DAYS, listed, 0};
    stage *stages[COUNT(plans)];
    for (size_t i = 0; i < COUNT(plans); i++) {
        as__planned planned;
        stages[i] = stage_begin(plans[i]);
        stages[i]->run.id = i + 1;
        stages[i]->facts.overlap = &overlap;
        as__schedule_plan(&stages[i]->facts, &planned);
        cr_assert_eq(planned.state, states[i], "%zu", i);
        overlap.count +=
            as__overlap_list(&stages[i]->facts, &planned, AS__STANDS_PLANNED, listed + overlap.count);
    }
    cr_assert_eq(overlap.count, 2);
    for (size_t i = 0; i < COUNT(plans); i++)
        stage_end(stages[i]);
}

/* S27, S18: what comes after the open occurrence of a step that repeats is met, too, as far as anybody asks. */
Test(rules_overlap, occurrences_ahead_S27_S18)
{
    static const struct {
        const char *after;
        int32_t state;
    } rows[] = {
        {"P27D", AFTERSALE_TOUCH_STATE_BLOCKED}, /* four weeks less a day */
        {"P32D", AFTERSALE_TOUCH_STATE_BLOCKED}, /* five less three */
        {"P52W", AFTERSALE_TOUCH_STATE_BLOCKED},
        {"P53W", AFTERSALE_TOUCH_STATE_PLANNED}, /* more than three days after the last */
    };
    stage *high = stage_begin(ONE_STEP("'anchor':'sale','repeat':{'every':'P1W','count':53}"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[256];
        as__planned open;
        as__ahead ahead;
        as__other found[64];
        as__overlap overlap = {THREE_DAYS, found, 0};
        snprintf(json, sizeof json, ONE_STEP(CHECK_UP("%s")), rows[i].after);
        stage *low = stage_begin(json);
        low->run.id = MINE;
        high->run.id = 2;
        low->facts.overlap = &overlap;
        as__planned mine = stage_planned(low, "a");
        cr_assert_eq(mine.state, AFTERSALE_TOUCH_STATE_PLANNED);
        as__schedule_plan(&high->facts, &open);
        overlap.count = as__overlap_list(&high->facts, &open, AS__STANDS_PLANNED, found);
        cr_assert_eq(stage_planned(low, "a").state, AFTERSALE_TOUCH_STATE_PLANNED, "far from the open one");
        cr_assert_eq(as__overlap_reach(&low->facts, &mine, "review", 1).us, 0, "it has none of the kind");
        as__ahead_begin(&ahead, &high->facts, &open, as__overlap_reach(&low->facts, &mine, "follow-up", 1));
        while (as__ahead_next(&ahead, &found[overlap.count]))
            overlap.count++;
        cr_assert_eq(stage_planned(low, "a").state, rows[i].state, "%s", rows[i].after);
        cr_assert_leq(found[overlap.count - 1].at.us - mine.due.us, 9 * AS__DAY, "and not much further");
        stage_end(low);
    }
    stage_end(high);
}

/* S27: for ever is not looked at for ever. */
Test(rules_overlap, occurrences_ahead_have_an_end_S27)
{
    stage *high = stage_begin(ONE_STEP("'anchor':'sale','repeat':{'every':'P1D'}"));
    as__planned open;
    as__ahead ahead;
    as__other found;
    size_t count = 0;
    as__schedule_plan(&high->facts, &open);
    as__ahead_begin(&ahead, &high->facts, &open, instant("2099-01-01T00:00:00Z"));
    while (as__ahead_next(&ahead, &found))
        count++;
    cr_assert_eq(count, AS__AHEAD_MOST);
    as__ahead_begin(&ahead, &high->facts, &open, (aftersale_time){0});
    cr_assert(!as__ahead_next(&ahead, &found));
    stage_end(high);
}
