/* SPDX-License-Identifier: MIT */
/* A memory store with one thing wrong, for the suite to find. */
#ifndef BROKEN_STORE_H
#define BROKEN_STORE_H
#include "aftersale/sys/store.h"

typedef enum defect {
    DEFECT_NONE,
    /* commit */
    FORGETS_UNIQUE, IGNORES_EXPECTED, IGNORES_EXPECT, IGNORES_ROOTS, COMMITS_HALF, NAMES_NOBODY, REFUSES_MANY,
    /* counters */
    FORGETS_BOUNDS, ADDS_IN_TWO_STEPS,
    /* content */
    FORGETS_UNKNOWN, EMPTY_IS_ABSENT, CUTS_LISTS, CUTS_TEXT, HOLDS_RECORDS,
    /* get */
    MIXES_BOOKS, FORGETS_ORDER_OF_KEYS, DROPS_LAST_KEY, FORGETS_ROOTS, READS_IN_TWO_STEPS,
    /* scan */
    NOT_GIVEN_LAST, EXCEEDS_LIMIT, LIMITS_ALL_RANGES, NEVER_DESCENDS, RESUMES_AT, UPPER_IS_WITHIN,
    IGNORES_CASE,
    LISTS_RECORDS_ONCE, LEAVES_OUT_WANTED, RIDES_WRONG,
    /* threads */
    LETS_GO_OF_EXPECT
} defect;

/* @return OK, NO_MEMORY */
aftersale_status broken_store_new(defect what, aftersale_store **out);
/* Lets go of what HOLDS_RECORDS held; they end with the check. */
void broken_store_forget(void);
#endif
