/* SPDX-License-Identifier: MIT */
#include "bench/counted_memory.h"
#include <stdlib.h>

static size_t chunk(size_t size)
{
    size_t whole = (size + 8 + 15) / 16 * 16;
    return size == 0 ? 0 : whole < 32 ? 32 : whole;
}

void *counted_memory_resize(void *user, void *pointer, size_t old_size, size_t new_size)
{
    counted_memory *memory = user;
    void *block = NULL;
    if (new_size == 0) {
        free(pointer);
    } else {
        memory->calls++;
        block = realloc(pointer, new_size);
        if (block == NULL)
            return NULL;
    }
    memory->held += chunk(new_size) - chunk(old_size);
    if (memory->held > memory->peak)
        memory->peak = memory->held;
    return block;
}
