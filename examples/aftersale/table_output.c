/* SPDX-License-Identifier: MIT */
#include "table_output.h"
#include "text_buffer.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH_MAX 60

void table_begin(table *out, output_format format, const char *const *columns)
{
    *out = (table){.format = format, .columns = columns};
    while (columns[out->column_count] != NULL)
        out->column_count++;
}

static void add_cell(table *out, const char *text, bool is_number)
{
    out->cells = need_room(out->cells, out->cell_count, sizeof *out->cells);
    out->cells[out->cell_count++] = (table_cell){need_copy(text), is_number};
}

void table_text(table *out, const char *text)
{
    add_cell(out, text == NULL ? "" : text, false);
}

void table_number(table *out, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    add_cell(out, text, true);
}

/* Signs, not bytes; wide signs count as one. */
static size_t width_of(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++)
        width += ((unsigned char)*text & 0xc0) != 0x80;
    return width;
}

/* Bytes of the first `width` signs. */
static size_t bytes_of(const char *text, size_t width)
{
    size_t i = 0;
    for (; text[i] != '\0'; i++) {
        if (((unsigned char)text[i] & 0xc0) != 0x80 && width-- == 0)
            break;
    }
    return i;
}

static void put_blanks(size_t count)
{
    for (; count > 0; count--)
        putchar(' ');
}

static void put_cell(const char *text, size_t width, bool is_number, bool is_last)
{
    size_t own = width_of(text) < width ? width_of(text) : width;
    if (is_number)
        put_blanks(width - own);
    fwrite(text, 1, bytes_of(text, width), stdout);
    if (!is_number && !is_last)
        put_blanks(width - own);
    fputs(is_last ? "\n" : "  ", stdout);
}

static void print_table(const table *out)
{
    size_t *widths = need_memory(NULL, out->column_count * sizeof *widths);
    for (size_t i = 0; i < out->column_count; i++)
        widths[i] = width_of(out->columns[i]);
    for (size_t i = 0; i < out->cell_count; i++) {
        size_t *width = &widths[i % out->column_count];
        size_t own = width_of(out->cells[i].text);
        *width = own > *width ? own : *width;
    }
    for (size_t i = 0; i + 1 < out->column_count; i++)
        widths[i] = widths[i] > WIDTH_MAX ? WIDTH_MAX : widths[i];
    for (size_t i = 0; i < out->column_count; i++) {
        bool is_number = i < out->cell_count && out->cells[i].is_number;
        put_cell(out->columns[i], widths[i], is_number, i + 1 == out->column_count);
    }
    for (size_t i = 0; i < out->cell_count; i++) {
        size_t column = i % out->column_count;
        put_cell(out->cells[i].text, widths[column], out->cells[i].is_number,
                 column + 1 == out->column_count);
    }
    free(widths);
}

static void print_json(const table *out)
{
    text_buffer text = {0};
    text_add_sign(&text, '[');
    for (size_t i = 0; i < out->cell_count; i++) {
        size_t column = i % out->column_count;
        if (column == 0)
            text_add(&text, i == 0 ? "\n{" : "},\n{");
        else
            text_add_sign(&text, ',');
        text_add_json(&text, out->columns[column]);
        text_add_sign(&text, ':');
        if (out->cells[i].is_number)
            text_add(&text, out->cells[i].text);
        else
            text_add_json(&text, out->cells[i].text);
    }
    text_add(&text, out->cell_count > 0 ? "}\n]\n" : "]\n");
    fputs(text.data, stdout);
    text_free(&text);
}

static void put_csv(const char *text, bool is_last)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        fputs(text, stdout);
    } else {
        putchar('"');
        for (; *text != '\0'; text++) {
            if (*text == '"')
                putchar('"');
            putchar(*text);
        }
        putchar('"');
    }
    putchar(is_last ? '\n' : ',');
}

static void print_csv(const table *out)
{
    for (size_t i = 0; i < out->column_count; i++)
        put_csv(out->columns[i], i + 1 == out->column_count);
    for (size_t i = 0; i < out->cell_count; i++)
        put_csv(out->cells[i].text, i % out->column_count + 1 == out->column_count);
}

void table_print(table *out)
{
    if (out->format == OUTPUT_JSON)
        print_json(out);
    else if (out->format == OUTPUT_CSV)
        print_csv(out);
    else
        print_table(out);
    for (size_t i = 0; i < out->cell_count; i++)
        free(out->cells[i].text);
    free(out->cells);
    *out = (table){.column_count = 0};
}
