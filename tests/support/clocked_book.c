/* SPDX-License-Identifier: MIT */
#include "support/clocked_book.h"
#include <aftersale/sqlite.h>
#include <string.h>

static aftersale_status tick(void *user, aftersale_time *out)
{
    clocked_book *at = user;
    out->us = at->now * 1000000;
    at->now += at->tick;
    return AFTERSALE_OK;
}

static void count_commit(void *user, const char *book)
{
    clocked_book *at = user;
    (void)book;
    at->committed++;
}

static aftersale_status open_file(clocked_book *at)
{
    return aftersale_sqlite_open(at->context, at->file.path, AFTERSALE_SQLITE_OFF, &at->store, NULL);
}

static aftersale_status open_store(clocked_book *at)
{
    if (!at->on_sqlite)
        return aftersale_memory_open(at->context, &at->store, NULL);
    return book_file_make(&at->file) ? open_file(at) : AFTERSALE_STORE;
}

aftersale_book *clocked_book_again(const clocked_book *at)
{
    aftersale_book *book = NULL;
    (void)aftersale_book_open(at->store,
                              AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE,
                                             .zone = "Europe/London", .currency = "GBP"),
                              &book, NULL);
    return book;
}

bool clocked_book_open(clocked_book *at, bool on_sqlite, uint64_t seed)
{
    memset(at, 0, sizeof *at);
    at->now = INT64_C(1772442000);
    at->tick = 1;
    at->on_sqlite = on_sqlite;
    if (aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = tick, .clock_user = at, .seed = seed,
                                             .committed = count_commit, .committed_user = at),
                              &at->context, NULL) != AFTERSALE_OK)
        return false;
    if (open_store(at) == AFTERSALE_OK)
        at->book = clocked_book_again(at);
    return at->book != NULL;
}

bool clocked_book_reopen(clocked_book *at)
{
    aftersale_book_free(at->book);
    aftersale_store_free(at->store);
    at->book = NULL;
    at->store = NULL;
    if (open_file(at) == AFTERSALE_OK)
        at->book = clocked_book_again(at);
    return at->book != NULL;
}

void clocked_book_close(clocked_book *at)
{
    aftersale_book_free(at->book);
    aftersale_store_free(at->store);
    aftersale_context_free(at->context);
    book_file_remove(&at->file);
}
