/* SPDX-License-Identifier: MIT */
/* Reasons as they are kept in the event of a decision that was acted on, and as they are given (S6). */
#ifndef AS_ENGINE_REASONS_H
#define AS_ENGINE_REASONS_H
#include "engine/engine.h"

/* As JSON: a list of [rule, verdict, number, before, after, text]; the text of what only passed is left out.
 * @return in the arena; NULL: out of memory */
const char *as__reasons_write(const as__reasons *reasons, as__arena *arena);
/* @return OK, CORRUPT, NO_MEMORY */
aftersale_status as__reasons_read(const as__memory *memory, const char *json, as__reasons *out);
/* Keeps the reasons of a BLOCKED, so that they can be asked for. */
void as__reasons_keep(aftersale_book *book, const as__reasons *reasons);
aftersale_status as__explanation_make(aftersale_book *book, const as__reasons *reasons,
                                      const aftersale_explanation **out);
#endif
