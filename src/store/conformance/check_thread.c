/* SPDX-License-Identifier: MIT */
/* Several threads at once, on one store or each with its own: nothing is lost, nothing half is seen. */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"
#include <pthread.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK
#define WORKERS 4
#define TURNS 25
#define ROUNDS 20
#define TRIES 10000

typedef struct worker {
    pthread_t thread;
    as__trial trial; /* its own, for records and failures; its shelf is not used */
    uint64_t number; /* from 1 */
    void (*work)(struct worker *worker);
    pthread_mutex_t *gate; /* shut until all are there */
} worker;

static void *start(void *argument)
{
    worker *me = argument;
    pthread_mutex_lock(me->gate);
    pthread_mutex_unlock(me->gate);
    me->work(me);
    return NULL;
}

/* Runs so many workers to their end; the first failure of any is the trial's. */
static bool run_workers(as__trial *trial, size_t count, void (*work)(worker *me))
{
    worker workers[WORKERS];
    pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
    size_t begun = 0;
    pthread_mutex_lock(&gate);
    for (; begun < count && as__trial_is_fine(trial); begun++) {
        worker *next = &workers[begun];
        aftersale_store *store = begun == 0 ? trial->store : as__trial_open_rival(trial);
        if (store == NULL)
            break;
        as__trial_begin(&next->trial, trial->args, trial->owner, store, begun + 1);
        next->number = begun + 1;
        next->work = work;
        next->gate = &gate;
        if (pthread_create(&next->thread, NULL, start, next) == 0)
            continue;
        as__trial_close_rival(trial, store);
        as__trial_end(&next->trial);
        as__trial_skip(trial, "no thread could be made");
        break;
    }
    pthread_mutex_unlock(&gate);
    for (size_t i = 0; i < begun; i++)
        (void)pthread_join(workers[i].thread, NULL);
    for (size_t i = 0; i < begun; i++) {
        if (!as__trial_is_fine(&workers[i].trial))
            as__trial_fail(trial, "%s", workers[i].trial.text);
        as__trial_close_rival(trial, workers[i].trial.store);
        as__trial_end(&workers[i].trial);
    }
    return as__trial_is_fine(trial);
}

static bool has_threads(as__trial *trial)
{
    if ((trial->store->methods->caps & AFTERSALE_STORE_THREADS) != 0)
        return true;
    return as__trial_skip(trial, "the store is not for several threads");
}

static bool may_try_again(aftersale_status status)
{
    return status == AFTERSALE_RETRY || status == AFTERSALE_CONFLICT;
}

static void count_up(worker *me)
{
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, 1);
    for (int turn = 0; turn < TURNS && as__trial_is_fine(&me->trial); turn++) {
        aftersale_status status = AFTERSALE_RETRY;
        for (int tries = 0; status == AFTERSALE_RETRY && tries < TRIES; tries++) {
            as__bundle bundle;
            as__bundle_begin(&bundle, &me->trial, 1);
            as__bundle_add(&bundle, &key, 1);
            status = as__bundle_send(&bundle, me->trial.store);
            as__bundle_end(&bundle);
        }
        as__trial_status(&me->trial, "ADD among threads", AFTERSALE_OK, status);
    }
}

static void check_counters(as__trial *trial)
{
    as__counter draft = {.id = 1, .high = 1000000};
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, 1);
    as__row row;
    if (!has_threads(trial) || !as__trial_put(trial, BOOK, AFTERSALE_KIND_COUNTER, &draft) ||
        !run_workers(trial, WORKERS, count_up) || !as__trial_read(trial, &key, &row))
        return;
    int64_t amount = row.record != NULL ? ((const as__counter *)row.record)->amount : -1;
    if (amount != WORKERS * TURNS)
        as__trial_fail(trial, "%d ADDs by %d threads: the counter stands at %lld", WORKERS * TURNS, WORKERS,
                       (long long)amount);
    if (row.revision != WORKERS * TURNS + 1)
        as__trial_fail(trial, "%d ADDs: revision expected %d, seen %llu", WORKERS * TURNS,
                       WORKERS * TURNS + 1, (unsigned long long)row.revision);
}

/* Appends the next event of root 1, whose command says who wrote it and in which turn. */
static aftersale_status append_event(worker *me, uint64_t turn)
{
    aftersale_key root = as__key_make(BOOK, AFTERSALE_KIND_ROOT, 1, 0);
    as__row row;
    as__bundle bundle;
    if (!as__trial_read(&me->trial, &root, &row))
        return AFTERSALE_INTERNAL;
    aftersale_event draft = {.root = 1,
                             .number = (int64_t)row.revision + 1,
                             .type = 1,
                             .root_kind = 1,
                             .recorded = {1},
                             .command = me->number * 1000 + turn,
                             .hash = {{1}}};
    as__bundle_begin(&bundle, &me->trial, 2);
    as__bundle_expect(&bundle, &root)->expected = row.revision;
    as__bundle_put(&bundle, as__trial_make(&me->trial, BOOK, AFTERSALE_KIND_EVENT, &draft))->expected = 0;
    aftersale_status status = as__bundle_send(&bundle, me->trial.store);
    as__bundle_end(&bundle);
    return status;
}

static void write_events(worker *me)
{
    for (uint64_t turn = 0; turn < TURNS && as__trial_is_fine(&me->trial); turn++) {
        aftersale_status status = append_event(me, turn);
        for (int tries = 0; may_try_again(status) && tries < TRIES; tries++)
            status = append_event(me, turn);
        as__trial_status(&me->trial, "an event among threads", AFTERSALE_OK, status);
    }
}

/* Each event of each thread stands in the root once. */
static void check_events(as__trial *trial)
{
    bool seen[WORKERS + 1][TURNS] = {{false}};
    aftersale_key root = as__key_make(BOOK, AFTERSALE_KIND_ROOT, 1, 0);
    as__row row;
    if (!has_threads(trial) || !run_workers(trial, WORKERS, write_events) ||
        !as__trial_read(trial, &root, &row))
        return;
    if (row.revision != WORKERS * TURNS)
        as__trial_fail(trial, "last event expected %d, seen %llu", WORKERS * TURNS,
                       (unsigned long long)row.revision);
    for (uint64_t number = 1; number <= WORKERS * TURNS && as__trial_is_fine(trial); number++) {
        aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_EVENT, 1, number);
        if (!as__trial_read(trial, &key, &row))
            return;
        const aftersale_event *event = (const aftersale_event *)row.record;
        uint64_t by = event != NULL ? event->command / 1000 : 0,
                 turn = event != NULL ? event->command % 1000 : 0;
        if (by < 1 || by > WORKERS || turn >= TURNS || seen[by][turn])
            as__trial_fail(trial, "event %llu is missing or stands twice", (unsigned long long)number);
        else
            seen[by][turn] = true;
    }
}

/* Customers 1 and 2 always change together. */
static bool write_pair(as__trial *trial, uint64_t revision)
{
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 2);
    for (uint64_t id = 1; id <= 2; id++) {
        aftersale_customer draft = {.id = id, .ref = id == 1 ? "A" : "B", .goals = (int32_t)revision};
        as__bundle_put(&bundle, as__trial_make(trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft));
    }
    return as__bundle_must(&bundle, "PUT of a pair", AFTERSALE_OK, AS__BUNDLE_NONE);
}

static bool read_pair(as__trial *trial, bool by_scan)
{
    const aftersale_key keys[] = {as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, 1),
                                  as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, 2)};
    aftersale_call call;
    aftersale_rows rows;
    aftersale_range ranges[2];
    const aftersale_range *list[2] = {&ranges[0], &ranges[1]};
    for (size_t i = 0; i < 2; i++) {
        as__range_begin(&ranges[i], BOOK, AFTERSALE_KIND_CUSTOMER, 0, 1);
        as__range_equal_number(&ranges[i], (int64_t)i + 1);
        as__range_close(&ranges[i]);
    }
    as__call_begin(&call, &trial->owner->memory);
    as__rows_begin(&rows, trial->owner);
    aftersale_status status = by_scan ? trial->store->methods->scan(trial->store, list, 2, &rows, &call)
                                      : trial->store->methods->get(trial->store, keys, 2, &rows, &call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    if (as__trial_status(trial, by_scan ? "scan among threads" : "get among threads", AFTERSALE_OK, status) &&
        rows.count != 0 && (rows.count != 2 || rows.items[0].revision != rows.items[1].revision))
        as__trial_fail(trial, "one %s saw two committed states", by_scan ? "scan" : "get");
    as__rows_end(&rows);
    as__call_end(&call);
    return as__trial_is_fine(trial);
}

/* The first writes, the others read. */
static void write_or_read(worker *me)
{
    for (uint64_t turn = 1; turn <= TURNS * 4 && as__trial_is_fine(&me->trial); turn++) {
        if (me->number > 1)
            read_pair(&me->trial, turn % 2 == 0);
        else if (turn % 4 == 0)
            write_pair(&me->trial, turn / 4);
    }
}

static void check_whole(as__trial *trial)
{
    if (has_threads(trial))
        run_workers(trial, WORKERS, write_or_read);
}

/* Puts its own counter to 1 if the other's stands at 0, and expects that it still does. */
static void take_if_free(worker *me)
{
    as__trial *trial = &me->trial;
    aftersale_key mine = as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, me->number);
    aftersale_key other = as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, 3 - me->number);
    as__row own, others;
    as__bundle bundle;
    if (!as__trial_read(trial, &mine, &own) || !as__trial_read(trial, &other, &others) ||
        others.record == NULL || ((const as__counter *)others.record)->amount != 0)
        return;
    as__counter draft = {.id = me->number, .amount = 1, .high = 1};
    as__bundle_begin(&bundle, trial, 2);
    as__bundle_expect(&bundle, &other)->expected = others.revision;
    const aftersale_record *record =
        as__trial_make_as(trial, BOOK, AFTERSALE_KIND_COUNTER, &draft, own.revision + 1);
    as__bundle_put(&bundle, record)->expected = own.revision;
    aftersale_status status = as__bundle_send(&bundle, trial->store);
    if (status != AFTERSALE_OK && !may_try_again(status))
        as__trial_status(trial, "PUT with an EXPECT among threads", AFTERSALE_OK, status);
    as__bundle_end(&bundle);
}

static bool reset_pair(as__trial *trial)
{
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 2);
    for (uint64_t id = 1; id <= 2; id++) {
        aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, id);
        as__row row;
        as__counter draft = {.id = id, .high = 1};
        if (!as__trial_read(trial, &key, &row))
            break;
        const aftersale_record *record =
            as__trial_make_as(trial, BOOK, AFTERSALE_KIND_COUNTER, &draft, row.revision + 1);
        as__bundle_put(&bundle, record)->expected = row.revision;
    }
    aftersale_status status = as__bundle_send(&bundle, trial->store);
    as__bundle_end(&bundle);
    return as__trial_status(trial, "PUT of two counters", AFTERSALE_OK, status);
}

/* Each may take only while the other has not: both never do. */
static void check_skew(as__trial *trial)
{
    if (!has_threads(trial))
        return;
    for (int round = 0; round < ROUNDS && as__trial_is_fine(trial); round++) {
        int64_t taken = 0;
        if (!reset_pair(trial) || !run_workers(trial, 2, take_if_free))
            return;
        for (uint64_t id = 1; id <= 2; id++) {
            aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, id);
            as__row row;
            if (as__trial_read(trial, &key, &row) && row.record != NULL)
                taken += ((const as__counter *)row.record)->amount;
        }
        if (taken > 1)
            as__trial_fail(trial, "of two that expect each other unchanged, %lld took", (long long)taken);
    }
}

static const as__check checks[] = {
    {"thread.counters", check_counters},
    {"thread.events", check_events},
    {"thread.whole_states", check_whole},
    {"thread.expected", check_skew},
};
const as__checks as__checks_thread = {checks, COUNT(checks)};
