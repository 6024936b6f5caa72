/* SPDX-License-Identifier: MIT */
#include "rules/outcome.h"
#include "rules/consent_rule.h"
#include "rules/moment.h"
#include <string.h>

/* The step states while an outcome is entered. */
typedef struct ledger {
    const as__facts *facts;
    const as__entry *entry;
    as__entered *out;
} ledger;

/* The list has room for all steps. */
static as__step_state *state_of(as__entered *out, int32_t number, int32_t occurrence)
{
    return as__step_state_of(out->steps, &out->count, number, occurrence);
}

/* The last occurrence is the one that counts. */
static as__step_state *state_of_step(const ledger *l, size_t step)
{
    int32_t number = l->facts->plan->steps[step].number;
    const as__step_state *past = as__step_past(l->facts->run, number);
    return state_of(l->out, number, past == NULL ? 1 : past->occurrence);
}

static as__step_state *own_state(const ledger *l)
{
    return state_of(l->out, l->facts->plan->steps[l->entry->step].number, l->entry->occurrence);
}

static void settle(const ledger *l)
{
    as__step_state *state = own_state(l);
    state->state = AS__STEP_DONE;
    state->planned = l->entry->planned;
    state->actor = l->entry->actor;
    l->out->is_settled = true;
}

/* What is settled is not repeated. */
static void activate(const ledger *l, size_t step)
{
    as__step_state *state = state_of_step(l, step);
    if (!as__step_is_settled(state) && state->activated.us == 0)
        state->activated = l->entry->made;
}

static void skip(const ledger *l, size_t step)
{
    as__step_state *state = state_of_step(l, step);
    if (as__step_is_settled(state))
        return;
    state->state = AS__STEP_SKIPPED;
    state->made = l->entry->made;
    state->event = l->entry->event;
}

/* A jump along the plan leaves out what lies between; one to a step beside the plan leaves out nothing. */
static void jump(const ledger *l, size_t to)
{
    const as__step *steps = l->facts->plan->steps;
    activate(l, to);
    if (steps[to].by_branch)
        return;
    for (size_t i = l->entry->step + 1; i < to; i++) {
        if (!steps[i].by_branch)
            skip(l, i);
    }
}

/* Opens the touch for another try. */
static void reopen(const ledger *l, aftersale_time not_before)
{
    as__step_state *state = own_state(l);
    state->state = AS__STEP_OPEN;
    state->not_before = not_before;
    state->actor = NULL;
    as__step_clear_agreed(state);
}

static bool retry(const ledger *l, const as__branch *branch)
{
    as__step_state *state = own_state(l);
    state->tries++;
    if (state->tries > branch->times)
        return false;
    as__clock clock = as__clock_of(l->facts->zone);
    as__moment next = as__moment_of_instant(l->entry->made);
    if (!as__moment_add(&next, &clock, as__customer_calendar(l->facts), &branch->after))
        return false;
    reopen(l, as__moment_instant(&next, &clock));
    return true;
}

/* False: no channel after this one is open. */
static bool take_next_channel(const ledger *l)
{
    const as__step *step = &l->facts->plan->steps[l->entry->step];
    as__planned planned;
    as__schedule_occurrence(l->facts, l->entry->step, l->entry->occurrence, &planned, NULL);
    size_t next = planned.channel + 1;
    if (!as__gate_any(l->facts, step, next, l->entry->made))
        return false;
    as__step_state *state = own_state(l);
    state->channel = (int32_t)next + 1;
    state->tries = 0;
    reopen(l, l->entry->made);
    return true;
}

/* What comes when the first part of a branch is used up. */
static void go_on(const ledger *l, as__action action, size_t to)
{
    if (action == AS__ACTION_NEXT_CHANNEL && take_next_channel(l))
        return;
    settle(l);
    if (action == AS__ACTION_JUMP)
        jump(l, to);
    l->out->ends_plan = action == AS__ACTION_END;
}

static void take_branch(const ledger *l, const as__branch *branch)
{
    switch (branch->action) {
    case AS__ACTION_RETRY:
        if (!retry(l, branch))
            go_on(l, branch->then, branch->then_to);
        return;
    case AS__ACTION_NEXT_CHANNEL:
        if (!take_next_channel(l))
            go_on(l, branch->then, branch->then_to);
        return;
    case AS__ACTION_WAIT:
        reopen(l, l->entry->later);
        return;
    case AS__ACTION_OPEN_CASE:
    case AS__ACTION_ESCALATE:
    case AS__ACTION_ASK_REFERRAL:
        settle(l);
        activate(l, branch->to);
        return;
    default:
        go_on(l, branch->action, branch->to);
    }
}

/* Steps that count from this outcome are reached by it. */
static void activate_followers(const ledger *l)
{
    const as__template *plan = l->facts->plan;
    for (size_t i = 0; i < plan->step_count; i++) {
        const as__step *step = &plan->steps[i];
        if (step->anchor == AS__ANCHOR_OUTCOME && step->anchor_step == l->entry->step &&
            step->anchor_outcome == l->entry->outcome)
            activate(l, i);
    }
}

bool as__outcome_reached(int32_t outcome)
{
    return outcome == AFTERSALE_OUTCOME_REACHED || outcome == AFTERSALE_OUTCOME_CONTACT_LATER ||
           outcome == AFTERSALE_OUTCOME_PROBLEM || outcome == AFTERSALE_OUTCOME_LUKEWARM ||
           outcome == AFTERSALE_OUTCOME_DELIGHTED || outcome == AFTERSALE_OUTCOME_REFUSED;
}

bool as__outcome_is_enough(int32_t outcome)
{
    return as__outcome_reached(outcome) && outcome != AFTERSALE_OUTCOME_CONTACT_LATER;
}

aftersale_status as__outcome_enter(const as__facts *facts, const as__entry *entry, as__arena *arena,
                                   as__entered *out)
{
    const aftersale_enrolment *run = facts->run;
    size_t room = run->steps.count + facts->plan->step_count + 1;
    *out =
        (as__entered){.steps = as__arena_take(arena, room * sizeof *out->steps), .count = run->steps.count};
    if (out->steps == NULL)
        return AFTERSALE_NO_MEMORY;
    if (out->count > 0)
        memcpy(out->steps, run->steps.items, out->count * sizeof *out->steps);

    ledger l = {facts, entry, out};
    as__step_state *state = own_state(&l);
    state->outcome = entry->outcome;
    state->made = entry->made;
    state->event = entry->event;
    state->not_before = (aftersale_time){0};
    state->lease = state->missed = (aftersale_time){0};
    take_branch(&l, as__branch_of(&facts->plan->steps[entry->step], entry->outcome));
    if (out->is_settled) {
        activate_followers(&l);
        as__step_forget(out->steps, &out->count, facts->plan->steps[entry->step].number, entry->occurrence);
    }
    return AFTERSALE_OK;
}

bool as__plan_is_through(const as__template *plan, const as__planned *planned)
{
    for (size_t i = 0; i < plan->step_count; i++) {
        const as__planned *touch = &planned[i];
        bool is_settled = touch->state == AFTERSALE_TOUCH_STATE_DONE ||
                          touch->state == AFTERSALE_TOUCH_STATE_MISSED ||
                          touch->state == AFTERSALE_TOUCH_STATE_CANCELLED;
        /* What is covered without a state that says so may yet be reported as made. */
        if (touch->cover.by != NULL || (!touch->is_unreached && !is_settled))
            return false;
    }
    return true;
}
