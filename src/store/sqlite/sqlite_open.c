/* SPDX-License-Identifier: MIT */
#include "store/sqlite/sqlite_store.h"
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define PATIENCE_MS 5000 /* for the locks of other processes */

/* Permanent numbers of messages, docs/errors.md. */
enum {
    SAYS_MUST_BE_GIVEN = 1,
    SAYS_NO_MEMORY = 27,
    SAYS_STORE = 32,
    SAYS_CORRUPT = 33,
    SAYS_NEWER = 49,
    SAYS_OLDER = 50,
    SAYS_INTERNAL = 62
};

static aftersale_status refuse(aftersale_error *error, sqlite3 *db, int code)
{
    switch (code & 0xFF) {
    case SQLITE_OK:
        return AFTERSALE_OK;
    case SQLITE_NOMEM:
        return aftersale_error_set(error, AFTERSALE_NO_MEMORY, SAYS_NO_MEMORY, "out of memory");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return aftersale_error_set(error, AFTERSALE_CORRUPT, SAYS_CORRUPT, sqlite3_errmsg(db));
    default:
        return aftersale_error_set(error, AFTERSALE_STORE, SAYS_STORE, sqlite3_errmsg(db));
    }
}

/* Made here, since SQLite would let others read it. */
static aftersale_status make_file(const char *path, aftersale_error *error)
{
    int file = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0)
        (void)close(file);
    else if (errno != EEXIST)
        return aftersale_error_set(error, AFTERSALE_STORE, SAYS_STORE, "the file cannot be made");
    return AFTERSALE_OK;
}

static aftersale_status judge(const as__sqlite_format *format, aftersale_error *error)
{
    if (format->is_empty)
        return AFTERSALE_OK;
    if (!format->is_ours)
        return aftersale_error_set(error, AFTERSALE_CORRUPT, SAYS_CORRUPT,
                                   "the file belongs to another program");
    if (format->major > AS__SQLITE_MAJOR)
        return aftersale_error_set(error, AFTERSALE_UNSUPPORTED, SAYS_NEWER,
                                   "the file was written by a newer version; it is left untouched");
    if (format->major < AS__SQLITE_MAJOR)
        return aftersale_error_set(error, AFTERSALE_NEEDS_MIGRATION, SAYS_OLDER,
                                   "the file was written by an older version; migrate it first");
    return AFTERSALE_OK;
}

/* "file:…?immutable=1" of a path. */
static char *immutable_name(const char *path)
{
    sqlite3_str *name = sqlite3_str_new(NULL);
    sqlite3_str_appendall(name, "file:");
    for (; *path != 0; path++) {
        bool is_plain = *path != '?' && *path != '#' && *path != '%';
        sqlite3_str_appendf(name, is_plain ? "%c" : "%%%02X", (unsigned char)*path);
    }
    sqlite3_str_appendall(name, "?immutable=1");
    return sqlite3_str_finish(name);
}

/* A file we must not touch is found out without its journal, its locks or a file beside it. What cannot be
 * read in this way is judged when it is open. */
static aftersale_status peek(const char *path, aftersale_error *error)
{
    char *name = immutable_name(path);
    sqlite3 *db = NULL;
    as__sqlite_format format;
    aftersale_status status = AFTERSALE_OK;
    int code;
    if (name == NULL)
        return aftersale_error_set(error, AFTERSALE_NO_MEMORY, SAYS_NO_MEMORY, "out of memory");
    code = sqlite3_open_v2(name, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX, NULL);
    if (code == SQLITE_OK)
        code = as__sqlite_read_format(db, &format);
    if (code == SQLITE_OK)
        status = judge(&format, error);
    else if (code == SQLITE_NOTADB)
        status = refuse(error, db, code);
    (void)sqlite3_close(db);
    sqlite3_free(name);
    return status;
}

/* The file is not trusted: nothing in it may run by itself. */
static int distrust(sqlite3 *db)
{
    int code = sqlite3_db_config(db, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_TRIGGER, 0, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(db, SQLITE_DBCONFIG_ENABLE_VIEW, 0, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_db_config(db, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, "PRAGMA cell_size_check=ON", NULL, NULL, NULL);
    return code;
}

static int configure(sqlite3 *db, uint32_t flags)
{
    const char *synchronous = (flags & AFTERSALE_SQLITE_OFF) != 0      ? "PRAGMA synchronous=OFF"
                              : (flags & AFTERSALE_SQLITE_NORMAL) != 0 ? "PRAGMA synchronous=NORMAL"
                                                                       : "PRAGMA synchronous=FULL";
    int code = sqlite3_extended_result_codes(db, 1);
    if (code == SQLITE_OK)
        code = sqlite3_busy_timeout(db, PATIENCE_MS);
    if (code == SQLITE_OK)
        code = distrust(db);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db, synchronous, NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(db,
                            "PRAGMA cache_size=-65536;PRAGMA mmap_size=0;PRAGMA foreign_keys=OFF;"
                            "PRAGMA analysis_limit=400",
                            NULL, NULL, NULL);
    return code;
}

/* Changing to the write-ahead log needs the file alone, and SQLite does not wait for that by itself. */
static int use_log(sqlite3 *db)
{
    int code = SQLITE_BUSY;
    for (int waited = 0; code == SQLITE_BUSY && waited < PATIENCE_MS; waited += 10) {
        code = sqlite3_exec(db, "PRAGMA journal_mode=WAL;PRAGMA wal_autocheckpoint=8192", NULL, NULL, NULL);
        if (code == SQLITE_BUSY)
            (void)sqlite3_sleep(10);
    }
    return code;
}

static aftersale_status check_and_make(as__sqlite *my, aftersale_error *error)
{
    as__sqlite_format format;
    int code = as__sqlite_read_format(my->db, &format);
    aftersale_status status = code == SQLITE_OK ? judge(&format, error) : refuse(error, my->db, code);
    if (status != AFTERSALE_OK)
        return status;
    code = as__sqlite_prepare_schema(my, &format);
    if (code == SQLITE_OK)
        code = as__sqlite_read_format(my->db, &format);
    return code == SQLITE_OK ? judge(&format, error) : refuse(error, my->db, code);
}

static aftersale_status open_file(as__sqlite *my, const char *path, uint32_t flags, aftersale_error *error)
{
    int code = sqlite3_open_v2(path, &my->db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX, NULL);
    aftersale_status status;
    if (code == SQLITE_OK)
        code = configure(my->db, flags);
    if (code == SQLITE_OK) /* until it has been judged */
        code = sqlite3_db_config(my->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    if (code != SQLITE_OK)
        return refuse(error, my->db, code);
    status = check_and_make(my, error);
    if (status != AFTERSALE_OK)
        return status;
    code = sqlite3_db_config(my->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    if (code == SQLITE_OK)
        code = use_log(my->db);
    return refuse(error, my->db, code);
}

static void free_store(as__sqlite *my)
{
    as__sqlite_free_statements(my);
    (void)sqlite3_close(my->db);
    as__sqlite_free_kinds(my);
    aftersale_context_memory(my->context, my->books, my->book_room * sizeof *my->books, 0);
    (void)pthread_mutex_destroy(&my->mutex);
    aftersale_context_memory(my->context, my, sizeof *my, 0);
}

static void close_store(aftersale_store *store)
{
    free_store((as__sqlite *)store);
}

/* Brings the log home while nobody waits for it. A reader elsewhere may hold part of it back; that is
 * fine. */
static aftersale_status maintain(aftersale_store *store, aftersale_call *call)
{
    as__sqlite *my = as__sqlite_enter(store, call);
    aftersale_status status = AFTERSALE_OK;
    int code;
    (void)sqlite3_busy_timeout(my->db, 0);
    code = sqlite3_wal_checkpoint_v2(my->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_exec(my->db, "PRAGMA optimize", NULL, NULL, NULL);
    if (code != SQLITE_OK && (code & 0xFF) != SQLITE_BUSY)
        status = as__sqlite_fail(my, code);
    (void)sqlite3_busy_timeout(my->db, PATIENCE_MS);
    as__sqlite_leave(my);
    return status;
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof(aftersale_store_methods),
    .caps = AFTERSALE_STORE_THREADS | AFTERSALE_STORE_DURABLE,
    .name = "sqlite",
    .get = as__sqlite_get,
    .scan = as__sqlite_scan,
    .commit = as__sqlite_commit,
    .close = close_store,
    .maintain = maintain,
};
static const aftersale_store_methods methods_not_durable = {
    .struct_size = sizeof(aftersale_store_methods),
    .caps = AFTERSALE_STORE_THREADS,
    .name = "sqlite",
    .get = as__sqlite_get,
    .scan = as__sqlite_scan,
    .commit = as__sqlite_commit,
    .close = close_store,
    .maintain = maintain,
};

static aftersale_status make_store(aftersale_context *context, uint32_t flags, as__sqlite **out)
{
    as__sqlite *my = aftersale_context_memory(context, NULL, 0, sizeof *my);
    aftersale_status status;
    if (my == NULL)
        return AFTERSALE_NO_MEMORY;
    memset(my, 0, sizeof *my);
    if (pthread_mutex_init(&my->mutex, NULL) != 0) {
        aftersale_context_memory(context, my, sizeof *my, 0);
        return AFTERSALE_NO_MEMORY;
    }
    my->context = context;
    my->face.methods =
        (flags & (AFTERSALE_SQLITE_NORMAL | AFTERSALE_SQLITE_OFF)) != 0 ? &methods_not_durable : &methods;
    status = as__sqlite_load_kinds(my);
    if (status == AFTERSALE_OK)
        *out = my;
    else
        free_store(my);
    return status;
}

static aftersale_status open_path(aftersale_context *context, const char *path, uint32_t flags,
                                  aftersale_store **out, aftersale_error *error)
{
    as__sqlite *my = NULL;
    aftersale_status status = make_file(path, error);
    if (status == AFTERSALE_OK)
        status = peek(path, error);
    if (status != AFTERSALE_OK)
        return status;
    status = make_store(context, flags, &my);
    if (status != AFTERSALE_OK)
        return aftersale_error_set(error, status,
                                   status == AFTERSALE_INTERNAL ? SAYS_INTERNAL : SAYS_NO_MEMORY,
                                   status == AFTERSALE_INTERNAL ? "internal fault" : "out of memory");
    status = open_file(my, path, flags, error);
    if (status == AFTERSALE_OK)
        status = aftersale_store_attach(context, &my->face, error);
    if (status == AFTERSALE_OK)
        *out = &my->face;
    else
        free_store(my);
    return status;
}

aftersale_status aftersale_sqlite_open(aftersale_context *context, const char *path, uint32_t flags,
                                       aftersale_store **out, aftersale_error *error)
{
    char *name;
    aftersale_status status;
    if (out == NULL || path == NULL || path[0] == 0)
        return aftersale_error_set(error, AFTERSALE_INVALID, SAYS_MUST_BE_GIVEN,
                                   "path and out must be given");
    *out = NULL;
    /* A path stays a path, whatever words it begins with: SQLite has names of its own, ":memory:" and
     * "file:". */
    name = sqlite3_mprintf("%s%s", path[0] == '/' ? "" : "./", path);
    if (name == NULL)
        return aftersale_error_set(error, AFTERSALE_NO_MEMORY, SAYS_NO_MEMORY, "out of memory");
    status = open_path(context, name, flags, out, error);
    sqlite3_free(name);
    return status;
}
