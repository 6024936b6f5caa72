/* SPDX-License-Identifier: MIT */
/* The words of a language: what ships, overlaid by what the host gave for it or for its primary part (S28). */
#ifndef AS_ENGINE_HOST_WORDS_H
#define AS_ENGINE_HOST_WORDS_H
#include "engine/engine.h"
#include "exchange/words_table.h"

/* @param[out] out borrowed until the unit is reset @return OK, CORRUPT, NO_MEMORY, or the store's failure */
aftersale_status as__words_of(aftersale_book *book, as__unit *unit, const char *language,
                              as__words_table *out);
#endif
