/* SPDX-License-Identifier: MIT */
/* A and C one a commit, no commit waiting for the disk. Logs are brought home before each block. */
#include "bench/measures.h"
#include <stdlib.h>

enum { MOST = 200 };

typedef struct singles {
    uint32_t count, first_sale;
    workload_touch *touches;
} singles;

/* Of these, a block does its round's share. */
static uint32_t share(uint32_t all)
{
    uint32_t count = all / ROUNDS;
    return count > MOST ? MOST : count < 1 ? 1 : count;
}

static double record_block(bench *b, side which, uint32_t round, void *user)
{
    const singles *all = user;
    workload_sale sales[MOST];
    double start;
    for (uint32_t i = 0; i < all->count; i++)
        workload_sale_at(&b->w, all->first_sale + round * all->count + i, &sales[i]);
    sides_maintain(b);
    start = seconds_worked();
    for (uint32_t i = 0; i < all->count; i++) {
        if (which == SIDE_REFERENCE)
            side_begin(b, which);
        side_record(b, which, &sales[i]);
        if (which == SIDE_REFERENCE)
            side_commit(b, which);
    }
    return all->count / (seconds_worked() - start);
}

static double complete_block(bench *b, side which, uint32_t round, void *user)
{
    const singles *all = user;
    double start;
    sides_maintain(b);
    start = seconds_worked();
    for (uint32_t i = 0; i < all->count; i++) {
        if (which == SIDE_REFERENCE)
            side_begin(b, which);
        side_complete(b, which, all->touches[round * all->count + i]);
        if (which == SIDE_REFERENCE)
            side_commit(b, which);
    }
    return all->count / (seconds_worked() - start);
}

static void measure_recording(bench *b)
{
    singles all = {share(b->w.sales / 10), b->next_sale, NULL};
    series of;
    sides_run(b, ALL_SIDES, record_block, &all, &of);
    b->next_sale += all.count * ROUNDS;
    sides_tell(b, &of, SIDE_MEMORY, "A one a commit, no sync", "sales/s", (target){NO_TARGET, 0, 0});
    sides_tell(b, &of, SIDE_FILE, "A one a commit, no sync", "sales/s", (target){NO_TARGET, 0, 0});
}

/* What is overdue is what is open. */
static void measure_completing(bench *b)
{
    size_t overdue = workload_touches_due(&b->w, false, NULL);
    singles all = {share((uint32_t)overdue), 0, calloc(overdue + 1, sizeof *all.touches)};
    series of;
    must_work("memory for touches", all.touches != NULL && overdue >= all.count * ROUNDS);
    workload_touches_due(&b->w, false, all.touches);
    sides_run(b, ALL_SIDES, complete_block, &all, &of);
    free(all.touches);
    sides_tell(b, &of, SIDE_MEMORY, "C one a commit, no sync", "touches/s", (target){NO_TARGET, 0, 0});
    sides_tell(b, &of, SIDE_FILE, "C one a commit, no sync", "touches/s", (target){RATIO_AT_LEAST, 0.7, 0});
}

void measure_single(bench *b)
{
    if (sides_asked(b, 'A'))
        measure_recording(b);
    if (sides_asked(b, 'C'))
        measure_completing(b);
}
