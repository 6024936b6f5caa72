/* SPDX-License-Identifier: MIT */
/* A store over another that fails at a chosen call, before the call has its effect or after it. */
#ifndef FAILING_STORE_H
#define FAILING_STORE_H
#include "aftersale/sys/store.h"
#include <stdbool.h>

typedef enum failing_verb { FAILING_NONE, FAILING_GET, FAILING_SCAN, FAILING_COMMIT } failing_verb;

/* What fails, and how. */
typedef struct failing_plan {
    failing_verb verb;
    size_t at;               /* number of the call of that verb, from 1 */
    aftersale_status status; /* what it says */
    aftersale_status then;   /* what all later ones of the verb say; OK: they work */
    bool is_after;           /* the call has had its effect */
} failing_plan;

typedef struct failing_store {
    aftersale_store base; /* first */
    aftersale_store *inner;
    failing_plan plan;
    size_t calls; /* of the plan's verb */
    size_t failed;
} failing_store;

/* Lays `out` over a store in memory. @return OK, or why not */
aftersale_status failing_store_open(failing_store *out, aftersale_context *context, aftersale_error *error);
/* From now on. */
void failing_store_set(failing_store *store, failing_plan plan);
#endif
