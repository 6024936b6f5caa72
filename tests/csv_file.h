/* SPDX-License-Identifier: MIT */
/* Reads CSV files (RFC 4180), plain or gzip, a row at a time. For test programs. */
#ifndef CSV_FILE_H
#define CSV_FILE_H
#include <stdbool.h>
#include <stddef.h>

#define CSV_COLUMNS 64

typedef struct csv_file {
    void *stream;
    char *text; /* of the row, fields one behind the other */
    size_t size, room;
    size_t starts[CSV_COLUMNS];
    const char *fields[CSV_COLUMNS]; /* good until the next row */
    size_t count;
    long line;   /* the row ended on, from 1 */
    bool failed; /* unreadable, cut short, or too many columns */
} csv_file;

bool csv_open(csv_file *file, const char *path);
/* False: no more rows, or `failed`. Empty lines are passed over. */
bool csv_row(csv_file *file);
/* True when the row is exactly this text: `csv_row_is(&file, "zone,local")`; for headers. */
bool csv_row_is(const csv_file *file, const char *header);
void csv_close(csv_file *file);
#endif
