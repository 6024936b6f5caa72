/* SPDX-License-Identifier: MIT */
#include "engine/touch_step.h"
#include "engine/limits.h"
#include "engine/others.h"
#include "value/instant.h"
#include <string.h>

aftersale_status as__touch_of(as__command *command, aftersale_id touch, bool hold, as__touch_at *out)
{
    return as__touch_find(command->book, command->unit, command->settings, "touch", touch, command->now, hold,
                          out);
}

aftersale_status as__touch_fail_state(as__command *command, const char *text)
{
    return as__fail_field(command->book, AFTERSALE_STATE, "touch", AS__MESSAGE_STATE, text);
}

bool as__touch_is_held(const as__command *command, const as__touch_at *at)
{
    const as__step_state *past = at->planned.past;
    return past != NULL && past->state == AS__STEP_CLAIMED && past->lease.us > command->now.us;
}

bool as__touch_is_held_by(const as__touch_at *at, const char *actor)
{
    return actor != NULL && at->planned.past->actor != NULL && strcmp(at->planned.past->actor, actor) == 0;
}

aftersale_status as__touch_refuse_holder(as__command *command)
{
    return as__fail_field(command->book, AFTERSALE_CONFLICT, "touch", AS__MESSAGE_HELD, NULL);
}

/* The plan runs, and the touch is not settled. */
aftersale_status as__touch_check_open(as__command *command, const as__touch_at *at)
{
    if (at->planned.past != NULL && at->planned.past->state == AS__STEP_MISSED)
        return as__touch_fail_state(command, "is past its last moment");
    if (as__step_is_settled(at->planned.past))
        return as__touch_fail_state(command, "is settled already");
    if (at->is_dropped)
        return as__touch_fail_state(command, "belongs to a step that its plan no longer has");
    if (at->run->state != AFTERSALE_ENROLMENT_ACTIVE && at->run->state != AFTERSALE_ENROLMENT_PAUSED)
        return as__touch_fail_state(command, "belongs to a plan that is not active");
    return AFTERSALE_OK;
}

aftersale_status as__touch_find_open(as__command *command, aftersale_id touch, bool hold, as__touch_at *out)
{
    aftersale_status status = as__touch_of(command, touch, hold, out);
    return status == AFTERSALE_OK ? as__touch_check_open(command, out) : status;
}

/* A copy of the run's step states with the touch's own in it, to be changed. */
aftersale_status as__touch_state(as__command *command, const as__touch_at *at, aftersale_enrolment *draft,
                                 as__step_state **out)
{
    as__step_state *steps;
    aftersale_status status = as__run_own_states(&command->unit->arena, draft, 1, &steps);
    if (status == AFTERSALE_OK)
        *out = as__step_state_of(steps, &draft->steps.count, at->step->number, at->planned.occurrence);
    return status;
}

aftersale_status as__touch_begin_event(as__command *command, const as__touch_at *at, int32_t type,
                                       const char *actor, aftersale_event *event)
{
    aftersale_status status =
        as__event_begin(command, AFTERSALE_KIND_CUSTOMER, at->run->customer, type, event);
    event->enrolment = at->run->id;
    event->step = at->step->number;
    event->occurrence = at->planned.occurrence;
    event->planned = at->planned.due;
    event->actor = actor;
    return status;
}

/* Puts the run with the touch's changed state, what a contact covers in other runs, and the event. A claim puts other
 * touches off for its lease at most: their entries wait for what comes of it. */
aftersale_status as__touch_put(as__command *command, const as__touch_at *at, aftersale_enrolment *draft,
                               aftersale_event *event)
{
    bool counts = as__limits_reach(command->settings) != 0 && event->type != AS__EVENT_TOUCH_CLAIMED;
    aftersale_status status = as__run_put(command, at->run, draft, at->customer, at->customer, event);
    if (status == AFTERSALE_OK && event->contact.us != 0)
        status = as__others_cover(command, at->run->id, at->customer, event);
    if (status == AFTERSALE_OK && counts)
        status = as__runs_rebound(command, at->customer, event, at->run->id);
    command->did = AFTERSALE_DID_CHANGE;
    command->out = as__touch_id_make(command->book->tenant->book, at->key);
    return status == AFTERSALE_OK ? as__event_put(command, event) : status;
}
