/* SPDX-License-Identifier: MIT */
/* A product on a day, and its versions one after the other (S14). */
#include "aftersale/product.h"
#include "engine/catalogue.h"
#include "engine/cursor_step.h"
#include "value/date.h"
#include <string.h>

static aftersale_status find(aftersale_book *book, as__unit *unit, aftersale_id id,
                             const aftersale_product **out)
{
    const aftersale_record *record;
    uint64_t local;
    aftersale_status status = AFTERSALE_NOT_FOUND;
    if (as__id_split(id, book->tenant->book, &local))
        status = as__record_of(book, unit, AFTERSALE_KIND_PRODUCT, local, &record);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_about(book, status, AS__MESSAGE_NOT_FOUND, AFTERSALE_KIND_PRODUCT, 0, NULL);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    *out = (const aftersale_product *)record;
    return AFTERSALE_OK;
}

static aftersale_status look_up(aftersale_book *book, aftersale_id id, aftersale_date day,
                                const aftersale_record **out)
{
    as__unit *unit = as__book_reads(book);
    const aftersale_product *product, *version;
    aftersale_status status;
    if (!as__date_valid(day))
        return as__fail_field(book, AFTERSALE_INVALID, "day", AS__MESSAGE_NOT_A_DATE, NULL);
    status = find(book, unit, id, &product);
    if (status != AFTERSALE_OK)
        return status;
    if (as__date_compare(day, product->since) < 0)
        return as__fail_about(book, AFTERSALE_NOT_FOUND, AS__MESSAGE_NOT_FOUND, AFTERSALE_KIND_PRODUCT,
                              product->id, "is in the catalogue only from a later day on");
    status = as__product_on(unit, product, day, &version);
    return status == AFTERSALE_OK ? as__product_give(book, version, out) : as__fail_store(book, unit, status);
}

aftersale_status aftersale_product_on(aftersale_book *book, aftersale_id id, aftersale_date day,
                                      const aftersale_product **out)
{
    const aftersale_record *record = NULL;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = look_up(book, id, day, &record);
    if (status == AFTERSALE_OK)
        *out = (const aftersale_product *)record;
    as__book_leave(book);
    return status;
}

typedef struct versions {
    const aftersale_product
        *last; /* counted: before the first step the product, then the version given last */
    bool has_begun;
} versions;

static aftersale_status next(aftersale_cursor *cursor, const aftersale_record **out)
{
    versions *state = cursor->state;
    aftersale_product draft = *state->last;
    aftersale_date day = state->has_begun ? draft.until : draft.since;
    as__unit *unit = as__cursor_reads(cursor);
    aftersale_status status;
    if (!as__date_given(day))
        return AFTERSALE_DONE;
    if (!state->has_begun)
        as__catalogue_empty(&draft);
    status = as__catalogue_go_on(unit, &draft, day);
    if (status != AFTERSALE_OK)
        return as__fail_store(cursor->book, unit, status);
    status = as__product_give(cursor->book, &draft, out);
    if (status != AFTERSALE_OK)
        return status;
    aftersale_product_free(state->last);
    state->last = (const aftersale_product *)aftersale_record_keep(*out);
    state->has_begun = true;
    return AFTERSALE_ROW;
}

static void end(aftersale_cursor *cursor)
{
    versions *state = cursor->state;
    aftersale_product_free(state->last);
}

static const as__query query = {AFTERSALE_KIND_PRODUCT, next, NULL, end};

static aftersale_status list(aftersale_book *book, aftersale_id id, aftersale_cursor **out)
{
    const aftersale_product *product;
    versions *state;
    aftersale_status status = find(book, as__book_reads(book), id, &product);
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &query, sizeof *state, out);
    if (status != AFTERSALE_OK)
        return status;
    state = (*out)->state;
    state->last = (const aftersale_product *)aftersale_record_keep((const aftersale_record *)product);
    return AFTERSALE_OK;
}

aftersale_status aftersale_product_version_list(aftersale_book *book, aftersale_id id, aftersale_cursor **out)
{
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = list(book, id, out);
    as__book_leave(book);
    return status;
}
