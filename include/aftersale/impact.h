/* SPDX-License-Identifier: MIT */
/** @file impact.h  What another version of a plan would do to those who are in it: which enrolments, how many touches (S22).
 *
 * Asked of a document before it is published, or of a version that is; then each row names an enrolment that
 * aftersale_plan_migrate() would take over. */
#ifndef AFTERSALE_IMPACT_H
#define AFTERSALE_IMPACT_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Which edit, and where to go on. */
typedef struct aftersale_impact_list_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    const char *json;     /**< the edited document, not published; or else a plan: */
    const char *plan;     /**< its key, */
    int32_t version;      /**< with the version to go to; default: newest */
    const char *bookmark; /**< go on from here */
} aftersale_impact_list_args;
/** Enrolments in this plan that are not over and not in that version, oldest first, each with how many of its touches a
 *  migration would keep, move, add and drop (S22). Nothing is written. There is no index of enrolments by plan: it reads
 *  every enrolment of the book, in pages, and the customer of each that counts. @param[out] out owned
 *  @return OK; INVALID with path and line of every problem of the document; NOT_FOUND (plan, version); STATE (a step
 *  repeats by a rule that this context cannot read) */
AFTERSALE_API aftersale_status aftersale_impact_list(aftersale_book *book, const aftersale_impact_list_args *args,
                                                     aftersale_cursor **out);
/** Next of them. @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_impact_next(aftersale_cursor *cursor, const aftersale_impact **out);
/** How much it would do, in all rows that a cursor gave so far. */
typedef struct aftersale_impact_totals {
    size_t struct_size;  /**< sizeof of this struct, as the library knows it */
    int64_t enrolments;  /**< rows: enrolments that are not over and not in that version */
    int64_t changed;     /**< of those, in which anything is moved, added, dropped or held */
    int64_t held;        /**< of those, which a migration would refuse now */
    int64_t kept;        /**< touches that stay as they are */
    int64_t moved;       /**< touches with another due time */
    int64_t added;       /**< touches that it brings */
    int64_t dropped;     /**< touches that it takes away */
} aftersale_impact_totals;
/** The sums of the rows that aftersale_impact_next() gave so far: ask after the last one.
 *  @return borrowed from the cursor; NULL for one that is not of aftersale_impact_list() */
AFTERSALE_API const aftersale_impact_totals *aftersale_impact_total(const aftersale_cursor *cursor);
/** Tags of the fields, permanent; each is described at the function that reads it and in docs/fields.md. */
enum {
    AFTERSALE_FIELD_IMPACT_ENROLMENT = 1, AFTERSALE_FIELD_IMPACT_CUSTOMER = 2, AFTERSALE_FIELD_IMPACT_PLAN = 3,
    AFTERSALE_FIELD_IMPACT_VERSION = 4, AFTERSALE_FIELD_IMPACT_KEPT = 5, AFTERSALE_FIELD_IMPACT_MOVED = 6,
    AFTERSALE_FIELD_IMPACT_ADDED = 7, AFTERSALE_FIELD_IMPACT_DROPPED = 8, AFTERSALE_FIELD_IMPACT_HELD = 9
};
/** @name Fields of an impact
 *  Text is borrowed from the record, never NULL, "" when not given. Any thread.
 *  @{ */
/** Run that is concerned. */
AFTERSALE_API aftersale_id aftersale_impact_enrolment(const aftersale_impact *impact);
/** Whose. */
AFTERSALE_API aftersale_id aftersale_impact_customer(const aftersale_impact *impact);
/** Key of the plan. */
AFTERSALE_API const char *aftersale_impact_plan(const aftersale_impact *impact);
/** Version it is in. */
AFTERSALE_API int32_t aftersale_impact_version(const aftersale_impact *impact);
/** Touches that stay as they are. */
AFTERSALE_API int32_t aftersale_impact_kept(const aftersale_impact *impact);
/** Touches that get another due time. */
AFTERSALE_API int32_t aftersale_impact_moved(const aftersale_impact *impact);
/** Touches that it brings. */
AFTERSALE_API int32_t aftersale_impact_added(const aftersale_impact *impact);
/** Touches that it takes away. */
AFTERSALE_API int32_t aftersale_impact_dropped(const aftersale_impact *impact);
/** Touches that stand in the way. */
AFTERSALE_API int32_t aftersale_impact_held(const aftersale_impact *impact);
/** @} */
AFTERSALE_END
#endif
