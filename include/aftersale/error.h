/* SPDX-License-Identifier: MIT */
/** @file error.h  What went wrong, all of it at once. Never holds a personal field (S69). */
#ifndef AFTERSALE_ERROR_H
#define AFTERSALE_ERROR_H
#include "value.h"
AFTERSALE_BEGIN

/** One thing wrong with the input. Borrowed with the error it stands in. */
typedef struct aftersale_problem {
    size_t struct_size; /**< sizeof of this struct, as the library knows it */
    const char *path; /**< where: "lines[2].quantity", "steps[4].outcomes.no_answer.after" */
    int32_t line;     /**< line of a JSON document or import, from 1; 0 when there is none */
    int32_t number;   /**< permanent number of the rule that was broken, see docs/errors.md */
    const char *text; /**< the rule in words: "must be above zero" */
} aftersale_problem;

/** The last failure. Fixed size, so that reporting it needs no memory. */
typedef struct aftersale_error {
    size_t struct_size;      /**< sizeof of this struct, set by whoever makes it */
    aftersale_status status; /**< what the call returned */
    int32_t number;        /**< permanent message number, see docs/errors.md */
    int32_t kind;          /**< aftersale_kind it is about, or 0 */
    int32_t problem_count; /**< how many problems follow, at most 64; more is said in text */
    aftersale_id id;       /**< record it is about, or zero */
    const aftersale_problem *const *problems; /**< borrowed with the error; NULL when there are none */
    char text[256]; /**< one line, ready for a log; the first problem when there are several; cut at a code point */
} aftersale_error;

/** Error of the last call on `book`: cleared when a call begins. Thread of the book.
 *  @return never NULL; borrowed until the next call on the book */
AFTERSALE_API const aftersale_error *aftersale_book_error(const aftersale_book *book);
AFTERSALE_END
#endif
