/* SPDX-License-Identifier: MIT */
#include "engine/query_args.h"
#include <string.h>

#define SIZE_MOST 4096

static bool is_zero(const unsigned char *bytes, size_t size)
{
    while (size != 0 && bytes[size - 1] == 0)
        size--;
    return size == 0;
}

aftersale_status as__query_args(aftersale_book *book, const void *given, size_t first, size_t size, void *out)
{
    size_t theirs;
    memset(out, 0, size);
    memcpy(out, &size, sizeof size);
    if (given == NULL)
        return AFTERSALE_OK;
    memcpy(&theirs, given, sizeof theirs);
    if (theirs < first || theirs > SIZE_MOST ||
        (theirs > size && !is_zero((const unsigned char *)given + size, theirs - size)))
        return as__fail(book, AFTERSALE_ABI, AS__MESSAGE_ABI, NULL);
    memcpy(out, given, theirs < size ? theirs : size);
    memcpy(out, &size, sizeof size);
    return AFTERSALE_OK;
}
