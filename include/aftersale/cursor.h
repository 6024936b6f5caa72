/* SPDX-License-Identifier: MIT */
/** @file cursor.h  Rows of any query: one at a time, or whole columns.
 *
 *     while ((rc = aftersale_sale_next(cursor, &sale)) == AFTERSALE_ROW) …
 *     if (rc != AFTERSALE_DONE) …   // it broke off; see the book's error
 *
 * A row is borrowed until the next step; `aftersale_record_keep` makes it yours. A cursor reads pages, holds no
 * lock and no snapshot, and survives commands on its book: it goes on behind the last key it gave. It is used by
 * the thread of its book.
 */
#ifndef AFTERSALE_CURSOR_H
#define AFTERSALE_CURSOR_H
#include "error.h"
AFTERSALE_BEGIN
/** Next record of whatever kind the cursor gives. @param[out] out borrowed until the next step
 *  @return ROW, DONE, or a failure */
AFTERSALE_API aftersale_status aftersale_cursor_next(aftersale_cursor *cursor, const aftersale_record **out);
/** Text from which the same query can go on later, in another process too: give it as `.bookmark`.
 *  @param out may be NULL when size is 0 @return bytes needed, NUL included */
AFTERSALE_API size_t aftersale_cursor_bookmark(const aftersale_cursor *cursor, char *out, size_t size);
/** Whether a worklist stopped early because it met more entries that are blocked than its budget of rows: not 0
 *  means that the bookmark goes on, and that a run to a time would make it fast again. */
AFTERSALE_API int32_t aftersale_cursor_is_stale(const aftersale_cursor *cursor);
/** Ends it. NULL is fine. */
AFTERSALE_API void aftersale_cursor_free(aftersale_cursor *cursor);

/** One column of a block, laid out as Arrow lays it out. */
typedef struct aftersale_column {
    size_t struct_size;     /**< sizeof of this struct, as the library knows it */
    const char *name;       /**< as it was asked for */
    int32_t field;          /**< tag; 0: a column that only worklists have */
    int32_t type;           /**< aftersale_type of schema.h */
    const uint8_t *valid;   /**< bit i clear: row i has no value; NULL: all have one */
    const void *values;     /**< aftersale_id; int32_t for a date, in days since 1970-01-01; int64_t for a number, a
                             *   time (microseconds since 1970), a time of day (seconds since midnight) and money
                             *   (minor units: ask for the record where the currency is not known); else the bytes
                             *   of all texts; prices and quantities are texts, as JSON writes them */
    const int32_t *offsets; /**< for texts: row i is values[offsets[i] .. offsets[i+1]); else NULL */
} aftersale_column;
/** A block of rows as columns. Borrowed from the cursor until its next step. */
typedef struct aftersale_columns {
    size_t struct_size;                     /**< sizeof of this struct, as the library knows it */
    size_t rows;                            /**< how many rows, at least 1 */
    size_t count;                           /**< how many columns, in the order of the names */
    const aftersale_column *const *columns; /**< the columns */
} aftersale_columns;
/** The next up to `max` rows at once, in the columns named ("due,customer_name,objective"). Lists have no columns.
 *  @param names up to 256 names of fields, divided by commas; a worklist has the fields of its touch, those of
 *  customer_… and sale_…, and address, why, days_late and last_contact @param max rows at most, from 1
 *  @param[out] out borrowed until the next step
 *  @return ROW with 1 or more rows, DONE, INVALID (a name; all wrong ones are listed) */
AFTERSALE_API aftersale_status aftersale_cursor_columns(aftersale_cursor *cursor, const char *names, size_t max,
                                                        const aftersale_columns **out);
AFTERSALE_END
#endif
