/* SPDX-License-Identifier: MIT */
/* Writers of one root in one process queue: none of them is refused by the store, and those who write several roots
 * never wait for each other (S3, S77). Ends with 0. */
#include "support/book_file.h"
#include "support/watched_store.h"
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define WRITERS 6
#define COMMANDS 300
#define GROUPS 100

static watched_store watched;
static aftersale_context *context;
static atomic_size_t pauses;

static void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static void count_pause(void *user, int64_t us)
{
    (void)user;
    (void)us;
    atomic_fetch_add(&pauses, 1);
}

static aftersale_book *open_book(void)
{
    aftersale_book *book = NULL;
    must(aftersale_book_open(&watched.base,
                             AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE), &book,
                             NULL) == AFTERSALE_OK,
         "a book opens");
    return book;
}

static aftersale_status put(aftersale_book *book, const char *ref, int i)
{
    char name[48];
    snprintf(name, sizeof name, "%p %d", (void *)book, i);
    return aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .name = name), NULL);
}

static void *write_alone(void *user)
{
    aftersale_book *book = open_book();
    (void)user;
    for (int i = 0; i < COMMANDS; i++)
        must(put(book, "C-1", i) == AFTERSALE_OK, "a command on a busy customer succeeds");
    aftersale_book_free(book);
    return NULL;
}

/* Both customers, every other writer in the other order. */
static void *write_groups(void *user)
{
    aftersale_book *book = open_book();
    const char *first = user != NULL ? "C-2" : "C-1", *second = user != NULL ? "C-1" : "C-2";
    for (int i = 0; i < GROUPS; i++) {
        aftersale_status status;
        do {
            must(aftersale_group_begin(book, 0) == AFTERSALE_OK, "a group begins");
            must(put(book, first, i) == AFTERSALE_OK, "the first of a group");
            must(put(book, second, i) == AFTERSALE_OK, "the second of a group");
            status = aftersale_group_commit(book);
        } while (status == AFTERSALE_CONFLICT);
        must(status == AFTERSALE_OK, "a group is written in the end");
    }
    aftersale_book_free(book);
    return NULL;
}

static void *write_batches(void *user)
{
    aftersale_book *book = open_book();
    (void)user;
    for (int i = 0; i < GROUPS; i++) {
        char name[48];
        aftersale_command commands[2];
        aftersale_customer_put_args args[2] = {
            {.struct_size = sizeof args[0], .ref = "C-2", .name = name},
            {.struct_size = sizeof args[0], .ref = "C-1", .name = name},
        };
        snprintf(name, sizeof name, "%p batch %d", (void *)book, i);
        for (int at = 0; at < 2; at++)
            commands[at] = (aftersale_command){.command = AFTERSALE_DO_CUSTOMER_PUT, .args = &args[at]};
        must(aftersale_book_apply(book, commands, 2, AFTERSALE_APPLY_ALL_OR_NOTHING) == AFTERSALE_OK,
             "a batch on busy customers succeeds");
    }
    aftersale_book_free(book);
    return NULL;
}

static uint64_t revision(const char *ref)
{
    aftersale_book *book = open_book();
    const aftersale_customer *found = NULL;
    uint64_t is;
    must(aftersale_customer_find(book, ref, &found) == AFTERSALE_OK, "the customer is there");
    is = aftersale_customer_revision(found);
    must(aftersale_event_verify(book, NULL) == AFTERSALE_OK, "the chain holds");
    aftersale_customer_free(found);
    aftersale_book_free(book);
    return is;
}

static void run(void *(*const writers[])(void *user), size_t count)
{
    pthread_t threads[WRITERS];
    for (size_t i = 0; i < count; i++)
        must(pthread_create(&threads[i], NULL, writers[i], i % 2 != 0 ? &watched : NULL) == 0,
             "a thread starts");
    for (size_t i = 0; i < count; i++)
        pthread_join(threads[i], NULL);
}

static void try_store(aftersale_store *inner, const char *name)
{
    static void *(*const alone[WRITERS])(void *) = {write_alone, write_alone, write_alone,
                                                    write_alone, write_alone, write_alone};
    static void *(*const together[WRITERS])(void *) = {write_alone,  write_groups,  write_groups,
                                                       write_groups, write_batches, write_batches};
    must(watched_store_open(&watched, context, inner, NULL) == AFTERSALE_OK, "a store");
    aftersale_book_free(open_book());
    atomic_store(&watched.commits, 0);
    atomic_store(&pauses, 0);
    run(alone, WRITERS);
    printf("%s: %zu commits, %zu conflicts\n", name, atomic_load(&watched.commits),
           atomic_load(&watched.conflicts));
    must(revision("C-1") == WRITERS * COMMANDS, "no change was lost");
    must(atomic_load(&watched.commits) == WRITERS * COMMANDS, "each was committed once");
    must(atomic_load(&watched.conflicts) == 0, "the store refused none");
    must(atomic_load(&pauses) == 0, "nobody waited for chance");
    run(together, WRITERS);
    printf("%s: %zu conflicts of groups and batches\n", name, atomic_load(&watched.conflicts));
    must(revision("C-2") == 5 * GROUPS, "no group and no batch was lost");
    must(revision("C-1") == (WRITERS + 1) * COMMANDS + 5 * GROUPS, "nor any command beside them");
    aftersale_store_free(&watched.base);
}

int main(void)
{
    book_file file;
    aftersale_store *store = NULL;
    must(aftersale_context_new(AFTERSALE_ARGS(context_new, .seed = 1, .pause = count_pause), &context,
                               NULL) == AFTERSALE_OK,
         "a context");
    must(aftersale_memory_open(context, &store, NULL) == AFTERSALE_OK, "a store in memory");
    try_store(store, "memory");
    must(book_file_make(&file), "a folder");
    must(aftersale_sqlite_open(context, file.path, AFTERSALE_SQLITE_OFF, &store, NULL) == AFTERSALE_OK,
         "a store in a file");
    try_store(store, "sqlite");
    book_file_remove(&file);
    aftersale_context_free(context);
    return 0;
}
