/* SPDX-License-Identifier: MIT */
#include "rules/schedule.h"
#include "aftersale/book.h"
#include "aftersale/enrolment.h"
#include "rules/consent_rule.h"
#include "rules/pass.h"
#include <string.h>

static const aftersale_time no_time = {0};

static const char *plan_state_name(int32_t state)
{
    static const char *const names[] = {"open",   "a draft", "promised",  "active",
                                        "paused", "ended",   "completed", "cancelled"};
    return state > 0 && state <= AFTERSALE_ENROLMENT_CANCELLED ? names[state] : names[0];
}

/* The open cases of the plan, of which the first of each sort is named. */
static as__obstacles find_cases(const as__facts *facts)
{
    as__obstacles found = {0};
    const as__template *plan = facts->plan;
    if (facts->run->steps.count == 0)
        return found;
    for (size_t i = 0; i < plan->case_count; i++) {
        const as__step *step = &plan->steps[plan->cases[i]];
        if (!as__case_is_open(facts->run, step))
            continue;
        const as__step *opener = &plan->steps[step->anchor_step];
        const as__step_state *opened = as__step_past(facts->run, opener->number);
        bool holds = opened != NULL && as__branch_of(opener, opened->outcome)->then == AS__ACTION_HOLD;
        if (holds && found.holding == NULL)
            found.holding = step;
        if (found.barring == NULL)
            found.barring = step;
    }
    return found;
}

static void begin_pass(const as__facts *facts, as__pass *p)
{
    const aftersale_enrolment *run = facts->run;
    as__decision *d = &p->d;
    d->facts = facts;
    d->clock.zone = facts->zone;
    d->clock.span = (as__zone_span){0};
    d->memo.channel = NULL;
    d->placing.facts = facts;
    d->placing.clock = &d->clock;
    d->placing.memo = &d->memo;
    d->placing.why = &d->why;
    d->placing.recents = facts->recents;
    d->placing.today = facts->now;
    d->placing.is_day_sought = false;
    d->dates_of = 0;
    p->cases = find_cases(facts);
    p->is_over = run->state >= AFTERSALE_ENROLMENT_ENDED;
    p->runs = run->state != AFTERSALE_ENROLMENT_PAUSED;
    p->resumes = as__pause_resumes(facts);
    /* A pause with a day on which it ends needs nobody to end it. */
    if (as__time_given(p->resumes))
        p->runs = facts->now.us >= p->resumes.us;
    as__pauses_of(facts, &d->pauses);
    d->newest = as__pauses_newest(&d->pauses);
    d->has_missed = d->is_beyond = false;
    d->made_up = (as__made_up){0};
    p->is_plain = p->runs && !p->is_over && p->cases.barring == NULL && d->newest == NULL &&
                  !as__time_given(facts->ends) && facts->overlap == NULL;
}

static void note_plan(const as__pass *p)
{
    const as__why *why = &p->d.why;
    int32_t state = p->d.facts->run->state;
    if (state != AFTERSALE_ENROLMENT_PAUSED)
        as__why_note(why, AS__REASON_PLAN_OPEN, no_time, no_time, plan_state_name(state), NULL);
    else if (!as__time_given(p->resumes))
        as__why_note(why, AS__REASON_PLAN_PAUSED, no_time, no_time, NULL, NULL);
    else
        as__why_note(why, p->runs ? AS__REASON_PLAN_RESUMED : AS__REASON_PLAN_PAUSED_UNTIL, no_time,
                     p->resumes, NULL, NULL);
}

/* A case never waits for another. */
static bool is_held(const as__pass *p)
{
    const as__step *step = p->d.step;
    if (step->is_case || p->cases.barring == NULL)
        return false;
    bool is_barred = (step->purpose & (AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_ASKING)) != 0;
    if (p->cases.holding != NULL)
        as__why_note(&p->d.why, AS__REASON_CASE_HOLDS, no_time, no_time, p->cases.holding->key, NULL);
    else if (is_barred)
        as__why_note(&p->d.why, AS__REASON_CASE_BARS, no_time, no_time, p->cases.barring->key,
                     as__purpose_name(step->purpose));
    return p->cases.holding != NULL || is_barred;
}

/* Settled, or never to be made: it keeps the date it had, or would have had. */
static void close_touch(as__decision *d)
{
    static const struct {
        int32_t state;
        const char *name;
    } ends[] = {
        [AS__STEP_DONE] = {AFTERSALE_TOUCH_STATE_DONE, "done"},
        [AS__STEP_MISSED] = {AFTERSALE_TOUCH_STATE_MISSED, "missed"},
        [AS__STEP_SKIPPED] = {AFTERSALE_TOUCH_STATE_CANCELLED, "skipped by a branch"},
        [AS__STEP_CANCELLED] = {AFTERSALE_TOUCH_STATE_CANCELLED,
                                "left out: its day was over when the plan's version brought it"},
    };
    as__planned *out = d->out;
    int32_t state = AFTERSALE_TOUCH_STATE_CANCELLED;
    if (out->past != NULL && out->past->state == AS__STEP_COVERED) {
        as__why_note(&d->why, AS__REASON_WAS_COVERED, no_time, out->past->made, out->past->cover, NULL);
        out->due = out->past->planned;
    } else if (as__step_is_settled(out->past) && out->past->state <= AS__STEP_CANCELLED) {
        bool is_missed = out->past->state == AS__STEP_MISSED;
        state = ends[out->past->state].state;
        as__why_note(&d->why, AS__REASON_TOUCH_SETTLED, no_time,
                     is_missed ? out->past->missed : out->past->made, ends[out->past->state].name, NULL);
        out->due = out->past->planned;
    } else {
        as__why_note(&d->why, AS__REASON_PLAN_OVER, no_time, no_time, plan_state_name(d->facts->run->state),
                     NULL);
    }
    d->why.reasons = NULL;
    bool never_was = out->past != NULL && out->past->state == AS__STEP_CANCELLED;
    if (!as__time_given(out->due) && !never_was && as__dating_origin(d)) {
        as__dating_from(d, out->occurrence);
        as__dating_date(d);
    }
    out->is_unreached = out->is_unreached && !as__step_is_settled(out->past);
    out->state = state;
    out->waiting_for = NULL;
    out->bound = no_time;
}

/* A last moment passes for a touch that is held, too. What has no date yet may come to one before the pause is over. */
static void hold(const as__pass *p, bool is_case_open)
{
    as__planned *out = p->d.out;
    const int64_t apart = AS__ZONES_APART_HOURS * AS__HOUR;
    if (as__is_passed_over(out))
        return;
    out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
    if (is_case_open || !as__time_given(p->resumes))
        out->bound = no_time;
    else if (as__time_given(out->floor) && out->bound.us < p->resumes.us - apart &&
             as__time_given(out->bound))
        out->bound.us = p->resumes.us - apart;
}

/* Whether the step goes on after its last state: another occurrence may come. */
static bool goes_on(const as__decision *d)
{
    const as__step_state *last = d->last;
    bool was_made = last == NULL || last->state == AS__STEP_DONE || last->state == AS__STEP_MISSED ||
                    last->state == AS__STEP_COVERED;
    return d->step->repeat.is_given && (was_made || !as__step_is_settled(last));
}

/* There is no such occurrence, or nobody here can tell. */
static void refuse_occurrence(as__decision *d)
{
    bool is_unread = d->step->repeat.rule != NULL && d->facts->rules == NULL;
    as__reason_number number = is_unread ? AS__REASON_RULE_UNREAD : AS__REASON_REPEATS_NO_MORE;
    as__why_note(&d->why, number, no_time, no_time, NULL, NULL);
    d->out->state = is_unread ? AFTERSALE_TOUCH_STATE_BLOCKED : AFTERSALE_TOUCH_STATE_CANCELLED;
}

/* The occurrence that is open; a step that comes to its end keeps its last one. */
static void decide_open(as__decision *d)
{
    const as__step_state *last = d->last;
    int32_t first = last == NULL ? 1 : last->occurrence + as__step_is_settled(last);
    as__dating_from(d, first);
    if (as__dating_has(d, first)) {
        as__dating_open(d, first);
    } else if (as__step_is_appointed(d->out->past) && !as__step_is_settled(last)) {
        as__dating_appointment(d);
    } else if (as__step_is_settled(last)) {
        close_touch(d);
    } else {
        refuse_occurrence(d);
    }
}

/* The occurrence that was asked for. */
static void decide_named(as__decision *d, int32_t occurrence)
{
    as__dating_from(d, occurrence);
    if (as__dating_has(d, occurrence)) {
        as__dating_occurrence(d, occurrence);
        return;
    }
    refuse_occurrence(d);
}

void as__pass_decide(as__pass *p, size_t index, int32_t occurrence, const as__planned *previous,
                     as__planned *out, as__reasons *reasons)
{
    as__decision *d = &p->d;
    const aftersale_enrolment *run = d->facts->run;
    d->step = &d->facts->plan->steps[index];
    d->previous = previous;
    d->last = run->steps.count == 0 ? NULL : as__step_past(run, d->step->number);
    d->out = out;
    d->why = (as__why){reasons, d->facts->zone};
    int32_t last = d->last == NULL ? 1 : d->last->occurrence;
    as__dating_begin(d, index, occurrence == 0 ? last : occurrence);
    if (p->is_over || (as__step_is_settled(out->past) && (occurrence != 0 || !goes_on(d)))) {
        close_touch(d);
        return;
    }
    if (reasons != NULL)
        note_plan(p);
    bool held = is_held(p);
    d->is_held = !p->runs || held;
    d->reasons_before = reasons == NULL ? 0 : reasons->count;
    if (as__dating_origin(d)) {
        if (!d->step->repeat.is_given && (occurrence == 0 || occurrence == last))
            as__dating_occurrence(d, out->occurrence);
        else if (!d->step->repeat.is_given)
            refuse_occurrence(d);
        else if (occurrence == 0)
            decide_open(d);
        else
            decide_named(d, occurrence);
    } else if (occurrence == 0 && as__step_is_settled(out->past)) { /* it is the next one that waits */
        out->occurrence++;
        out->past = NULL;
    } else if (as__step_is_appointed(out->past) && !out->is_unreached) {
        as__dating_appointment(d);
    }
    if (d->is_held)
        hold(p, held);
    if (as__is_passed_over(out))
        out->bound = no_time;
}

/* One of all steps, decided in their order. */
static void decide_in_order(as__pass *p, size_t i, as__planned *out)
{
    size_t before = p->d.facts->plan->steps[i].before;
    if (p->is_plain && as__dating_plain(&p->d, i, &out[i]))
        return;
    as__pass_decide(p, i, 0, before == 0 ? NULL : &out[before - 1], &out[i], NULL);
}

void as__schedule_plan(const as__facts *facts, as__planned *out)
{
    as__pass p;
    begin_pass(facts, &p);
    memset(out, 0, facts->plan->step_count * sizeof *out);
    for (size_t i = 0; i < facts->plan->step_count; i++)
        decide_in_order(&p, i, out);
    if (p.d.has_missed)
        as__make_up_plan(&p, out);
}

static void note_turn(const as__facts *facts, aftersale_time at, aftersale_time *turn)
{
    if (at.us > facts->now.us && (!as__time_given(*turn) || at.us < turn->us))
        *turn = at;
}

/* Of what stands in the run and with its customer. */
static void note_turns(const as__pass *p, aftersale_time *turn)
{
    const as__facts *facts = p->d.facts;
    const as__answer *answers = AS__ITEMS(as__answer, facts->customer->answers);
    const as__step_state *states = AS__ITEMS(as__step_state, facts->run->steps);
    for (size_t i = 0; i < facts->customer->answers.count; i++)
        note_turn(facts, answers[i].until, turn);
    for (size_t i = 0; i < facts->run->steps.count; i++) {
        note_turn(facts, states[i].lease, turn);
        note_turn(facts, states[i].not_before, turn);
        note_turn(facts, states[i].agreed, turn);
    }
    note_turn(facts, as__gate_next_day(facts), turn);
    note_turn(facts, p->resumes, turn);
}

/* Of the step that was decided last. */
static void note_turn_of_step(as__pass *p, aftersale_time *turn)
{
    as__decision *d = &p->d;
    const as__planned *out = d->out;
    if (p->is_over || !as__time_given(out->due)) /* it waits, whether or not it is held */
        return;
    if (as__time_given(out->not_after))
        note_turn(d->facts, (aftersale_time){out->not_after.us + 1}, turn);
    if (d->step->repeat.is_given && (!as__step_is_settled(out->past) || goes_on(d)))
        note_turn(d->facts, as__dating_succession(d), turn);
}

/* Once days were found for what was missed over a pause: they come one after the other. */
static void note_turn_of_missed(as__pass *p, size_t i, as__planned *out, aftersale_time *turn)
{
    const as__planned found = out[i];
    if (!found.is_made_up)
        decide_in_order(p, i, out);
    if (!found.is_made_up && !out[i].is_missed)
        note_turn_of_step(p, turn);
    out[i] = found;
    if (as__time_given(found.not_after))
        note_turn(p->d.facts, (aftersale_time){found.not_after.us + 1}, turn);
    note_turn(p->d.facts, found.next, turn);
}

void as__schedule_ahead(const as__facts *facts, as__planned *out, aftersale_time *turn)
{
    as__pass p;
    begin_pass(facts, &p);
    memset(out, 0, facts->plan->step_count * sizeof *out);
    *turn = no_time;
    note_turns(&p, turn);
    for (size_t i = 0; i < facts->plan->step_count; i++) {
        decide_in_order(&p, i, out);
        note_turn_of_step(&p, turn);
    }
    if (!p.d.has_missed)
        return;
    as__make_up_plan(&p, out);
    for (size_t i = 0; i < facts->plan->step_count; i++)
        note_turn_of_missed(&p, i, out, turn);
}

bool as__needs_previous(const as__step *step)
{
    return step->before > 0 && (as__counts_from_previous(step) || as__moves_back(step));
}

const as__planned *as__pass_previous(as__pass *p, size_t step, as__planned *out)
{
    const as__step *steps = p->d.facts->plan->steps;
    if (!as__needs_previous(&steps[step]))
        return NULL;
    size_t last = steps[step].before - 1, first = last;
    while (as__needs_previous(&steps[first]))
        first = steps[first].before - 1;
    as__pass_decide(p, first, 0, NULL, out, NULL);
    for (size_t i = first + 1; i <= last; i++) {
        as__planned before = *out;
        if (!steps[i].by_branch)
            as__pass_decide(p, i, 0, &before, out, NULL);
    }
    return out;
}

void as__schedule_step(const as__facts *facts, size_t step, as__planned *out, as__reasons *reasons)
{
    as__schedule_occurrence(facts, step, 0, out, reasons);
}

/* Decides an occurrence that is not the open one. */
static void decide_other(as__pass *p, size_t step, int32_t occurrence, const as__planned *previous,
                         as__planned *out, as__reasons *reasons)
{
    int32_t open = out->occurrence;
    if (reasons != NULL)
        reasons->count = 0;
    as__pass_decide(p, step, occurrence, previous, out, reasons);
    if (out->is_missed)
        as__make_up_step(p, step, occurrence, out, reasons);
    if (out->is_missed) { /* passed over for a later one when the plan goes on */
        out->dropped = p->d.newest->until;
        out->next = out->dropped;
    }
    bool is_overtaken = occurrence < open || out->is_missed;
    if (is_overtaken && as__time_given(out->due) && !as__step_is_settled(out->past) &&
        out->cover.by == NULL) {
        as__why_note(&p->d.why, AS__REASON_NEXT_CAME, no_time, no_time, NULL, NULL);
        out->state = AFTERSALE_TOUCH_STATE_MISSED;
        out->bound = no_time;
    }
}

void as__schedule_occurrence(const as__facts *facts, size_t step, int32_t occurrence, as__planned *out,
                             as__reasons *reasons)
{
    as__planned before;
    as__pass p;
    begin_pass(facts, &p);
    if (reasons != NULL)
        reasons->count = 0;
    const as__planned *previous = as__pass_previous(&p, step, &before);
    as__pass_decide(&p, step, 0, previous, out, reasons);
    if (p.d.has_missed)
        previous = as__make_up_alone(&p, step, &before, out, reasons);
    if (occurrence != 0 && occurrence != out->occurrence)
        decide_other(&p, step, occurrence, previous, out, reasons);
}
