/* SPDX-License-Identifier: MIT */
/* Customers and their people as vCards (S71), through the same calls that a host has. */
#include "aftersale/vcard.h"
#include "engine/engine.h"
#include "engine/query_args.h"
#include "engine/twins.h"
#include "exchange/vcard_card.h"

typedef struct exporting {
    aftersale_book *book;
    aftersale_write_fn write;
    void *user;
    as__buffer out;
    const aftersale_customer *organisation; /* of the people under way */
} exporting;

static aftersale_status fail(aftersale_book *book, aftersale_status status, as__message message)
{
    aftersale_status entered = as__book_enter(book);
    if (entered != AFTERSALE_OK)
        return entered;
    status = as__fail(book, status, message, NULL);
    as__book_leave(book);
    return status;
}

static aftersale_status write_card(exporting *to, const as__card *card)
{
    to->out.size = 0;
    as__card_write(card, &to->out);
    if (to->out.failed)
        return fail(to->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY);
    if (to->write(to->user, (const char *)to->out.data, to->out.size) != 0)
        return fail(to->book, AFTERSALE_CANCELLED, AS__MESSAGE_CANCELLED);
    return AFTERSALE_OK;
}

static aftersale_status write_customer(exporting *to, const aftersale_customer *customer)
{
    as__card card = {
        .type = aftersale_customer_type(customer),
        .uid = aftersale_customer_ref(customer),
        .name = aftersale_customer_name(customer),
        .language = aftersale_customer_language(customer),
        .zone = aftersale_customer_zone(customer),
        .contact_count = aftersale_customer_contact_count(customer),
        .tag_count = aftersale_customer_tag_count(customer),
    };
    if (card.contact_count > AS__CARD_ITEMS) /* of several who are one */
        card.contact_count = AS__CARD_ITEMS;
    for (size_t i = 0; i < card.contact_count; i++)
        card.contacts[i] = *aftersale_customer_contact_at(customer, i);
    for (size_t i = 0; i < card.tag_count; i++)
        card.tags[i] = aftersale_customer_tag_at(customer, i);
    return write_card(to, &card);
}

/* People come by organisation: each is read once. */
static aftersale_status find_organisation(exporting *to, const aftersale_person *person)
{
    if (to->organisation != NULL && as__customer_has(to->organisation, person->customer))
        return AFTERSALE_OK;
    aftersale_customer_free(to->organisation);
    to->organisation = NULL;
    return aftersale_customer_get(to->book, aftersale_person_customer(person), &to->organisation);
}

static aftersale_status write_person(exporting *to, const aftersale_person *person)
{
    aftersale_status status = find_organisation(to, person);
    as__card card = {
        .type = AFTERSALE_CUSTOMER_PERSON,
        .uid = aftersale_person_ref(person),
        .name = aftersale_person_name(person),
        .language = aftersale_person_language(person),
        .contact_count = aftersale_person_contact_count(person),
        .role_count = aftersale_person_role_count(person),
    };
    if (status != AFTERSALE_OK)
        return status;
    card.organisation = aftersale_customer_name(to->organisation);
    card.customer = aftersale_customer_ref(to->organisation);
    for (size_t i = 0; i < card.contact_count; i++)
        card.contacts[i] = *aftersale_person_contact_at(person, i);
    for (size_t i = 0; i < card.role_count; i++)
        card.roles[i] = aftersale_person_role_at(person, i);
    return write_card(to, &card);
}

static aftersale_status write_people(exporting *to, aftersale_link customer)
{
    aftersale_person_list_args which = {.struct_size = sizeof which, .customer = customer};
    const aftersale_person *person;
    aftersale_cursor *list;
    aftersale_status status = aftersale_person_list(to->book, &which, &list);
    if (status != AFTERSALE_OK)
        return status;
    while ((status = aftersale_person_next(list, &person)) == AFTERSALE_ROW) {
        status = write_person(to, person);
        if (status != AFTERSALE_OK)
            break;
    }
    aftersale_cursor_free(list);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static aftersale_status write_customers(exporting *to)
{
    const aftersale_customer *customer;
    aftersale_cursor *list;
    aftersale_status status = aftersale_customer_list(to->book, NULL, &list);
    if (status != AFTERSALE_OK)
        return status;
    while ((status = aftersale_customer_next(list, &customer)) == AFTERSALE_ROW) {
        status = write_customer(to, customer);
        if (status != AFTERSALE_OK)
            break;
    }
    aftersale_cursor_free(list);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static aftersale_status write_one(exporting *to, aftersale_link link)
{
    const aftersale_customer *customer;
    aftersale_status status = as__book_enter(to->book);
    if (status != AFTERSALE_OK)
        return status;
    status = as__link_customer(to->book, as__book_reads(to->book), "customer", link, &customer);
    if (status == AFTERSALE_OK)
        to->organisation =
            (const aftersale_customer *)aftersale_record_keep((const aftersale_record *)customer);
    as__book_leave(to->book);
    return status == AFTERSALE_OK ? write_customer(to, to->organisation) : status;
}

static aftersale_status take_args(aftersale_book *book, const aftersale_vcard_export_args *args,
                                  aftersale_write_fn write, aftersale_vcard_export_args *out)
{
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args(book, args, sizeof *out, sizeof *out, out);
    if (status == AFTERSALE_OK && write == NULL)
        status = as__fail_field(book, AFTERSALE_INVALID, "write", AS__MESSAGE_REQUIRED, NULL);
    as__book_leave(book);
    return status;
}

aftersale_status aftersale_vcard_export(aftersale_book *book, const aftersale_vcard_export_args *args,
                                        aftersale_write_fn write, void *user)
{
    exporting to = {.book = book, .write = write, .user = user};
    aftersale_vcard_export_args given;
    aftersale_status status = take_args(book, args, write, &given);
    if (status != AFTERSALE_OK)
        return status;
    as__buffer_init(&to.out, &book->context->owner.memory);
    if (given.customer.ref != NULL || as__id_given(given.customer.id))
        status = write_one(&to, given.customer);
    else
        status = write_customers(&to);
    if (status == AFTERSALE_OK)
        status = write_people(&to, given.customer);
    aftersale_customer_free(to.organisation);
    as__buffer_free(&to.out);
    return status;
}
