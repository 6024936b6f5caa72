/* SPDX-License-Identifier: MIT */
/* The reference: aftercare as a good engineer would write it by hand on SQLite, without any library. A row a touch,
 * prepared statements, an event row a command. Every ratio in the benchmarks is taken against it. */
#ifndef TESTS_BENCH_REFERENCE_H
#define TESTS_BENCH_REFERENCE_H
#include "bench/workload.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct reference reference;

/* A row of a worklist, or of a customer's touches. */
typedef struct reference_work {
    int64_t sale;
    int32_t step, due, priority, state;
    const char *customer_name,
        *sale_ref; /* borrowed for the length of the callback; NULL where not asked for */
    int64_t amount;
} reference_work;

typedef void reference_work_fn(void *user, const reference_work *work);

/* Opens the file, and makes it where it is not there. A commit waits for the disk (synchronous FULL) or does not
 * (OFF). NULL on failure. */
reference *reference_open(const char *path, bool durable);
void reference_close(reference *ref); /* NULL-safe */

bool reference_begin(reference *ref);
bool reference_commit(reference *ref);
bool reference_checkpoint(reference *ref);

bool reference_add_customer(reference *ref, uint32_t number, const workload_customer *customer);
/* Fails when the ref is taken or nobody knows the customer. Writes the sale, its touches and an event. */
bool reference_record_sale(reference *ref, const workload_sale *sale);
/* Reads the customer and the touch, and refuses what is not open or whose customer does not consent. Writes the
 * outcome and an event. */
bool reference_complete(reference *ref, workload_touch touch, int32_t outcome, int64_t at);

/* Each returns the number of rows, -1 on failure. */

/* What is due for an owner up to a day, first by due and then by priority, with customer and sale. `limit` -1: all. */
int reference_worklist(reference *ref, uint32_t owner, int32_t day, int limit, reference_work_fn *visit,
                       void *user);
/* The same without customer and sale. */
int reference_sweep(reference *ref, uint32_t owner, int32_t day, reference_work_fn *visit, void *user);
/* Counts what is open and due before a day by owner and week, as if what is late were due today; returns the sum. */
uint64_t reference_workload(reference *ref, int32_t today, int32_t until);
typedef struct reference_missed {
    int touches, plans; /* that were missed; that are through by it */
} reference_missed;

/* Before the first run to a time: its statements, and an index of what is open by its date, whoever owns it. */
bool reference_prepare_advance(reference *ref);
/* One step of a run to a time, in a commit of its own: the first `most` open touches that were due `patience`
 * days before that day, or earlier, are missed, with an event each, and so are plans through of which no touch is open any more. It is
 * done when fewer than `most` were. */
bool reference_advance(reference *ref, int32_t day, int32_t patience, int most, reference_missed *out);
/* A customer's name, owner and contacts. Returns 1; `sum` grows by what was read. */
int reference_customer(reference *ref, uint32_t customer, uint64_t *sum);
/* A customer's sales with all touches, done or not. */
int reference_customer_touches(reference *ref, uint32_t customer, reference_work_fn *visit, void *user);
#endif
