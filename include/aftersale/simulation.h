/* SPDX-License-Identifier: MIT */
/** @file simulation.h  How much work a book brings, per owner and week, under assumed outcomes (S23).
 *
 * Every customer's plans are played forward as aftersale_preview() plays those of one, with outcomes that you assume: how
 * often nobody answers, how many are delighted, who has a problem. An assumption is drawn for each touch from its id, the
 * moment at which it is made and the seed, and from nothing else: the same book gives the same figures on every store,
 * in every order, and a change of one plan leaves the draws of the others alone. Nothing is written.
 *
 * Weeks begin on Monday, days are those of the book's zone. Work counts for who would make it then: while an owner is
 * away, for the first who is there along their fallbacks. Memory grows with owners and weeks, not with the book. A year
 * of 100,000 customers takes a while: ask for progress, or take the book in parts of so many customers, each in a call
 * of its own that goes on from the bookmark of the one before; the rows of the parts add up. */
#ifndef AFTERSALE_SIMULATION_H
#define AFTERSALE_SIMULATION_H
#include "cursor.h"
AFTERSALE_BEGIN
/** One outcome, and how often it is to come. The first assumption of a list that fits a touch tells which hold for it:
 *  those of the same plan and kind, each as often as its parts are of all their parts. A touch that none fits reaches
 *  whom it is for. */
typedef struct aftersale_assumption {
    const char *plan;   /**< key of a plan; NULL: of any */
    const char *kind;   /**< kind of a step, "check-up"; NULL: of any */
    int32_t outcome;    /**< required: AFTERSALE_OUTCOME_… */
    int32_t parts;      /**< required: how often, in parts of all, 1 to 1,000,000 */
    int32_t later_days; /**< with AFTERSALE_OUTCOME_CONTACT_LATER: the day agreed is so many days on, up to 3660;
                         *   default 7 */
} aftersale_assumption;
/** Several of them; write it with AFTERSALE_LIST(assumption, …). */
typedef struct aftersale_assumptions {
    const aftersale_assumption *items; /**< NULL with count 0: every touch reaches whom it is for */
    size_t count;                      /**< how many, up to 1000 */
    size_t item_size;                  /**< sizeof(aftersale_assumption), so that items may grow */
} aftersale_assumptions;
/** How rows are divided beyond owner and week. */
enum {
    AFTERSALE_SIMULATE_BY_PLAN = 1u, /**< a row for each plan */
    AFTERSALE_SIMULATE_BY_KIND = 2u  /**< a row for each kind of step */
};
/** Called after every 256 customers. It must not call the book. @return not 0 stops */
typedef int (*aftersale_simulation_fn)(void *user, uint64_t customers);
/** What to simulate. */
typedef struct aftersale_simulate_args {
    size_t struct_size;             /**< filled in by AFTERSALE_ARGS */
    aftersale_time until;           /**< required: what is made before then; no more than 10,000 touches of a customer */
    aftersale_time from;            /**< counts only what is made then or later. Default: all */
    aftersale_assumptions outcomes; /**< what comes of touches. Default: they reach whom they are for */
    uint64_t seed;                  /**< other seeds draw other outcomes */
    uint32_t by;                    /**< AFTERSALE_SIMULATE_BY_… */
    uint32_t customers;             /**< so many customers at most; default: all */
    const char *bookmark;           /**< goes on behind the customers of an earlier part */
    aftersale_simulation_fn progress; /**< default: nobody is told */
    void *progress_user;            /**< handed to progress */
} aftersale_simulate_args;
/** Plays a book forward and counts its touches; all of it in this call. Rows come by owner, week, plan and kind; read
 *  them with aftersale_workload_next(). The bookmark of the cursor is empty once no customer is left.
 *  @param[out] out owned @return OK, INVALID, LIMIT (a customer with more touches; the error names them), CANCELLED (by
 *  progress), STATE (within a group) */
AFTERSALE_API aftersale_status aftersale_simulate(aftersale_book *book, const aftersale_simulate_args *args,
                                                  aftersale_cursor **out);
/** Next row. @param[out] out borrowed until the next step @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_workload_next(aftersale_cursor *cursor, const aftersale_workload **out);
/** Lets go of one that was kept. NULL is fine. Any thread. */
AFTERSALE_API void aftersale_workload_free(const aftersale_workload *workload);
/** Tags of the fields, permanent; each is described at the function that reads it. */
enum {
    AFTERSALE_FIELD_WORKLOAD_OWNER = 1, AFTERSALE_FIELD_WORKLOAD_WEEK = 2, AFTERSALE_FIELD_WORKLOAD_PLAN = 3,
    AFTERSALE_FIELD_WORKLOAD_KIND = 4, AFTERSALE_FIELD_WORKLOAD_TOUCHES = 5, AFTERSALE_FIELD_WORKLOAD_AUTOMATIC = 6
};
/** @name Fields
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Who makes them: an actor's ref or `role:…`; "": nobody is named. */
AFTERSALE_API const char *aftersale_workload_owner(const aftersale_workload *workload);
/** Monday of the week. */
AFTERSALE_API aftersale_date aftersale_workload_week(const aftersale_workload *workload);
/** Key of the plan, where rows are by plan. */
AFTERSALE_API const char *aftersale_workload_plan(const aftersale_workload *workload);
/** Kind of the steps, where rows are by kind. */
AFTERSALE_API const char *aftersale_workload_kind(const aftersale_workload *workload);
/** Touches that a person makes, every try counted. */
AFTERSALE_API int64_t aftersale_workload_touches(const aftersale_workload *workload);
/** Touches that the host makes without a person, every try counted. */
AFTERSALE_API int64_t aftersale_workload_automatic(const aftersale_workload *workload);
/** @} */
AFTERSALE_END
#endif
