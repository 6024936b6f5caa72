/* SPDX-License-Identifier: MIT */
/* Tables for people: columns as wide as their widest cell, numbers to the right. */
#include "output_form.h"
#include "shown_text.h"
#include <stdio.h>
#include <stdlib.h>

#define WIDTH_MAX 60
#define BOLD "\033[1m"
#define RED "\033[31m"
#define PLAIN "\033[0m"

static void put_blanks(size_t count)
{
    for (; count > 0; count--)
        putchar(' ');
}

/* `color` is "" or begins a colour. A text that is too wide ends with an ellipsis. */
static void put_text(const char *text, size_t width, const char *color)
{
    text_buffer shown = {0};
    shown_add(&shown, text, SHOWN_ONE_LINE);
    const char *own = text_of(&shown);
    fputs(color, stdout);
    if (shown_width(own) <= width) {
        fputs(own, stdout);
    } else {
        fwrite(own, 1, shown_bytes(own, width - 1), stdout);
        fputs("…", stdout);
    }
    fputs(*color != '\0' ? PLAIN : "", stdout);
    text_free(&shown);
}

static size_t width_of(const char *text)
{
    text_buffer shown = {0};
    shown_add(&shown, text, SHOWN_ONE_LINE);
    size_t width = shown_width(text_of(&shown));
    text_free(&shown);
    return width;
}

static void put_cell(const char *text, size_t width, bool is_number, bool is_last, const char *color)
{
    size_t own = width_of(text), blanks = own < width ? width - own : 0;
    if (is_number)
        put_blanks(blanks);
    put_text(text, width, color);
    if (!is_number && !is_last)
        put_blanks(blanks);
    fputs(is_last ? "\n" : "  ", stdout);
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
    for (size_t i = 0; i < out->column_count; i++) {
        bool is_number = i < out->cell_count && out->cells[i].kind == CELL_NUMBER;
        put_cell(out->columns[i], widths[i], is_number, i + 1 == out->column_count, bold);
    }
    for (size_t i = 0; i < out->cell_count; i++) {
        const output_cell *cell = &out->cells[i];
        size_t column = i % out->column_count;
        put_cell(cell->text, widths[column], cell->kind == CELL_NUMBER, column + 1 == out->column_count,
                 cell->kind == CELL_ALARM ? red : "");
    }
    free(widths);
}

/* A value of several lines goes on below its own beginning. */
static void put_value(const char *text, size_t indent)
{
    text_buffer shown = {0};
    shown_add(&shown, text, SHOWN_LINES);
    for (const char *at = text_of(&shown); *at != '\0'; at++) {
        putchar(*at);
        if (*at == '\n' && at[1] != '\0')
            put_blanks(indent);
    }
    putchar('\n');
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
        put_cell(out->columns[i], width, false, false, out->has_color ? BOLD : "");
        put_value(out->cells[i].text, width + 2);
    }
}
