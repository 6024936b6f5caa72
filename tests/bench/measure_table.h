/* SPDX-License-Identifier: MIT */
/* The table of ratios: a line a measurement, with its target and what is missing. */
#ifndef TESTS_BENCH_MEASURE_TABLE_H
#define TESTS_BENCH_MEASURE_TABLE_H
#include <stddef.h>

/* What a target is about: the ratio of ours to the reference, or ours alone; at least or at most. */
typedef enum target_kind {
    NO_TARGET,
    RATIO_AT_LEAST,
    RATIO_AT_MOST,
    OURS_AT_LEAST,
    OURS_AT_MOST
} target_kind;

typedef struct target {
    target_kind kind;
    double must, stretch; /* stretch 0: none */
} target;

typedef struct measure_table {
    int met, missed;
} measure_table;

void measure_table_head(void);
/* One line from the rounds of both; `theirs` NULL: there is no reference. The arrays are left as they are. */
void measure_table_line(measure_table *table, const char *what, const char *store, const char *unit,
                        const double *ours, const double *theirs, size_t rounds, target wanted);
/* The same of one round. */
void measure_table_count(measure_table *table, const char *what, const char *store, const char *unit,
                         double ours, const double *theirs, target wanted);
void measure_table_foot(const measure_table *table);

/* Of up to 64 values. */
double median_of(const double *values, size_t count);
/* Sorts, in place. */
void sort_values(double *values, size_t count);
#endif
