/* SPDX-License-Identifier: MIT */
/** @file projection.h  What is planned, as a table for SQL and reports (S73).
 *
 * What lies ahead is computed, so no table of a store holds it. A projection writes down every touch that a preview
 * foretells up to a date: a row each in `projected`, and one row in `projection` that says as of when, up to which date
 * and under which rules. docs/projection.md has queries to begin with.
 *
 * It is a copy and no state: the library decides nothing by it, exports leave it out, no event tells of it, and it is
 * as old as its time. It holds no personal data, so that nothing needs to be erased in it. Build it anew as often as
 * you like: rows of the build before can be read until the new one is finished, and are removed then. */
#ifndef AFTERSALE_PROJECTION_H
#define AFTERSALE_PROJECTION_H
#include "cursor.h"
AFTERSALE_BEGIN
/** Arguments of aftersale_projection_build(). */
typedef struct aftersale_projection_build_args {
    size_t struct_size;   /**< filled in by AFTERSALE_ARGS */
    aftersale_time until; /**< required: touches that are due before then */
    int32_t customers;    /**< no more customers than so many in this call, from 1; default: all */
} aftersale_projection_build_args;
/** One build, and how far it is. */
typedef struct aftersale_projection {
    size_t struct_size;      /**< sizeof of this struct, set by whoever makes it */
    int64_t build;           /**< its number, 1, 2, 3 … within the book; `build` of its rows */
    aftersale_time at;       /**< time as of which it is worked out: when it was begun */
    aftersale_time until;    /**< touches that are due before then are in it */
    aftersale_time finished; /**< when it was finished; 0: it is not */
    int64_t rules;           /**< revision of the book's settings that it goes by: plans, calendars, caps, rules */
    int32_t library;         /**< version of the library that works it out, as aftersale_version() gives it */
    int64_t customers;       /**< customers in it so far */
    int64_t rows;            /**< rows in it so far */
} aftersale_projection;
/** Builds the table, or goes on where a call before stopped: with `customers` a job of small steps, each given the same
 *  `until`, until `finished` is given. It is begun anew after it was finished, for another `until`, and when settings,
 *  plans or calendars have changed meanwhile. Each customer stands as they were when their turn came; who is new
 *  meanwhile may not be in it. Rows are those of aftersale_preview() of each customer, who is merged being
 *  part of who answers for them: what is overdue and what lies ahead, contacts being made when they are due, of a
 *  step that repeats every occurrence before `until`; of a customer the first 10,000. Their state is as of the build: planned, claimed or
 *  snoozed. The step that finishes it removes the builds before.
 *  @param[out] out the build, may be NULL @return OK; INVALID; STATE (a group is open, the book is read-only);
 *  CONFLICT (somebody else builds another one now) */
AFTERSALE_API aftersale_status aftersale_projection_build(aftersale_book *book,
                                                          const aftersale_projection_build_args *args,
                                                          aftersale_projection *out);
/** The build that was finished last. @param[out] out the build @return OK, NOT_FOUND (none was yet) */
AFTERSALE_API aftersale_status aftersale_projection_get(aftersale_book *book, aftersale_projection *out);
/** Its rows, by customer, for stores that are not read with SQL: step with aftersale_cursor_next() or
 *  aftersale_cursor_columns(); docs/fields.md has the fields of `projected`. @param[out] out owned
 *  @return OK, NOT_FOUND (none was finished yet) */
AFTERSALE_API aftersale_status aftersale_projection_list(aftersale_book *book, aftersale_cursor **out);
AFTERSALE_END
#endif
