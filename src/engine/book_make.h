/* SPDX-License-Identifier: MIT */
#ifndef AS_ENGINE_BOOK_MAKE_H
#define AS_ENGINE_BOOK_MAKE_H
#include "engine/engine.h"

/* Writes the settings and the first event of a new book. @return OK, CONFLICT (it is there already), INVALID, … */
aftersale_status as__book_make(aftersale_book *book, const aftersale_book_open_args *args);
/* Frees a book that no cursor needs. */
void as__book_drop(aftersale_book *book);
/* Forgets what the last command changed. */
void as__noted_clear(aftersale_book *book);
#endif
