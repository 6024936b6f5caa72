/* SPDX-License-Identifier: MIT */
/* What recording a sale with its plan asks of the disk: counts, which no noise of the machine can move. */
#include "bench/counting_vfs.h"
#include "support/trial.h"
#include <stdint.h>

enum { CUSTOMERS = 4000, WARM = 1000, SALES = 1000, GROUP = 50 };

/* docs/benchmarks.md holds groups of a thousand among 100,000 customers to 0.9 pages a sale. This is smaller, so that it
 * is quick: as many customers for each sale of a group, but the pages that every commit writes weigh more. */
#define PAGES_A_SALE 2.1

static void open_file(uint32_t flags)
{
    cr_assert(counting_vfs_install());
    trial_open(AFTERSALE_ARGS(context_new, .clock = trial_clock, .seed = 42), true, flags);
    book = open_book("acme");
    publish(PLAN(
        "p",
        STEP("a", "'anchor':'sale','after':'P1D'") "," STEP("b", "'anchor':'sale','after':'P7D'") "," STEP(
            "c", "'anchor':'sale','after':'P30D'") "," STEP("d", "'anchor':'sale','after':'P90D'")));
}

static void record(uint32_t number)
{
    char ref[16], customer[16];
    snprintf(ref, sizeof ref, "S-%u", (unsigned)number);
    snprintf(customer, sizeof customer, "C-%u", (unsigned)(number * 7919u % CUSTOMERS));
    put_sale(ref, customer, "p", "2026-11-20", NULL);
}

static void add_customers(uint32_t count)
{
    MUST(aftersale_group_begin(book, 0));
    for (uint32_t i = 0; i < count; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "C-%u", (unsigned)(i * 7919u % CUSTOMERS));
        put_customer(ref);
    }
    MUST(aftersale_group_commit(book));
}

static void record_group(uint32_t from, uint32_t count)
{
    MUST(aftersale_group_begin(book, 0));
    for (uint32_t i = 0; i < count; i++)
        record(from + i);
    MUST(aftersale_group_commit(book));
}

/* S77: what a group writes is written once, and little of it. */
Test(sqlite_count, pages_of_the_log_a_sale)
{
    int64_t before, written;
    open_file(AFTERSALE_SQLITE_OFF);
    add_customers(CUSTOMERS);
    for (uint32_t i = 0; i < WARM; i += GROUP)
        record_group(i, GROUP);
    before = counting_vfs_read().log_pages;
    for (uint32_t i = 0; i < SALES; i += GROUP)
        record_group(WARM + i, GROUP);
    written = counting_vfs_read().log_pages - before;
    cr_assert_gt(written, 0);
    cr_assert_lt((double)written / SALES, PAGES_A_SALE, "%.2f pages a sale", (double)written / SALES);
    trial_end();
}

/* S3, S77: a durable commit is one sync, whether it holds one command or a hundred. */
Test(sqlite_count, a_commit_or_group_syncs_once)
{
    disk_counts before, after;
    open_file(0);
    add_customers(CUSTOMERS / 10);
    record(0);
    before = counting_vfs_read();
    for (uint32_t i = 1; i <= 20; i++)
        record(i);
    for (uint32_t i = 0; i < 5; i++)
        record_group(21 + i * 50, 50);
    after = counting_vfs_read();
    cr_assert_eq(after.log_syncs - before.log_syncs, 25);
    cr_assert_eq(after.file_syncs - before.file_syncs, 0);
    trial_end();
}
