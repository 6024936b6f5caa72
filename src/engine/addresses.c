/* SPDX-License-Identifier: MIT */
/* What is refused for an address itself, whoever uses it (S65). */
#include "aftersale/consent.h"
#include "engine/answers.h"
#include "engine/twins.h"
#include "rules/consent_rule.h"
#include <string.h>

static bool is_between_digits(char sign)
{
    return sign == ' ' || sign == '-' || sign == '(' || sign == ')' || sign == '.' || sign == '\t' ||
           sign == '/';
}

/* The same number however it is written: 020-7946 0018 and 02079460018; case does not matter in mail. */
static void normalise(const char *channel, const char *address, char *out, size_t size)
{
    bool is_number = strcmp(channel, "phone") == 0 || strcmp(channel, "sms") == 0;
    bool is_mail = strcmp(channel, "email") == 0;
    size_t at = 0;
    for (; *channel != 0 && at + 2 < size; channel++)
        out[at++] = *channel;
    out[at++] = '\n';
    for (; *address != 0 && at + 1 < size; address++) {
        char sign = *address;
        if (is_number && is_between_digits(sign))
            continue;
        if (is_mail && sign >= 'A' && sign <= 'Z')
            sign = (char)(sign - 'A' + 'a');
        out[at++] = sign;
    }
    out[at] = 0;
}

static uint64_t address_id(const aftersale_book *book, const aftersale_contact *contact)
{
    char text[600];
    normalise(contact->channel, contact->address, text, sizeof text);
    return as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_ADDRESS, text);
}

/* Purposes for which a list of answers now says yes, and for which it says no for good: a refusal that ends by itself
 * is the customer's alone, as an address does not know when it would end. */
static void what_stands(const as__list *answers, uint64_t person, const char *channel, aftersale_time now,
                        int32_t *yes, int32_t *no)
{
    *yes = *no = 0;
    for (int32_t purpose = AFTERSALE_PURPOSE_SERVICE; purpose <= AFTERSALE_PURPOSE_PARTNER; purpose *= 2) {
        const as__answer *answer = as__answer_standing(AS__ITEMS(as__answer, *answers), answers->count,
                                                       person, channel, purpose, now);
        if (answer != NULL && (answer->no & purpose) == 0)
            *yes |= purpose;
        else if (answer != NULL && answer->until.us == 0)
            *no |= purpose;
    }
}

/* Who refused what of an address, brought in line with what somebody says now. */

#define REFUSALS_MOST 256

static void refuse(as__refusal *items, size_t *count, uint64_t who, int32_t purposes)
{
    size_t at = 0;
    if (purposes == 0)
        return;
    while (at < *count && items[at].who != who)
        at++;
    if (at == REFUSALS_MOST) /* the last stands for all who find no place */
        items[--at].who = 0;
    else if (at == *count)
        items[(*count)++] = (as__refusal){.who = who};
    items[at].purposes |= purposes;
}

/* `who` 0: everybody's. */
static void take_back(as__refusal *items, size_t *count, uint64_t who, int32_t purposes)
{
    size_t kept = 0;
    for (size_t i = 0; i < *count; i++) {
        if (who == 0 || items[i].who == who)
            items[i].purposes &= ~purposes;
        if (items[i].purposes != 0)
            items[kept++] = items[i];
    }
    *count = kept;
}

static bool holds(const aftersale_book *book, const aftersale_customer *customer, uint64_t address)
{
    const aftersale_contact *contacts = AS__ITEMS(aftersale_contact, customer->contacts);
    for (size_t i = 0; i < customer->contacts.count; i++)
        if (address_id(book, &contacts[i]) == address)
            return true;
    return false;
}

/* What is no address of theirs any more is not refused by them either. */
static void part(const as__command *command, const aftersale_customer *from, const aftersale_contact *contact,
                 as__refusal *items, size_t *count)
{
    as__members members;
    as__members_of(from, &members);
    if (holds(command->book, from, address_id(command->book, contact)))
        return;
    for (size_t i = 0; i < members.count; i++)
        take_back(items, count, members.ids[i], INT32_MAX);
}

/* A new contact point brings what its holder refuses. Only who refused takes it back, or consent that is given with the
 * address itself. */
static void bring_in_line(const as__command *command, const as__address_holder *holder,
                          const aftersale_contact *contact, const as__given_answer *given, as__refusal *items,
                          size_t *count)
{
    uint64_t who = holder->person != 0 ? holder->person : holder->customer;
    as__members members = {{who}, 1};
    int32_t yes, no;
    if (holder->person == 0 && holder->whole != NULL)
        as__members_of(holder->whole, &members);
    what_stands(holder->answers, holder->person, contact->channel, command->now, &yes, &no);
    if (given == NULL) {
        if (holder->parted_from != NULL)
            part(command, holder->parted_from, contact, items, count);
        if (!as__contact_agreed_before(contact, holder->before))
            take_back(items, count, 0, (int32_t)contact->consent & yes);
        refuse(items, count, who, no);
    } else if (given->channel == NULL || strcmp(given->channel, contact->channel) == 0) {
        if (given->answer == AFTERSALE_CONSENT_NO)
            refuse(items, count, who, given->purposes & no);
        for (size_t i = 0; given->answer == AFTERSALE_CONSENT_YES && i < members.count; i++)
            take_back(items, count, members.ids[i], given->purposes & yes);
    }
}

static aftersale_status put_address(as__command *command, const as__address_holder *holder,
                                    const aftersale_contact *contact, const as__given_answer *given)
{
    as__address draft;
    const aftersale_record *before = NULL;
    uint64_t id = address_id(command->book, contact);
    as__refusal *items = as__arena_take(&command->unit->arena, REFUSALS_MOST * sizeof *items);
    size_t count;
    aftersale_status status =
        as__record_of(command->book, command->unit, AFTERSALE_KIND_ADDRESS, id, &before);
    if (status != AFTERSALE_OK && status != AFTERSALE_NOT_FOUND)
        return status;
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    memset(&draft, 0, sizeof draft);
    if (before != NULL)
        draft = *(const as__address *)before;
    count = draft.refusals.count;
    if (count != 0)
        memcpy(items, draft.refusals.items, count * sizeof *items);
    bring_in_line(command, holder, contact, given, items, &count);
    draft.refusals = (as__list){items, count};
    if (before != NULL &&
        as__field_same(as__kind_field_named(as__kind_of(AFTERSALE_KIND_ADDRESS), "refusals"), &draft, before))
        return AFTERSALE_OK;
    draft.id = id;
    draft.channel = contact->channel;
    draft.since = command->at;
    draft.refused = 0;
    for (size_t i = 0; i < count; i++)
        draft.refused |= items[i].purposes;
    return as__unit_put(command->unit, AFTERSALE_KIND_ADDRESS, &draft, NULL);
}

aftersale_status as__addresses_put(as__command *command, const as__address_holder *holder,
                                   const as__given_answer *given)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < holder->contacts->count && status == AFTERSALE_OK; i++)
        status = put_address(command, holder, &AS__ITEMS(aftersale_contact, *holder->contacts)[i], given);
    return status;
}

static size_t make_keys(const aftersale_book *book, const as__list *contacts, aftersale_key *out)
{
    for (size_t i = 0; i < contacts->count; i++)
        out[i] = as__key_make(book->tenant->book, AFTERSALE_KIND_ADDRESS, 0,
                              address_id(book, &AS__ITEMS(aftersale_contact, *contacts)[i]));
    return contacts->count;
}

/* Keys of the addresses of all of them, one behind the other, and what is known of these, in one call. */
static aftersale_status fetch(aftersale_book *book, as__unit *unit,
                              const aftersale_customer *const *customers, size_t count, aftersale_key **out)
{
    size_t room = 0, found = 0;
    for (size_t i = 0; i < count; i++)
        room += customers[i]->contacts.count;
    *out = as__arena_take(&unit->arena, room * sizeof **out + 1);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        found += make_keys(book, &customers[i]->contacts, *out + found);
    return as__unit_fetch(unit, *out, found);
}

/* Of addresses that were read. */
static aftersale_status read_refused(as__unit *unit, const aftersale_key *keys, size_t count, bool hold,
                                     uint32_t **out)
{
    aftersale_status status = AFTERSALE_OK;
    *out = as__arena_take(&unit->arena, (count + 1) * sizeof **out);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        status = as__unit_get(unit, &keys[i], &record);
        if (status == AFTERSALE_NOT_FOUND) {
            status = AFTERSALE_OK;
            continue;
        }
        if (status != AFTERSALE_OK)
            break;
        (*out)[i] = (uint32_t)((const as__address *)record)->refused;
        if (hold)
            status = as__unit_expect(unit, &keys[i]);
    }
    return status;
}

aftersale_status as__addresses_fetch(aftersale_book *book, as__unit *unit,
                                     const aftersale_customer *const *customers, size_t count)
{
    aftersale_key *keys;
    return fetch(book, unit, customers, count, &keys);
}

aftersale_status as__addresses_refused_all(aftersale_book *book, as__unit *unit,
                                           const aftersale_customer *const *customers, size_t count,
                                           uint32_t **out)
{
    aftersale_key *keys;
    aftersale_status status = fetch(book, unit, customers, count, &keys);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        status = read_refused(unit, keys, customers[i]->contacts.count, false, &out[i]);
        keys += customers[i]->contacts.count;
    }
    return status;
}

aftersale_status as__addresses_refused(aftersale_book *book, as__unit *unit,
                                       const aftersale_customer *customer, bool hold, uint32_t **out)
{
    return as__contacts_refused(book, unit, &customer->contacts, hold, out);
}

aftersale_status as__contacts_refused(aftersale_book *book, as__unit *unit, const as__list *contacts,
                                      bool hold, uint32_t **out)
{
    aftersale_key *keys = as__arena_take(&unit->arena, contacts->count * sizeof *keys + 1);
    aftersale_status status;
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    status = as__unit_fetch(unit, keys, make_keys(book, contacts, keys));
    return status == AFTERSALE_OK ? read_refused(unit, keys, contacts->count, hold, out) : status;
}
