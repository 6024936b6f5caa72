/* SPDX-License-Identifier: MIT */
#include "rules/schedule.h"
#include "value/instant.h"
#include <string.h>

/* How many settled occurrences of a step stand in its run; the events hold the others. */
#define OCCURRENCES_KEPT 8

/* How many states stand before the first of a later step. */
static size_t states_up_to(const aftersale_enrolment *run, int32_t number)
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
    return first;
}

const as__step_state *as__step_past(const aftersale_enrolment *run, int32_t number)
{
    const as__step_state *steps = AS__ITEMS(as__step_state, run->steps);
    size_t count = states_up_to(run, number);
    return count > 0 && steps[count - 1].step == number ? &steps[count - 1] : NULL;
}

const as__step_state *as__step_occurrence(const aftersale_enrolment *run, int32_t number, int32_t occurrence)
{
    const as__step_state *steps = AS__ITEMS(as__step_state, run->steps);
    for (size_t i = states_up_to(run, number); i > 0 && steps[i - 1].step == number; i--) {
        if (steps[i - 1].occurrence == occurrence)
            return &steps[i - 1];
    }
    return NULL;
}

const as__step_state *as__step_done_before(const aftersale_enrolment *run, int32_t number, int32_t occurrence)
{
    const as__step_state *steps = AS__ITEMS(as__step_state, run->steps);
    for (size_t i = states_up_to(run, number); i > 0 && steps[i - 1].step == number; i--) {
        const as__step_state *past = &steps[i - 1];
        bool is_unmade = past->state == AS__STEP_MISSED || past->state == AS__STEP_CANCELLED;
        if (past->occurrence < occurrence && as__step_is_settled(past) && !is_unmade &&
            as__time_given(past->made))
            return past;
    }
    return NULL;
}

as__step_state *as__step_state_of(as__step_state *steps, size_t *count, int32_t number, int32_t occurrence)
{
    size_t i = 0;
    while (i < *count &&
           (steps[i].step < number || (steps[i].step == number && steps[i].occurrence < occurrence)))
        i++;
    as__step_state *state = &steps[i];
    if (i < *count && state->step == number && state->occurrence == occurrence)
        return state;
    memmove(state + 1, state, (*count - i) * sizeof *state);
    (*count)++;
    *state = (as__step_state){.step = number, .occurrence = occurrence, .state = AS__STEP_OPEN};
    return state;
}

void as__step_forget(as__step_state *steps, size_t *count, int32_t number, int32_t occurrence)
{
    aftersale_time activated = {0};
    int32_t first = 1; /* the occurrence on the first date of its series, as those dropped say */
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        as__step_state *state = &steps[i];
        bool is_own = state->step == number;
        bool is_old = state->occurrence <= occurrence - OCCURRENCES_KEPT;
        if (is_own && state->activated.us != 0)
            activated = state->activated;
        if (is_own && state->nth != 0)
            first = state->occurrence - (state->nth - 1);
        if (is_own && is_old && as__step_is_settled(state))
            continue;
        if (is_own && first != 1)
            state->nth = state->occurrence - first + 1;
        if (is_own) {
            state->activated = activated;
            first = 1;
        }
        steps[kept++] = *state;
    }
    *count = kept;
}

bool as__step_is_forgotten(const aftersale_enrolment *run, int32_t number, int32_t occurrence)
{
    const as__step_state *last = as__step_past(run, number);
    return last != NULL && occurrence <= last->occurrence - OCCURRENCES_KEPT;
}

const as__step_state *as__step_counted(const aftersale_enrolment *run, int32_t number, int32_t occurrence)
{
    const as__step_state *steps = AS__ITEMS(as__step_state, run->steps);
    for (size_t i = states_up_to(run, number); i > 0 && steps[i - 1].step == number; i--) {
        if (steps[i - 1].nth != 0 && steps[i - 1].occurrence <= occurrence)
            return &steps[i - 1];
    }
    return NULL;
}

aftersale_time as__step_activated(const aftersale_enrolment *run, int32_t number)
{
    const as__step_state *steps = AS__ITEMS(as__step_state, run->steps);
    for (size_t i = states_up_to(run, number); i > 0 && steps[i - 1].step == number; i--) {
        if (as__time_given(steps[i - 1].activated))
            return steps[i - 1].activated;
    }
    return (aftersale_time){0};
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

static const char *named_owner(const as__facts *facts, const as__step *step)
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

const char *as__step_owner(const as__facts *facts, const as__step *step)
{
    const as__handed *handed = facts->run->handed.items;
    const char *owner = named_owner(facts, step);
    for (size_t i = 0; i < facts->run->handed.count; i++) {
        if (strcmp(handed[i].from, owner) == 0)
            return handed[i].to;
    }
    return owner;
}

bool as__case_is_open(const aftersale_enrolment *run, const as__step *step)
{
    const as__step_state *past = as__step_past(run, step->number);
    return past != NULL && as__time_given(past->activated) && !as__step_is_settled(past);
}

const as__calendar *as__step_owner_calendar(const as__facts *facts, const as__step *step)
{
    const as__calendars *calendars = facts->calendars;
    const char *owner = as__step_owner(facts, step);
    for (size_t i = 0; i < calendars->owner_count; i++) {
        if (strcmp(calendars->owners[i].owner, owner) == 0)
            return calendars->owners[i].calendar;
    }
    return NULL;
}

/* The step before is still to come, and may yet move. */
static bool counts_from_open_step(const as__facts *facts, const as__step *step)
{
    if ((step->anchor != AS__ANCHOR_PREVIOUS_PLANNED && step->anchor != AS__ANCHOR_PREVIOUS_DONE) ||
        step->before == 0)
        return false;
    const as__step *previous = &facts->plan->steps[step->before - 1];
    return previous->repeat.is_given || !as__step_is_settled(as__step_past(facts->run, previous->number));
}

bool as__touch_hangs(const as__facts *facts, const as__planned *planned)
{
    const as__step *step = &facts->plan->steps[planned->step];
    bool is_skipped = planned->state == AFTERSALE_TOUCH_STATE_CANCELLED && planned->floor.us != 0;
    bool is_missed = planned->state == AFTERSALE_TOUCH_STATE_MISSED &&
                     (step->channel_count > 1 || counts_from_open_step(facts, step));
    return (is_skipped || is_missed) && !as__time_given(planned->dropped) &&
           !as__step_is_settled(planned->past) &&
           (planned->not_after.us == 0 || planned->not_after.us >= facts->now.us);
}
