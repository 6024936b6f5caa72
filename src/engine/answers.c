/* SPDX-License-Identifier: MIT */
#include "engine/answers.h"
#include "aftersale/consent.h"
#include "rules/consent_rule.h"
#include "value/text.h"
#include <stdio.h>
#include <string.h>

/* The list: an item for each channel, person and time of answer; an answer takes the place of older ones for its
 * purposes, and gives way to newer ones. */

static bool speaks_of_same(const as__answer *item, const as__given_answer *given)
{
    return item->person == given->person && as__text_same(item->channel, given->channel);
}

static aftersale_status answers_with(as__command *command, const as__list *answers,
                                     const as__given_answer *given, as__list *out)
{
    as__answer *items = as__arena_take(&command->unit->arena, (answers->count + 1) * sizeof *items);
    int32_t left = given->purposes;
    size_t count = 0;
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < answers->count; i++) {
        as__answer item = AS__ITEMS(as__answer, *answers)[i];
        if (speaks_of_same(&item, given) && item.since.us > given->given.us)
            left &= ~(item.yes | item.no);
        if (speaks_of_same(&item, given) && item.since.us <= given->given.us) {
            item.yes &= ~given->purposes;
            item.no &= ~given->purposes;
        }
        if ((item.yes | item.no) != 0)
            items[count++] = item;
    }
    if (left != 0)
        items[count++] = (as__answer){
            .channel = given->channel,
            .person = given->person,
            .yes = given->answer == AFTERSALE_CONSENT_YES ? left : 0,
            .no = given->answer == AFTERSALE_CONSENT_NO ? left : 0,
            .since = given->given,
            .until = given->until,
        };
    *out = (as__list){items, count};
    return AFTERSALE_OK;
}

aftersale_status as__answer_put(as__command *command, const as__given_answer *given, as__list *answers,
                                uint64_t *id)
{
    aftersale_consent draft;
    aftersale_status status;
    memset(&draft, 0, sizeof draft);
    draft.id = as__command_id_for(command, AFTERSALE_KIND_CONSENT);
    if (draft.id == 0)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "contacts", AS__MESSAGE_TOO_MANY, NULL);
    draft.customer = given->customer;
    draft.person = given->person;
    draft.channel = given->channel;
    draft.purposes = given->purposes;
    draft.answer = given->answer;
    draft.source = given->source;
    draft.given = given->given;
    draft.until = given->until;
    draft.recorded = command->now;
    status = as__unit_put(command->unit, AFTERSALE_KIND_CONSENT, &draft, NULL);
    if (status == AFTERSALE_OK)
        status = answers_with(command, answers, given, answers);
    if (status == AFTERSALE_OK && answers->count > 256)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "channel", AS__MESSAGE_TOO_MANY, NULL);
    if (id != NULL)
        *id = draft.id;
    return status;
}

/* The same number however it is written: 020-7946 0018 and 02079460018; case does not matter in mail. */
static void normalise(const char *channel, const char *address, char *out, size_t size)
{
    bool is_number = strcmp(channel, "phone") == 0 || strcmp(channel, "sms") == 0;
    bool is_mail = strcmp(channel, "email") == 0;
    size_t at = (size_t)snprintf(out, size, "%s\n", channel);
    for (; *address != 0 && at + 1 < size; address++) {
        char sign = *address;
        if (is_number && strchr(" -().\t/", sign) != NULL)
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

static int32_t refused_after(const as__command *command, const as__list *answers, uint64_t person,
                             const aftersale_contact *contact, const as__given_answer *given, int32_t refused)
{
    int32_t yes, no;
    what_stands(answers, person, contact->channel, command->now, &yes, &no);
    if (given == NULL)
        return refused | no;
    if (given->channel != NULL && strcmp(given->channel, contact->channel) != 0)
        return refused;
    return given->answer == AFTERSALE_CONSENT_NO ? refused | (given->purposes & no)
                                                 : refused & ~(given->purposes & yes);
}

aftersale_status as__addresses_put(as__command *command, uint64_t person, const as__list *contacts,
                                   const as__list *answers, const as__given_answer *given)
{
    for (size_t i = 0; i < contacts->count; i++) {
        const aftersale_contact *contact = &AS__ITEMS(aftersale_contact, *contacts)[i];
        as__address draft;
        const aftersale_record *before = NULL;
        uint64_t id = address_id(command->book, contact);
        int32_t refused;
        aftersale_status status =
            as__record_of(command->book, command->unit, AFTERSALE_KIND_ADDRESS, id, &before);
        if (status != AFTERSALE_OK && status != AFTERSALE_NOT_FOUND)
            return status;
        memset(&draft, 0, sizeof draft);
        if (before != NULL)
            draft = *(const as__address *)before;
        refused = draft.refused;
        draft.refused = refused_after(command, answers, person, contact, given, refused);
        if (before != NULL && draft.refused == refused)
            continue;
        draft.id = id;
        draft.channel = contact->channel;
        if (draft.refused != refused)
            draft.since = command->at;
        status = as__unit_put(command->unit, AFTERSALE_KIND_ADDRESS, &draft, NULL);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

aftersale_status as__addresses_refused(aftersale_book *book, as__unit *unit,
                                       const aftersale_customer *customer, bool hold, uint32_t **out)
{
    return as__contacts_refused(book, unit, &customer->contacts, hold, out);
}

aftersale_status as__contacts_refused(aftersale_book *book, as__unit *unit, const as__list *list, bool hold,
                                      uint32_t **out)
{
    const aftersale_contact *contacts = list->items;
    size_t count = list->count;
    aftersale_key *keys = as__arena_take(&unit->arena, (count + 1) * sizeof *keys);
    aftersale_status status;
    *out = as__arena_take(&unit->arena, (count + 1) * sizeof **out);
    if (keys == NULL || *out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        keys[i] = as__key_make(book->tenant->book, AFTERSALE_KIND_ADDRESS, 0, address_id(book, &contacts[i]));
    status = as__unit_fetch(unit, keys, count);
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

bool as__channel_is_known(const aftersale_settings *settings, const char *channel)
{
    static const char *const usual[] = {"phone", "email", "sms", "post", "visit"};
    for (size_t i = 0; i < sizeof usual / sizeof usual[0]; i++)
        if (strcmp(usual[i], channel) == 0)
            return true;
    for (size_t i = 0; i < settings->channels.count; i++)
        if (strcmp(settings->channels.items[i], channel) == 0)
            return true;
    return false;
}

static bool agreed_before(const aftersale_contact *contact, const as__list *before)
{
    for (size_t i = 0; before != NULL && i < before->count; i++) {
        const aftersale_contact *other = &AS__ITEMS(aftersale_contact, *before)[i];
        if (strcmp(other->channel, contact->channel) == 0 && strcmp(other->address, contact->address) == 0 &&
            (other->consent & contact->consent) == contact->consent &&
            as__text_same(other->consent_source, contact->consent_source))
            return true;
    }
    return false;
}

aftersale_status as__contacts_take(as__command *command, uint64_t customer, uint64_t person,
                                   const as__list *contacts, const as__list *before, as__list *answers)
{
    bool is_told_apart = before == NULL && command->book->restores != NULL;
    for (size_t i = 0; i < contacts->count; i++) {
        const aftersale_contact *contact = &AS__ITEMS(aftersale_contact, *contacts)[i];
        as__given_answer given = {customer,
                                  person,
                                  contact->channel,
                                  (int32_t)contact->consent,
                                  AFTERSALE_CONSENT_YES,
                                  contact->consent_source,
                                  command->at,
                                  {0}};
        char path[48];
        aftersale_status status;
        if (!as__channel_is_known(command->settings, contact->channel)) {
            snprintf(path, sizeof path, "contacts[%zu].channel", i);
            return as__fail_field(
                command->book, AFTERSALE_INVALID, path, AS__MESSAGE_NOT_A_CHOICE,
                "is neither phone, email, sms, post, visit nor one of the book's own channels");
        }
        if (contact->consent == 0 || is_told_apart || agreed_before(contact, before))
            continue;
        status = as__answer_put(command, &given, answers, NULL);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}
