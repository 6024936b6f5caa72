/* SPDX-License-Identifier: MIT */
/* A book's state as text to compare. */
#ifndef TESTS_SUPPORT_SCRIPT_STATE_H
#define TESTS_SUPPORT_SCRIPT_STATE_H
#include <aftersale.h>

/* An export with its events, as JSON Lines. */
typedef struct script_state {
    char *text;
    size_t size, room;
} script_state;

/* What differs between two runs that come to the same, ids and digests, is masked. @return OK, or why not */
aftersale_status script_state_read(aftersale_book *book, script_state *out);
void script_state_free(script_state *state);
#endif
