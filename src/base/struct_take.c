/* SPDX-License-Identifier: MIT */
#include "base/struct_take.h"
#include <stdbool.h>
#include <string.h>

/* Of any argument struct, of a newer library too; beyond it, struct_size was never set. */
#define SIZE_MOST 4096

static size_t size_of(const void *given)
{
    size_t size;
    memcpy(&size, given, sizeof size);
    return size;
}

static bool is_zero(const unsigned char *bytes, size_t size)
{
    while (size != 0 && bytes[size - 1] == 0)
        size--;
    return size == 0;
}

aftersale_status as__struct_take(const void *given, size_t first, size_t size, void *out)
{
    size_t theirs = size_of(given);
    if (theirs < first || theirs > SIZE_MOST)
        return AFTERSALE_ABI;
    if (theirs > size && !is_zero((const unsigned char *)given + size, theirs - size))
        return AFTERSALE_ABI;
    memset(out, 0, size);
    memcpy(out, given, theirs < size ? theirs : size);
    memcpy(out, &size, sizeof size);
    return AFTERSALE_OK;
}

const char *as__struct_fault(const void *given, size_t size)
{
    size_t theirs = size_of(given);
    return theirs > size && theirs <= SIZE_MOST ? "struct holds a field that this library does not know"
                                                : "struct_size is not set, or is that of no known header";
}
