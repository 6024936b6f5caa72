/* SPDX-License-Identifier: MIT */
/* What a range must give, worked out from the shelf by comparing values, and the store held to it. */
#ifndef AS_STORE_CONFORMANCE_MODEL_H
#define AS_STORE_CONFORMANCE_MODEL_H
#include "store/conformance/check_trial.h"

/* An entry of an index: what its columns hold, and whose it is. */
typedef struct as__model_row {
    const aftersale_record *record;
    aftersale_key key;
    aftersale_value column[AS__COLUMNS_MAX];
    size_t columns;
    bool is_descending; /* how the row is to be sorted */
} as__model_row;

typedef struct as__model_rows { as__model_row *items; size_t count; } as__model_rows;

/* Not given before everything, numbers and instants by size, text by bytes. */
int as__model_compare(const aftersale_value *a, const aftersale_value *b);
/* Rows of a range, in order; they live until the trial ends. */
as__model_rows as__model_scan(as__trial *trial, const aftersale_range *range);
/* The range goes on behind a row of its own. */
void as__model_resume(aftersale_range *range, const as__model_row *row);

/* Scans all ranges in one call and compares. */
bool as__model_check(as__trial *trial, aftersale_store *store, aftersale_range *const *ranges, size_t count);
/* The same for one range, page by page to its end. */
bool as__model_check_pages(as__trial *trial, aftersale_store *store, const aftersale_range *range,
                           size_t page);
/* The whole store is the shelf: every index of every kind of both books, and each record by its key. */
bool as__model_check_all(as__trial *trial, aftersale_store *store);
/* These keys give what stands on the shelf. */
bool as__model_check_keys(as__trial *trial, aftersale_store *store, const aftersale_key *keys, size_t count);
#endif
