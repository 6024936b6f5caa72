/* SPDX-License-Identifier: MIT */
#include "aftersale/enrolment.h"
#include "engine/run.h"
#include "engine/twins.h"
#include "rules/enrolment_rule.h"
#include "rules/pause.h"
#include <stdio.h>
#include <string.h>

static aftersale_status find_links(as__command *command, const aftersale_enrol_args *args,
                                   as__run_start *start)
{
    const aftersale_record *record;
    aftersale_key key;
    aftersale_status status;
    if (args->sale.ref != NULL || as__id_given(args->sale.id)) {
        status =
            as__link_record(command->book, command->unit, "sale", AFTERSALE_KIND_SALE, args->sale, &record);
        if (status != AFTERSALE_OK)
            return status;
        key = as__key_of(record);
        status = as__unit_expect(command->unit, &key); /* its dates are taken over */
        if (status != AFTERSALE_OK)
            return status;
        start->sale = (const aftersale_sale *)record;
    }
    if (start->sale == NULL && args->customer.ref == NULL && !as__id_given(args->customer.id))
        return as__fail_field(command->book, AFTERSALE_INVALID, "customer", AS__MESSAGE_REQUIRED,
                              "or a sale must be given");
    status = as__link_root(command->book, command->unit, args->customer,
                           start->sale != NULL ? start->sale->customer : 0, &start->customer);
    if (status != AFTERSALE_OK)
        return status;
    if (start->sale != NULL && !as__customer_has(start->customer, start->sale->customer))
        return as__fail_field(command->book, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE,
                              "is not whose sale it is");
    return AFTERSALE_OK;
}

static aftersale_status check_start(as__command *command, const aftersale_enrol_args *args,
                                    const as__run_start *start)
{
    if (args->line != 0 &&
        (start->sale == NULL || args->line < 0 || (size_t)args->line > start->sale->lines.count))
        return as__fail_field(command->book, AFTERSALE_INVALID, "line", AS__MESSAGE_OUT_OF_RANGE,
                              "must be a line of the sale");
    if (start->state > AFTERSALE_ENROLMENT_ACTIVE)
        return as__fail_field(command->book, AFTERSALE_INVALID, "state", AS__MESSAGE_NOT_A_CHOICE,
                              "must be draft, promised or active");
    return AFTERSALE_OK;
}

/* One run a sale: those that have ended count too, and stand only in the customer's history (S26). */
static aftersale_status check_sale_runs(as__command *command, const as__run_start *start)
{
    const aftersale_enrolment **runs;
    const char *why = NULL;
    size_t count, same = 0;
    aftersale_status status;
    if (start->sale == NULL)
        return AFTERSALE_OK;
    status = as__runs_of(command->book, command->unit, start->customer, &runs, &count);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        if (runs[i]->sale == start->sale->id && strcmp(runs[i]->plan, start->plan->key) == 0)
            runs[same++] = runs[i];
    if (status != AFTERSALE_OK ||
        as__reentry_allows(start->plan, runs, same, start->sale->id, start->line, command->now, &why))
        return status;
    return as__fail_field(command->book, AFTERSALE_STATE, "plan", AS__MESSAGE_RE_ENTRY, why);
}

/* A run belongs to whom its sale belongs to. */
static uint64_t whose(const as__run_start *start)
{
    return start->sale != NULL ? start->sale->customer : start->customer->id;
}

aftersale_status as__do_enrol(as__command *command)
{
    const aftersale_enrol_args *args = command->args;
    as__run_start start = {.line = args->line, .rule = "command"};
    aftersale_event event;
    uint64_t id;
    aftersale_status status = find_links(command, args, &start);
    if (status != AFTERSALE_OK)
        return status;
    start.state = args->state != 0 ? args->state : AFTERSALE_ENROLMENT_ACTIVE;
    start.owner = args->owner;
    if (start.owner == NULL)
        start.owner =
            start.sale != NULL && start.sale->owner != NULL ? start.sale->owner : start.customer->owner;
    status = check_start(command, args, &start);
    if (status == AFTERSALE_OK)
        status = as__plan_for(command, "plan", args->plan, args->version, &start.plan);
    if (status == AFTERSALE_OK)
        status = check_sale_runs(command, &start);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, whose(&start), AS__EVENT_ENROLLED, &event);
    if (status == AFTERSALE_OK)
        status = as__run_may_begin(command, &start, &event);
    if (status == AFTERSALE_OK)
        status = as__run_begin(command, &start, &event, &id);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = id;
    command->out = as__id_make(command->book->tenant->book, id);
    command->did = AFTERSALE_DID_MAKE;
    return as__event_put(command, &event);
}

/* A pause that has ended by itself may have been seen by the host or not: what either state allows goes. */
static uint32_t legal_moves(const aftersale_enrolment *run, const aftersale_enrolment *now)
{
    return as__enrolment_moves(run->state) | as__enrolment_moves(now->state);
}

static aftersale_status refuse_move(as__command *command, uint32_t legal)
{
    const as__field *field =
        as__kind_field(as__kind_of(AFTERSALE_KIND_ENROLMENT), AFTERSALE_FIELD_ENROLMENT_STATE);
    char text[160];
    size_t at = (size_t)snprintf(text, sizeof text, "from here only:");
    for (int32_t state = 1; state <= AFTERSALE_ENROLMENT_CANCELLED; state++) {
        size_t size;
        const char *name = as__choice_name(field->face.choices, state, &size);
        if ((legal >> state & 1) != 0)
            at += (size_t)snprintf(text + at, sizeof text - at, " %.*s", (int)size, name);
    }
    if (legal == 0)
        snprintf(text, sizeof text, "a plan that is over does not move any more");
    return as__fail_field(command->book, AFTERSALE_STATE, "state", AS__MESSAGE_STATE, text);
}

static aftersale_status move(as__command *command, const aftersale_plan_move_args *args,
                             const aftersale_customer *customer, aftersale_enrolment *draft)
{
    aftersale_status status = as__run_close_pause(command, draft);
    draft->state = args->state;
    if (status == AFTERSALE_OK && args->state == AFTERSALE_ENROLMENT_PAUSED)
        status = as__run_begin_pause(command, customer, args->resume, draft);
    if (args->state >= AFTERSALE_ENROLMENT_ENDED) {
        draft->ended = command->at;
        draft->reason = args->reason;
        draft->left = args->left != 0 ? args->left : AFTERSALE_LEFT_REMOVED;
        if (args->state == AFTERSALE_ENROLMENT_COMPLETED)
            draft->left = AFTERSALE_LEFT_FINISHED;
    }
    return status;
}

static aftersale_status check_move(as__command *command, const aftersale_plan_move_args *args,
                                   const aftersale_enrolment *run, const aftersale_enrolment *now)
{
    uint32_t legal = legal_moves(run, now);
    if ((legal >> args->state & 1) == 0)
        return refuse_move(command, legal);
    if ((args->state == AFTERSALE_ENROLMENT_ENDED || args->state == AFTERSALE_ENROLMENT_CANCELLED) &&
        args->reason == NULL)
        return as__fail_field(command->book, AFTERSALE_INVALID, "reason", AS__MESSAGE_REQUIRED, NULL);
    if (args->resume.day != 0 && args->state != AFTERSALE_ENROLMENT_PAUSED)
        return as__fail_field(command->book, AFTERSALE_INVALID, "resume", AS__MESSAGE_NOT_A_CHOICE,
                              "goes with a pause only");
    if (args->state == AFTERSALE_ENROLMENT_PAUSED && now->pauses.count >= AS__PAUSES_MAX)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "state", AS__MESSAGE_LIMIT,
                              "was paused as often as a run may be");
    return AFTERSALE_OK;
}

aftersale_status as__do_plan_move(as__command *command)
{
    const aftersale_plan_move_args *args = command->args;
    const aftersale_record *record;
    const aftersale_customer *customer;
    const aftersale_enrolment *run;
    aftersale_enrolment draft;
    aftersale_event event;
    aftersale_status status = as__link_record(command->book, command->unit, "enrolment",
                                              AFTERSALE_KIND_ENROLMENT, args->enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    run = (const aftersale_enrolment *)record;
    draft = *run;
    status = as__customer_named(command->book, command->unit, run->customer, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__run_end_pause(command, customer, &draft);
    if (status == AFTERSALE_OK)
        status = check_move(command, args, run, &draft);
    if (status == AFTERSALE_OK)
        status = move(command, args, customer, &draft);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, run->customer, AS__EVENT_PLAN_MOVED, &event);
    if (status != AFTERSALE_OK)
        return status;
    status = as__run_put(command, run, &draft, customer, customer, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = run->id;
    command->out = as__id_make(command->book->tenant->book, run->id);
    command->did = AFTERSALE_DID_CHANGE;
    return as__event_put(command, &event);
}
