/* SPDX-License-Identifier: MIT */
/* What becomes of a run when a touch was made in it, or time went by (S20, S24): whoever writes a run and whoever
 * foretells it ask the same. */
#ifndef AS_RULES_RUN_LIFE_H
#define AS_RULES_RUN_LIFE_H
#include "rules/outcome.h"

/* Takes into a run what an outcome made of its steps, which may be its end. */
void as__run_take(const as__entered *entered, aftersale_time at, aftersale_enrolment *draft);
/* Nothing is left to be made: a run that is active, or whose pause has ended by itself, is completed. */
void as__run_complete(const as__facts *facts, aftersale_enrolment *draft, aftersale_time at);
/* The facts without what may change and no command comes to the run: what the book allows, claims, and what is refused
 * for an address. By these alone nothing is due later than it really is. */
as__facts as__facts_lasting(const as__facts *facts);
/* Whether one of a plan's touches is passed over for now only. */
bool as__plan_hangs(const as__facts *facts, const as__planned *planned);
#endif
