/* SPDX-License-Identifier: MIT */
/* A unit of work as one batch of conditional changes. */
#include "store/unit_parts.h"

static aftersale_change change_of(as__unit *unit, const as__unit_item *item)
{
    aftersale_change change = {
        .verb = item->verb != 0 ? item->verb : AFTERSALE_CHANGE_EXPECT,
        .key = item->key,
        .expected = item->revision,
        .amount = item->amount,
        .record = item->verb == AFTERSALE_CHANGE_PUT ? item->current : NULL,
        .old = item->read,
        .arena = &unit->call.arena,
    };
    return change;
}

aftersale_status as__unit_commit(as__unit *unit)
{
    size_t most = unit->item_count + unit->root_count, count = 0;
    aftersale_change *changes;
    const aftersale_change **list;
    size_t *from;
    aftersale_status status;
    as__unit_begin_call(unit);
    unit->failed_item = SIZE_MAX;
    changes = as__arena_take(&unit->call.arena, (most + 1) * sizeof *changes);
    list = as__arena_take(&unit->call.arena, (most + 1) * sizeof *list);
    from = as__arena_take(&unit->call.arena, (most + 1) * sizeof *from);
    if (changes == NULL || list == NULL || from == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < unit->root_count; i++) {
        if (!unit->roots[i].is_written && !unit->roots[i].is_expected)
            continue;
        changes[count] = (aftersale_change){
            .verb = AFTERSALE_CHANGE_EXPECT,
            .key = as__key_make(unit->book, AFTERSALE_KIND_ROOT, unit->roots[i].root, 0),
            .expected = unit->roots[i].read,
            .arena = &unit->call.arena,
        };
        from[count++] = SIZE_MAX;
    }
    for (size_t i = 0; i < unit->item_count; i++) {
        if (unit->items[i]->verb == 0 && !unit->items[i]->is_expected)
            continue;
        changes[count] = change_of(unit, unit->items[i]);
        from[count++] = i;
    }
    for (size_t i = 0; i < count; i++)
        list[i] = &changes[i];
    if (count == 0)
        return AFTERSALE_OK;
    status = unit->store->methods->commit(unit->store, list, count, &unit->call);
    if (status != AFTERSALE_OK && unit->call.has_failed_change && unit->call.failed_change < count)
        unit->failed_item = from[unit->call.failed_change];
    return status;
}

const aftersale_key *as__unit_failed_key(const as__unit *unit)
{
    return unit->failed_item < unit->item_count ? &unit->items[unit->failed_item]->key : NULL;
}

bool as__unit_root_written(const as__unit *unit, size_t i, aftersale_key *out)
{
    if (!unit->roots[i].is_written)
        return false;
    *out = as__key_make(unit->book, AFTERSALE_KIND_EVENT, unit->roots[i].root,
                        (uint64_t)unit->roots[i].last->number);
    return true;
}

uint64_t as__unit_newest_command(const as__unit *unit)
{
    uint64_t newest = 0;
    for (size_t i = 0; i < unit->root_count; i++)
        if (unit->roots[i].is_written && unit->roots[i].last->command > newest)
            newest = unit->roots[i].last->command;
    return newest;
}
