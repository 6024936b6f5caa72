/* SPDX-License-Identifier: MIT */
/* What a run to a time reads, counted in the rows that the store hands over: it grows with what is due, and not with the
 * book (S3; PERFORMANCE J). */
#include "store/seam.h"
#include "support/trial.h"

#define DUE 40

static struct {
    aftersale_store base; /* first */
    aftersale_store *inner;
    size_t rows; /* that were read */
} counted;

static void count(const aftersale_rows *rows)
{
    counted.rows += rows->count;
}

static aftersale_status get(aftersale_store *store, const aftersale_key *keys, size_t asked,
                            aftersale_rows *out, aftersale_call *call)
{
    aftersale_status status = counted.inner->methods->get(counted.inner, keys, asked, out, call);
    (void)store;
    count(out);
    return status;
}

static aftersale_status scan(aftersale_store *store, const aftersale_range *const *ranges, size_t asked,
                             aftersale_rows *out, aftersale_call *call)
{
    aftersale_status status = counted.inner->methods->scan(counted.inner, ranges, asked, out, call);
    (void)store;
    count(out);
    return status;
}

static aftersale_status commit(aftersale_store *store, const aftersale_change *const *changes, size_t asked,
                               aftersale_call *call)
{
    (void)store;
    return counted.inner->methods->commit(counted.inner, changes, asked, call);
}

static void close_inner(aftersale_store *store)
{
    (void)store;
    aftersale_store_free(counted.inner);
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof methods,
    .caps = AFTERSALE_STORE_THREADS,
    .name = "counted",
    .get = get,
    .scan = scan,
    .commit = commit,
    .close = close_inner,
};

static void count_from_here(void)
{
    memset(&counted, 0, sizeof counted);
    counted.base.methods = &methods;
    counted.inner = on_trial.store;
    aftersale_book_free(book);
    cr_assert_eq(aftersale_store_attach(on_trial.context, &counted.base, NULL), AFTERSALE_OK);
    on_trial.store = &counted.base;
    book = open_book("acme");
}

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

static size_t rows_of_a_run(uint64_t expected)
{
    aftersale_advanced done;
    counted.rows = 0;
    MUST(aftersale_book_advance(book, NULL, &done));
    cr_assert(done.is_done);
    cr_assert_eq(done.missed, expected);
    return counted.rows;
}

static size_t rows_with(int customers, size_t *again)
{
    size_t rows;
    trial_begin(false);
    fill(customers);
    count_from_here();
    now_is("2026-11-24T10:00:00Z");
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
