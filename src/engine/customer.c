/* SPDX-License-Identifier: MIT */
#include "aftersale/customer.h"
#include "engine/answers.h"
#include "engine/customer_merge.h"
#include "engine/put_by_ref.h"
#include "engine/run.h"
#include "engine/twins.h"
#include <string.h>

/* After the record is put: addresses, the event, and open runs whose owner or consent has changed. `whole_before` is the
 * customer before, with their twins. */
static aftersale_status finish_customer(as__command *command, const aftersale_customer *before,
                                        const aftersale_customer *whole_before,
                                        const aftersale_customer *after, bool contacts_changed)
{
    as__address_holder holder = {
        .customer = after->id,
        .contacts = &after->contacts,
        .before = before != NULL ? &before->contacts : NULL,
    };
    const aftersale_customer *whole;
    aftersale_event event;
    aftersale_status status = as__customer_whole(command->book, command->unit, after, false, &whole);
    if (status != AFTERSALE_OK)
        return status;
    holder.answers = &whole->answers;
    if (contacts_changed)
        status = as__addresses_put(command, &holder, NULL);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, after->id, AS__EVENT_CUSTOMER_PUT, &event);
    if (status == AFTERSALE_OK && before != NULL)
        status = as__runs_refresh(command, whole_before, whole, &event);
    return status == AFTERSALE_OK ? as__event_put(command, &event) : status;
}

/* Nobody introduces themselves, nor those they are one with. What an export tells stands as it is. */
static aftersale_status take_introducer(as__command *command, aftersale_link link,
                                        const aftersale_customer *whole, aftersale_customer *draft)
{
    aftersale_status status =
        as__put_link(command, "referred_by", AFTERSALE_KIND_CUSTOMER, link, &draft->referred_by);
    bool is_self = draft->referred_by == draft->id || (whole != NULL && command->book->restores == NULL &&
                                                       (link.ref != NULL || as__id_given(link.id)) &&
                                                       as__customer_has(whole, draft->referred_by));
    if (status == AFTERSALE_OK && is_self)
        return as__fail_field(command->book, AFTERSALE_INVALID, "referred_by", AS__MESSAGE_OUT_OF_RANGE,
                              "must be somebody else");
    return status;
}

/* Those who are one are of one type. */
static aftersale_status check_type(as__command *command, const aftersale_customer *before,
                                   const aftersale_customer *draft)
{
    bool is_merged = before != NULL && (before->merged_into != 0 || before->twins.count != 0);
    if (!is_merged || draft->type == before->type)
        return AFTERSALE_OK;
    return as__fail_field(command->book, AFTERSALE_INVALID, "type", AS__MESSAGE_DISAGREE,
                          "must be that of those with whom they are one");
}

aftersale_status as__do_customer_put(as__command *command)
{
    const aftersale_customer_put_args *args = command->args;
    const aftersale_record *record, *put;
    const aftersale_customer *before, *whole = NULL;
    aftersale_customer draft;
    bool differs, contacts_changed;
    aftersale_status status = as__put_begin(command, AFTERSALE_KIND_CUSTOMER, args->ref, &draft, &record);
    if (status != AFTERSALE_OK)
        return status;
    before = (const aftersale_customer *)record;
    as__put_fields(command, AFTERSALE_KIND_CUSTOMER, &draft);
    if (draft.type == 0)
        draft.type = AFTERSALE_CUSTOMER_PERSON;
    status = check_type(command, before, &draft);
    if (status == AFTERSALE_OK && before != NULL)
        status = as__customer_whole(command->book, command->unit, before, true, &whole);
    if (status == AFTERSALE_OK)
        status = take_introducer(command, args->referred_by, whole, &draft);
    if (status != AFTERSALE_OK)
        return status;
    differs = as__put_differs(AFTERSALE_KIND_CUSTOMER, &draft, before);
    status = as__put_allowed(command, record, args->flags, args->expect, differs);
    if (status != AFTERSALE_OK)
        return status;
    if (!differs)
        return as__merge_restored(command, draft.id);
    contacts_changed = before == NULL || args->contacts.count != 0;
    status = as__contacts_take(command, draft.id, 0, &draft.contacts,
                               before != NULL ? &before->contacts : NULL, &draft.answers);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_CUSTOMER, &draft, &put);
    if (status == AFTERSALE_OK)
        status = finish_customer(command, before, whole, (const aftersale_customer *)put, contacts_changed);
    as__put_answer(command, draft.id, before == NULL);
    return status == AFTERSALE_OK ? as__merge_restored(command, draft.id) : status;
}
