/* SPDX-License-Identifier: MIT */
/* Cursors: a query that steps. What a query must bring: how to step, and how to say where it is. */
#ifndef AS_ENGINE_QUERY_H
#define AS_ENGINE_QUERY_H
#include "engine/engine.h"

typedef struct as__query {
    aftersale_kind kind; /* of its rows */
    /* The next row, counted for the cursor. The book is entered. @return ROW, DONE, or a failure that is noted */
    aftersale_status (*next)(aftersale_cursor *cursor, const aftersale_record **out);
    /* Where to go on: appended as text. NULL: this query has no bookmark. */
    void (*bookmark)(const aftersale_cursor *cursor, as__buffer *out);
    /* Lets go of what `state` holds; the state itself is the cursor's. May be NULL. */
    void (*end)(aftersale_cursor *cursor);
} as__query;

struct aftersale_cursor {
    aftersale_book *book;
    const as__query *query;
    as__unit unit;                  /* of its pages */
    void *state;                    /* the query's own, zeroed at first */
    size_t state_size;
    const aftersale_record *row;    /* counted; the row given last */
    bool is_done, is_stale;
    struct as__column_block *block; /* of aftersale_cursor_columns(), NULL until asked */
};

/* Makes a cursor on a book that is entered; it keeps the book. @return OK, NO_MEMORY (noted) */
aftersale_status as__cursor_new(aftersale_book *book, const as__query *query, size_t state_size,
                                aftersale_cursor **out);
/* Leaves the book, and gives the cursor or lets go of it. @return `status` */
aftersale_status as__cursor_give(aftersale_book *book, aftersale_status status, aftersale_cursor *cursor,
                                 aftersale_cursor **out);
/* A typed _next: checks that the cursor gives this kind. */
aftersale_status as__cursor_step(aftersale_cursor *cursor, aftersale_kind kind, const aftersale_record **out);

/* Bookmarks are text of numbers and words divided by blanks, begun by a word that names the query. */
#endif
