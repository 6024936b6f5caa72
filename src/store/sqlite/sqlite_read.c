/* SPDX-License-Identifier: MIT */
#include "store/sqlite/sqlite_store.h"

as__sqlite *as__sqlite_enter(aftersale_store *store, aftersale_call *call)
{
    as__sqlite *my = (as__sqlite *)store;
    (void)pthread_mutex_lock(&my->mutex);
    my->call = call;
    return my;
}

void as__sqlite_leave(as__sqlite *my)
{
    my->call = NULL;
    (void)pthread_mutex_unlock(&my->mutex);
}

aftersale_status as__sqlite_begin_read(as__sqlite *my)
{
    return as__sqlite_run_text(my, AS__SQLITE_DO_BEGIN_READ, "BEGIN");
}

aftersale_status as__sqlite_end_read(as__sqlite *my, aftersale_status status)
{
    aftersale_status ended;
    if (sqlite3_get_autocommit(my->db) != 0) /* some failures end the transaction by themselves */
        return status;
    ended = as__sqlite_run_text(my, AS__SQLITE_DO_COMMIT, "COMMIT");
    return status != AFTERSALE_OK ? status : ended;
}

void as__sqlite_write_key(sqlite3_str *sql, const char *alias, const as__sqlite_kind *kind)
{
    sqlite3_str_appendf(sql, "%sbook=?", alias);
    for (size_t i = 0; i < kind->key_count; i++)
        sqlite3_str_appendf(sql, " AND %s\"%w\"=?", alias, kind->fields[i]->name);
}

void as__sqlite_bind_key(sqlite3_stmt *statement, int *at, const as__sqlite_kind *kind, int64_t number,
                         const aftersale_key *key)
{
    (void)sqlite3_bind_int64(statement, (*at)++, number);
    if (kind->key_count == 2)
        (void)sqlite3_bind_int64(statement, (*at)++, (int64_t)key->root);
    (void)sqlite3_bind_int64(statement, (*at)++, (int64_t)key->id);
}

void as__sqlite_write_content(sqlite3_str *sql, const char *alias, const as__sqlite_kind *kind,
                              uint64_t fields)
{
    sqlite3_str_appendf(sql, "%srevision", alias);
    for (size_t i = kind->key_count; i < kind->field_count; i++)
        if (as__sqlite_has(fields, kind->fields[i]))
            as__sqlite_write_columns(sql, alias, kind->fields[i], AS__SQLITE_NAMES);
    if (fields == kind->content)
        sqlite3_str_appendf(sql, ",%sunknown", alias);
}

int as__sqlite_content_width(const as__sqlite_kind *kind, uint64_t fields)
{
    int width = fields == kind->content ? 2 : 1;
    for (size_t i = kind->key_count; i < kind->field_count; i++)
        if (as__sqlite_has(fields, kind->fields[i]))
            width += as__sqlite_width(kind->fields[i]);
    return width;
}

/* Lists with a table of their own. */

typedef struct list_of {
    const as__sqlite_kind *kind, *item;
    const aftersale_field *field;
} list_of;

static void write_items(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const list_of *list = what;
    (void)my;
    sqlite3_str_appendall(sql, "SELECT position");
    for (size_t i = 0; i < list->item->field_count; i++)
        as__sqlite_write_columns(sql, "", list->item->fields[i], AS__SQLITE_NAMES);
    sqlite3_str_appendf(sql, " FROM \"%w_%w\" WHERE book=? AND \"%w\"=? ORDER BY position", list->kind->name,
                        list->field->name, list->kind->name);
}

static aftersale_status add_item(as__sqlite *my, aftersale_rows *rows, const list_of *list,
                                 sqlite3_stmt *statement)
{
    int at = 1;
    aftersale_status status = aftersale_rows_item(rows, list->field->tag);
    for (size_t i = 0; i < list->item->field_count && status == AFTERSALE_OK; i++) {
        aftersale_value value;
        status = as__sqlite_read(statement, &at, list->item->fields[i], &value);
        if (status != AFTERSALE_OK)
            return as__sqlite_corrupt(my, list->item->fields[i]->name);
        if (value.type != 0)
            status = aftersale_rows_item_value(rows, list->item->fields[i]->tag, &value);
    }
    return status;
}

static aftersale_status add_items(as__sqlite *my, aftersale_rows *rows, const as__sqlite_kind *kind,
                                  const aftersale_field *field, const aftersale_key *key, int64_t number,
                                  size_t count)
{
    list_of list = {kind, as__sqlite_kind_of(my, field->target), field};
    as__sqlite_shape shape = {
        .what = AS__SQLITE_DO_ITEMS, .kind = (uint16_t)kind->kind, .part = (uint16_t)field->tag};
    sqlite3_stmt *statement;
    size_t found = 0;
    int at = 1;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_items, &list, &statement);
    if (status != AFTERSALE_OK)
        return status;
    as__sqlite_bind_key(statement, &at, kind, number, key);
    while ((status = as__sqlite_step(my, statement)) == AFTERSALE_ROW) {
        found++;
        status = add_item(my, rows, &list, statement);
        if (status != AFTERSALE_OK)
            break;
    }
    (void)sqlite3_reset(statement);
    if (status == AFTERSALE_DONE)
        return found == count ? AFTERSALE_OK : as__sqlite_corrupt(my, field->name);
    return status;
}

/* Records. */

static aftersale_status add_content(as__sqlite *my, aftersale_rows *rows, const as__sqlite_kind *kind,
                                    const aftersale_key *key, int64_t number, uint64_t fields,
                                    sqlite3_stmt *statement, int *at)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = kind->key_count; i < kind->field_count && status == AFTERSALE_OK; i++) {
        const aftersale_field *field = kind->fields[i];
        aftersale_value value;
        if (!as__sqlite_has(fields, field))
            continue;
        if (as__sqlite_read(statement, at, field, &value) != AFTERSALE_OK)
            return as__sqlite_corrupt(my, field->name);
        if (value.type == 0)
            continue;
        if (as__sqlite_is_child(field))
            status = add_items(my, rows, kind, field, key, number, value.as.count);
        else
            status = aftersale_rows_value(rows, field->tag, &value);
    }
    return status;
}

aftersale_status as__sqlite_read_number(as__sqlite *my, sqlite3_stmt *statement, int *at, uint64_t *out)
{
    int column = (*at)++;
    int64_t number = sqlite3_column_int64(statement, column);
    if (number < 0 || sqlite3_column_type(statement, column) != SQLITE_INTEGER)
        return as__sqlite_corrupt(my, "a key or a revision");
    *out = (uint64_t)number;
    return AFTERSALE_OK;
}

aftersale_status as__sqlite_add_row(as__sqlite *my, aftersale_rows *rows, size_t from,
                                    const as__sqlite_kind *kind, const aftersale_key *key, int64_t number,
                                    uint64_t fields, sqlite3_stmt *statement, int *at)
{
    uint64_t revision = 0;
    aftersale_status status = as__sqlite_read_number(my, statement, at, &revision);
    if (status == AFTERSALE_OK)
        status = aftersale_rows_add(rows, from, key, revision);
    if (status == AFTERSALE_OK)
        status = add_content(my, rows, kind, key, number, fields, statement, at);
    if (status != AFTERSALE_OK)
        return status;
    if (fields != kind->content) {
        aftersale_rows_partial(rows);
        return AFTERSALE_OK;
    }
    if (sqlite3_column_type(statement, *at) == SQLITE_BLOB) {
        aftersale_bytes unknown = {sqlite3_column_blob(statement, *at),
                                   (size_t)sqlite3_column_bytes(statement, *at)};
        status = aftersale_rows_unknown(rows, unknown);
    }
    ++*at;
    return status;
}

static void write_last_event(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const as__sqlite_kind *event = as__sqlite_kind_of(my, AFTERSALE_KIND_EVENT);
    (void)what;
    sqlite3_str_appendf(sql, "SELECT max(\"%w\") FROM \"%w\" WHERE book=? AND \"%w\"=?",
                        event->fields[1]->name, event->name, event->fields[0]->name);
}

aftersale_status as__sqlite_read_last_event(as__sqlite *my, int64_t number, uint64_t root, uint64_t *last)
{
    as__sqlite_shape shape = {.what = AS__SQLITE_DO_LAST_EVENT};
    sqlite3_stmt *statement;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_last_event, NULL, &statement);
    if (status != AFTERSALE_OK)
        return status;
    (void)sqlite3_bind_int64(statement, 1, number);
    (void)sqlite3_bind_int64(statement, 2, (int64_t)root);
    status = as__sqlite_step(my, statement);
    if (status == AFTERSALE_ROW)
        *last = (uint64_t)sqlite3_column_int64(statement, 0); /* NULL, when there is none, reads as 0 */
    (void)sqlite3_reset(statement);
    return status > 0 ? AFTERSALE_OK : status;
}

static void write_get(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const as__sqlite_kind *kind = what;
    (void)my;
    sqlite3_str_appendall(sql, "SELECT ");
    as__sqlite_write_content(sql, "", kind, kind->content);
    sqlite3_str_appendf(sql, " FROM \"%w\" WHERE ", kind->name);
    as__sqlite_write_key(sql, "", kind);
}

static aftersale_status get_root(as__sqlite *my, aftersale_rows *out, size_t from, const aftersale_key *key,
                                 int64_t number)
{
    uint64_t last = 0;
    aftersale_status status = as__sqlite_read_last_event(my, number, key->root, &last);
    if (status != AFTERSALE_OK || last == 0)
        return status;
    return aftersale_rows_add(out, from, key, last);
}

static aftersale_status get_record(as__sqlite *my, aftersale_rows *out, size_t from, const aftersale_key *key,
                                   int64_t number)
{
    const as__sqlite_kind *kind = as__sqlite_kind_of(my, key->kind);
    as__sqlite_shape shape = {.what = AS__SQLITE_DO_GET, .kind = (uint16_t)key->kind};
    sqlite3_stmt *statement;
    int at = 1, column = 0;
    aftersale_status status;
    if (kind == NULL || kind->key_count == 0)
        return AFTERSALE_INTERNAL;
    status = as__sqlite_prepare(my, &shape, write_get, kind, &statement);
    if (status != AFTERSALE_OK)
        return status;
    as__sqlite_bind_key(statement, &at, kind, number, key);
    status = as__sqlite_step(my, statement);
    if (status == AFTERSALE_ROW)
        status = as__sqlite_add_row(my, out, from, kind, key, number, kind->content, statement, &column);
    (void)sqlite3_reset(statement);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static aftersale_status get_one(as__sqlite *my, aftersale_rows *out, size_t from, const aftersale_key *key)
{
    int64_t number;
    aftersale_status status = as__sqlite_find_book(my, key->book, false, &number);
    if (status != AFTERSALE_OK || number == 0)
        return status;
    if (key->kind == AFTERSALE_KIND_ROOT)
        return get_root(my, out, from, key, number);
    return get_record(my, out, from, key, number);
}

aftersale_status as__sqlite_get(aftersale_store *store, const aftersale_key *keys, size_t count,
                                aftersale_rows *out, aftersale_call *call)
{
    as__sqlite *my = as__sqlite_enter(store, call);
    aftersale_status status = as__sqlite_begin_read(my);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        status = get_one(my, out, i, &keys[i]);
    status = as__sqlite_end_read(my, status);
    as__sqlite_leave(my);
    return status;
}
