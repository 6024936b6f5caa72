/* SPDX-License-Identifier: MIT */
/* Ids: 59 bits of the book and 63 local bits in a UUID of version 8; a touch's id names its place in a
 * plan. */
#ifndef AS_VALUE_ID_H
#define AS_VALUE_ID_H
#include "aftersale/value.h"
#include <stdbool.h>

#define AS__BOOK_BITS 59
#define AS__LOCAL_MAX INT64_MAX /* 63 bits */

bool as__id_given(aftersale_id id);
aftersale_id as__id_make(uint64_t book, uint64_t local);
/* False: not a version 8 UUID of this book. */
bool as__id_split(aftersale_id id, uint64_t book, uint64_t *local);

/* Its local bits, whatever its book. False: not a version 8 UUID. */
bool as__id_local(aftersale_id id, uint64_t *local);

/* A touch: step's number 1..1023, occurrence 1..2^24-1. 25 bits of the book serve as a check. */
typedef struct as__touch_key { uint64_t enrolment; uint32_t step, occurrence; } as__touch_key;
aftersale_id as__touch_id_make(uint64_t book, as__touch_key key);
bool as__touch_id_split(aftersale_id id, uint64_t book, as__touch_key *out);

/* 59 bits that stand for a book of this name. */
uint64_t as__book_of_name(const char *name);
/* 63 bits that stand for `ref` among records of `kind`, under the book's secret; never 0. */
uint64_t as__local_of_ref(const uint8_t secret[16], int32_t kind, const char *ref);

/* Time-ordered local ids: 41 bits of milliseconds since 2020, 16 of a counter, 6 for the things one
 * command makes. */
typedef struct as__id_source { uint64_t last; } as__id_source;
#define AS__IDS_PER_COMMAND 63
/* The next local id, above all it gave before; its low 6 bits are 0. `noise` starts the counter of a new
 * millisecond. False: the clock is outside 2020-01-01 to 2089. */
bool as__id_next(as__id_source *source, aftersale_time now, uint16_t noise, uint64_t *out);
#endif
