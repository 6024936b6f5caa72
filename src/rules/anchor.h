/* SPDX-License-Identifier: MIT */
/* The moment a step counts from, and the moment its offset leads to (S10, S17, S31, S32). */
#ifndef AS_RULES_ANCHOR_H
#define AS_RULES_ANCHOR_H
#include "rules/moment.h"
#include "rules/reason.h"

/* Zones differ by no more than this, so a civil day begins nowhere earlier. */
#define AS__ZONES_APART_HOURS 26

typedef struct as__dated {
    as__moment moment;       /* anchor and offset */
    aftersale_time at;       /* the same as an instant */
    aftersale_time floor;    /* never before this, whatever the zone */
    const char *waiting_for; /* what is missing; NULL: nothing */
    bool is_outside;         /* the offset leads out of years 1 to 9999 */
} as__dated;

/* `previous` is the step before, decided, where the anchor is PREVIOUS_…. */
void as__anchor_date(const as__facts *facts, const as__step *step, const as__step_state *past,
                     const as__planned *previous, const as__why *why, as__dated *out);
#endif
