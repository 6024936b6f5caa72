/* SPDX-License-Identifier: MIT */
/* D: one customer with sales, plans and touches; contracts and offers are not there yet. */
#include "bench/measures.h"

enum { CUSTOMERS = 200 };

static void count_touch(void *user, const reference_work *work)
{
    *(uint64_t *)user += (uint64_t)work->amount + (uint64_t)work->due;
}

static uint64_t read_customer(bench *b, side which, uint32_t customer)
{
    int rows;
    if (which != SIDE_REFERENCE)
        return subject_customer(&b->ours[which], customer, &b->sum);
    must_work("customer", reference_customer(b->ref, customer, &b->sum) == 1);
    rows = reference_customer_touches(b->ref, customer, count_touch, &b->sum);
    must_work("touches of a customer", rows >= 0);
    return (uint64_t)rows;
}

static double customer_block(bench *b, side which, uint32_t round, void *user)
{
    uint64_t state = round + 1, *rows = user;
    double start = seconds_worked();
    for (int i = 0; i < CUSTOMERS; i++)
        rows[which] += read_customer(b, which, (uint32_t)(workload_draw(&state) % b->w.customers) + 1);
    return (seconds_worked() - start) * 1e6 / CUSTOMERS;
}

void measure_customer(bench *b)
{
    uint64_t rows[SIDES] = {0, 0, 0};
    series of;
    if (!sides_asked(b, 'D'))
        return;
    sides_run(b, ALL_SIDES, customer_block, rows, &of);
    must_equal("touches of customers in memory", rows[SIDE_MEMORY], rows[SIDE_REFERENCE]);
    must_equal("touches of customers in a file", rows[SIDE_FILE], rows[SIDE_REFERENCE]);
    sides_tell(b, &of, SIDE_MEMORY, "D one customer", "us", (target){RATIO_AT_MOST, 0.25, 0.1});
    sides_tell(b, &of, SIDE_FILE, "D one customer", "us", (target){RATIO_AT_MOST, 1.5, 1.1});
}
