/* SPDX-License-Identifier: MIT */
/* Touches counted by owner, week, plan and kind. */
#ifndef AS_ENGINE_TALLY_H
#define AS_ENGINE_TALLY_H
#include "base/memory.h"

typedef struct as__tally_row {
    const char *owner, *plan, *kind; /* plan and kind NULL: not told apart */
    int32_t week;                    /* day of its Monday since 1970 */
    int64_t touches, automatic;
} as__tally_row;

typedef struct as__tally {
    const as__memory *memory;
    as__arena texts;
    as__tally_row *rows;
    size_t count, room;
    uint32_t *slots; /* hash of the rows: place + 1 */
    size_t slot_room;
} as__tally;

void as__tally_init(as__tally *tally, const as__memory *memory);
void as__tally_free(as__tally *tally);
/* The row of these, made when there is none; texts are copied. Good until the next call. NULL: out of memory */
as__tally_row *as__tally_of(as__tally *tally, const as__tally_row *key);
/* By owner, week, plan and kind; afterwards no row may be asked for. */
void as__tally_sort(as__tally *tally);
#endif
