/* SPDX-License-Identifier: MIT */
#include "csv/text_encoding.h"
#include <stdint.h>
#include <string.h>

/* Windows-1252 differs from Latin-1 in 0x80 to 0x9f alone; 0: not assigned. */
static const uint16_t windows1252[32] = {
    0x20ac, 0,      0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160,
    0x2039, 0x0152, 0,      0x017d, 0,      0,      0x2018, 0x2019, 0x201c, 0x201d, 0x2022,
    0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a, 0x0153, 0,      0x017e, 0x0178,
};

bool encoding_named(const char *name, text_encoding *out)
{
    static const struct named {
        const char *name;
        text_encoding encoding;
    } known[] = {
        {"utf-8", ENCODING_UTF8},
        {"latin1", ENCODING_LATIN1},
        {"windows-1252", ENCODING_WINDOWS1252},
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i].name, name) == 0) {
            *out = known[i].encoding;
            return true;
        }
    }
    return false;
}

void encoding_add(text_buffer *buffer, text_encoding encoding, char byte)
{
    unsigned code = (unsigned char)byte;
    if (encoding == ENCODING_UTF8 || code < 0x80) {
        text_add_sign(buffer, byte);
        return;
    }
    if (encoding == ENCODING_WINDOWS1252 && code < 0xa0)
        code = windows1252[code - 0x80] == 0 ? 0xfffd : windows1252[code - 0x80];
    if (code >= 0x800) {
        text_add_sign(buffer, (char)(0xe0 | code >> 12));
        text_add_sign(buffer, (char)(0x80 | (code >> 6 & 0x3f)));
    } else {
        text_add_sign(buffer, (char)(0xc0 | code >> 6));
    }
    text_add_sign(buffer, (char)(0x80 | (code & 0x3f)));
}

/* Bytes behind the first of a sequence, and the lowest code that may be written so; 4: not a first byte. */
static int bytes_behind(unsigned char first, uint32_t *code, uint32_t *lowest)
{
    if (first < 0x80) {
        *code = first, *lowest = 0;
        return 0;
    }
    if (first >> 5 == 6) {
        *code = first & 0x1fu, *lowest = 0x80;
        return 1;
    }
    if (first >> 4 == 14) {
        *code = first & 0x0fu, *lowest = 0x800;
        return 2;
    }
    if (first >> 3 == 30) {
        *code = first & 0x07u, *lowest = 0x10000;
        return 3;
    }
    return 4;
}

bool is_utf8(const char *text, size_t size)
{
    for (size_t i = 0; i < size;) {
        uint32_t code, lowest;
        int behind = bytes_behind((unsigned char)text[i++], &code, &lowest);
        if (behind == 4)
            return false;
        for (; behind > 0; behind--, i++) {
            if (i == size || ((unsigned char)text[i] & 0xc0) != 0x80)
                return false;
            code = code << 6 | ((unsigned char)text[i] & 0x3f);
        }
        if (code < lowest || code > 0x10ffff || (code >= 0xd800 && code < 0xe000))
            return false;
    }
    return true;
}
