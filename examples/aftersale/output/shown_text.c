/* SPDX-License-Identifier: MIT */
#include "output/shown_text.h"
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

static bool is_inside(char sign)
{
    return ((unsigned char)sign & 0xc0) == 0x80;
}

/* The code point at `text`, which is UTF-8; its bytes. */
static uint32_t code_at(const char *text, size_t *size)
{
    unsigned char first = (unsigned char)*text;
    uint32_t code = first < 0x80   ? first
                    : first < 0xe0 ? first & 0x1fu
                    : first < 0xf0 ? first & 0x0fu
                                   : first & 7u;
    size_t i = 1;
    for (; is_inside(text[i]); i++)
        code = code << 6 | ((unsigned char)text[i] & 0x3f);
    *size = i;
    return code;
}

/* Controls, and what turns the direction of the text behind it. */
static bool is_control(uint32_t code)
{
    return code < 0x20 || (code >= 0x7f && code < 0xa0) || (code >= 0x202a && code <= 0x202e) ||
           (code >= 0x2066 && code <= 0x2069);
}

static void add_escape(text_buffer *out, uint32_t code)
{
    char escape[12];
    if (code == '\n' || code == '\t' || code == '\r')
        snprintf(escape, sizeof escape, "\\%c", code == '\n' ? 'n' : code == '\t' ? 't' : 'r');
    else
        snprintf(escape, sizeof escape, code < 0x100 ? "\\x%02x" : "\\u%04x", (unsigned)code);
    text_add(out, escape);
}

void shown_add(text_buffer *out, const char *text, shown_as as)
{
    for (size_t size; *text != '\0'; text += size) {
        uint32_t code = code_at(text, &size);
        bool is_kept = as == SHOWN_LINES && (code == '\n' || code == '\t');
        if (is_control(code) && !is_kept) {
            add_escape(out, code);
            continue;
        }
        if (as == SHOWN_MARKDOWN && code < 0x80 && strchr("\\|`*<[]", *text) != NULL)
            text_add_sign(out, '\\');
        text_add_bytes(out, text, size);
    }
}

size_t shown_width(const char *text)
{
    size_t width = 0;
    for (; *text != '\0'; text++)
        width += !is_inside(*text);
    return width;
}

size_t shown_bytes(const char *text, size_t width)
{
    size_t i = 0;
    for (; text[i] != '\0'; i++) {
        if (!is_inside(text[i]) && width-- == 0)
            break;
    }
    return i;
}
