/* SPDX-License-Identifier: MIT */
/* B: what is due now. The first fifty of a random owner, each with customer name and sale; and everything that is due,
 * for all owners, with customer and sale or the touches alone. */
#include "bench/measures.h"

enum { LISTS = 40, PAGE = 50 };

static double page_block(bench *b, side which, uint32_t round, void *user)
{
    uint64_t state = round + 1; /* the same owners on all sides */
    uint64_t *rows = user;
    double micros[LISTS];
    for (int i = 0; i < LISTS; i++) {
        uint32_t owner = (uint32_t)(workload_draw(&state) % WORKLOAD_OWNERS) + 1;
        double start = seconds_worked();
        rows[which] += side_worklist(b, which, owner, PAGE);
        micros[i] = (seconds_worked() - start) * 1e6;
    }
    return median_of(micros, LISTS);
}

static void measure_pages(bench *b)
{
    uint64_t rows[SIDES] = {0, 0, 0};
    series of;
    sides_run(b, ALL_SIDES, page_block, rows, &of);
    must_equal("rows of worklists in memory", rows[SIDE_MEMORY], rows[SIDE_REFERENCE]);
    must_equal("rows of worklists in a file", rows[SIDE_FILE], rows[SIDE_REFERENCE]);
    sides_tell(b, &of, SIDE_MEMORY, "B first 50 (p50)", "us", (target){RATIO_AT_MOST, 0.2, 0.1});
    sides_tell(b, &of, SIDE_FILE, "B first 50 (p50)", "us",
               (target){RATIO_AT_MOST, b->w.customers < 1000000 ? 1.3 : 1.6, 1});
}

typedef struct swept {
    uint64_t rows[SIDES];
    uint64_t sums[SIDES];
} swept;

static double joined_block(bench *b, side which, uint32_t round, void *user)
{
    swept *all = user;
    double start = seconds_worked();
    (void)round;
    b->sum = 0;
    all->rows[which] = side_all_due(b, which, WORKLOAD_TODAY);
    all->sums[which] = b->sum;
    return (double)all->rows[which] / (seconds_worked() - start);
}

static void add_due(void *user, const reference_work *work)
{
    *(uint64_t *)user += (uint64_t)work->due;
}

static double bare_block(bench *b, side which, uint32_t round, void *user)
{
    swept *all = user;
    double start = seconds_worked();
    (void)round;
    all->rows[which] = which == SIDE_REFERENCE ? 0 : subject_sweep(&b->ours[which], &b->sum);
    for (uint32_t owner = 1; which == SIDE_REFERENCE && owner <= WORKLOAD_OWNERS; owner++) {
        int rows = reference_sweep(b->ref, owner, WORKLOAD_TODAY, add_due, &b->sum);
        must_work("sweep", rows >= 0);
        all->rows[which] += (uint64_t)rows;
    }
    return (double)all->rows[which] / (seconds_worked() - start);
}

static void must_agree(const swept *all)
{
    for (int which = SIDE_MEMORY; which < SIDES; which++) {
        must_equal("everything due", all->rows[which], all->rows[SIDE_REFERENCE]);
        must_equal("sum of everything due", all->sums[which], all->sums[SIDE_REFERENCE]);
    }
}

void measure_worklist(bench *b)
{
    swept all = {{0, 0, 0}, {0, 0, 0}};
    series of;
    if (!sides_asked(b, 'B'))
        return;
    measure_pages(b);
    sides_run(b, ALL_SIDES, joined_block, &all, &of);
    must_agree(&all);
    sides_tell(b, &of, SIDE_MEMORY, "B all due, joined", "rows/s", (target){OURS_AT_LEAST, 1.3e6, 5e6});
    sides_tell(b, &of, SIDE_FILE, "B all due, joined", "rows/s", (target){NO_TARGET, 0, 0});
    sides_run(b, ALL_SIDES, bare_block, &all, &of);
    must_agree(&all);
    sides_tell(b, &of, SIDE_MEMORY, "B all due, touches alone", "rows/s", (target){NO_TARGET, 0, 0});
    sides_tell(b, &of, SIDE_FILE, "B all due, touches alone", "rows/s", (target){RATIO_AT_LEAST, 0.7, 1});
}
