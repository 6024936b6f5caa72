/* SPDX-License-Identifier: MIT */
#include "bench/sides.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double read_clock(clockid_t clock)
{
    struct timespec time;
    clock_gettime(clock, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

double seconds_now(void)
{
    return read_clock(CLOCK_MONOTONIC);
}

double seconds_worked(void)
{
    return read_clock(CLOCK_PROCESS_CPUTIME_ID);
}

void must_equal(const char *what, uint64_t ours, uint64_t theirs)
{
    if (ours == theirs)
        return;
    fprintf(stderr, "%s: ours %" PRIu64 ", the reference %" PRIu64 "\n", what, ours, theirs);
    exit(1);
}

void must_work(const char *what, bool works)
{
    if (works)
        return;
    fprintf(stderr, "failed: %s\n", what);
    exit(1);
}

const char *side_name(side which)
{
    return which == SIDE_MEMORY ? "memory" : "sqlite";
}

bool sides_asked(const bench *b, char operation)
{
    return b->operations[0] == 0 || strchr(b->operations, operation) != NULL;
}

void sides_run(bench *b, uint32_t sides, block_fn *block, void *user, series *out)
{
    for (uint32_t round = 0; round < ROUNDS; round++) {
        for (uint32_t i = 0; i < SIDES; i++) {
            uint32_t which = (round + i) % SIDES;
            if ((sides & 1u << which) != 0)
                out->values[which][round] = block(b, (side)which, round, user);
        }
    }
}

void sides_tell(bench *b, const series *of, side which, const char *what, const char *unit, target wanted)
{
    measure_table_line(&b->table, what, side_name(which), unit, of->values[which], of->values[SIDE_REFERENCE],
                       ROUNDS, wanted);
}

void sides_open(bench *b, bool durable)
{
    b->ref = reference_open(b->reference_path, durable);
    must_work("open the reference", b->ref != NULL);
    subject_open(&b->ours[SIDE_FILE], b->file_path, durable);
}

void sides_close_files(bench *b)
{
    reference_close(b->ref);
    b->ref = NULL;
    subject_close(&b->ours[SIDE_FILE]);
}

void sides_maintain(bench *b)
{
    must_work("checkpoint", reference_checkpoint(b->ref));
    subject_maintain(&b->ours[SIDE_FILE]);
}

void sides_add_customers(bench *b)
{
    side_begin(b, SIDE_REFERENCE);
    for (uint32_t i = 1; i <= b->w.customers; i++) {
        workload_customer customer;
        workload_customer_at(&b->w, i, &customer);
        must_work("add a customer", reference_add_customer(b->ref, i, &customer));
    }
    side_commit(b, SIDE_REFERENCE);
    for (int which = SIDE_MEMORY; which < SIDES; which++)
        subject_load_customers(&b->ours[which], &b->w);
}

void side_begin(bench *b, side which)
{
    if (which == SIDE_REFERENCE)
        must_work("begin", reference_begin(b->ref));
    else
        subject_begin(&b->ours[which]);
}

void side_commit(bench *b, side which)
{
    if (which == SIDE_REFERENCE)
        must_work("commit", reference_commit(b->ref));
    else
        subject_commit(&b->ours[which]);
}

void side_record(bench *b, side which, const workload_sale *sale)
{
    if (which == SIDE_REFERENCE)
        must_work("record a sale", reference_record_sale(b->ref, sale));
    else
        subject_record_sale(&b->ours[which], sale);
}

void side_complete(bench *b, side which, workload_touch touch)
{
    if (which == SIDE_REFERENCE)
        must_work("complete a touch", reference_complete(b->ref, touch, AFTERSALE_OUTCOME_REACHED,
                                                         workload_noon(WORKLOAD_TODAY)));
    else
        subject_complete(&b->ours[which], touch);
}

static void count_work(void *user, const reference_work *work)
{
    *(uint64_t *)user += (uint64_t)work->amount + (uint8_t)work->customer_name[0];
}

static uint32_t reference_list(bench *b, uint32_t owner, int32_t day, int limit)
{
    int rows = reference_worklist(b->ref, owner, day, limit, count_work, &b->sum);
    must_work("worklist", rows >= 0);
    return (uint32_t)rows;
}

uint32_t side_worklist(bench *b, side which, uint32_t owner, uint32_t limit)
{
    if (which != SIDE_REFERENCE)
        return subject_worklist(&b->ours[which], owner, limit, &b->sum);
    return reference_list(b, owner, WORKLOAD_TODAY, (int)limit);
}

uint64_t side_all_due(bench *b, side which, int32_t day)
{
    uint64_t rows = 0;
    if (which != SIDE_REFERENCE)
        return subject_worklist(&b->ours[which], 0, UINT32_MAX, &b->sum);
    for (uint32_t owner = 1; owner <= WORKLOAD_OWNERS; owner++)
        rows += reference_list(b, owner, day, -1);
    return rows;
}
