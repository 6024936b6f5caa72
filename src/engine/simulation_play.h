/* SPDX-License-Identifier: MIT */
/* A book played forward, page by page of its customers. */
#ifndef AS_ENGINE_SIMULATION_PLAY_H
#define AS_ENGINE_SIMULATION_PLAY_H
#include "aftersale/simulation.h"
#include "engine/query.h"
#include "engine/tally.h"

typedef struct as__simulation {
    aftersale_book *book;
    as__unit *unit; /* of a page */
    const aftersale_simulate_args *args;
    const as__zone *zone; /* of the book */
    aftersale_time now;
    uint64_t last;      /* customer played last */
    uint64_t customers; /* how many were */
    bool is_through;
    as__tally tally;
} as__simulation;

/* Plays what is asked for. @return OK, or a failure of which only the store's own is not noted */
aftersale_status as__simulation_play(as__simulation *simulation);
#endif
