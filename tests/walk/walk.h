/* SPDX-License-Identifier: MIT */
/* A shop's year, walked day by day: the real sales of a file, two countries' holidays, four zones, caps, opt-outs. Whoever
 * works the lists off meets no touch that breaks a rule. */
#ifndef WALK_H
#define WALK_H
#include "plain/plain_rules.h"

#define WALK_OWNERS 6
#define WALK_YEARS_ON 16 /* the file begins in 2010, and a clock of the library in 2020 */

/* An invoice of the file. */
typedef struct walk_sale {
    char ref[16];
    size_t customer;
    aftersale_date day;
    int64_t pence; /* of all its lines */
} walk_sale;

typedef struct walk_shop {
    aftersale_context *context;
    aftersale_store *store;
    aftersale_book *book;
    int64_t now; /* seconds since 1970 */
    uint64_t drawn;
    plain_book rules;
    plain_customer *customers;
    size_t customer_count;
    walk_sale *sales; /* by day */
    size_t sale_count, sales_made;
    long made, answered, migrated, looked_at, explained, broken;
} walk_shop;

uint32_t walk_draw(walk_shop *shop, uint32_t below);
/* Says what is wrong, and counts it. */
void walk_broken(walk_shop *shop, const aftersale_touch *touch, const char *what);

/* Reads the purchases of a file: those with a customer, of at most so many customers. */
bool walk_read_sales(walk_shop *shop, const char *path, size_t customers);
/* Opens the book: calendars of the file, settings, plans, customers. */
bool walk_open(walk_shop *shop, const char *holidays);
void walk_close(walk_shop *shop);
/* Where the n-th customer lives: IANA zone, and region of the calendar; "": none is loaded. */
const char *walk_zone(size_t customer);
const char *walk_region(size_t customer);

/* Publishes the plan of every sale anew. */
bool walk_edit_plan(walk_shop *shop);
/* Takes every run to it, and holds what happens to the list that told of it before. */
bool walk_migrate(walk_shop *shop);

/* Holds what explain says of a touch to where it stands. */
void walk_hold_to_reasons(walk_shop *shop, const aftersale_touch *touch);
#endif
