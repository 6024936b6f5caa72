/* SPDX-License-Identifier: MIT */
/* The SQLite store from inside. It sees the library through its exported functions only.
 *
 *  * One table a kind, (book, key) first; a child table for each list that is not inline; a table for each
 * index over a list. `book` in them is a small number that the table of that name gives to the 59 bits of
 * a key's book. */
#ifndef AS_STORE_SQLITE_STORE_H
#define AS_STORE_SQLITE_STORE_H
#include "aftersale/sqlite.h"
#include "aftersale/sys/store.h"
#include <pthread.h>
#include <sqlite3.h>
#include <stdbool.h>

#define AS__SQLITE_KINDS 128
#define AS__SQLITE_FIELDS 64
#define AS__SQLITE_INDEXES 8

/* What the schema says of a kind, at hand. */
typedef struct as__sqlite_kind {
    aftersale_kind kind;
    const char *name;
    size_t key_count; /* leading fields that are the key: 2 under a root, 1, or 0 in lists */
    size_t field_count;
    const aftersale_field *fields[AS__SQLITE_FIELDS];
    uint64_t content; /* bit by tag: the fields behind the key */
    uint64_t covered; /* those of them that stand beside the entries of an index over a list */
    size_t index_count;
    const aftersale_index *indexes[AS__SQLITE_INDEXES];
} as__sqlite_kind;

/* What a cached statement is about: equal shapes have equal SQL. */
typedef struct as__sqlite_shape {
    uint16_t what; /* AS__SQLITE_DO_… */
    uint16_t kind;
    uint16_t part;  /* tag of a list, or number of an index */
    uint16_t place; /* of a scan: how its conditions look */
    uint64_t fields;
    uint64_t follow;
} as__sqlite_shape;

enum {
    AS__SQLITE_DO_BEGIN_READ = 1,
    AS__SQLITE_DO_BEGIN_WRITE,
    AS__SQLITE_DO_COMMIT,
    AS__SQLITE_DO_FIND_BOOK,
    AS__SQLITE_DO_MAKE_BOOK,
    AS__SQLITE_DO_GET,
    AS__SQLITE_DO_LAST_EVENT,
    AS__SQLITE_DO_ITEMS,
    AS__SQLITE_DO_SCAN,
    AS__SQLITE_DO_INSERT,
    AS__SQLITE_DO_UPDATE,
    AS__SQLITE_DO_REMOVE,
    AS__SQLITE_DO_REVISION,
    AS__SQLITE_DO_ADD,
    AS__SQLITE_DO_INSERT_ITEM,
    AS__SQLITE_DO_REMOVE_ITEMS,
    AS__SQLITE_DO_INSERT_ENTRY,
    AS__SQLITE_DO_REMOVE_ENTRY
};

#define AS__SQLITE_STATEMENTS 512
typedef struct as__sqlite_cached {
    as__sqlite_shape shape;
    sqlite3_stmt *statement;
    uint64_t used;
} as__sqlite_cached;

typedef struct as__sqlite_book {
    uint64_t prefix;
    int64_t number;
} as__sqlite_book;

typedef struct as__sqlite {
    aftersale_store face; /* first: the store is its face */
    aftersale_context *context;
    sqlite3 *db;
    pthread_mutex_t mutex;
    aftersale_call *call; /* of the thread that holds the mutex; NULL while opening */
    bool has_failed_sync;
    bool has_made_book;                       /* in the commit under way */
    as__sqlite_kind *kinds[AS__SQLITE_KINDS]; /* by number; NULL: none */
    as__sqlite_book *books;                   /* sorted by prefix */
    size_t book_count, book_room;
    uint64_t clock; /* of the cache */
    as__sqlite_cached cache[AS__SQLITE_STATEMENTS];
} as__sqlite;

/* sqlite_kind.c */
aftersale_status as__sqlite_load_kinds(as__sqlite *my); /* OK, NO_MEMORY, INTERNAL */
void as__sqlite_free_kinds(as__sqlite *my);
const as__sqlite_kind *as__sqlite_kind_of(const as__sqlite *my, aftersale_kind kind); /* NULL: no such kind */
const aftersale_field *as__sqlite_field(const as__sqlite_kind *kind, int32_t tag);    /* NULL: no such tag */
const aftersale_index *as__sqlite_index(const as__sqlite_kind *kind,
                                        int32_t number); /* NULL: no such index */
bool as__sqlite_is_child(const aftersale_field *field);  /* a list with a table of its own */
bool as__sqlite_has(uint64_t fields, const aftersale_field *field);
/* Field behind the i-th column of an index, of the record or of the list's items. */
const aftersale_field *as__sqlite_index_column(const as__sqlite *my, const as__sqlite_kind *kind,
                                               const aftersale_index *index, size_t i);

/* sqlite_column.c: a field is one column or several, `<name>` and `<name>_currency` and the like. */
typedef enum as__sqlite_form {
    AS__SQLITE_NAMES,  /* ,"a" */
    AS__SQLITE_ASSIGN, /* ,"a"=? */
    AS__SQLITE_MARKS,  /* ,? */
    AS__SQLITE_DEFINE  /* ,"a" TEXT */
} as__sqlite_form;
typedef struct as__sqlite_part {
    const char *suffix, *type;
    int storage; /* SQLITE_INTEGER, _TEXT or _BLOB */
} as__sqlite_part;
const as__sqlite_part *as__sqlite_parts(const aftersale_field *field, size_t *count);
int as__sqlite_width(const aftersale_field *field); /* in columns */
void as__sqlite_write_columns(sqlite3_str *sql, const char *alias, const aftersale_field *field,
                              as__sqlite_form form);
/* Binds at `*at` and moves it on; text and bytes stay the caller's until the statement has run. @return
 * OK, NO_MEMORY */
aftersale_status as__sqlite_bind(sqlite3_stmt *statement, int *at, const aftersale_field *field,
                                 const aftersale_value *value);
/* The same in a table of entries, whose columns are never NULL: a number that is not given, being 0, is
 * there the least of all. */
aftersale_status as__sqlite_bind_entry(sqlite3_stmt *statement, int *at, const aftersale_field *field,
                                       const aftersale_value *value);
bool as__sqlite_is_numbered(const aftersale_field *field); /* its first column is an INTEGER */
/* Reads at `*at` and moves it on. Text and bytes are borrowed until the next step. @return OK, CORRUPT */
aftersale_status as__sqlite_read(sqlite3_stmt *statement, int *at, const aftersale_field *field,
                                 aftersale_value *out);

/* sqlite_statement.c */
typedef void as__sqlite_writer(const as__sqlite *my, sqlite3_str *sql, const void *what);
/* A cached statement, reset and ready to bind; `write` writes its SQL the first time. */
aftersale_status as__sqlite_prepare(as__sqlite *my, const as__sqlite_shape *shape, as__sqlite_writer *write,
                                    const void *what, sqlite3_stmt **out);
aftersale_status as__sqlite_step(as__sqlite *my, sqlite3_stmt *statement); /* ROW, DONE, or a failure */
aftersale_status as__sqlite_run(as__sqlite *my, sqlite3_stmt *statement);  /* to its end; OK or a failure */
aftersale_status as__sqlite_run_text(as__sqlite *my, uint16_t what, const char *text);
/* Status of a result code of SQLite, its words noted in the call. */
aftersale_status as__sqlite_fail(as__sqlite *my, int code);
aftersale_status as__sqlite_corrupt(as__sqlite *my, const char *words);
void as__sqlite_free_statements(as__sqlite *my);

/* sqlite_book.c: @param[out] number 0: the file has no such book */
aftersale_status as__sqlite_find_book(as__sqlite *my, uint64_t prefix, bool make, int64_t *number);
void as__sqlite_forget_books(as__sqlite *my);

/* sqlite_schema.c */
#define AS__SQLITE_MAJOR 1
#define AS__SQLITE_MINOR 0
#define AS__SQLITE_APPLICATION 0x6173616C
typedef struct as__sqlite_format {
    bool is_empty; /* no table at all */
    bool is_ours;
    int64_t major, minor, digest;
} as__sqlite_format;
/* Reads what a file says of itself, writing nothing. @return a result code of SQLite */
int as__sqlite_read_format(sqlite3 *db, as__sqlite_format *out);
/* Makes the tables, or adds what this library has more; two processes may do so at once. The result may be
 * the rival's, so look again. @return a result code of SQLite */
int as__sqlite_prepare_schema(as__sqlite *my, const as__sqlite_format *format);

/* sqlite_read.c: content of records. */
/* Writes `<alias>.revision` and the columns of the fields; with all fields, the unknown ones too. */
void as__sqlite_write_content(sqlite3_str *sql, const char *alias, const as__sqlite_kind *kind,
                              uint64_t fields);
int as__sqlite_content_width(const as__sqlite_kind *kind, uint64_t fields);
/* Part of a key, or a revision: 63 bits. @return OK, CORRUPT */
aftersale_status as__sqlite_read_number(as__sqlite *my, sqlite3_stmt *statement, int *at, uint64_t *out);
/* Adds a row from these columns. `number` is the book's; the items of its lists are read as well. */
aftersale_status as__sqlite_add_row(as__sqlite *my, aftersale_rows *rows, size_t from,
                                    const as__sqlite_kind *kind, const aftersale_key *key, int64_t number,
                                    uint64_t fields, sqlite3_stmt *statement, int *at);
aftersale_status as__sqlite_read_last_event(as__sqlite *my, int64_t number, uint64_t root, uint64_t *last);
void as__sqlite_write_key(sqlite3_str *sql, const char *alias,
                          const as__sqlite_kind *kind); /* book=? AND id=? */
void as__sqlite_bind_key(sqlite3_stmt *statement, int *at, const as__sqlite_kind *kind, int64_t number,
                         const aftersale_key *key);

/* sqlite_put.c: changes of one record. */
aftersale_status as__sqlite_put(as__sqlite *my, const aftersale_change *change, int64_t number);
aftersale_status as__sqlite_remove(as__sqlite *my, const aftersale_change *change, int64_t number);

/* The verbs. */
aftersale_status as__sqlite_get(aftersale_store *store, const aftersale_key *keys, size_t count,
                                aftersale_rows *out, aftersale_call *call);
aftersale_status as__sqlite_scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                                 aftersale_rows *out, aftersale_call *call);
aftersale_status as__sqlite_commit(aftersale_store *store, const aftersale_change *const *changes,
                                   size_t count, aftersale_call *call);
as__sqlite *as__sqlite_enter(aftersale_store *store, aftersale_call *call);
void as__sqlite_leave(as__sqlite *my);
/* All reads of a call see one committed state. `status` is what became of them so far. */
aftersale_status as__sqlite_begin_read(as__sqlite *my);
aftersale_status as__sqlite_end_read(as__sqlite *my, aftersale_status status);
#endif
