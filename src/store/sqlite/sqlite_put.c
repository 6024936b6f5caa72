/* SPDX-License-Identifier: MIT */
/* One record written or removed: its row, its lists, and the entries of the indexes over its lists. */
#include "store/sqlite/sqlite_store.h"

/* What a statement is about; which of the parts are used depends on the statement. */
typedef struct target {
    const as__sqlite_kind *kind;
    const aftersale_field *list;
    const aftersale_index *index;
    uint64_t fields;
} target;

static as__sqlite_shape shape_of(uint16_t what, const target *about)
{
    as__sqlite_shape shape = {.what = what, .kind = (uint16_t)about->kind->kind, .fields = about->fields};
    if (about->list != NULL)
        shape.part = (uint16_t)about->list->tag;
    else if (about->index != NULL)
        shape.part = (uint16_t)about->index->number;
    return shape;
}

static void write_fields(sqlite3_str *sql, const as__sqlite_kind *kind, uint64_t fields, as__sqlite_form form)
{
    for (size_t i = kind->key_count; i < kind->field_count; i++)
        if (as__sqlite_has(fields, kind->fields[i]))
            as__sqlite_write_columns(sql, "", kind->fields[i], form);
}

/* Binds what is given; all else is NULL, as in a statement whose bindings were cleared. */
static aftersale_status bind_fields(sqlite3_stmt *statement, int *at, const aftersale_change *change,
                                    const as__sqlite_kind *kind, uint64_t fields)
{
    uint64_t given = aftersale_change_given(change) & fields;
    for (size_t i = kind->key_count; i < kind->field_count; i++) {
        const aftersale_field *field = kind->fields[i];
        aftersale_value value;
        aftersale_status status;
        if (!as__sqlite_has(given, field)) {
            *at += as__sqlite_has(fields, field) ? as__sqlite_width(field) : 0;
            continue;
        }
        status = aftersale_change_value(change, field->tag, &value);
        if (status == AFTERSALE_OK)
            status = as__sqlite_bind(statement, at, field, &value);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

/* A statement that changes one row; one that finds none is a conflict. */
static aftersale_status run_on_one(as__sqlite *my, sqlite3_stmt *statement)
{
    aftersale_status status = as__sqlite_run(my, statement);
    return status == AFTERSALE_OK && sqlite3_changes(my->db) == 0 ? AFTERSALE_CONFLICT : status;
}

/* The record's own row. */

static void write_insert(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const target *about = what;
    (void)my;
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\"(book", about->kind->name);
    for (size_t i = 0; i < about->kind->key_count; i++)
        as__sqlite_write_columns(sql, "", about->kind->fields[i], AS__SQLITE_NAMES);
    sqlite3_str_appendall(sql, ",revision,unknown");
    write_fields(sql, about->kind, about->fields, AS__SQLITE_NAMES);
    sqlite3_str_appendall(sql, about->kind->key_count == 2 ? ") VALUES(?,?,?,?,?" : ") VALUES(?,?,?,?");
    write_fields(sql, about->kind, about->fields, AS__SQLITE_MARKS);
    sqlite3_str_appendall(sql, ")");
}

static void write_update(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const target *about = what;
    (void)my;
    sqlite3_str_appendf(sql, "UPDATE \"%w\" SET revision=?,unknown=?", about->kind->name);
    write_fields(sql, about->kind, about->fields, AS__SQLITE_ASSIGN);
    sqlite3_str_appendall(sql, " WHERE ");
    as__sqlite_write_key(sql, "", about->kind);
    sqlite3_str_appendall(sql, " AND revision=?");
}

static void write_remove(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const target *about = what;
    (void)my;
    sqlite3_str_appendf(sql, "DELETE FROM \"%w\" WHERE ", about->kind->name);
    as__sqlite_write_key(sql, "", about->kind);
    sqlite3_str_appendall(sql, " AND revision=?");
}

static void bind_head(sqlite3_stmt *statement, int *at, const aftersale_change *change)
{
    aftersale_bytes unknown = aftersale_change_unknown(change);
    (void)sqlite3_bind_int64(statement, (*at)++, (int64_t)aftersale_change_revision(change));
    if (unknown.size != 0)
        (void)sqlite3_bind_blob64(statement, *at, unknown.data, unknown.size, SQLITE_STATIC);
    ++*at;
}

static aftersale_status insert(as__sqlite *my, const aftersale_change *change, const as__sqlite_kind *kind,
                               int64_t number)
{
    target about = {.kind = kind, .fields = kind->content};
    as__sqlite_shape shape = shape_of(AS__SQLITE_DO_INSERT, &about);
    sqlite3_stmt *statement;
    int at = 1;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_insert, &about, &statement);
    if (status != AFTERSALE_OK)
        return status;
    (void)sqlite3_clear_bindings(statement);
    as__sqlite_bind_key(statement, &at, kind, number, aftersale_change_key(change));
    bind_head(statement, &at, change);
    status = bind_fields(statement, &at, change, kind, about.fields);
    return status == AFTERSALE_OK ? as__sqlite_run(my, statement) : status;
}

static aftersale_status update(as__sqlite *my, const aftersale_change *change, const as__sqlite_kind *kind,
                               int64_t number)
{
    target about = {.kind = kind};
    as__sqlite_shape shape;
    sqlite3_stmt *statement;
    int at = 1;
    aftersale_status status;
    for (size_t i = kind->key_count; i < kind->field_count; i++)
        if (aftersale_change_differs(change, kind->fields[i]->tag))
            about.fields |= UINT64_C(1) << kind->fields[i]->tag;
    shape = shape_of(AS__SQLITE_DO_UPDATE, &about);
    status = as__sqlite_prepare(my, &shape, write_update, &about, &statement);
    if (status != AFTERSALE_OK)
        return status;
    (void)sqlite3_clear_bindings(statement);
    bind_head(statement, &at, change);
    status = bind_fields(statement, &at, change, kind, about.fields);
    if (status != AFTERSALE_OK)
        return status;
    as__sqlite_bind_key(statement, &at, kind, number, aftersale_change_key(change));
    (void)sqlite3_bind_int64(statement, at, (int64_t)aftersale_change_expected(change));
    return run_on_one(my, statement);
}

/* Lists with a table of their own. */

static void write_insert_item(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const target *about = what;
    const as__sqlite_kind *item = as__sqlite_kind_of(my, about->list->target);
    sqlite3_str_appendf(sql, "INSERT INTO \"%w_%w\"(book,\"%w\",position", about->kind->name,
                        about->list->name, about->kind->name);
    write_fields(sql, item, item->content, AS__SQLITE_NAMES);
    sqlite3_str_appendall(sql, ") VALUES(?,?,?");
    write_fields(sql, item, item->content, AS__SQLITE_MARKS);
    sqlite3_str_appendall(sql, ")");
}

static void write_remove_items(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const target *about = what;
    (void)my;
    sqlite3_str_appendf(sql, "DELETE FROM \"%w_%w\" WHERE book=? AND \"%w\"=?", about->kind->name,
                        about->list->name, about->kind->name);
}

static aftersale_status insert_item(as__sqlite *my, const aftersale_change *change, const target *about,
                                    int64_t number, size_t position)
{
    const as__sqlite_kind *item = as__sqlite_kind_of(my, about->list->target);
    as__sqlite_shape shape = shape_of(AS__SQLITE_DO_INSERT_ITEM, about);
    sqlite3_stmt *statement;
    int at = 1;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_insert_item, about, &statement);
    if (status != AFTERSALE_OK)
        return status;
    as__sqlite_bind_key(statement, &at, about->kind, number, aftersale_change_key(change));
    (void)sqlite3_bind_int64(statement, at++, (int64_t)position);
    for (size_t i = 0; i < item->field_count; i++) {
        aftersale_value value;
        status = aftersale_change_item(change, about->list->tag, position, item->fields[i]->tag, &value);
        if (status == AFTERSALE_OK)
            status = as__sqlite_bind(statement, &at, item->fields[i], &value);
        if (status != AFTERSALE_OK)
            return status;
    }
    return as__sqlite_run(my, statement);
}

static aftersale_status remove_items(as__sqlite *my, const aftersale_change *change, const target *about,
                                     int64_t number)
{
    as__sqlite_shape shape = shape_of(AS__SQLITE_DO_REMOVE_ITEMS, about);
    sqlite3_stmt *statement;
    int at = 1;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_remove_items, about, &statement);
    if (status != AFTERSALE_OK)
        return status;
    as__sqlite_bind_key(statement, &at, about->kind, number, aftersale_change_key(change));
    return as__sqlite_run(my, statement);
}

static aftersale_status put_items(as__sqlite *my, const aftersale_change *change, const as__sqlite_kind *kind,
                                  const aftersale_field *list, int64_t number)
{
    target about = {.kind = kind, .list = list};
    aftersale_value count;
    aftersale_status status = AFTERSALE_OK;
    if (!aftersale_change_differs(change, list->tag))
        return AFTERSALE_OK;
    if (aftersale_change_expected(change) != 0)
        status = remove_items(my, change, &about, number);
    if (status == AFTERSALE_OK)
        status = aftersale_change_value(change, list->tag, &count);
    for (size_t i = 0; status == AFTERSALE_OK && count.type != 0 && i < count.as.count; i++)
        status = insert_item(my, change, &about, number, i);
    return status;
}

/* Indexes over a list: a row an item, which repeats the record's revision and what is worth having at
 * hand. So a new revision writes all of them anew. */

static void write_entry_columns(const as__sqlite *my, sqlite3_str *sql, const target *about,
                                const char *between)
{
    const char *list = as__sqlite_field(about->kind, about->index->list)->name;
    for (size_t i = 0; i < (size_t)about->index->column_count; i++)
        sqlite3_str_appendf(sql, "%s\"%w_%w\"", between, list,
                            as__sqlite_index_column(my, about->kind, about->index, i)->name);
}

static void write_insert_entry(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const target *about = what;
    sqlite3_str_appendf(sql, "INSERT INTO \"%w\"(book", about->index->name);
    as__sqlite_write_columns(sql, "", about->kind->fields[0], AS__SQLITE_NAMES);
    sqlite3_str_appendall(sql, ",revision");
    write_entry_columns(my, sql, about, ",");
    write_fields(sql, about->kind, about->fields, AS__SQLITE_NAMES);
    sqlite3_str_appendall(sql, ") VALUES(?,?,?");
    for (int32_t i = 0; i < about->index->column_count; i++)
        sqlite3_str_appendall(sql, ",?");
    write_fields(sql, about->kind, about->fields, AS__SQLITE_MARKS);
    sqlite3_str_appendall(sql, ")");
}

static void write_remove_entry(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const target *about = what;
    const char *list = as__sqlite_field(about->kind, about->index->list)->name;
    sqlite3_str_appendf(sql, "DELETE FROM \"%w\" WHERE ", about->index->name);
    as__sqlite_write_key(sql, "", about->kind);
    for (size_t i = 0; i < (size_t)about->index->column_count; i++)
        sqlite3_str_appendf(sql, " AND \"%w_%w\"=?", list,
                            as__sqlite_index_column(my, about->kind, about->index, i)->name);
}

typedef aftersale_status item_reader(const aftersale_change *change, int32_t tag, size_t i, int32_t item_tag,
                                     aftersale_value *out);

/* @return OK, NOT_FOUND past the end of the list */
static aftersale_status bind_item(as__sqlite *my, sqlite3_stmt *statement, int *at,
                                  const aftersale_change *change, const target *about, item_reader *read,
                                  size_t item)
{
    for (size_t i = 0; i < (size_t)about->index->column_count; i++) {
        const aftersale_field *column = as__sqlite_index_column(my, about->kind, about->index, i);
        aftersale_value value;
        aftersale_status status = read(change, about->index->list, item, column->tag, &value);
        if (status == AFTERSALE_OK)
            status = as__sqlite_bind_entry(statement, at, column, &value);
        if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

static aftersale_status remove_entries(as__sqlite *my, const aftersale_change *change, const target *about,
                                       int64_t number)
{
    as__sqlite_shape shape = shape_of(AS__SQLITE_DO_REMOVE_ENTRY, about);
    sqlite3_stmt *statement;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_remove_entry, about, &statement);
    for (size_t i = 0; status == AFTERSALE_OK; i++) {
        int at = 1;
        as__sqlite_bind_key(statement, &at, about->kind, number, aftersale_change_key(change));
        status = bind_item(my, statement, &at, change, about, aftersale_change_item_old, i);
        if (status == AFTERSALE_OK)
            status = as__sqlite_run(my, statement);
    }
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_OK : status;
}

static aftersale_status insert_entries(as__sqlite *my, const aftersale_change *change, const target *about,
                                       int64_t number)
{
    as__sqlite_shape shape = shape_of(AS__SQLITE_DO_INSERT_ENTRY, about);
    sqlite3_stmt *statement;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_insert_entry, about, &statement);
    for (size_t i = 0; status == AFTERSALE_OK; i++) {
        int at = 1;
        (void)sqlite3_clear_bindings(statement);
        as__sqlite_bind_key(statement, &at, about->kind, number, aftersale_change_key(change));
        (void)sqlite3_bind_int64(statement, at++, (int64_t)aftersale_change_revision(change));
        status = bind_item(my, statement, &at, change, about, aftersale_change_item, i);
        if (status == AFTERSALE_OK)
            status = bind_fields(statement, &at, change, about->kind, about->fields);
        if (status == AFTERSALE_OK)
            status = as__sqlite_run(my, statement);
    }
    if (status == AFTERSALE_CONFLICT) /* two equal entries */
        return AFTERSALE_EXISTS;
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_OK : status;
}

/* The verbs. */

aftersale_status as__sqlite_put(as__sqlite *my, const aftersale_change *change, int64_t number)
{
    const as__sqlite_kind *kind = as__sqlite_kind_of(my, aftersale_change_key(change)->kind);
    bool is_new = aftersale_change_expected(change) == 0;
    aftersale_status status;
    if (kind == NULL || kind->key_count == 0)
        return AFTERSALE_INTERNAL;
    status = is_new ? insert(my, change, kind, number) : update(my, change, kind, number);
    for (size_t i = 0; i < kind->field_count && status == AFTERSALE_OK; i++)
        if (as__sqlite_is_child(kind->fields[i]))
            status = put_items(my, change, kind, kind->fields[i], number);
    for (size_t i = 0; i < kind->index_count && status == AFTERSALE_OK; i++) {
        target about = {.kind = kind, .index = kind->indexes[i], .fields = kind->covered};
        if (about.index->list == 0)
            continue;
        if (!is_new)
            status = remove_entries(my, change, &about, number);
        if (status == AFTERSALE_OK)
            status = insert_entries(my, change, &about, number);
    }
    return status;
}

static aftersale_status remove_row(as__sqlite *my, const aftersale_change *change,
                                   const as__sqlite_kind *kind, int64_t number)
{
    target about = {.kind = kind};
    as__sqlite_shape shape = shape_of(AS__SQLITE_DO_REMOVE, &about);
    sqlite3_stmt *statement;
    int at = 1;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_remove, &about, &statement);
    if (status != AFTERSALE_OK)
        return status;
    as__sqlite_bind_key(statement, &at, kind, number, aftersale_change_key(change));
    (void)sqlite3_bind_int64(statement, at, (int64_t)aftersale_change_expected(change));
    return run_on_one(my, statement);
}

aftersale_status as__sqlite_remove(as__sqlite *my, const aftersale_change *change, int64_t number)
{
    const as__sqlite_kind *kind = as__sqlite_kind_of(my, aftersale_change_key(change)->kind);
    aftersale_status status;
    if (kind == NULL || kind->key_count == 0)
        return AFTERSALE_INTERNAL;
    status = remove_row(my, change, kind, number);
    for (size_t i = 0; i < kind->field_count && status == AFTERSALE_OK; i++) {
        target about = {.kind = kind, .list = kind->fields[i]};
        if (as__sqlite_is_child(kind->fields[i]))
            status = remove_items(my, change, &about, number);
    }
    for (size_t i = 0; i < kind->index_count && status == AFTERSALE_OK; i++) {
        target about = {.kind = kind, .index = kind->indexes[i], .fields = kind->covered};
        if (about.index->list != 0)
            status = remove_entries(my, change, &about, number);
    }
    return status;
}
