/* SPDX-License-Identifier: MIT */
/* A shop's year, walked day by day: the real sales of a file, two countries' holidays, four zones, caps, opt-outs. Whoever
 * works the lists off meets no touch that breaks a rule; the rules are looked up here in a plain model of their own. */
#ifndef WALK_H
#define WALK_H
#include <aftersale.h>
#include <stdbool.h>
#include <stdint.h>

#define WALK_OWNERS 6
#define WALK_YEARS_ON 16 /* the file begins in 2010, and a clock of the library in 2020 */

typedef struct walk_answer {
    const char *channel; /* NULL: every channel */
    uint32_t purposes;
    bool is_yes;
} walk_answer;

typedef struct walk_contact {
    int64_t at; /* seconds since 1970 */
    char channel[8];
    int32_t class_of;
    aftersale_id touch;
} walk_contact;

typedef struct walk_customer {
    char ref[16];
    size_t place; /* which of the zones */
    walk_answer *answers; /* in the order in which they were given */
    size_t answer_count;
    walk_contact *contacts;
    size_t contact_count;
} walk_customer;

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
    walk_customer *customers;
    size_t customer_count;
    walk_sale *sales; /* by day */
    size_t sale_count, sales_made;
    long made, answered, looked_at, explained, broken;
} walk_shop;

uint32_t walk_draw(walk_shop *shop, uint32_t below);
/* Says what is wrong, and counts it. */
void walk_broken(walk_shop *shop, const aftersale_touch *touch, const char *what);

/* Reads the purchases of a file: those with a customer, of at most so many customers. */
bool walk_read_sales(walk_shop *shop, const char *path, size_t customers);
/* Opens the book: calendars of the file, settings, plans, customers. */
bool walk_open(walk_shop *shop, const char *holidays);
void walk_close(walk_shop *shop);
/* Where a customer lives: IANA zone, and region of the calendar; "": none is loaded. */
const char *walk_zone(size_t place);
const char *walk_region(size_t place);

/* Holds a touch that is about to be made to the plain model. */
void walk_hold_to_rules(walk_shop *shop, const walk_customer *customer, const aftersale_touch *touch);
/* Holds what explain says of a touch to where it stands. */
void walk_hold_to_reasons(walk_shop *shop, const aftersale_touch *touch);
bool walk_note_answer(walk_customer *customer, walk_answer answer);
bool walk_note_contact(walk_shop *shop, walk_customer *customer, const aftersale_touch *touch);
/* A day of the calendar of a place that was read from the file, weekends included. */
bool walk_is_off(size_t place, aftersale_date day);
bool walk_note_holiday(const char *calendar, aftersale_date day);
#endif
