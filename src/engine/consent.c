/* SPDX-License-Identifier: MIT */
#include "aftersale/consent.h"
#include "engine/answers.h"
#include "engine/put_by_ref.h"
#include "engine/query_args.h"
#include "engine/run.h"
#include "engine/twins.h"
#include <string.h>

/* A person must be one of the customer's people. */
static aftersale_status find_person(aftersale_book *book, as__unit *unit, aftersale_link link,
                                    const aftersale_customer *customer, const aftersale_person **out)
{
    const aftersale_record *record;
    aftersale_status status;
    *out = NULL;
    if (link.ref == NULL && !as__id_given(link.id))
        return AFTERSALE_OK;
    status = as__link_record(book, unit, "person", AFTERSALE_KIND_PERSON, link, &record);
    if (status != AFTERSALE_OK)
        return status;
    *out = (const aftersale_person *)record;
    if (!as__customer_has(customer, (*out)->customer))
        return as__fail_field(book, AFTERSALE_NOT_FOUND, "person", AS__MESSAGE_NOT_FOUND,
                              "is nobody of this customer");
    return AFTERSALE_OK;
}

/* The answer stands in the record of the customer whom it is of, the ways to reach them in those of all their twins. */
typedef struct answering {
    as__given_answer given;
    const aftersale_customer *before, *after; /* whole */
    const aftersale_person *person;
    uint64_t id;
} answering;

static aftersale_status put_answer(as__command *command, answering *work)
{
    const aftersale_record *record;
    aftersale_customer draft;
    aftersale_status status = as__record_named(command->book, command->unit, AFTERSALE_KIND_CUSTOMER,
                                               work->given.customer, &record);
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_customer *)record;
    status = as__answer_put(command, &work->given, &draft.answers, &work->id);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_CUSTOMER, &draft, &record);
    if (status != AFTERSALE_OK)
        return status;
    return as__customer_whole(command->book, command->unit, (const aftersale_customer *)record, false,
                              &work->after);
}

static aftersale_status finish(as__command *command, const answering *work)
{
    as__address_holder holder = {
        .customer = work->given.customer,
        .person = work->given.person,
        .contacts = work->person != NULL ? &work->person->contacts : &work->after->contacts,
        .answers = &work->after->answers,
        .whole = work->after,
    };
    aftersale_event event;
    aftersale_status status = as__addresses_put(command, &holder, &work->given);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, work->given.customer,
                                 AS__EVENT_CONSENT_SET, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = work->id;
    event.channel = work->given.channel;
    status = as__runs_refresh(command, work->before, work->after, &event);
    return status == AFTERSALE_OK ? as__event_put(command, &event) : status;
}

aftersale_status as__do_consent_set(as__command *command)
{
    const aftersale_consent_set_args *args = command->args;
    answering work = {.given = {
                          .channel = args->channel,
                          .purposes = (int32_t)args->purposes,
                          .answer = args->answer,
                          .source = args->source,
                          .given = args->given.us != 0 ? args->given : command->at,
                          .until = args->until,
                      }};
    aftersale_status status;
    if (args->answer == AFTERSALE_CONSENT_UNKNOWN)
        return as__fail_field(command->book, AFTERSALE_INVALID, "answer", AS__MESSAGE_NOT_A_CHOICE,
                              "must be yes or no");
    if (args->channel != NULL && !as__channel_is_known(command->settings, args->channel))
        return as__fail_field(command->book, AFTERSALE_INVALID, "channel", AS__MESSAGE_NOT_A_CHOICE,
                              "is neither phone, email, sms, post, visit nor one of the book's own channels");
    if (args->until.us != 0 && args->until.us <= work.given.given.us)
        return as__fail_field(command->book, AFTERSALE_INVALID, "until", AS__MESSAGE_NOT_AFTER,
                              "must be later than given");
    status = as__link_root(command->book, command->unit, args->customer, 0, &work.before);
    if (status == AFTERSALE_OK)
        status = find_person(command->book, command->unit, args->person, work.before, &work.person);
    if (status != AFTERSALE_OK)
        return status;
    work.given.customer = work.person != NULL ? work.person->customer : work.before->id;
    work.given.person = work.person != NULL ? work.person->id : 0;
    status = put_answer(command, &work);
    if (status == AFTERSALE_OK)
        status = finish(command, &work);
    if (status == AFTERSALE_OK)
        as__put_answer(command, work.id, true);
    return status;
}

static bool is_refused_everywhere(const as__list *contacts, const uint32_t *refused, const char *channel,
                                  uint32_t purpose)
{
    bool seen = false;
    for (size_t i = 0; i < contacts->count; i++) {
        if (strcmp(AS__ITEMS(aftersale_contact, *contacts)[i].channel, channel) != 0)
            continue;
        if ((refused[i] & purpose) == 0)
            return false;
        seen = true;
    }
    return seen;
}

static aftersale_status check(aftersale_book *book, const aftersale_consent_check_args *args, int32_t *answer,
                              int32_t *allowed)
{
    as__unit *unit = as__book_reads(book);
    const aftersale_settings *settings;
    const aftersale_customer *customer;
    const aftersale_person *person;
    const as__list *contacts;
    uint32_t *refused;
    aftersale_time now;
    aftersale_status status = as__link_customer(book, unit, "customer", args->customer, &customer);
    if (status != AFTERSALE_OK)
        return status;
    status = find_person(book, unit, args->person, customer, &person);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__context_now(book->context, &now);
    if (status != AFTERSALE_OK)
        return book->error.status != AFTERSALE_OK ? status : as__fail_store(book, unit, status);
    contacts = person != NULL ? &person->contacts : &customer->contacts;
    status = as__contacts_refused(book, unit, contacts, false, &refused);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    *answer = as__consent_answer(customer->answers.items, customer->answers.count,
                                 person != NULL ? person->id : 0, args->channel, (int32_t)args->purpose, now);
    if (allowed != NULL)
        *allowed = as__consent_allows(*answer, (int32_t)args->purpose, (uint32_t)settings->presume) &&
                   !is_refused_everywhere(contacts, refused, args->channel, args->purpose);
    return AFTERSALE_OK;
}

aftersale_status aftersale_consent_check(aftersale_book *book, const aftersale_consent_check_args *args,
                                         int32_t *answer, int32_t *allowed)
{
    aftersale_consent_check_args given;
    size_t first = offsetof(aftersale_consent_check_args, purpose) + sizeof given.purpose;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args(book, args, first, sizeof given, &given);
    if (status == AFTERSALE_OK && (args == NULL || answer == NULL))
        status = as__fail_field(book, AFTERSALE_INVALID, args == NULL ? "args" : "answer",
                                AS__MESSAGE_REQUIRED, NULL);
    else if (status == AFTERSALE_OK && given.channel == NULL)
        status = as__fail_field(book, AFTERSALE_INVALID, "channel", AS__MESSAGE_REQUIRED, NULL);
    else if (status == AFTERSALE_OK && (given.purpose == 0 || (given.purpose & (given.purpose - 1)) != 0 ||
                                        given.purpose > AFTERSALE_PURPOSE_PARTNER))
        status = as__fail_field(book, AFTERSALE_INVALID, "purpose", AS__MESSAGE_NOT_A_CHOICE,
                                "must be one purpose");
    if (status == AFTERSALE_OK)
        status = check(book, &given, answer, allowed);
    as__book_leave(book);
    return status;
}
