/* SPDX-License-Identifier: MIT */
/* Rows for people (a table), for programs (JSON) and for spreadsheets (CSV). */
#ifndef TABLE_OUTPUT_H
#define TABLE_OUTPUT_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum output_format { OUTPUT_TABLE = 1, OUTPUT_JSON, OUTPUT_CSV } output_format;

typedef struct table_cell { char *text; bool is_number; } table_cell;
typedef struct table {
    output_format format;
    const char *const *columns; /* up to a NULL */
    size_t column_count;
    table_cell *cells; /* row by row */
    size_t cell_count;
} table;

void table_begin(table *table, output_format format, const char *const *columns);
/* The next cell, from left to right. */
void table_text(table *table, const char *text);
void table_number(table *table, int64_t number);
/* Writes to the standard output, and frees. */
void table_print(table *table);
#endif
