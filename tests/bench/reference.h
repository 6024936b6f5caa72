/* SPDX-License-Identifier: MIT */
/* The reference: aftercare as a good engineer would write it by hand on SQLite, without any library. A row a touch,
 * prepared statements, an event row a command. Every ratio in the benchmarks is taken against it. */
#ifndef TESTS_BENCH_REFERENCE_H
#define TESTS_BENCH_REFERENCE_H
#include "workload.h"
#include <stdbool.h>
#include <stdint.h>

typedef struct reference reference;

typedef struct reference_work {
    int64_t sale;
    int32_t step, due, priority;
    const char *customer_name, *sale_ref; /* borrowed for the length of the callback */
    int64_t amount;
} reference_work;

typedef void reference_work_fn(void *user, const reference_work *work);

/* Creates the file, which must not exist. NULL on failure. */
reference *reference_create(const char *path);
void reference_close(reference *ref); /* NULL-safe */

/* Whether a commit waits for the disk (synchronous FULL) or not (OFF). */
bool reference_set_durable(reference *ref, bool durable);
bool reference_begin(reference *ref);
bool reference_commit(reference *ref);

bool reference_add_customer(reference *ref, uint32_t number, const workload_customer *customer);

/* Fails when the ref is taken or nobody knows the customer. Writes the sale, its touches and an event. */
bool reference_record_sale(reference *ref, uint32_t number, const workload_sale *sale);

/* What is due for an owner up to a day, first by due and then by priority. Returns the number of rows, -1 on failure. */
int reference_worklist(reference *ref, uint32_t owner, int32_t day, int limit, reference_work_fn *visit,
                       void *user);

/* Reads the customer and the touch, and refuses what is not open or whose customer does not consent. */
bool reference_complete(reference *ref, uint32_t sale, uint32_t step, int32_t outcome, int64_t at);

/* Loads all of W(n): customers, sales, and the touches that are done by WORKLOAD_TODAY. */
bool reference_load(reference *ref, const workload *w);
bool reference_load_customers(reference *ref, const workload *w);
bool reference_load_done(reference *ref, const workload *w);

/* Pages written to the log since the last call, and bytes of the file after a checkpoint. */
int reference_pages_written(reference *ref);
int64_t reference_file_size(reference *ref);
bool reference_checkpoint(reference *ref);
#endif
