/* SPDX-License-Identifier: MIT */
#include "engine/twins.h"
#include <string.h>

aftersale_status as__customer_head(aftersale_book *book, as__unit *unit, const aftersale_customer *stored,
                                   bool hold, const aftersale_customer **out)
{
    const aftersale_record *record;
    *out = stored;
    while ((*out)->merged_into != 0) {
        aftersale_status status = hold ? as__unit_expect_root(unit, (*out)->merged_into)
                                       : AFTERSALE_OK; /* before its record is read */
        if (status == AFTERSALE_OK)
            status = as__record_named(book, unit, AFTERSALE_KIND_CUSTOMER, (*out)->merged_into, &record);
        if (status != AFTERSALE_OK)
            return status;
        *out = (const aftersale_customer *)record;
    }
    return AFTERSALE_OK;
}

void as__members_of(const aftersale_customer *whole, as__members *out)
{
    const as__twin *twins = AS__ITEMS(as__twin, whole->twins);
    out->ids[0] = whole->id;
    out->count = 1;
    for (size_t i = 0; i < whole->twins.count && i < AS__TWINS_MOST; i++)
        out->ids[out->count++] = twins[i].customer;
}

bool as__members_have(const as__members *members, uint64_t customer)
{
    for (size_t i = 0; i < members->count; i++)
        if (members->ids[i] == customer)
            return true;
    return false;
}

bool as__customer_has(const aftersale_customer *whole, uint64_t customer)
{
    as__members members;
    as__members_of(whole, &members);
    return as__members_have(&members, customer);
}

/* All of them as stored, in one call. */
static aftersale_status read_members(aftersale_book *book, as__unit *unit, const as__members *members,
                                     bool hold, const aftersale_customer **out)
{
    aftersale_key keys[AS__TWINS_MOST + 1];
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < members->count; i++) {
        if (hold)
            status = as__unit_expect_root(unit, members->ids[i]);
        if (status != AFTERSALE_OK)
            return status;
        keys[i] = as__key_make(book->tenant->book, AFTERSALE_KIND_CUSTOMER, 0, members->ids[i]);
    }
    status = as__unit_fetch(unit, keys, members->count);
    for (size_t i = 0; i < members->count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        status = as__record_named(book, unit, AFTERSALE_KIND_CUSTOMER, members->ids[i], &record);
        out[i] = (const aftersale_customer *)record;
    }
    return status;
}

static bool has_contact(const aftersale_contact *contacts, size_t count, const aftersale_contact *contact)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(contacts[i].channel, contact->channel) == 0 &&
            strcmp(contacts[i].address, contact->address) == 0)
            return true;
    return false;
}

/* The contact points of all, each once; the answers of all: the newest of them holds, whoever gave it. */
static bool join_lists(as__unit *unit, const aftersale_customer *const *members, size_t count,
                       aftersale_customer *draft)
{
    aftersale_contact *contacts;
    as__answer *answers;
    size_t contact_count = 0, answer_count = 0;
    for (size_t i = 0; i < count; i++) {
        contact_count += members[i]->contacts.count;
        answer_count += members[i]->answers.count;
    }
    contacts = as__arena_take(&unit->arena, (contact_count + 1) * sizeof *contacts);
    answers = as__arena_take(&unit->arena, (answer_count + 1) * sizeof *answers);
    if (contacts == NULL || answers == NULL)
        return false;
    contact_count = answer_count = 0;
    for (size_t i = 0; i < count; i++) {
        const aftersale_contact *own = AS__ITEMS(aftersale_contact, members[i]->contacts);
        for (size_t c = 0; c < members[i]->contacts.count; c++)
            if (!has_contact(contacts, contact_count, &own[c]))
                contacts[contact_count++] = own[c];
        if (members[i]->answers.count != 0)
            memcpy(answers + answer_count, members[i]->answers.items,
                   members[i]->answers.count * sizeof *answers);
        answer_count += members[i]->answers.count;
    }
    draft->contacts = (as__list){contacts, contact_count};
    draft->answers = (as__list){answers, answer_count};
    return true;
}

static void take_text(const char **to, const char *from)
{
    if (*to == NULL)
        *to = from;
}

/* What a customer does not say, one merged into them says. A region goes with its country. */
static void fill_in(aftersale_customer *draft, const aftersale_customer *twin)
{
    if (draft->country == NULL && draft->region == NULL) {
        draft->country = twin->country;
        draft->region = twin->region;
    }
    take_text(&draft->name, twin->name);
    take_text(&draft->zone, twin->zone);
    take_text(&draft->language, twin->language);
    take_text(&draft->owner, twin->owner);
    take_text(&draft->tier, twin->tier);
    take_text(&draft->household, twin->household);
    take_text(&draft->account, twin->account);
    take_text(&draft->extra, twin->extra);
    if (draft->tags.count == 0)
        draft->tags = twin->tags;
    if (draft->referred_by == 0)
        draft->referred_by = twin->referred_by;
    draft->goals += twin->goals;
}

static aftersale_status join(as__unit *unit, const as__members *members,
                             const aftersale_customer *const *stored, const aftersale_customer **out)
{
    const aftersale_record *sealed;
    aftersale_customer draft = *stored[0];
    aftersale_status status;
    if (!join_lists(unit, stored, members->count, &draft))
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < members->count; i++) {
        if (i != 0)
            fill_in(&draft, stored[i]);
        if (as__members_have(members, draft.referred_by)) /* nobody introduces themselves */
            draft.referred_by = 0;
    }
    status = as__unit_seal(unit, AFTERSALE_KIND_CUSTOMER, &draft, &sealed);
    *out = (const aftersale_customer *)sealed;
    return status;
}

aftersale_status as__customer_whole(aftersale_book *book, as__unit *unit, const aftersale_customer *stored,
                                    bool hold, const aftersale_customer **out)
{
    const aftersale_customer *head, *all[AS__TWINS_MOST + 1];
    as__members members;
    aftersale_status status;
    *out = stored;
    if (stored->merged_into == 0 && stored->twins.count == 0)
        return AFTERSALE_OK;
    status = as__customer_head(book, unit, stored, hold, &head);
    if (status != AFTERSALE_OK)
        return status;
    as__members_of(head, &members);
    status = read_members(book, unit, &members, hold, all);
    return status == AFTERSALE_OK ? join(unit, &members, all, out) : status;
}

aftersale_status as__customer_named(aftersale_book *book, as__unit *unit, uint64_t customer, bool hold,
                                    const aftersale_customer **out)
{
    const aftersale_record *record;
    aftersale_status status = as__record_named(book, unit, AFTERSALE_KIND_CUSTOMER, customer, &record);
    if (status == AFTERSALE_OK)
        status = as__customer_whole(book, unit, (const aftersale_customer *)record, hold, out);
    return status;
}

aftersale_status as__customer_gives_owner(aftersale_book *book, as__unit *unit,
                                          const aftersale_customer *merged, const aftersale_customer *whole,
                                          bool *out)
{
    const aftersale_customer *all[AS__TWINS_MOST + 1];
    as__members members;
    aftersale_status status;
    *out = false;
    as__members_of(whole, &members);
    status = read_members(book, unit, &members, false, all);
    for (size_t i = 0; i < members.count && status == AFTERSALE_OK; i++) {
        if (all[i]->owner == NULL)
            continue;
        *out = all[i]->id == merged->id;
        break;
    }
    return status;
}
