/* SPDX-License-Identifier: MIT */
#include "basics/text_buffer.h"
#include "basics/endings.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void *need_memory(void *old, size_t size)
{
    void *memory = realloc(old, size);
    if (memory == NULL && size > 0) {
        fputs("aftersale: out of memory\n", stderr);
        exit(ENDED_FAULT);
    }
    return memory;
}

char *need_copy(const char *text)
{
    size_t size = strlen(text) + 1;
    return memcpy(need_memory(NULL, size), text, size);
}

void *need_room(void *items, size_t count, size_t size)
{
    if (count != 0 && (count & (count - 1)) != 0)
        return items;
    return need_memory(items, (count == 0 ? 1 : 2 * count) * size);
}

void text_add_bytes(text_buffer *buffer, const char *bytes, size_t size)
{
    if (buffer->size + size + 1 > buffer->room) {
        buffer->room = 2 * (buffer->size + size + 1);
        buffer->data = need_memory(buffer->data, buffer->room);
    }
    if (size > 0)
        memcpy(buffer->data + buffer->size, bytes, size);
    buffer->size += size;
    buffer->data[buffer->size] = '\0';
}

void text_add(text_buffer *buffer, const char *text)
{
    text_add_bytes(buffer, text, strlen(text));
}

void text_add_sign(text_buffer *buffer, char sign)
{
    text_add_bytes(buffer, &sign, 1);
}

void text_add_json(text_buffer *buffer, const char *text)
{
    text_add_sign(buffer, '"');
    for (; *text != '\0'; text++) {
        unsigned char sign = (unsigned char)*text;
        if (sign == '"' || sign == '\\') {
            text_add_sign(buffer, '\\');
            text_add_sign(buffer, *text);
        } else if (sign < 0x20 || sign == 0x7f) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", sign);
            text_add(buffer, escape);
        } else {
            text_add_sign(buffer, *text);
        }
    }
    text_add_sign(buffer, '"');
}

void text_clear(text_buffer *buffer)
{
    buffer->size = 0;
    if (buffer->data != NULL)
        buffer->data[0] = '\0';
}

const char *text_of(const text_buffer *buffer)
{
    return buffer->data == NULL ? "" : buffer->data;
}

void text_free(text_buffer *buffer)
{
    free(buffer->data);
    *buffer = (text_buffer){0};
}
