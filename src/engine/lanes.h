/* SPDX-License-Identifier: MIT */
/* Writers of one root in one process queue rather than race. The roots of all books of a store are shared out among
 * lanes; a writer has those of its roots to itself from before its commit until after it. */
#ifndef AS_ENGINE_LANES_H
#define AS_ENGINE_LANES_H
#include "store/unit.h"
#include <pthread.h>

#define AS__LANES 256

/* Of one store. */
typedef struct as__lanes {
    pthread_mutex_t lock;
    pthread_cond_t left;       /* told when a lane is free again */
    bool is_taken[AS__LANES];
    uint64_t last[AS__LANES];  /* number of the writer that left it last */
    _Atomic uint64_t writers;  /* that have left */
} as__lanes;
void as__lanes_init(as__lanes *lanes);
void as__lanes_end(as__lanes *lanes);

/* One writer's: all zero but `of` at first. */
typedef struct as__lane_hold {
    as__lanes *of;
    uint64_t since;            /* writers that had left when what it commits was read */
    bool is_held[AS__LANES];
} as__lane_hold;
/* Before the first read of what will be committed. */
void as__lanes_look(as__lane_hold *hold);
/* Takes the lanes of the roots that a unit writes, and leaves others that were held.
 * @return false: somebody wrote in them since the look; what was read may be old */
bool as__lanes_take(as__lane_hold *hold, const as__unit *unit);
/* After the commit. */
void as__lanes_leave(as__lane_hold *hold);
#endif
