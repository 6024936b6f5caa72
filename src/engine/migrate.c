/* SPDX-License-Identifier: MIT */
/* Takes a run over to another version of its plan (S21). */
#include "aftersale/enrolment.h"
#include "engine/agenda.h"
#include "engine/migrating.h"
#include "engine/reasons.h"
#include "engine/twins.h"
#include <stdio.h>

static aftersale_status find_version(as__command *command, const aftersale_plan_migrate_args *args,
                                     const aftersale_enrolment *run, const as__template **plan)
{
    aftersale_status status =
        as__plan_use(command->book, command->unit, command->settings, run->plan, args->version, plan);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_field(command->book, status, "version", AS__MESSAGE_NOT_FOUND, NULL);
    return status;
}

static aftersale_status refuse_held(as__command *command, const as__step *step)
{
    char text[160];
    snprintf(text, sizeof text, "has %s %s, a step which that version does not have",
             step->is_case ? "the open case" : "an appointment or a touch that somebody holds of", step->key);
    return as__fail_field(command->book, AFTERSALE_STATE, "enrolment", AS__MESSAGE_STATE, text);
}

static const char *versions(as__command *command, int32_t from, int32_t to)
{
    char *detail = as__arena_take(&command->unit->arena, 64);
    if (detail != NULL)
        snprintf(detail, 64, "{\"from\":%d,\"to\":%d}", (int)from, (int)to);
    return detail;
}

/* A touch that no run to a time has entered as missed yet, with what stood for it in the version before. */
static aftersale_status tell_missed(as__command *command, const as__facts *before, as__step_state *state)
{
    as__arena *arena = &command->unit->arena;
    as__reasons *reasons = as__arena_take(arena, sizeof *reasons);
    aftersale_time at = command->at;
    as__planned missed;
    aftersale_event event;
    aftersale_status status;
    if (reasons == NULL)
        return AFTERSALE_NO_MEMORY;
    as__schedule_occurrence(before, as__template_step(before->plan, state->step), state->occurrence, &missed,
                            reasons);
    command->at = as__missed_when(&missed);
    status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, before->run->customer, AS__EVENT_TOUCH_MISSED,
                             &event);
    command->at = at;
    event.reasons = as__reasons_write(reasons, arena);
    if (status != AFTERSALE_OK || event.reasons == NULL)
        return status != AFTERSALE_OK ? status : AFTERSALE_NO_MEMORY;
    event.key = NULL; /* that of the migration's own */
    event.enrolment = before->run->id;
    event.step = state->step;
    event.occurrence = state->occurrence;
    event.planned = state->planned;
    state->event = event.number;
    return as__event_put(command, &event);
}

static aftersale_status tell_all_missed(as__command *command, as__migrating *migrating)
{
    const as__facts *before = &migrating->before;
    as__step_state *states;
    aftersale_status status = as__run_own_states(&command->unit->arena, &migrating->run, 0, &states);
    for (size_t i = 0; i < migrating->run.steps.count && status == AFTERSALE_OK; i++) {
        bool is_of_before = as__template_step(before->plan, states[i].step) < before->plan->step_count;
        if (states[i].state == AS__STEP_MISSED && is_of_before &&
            !as__step_is_settled(as__step_occurrence(before->run, states[i].step, states[i].occurrence)))
            status = tell_missed(command, before, &states[i]);
    }
    return status;
}

static aftersale_status migrate(as__command *command, const aftersale_enrolment *run,
                                const as__template *plan)
{
    const aftersale_customer *customer;
    aftersale_event event;
    as__migrating migrating;
    aftersale_status status =
        as__customer_named(command->book, command->unit, run->customer, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__migrating_decide(command->book, command->unit, command->settings, run, customer, plan,
                                      command->now, command->at, &migrating);
    if (status != AFTERSALE_OK)
        return status;
    if (migrating.held != NULL)
        return refuse_held(command, migrating.held);
    status = tell_all_missed(command, &migrating);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, run->customer, AS__EVENT_MIGRATED, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = run->id;
    event.detail = versions(command, run->version, plan->version);
    if (event.detail == NULL)
        return AFTERSALE_NO_MEMORY;
    status = as__run_put(command, run, &migrating.run, customer, customer, &event);
    command->did = AFTERSALE_DID_CHANGE;
    return status == AFTERSALE_OK ? as__event_put(command, &event) : status;
}

aftersale_status as__do_plan_migrate(as__command *command)
{
    const aftersale_plan_migrate_args *args = command->args;
    const aftersale_record *record;
    const aftersale_enrolment *run;
    const as__template *plan;
    aftersale_status status = as__link_record(command->book, command->unit, "enrolment",
                                              AFTERSALE_KIND_ENROLMENT, args->enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    run = (const aftersale_enrolment *)record;
    status = find_version(command, args, run, &plan);
    if (status != AFTERSALE_OK)
        return status;
    if (run->state >= AFTERSALE_ENROLMENT_ENDED)
        return as__fail_field(command->book, AFTERSALE_STATE, "enrolment", AS__MESSAGE_STATE,
                              "is of a plan that is over");
    command->out = as__id_make(command->book->tenant->book, run->id);
    return plan->version != run->version ? migrate(command, run, plan) : AFTERSALE_OK;
}
