/* SPDX-License-Identifier: MIT */
/* A hash table of records by key: open addressing, the record itself holds its key. */
#ifndef AS_STORE_TABLE_H
#define AS_STORE_TABLE_H
#include "schema/entry.h"

typedef struct as__table {
    const as__memory *memory;
    struct as__cell { uint64_t hash; const aftersale_record *record; } *cells;
    size_t count, room; /* room is a power of two */
} as__table;

void as__table_init(as__table *table, const as__memory *memory);
void as__table_free(as__table *table); /* not the records */
const aftersale_record *as__table_get(const as__table *table, const aftersale_key *key); /* NULL: not there */
/* Looks up a few at once, so that they need not wait for memory one after the other; NULL: not there. */
#define AS__TABLE_AT_ONCE 32
void as__table_get_some(const as__table *table, const aftersale_key *keys, size_t count, const aftersale_record **out);
/* Room for so many more, so that as__table_put() cannot fail. False: no memory. */
bool as__table_reserve(as__table *table, size_t more);
/* Puts a record in, in place of the one of the same key. @return that one, or NULL */
const aftersale_record *as__table_put(as__table *table, const aftersale_record *record);
const aftersale_record *as__table_remove(as__table *table, const aftersale_key *key);
/* Walks all: start with 0. NULL past the end. */
const aftersale_record *as__table_next(const as__table *table, size_t *at);
#endif
