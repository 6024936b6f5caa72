/* SPDX-License-Identifier: MIT */
#include "store/seam.h"
#include "value/text.h"
#include <string.h>

void as__call_begin(aftersale_call *call, const as__memory *memory)
{
    memset(call, 0, sizeof *call);
    as__arena_init(&call->arena, memory);
}

void as__call_end(aftersale_call *call)
{
    as__arena_free(&call->arena);
}

aftersale_status aftersale_call_fail(aftersale_call *call, aftersale_status status, const char *message)
{
    if (call != NULL && message != NULL) {
        size_t size = as__utf8_cut(message, strlen(message), sizeof call->message - 1);
        memcpy(call->message, message, size);
        call->message[size] = 0;
    }
    return status;
}

void aftersale_call_failed_change(aftersale_call *call, size_t change)
{
    if (call == NULL)
        return;
    call->has_failed_change = true;
    call->failed_change = change;
}

void *aftersale_call_memory(aftersale_call *call, size_t size)
{
    return call != NULL ? as__arena_take(&call->arena, size) : NULL;
}
