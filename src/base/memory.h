/* SPDX-License-Identifier: MIT */
/* The one way to memory: an allocator handed down from the context. */
#ifndef AS_BASE_MEMORY_H
#define AS_BASE_MEMORY_H
#include "aftersale/context.h"
#include <stdbool.h>

typedef struct as__memory {
    aftersale_memory_fn resize;
    void *user;
} as__memory;

/* malloc, realloc and free. */
extern const as__memory as__memory_system;

void *as__memory_take(const as__memory *memory, size_t size);  /* zeroed; NULL when there is none */
/* tail is not zeroed */
void *as__memory_grow(const as__memory *memory, void *pointer, size_t old_size, size_t new_size);
void as__memory_give(const as__memory *memory, void *pointer, size_t size); /* NULL-safe */

/* An arena: many small pieces that end together. Pieces are zeroed and 16-byte aligned. */
typedef struct as__arena_block as__arena_block;
typedef struct as__arena {
    const as__memory *memory;
    as__arena_block *blocks;
    size_t used; /* of the newest block */
} as__arena;
void as__arena_init(as__arena *arena, const as__memory *memory);
void *as__arena_take(as__arena *arena, size_t size);                          /* NULL when there is none */
void *as__arena_raw(as__arena *arena, size_t size);                           /* the same, not zeroed */
char *as__arena_text(as__arena *arena, const char *text, size_t size);        /* copy with a closing NUL */
/* keeps one block for the next use */
void as__arena_reset(as__arena *arena);
void as__arena_free(as__arena *arena);

/* A growing run of bytes; once an append fails all later ones do nothing and `failed` stays set. */
typedef struct as__buffer {
    const as__memory *memory;
    uint8_t *data;
    size_t size, room;
    bool failed;
} as__buffer;
void as__buffer_init(as__buffer *buffer, const as__memory *memory);
/* Room for so many bytes behind what is there, for who adds to `size` what they write. NULL: failed. */
uint8_t *as__buffer_room(as__buffer *buffer, size_t most);
void as__buffer_append(as__buffer *buffer, const void *data, size_t size);
void as__buffer_byte(as__buffer *buffer, uint8_t byte);
void as__buffer_text(as__buffer *buffer, const char *text);                   /* without its NUL */
void as__buffer_format(as__buffer *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));
/* NUL-ended, NULL when failed */
const char *as__buffer_string(as__buffer *buffer);
void as__buffer_free(as__buffer *buffer);
#endif
