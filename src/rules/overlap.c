/* SPDX-License-Identifier: MIT */
#include "rules/overlap.h"
#include "rules/clock.h"
#include <stdio.h>
#include <string.h>

bool as__run_comes_first(const aftersale_enrolment *a, const aftersale_enrolment *b)
{
    if (a->priority != b->priority)
        return a->priority < b->priority;
    if (a->begun.us != b->begun.us)
        return a->begun.us < b->begun.us;
    return a->id < b->id;
}

/* Whether a run means to make a touch, or has agreed it. */
static bool stands(const as__step *step, const as__planned *planned)
{
    int32_t state = planned->state;
    return !step->is_case &&
           (state == AFTERSALE_TOUCH_STATE_PLANNED || state == AFTERSALE_TOUCH_STATE_CLAIMED ||
            state == AFTERSALE_TOUCH_STATE_SNOOZED);
}

static as__other describe(const as__facts *facts, const as__planned *planned)
{
    const as__step *step = &facts->plan->steps[planned->step];
    return (as__other){.standing = as__step_is_agreed(planned->past) ? AS__STANDS_AGREED : AS__STANDS_PLANNED,
                       .enrolment = facts->run->id,
                       .plan = facts->run->plan,
                       .step = step->key,
                       .kind = step->kind,
                       .at = planned->due};
}

size_t as__overlap_list(const as__facts *facts, const as__planned *planned, as__standing which,
                        as__other *out)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->plan->step_count; i++) {
        bool is_asked = which != AS__STANDS_AGREED || as__step_is_agreed(planned[i].past);
        if (is_asked && stands(&facts->plan->steps[i], &planned[i]))
            out[count++] = describe(facts, &planned[i]);
    }
    return count;
}

void as__ahead_begin(as__ahead *ahead, const as__facts *facts, const as__planned *open, aftersale_time until)
{
    const as__step *step = &facts->plan->steps[open->step];
    bool goes_on = step->repeat.is_given && !step->is_case && as__time_given(until);
    *ahead = (as__ahead){.facts = facts,
                         .step = open->step,
                         .occurrence = open->occurrence,
                         .next = goes_on ? open->next : (aftersale_time){0},
                         .until = until};
}

bool as__ahead_next(as__ahead *ahead, as__other *out)
{
    while (as__time_given(ahead->next) && ahead->looked++ < AS__AHEAD_MOST) {
        as__planned planned;
        as__schedule_occurrence(ahead->facts, ahead->step, ++ahead->occurrence, &planned, NULL);
        if (planned.floor.us > ahead->until.us)
            return false;
        ahead->next = planned.next;
        if (stands(&ahead->facts->plan->steps[ahead->step], &planned)) {
            *out = describe(ahead->facts, &planned);
            return true;
        }
    }
    return false;
}

aftersale_time as__overlap_reach(const as__facts *facts, const as__planned *planned, const char *kind,
                                 size_t runs)
{
    const int64_t apart = AS__DAY; /* of two times on one day */
    aftersale_time last = {0};
    for (size_t i = 0; i < facts->plan->step_count; i++) {
        const as__step *step = &facts->plan->steps[i];
        aftersale_time due = planned[i].due;
        if (!as__time_given(due) || step->is_case || strcmp(step->kind, kind) != 0 ||
            as__step_is_settled(planned[i].past))
            continue;
        if (due.us < facts->now.us)
            due = facts->now;
        if (due.us > last.us)
            last = due;
    }
    if (as__time_given(last))
        last.us += apart + facts->overlap->days * AS__DAY * (int64_t)(runs + 1);
    return last;
}

static bool may_meet(const as__other *other, uint64_t enrolment, const char *kind)
{
    return other->enrolment != enrolment && strcmp(other->kind, kind) == 0;
}

bool as__overlap_has(const as__overlap *overlap, uint64_t enrolment, const char *kind)
{
    for (size_t i = 0; i < overlap->count; i++) {
        if (may_meet(&overlap->items[i], enrolment, kind))
            return true;
    }
    return false;
}

static int64_t day_of(as__clock *clock, aftersale_time time)
{
    return as__civil_of(as__clock_civil(clock, time)).day;
}

const as__other *as__overlap_find(const as__overlap *overlap, uint64_t enrolment, const char *kind,
                                  aftersale_time due, aftersale_time now, as__clock *clock)
{
    const as__other *found = NULL;
    int64_t day = day_of(clock, due.us < now.us ? now : due);
    for (size_t i = 0; i < overlap->count; i++) {
        const as__other *other = &overlap->items[i];
        if (!may_meet(other, enrolment, kind))
            continue;
        int64_t apart = day_of(clock, other->at) - day;
        if (apart > overlap->days || -apart > overlap->days)
            continue;
        if (found == NULL || other->standing < found->standing)
            found = other;
    }
    return found;
}

void as__other_text(const as__other *other, char out[AS__OTHER_TEXT])
{
    snprintf(out, AS__OTHER_TEXT, "%s/%s", other->plan, other->step);
}

void as__overlap_describe(const aftersale_enrolment *run, const as__step *step, as__recent *contact)
{
    if (step->is_case)
        return;
    contact->kind = step->kind;
    contact->plan = run->plan;
    contact->key = step->key;
}

size_t as__overlap_made(as__recents recents, aftersale_time now, as__other *out)
{
    size_t count = 0;
    for (size_t i = 0; i < recents.count; i++) {
        const as__recent *contact = &recents.items[i];
        if (contact->kind == NULL || (as__time_given(contact->lease) && contact->lease.us <= now.us))
            continue;
        out[count++] =
            (as__other){.standing = as__time_given(contact->lease) ? AS__STANDS_CLAIMED : AS__STANDS_MADE,
                        .enrolment = contact->enrolment,
                        .plan = contact->plan,
                        .step = contact->key,
                        .kind = contact->kind,
                        .at = contact->at};
    }
    return count;
}

bool as__overlap_agreed(const aftersale_enrolment *run)
{
    for (size_t i = 0; i < run->steps.count; i++) {
        const as__step_state *state = &AS__ITEMS(as__step_state, run->steps)[i];
        if (!as__step_is_settled(state) && as__step_is_agreed(state))
            return true;
    }
    return false;
}

/* Whoever holds it, or held it last, may still say that it was made. */
static bool is_to_enter(const aftersale_enrolment *run, const as__step *step, const as__planned *planned)
{
    if (planned->cover.by == NULL)
        return false;
    const as__step_state *past = as__step_occurrence(run, step->number, planned->cover.occurrence);
    return past == NULL || (past->state != AS__STEP_CLAIMED && past->lease.us == 0);
}

size_t as__overlap_covered(const as__facts *facts, const as__planned *planned)
{
    size_t i = 0;
    while (i < facts->plan->step_count && !is_to_enter(facts->run, &facts->plan->steps[i], &planned[i]))
        i++;
    return i;
}

void as__overlap_enter(const as__step *step, const as__cover *cover, const char *text, as__step_state *steps,
                       size_t *count)
{
    as__step_state *state = as__step_state_of(steps, count, step->number, cover->occurrence);
    state->state = AS__STEP_COVERED;
    state->planned = cover->due;
    state->made = cover->by->at;
    state->cover = text;
    as__step_forget(steps, count, step->number, cover->occurrence);
}
