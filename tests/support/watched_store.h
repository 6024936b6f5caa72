/* SPDX-License-Identifier: MIT */
/* A store over another that counts commits, and lets somebody strike before a call of the test's choice. */
#ifndef WATCHED_STORE_H
#define WATCHED_STORE_H
#include "aftersale/sys/store.h"
#include <stdatomic.h>

typedef struct watched_store {
    aftersale_store base; /* first */
    aftersale_store *inner;
    atomic_size_t commits;
    atomic_size_t conflicts; /* commits for which somebody was faster */
    size_t read_retries;     /* reads that are still to be answered RETRY */
    void (*strike)(void);    /* may use the inner store, not this one; NULL: nobody does */
    size_t calls, strike_at; /* before which call, from 1; calls are counted while there is somebody to strike */
} watched_store;

/* Lays `out` over a store, and takes it. @return OK, or why not */
aftersale_status watched_store_open(watched_store *out, aftersale_context *context, aftersale_store *inner,
                                    aftersale_error *error);
/* From now on. */
void watched_store_set(watched_store *store, void (*strike)(void), size_t strike_at);
#endif
