/* SPDX-License-Identifier: MIT */
/* vCards as puts, in hundreds (S71). */
#include "aftersale/vcard.h"
#include "engine/batch.h"
#include "engine/group.h"
#include "engine/query_args.h"
#include "exchange/vcard_card.h"
#include "value/id.h"
#include <string.h>

#define BATCH 100

typedef struct importing {
    aftersale_book *book;
    aftersale_vcard_import_args args;
    aftersale_vcard_counts counts;
    as__cards from;
    as__arena arena; /* of the batch */
    as__card *cards[BATCH];
    aftersale_status verdicts[BATCH];
    int32_t did[BATCH];
    size_t count;
    bool wrote;
} importing;

static aftersale_contacts contacts_of(const as__card *card)
{
    return (aftersale_contacts){card->contacts, card->contact_count, sizeof card->contacts[0]};
}

static aftersale_status put_customer(aftersale_book *book, const as__card *card)
{
    aftersale_customer_put_args args = {
        .struct_size = sizeof args,
        .ref = card->uid,
        .type = card->type,
        .name = card->name != NULL ? card->name : card->organisation,
        .zone = card->zone,
        .language = card->language,
        .tags = {card->tags, card->tag_count},
        .contacts = contacts_of(card),
    };
    return as__batch_command(book, AFTERSALE_DO_CUSTOMER_PUT, &args, NULL);
}

static aftersale_status put_person(aftersale_book *book, const as__card *card)
{
    aftersale_person_put_args args = {
        .struct_size = sizeof args,
        .ref = card->uid,
        .customer.ref = card->customer,
        .name = card->name,
        .roles = {card->roles, card->role_count},
        .language = card->language,
        .contacts = contacts_of(card),
    };
    return as__batch_command(book, AFTERSALE_DO_PERSON_PUT, &args, NULL);
}

static const aftersale_contact *contact_like(const as__list *contacts, const aftersale_contact *like)
{
    const aftersale_contact *items = AS__ITEMS(aftersale_contact, *contacts);
    for (size_t i = 0; i < contacts->count; i++)
        if (strcmp(items[i].channel, like->channel) == 0 && strcmp(items[i].address, like->address) == 0)
            return &items[i];
    return NULL;
}

/* A contact point that is here already keeps what a card cannot say, or does not say, of it. */
static aftersale_status keep_beside(aftersale_book *book, as__card *card)
{
    aftersale_kind kind = card->customer != NULL ? AFTERSALE_KIND_PERSON : AFTERSALE_KIND_CUSTOMER;
    const aftersale_record *record;
    const as__list *contacts;
    aftersale_status status = as__record_of(book, book->unit, kind,
                                            as__local_of_ref(book->tenant->secret, kind, card->uid), &record);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? AFTERSALE_OK : as__fail_store(book, book->unit, status);
    contacts = kind == AFTERSALE_KIND_PERSON ? &((const aftersale_person *)record)->contacts
                                             : &((const aftersale_customer *)record)->contacts;
    for (size_t i = 0; i < card->contact_count; i++) {
        aftersale_contact *contact = &card->contacts[i];
        const aftersale_contact *here = contact_like(contacts, contact);
        if (here == NULL)
            continue;
        if (contact->region == NULL)
            contact->region = here->region;
        contact->consent = here->consent;
        contact->consent_source = here->consent_source;
    }
    return AFTERSALE_OK;
}

static aftersale_status put_card(importing *to, size_t i)
{
    as__card *card = to->cards[i];
    aftersale_status status = keep_beside(to->book, card);
    if (status == AFTERSALE_OK)
        status = card->customer != NULL ? put_person(to->book, card) : put_customer(to->book, card);
    to->verdicts[i] = status;
    to->did[i] = to->book->did;
    return status;
}

/* What is wrong with the card itself; anything else ends the import. */
static bool is_of_card(aftersale_status status)
{
    switch (status) {
    case AFTERSALE_INVALID:
    case AFTERSALE_NOT_FOUND:
    case AFTERSALE_EXISTS:
    case AFTERSALE_CONFLICT:
    case AFTERSALE_STATE:
    case AFTERSALE_LIMIT:
        return true;
    default:
        return false;
    }
}

/* As one of many: a bad one is seen to afterwards. */
static aftersale_status put_among(void *user, size_t i)
{
    aftersale_status status = put_card(user, i);
    return is_of_card(status) ? AFTERSALE_OK : status;
}

typedef struct lone {
    importing *to;
    size_t i;
} lone;

static aftersale_status put_alone(void *user, size_t i)
{
    const lone *card = user;
    (void)i;
    return put_card(card->to, card->i);
}

/* The card's failure stands in the book's error. */
static aftersale_status tell_bad(importing *to, int32_t line)
{
    to->counts.bad++;
    if (to->args.bad_card == NULL ||
        to->args.bad_card(to->args.bad_card_user, (uint64_t)line, &to->book->error) == 0)
        return AFTERSALE_OK;
    return as__fail(to->book, AFTERSALE_CANCELLED, AS__MESSAGE_CANCELLED, NULL);
}

/* Once more: what it names may have come with the others. */
static aftersale_status try_again(importing *to, size_t i)
{
    lone card = {to, i};
    bool wrote;
    aftersale_status status = as__batch_run(to->book, 1, put_alone, &card, &wrote);
    to->wrote = to->wrote || wrote;
    return is_of_card(status) ? tell_bad(to, to->cards[i]->line) : status;
}

static void count_did(importing *to, size_t i)
{
    if (to->verdicts[i] != AFTERSALE_OK)
        return;
    if (to->did[i] == AFTERSALE_DID_MAKE)
        to->counts.made++;
    else if (to->did[i] == AFTERSALE_DID_CHANGE)
        to->counts.changed++;
    else
        to->counts.same++;
}

static aftersale_status put_cards(importing *to)
{
    bool wrote;
    aftersale_status status = as__batch_run(to->book, to->count, put_among, to, &wrote);
    to->wrote = to->wrote || wrote;
    for (size_t i = 0; i < to->count && status == AFTERSALE_OK; i++) {
        if (to->verdicts[i] != AFTERSALE_OK)
            status = try_again(to, i);
        count_did(to, i);
    }
    return status;
}

/* Reads a batch. It ends before a card that cannot be read, so that bad cards are told in order. */
static aftersale_status gather(importing *to)
{
    to->count = 0;
    as__arena_reset(&to->arena);
    while (to->count < BATCH) {
        as__cards here = to->from;
        as__card *card = as__arena_take(&to->arena, sizeof *card);
        aftersale_status status;
        as__batch_anew(to->book);
        status = card != NULL ? as__cards_next(&to->from, &to->arena, &to->book->problems, card)
                              : AFTERSALE_NO_MEMORY;
        if (status != AFTERSALE_ROW)
            return status == AFTERSALE_DONE ? AFTERSALE_OK
                                            : as__fail(to->book, status, AS__MESSAGE_NO_MEMORY, NULL);
        if (to->book->problems.seen != 0 && to->count > 0) {
            to->from = here;
            return AFTERSALE_OK;
        }
        to->counts.cards++;
        if (to->book->problems.seen == 0) {
            to->cards[to->count++] = card;
            continue;
        }
        status = as__fail_problems(to->book);
        if (status == AFTERSALE_INVALID)
            status = tell_bad(to, card->line);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

static aftersale_status import(importing *to)
{
    aftersale_status status;
    do {
        status = gather(to);
        if (status == AFTERSALE_OK && to->count > 0)
            status = put_cards(to);
    } while (status == AFTERSALE_OK && to->count > 0);
    if (status == AFTERSALE_OK) /* what a bad card left there is not the call's */
        as__batch_anew(to->book);
    return status;
}

static aftersale_status check(aftersale_book *book, const char *text, size_t size)
{
    if (book->is_read_only)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE, "the book is open for reading only");
    if (book->in_group)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_GROUP_OPEN, NULL);
    if (text == NULL && size != 0)
        return as__fail_field(book, AFTERSALE_INVALID, "text", AS__MESSAGE_REQUIRED, NULL);
    return AFTERSALE_OK;
}

aftersale_status aftersale_vcard_import(aftersale_book *book, const aftersale_vcard_import_args *args,
                                        const char *text, size_t size, aftersale_vcard_counts *counts)
{
    importing to = {.book = book, .counts.struct_size = sizeof *counts};
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = check(book, text, size);
    if (status == AFTERSALE_OK)
        status = as__query_args(book, args, sizeof to.args, sizeof to.args, &to.args);
    if (status == AFTERSALE_OK && size != 0) {
        as__arena_init(&to.arena, &book->context->owner.memory);
        as__cards_begin(&to.from, text, size);
        status = import(&to);
        as__arena_free(&to.arena);
    }
    if (counts != NULL)
        *counts = to.counts;
    book->did = to.wrote ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_NOTHING;
    as__book_leave(book);
    if (to.wrote)
        as__tell_committed(book);
    return status;
}
