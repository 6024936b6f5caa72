/* SPDX-License-Identifier: MIT */
/* What a run to a time reads, counted in the rows that the store hands over: it grows with what is due, and not with the
 * book (S3; PERFORMANCE J). And how often it asks: a few times for a hundred plans. */
#include "support/counted_rows.h"

#define DUE 40

/* The first of them are due to be missed on 24 November, the others months later. */
static void fill(int customers)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','purpose':'service','not_after':'P3D'")));
    for (int i = 0; i < customers; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "C%d", i);
        MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .owner = "sam"), NULL));
        put_sale(ref, ref, "p", i < DUE ? "2026-11-20" : "2027-02-20", NULL);
    }
}

static void begin(int customers)
{
    trial_begin(false);
    fill(customers);
    count_from_here();
    now_is("2026-11-24T10:00:00Z");
}

static size_t rows_of_a_run(uint64_t expected)
{
    aftersale_advanced done;
    counted.rows = counted.calls = 0;
    MUST(aftersale_book_advance(book, NULL, &done));
    cr_assert(done.is_done);
    cr_assert_eq(done.missed, expected);
    return counted.rows;
}

static size_t rows_with(int customers, size_t *again)
{
    size_t rows;
    begin(customers);
    rows = rows_of_a_run(DUE);
    *again = rows_of_a_run(0);
    trial_end();
    return rows;
}

Test(advance_rows, follow_what_is_due)
{
    size_t again_small, again_large;
    size_t small = rows_with(2 * DUE, &again_small), large = rows_with(20 * DUE, &again_large);
    cr_assert_eq(small, large, "%zu rows of a small book, %zu of a large one", small, large);
    cr_assert_eq(again_small, again_large);
    cr_assert_leq(again_large, 2u);
    printf("figure: J: %zu rows for %d plans that are due, %zu when nothing is\n", large, DUE, again_large);
}

Test(advance_rows, are_asked_for_a_page_at_a_time)
{
    begin(DUE);
    (void)rows_of_a_run(DUE);
    cr_assert_leq(counted.calls, 10u, "%zu calls", counted.calls);
    printf("figure: J: %zu calls of the store for %d plans that are due\n", counted.calls, DUE);
    trial_end();
}
