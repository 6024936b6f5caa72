/* SPDX-License-Identifier: MIT */
#include "store/memory_store.h"
#include "base/checked.h"
#include "store/memory_events.h"
#include "store/seam.h"
#include "store/table.h"
#include "store/tree.h"
#include <pthread.h>
#include <string.h>

/* Index 0 of every kind is a tree; events have a place of their own. */
typedef struct memory_store {
    aftersale_store base;
    as__owner *owner;
    pthread_mutex_t lock;
    as__table records;
    as__forest forest;
    as__memory_events events;
} memory_store;

#define INDEX_PRIMARY 0

static bool is_event(const aftersale_key *key)
{
    return key->kind == AFTERSALE_KIND_EVENT;
}

/* Records by key, a few at a time; events are not among them. */
static aftersale_status share_some(const memory_store *my, const aftersale_key *keys, size_t from,
                                   size_t count, aftersale_rows *out)
{
    const aftersale_record *found[AS__TABLE_AT_ONCE];
    aftersale_status status = AFTERSALE_OK;
    as__table_get_some(&my->records, keys + from, count, found);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        const aftersale_key *key = &keys[from + i];
        if (key->kind == AFTERSALE_KIND_ROOT) {
            uint64_t last = as__memory_last_event(&my->events, key->book, key->root);
            if (last != 0)
                status = as__rows_share(out, from + i, key, last, NULL);
            continue;
        }
        if (is_event(key))
            found[i] = as__memory_event(&my->events, key);
        if (found[i] != NULL)
            status = as__rows_share(out, from + i, key, found[i]->head.revision, found[i]);
    }
    return status;
}

static const aftersale_record *find(const memory_store *my, const aftersale_key *key)
{
    return is_event(key) ? as__memory_event(&my->events, key) : as__table_get(&my->records, key);
}

static aftersale_status memory_get(aftersale_store *store, const aftersale_key *keys, size_t count,
                                   aftersale_rows *out, aftersale_call *call)
{
    memory_store *my = (memory_store *)store;
    aftersale_status status = AFTERSALE_OK;
    (void)call;
    pthread_mutex_lock(&my->lock);
    for (size_t done = 0, part; done < count && status == AFTERSALE_OK; done += part) {
        part = count - done < AS__TABLE_AT_ONCE ? count - done : AS__TABLE_AT_ONCE;
        status = share_some(my, keys, done, part, out);
    }
    pthread_mutex_unlock(&my->lock);
    return status;
}

static aftersale_status share(aftersale_rows *out, size_t from, const aftersale_record *record)
{
    aftersale_key key = as__key_of(record);
    return as__rows_share(out, from, &key, record->head.revision, record);
}

static aftersale_status scan_tree(const as__tree *tree, aftersale_bytes from, aftersale_bytes until,
                                  const aftersale_range *range, size_t at, aftersale_rows *out)
{
    as__place low, high;
    if (tree == NULL)
        return AFTERSALE_OK;
    low = as__tree_seek(tree, from);
    high =
        until.size != 0 ? as__tree_seek(tree, until) : (as__place){tree->count, 0}; /* no bound: to the end */
    for (size_t left = range->limit; left != 0 && as__place_is_before(low, high);) {
        const aftersale_record *found[AS__TABLE_AT_ONCE];
        size_t count = 0;
        for (; count < AS__TABLE_AT_ONCE && left != 0 && as__place_is_before(low, high); left--) {
            if (range->is_descending)
                (void)as__place_previous(tree, &high);
            found[count] = as__place_record(tree, range->is_descending ? high : low);
            if (!range->is_descending)
                as__place_next(tree, &low);
            as__record_prefetch(found[count++]);
        }
        for (size_t i = 0; i < count; i++) {
            aftersale_status status = share(out, at, found[i]);
            if (status != AFTERSALE_OK)
                return status;
        }
    }
    return AFTERSALE_OK;
}

static aftersale_status scan_one(const memory_store *my, const aftersale_range *range, size_t at,
                                 aftersale_rows *out)
{
    aftersale_bytes from = aftersale_range_from(range), until = aftersale_range_until(range);
    if (range->index != NULL)
        return scan_tree(as__forest_find(&my->forest, range->book, range->kind->kind, range->index->number),
                         as__tree_key(from), as__tree_key(until), range, at, out);
    if (range->kind->kind == AFTERSALE_KIND_EVENT)
        return as__memory_events_scan(&my->events, range, at, out);
    return scan_tree(as__forest_find(&my->forest, range->book, range->kind->kind, INDEX_PRIMARY),
                     as__tree_primary_key(from), as__tree_primary_key(until), range, at, out);
}

static aftersale_status memory_scan(aftersale_store *store, const aftersale_range *const *ranges,
                                    size_t count, aftersale_rows *out, aftersale_call *call)
{
    memory_store *my = (memory_store *)store;
    aftersale_status status = AFTERSALE_OK;
    (void)call;
    pthread_mutex_lock(&my->lock);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        if (i % AS__EVENTS_AT_ONCE == 0 && count > 1)
            as__memory_events_prefetch(&my->events, ranges + i, count - i);
        status = scan_one(my, ranges[i], i, out);
    }
    pthread_mutex_unlock(&my->lock);
    return status;
}

/* A commit: everything that can fail comes first; then nothing does. */

static aftersale_status check(const memory_store *my, const aftersale_change *change)
{
    const aftersale_record *here;
    if (change->key.kind == AFTERSALE_KIND_ROOT)
        return as__memory_last_event(&my->events, change->key.book, change->key.root) == change->expected
                   ? AFTERSALE_OK
                   : AFTERSALE_CONFLICT;
    here = find(my, &change->key);
    if (change->verb == AFTERSALE_CHANGE_ADD) {
        const as__counter *counter = (const as__counter *)here;
        int64_t sum;
        if (counter == NULL)
            return AFTERSALE_CONFLICT;
        if (!as__add_i64(counter->amount, change->amount, &sum) || sum < counter->low || sum > counter->high)
            return AFTERSALE_LIMIT;
        return AFTERSALE_OK;
    }
    return (here != NULL ? here->head.revision : 0) == change->expected ? AFTERSALE_OK : AFTERSALE_CONFLICT;
}

/* What a change puts into the table: its record, or the counter as it stands after an ADD. Counted. */
static aftersale_status make_record(const memory_store *my, const aftersale_change *change,
                                    const aftersale_record **out)
{
    as__counter counter;
    if (change->verb == AFTERSALE_CHANGE_PUT)
        *out = aftersale_record_keep(change->record);
    if (change->verb != AFTERSALE_CHANGE_ADD)
        return AFTERSALE_OK;
    counter = *(const as__counter *)as__table_get(&my->records, &change->key);
    counter.amount += change->amount;
    counter.head.revision++;
    return as__record_seal(my->owner, AFTERSALE_KIND_COUNTER, &counter, out);
}

static aftersale_status insert_entries(memory_store *my, const aftersale_change *change, size_t *inserted)
{
    aftersale_bytes entry;
    int32_t index;
    for (size_t i = 0; (index = aftersale_change_entry_new(change, i, &entry)) != 0; i++) {
        as__tree *tree = as__forest_make(&my->forest, change->key.book, change->key.kind, index);
        aftersale_status status =
            tree != NULL ? as__tree_insert(tree, as__tree_key(entry), change->record) : AFTERSALE_NO_MEMORY;
        if (status != AFTERSALE_OK)
            return status;
        ++*inserted;
    }
    return AFTERSALE_OK;
}

static void remove_entries(memory_store *my, const aftersale_change *change, bool fresh, size_t count)
{
    aftersale_bytes entry;
    int32_t index;
    for (size_t i = 0; i < count; i++) {
        index = fresh ? aftersale_change_entry_new(change, i, &entry)
                      : aftersale_change_entry_old(change, i, &entry);
        if (index == 0)
            return;
        as__tree_remove(as__forest_find(&my->forest, change->key.book, change->key.kind, index),
                        as__tree_key(entry));
    }
}

/* Puts the key of a new record in the order of its kind. */
static aftersale_status insert_primary(memory_store *my, const aftersale_change *change, bool *is_new)
{
    as__tree *tree = as__forest_make(&my->forest, change->key.book, change->key.kind, INDEX_PRIMARY);
    uint8_t entry[AS__KEY_ENTRY];
    aftersale_status status;
    aftersale_key_entry(&change->key, entry);
    if (tree == NULL)
        return AFTERSALE_NO_MEMORY;
    status =
        as__tree_insert(tree, as__tree_primary_key((aftersale_bytes){entry, sizeof entry}), change->record);
    *is_new = status == AFTERSALE_OK;
    return status == AFTERSALE_EXISTS ? AFTERSALE_OK : status;
}

static void remove_primary(memory_store *my, const aftersale_key *key)
{
    uint8_t entry[AS__KEY_ENTRY];
    aftersale_key_entry(key, entry);
    as__tree_remove(as__forest_find(&my->forest, key->book, key->kind, INDEX_PRIMARY),
                    as__tree_primary_key((aftersale_bytes){entry, sizeof entry}));
}

/* What was done of a commit that may yet fail. */
typedef struct prepared {
    const aftersale_record *record;
    const aftersale_record *event_before;
    size_t entries;
    bool has_new_key; /* or the event stands in its place */
} prepared;

static aftersale_status prepare(memory_store *my, const aftersale_change *change, prepared *out)
{
    aftersale_status status = make_record(my, change, &out->record);
    /* The entries are worked out lazily in the change itself; only its face is const. */
    if (status == AFTERSALE_OK)
        status = as__change_prepare((aftersale_change *)(uintptr_t)change);
    if (status != AFTERSALE_OK || change->verb != AFTERSALE_CHANGE_PUT)
        return status;
    status = insert_entries(my, change, &out->entries);
    if (status == AFTERSALE_OK && is_event(&change->key)) {
        status = as__memory_event_put(&my->events, &change->key, out->record, &out->event_before);
        out->has_new_key = status == AFTERSALE_OK;
    } else if (status == AFTERSALE_OK) {
        status = insert_primary(my, change, &out->has_new_key);
    }
    return status;
}

static void undo(memory_store *my, const aftersale_change *change, const prepared *done)
{
    remove_entries(my, change, true, done->entries);
    if (done->has_new_key && is_event(&change->key))
        as__memory_event_take_back(&my->events, &change->key, done->event_before);
    else if (done->has_new_key)
        remove_primary(my, &change->key);
    aftersale_record_free(done->record);
}

/* Entries and orders point at records: those that stay must point at the new one. */
static void repoint(memory_store *my, const aftersale_change *change, const aftersale_record *record)
{
    const as__kind *kind = as__kind_of(change->key.kind);
    uint8_t bytes[AS__KEY_ENTRY];
    as__entry_bytes entry;
    aftersale_key_entry(&change->key, bytes);
    if (!is_event(&change->key))
        as__tree_replace(as__forest_find(&my->forest, change->key.book, change->key.kind, INDEX_PRIMARY),
                         as__tree_primary_key((aftersale_bytes){bytes, sizeof bytes}), record);
    for (size_t i = 0; i < kind->index_count; i++)
        for (size_t item = 0; as__entry_of(record, &kind->indexes[i], item, &entry); item++)
            as__tree_replace(
                as__forest_find(&my->forest, change->key.book, change->key.kind, kind->indexes[i].number),
                as__tree_key((aftersale_bytes){entry.data, entry.size}), record);
}

static void apply(memory_store *my, const aftersale_change *change, const prepared *done)
{
    const aftersale_record *before = done->event_before;
    if (change->verb == AFTERSALE_CHANGE_EXPECT)
        return;
    remove_entries(my, change, false, SIZE_MAX);
    if (change->verb == AFTERSALE_CHANGE_REMOVE) {
        before = as__table_remove(&my->records, &change->key);
        remove_primary(my, &change->key);
    } else if (!is_event(&change->key)) {
        before = as__table_put(&my->records, done->record);
    }
    if (before != NULL && change->verb != AFTERSALE_CHANGE_REMOVE)
        repoint(my, change, done->record);
    aftersale_record_free(before);
}

static aftersale_status commit_all(memory_store *my, const aftersale_change *const *changes, size_t count,
                                   prepared *done, aftersale_call *call)
{
    aftersale_status status = AFTERSALE_OK;
    size_t reached = 0;
    if (!as__table_reserve(&my->records, count))
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        status = check(my, changes[i]);
        if (is_event(&changes[i]->key) && changes[i]->verb == AFTERSALE_CHANGE_REMOVE)
            status = AFTERSALE_INTERNAL; /* events stay */
        if (status != AFTERSALE_OK) {
            aftersale_call_failed_change(call, i);
            return status;
        }
    }
    while (reached < count && status == AFTERSALE_OK) {
        status = prepare(my, changes[reached], &done[reached]);
        reached++;
    }
    if (status != AFTERSALE_OK) {
        aftersale_call_failed_change(call, reached - 1);
        while (reached-- != 0)
            undo(my, changes[reached], &done[reached]);
        return status;
    }
    for (size_t i = 0; i < count; i++)
        apply(my, changes[i], &done[i]);
    return AFTERSALE_OK;
}

static aftersale_status memory_commit(aftersale_store *store, const aftersale_change *const *changes,
                                      size_t count, aftersale_call *call)
{
    memory_store *my = (memory_store *)store;
    prepared *done = aftersale_call_memory(call, count * sizeof *done + 1);
    aftersale_status status;
    if (done == NULL)
        return AFTERSALE_NO_MEMORY;
    pthread_mutex_lock(&my->lock);
    status = commit_all(my, changes, count, done, call);
    pthread_mutex_unlock(&my->lock);
    return status;
}

static void memory_close(aftersale_store *store)
{
    memory_store *my = (memory_store *)store;
    as__owner *owner = my->owner;
    const aftersale_record *record;
    size_t at = 0;
    while ((record = as__table_next(&my->records, &at)) != NULL)
        aftersale_record_free(record);
    as__table_free(&my->records);
    as__forest_free(&my->forest);
    as__memory_events_free(&my->events);
    pthread_mutex_destroy(&my->lock);
    as__memory_give(&owner->memory, my, sizeof *my);
    as__owner_drop(owner);
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof(aftersale_store_methods),
    .caps = AFTERSALE_STORE_THREADS,
    .name = "memory",
    .get = memory_get,
    .scan = memory_scan,
    .commit = memory_commit,
    .close = memory_close,
};

aftersale_status as__memory_store_new(as__owner *owner, aftersale_store **out)
{
    memory_store *my = as__memory_take(&owner->memory, sizeof *my);
    if (my == NULL)
        return AFTERSALE_NO_MEMORY;
    my->base.methods = &methods;
    my->owner = owner;
    pthread_mutex_init(&my->lock, NULL);
    as__table_init(&my->records, &owner->memory);
    as__forest_init(&my->forest, &owner->memory);
    as__memory_events_init(&my->events, &owner->memory);
    as__owner_keep(owner);
    *out = &my->base;
    return AFTERSALE_OK;
}
