/* SPDX-License-Identifier: MIT */
#include "store/conformance/bundle.h"

void as__bundle_begin(as__bundle *bundle, as__trial *trial, size_t room)
{
    *bundle = (as__bundle){.trial = trial, .room = room};
    as__call_begin(&bundle->call, &trial->owner->memory);
    bundle->changes = as__arena_take(&bundle->call.arena, room * sizeof *bundle->changes);
    bundle->list = as__arena_take(&bundle->call.arena, room * sizeof(aftersale_change *));
    if (bundle->changes != NULL && bundle->list != NULL)
        return;
    bundle->room = 0;
    as__trial_fail(trial, "out of memory");
}

static aftersale_change *add(as__bundle *bundle, aftersale_change change)
{
    change.arena = &bundle->call.arena;
    if (bundle->count == bundle->room) {
        as__trial_fail(bundle->trial, "no room for one more change");
        bundle->spare = change;
        return &bundle->spare;
    }
    aftersale_change *added = &bundle->changes[bundle->count];
    *added = change;
    bundle->list[bundle->count++] = added;
    return added;
}

static aftersale_change *add_none(as__bundle *bundle)
{
    as__trial_fail(bundle->trial, "out of memory");
    bundle->spare = (aftersale_change){0};
    return &bundle->spare;
}

aftersale_change *as__bundle_put(as__bundle *bundle, const aftersale_record *record)
{
    if (record == NULL)
        return add_none(bundle);
    aftersale_key key = as__key_of(record);
    const aftersale_record *old = as__shelf_find(bundle->trial, &key);
    return add(bundle, (aftersale_change){
                           .verb = AFTERSALE_CHANGE_PUT,
                           .key = key,
                           .expected = old != NULL ? old->head.revision : 0,
                           .record = record,
                           .old = old,
                       });
}

aftersale_change *as__bundle_remove(as__bundle *bundle, const aftersale_record *record)
{
    if (record == NULL)
        return add_none(bundle);
    return add(bundle, (aftersale_change){
                           .verb = AFTERSALE_CHANGE_REMOVE,
                           .key = as__key_of(record),
                           .expected = record->head.revision,
                           .old = record,
                       });
}

aftersale_change *as__bundle_expect(as__bundle *bundle, const aftersale_key *key)
{
    return add(bundle, (aftersale_change){
                           .verb = AFTERSALE_CHANGE_EXPECT,
                           .key = *key,
                           .expected = as__shelf_revision(bundle->trial, key),
                       });
}

aftersale_change *as__bundle_expect_root(as__bundle *bundle, uint64_t book, uint64_t root)
{
    return add(bundle, (aftersale_change){
                           .verb = AFTERSALE_CHANGE_EXPECT,
                           .key = as__key_make(book, AFTERSALE_KIND_ROOT, root, 0),
                           .expected = as__shelf_last_event(bundle->trial, book, root),
                       });
}

aftersale_change *as__bundle_add(as__bundle *bundle, const aftersale_key *key, int64_t amount)
{
    return add(bundle, (aftersale_change){.verb = AFTERSALE_CHANGE_ADD, .key = *key, .amount = amount});
}

static void apply(as__trial *trial, const aftersale_change *change)
{
    as__counter counter;
    if (change->verb == AFTERSALE_CHANGE_PUT)
        as__shelf_set(trial, change->record);
    else if (change->verb == AFTERSALE_CHANGE_REMOVE)
        as__shelf_remove(trial, &change->key);
    if (change->verb != AFTERSALE_CHANGE_ADD)
        return;
    const as__counter *before = (const as__counter *)as__shelf_find(trial, &change->key);
    if (before == NULL) {
        as__trial_fail(trial, "an ADD to a counter that is not there was taken");
        return;
    }
    counter = *before;
    counter.amount += change->amount;
    const aftersale_record *after = as__trial_make(trial, change->key.book, AFTERSALE_KIND_COUNTER, &counter);
    if (after != NULL)
        as__shelf_set(trial, after);
}

aftersale_status as__bundle_send(as__bundle *bundle, aftersale_store *store)
{
    if (!as__trial_is_fine(bundle->trial))
        return AFTERSALE_INTERNAL;
    return store->methods->commit(store, bundle->list, bundle->count, &bundle->call);
}

aftersale_status as__bundle_commit(as__bundle *bundle, aftersale_store *store)
{
    aftersale_status status = as__bundle_send(bundle, store);
    for (size_t i = 0; i < bundle->count && status == AFTERSALE_OK; i++)
        apply(bundle->trial, bundle->list[i]);
    return status;
}

size_t as__bundle_failed(const as__bundle *bundle)
{
    return bundle->call.has_failed_change ? bundle->call.failed_change : AS__BUNDLE_NONE;
}

void as__bundle_end(as__bundle *bundle)
{
    as__call_end(&bundle->call);
}

bool as__bundle_must(as__bundle *bundle, const char *what, aftersale_status expected, size_t failed)
{
    as__trial *trial = bundle->trial;
    aftersale_status status = as__bundle_commit(bundle, trial->store);
    size_t named = as__bundle_failed(bundle);
    if (as__trial_is_fine(trial) && status != expected)
        as__trial_fail(trial, "%s: expected %s, seen %s%s%s", what, aftersale_status_name(expected),
                       aftersale_status_name(status), bundle->call.message[0] != '\0' ? ": " : "",
                       bundle->call.message);
    if (as__trial_is_fine(trial) && failed != AS__BUNDLE_NONE && named == AS__BUNDLE_NONE)
        as__trial_fail(trial, "%s: change %zu failed, and none was named", what, failed);
    if (as__trial_is_fine(trial) && failed != AS__BUNDLE_NONE && named != failed)
        as__trial_fail(trial, "%s: change %zu failed, and %zu was named", what, failed, named);
    as__bundle_end(bundle);
    return as__trial_is_fine(trial);
}
