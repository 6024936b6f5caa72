/* SPDX-License-Identifier: MIT */
/* A touch that was made, and where its outcome leads (S19). */
#include "aftersale/enrolment.h"
#include "engine/others.h"
#include "engine/reasons.h"
#include "engine/recents.h"
#include "engine/run_list.h"
#include "engine/touch_step.h"
#include "rules/reason.h"
#include "rules/run_life.h"
#include "value/digest.h"
#include "value/instant.h"
#include <stdio.h>
#include <string.h>

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

/* A fact is one even after a run to a time has given the touch up, and the plan with it (S29). */
static bool was_missed(const as__touch_at *at)
{
    const as__step_state *past = at->planned.past;
    bool may_go_on =
        at->run->state == AFTERSALE_ENROLMENT_ACTIVE || at->run->state == AFTERSALE_ENROLMENT_PAUSED ||
        (at->run->state == AFTERSALE_ENROLMENT_COMPLETED && at->run->left == AFTERSALE_LEFT_FINISHED);
    return past != NULL && past->state == AS__STEP_MISSED && may_go_on;
}

static aftersale_status check_done(as__command *command, const aftersale_touch_done_args *args,
                                   const as__touch_at *at)
{
    aftersale_status status = was_missed(at) ? AFTERSALE_OK : as__touch_check_open(command, at);
    if (status != AFTERSALE_OK)
        return status;
    if (at->step->by_branch && at->planned.state == AFTERSALE_TOUCH_STATE_WAITING)
        return as__touch_fail_state(command, "is reached by a branch that nobody took");
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
    if (at->planned.past != NULL && at->planned.past->lease.us != 0 && at->planned.past->actor != NULL)
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

/* A claim keeps others from a touch, and is no reason of whoever held it and made it. */
static void drop_own_claim(const as__touch_at *at, const char *actor, as__reasons *reasons)
{
    const as__step_state *past = at->planned.past;
    size_t kept = 0;
    if (past == NULL || past->actor == NULL || strcmp(past->actor, actor) != 0)
        return;
    for (size_t i = 0; i < reasons->count; i++)
        if (reasons->items[i].number != AS__REASON_TOUCH_CLAIMED)
            reasons->items[kept++] = reasons->items[i];
    reasons->count = kept;
}

/* The reasons of the decision that was acted on stay with it (S6). */
static aftersale_status note_reasons(as__command *command, const as__touch_at *at, aftersale_event *event)
{
    as__reasons *reasons = as__arena_raw(&command->unit->arena, sizeof *reasons);
    as__planned again;
    if (reasons == NULL)
        return AFTERSALE_NO_MEMORY;
    reasons->count = 0;
    as__schedule_occurrence(&at->facts, at->planned.step, at->planned.occurrence, &again, reasons);
    drop_own_claim(at, event->actor, reasons);
    event->reasons = as__reasons_write(reasons, &command->unit->arena);
    return event->reasons != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

aftersale_status as__touch_next(as__command *command, uint64_t enrolment)
{
    const aftersale_record *run;
    const aftersale_customer *customer;
    as__facts facts;
    as__planned *planned, *next = NULL;
    aftersale_status status;
    memset(&command->out, 0, sizeof command->out);
    if (!command->wants_out)
        return AFTERSALE_OK;
    status = as__record_of(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, enrolment, &run);
    if (status == AFTERSALE_OK)
        status = as__customer_named(command->book, command->unit,
                                    ((const aftersale_enrolment *)run)->customer, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__facts_of(command->book, command->unit, command->settings,
                              (const aftersale_enrolment *)run, customer, command->now, &facts);
    if (status == AFTERSALE_OK)
        status = as__recents_read(command->unit, command->settings, customer, command->now, &facts.recents);
    if (status == AFTERSALE_OK)
        status = as__others_read(command->book, command->unit, command->settings, &facts);
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

/* A plan that was through goes on from there. */
static void open_again(const as__touch_at *at, aftersale_enrolment *draft)
{
    *draft = *at->run;
    if (draft->state != AFTERSALE_ENROLMENT_COMPLETED)
        return;
    draft->state = AFTERSALE_ENROLMENT_ACTIVE;
    draft->left = 0;
    draft->ended.us = 0;
}

static bool is_late(const as__command *command, const as__touch_at *at)
{
    const as__step_state *past = at->planned.past;
    return past != NULL && past->lease.us != 0 && past->lease.us <= command->now.us;
}

aftersale_status as__do_touch_done(as__command *command)
{
    const aftersale_touch_done_args *args = command->args;
    as__touch_at at;
    as__entered entered;
    aftersale_enrolment draft;
    aftersale_event event;
    aftersale_status status = as__touch_of(command, args->touch, false, &at);
    if (status == AFTERSALE_OK)
        status = check_done(command, args, &at);
    if (status == AFTERSALE_OK)
        status = as__touch_begin_event(command, &at, AS__EVENT_TOUCH_DONE, NULL, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.actor = actor_of(args, &at);
    event.outcome = args->outcome;
    event.contact = args->made.us != 0 ? args->made : command->at;
    event.channel = args->channel;
    if (event.channel == NULL && at.planned.channel < at.step->channel_count)
        event.channel = at.step->channels[at.planned.channel].name;
    if (as__outcome_reached(args->outcome) && event.contact.us > event.last_contact.us)
        event.last_contact = event.contact;
    status = as__recents_made(command, at.run, at.step, &event);
    if (status == AFTERSALE_OK)
        status = enter(command, args, &at, &event, &entered);
    if (status == AFTERSALE_OK)
        status = note_reasons(command, &at, &event);
    if (status == AFTERSALE_OK)
        status = as__touch_put_note(command, args->note, &event);
    if (status != AFTERSALE_OK)
        return status;
    if (!entered.is_settled)
        event.type = AS__EVENT_TOUCH_TRIED;
    open_again(&at, &draft);
    as__run_take(&entered, command->at, &draft);
    if (at.run->state == AFTERSALE_ENROLMENT_COMPLETED)
        status = as__runs_note_open(command, at.run->id, true, &event);
    if (status == AFTERSALE_OK)
        status = as__touch_put(command, &at, &draft, &event);
    if (status == AFTERSALE_OK && is_late(command, &at))
        command->did = AFTERSALE_DID_LATE;
    return status == AFTERSALE_OK ? as__touch_next(command, at.run->id) : status;
}
