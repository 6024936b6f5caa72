/* SPDX-License-Identifier: MIT */
/* A customer who was merged is one of their own again (S13). */
#include "aftersale/consent.h"
#include "engine/answers.h"
#include "engine/twins_work.h"

/* All above list them no more. */
static aftersale_status drop_twins(const as__twins_work *work, const aftersale_customer *above)
{
    const as__twin *twins = AS__ITEMS(as__twin, above->twins);
    as__twin *items = as__arena_take(&work->command->unit->arena, (above->twins.count + 1) * sizeof *items);
    aftersale_customer draft = *above;
    size_t count = 0;
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < above->twins.count; i++)
        if (!as__members_have(&work->moved, twins[i].customer))
            items[count++] = twins[i];
    draft.twins = (as__list){items, count};
    return as__unit_put(work->command->unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
}

/* What was refused since they were one, was refused by who is parted as well. */
static aftersale_status take_refusals(const as__twins_work *work, aftersale_customer *draft)
{
    const as__answer *answers = AS__ITEMS(as__answer, work->into->answers);
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < work->into->answers.count && status == AFTERSALE_OK; i++) {
        as__given_answer given = {
            .customer = work->customer->id,
            .channel = answers[i].channel,
            .purposes = answers[i].no,
            .answer = AFTERSALE_CONSENT_NO,
            .source = "refused while merged into another",
            .given = answers[i].since,
            .until = answers[i].until,
        };
        if (given.purposes != 0 && answers[i].person == 0 && given.given.us >= work->customer->merged.us)
            status = as__answer_put(work->command, &given, &draft->answers, NULL);
    }
    return status;
}

static aftersale_status drop_alias(as__twins_work *work)
{
    as__unit *unit = work->command->unit;
    const aftersale_customer *above = work->customer;
    aftersale_customer draft = *work->customer;
    aftersale_status status = take_refusals(work, &draft);
    draft.merged_into = 0;
    draft.merged.us = 0;
    if (status == AFTERSALE_OK)
        status = as__unit_put(unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
    while (status == AFTERSALE_OK && above->merged_into != 0) {
        status = as__twins_stored(work, above->merged_into, &above);
        if (status == AFTERSALE_OK)
            status = drop_twins(work, above);
    }
    return status;
}

static aftersale_status part_addresses(const as__twins_work *work)
{
    as__address_holder holder = {
        .customer = work->customer->id,
        .contacts = &work->after[0]->contacts,
        .before = &work->after[0]->contacts,
        .answers = &work->after[0]->answers,
        .parted_from = work->after[1],
    };
    return as__addresses_put(work->command, &holder, NULL);
}

static aftersale_status find_after(as__twins_work *work)
{
    const aftersale_customer *stored;
    aftersale_status status = as__twins_stored(work, work->customer->id, &stored);
    if (status == AFTERSALE_OK)
        status = as__twins_whole(work, stored, false, &work->after[0]);
    if (status == AFTERSALE_OK)
        status = as__twins_stored(work, work->into->id, &stored);
    return status == AFTERSALE_OK ? as__twins_whole(work, stored, false, &work->after[1]) : status;
}

static aftersale_status part(as__twins_work *work)
{
    aftersale_status status = as__twins_whole(work, work->into, true, &work->before[1]);
    if (status != AFTERSALE_OK)
        return status;
    work->before[0] = work->before[1];
    as__members_of(work->before[1], &work->members);
    as__members_of(work->customer, &work->moved);
    status = drop_alias(work);
    if (status == AFTERSALE_OK)
        status = find_after(work);
    if (status == AFTERSALE_OK)
        status = part_addresses(work);
    if (status == AFTERSALE_OK)
        status = as__twins_begin_events(work, AS__EVENT_CUSTOMER_PARTED, "from", work->into->id);
    if (status == AFTERSALE_OK)
        status = as__twins_take_up_doubles(work);
    if (status == AFTERSALE_OK)
        status = as__twins_refresh(work);
    return status == AFTERSALE_OK ? as__twins_put_events(work) : status;
}

aftersale_status as__do_customer_part(as__command *command)
{
    const aftersale_customer_part_args *args = command->args;
    as__twins_work *work = as__arena_take(&command->unit->arena, sizeof *work);
    const aftersale_record *record;
    aftersale_status status = as__link_stored(command->book, command->unit, "customer",
                                              AFTERSALE_KIND_CUSTOMER, args->customer, &record);
    if (status != AFTERSALE_OK)
        return status;
    if (work == NULL)
        return AFTERSALE_NO_MEMORY;
    work->command = command;
    work->customer = (const aftersale_customer *)record;
    if (work->customer->merged_into == 0)
        return as__fail_field(command->book, AFTERSALE_STATE, "customer", AS__MESSAGE_STATE,
                              "is merged into nobody");
    status = as__customer_head(command->book, command->unit, work->customer, true, &work->into);
    if (status != AFTERSALE_OK)
        return status;
    command->out = as__id_make(command->book->tenant->book, work->customer->id);
    command->did = AFTERSALE_DID_CHANGE;
    return part(work);
}
