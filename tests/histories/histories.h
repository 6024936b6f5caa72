/* SPDX-License-Identifier: MIT */
/* Histories drawn from a seed: random plans, calendars, consents, caps and what people do, on a book of a few customers.
 * What the lists give is held to the plain rules, whoever works them off. */
#ifndef HISTORIES_H
#define HISTORIES_H
#include "plain/plain_rules.h"
#include "support/clocked_book.h"

#define CUSTOMERS 4
#define PLANS 3
#define OWNERS 3
#define JSON_MOST 8192

typedef struct history {
    clocked_book at;
    uint64_t drawn;
    plain_book rules;
    plain_customer customers[CUSTOMERS];
    aftersale_id runs[64];
    size_t run_count;
    int sales, returns;
    long given, made, faults;
    const char *fault; /* the first */
} history;

uint32_t draw(history *h, uint32_t below);
/* One in so many. */
bool draw_one_in(history *h, uint32_t n);

/* A plan as a document and as the plain rules have it. Its first steps hang on no other. */
void draw_plan(history *h, const char *key, plain_plan *plan, char json[JSON_MOST]);
/* Caps, gap, quiet hours and what is presumed, with the settings that say the same; `caps` and `gap` are kept by the caller. */
void draw_settings(history *h, aftersale_settings_put_args *settings, aftersale_cap caps[4], char texts[8][32]);
/* Days off of a region between two years. */
bool draw_region(history *h, const char *key, plain_region *region);

/* Plays the days. False: the library refused what it must not. */
bool history_play(history *h, int days);
#endif
