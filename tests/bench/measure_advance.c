/* SPDX-License-Identifier: MIT */
/* J: run a book to a time at which 1 % of its plans are due. Each of the eight touches is missed thirty days after it
 * was due: from the day on which the last one of the first sale is, four touches of a day's sales come to it each day,
 * that is 1.1 % of the plans, and a quarter of these is through by it. A run goes in steps of a thousand, each a call
 * that might be the last; the file is closed and opened between two of them. */
#include "bench/measures.h"
#include <stdio.h>

enum { STEP = 1000, CAUGHT_UP = WORKLOAD_FIRST_DAY + 485, FIRST = 100 };

static bench open_books(const bench *b)
{
    bench own = {.w = b->w, .operations = b->operations, .folder = b->folder, .table = b->table};
    snprintf(own.reference_path, sizeof own.reference_path, "%s/advance-reference.db", b->folder);
    snprintf(own.file_path, sizeof own.file_path, "%s/advance.db", b->folder);
    own.ours[SIDE_MEMORY].is_passing = own.ours[SIDE_FILE].is_passing = true;
    return own;
}

static void fill(bench *b)
{
    sides_open(b, false);
    subject_open(&b->ours[SIDE_MEMORY], NULL, false);
    sides_add_customers(b);
    for (int which = SIDE_REFERENCE; which < SIDES; which++) {
        for (uint32_t i = 1; i <= b->w.sales; i++) {
            workload_sale sale;
            workload_sale_at(&b->w, i, &sale);
            if (i % STEP == 1)
                side_begin(b, (side)which);
            side_record(b, (side)which, &sale);
            if (i % STEP == 0 || i == b->w.sales)
                side_commit(b, (side)which);
        }
    }
    must_work("prepare a run to a time", reference_prepare_advance(b->ref));
}

typedef struct advancing {
    uint64_t touches[SIDES], plans[SIDES]; /* that were missed, and are through */
} advancing;

/* @return whether nothing is left to be done up to that day */
static bool take_step(bench *b, side which, int32_t day, advancing *all)
{
    reference_missed theirs;
    if (which != SIDE_REFERENCE)
        return subject_advance(&b->ours[which], STEP, &all->touches[which], &all->plans[which]);
    must_work("run the reference to a day", reference_advance(b->ref, day, WORKLOAD_PATIENCE, STEP, &theirs));
    all->touches[which] += (uint64_t)theirs.touches;
    all->plans[which] += (uint64_t)theirs.plans;
    return theirs.touches < STEP;
}

/* @return touches missed in a second */
static double advance(bench *b, side which, int32_t day, advancing *all)
{
    uint64_t before = all->touches[which];
    double start;
    if (which != SIDE_REFERENCE)
        subject_set_day(&b->ours[which], day);
    start = seconds_worked();
    while (!take_step(b, which, day, all))
        continue;
    return (double)(all->touches[which] - before) / (seconds_worked() - start);
}

static void must_agree(bench *b, const advancing *all, int32_t day)
{
    uint64_t rows[SIDES] = {0, 0, 0}, sums[SIDES] = {0, 0, 0};
    for (int which = SIDE_REFERENCE; which < SIDES; which++) {
        b->sum = 0;
        rows[which] = side_all_due(b, (side)which, day);
        sums[which] = b->sum;
    }
    for (int which = SIDE_MEMORY; which < SIDES; which++) {
        must_equal("touches missed", all->touches[which], all->touches[SIDE_REFERENCE]);
        must_equal("plans through", all->plans[which], all->plans[SIDE_REFERENCE]);
        must_equal("what is still due", rows[which], rows[SIDE_REFERENCE]);
        must_equal("sum of what is still due", sums[which], sums[SIDE_REFERENCE]);
    }
}

/* What nobody has looked at for a year: up to seven touches of a plan at once. */
static void catch_up(bench *b)
{
    advancing all = {{0, 0, 0}, {0, 0, 0}};
    subject *file = &b->ours[SIDE_FILE];
    double rates[SIDES];
    subject_set_day(file, CAUGHT_UP);
    subject_advance(file, FIRST, &all.touches[SIDE_FILE], &all.plans[SIDE_FILE]);
    subject_close(file);
    subject_open(file, b->file_path, false);
    for (int which = SIDE_REFERENCE; which < SIDES; which++)
        rates[which] = advance(b, (side)which, CAUGHT_UP, &all);
    must_agree(b, &all, CAUGHT_UP);
    for (int which = SIDE_MEMORY; which < SIDES; which++)
        measure_table_count(&b->table, "J a year at once", side_name((side)which), "missed/s", rates[which],
                            &rates[SIDE_REFERENCE], (target){NO_TARGET, 0, 0});
}

/* To which a round runs: a day further, or some where so few customers may have none that is due on a day. */
static int32_t day_after(const bench *b, uint32_t round)
{
    return CAUGHT_UP + (int32_t)(round + 1) * (b->w.customers < 1000 ? 4 : 1);
}

static double day_block(bench *b, side which, uint32_t round, void *user)
{
    return advance(b, which, day_after(b, round), user);
}

static void tell_rows(bench *b, side which, const char *what, size_t rows, uint64_t plans)
{
    measure_table_count(&b->table, what, side_name(which), "rows", (double)rows / (double)plans, NULL,
                        (target){NO_TARGET, 0, 0});
}

/* A round more, and once more when nothing is due. */
static void count_rows(bench *b, side which)
{
    subject *s = &b->ours[which];
    advancing all = {{0, 0, 0}, {0, 0, 0}};
    subject_count_rows(s);
    advance(b, which, day_after(b, ROUNDS), &all);
    tell_rows(b, which, "J rows read a plan due", s->counted.rows, all.touches[which]);
    tell_rows(b, which, "J rows written a plan due", s->counted.changes, all.touches[which]);
    s->counted.rows = s->counted.changes = 0;
    advance(b, which, day_after(b, ROUNDS), &all);
    tell_rows(b, which, "J rows when nothing is due", s->counted.rows + s->counted.changes, 1);
}

void measure_advance(bench *all)
{
    advancing days = {{0, 0, 0}, {0, 0, 0}};
    series of;
    bench b;
    if (!sides_asked(all, 'J'))
        return;
    b = open_books(all);
    fill(&b);
    catch_up(&b);
    sides_run(&b, ALL_SIDES, day_block, &days, &of);
    must_agree(&b, &days, day_after(&b, ROUNDS - 1));
    for (int which = SIDE_MEMORY; which < SIDES; which++) {
        sides_tell(&b, &of, (side)which, "J 1 % due, steps of 1000", "missed/s",
                   (target){RATIO_AT_LEAST, 3, 10});
        count_rows(&b, (side)which);
        subject_free(&b.ours[which]);
    }
    reference_close(b.ref);
    all->table = b.table;
}
