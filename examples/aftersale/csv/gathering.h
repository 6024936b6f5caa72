/* SPDX-License-Identifier: MIT */
/* Rows gathered to records: rows of one invoice need not stand together, nor in order. */
#ifndef GATHERING_H
#define GATHERING_H
#include "csv/cell_value.h"

/* An item of a list, as JSON, and the line that gave it. */
typedef struct gathered_item { size_t field; char *json; uint64_t line; } gathered_item;

typedef struct gathered {
    const map_record *map;
    char *ref;     /* "" where each row is a record */
    char **values; /* of each field; NULL: not given */
    gathered_item *items;
    size_t item_count;
    uint64_t line;   /* the first that gave to it */
    uint64_t *lines; /* all that did */
    size_t line_count;
    bool is_spoilt;  /* one of its rows is bad */
    bool is_refused; /* by the library */
    size_t next;   /* in the hash table, + 1 */
} gathered;

/* Told of a row that is bad: its field, and why. */
typedef void (*bad_cell_fn)(void *user, uint64_t line, const char *field, const char *reason);

typedef struct gathering {
    cell_reader cells;
    gathered *records;
    size_t count;
    size_t *buckets; /* index + 1 */
    size_t bucket_count;
    bad_cell_fn bad;
    void *bad_user;
} gathering;

void gathering_begin(gathering *gathering, const mapping *map, long shift_days, bad_cell_fn bad, void *user);
/* Takes a row for all records that `takes` names. A bad row gives nothing; a sale or return it belongs to
 * is spoilt, as it would be wrong without that line. False: the row is bad, and was told. */
bool gathering_take(gathering *gathering, const csv_row *row, const bool *takes);
/* For a row that cannot be read whole: spoils the sale or return that it belongs to, as far as it can be
 * told. */
void gathering_spoil(gathering *gathering, const csv_row *row, const bool *takes);
/* Puts the records in the order in which they are written: kind by kind, so that what is named comes
 * before what names it, and sales and returns among one another by date and time. */
void gathering_sort(gathering *gathering);
/* Writes a record as a line of JSON, without the newline. */
void gathered_json(const gathered *record, text_buffer *out);
/* The line of the file that an error of the library is about: that of the item its path names, else the
 * first. */
uint64_t gathered_line(const gathered *record, const char *path);
void gathering_end(gathering *gathering);
#endif
