/* SPDX-License-Identifier: MIT */
#include "program/command_entry.h"

void command_usage(const command *own, text_buffer *out)
{
    text_add(out, "aftersale ");
    text_add(out, own->name);
    text_add(out, *own->words == '\0' ? "" : " ");
    text_add(out, own->words);
    for (const option_spec *option = own->options; option->name != NULL; option++) {
        text_add(out, option->is_required ? " --" : " [--");
        text_add(out, option->name);
        text_add(out, option->value == NULL ? "" : " ");
        text_add(out, option->value == NULL ? "" : option->value);
        text_add(out, option->is_required ? "" : "]");
    }
}
