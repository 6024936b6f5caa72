/* SPDX-License-Identifier: MIT */
/* Several processes bring one book up to a time at once: they share the work, and nothing is done twice (S3). */
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/wait.h>
#include <unistd.h>

#define PROCESSES 3
#define CUSTOMERS 600
#define MISSED 30 /* type of its event */

static book_file on_disk;
static aftersale_store *store;
static aftersale_book *book;
static const char *now = "2026-11-01T10:00:00Z";

static aftersale_status clock_stands(void *user, aftersale_time *out)
{
    (void)user;
    return aftersale_time_parse(now, out);
}

static void open_book(void)
{
    aftersale_context *context = NULL;
    cr_assert_eq(aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = clock_stands), &context, NULL),
                 AFTERSALE_OK);
    cr_assert_eq(aftersale_sqlite_open(context, on_disk.path, AFTERSALE_SQLITE_OFF, &store, NULL),
                 AFTERSALE_OK);
    cr_assert_eq(
        aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE),
                            &book, NULL),
        AFTERSALE_OK);
    aftersale_context_free(context);
}

static void close_book(void)
{
    aftersale_book_free(book);
    aftersale_store_free(store);
}

static void fill(void)
{
    cr_assert_eq(
        aftersale_plan_publish(
            book,
            AFTERSALE_ARGS(plan_publish,
                           .json = "{\"plan\":\"p\",\"steps\":[{\"key\":\"a\",\"kind\":\"follow-up\","
                                   "\"purpose\":\"service\",\"anchor\":\"sale\",\"not_after\":\"P1D\"}]}"),
            NULL),
        AFTERSALE_OK);
    cr_assert_eq(aftersale_group_begin(book, 0), AFTERSALE_OK);
    for (int i = 0; i < CUSTOMERS; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "C-%d", i);
        cr_assert_eq(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref), NULL),
                     AFTERSALE_OK);
        cr_assert_eq(aftersale_sale_record(book,
                                           AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = ref,
                                                          .sold = {2026, 11, 1}, .plan = "p"),
                                           NULL),
                     AFTERSALE_OK);
    }
    cr_assert_eq(aftersale_group_commit(book), AFTERSALE_OK);
}

/* Brings the book up to now. @return how many touches were missed; it goes through a pipe */
static void advance(int out)
{
    uint64_t missed = 0;
    aftersale_status status = AFTERSALE_OK;
    aftersale_advanced done = {.is_done = 0};
    open_book();
    while (status == AFTERSALE_OK && !done.is_done) {
        status = aftersale_book_advance(book, AFTERSALE_ARGS(book_advance, .most = 50), &done);
        missed += done.missed;
    }
    close_book();
    if (status == AFTERSALE_OK && write(out, &missed, sizeof missed) == (ssize_t)sizeof missed)
        _exit(0);
    fprintf(stderr, "advance: %s\n", aftersale_status_name(status));
    _exit(1);
}

static uint64_t run_all(void)
{
    uint64_t sum = 0, missed;
    pid_t processes[PROCESSES];
    int ends[2], status;
    cr_assert_eq(pipe(ends), 0);
    for (int i = 0; i < PROCESSES; i++) {
        processes[i] = fork();
        cr_assert_geq(processes[i], 0);
        if (processes[i] == 0)
            advance(ends[1]);
    }
    for (int i = 0; i < PROCESSES; i++) {
        cr_assert_eq(waitpid(processes[i], &status, 0), processes[i]);
        cr_assert(WIFEXITED(status) && WEXITSTATUS(status) == 0, "process %d", i);
        cr_assert_eq(read(ends[0], &missed, sizeof missed), (ssize_t)sizeof missed);
        printf("figure: S3: a process entered %llu of %d\n", (unsigned long long)missed, CUSTOMERS);
        sum += missed;
    }
    close(ends[0]);
    close(ends[1]);
    return sum;
}

static int count_events(void)
{
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    int count = 0;
    cr_assert_eq(aftersale_event_list(book, 0, &list), AFTERSALE_OK);
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW)
        count += aftersale_event_type(event) == MISSED;
    aftersale_cursor_free(list);
    return count;
}

Test(sqlite_advance, processes_share_the_work)
{
    aftersale_advanced done;
    cr_assert(book_file_make(&on_disk));
    open_book();
    fill();
    close_book(); /* no handle may cross a fork */
    now = "2026-11-05T10:00:00Z";
    cr_assert_eq(run_all(), (uint64_t)CUSTOMERS);
    open_book();
    cr_assert_eq(aftersale_book_advance(book, NULL, &done), AFTERSALE_OK);
    cr_assert(done.is_done && done.looked == 0);
    cr_assert_eq(count_events(), CUSTOMERS);
    close_book();
    book_file_remove(&on_disk);
}
