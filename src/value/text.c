/* SPDX-License-Identifier: MIT */
#include "value/text.h"
#include <string.h>

#define HIGH_BITS UINT64_C(0x8080808080808080)
#define ONES UINT64_C(0x0101010101010101)

/* Eight bytes at a time: true when all are ASCII and none is NUL. */
static bool eight_plain(const char *text)
{
    uint64_t word;
    memcpy(&word, text, sizeof word);
    return ((word | (word - ONES)) & HIGH_BITS) == 0;
}

static bool is_tail(unsigned char byte)
{
    return (byte & 0xC0) == 0x80;
}

/* Bytes of the code point at `text`, 0 when it is none. */
static size_t point_size(const unsigned char *text, size_t left)
{
    unsigned char first = text[0];
    if (first < 0x80)
        return first == 0 ? 0 : 1;
    if (first < 0xC2 || first > 0xF4)
        return 0;
    size_t size = first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    if (left < size)
        return 0;
    for (size_t i = 1; i < size; i++) {
        if (!is_tail(text[i]))
            return 0;
    }
    bool overlong = (first == 0xE0 && text[1] < 0xA0) || (first == 0xF0 && text[1] < 0x90);
    bool surrogate = first == 0xED && text[1] > 0x9F;
    bool too_high = first == 0xF4 && text[1] > 0x8F;
    return overlong || surrogate || too_high ? 0 : size;
}

size_t as__utf8_prefix(const char *text, size_t size)
{
    size_t at = 0;
    while (at < size) {
        if (size - at >= 8 && eight_plain(text + at)) {
            at += 8;
            continue;
        }
        size_t step = point_size((const unsigned char *)text + at, size - at);
        if (step == 0)
            break;
        at += step;
    }
    return at;
}

bool as__utf8_valid(const char *text, size_t size)
{
    return as__utf8_prefix(text, size) == size;
}

size_t as__utf8_cut(const char *text, size_t size, size_t max)
{
    if (size <= max)
        return size;
    size_t cut = max;
    while (cut > 0 && is_tail((unsigned char)text[cut]))
        cut--;
    return cut;
}

bool as__text_has_control(const char *text, size_t size, bool newlines_allowed)
{
    for (size_t i = 0; i < size; i++) {
        unsigned char byte = (unsigned char)text[i];
        if (byte >= 0x20 && byte != 0x7F && byte != 0xC2)
            continue;
        if (byte == 0xC2) {
            if (i + 1 < size && (unsigned char)text[i + 1] < 0xA0)
                return true;
            continue;
        }
        if (!newlines_allowed || (byte != '\n' && byte != '\t'))
            return true;
    }
    return false;
}

bool as__text_same(const char *a, const char *b)
{
    if (a == NULL || b == NULL)
        return a == b;
    return strcmp(a, b) == 0;
}

bool as__country_valid(const char *code)
{
    if (code == NULL)
        return false;
    return code[0] >= 'A' && code[0] <= 'Z' && code[1] >= 'A' && code[1] <= 'Z' && code[2] == '\0';
}
