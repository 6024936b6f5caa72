/* SPDX-License-Identifier: MIT */
/* What is measured, by the letters of the workload's operations. They run in this order: each leaves the stores as the
 * next one wants them. */
#ifndef TESTS_BENCH_MEASURES_H
#define TESTS_BENCH_MEASURES_H
#include "bench/sides.h"

void measure_record(bench *b);          /* A, in batches: fills the stores */
void measure_size(bench *b, bool used); /* I, fresh, and after a year's work */
void measure_complete(bench *b);        /* C, in batches: works off what was due */
void measure_worklist(bench *b);        /* B */
void measure_simulation(bench *b);      /* N */
void measure_customer(bench *b);        /* D */
void measure_read(bench *b);            /* M */
void measure_schedule(bench *b);        /* K */
void measure_single(bench *b);          /* A and C one a commit, not waiting for the disk */
void measure_durable(bench *b);         /* A with commits that wait for the disk */
void measure_cold(bench *b);            /* G */
void measure_blocked(bench *b);         /* B, with books of their own */
void measure_advance(bench *b);         /* J, with books of their own */
void measure_exchange(bench *b);        /* H, with books of their own */
#endif
