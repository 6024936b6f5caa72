/* SPDX-License-Identifier: MIT */
/* A store over another that misbehaves at a chosen call. */
#ifndef FAILING_STORE_H
#define FAILING_STORE_H
#include "aftersale/sys/store.h"
#include <stdbool.h>

typedef enum failing_verb { FAILING_NONE, FAILING_GET, FAILING_SCAN, FAILING_COMMIT } failing_verb;

typedef enum failing_how {
    FAILING_BEFORE,  /* it fails, and has no effect */
    FAILING_AFTER,   /* it fails, and has had its effect */
    FAILING_SHORT,   /* it works, and what it was asked last stays without an answer */
    FAILING_REENTRY, /* it works, and calls back first */
} failing_how;

/* What fails, and how. */
typedef struct failing_plan {
    failing_verb verb;
    failing_how how;
    size_t at;               /* number of the call of that verb, from 1 */
    aftersale_status status; /* what it says */
    aftersale_status then;   /* what all later ones of the verb say; OK: they work */
} failing_plan;

typedef struct failing_store {
    aftersale_store base; /* first */
    aftersale_store *inner;
    failing_plan plan;
    void (*call_back)(void);
    size_t calls; /* of the plan's verb */
    size_t failed;
} failing_store;

/* Lays `out` over a store, which goes with it. @return OK, or why not */
aftersale_status failing_store_lay(failing_store *out, aftersale_context *context, aftersale_store *inner,
                                   aftersale_error *error);
/* From now on. */
void failing_store_set(failing_store *store, failing_plan plan);
#endif
