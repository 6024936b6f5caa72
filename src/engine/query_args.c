/* SPDX-License-Identifier: MIT */
#include "engine/query_args.h"
#include "base/struct_take.h"
#include <string.h>

aftersale_status as__query_args(aftersale_book *book, const void *given, size_t first, size_t size, void *out)
{
    memset(out, 0, size);
    memcpy(out, &size, sizeof size);
    if (given == NULL || as__struct_take(given, first, size, out) == AFTERSALE_OK)
        return AFTERSALE_OK;
    return as__fail(book, AFTERSALE_ABI, AS__MESSAGE_ABI, as__struct_fault(given, size));
}

aftersale_status as__query_args_needed(aftersale_book *book, const void *given, size_t size, void *out)
{
    if (given == NULL)
        return as__fail_field(book, AFTERSALE_INVALID, "args", AS__MESSAGE_REQUIRED, NULL);
    return as__query_args(book, given, size, size, out);
}
