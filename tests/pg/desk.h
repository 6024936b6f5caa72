/* SPDX-License-Identifier: MIT */
/* A few customers and their events, through the public face of the library. */
#ifndef DESK_H
#define DESK_H
#include "aftersale.h"
#include "rivals.h"

#define DESK_ROOTS 8
#define DESK_EVENTS_MOST 16384 /* of one root */

/* A reader of the feed: what it has read so far, by root. */
typedef struct desk {
    aftersale_book *book;
    uint64_t random;
    uint64_t feed; /* number of the last event read */
    struct desk_root {
        aftersale_id id;
        int64_t last;
        bool seen[DESK_EVENTS_MOST];
    } roots[DESK_ROOTS];
    size_t root_count;
} desk;

/* @param my zeroed. False: the book does not open. */
bool desk_begin(desk *my, aftersale_store *store, uint64_t seed);
void desk_end(desk *my);
bool desk_make(desk *my);

/* Reads the first customer's count of changes and writes the next. */
void desk_change(desk *my, tally *out);
/* Records a sale to one of the customers. */
void desk_sell(desk *my, size_t number, int64_t i, tally *out);
/* Reads on in the feed, and notes what is not in order. */
void desk_follow(desk *my, tally *out);
/* Notes events that have a number behind them but were not read. */
void desk_close(const desk *my, tally *out);
/* The first customer's count of changes; below 0: not to be read. */
int64_t desk_count(desk *my);
#endif
