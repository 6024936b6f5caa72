/* SPDX-License-Identifier: MIT */
/* The library beside the hand-written reference, in one process and in turn. Prints the table of ratios, and fails where
 * both sides did not do the same work. Usage: bench [customers [operations [folder]]] */
#include "bench/counting_vfs.h"
#include "bench/measures.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SEED = 20261120, CUSTOMERS = 20000, LEAST_CUSTOMERS = 100, MOST_CUSTOMERS = 10000000 };

static void fill(bench *b)
{
    sides_open(b, false);
    subject_open(&b->ours[SIDE_MEMORY], NULL, false);
    sides_add_customers(b);
}

static void measure(bench *b)
{
    fill(b);
    measure_record(b);
    measure_size(b, false);
    if (strpbrk(b->operations, "BCDGIN") != NULL || b->operations[0] == 0)
        measure_complete(b);
    measure_size(b, true);
    measure_worklist(b);
    measure_simulation(b);
    measure_customer(b);
    measure_read(b);
    measure_schedule(b);
    measure_single(b);
    measure_durable(b);
    measure_cold(b);
    measure_blocked(b);
    measure_advance(b);
    measure_exchange(b);
}

int main(int argc, char **argv)
{
    unsigned long customers = argc > 1 ? strtoul(argv[1], NULL, 10) : CUSTOMERS;
    bench *b = calloc(1, sizeof *b);
    if (b == NULL || customers < LEAST_CUSTOMERS || customers > MOST_CUSTOMERS) {
        fprintf(stderr, "usage: bench [customers, from %d [operations, as ABC [folder]]]\n", LEAST_CUSTOMERS);
        free(b);
        return 2;
    }
    must_work("count what SQLite writes", counting_vfs_install());
    b->w = workload_of((uint32_t)customers, SEED);
    b->operations = argc > 2 ? argv[2] : "";
    b->folder = argc > 3 ? argv[3] : ".";
    snprintf(b->reference_path, sizeof b->reference_path, "%s/reference.db", b->folder);
    snprintf(b->file_path, sizeof b->file_path, "%s/library.db", b->folder);
    printf("n = %" PRIu32 " customers, %" PRIu32 " sales, seed %d, %d rounds in turn; medians\n\n",
           b->w.customers, b->w.sales, SEED, ROUNDS);
    measure_table_head();
    measure(b);
    printf("\n");
    measure_table_foot(&b->table);
    reference_close(b->ref);
    for (int which = SIDE_MEMORY; which < SIDES; which++)
        subject_free(&b->ours[which]);
    free(b);
    return 0;
}
