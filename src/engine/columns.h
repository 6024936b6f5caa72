/* SPDX-License-Identifier: MIT */
/* Blocks of rows as columns, held by their cursor. */
#ifndef AS_ENGINE_COLUMNS_H
#define AS_ENGINE_COLUMNS_H
#include "engine/query.h"

/* Ends the block of a cursor, if it has one. */
void as__columns_drop(aftersale_cursor *cursor);
#endif
