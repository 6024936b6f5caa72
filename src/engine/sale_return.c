/* SPDX-License-Identifier: MIT */
/* Returns: set against a named sale, or where the paper names none, against the customer's latest earlier sales of
 * the product; what is left is kept as a return without a sale (S12). */
#include "aftersale/enrolment.h"
#include "engine/put_by_ref.h"
#include "engine/return_work.h"
#include "engine/run.h"
#include "engine/run_list.h"
#include "value/date.h"
#include "value/money.h"
#include <string.h>

/* A plan for a sale, or for a line of it, that has come back whole is over. */
static aftersale_status end_runs(as__return_work *work, const as__open_sale *sale)
{
    as__command *command = work->command;
    const as__open_plan *runs;
    as__list listed;
    aftersale_status status = as__runs_listed(command, work->customer, &work->event, &listed);
    if (status != AFTERSALE_OK)
        return status;
    runs = AS__ITEMS(as__open_plan, listed);
    for (size_t i = 0; i < listed.count; i++) {
        const aftersale_record *record;
        const aftersale_enrolment *run;
        if (!runs[i].is_open)
            continue;
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment,
                                  &record);
        if (status != AFTERSALE_OK)
            return status;
        run = (const aftersale_enrolment *)record;
        if (run->sale != sale->before->id)
            continue;
        if (!as__lines_are_back(&sale->draft.lines) &&
            (run->line == 0 || (size_t)run->line > sale->draft.lines.count ||
             as__line_left(&sale->lines[run->line - 1]).units > 0))
            continue;
        status = as__run_end(command, run, work->customer, AFTERSALE_ENROLMENT_ENDED, AFTERSALE_LEFT_REMOVED,
                             "returned", &work->event);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

static aftersale_status put_sales(as__return_work *work)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < work->sale_count && status == AFTERSALE_OK; i++) {
        as__open_sale *sale = &work->sales[i];
        if (!sale->is_touched)
            continue;
        if (as__lines_are_back(&sale->draft.lines)) {
            const aftersale_sale_return_args *args = work->command->args;
            sale->draft.returned = work->draft.returned;
            sale->draft.returned_time = args->returned_time;
        }
        status = as__unit_put(work->command->unit, AFTERSALE_KIND_SALE, &sale->draft, NULL);
        if (status == AFTERSALE_OK)
            status = end_runs(work, sale);
    }
    return status;
}

static aftersale_status find_owner(as__return_work *work, const aftersale_sale_return_args *args)
{
    as__command *command = work->command;
    const aftersale_record *record;
    bool names_sale = args->sale.ref != NULL || as__id_given(args->sale.id);
    aftersale_status status = AFTERSALE_OK;
    if (names_sale) {
        status =
            as__link_record(command->book, command->unit, "sale", AFTERSALE_KIND_SALE, args->sale, &record);
        if (status != AFTERSALE_OK)
            return status;
        work->named = (const aftersale_sale *)record;
    }
    status = as__link_root(command->book, command->unit, args->customer,
                           names_sale ? work->named->customer : 0, &work->customer);
    if (status != AFTERSALE_OK)
        return status;
    if (names_sale && !as__customer_has(work->customer, work->named->customer))
        return as__fail_field(command->book, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE,
                              "is not whose sale it is");
    if (!names_sale && args->lines.count == 0)
        return as__fail_field(command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_REQUIRED,
                              "must be given where no sale is named");
    return AFTERSALE_OK;
}

static aftersale_status sum_pieces(as__return_work *work)
{
    for (size_t i = 0; i < work->piece_count; i++) {
        aftersale_money amount = work->pieces[i].amount;
        if (!as__money_given(amount))
            continue;
        if (!as__money_given(work->draft.total))
            work->draft.total = amount;
        else if (strcmp(work->draft.total.currency, amount.currency) != 0)
            return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines",
                                  AS__MESSAGE_MIXED_CURRENCIES, NULL);
        else if (!as__money_add(work->draft.total, amount, &work->draft.total))
            return as__fail_field(work->command->book, AFTERSALE_INVALID, "lines", AS__MESSAGE_OVERFLOW,
                                  NULL);
    }
    return AFTERSALE_OK;
}

static aftersale_status set_day(as__return_work *work, aftersale_date returned)
{
    const as__zone *zone;
    aftersale_status status;
    work->draft.returned = returned;
    if (as__date_given(returned))
        return AFTERSALE_OK;
    status = as__customer_zone(work->command->book, work->customer, work->command->settings, &zone);
    if (status == AFTERSALE_OK)
        work->draft.returned = as__day_in_zone(zone, work->command->at);
    return status;
}

static aftersale_status put_return(as__return_work *work, const aftersale_sale_return_args *args)
{
    as__command *command = work->command;
    aftersale_return *draft = &work->draft;
    aftersale_status status;
    draft->id = as__command_id_for(command, AFTERSALE_KIND_RETURN);
    draft->ref = args->ref;
    draft->customer = work->named != NULL ? work->named->customer : work->customer->id;
    draft->sale = work->named != NULL ? work->named->id : 0;
    draft->reason = args->reason;
    draft->lines = (as__list){work->pieces, work->piece_count};
    draft->returned_time = args->returned_time;
    draft->created = as__command_recorded(command);
    draft->recorded_as = command->digest;
    status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, draft->customer, AS__EVENT_SALE_RETURNED,
                             &work->event);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_RETURN, draft, NULL);
    if (status == AFTERSALE_OK)
        status = put_sales(work);
    if (status != AFTERSALE_OK)
        return status;
    work->event.subject = draft->id;
    return as__event_put(command, &work->event);
}

aftersale_status as__do_sale_return(as__command *command)
{
    const aftersale_sale_return_args *args = command->args;
    as__return_work work = {.command = command};
    const aftersale_record *there;
    aftersale_status status = as__record_by_ref(command->unit, AFTERSALE_KIND_RETURN, args->ref, &there);
    as__command_take_digest(command);
    if (status != AFTERSALE_OK)
        return status;
    if (there != NULL)
        return as__put_repeat(command, ((const aftersale_return *)there)->id,
                              &((const aftersale_return *)there)->recorded_as);
    status = find_owner(&work, args);
    if (status == AFTERSALE_OK)
        status = set_day(&work, args->returned);
    if (status == AFTERSALE_OK)
        status = as__return_take_lines(&work, args);
    if (status == AFTERSALE_OK)
        status = sum_pieces(&work);
    if (status == AFTERSALE_OK)
        status = put_return(&work, args);
    command->out = as__id_make(command->book->tenant->book, work.draft.id);
    command->did = AFTERSALE_DID_MAKE;
    return status;
}
