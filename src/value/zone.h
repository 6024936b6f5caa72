/* SPDX-License-Identifier: MIT */
/* Time zones, read from TZif files (RFC 9636) of version 1 to 4, footer rules included (S31). */
#ifndef AS_VALUE_ZONE_H
#define AS_VALUE_ZONE_H
#include "base/memory.h"
#include "aftersale/context.h"

typedef struct as__zone as__zone; /* immutable once made; one allocation */

/* Reads a TZif file's bytes. @return OK, CORRUPT (damaged, untouched `out`), NO_MEMORY */
aftersale_status as__zone_read(const as__memory *memory, const void *data, size_t size, as__zone **out);
void as__zone_free(const as__memory *memory, as__zone *zone);
/* Seconds east of UTC at an instant. */
int32_t as__zone_offset(const as__zone *zone, int64_t utc_seconds);
/* Civil to UTC seconds: a local time that does not exist moves on by the gap, one that occurs twice is the
 * first. */
int64_t as__zone_to_utc(const as__zone *zone, int64_t civil_seconds);
/* An offset, and the UTC seconds from and until which it is known to hold, until exclusive. */
typedef struct as__zone_span {
    int64_t from, until;
    int32_t offset;
    uint32_t past; /* how many changes of the zone came before it */
} as__zone_span;
/* @param[in,out] span the one looked up before, which and those after which are looked at first; all zero: none was */
void as__zone_find_span(const as__zone *zone, int64_t utc_seconds, as__zone_span *span);
/* UTC to civil seconds. */
int64_t as__zone_to_civil(const as__zone *zone, int64_t utc_seconds);

/* The zones of a context: each is read once and kept. Safe from every thread. */
typedef struct as__zones as__zones;
aftersale_status as__zones_new(const as__memory *memory, aftersale_zone_fn provider, void *user,
                               const char *folder, as__zones **out);
void as__zones_free(as__zones *zones);
/* @return OK, NOT_FOUND (no such zone, or a name that is no zone name: no dot, no leading slash), CORRUPT,
 * NO_MEMORY, CALLBACK (the provider failed) */
aftersale_status as__zones_find(as__zones *zones, const char *name, const as__zone **out);
#endif
