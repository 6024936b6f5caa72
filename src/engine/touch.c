/* SPDX-License-Identifier: MIT */
/* Holding a touch: claim, release, snooze (S29). */
#include "aftersale/enrolment.h"
#include "engine/reasons.h"
#include "engine/recents.h"
#include "engine/touch_step.h"
#include "value/instant.h"
#include "value/period.h"

#define LEASE_DEFAULT (15 * AS__MINUTE)
#define LEASE_MOST AS__DAY
#define SNOOZE_MOST (90 * AS__DAY)

static aftersale_status refuse_missed(as__command *command, const as__planned *planned)
{
    if (planned->dropped.us != 0)
        return as__touch_fail_state(command, "was missed while the plan was paused, and is dropped");
    return as__touch_fail_state(command, "is past its last moment");
}

/* Why a touch cannot be claimed now. */
static aftersale_status as__touch_refuse(as__command *command, const as__touch_at *at)
{
    as__reasons *reasons;
    as__planned again;
    if (at->planned.state == AFTERSALE_TOUCH_STATE_MISSED)
        return refuse_missed(command, &at->planned);
    if (at->planned.state != AFTERSALE_TOUCH_STATE_BLOCKED)
        return as__touch_fail_state(command, "is not due yet");
    reasons = as__arena_take(&command->book->scratch, sizeof *reasons);
    if (reasons == NULL)
        return AFTERSALE_NO_MEMORY;
    as__schedule_occurrence(&at->facts, at->planned.step, at->planned.occurrence, &again, reasons);
    as__reasons_keep(command->book, reasons);
    return as__fail_field(command->book, AFTERSALE_BLOCKED, "touch", AS__MESSAGE_BLOCKED, NULL);
}

static aftersale_status lease_of(as__command *command, const char *text, aftersale_time *out)
{
    as__period period = {.us = LEASE_DEFAULT};
    int64_t length;
    if (text != NULL && !as__period_parse(text, &period))
        return as__fail_field(command->book, AFTERSALE_INVALID, "lease", AS__MESSAGE_NOT_A_PERIOD, NULL);
    length = period.days * AS__DAY + period.us;
    if (period.months != 0 || period.business_days != 0 || length <= 0 || length > LEASE_MOST)
        return as__fail_field(command->book, AFTERSALE_INVALID, "lease", AS__MESSAGE_OUT_OF_RANGE,
                              "must be above zero and at most P1D");
    out->us = command->now.us + length;
    return AFTERSALE_OK;
}

static const char *channel_of(const as__touch_at *at)
{
    size_t channel = at->planned.channel;
    return channel < at->step->channel_count ? at->step->channels[channel].name : NULL;
}

aftersale_status as__do_touch_claim(as__command *command)
{
    const aftersale_touch_claim_args *args = command->args;
    as__touch_at at;
    aftersale_enrolment draft;
    aftersale_event event;
    as__step_state *state;
    aftersale_time lease = {0};
    bool renews;
    aftersale_status status = lease_of(command, args->lease, &lease);
    if (status == AFTERSALE_OK)
        status = as__touch_find_open(command, args->touch, true, &at);
    if (status != AFTERSALE_OK)
        return status;
    if (as__touch_is_held(command, &at) && !as__touch_is_held_by(&at, args->actor))
        return as__touch_refuse_holder(command);
    renews = as__touch_is_held(command, &at) && at.planned.state == AFTERSALE_TOUCH_STATE_CLAIMED;
    if (!renews && !as__is_due(&at.planned, command->now))
        return as__touch_refuse(command, &at);
    draft = *at.run;
    status = as__touch_state(command, &at, &draft, &state);
    if (status != AFTERSALE_OK)
        return status;
    state->state = AS__STEP_CLAIMED;
    state->lease = lease;
    state->actor = args->actor;
    status = as__touch_begin_event(command, &at, AS__EVENT_TOUCH_CLAIMED, args->actor, &event);
    if (status == AFTERSALE_OK)
        status = as__recents_claimed(command, &at, channel_of(&at), lease, &event);
    return status == AFTERSALE_OK ? as__touch_put(command, &at, &draft, &event) : status;
}

aftersale_status as__do_touch_release(as__command *command)
{
    const aftersale_touch_release_args *args = command->args;
    as__touch_at at;
    aftersale_enrolment draft;
    aftersale_event event;
    as__step_state *state;
    aftersale_status status = as__touch_find_open(command, args->touch, false, &at);
    if (status != AFTERSALE_OK)
        return status;
    command->out = args->touch;
    if (!as__touch_is_held(command, &at))
        return AFTERSALE_OK;
    if (!as__touch_is_held_by(&at, args->actor))
        return as__touch_refuse_holder(command);
    draft = *at.run;
    status = as__touch_state(command, &at, &draft, &state);
    if (status != AFTERSALE_OK)
        return status;
    state->state = AS__STEP_OPEN;
    state->lease.us = 0;
    state->actor = NULL;
    status = as__touch_begin_event(command, &at, AS__EVENT_TOUCH_RELEASED, args->actor, &event);
    if (status == AFTERSALE_OK)
        status = as__recents_released(command, &event);
    return status == AFTERSALE_OK ? as__touch_put(command, &at, &draft, &event) : status;
}

aftersale_status as__do_touch_snooze(as__command *command)
{
    const aftersale_touch_snooze_args *args = command->args;
    as__touch_at at;
    aftersale_enrolment draft;
    aftersale_event event;
    as__step_state *state;
    aftersale_status status = as__touch_find_open(command, args->touch, false, &at);
    if (status != AFTERSALE_OK)
        return status;
    if (args->until.us <= command->now.us || args->until.us - command->now.us > SNOOZE_MOST)
        return as__fail_field(command->book, AFTERSALE_INVALID, "until", AS__MESSAGE_OUT_OF_RANGE,
                              "must be later than now, and by 90 days at most");
    if (as__touch_is_held(command, &at) && !as__touch_is_held_by(&at, args->actor))
        return as__touch_refuse_holder(command);
    if (at.planned.due.us == 0)
        return as__touch_fail_state(command, "has no date yet that could be put off");
    if (at.planned.state == AFTERSALE_TOUCH_STATE_MISSED)
        return refuse_missed(command, &at.planned);
    draft = *at.run;
    status = as__touch_state(command, &at, &draft, &state);
    if (status != AFTERSALE_OK)
        return status;
    if (state->snoozes >= at.step->snoozes)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "touch", AS__MESSAGE_LIMIT,
                              "was put off as often as its step allows");
    state->state = AS__STEP_SNOOZED;
    state->snoozes++;
    state->not_before = args->until;
    as__step_clear_agreed(state);
    state->lease.us = 0;
    state->actor = args->actor;
    status = as__touch_begin_event(command, &at, AS__EVENT_TOUCH_SNOOZED, args->actor, &event);
    if (status == AFTERSALE_OK)
        status = as__recents_released(command, &event);
    return status == AFTERSALE_OK ? as__touch_put(command, &at, &draft, &event) : status;
}
