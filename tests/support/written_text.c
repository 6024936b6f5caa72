/* SPDX-License-Identifier: MIT */
#include "support/written_text.h"
#include <stdlib.h>
#include <string.h>

int written_text_add(void *user, const char *piece, size_t size)
{
    written_text *to = user;
    if (to->size + size + 1 > to->room) {
        size_t room = 2 * (to->size + size + 1);
        char *grown = realloc(to->data, room);
        if (grown == NULL)
            return 1;
        to->data = grown;
        to->room = room;
    }
    memcpy(to->data + to->size, piece, size);
    to->size += size;
    to->data[to->size] = '\0';
    return 0;
}

void written_text_free(written_text *text)
{
    free(text->data);
    *text = (written_text){NULL, 0, 0};
}
