/* SPDX-License-Identifier: MIT */
/* G16: the store over PostgreSQL passes the checks that every store passes, and gets over a lost
 * connection. */
#include "aftersale/sys/conformance.h"
#include "pg_server.h"
#include "pg_store.h"
#include "store/unit.h"
#include <libpq-fe.h>
#include <stdio.h>
#include <stdlib.h>

static size_t failures, passes;

static void schema_name(int number, char out[16])
{
    snprintf(out, 16, "s%d", number);
}

/* Data of its own is a schema of its own; `user` counts them. */
static aftersale_status make(void *user, aftersale_store **out)
{
    char schema[16];
    schema_name(++*(int *)user, schema);
    return pg_store_open(pg_server_address(), schema, out);
}

static aftersale_status open_again(void *user, aftersale_store **out)
{
    char schema[16];
    schema_name(*(int *)user, schema);
    return pg_store_open(pg_server_address(), schema, out);
}

static void checked(void *user, const char *check, int32_t result, const char *text)
{
    (void)user;
    passes += result == AFTERSALE_CHECK_PASSED;
    if (result != AFTERSALE_CHECK_PASSED)
        printf("%s: %s: %s\n", check, result == AFTERSALE_CHECK_SKIPPED ? "skipped" : "FAILED", text);
}

static void conform(const char *only)
{
    int schemas = 0;
    size_t failed = 0;
    aftersale_conformance_run_args args = {
        .struct_size = sizeof args,
        .make = make,
        .reopen = open_again,
        .rival = open_again,
        .checked = checked,
        .user = &schemas,
        .only = only,
        .seed = 1,
    };
    aftersale_status status = aftersale_conformance_run(&args, &failed);
    printf("%zu checks passed, %zu failed\n", passes, failed);
    if (status != AFTERSALE_OK)
        printf("FAILED: the checks ended early: %s\n", aftersale_status_name(status));
    failures += failed + (status != AFTERSALE_OK) + (passes == 0);
}

static void expect(const char *what, aftersale_status expected, aftersale_status seen)
{
    if (expected == seen)
        return;
    printf("FAILED: %s: %s, expected %s\n", what, aftersale_status_name(seen),
           aftersale_status_name(expected));
    failures++;
}

/* Ends all connections but its own, as a server does that is told to stop. */
static void cut_connections(void)
{
    PGconn *connection = PQconnectdb(pg_server_address());
    PQclear(PQexec(connection, "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity"
                               " WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"));
    PQfinish(connection);
}

static aftersale_status write_customer(as__unit *unit)
{
    aftersale_customer draft = {.id = 1, .ref = "C-1"};
    aftersale_status status;
    as__unit_reset(unit);
    status = as__unit_put(unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
    return status == AFTERSALE_OK ? as__unit_commit(unit) : status;
}

static aftersale_status read_customer(as__unit *unit)
{
    aftersale_key key = as__key_make(1, AFTERSALE_KIND_CUSTOMER, 0, 1);
    const aftersale_record *record;
    as__unit_reset(unit);
    return as__unit_get(unit, &key, &record);
}

/* What was under way is STORE for a read and UNKNOWN for a commit; the next call connects again. */
static void lose_connection(void)
{
    as__owner owner = {.memory = as__memory_system};
    aftersale_store *store;
    as__unit unit;
    if (pg_store_open(pg_server_address(), "cut", &store) != AFTERSALE_OK) {
        printf("FAILED: the store does not open\n");
        failures++;
        return;
    }
    atomic_init(&owner.refs, 1);
    as__unit_init(&unit, &owner, store, 1);
    expect("a read", AFTERSALE_NOT_FOUND, read_customer(&unit));
    cut_connections();
    expect("a read over a lost connection", AFTERSALE_STORE, read_customer(&unit));
    expect("a read after it", AFTERSALE_NOT_FOUND, read_customer(&unit));
    cut_connections();
    expect("a commit over a lost connection", AFTERSALE_UNKNOWN, write_customer(&unit));
    expect("a commit after it", AFTERSALE_OK, write_customer(&unit));
    expect("the same once more", AFTERSALE_CONFLICT, write_customer(&unit));
    expect("what was written", AFTERSALE_OK, read_customer(&unit));
    as__unit_free(&unit);
    store->methods->close(store);
}

int main(int count, char **arguments)
{
    pg_server_start();
    conform(count > 1 ? arguments[1] : NULL);
    lose_connection();
    return failures != 0;
}
