/* SPDX-License-Identifier: MIT */
#include "engine/list.h"
#include "engine/query_args.h"

/* Begins a public list function: enters the book and takes its arguments. On a failure the book is left. */
static aftersale_status begin(aftersale_book *book, const void *given, size_t size, void *args,
                              aftersale_cursor **out)
{
    aftersale_status status;
    if (out != NULL)
        *out = NULL;
    status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (out == NULL)
        status = as__fail_field(book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    else if (size != 0)
        status = as__query_args(book, given, size, size, args);
    if (status != AFTERSALE_OK)
        as__book_leave(book);
    return status;
}

static aftersale_status finish(aftersale_book *book, const as__list_ask *ask, aftersale_cursor **out)
{
    aftersale_status status = as__list_open(book, ask, out);
    as__book_leave(book);
    return status;
}

aftersale_status aftersale_customer_list(aftersale_book *book, const aftersale_customer_list_args *args,
                                         aftersale_cursor **out)
{
    aftersale_customer_list_args given;
    as__list_ask ask = {.kind = AFTERSALE_KIND_CUSTOMER, .index = 1};
    aftersale_status status = begin(book, args, sizeof given, &given, out);
    if (status != AFTERSALE_OK)
        return status;
    ask.equal = given.owner;
    ask.filter.tier = given.tier;
    ask.filter.tag = given.tag;
    ask.bookmark = given.bookmark;
    return finish(book, &ask, out);
}

aftersale_status aftersale_product_list(aftersale_book *book, const aftersale_product_list_args *args,
                                        aftersale_cursor **out)
{
    aftersale_product_list_args given;
    as__list_ask ask = {.kind = AFTERSALE_KIND_PRODUCT, .index = 1};
    aftersale_status status = begin(book, args, sizeof given, &given, out);
    if (status != AFTERSALE_OK)
        return status;
    ask.equal = given.category;
    ask.bookmark = given.bookmark;
    return finish(book, &ask, out);
}

aftersale_status aftersale_actor_list(aftersale_book *book, const aftersale_actor_list_args *args,
                                      aftersale_cursor **out)
{
    aftersale_actor_list_args given;
    as__list_ask ask = {.kind = AFTERSALE_KIND_ACTOR};
    aftersale_status status = begin(book, args, sizeof given, &given, out);
    if (status != AFTERSALE_OK)
        return status;
    ask.bookmark = given.bookmark;
    return finish(book, &ask, out);
}

aftersale_status aftersale_sale_list(aftersale_book *book, const aftersale_sale_list_args *args,
                                     aftersale_cursor **out)
{
    aftersale_sale_list_args given;
    as__list_ask ask = {.kind = AFTERSALE_KIND_SALE};
    aftersale_status status = begin(book, args, sizeof given, &given, out);
    if (status != AFTERSALE_OK)
        return status;
    ask.customer = given.customer;
    ask.filter.owner = given.owner;
    ask.filter.stage = given.stage;
    ask.filter.sold_from = given.sold_from;
    ask.filter.sold_until = given.sold_until;
    ask.bookmark = given.bookmark;
    return finish(book, &ask, out);
}

aftersale_status aftersale_enrolment_list(aftersale_book *book, const aftersale_enrolment_list_args *args,
                                          aftersale_cursor **out)
{
    aftersale_enrolment_list_args given;
    as__list_ask ask = {.kind = AFTERSALE_KIND_ENROLMENT};
    aftersale_status status = begin(book, args, sizeof given, &given, out);
    if (status != AFTERSALE_OK)
        return status;
    ask.customer = given.customer;
    ask.sale = given.sale;
    ask.bookmark = given.bookmark;
    return finish(book, &ask, out);
}

/* What belongs to a customer and has an index that says so. */
#define LIST_OF_CUSTOMER(noun, NOUN)                                                                         \
    aftersale_status aftersale_##noun##_list(aftersale_book *book, const aftersale_##noun##_list_args *args, \
                                             aftersale_cursor **out)                                         \
    {                                                                                                        \
        aftersale_##noun##_list_args given;                                                                  \
        as__list_ask ask = {.kind = AFTERSALE_KIND_##NOUN, .index = 1};                                      \
        aftersale_status status = begin(book, args, sizeof given, &given, out);                              \
        if (status != AFTERSALE_OK)                                                                          \
            return status;                                                                                   \
        ask.customer = given.customer;                                                                       \
        ask.bookmark = given.bookmark;                                                                       \
        return finish(book, &ask, out);                                                                      \
    }
LIST_OF_CUSTOMER(person, PERSON)
LIST_OF_CUSTOMER(goal, GOAL)
LIST_OF_CUSTOMER(consent, CONSENT)

/* Lists that take no arguments but a bookmark. */
#define LIST_OF_ALL(noun, NOUN, number)                                                                      \
    aftersale_status aftersale_##noun##_list(aftersale_book *book, const char *bookmark,                     \
                                             aftersale_cursor **out)                                         \
    {                                                                                                        \
        as__list_ask ask = {.kind = AFTERSALE_KIND_##NOUN, .index = (number), .bookmark = bookmark};         \
        aftersale_status status = begin(book, NULL, 0, NULL, out);                                           \
        return status == AFTERSALE_OK ? finish(book, &ask, out) : status;                                    \
    }
LIST_OF_ALL(return, RETURN, 0)
LIST_OF_ALL(plan, PLAN, 1)

#define NEXT(noun, NOUN)                                                                                     \
    aftersale_status aftersale_##noun##_next(aftersale_cursor *cursor, const aftersale_##noun **out)         \
    {                                                                                                        \
        const aftersale_record *record = NULL;                                                               \
        aftersale_status status =                                                                            \
            as__cursor_step(cursor, AFTERSALE_KIND_##NOUN, out != NULL ? &record : NULL);                    \
        if (out != NULL)                                                                                     \
            *out = (const aftersale_##noun *)record;                                                         \
        return status;                                                                                       \
    }
NEXT(customer, CUSTOMER)
NEXT(person, PERSON)
NEXT(product, PRODUCT)
NEXT(actor, ACTOR)
NEXT(sale, SALE)
NEXT(return, RETURN)
NEXT(goal, GOAL)
NEXT(consent, CONSENT)
NEXT(plan, PLAN)
NEXT(enrolment, ENROLMENT)
NEXT(event, EVENT)
