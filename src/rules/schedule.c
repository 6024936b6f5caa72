/* SPDX-License-Identifier: MIT */
#include "rules/schedule.h"
#include "aftersale/book.h"
#include "aftersale/enrolment.h"
#include "rules/anchor.h"
#include "rules/consent_rule.h"
#include "rules/place.h"
#include "value/instant.h"
#include <stdio.h>

#define OCCURRENCES_TRIED 400 /* S35 */

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
    as__clock *clock;
    const as__step *step;
    const as__planned *previous; /* the step before that no branch reaches; NULL: none, or nobody asks */
    const as__step_state *last;  /* of the step's states */
    as__planned *out;
    as__why why;
    size_t reasons_before; /* those of the dates of one occurrence */
    as__origin origin;
    as__dates dates;
    aftersale_time at;  /* date of the occurrence, before anything moves it */
    aftersale_time end; /* its last moment; zero: none */
} decision;

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

/* What the step counts from. False: it is not known yet. */
static bool find_origin(decision *d)
{
    as__planned *out = d->out;
    const as__step *step = d->step;
    if (step->by_branch && !as__time_given(as__step_activated(d->facts->run, step->number))) {
        out->waiting_for = "branch";
        as__why_note(&d->why, AS__REASON_NO_BRANCH, no_time, no_time, NULL, NULL);
    } else {
        d->origin = as__anchor_origin(d->facts, step, d->previous);
        bool is_in_hours = step->after.us != 0 || step->lead.us != 0;
        if (d->origin.missing != NULL) {
            out->waiting_for = d->origin.missing;
            as__why_note(&d->why, AS__REASON_ANCHOR_MISSING, no_time, no_time, d->origin.name, NULL);
        } else if (d->origin.no_time != NULL && is_in_hours) {
            out->waiting_for = d->origin.no_time;
            as__why_note(&d->why, AS__REASON_ANCHOR_TIME_MISSING, no_time, no_time, d->origin.no_time, NULL);
        }
    }
    if (out->waiting_for == NULL)
        return true;
    out->state = AFTERSALE_TOUCH_STATE_WAITING;
    out->bound = earliest_miss(d);
    return false;
}

/* Date of an occurrence before anything moves it. False: there is none. */
static bool date_of(const decision *d, int32_t occurrence, as__moment *moment, aftersale_time *at)
{
    if (!as__anchor_date(d->facts, &d->dates, occurrence, moment))
        return false;
    *at = as__moment_instant(moment, d->clock);
    return as__time_valid(*at);
}

/* Anchor, offset and repetition. False: there is no instant. */
static bool find_date(decision *d)
{
    as__planned *out = d->out;
    as__moment moment;
    bool is_inside = date_of(d, out->occurrence, &moment, &d->at);
    as__anchor_note(&d->dates, out->occurrence, &d->why, is_inside ? d->at : no_time);
    d->end = no_time;
    if (!is_inside) {
        out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
        return false;
    }
    if (d->why.reasons != NULL && as__moment_is_skipped(&moment, d->clock))
        as__why_note(&d->why, AS__REASON_CLOCK_SKIPS, d->at, d->at, NULL, NULL);
    out->due = d->at;
    out->floor = as__anchor_floor(d->step, &d->dates, out->occurrence, d->at);
    if (d->step->has_not_after &&
        as__moment_add(&moment, d->clock, d->dates.series.calendar, &d->step->not_after))
        d->end = as__moment_instant(&moment, d->clock);
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

static bool moves_back(const as__step *step)
{
    return step->on_holiday == AS__HOLIDAY_BACK || step->on_holiday == AS__HOLIDAY_NEAREST;
}

static void raise(aftersale_time *stop, aftersale_time to)
{
    if (to.us > stop->us)
        *stop = to;
}

/* No day off moves a touch back past the instant at which it could be planned, nor past the touch before it. */
static aftersale_time find_stop(const decision *d)
{
    aftersale_time stop = d->facts->begins, before;
    as__moment moment;
    if (!moves_back(d->step))
        return no_time;
    raise(&stop, d->dates.known);
    if (d->out->past != NULL)
        raise(&stop, d->out->past->not_before);
    if (d->previous != NULL && d->previous->due.us <= d->out->due.us)
        raise(&stop, d->previous->due);
    if (d->out->occurrence > d->dates.first && date_of(d, d->out->occurrence - 1, &moment, &before))
        raise(&stop, before);
    return stop;
}

/* When there is no use looking for a place any further. */
static aftersale_time find_end(const decision *d)
{
    aftersale_time end = d->end, over = d->facts->ends;
    if (d->step->is_case || is_agreed(d->out->past))
        return no_time;
    if (as__time_given(over) && d->at.us < over.us && (!as__time_given(end) || over.us <= end.us))
        end.us = over.us - 1;
    return end;
}

static void take_place(as__planned *out, const as__place *place, size_t channel)
{
    out->channel = channel;
    out->contact = place->contact;
    out->due = place->due;
    out->bound = out->floor;
    out->state = AFTERSALE_TOUCH_STATE_PLANNED;
    if (place->state == AS__PLACE_ABANDONED)
        out->state = AFTERSALE_TOUCH_STATE_MISSED;
    else if (place->state == AS__PLACE_SKIPPED)
        out->state = AFTERSALE_TOUCH_STATE_CANCELLED;
}

/* The first channel that is open, each with its own hours, addresses, days off and caps. */
static void choose_channel(decision *d)
{
    as__planned *out = d->out;
    const as__step *step = d->step;
    const as__placing placing = {
        .facts = d->facts,
        .clock = d->clock,
        .step = step,
        .why = &d->why,
        .occurrence = out->occurrence,
        .owner = step->on_holiday == AS__HOLIDAY_STAYS ? NULL : as__step_owner_calendar(d->facts, step),
        .from = out->due,
        .stop = find_stop(d),
        .end = find_end(d),
        .is_agreed = is_agreed(out->past),
    };
    aftersale_time opens = no_time;
    size_t i = out->past != NULL && out->past->channel > 1 ? (size_t)out->past->channel - 1 : 0;
    out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
    do {
        const as__channel *channel = i < step->channel_count ? &step->channels[i] : NULL;
        if (channel == NULL && step->channel_count > 0)
            break;
        as__place place = as__place_find(&placing, channel);
        if (place.state == AS__PLACE_NONE)
            return;
        if (place.state != AS__PLACE_CLOSED) {
            take_place(out, &place, i);
            return;
        }
        if (as__time_given(place.opens) && (!as__time_given(opens) || place.opens.us < opens.us))
            opens = place.opens;
        i++;
    } while (i < step->channel_count);
    if (as__time_given(opens))
        out->bound = opens.us > out->floor.us ? opens : out->floor;
}

static bool is_claimed(const decision *d)
{
    const as__step_state *past = d->out->past;
    return past != NULL && past->state == AS__STEP_CLAIMED && past->lease.us > d->facts->now.us;
}

/* A move past the end of the contract; what was meant for a time after it stays. */
static bool is_past_contract(const decision *d)
{
    aftersale_time over = d->facts->ends;
    return as__time_given(over) && d->at.us < over.us && d->out->due.us >= over.us;
}

static void judge_not_after(decision *d)
{
    as__planned *out = d->out;
    bool has_end = as__time_given(d->end);
    if (out->state == AFTERSALE_TOUCH_STATE_CANCELLED)
        return;
    if (is_past_contract(d) && !d->step->is_case && !is_agreed(out->past)) {
        as__why_note(&d->why, AS__REASON_CONTRACT_OVER, out->due, d->facts->ends, NULL, NULL);
        out->state = AFTERSALE_TOUCH_STATE_MISSED;
    }
    /* A day agreed with the customer stands, whatever the plan had in mind. */
    if (!has_end || (is_agreed(out->past) && out->due.us > d->end.us))
        return;
    out->not_after = d->end;
    bool is_late = out->due.us > d->end.us, is_past = d->facts->now.us > d->end.us && !is_claimed(d);
    if (d->step->is_case || (!is_late && !is_past)) {
        as__why_note(&d->why, AS__REASON_NOT_AFTER_KEPT, out->due, d->end, NULL, NULL);
        return;
    }
    as__why_note(&d->why, is_late ? AS__REASON_NOT_AFTER_DUE : AS__REASON_NOT_AFTER_NOW, out->due, d->end,
                 NULL, NULL);
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

/* Decides one occurrence, in place of the one decided before. */
static void decide_occurrence(decision *d, int32_t occurrence)
{
    const as__step_state *past = d->last;
    if (past != NULL && past->occurrence != occurrence)
        past = as__step_occurrence(d->facts->run, d->step->number, occurrence);
    *d->out = (as__planned){
        .step = d->out->step,
        .occurrence = occurrence,
        .channel = d->step->channel_count,
        .contact = d->facts->customer->contacts.count,
        .past = past,
    };
    if (d->why.reasons != NULL) {
        char text[16];
        d->why.reasons->count = d->reasons_before;
        snprintf(text, sizeof text, "%d", (int)occurrence);
        if (as__repeats(&d->step->repeat))
            as__why_note(&d->why, AS__REASON_REPEATS, no_time, no_time, text, NULL);
    }
    if (!find_date(d))
        return;
    apply_history(d);
    choose_channel(d);
    judge_not_after(d);
    judge_holder(d);
}

static bool has_come(const decision *d, int32_t occurrence, aftersale_time by)
{
    as__moment moment;
    aftersale_time at;
    return date_of(d, occurrence, &moment, &at) && at.us <= by.us;
}

/* The last occurrence from `first` on whose date has come by then; `first` if none has. */
static int32_t last_come(const decision *d, int32_t first, aftersale_time by)
{
    int32_t last = first, stride = 1;
    for (; has_come(d, last + stride, by); stride *= 2)
        last += stride;
    for (; stride > 0; stride /= 2) {
        if (has_come(d, last + stride, by))
            last += stride;
    }
    return last;
}

/* What somebody holds, or agreed with the customer, is not missed while that stands. */
static bool is_kept(const decision *d, const as__step_state *past)
{
    if (past == NULL || as__step_is_settled(past))
        return false;
    aftersale_time now = d->facts->now;
    return (past->state == AS__STEP_CLAIMED && past->lease.us > now.us) ||
           (is_agreed(past) && past->not_before.us > now.us);
}

static bool is_passed_over(const as__planned *planned)
{
    return planned->state == AFTERSALE_TOUCH_STATE_MISSED ||
           planned->state == AFTERSALE_TOUCH_STATE_CANCELLED;
}

/* What a day off moves back has come before its date has. */
static int32_t last_moved_back(decision *d, int32_t last)
{
    aftersale_time by = {d->facts->now.us + AS__DAYS_BACK_MOST * AS__DAY};
    int32_t found = last;
    for (int32_t next = last + 1; has_come(d, next, by); next++) {
        decide_occurrence(d, next);
        if (d->out->due.us <= d->facts->now.us)
            found = next;
    }
    return found;
}

/* One occurrence is open: when the date of the next comes, the earlier is missed (S18). */
static void decide_open(decision *d, int32_t first)
{
    int32_t open = first;
    if (!is_kept(d, d->last)) {
        open = last_come(d, first, d->facts->now);
        if (moves_back(d->step))
            open = last_moved_back(d, open);
    }
    decide_occurrence(d, open);
    for (int tried = 0; is_passed_over(d->out); tried++) {
        as__moment moment;
        aftersale_time at;
        if (!date_of(d, open + 1, &moment, &at))
            return;
        if (tried == OCCURRENCES_TRIED) {
            as__why_note(&d->why, AS__REASON_NEVER_SETTLES, d->out->due, no_time, NULL, NULL);
            d->out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
            d->out->bound = no_time;
            return;
        }
        decide_occurrence(d, ++open);
    }
}

/* The first occurrence that may be open. */
static int32_t first_open(const as__step_state *last)
{
    if (last == NULL)
        return 1;
    return as__step_is_settled(last) ? last->occurrence + 1 : last->occurrence;
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
    if (!as__time_given(out->due) && find_origin(d)) {
        d->dates = as__anchor_dates(d->facts, d->clock, d->step, &d->origin, out->occurrence);
        find_date(d);
    }
    out->state = state;
    out->waiting_for = NULL;
    out->bound = no_time;
}

/* A last moment passes for a touch that is held, too. */
static void hold(decision *d, bool is_case_open, aftersale_time resumes)
{
    as__planned *out = d->out;
    const int64_t apart = AS__ZONES_APART_HOURS * AS__HOUR;
    if (is_passed_over(out))
        return;
    out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
    if (is_case_open || !as__time_given(resumes))
        out->bound = no_time;
    else if (as__time_given(out->bound) && out->bound.us < resumes.us - apart)
        out->bound.us = resumes.us - apart;
}

/* Whether the step goes on after its last state: another occurrence may come. */
static bool goes_on(const decision *d)
{
    const as__step_state *last = d->last;
    bool was_made = last == NULL || last->state == AS__STEP_DONE || last->state == AS__STEP_MISSED;
    return as__repeats(&d->step->repeat) && (was_made || !as__step_is_settled(last));
}

/* The occurrence that is open, or the one that is asked for; 0: the first of these. */
static void decide_dates(decision *d, int32_t occurrence)
{
    int32_t first = d->last == NULL ? 1 : d->last->occurrence;
    as__moment moment;
    aftersale_time at;
    if (goes_on(d))
        first = first_open(d->last);
    if (occurrence != 0)
        first = occurrence;
    d->dates = as__anchor_dates(d->facts, d->clock, d->step, &d->origin, first);
    if (!as__repeats(&d->step->repeat) || (occurrence != 0 && date_of(d, first, &moment, &at))) {
        decide_occurrence(d, first);
    } else if (occurrence == 0 && date_of(d, first, &moment, &at)) {
        decide_open(d, first);
    } else if (occurrence == 0 && as__step_is_settled(d->last)) {
        close_touch(d);
    } else {
        as__why_note(&d->why, AS__REASON_REPEATS_NO_MORE, no_time, no_time, NULL, NULL);
        d->out->state = AFTERSALE_TOUCH_STATE_CANCELLED;
    }
}

/* `occurrence` 0: the one that is open. */
static void decide(decision *d, int32_t occurrence)
{
    const as__facts *facts = d->facts;
    as__planned *out = d->out;
    aftersale_time resumes;
    bool is_settled = as__step_is_settled(out->past);
    if ((is_settled && (occurrence != 0 || !goes_on(d))) || plan_is_over(facts->run)) {
        close_touch(d);
        return;
    }
    bool runs = plan_runs(d, &resumes);
    bool held = is_held(d);
    d->reasons_before = d->why.reasons == NULL ? 0 : d->why.reasons->count;
    if (find_origin(d))
        decide_dates(d, occurrence);
    if (!runs || held)
        hold(d, held, resumes);
    if (is_passed_over(out))
        out->bound = no_time;
}

static void begin(decision *d, size_t index, int32_t occurrence, const as__planned *previous,
                  as__planned *out, as__reasons *reasons)
{
    d->step = &d->facts->plan->steps[index];
    d->previous = previous;
    d->last = as__step_past(d->facts->run, d->step->number);
    d->out = out;
    d->why = (as__why){reasons, d->facts->zone};
    const as__step_state *past = d->last;
    if (occurrence != 0 && past != NULL && past->occurrence != occurrence)
        past = as__step_occurrence(d->facts->run, d->step->number, occurrence);
    *out = (as__planned){
        .step = index,
        .occurrence = past == NULL ? 1 : past->occurrence,
        .channel = d->step->channel_count,
        .contact = d->facts->customer->contacts.count,
        .past = past,
    };
    if (occurrence != 0)
        out->occurrence = occurrence;
}

static const as__planned *before_of(const as__step *step, const as__planned *all)
{
    return step->before == 0 ? NULL : &all[step->before - 1];
}

void as__schedule_plan(const as__facts *facts, as__planned *out)
{
    obstacles cases = find_cases(facts);
    as__clock clock = as__clock_of(facts->zone);
    decision d = {.facts = facts, .cases = &cases, .clock = &clock};
    for (size_t i = 0; i < facts->plan->step_count; i++) {
        begin(&d, i, 0, before_of(&facts->plan->steps[i], out), &out[i], NULL);
        decide(&d, 0);
    }
}

/* Its date hangs on that of the step before. */
static bool needs_previous(const as__step *step)
{
    bool counts_from_it =
        step->anchor == AS__ANCHOR_PREVIOUS_PLANNED || step->anchor == AS__ANCHOR_PREVIOUS_DONE;
    return step->before > 0 && (counts_from_it || moves_back(step));
}

/* Decides the steps before on which this one hangs; each hangs on the one before that no branch reaches. */
static const as__planned *decide_previous(decision *d, size_t step, as__planned *out)
{
    const as__step *steps = d->facts->plan->steps;
    as__planned before;
    if (!needs_previous(&steps[step]))
        return NULL;
    size_t last = steps[step].before - 1, first = last;
    while (needs_previous(&steps[first]))
        first = steps[first].before - 1;
    begin(d, first, 0, NULL, out, NULL);
    decide(d, 0);
    for (size_t i = first + 1; i <= last; i++) {
        if (steps[i].by_branch)
            continue;
        before = *out;
        begin(d, i, 0, &before, out, NULL);
        decide(d, 0);
    }
    return out;
}

void as__schedule_step(const as__facts *facts, size_t step, as__planned *out, as__reasons *reasons)
{
    as__schedule_occurrence(facts, step, 0, out, reasons);
}

void as__schedule_occurrence(const as__facts *facts, size_t step, int32_t occurrence, as__planned *out,
                             as__reasons *reasons)
{
    obstacles cases = find_cases(facts);
    as__clock clock = as__clock_of(facts->zone);
    decision d = {.facts = facts, .cases = &cases, .clock = &clock};
    as__planned before;
    if (reasons != NULL)
        reasons->count = 0;
    const as__planned *previous = decide_previous(&d, step, &before);
    begin(&d, step, 0, previous, out, reasons);
    decide(&d, 0);
    if (occurrence == 0 || occurrence == out->occurrence)
        return;
    int32_t open = out->occurrence;
    if (reasons != NULL)
        reasons->count = 0;
    begin(&d, step, occurrence, previous, out, reasons);
    decide(&d, occurrence);
    bool is_settled = as__step_is_settled(out->past);
    if (occurrence < open && !is_settled && as__time_given(out->due)) {
        out->state = AFTERSALE_TOUCH_STATE_MISSED;
        out->bound = no_time;
    }
}
