/* SPDX-License-Identifier: MIT */
/* Figures of the reference alone: recording sales, worklists, completing touches. Usage: bench_reference [n [folder]] */
#define _POSIX_C_SOURCE 200809L /* clock_gettime and unlink */
#include "reference.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SEED = 20261120, BATCH = 1000, SINGLES = 2000, DURABLES = 200, LISTS = 4000, PAGE = 50 };

typedef struct bench {
    workload w;
    reference *ref;
    uint32_t next_sale; /* the first that is not recorded yet */
    uint32_t next_open; /* where the search for an open touch goes on */
    double micros[LISTS];
} bench;

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec * 1e-9;
}

static bool record(bench *b, uint32_t count, uint32_t group)
{
    for (uint32_t i = 0; i < count; i++, b->next_sale++) {
        workload_sale sale;
        workload_sale_at(&b->w, b->next_sale, &sale);
        bool first = i % group == 0, last = i % group == group - 1 || i == count - 1;
        if ((first && !reference_begin(b->ref)) || !reference_record_sale(b->ref, b->next_sale, &sale) ||
            (last && !reference_commit(b->ref))) {
            return false;
        }
    }
    return true;
}

static bool bench_record(bench *b)
{
    reference_pages_written(b->ref);
    double start = now();
    if (!record(b, b->w.sales, BATCH)) {
        return false;
    }
    double seconds = now() - start;
    printf("A batch %d      %9.0f sales/s, %.2f pages a sale\n", BATCH, b->w.sales / seconds,
           (double)reference_pages_written(b->ref) / b->w.sales);
    printf("I file          %9.0f bytes a sale, all in\n", (double)reference_file_size(b->ref) / b->w.sales);
    return true;
}

static bool bench_single(bench *b)
{
    double start = now();
    if (!record(b, SINGLES, 1)) {
        return false;
    }
    printf("A single OFF    %9.0f sales/s\n", SINGLES / (now() - start));
    if (!reference_set_durable(b->ref, true)) {
        return false;
    }
    start = now();
    if (!record(b, DURABLES, 1)) {
        return false;
    }
    printf("A single FULL   %9.0f sales/s\n", DURABLES / (now() - start));
    return reference_set_durable(b->ref, false);
}

static void count_work(void *user, const reference_work *work)
{
    *(int64_t *)user += work->amount;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static bool bench_worklist(bench *b)
{
    uint64_t state = SEED;
    int64_t sum = 0;
    for (int i = 0; i < LISTS; i++) {
        uint32_t owner = (uint32_t)(workload_draw(&state) % WORKLOAD_OWNERS) + 1;
        double start = now();
        if (reference_worklist(b->ref, owner, WORKLOAD_TODAY, PAGE, count_work, &sum) < 0) {
            return false;
        }
        b->micros[i] = (now() - start) * 1e6;
    }
    qsort(b->micros, LISTS, sizeof b->micros[0], by_size);
    printf("B worklist %d   p50 %.1f us, p99 %.1f us (sum %" PRId64 ")\n", PAGE, b->micros[LISTS / 2],
           b->micros[LISTS * 99 / 100], sum);
    return true;
}

/* The next touch that is not done, overdue or still ahead, in no useful order. */
static uint32_t next_open(bench *b)
{
    for (;;) {
        uint32_t i = b->next_open++ % (b->w.sales * WORKLOAD_STEPS);
        uint32_t sale = (uint32_t)((uint64_t)i * 7919 % b->w.sales) + 1;
        uint32_t step = i / b->w.sales;
        if (!workload_is_done(&b->w, sale, step)) {
            return (sale - 1) * WORKLOAD_STEPS + step;
        }
    }
}

static bool complete(bench *b, uint32_t group)
{
    static uint32_t touches[SINGLES];
    for (uint32_t i = 0; i < SINGLES; i++) {
        touches[i] = next_open(b);
    }
    double start = now();
    for (uint32_t i = 0; i < SINGLES; i++) {
        bool first = i % group == 0, last = i % group == group - 1;
        uint32_t sale = touches[i] / WORKLOAD_STEPS + 1, step = touches[i] % WORKLOAD_STEPS;
        if ((first && !reference_begin(b->ref)) ||
            !reference_complete(b->ref, sale, step, 1, workload_noon(WORKLOAD_TODAY)) ||
            (last && !reference_commit(b->ref))) {
            return false;
        }
    }
    printf("C %s %9.0f touches/s\n", group == 1 ? "single OFF   " : "batch 1000   ",
           SINGLES / (now() - start));
    return true;
}

int main(int argc, char **argv)
{
    uint32_t n = argc > 1 ? (uint32_t)strtoul(argv[1], NULL, 10) : 10000;
    char path[512], sidecar[528];
    snprintf(path, sizeof path, "%s/reference.db", argc > 2 ? argv[2] : ".");
    bench *b = calloc(1, sizeof *b);
    if (b == NULL || n < 10000) {
        fprintf(stderr, "usage: bench_reference [n of 10000 or more [folder]]\n");
        free(b);
        return 2;
    }
    b->w = workload_of(n, SEED);
    b->next_sale = 1;
    b->ref = reference_create(path);
    printf("reference, n = %u, seed %d\n", n, SEED);
    bool ok = b->ref != NULL && reference_load_customers(b->ref, &b->w) && bench_record(b) &&
              reference_load_done(b->ref, &b->w) && reference_checkpoint(b->ref) && bench_worklist(b) &&
              complete(b, BATCH) && complete(b, 1) && bench_single(b);
    if (!ok) {
        fprintf(stderr, "failed: is there a file %s already?\n", path);
    }
    reference_close(b->ref);
    free(b);
    if (ok) {
        unlink(path);
        snprintf(sidecar, sizeof sidecar, "%s-wal", path);
        unlink(sidecar);
    }
    return ok ? 0 : 1;
}
