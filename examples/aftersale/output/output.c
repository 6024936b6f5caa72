/* SPDX-License-Identifier: MIT */
#include "output/output.h"
#include "output/output_form.h"
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool output_format_named(const char *name, output_format *out)
{
    static const char *const names[] = {"table", "json", "csv", "markdown"};
    for (int i = 0; i < 4; i++) {
        if (strcmp(names[i], name) == 0) {
            *out = (output_format)(i + 1);
            return true;
        }
    }
    return false;
}

void output_begin(output *out, output_format format, bool has_color)
{
    *out = (output){.format = format, .has_color = has_color};
}

static void drop_cells(output *out)
{
    for (size_t i = 0; i < out->cell_count; i++)
        free(out->cells[i].text);
    out->cell_count = 0;
}

static void write_record(const output *out)
{
    if (out->format == OUTPUT_JSON) {
        json_row(out);
    } else if (out->format == OUTPUT_CSV) {
        csv_head(out);
        csv_write_row(out);
    } else if (out->format == OUTPUT_MARKDOWN) {
        markdown_record(out);
    } else {
        table_record(out);
    }
}

static void end_section(output *out)
{
    if (!out->is_open)
        return;
    if (out->is_record)
        write_record(out);
    else if (out->format == OUTPUT_TABLE)
        table_rows(out);
    if (out->format == OUTPUT_JSON)
        json_end(out);
    drop_cells(out);
    for (size_t i = 0; i < out->column_count; i++)
        free(out->columns[i]);
    out->column_count = 0;
    out->is_open = false;
}

static void begin_section(output *out, const char *name, bool is_record)
{
    end_section(out);
    out->is_open = true;
    out->is_record = is_record;
    out->is_named = name != NULL;
    out->row_count = 0;
    if (out->format == OUTPUT_JSON)
        json_begin(out, name);
    else if (out->sections > 0)
        putchar('\n');
    out->sections++;
}

static void add_column(output *out, const char *name)
{
    out->columns = need_room(out->columns, out->column_count, sizeof *out->columns);
    out->columns[out->column_count++] = need_copy(name);
}

static void add_cell(output *out, const char *text, cell_kind kind)
{
    out->cells = need_room(out->cells, out->cell_count, sizeof *out->cells);
    out->cells[out->cell_count++] = (output_cell){need_copy(text == NULL ? "" : text), kind};
}

void output_table(output *out, const char *name, const char *const *columns)
{
    begin_section(out, name, false);
    for (size_t i = 0; columns[i] != NULL; i++)
        add_column(out, columns[i]);
    if (out->format == OUTPUT_CSV)
        csv_head(out);
    else if (out->format == OUTPUT_MARKDOWN)
        markdown_head(out);
}

/* A table for people is kept until its widths are known; the other forms let go of each row. */
static void add_to_row(output *out, const char *text, cell_kind kind)
{
    add_cell(out, text, kind);
    if (out->format == OUTPUT_TABLE || out->cell_count < out->column_count)
        return;
    if (out->format == OUTPUT_JSON)
        json_row(out);
    else if (out->format == OUTPUT_CSV)
        csv_write_row(out);
    else
        markdown_row(out);
    out->row_count++;
    drop_cells(out);
}

static const char *number_text(int64_t number, char out[24])
{
    snprintf(out, 24, "%" PRId64, number);
    return out;
}

void output_text(output *out, const char *text)
{
    add_to_row(out, text, CELL_TEXT);
}

void output_number(output *out, int64_t number)
{
    char text[24];
    add_to_row(out, number_text(number, text), CELL_NUMBER);
}

void output_alarm(output *out, const char *text)
{
    add_to_row(out, text, CELL_ALARM);
}

void output_json_row(output *out, const char *json)
{
    fputs(out->row_count++ == 0 ? "\n" : ",\n", stdout);
    fputs(json, stdout);
}

void output_record(output *out, const char *name)
{
    begin_section(out, name, true);
}

void output_field(output *out, const char *name, const char *text)
{
    add_column(out, name);
    add_cell(out, text, CELL_TEXT);
}

void output_field_number(output *out, const char *name, int64_t number)
{
    char text[24];
    add_column(out, name);
    add_cell(out, number_text(number, text), CELL_NUMBER);
}

void output_json_record(output *out, const char *name, const char *json)
{
    cJSON *tree = cJSON_Parse(json), *field;
    output_record(out, name);
    cJSON_ArrayForEach(field, tree)
    {
        char *text = cJSON_IsString(field) ? NULL : cJSON_PrintUnformatted(field);
        add_column(out, field->string);
        add_cell(out, text == NULL ? field->valuestring : text, text == NULL ? CELL_TEXT : CELL_JSON);
        cJSON_free(text);
    }
    cJSON_Delete(tree);
}

void output_end(output *out)
{
    end_section(out);
    if (out->format == OUTPUT_JSON && out->is_named)
        fputs("}\n", stdout);
    free(out->columns);
    free(out->cells);
    *out = (output){.format = out->format};
}
