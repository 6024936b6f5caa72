/* SPDX-License-Identifier: MIT */
/* Reads CSV (RFC 4180) a row at a time: quoted fields with line ends in them, CRLF or LF, a byte order
 * mark; rows and fields of any length. */
#ifndef CSV_READER_H
#define CSV_READER_H
#include "csv/text_encoding.h"
#include <stdint.h>
#include <stdio.h>

typedef struct csv_reader {
    FILE *file; /* borrowed */
    char delimiter;
    text_encoding encoding;
    uint64_t line;     /* the row began on, from 1 */
    uint64_t taken;    /* bytes of the file so far */
    bool keeps_raw;    /* set it to have the bytes of the row in `raw` */
    text_buffer raw;
    size_t count;      /* fields of the row */
    const char *fault; /* what is wrong with the row; NULL: nothing */
    /* Inside. */
    char block[65536];
    size_t at, filled;
    uint64_t next_line;
    text_buffer text; /* the fields, each with its NUL */
    size_t *starts;
} csv_reader;

void csv_begin(csv_reader *reader, FILE *file, char delimiter, text_encoding encoding);
/* False: no more rows. Empty lines are passed over. */
bool csv_next(csv_reader *reader);
/* A field of the row, good until the next. */
const char *csv_field(const csv_reader *reader, size_t i);
void csv_end(csv_reader *reader);
#endif
