/* SPDX-License-Identifier: MIT */
/* CSV as RFC 4180 has it, but for lines that end with LF. */
#include "output/output_form.h"
#include "output/shown_text.h"
#include <stdio.h>
#include <string.h>

static void put_quoted(const char *text)
{
    putchar('"');
    for (; *text != '\0'; text++) {
        if (*text == '"')
            putchar('"');
        putchar(*text);
    }
    putchar('"');
}

/* A text that a spreadsheet would take for a formula gets an apostrophe before it, which shows as none. */
static void put_value(const char *text, cell_kind kind, bool is_last)
{
    text_buffer value = {0};
    if (kind != CELL_NUMBER && *text != '\0' && strchr("=+-@\t\r", *text) != NULL)
        text_add_sign(&value, '\'');
    shown_add(&value, text, SHOWN_LINES);
    if (strpbrk(text_of(&value), ",\"\r\n") != NULL)
        put_quoted(value.data);
    else
        fputs(text_of(&value), stdout);
    putchar(is_last ? '\n' : ',');
    text_free(&value);
}

void csv_head(const output *out)
{
    for (size_t i = 0; i < out->column_count; i++)
        put_value(out->columns[i], CELL_TEXT, i + 1 == out->column_count);
}

void csv_write_row(const output *out)
{
    for (size_t i = 0; i < out->cell_count; i++)
        put_value(out->cells[i].text, out->cells[i].kind, i + 1 == out->cell_count);
}
