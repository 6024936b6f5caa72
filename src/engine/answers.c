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

bool as__contact_agreed_before(const aftersale_contact *contact, const as__list *before)
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
        if (contact->consent == 0 || is_told_apart || as__contact_agreed_before(contact, before))
            continue;
        status = as__answer_put(command, &given, answers, NULL);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}
