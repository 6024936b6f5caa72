/* SPDX-License-Identifier: MIT */
#include "rules/schedule.h"
#include "aftersale/book.h"
#include "aftersale/enrolment.h"
#include "rules/anchor.h"
#include "rules/consent_rule.h"
#include "rules/window.h"
#include "value/instant.h"
#include <string.h>

static const aftersale_time no_time = {0};

/* Steps that stand for an open case; NULL: none. */
typedef struct obstacles {
    const as__step *holding; /* holds everything */
    const as__step *barring; /* bars selling and asking */
} obstacles;

/* One step while it is decided. */
typedef struct decision {
    const as__facts *facts;
    const obstacles *cases;
    const as__step *step;
    const as__planned *previous;
    as__planned *out;
    as__why why;
    as__dated dated;
} decision;

const as__step_state *as__step_past(const aftersale_enrolment *run, int32_t number)
{
    const as__step_state *steps = AS__ITEMS(as__step_state, run->steps);
    size_t first = 0, end = run->steps.count;
    while (first < end) {
        size_t middle = first + (end - first) / 2;
        if (steps[middle].step <= number)
            first = middle + 1;
        else
            end = middle;
    }
    return first > 0 && steps[first - 1].step == number ? &steps[first - 1] : NULL;
}

bool as__step_is_settled(const as__step_state *past)
{
    return past != NULL && past->state >= AS__STEP_DONE;
}

static const char *plan_state_name(int32_t state)
{
    static const char *const names[] = {"open",   "a draft", "promised",  "active",
                                        "paused", "ended",   "completed", "cancelled"};
    return state > 0 && state <= AFTERSALE_ENROLMENT_CANCELLED ? names[state] : names[0];
}

static bool plan_is_over(const aftersale_enrolment *run)
{
    return run->state >= AFTERSALE_ENROLMENT_ENDED;
}

/* False: the plan is paused. A pause with a day on which it ends needs nobody to end it. */
static bool plan_runs(const decision *d, aftersale_time *resumes)
{
    const aftersale_enrolment *run = d->facts->run;
    *resumes = no_time;
    if (run->state != AFTERSALE_ENROLMENT_PAUSED) {
        as__why_note(&d->why, AS__REASON_PLAN_OPEN, no_time, no_time, plan_state_name(run->state), NULL);
        return true;
    }
    if (run->resume.day == 0) {
        as__why_note(&d->why, AS__REASON_PLAN_PAUSED, no_time, no_time, NULL, NULL);
        return false;
    }
    *resumes = as__instant_of(d->facts->zone, run->resume, (aftersale_daytime){0}, d->facts->day_start);
    bool is_over = d->facts->now.us >= resumes->us;
    as__why_note(&d->why, is_over ? AS__REASON_PLAN_RESUMED : AS__REASON_PLAN_PAUSED_UNTIL, no_time, *resumes,
                 NULL, NULL);
    return is_over;
}

/* The open cases of the plan, of which the first of each sort is named. */
static obstacles find_cases(const as__facts *facts)
{
    obstacles found = {0};
    const as__template *plan = facts->plan;
    if (facts->run->steps.count == 0)
        return found;
    for (size_t i = 0; i < plan->case_count; i++) {
        const as__step *step = &plan->steps[plan->cases[i]];
        const as__step_state *past = as__step_past(facts->run, step->number);
        if (past == NULL || !as__time_given(past->activated) || as__step_is_settled(past))
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

/* A case never waits for another. */
static bool is_held(const decision *d)
{
    if (d->step->is_case || d->cases->barring == NULL)
        return false;
    bool is_barred = (d->step->purpose & (AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_ASKING)) != 0;
    if (d->cases->holding != NULL)
        as__why_note(&d->why, AS__REASON_CASE_HOLDS, no_time, no_time, d->cases->holding->key, NULL);
    else if (is_barred)
        as__why_note(&d->why, AS__REASON_CASE_BARS, no_time, no_time, d->cases->barring->key,
                     as__purpose_name(d->step->purpose));
    return d->cases->holding != NULL || is_barred;
}

/* What waits for the step before gets a date without any command when that one is missed. */
static aftersale_time earliest_miss(const decision *d)
{
    const as__planned *previous = d->previous;
    if (previous == NULL || previous->state == AFTERSALE_TOUCH_STATE_WAITING)
        return previous == NULL ? no_time : previous->bound;
    if (d->step->anchor != AS__ANCHOR_PREVIOUS_DONE || !as__time_given(previous->not_after))
        return no_time;
    return (aftersale_time){previous->not_after.us - AS__ZONES_APART_HOURS * AS__HOUR};
}

/* Anchor and offset. False: there is no date. */
static bool find_date(decision *d)
{
    as__planned *out = d->out;
    as__anchor_date(d->facts, d->step, out->past, d->previous, &d->why, &d->dated);
    out->waiting_for = d->dated.waiting_for;
    if (out->waiting_for != NULL) {
        out->state = AFTERSALE_TOUCH_STATE_WAITING;
        out->bound = earliest_miss(d);
        return false;
    }
    if (d->dated.is_outside) {
        out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
        return false;
    }
    out->due = d->dated.at;
    out->floor = d->dated.floor;
    return true;
}

/* Claiming it or putting it off once more does not undo what was agreed. */
static bool is_agreed(const as__step_state *past)
{
    return past != NULL && past->outcome == AFTERSALE_OUTCOME_CONTACT_LATER &&
           as__time_given(past->not_before);
}

/* A retry, a snooze, a day agreed. */
static void apply_history(decision *d)
{
    as__planned *out = d->out;
    if (out->past == NULL || out->past->not_before.us <= out->due.us)
        return;
    as__reason_number number = AS__REASON_RETRIED;
    if (out->past->state == AS__STEP_SNOOZED)
        number = AS__REASON_SNOOZED;
    else if (is_agreed(out->past))
        number = AS__REASON_AGREED;
    as__why_note(&d->why, number, out->due, out->past->not_before, NULL, NULL);
    out->due = out->past->not_before;
    if (out->floor.us < out->due.us)
        out->floor = out->due;
}

static void note_window(const decision *d, const as__channel *channel, aftersale_time from, aftersale_time to)
{
    if (d->why.reasons == NULL || channel->windows.count == 0)
        return;
    char text[3 * AS__HOURS_TEXT] = "";
    for (size_t i = 0; i < channel->windows.count && i < 3; i++) {
        size_t size = strlen(text);
        if (size > 0) {
            memcpy(text + size, ", ", 3);
            size += 2;
        }
        char hours[AS__HOURS_TEXT];
        as__hours_text(channel->windows.items[i], hours);
        if (size + strlen(hours) < sizeof text)
            memcpy(text + size, hours, strlen(hours) + 1);
    }
    as__reason_number number = AS__REASON_WINDOW_OPEN;
    if (from.us != to.us)
        number = d->step->abandon ? AS__REASON_WINDOW_ABANDONED : AS__REASON_WINDOW_MOVED;
    as__why_note(&d->why, number, from, to, channel->name, text);
}

static void take_gate(as__planned *out, const as__gate *gate, size_t channel, aftersale_time due)
{
    out->channel = channel;
    out->contact = gate->contact;
    out->due = due;
    out->bound = out->floor;
    out->state = AFTERSALE_TOUCH_STATE_PLANNED;
}

/* The first channel that is open, each with its own hours. */
static void choose_channel(decision *d)
{
    as__planned *out = d->out;
    aftersale_time opens = no_time;
    size_t first = out->past != NULL && out->past->channel > 1 ? (size_t)out->past->channel - 1 : 0;
    if (d->step->channel_count == 0) {
        as__gate gate = as__gate_of(d->facts, d->step, NULL, out->due, &d->why);
        if (gate.is_open) {
            take_gate(out, &gate, 0, out->due);
            return;
        }
        opens = gate.opens;
    }
    for (size_t i = first; i < d->step->channel_count; i++) {
        const as__channel *channel = &d->step->channels[i];
        aftersale_time due = as__window_next(channel->windows, d->facts->zone, out->due);
        note_window(d, channel, out->due, due);
        as__gate gate = as__gate_of(d->facts, d->step, channel->name, due, &d->why);
        if (gate.is_open) {
            bool is_abandoned = d->step->abandon && due.us != out->due.us;
            take_gate(out, &gate, i, due);
            if (is_abandoned)
                out->state = AFTERSALE_TOUCH_STATE_MISSED;
            return;
        }
        if (as__time_given(gate.opens) && (!as__time_given(opens) || gate.opens.us < opens.us))
            opens = gate.opens;
    }
    out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
    if (as__time_given(opens))
        out->bound = opens.us > out->floor.us ? opens : out->floor;
}

static bool is_claimed(const decision *d)
{
    const as__step_state *past = d->out->past;
    return past != NULL && past->state == AS__STEP_CLAIMED && past->lease.us > d->facts->now.us;
}

static void judge_not_after(decision *d)
{
    as__planned *out = d->out;
    as__moment last = d->dated.moment;
    if (!d->step->has_not_after || !as__moment_add(&last, &d->step->not_after))
        return;
    aftersale_time end = as__moment_instant(&last);
    /* A day agreed with the customer stands, whatever the plan had in mind. */
    if (is_agreed(out->past) && out->due.us > end.us)
        return;
    out->not_after = end;
    bool is_late = out->due.us > end.us, is_past = d->facts->now.us > end.us && !is_claimed(d);
    if (d->step->is_case || (!is_late && !is_past)) {
        as__why_note(&d->why, AS__REASON_NOT_AFTER_KEPT, out->due, end, NULL, NULL);
        return;
    }
    as__why_note(&d->why, is_late ? AS__REASON_NOT_AFTER_DUE : AS__REASON_NOT_AFTER_NOW, out->due, end, NULL,
                 NULL);
    out->state = AFTERSALE_TOUCH_STATE_MISSED;
}

static void judge_holder(decision *d)
{
    as__planned *out = d->out;
    if (out->past == NULL || out->state != AFTERSALE_TOUCH_STATE_PLANNED)
        return;
    if (is_claimed(d)) {
        out->state = AFTERSALE_TOUCH_STATE_CLAIMED;
        as__why_note(&d->why, AS__REASON_TOUCH_CLAIMED, out->due, out->past->lease, NULL, NULL);
    } else if (out->past->state == AS__STEP_SNOOZED && out->past->not_before.us > d->facts->now.us) {
        out->state = AFTERSALE_TOUCH_STATE_SNOOZED;
    }
}

/* Settled, or never to be made: it keeps the date it had, or would have had. */
static void close_touch(decision *d)
{
    static const struct {
        int32_t state;
        const char *name;
    } ends[] = {
        [AS__STEP_DONE] = {AFTERSALE_TOUCH_STATE_DONE, "done"},
        [AS__STEP_MISSED] = {AFTERSALE_TOUCH_STATE_MISSED, "missed"},
        [AS__STEP_SKIPPED] = {AFTERSALE_TOUCH_STATE_CANCELLED, "skipped by a branch"},
        [AS__STEP_CANCELLED] = {AFTERSALE_TOUCH_STATE_CANCELLED, "cancelled"},
    };
    as__planned *out = d->out;
    int32_t state = AFTERSALE_TOUCH_STATE_CANCELLED;
    if (as__step_is_settled(out->past) && out->past->state <= AS__STEP_CANCELLED) {
        state = ends[out->past->state].state;
        as__why_note(&d->why, AS__REASON_TOUCH_SETTLED, no_time, out->past->made, ends[out->past->state].name,
                     NULL);
        out->due = out->past->planned;
    } else {
        as__why_note(&d->why, AS__REASON_PLAN_OVER, no_time, no_time, plan_state_name(d->facts->run->state),
                     NULL);
    }
    d->why.reasons = NULL;
    if (!as__time_given(out->due))
        find_date(d);
    out->state = state;
    out->waiting_for = NULL;
}

static void decide(const as__facts *facts, const obstacles *cases, size_t index, const as__planned *previous,
                   as__planned *out, as__reasons *reasons)
{
    const as__step *step = &facts->plan->steps[index];
    const as__step_state *past = as__step_past(facts->run, step->number);
    *out = (as__planned){
        .step = index,
        .occurrence = past == NULL ? 1 : past->occurrence,
        .channel = step->channel_count,
        .contact = facts->customer->contacts.count,
        .past = past,
    };
    decision d;
    d.facts = facts;
    d.cases = cases;
    d.step = step;
    d.previous = previous;
    d.out = out;
    d.why = (as__why){reasons, facts->zone};
    if (as__step_is_settled(past) || plan_is_over(facts->run)) {
        close_touch(&d);
        return;
    }

    aftersale_time resumes;
    bool runs = plan_runs(&d, &resumes);
    bool held = is_held(&d);
    if (find_date(&d)) {
        apply_history(&d);
        choose_channel(&d);
        judge_not_after(&d);
        judge_holder(&d);
    }
    /* A last moment passes for a touch that is held, too. */
    if ((!runs || held) && out->state != AFTERSALE_TOUCH_STATE_MISSED) {
        out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
        if (held || !as__time_given(resumes))
            out->bound = no_time;
        else if (as__time_given(out->bound) && out->bound.us < resumes.us - AS__ZONES_APART_HOURS * AS__HOUR)
            out->bound.us = resumes.us - AS__ZONES_APART_HOURS * AS__HOUR;
    }
    if (out->state == AFTERSALE_TOUCH_STATE_MISSED)
        out->bound = no_time;
}

static bool counts_from_previous(const as__step *step)
{
    return step->anchor == AS__ANCHOR_PREVIOUS_PLANNED || step->anchor == AS__ANCHOR_PREVIOUS_DONE;
}

void as__schedule_plan(const as__facts *facts, as__planned *out)
{
    obstacles cases = find_cases(facts);
    for (size_t i = 0; i < facts->plan->step_count; i++) {
        const as__step *step = &facts->plan->steps[i];
        decide(facts, &cases, i, counts_from_previous(step) ? &out[step->anchor_step] : NULL, &out[i], NULL);
    }
}

void as__schedule_step(const as__facts *facts, size_t step, as__planned *out, as__reasons *reasons)
{
    const as__step *steps = facts->plan->steps;
    obstacles cases = find_cases(facts);
    as__planned previous = {0};
    if (reasons != NULL)
        reasons->count = 0;
    if (counts_from_previous(&steps[step])) {
        size_t first = steps[step].anchor_step;
        while (counts_from_previous(&steps[first]))
            first = steps[first].anchor_step;
        decide(facts, &cases, first, NULL, &previous, NULL);
        /* Each counts from the one before that no branch reaches: all of these are in the chain. */
        for (size_t i = first + 1; i <= steps[step].anchor_step; i++) {
            as__planned before = previous;
            if (!steps[i].by_branch)
                decide(facts, &cases, i, &before, &previous, NULL);
        }
    }
    decide(facts, &cases, step, &previous, out, reasons);
}

bool as__is_due(const as__planned *planned, aftersale_time now)
{
    const as__step_state *past = planned->past;
    if (!as__time_given(planned->due) || planned->due.us > now.us)
        return false;
    switch (planned->state) {
    case AFTERSALE_TOUCH_STATE_PLANNED:
        return true;
    case AFTERSALE_TOUCH_STATE_CLAIMED:
        return past->lease.us <= now.us;
    case AFTERSALE_TOUCH_STATE_SNOOZED:
        return past->not_before.us <= now.us;
    default:
        return false;
    }
}

static const char *first_given(const char *a, const char *b, const char *c)
{
    if (a != NULL && *a != '\0')
        return a;
    if (b != NULL && *b != '\0')
        return b;
    return c != NULL ? c : "";
}

const char *as__step_owner(const as__facts *facts, const as__step *step)
{
    const aftersale_enrolment *run = facts->run;
    if (strncmp(step->owner, "user:", 5) == 0)
        return step->owner + 5;
    if (strcmp(step->owner, "seller") == 0)
        return first_given(run->owner, run->seller, facts->customer->owner);
    if (strcmp(step->owner, "customer") == 0)
        return first_given(facts->customer->owner, run->owner, run->seller);
    return step->owner;
}
