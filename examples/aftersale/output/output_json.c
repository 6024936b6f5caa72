/* SPDX-License-Identifier: MIT */
/* JSON: a table is an array of objects, a record an object; where a command has several, they are the members of
 * one object. */
#include "output/output_form.h"
#include <stdio.h>

void json_begin(const output *out, const char *name)
{
    text_buffer text = {0};
    if (name != NULL) {
        text_add(&text, out->sections == 0 ? "{" : ",\n");
        text_add_json(&text, name);
        text_add_sign(&text, ':');
    }
    if (!out->is_record)
        text_add_sign(&text, '[');
    fputs(text_of(&text), stdout);
    text_free(&text);
}

void json_row(const output *out)
{
    text_buffer text = {0};
    if (!out->is_record)
        text_add(&text, out->row_count == 0 ? "\n" : ",\n");
    text_add_sign(&text, '{');
    for (size_t i = 0; i < out->cell_count; i++) {
        const output_cell *cell = &out->cells[i];
        if (i > 0)
            text_add_sign(&text, ',');
        text_add_json(&text, out->columns[i]);
        text_add_sign(&text, ':');
        if (cell->kind == CELL_NUMBER || cell->kind == CELL_JSON)
            text_add(&text, cell->text);
        else
            text_add_json(&text, cell->text);
    }
    text_add_sign(&text, '}');
    fputs(text.data, stdout);
    text_free(&text);
}

void json_end(const output *out)
{
    if (!out->is_record)
        fputs(out->row_count == 0 ? "]" : "\n]", stdout);
    if (!out->is_named)
        putchar('\n');
}
