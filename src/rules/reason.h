/* SPDX-License-Identifier: MIT */
/* Says why: reasons with permanent numbers, in the order in which the rules ran (S6, S35). */
#ifndef AS_RULES_REASON_H
#define AS_RULES_REASON_H
#include "rules/schedule.h"

typedef enum as__reason_number {
#define REASON(number, name, rule, verdict, words) AS__REASON_##name = number,
#include "rules/reason.def"
#undef REASON
} as__reason_number;

/* Where reasons go; `reasons` NULL: nobody asks. */
typedef struct as__why {
    as__reasons *reasons;
    const as__zone *zone; /* in which times are written; NULL: UTC */
} as__why;

/* Notes a reason; when there is no more room it takes the place of the last one. `a` and `b` may be NULL. */
void as__reason_add(const as__why *why, as__reason_number number, aftersale_time before, aftersale_time after,
                    const char *a, const char *b);
/* The same where somebody asks, and nothing at all where nobody does: that is the common case. */
static inline void as__why_note(const as__why *why, as__reason_number number, aftersale_time before,
                                aftersale_time after, const char *a, const char *b)
{
    if (why->reasons != NULL)
        as__reason_add(why, number, before, after, a, b);
}
#endif
