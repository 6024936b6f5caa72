/* SPDX-License-Identifier: MIT */
/* One field of one row, brought into the form that the library reads. */
#ifndef CELL_VALUE_H
#define CELL_VALUE_H
#include "csv/mapping.h"

/* What reading a cell needs besides its row. */
typedef struct cell_reader {
    const mapping *map;
    long shift_days; /* every date moves by so many */
    text_buffer scratch;
} cell_reader;

/* Writes the value: a date as "2026-11-20" or "2026-11-20T08:26:00", a price as "2.55 GBP", several texts
 * as a JSON list; nothing where the row gives nothing. @return what is wrong with it; NULL: nothing */
const char *cell_value(cell_reader *reader, const map_field *field, const csv_row *row, text_buffer *out);
#endif
