/* SPDX-License-Identifier: MIT */
/* What an outcome does to a plan (S19): step states in, step states out. */
#ifndef AS_RULES_OUTCOME_H
#define AS_RULES_OUTCOME_H
#include "rules/schedule.h"

typedef struct as__entry {
    size_t step;
    int32_t occurrence, outcome;
    const char *actor;
    aftersale_time made;    /* when the contact was made */
    aftersale_time planned; /* when it was due */
    aftersale_time later;   /* CONTACT_LATER: the instant agreed */
    int64_t event;          /* number of the event that will hold it */
} as__entry;

typedef struct as__entered {
    as__step_state *steps;  /* in the arena, ordered by step number and occurrence */
    size_t count;
    bool is_settled;        /* the touch is done; else it stands open for another try */
    bool ends_plan;         /* by this outcome's branch */
} as__entered;

/* Whether it means that somebody was spoken with. */
bool as__outcome_reached(int32_t outcome);
/* Whether it is enough for other plans (S27): whom nobody reached, or who asked for another day, still waits for it. */
bool as__outcome_is_enough(int32_t outcome);
/* Enters an outcome. @return OK, NO_MEMORY */
aftersale_status as__outcome_enter(const as__facts *facts, const as__entry *entry, as__arena *arena, as__entered *out);
/* Whether nothing is left to do in the plan: every step is settled, or only reached by branches nobody took. */
bool as__plan_is_through(const as__template *plan, const as__planned *planned);
#endif
