/* SPDX-License-Identifier: MIT */
/* Records of any kind with random values in their fields, made by the tables. */
#ifndef AS_STORE_CONFORMANCE_SAMPLE_H
#define AS_STORE_CONFORMANCE_SAMPLE_H
#include "store/conformance/check_trial.h"

typedef enum as__fill {
    AS__FILL_REQUIRED, /* what must be given, and no more */
    AS__FILL_SOME,     /* of the rest, two in three */
    AS__FILL_ALL
} as__fill;

/* The next revision of what stands under a key, or a first one. Columns of indexes take values that are
 * often equal, those of unique indexes never. NULL: no memory, noted. */
const aftersale_record *as__sample(as__trial *trial, const aftersale_key *key, as__fill fill);
/* A key of the kind whose sample can be put now: events follow their root's last. */
aftersale_key as__sample_key(as__trial *trial, uint64_t book, aftersale_kind kind, uint64_t number);
/* Puts so many records of a kind into a book, changes some of them and removes some. */
bool as__sample_fill(as__trial *trial, uint64_t book, aftersale_kind kind, size_t count);
#endif
