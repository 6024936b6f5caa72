/* SPDX-License-Identifier: MIT */
/* Eight callers work off one list: no touch is given twice, none is left, and nobody waits for another (S29). */
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define CALLERS 8
#define CUSTOMERS 200
#define AT_ONCE 5

static aftersale_store *store;
static aftersale_id claimed[CALLERS][CUSTOMERS];
static size_t counts[CALLERS];

static void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static aftersale_book *open_book(void)
{
    aftersale_book *book = NULL;
    must(aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE),
                             &book, NULL) == AFTERSALE_OK,
         "a book opens");
    return book;
}

static aftersale_status clock_stands(void *user, aftersale_time *out)
{
    (void)user;
    return aftersale_time_parse("2026-11-20T10:00:00Z", out);
}

static void fill(void)
{
    aftersale_book *book = open_book();
    must(aftersale_plan_publish(
             book,
             AFTERSALE_ARGS(plan_publish,
                            .json = "{\"plan\":\"p\",\"steps\":[{\"key\":\"a\",\"kind\":\"follow-up\","
                                    "\"purpose\":\"service\",\"anchor\":\"sale\"}]}"),
             NULL) == AFTERSALE_OK,
         "a plan is published");
    must(aftersale_group_begin(book, 0) == AFTERSALE_OK, "a group begins");
    for (int i = 0; i < CUSTOMERS; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "C-%d", i);
        must(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .owner = "sam"), NULL) ==
                 AFTERSALE_OK,
             "a customer");
        must(aftersale_sale_record(book,
                                   AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = ref,
                                                  .sold = {2026, 11, 18}, .plan = "p"),
                                   NULL) == AFTERSALE_OK,
             "a sale");
    }
    must(aftersale_group_commit(book) == AFTERSALE_OK, "the book is filled");
    aftersale_book_free(book);
}

static void *work_off(void *user)
{
    size_t me = (size_t)(uintptr_t)user, got;
    aftersale_book *book = open_book();
    char actor[16];
    snprintf(actor, sizeof actor, "caller-%zu", me);
    do {
        must(aftersale_touch_claim_next(book,
                                        AFTERSALE_ARGS(touch_claim_next, .actor = actor, .owner = "sam"),
                                        &claimed[me][counts[me]], AT_ONCE, &got) == AFTERSALE_OK,
             "a call for the next ones succeeds");
        counts[me] += got;
    } while (got != 0);
    aftersale_book_free(book);
    return NULL;
}

static int by_bytes(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(aftersale_id));
}

static void check_once_each(void)
{
    static aftersale_id all[CALLERS * CUSTOMERS];
    size_t count = 0;
    for (size_t i = 0; i < CALLERS; i++) {
        memcpy(&all[count], claimed[i], counts[i] * sizeof all[0]);
        count += counts[i];
    }
    must(count == CUSTOMERS, "each touch is claimed");
    qsort(all, count, sizeof all[0], by_bytes);
    for (size_t i = 1; i < count; i++)
        must(by_bytes(&all[i - 1], &all[i]) != 0, "no touch is claimed twice");
}

static void run(const char *name)
{
    pthread_t threads[CALLERS];
    memset(counts, 0, sizeof counts);
    fill();
    for (size_t i = 0; i < CALLERS; i++)
        must(pthread_create(&threads[i], NULL, work_off, (void *)(uintptr_t)i) == 0, "a thread starts");
    for (size_t i = 0; i < CALLERS; i++)
        pthread_join(threads[i], NULL);
    check_once_each();
    printf("%s: %d touches, %d callers, each once\n", name, CUSTOMERS, CALLERS);
    aftersale_store_free(store);
}

int main(void)
{
    aftersale_context *context = NULL;
    char path[64];
    snprintf(path, sizeof path, "claim_next_%ld.db", (long)getpid());
    must(aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = clock_stands, .seed = 3), &context,
                               NULL) == AFTERSALE_OK,
         "a context opens");
    must(aftersale_memory_open(context, &store, NULL) == AFTERSALE_OK, "memory opens");
    run("memory");
    must(aftersale_sqlite_open(context, path, AFTERSALE_SQLITE_OFF, &store, NULL) == AFTERSALE_OK,
         "a file opens");
    run("sqlite");
    unlink(path);
    aftersale_context_free(context);
    return 0;
}
