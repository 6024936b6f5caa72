/* SPDX-License-Identifier: MIT */
#include "support/script_state.h"
#include <ctype.h>
#include <stdbool.h>
#include <string.h>

static bool is_of_id(char sign)
{
    return isdigit((unsigned char)sign) || (sign >= 'a' && sign <= 'f') || sign == '-';
}

/* Masks each text of 32 signs or more in which there are only those of ids and digests. */
static void mask(written_text *state)
{
    size_t kept = 0;
    for (size_t from = 0; from < state->size;) {
        size_t to = from;
        while (to < state->size && is_of_id(state->data[to]))
            to++;
        if (to - from >= 32) {
            state->data[kept++] = '~';
            from = to;
        } else {
            to += to == from;
            memmove(state->data + kept, state->data + from, to - from);
            kept += to - from;
            from = to;
        }
    }
    state->size = kept;
    if (state->data != NULL)
        state->data[kept] = 0;
}

aftersale_status script_state_read(aftersale_book *book, written_text *out)
{
    aftersale_status status;
    out->size = 0;
    status = aftersale_export(book, AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS),
                              written_text_add, out);
    mask(out);
    return status;
}
