/* SPDX-License-Identifier: MIT */
/* Several plans on one customer: within some days one touch of a kind is enough (S27). The plan that comes first makes
 * its own, the touches of the others are held back; once it is made they are covered. */
#ifndef AS_RULES_OVERLAP_H
#define AS_RULES_OVERLAP_H
#include "rules/schedule.h"

typedef enum as__standing {
    AS__STANDS_MADE = 1, AS__STANDS_CLAIMED = 2, AS__STANDS_AGREED = 3, AS__STANDS_PLANNED = 4
} as__standing;

/* A touch of one of the customer's plans. */
struct as__other {
    as__standing standing;
    uint64_t enrolment;
    const char *plan, *step, *kind;
    aftersale_time at; /* when it was made or claimed, or is due */
};

/* What a touch has to give way to: all that was made, is claimed or agreed, and what plans that come first have planned.
 * Those of its own run do not count. */
struct as__overlap {
    int32_t days;
    const as__other *items;
    size_t count;
};

/* The higher priority comes first; of two that have the same the run that began earlier. */
bool as__run_comes_first(const aftersale_enrolment *a, const aftersale_enrolment *b);
/* The touches of a run that are agreed with the customer, or (PLANNED) all that it means to make, as others meet them;
 * `out` has room for as many as the plan has steps. @return how many */
size_t as__overlap_list(const as__facts *facts, const as__planned *planned, as__standing which, as__other *out);
/* What a step of a run that repeats has behind its open occurrence, as others meet it: one occurrence after the other, as
 * far as somebody who asks can meet any, and not more than so many. Facts outlive it, their overlap may grow. */
#define AS__AHEAD_MOST 400
typedef struct as__ahead {
    const as__facts *facts;
    size_t step;
    int32_t occurrence; /* looked at last */
    aftersale_time next, until;
    size_t looked;
} as__ahead;
void as__ahead_begin(as__ahead *ahead, const as__facts *facts, const as__planned *open, aftersale_time until);
/* The next one that the run means to make. False: there is none. */
bool as__ahead_next(as__ahead *ahead, as__other *out);
/* Until when touches of a kind can stand in the way of a run, directly or because they are in the way of one of so many
 * runs between them; zero: it has none of that kind. */
aftersale_time as__overlap_reach(const as__facts *facts, const as__planned *planned, const char *kind, size_t runs);
/* Notes in a contact which touch it was, unless that is a case. */
void as__overlap_describe(const aftersale_enrolment *run, const as__step *step, as__recent *contact);
/* What was made and what is claimed among contacts; `out` has room for as many. @return how many */
size_t as__overlap_made(as__recents recents, aftersale_time now, as__other *out);
/* Whether something is agreed with the customer in a run. */
bool as__overlap_agreed(const aftersale_enrolment *run);
/* The first step of which something is covered and no state says so; step_count: nothing is. */
size_t as__overlap_covered(const as__facts *facts, const as__planned *planned);
/* Enters that into states in order, with room for one more. `text`, of what made it, outlives them. */
void as__overlap_enter(const as__step *step, const as__cover *cover, const char *text, as__step_state *steps,
                       size_t *count);
/* Whether there is any that a touch of this kind and run could meet. */
bool as__overlap_has(const as__overlap *overlap, uint64_t enrolment, const char *kind);
/* The one that a touch due at that time gives way to, what was made before what is planned; NULL: none. Days are
 * those of the customer's clock, and what is late stands for today. */
const as__other *as__overlap_find(const as__overlap *overlap, uint64_t enrolment, const char *kind, aftersale_time due,
                                  aftersale_time now, as__clock *clock);
/* "boiler/check-up" */
#define AS__OTHER_TEXT 160
void as__other_text(const as__other *other, char out[AS__OTHER_TEXT]);
#endif
