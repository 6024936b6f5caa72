/* SPDX-License-Identifier: MIT */
/** @file sys/conformance.h  The checks that every store here passes, for yours. Component
 *  aftersale-conformance, a static library that goes with the static core.
 *
 * Each check is given an empty store, calls its methods directly with records of every kind, and compares
 * what it finds with a model of its own. What is random follows from the seed: the same seed is the same run.
 */
#ifndef AFTERSALE_SYS_CONFORMANCE_H
#define AFTERSALE_SYS_CONFORMANCE_H
#include "store.h"
AFTERSALE_BEGIN
/** Gives a store; attached or not, the suite ends it. @return OK, or a failure that ends the run */
typedef aftersale_status (*aftersale_give_store_fn)(void *user, aftersale_store **out);
/** What came of a check. */
enum {
    AFTERSALE_CHECK_PASSED = 1,  /**< as it should be */
    AFTERSALE_CHECK_FAILED = 2,  /**< the text says what was wrong */
    AFTERSALE_CHECK_SKIPPED = 3  /**< the text says why */
};
/** Told of each check: its name ("commit.all_or_nothing"), what came of it, and in words what was wrong
 *  or why it was skipped. */
typedef void (*aftersale_checked_fn)(void *user, const char *check, int32_t result, const char *text);
/** What to run, and on what. */
typedef struct aftersale_conformance_run_args {
    size_t struct_size;             /**< filled in by AFTERSALE_ARGS */
    aftersale_give_store_fn make;   /**< required: a store without any record, of data of its own */
    aftersale_give_store_fn reopen; /**< the data made last, when its store was closed; default: it does not
                                     *   outlive its store */
    aftersale_give_store_fn rival;  /**< one more store on the data made last, whose first is still open, as
                                     *   another process would have it; default: rivals use the first */
    aftersale_checked_fn checked;   /**< default: nobody is told */
    void *user;                     /**< handed to all four */
    const char *only;               /**< run the checks whose name begins so; default: all */
    uint64_t seed;                  /**< of what is random */
} aftersale_conformance_run_args;
/** Runs the checks, one after the other. A store without AFTERSALE_STORE_THREADS is called from one thread
 *  only.
 *  @param[out] failed how many checks failed, may be NULL
 *  @return OK when all ran, whatever came of them; INVALID, NO_MEMORY, or what `make` failed with */
AFTERSALE_API aftersale_status aftersale_conformance_run(const aftersale_conformance_run_args *args,
                                                         size_t *failed);
AFTERSALE_END
#endif
