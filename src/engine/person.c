/* SPDX-License-Identifier: MIT */
#include "aftersale/person.h"
#include "engine/answers.h"
#include "engine/put_by_ref.h"
#include "engine/run.h"
#include "engine/twins.h"
#include <string.h>

static bool same_answers(const as__list *a, const as__list *b)
{
    return a->items == b->items && a->count == b->count;
}

static aftersale_status person_of(as__command *command, const aftersale_person_put_args *args,
                                  const aftersale_person *before, uint64_t *customer)
{
    const aftersale_customer *named;
    aftersale_status status;
    *customer = before != NULL ? before->customer : 0;
    if (args->customer.ref == NULL && !as__id_given(args->customer.id) && before != NULL)
        return AFTERSALE_OK;
    status = as__link_customer(command->book, command->unit, "customer", args->customer, &named);
    if (status != AFTERSALE_OK)
        return status;
    if (*customer != 0 && !as__customer_has(named, *customer))
        return as__fail_field(command->book, AFTERSALE_EXISTS, "customer", AS__MESSAGE_REF_TAKEN,
                              "a person stays with their customer");
    if (*customer == 0)
        *customer = named->id;
    return AFTERSALE_OK;
}

/* A person's answers stand in the customer's record, where the gate reads them. @param[out] after with their twins */
static aftersale_status put_customer_answers(as__command *command, uint64_t id, as__list answers,
                                             const aftersale_customer **after)
{
    const aftersale_record *record, *put;
    aftersale_customer draft;
    aftersale_status status =
        as__record_of(command->book, command->unit, AFTERSALE_KIND_CUSTOMER, id, &record);
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_customer *)record;
    draft.answers = answers;
    status = as__unit_put(command->unit, AFTERSALE_KIND_CUSTOMER, &draft, &put);
    if (status != AFTERSALE_OK)
        return status;
    return as__customer_whole(command->book, command->unit, (const aftersale_customer *)put, false, after);
}

static aftersale_status finish_person(as__command *command, const aftersale_person *was,
                                      const aftersale_person *person, as__list answers,
                                      const aftersale_customer *customer)
{
    const aftersale_customer *before, *after;
    as__address_holder holder = {
        .customer = customer->id,
        .person = person->id,
        .contacts = &person->contacts,
        .before = was != NULL ? &was->contacts : NULL,
    };
    aftersale_event event;
    aftersale_status status = as__customer_whole(command->book, command->unit, customer, false, &before);
    after = before;
    if (status == AFTERSALE_OK && !same_answers(&answers, &customer->answers))
        status = put_customer_answers(command, person->customer, answers, &after);
    if (status != AFTERSALE_OK)
        return status;
    holder.answers = &after->answers;
    status = as__addresses_put(command, &holder, NULL);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, person->customer, AS__EVENT_PERSON_PUT, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = person->id;
    if (before != after)
        status = as__runs_refresh(command, before, after, &event);
    return status == AFTERSALE_OK ? as__event_put(command, &event) : status;
}

aftersale_status as__do_person_put(as__command *command)
{
    const aftersale_person_put_args *args = command->args;
    const aftersale_record *record, *customer, *put;
    const aftersale_person *before;
    aftersale_person draft;
    as__list answers;
    bool differs;
    aftersale_status status = as__put_begin(command, AFTERSALE_KIND_PERSON, args->ref, &draft, &record);
    if (status != AFTERSALE_OK)
        return status;
    before = (const aftersale_person *)record;
    status = person_of(command, args, before, &draft.customer);
    if (status != AFTERSALE_OK)
        return status;
    as__put_fields(command, AFTERSALE_KIND_PERSON, &draft);
    differs = as__put_differs(AFTERSALE_KIND_PERSON, &draft, before);
    status = as__put_allowed(command, record, args->flags, args->expect, differs);
    if (status != AFTERSALE_OK || !differs)
        return status;
    status =
        as__record_named(command->book, command->unit, AFTERSALE_KIND_CUSTOMER, draft.customer, &customer);
    if (status != AFTERSALE_OK)
        return status;
    answers = ((const aftersale_customer *)customer)->answers;
    status = as__contacts_take(command, draft.customer, draft.id, &draft.contacts,
                               before != NULL ? &before->contacts : NULL, &answers);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_PERSON, &draft, &put);
    if (status == AFTERSALE_OK)
        status = finish_person(command, before, (const aftersale_person *)put, answers,
                               (const aftersale_customer *)customer);
    as__put_answer(command, draft.id, before == NULL);
    return status;
}
