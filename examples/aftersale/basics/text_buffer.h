/* SPDX-License-Identifier: MIT */
/* Memory and text that grow. A program that cannot have memory says so and ends: there is nothing half
 * done to keep, as the library writes whole commands only. */
#ifndef TEXT_BUFFER_H
#define TEXT_BUFFER_H
#include <stddef.h>

/* As realloc(), but never NULL for a size above 0. */
void *need_memory(void *old, size_t size);
char *need_copy(const char *text);
/* Room for one more item of `size` bytes in an array of `count`, whose room doubles. */
void *need_room(void *items, size_t count, size_t size);

typedef struct text_buffer {
    char *data; /* ends with a NUL; NULL while nothing was added */
    size_t size, room;
} text_buffer;

void text_add(text_buffer *buffer, const char *text);
void text_add_bytes(text_buffer *buffer, const char *bytes, size_t size);
void text_add_sign(text_buffer *buffer, char sign);
/* As a JSON string, with its quotes. */
void text_add_json(text_buffer *buffer, const char *text);
void text_clear(text_buffer *buffer);
/* The text so far, "" when there is none. */
const char *text_of(const text_buffer *buffer);
void text_free(text_buffer *buffer);
#endif
