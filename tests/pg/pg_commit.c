/* SPDX-License-Identifier: MIT */
#include "pg_commit.h"
#include <stdlib.h>
#include <string.h>

#define KEY_BYTES 25
#define PLACE_BYTES (2 * (1 + KEY_BYTES))

/* Where a change stands in the order in which all commits take their locks: roots, each with its events
 * behind it, then all else by key. */
typedef struct place {
    uint8_t bytes[PLACE_BYTES];
    size_t change;
} place;

/* An index entry to add or to take away. Entries come behind all records, in their own order: a unique one
 * may have to wait for another commit as a record does. */
typedef struct entry_step {
    aftersale_bytes entry;
    size_t change;
    bool is_new;
} entry_step;

/* A statement under way, and what it means if it is refused. */
typedef struct sent {
    struct sent *next;
    size_t change;
    aftersale_status refused;
} sent;

typedef struct committing {
    pg_link *link;
    const aftersale_change *const *changes;
    size_t count;
    aftersale_call *call;
    place *places;
    entry_step *entries;
    size_t entry_count;
    sent *first, **last;
} committing;

aftersale_status pg_result_status(const PGresult *result, aftersale_status refused, aftersale_call *call)
{
    /* A key that is there, no row to count, a number that is too great. */
    static const char *const refusals[] = {"23505", "22012", "22003"};
    const char *state;
    if (PQresultStatus(result) == PGRES_COMMAND_OK || PQresultStatus(result) == PGRES_TUPLES_OK)
        return AFTERSALE_OK;
    state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    if (state == NULL)
        return aftersale_call_fail(call, AFTERSALE_STORE, "a statement was not run");
    if (strcmp(state, "40001") == 0 || strcmp(state, "40P01") == 0)
        return AFTERSALE_RETRY;
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++)
        if (strcmp(state, refusals[i]) == 0)
            return refused;
    return aftersale_call_fail(call, AFTERSALE_STORE, PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY));
}

static bool is_rooted(const aftersale_key *key)
{
    return key->kind == AFTERSALE_KIND_ROOT || key->kind == AFTERSALE_KIND_EVENT;
}

static aftersale_key root_of(const aftersale_key *key)
{
    return (aftersale_key){.book = key->book, .root = key->root, .kind = AFTERSALE_KIND_ROOT};
}

static place place_of(const aftersale_change *change, size_t at)
{
    const aftersale_key *key = aftersale_change_key(change);
    place out = {.change = at};
    aftersale_key root = root_of(key);
    if (!is_rooted(key)) {
        out.bytes[0] = 1;
        aftersale_key_entry(key, out.bytes + 1);
        return out;
    }
    aftersale_key_entry(&root, out.bytes + 1);
    out.bytes[1 + KEY_BYTES] = key->kind == AFTERSALE_KIND_EVENT;
    aftersale_key_entry(key, out.bytes + 2 + KEY_BYTES);
    return out;
}

static int by_place(const void *a, const void *b)
{
    return memcmp(((const place *)a)->bytes, ((const place *)b)->bytes, PLACE_BYTES);
}

static int by_entry(const void *a, const void *b)
{
    return aftersale_bytes_compare(((const entry_step *)a)->entry, ((const entry_step *)b)->entry);
}

typedef int32_t (*entry_fn)(const aftersale_change *change, size_t i, aftersale_bytes *entry);

/* Counts the entries, and lists them where there is a list. False: no memory. */
static bool walk_entries(committing *my, entry_fn entry_at, bool is_new, bool lists)
{
    entry_step step = {.is_new = is_new};
    for (; step.change < my->count; step.change++) {
        int32_t index;
        for (size_t i = 0; (index = entry_at(my->changes[step.change], i, &step.entry)) > 0; i++) {
            if (lists)
                my->entries[my->entry_count] = step;
            my->entry_count++;
        }
        if (index < 0)
            return false;
    }
    return true;
}

static aftersale_status put_in_order(committing *my)
{
    if (!walk_entries(my, aftersale_change_entry_old, false, false) ||
        !walk_entries(my, aftersale_change_entry_new, true, false))
        return AFTERSALE_NO_MEMORY;
    my->places = aftersale_call_memory(my->call, (my->count + 1) * sizeof *my->places);
    my->entries = aftersale_call_memory(my->call, (my->entry_count + 1) * sizeof *my->entries);
    if (my->places == NULL || my->entries == NULL)
        return AFTERSALE_NO_MEMORY;
    my->entry_count = 0;
    (void)walk_entries(my, aftersale_change_entry_old, false, true);
    (void)walk_entries(my, aftersale_change_entry_new, true, true);
    for (size_t i = 0; i < my->count; i++)
        my->places[i] = place_of(my->changes[i], i);
    qsort(my->places, my->count, sizeof *my->places, by_place);
    qsort(my->entries, my->entry_count, sizeof *my->entries, by_entry);
    return AFTERSALE_OK;
}

static aftersale_status send(committing *my, size_t change, pg_statement statement, aftersale_status refused,
                             const pg_values *values)
{
    sent *note = aftersale_call_memory(my->call, sizeof *note);
    if (note == NULL)
        return AFTERSALE_NO_MEMORY;
    *note = (sent){.change = change, .refused = refused};
    *my->last = note;
    my->last = &note->next;
    return pg_link_send(my->link, statement, values) ? AFTERSALE_OK : AFTERSALE_STORE;
}

/* The values of most statements: the key, and one or two numbers. */
typedef struct keyed {
    uint8_t key[KEY_BYTES];
    pg_values values;
} keyed;

static void begin_keyed(keyed *out, const aftersale_key *key)
{
    out->values.count = 0;
    aftersale_key_entry(key, out->key);
    pg_values_bytes(&out->values, out->key, KEY_BYTES);
}

static aftersale_status send_numbers(committing *my, size_t change, pg_statement statement,
                                     const aftersale_key *key, const int64_t *numbers, size_t count)
{
    keyed given;
    begin_keyed(&given, key);
    for (size_t i = 0; i < count; i++)
        pg_values_number(&given.values, numbers[i]);
    return send(my, change, statement, statement == PG_ADD ? AFTERSALE_LIMIT : AFTERSALE_CONFLICT,
                &given.values);
}

static void counter_value(pg_values *values, const aftersale_change *change, int32_t tag)
{
    aftersale_value value;
    if (aftersale_change_key(change)->kind == AFTERSALE_KIND_COUNTER &&
        aftersale_change_value(change, tag, &value) == AFTERSALE_OK)
        pg_values_number(values, value.as.number);
    else
        pg_values_none(values);
}

static aftersale_status send_put(committing *my, size_t at)
{
    const aftersale_change *change = my->changes[at];
    const aftersale_key *key = aftersale_change_key(change);
    uint64_t expected = aftersale_change_expected(change);
    aftersale_bytes content = aftersale_change_pack(change);
    keyed given;
    if (content.data == NULL)
        return AFTERSALE_NO_MEMORY;
    begin_keyed(&given, key);
    if (expected != 0) {
        pg_values_number(&given.values, (int64_t)expected);
    } else {
        pg_values_number(&given.values, (int64_t)key->root);
        pg_values_number(&given.values, (int64_t)key->id);
    }
    pg_values_number(&given.values, (int64_t)aftersale_change_revision(change));
    pg_values_bytes(&given.values, content.data, content.size);
    counter_value(&given.values, change, PG_COUNTER_AMOUNT);
    counter_value(&given.values, change, PG_COUNTER_LOW);
    counter_value(&given.values, change, PG_COUNTER_HIGH);
    return send(my, at, expected != 0 ? PG_UPDATE : PG_INSERT, AFTERSALE_CONFLICT, &given.values);
}

static aftersale_status send_expect(committing *my, size_t at)
{
    const aftersale_key *key = aftersale_change_key(my->changes[at]);
    int64_t expected = (int64_t)aftersale_change_expected(my->changes[at]);
    aftersale_status status;
    if (expected != 0)
        return send_numbers(my, at, PG_EXPECT, key, &expected, 1);
    status = send_numbers(my, at, PG_EXPECT_NONE, key, NULL, 0);
    return status == AFTERSALE_OK ? send_numbers(my, at, PG_EXPECT_NONE_END, key, NULL, 0) : status;
}

static aftersale_status send_record(committing *my, size_t at)
{
    const aftersale_change *change = my->changes[at];
    int64_t number = (int64_t)aftersale_change_expected(change);
    switch (aftersale_change_verb(change)) {
    case AFTERSALE_CHANGE_PUT:
        return send_put(my, at);
    case AFTERSALE_CHANGE_EXPECT:
        return send_expect(my, at);
    case AFTERSALE_CHANGE_ADD:
        number = aftersale_change_amount(change);
        return send_numbers(my, at, PG_ADD, aftersale_change_key(change), &number, 1);
    default:
        return send_numbers(my, at, PG_REMOVE, aftersale_change_key(change), &number, 1);
    }
}

/* The row of a root: checked, held, and moved to the last event that is put, in one statement wherever one
 * will do. */
static aftersale_status send_root(committing *my, size_t at, bool is_expected, uint64_t last)
{
    aftersale_key key = root_of(aftersale_change_key(my->changes[at]));
    int64_t expected = is_expected ? (int64_t)aftersale_change_expected(my->changes[at]) : 0;
    int64_t named[] = {(int64_t)key.root, (int64_t)last};
    int64_t moved[] = {expected, (int64_t)last};
    aftersale_status status = AFTERSALE_OK;
    if (last != 0 && !is_expected)
        return send_numbers(my, at, PG_ROOT_RAISE, &key, named, 2);
    if (last != 0 && expected == 0)
        return send_numbers(my, at, PG_ROOT_FIRST, &key, named, 2);
    if (last != 0)
        return send_numbers(my, at, PG_ROOT_MOVE, &key, moved, 2);
    if (!is_expected)
        return AFTERSALE_OK;
    if (expected == 0) /* there must be a row to hold */
        status = send_numbers(my, at, PG_ROOT_ENSURE, &key, named, 1);
    return status == AFTERSALE_OK ? send_numbers(my, at, PG_EXPECT, &key, &expected, 1) : status;
}

static bool is_same_root(const place *a, const place *b)
{
    return memcmp(a->bytes, b->bytes, 1 + KEY_BYTES) == 0;
}

/* One root with its events, or one record. @param[in,out] at first place, then the one behind */
static aftersale_status send_place(committing *my, size_t *at)
{
    const place *first = &my->places[*at];
    size_t i = *at, end = *at + 1;
    uint64_t last = 0;
    bool is_expected = aftersale_change_key(my->changes[first->change])->kind == AFTERSALE_KIND_ROOT;
    aftersale_status status;
    *at = end;
    if (!is_rooted(aftersale_change_key(my->changes[first->change])))
        return send_record(my, first->change);
    while (end < my->count && is_same_root(first, &my->places[end]))
        end++;
    for (size_t j = i + is_expected; j < end; j++)
        if (aftersale_change_verb(my->changes[my->places[j].change]) == AFTERSALE_CHANGE_PUT)
            last = aftersale_change_key(my->changes[my->places[j].change])->id;
    status = send_root(my, first->change, is_expected, last);
    for (i += is_expected; i < end && status == AFTERSALE_OK; i++)
        status = send_record(my, my->places[i].change);
    *at = end;
    return status;
}

static aftersale_status send_entry(committing *my, const entry_step *step)
{
    keyed given;
    pg_values removed = {.count = 0};
    if (!step->is_new) {
        pg_values_bytes(&removed, step->entry.data, step->entry.size);
        return send(my, step->change, PG_ENTRY_REMOVE, AFTERSALE_CONFLICT, &removed);
    }
    given.values.count = 0;
    pg_values_bytes(&given.values, step->entry.data, step->entry.size);
    aftersale_key_entry(aftersale_change_key(my->changes[step->change]), given.key);
    pg_values_bytes(&given.values, given.key, KEY_BYTES);
    return send(my, step->change, PG_ENTRY_ADD, AFTERSALE_EXISTS, &given.values);
}

static aftersale_status send_all(committing *my)
{
    aftersale_status status = send(my, 0, PG_BEGIN_WRITE, AFTERSALE_STORE, NULL);
    for (size_t at = 0; at < my->count && status == AFTERSALE_OK;)
        status = send_place(my, &at);
    for (size_t i = 0; i < my->entry_count && status == AFTERSALE_OK; i++)
        status = send_entry(my, &my->entries[i]);
    return status == AFTERSALE_OK ? send(my, 0, PG_COMMIT, AFTERSALE_STORE, NULL) : status;
}

/* Takes every result from the connection; the first that is not good names the change. */
static aftersale_status receive_all(committing *my)
{
    aftersale_status status = AFTERSALE_OK;
    for (const sent *note = my->first; note != NULL; note = note->next) {
        PGresult *result = pg_link_next(my->link);
        if (result == NULL)
            return AFTERSALE_UNKNOWN;
        if (status == AFTERSALE_OK) {
            status = pg_result_status(result, note->refused, my->call);
            if (status != AFTERSALE_OK)
                aftersale_call_failed_change(my->call, note->change);
        }
        PQclear(result);
    }
    return status;
}

aftersale_status pg_commit(pg_link *link, const aftersale_change *const *changes, size_t count,
                           aftersale_call *call)
{
    committing my = {.link = link, .changes = changes, .count = count, .call = call};
    aftersale_status status;
    my.last = &my.first;
    status = put_in_order(&my);
    if (status != AFTERSALE_OK)
        return status;
    status = send_all(&my);
    if (status == AFTERSALE_NO_MEMORY) { /* its COMMIT was not sent */
        pg_link_drop(link);
        return status;
    }
    if (status != AFTERSALE_OK || !pg_link_flush(link)) {
        pg_link_drop(link);
        return aftersale_call_fail(call, AFTERSALE_UNKNOWN, "the connection to PostgreSQL was lost");
    }
    status = receive_all(&my);
    if (!pg_link_end(link) && (status == AFTERSALE_STORE || status == AFTERSALE_UNKNOWN))
        return aftersale_call_fail(call, AFTERSALE_UNKNOWN, "the connection to PostgreSQL was lost");
    return status;
}
