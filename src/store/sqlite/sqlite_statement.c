/* SPDX-License-Identifier: MIT */
/* Prepared statements by shape: a hash table of buckets, the least used of a full bucket makes room. */
#include "store/sqlite/sqlite_store.h"
#include <string.h>

#define BUCKET 8

aftersale_status as__sqlite_fail(as__sqlite *my, int code)
{
    const char *words = sqlite3_errmsg(my->db); /* names of tables and columns at most, never values */
    switch (code) {
    case SQLITE_CONSTRAINT_PRIMARYKEY:
        return aftersale_call_fail(my->call, AFTERSALE_CONFLICT, words);
    case SQLITE_CONSTRAINT_UNIQUE:
        return aftersale_call_fail(my->call, AFTERSALE_EXISTS, words);
    default:
        break;
    }
    switch (code & 0xFF) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return aftersale_call_fail(my->call, AFTERSALE_RETRY, words);
    case SQLITE_NOMEM:
        return AFTERSALE_NO_MEMORY;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return aftersale_call_fail(my->call, AFTERSALE_CORRUPT, words);
    default:
        return aftersale_call_fail(my->call, AFTERSALE_STORE, words);
    }
}

aftersale_status as__sqlite_corrupt(as__sqlite *my, const char *words)
{
    return aftersale_call_fail(my->call, AFTERSALE_CORRUPT, words);
}

static size_t bucket_of(const as__sqlite_shape *shape)
{
    uint64_t small = (uint64_t)shape->what << 48 | (uint64_t)shape->kind << 32 | (uint64_t)shape->part << 16 |
                     shape->place;
    uint64_t hash = small * UINT64_C(0x9E3779B97F4A7C15) ^ shape->fields * UINT64_C(0xC2B2AE3D27D4EB4F) ^
                    shape->follow * UINT64_C(0x165667B19E3779F9);
    hash = (hash ^ hash >> 29) * UINT64_C(0xBF58476D1CE4E5B9);
    return (size_t)(hash >> 32) % (AS__SQLITE_STATEMENTS / BUCKET) * BUCKET;
}

static bool is_same(const as__sqlite_shape *a, const as__sqlite_shape *b)
{
    return a->what == b->what && a->kind == b->kind && a->part == b->part && a->place == b->place &&
           a->fields == b->fields && a->follow == b->follow;
}

static int compile(as__sqlite *my, as__sqlite_writer *write, const void *what, sqlite3_stmt **out)
{
    sqlite3_str *sql = sqlite3_str_new(my->db);
    char *text;
    int code;
    write(my, sql, what);
    code = sqlite3_str_errcode(sql);
    text = sqlite3_str_finish(sql);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v3(my->db, text, -1, SQLITE_PREPARE_PERSISTENT, out, NULL);
    sqlite3_free(text);
    return code;
}

aftersale_status as__sqlite_prepare(as__sqlite *my, const as__sqlite_shape *shape, as__sqlite_writer *write,
                                    const void *what, sqlite3_stmt **out)
{
    as__sqlite_cached *bucket = &my->cache[bucket_of(shape)], *place = NULL;
    int code;
    my->clock++;
    for (size_t i = 0; i < BUCKET; i++) {
        as__sqlite_cached *here = &bucket[i];
        if (here->statement != NULL && is_same(&here->shape, shape)) {
            here->used = my->clock;
            *out = here->statement;
            return AFTERSALE_OK;
        }
        if (here->statement != NULL && sqlite3_stmt_busy(here->statement))
            continue;
        if (place == NULL || here->used < place->used)
            place = here;
    }
    if (place == NULL) /* at most three are under way at once */
        return AFTERSALE_INTERNAL;
    sqlite3_finalize(place->statement);
    *place = (as__sqlite_cached){.shape = *shape};
    code = compile(my, write, what, &place->statement);
    if (code != SQLITE_OK)
        return as__sqlite_fail(my, code);
    place->used = my->clock;
    *out = place->statement;
    return AFTERSALE_OK;
}

aftersale_status as__sqlite_step(as__sqlite *my, sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    if (code == SQLITE_ROW)
        return AFTERSALE_ROW;
    if (code == SQLITE_DONE)
        return AFTERSALE_DONE;
    return as__sqlite_fail(my, code);
}

aftersale_status as__sqlite_run(as__sqlite *my, sqlite3_stmt *statement)
{
    aftersale_status status;
    do
        status = as__sqlite_step(my, statement);
    while (status == AFTERSALE_ROW);
    (void)sqlite3_reset(statement); /* says again what the step said */
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static void write_text(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    (void)my;
    sqlite3_str_appendall(sql, what);
}

aftersale_status as__sqlite_run_text(as__sqlite *my, uint16_t what, const char *text)
{
    as__sqlite_shape shape = {.what = what};
    sqlite3_stmt *statement = NULL;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_text, text, &statement);
    return status == AFTERSALE_OK ? as__sqlite_run(my, statement) : status;
}

void as__sqlite_free_statements(as__sqlite *my)
{
    for (size_t i = 0; i < AS__SQLITE_STATEMENTS; i++)
        sqlite3_finalize(my->cache[i].statement);
}
