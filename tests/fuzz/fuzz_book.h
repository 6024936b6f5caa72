/* SPDX-License-Identifier: MIT */
/* A book in memory whose clock and ids follow the input and nothing else. */
#ifndef TESTS_FUZZ_FUZZ_BOOK_H
#define TESTS_FUZZ_FUZZ_BOOK_H
#include "fuzz/fuzz.h"
#include <aftersale.h>

typedef struct fuzz_book {
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;
    int64_t now; /* seconds since 1970; each look at the clock moves it on by one, */
    int stands;  /* unless it stands */
} fuzz_book;

static inline aftersale_status fuzz_clock(void *user, aftersale_time *out)
{
    fuzz_book *at = user;
    *out = aftersale_time_from_seconds(at->now);
    at->now += !at->stands;
    return AFTERSALE_OK;
}

/* Another handle on the same book. */
static inline aftersale_book *fuzz_book_again(const fuzz_book *at)
{
    aftersale_book *book = NULL;
    ALWAYS(aftersale_book_open(at->store,
                               AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE,
                                              .zone = "Europe/London", .currency = "GBP"),
                               &book, NULL) == AFTERSALE_OK);
    return book;
}

/* On Monday 2026-03-02, 09:00 UTC. */
static inline void fuzz_book_open(fuzz_book *at)
{
    *at = (fuzz_book){.now = INT64_C(1772442000)};
    ALWAYS(
        aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = fuzz_clock, .clock_user = at, .seed = 1),
                              &at->context, NULL) == AFTERSALE_OK);
    ALWAYS(aftersale_memory_open(at->context, &at->store, NULL) == AFTERSALE_OK);
    at->book = fuzz_book_again(at);
}

/* The chains of all events hold (S67). */
static inline void fuzz_book_verify(const fuzz_book *at)
{
    uint64_t good = 0;
    ALWAYS(aftersale_event_verify(at->book, &good) == AFTERSALE_OK);
}

static inline void fuzz_book_close(fuzz_book *at)
{
    aftersale_book_free(at->book);
    aftersale_store_free(at->store);
    aftersale_context_free(at->context);
}
#endif
