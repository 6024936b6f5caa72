/* SPDX-License-Identifier: MIT */
/* The book of a trial on a store that is watched, and a rival who is on the store below: what another process is. */
#ifndef WATCHED_BOOK_H
#define WATCHED_BOOK_H
#include "support/exchanged.h"
#include "support/trial.h"
#include "support/watched_store.h"

static watched_store watched;
static aftersale_book *rival; /* to be freed by who asked for one */

/* Opens the book of the test anew. */
static inline void watch_book(void)
{
    aftersale_book_free(book);
    cr_assert_eq(watched_store_open(&watched, on_trial.context, on_trial.store, NULL), AFTERSALE_OK);
    on_trial.store = &watched.base;
    book = open_book("acme");
}

static inline void watch_book_and_rival(void)
{
    rival = open_book("acme");
    watch_book();
}

static aftersale_id rivals_touch;
static aftersale_status rivals_claim;

static inline void rival_claims(void)
{
    rivals_claim = aftersale_touch_claim(
        rival, AFTERSALE_ARGS(touch_claim, .touch = rivals_touch, .actor = "eve"), NULL);
}

/* Two claim at once, the rival before each call of the other in turn: one of them gets it. Claims run out in between. */
static inline void expect_one_claim(aftersale_id mine, aftersale_id theirs)
{
    bool is_struck = true;
    rivals_touch = theirs;
    watch_book_and_rival();
    for (size_t n = 1; is_struck; n++) {
        on_trial.now.us += INT64_C(3600000000);
        watched_store_set(&watched, rival_claims, n);
        aftersale_status status =
            aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = mine, .actor = "sam"), NULL);
        is_struck = watched.calls >= n;
        watched_store_set(&watched, NULL, 0);
        if (is_struck)
            cr_assert_eq((status == AFTERSALE_OK) + (rivals_claim == AFTERSALE_OK), 1, "before call %zu", n);
    }
    MUST(aftersale_event_verify(book, NULL));
    aftersale_book_free(rival);
}

/* A book as it stands. */
typedef struct standing_book {
    written_text lines;
    size_t commits;
} standing_book;

static inline standing_book watch_standing(void)
{
    written_text lines = exported(book, NULL);
    watch_book();
    return (standing_book){lines, watched.commits};
}

/* Nothing was written since. */
static inline void expect_standing(standing_book *before)
{
    written_text after = exported(book, NULL);
    cr_assert_eq(watched.commits, before->commits);
    cr_assert_str_eq(after.data, before->lines.data);
    written_text_free(&after);
    written_text_free(&before->lines);
}
#endif
