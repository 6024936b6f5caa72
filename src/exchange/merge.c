/* SPDX-License-Identifier: MIT */
#include "exchange/sheet_writer.h"
#include <string.h>

static const as__merge_field *find(const as__merge_field *fields, size_t count, const char *name, size_t size)
{
    for (size_t i = 0; i < count; i++) {
        if (strlen(fields[i].name) == size && memcmp(fields[i].name, name, size) == 0)
            return &fields[i];
    }
    return NULL;
}

void as__merge(const char *text, const as__merge_field *fields, size_t count, as__buffer *out)
{
    while (*text != '\0') {
        size_t plain = strcspn(text, "{");
        as__buffer_append(out, text, plain);
        text += plain;
        if (*text == '\0')
            return;
        if (text[1] == '{') {
            as__buffer_byte(out, '{');
            text += 2;
            continue;
        }
        size_t size = strcspn(text + 1, "{}");
        const as__merge_field *field = text[1 + size] == '}' ? find(fields, count, text + 1, size) : NULL;
        if (field == NULL) {
            as__buffer_byte(out, '{');
            text++;
            continue;
        }
        if (field->value != NULL)
            as__buffer_text(out, field->value);
        text += size + 2;
    }
}
