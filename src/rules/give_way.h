/* SPDX-License-Identifier: MIT */
/* A touch gives way to what another plan of the customer has in its place (S27). */
#ifndef AS_RULES_GIVE_WAY_H
#define AS_RULES_GIVE_WAY_H
#include "rules/dating.h"
#include "rules/overlap.h"

/* What other plans have in place of the occurrence that is decided; NULL: nothing. The book compares plans. It is asked
 * for before all that says when, of the time that comes out of that before contacts put it off: with them it would hang
 * on what was made last (S35). */
const as__other *as__give_way_to(as__decision *d);
/* Covers the occurrence, or holds it back, once its time is known. */
void as__give_way(as__decision *d, const as__other *other);
#endif
