/* SPDX-License-Identifier: MIT */
#include "bench/reference.h"
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>

/* In SQL alone: touches of state 2 were missed, event 3 says so, and event 4 that a plan is through. */
enum { STATE_OPEN = 0, EVENT_SALE = 1, EVENT_DONE = 2 };

enum statement {
    BEGIN,
    COMMIT,
    CUSTOMER_ADD,
    CUSTOMER_GET,
    CUSTOMER_READ,
    SALE_ADD,
    TOUCH_ADD,
    TOUCH_GET,
    TOUCH_DONE,
    EVENT_ADD,
    WORKLIST,
    SWEEP,
    WORKLOAD,
    CUSTOMER_TOUCHES,
    PREPARED_AT_ONCE,
    MISSED_FIND = PREPARED_AT_ONCE,
    MISSED_TOUCHES,
    MISSED_EVENTS,
    MISSED_THROUGH,
    MISSED_FORGET,
    STATEMENTS
};

struct reference {
    sqlite3 *db;
    sqlite3_stmt *statements[STATEMENTS];
};

/* The index holds open touches alone: completing one takes it out, which costs less than moving it. */
static const char schema[] =
    "CREATE TABLE IF NOT EXISTS customer(id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, name TEXT NOT "
    "NULL,"
    " email TEXT, phone TEXT, owner INTEGER NOT NULL, consent INTEGER NOT NULL, referred_by INTEGER);"
    "CREATE TABLE IF NOT EXISTS sale(id INTEGER PRIMARY KEY, ref TEXT NOT NULL UNIQUE, customer INTEGER NOT "
    "NULL,"
    " product INTEGER NOT NULL, amount INTEGER NOT NULL, sold INTEGER NOT NULL);"
    "CREATE INDEX IF NOT EXISTS sale_customer ON sale(customer);"
    "CREATE TABLE IF NOT EXISTS touch(sale INTEGER NOT NULL, step INTEGER NOT NULL, owner INTEGER NOT NULL,"
    " due INTEGER NOT NULL, priority INTEGER NOT NULL, state INTEGER NOT NULL, outcome INTEGER, done_at "
    "INTEGER,"
    " PRIMARY KEY(sale, step)) WITHOUT ROWID;"
    "CREATE INDEX IF NOT EXISTS touch_due ON touch(owner, due, priority) WHERE state = 0;"
    "CREATE TABLE IF NOT EXISTS event(id INTEGER PRIMARY KEY, at INTEGER NOT NULL, type INTEGER NOT NULL,"
    " customer INTEGER NOT NULL, object INTEGER NOT NULL, detail INTEGER);";

static const char schema_of_advance[] =
    "PRAGMA temp_store = MEMORY;"
    "CREATE INDEX touch_open ON touch(due) WHERE state = 0;"
    "CREATE TEMP TABLE missed(sale INTEGER NOT NULL, step INTEGER NOT NULL, due INTEGER NOT NULL,"
    " customer INTEGER NOT NULL, PRIMARY KEY(sale, step)) WITHOUT ROWID;";

static const char *const texts[STATEMENTS] = {
    [BEGIN] = "BEGIN IMMEDIATE",
    [COMMIT] = "COMMIT",
    [CUSTOMER_ADD] = "INSERT INTO customer VALUES(?, ?, ?, ?, ?, ?, 1, ?)",
    [CUSTOMER_GET] = "SELECT owner, consent FROM customer WHERE id = ?",
    [CUSTOMER_READ] = "SELECT ref, name, email, phone, owner, consent FROM customer WHERE id = ?",
    [SALE_ADD] = "INSERT INTO sale VALUES(?, ?, ?, ?, ?, ?)",
    [TOUCH_ADD] = "INSERT INTO touch VALUES(?, ?, ?, ?, ?, 0, NULL, NULL)",
    [TOUCH_GET] = "SELECT t.state, s.customer FROM touch t JOIN sale s ON s.id = t.sale WHERE t.sale = ? AND "
                  "t.step = ?",
    [TOUCH_DONE] = "UPDATE touch SET state = 1, outcome = ?, done_at = ? WHERE sale = ? AND step = ?",
    [EVENT_ADD] = "INSERT INTO event(at, type, customer, object, detail) VALUES(?, ?, ?, ?, ?)",
    [WORKLIST] = "SELECT t.sale, t.step, t.due, t.priority, t.state, s.amount, s.ref, c.name"
                 " FROM touch t CROSS JOIN sale s ON s.id = t.sale CROSS JOIN customer c ON c.id = s.customer"
                 " WHERE t.owner = ? AND t.state = 0 AND t.due <= ? ORDER BY t.due, t.priority LIMIT ?",
    [SWEEP] = "SELECT sale, step, due, priority, state FROM touch"
              " WHERE owner = ? AND state = 0 AND due <= ? ORDER BY due, priority",
    [WORKLOAD] = "SELECT owner, (max(due, ?1) + 3) / 7, count(*) FROM touch"
                 " WHERE state = 0 AND due < ?2 GROUP BY 1, 2",
    [CUSTOMER_TOUCHES] = "SELECT t.sale, t.step, t.due, t.priority, t.state, s.amount, s.ref"
                         " FROM sale s CROSS JOIN touch t ON t.sale = s.id WHERE s.customer = ?",
    [MISSED_FIND] = "INSERT INTO missed SELECT t.sale, t.step, t.due, s.customer"
                    " FROM touch t CROSS JOIN sale s ON s.id = t.sale"
                    " WHERE t.state = 0 AND t.due <= ? ORDER BY t.due LIMIT ?",
    [MISSED_TOUCHES] = "UPDATE touch SET state = 2, done_at = ?"
                       " WHERE (sale, step) IN (SELECT sale, step FROM missed)",
    [MISSED_EVENTS] = "INSERT INTO event(at, type, customer, object, detail)"
                      " SELECT (due + ?) * 86400000000, 3, customer, sale * 8 + step, due FROM missed",
    [MISSED_THROUGH] =
        "INSERT INTO event(at, type, customer, object)"
        " SELECT (max(m.due) + ?) * 86400000000, 4, m.customer, m.sale FROM missed m WHERE NOT EXISTS"
        " (SELECT 1 FROM touch t WHERE t.sale = m.sale AND t.state = 0) GROUP BY m.sale",
    [MISSED_FORGET] = "DELETE FROM missed",
};

static bool run(reference *ref, const char *sql)
{
    return sqlite3_exec(ref->db, sql, NULL, NULL, NULL) == SQLITE_OK;
}

/* Runs a statement that gives no rows. */
static bool finish(sqlite3_stmt *statement)
{
    int code = sqlite3_step(statement);
    sqlite3_reset(statement);
    return code == SQLITE_DONE;
}

static void bind_text(sqlite3_stmt *statement, int place, const char *text)
{
    sqlite3_bind_text(statement, place, text, -1, SQLITE_STATIC);
}

static bool prepare(reference *ref, int from, int until)
{
    for (int i = from; i < until; i++)
        if (sqlite3_prepare_v3(ref->db, texts[i], -1, SQLITE_PREPARE_PERSISTENT, &ref->statements[i], NULL) !=
            SQLITE_OK)
            return false;
    return true;
}

reference *reference_open(const char *path, bool durable)
{
    reference *ref = calloc(1, sizeof *ref);
    if (ref == NULL)
        return NULL;
    int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX;
    bool ok = sqlite3_open_v2(path, &ref->db, flags, NULL) == SQLITE_OK &&
              run(ref, "PRAGMA journal_mode = WAL; PRAGMA cache_size = -65536; PRAGMA mmap_size = 0;"
                       "PRAGMA wal_autocheckpoint = 8192;") &&
              run(ref, durable ? "PRAGMA synchronous = FULL" : "PRAGMA synchronous = OFF") &&
              run(ref, schema) && prepare(ref, 0, PREPARED_AT_ONCE);
    if (!ok) {
        reference_close(ref);
        return NULL;
    }
    return ref;
}

void reference_close(reference *ref)
{
    if (ref == NULL)
        return;
    for (int i = 0; i < STATEMENTS; i++)
        sqlite3_finalize(ref->statements[i]);
    sqlite3_close(ref->db);
    free(ref);
}

bool reference_begin(reference *ref)
{
    return finish(ref->statements[BEGIN]);
}

bool reference_commit(reference *ref)
{
    return finish(ref->statements[COMMIT]);
}

bool reference_checkpoint(reference *ref)
{
    return sqlite3_wal_checkpoint_v2(ref->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL) == SQLITE_OK;
}

bool reference_add_customer(reference *ref, uint32_t number, const workload_customer *customer)
{
    sqlite3_stmt *add = ref->statements[CUSTOMER_ADD];
    sqlite3_bind_int64(add, 1, number);
    bind_text(add, 2, customer->ref);
    bind_text(add, 3, customer->name);
    bind_text(add, 4, customer->email);
    bind_text(add, 5, customer->phone);
    sqlite3_bind_int64(add, 6, customer->owner);
    if (customer->referred_by != 0)
        sqlite3_bind_int64(add, 7, customer->referred_by);
    else
        sqlite3_bind_null(add, 7);
    return finish(add);
}

static bool add_event(reference *ref, int64_t at, int type, int64_t customer, int64_t object, int64_t detail)
{
    sqlite3_stmt *add = ref->statements[EVENT_ADD];
    sqlite3_bind_int64(add, 1, at);
    sqlite3_bind_int(add, 2, type);
    sqlite3_bind_int64(add, 3, customer);
    sqlite3_bind_int64(add, 4, object);
    sqlite3_bind_int64(add, 5, detail);
    return finish(add);
}

static bool read_customer(reference *ref, int64_t customer, int64_t *owner, bool *consents)
{
    sqlite3_stmt *get = ref->statements[CUSTOMER_GET];
    sqlite3_bind_int64(get, 1, customer);
    bool found = sqlite3_step(get) == SQLITE_ROW;
    if (found) {
        *owner = sqlite3_column_int64(get, 0);
        *consents = sqlite3_column_int(get, 1) != 0;
    }
    sqlite3_reset(get);
    return found;
}

static bool add_touches(reference *ref, uint32_t sale, int64_t owner, int32_t sold)
{
    sqlite3_stmt *add = ref->statements[TOUCH_ADD];
    sqlite3_bind_int64(add, 1, sale);
    sqlite3_bind_int64(add, 3, owner);
    for (uint32_t step = 0; step < WORKLOAD_STEPS; step++) {
        sqlite3_bind_int64(add, 2, step);
        sqlite3_bind_int(add, 4, sold + workload_offsets[step]);
        sqlite3_bind_int(add, 5, workload_priority(step));
        if (!finish(add))
            return false;
    }
    return true;
}

bool reference_record_sale(reference *ref, const workload_sale *sale)
{
    int64_t owner = 0;
    bool consents = false;
    if (!read_customer(ref, sale->customer, &owner, &consents))
        return false;
    sqlite3_stmt *add = ref->statements[SALE_ADD];
    sqlite3_bind_int64(add, 1, sale->number);
    bind_text(add, 2, sale->ref);
    sqlite3_bind_int64(add, 3, sale->customer);
    sqlite3_bind_int64(add, 4, sale->product);
    sqlite3_bind_int64(add, 5, sale->amount);
    sqlite3_bind_int(add, 6, sale->sold);
    return finish(add) && add_touches(ref, sale->number, owner, sale->sold) &&
           add_event(ref, workload_noon(sale->sold), EVENT_SALE, sale->customer, sale->number, sale->amount);
}

static bool finish_touch(reference *ref, workload_touch touch, int32_t outcome, int64_t at)
{
    sqlite3_stmt *done = ref->statements[TOUCH_DONE];
    sqlite3_bind_int(done, 1, outcome);
    sqlite3_bind_int64(done, 2, at);
    sqlite3_bind_int64(done, 3, touch.sale);
    sqlite3_bind_int64(done, 4, touch.step);
    return finish(done) && sqlite3_changes(ref->db) == 1;
}

bool reference_complete(reference *ref, workload_touch touch, int32_t outcome, int64_t at)
{
    sqlite3_stmt *get = ref->statements[TOUCH_GET];
    sqlite3_bind_int64(get, 1, touch.sale);
    sqlite3_bind_int64(get, 2, touch.step);
    bool open = sqlite3_step(get) == SQLITE_ROW && sqlite3_column_int(get, 0) == STATE_OPEN;
    int64_t customer = open ? sqlite3_column_int64(get, 1) : 0;
    sqlite3_reset(get);
    int64_t owner = 0;
    bool consents = false;
    if (!open || !read_customer(ref, customer, &owner, &consents) || !consents)
        return false;
    return finish_touch(ref, touch, outcome, at) &&
           add_event(ref, at, EVENT_DONE, customer, (int64_t)touch.sale * WORKLOAD_STEPS + touch.step,
                     outcome);
}

/* Gives rows of touches. What a statement does not ask for stays empty. */
static int visit_rows(sqlite3_stmt *list, reference_work_fn *visit, void *user)
{
    int columns = sqlite3_column_count(list), rows = 0, code;
    while ((code = sqlite3_step(list)) == SQLITE_ROW) {
        reference_work work = {.sale = sqlite3_column_int64(list, 0),
                               .step = sqlite3_column_int(list, 1),
                               .due = sqlite3_column_int(list, 2),
                               .priority = sqlite3_column_int(list, 3),
                               .state = sqlite3_column_int(list, 4)};
        if (columns > 6) {
            work.amount = sqlite3_column_int64(list, 5);
            work.sale_ref = (const char *)sqlite3_column_text(list, 6);
        }
        if (columns > 7)
            work.customer_name = (const char *)sqlite3_column_text(list, 7);
        visit(user, &work);
        rows++;
    }
    sqlite3_reset(list);
    return code == SQLITE_DONE ? rows : -1;
}

int reference_worklist(reference *ref, uint32_t owner, int32_t day, int limit, reference_work_fn *visit,
                       void *user)
{
    sqlite3_stmt *list = ref->statements[WORKLIST];
    sqlite3_bind_int64(list, 1, owner);
    sqlite3_bind_int(list, 2, day);
    sqlite3_bind_int(list, 3, limit);
    return visit_rows(list, visit, user);
}

int reference_sweep(reference *ref, uint32_t owner, int32_t day, reference_work_fn *visit, void *user)
{
    sqlite3_stmt *list = ref->statements[SWEEP];
    sqlite3_bind_int64(list, 1, owner);
    sqlite3_bind_int(list, 2, day);
    return visit_rows(list, visit, user);
}

uint64_t reference_workload(reference *ref, int32_t today, int32_t until)
{
    sqlite3_stmt *list = ref->statements[WORKLOAD];
    uint64_t touches = 0;
    sqlite3_bind_int(list, 1, today);
    sqlite3_bind_int(list, 2, until);
    while (sqlite3_step(list) == SQLITE_ROW)
        touches += (uint64_t)sqlite3_column_int64(list, 2);
    sqlite3_reset(list);
    return touches;
}

bool reference_prepare_advance(reference *ref)
{
    return run(ref, schema_of_advance) && prepare(ref, PREPARED_AT_ONCE, STATEMENTS);
}

static bool write_missed(reference *ref, enum statement what, int64_t value, int *rows)
{
    sqlite3_bind_int64(ref->statements[what], 1, value);
    if (!finish(ref->statements[what]))
        return false;
    *rows = sqlite3_changes(ref->db);
    return true;
}

bool reference_advance(reference *ref, int32_t day, int32_t patience, int most, reference_missed *out)
{
    int events;
    if (!reference_begin(ref))
        return false;
    sqlite3_bind_int(ref->statements[MISSED_FIND], 2, most);
    return write_missed(ref, MISSED_FIND, day - patience, &out->touches) &&
           write_missed(ref, MISSED_TOUCHES, workload_noon(day), &out->touches) &&
           write_missed(ref, MISSED_EVENTS, patience, &events) &&
           write_missed(ref, MISSED_THROUGH, patience, &out->plans) &&
           finish(ref->statements[MISSED_FORGET]) && reference_commit(ref);
}

int reference_customer(reference *ref, uint32_t customer, uint64_t *sum)
{
    sqlite3_stmt *get = ref->statements[CUSTOMER_READ];
    sqlite3_bind_int64(get, 1, customer);
    int rows = 0;
    if (sqlite3_step(get) == SQLITE_ROW) {
        for (int column = 0; column < 4; column++)
            *sum += strlen((const char *)sqlite3_column_text(get, column));
        *sum += (uint64_t)sqlite3_column_int64(get, 4) + (uint64_t)sqlite3_column_int64(get, 5);
        rows = 1;
    }
    sqlite3_reset(get);
    return rows == 1 ? rows : -1;
}

int reference_customer_touches(reference *ref, uint32_t customer, reference_work_fn *visit, void *user)
{
    sqlite3_stmt *list = ref->statements[CUSTOMER_TOUCHES];
    sqlite3_bind_int64(list, 1, customer);
    return visit_rows(list, visit, user);
}
