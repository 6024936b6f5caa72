/* SPDX-License-Identifier: MIT */
/* W(n): the same customers, sales, contracts and referrals for everyone who is measured. Each row is a pure
 * function of seed and number, so nothing is kept and any row can be asked for in any order. */
#ifndef TESTS_BENCH_WORKLOAD_H
#define TESTS_BENCH_WORKLOAD_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WORKLOAD_STEPS = 8,
    WORKLOAD_OWNERS = 100,
    WORKLOAD_PRODUCTS = 200,
    WORKLOAD_CATEGORIES = 20,
    WORKLOAD_FIRST_DAY = 20454, /* 2026-01-01 */
    WORKLOAD_DAYS = 365,
    WORKLOAD_TODAY = WORKLOAD_FIRST_DAY + 364, /* the day on which worklists are asked for */
    WORKLOAD_PATIENCE = 30 /* days after which a touch is missed, in the books in which time passes */
};

extern const int32_t workload_offsets[WORKLOAD_STEPS]; /* days after the sale */

typedef struct workload {
    uint64_t seed;
    uint32_t customers, sales, contracts, referrals;
} workload;

typedef struct workload_customer {
    char ref[16], name[40], email[48], phone[24];
    uint32_t owner;
    uint32_t referred_by; /* number of another customer, 0: nobody */
} workload_customer;

typedef struct workload_sale {
    char ref[16], customer_ref[16], product_ref[16];
    uint32_t number, customer, product;
    int64_t amount; /* minor units */
    int32_t sold;   /* day */
} workload_sale;

/* A touch: of a sale, a step from 0. */
typedef struct workload_touch {
    uint32_t sale, step;
} workload_touch;

typedef struct workload_contract {
    char ref[16];
    uint32_t customer, category, region, tier;
    int32_t start, end; /* days */
} workload_contract;

workload workload_of(uint32_t customers, uint64_t seed);

void workload_customer_ref(uint32_t number, char out[16]);
void workload_product_ref(uint32_t number, char out[16]);

/* Rows are numbered from 1. Sales come in the order of their days; numbers past `sales` fall on the last day. */
void workload_customer_at(const workload *w, uint32_t number, workload_customer *out);
void workload_sale_at(const workload *w, uint32_t number, workload_sale *out);
void workload_contract_at(const workload *w, uint32_t number, workload_contract *out);

/* Whether a touch was done by the day on which worklists are asked for: 97 % of what was due before it. */
bool workload_is_done(const workload *w, uint32_t sale, uint32_t step);

/* All touches due before that day in the order of their days, those that are done or those that are not.
 * Returns how many; `out` may be NULL. */
size_t workload_touches_due(const workload *w, bool done, workload_touch *out);

/* The priority of a step, 1 to 4. */
int32_t workload_priority(uint32_t step);

/* Noon of a day as microseconds since 1970. */
int64_t workload_noon(int32_t day);

/* splitmix64, for whoever measures and needs a stream of its own. */
uint64_t workload_draw(uint64_t *state);
#endif
