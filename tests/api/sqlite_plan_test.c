/* SPDX-License-Identifier: MIT */
/* Every statement that the library runs is looked at as SQLite plans it: none may read a table from end to
 * end or sort what it found. */
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STATEMENTS 1000

static book_file on_disk;
static aftersale_store *store;
static aftersale_book *book;
static char *statements[STATEMENTS];
static size_t statement_count;
static bool is_listening;

static int note_statement(unsigned event, void *user, void *statement, void *text)
{
    (void)event;
    (void)user;
    (void)statement;
    if (!is_listening)
        return 0;
    for (size_t i = 0; i < statement_count; i++)
        if (strcmp(statements[i], text) == 0)
            return 0;
    cr_assert_lt(statement_count, STATEMENTS);
    statements[statement_count++] = strdup(text);
    return 0;
}

/* SQLite calls it for every connection that is opened in this process. */
static int listen_to(sqlite3 *db, const char **problem, const struct sqlite3_api_routines *unused)
{
    (void)problem;
    (void)unused;
    return sqlite3_trace_v2(db, SQLITE_TRACE_STMT, note_statement, NULL);
}

static void make_folder(void)
{
    cr_assert(book_file_make(&on_disk));
    cr_assert_eq(sqlite3_auto_extension((void (*)(void))listen_to), SQLITE_OK);
}

static void remove_folder(void)
{
    for (size_t i = 0; i < statement_count; i++)
        free(statements[i]);
    book_file_remove(&on_disk);
}

static void read_all(aftersale_cursor *cursor)
{
    aftersale_status status;
    size_t rows = 0;
    const aftersale_record *row;
    while ((status = aftersale_cursor_next(cursor, &row)) == AFTERSALE_ROW)
        rows++;
    cr_assert_eq(status, AFTERSALE_DONE);
    aftersale_cursor_free(cursor);
}

static size_t bad_steps(sqlite3 *db, const char *sql)
{
    char *question = sqlite3_mprintf("EXPLAIN QUERY PLAN %s", sql);
    sqlite3_stmt *plan;
    size_t bad = 0;
    cr_assert_eq(sqlite3_prepare_v2(db, question, -1, &plan, NULL), SQLITE_OK, "%s: %s", sql,
                 sqlite3_errmsg(db));
    while (sqlite3_step(plan) == SQLITE_ROW) {
        const char *step = (const char *)sqlite3_column_text(plan, 3);
        if (strstr(step, "SCAN") == NULL && strstr(step, "TEMP B-TREE") == NULL)
            continue;
        fprintf(stderr, "%s: %s\n", sql, step);
        bad++;
    }
    sqlite3_finalize(plan);
    sqlite3_free(question);
    return bad;
}

static void record_sales(void)
{
    for (int i = 0; i < 40; i++) {
        char customer[24], sale[24];
        snprintf(customer, sizeof customer, "C-%d", i % 20);
        snprintf(sale, sizeof sale, "INV-%d", i);
        cr_assert_eq(
            aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = customer, .owner = "bob"), NULL),
            AFTERSALE_OK);
        cr_assert_eq(aftersale_sale_record(book,
                                           AFTERSALE_ARGS(sale_record, .ref = sale, .customer.ref = customer,
                                                          .plan = "one-off-sale", .sold = {2026, 3, 2},
                                                          .delivered = {2026, 3, 4}, .owner = "bob"),
                                           NULL),
                     AFTERSALE_OK, "%s", aftersale_book_error(book)->text);
    }
}

/* Two pages of everything that can be listed. */
static void read_lists(void)
{
    aftersale_cursor *cursor;
    cr_assert_eq(aftersale_customer_list(book, NULL, &cursor), AFTERSALE_OK);
    read_all(cursor);
    cr_assert_eq(aftersale_customer_list(book, AFTERSALE_ARGS(customer_list, .owner = "bob"), &cursor),
                 AFTERSALE_OK);
    read_all(cursor);
    cr_assert_eq(aftersale_sale_list(book, AFTERSALE_ARGS(sale_list, .customer.ref = "C-3"), &cursor),
                 AFTERSALE_OK);
    read_all(cursor);
    cr_assert_eq(aftersale_sale_list(book, NULL, &cursor), AFTERSALE_OK);
    read_all(cursor);
    cr_assert_eq(aftersale_enrolment_list(book, NULL, &cursor), AFTERSALE_OK);
    read_all(cursor);
    cr_assert_eq(aftersale_event_list(book, 0, &cursor), AFTERSALE_OK);
    read_all(cursor);
    cr_assert_eq(aftersale_plan_list(book, NULL, &cursor), AFTERSALE_OK);
    read_all(cursor);
}

static void work_through(const char *owner, int rows)
{
    aftersale_cursor *cursor;
    const aftersale_work *work;
    cr_assert_eq(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = owner), &cursor), AFTERSALE_OK);
    for (int i = 0; i < rows && aftersale_work_next(cursor, &work) == AFTERSALE_ROW; i++)
        (void)aftersale_touch_done(book,
                                   AFTERSALE_ARGS(touch_done,
                                                  .touch = aftersale_touch_id(aftersale_work_touch(work)),
                                                  .outcome = AFTERSALE_OUTCOME_REACHED, .actor = "bob"),
                                   NULL);
    aftersale_cursor_free(cursor);
}

/* S3: no path that grows with the book. */
Test(sqlite_plan, nothing_is_read_from_end_to_end, .init = make_folder, .fini = remove_folder)
{
    aftersale_error error;
    aftersale_time next;
    sqlite3 *db;
    size_t bad = 0;
    cr_assert_eq(aftersale_sqlite_open(NULL, on_disk.path, AFTERSALE_SQLITE_OFF, &store, &error),
                 AFTERSALE_OK);
    is_listening = true;
    cr_assert_eq(
        aftersale_book_open(store,
                            AFTERSALE_ARGS(book_open, .name = "first", .flags = AFTERSALE_BOOK_CREATE,
                                           .presume = AFTERSALE_PURPOSE_SERVICE | AFTERSALE_PURPOSE_ASKING),
                            &book, &error),
        AFTERSALE_OK, "%s", error.text);
    record_sales();
    read_lists();
    work_through("bob", 5);
    work_through(NULL, 5);
    cr_assert_eq(aftersale_book_next_due(book, &next), AFTERSALE_OK);
    is_listening = false;
    cr_assert_eq(aftersale_book_maintain(book), AFTERSALE_OK); /* the planner knows the tables from now on */
    aftersale_book_free(book);
    aftersale_store_free(store);
    cr_assert_gt(statement_count, 30);
    cr_assert_eq(sqlite3_open(on_disk.path, &db), SQLITE_OK);
    for (size_t i = 0; i < statement_count; i++)
        if (strncmp(statements[i], "BEGIN", 5) != 0 && strncmp(statements[i], "COMMIT", 6) != 0)
            bad += bad_steps(db, statements[i]);
    cr_assert_eq(sqlite3_close(db), SQLITE_OK);
    cr_assert_eq(bad, 0);
}
