/* SPDX-License-Identifier: MIT */
#include "store/sqlite/sqlite_store.h"

#define LOOK_AHEAD 64

typedef struct batch {
    const aftersale_change *const *changes;
    size_t count;
    size_t events; /* where the last event was found that vouches for its root */
} batch;

static void write_revision(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const as__sqlite_kind *kind = what;
    (void)my;
    sqlite3_str_appendf(sql, "SELECT revision FROM \"%w\" WHERE ", kind->name);
    as__sqlite_write_key(sql, "", kind);
}

/* 0: there is no such record. */
static aftersale_status read_revision(as__sqlite *my, const aftersale_key *key, int64_t number,
                                      uint64_t *revision)
{
    const as__sqlite_kind *kind = as__sqlite_kind_of(my, key->kind);
    as__sqlite_shape shape = {.what = AS__SQLITE_DO_REVISION, .kind = (uint16_t)key->kind};
    sqlite3_stmt *statement;
    int at = 1;
    aftersale_status status;
    *revision = 0;
    if (kind == NULL || kind->key_count == 0)
        return AFTERSALE_INTERNAL;
    status = as__sqlite_prepare(my, &shape, write_revision, kind, &statement);
    if (status != AFTERSALE_OK)
        return status;
    as__sqlite_bind_key(statement, &at, kind, number, key);
    status = as__sqlite_step(my, statement);
    if (status == AFTERSALE_ROW)
        *revision = (uint64_t)sqlite3_column_int64(statement, 0);
    (void)sqlite3_reset(statement);
    return status > 0 ? AFTERSALE_OK : status;
}

/* Whether the batch puts the root's next event: then its primary key says as much, and one read is saved.
 * Roots and their events tend to stand in the same order, so the search goes on where the last one ended. */
static bool is_vouched(batch *all, const aftersale_key *root, uint64_t expected)
{
    size_t looks = all->count < LOOK_AHEAD ? all->count : LOOK_AHEAD;
    for (size_t i = 0; i < looks; i++) {
        size_t at = (all->events + i) % all->count;
        const aftersale_change *change = all->changes[at];
        const aftersale_key *key = aftersale_change_key(change);
        if (key->kind != AFTERSALE_KIND_EVENT || key->root != root->root || key->book != root->book ||
            key->id != expected + 1 || aftersale_change_verb(change) != AFTERSALE_CHANGE_PUT ||
            aftersale_change_expected(change) != 0)
            continue;
        all->events = at;
        return true;
    }
    return false;
}

static aftersale_status check(as__sqlite *my, batch *all, const aftersale_change *change)
{
    const aftersale_key *key = aftersale_change_key(change);
    uint64_t expected = aftersale_change_expected(change), here = 0;
    int64_t number;
    aftersale_status status;
    if (key->kind == AFTERSALE_KIND_ROOT && is_vouched(all, key, expected))
        return AFTERSALE_OK;
    status = as__sqlite_find_book(my, key->book, false, &number);
    if (status == AFTERSALE_OK && key->kind == AFTERSALE_KIND_ROOT)
        status = as__sqlite_read_last_event(my, number, key->root, &here);
    else if (status == AFTERSALE_OK)
        status = read_revision(my, key, number, &here);
    if (status != AFTERSALE_OK)
        return status;
    return here == expected ? AFTERSALE_OK : AFTERSALE_CONFLICT;
}

/* A counter must be there to be moved. */
static aftersale_status check_there(as__sqlite *my, const aftersale_key *key)
{
    uint64_t revision = 0;
    int64_t number;
    aftersale_status status = as__sqlite_find_book(my, key->book, false, &number);
    if (status == AFTERSALE_OK)
        status = read_revision(my, key, number, &revision);
    if (status != AFTERSALE_OK)
        return status;
    return revision != 0 ? AFTERSALE_OK : AFTERSALE_CONFLICT;
}

/* A sum beyond 64 bits would become a floating-point number: that is out of bounds too. */
static void write_add(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const as__sqlite_kind *kind = what;
    (void)my;
    sqlite3_str_appendf(
        sql,
        "UPDATE \"%w\" SET amount=coalesce(amount,0)+?1,revision=revision+1 WHERE book=?2 AND \"%w\"=?3"
        " AND coalesce(amount,0)+?1 BETWEEN coalesce(low,0) AND coalesce(high,0)"
        " AND typeof(coalesce(amount,0)+?1)='integer'",
        kind->name, kind->fields[0]->name);
}

static aftersale_status add(as__sqlite *my, const aftersale_change *change, int64_t number)
{
    const aftersale_key *key = aftersale_change_key(change);
    as__sqlite_shape shape = {.what = AS__SQLITE_DO_ADD, .kind = (uint16_t)key->kind};
    sqlite3_stmt *statement;
    aftersale_status status;
    if (key->kind != AFTERSALE_KIND_COUNTER)
        return AFTERSALE_INTERNAL;
    status = as__sqlite_prepare(my, &shape, write_add, as__sqlite_kind_of(my, key->kind), &statement);
    if (status != AFTERSALE_OK)
        return status;
    (void)sqlite3_bind_int64(statement, 1, aftersale_change_amount(change));
    (void)sqlite3_bind_int64(statement, 2, number);
    (void)sqlite3_bind_int64(statement, 3, (int64_t)key->id);
    status = as__sqlite_run(my, statement);
    if (status != AFTERSALE_OK || sqlite3_changes(my->db) != 0)
        return status;
    status = check_there(my, key);
    return status == AFTERSALE_OK ? AFTERSALE_LIMIT : status;
}

static aftersale_status apply(as__sqlite *my, const aftersale_change *change)
{
    int32_t verb = aftersale_change_verb(change);
    bool is_new = verb == AFTERSALE_CHANGE_PUT && aftersale_change_expected(change) == 0;
    int64_t number;
    aftersale_status status = as__sqlite_find_book(my, aftersale_change_key(change)->book, is_new, &number);
    if (status != AFTERSALE_OK)
        return status;
    switch (verb) {
    case AFTERSALE_CHANGE_PUT:
        return as__sqlite_put(my, change, number);
    case AFTERSALE_CHANGE_REMOVE:
        return as__sqlite_remove(my, change, number);
    case AFTERSALE_CHANGE_ADD:
        return add(my, change, number);
    default:
        return AFTERSALE_UNSUPPORTED;
    }
}

/* A decision on something stale is to be made anew, whatever else is wrong with it: a conflict counts
 * before `status`. Only what has not been written yet is asked, and the change that failed: SQLite may
 * have looked at another of its indexes first. */
static aftersale_status look_for_conflict(as__sqlite *my, batch *all, aftersale_status status, size_t *failed)
{
    for (size_t i = *failed; i < all->count; i++) {
        const aftersale_change *change = all->changes[i];
        aftersale_status checked = AFTERSALE_OK;
        if (aftersale_change_verb(change) == AFTERSALE_CHANGE_ADD)
            checked = check_there(my, aftersale_change_key(change));
        else if (aftersale_change_verb(change) != AFTERSALE_CHANGE_EXPECT)
            checked = check(my, all, change);
        if (checked == AFTERSALE_OK)
            continue;
        *failed = i;
        return checked;
    }
    return status;
}

/* What is only checked comes first: the same batch may put what it expects to be absent. */
static aftersale_status apply_all(as__sqlite *my, batch *all, size_t *failed)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < all->count && status == AFTERSALE_OK; i++) {
        *failed = i;
        if (aftersale_change_verb(all->changes[i]) == AFTERSALE_CHANGE_EXPECT)
            status = check(my, all, all->changes[i]);
    }
    for (size_t i = 0; i < all->count && status == AFTERSALE_OK; i++) {
        *failed = i;
        if (aftersale_change_verb(all->changes[i]) != AFTERSALE_CHANGE_EXPECT)
            status = apply(my, all->changes[i]);
    }
    if (status == AFTERSALE_EXISTS || status == AFTERSALE_LIMIT)
        return look_for_conflict(my, all, status, failed);
    return status;
}

static void roll_back(as__sqlite *my)
{
    if (sqlite3_get_autocommit(my->db) == 0)
        (void)sqlite3_exec(my->db, "ROLLBACK", NULL, NULL, NULL);
    if (my->has_made_book)
        as__sqlite_forget_books(my);
}

/* When the log could not be written or synced to its end, it may hold the commit all the same, and what
 * the disk has of it nobody can say: no commit may follow on this handle. */
static aftersale_status finish(as__sqlite *my)
{
    aftersale_status status = as__sqlite_run_text(my, AS__SQLITE_DO_COMMIT, "COMMIT");
    bool is_doubtful = status != AFTERSALE_OK && (sqlite3_errcode(my->db) & 0xFF) == SQLITE_IOERR;
    if (status == AFTERSALE_OK)
        return status;
    roll_back(my);
    if (!is_doubtful && sqlite3_get_autocommit(my->db) != 0)
        return status;
    my->has_failed_sync = true;
    return AFTERSALE_UNKNOWN;
}

static aftersale_status commit(as__sqlite *my, batch *all)
{
    size_t failed = 0;
    aftersale_status status;
    if (my->has_failed_sync)
        return aftersale_call_fail(my->call, AFTERSALE_STORE,
                                   "a commit could not be synced; open the store again");
    my->has_made_book = false;
    status = as__sqlite_run_text(my, AS__SQLITE_DO_BEGIN_WRITE, "BEGIN IMMEDIATE");
    if (status != AFTERSALE_OK)
        return status;
    status = apply_all(my, all, &failed);
    if (status == AFTERSALE_OK)
        return finish(my);
    aftersale_call_failed_change(my->call, failed);
    roll_back(my);
    return status;
}

aftersale_status as__sqlite_commit(aftersale_store *store, const aftersale_change *const *changes,
                                   size_t count, aftersale_call *call)
{
    as__sqlite *my = as__sqlite_enter(store, call);
    batch all = {changes, count, 0};
    aftersale_status status = commit(my, &all);
    as__sqlite_leave(my);
    return status;
}
