/* SPDX-License-Identifier: MIT */
/* What the library writes, kept in memory. Asks for no Criterion. */
#ifndef WRITTEN_TEXT_H
#define WRITTEN_TEXT_H
#include <stddef.h>

typedef struct written_text {
    char *data; /* ends with a NUL; NULL: nothing was written */
    size_t size, room;
} written_text;

/* An aftersale_write_fn, whose `user` is the text. @return 0; 1: no memory */
int written_text_add(void *text, const char *piece, size_t size);
/* It may be written to again. */
void written_text_free(written_text *text);
#endif
