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
    size_t struct_size;
    const char *name;
    int32_t field;          /**< tag */
    int32_t type;           /**< aftersale_type of schema.h */
    const uint8_t *valid;   /**< bit i clear: row i has no value; NULL: all have one */
    const void *values;     /**< int64_t (time us, money minor, numbers), int32_t (dates as days since 1970),
                             *   aftersale_id, or the bytes of texts */
    const int32_t *offsets; /**< for texts: row i is values[offsets[i] .. offsets[i+1]); else NULL */
} aftersale_column;
/** A block of rows as columns. Borrowed from the cursor until its next step. */
typedef struct aftersale_columns {
    size_t struct_size;
    size_t rows;
    size_t count;
    const aftersale_column *const *columns;
} aftersale_columns;
/** The next up to `max` rows at once, in the columns named ("due,customer_name,objective").
 *  @param names names of fields, divided by commas; of a worklist also customer_… and sale_…
 *  @return ROW with 1 or more rows, DONE, INVALID (a name; all wrong ones are listed) */
AFTERSALE_API aftersale_status aftersale_cursor_columns(aftersale_cursor *cursor, const char *names, size_t max,
                                                        const aftersale_columns **out);
AFTERSALE_END
#endif
