/* SPDX-License-Identifier: MIT */
/* The file of aftersale-sqlite from outside: who may open it, what other programs see in it, what is done
 * to it. */
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <criterion/criterion.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#define FILE_MAX 4000000

static book_file on_disk;
static aftersale_store *store;
static aftersale_book *book;
static aftersale_error error;

static void open_book(const char *name)
{
    cr_assert_eq(aftersale_sqlite_open(NULL, on_disk.path, AFTERSALE_SQLITE_OFF, &store, &error),
                 AFTERSALE_OK, "%s", error.text);
    cr_assert_eq(aftersale_book_open(store,
                                     AFTERSALE_ARGS(book_open, .name = name, .flags = AFTERSALE_BOOK_CREATE),
                                     &book, &error),
                 AFTERSALE_OK, "%s", error.text);
}

static void close_book(void)
{
    aftersale_book_free(book);
    aftersale_store_free(store);
    book = NULL;
    store = NULL;
}

static void make_folder(void)
{
    cr_assert(book_file_make(&on_disk));
}

static void remove_folder(void)
{
    close_book();
    book_file_remove(&on_disk);
}

static bool exists(const char *suffix)
{
    char name[80];
    snprintf(name, sizeof name, "%s%s", on_disk.path, suffix);
    return access(name, F_OK) == 0;
}

static void put_customer(const char *ref, const char *name, const char *owner)
{
    aftersale_status status = aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = ref, .name = name, .owner = owner,
                       .tags = AFTERSALE_TEXTS("vip", "gas"),
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 1632 960001"},
                                                  {.channel = "email", .address = "a@example.org"})),
        NULL);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(book)->text);
}

/* A store with one book and one customer, closed again. */
static void make_books(void)
{
    open_book("first");
    put_customer("C-1", "Ann Archer", "bob");
    close_book();
}

/* As any other program would. */
static int64_t ask_sql(const char *sql)
{
    sqlite3 *db;
    sqlite3_stmt *statement;
    int64_t answer = -1;
    cr_assert_eq(sqlite3_open(on_disk.path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    if (sqlite3_step(statement) == SQLITE_ROW)
        answer = sqlite3_column_int64(statement, 0);
    cr_assert_eq(sqlite3_finalize(statement), SQLITE_OK, "%s", sqlite3_errmsg(db));
    cr_assert_eq(sqlite3_close(db), SQLITE_OK);
    return answer;
}

static void run_sql(const char *sql)
{
    sqlite3 *db;
    cr_assert_eq(sqlite3_open(on_disk.path, &db), SQLITE_OK);
    cr_assert_eq(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK, "%s", sqlite3_errmsg(db));
    cr_assert_eq(sqlite3_close(db), SQLITE_OK);
}

static size_t read_file(char *out)
{
    FILE *file = fopen(on_disk.path, "rb");
    size_t size;
    cr_assert_not_null(file);
    size = fread(out, 1, FILE_MAX, file);
    cr_assert_lt(size, FILE_MAX);
    fclose(file);
    return size;
}

/* Opening it says `expected`, and neither the file nor its neighbours change. */
static void check_refused(aftersale_status expected)
{
    static char before[FILE_MAX], after[FILE_MAX];
    size_t size = read_file(before);
    cr_assert_not(exists("-wal"));
    cr_assert_eq(aftersale_sqlite_open(NULL, on_disk.path, 0, &store, &error), expected, "%s", error.text);
    cr_assert_null(store);
    cr_assert_eq(error.status, expected);
    cr_assert_neq(error.text[0], 0);
    cr_assert_eq(read_file(after), size);
    cr_assert_eq(memcmp(before, after, size), 0);
    cr_assert_not(exists("-wal"));
    cr_assert_not(exists("-shm"));
}

TestSuite(sqlite, .init = make_folder, .fini = remove_folder);

/* The data of customers is for the user of the file alone. */
Test(sqlite, new_files_are_private)
{
    struct stat about;
    char wal[80];
    open_book("first");
    put_customer("C-1", "Ann Archer", NULL);
    cr_assert_eq(stat(on_disk.path, &about), 0);
    cr_assert_eq(about.st_mode & 0777, 0600);
    snprintf(wal, sizeof wal, "%s-wal", on_disk.path);
    cr_assert_eq(stat(wal, &about), 0);
    cr_assert_eq(about.st_mode & 0777, 0600);
}

/* S3 */
Test(sqlite, what_was_committed_is_there_when_opened_again)
{
    const aftersale_customer *customer;
    make_books();
    open_book("first");
    cr_assert_eq(aftersale_customer_find(book, "C-1", &customer), AFTERSALE_OK);
    cr_assert_str_eq(aftersale_customer_name(customer), "Ann Archer");
    cr_assert_str_eq(aftersale_customer_owner(customer), "bob");
    cr_assert_eq(aftersale_customer_tag_count(customer), 2);
    cr_assert_str_eq(aftersale_customer_tag_at(customer, 1), "gas");
    cr_assert_eq(aftersale_customer_contact_count(customer), 2);
    cr_assert_str_eq(aftersale_customer_contact_at(customer, 1)->address, "a@example.org");
    aftersale_customer_free(customer);
}

/* S3: two handles on one file see what the other committed. */
Test(sqlite, handles_on_one_file_see_each_other)
{
    aftersale_store *other_store;
    aftersale_book *other;
    const aftersale_customer *customer;
    open_book("first");
    cr_assert_eq(aftersale_sqlite_open(NULL, on_disk.path, 0, &other_store, &error), AFTERSALE_OK);
    cr_assert_eq(aftersale_book_open(other_store, AFTERSALE_ARGS(book_open, .name = "first"), &other, &error),
                 AFTERSALE_OK);
    put_customer("C-1", "Ann Archer", NULL);
    cr_assert_eq(aftersale_customer_find(other, "C-1", &customer), AFTERSALE_OK);
    aftersale_customer_free(customer);
    put_customer("C-1", "Ann Baker", NULL);
    cr_assert_eq(aftersale_customer_find(other, "C-1", &customer), AFTERSALE_OK);
    cr_assert_str_eq(aftersale_customer_name(customer), "Ann Baker");
    aftersale_customer_free(customer);
    aftersale_book_free(other);
    aftersale_store_free(other_store);
}

/* S7 */
Test(sqlite, a_newer_major_format_is_refused_untouched)
{
    make_books();
    run_sql("UPDATE aftersale_format SET major = 2");
    check_refused(AFTERSALE_UNSUPPORTED);
}

/* S7 */
Test(sqlite, an_older_major_format_asks_for_migration)
{
    make_books();
    run_sql("UPDATE aftersale_format SET major = 0");
    check_refused(AFTERSALE_NEEDS_MIGRATION);
}

/* S7 */
Test(sqlite, a_newer_minor_format_opens_and_what_is_unknown_stays)
{
    make_books();
    run_sql("ALTER TABLE customer ADD COLUMN shoe_size INTEGER;"
            "UPDATE customer SET shoe_size = 43;"
            "UPDATE aftersale_format SET minor = 9, digest = 1");
    open_book("first");
    put_customer("C-1", "Ann Baker", "eve");
    close_book();
    cr_assert_eq(ask_sql("SELECT shoe_size FROM customer WHERE name = 'Ann Baker' AND owner = 'eve'"), 43);
    cr_assert_eq(ask_sql("SELECT minor FROM aftersale_format"), 9);
}

/* S7: an older minor format gets what it lacks, and keeps what it has. */
Test(sqlite, an_older_minor_format_grows)
{
    make_books();
    run_sql("ALTER TABLE customer DROP COLUMN tier; ALTER TABLE customer_contacts DROP COLUMN label;"
            "DROP INDEX customer_by_owner; DROP TABLE feed; UPDATE aftersale_format SET digest = 1");
    open_book("first");
    put_customer("C-2", "Bo Baker", NULL);
    close_book();
    cr_assert_eq(ask_sql("SELECT count(*) FROM pragma_table_info('customer') WHERE name = 'tier'"), 1);
    cr_assert_eq(ask_sql("SELECT count(*) FROM pragma_table_info('customer_contacts') WHERE name = 'label'"),
                 1);
    cr_assert_eq(ask_sql("SELECT count(*) FROM sqlite_schema WHERE name IN ('customer_by_owner', 'feed')"),
                 2);
    cr_assert_eq(ask_sql("SELECT count(*) FROM customer"), 2);
}

/* S7 */
Test(sqlite, a_file_of_another_program_is_refused_untouched)
{
    run_sql("CREATE TABLE customer(id INTEGER PRIMARY KEY, name TEXT); INSERT INTO customer VALUES(1, 'x')");
    check_refused(AFTERSALE_CORRUPT);
    run_sql("PRAGMA application_id = 99");
    check_refused(AFTERSALE_CORRUPT);
}

/* S7 */
Test(sqlite, a_file_that_is_no_database_is_refused_untouched)
{
    FILE *file = fopen(on_disk.path, "wb");
    cr_assert_not_null(file);
    for (int i = 0; i < 2000; i++)
        fputs("not a database; ", file);
    fclose(file);
    check_refused(AFTERSALE_CORRUPT);
}

Test(sqlite, a_path_is_needed_and_must_lead_somewhere)
{
    cr_assert_eq(aftersale_sqlite_open(NULL, NULL, 0, &store, &error), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_sqlite_open(NULL, "", 0, &store, &error), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_sqlite_open(NULL, on_disk.path, 0, NULL, NULL), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_sqlite_open(NULL, "no/such/folder/books.db", 0, &store, &error), AFTERSALE_STORE);
    cr_assert_neq(error.text[0], 0);
}

/* Any SQL tool can ask and join. */
Test(sqlite, tables_can_be_joined_in_sql)
{
    make_books();
    cr_assert_eq(
        ask_sql("SELECT count(*) FROM customer JOIN customer_contacts AS contact"
                " ON contact.book = customer.book AND contact.customer = customer.id"
                " WHERE customer.ref = 'C-1' AND customer.owner = 'bob' AND contact.channel = 'phone'"),
        1);
    cr_assert_eq(
        ask_sql("SELECT count(*) FROM event JOIN customer ON customer.book = event.book"
                " AND customer.id = event.root WHERE customer.name = 'Ann Archer' AND event.number = 1"),
        1);
    cr_assert_eq(ask_sql("SELECT count(*) FROM settings JOIN book ON book.number = settings.book"
                         " WHERE settings.name = 'first'"),
                 1);
    cr_assert_eq(ask_sql("SELECT count(*) FROM \"return\""), 0);
}

/* S8 */
Test(sqlite, books_of_one_file_are_apart)
{
    const aftersale_customer *customer;
    make_books();
    open_book("second");
    cr_assert_eq(aftersale_customer_find(book, "C-1", &customer), AFTERSALE_NOT_FOUND);
    put_customer("C-1", "Carl Cook", NULL);
    close_book();
    open_book("first");
    cr_assert_eq(aftersale_customer_find(book, "C-1", &customer), AFTERSALE_OK);
    cr_assert_str_eq(aftersale_customer_name(customer), "Ann Archer");
    aftersale_customer_free(customer);
}

/* Opens the file as one of several, and writes into a book of its own. */
static int rival(int number)
{
    char name[24];
    aftersale_status status;
    snprintf(name, sizeof name, "rival %d", number);
    status = aftersale_sqlite_open(NULL, on_disk.path, AFTERSALE_SQLITE_NORMAL, &store, NULL);
    if (status == AFTERSALE_OK)
        status = aftersale_book_open(
            store, AFTERSALE_ARGS(book_open, .name = name, .flags = AFTERSALE_BOOK_CREATE), &book, NULL);
    for (int i = 0; i < 20 && status == AFTERSALE_OK; i++) {
        char ref[24];
        snprintf(ref, sizeof ref, "C-%d", i);
        status = aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref), NULL);
    }
    close_book();
    return status == AFTERSALE_OK ? 0 : 1;
}

/* S3, S8: several processes make the file at once, and all of them can work. */
Test(sqlite, processes_may_make_one_file_at_once)
{
    enum { RIVALS = 4 };
    pid_t rivals[RIVALS];
    for (int i = 0; i < RIVALS; i++) {
        rivals[i] = fork();
        cr_assert_geq(rivals[i], 0);
        if (rivals[i] == 0)
            _exit(rival(i));
    }
    for (int i = 0; i < RIVALS; i++) {
        int status;
        cr_assert_eq(waitpid(rivals[i], &status, 0), rivals[i]);
        cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "rival %d", i);
    }
    cr_assert_eq(ask_sql("SELECT count(*) FROM customer"), RIVALS * 20);
    cr_assert_eq(ask_sql("SELECT count(*) FROM book"), RIVALS);
}

/* A file is not trusted: what stands in it does not run. */
Test(sqlite, triggers_in_the_file_do_not_run)
{
    make_books();
    run_sql("CREATE TABLE prey(name TEXT);"
            "CREATE TRIGGER hunter AFTER INSERT ON customer BEGIN INSERT INTO prey VALUES(new.name); END");
    open_book("first");
    put_customer("C-2", "Bo Baker", NULL);
    close_book();
    cr_assert_eq(ask_sql("SELECT count(*) FROM prey"), 0);
    cr_assert_eq(ask_sql("SELECT count(*) FROM customer"), 2);
}

/* S3: damage is said, and nothing else is harmed. */
Test(sqlite, damaged_values_are_corrupt)
{
    static const char *const damages[] = {
        "UPDATE customer SET name = x'41'",
        "UPDATE customer SET type = 'organisation'",
        "UPDATE customer SET name = CAST(x'410042' AS TEXT)",
        "UPDATE customer SET contacts = 3",
        "UPDATE customer_contacts SET \"from\" = 20261399",
        "UPDATE customer SET created = x'00'",
        "UPDATE customer SET revision = -1",
    };
    const aftersale_customer *customer;
    make_books();
    for (size_t i = 0; i < sizeof damages / sizeof damages[0]; i++) {
        run_sql("CREATE TABLE whole AS SELECT * FROM customer; CREATE TABLE parts AS SELECT * FROM "
                "customer_contacts");
        run_sql(damages[i]);
        open_book("first");
        cr_assert_eq(aftersale_customer_find(book, "C-1", &customer), AFTERSALE_CORRUPT, "%s", damages[i]);
        close_book();
        run_sql("DELETE FROM customer; INSERT INTO customer SELECT * FROM whole; DROP TABLE whole;"
                "DELETE FROM customer_contacts; INSERT INTO customer_contacts SELECT * FROM parts; DROP "
                "TABLE parts");
    }
    open_book("first");
    cr_assert_eq(aftersale_customer_find(book, "C-1", &customer), AFTERSALE_OK);
    aftersale_customer_free(customer);
}
