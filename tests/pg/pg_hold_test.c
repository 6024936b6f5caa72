/* SPDX-License-Identifier: MIT */
/* G16: what a commit expects stays as it is until the commit is over. A commit is made to wait for a row
 * that a third session holds; a rival that wants to change what was expected must then wait for the
 * commit. */
#include "pg_server.h"
#include "pg_store.h"
#include "store/unit.h"
#include <libpq-fe.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#define BOOK UINT64_C(1)
#define SECONDS 20

/* Ids; locks are taken in their order, roots first. */
#define STANDS UINT64_C(1)
#define ABSENT UINT64_C(2)
#define ROOT UINT64_C(3)
#define WAITED_FOR UINT64_C(9)

static int failures;

static void fail(const char *what, const char *why)
{
    printf("FAILED: %s: %s\n", what, why);
    failures++;
}

/* A commit on a connection of its own, in a thread. */
typedef struct session {
    aftersale_store *store;
    as__owner owner;
    as__unit unit;
    pthread_t thread;
    aftersale_status status;
} session;

static void *commit(void *user)
{
    session *my = user;
    my->status = as__unit_commit(&my->unit);
    return NULL;
}

static void begin(session *my)
{
    *my = (session){.owner.memory = as__memory_system};
    atomic_init(&my->owner.refs, 1);
    if (pg_store_open(pg_server_address(), "held", &my->store) != AFTERSALE_OK)
        exit(1);
    as__unit_init(&my->unit, &my->owner, my->store, BOOK);
}

static void end(session *my)
{
    as__unit_free(&my->unit);
    my->store->methods->close(my->store);
}

static bool put_customer(session *my, uint64_t id)
{
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, id);
    aftersale_customer draft = {.id = id, .ref = "C"};
    return as__unit_fetch(&my->unit, &key, 1) == AFTERSALE_OK &&
           as__unit_put(&my->unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL) == AFTERSALE_OK;
}

static bool put_event(session *my, uint64_t root)
{
    aftersale_event draft = {.root = root, .number = 1, .type = 1};
    return as__unit_put_event(&my->unit, &draft, NULL) == AFTERSALE_OK;
}

static bool expect(session *my, aftersale_key key)
{
    return as__unit_fetch(&my->unit, &key, 1) == AFTERSALE_OK &&
           as__unit_expect(&my->unit, &key) == AFTERSALE_OK;
}

static int64_t count_waiting(PGconn *connection)
{
    PGresult *result =
        PQexec(connection, "SELECT count(*) FROM pg_stat_activity"
                           " WHERE wait_event_type = 'Lock' AND backend_type = 'client backend'");
    int64_t count =
        PQresultStatus(result) == PGRES_TUPLES_OK ? strtol(PQgetvalue(result, 0, 0), NULL, 10) : -1;
    PQclear(result);
    return count;
}

static bool wait_for_waiting(int64_t count)
{
    PGconn *connection = PQconnectdb(pg_server_address());
    struct timespec pause = {.tv_nsec = 5000000};
    int tries = SECONDS * 200;
    while (count_waiting(connection) < count && --tries != 0)
        nanosleep(&pause, NULL);
    PQfinish(connection);
    return tries != 0;
}

/* The third session: holds the row that the commit writes last. */
static PGconn *hold_row(void)
{
    PGconn *connection = PQconnectdb(pg_server_address());
    PQclear(PQexec(connection, "BEGIN"));
    PQclear(PQexec(connection, "SELECT 1 FROM held.record WHERE id = 9 FOR UPDATE"));
    return connection;
}

static void check(const char *what, aftersale_key expected, aftersale_kind written)
{
    session first, rival;
    PGconn *third = hold_row();
    bool is_ready;
    begin(&first);
    begin(&rival);
    is_ready = expect(&first, expected) && put_customer(&first, WAITED_FOR);
    is_ready = is_ready && (written == AFTERSALE_KIND_EVENT ? put_event(&rival, ROOT)
                                                            : put_customer(&rival, expected.id));
    pthread_create(&first.thread, NULL, commit, &first);
    if (!is_ready || !wait_for_waiting(1))
        fail(what, "the commit does not get as far as its last row");
    pthread_create(&rival.thread, NULL, commit, &rival);
    if (!wait_for_waiting(2))
        fail(what, "a rival changes what was expected before the commit is over");
    PQfinish(third);
    pthread_join(first.thread, NULL);
    pthread_join(rival.thread, NULL);
    if (first.status != AFTERSALE_OK)
        fail(what, aftersale_status_name(first.status));
    if (rival.status != AFTERSALE_OK)
        fail("the rival afterwards", aftersale_status_name(rival.status));
    end(&first);
    end(&rival);
}

int main(void)
{
    session setup;
    pg_server_start();
    begin(&setup);
    if (!put_customer(&setup, STANDS) || !put_customer(&setup, WAITED_FOR) ||
        as__unit_commit(&setup.unit) != AFTERSALE_OK)
        fail("setup", "nothing to expect");
    end(&setup);
    check("a record", as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, STANDS), AFTERSALE_KIND_CUSTOMER);
    check("that there is no record", as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, ABSENT),
          AFTERSALE_KIND_CUSTOMER);
    check("that a root has no event", as__key_make(BOOK, AFTERSALE_KIND_ROOT, ROOT, 0), AFTERSALE_KIND_EVENT);
    printf("%d failures\n", failures);
    return failures != 0;
}
