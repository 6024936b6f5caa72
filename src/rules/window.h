/* SPDX-License-Identifier: MIT */
/* Hours in which a channel may be used, by weekday (S33). */
#ifndef AS_RULES_WINDOW_H
#define AS_RULES_WINDOW_H
#include "rules/plan_template.h"
#include "value/zone.h"

/* "mon-fri 09:00-12:00", "mon,wed 08:00-20:00", "22:00-24:00". False: none of that. */
bool as__hours_parse(const char *text, as__hours *out);
#define AS__HOURS_TEXT 48
void as__hours_text(as__hours hours, char out[AS__HOURS_TEXT]);

/* The first instant from `time` on that lies inside the hours; where there are none, `time` itself. */
aftersale_time as__window_next(as__windows windows, const as__zone *zone, aftersale_time time);
#endif
