/* SPDX-License-Identifier: MIT */
/* Customers of an export who name one another, as whom they are merged into and who introduced them: no line of theirs
 * can be the first. So they are made without one another, and then their lines go in (S13, S70). */
#include "engine/batch.h"
#include "engine/import_batch.h"
#include <stdlib.h>
#include <string.h>

#define PASSES 64 /* as many as over what waits */

typedef struct beginning {
    aftersale_importer *importer;
    size_t first;                /* line of the batch */
    bool made[AS__IMPORT_BATCH]; /* what was there already is counted as any other */
} beginning;

static int by_id(const void *a, const void *b)
{
    uint64_t x = ((const as__waiting_customer *)a)->id, y = ((const as__waiting_customer *)b)->id;
    return (x > y) - (x < y);
}

/* NULL: they do not wait. */
static as__waiting_customer *find(const aftersale_importer *importer, uint64_t customer)
{
    const as__buffer *circle = &importer->circle;
    as__waiting_customer wanted = {.id = customer};
    return circle->size == 0
               ? NULL
               : bsearch(&wanted, circle->data, circle->size / sizeof wanted, sizeof wanted, by_id);
}

bool as__import_is_in_circle(const aftersale_importer *importer, uint64_t customer)
{
    const as__waiting_customer *found = find(importer, customer);
    return found != NULL && !found->is_hopeless;
}

/* Who waits. */
static aftersale_status gather(aftersale_importer *importer)
{
    as__buffer *circle = &importer->circle;
    circle->size = 0;
    for (size_t i = 0; i < importer->waiting.count; i++) {
        as__waiting_customer customer;
        aftersale_status status =
            as__import_line_customer(importer, as__lines_at(&importer->waiting, i), &customer);
        if (status != AFTERSALE_OK)
            return status;
        if (customer.id != 0)
            as__buffer_append(circle, &customer, sizeof customer);
    }
    if (circle->failed)
        return as__fail(importer->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    if (circle->size != 0)
        qsort(circle->data, circle->size / sizeof(as__waiting_customer), sizeof(as__waiting_customer), by_id);
    return AFTERSALE_OK;
}

/* Whether this customer waits for somebody who neither is in the book nor comes. */
static aftersale_status is_hopeless(aftersale_importer *importer, const as__waiting_customer *customer,
                                    bool *out)
{
    aftersale_book *book = importer->book;
    *out = false;
    for (size_t i = 0; i < 2 && !*out; i++) {
        const as__waiting_customer *named = find(importer, customer->named[i]);
        const aftersale_record *record;
        as__unit *unit;
        aftersale_status status;
        if (customer->named[i] == 0 || (named != NULL && !named->is_hopeless))
            continue;
        unit = as__book_reads(book);
        status = as__record_of(book, unit, AFTERSALE_KIND_CUSTOMER, customer->named[i], &record);
        if (status != AFTERSALE_OK && status != AFTERSALE_NOT_FOUND)
            return as__fail_store(book, unit, status);
        *out = status == AFTERSALE_NOT_FOUND;
    }
    return AFTERSALE_OK;
}

/* What is left are circles, and those who wait for one. A longer chain to nobody is none of them, either. */
static aftersale_status leave_out_hopeless(aftersale_importer *importer, size_t *left)
{
    as__waiting_customer *all = (as__waiting_customer *)(void *)importer->circle.data;
    size_t count = importer->circle.size / sizeof *all, before = SIZE_MAX;
    *left = count;
    for (int pass = 0; *left < before; pass++) {
        if (pass == PASSES) {
            *left = 0;
            break;
        }
        before = *left;
        for (size_t i = 0; i < count; i++) {
            aftersale_status status;
            if (all[i].is_hopeless)
                continue;
            status = is_hopeless(importer, &all[i], &all[i].is_hopeless);
            if (status != AFTERSALE_OK)
                return status;
            *left -= all[i].is_hopeless;
        }
    }
    return AFTERSALE_OK;
}

/* A line that cannot be begun stays as it is; why, it is told when it is run to its end. */
static aftersale_status begin_line(void *user, size_t i)
{
    beginning *b = user;
    aftersale_status status =
        as__import_line_begin(b->importer, as__lines_at(&b->importer->waiting, b->first + i));
    b->made[i] = status == AFTERSALE_OK && b->importer->book->did == AFTERSALE_DID_MAKE;
    return status == AFTERSALE_OK || as__import_is_of_line(status) ? AFTERSALE_OK : status;
}

static aftersale_status begin_batch(beginning *b, size_t lines, bool *wrote)
{
    bool wrote_batch;
    aftersale_status status = as__batch_run(b->importer->book, lines, begin_line, b, &wrote_batch);
    if (status != AFTERSALE_OK)
        return status;
    b->importer->wrote = b->importer->wrote || wrote_batch;
    *wrote = *wrote || wrote_batch;
    for (size_t i = 0; i < lines; i++)
        if (b->made[i])
            as__lines_note_begun(&b->importer->waiting, b->first + i);
    return AFTERSALE_OK;
}

aftersale_status as__import_begin_circles(aftersale_importer *importer, bool *wrote)
{
    beginning b = {.importer = importer};
    size_t count = importer->waiting.count, left = 0;
    aftersale_status status = gather(importer);
    if (status == AFTERSALE_OK)
        status = leave_out_hopeless(importer, &left);
    if (left == 0)
        return status;
    for (; b.first < count && status == AFTERSALE_OK; b.first += AS__IMPORT_BATCH) {
        size_t lines = count - b.first;
        status = begin_batch(&b, lines < AS__IMPORT_BATCH ? lines : AS__IMPORT_BATCH, wrote);
    }
    return status;
}
