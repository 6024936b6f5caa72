/* SPDX-License-Identifier: MIT */
/* Processes that work at the same time and report figures in the end. */
#ifndef RIVALS_H
#define RIVALS_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a process did, and what it saw go wrong. */
typedef struct tally {
    int64_t changes;                 /* of the one customer, acknowledged */
    int64_t sales;                   /* acknowledged */
    int64_t payments, paid, refused; /* from the one budget; refused by its bound */
    int64_t moves, skipped;          /* in the referral tree; skipped: would have closed a cycle */
    int64_t looks, cycles;           /* snapshots of the tree, and those with a cycle */
    int64_t events, twice, gaps, overtaken, unread; /* of the feed */
    int64_t tries, most_tries;                      /* commits that met another; most for one command */
    int64_t broken;                                 /* answers that nobody expects */
} tally;
void tally_add(tally *sum, const tally *one);

/* What one process does; it returns when it has done its part, or when rivals_are_done(). */
typedef void (*rival_fn)(size_t number, tally *out);

/* Runs `count` processes of `work` and one of `watch`, which ends after them. False: one of them did not
 * end well. */
bool rivals_run(size_t count, rival_fn work, rival_fn watch, tally *sum);
/* For `watch`: whether the others have ended. */
bool rivals_are_done(void);

/* Pauses before another try, longer each time. */
void rival_pause(uint64_t *random, int64_t tries);
uint64_t rival_random(uint64_t *state, uint64_t below);
#endif
