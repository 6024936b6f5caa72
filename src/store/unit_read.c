/* SPDX-License-Identifier: MIT */
/* Reading into a unit of work: what is asked once is known from then on. */
#include "store/unit_parts.h"

static void note_read(as__unit_item *item, const as__row *row)
{
    if (item->is_known)
        return;
    item->is_known = true;
    item->read = item->current = row != NULL ? row->record : NULL;
    item->revision = row != NULL ? row->revision : 0;
}

aftersale_status as__unit_take_rows(as__unit *unit, const aftersale_rows *rows, size_t *taken)
{
    for (*taken = 0; *taken < rows->count;) {
        const as__row *row = &rows->items[(*taken)++];
        aftersale_status status = as__unit_keep(unit, row->record);
        as__unit_item *item;
        if (status != AFTERSALE_OK)
            return status;
        if (row->record != NULL && row->record->head.partial)
            continue;
        item = as__unit_make_item(unit, &row->key);
        if (item == NULL)
            return AFTERSALE_NO_MEMORY;
        note_read(item, row);
    }
    return AFTERSALE_OK;
}

void as__unit_end_rows(aftersale_rows *rows, size_t taken)
{
    for (size_t i = 0; i < taken; i++)
        rows->items[i].record = NULL;
    as__rows_end(rows);
}

void as__unit_begin_call(as__unit *unit)
{
    as__arena_reset(&unit->call.arena);
    unit->call.message[0] = 0;
    unit->call.has_failed_change = false;
}

aftersale_status as__unit_fetch(as__unit *unit, const aftersale_key *keys, size_t count)
{
    aftersale_key *unknown = as__arena_take(&unit->arena, (count + 1) * sizeof *unknown);
    size_t asked = 0, taken = 0;
    aftersale_rows rows;
    aftersale_status status;
    if (unknown == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const as__unit_item *item = as__unit_find_item(unit, &keys[i]);
        if (item == NULL || !item->is_known)
            unknown[asked++] = keys[i];
    }
    if (asked == 0)
        return AFTERSALE_OK;
    as__unit_begin_call(unit);
    as__rows_begin(&rows, unit->owner);
    status = unit->store->methods->get(unit->store, unknown, asked, &rows, &unit->call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    if (status == AFTERSALE_OK)
        status = as__unit_take_rows(unit, &rows, &taken);
    for (size_t i = 0; i < asked && status == AFTERSALE_OK; i++) { /* what did not come is not there */
        as__unit_item *item = as__unit_make_item(unit, &unknown[i]);
        if (item == NULL)
            status = AFTERSALE_NO_MEMORY;
        else
            note_read(item, NULL);
    }
    as__unit_end_rows(&rows, taken);
    return status;
}

aftersale_status as__unit_get(as__unit *unit, const aftersale_key *key, const aftersale_record **out)
{
    as__unit_item *item = as__unit_find_item(unit, key);
    if (item == NULL || !item->is_known) {
        aftersale_status status = as__unit_fetch(unit, key, 1);
        if (status != AFTERSALE_OK)
            return status;
        item = as__unit_find_item(unit, key);
    }
    *out = item->current;
    return item->current != NULL ? AFTERSALE_OK : AFTERSALE_NOT_FOUND;
}

aftersale_status as__unit_scan_store(as__unit *unit, const aftersale_range *const *ranges, size_t count,
                                     as__found *out)
{
    aftersale_rows rows;
    aftersale_status status;
    size_t taken = 0;
    as__unit_begin_call(unit);
    as__rows_begin(&rows, unit->owner);
    status = unit->store->methods->scan(unit->store, ranges, count, &rows, &unit->call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    if (status == AFTERSALE_OK)
        status = as__unit_take_rows(unit, &rows, &taken);
    for (size_t i = 0; i < count; i++)
        out[i] = (as__found){NULL, 0};
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        out[i].items = as__arena_take(&unit->arena, (rows.count + 1) * sizeof *out[i].items);
        if (out[i].items == NULL)
            status = AFTERSALE_NO_MEMORY;
    }
    for (size_t i = 0; i < rows.count && status == AFTERSALE_OK; i++) {
        const as__row *row = &rows.items[i];
        if (row->from < count && row->key.kind == ranges[row->from]->kind->kind)
            out[row->from].items[out[row->from].count++] = row->record;
    }
    as__unit_end_rows(&rows, taken);
    return status;
}

static aftersale_status read_root(as__unit *unit, uint64_t root, as__unit_root *out)
{
    aftersale_range range;
    const aftersale_range *one = &range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, unit->book, AFTERSALE_KIND_EVENT, 0, 1);
    as__range_equal_number(&range, (int64_t)root);
    range.is_descending = true;
    as__range_close(&range);
    status = as__unit_scan_store(unit, &one, 1, &found);
    *out = (as__unit_root){.root = root};
    if (status == AFTERSALE_OK && found.count != 0) {
        out->last = (const aftersale_event *)found.items[0];
        out->read = (uint64_t)out->last->number;
    }
    return status;
}

static aftersale_status find_root(as__unit *unit, uint64_t root, as__unit_root **out)
{
    aftersale_key key = as__key_make(unit->book, AFTERSALE_KIND_ROOT, root, 0);
    as__unit_item *item = as__unit_make_item(unit, &key);
    aftersale_status status;
    if (item == NULL)
        return AFTERSALE_NO_MEMORY;
    if (item->root == 0) {
        if (!as__unit_room(unit, &unit->roots, unit->root_count, &unit->root_room, sizeof *unit->roots))
            return AFTERSALE_NO_MEMORY;
        status = read_root(unit, root, &unit->roots[unit->root_count]);
        if (status != AFTERSALE_OK)
            return status;
        item->root = ++unit->root_count;
    }
    *out = &unit->roots[item->root - 1];
    return AFTERSALE_OK;
}

aftersale_status as__unit_last_event(as__unit *unit, uint64_t root, const aftersale_event **out)
{
    as__unit_root *found;
    aftersale_status status = find_root(unit, root, &found);
    if (status == AFTERSALE_OK)
        *out = found->last;
    return status;
}

aftersale_status as__unit_put_event(as__unit *unit, aftersale_event *draft, const aftersale_event **out)
{
    as__unit_root *root;
    const aftersale_record *sealed;
    aftersale_status status = find_root(unit, draft->root, &root);
    if (status != AFTERSALE_OK)
        return status;
    if (!as__unit_room(unit, &unit->steps, unit->step_count, &unit->step_room, sizeof *unit->steps))
        return AFTERSALE_NO_MEMORY;
    unit->steps[unit->step_count++] =
        (as__unit_step){.root = (size_t)(root - unit->roots), .root_before = *root};
    status = as__unit_put(unit, AFTERSALE_KIND_EVENT, draft, &sealed);
    if (status != AFTERSALE_OK)
        return status;
    root->last = (const aftersale_event *)sealed;
    root->is_written = true;
    if (out != NULL)
        *out = root->last;
    return AFTERSALE_OK;
}
