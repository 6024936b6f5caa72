/* SPDX-License-Identifier: MIT */
/* The answer of a command: tables and records, as text for people, JSON for programs, CSV for spreadsheets, Markdown
 * for pages. No command writes a form by hand. */
#ifndef OUTPUT_H
#define OUTPUT_H
#include "basics/text_buffer.h"
#include <stdbool.h>
#include <stdint.h>

typedef enum output_format { OUTPUT_TABLE = 1, OUTPUT_JSON, OUTPUT_CSV, OUTPUT_MARKDOWN } output_format;

typedef enum cell_kind { CELL_TEXT = 1, CELL_ALARM, CELL_NUMBER, CELL_JSON } cell_kind;
typedef struct output_cell { char *text; cell_kind kind; } output_cell;

typedef struct output {
    output_format format;
    bool has_color;
    size_t sections;
    bool is_named; /* the sections have keys in JSON */
    /* The section at hand. */
    bool is_open, is_record;
    char **columns; /* of a table; of a record its fields */
    size_t column_count;
    output_cell *cells;
    size_t cell_count, row_count;
} output;

/* "table", "json", "csv", "markdown". False: none of them. */
bool output_format_named(const char *name, output_format *out);

void output_begin(output *out, output_format format, bool has_color);
/* Begins a table. `name` is its key in JSON; NULL: the command shows nothing else. `columns` go up to a NULL. */
void output_table(output *out, const char *name, const char *const *columns);
/* The next cell, from left to right. */
void output_text(output *out, const char *text);
void output_number(output *out, int64_t number);
/* A cell that asks for attention. */
void output_alarm(output *out, const char *text);
/* A whole row, for JSON only: an object that is written already. */
void output_json_row(output *out, const char *json);
/* Begins a record, whose fields follow. */
void output_record(output *out, const char *name);
void output_field(output *out, const char *name, const char *text);
void output_field_number(output *out, const char *name, int64_t number);
/* A record that is written already, as a JSON object. */
void output_json_record(output *out, const char *name, const char *json);
/* Writes what is left to the standard output, and frees. */
void output_end(output *out);
#endif
