/* SPDX-License-Identifier: MIT */
/* A book's state as text to compare. */
#ifndef TESTS_SUPPORT_SCRIPT_STATE_H
#define TESTS_SUPPORT_SCRIPT_STATE_H
#include "support/written_text.h"
#include <aftersale.h>

/* An export with its events, as JSON Lines: what differs between two runs that come to the same, ids and digests, is
 * masked. `out` is written anew. @return OK, or why not */
aftersale_status script_state_read(aftersale_book *book, written_text *out);
#endif
