/* SPDX-License-Identifier: MIT */
/* Lists of records: a range of an index, or ids gathered from a customer's events, read page by page. */
#ifndef AS_ENGINE_LIST_H
#define AS_ENGINE_LIST_H
#include "engine/cursor_step.h"

/* What a row must fit; what is not given does not matter. */
typedef struct as__filter {
    const char *owner, *tier, *tag;
    int32_t stage;
    aftersale_date sold_from, sold_until;
    uint64_t sale; /* local id */
} as__filter;

/* What a public list function asks for. */
typedef struct as__list_ask {
    aftersale_kind kind;
    int32_t index;
    const char *equal;       /* first column of the index must be this text */
    aftersale_link customer; /* only theirs */
    aftersale_link sale;
    as__filter filter;
    const char *bookmark;
} as__list_ask;

/* State of such a cursor. */
typedef struct as__listing {
    as__arena arena; /* of texts and ids */
    aftersale_range range;
    as__filter filter;
    bool is_by_id;
    uint64_t *ids; /* what is to be read, where is_by_id */
    size_t id_count, id_at;
    const aftersale_record **rows; /* the page; each counted */
    size_t row_count, row_at, row_room;
    size_t page; /* rows of the next page */
    bool is_last;
    const aftersale_record *given; /* counted: the row given last, for the bookmark */
    const aftersale_record *end;   /* counted: last row of the page, where the range goes on */
} as__listing;

/* Makes the cursor inside a call that has entered the book. @return OK, INVALID, NOT_FOUND, … noted */
aftersale_status as__list_open(aftersale_book *book, const as__list_ask *ask, aftersale_cursor **out);
/* The same for a range that the caller begins, of one kind and without filter. */
aftersale_status as__list_open_range(aftersale_book *book, const aftersale_range *range,
                                     aftersale_cursor **out);

/* Gathers what a customer and those merged into them have, by an index whose first column is the customer. */
aftersale_status as__list_gather(as__unit *unit, const aftersale_customer *customer, as__listing *list);

/* Query of the kind's lists. */
const as__query *as__list_query(aftersale_kind kind);
void as__list_write_bookmark(const as__listing *list, as__buffer *out);
/* Goes on where a bookmark says. @return OK, INVALID (not one of this list), NO_MEMORY */
aftersale_status as__list_read_bookmark(as__listing *list, const char *bookmark);
#endif
