/* SPDX-License-Identifier: MIT */
/* Who is there on a day (S25, S76). */
#ifndef AS_RULES_ABSENCE_H
#define AS_RULES_ABSENCE_H
#include "schema/record.h"
#include <stdbool.h>

/* On a day within one of their absences, the first day counted, the first day back not. */
bool as__is_away(const aftersale_actor *actor, aftersale_date day);
bool as__has_role(const aftersale_actor *actor, const char *role);
#endif
