/* SPDX-License-Identifier: MIT */
#include "pg_store.h"
#include "pg_commit.h"
#include <pthread.h>
#include <stdlib.h>

enum { COLUMN_ROOT, COLUMN_ID, COLUMN_REVISION, COLUMN_CONTENT, COLUMN_AMOUNT };

typedef struct pg_store {
    aftersale_store base;
    pg_link link;
    pthread_mutex_t lock; /* several books, one connection */
} pg_store;

static aftersale_status add_row(aftersale_rows *out, size_t from, const aftersale_key *key,
                                const PGresult *found, int row)
{
    aftersale_bytes content = {(const uint8_t *)PQgetvalue(found, row, COLUMN_CONTENT),
                               (size_t)PQgetlength(found, row, COLUMN_CONTENT)};
    aftersale_status status =
        aftersale_rows_add(out, from, key, (uint64_t)pg_result_number(found, row, COLUMN_REVISION));
    aftersale_value amount = {.type = AFTERSALE_TYPE_INT};
    if (status != AFTERSALE_OK || key->kind == AFTERSALE_KIND_ROOT)
        return status;
    status = aftersale_rows_pack(out, content);
    if (status != AFTERSALE_OK || key->kind != AFTERSALE_KIND_COUNTER)
        return status;
    amount.as.number = pg_result_number(found, row, COLUMN_AMOUNT); /* the content does not know of an ADD */
    return aftersale_rows_value(out, PG_COUNTER_AMOUNT, &amount);
}

/* What is read in one call: keys, or ranges. */
typedef struct reading {
    const aftersale_key *keys;
    const aftersale_range *const *ranges;
    size_t count;
} reading;

static bool send_range(pg_link *link, const aftersale_range *range)
{
    aftersale_bytes from = aftersale_range_from(range), until = aftersale_range_until(range);
    pg_statement statement = aftersale_range_index(range) != 0 ? PG_SCAN_ENTRIES : PG_SCAN_KEYS;
    pg_values values = {.count = 0};
    if (aftersale_range_is_descending(range))
        statement = aftersale_range_index(range) != 0 ? PG_SCAN_ENTRIES_BACK : PG_SCAN_KEYS_BACK;
    pg_values_bytes(&values, from.data, from.size);
    pg_values_bytes(&values, until.data, until.size);
    pg_values_number(&values, (int64_t)aftersale_range_limit(range));
    return pg_link_send(link, statement, &values);
}

static bool send_key(pg_link *link, const aftersale_key *key)
{
    uint8_t bytes[25];
    pg_values values = {.count = 0};
    aftersale_key_entry(key, bytes);
    pg_values_bytes(&values, bytes, sizeof bytes);
    return pg_link_send(link, PG_GET, &values);
}

/* Several statements are one state only inside a transaction that holds on to it. */
static bool send_all(pg_link *link, const reading *asked)
{
    bool is_sent = asked->count == 1 || pg_link_send(link, PG_BEGIN_READ, NULL);
    for (size_t i = 0; i < asked->count && is_sent; i++)
        is_sent = asked->keys != NULL ? send_key(link, &asked->keys[i]) : send_range(link, asked->ranges[i]);
    if (is_sent && asked->count != 1)
        is_sent = pg_link_send(link, PG_COMMIT, NULL);
    return is_sent && pg_link_flush(link);
}

static aftersale_status take_rows(const reading *asked, size_t from, const PGresult *found,
                                  aftersale_rows *out)
{
    aftersale_status status = AFTERSALE_OK;
    for (int row = 0; row < PQntuples(found) && status == AFTERSALE_OK; row++) {
        aftersale_key key;
        if (asked->keys != NULL) {
            key = asked->keys[from];
        } else {
            key = (aftersale_key){.book = aftersale_range_book(asked->ranges[from]),
                                  .kind = aftersale_range_kind(asked->ranges[from]),
                                  .root = (uint64_t)pg_result_number(found, row, COLUMN_ROOT),
                                  .id = (uint64_t)pg_result_number(found, row, COLUMN_ID)};
        }
        status = add_row(out, from, &key, found, row);
    }
    return status;
}

/* Takes every result from the connection, also behind a failure. */
static aftersale_status receive_all(pg_link *link, const reading *asked, aftersale_rows *out,
                                    aftersale_call *call)
{
    size_t around = asked->count == 1 ? 0 : 1;
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < asked->count + 2 * around; i++) {
        PGresult *result = pg_link_next(link);
        if (result == NULL)
            return AFTERSALE_STORE;
        if (status == AFTERSALE_OK)
            status = pg_result_status(result, AFTERSALE_STORE, call);
        if (status == AFTERSALE_OK && i >= around && i < asked->count + around)
            status = take_rows(asked, i - around, result, out);
        PQclear(result);
    }
    return status;
}

static aftersale_status read_over(pg_link *link, const reading *asked, aftersale_rows *out,
                                  aftersale_call *call)
{
    aftersale_status status;
    if (!pg_link_ready(link))
        return aftersale_call_fail(call, AFTERSALE_STORE, link->failure);
    if (!send_all(link, asked)) {
        pg_link_drop(link);
        return aftersale_call_fail(call, AFTERSALE_STORE, "the connection to PostgreSQL was lost");
    }
    status = receive_all(link, asked, out, call);
    if (pg_link_end(link))
        return status;
    return aftersale_call_fail(call, AFTERSALE_STORE, "the connection to PostgreSQL was lost");
}

static aftersale_status read_all(pg_store *my, const reading *asked, aftersale_rows *out,
                                 aftersale_call *call)
{
    aftersale_status status;
    if (asked->count == 0)
        return AFTERSALE_OK;
    pthread_mutex_lock(&my->lock);
    status = read_over(&my->link, asked, out, call);
    pthread_mutex_unlock(&my->lock);
    return status;
}

static aftersale_status get(aftersale_store *store, const aftersale_key *keys, size_t count,
                            aftersale_rows *out, aftersale_call *call)
{
    return read_all((pg_store *)store, &(reading){.keys = keys, .count = count}, out, call);
}

static aftersale_status scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                             aftersale_rows *out, aftersale_call *call)
{
    return read_all((pg_store *)store, &(reading){.ranges = ranges, .count = count}, out, call);
}

static aftersale_status commit(aftersale_store *store, const aftersale_change *const *changes, size_t count,
                               aftersale_call *call)
{
    pg_store *my = (pg_store *)store;
    aftersale_status status;
    pthread_mutex_lock(&my->lock);
    if (pg_link_ready(&my->link))
        status = pg_commit(&my->link, changes, count, call);
    else
        status = aftersale_call_fail(call, AFTERSALE_STORE, my->link.failure);
    pthread_mutex_unlock(&my->lock);
    return status;
}

static void end(aftersale_store *store)
{
    pg_store *my = (pg_store *)store;
    pg_link_free(&my->link);
    pthread_mutex_destroy(&my->lock);
    free(my);
}

/* Whether a commit outlives the loss of power is the server's setting, so DURABLE is not for us to say. */
static const aftersale_store_methods methods = {
    .struct_size = sizeof(aftersale_store_methods),
    .caps = AFTERSALE_STORE_THREADS,
    .name = "postgres",
    .get = get,
    .scan = scan,
    .commit = commit,
    .close = end,
};

aftersale_status pg_store_open(const char *address, const char *schema, aftersale_store **out)
{
    pg_store *my = calloc(1, sizeof *my);
    if (my == NULL)
        return AFTERSALE_NO_MEMORY;
    if (!pg_link_init(&my->link, address, schema)) {
        free(my);
        return AFTERSALE_STORE;
    }
    my->base.methods = &methods;
    pthread_mutex_init(&my->lock, NULL);
    *out = &my->base;
    return AFTERSALE_OK;
}
