/* SPDX-License-Identifier: MIT */
/* The file system fails under aftersale-sqlite: writes and syncs, each in its turn. */
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>

static book_file on_disk;
static aftersale_store *store;
static aftersale_book *book;
static aftersale_error error;

/* A file system that is the real one but for writing and syncing: its files get method tables of ours,
 * copied from their own. */
static sqlite3_vfs *real;
static sqlite3_vfs failing;
static struct {
    const sqlite3_io_methods *from;
    sqlite3_io_methods own;
} tables[8];
static int syncs, writes;
static int sync_to_fail, write_to_fail; /* counted from now, 1 is the next; 0: none */
static int failure;

static const sqlite3_io_methods *methods_of(const sqlite3_file *file)
{
    size_t i = 0;
    while (&tables[i].own != file->pMethods)
        i++;
    return tables[i].from;
}

static int sync_file(sqlite3_file *file, int flags)
{
    syncs++;
    if (sync_to_fail != 0 && syncs >= sync_to_fail)
        return SQLITE_IOERR_FSYNC;
    return methods_of(file)->xSync(file, flags);
}

static int write_file(sqlite3_file *file, const void *data, int size, sqlite3_int64 at)
{
    writes++;
    if (write_to_fail != 0 && writes >= write_to_fail)
        return failure;
    return methods_of(file)->xWrite(file, data, size, at);
}

static int open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
    int code = real->xOpen(real, name, file, flags, out);
    size_t i = 0;
    (void)vfs;
    if (code != SQLITE_OK)
        return code;
    while (tables[i].from != NULL && tables[i].from != file->pMethods)
        i++;
    cr_assert_lt(i, sizeof tables / sizeof tables[0]);
    tables[i].from = file->pMethods;
    tables[i].own = *file->pMethods;
    tables[i].own.xSync = sync_file;
    tables[i].own.xWrite = write_file;
    file->pMethods = &tables[i].own;
    return SQLITE_OK;
}

static void make_file_system(void)
{
    real = sqlite3_vfs_find(NULL);
    cr_assert_not_null(real);
    failing = *real;
    failing.zName = "failing";
    failing.pNext = NULL;
    failing.xOpen = open_file;
    cr_assert_eq(sqlite3_vfs_register(&failing, 1), SQLITE_OK);
    cr_assert(book_file_make(&on_disk));
}

static void close_book(void)
{
    aftersale_book_free(book);
    aftersale_store_free(store);
    book = NULL;
    store = NULL;
}

static void remove_folder(void)
{
    close_book();
    book_file_remove(&on_disk);
}

static void open_book(void)
{
    cr_assert_eq(aftersale_sqlite_open(NULL, on_disk.path, 0, &store, &error), AFTERSALE_OK, "%s",
                 error.text);
    cr_assert_eq(
        aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "first", .flags = AFTERSALE_BOOK_CREATE),
                            &book, &error),
        AFTERSALE_OK, "%s", error.text);
}

static aftersale_status put(const char *ref, const char *name)
{
    return aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = ref, .name = name,
                       .contacts =
                           AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 1632 960001"})),
        NULL);
}

static void check_name(const char *ref, const char *name)
{
    const aftersale_customer *customer;
    cr_assert_eq(aftersale_customer_find(book, ref, &customer), AFTERSALE_OK, "%s",
                 aftersale_book_error(book)->text);
    cr_assert_str_eq(aftersale_customer_name(customer), name);
    cr_assert_eq(aftersale_customer_contact_count(customer), 1);
    aftersale_customer_free(customer);
}

TestSuite(sqlite_fault, .init = make_file_system, .fini = remove_folder);

/* S3: a durable commit is one sync. */
Test(sqlite_fault, a_commit_syncs_once)
{
    open_book();
    cr_assert_eq(put("C-1", "Ann"), AFTERSALE_OK);
    for (int i = 0; i < 10; i++) {
        char ref[24];
        snprintf(ref, sizeof ref, "D-%d", i);
        syncs = 0;
        cr_assert_eq(put(ref, "Bo"), AFTERSALE_OK);
        cr_assert_eq(syncs, 1);
    }
}

/* S3: after a failed sync the handle reads on and writes no more, until the file is opened again. */
Test(sqlite_fault, after_a_failed_sync_the_handle_only_reads)
{
    const aftersale_customer *customer;
    aftersale_status status;
    open_book();
    cr_assert_eq(put("C-1", "Ann"), AFTERSALE_OK);
    syncs = 0;
    sync_to_fail = 1;
    status = put("C-2", "Bo");
    sync_to_fail = 0;
    cr_assert(status == AFTERSALE_UNKNOWN || status == AFTERSALE_STORE, "%s", aftersale_status_name(status));
    check_name("C-1", "Ann");
    cr_assert_eq(put("C-3", "Cy"), AFTERSALE_STORE);
    check_name("C-1", "Ann");
    close_book();
    open_book();
    check_name("C-1", "Ann");
    cr_assert_eq(aftersale_customer_find(book, "C-3", &customer), AFTERSALE_NOT_FOUND);
    cr_assert_eq(put("C-2", "Bo"), AFTERSALE_OK);
    check_name("C-2", "Bo");
}

/* S3: a full disk fails the command, whichever write it meets; with room again all goes on. */
Test(sqlite_fault, a_full_disk_changes_nothing)
{
    aftersale_status status = AFTERSALE_STORE;
    int round = 0;
    open_book();
    cr_assert_eq(put("C-1", "Ann"), AFTERSALE_OK);
    failure = SQLITE_FULL;
    while (status != AFTERSALE_OK) {
        cr_assert_lt(++round, 1000);
        writes = 0;
        write_to_fail = round;
        status = put("C-1", "Bo");
        write_to_fail = 0;
        cr_assert(status == AFTERSALE_OK || status == AFTERSALE_STORE, "%s", aftersale_status_name(status));
        check_name("C-1", status == AFTERSALE_OK ? "Bo" : "Ann");
    }
    cr_assert_gt(round, 1);
    cr_assert_eq(put("C-1", "Cy"), AFTERSALE_OK);
    check_name("C-1", "Cy");
}

/* S3: whatever write fails, the last committed state is there when the file is opened again, or the next
 * one. */
Test(sqlite_fault, a_failed_write_leaves_the_old_state_or_the_new)
{
    aftersale_status status = AFTERSALE_STORE;
    const aftersale_customer *customer;
    int round = 0;
    failure = SQLITE_IOERR_WRITE;
    while (status != AFTERSALE_OK) {
        open_book();
        cr_assert_eq(put("C-1", "Ann"), AFTERSALE_OK);
        cr_assert_lt(++round, 1000);
        writes = 0;
        write_to_fail = round;
        status = put("C-1", "Bo");
        write_to_fail = 0;
        check_name("C-1", status == AFTERSALE_OK ? "Bo" : "Ann");
        close_book();
        open_book();
        cr_assert_eq(aftersale_customer_find(book, "C-1", &customer), AFTERSALE_OK);
        cr_assert(aftersale_customer_name(customer)[0] == (status == AFTERSALE_OK ? 'B' : 'A') ||
                  status == AFTERSALE_UNKNOWN);
        aftersale_customer_free(customer);
        close_book();
    }
    cr_assert_gt(round, 1);
}

/* S3: a file that cannot be made whole is made later. */
Test(sqlite_fault, a_file_half_made_is_made_anew)
{
    aftersale_status status = AFTERSALE_STORE;
    int round = 0;
    failure = SQLITE_FULL;
    while (status != AFTERSALE_OK) {
        cr_assert_lt(++round, 1000);
        writes = 0;
        write_to_fail = round;
        status = aftersale_sqlite_open(NULL, on_disk.path, AFTERSALE_SQLITE_OFF, &store, &error);
        write_to_fail = 0;
        cr_assert(status == AFTERSALE_OK || status == AFTERSALE_STORE, "%s", error.text);
    }
    close_book();
    cr_assert_gt(round, 1);
    open_book();
    cr_assert_eq(put("C-1", "Ann"), AFTERSALE_OK);
}
