/* SPDX-License-Identifier: MIT */
/* The tables, made from the schema at run time. A file of the same major format only ever grows: what this
 * library has more is added, what it does not know is left alone. */
#include "store/sqlite/sqlite_store.h"
#include <string.h>

static void write_name(sqlite3_str *sql, const char *before, const char *first, const char *second)
{
    sqlite3_str_appendf(sql, "%s\"%w%s%w\"", before, first, second[0] != 0 ? "_" : "", second);
}

static void write_key_names(sqlite3_str *sql, const as__sqlite_kind *kind)
{
    for (size_t i = 0; i < kind->key_count; i++)
        as__sqlite_write_columns(sql, "", kind->fields[i], AS__SQLITE_NAMES);
}

static void define_key(sqlite3_str *sql, const as__sqlite_kind *kind)
{
    for (size_t i = 0; i < kind->key_count; i++)
        sqlite3_str_appendf(sql, ",\"%w\" INTEGER NOT NULL", kind->fields[i]->name);
}

static void define_fields(sqlite3_str *sql, const as__sqlite_kind *kind, uint64_t fields)
{
    for (size_t i = kind->key_count; i < kind->field_count; i++)
        if (as__sqlite_has(fields, kind->fields[i]))
            as__sqlite_write_columns(sql, "", kind->fields[i], AS__SQLITE_DEFINE);
}

static void write_table(sqlite3_str *sql, const as__sqlite_kind *kind)
{
    write_name(sql, "CREATE TABLE IF NOT EXISTS ", kind->name, "");
    sqlite3_str_appendall(sql, "(book INTEGER NOT NULL");
    define_key(sql, kind);
    sqlite3_str_appendall(sql, ",revision INTEGER NOT NULL,unknown BLOB");
    define_fields(sql, kind, kind->content);
    sqlite3_str_appendall(sql, ",PRIMARY KEY(book");
    write_key_names(sql, kind);
    sqlite3_str_appendall(sql, ")) WITHOUT ROWID;\n");
}

/* Lists with tables of their own hang on kinds that are found by id alone. */
static void write_child_table(as__sqlite *my, sqlite3_str *sql, const as__sqlite_kind *kind,
                              const aftersale_field *list)
{
    const as__sqlite_kind *item = as__sqlite_kind_of(my, list->target);
    write_name(sql, "CREATE TABLE IF NOT EXISTS ", kind->name, list->name);
    sqlite3_str_appendf(sql, "(book INTEGER NOT NULL,\"%w\" INTEGER NOT NULL,position INTEGER NOT NULL",
                        kind->name);
    define_fields(sql, item, item->content);
    sqlite3_str_appendf(sql, ",PRIMARY KEY(book,\"%w\",position)) WITHOUT ROWID;\n", kind->name);
}

/* An index over a list: the items' columns are named after the list, the record's own fields as they are. */
static void write_entry_table(as__sqlite *my, sqlite3_str *sql, const as__sqlite_kind *kind,
                              const aftersale_index *index)
{
    const char *list = as__sqlite_field(kind, index->list)->name;
    write_name(sql, "CREATE TABLE IF NOT EXISTS ", index->name, "");
    sqlite3_str_appendall(sql, "(book INTEGER NOT NULL");
    for (size_t i = 0; i < (size_t)index->column_count; i++) {
        const aftersale_field *column = as__sqlite_index_column(my, kind, index, i);
        size_t count;
        write_name(sql, ",", list, column->name);
        sqlite3_str_appendf(sql, " %s NOT NULL", as__sqlite_parts(column, &count)->type);
    }
    define_key(sql, kind);
    sqlite3_str_appendall(sql, ",revision INTEGER NOT NULL");
    define_fields(sql, kind, kind->covered);
    sqlite3_str_appendall(sql, ",PRIMARY KEY(book");
    for (size_t i = 0; i < (size_t)index->column_count; i++)
        write_name(sql, ",", list, as__sqlite_index_column(my, kind, index, i)->name);
    write_key_names(sql, kind);
    sqlite3_str_appendall(sql, ")) WITHOUT ROWID;\n");
}

static void write_index(as__sqlite *my, sqlite3_str *sql, const as__sqlite_kind *kind,
                        const aftersale_index *index)
{
    write_name(sql, index->is_unique ? "CREATE UNIQUE INDEX IF NOT EXISTS " : "CREATE INDEX IF NOT EXISTS ",
               kind->name, index->name);
    write_name(sql, " ON ", kind->name, "");
    sqlite3_str_appendall(sql, "(book");
    for (size_t i = 0; i < (size_t)index->column_count; i++)
        write_name(sql, ",", as__sqlite_index_column(my, kind, index, i)->name, "");
    if (!index->is_unique)
        write_key_names(sql, kind);
    sqlite3_str_appendall(sql, ")");
    if (index->is_sparse)
        sqlite3_str_appendf(sql, " WHERE \"%w\" IS NOT NULL",
                            as__sqlite_index_column(my, kind, index, 0)->name);
    sqlite3_str_appendall(sql, ";\n");
}

static void write_tables(as__sqlite *my, sqlite3_str *sql)
{
    sqlite3_str_appendall(sql, "CREATE TABLE IF NOT EXISTS book(number INTEGER PRIMARY KEY,"
                               "prefix INTEGER NOT NULL UNIQUE);\n"
                               "CREATE TABLE IF NOT EXISTS aftersale_format("
                               "major INTEGER NOT NULL,minor INTEGER NOT NULL,digest INTEGER NOT NULL);\n");
    for (size_t k = 0; k < aftersale_kind_count(); k++) {
        const as__sqlite_kind *kind = as__sqlite_kind_of(my, aftersale_kind_at(k));
        write_table(sql, kind);
        for (size_t i = 0; i < kind->field_count; i++)
            if (as__sqlite_is_child(kind->fields[i]))
                write_child_table(my, sql, kind, kind->fields[i]);
        for (size_t i = 0; i < kind->index_count; i++)
            if (kind->indexes[i]->list != 0)
                write_entry_table(my, sql, kind, kind->indexes[i]);
    }
}

static void write_indexes(as__sqlite *my, sqlite3_str *sql)
{
    for (size_t k = 0; k < aftersale_kind_count(); k++) {
        const as__sqlite_kind *kind = as__sqlite_kind_of(my, aftersale_kind_at(k));
        for (size_t i = 0; i < kind->index_count; i++)
            if (kind->indexes[i]->list == 0)
                write_index(my, sql, kind, kind->indexes[i]);
    }
}

static int finish(sqlite3_str *sql, char **out)
{
    int code = sqlite3_str_errcode(sql);
    *out = sqlite3_str_finish(sql);
    return code;
}

/* Runs what was written, and lets go of it. */
static int run(as__sqlite *my, sqlite3_str *sql)
{
    char *text;
    int code = finish(sql, &text);
    if (code == SQLITE_OK && text != NULL)
        code = sqlite3_exec(my->db, text, NULL, NULL, NULL);
    sqlite3_free(text);
    return code;
}

/* FNV-1a over all that this library expects in a file; equal digests need no look at the tables. */
static int take_digest(as__sqlite *my, int64_t *out)
{
    sqlite3_str *sql = sqlite3_str_new(my->db);
    uint64_t digest = UINT64_C(0xCBF29CE484222325);
    char *text;
    int code;
    write_tables(my, sql);
    write_indexes(my, sql);
    code = finish(sql, &text);
    for (const char *at = text; code == SQLITE_OK && *at != 0; at++)
        digest = (digest ^ (unsigned char)*at) * UINT64_C(0x100000001B3);
    sqlite3_free(text);
    *out = (int64_t)(digest >> 1);
    return code;
}

/* Adds the columns that a table of an older minor format does not have. */
static int add_columns(as__sqlite *my, const char *table, const as__sqlite_kind *kind, uint64_t fields)
{
    sqlite3_str *sql = sqlite3_str_new(my->db);
    for (size_t i = kind->key_count; i < kind->field_count; i++) {
        size_t count;
        const as__sqlite_part *parts = as__sqlite_parts(kind->fields[i], &count);
        for (size_t p = 0; as__sqlite_has(fields, kind->fields[i]) && p < count; p++) {
            char *name = sqlite3_mprintf("%s%s", kind->fields[i]->name, parts[p].suffix);
            if (name != NULL && sqlite3_table_column_metadata(my->db, "main", table, name, NULL, NULL, NULL,
                                                              NULL, NULL) != SQLITE_OK)
                sqlite3_str_appendf(sql, "ALTER TABLE \"%w\" ADD COLUMN \"%w\" %s;\n", table, name,
                                    parts[p].type);
            sqlite3_free(name);
        }
    }
    return run(my, sql);
}

static int add_child_columns(as__sqlite *my, const as__sqlite_kind *kind, const aftersale_field *list)
{
    const as__sqlite_kind *item = as__sqlite_kind_of(my, list->target);
    char *table = sqlite3_mprintf("%s_%s", kind->name, list->name);
    int code = table != NULL ? add_columns(my, table, item, item->content) : SQLITE_NOMEM;
    sqlite3_free(table);
    return code;
}

static int add_all_columns(as__sqlite *my)
{
    int code = SQLITE_OK;
    for (size_t k = 0; k < aftersale_kind_count() && code == SQLITE_OK; k++) {
        const as__sqlite_kind *kind = as__sqlite_kind_of(my, aftersale_kind_at(k));
        code = add_columns(my, kind->name, kind, kind->content);
        for (size_t i = 0; i < kind->field_count && code == SQLITE_OK; i++)
            if (as__sqlite_is_child(kind->fields[i]))
                code = add_child_columns(my, kind, kind->fields[i]);
        for (size_t i = 0; i < kind->index_count && code == SQLITE_OK; i++)
            if (kind->indexes[i]->list != 0)
                code = add_columns(my, kind->indexes[i]->name, kind, kind->covered);
    }
    return code;
}

static int write_all(as__sqlite *my, const as__sqlite_format *format, int64_t digest)
{
    sqlite3_str *sql = sqlite3_str_new(my->db);
    int code;
    write_tables(my, sql);
    code = run(my, sql);
    if (code == SQLITE_OK && !format->is_empty)
        code = add_all_columns(my);
    if (code != SQLITE_OK)
        return code;
    sql = sqlite3_str_new(my->db);
    write_indexes(my, sql);
    if (format->is_empty)
        sqlite3_str_appendf(sql, "PRAGMA application_id=%d;INSERT INTO aftersale_format VALUES(%d,%d,%lld);",
                            AS__SQLITE_APPLICATION, AS__SQLITE_MAJOR, AS__SQLITE_MINOR, (long long)digest);
    else
        sqlite3_str_appendf(sql, "UPDATE aftersale_format SET minor=%d,digest=%lld;", AS__SQLITE_MINOR,
                            (long long)digest);
    return run(my, sql);
}

static int read_numbers(sqlite3 *db, const char *sql, int count, int64_t *out)
{
    sqlite3_stmt *statement;
    int code = sqlite3_prepare_v2(db, sql, -1, &statement, NULL);
    if (code != SQLITE_OK)
        return code;
    if (sqlite3_step(statement) == SQLITE_ROW)
        for (int i = 0; i < count; i++)
            out[i] = sqlite3_column_int64(statement, i);
    return sqlite3_finalize(statement);
}

int as__sqlite_read_format(sqlite3 *db, as__sqlite_format *out)
{
    int64_t application = 0, tables = 0, numbers[2] = {0, 0};
    int code = read_numbers(db, "PRAGMA application_id", 1, &application);
    memset(out, 0, sizeof *out);
    if (code == SQLITE_OK)
        code = read_numbers(db, "SELECT count(*) FROM sqlite_schema", 1, &tables);
    out->is_empty = tables == 0;
    out->is_ours = application == AS__SQLITE_APPLICATION && tables != 0;
    if (code != SQLITE_OK || !out->is_ours)
        return code;
    code = read_numbers(db, "SELECT major FROM aftersale_format", 1, &out->major);
    if (code != SQLITE_OK || out->major != AS__SQLITE_MAJOR) /* of another one nothing more is known */
        return code;
    code = read_numbers(db, "SELECT minor,digest FROM aftersale_format", 2, numbers);
    out->minor = numbers[0];
    out->digest = numbers[1];
    return code;
}

/* Looks again with the lock in hand: a rival may have been quicker. */
static int bring_up(as__sqlite *my)
{
    as__sqlite_format format;
    int64_t digest;
    int code = as__sqlite_read_format(my->db, &format);
    if (code == SQLITE_OK)
        code = take_digest(my, &digest);
    if (code != SQLITE_OK)
        return code;
    if (!format.is_empty && (!format.is_ours || format.major != AS__SQLITE_MAJOR ||
                             format.minor > AS__SQLITE_MINOR || format.digest == digest))
        return SQLITE_OK;
    return write_all(my, &format, digest);
}

int as__sqlite_prepare_schema(as__sqlite *my, const as__sqlite_format *format)
{
    int64_t digest;
    int code = take_digest(my, &digest);
    if (code != SQLITE_OK)
        return code;
    if (!format->is_empty && (format->minor > AS__SQLITE_MINOR || format->digest == digest))
        return SQLITE_OK;
    code = sqlite3_exec(my->db, "BEGIN IMMEDIATE", NULL, NULL, NULL);
    if (code != SQLITE_OK)
        return code;
    code = bring_up(my);
    if (code == SQLITE_OK)
        code = sqlite3_exec(my->db, "COMMIT", NULL, NULL, NULL);
    if (sqlite3_get_autocommit(my->db) == 0)
        (void)sqlite3_exec(my->db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}
