/* SPDX-License-Identifier: MIT */
/* The conformance suite under Criterion. */
#ifndef CHECKED_STORE_H
#define CHECKED_STORE_H
#include "aftersale/sys/conformance.h"

/* The other arguments of a run, `checked` and what it needs filled in. */
typedef struct checked_store {
    aftersale_give_store_fn make, reopen, rival;
    void *user;
} checked_store;

/* Runs the suite; the test fails for every check that did, in its words. */
void checked_store_run(const checked_store *store);
#endif
