/* SPDX-License-Identifier: MIT */
#include "base/memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *system_resize(void *user, void *pointer, size_t old_size, size_t new_size)
{
    (void)user;
    (void)old_size;
    if (new_size == 0) {
        free(pointer);
        return NULL;
    }
    return realloc(pointer, new_size);
}

const as__memory as__memory_system = {system_resize, NULL};

/* Size 0 means "free" to an allocator, so nothing asks it for less than a byte. */
static size_t asked(size_t size)
{
    return size == 0 ? 1 : size;
}

void *as__memory_take(const as__memory *memory, size_t size)
{
    void *taken = memory->resize(memory->user, NULL, 0, asked(size));
    if (taken != NULL)
        memset(taken, 0, asked(size));
    return taken;
}

void *as__memory_grow(const as__memory *memory, void *pointer, size_t old_size, size_t new_size)
{
    size_t held = pointer == NULL ? 0 : asked(old_size);
    return memory->resize(memory->user, pointer, held, asked(new_size));
}

void as__memory_give(const as__memory *memory, void *pointer, size_t size)
{
    if (pointer != NULL)
        memory->resize(memory->user, pointer, asked(size), 0);
}

#define ALIGNMENT ((size_t)16)
#define FIRST_BLOCK ((size_t)2048)
#define LARGEST_STEP ((size_t)65536)
#define SMALLEST_BUFFER ((size_t)256)

struct as__arena_block {
    as__arena_block *older;
    size_t size; /* this header included */
};

static size_t aligned(size_t size)
{
    return (size + ALIGNMENT - 1) & ~(ALIGNMENT - 1);
}

void as__arena_init(as__arena *arena, const as__memory *memory)
{
    *arena = (as__arena){.memory = memory};
}

static bool arena_add_block(as__arena *arena, size_t piece)
{
    size_t header = aligned(sizeof(as__arena_block));
    size_t size = FIRST_BLOCK;
    if (arena->blocks != NULL)
        size = arena->blocks->size < LARGEST_STEP / 2 ? arena->blocks->size * 2 : LARGEST_STEP;
    if (size < header + piece)
        size = header + piece;
    as__arena_block *block = as__memory_grow(arena->memory, NULL, 0, size);
    if (block == NULL)
        return false;
    *block = (as__arena_block){arena->blocks, size};
    arena->blocks = block;
    arena->used = header;
    return true;
}

void *as__arena_raw(as__arena *arena, size_t size)
{
    if (size > SIZE_MAX / 2)
        return NULL;
    size_t piece = aligned(asked(size));
    if (arena->blocks == NULL || arena->blocks->size - arena->used < piece) {
        if (!arena_add_block(arena, piece))
            return NULL;
    }
    uint8_t *taken = (uint8_t *)arena->blocks + arena->used;
    arena->used += piece;
    return taken;
}

void *as__arena_take(as__arena *arena, size_t size)
{
    void *taken = as__arena_raw(arena, size);
    if (taken != NULL)
        memset(taken, 0, size);
    return taken;
}

char *as__arena_text(as__arena *arena, const char *text, size_t size)
{
    if (size == SIZE_MAX)
        return NULL;
    char *copy = as__arena_raw(arena, size + 1);
    if (copy == NULL)
        return NULL;
    if (size > 0)
        memcpy(copy, text, size);
    copy[size] = '\0';
    return copy;
}

static void free_blocks(const as__memory *memory, as__arena_block *block)
{
    while (block != NULL) {
        as__arena_block *older = block->older;
        as__memory_give(memory, block, block->size);
        block = older;
    }
}

void as__arena_reset(as__arena *arena)
{
    if (arena->blocks == NULL)
        return;
    free_blocks(arena->memory, arena->blocks->older);
    arena->blocks->older = NULL;
    arena->used = aligned(sizeof(as__arena_block));
}

void as__arena_free(as__arena *arena)
{
    free_blocks(arena->memory, arena->blocks);
    arena->blocks = NULL;
    arena->used = 0;
}

void as__buffer_init(as__buffer *buffer, const as__memory *memory)
{
    *buffer = (as__buffer){.memory = memory};
}

static bool buffer_grow(as__buffer *buffer, size_t more)
{
    if (buffer->failed)
        return false;
    if (more >= SIZE_MAX / 4 - buffer->size) {
        buffer->failed = true;
        return false;
    }
    size_t room = buffer->room < SMALLEST_BUFFER ? SMALLEST_BUFFER : buffer->room * 2;
    while (room - buffer->size <= more)
        room *= 2;
    uint8_t *data = as__memory_grow(buffer->memory, buffer->data, buffer->room, room);
    if (data == NULL) {
        buffer->failed = true;
        return false;
    }
    buffer->data = data;
    buffer->room = room;
    return true;
}

/* Makes room for `more` bytes behind what is there, and for a closing NUL. */
static bool buffer_reserve(as__buffer *buffer, size_t more)
{
    if (more < buffer->room - buffer->size)
        return !buffer->failed;
    return buffer_grow(buffer, more);
}

uint8_t *as__buffer_room(as__buffer *buffer, size_t most)
{
    return buffer_reserve(buffer, most) ? buffer->data + buffer->size : NULL;
}

void as__buffer_append(as__buffer *buffer, const void *data, size_t size)
{
    if (size == 0 || !buffer_reserve(buffer, size))
        return;
    memcpy(buffer->data + buffer->size, data, size);
    buffer->size += size;
}

void as__buffer_byte(as__buffer *buffer, uint8_t byte)
{
    if (!buffer_reserve(buffer, 1))
        return;
    buffer->data[buffer->size++] = byte;
}

void as__buffer_text(as__buffer *buffer, const char *text)
{
    as__buffer_append(buffer, text, strlen(text));
}

void as__buffer_format(as__buffer *buffer, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int needed = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    if (needed < 0)
        buffer->failed = true;
    else if (buffer_reserve(buffer, (size_t)needed)) {
        vsnprintf((char *)buffer->data + buffer->size, (size_t)needed + 1, format, again);
        buffer->size += (size_t)needed;
    }
    va_end(again);
}

const char *as__buffer_string(as__buffer *buffer)
{
    if (!buffer_reserve(buffer, 0))
        return NULL;
    buffer->data[buffer->size] = 0;
    return (const char *)buffer->data;
}

void as__buffer_free(as__buffer *buffer)
{
    as__memory_give(buffer->memory, buffer->data, buffer->room);
    as__buffer_init(buffer, buffer->memory);
}
