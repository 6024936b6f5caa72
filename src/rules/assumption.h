/* SPDX-License-Identifier: MIT */
/* Which outcome a simulation assumes of a touch (S23). */
#ifndef AS_RULES_ASSUMPTION_H
#define AS_RULES_ASSUMPTION_H
#include "aftersale/simulation.h"

#define AS__ASSUMPTIONS_MOST 1000
#define AS__PARTS_MOST 1000000

typedef struct as__assumed_touch {
    const char *plan, *kind;
    aftersale_id id;
    aftersale_time at; /* when it is made */
} as__assumed_touch;

/* The assumption that is drawn for a touch; NULL: none fits. The list was checked. */
const aftersale_assumption *as__assumption_of(const aftersale_assumptions *all, uint64_t seed,
                                              const as__assumed_touch *touch);
#endif
