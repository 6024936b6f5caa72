/* SPDX-License-Identifier: MIT */
/* Working a touch off: claim, release, done, snooze (S19, S29). */
#include "aftersale/touch.h"
#include "aftersale/enrolment.h"
#include "engine/reasons.h"
#include "engine/touch_at.h"
#include "rules/outcome.h"
#include "value/digest.h"
#include "value/instant.h"
#include "value/period.h"
#include <stdio.h>
#include <string.h>

#define LEASE_DEFAULT (15 * AS__MINUTE)
#define LEASE_MOST AS__DAY
#define SNOOZE_MOST (90 * AS__DAY)

static aftersale_status find(as__command *command, aftersale_id touch, bool hold, as__touch_at *out)
{
    return as__touch_find(command->book, command->unit, command->settings, "touch", touch, command->now, hold,
                          out);
}

static aftersale_status fail_state(as__command *command, const char *text)
{
    return as__fail_field(command->book, AFTERSALE_STATE, "touch", AS__MESSAGE_STATE, text);
}

static bool is_held(const as__command *command, const as__touch_at *at)
{
    const as__step_state *past = at->planned.past;
    return past != NULL && past->state == AS__STEP_CLAIMED && past->lease.us > command->now.us;
}

static bool is_held_by(const as__touch_at *at, const char *actor)
{
    return actor != NULL && at->planned.past->actor != NULL && strcmp(at->planned.past->actor, actor) == 0;
}

static aftersale_status refuse_holder(as__command *command)
{
    return as__fail_field(command->book, AFTERSALE_CONFLICT, "touch", AS__MESSAGE_HELD, NULL);
}

/* The plan runs, and the touch is not settled. */
static aftersale_status check_open(as__command *command, const as__touch_at *at)
{
    if (as__step_is_settled(at->planned.past))
        return fail_state(command, "is settled already");
    if (at->run->state != AFTERSALE_ENROLMENT_ACTIVE && at->run->state != AFTERSALE_ENROLMENT_PAUSED)
        return fail_state(command, "belongs to a plan that is not active");
    return AFTERSALE_OK;
}

static aftersale_status find_open(as__command *command, aftersale_id touch, bool hold, as__touch_at *out)
{
    aftersale_status status = find(command, touch, hold, out);
    return status == AFTERSALE_OK ? check_open(command, out) : status;
}

/* A copy of the run's step states with the touch's own in it, to be changed. */
static aftersale_status state_of(as__command *command, const as__touch_at *at, aftersale_enrolment *draft,
                                 as__step_state **out)
{
    size_t count = at->run->steps.count, place = 0;
    as__step_state *steps = as__arena_take(&command->unit->arena, (count + 1) * sizeof *steps);
    int32_t number = at->step->number, occurrence = at->planned.occurrence;
    if (steps == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(steps, at->run->steps.items, count * sizeof *steps);
    while (place < count && (steps[place].step < number ||
                             (steps[place].step == number && steps[place].occurrence < occurrence)))
        place++;
    if (place == count || steps[place].step != number || steps[place].occurrence != occurrence) {
        memmove(&steps[place + 1], &steps[place], (count - place) * sizeof *steps);
        steps[place] = (as__step_state){.step = number, .occurrence = occurrence, .state = AS__STEP_OPEN};
        count++;
    }
    draft->steps = (as__list){steps, count};
    *out = &steps[place];
    return AFTERSALE_OK;
}

static aftersale_status begin_event(as__command *command, const as__touch_at *at, int32_t type,
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

/* Puts the run with the touch's changed state, and its event. */
static aftersale_status put(as__command *command, const as__touch_at *at, aftersale_enrolment *draft,
                            aftersale_event *event)
{
    aftersale_status status = as__run_put(command, at->run, draft, at->customer, at->customer, event);
    command->did = AFTERSALE_DID_CHANGE;
    command->out = as__touch_id_make(command->book->tenant->book, at->key);
    return status == AFTERSALE_OK ? as__event_put(command, event) : status;
}

/* Why a touch cannot be claimed now. */
static aftersale_status refuse_claim(as__command *command, const as__touch_at *at)
{
    as__reasons *reasons;
    as__planned again;
    if (at->planned.state == AFTERSALE_TOUCH_STATE_MISSED)
        return fail_state(command, "is past its last moment");
    if (at->planned.state != AFTERSALE_TOUCH_STATE_BLOCKED)
        return fail_state(command, "is not due yet");
    reasons = as__arena_take(&command->book->scratch, sizeof *reasons);
    if (reasons == NULL)
        return AFTERSALE_NO_MEMORY;
    as__schedule_step(&at->facts, at->planned.step, &again, reasons);
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
        status = find_open(command, args->touch, true, &at);
    if (status != AFTERSALE_OK)
        return status;
    if (is_held(command, &at) && !is_held_by(&at, args->actor))
        return refuse_holder(command);
    renews = is_held(command, &at) && at.planned.state == AFTERSALE_TOUCH_STATE_CLAIMED;
    if (!renews && !as__is_due(&at.planned, command->now))
        return refuse_claim(command, &at);
    draft = *at.run;
    status = state_of(command, &at, &draft, &state);
    if (status != AFTERSALE_OK)
        return status;
    state->state = AS__STEP_CLAIMED;
    state->lease = lease;
    state->actor = args->actor;
    status = begin_event(command, &at, AS__EVENT_TOUCH_CLAIMED, args->actor, &event);
    return status == AFTERSALE_OK ? put(command, &at, &draft, &event) : status;
}

aftersale_status as__do_touch_release(as__command *command)
{
    const aftersale_touch_release_args *args = command->args;
    as__touch_at at;
    aftersale_enrolment draft;
    aftersale_event event;
    as__step_state *state;
    aftersale_status status = find_open(command, args->touch, false, &at);
    if (status != AFTERSALE_OK)
        return status;
    command->out = args->touch;
    if (!is_held(command, &at))
        return AFTERSALE_OK;
    if (!is_held_by(&at, args->actor))
        return refuse_holder(command);
    draft = *at.run;
    status = state_of(command, &at, &draft, &state);
    if (status != AFTERSALE_OK)
        return status;
    state->state = AS__STEP_OPEN;
    state->lease.us = 0;
    state->actor = NULL;
    status = begin_event(command, &at, AS__EVENT_TOUCH_RELEASED, args->actor, &event);
    return status == AFTERSALE_OK ? put(command, &at, &draft, &event) : status;
}

aftersale_status as__do_touch_snooze(as__command *command)
{
    const aftersale_touch_snooze_args *args = command->args;
    as__touch_at at;
    aftersale_enrolment draft;
    aftersale_event event;
    as__step_state *state;
    aftersale_status status = find_open(command, args->touch, false, &at);
    if (status != AFTERSALE_OK)
        return status;
    if (args->until.us <= command->now.us || args->until.us - command->now.us > SNOOZE_MOST)
        return as__fail_field(command->book, AFTERSALE_INVALID, "until", AS__MESSAGE_OUT_OF_RANGE,
                              "must be later than now, and by 90 days at most");
    if (is_held(command, &at) && !is_held_by(&at, args->actor))
        return refuse_holder(command);
    if (at.planned.due.us == 0)
        return fail_state(command, "has no date yet that could be put off");
    if (at.planned.state == AFTERSALE_TOUCH_STATE_MISSED)
        return fail_state(command, "is past its last moment");
    draft = *at.run;
    status = state_of(command, &at, &draft, &state);
    if (status != AFTERSALE_OK)
        return status;
    if (state->snoozes >= at.step->snoozes)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "touch", AS__MESSAGE_LIMIT,
                              "was put off as often as its step allows");
    state->state = AS__STEP_SNOOZED;
    state->snoozes++;
    state->not_before = args->until;
    state->lease.us = 0;
    state->actor = args->actor;
    status = begin_event(command, &at, AS__EVENT_TOUCH_SNOOZED, args->actor, &event);
    return status == AFTERSALE_OK ? put(command, &at, &draft, &event) : status;
}

/* Done. */

bool as__touch_was_reached(int32_t outcome)
{
    return outcome == AFTERSALE_OUTCOME_REACHED || outcome == AFTERSALE_OUTCOME_CONTACT_LATER ||
           outcome == AFTERSALE_OUTCOME_PROBLEM || outcome == AFTERSALE_OUTCOME_LUKEWARM ||
           outcome == AFTERSALE_OUTCOME_DELIGHTED || outcome == AFTERSALE_OUTCOME_REFUSED;
}

aftersale_status as__touch_put_note(as__command *command, const char *text, aftersale_event *event)
{
    as__note note;
    as__digest digest;
    uint8_t hash[16];
    char *detail = as__arena_take(&command->unit->arena, 64);
    aftersale_status status;
    if (text == NULL)
        return AFTERSALE_OK;
    if (detail == NULL)
        return AFTERSALE_NO_MEMORY;
    memset(&note, 0, sizeof note);
    note.enrolment = event->enrolment;
    note.number = event->number;
    note.text = text;
    status = as__context_random(command->book->context, note.salt.bytes, sizeof note.salt.bytes);
    if (status != AFTERSALE_OK)
        return status;
    as__digest_begin(&digest, sizeof hash, note.salt.bytes, sizeof note.salt.bytes);
    as__digest_add(&digest, text, strlen(text));
    as__digest_end(&digest, hash);
    memcpy(detail, "{\"note\":\"", 9);
    for (size_t i = 0; i < sizeof hash; i++)
        snprintf(detail + 9 + 2 * i, 3, "%02x", hash[i]);
    memcpy(detail + 9 + 2 * sizeof hash, "\"}", 3);
    event->detail = detail;
    return as__unit_put(command->unit, AFTERSALE_KIND_NOTE, &note, NULL);
}

static aftersale_status check_done(as__command *command, const aftersale_touch_done_args *args,
                                   const as__touch_at *at)
{
    aftersale_status status = check_open(command, at);
    if (status != AFTERSALE_OK)
        return status;
    if (at->step->by_branch && at->planned.state == AFTERSALE_TOUCH_STATE_WAITING)
        return fail_state(command, "is reached by a branch that nobody took");
    if (args->outcome == AFTERSALE_OUTCOME_CONTACT_LATER && args->later.day == 0)
        return as__fail_field(command->book, AFTERSALE_INVALID, "later", AS__MESSAGE_REQUIRED,
                              "is the day agreed with the customer");
    if (args->outcome != AFTERSALE_OUTCOME_CONTACT_LATER && args->later.day != 0)
        return as__fail_field(command->book, AFTERSALE_INVALID, "later", AS__MESSAGE_NOT_A_CHOICE,
                              "goes with contact_later only");
    if (args->made.us > command->now.us)
        return as__fail_field(command->book, AFTERSALE_INVALID, "made", AS__MESSAGE_OUT_OF_RANGE,
                              "must not lie ahead");
    return AFTERSALE_OK;
}

static const char *actor_of(const aftersale_touch_done_args *args, const as__touch_at *at)
{
    if (args->actor != NULL)
        return args->actor;
    if (at->planned.past != NULL && at->planned.past->state == AS__STEP_CLAIMED &&
        at->planned.past->actor != NULL)
        return at->planned.past->actor;
    return as__step_owner(&at->facts, at->step);
}

static aftersale_status enter(as__command *command, const aftersale_touch_done_args *args,
                              const as__touch_at *at, aftersale_event *event, as__entered *out)
{
    aftersale_daytime none = {0, 0, 0, 0};
    as__entry entry = {
        .step = at->planned.step,
        .occurrence = at->planned.occurrence,
        .outcome = args->outcome,
        .actor = event->actor,
        .made = event->contact,
        .planned = at->planned.due,
        .event = event->number,
    };
    if (args->later.day != 0)
        entry.later = as__instant_of(at->facts.zone, args->later, none, at->facts.day_start);
    return as__outcome_enter(&at->facts, &entry, &command->unit->arena, out);
}

/* The reasons of the decision that was acted on stay with it (S6). */
static aftersale_status note_reasons(as__command *command, const as__touch_at *at, aftersale_event *event)
{
    as__reasons *reasons = as__arena_take(&command->unit->arena, sizeof *reasons);
    as__planned again;
    if (reasons == NULL)
        return AFTERSALE_NO_MEMORY;
    as__schedule_step(&at->facts, at->planned.step, &again, reasons);
    event->reasons = as__reasons_write(reasons, &command->unit->arena);
    return event->reasons != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

aftersale_status as__touch_next(as__command *command, uint64_t enrolment)
{
    const aftersale_record *run, *customer;
    as__facts facts;
    as__planned *planned, *next = NULL;
    aftersale_status status =
        as__record_of(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, enrolment, &run);
    memset(&command->out, 0, sizeof command->out);
    if (status == AFTERSALE_OK)
        status = as__record_of(command->book, command->unit, AFTERSALE_KIND_CUSTOMER,
                               ((const aftersale_enrolment *)run)->customer, &customer);
    if (status == AFTERSALE_OK)
        status =
            as__facts_of(command->book, command->unit, command->settings, (const aftersale_enrolment *)run,
                         (const aftersale_customer *)customer, command->now, &facts);
    if (status == AFTERSALE_OK)
        status = as__run_dates(&facts, &command->unit->arena, &planned);
    for (size_t i = 0; status == AFTERSALE_OK && i < facts.plan->step_count; i++)
        if (planned[i].due.us != 0 && planned[i].state < AFTERSALE_TOUCH_STATE_DONE &&
            planned[i].state != AFTERSALE_TOUCH_STATE_BLOCKED &&
            (next == NULL || planned[i].due.us < next->due.us))
            next = &planned[i];
    if (status == AFTERSALE_OK && next != NULL)
        command->out = as__touch_id_of(command->book, facts.run, &facts.plan->steps[next->step], next);
    return status;
}

static void settle(as__command *command, const as__touch_at *at, const as__entered *entered,
                   aftersale_enrolment *draft)
{
    *draft = *at->run;
    draft->steps = (as__list){entered->steps, entered->count};
    if (!entered->ends_plan)
        return;
    draft->state = AFTERSALE_ENROLMENT_ENDED;
    draft->left = AFTERSALE_LEFT_LEFT;
    draft->reason = "outcome";
    draft->ended = command->at;
}

static bool is_late(const as__command *command, const as__touch_at *at)
{
    const as__step_state *past = at->planned.past;
    return past != NULL && past->state == AS__STEP_CLAIMED && past->lease.us <= command->now.us;
}

aftersale_status as__do_touch_done(as__command *command)
{
    const aftersale_touch_done_args *args = command->args;
    as__touch_at at;
    as__entered entered;
    aftersale_enrolment draft;
    aftersale_event event;
    aftersale_status status = find(command, args->touch, false, &at);
    if (status == AFTERSALE_OK)
        status = check_done(command, args, &at);
    if (status == AFTERSALE_OK)
        status = begin_event(command, &at, AS__EVENT_TOUCH_DONE, NULL, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.actor = actor_of(args, &at);
    event.outcome = args->outcome;
    event.contact = args->made.us != 0 ? args->made : command->at;
    event.channel = args->channel;
    if (event.channel == NULL && at.planned.channel < at.step->channel_count)
        event.channel = at.step->channels[at.planned.channel].name;
    if (as__touch_was_reached(args->outcome) && event.contact.us > event.last_contact.us)
        event.last_contact = event.contact;
    status = enter(command, args, &at, &event, &entered);
    if (status == AFTERSALE_OK)
        status = note_reasons(command, &at, &event);
    if (status == AFTERSALE_OK)
        status = as__touch_put_note(command, args->note, &event);
    if (status != AFTERSALE_OK)
        return status;
    if (!entered.is_settled)
        event.type = AS__EVENT_TOUCH_TRIED;
    settle(command, &at, &entered, &draft);
    status = put(command, &at, &draft, &event);
    if (status == AFTERSALE_OK && is_late(command, &at))
        command->did = AFTERSALE_DID_LATE;
    return status == AFTERSALE_OK ? as__touch_next(command, at.run->id) : status;
}
