/* SPDX-License-Identifier: MIT */
/* How a range becomes SQL. A place "strictly behind (a, b, c)" is not one condition when columns may be
 * NULL: it is cut into segments, each of which is one piece of the index, and these are read one after the
 * other. */
#ifndef AS_STORE_SQLITE_RANGE_H
#define AS_STORE_SQLITE_RANGE_H
#include "store/sqlite/sqlite_store.h"

#define AS__SQLITE_COLUMNS 8 /* of an index, the key at its end included */
#define AS__SQLITE_SEGMENTS (2 * AS__SQLITE_COLUMNS)

/* One column of the order. */
typedef struct as__sqlite_step_column {
    const aftersale_field *field;
    const char *list; /* its name begins with this list's; NULL: a column of the record */
    bool is_always;   /* never NULL */
} as__sqlite_step_column;

/* A range, with its index and its values in hand. */
typedef struct as__sqlite_range {
    const aftersale_range *range;
    const as__sqlite_kind *kind;
    const aftersale_index *index; /* NULL: by key */
    as__sqlite_step_column columns[AS__SQLITE_COLUMNS];
    size_t count, key_at;                   /* the key's columns begin there */
    aftersale_value at[AS__SQLITE_COLUMNS]; /* of the fixed columns; with a resume of all */
    size_t equal;
    aftersale_value lower, upper; /* type 0: none */
    bool has_resume, is_descending;
    uint64_t fields; /* to read */
    const aftersale_field *follow[4];
    size_t follow_count;
    bool is_covered; /* all of it stands beside the entries */
    const aftersale_field *list; /* wanted of a covered row: of this list the entry found, which is in the key */
} as__sqlite_range;

typedef enum as__sqlite_next {
    AS__SQLITE_ANY,    /* no condition beside the bounds */
    AS__SQLITE_ABSENT, /* IS NULL */
    AS__SQLITE_GIVEN,  /* IS NOT NULL */
    AS__SQLITE_BEHIND  /* behind the values at `behind` columns */
} as__sqlite_next;

/* The first `fixed` columns are equal to the values, and the next ones as it says. */
typedef struct as__sqlite_segment {
    size_t fixed;
    as__sqlite_next next;
    size_t behind;
    bool has_lower, has_upper;
} as__sqlite_segment;

/* @return OK, NO_MEMORY, INTERNAL */
aftersale_status as__sqlite_read_range(const as__sqlite *my, const aftersale_range *range,
                                       as__sqlite_range *out);
/* In the order of the range. @return how many */
size_t as__sqlite_segments(const as__sqlite_range *range, as__sqlite_segment out[AS__SQLITE_SEGMENTS]);
#endif
