/* SPDX-License-Identifier: MIT */
/* N: how much work lies ahead of each owner, week by week, for a year: the reference counts the rows it has written
 * ahead, the library plays every customer forward. */
#include "bench/measures.h"

enum { UNTIL = WORKLOAD_TODAY + WORKLOAD_DAYS };

typedef struct simulated {
    uint64_t touches[SIDES];
    double rates[SIDES], peaks[SIDES];
} simulated;

static void simulate(bench *b, side which, simulated *all)
{
    double start = seconds_worked();
    if (which == SIDE_REFERENCE) {
        all->touches[which] = reference_workload(b->ref, WORKLOAD_TODAY, UNTIL);
    } else {
        subject *s = &b->ours[which];
        s->memory.peak = s->memory.held;
        size_t held = s->memory.held;
        all->touches[which] = subject_simulate(s, UNTIL);
        all->peaks[which] = (double)(s->memory.peak - held) / 1024;
    }
    all->rates[which] = (double)all->touches[which] / (seconds_worked() - start);
}

void measure_simulation(bench *b)
{
    simulated all = {.touches = {0}};
    if (!sides_asked(b, 'N'))
        return;
    for (int which = SIDE_REFERENCE; which < SIDES; which++)
        simulate(b, (side)which, &all);
    for (int which = SIDE_MEMORY; which < SIDES; which++) {
        must_equal("touches of a year ahead", all.touches[which], all.touches[SIDE_REFERENCE]);
        measure_table_count(&b->table, "N a year of work ahead", side_name((side)which), "touches/s",
                            all.rates[which], &all.rates[SIDE_REFERENCE], (target){NO_TARGET, 0, 0});
        measure_table_count(&b->table, "N peak of memory", side_name((side)which), "KiB", all.peaks[which],
                            NULL, (target){NO_TARGET, 0, 0});
    }
}
