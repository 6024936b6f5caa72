/* SPDX-License-Identifier: MIT */
#include "support/failing_memory.h"
#include <stdlib.h>
#include <string.h>

#define HEAD 16 /* keeps the size, and the alignment */

static size_t size_of(const unsigned char *block)
{
    size_t size;
    memcpy(&size, block, sizeof size);
    return size;
}

void *failing_memory_resize(void *user, void *pointer, size_t old_size, size_t new_size)
{
    failing_memory *memory = user;
    unsigned char *block = pointer == NULL ? NULL : (unsigned char *)pointer - HEAD;
    size_t known = block == NULL ? 0 : size_of(block);
    memory->faults += known != old_size;
    if (new_size == 0) {
        memory->faults += block == NULL;
        memory->held -= known;
        free(block);
        return NULL;
    }
    if (++memory->calls == memory->fail_at)
        return NULL;
    unsigned char *grown = realloc(block, new_size + HEAD);
    if (grown == NULL)
        return NULL;
    memcpy(grown, &new_size, sizeof new_size);
    memory->held += new_size - known;
    return grown + HEAD;
}
