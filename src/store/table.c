/* SPDX-License-Identifier: MIT */
#include "store/table.h"
#include "base/prefetch.h"
#include "schema/record.h"
#include <string.h>

void as__table_init(as__table *table, const as__memory *memory)
{
    memset(table, 0, sizeof *table);
    table->memory = memory;
}

void as__table_free(as__table *table)
{
    as__memory_give(table->memory, table->cells, table->room * sizeof *table->cells);
    as__table_init(table, table->memory);
}

/* Cell of a key, or the empty one where it would go. */
static size_t cell_for(const as__table *table, const aftersale_key *key, uint64_t hash)
{
    size_t mask = table->room - 1, at = (size_t)hash & mask;
    for (; table->cells[at].record != NULL; at = (at + 1) & mask) {
        if (table->cells[at].hash == hash) {
            aftersale_key here = as__key_of(table->cells[at].record);
            if (as__key_same(&here, key))
                break;
        }
    }
    return at;
}

const aftersale_record *as__table_get(const as__table *table, const aftersale_key *key)
{
    if (table->room == 0)
        return NULL;
    return table->cells[cell_for(table, key, as__key_hash(key))].record;
}

void as__table_get_some(const as__table *table, const aftersale_key *keys, size_t count,
                        const aftersale_record **out)
{
    uint64_t hashes[AS__TABLE_AT_ONCE];
    size_t mask = table->room - 1;
    for (size_t i = 0; i < count; i++) {
        hashes[i] = as__key_hash(&keys[i]);
        out[i] = NULL;
        if (table->room != 0)
            as__prefetch(&table->cells[(size_t)hashes[i] & mask]);
    }
    if (table->room == 0)
        return;
    for (size_t i = 0; i < count; i++)
        as__record_prefetch(table->cells[(size_t)hashes[i] & mask].record);
    for (size_t i = 0; i < count; i++)
        out[i] = table->cells[cell_for(table, &keys[i], hashes[i])].record;
}

bool as__table_reserve(as__table *table, size_t more)
{
    size_t room = table->room == 0 ? 64 : table->room;
    as__table grown = {table->memory, NULL, table->count, 0};
    while (room * 3 / 4 < table->count + more)
        room *= 2;
    if (room == table->room)
        return true;
    grown.cells = as__memory_take(table->memory, room * sizeof *grown.cells);
    grown.room = room;
    if (grown.cells == NULL)
        return false;
    for (size_t i = 0; i < table->room; i++) {
        size_t at = (size_t)table->cells[i].hash & (room - 1);
        if (table->cells[i].record == NULL)
            continue;
        while (grown.cells[at].record != NULL)
            at = (at + 1) & (room - 1);
        grown.cells[at] = table->cells[i];
    }
    as__memory_give(table->memory, table->cells, table->room * sizeof *table->cells);
    *table = grown;
    return true;
}

const aftersale_record *as__table_put(as__table *table, const aftersale_record *record)
{
    aftersale_key key = as__key_of(record);
    uint64_t hash = as__key_hash(&key);
    size_t at = cell_for(table, &key, hash);
    const aftersale_record *before = table->cells[at].record;
    table->cells[at].hash = hash;
    table->cells[at].record = record;
    table->count += before == NULL;
    return before;
}

const aftersale_record *as__table_remove(as__table *table, const aftersale_key *key)
{
    size_t mask = table->room - 1, at, next;
    const aftersale_record *before;
    if (table->room == 0)
        return NULL;
    at = cell_for(table, key, as__key_hash(key));
    before = table->cells[at].record;
    if (before == NULL)
        return NULL;
    table->count--;
    /* What follows moves up as long as it would not be found across the hole. */
    for (next = (at + 1) & mask; table->cells[next].record != NULL; next = (next + 1) & mask) {
        size_t home = (size_t)table->cells[next].hash & mask;
        if (((next - home) & mask) < ((next - at) & mask))
            continue;
        table->cells[at] = table->cells[next];
        at = next;
    }
    memset(&table->cells[at], 0, sizeof table->cells[at]);
    return before;
}

const aftersale_record *as__table_next(const as__table *table, size_t *at)
{
    while (*at < table->room) {
        const aftersale_record *record = table->cells[(*at)++].record;
        if (record != NULL)
            return record;
    }
    return NULL;
}
