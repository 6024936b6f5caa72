/* SPDX-License-Identifier: MIT */
/* The three that are measured in turn, behind one face: the reference, the library in memory, the library in a file. */
#ifndef TESTS_BENCH_SIDES_H
#define TESTS_BENCH_SIDES_H
#include "bench/measure_table.h"
#include "bench/reference.h"
#include "bench/subject.h"

enum { ROUNDS = 10 };

typedef enum side { SIDE_REFERENCE, SIDE_MEMORY, SIDE_FILE, SIDES } side;
enum { ALL_SIDES = 7, FILES_ONLY = 1 << SIDE_REFERENCE | 1 << SIDE_FILE };

typedef struct bench {
    workload w;
    const char *folder, *operations; /* letters of what is measured */
    char reference_path[512], file_path[512];
    reference *ref;
    subject ours[SIDES]; /* none for the reference */
    measure_table table;
    uint32_t next_sale; /* the first that is not recorded yet */
    uint64_t sum;       /* of what was read, so that nothing is read in vain; it may wrap */
} bench;

/* What a block of each side and round came to: a rate, or a time. */
typedef struct series {
    double values[SIDES][ROUNDS];
} series;
typedef double block_fn(bench *b, side which, uint32_t round, void *user);

/* Runs a block on each side in turn, beginning with another one each round. `sides` has a bit for each. */
void sides_run(bench *b, uint32_t sides, block_fn *block, void *user, series *out);
/* A line of the table for each side of ours. */
void sides_tell(bench *b, const series *of, side which, const char *what, const char *unit, target wanted);
bool sides_asked(const bench *b, char operation);

void sides_open(bench *b, bool durable); /* the files; the memory is opened once */
void sides_close_files(bench *b);
void sides_maintain(bench *b); /* brings the logs home, which nobody measures */

void sides_add_customers(bench *b);

void side_begin(bench *b, side which);
void side_commit(bench *b, side which);
void side_record(bench *b, side which, const workload_sale *sale);
void side_complete(bench *b, side which, workload_touch touch);
uint32_t side_worklist(bench *b, side which, uint32_t owner, uint32_t limit);
/* Of all owners; of ours, what is due now. */
uint64_t side_all_due(bench *b, side which, int32_t day);
const char *side_name(side which);

/* Both sides must have done the same. */
void must_equal(const char *what, uint64_t ours, uint64_t theirs);
void must_work(const char *what, bool works);
/* What waits for the disk is measured by the clock on the wall; all else by the time that this program worked, the
 * kernel's on its behalf included, so that other programs on the machine count for less. */
double seconds_now(void);
double seconds_worked(void);
#endif
