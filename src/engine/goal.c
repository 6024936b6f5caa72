/* SPDX-License-Identifier: MIT */
#include "aftersale/goal.h"
#include "engine/put_by_ref.h"
#include "engine/run.h"
#include <string.h>

static bool is_open(const aftersale_goal *goal)
{
    return goal != NULL && goal->state == AFTERSALE_GOAL_OPEN;
}

/* How many goals are open stands in the customer's record, so that a worklist asks for them only where there are
 * some. */
static aftersale_status count_open(as__command *command, uint64_t customer, int32_t change)
{
    const aftersale_record *record;
    aftersale_customer draft;
    aftersale_status status;
    if (change == 0)
        return AFTERSALE_OK;
    status = as__record_of(command->book, command->unit, AFTERSALE_KIND_CUSTOMER, customer, &record);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
    draft = *(const aftersale_customer *)record;
    draft.goals += change;
    return as__unit_put(command->unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
}

static aftersale_status take_links(as__command *command, const aftersale_goal_put_args *args, aftersale_goal *draft)
{
    uint64_t customer = draft->customer;
    aftersale_status status =
        as__put_link(command, "customer", AFTERSALE_KIND_CUSTOMER, args->customer, &draft->customer);
    if (status == AFTERSALE_OK && draft->customer == 0)
        return as__fail_field(command->book, AFTERSALE_INVALID, "customer", AS__MESSAGE_REQUIRED, NULL);
    if (status == AFTERSALE_OK && customer != 0 && customer != draft->customer)
        return as__fail_field(command->book, AFTERSALE_EXISTS, "customer", AS__MESSAGE_REF_TAKEN,
                              "a goal stays with its customer");
    if (status == AFTERSALE_OK)
        status = as__put_link(command, "sale", AFTERSALE_KIND_SALE, args->sale, &draft->sale);
    return status;
}

static aftersale_status decide_day(as__command *command, aftersale_goal *draft)
{
    const aftersale_record *customer;
    const as__zone *zone;
    aftersale_status status;
    if (draft->state == AFTERSALE_GOAL_OPEN || draft->decided.day != 0)
        return AFTERSALE_OK;
    status = as__record_of(command->book, command->unit, AFTERSALE_KIND_CUSTOMER, draft->customer, &customer);
    if (status == AFTERSALE_OK)
        status = as__customer_zone(command->book, (const aftersale_customer *)customer, command->settings, &zone);
    if (status == AFTERSALE_OK)
        draft->decided = as__day_in_zone(zone, command->at);
    return status;
}

aftersale_status as__do_goal_put(as__command *command)
{
    const aftersale_goal_put_args *args = command->args;
    const aftersale_record *record;
    const aftersale_goal *before;
    aftersale_goal draft;
    aftersale_event event;
    uint64_t id;
    bool differs;
    aftersale_status status = as__put_find(command, AFTERSALE_KIND_GOAL, args->ref, &id, &record);
    if (status != AFTERSALE_OK)
        return status;
    before = (const aftersale_goal *)record;
    memset(&draft, 0, sizeof draft);
    if (before != NULL)
        draft = *before;
    else
        draft.created = command->now;
    draft.id = id;
    draft.ref = args->ref;
    status = take_links(command, args, &draft);
    if (status != AFTERSALE_OK)
        return status;
    differs = as__put_fields(command, AFTERSALE_KIND_GOAL, &draft, before);
    if (draft.state == 0)
        draft.state = AFTERSALE_GOAL_OPEN;
    status = as__put_allowed(command, record, args->flags, args->expect, differs);
    command->out = as__id_make(command->book->tenant->book, id);
    if (status != AFTERSALE_OK || !differs)
        return status;
    status = decide_day(command, &draft);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_GOAL, &draft, NULL);
    if (status == AFTERSALE_OK)
        status = count_open(command, draft.customer, is_open(&draft) - is_open(before));
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, draft.customer, AS__EVENT_GOAL_PUT, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = id;
    as__put_answer(command, id, before == NULL);
    return as__event_put(command, &event);
}
