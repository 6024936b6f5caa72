/* SPDX-License-Identifier: MIT */
/* The encodings that CSV files come in. */
#ifndef TEXT_ENCODING_H
#define TEXT_ENCODING_H
#include "basics/text_buffer.h"
#include <stdbool.h>

typedef enum text_encoding { ENCODING_UTF8 = 1, ENCODING_LATIN1, ENCODING_WINDOWS1252 } text_encoding;

/* "utf-8", "latin1", "windows-1252". False: none of them. */
bool encoding_named(const char *name, text_encoding *out);
/* Adds one byte of a text in this encoding as UTF-8. */
void encoding_add(text_buffer *buffer, text_encoding encoding, char byte);
bool is_utf8(const char *text, size_t size);
#endif
