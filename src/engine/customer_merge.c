/* SPDX-License-Identifier: MIT */
/* A customer turns out to be another (S13). Nothing is moved: the one who is merged names the other, who lists them; each
 * root of theirs gets an event, and each open run is dated anew. */
#include "engine/customer_merge.h"
#include "engine/twins_work.h"

typedef struct dated_twin {
    uint64_t id;
    int64_t merged;
} dated_twin;

/* Twins in the order in which they were merged, so that what one of them says is found alike wherever they are restored. */
static aftersale_status add_twins(const as__twins_work *work, const aftersale_customer *to, as__list *out)
{
    dated_twin dated[AS__TWINS_MOST];
    as__twin *items = as__arena_take(&work->command->unit->arena, AS__TWINS_MOST * sizeof *items);
    as__members all;
    size_t count = 0;
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    as__members_of(to, &all);
    for (size_t i = 0; i < work->moved.count; i++)
        all.ids[all.count++] = work->moved.ids[i];
    for (size_t i = 1; i < all.count; i++, count++) {
        const aftersale_customer *twin;
        aftersale_status status = as__twins_stored(work, all.ids[i], &twin);
        size_t at = count;
        if (status != AFTERSALE_OK)
            return status;
        for (; at != 0 && (dated[at - 1].merged > twin->merged.us ||
                           (dated[at - 1].merged == twin->merged.us && dated[at - 1].id > twin->id));
             at--)
            dated[at] = dated[at - 1];
        dated[at] = (dated_twin){twin->id, twin->merged.us};
    }
    for (size_t i = 0; i < count; i++)
        items[i].customer = dated[i].id;
    *out = (as__list){items, count};
    return AFTERSALE_OK;
}

/* The one who is merged names the other; all above list them. */
static aftersale_status put_alias(as__twins_work *work, const aftersale_customer *parent,
                                  aftersale_time merged)
{
    as__unit *unit = work->command->unit;
    const aftersale_customer *above = parent;
    aftersale_customer draft = *work->customer;
    aftersale_status status;
    draft.merged_into = parent->id;
    draft.merged = merged;
    status = as__unit_put(unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
    while (status == AFTERSALE_OK) {
        draft = *above;
        status = add_twins(work, above, &draft.twins);
        if (status == AFTERSALE_OK)
            status = as__unit_put(unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
        if (status != AFTERSALE_OK || above->merged_into == 0)
            break;
        status = as__twins_stored(work, above->merged_into, &above);
    }
    return status;
}

static aftersale_status check_merge(as__command *command, const aftersale_customer *customer,
                                    const aftersale_customer *into)
{
    if (customer->type != into->type)
        return as__fail_field(command->book, AFTERSALE_INVALID, "into", AS__MESSAGE_DISAGREE,
                              "is of another type: a person and an organisation are not one");
    if (customer->twins.count + 1 + into->twins.count > AS__TWINS_MOST)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "into", AS__MESSAGE_LIMIT,
                              "would have more than 32 merged into them");
    return AFTERSALE_OK;
}

/* `parent`: who is named; `into`: who answers for them. */
static aftersale_status merge(as__command *command, const aftersale_customer *customer,
                              const aftersale_customer *parent, const aftersale_customer *into,
                              aftersale_time merged)
{
    as__twins_work *work = as__arena_take(&command->unit->arena, sizeof *work);
    const aftersale_customer *stored;
    aftersale_status status = check_merge(command, customer, into);
    if (status != AFTERSALE_OK)
        return status;
    if (work == NULL)
        return AFTERSALE_NO_MEMORY;
    work->command = command;
    work->customer = customer;
    work->into = into;
    as__members_of(customer, &work->moved);
    status = as__twins_whole(work, customer, true, &work->before[0]);
    if (status == AFTERSALE_OK)
        status = as__twins_whole(work, into, true, &work->before[1]);
    if (status == AFTERSALE_OK)
        status = put_alias(work, parent, merged);
    if (status == AFTERSALE_OK)
        status = as__twins_stored(work, into->id, &stored);
    if (status == AFTERSALE_OK)
        status = as__twins_whole(work, stored, false, &work->after[1]);
    if (status != AFTERSALE_OK)
        return status;
    work->after[0] = work->after[1];
    as__members_of(work->after[1], &work->members);
    status = as__twins_begin_events(work, AS__EVENT_CUSTOMER_MERGED, "into", customer->id);
    if (status == AFTERSALE_OK)
        status = as__twins_end_doubles(work);
    if (status == AFTERSALE_OK)
        status = as__twins_refresh(work);
    return status == AFTERSALE_OK ? as__twins_put_events(work) : status;
}

static aftersale_status refuse_state(as__command *command, const char *path, const char *text)
{
    return as__fail_field(command->book, AFTERSALE_STATE, path, AS__MESSAGE_STATE, text);
}

aftersale_status as__do_customer_merge(as__command *command)
{
    const aftersale_customer_merge_args *args = command->args;
    const aftersale_record *record, *named;
    const aftersale_customer *customer, *into, *head;
    aftersale_status status = as__link_stored(command->book, command->unit, "customer",
                                              AFTERSALE_KIND_CUSTOMER, args->customer, &record);
    if (status == AFTERSALE_OK)
        status = as__link_stored(command->book, command->unit, "into", AFTERSALE_KIND_CUSTOMER, args->into,
                                 &named);
    if (status != AFTERSALE_OK)
        return status;
    customer = (const aftersale_customer *)record;
    if (named == record)
        return as__fail_field(command->book, AFTERSALE_INVALID, "into", AS__MESSAGE_OUT_OF_RANGE,
                              "must be somebody else");
    status = as__customer_head(command->book, command->unit, (const aftersale_customer *)named, true, &into);
    if (status == AFTERSALE_OK)
        status = as__customer_head(command->book, command->unit, customer, true, &head);
    if (status != AFTERSALE_OK)
        return status;
    command->out = as__id_make(command->book->tenant->book, into->id);
    if (into == customer)
        return refuse_state(command, "into", "is merged into this one");
    if (head == into)
        return AFTERSALE_OK;
    if (head != customer)
        return refuse_state(command, "customer", "is merged into another already");
    command->did = AFTERSALE_DID_CHANGE;
    return merge(command, customer, into, into, command->at);
}

aftersale_status as__merge_restored(as__command *command, uint64_t id)
{
    const as__restored *from = command->book->restores;
    const aftersale_record *record;
    const aftersale_customer *customer, *parent, *into;
    aftersale_status status;
    if (from == NULL || (from->merged_into.ref == NULL && !as__id_given(from->merged_into.id)))
        return AFTERSALE_OK;
    status = as__record_of(command->book, command->unit, AFTERSALE_KIND_CUSTOMER, id, &record);
    customer = (const aftersale_customer *)record;
    if (status != AFTERSALE_OK || customer->merged_into != 0)
        return status;
    status = as__link_stored(command->book, command->unit, "merged_into", AFTERSALE_KIND_CUSTOMER,
                             from->merged_into, &record);
    parent = (const aftersale_customer *)record;
    if (status == AFTERSALE_OK)
        status = as__customer_head(command->book, command->unit, parent, true, &into);
    if (status != AFTERSALE_OK)
        return status;
    if (into == customer)
        return refuse_state(command, "merged_into", "is merged into this one");
    if (command->did == AFTERSALE_DID_NOTHING)
        command->did = AFTERSALE_DID_CHANGE;
    return merge(command, customer, parent, into, from->merged.us != 0 ? from->merged : command->at);
}
