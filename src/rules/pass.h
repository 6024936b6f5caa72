/* SPDX-License-Identifier: MIT */
/* A plan while its steps are decided, one after the other; and the days found for what was missed over a pause. */
#ifndef AS_RULES_PASS_H
#define AS_RULES_PASS_H
#include "rules/dating.h"

/* Steps that stand for an open case; NULL: none. */
typedef struct as__obstacles {
    const as__step *holding; /* holds everything */
    const as__step *barring; /* bars selling and asking */
} as__obstacles;

typedef struct as__pass {
    as__decision d;
    as__obstacles cases;
    bool is_over, runs;
    bool is_plain; /* no pause, case, contract or other plan has a say in its dates */
    aftersale_time resumes; /* the day on which a pause ends; zero: none */
} as__pass;

/* Decides a step; `occurrence` 0: the one that is open. */
void as__pass_decide(as__pass *pass, size_t step, int32_t occurrence, const as__planned *previous, as__planned *out,
                     as__reasons *reasons);
/* Decides the steps before on which this one hangs; each hangs on the one before that no branch reaches. What was
 * missed over a pause has no day yet. NULL: it hangs on none. */
const as__planned *as__pass_previous(as__pass *pass, size_t step, as__planned *out);

/* make_up.c: what was missed over the newest pause comes after it in the order of its dates, one touch a day, or as far
 * apart as the step says (S24). For all steps, once each was decided. */
void as__make_up_plan(as__pass *pass, as__planned *out);
/* For one occurrence of a step. */
void as__make_up_step(as__pass *pass, size_t step, int32_t occurrence, as__planned *out, as__reasons *reasons);
/* For one step and those on which it hangs, once each was decided. @return the one before, in `before`, or NULL */
const as__planned *as__make_up_alone(as__pass *pass, size_t step, as__planned *before, as__planned *out,
                                     as__reasons *reasons);
#endif
