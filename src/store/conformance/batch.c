/* SPDX-License-Identifier: MIT */
#include "store/conformance/batch.h"

void as__batch_begin(as__batch *batch, as__trial *trial, size_t room)
{
    *batch = (as__batch){.trial = trial, .room = room};
    as__call_begin(&batch->call, &trial->owner->memory);
    batch->changes = as__arena_take(&batch->call.arena, room * sizeof *batch->changes);
    batch->list = as__arena_take(&batch->call.arena, room * sizeof(aftersale_change *));
    if (batch->changes != NULL && batch->list != NULL)
        return;
    batch->room = 0;
    as__trial_fail(trial, "out of memory");
}

static aftersale_change *add(as__batch *batch, aftersale_change change)
{
    change.arena = &batch->call.arena;
    if (batch->count == batch->room) {
        as__trial_fail(batch->trial, "no room for one more change");
        batch->spare = change;
        return &batch->spare;
    }
    aftersale_change *added = &batch->changes[batch->count];
    *added = change;
    batch->list[batch->count++] = added;
    return added;
}

static aftersale_change *add_none(as__batch *batch)
{
    as__trial_fail(batch->trial, "out of memory");
    batch->spare = (aftersale_change){0};
    return &batch->spare;
}

aftersale_change *as__batch_put(as__batch *batch, const aftersale_record *record)
{
    if (record == NULL)
        return add_none(batch);
    aftersale_key key = as__key_of(record);
    const aftersale_record *old = as__shelf_find(batch->trial, &key);
    return add(batch, (aftersale_change){
                          .verb = AFTERSALE_CHANGE_PUT,
                          .key = key,
                          .expected = old != NULL ? old->head.revision : 0,
                          .record = record,
                          .old = old,
                      });
}

aftersale_change *as__batch_remove(as__batch *batch, const aftersale_record *record)
{
    if (record == NULL)
        return add_none(batch);
    return add(batch, (aftersale_change){
                          .verb = AFTERSALE_CHANGE_REMOVE,
                          .key = as__key_of(record),
                          .expected = record->head.revision,
                          .old = record,
                      });
}

aftersale_change *as__batch_expect(as__batch *batch, const aftersale_key *key)
{
    return add(batch, (aftersale_change){
                          .verb = AFTERSALE_CHANGE_EXPECT,
                          .key = *key,
                          .expected = as__shelf_revision(batch->trial, key),
                      });
}

aftersale_change *as__batch_expect_root(as__batch *batch, uint64_t book, uint64_t root)
{
    return add(batch, (aftersale_change){
                          .verb = AFTERSALE_CHANGE_EXPECT,
                          .key = as__key_make(book, AFTERSALE_KIND_ROOT, root, 0),
                          .expected = as__shelf_last_event(batch->trial, book, root),
                      });
}

aftersale_change *as__batch_add(as__batch *batch, const aftersale_key *key, int64_t amount)
{
    return add(batch, (aftersale_change){.verb = AFTERSALE_CHANGE_ADD, .key = *key, .amount = amount});
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

aftersale_status as__batch_send(as__batch *batch, aftersale_store *store)
{
    if (!as__trial_is_fine(batch->trial))
        return AFTERSALE_INTERNAL;
    return store->methods->commit(store, batch->list, batch->count, &batch->call);
}

aftersale_status as__batch_commit(as__batch *batch, aftersale_store *store)
{
    aftersale_status status = as__batch_send(batch, store);
    for (size_t i = 0; i < batch->count && status == AFTERSALE_OK; i++)
        apply(batch->trial, batch->list[i]);
    return status;
}

size_t as__batch_failed(const as__batch *batch)
{
    return batch->call.has_failed_change ? batch->call.failed_change : AS__BATCH_NONE;
}

void as__batch_end(as__batch *batch)
{
    as__call_end(&batch->call);
}

bool as__batch_must(as__batch *batch, const char *what, aftersale_status expected, size_t failed)
{
    as__trial *trial = batch->trial;
    aftersale_status status = as__batch_commit(batch, trial->store);
    size_t named = as__batch_failed(batch);
    if (as__trial_is_fine(trial) && status != expected)
        as__trial_fail(trial, "%s: expected %s, seen %s%s%s", what, aftersale_status_name(expected),
                       aftersale_status_name(status), batch->call.message[0] != '\0' ? ": " : "",
                       batch->call.message);
    if (as__trial_is_fine(trial) && failed != AS__BATCH_NONE && named == AS__BATCH_NONE)
        as__trial_fail(trial, "%s: change %zu failed, and none was named", what, failed);
    if (as__trial_is_fine(trial) && failed != AS__BATCH_NONE && named != failed)
        as__trial_fail(trial, "%s: change %zu failed, and %zu was named", what, failed, named);
    as__batch_end(batch);
    return as__trial_is_fine(trial);
}
