/* SPDX-License-Identifier: MIT */
/* An appointment with the customer (S29). */
#include "engine/recents.h"
#include "engine/touch_step.h"
#include "value/instant.h"
#include <string.h>

static bool clears(const aftersale_touch_agree_args *args, int32_t tag)
{
    for (size_t i = 0; i < args->clear.count; i++)
        if (args->clear.items[i] == tag)
            return true;
    return false;
}

/* What is agreed, and what is ended with it. */
static aftersale_status check_args(as__command *command, const aftersale_touch_agree_args *args,
                                   bool is_agreed)
{
    bool ends = clears(args, AFTERSALE_FIELD_TOUCH_AGREED);
    if (ends && (as__time_given(args->agreed) || args->place != NULL || args->people.count != 0))
        return as__fail_field(command->book, AFTERSALE_INVALID, "clear", AS__MESSAGE_NOT_A_CHOICE,
                              "ends what was agreed: nothing can be agreed with it");
    if (!ends && !is_agreed && !as__time_given(args->agreed))
        return as__fail_field(command->book, AFTERSALE_INVALID, "agreed", AS__MESSAGE_REQUIRED,
                              "is the instant agreed with the customer");
    return AFTERSALE_OK;
}

static aftersale_status check_touch(as__command *command, const aftersale_touch_agree_args *args,
                                    const as__touch_at *at)
{
    if (as__touch_is_held(command, at) && !as__touch_is_held_by(at, args->actor))
        return as__touch_refuse_holder(command);
    if (at->planned.is_unreached)
        return as__touch_fail_state(command, "is reached by a branch that nobody took");
    if (at->planned.state == AFTERSALE_TOUCH_STATE_MISSED)
        return as__touch_fail_state(command, "is past its last moment");
    if (at->planned.state == AFTERSALE_TOUCH_STATE_CANCELLED)
        return as__touch_fail_state(command, "is not to be made");
    return AFTERSALE_OK;
}

static void take(const aftersale_touch_agree_args *args, as__step_state *state)
{
    if (clears(args, AFTERSALE_FIELD_TOUCH_AGREED)) {
        as__step_clear_agreed(state);
        return;
    }
    if (clears(args, AFTERSALE_FIELD_TOUCH_PLACE))
        state->place = NULL;
    if (clears(args, AFTERSALE_FIELD_TOUCH_PEOPLE))
        state->people = (aftersale_texts){0};
    if (as__time_given(args->agreed))
        state->agreed = args->agreed;
    if (args->place != NULL)
        state->place = args->place;
    if (args->people.count != 0)
        state->people = args->people;
}

static bool is_same(const as__step_state *a, const as__step_state *b)
{
    const char *place_a = a->place != NULL ? a->place : "", *place_b = b->place != NULL ? b->place : "";
    if (a->agreed.us != b->agreed.us || strcmp(place_a, place_b) != 0 || a->people.count != b->people.count)
        return false;
    for (size_t i = 0; i < a->people.count; i++)
        if (strcmp(a->people.items[i], b->people.items[i]) != 0)
            return false;
    return true;
}

/* The contact is not made now: whoever was about to make it is so no more. */
static void let_go(as__step_state *state)
{
    if (state->state != AS__STEP_CLAIMED)
        return;
    state->state = AS__STEP_OPEN;
    state->lease = (aftersale_time){0};
    state->actor = NULL;
}

aftersale_status as__do_touch_agree(as__command *command)
{
    const aftersale_touch_agree_args *args = command->args;
    as__touch_at at;
    aftersale_enrolment draft;
    aftersale_event event;
    as__step_state *state, before;
    aftersale_status status = as__touch_find_open(command, args->touch, false, &at);
    if (status == AFTERSALE_OK)
        status = check_args(command, args, as__step_is_appointed(at.planned.past));
    if (status == AFTERSALE_OK)
        status = check_touch(command, args, &at);
    if (status != AFTERSALE_OK)
        return status;
    draft = *at.run;
    status = as__touch_state(command, &at, &draft, &state);
    if (status != AFTERSALE_OK)
        return status;
    before = *state;
    take(args, state);
    command->out = args->touch;
    if (is_same(state, &before))
        return AFTERSALE_OK;
    let_go(state);
    status = as__touch_begin_event(command, &at, AS__EVENT_TOUCH_AGREED, args->actor, &event);
    event.planned = state->agreed; /* not given: agreed no more */
    if (status == AFTERSALE_OK)
        status = as__recents_released(command, &event);
    return status == AFTERSALE_OK ? as__touch_put(command, &at, &draft, &event) : status;
}
