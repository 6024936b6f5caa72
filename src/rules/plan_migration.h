/* SPDX-License-Identifier: MIT */
/* What becomes of a run's steps when it goes over to another version of its plan (S21): step states in, step states
 * out. */
#ifndef AS_RULES_PLAN_MIGRATION_H
#define AS_RULES_PLAN_MIGRATION_H
#include "rules/schedule.h"

typedef struct as__migration {
    const as__facts *before; /* of the run as it stands */
    const as__facts *after;  /* of the same run, with its states as they stand, in the other version */
    aftersale_time at;
} as__migration;

/* Whether a step of the version before has a touch that somebody holds or agreed with the customer, or is an open case,
 * and the other version does not make it: that must be let go or settled first. */
bool as__migration_is_held(const as__migration *migration, const as__step *step);
/* The states in the other version, ordered by step number and occurrence. What is settled stays settled and what is
 * begun stays begun. A step that repeats goes on with its next occurrence, on a date of its new series. What only this
 * version brings, and whose day is over, is left out.
 * @return OK, NO_MEMORY */
aftersale_status as__migration_states(const as__migration *migration, as__arena *arena, as__list *out);
/* Still to be made, or waiting: neither settled nor passed over, nor of a branch that nobody took. */
bool as__is_to_come(const as__planned *planned);
#endif
