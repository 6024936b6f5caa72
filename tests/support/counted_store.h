/* SPDX-License-Identifier: MIT */
/* A store over another that counts the rows it hands over and the changes it takes. For programs that see the headers
 * of src/. */
#ifndef COUNTED_STORE_H
#define COUNTED_STORE_H
#include "aftersale/sys/store.h"
#include "store/seam.h"

typedef struct counted_store {
    aftersale_store base; /* first */
    aftersale_store *inner;
    size_t calls;      /* reads */
    size_t rows, runs; /* that were read: all, and those of enrolments */
    size_t changes;    /* that were written */
} counted_store;

static inline counted_store *counted_store_of(aftersale_store *store)
{
    return (counted_store *)store;
}

static inline aftersale_status counted_store_count(counted_store *at, aftersale_status status,
                                                   const aftersale_rows *rows)
{
    at->calls++;
    at->rows += rows->count;
    for (size_t i = 0; i < rows->count; i++)
        at->runs += rows->items[i].key.kind == AFTERSALE_KIND_ENROLMENT;
    return status;
}

static inline aftersale_status counted_store_get(aftersale_store *store, const aftersale_key *keys,
                                                 size_t asked, aftersale_rows *out, aftersale_call *call)
{
    counted_store *at = counted_store_of(store);
    return counted_store_count(at, at->inner->methods->get(at->inner, keys, asked, out, call), out);
}

static inline aftersale_status counted_store_scan(aftersale_store *store, const aftersale_range *const *ranges,
                                                  size_t asked, aftersale_rows *out, aftersale_call *call)
{
    counted_store *at = counted_store_of(store);
    return counted_store_count(at, at->inner->methods->scan(at->inner, ranges, asked, out, call), out);
}

static inline aftersale_status counted_store_commit(aftersale_store *store,
                                                    const aftersale_change *const *changes, size_t asked,
                                                    aftersale_call *call)
{
    counted_store *at = counted_store_of(store);
    for (size_t i = 0; i < asked; i++)
        at->changes += changes[i]->verb != AFTERSALE_CHANGE_EXPECT;
    return at->inner->methods->commit(at->inner, changes, asked, call);
}

static inline void counted_store_close(aftersale_store *store)
{
    aftersale_store_free(counted_store_of(store)->inner);
}

static const aftersale_store_methods counted_store_methods = {
    .struct_size = sizeof counted_store_methods,
    .caps = AFTERSALE_STORE_THREADS,
    .name = "counted",
    .get = counted_store_get,
    .scan = counted_store_scan,
    .commit = counted_store_commit,
    .close = counted_store_close,
};

/* Lays `out` over a store, and takes it. @return OK, or why not */
static inline aftersale_status counted_store_open(counted_store *out, aftersale_context *context,
                                                  aftersale_store *inner, aftersale_error *error)
{
    *out = (counted_store){.base = {.methods = &counted_store_methods}, .inner = inner};
    return aftersale_store_attach(context, &out->base, error);
}
#endif
