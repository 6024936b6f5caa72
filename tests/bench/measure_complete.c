/* SPDX-License-Identifier: MIT */
/* C: complete a touch, so that the plan moves on, a thousand a commit. All sides have the touches in hand, in the
 * order in which they were due; when it is over, 97 % of what was due before the day of the worklists is done. */
#include "bench/measures.h"
#include <stdlib.h>

enum { BATCH = 1000 };

typedef struct completing {
    workload_touch *touches;
    size_t count;
} completing;

static double complete_block(bench *b, side which, uint32_t round, void *user)
{
    const completing *c = user;
    size_t from = c->count * round / ROUNDS, until = c->count * (round + 1) / ROUNDS;
    double start = seconds_worked();
    for (size_t i = from; i < until; i++) {
        if ((i - from) % BATCH == 0)
            side_begin(b, which);
        side_complete(b, which, c->touches[i]);
        if ((i - from) % BATCH == BATCH - 1 || i == until - 1)
            side_commit(b, which);
    }
    return (double)(until - from) / (seconds_worked() - start);
}

void measure_complete(bench *b)
{
    completing c = {NULL, workload_touches_due(&b->w, true, NULL)};
    series of;
    c.touches = calloc(c.count + 1, sizeof *c.touches);
    must_work("memory for touches", c.touches != NULL);
    workload_touches_due(&b->w, true, c.touches);
    for (int which = SIDE_MEMORY; which < SIDES; which++) {
        subject_set_day(&b->ours[which], WORKLOAD_TODAY);
        subject_collect_touches(&b->ours[which], &b->w);
    }
    sides_run(b, ALL_SIDES, complete_block, &c, &of);
    free(c.touches);
    if (!sides_asked(b, 'C'))
        return;
    sides_tell(b, &of, SIDE_MEMORY, "C batches of 1000", "touches/s", (target){RATIO_AT_LEAST, 8, 15});
    sides_tell(b, &of, SIDE_FILE, "C batches of 1000", "touches/s", (target){RATIO_AT_LEAST, 1, 1.5});
}
