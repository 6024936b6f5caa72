/* SPDX-License-Identifier: MIT */
/* A with commits that wait for the disk: one a commit, groups of a hundred, and how long the slowest take. */
#include "bench/counting_vfs.h"
#include "bench/measures.h"
#include <stdlib.h>

enum { GROUP = 100, GROUPS = 2, SINGLES = 50, SINGLES_OF = 200, COMMITS = 4000, UNTIL_MAINTAINED = 500 };

typedef struct waiting {
    uint32_t first_sale, count, group;
    disk_counts written[SIDES];
    uint64_t commits[SIDES];
} waiting;

static double record_block(bench *b, side which, uint32_t round, void *user)
{
    workload_sale sales[GROUP * GROUPS];
    waiting *all = user;
    bool is_grouped = which == SIDE_REFERENCE || all->group > 1;
    disk_counts before, after;
    double start, taken;
    for (uint32_t i = 0; i < all->count; i++)
        workload_sale_at(&b->w, all->first_sale + round * all->count + i, &sales[i]);
    before = counting_vfs_read();
    start = seconds_now();
    for (uint32_t i = 0; i < all->count; i++) {
        if (is_grouped && i % all->group == 0)
            side_begin(b, which);
        side_record(b, which, &sales[i]);
        if (is_grouped && i % all->group == all->group - 1)
            side_commit(b, which);
    }
    taken = seconds_now() - start;
    after = counting_vfs_read();
    all->written[which].log_syncs += after.log_syncs - before.log_syncs;
    all->written[which].file_syncs += after.file_syncs - before.file_syncs;
    all->commits[which] += all->count / all->group;
    return all->count / taken;
}

static void tell_syncs(bench *b, const waiting *all, const char *what)
{
    double syncs[SIDES];
    for (int which = 0; which < SIDES; which++)
        syncs[which] = (double)(all->written[which].log_syncs + all->written[which].file_syncs) /
                       (double)all->commits[which];
    measure_table_count(&b->table, what, "sqlite", "syncs", syncs[SIDE_FILE], &syncs[SIDE_REFERENCE],
                        (target){OURS_AT_MOST, 1, 0});
}

/* Room in the logs, so that no commit checkpoints; the first commit to a new log syncs its head as well: that one is
 * made here. */
static void start_logs(bench *b)
{
    workload_sale sale;
    sides_maintain(b);
    workload_sale_at(&b->w, b->next_sale++, &sale);
    for (int which = 0; which < SIDES; which++) {
        side_begin(b, (side)which);
        side_record(b, (side)which, &sale);
        side_commit(b, (side)which);
    }
}

static void measure_rounds(bench *b, waiting *all, series *out)
{
    start_logs(b);
    all->first_sale = b->next_sale;
    sides_run(b, FILES_ONLY, record_block, all, out);
    b->next_sale += all->count * ROUNDS;
}

static void measure_rates(bench *b)
{
    uint32_t few = b->w.sales / SINGLES_OF + 1;
    waiting singles = {.count = few < SINGLES ? few : SINGLES, .group = 1};
    waiting groups = {.count = GROUP * GROUPS, .group = GROUP};
    series single, grouped;
    measure_rounds(b, &singles, &single);
    measure_rounds(b, &groups, &grouped);
    sides_tell(b, &single, SIDE_FILE, "A one a commit, synced", "sales/s", (target){RATIO_AT_LEAST, 1.5, 0});
    sides_tell(b, &grouped, SIDE_FILE, "A groups of 100, synced", "sales/s", (target){NO_TARGET, 0, 0});
    measure_table_line(&b->table, "A groups of 100 to our single", "sqlite", "sales/s",
                       grouped.values[SIDE_FILE], single.values[SIDE_FILE], ROUNDS,
                       (target){RATIO_AT_LEAST, 3, 5});
    tell_syncs(b, &singles, "A syncs a commit");
    tell_syncs(b, &groups, "A syncs a group");
}

/* p99 over p50 of single commits; logs are brought home by maintain(), outside the time. */
static double tail_of(bench *b, side which, uint32_t first_sale, uint32_t count)
{
    double *times = calloc(count, sizeof *times), tail;
    must_work("memory for times", times != NULL);
    for (uint32_t i = 0; i < count; i++) {
        workload_sale sale;
        workload_sale_at(&b->w, first_sale + i, &sale);
        if (i % UNTIL_MAINTAINED == 0)
            sides_maintain(b);
        times[i] = seconds_now();
        if (which == SIDE_REFERENCE)
            side_begin(b, which);
        side_record(b, which, &sale);
        if (which == SIDE_REFERENCE)
            side_commit(b, which);
        times[i] = seconds_now() - times[i];
    }
    sort_values(times, count);
    tail = times[count * 99 / 100] / times[count / 2];
    free(times);
    return tail;
}

static void measure_tails(bench *b)
{
    uint32_t few = b->w.sales / 30 + GROUP, count = few < COMMITS ? few : COMMITS;
    double theirs = tail_of(b, SIDE_REFERENCE, b->next_sale, count);
    for (int which = SIDE_MEMORY; which < SIDES; which++) {
        double ours = tail_of(b, (side)which, b->next_sale, count);
        measure_table_count(&b->table, "A slowest 1 % to the median", side_name((side)which), "p99/p50", ours,
                            &theirs, (target){OURS_AT_MOST, 10, 4});
    }
    b->next_sale += count;
}

void measure_durable(bench *b)
{
    if (!sides_asked(b, 'A'))
        return;
    sides_close_files(b);
    sides_open(b, true);
    measure_rates(b);
    measure_tails(b);
}
