/* SPDX-License-Identifier: MIT */
#include "support/script_state.h"
#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

static bool is_of_id(char sign)
{
    return isdigit((unsigned char)sign) || (sign >= 'a' && sign <= 'f') || sign == '-';
}

/* Masks each text of 32 signs or more in which there are only those of ids and digests. */
static void mask(script_state *state)
{
    size_t kept = 0;
    for (size_t from = 0; from < state->size;) {
        size_t to = from;
        while (to < state->size && is_of_id(state->text[to]))
            to++;
        if (to - from >= 32) {
            state->text[kept++] = '~';
            from = to;
        } else {
            to += to == from;
            memmove(state->text + kept, state->text + from, to - from);
            kept += to - from;
            from = to;
        }
    }
    state->size = kept;
    if (state->text != NULL)
        state->text[kept] = 0;
}

static int add(void *user, const char *text, size_t size)
{
    script_state *state = user;
    if (state->size + size + 1 > state->room) {
        size_t room = 2 * (state->size + size + 1);
        char *grown = realloc(state->text, room);
        if (grown == NULL)
            return 1;
        state->text = grown;
        state->room = room;
    }
    memcpy(state->text + state->size, text, size);
    state->size += size;
    state->text[state->size] = 0;
    return 0;
}

aftersale_status script_state_read(aftersale_book *book, script_state *out)
{
    aftersale_status status;
    out->size = 0;
    status = aftersale_export(book, AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS), add, out);
    mask(out);
    return status;
}

void script_state_free(script_state *state)
{
    free(state->text);
    *state = (script_state){NULL, 0, 0};
}
