/* SPDX-License-Identifier: MIT */
/* Tables for people: columns as wide as their widest cell, numbers to the right, no blanks at the end of a line. */
#include "output/output_form.h"
#include "output/shown_text.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH_MAX 60
#define BOLD "\033[1m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

/* A line under way; blanks are owed until something follows them. */
typedef struct shown_line {
    text_buffer text;
    size_t blanks;
} shown_line;

/* `color` is "" or begins a colour. */
static void add_text(shown_line *line, const char *text, size_t size, const char *color)
{
    if (size == 0)
        return;
    for (; line->blanks > 0; line->blanks--)
        text_add_sign(&line->text, ' ');
    text_add(&line->text, color);
    text_add_bytes(&line->text, text, size);
    text_add(&line->text, *color != '\0' ? PLAIN : "");
}

static void put_line(shown_line *line)
{
    puts(text_of(&line->text));
    text_free(&line->text);
    *line = (shown_line){.blanks = 0};
}

static size_t width_of(const char *text)
{
    text_buffer shown = {0};
    shown_add(&shown, text, SHOWN_ONE_LINE);
    size_t width = shown_width(text_of(&shown));
    text_free(&shown);
    return width;
}

/* A text that is too wide ends with an ellipsis. */
static void add_cell(shown_line *line, const char *text, size_t width, bool is_number, const char *color)
{
    text_buffer shown = {0};
    shown_add(&shown, text, SHOWN_ONE_LINE);
    size_t own = shown_width(text_of(&shown));
    if (own > width) {
        shown.size = shown_bytes(shown.data, width - 1);
        text_add(&shown, "…");
        own = width;
    }
    line->blanks += is_number ? width - own : 0;
    add_text(line, text_of(&shown), shown.size, color);
    line->blanks += is_number ? 2 : width - own + 2;
    text_free(&shown);
}

static size_t *measure(const output *out)
{
    size_t *widths = need_memory(NULL, out->column_count * sizeof *widths);
    for (size_t i = 0; i < out->column_count; i++)
        widths[i] = width_of(out->columns[i]);
    for (size_t i = 0; i < out->cell_count; i++) {
        size_t own = width_of(out->cells[i].text), *width = &widths[i % out->column_count];
        *width = own > *width ? own : *width;
    }
    for (size_t i = 0; i + 1 < out->column_count; i++)
        widths[i] = widths[i] > WIDTH_MAX ? WIDTH_MAX : widths[i];
    return widths;
}

void table_rows(const output *out)
{
    size_t *widths = measure(out);
    const char *bold = out->has_color ? BOLD : "", *red = out->has_color ? RED : "";
    shown_line line = {.blanks = 0};
    for (size_t i = 0; i < out->column_count; i++) {
        bool is_number = i < out->cell_count && out->cells[i].kind == CELL_NUMBER;
        add_cell(&line, out->columns[i], widths[i], is_number, bold);
    }
    put_line(&line);
    for (size_t i = 0; i < out->cell_count; i++) {
        const output_cell *cell = &out->cells[i];
        size_t column = i % out->column_count;
        add_cell(&line, cell->text, widths[column], cell->kind == CELL_NUMBER,
                 cell->kind == CELL_ALARM ? red : "");
        if (column + 1 == out->column_count)
            put_line(&line);
    }
    free(widths);
}

/* A value of several lines goes on below its own beginning. */
static void put_value(shown_line *line, const char *text, size_t indent)
{
    text_buffer shown = {0};
    shown_add(&shown, text, SHOWN_LINES);
    const char *at = text_of(&shown);
    for (const char *end; (end = strchr(at, '\n')) != NULL; at = end + 1) {
        add_text(line, at, (size_t)(end - at), "");
        put_line(line);
        line->blanks = indent;
    }
    add_text(line, at, strlen(at), "");
    put_line(line);
    text_free(&shown);
}

void table_record(const output *out)
{
    size_t width = 0;
    for (size_t i = 0; i < out->column_count; i++) {
        size_t own = width_of(out->columns[i]);
        width = own > width ? own : width;
    }
    for (size_t i = 0; i < out->cell_count; i++) {
        shown_line line = {.blanks = 0};
        add_cell(&line, out->columns[i], width, false, out->has_color ? BOLD : "");
        put_value(&line, out->cells[i].text, width + 2);
    }
}
