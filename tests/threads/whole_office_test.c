/* SPDX-License-Identifier: MIT */
/* Callers, somebody who makes touches unasked, a run to a time, a hand-over and a migration work on one book at once, in
 * threads and in processes: nothing is lost, and nothing is done twice (S3, S21, S25, S29; goal G16). Ends with 0. */
#include <aftersale.h>
#include <aftersale/sqlite.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CUSTOMERS 120
#define PROCESSES 2
#define STEP(key, rest)                                                                                      \
    "{\"key\":\"" key "\",\"kind\":\"follow-up\",\"purpose\":\"service\",\"anchor\":\"sale\"" rest "}"
#define FIRST                                                                                                \
    STEP("late", ",\"not_after\":\"P1D\"")                                                                   \
    "," STEP("call", "") "," STEP("visit", "") "," STEP("far", ",\"after\":\"P1Y\"")

/* What the workers say that they did; the events must say the same. */
typedef struct deeds {
    uint64_t claimed, done, handed, migrated;
} deeds;

typedef struct worker {
    deeds *to;
    deeds did;
    pthread_t thread;
} worker;

static const char *now = "2026-11-01T10:00:00Z";
static aftersale_context *context;
static aftersale_store *store;
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static void must(int holds, const char *what)
{
    if (holds)
        return;
    fprintf(stderr, "does not hold: %s\n", what);
    exit(1);
}

static void goes(aftersale_status status, const char *what)
{
    if (status != AFTERSALE_OK)
        fprintf(stderr, "%s\n", aftersale_status_name(status));
    must(status == AFTERSALE_OK, what);
}

static aftersale_status clock_stands(void *user, aftersale_time *out)
{
    (void)user;
    return aftersale_time_parse(now, out);
}

/* NULL: in memory. */
static void open_store(const char *path, uint64_t seed)
{
    goes(aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = clock_stands, .seed = seed), &context,
                               NULL),
         "a context opens");
    goes(path == NULL ? aftersale_memory_open(context, &store, NULL)
                      : aftersale_sqlite_open(context, path, AFTERSALE_SQLITE_OFF, &store, NULL),
         "a store opens");
}

static void close_store(void)
{
    aftersale_store_free(store);
    aftersale_context_free(context);
}

static aftersale_book *open_book(void)
{
    aftersale_book *book = NULL;
    goes(aftersale_book_open(store, AFTERSALE_ARGS(book_open, .name = "shop", .flags = AFTERSALE_BOOK_CREATE),
                             &book, NULL),
         "a book opens");
    return book;
}

static void publish(aftersale_book *book, const char *json)
{
    goes(aftersale_plan_publish(book, AFTERSALE_ARGS(plan_publish, .json = json), NULL),
         "a plan is published");
}

/* For each customer a touch that will be missed, two that are due, and one a year ahead; and an edit of the plan. */
static void fill(void)
{
    aftersale_book *book = open_book();
    publish(book, "{\"plan\":\"p\",\"steps\":[" FIRST "]}");
    goes(aftersale_group_begin(book, 0), "a group begins");
    for (int i = 0; i < CUSTOMERS; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "C-%d", i);
        goes(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = ref, .owner = "sam"), NULL),
             "a customer");
        goes(aftersale_sale_record(book,
                                   AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = ref,
                                                  .sold = {2026, 11, 1}, .plan = "p"),
                                   NULL),
             "a sale");
    }
    goes(aftersale_group_commit(book), "the book is filled");
    publish(book, "{\"plan\":\"p\",\"steps\":[" FIRST "," STEP("extra", ",\"after\":\"P2Y\"") "]}");
    aftersale_book_free(book);
}

/* What was missed is told by it, or by the migration, if that comes first. */
static void advance(aftersale_book *book, deeds *did)
{
    (void)did;
    aftersale_advanced came = {.is_done = 0};
    while (!came.is_done) {
        aftersale_status status =
            aftersale_book_advance(book, AFTERSALE_ARGS(book_advance, .most = 7), &came);
        must(status == AFTERSALE_OK || status == AFTERSALE_CONFLICT, "a run to a time goes on");
    }
}

/* Somebody else may have made one meanwhile: what happened is a fact, and is entered once. */
static size_t call_next(aftersale_book *book, const char *actor, const char *owner, deeds *did)
{
    aftersale_id touches[3];
    size_t count = 0;
    goes(aftersale_touch_claim_next(book, AFTERSALE_ARGS(touch_claim_next, .actor = actor, .owner = owner),
                                    touches, 3, &count),
         "a call for the next ones succeeds");
    did->claimed += count;
    for (size_t i = 0; i < count; i++) {
        aftersale_status status;
        do
            status = aftersale_touch_done(book,
                                          AFTERSALE_ARGS(touch_done, .touch = touches[i], .actor = actor,
                                                         .outcome = AFTERSALE_OUTCOME_REACHED),
                                          NULL);
        while (status == AFTERSALE_CONFLICT);
        must(status == AFTERSALE_OK || status == AFTERSALE_STATE, "what one holds one makes");
        did->done += status == AFTERSALE_OK;
    }
    return count;
}

static void call(aftersale_book *book, deeds *did)
{
    char actor[32];
    snprintf(actor, sizeof actor, "%p", (void *)book);
    while (call_next(book, actor, "sam", did) + call_next(book, actor, "tina", did) != 0)
        continue;
}

/* Somebody rings up by themselves. */
static void make_unasked(aftersale_book *book, deeds *did)
{
    for (int i = 0; i < CUSTOMERS; i++) {
        aftersale_cursor *list = NULL;
        const aftersale_touch *touch;
        aftersale_id call = {{0}};
        char ref[16];
        snprintf(ref, sizeof ref, "C-%d", i);
        goes(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = ref), &list), "touches");
        while (aftersale_touch_next(list, &touch) == AFTERSALE_ROW)
            if (strcmp(aftersale_touch_step(touch), "call") == 0)
                call = aftersale_touch_id(touch);
        aftersale_cursor_free(list);
        aftersale_status status =
            aftersale_touch_done(book,
                                 AFTERSALE_ARGS(touch_done, .touch = call, .actor = "unasked",
                                                .outcome = AFTERSALE_OUTCOME_REACHED),
                                 NULL);
        must(status == AFTERSALE_OK || status == AFTERSALE_STATE || status == AFTERSALE_CONFLICT,
             "a touch is made, or was");
        did->done += status == AFTERSALE_OK;
    }
}

static void hand_over(aftersale_book *book, deeds *did)
{
    aftersale_id next = {{0}};
    aftersale_status status;
    do {
        size_t count = 0;
        status = aftersale_work_hand_over_next(
            book, AFTERSALE_ARGS(work_hand_over_next, .from = "sam", .to = "tina", .after = next, .most = 9),
            &next, &count);
        must(status == AFTERSALE_OK || status == AFTERSALE_CONFLICT, "a hand-over goes on");
        did->handed += count;
    } while (status != AFTERSALE_OK || memcmp(&next, &(aftersale_id){{0}}, sizeof next) != 0);
}

static void migrate(aftersale_book *book, deeds *did)
{
    aftersale_id runs[CUSTOMERS];
    size_t count = 0;
    aftersale_cursor *list = NULL;
    const aftersale_enrolment *run;
    goes(aftersale_enrolment_list(book, NULL, &list), "runs");
    while (count < CUSTOMERS && aftersale_enrolment_next(list, &run) == AFTERSALE_ROW)
        runs[count++] = aftersale_enrolment_id(run);
    aftersale_cursor_free(list);
    for (size_t i = 0; i < count; i++) {
        aftersale_status status;
        do
            status =
                aftersale_plan_migrate(book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = runs[i]), NULL);
        while (status == AFTERSALE_CONFLICT);
        goes(status, "a run is migrated");
        did->migrated += aftersale_book_did(book) == AFTERSALE_DID_CHANGE;
    }
}

static void (*const trades[])(aftersale_book *book, deeds *did) = {advance, call,    make_unasked, hand_over,
                                                                   migrate, advance, call};
#define TRADES (sizeof trades / sizeof trades[0])

static worker workers[TRADES];

static void *work(void *user)
{
    worker *me = user;
    aftersale_book *book = open_book();
    trades[me - workers](book, &me->did);
    aftersale_book_free(book);
    pthread_mutex_lock(&lock);
    me->to->claimed += me->did.claimed;
    me->to->done += me->did.done;
    me->to->handed += me->did.handed;
    me->to->migrated += me->did.migrated;
    pthread_mutex_unlock(&lock);
    return NULL;
}

static void work_at_once(deeds *did)
{
    memset(workers, 0, sizeof workers);
    for (size_t i = 0; i < TRADES; i++) {
        workers[i].to = did;
        must(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0, "a thread starts");
    }
    for (size_t i = 0; i < TRADES; i++)
        pthread_join(workers[i].thread, NULL);
}

/* No handle crosses a fork, and no thread runs while there is one. */
static void work_in_processes(const char *path, deeds *did)
{
    pid_t processes[PROCESSES];
    int ends[2], status;
    must(pipe(ends) == 0, "a pipe");
    fflush(stdout);
    for (int i = 0; i < PROCESSES; i++) {
        processes[i] = fork();
        must(processes[i] >= 0, "a process starts");
        if (processes[i] == 0) {
            deeds own = {0};
            open_store(path, 100 + (uint64_t)i);
            work_at_once(&own);
            close_store();
            _exit(write(ends[1], &own, sizeof own) == (ssize_t)sizeof own ? 0 : 1);
        }
    }
    for (int i = 0; i < PROCESSES; i++) {
        deeds own;
        must(waitpid(processes[i], &status, 0) == processes[i] && WIFEXITED(status) &&
                 WEXITSTATUS(status) == 0,
             "a process ends well");
        must(read(ends[0], &own, sizeof own) == (ssize_t)sizeof own, "and tells");
        did->claimed += own.claimed;
        did->done += own.done;
        did->handed += own.handed;
        did->migrated += own.migrated;
    }
    close(ends[0]);
    close(ends[1]);
}

static void count_event(const char *name, deeds *told)
{
    told->claimed += strcmp(name, "touch.claimed") == 0;
    told->done += strcmp(name, "touch.done") == 0;
    told->handed += strcmp(name, "work.handed_over") == 0;
    told->migrated += strcmp(name, "enrolment.migrated") == 0;
}

static size_t count_touches(aftersale_book *book, int32_t state)
{
    size_t count = 0;
    for (int i = 0; i < CUSTOMERS; i++) {
        aftersale_cursor *list = NULL;
        const aftersale_touch *touch;
        char ref[16];
        snprintf(ref, sizeof ref, "C-%d", i);
        goes(aftersale_touch_list(
                 book, AFTERSALE_ARGS(touch_list, .customer.ref = ref, .states = 1u << state), &list),
             "touches");
        while (aftersale_touch_next(list, &touch) == AFTERSALE_ROW)
            count++;
        aftersale_cursor_free(list);
    }
    return count;
}

/* What was left when each went home is worked off; then each customer had each touch once. */
static void check(deeds *did, const char *name)
{
    aftersale_book *book = open_book();
    aftersale_cursor *list = NULL;
    const aftersale_event *event;
    deeds told = {0};
    int64_t last = 0;
    size_t missed = 0;
    advance(book, did);
    call(book, did);
    goes(aftersale_event_list(book, 0, &list), "the feed");
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        must(aftersale_event_feed(event) == ++last, "the feed has no gap");
        count_event(aftersale_event_name(event), &told);
        missed += strcmp(aftersale_event_name(event), "touch.missed") == 0;
    }
    aftersale_cursor_free(list);
    printf("figure: G16: %s: %d customers, %llu claims, %llu touches made\n", name, CUSTOMERS,
           (unsigned long long)told.claimed, (unsigned long long)told.done);
    must(memcmp(&told, did, sizeof told) == 0, "the events say what the workers did");
    must(count_touches(book, AFTERSALE_TOUCH_STATE_MISSED) == CUSTOMERS && missed == CUSTOMERS,
         "each customer's was missed");
    must(told.handed == CUSTOMERS && told.migrated == CUSTOMERS, "each was handed over and migrated once");
    must(told.done == 2 * CUSTOMERS && count_touches(book, AFTERSALE_TOUCH_STATE_DONE) == 2 * CUSTOMERS,
         "each touch was made once");
    goes(aftersale_event_verify(book, NULL), "the chain holds");
    aftersale_book_free(book);
}

static void run(const char *path, int in_processes, const char *name)
{
    deeds did = {0};
    now = "2026-11-01T10:00:00Z";
    open_store(path, 3);
    fill();
    if (in_processes)
        close_store();
    now = "2026-11-20T10:00:00Z";
    if (in_processes)
        work_in_processes(path, &did);
    else
        work_at_once(&did);
    if (in_processes)
        open_store(path, 4);
    check(&did, name);
    close_store();
    if (path != NULL)
        (void)unlink(path);
}

int main(void)
{
    char path[64];
    snprintf(path, sizeof path, "whole_office_%ld.db", (long)getpid());
    run(NULL, 0, "threads in memory");
    run(path, 0, "threads on SQLite");
    run(path, 1, "processes on SQLite");
    return 0;
}
