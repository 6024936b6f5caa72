/* SPDX-License-Identifier: MIT */
#include "value/json.h"

static bool must_escape(unsigned char sign)
{
    return sign < 0x20 || sign == '"' || sign == '\\';
}

static void write_escape(as__buffer *out, unsigned char sign)
{
    static const char digits[] = "0123456789abcdef";
    as__buffer_byte(out, '\\');
    switch (sign) {
    case '"':
    case '\\':
        as__buffer_byte(out, sign);
        return;
    case '\b':
        as__buffer_byte(out, 'b');
        return;
    case '\f':
        as__buffer_byte(out, 'f');
        return;
    case '\n':
        as__buffer_byte(out, 'n');
        return;
    case '\r':
        as__buffer_byte(out, 'r');
        return;
    case '\t':
        as__buffer_byte(out, 't');
        return;
    default:
        as__buffer_text(out, "u00");
        as__buffer_byte(out, (uint8_t)digits[sign >> 4]);
        as__buffer_byte(out, (uint8_t)digits[sign & 0xF]);
    }
}

void as__json_write_text(as__buffer *out, const char *text)
{
    as__buffer_byte(out, '"');
    const char *plain = text;
    for (; *text != '\0'; text++) {
        if (!must_escape((unsigned char)*text))
            continue;
        as__buffer_append(out, plain, (size_t)(text - plain));
        write_escape(out, (unsigned char)*text);
        plain = text + 1;
    }
    as__buffer_append(out, plain, (size_t)(text - plain));
    as__buffer_byte(out, '"');
}
