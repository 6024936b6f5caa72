/* SPDX-License-Identifier: MIT */
/* A book that a call is in is BUSY to every other thread; its store and context are not (S3). Ends with 0. */
#include "support/book_file.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define COMMANDS 200

static pthread_barrier_t inside, tried;
static _Thread_local int stops; /* the clock waits in this thread until the other has tried */

static void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static aftersale_status stopping_clock(void *user, aftersale_time *out)
{
    (void)user;
    out->us = INT64_C(1795000000000000);
    if (stops) {
        stops = 0;
        pthread_barrier_wait(&inside);
        pthread_barrier_wait(&tried);
    }
    return AFTERSALE_OK;
}

static aftersale_book *open_book(aftersale_store *store, const char *name)
{
    aftersale_book *book = NULL;
    aftersale_error error = {.struct_size = sizeof error};
    must(aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = name, .flags = AFTERSALE_BOOK_CREATE),
                             &book, &error) == AFTERSALE_OK,
         "a book opens");
    return book;
}

static void *stay_inside(void *user)
{
    stops = 1;
    must(aftersale_customer_put(user, AFTERSALE_ARGS(customer_put, .ref = "C-1"), NULL) == AFTERSALE_OK,
         "the command that was in first succeeds");
    return NULL;
}

static void a_second_thread_finds_it_busy(aftersale_store *store)
{
    aftersale_book *book = open_book(store, "acme");
    const aftersale_customer *found = NULL;
    pthread_t thread;
    pthread_barrier_init(&inside, NULL, 2);
    pthread_barrier_init(&tried, NULL, 2);
    must(pthread_create(&thread, NULL, stay_inside, book) == 0, "a thread starts");
    pthread_barrier_wait(&inside);
    must(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2"), NULL) == AFTERSALE_BUSY,
         "a command is BUSY");
    must(aftersale_customer_find(book, "C-1", &found) == AFTERSALE_BUSY, "a query is BUSY");
    must(aftersale_group_begin(book, 0) == AFTERSALE_BUSY, "a group is BUSY");
    pthread_barrier_wait(&tried);
    pthread_join(thread, NULL);
    must(aftersale_customer_find(book, "C-1", &found) == AFTERSALE_OK, "what was in first is written");
    aftersale_customer_free(found);
    must(aftersale_customer_find(book, "C-2", &found) == AFTERSALE_NOT_FOUND, "what was BUSY is not");
    aftersale_book_free(book);
    pthread_barrier_destroy(&inside);
    pthread_barrier_destroy(&tried);
}

/* Each with a handle of its own: on one customer, so that conflicts are common. */
static void *write_much(void *user)
{
    aftersale_book *book = open_book(user, "shared");
    for (int i = 0; i < COMMANDS; i++) {
        char name[32];
        aftersale_status status;
        snprintf(name, sizeof name, "%p %d", (void *)book, i);
        do
            status =
                aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = name), NULL);
        while (status == AFTERSALE_CONFLICT);
        must(status == AFTERSALE_OK, "a command of a handle of one's own succeeds");
    }
    aftersale_book_free(book);
    return NULL;
}

/* The feed is numbered by whoever reads it, here while others write. */
static void *read_feed(void *user)
{
    aftersale_book *book = open_book(user, "shared");
    uint64_t last = 0;
    while (last < 2 * COMMANDS) {
        const aftersale_event *event;
        aftersale_cursor *list = NULL;
        aftersale_status status = aftersale_event_list(book, last, &list);
        must(status == AFTERSALE_OK || status == AFTERSALE_CONFLICT, "the feed can be read");
        while (status == AFTERSALE_OK && aftersale_event_next(list, &event) == AFTERSALE_ROW)
            must((uint64_t)aftersale_event_feed(event) == ++last, "the feed has no gap");
        aftersale_cursor_free(list);
    }
    aftersale_book_free(book);
    return NULL;
}

static void handles_of_their_own(aftersale_store *store)
{
    aftersale_book *book = open_book(store, "shared");
    const aftersale_customer *found = NULL;
    pthread_t threads[3];
    for (int i = 0; i < 3; i++)
        must(pthread_create(&threads[i], NULL, i < 2 ? write_much : read_feed, store) == 0,
             "a thread starts");
    for (int i = 0; i < 3; i++)
        pthread_join(threads[i], NULL);
    must(aftersale_customer_find(book, "C-1", &found) == AFTERSALE_OK, "the customer is there");
    must(aftersale_customer_revision(found) == 2 * COMMANDS, "no change was lost");
    must(aftersale_event_verify(book, NULL) == AFTERSALE_OK, "the chain holds");
    aftersale_customer_free(found);
    aftersale_book_free(book);
}

static void try_store(aftersale_store *store)
{
    a_second_thread_finds_it_busy(store);
    handles_of_their_own(store);
    aftersale_store_free(store);
}

static void try_sqlite(aftersale_context *context)
{
    book_file file;
    aftersale_store *store = NULL;
    must(book_file_make(&file), "a folder");
    must(aftersale_sqlite_open(context, file.path, AFTERSALE_SQLITE_OFF, &store, NULL) == AFTERSALE_OK,
         "a file");
    try_store(store);
    book_file_remove(&file);
}

int main(void)
{
    aftersale_context *context = NULL;
    aftersale_store *store = NULL;
    must(aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = stopping_clock, .seed = 1), &context,
                               NULL) == AFTERSALE_OK,
         "a context");
    must(aftersale_memory_open(context, &store, NULL) == AFTERSALE_OK, "a store");
    try_store(store);
    try_sqlite(context);
    aftersale_context_free(context);
    return 0;
}
