/* SPDX-License-Identifier: MIT */
/* Markdown: pipe tables; a record is a table of two columns. */
#include "output/output_form.h"
#include "output/shown_text.h"
#include <stdio.h>

static void put_value(const char *text)
{
    text_buffer value = {0};
    shown_add(&value, text, SHOWN_MARKDOWN);
    printf(" %s |", text_of(&value));
    text_free(&value);
}

void markdown_head(const output *out)
{
    putchar('|');
    for (size_t i = 0; i < out->column_count; i++)
        put_value(out->columns[i]);
    fputs("\n|", stdout);
    for (size_t i = 0; i < out->column_count; i++)
        fputs(" --- |", stdout);
    putchar('\n');
}

void markdown_row(const output *out)
{
    putchar('|');
    for (size_t i = 0; i < out->cell_count; i++)
        put_value(out->cells[i].text);
    putchar('\n');
}

void markdown_record(const output *out)
{
    fputs("| field | value |\n| --- | --- |\n", stdout);
    for (size_t i = 0; i < out->cell_count; i++) {
        putchar('|');
        put_value(out->columns[i]);
        put_value(out->cells[i].text);
        putchar('\n');
    }
}
