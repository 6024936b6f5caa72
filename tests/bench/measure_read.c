/* SPDX-License-Identifier: MIT */
/* M: reading one record by its id. */
#include "bench/measures.h"

enum { READS = 2000 };

static double read_block(bench *b, side which, uint32_t round, void *user)
{
    uint64_t state = round + 1;
    size_t *calls = user, before = b->ours[which].memory.calls;
    double start = seconds_worked();
    for (int i = 0; i < READS; i++) {
        uint32_t number = (uint32_t)(workload_draw(&state) % b->w.customers) + 1;
        const aftersale_customer *customer;
        if (which == SIDE_REFERENCE) {
            must_work("read a customer", reference_customer(b->ref, number, &b->sum) == 1);
            continue;
        }
        subject_must(&b->ours[which], aftersale_customer_get(b->ours[which].book,
                                                             b->ours[which].customers[number], &customer));
        b->sum += (uint8_t)aftersale_customer_name(customer)[0];
        aftersale_customer_free(customer);
    }
    calls[which] += b->ours[which].memory.calls - before;
    return (seconds_worked() - start) * 1e9 / READS;
}

void measure_read(bench *b)
{
    size_t calls[SIDES] = {0, 0, 0};
    series of;
    if (!sides_asked(b, 'M'))
        return;
    sides_run(b, ALL_SIDES, read_block, calls, &of);
    for (int which = SIDE_MEMORY; which < SIDES; which++) {
        sides_tell(b, &of, (side)which, "M read a record", "ns", (target){NO_TARGET, 0, 0});
        measure_table_count(&b->table, "M allocations a read", side_name((side)which), "calls",
                            (double)calls[which] / (READS * ROUNDS), NULL,
                            (target){which == SIDE_MEMORY ? OURS_AT_MOST : NO_TARGET, 0, 0});
    }
}
