/* SPDX-License-Identifier: MIT */
/* What an export tells and no command makes: plans entered as they stand, touches that were made, shared plans. */
#ifndef AS_ENGINE_RESTORE_H
#define AS_ENGINE_RESTORE_H
#include "engine/engine.h"
#include "schema/arguments.h"

/* Whether an exported line of this kind is taken in as it is. */
bool as__is_restored(aftersale_kind kind);
/* Takes in one line, inside a batch, in one commit with its event. What is here already stays as it is.
 * @return OK, with what it did in the book; NOT_FOUND: it names what is not there yet; or a failure, noted */
aftersale_status as__restore(aftersale_book *book, aftersale_kind kind, const as__json *json, as__arena *arena);
#endif
