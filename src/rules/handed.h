/* SPDX-License-Identifier: MIT */
/* Work handed over in a run: every step of an owner becomes another's, whatever it names them by (S25). */
#ifndef AS_RULES_HANDED_H
#define AS_RULES_HANDED_H
#include "rules/schedule.h"

/* Changes `draft`, of which facts.run is the copy that steps are looked up in; facts.customer is as they will be.
 * @param[out] changed whether anything was with `from` @return OK, NO_MEMORY */
aftersale_status as__hand_over(const as__facts *facts, const char *from, const char *to, as__arena *arena,
                               aftersale_enrolment *draft, bool *changed);
/* An owner to whom the customer is given again has their own work again. @return OK, NO_MEMORY */
aftersale_status as__hand_back(const char *owner, as__arena *arena, aftersale_enrolment *draft);
#endif
