/* SPDX-License-Identifier: MIT */
/* Eight processes write into one file while another reads its feed: no change is lost and no event unread (S3, S67;
 * goal G16 for SQLite). */
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#define WRITERS 8
#define CHANGES 50 /* of each, to the one customer; and as many sales */
#define EVENTS (2 + 2 * WRITERS * CHANGES)

static book_file on_disk;
static aftersale_store *store;
static aftersale_book *book;

static aftersale_status open_book(void)
{
    aftersale_status status =
        aftersale_sqlite_open(NULL, on_disk.path, AFTERSALE_SQLITE_NORMAL, &store, NULL);
    return status != AFTERSALE_OK
               ? status
               : aftersale_book_open(
                     store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE), &book,
                     NULL);
}

static void close_book(void)
{
    aftersale_book_free(book);
    aftersale_store_free(store);
}

/* Adds 1 to the number in the customer's name. @return CONFLICT: somebody else was faster */
static aftersale_status count_up(void)
{
    const aftersale_customer *customer;
    char name[24];
    aftersale_status status = aftersale_customer_find(book, "HOT", &customer);
    if (status != AFTERSALE_OK)
        return status;
    snprintf(name, sizeof name, "%d", atoi(aftersale_customer_name(customer)) + 1);
    status = aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "HOT", .name = name,
                       .expect = aftersale_record_revision((const aftersale_record *)customer)),
        NULL);
    aftersale_customer_free(customer);
    return status;
}

static aftersale_status sell(int writer, int i)
{
    char ref[24];
    aftersale_status status;
    snprintf(ref, sizeof ref, "%d-%d", writer, i);
    do
        status =
            aftersale_sale_record(book, AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = "HOT"), NULL);
    while (status == AFTERSALE_CONFLICT);
    return status;
}

static int write_much(int writer)
{
    aftersale_status status = open_book();
    for (int i = 0; i < CHANGES && status == AFTERSALE_OK; i++) {
        do
            status = count_up();
        while (status == AFTERSALE_CONFLICT);
        if (status == AFTERSALE_OK)
            status = sell(writer, i);
    }
    if (status != AFTERSALE_OK)
        fprintf(stderr, "writer %d: %s\n", writer, aftersale_status_name(status));
    close_book();
    return status != AFTERSALE_OK;
}

/* What is new in the feed. @return number of the last event */
static int64_t read_feed(int64_t after)
{
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    aftersale_status status = aftersale_event_list(book, (uint64_t)after, &list);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_status_name(status));
    while ((status = aftersale_event_next(list, &event)) == AFTERSALE_ROW)
        cr_assert_eq(aftersale_event_feed(event), ++after);
    cr_assert_eq(status, AFTERSALE_DONE, "%s", aftersale_status_name(status));
    aftersale_cursor_free(list);
    return after;
}

static void start(pid_t writers[WRITERS])
{
    for (int i = 0; i < WRITERS; i++) {
        writers[i] = fork();
        cr_assert_geq(writers[i], 0);
        if (writers[i] == 0)
            _exit(write_much(i));
    }
}

/* Reads the feed as long as they write. @return number of the last event */
static int64_t read_along(const pid_t writers[WRITERS])
{
    int64_t last = 0;
    for (int i = 0; i < WRITERS; i++) {
        int status;
        pid_t ended;
        while ((ended = waitpid(writers[i], &status, WNOHANG)) == 0)
            last = read_feed(last);
        cr_assert_eq(ended, writers[i]);
        cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "writer %d", i);
    }
    return read_feed(last);
}

static size_t count_sales(void)
{
    aftersale_cursor *list = NULL;
    const aftersale_sale *sale;
    size_t count = 0;
    cr_assert_eq(aftersale_sale_list(book, NULL, &list), AFTERSALE_OK);
    while (aftersale_sale_next(list, &sale) == AFTERSALE_ROW)
        count++;
    aftersale_cursor_free(list);
    return count;
}

Test(sqlite_process, eight_writers_and_a_reader)
{
    pid_t writers[WRITERS];
    const aftersale_customer *customer;
    int64_t read;
    uint64_t good;
    cr_assert(book_file_make(&on_disk));
    cr_assert_eq(open_book(), AFTERSALE_OK);
    cr_assert_eq(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "HOT", .name = "0"), NULL),
                 AFTERSALE_OK);
    close_book(); /* no handle may cross a fork */
    start(writers);
    cr_assert_eq(open_book(), AFTERSALE_OK);
    read = read_along(writers);
    cr_assert_eq(aftersale_customer_find(book, "HOT", &customer), AFTERSALE_OK);
    cr_assert_eq(atoi(aftersale_customer_name(customer)), WRITERS * CHANGES);
    aftersale_customer_free(customer);
    cr_assert_eq(count_sales(), WRITERS * CHANGES);
    cr_assert_eq(read, EVENTS);
    cr_assert_eq(aftersale_event_verify(book, &good), AFTERSALE_OK);
    cr_assert_eq(good, EVENTS);
    printf("figure: G16: %d processes on one file, %d changes and %d sales, %lld events read\n", WRITERS,
           WRITERS * CHANGES, WRITERS * CHANGES, (long long)read);
    close_book();
    book_file_remove(&on_disk);
}
