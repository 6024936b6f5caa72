/* SPDX-License-Identifier: MIT */
/* What was changed behind the library's back is found by the chains (S67). */
#include "each_store.h"
#include <sqlite3.h>
#include <stdio.h>

static clocked_book at;

/* A book with events 1 to 6 in the feed, in two turns, and one that nobody has numbered. */
static void open_book(void)
{
    static const char *const tiers[] = {"a", "b", "c", "d", "e", "f"};
    aftersale_cursor *cursor;
    cr_assert(clocked_book_open(&at, true, 7));
    for (int i = 0; i < 6; i++) {
        if (i == 3 || i == 5) {
            cr_assert_eq(aftersale_event_list(at.book, 0, &cursor), AFTERSALE_OK);
            aftersale_cursor_free(cursor);
        }
        cr_assert_eq(aftersale_customer_put(
                         at.book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = tiers[i]), NULL),
                     AFTERSALE_OK);
    }
}

static void close_book(void)
{
    clocked_book_close(&at);
}

static void tamper(const char *sql)
{
    sqlite3 *db;
    cr_assert_eq(sqlite3_open(at.file.path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    cr_assert_eq(sqlite3_changes(db), 1);
    sqlite3_close(db);
}

static void expect_good(aftersale_status expected, uint64_t last)
{
    uint64_t good = 99;
    cr_assert_eq(aftersale_event_verify(at.book, &good), expected);
    cr_assert_eq(good, last);
}

Test(tamper, nothing_to_find, .init = open_book, .fini = close_book)
{
    expect_good(AFTERSALE_OK, 6);
}

Test(tamper, a_changed_event, .init = open_book, .fini = close_book)
{
    tamper("UPDATE event SET made = 1 WHERE root_kind = 1 AND number = 4");
    expect_good(AFTERSALE_CORRUPT, 4);
    cr_assert_eq(aftersale_book_error(at.book)->status, AFTERSALE_CORRUPT);
}

Test(tamper, a_changed_event_with_a_hash_of_its_own, .init = open_book, .fini = close_book)
{
    tamper("UPDATE event SET hash = randomblob(16) WHERE root_kind = 1 AND number = 2");
    expect_good(AFTERSALE_CORRUPT, 2);
}

Test(tamper, an_event_that_is_gone, .init = open_book, .fini = close_book)
{
    tamper("DELETE FROM event WHERE root_kind = 1 AND number = 3");
    expect_good(AFTERSALE_CORRUPT, 3);
}

Test(tamper, a_changed_feed_record, .init = open_book, .fini = close_book)
{
    tamper("UPDATE feed SET hash = randomblob(16) WHERE id = 1");
    expect_good(AFTERSALE_CORRUPT, 0);
}

Test(tamper, a_feed_record_that_is_gone, .init = open_book, .fini = close_book)
{
    tamper("DELETE FROM feed WHERE id = 1");
    expect_good(AFTERSALE_CORRUPT, 0);
}

Test(tamper, an_event_that_nobody_has_numbered, .init = open_book, .fini = close_book)
{
    tamper("UPDATE event SET made = 1 WHERE root_kind = 1 AND number = 6");
    expect_good(AFTERSALE_CORRUPT, 6);
}

Test(tamper, the_chain_of_one_root, .init = open_book, .fini = close_book)
{
    const aftersale_customer *customer;
    uint64_t good;
    cr_assert_eq(aftersale_customer_find(at.book, "C-1", &customer), AFTERSALE_OK);
    tamper("UPDATE event SET made = 1 WHERE root_kind = 1 AND number = 4");
    cr_assert_eq(aftersale_event_verify_of(at.book, aftersale_customer_id(customer), &good),
                 AFTERSALE_CORRUPT);
    cr_assert_eq(good, 3);
    aftersale_customer_free(customer);
}
