/* SPDX-License-Identifier: MIT */
/* The book of a trial behind a store that counts the rows it hands over. For tests that see the headers of src/. */
#ifndef COUNTED_ROWS_H
#define COUNTED_ROWS_H
#include "support/counted_store.h"
#include "support/trial.h"

static counted_store counted;

static inline void count_from_here(void)
{
    aftersale_book_free(book);
    cr_assert_eq(counted_store_open(&counted, on_trial.context, on_trial.store, NULL), AFTERSALE_OK);
    on_trial.store = &counted.base;
    book = open_book("acme");
}
#endif
