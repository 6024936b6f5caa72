/* SPDX-License-Identifier: MIT */
/* The book of a trial behind a store that counts the rows it hands over. For tests that see the headers of src/. */
#ifndef COUNTED_ROWS_H
#define COUNTED_ROWS_H
#include "store/seam.h"
#include "support/trial.h"

static struct {
    aftersale_store base; /* first */
    aftersale_store *inner;
    size_t rows, runs; /* that were read: all, and those of enrolments */
} counted;

static inline void count(const aftersale_rows *rows)
{
    counted.rows += rows->count;
    for (size_t i = 0; i < rows->count; i++)
        counted.runs += rows->items[i].key.kind == AFTERSALE_KIND_ENROLMENT;
}

static aftersale_status get(aftersale_store *store, const aftersale_key *keys, size_t asked,
                            aftersale_rows *out, aftersale_call *call)
{
    aftersale_status status = counted.inner->methods->get(counted.inner, keys, asked, out, call);
    (void)store;
    count(out);
    return status;
}

static aftersale_status scan(aftersale_store *store, const aftersale_range *const *ranges, size_t asked,
                             aftersale_rows *out, aftersale_call *call)
{
    aftersale_status status = counted.inner->methods->scan(counted.inner, ranges, asked, out, call);
    (void)store;
    count(out);
    return status;
}

static aftersale_status commit(aftersale_store *store, const aftersale_change *const *changes, size_t asked,
                               aftersale_call *call)
{
    (void)store;
    return counted.inner->methods->commit(counted.inner, changes, asked, call);
}

static void close_inner(aftersale_store *store)
{
    (void)store;
    aftersale_store_free(counted.inner);
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof methods,
    .caps = AFTERSALE_STORE_THREADS,
    .name = "counted",
    .get = get,
    .scan = scan,
    .commit = commit,
    .close = close_inner,
};

static inline void count_from_here(void)
{
    memset(&counted, 0, sizeof counted);
    counted.base.methods = &methods;
    counted.inner = on_trial.store;
    aftersale_book_free(book);
    cr_assert_eq(aftersale_store_attach(on_trial.context, &counted.base, NULL), AFTERSALE_OK);
    on_trial.store = &counted.base;
    book = open_book("acme");
}
#endif
