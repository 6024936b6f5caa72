/* SPDX-License-Identifier: MIT */
/* Plays the runs of one customer forward in time (S23): what is due is made when it is due, decided by the same gate and
 * followed by the same branches as when it really happens. It is played on copies: nothing is written. */
#ifndef AS_RULES_FORECAST_H
#define AS_RULES_FORECAST_H
#include "rules/overlap.h"
#include "rules/run_life.h"

/* So many touches of one customer, and beside them as many times at which time alone changed a plan. */
#define AS__FORECAST_MOST 10000

typedef struct as__played_run {
    as__facts facts;           /* of the draft */
    aftersale_enrolment draft;
    as__step_state *steps;     /* the draft's own; room for `step_room` */
    size_t step_room;
    as__planned *planned;      /* its steps, as they were decided last */
    as__overlap overlap;       /* what the other runs have */
    as__overlap made;          /* of that, what was made and is claimed */
    as__other *others;
    size_t other_room;
    size_t covered;            /* touches that another run made in its place */
    aftersale_time turn;       /* until when time alone changes nothing of that; zero: for ever */
    bool is_decided;
    bool is_over;
} as__played_run;

typedef struct as__forecast {
    uint64_t book;
    as__arena *arena;          /* of runs, and what grows of them */
    as__arena scratch;         /* of one touch */
    as__played_run *runs;
    size_t run_count;
    as__recent recents[AS__RECENTS_MOST + 1];
    size_t recent_count;
    int32_t reach;             /* for how many days contacts count; 0: no caps, no gaps */
    int32_t overlap;           /* days within which plans are compared; 0: they are not */
    as__planned *alone;        /* steps of a run that is compared with */
    as__planned *mine;         /* those of the run that is compared */
    aftersale_time met_turn;   /* until when time alone changes nothing of those; zero: for ever */
    aftersale_time now;
    size_t made, turned;
} as__forecast;

/* A touch that is about to be made. Borrowed until the forecast goes on. */
typedef struct as__foretold {
    as__played_run *run;
    const as__planned *planned;
    aftersale_time at;         /* when: due, or where that has passed already, when the forecast began */
} as__foretold;

/* Begins with room for runs. @return OK, NO_MEMORY */
aftersale_status as__forecast_begin(as__forecast *forecast, uint64_t book, as__arena *arena, size_t run_room,
                                    aftersale_time now);
void as__forecast_end(as__forecast *forecast);
/* Contacts that were made, and claims that hold; for how many days they count. */
void as__forecast_contacts(as__forecast *forecast, as__recents recents, int32_t reach);
/* Takes a run to be played. Facts point to it; what they point to outlives the forecast. @return OK, NO_MEMORY */
aftersale_status as__forecast_run(as__forecast *forecast, const as__facts *facts);

/* Once all runs are there: plans are compared within so many days. @return OK, NO_MEMORY */
aftersale_status as__forecast_compare(as__forecast *forecast, int32_t days);
/* forecast_overlap.c: what each run that goes on meets in the others, as things stand; to be decided anew by it.
 * @return OK, NO_MEMORY */
aftersale_status as__forecast_meet(as__forecast *forecast);
/* Enters what is covered by now into the states of a run. @return OK, NO_MEMORY */
aftersale_status as__forecast_cover(as__forecast *forecast, as__played_run *run);
/* When what is late stands for another day; zero: nothing is late. */
aftersale_time as__forecast_midnight(const as__forecast *forecast);
/* The states of a run, copied. @return OK, NO_MEMORY */
aftersale_status as__forecast_take_steps(as__forecast *forecast, as__played_run *run, const as__step_state *steps,
                                         size_t count);

/* Goes on to the next touch made before `until`; of two at one time, in the order of a worklist. What somebody holds is
 * made by who holds it. @return ROW, DONE, LIMIT (more than AS__FORECAST_MOST), NO_MEMORY */
aftersale_status as__forecast_next(as__forecast *forecast, aftersale_time until, as__foretold *out);
aftersale_id as__foretold_id(const as__forecast *forecast, const as__foretold *foretold);
/* Makes it. `later`: with contact_later, the day agreed. @return OK, NO_MEMORY */
aftersale_status as__forecast_make(as__forecast *forecast, const as__foretold *foretold, int32_t outcome,
                                   aftersale_date later);
#endif
