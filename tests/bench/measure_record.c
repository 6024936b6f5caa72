/* SPDX-License-Identifier: MIT */
/* A: record a sale and enrol it, a thousand a commit. */
#include "bench/counting_vfs.h"
#include "bench/measures.h"
#include <stdlib.h>

enum { BATCH = 1000 };

typedef struct recording {
    workload_sale *sales; /* of a round */
    uint32_t round, count;
    disk_counts written[SIDES];
    size_t allocations[SIDES];
} recording;

/* Prepared once a round, by whoever comes first in it, and outside the time that is taken. */
static void prepare(bench *b, recording *r, uint32_t round)
{
    uint32_t from = (uint32_t)((uint64_t)b->w.sales * round / ROUNDS) + 1;
    uint32_t until = (uint32_t)((uint64_t)b->w.sales * (round + 1) / ROUNDS) + 1;
    if (r->sales != NULL && r->round == round)
        return;
    free(r->sales);
    r->sales = calloc(until - from + 1, sizeof *r->sales);
    must_work("memory for sales", r->sales != NULL);
    r->round = round;
    r->count = until - from;
    for (uint32_t i = 0; i < r->count; i++)
        workload_sale_at(&b->w, from + i, &r->sales[i]);
}

static double record_block(bench *b, side which, uint32_t round, void *user)
{
    recording *r = user;
    disk_counts before = counting_vfs_read(), after;
    size_t calls = b->ours[which].memory.calls;
    double start, taken;
    prepare(b, r, round);
    start = seconds_worked();
    for (uint32_t i = 0; i < r->count; i++) {
        if (i % BATCH == 0)
            side_begin(b, which);
        side_record(b, which, &r->sales[i]);
        if (i % BATCH == BATCH - 1 || i == r->count - 1)
            side_commit(b, which);
    }
    taken = seconds_worked() - start;
    after = counting_vfs_read();
    r->written[which].log_pages += after.log_pages - before.log_pages;
    r->allocations[which] += b->ours[which].memory.calls - calls;
    return r->count / taken;
}

void measure_record(bench *b)
{
    recording r = {0};
    series of;
    double pages, theirs;
    sides_run(b, ALL_SIDES, record_block, &r, &of);
    free(r.sales);
    b->next_sale = b->w.sales + 1;
    if (!sides_asked(b, 'A'))
        return;
    sides_tell(b, &of, SIDE_MEMORY, "A batches of 1000", "sales/s", (target){RATIO_AT_LEAST, 8, 15});
    sides_tell(b, &of, SIDE_FILE, "A batches of 1000", "sales/s", (target){RATIO_AT_LEAST, 1.5, 2.5});
    pages = (double)r.written[SIDE_FILE].log_pages / b->w.sales;
    theirs = (double)r.written[SIDE_REFERENCE].log_pages / b->w.sales;
    measure_table_count(&b->table, "A log pages a sale", side_name(SIDE_FILE), "pages", pages, &theirs,
                        (target){OURS_AT_MOST, 0.9, 0.7});
    for (int which = SIDE_MEMORY; which < SIDES; which++)
        measure_table_count(&b->table, "A allocations a sale", side_name((side)which), "calls",
                            (double)r.allocations[which] / b->w.sales, NULL, (target){NO_TARGET, 0, 0});
}
