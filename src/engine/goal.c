/* SPDX-License-Identifier: MIT */
#include "aftersale/goal.h"
#include "aftersale/sale.h"
#include "engine/put_by_ref.h"
#include "engine/run.h"
#include "engine/twins.h"
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
    status = as__record_named(command->book, command->unit, AFTERSALE_KIND_CUSTOMER, customer, &record);
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_customer *)record;
    draft.goals += change;
    return as__unit_put(command->unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
}

/* A goal belongs to a sale of the same customer, or of one they are one with. */
static aftersale_status take_sale(as__command *command, aftersale_link link, aftersale_goal *draft)
{
    const aftersale_customer *customer;
    const aftersale_record *sale;
    aftersale_status status;
    if (link.ref == NULL && !as__id_given(link.id))
        return AFTERSALE_OK;
    status = as__link_record(command->book, command->unit, "sale", AFTERSALE_KIND_SALE, link, &sale);
    if (status == AFTERSALE_OK)
        status = as__customer_named(command->book, command->unit, draft->customer, false, &customer);
    if (status != AFTERSALE_OK)
        return status;
    if (!as__customer_has(customer, ((const aftersale_sale *)sale)->customer))
        return as__fail_field(command->book, AFTERSALE_NOT_FOUND, "sale", AS__MESSAGE_NOT_FOUND,
                              "is no sale of this customer");
    draft->sale = as__key_of(sale).id;
    return AFTERSALE_OK;
}

static aftersale_status take_customer(as__command *command, aftersale_link link, aftersale_goal *draft)
{
    const aftersale_customer *customer;
    aftersale_status status;
    if (link.ref == NULL && !as__id_given(link.id)) {
        if (draft->customer != 0)
            return AFTERSALE_OK;
        return as__fail_field(command->book, AFTERSALE_INVALID, "customer", AS__MESSAGE_REQUIRED, NULL);
    }
    status = as__link_customer(command->book, command->unit, "customer", link, &customer);
    if (status != AFTERSALE_OK)
        return status;
    if (draft->customer != 0 && !as__customer_has(customer, draft->customer))
        return as__fail_field(command->book, AFTERSALE_EXISTS, "customer", AS__MESSAGE_REF_TAKEN,
                              "a goal stays with its customer");
    if (draft->customer == 0)
        draft->customer = customer->id;
    return AFTERSALE_OK;
}

/* A goal that is open again was not decided; one that is decided anew was not on the old day. */
static aftersale_status decide_day(as__command *command, const aftersale_goal *before, aftersale_goal *draft)
{
    const aftersale_goal_put_args *args = command->args;
    aftersale_date none = {0, 0, 0};
    const aftersale_customer *customer;
    const as__zone *zone;
    aftersale_status status;
    if (args->decided.day == 0 && before != NULL && before->state != draft->state)
        draft->decided = none;
    if (draft->state == AFTERSALE_GOAL_OPEN || draft->decided.day != 0)
        return AFTERSALE_OK;
    status = as__customer_named(command->book, command->unit, draft->customer, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__customer_zone(command->book, customer, command->settings, &zone);
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
    bool differs;
    aftersale_status status = as__put_begin(command, AFTERSALE_KIND_GOAL, args->ref, &draft, &record);
    if (status != AFTERSALE_OK)
        return status;
    before = (const aftersale_goal *)record;
    as__put_fields(command, AFTERSALE_KIND_GOAL, &draft);
    if (draft.state == 0)
        draft.state = AFTERSALE_GOAL_OPEN;
    status = take_customer(command, args->customer, &draft);
    if (status == AFTERSALE_OK)
        status = take_sale(command, args->sale, &draft);
    if (status == AFTERSALE_OK)
        status = decide_day(command, before, &draft);
    if (status != AFTERSALE_OK)
        return status;
    differs = as__put_differs(AFTERSALE_KIND_GOAL, &draft, before);
    status = as__put_allowed(command, record, args->flags, args->expect, differs);
    if (status != AFTERSALE_OK || !differs)
        return status;
    status = as__unit_put(command->unit, AFTERSALE_KIND_GOAL, &draft, NULL);
    if (status == AFTERSALE_OK)
        status = count_open(command, draft.customer, is_open(&draft) - is_open(before));
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, draft.customer, AS__EVENT_GOAL_PUT, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = draft.id;
    as__put_answer(command, draft.id, before == NULL);
    return as__event_put(command, &event);
}
