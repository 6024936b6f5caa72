/* SPDX-License-Identifier: MIT */
#include "engine/list.h"
#include "engine/query_args.h"

/* Begins a public list function: enters the book and takes its arguments. On a failure the book is left. */
static aftersale_status begin(aftersale_book *book, const void *given, size_t size, void *args,
                              aftersale_cursor **out)
{
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK || size == 0)
        return status;
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

/* By an index, of a customer or sale, and only what fits: what of the arguments goes where. */
#define LIST(noun, NOUN, ...)                                                                                \
    aftersale_status aftersale_##noun##_list(aftersale_book *book, const aftersale_##noun##_list_args *args, \
                                             aftersale_cursor **out)                                         \
    {                                                                                                        \
        aftersale_##noun##_list_args given;                                                                  \
        aftersale_status status = begin(book, args, sizeof given, &given, out);                              \
        if (status != AFTERSALE_OK)                                                                          \
            return status;                                                                                   \
        as__list_ask ask = {.kind = AFTERSALE_KIND_##NOUN, .bookmark = given.bookmark, __VA_ARGS__};         \
        return finish(book, &ask, out);                                                                      \
    }
LIST(customer, CUSTOMER, .index = 1, .equal = given.owner, .filter = {.tier = given.tier, .tag = given.tag})
LIST(product, PRODUCT, .index = 1, .equal = given.category)
LIST(actor, ACTOR, .index = 0)
LIST(person, PERSON, .index = 1, .customer = given.customer)
LIST(goal, GOAL, .index = 1, .customer = given.customer)
LIST(consent, CONSENT, .index = 1, .customer = given.customer)
LIST(enrolment, ENROLMENT, .customer = given.customer, .sale = given.sale)
LIST(sale, SALE, .customer = given.customer,
     .filter = {.owner = given.owner,
                .stage = given.stage,
                .sold_from = given.sold_from,
                .sold_until = given.sold_until})

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
LIST_OF_ALL(calendar, CALENDAR, 1)

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
NEXT(calendar, CALENDAR)
NEXT(enrolment, ENROLMENT)
NEXT(event, EVENT)
