/* SPDX-License-Identifier: MIT */
/* Text that may be shown: nothing in it steers a terminal or a page. */
#ifndef SHOWN_TEXT_H
#define SHOWN_TEXT_H
#include "basics/text_buffer.h"

typedef enum shown_as {
    SHOWN_ONE_LINE = 1, /* every control character is escaped */
    SHOWN_LINES,        /* all but line ends and tabs */
    SHOWN_MARKDOWN      /* as one line, and what Markdown reads as a sign of its own */
} shown_as;

void shown_add(text_buffer *out, const char *text, shown_as as);
/* Code points. */
size_t shown_width(const char *text);
/* Bytes of the first `width` code points. */
size_t shown_bytes(const char *text, size_t width);
#endif
