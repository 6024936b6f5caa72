/* SPDX-License-Identifier: MIT */
/* What a book allows in all its plans, as its settings say it (S33, S36). */
#ifndef AS_ENGINE_LIMITS_H
#define AS_ENGINE_LIMITS_H
#include "engine/command.h"

/* Notes the first thing that is wrong with what settings_put was given. @return OK, INVALID */
aftersale_status as__limits_check(as__command *command, const aftersale_settings *draft);
/* Read once for a unit, however many runs it dates.
 * @param[out] out as long as the unit; NULL: the book limits nothing @return OK, NO_MEMORY, CORRUPT */
aftersale_status as__limits_of(as__unit *unit, const aftersale_settings *settings, const as__limits **out);
/* Days within which one touch of a kind is enough in all plans of a customer; 0: plans do not look at one another. */
int32_t as__limits_overlap(const aftersale_settings *settings);
/* For how many days contacts count: in the caps and gaps of the book and of any of its plans, and between plans; 0: in
 * none. */
int32_t as__limits_reach(const aftersale_settings *settings);
#endif
