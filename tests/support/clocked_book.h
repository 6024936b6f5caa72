/* SPDX-License-Identifier: MIT */
/* A book whose clock and ids follow a seed, in memory or in a SQLite file that goes when the book does. It is handed
 * around and asks for no Criterion: for several books at once, and for programs. One book and a clock that stands:
 * support/trial.h. */
#ifndef TESTS_SUPPORT_CLOCKED_BOOK_H
#define TESTS_SUPPORT_CLOCKED_BOOK_H
#include "support/book_file.h"
#include <aftersale.h>
#include <stdbool.h>

typedef struct clocked_book {
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;
    int64_t now;  /* seconds since 1970 */
    int64_t tick; /* each look at the clock moves it on by so many, 1 unless set */
    bool on_sqlite;
    book_file file;
    unsigned committed; /* how often the host was told */
} clocked_book;

/* From 2026-03-02T09:00:00Z on. False: it could not be opened. */
bool clocked_book_open(clocked_book *at, bool on_sqlite, uint64_t seed);
/* Another handle on the same book. NULL: no. */
aftersale_book *clocked_book_again(const clocked_book *at);
/* The same file, opened anew. */
bool clocked_book_reopen(clocked_book *at);
void clocked_book_close(clocked_book *at);
#endif
