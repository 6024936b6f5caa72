/* SPDX-License-Identifier: MIT */
/* Reading into a unit of work: what is asked once is known from then on. */
#include "store/unit_parts.h"

#define READ_TRIES 20

#define ROOTS_AT_ONCE 32

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

/* Each call sees a committed state of its own: what the store could not answer for others' sake is asked again. */
static bool asks_again(as__unit *unit, size_t *tries, aftersale_rows *rows, aftersale_status status)
{
    if (status != AFTERSALE_RETRY || ++*tries == READ_TRIES)
        return false;
    as__rows_end(rows);
    as__rows_begin(rows, unit->owner);
    as__unit_begin_call(unit);
    return true;
}

aftersale_status as__unit_fetch(as__unit *unit, const aftersale_key *keys, size_t count)
{
    aftersale_key *unknown = as__arena_take(&unit->arena, (count + 1) * sizeof *unknown);
    size_t asked = 0, taken = 0, tries = 0;
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
    do
        status = unit->store->methods->get(unit->store, unknown, asked, &rows, &unit->call);
    while (asks_again(unit, &tries, &rows, status));
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

static bool is_of_range(const as__row *row, const aftersale_range *const *ranges, size_t count)
{
    return row->from < count && row->key.kind == ranges[row->from]->kind->kind;
}

/* The rows of each range one behind another; what rides along is none of them. */
static aftersale_status sort_by_range(as__unit *unit, const aftersale_range *const *ranges, size_t count,
                                      const aftersale_rows *rows, as__found *out)
{
    const aftersale_record **items = as__arena_take(&unit->arena, (rows->count + 1) * sizeof *items);
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < rows->count; i++)
        if (is_of_range(&rows->items[i], ranges, count))
            out[rows->items[i].from].count++;
    for (size_t i = 0; i < count; i++) {
        out[i].items = items;
        items += out[i].count;
        out[i].count = 0;
    }
    for (size_t i = 0; i < rows->count; i++) {
        const as__row *row = &rows->items[i];
        if (is_of_range(row, ranges, count))
            out[row->from].items[out[row->from].count++] = row->record;
    }
    return AFTERSALE_OK;
}

aftersale_status as__unit_scan_store(as__unit *unit, const aftersale_range *const *ranges, size_t count,
                                     as__found *out)
{
    aftersale_rows rows;
    aftersale_status status;
    size_t taken = 0, tries = 0;
    for (size_t i = 0; i < count; i++)
        out[i] = (as__found){NULL, 0};
    as__unit_begin_call(unit);
    as__rows_begin(&rows, unit->owner);
    do
        status = unit->store->methods->scan(unit->store, ranges, count, &rows, &unit->call);
    while (asks_again(unit, &tries, &rows, status));
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    if (status == AFTERSALE_OK)
        status = as__unit_take_rows(unit, &rows, &taken);
    if (status == AFTERSALE_OK)
        status = sort_by_range(unit, ranges, count, &rows, out);
    as__unit_end_rows(&rows, taken);
    return status;
}

static void range_of_last_event(const as__unit *unit, uint64_t root, aftersale_range *out)
{
    as__range_begin(out, unit->book, AFTERSALE_KIND_EVENT, 0, 1);
    as__range_equal_number(out, (int64_t)root);
    out->is_descending = true;
    as__range_close(out);
}

aftersale_status as__unit_last_events(as__unit *unit, const uint64_t *roots, size_t count, uint64_t wants,
                                      const aftersale_event **out)
{
    size_t most = count < ROOTS_AT_ONCE ? count : ROOTS_AT_ONCE;
    aftersale_range *ranges = as__arena_take(&unit->arena, (most + 1) * sizeof *ranges);
    aftersale_status status = ranges != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    for (size_t done = 0, part; done < count && status == AFTERSALE_OK; done += part) {
        const aftersale_range *list[ROOTS_AT_ONCE];
        as__found found[ROOTS_AT_ONCE];
        part = count - done < most ? count - done : most;
        for (size_t i = 0; i < part; i++) {
            range_of_last_event(unit, roots[done + i], &ranges[i]);
            ranges[i].wants = wants;
            list[i] = &ranges[i];
        }
        status = as__unit_scan_store(unit, list, part, found);
        for (size_t i = 0; i < part && status == AFTERSALE_OK; i++)
            out[done + i] = found[i].count != 0 ? (const aftersale_event *)found[i].items[0] : NULL;
    }
    return status;
}

static as__unit_item *root_item(as__unit *unit, uint64_t root)
{
    aftersale_key key = as__key_make(unit->book, AFTERSALE_KIND_ROOT, root, 0);
    return as__unit_make_item(unit, &key);
}

static aftersale_status note_root_read(as__unit *unit, as__unit_item *item, const aftersale_event *last)
{
    as__unit_root *root;
    if (!as__unit_room(unit, &unit->roots, unit->root_count, &unit->root_room, sizeof *unit->roots))
        return AFTERSALE_NO_MEMORY;
    root = &unit->roots[unit->root_count++];
    *root = (as__unit_root){.root = item->key.root, .last = last};
    if (last != NULL)
        root->read = (uint64_t)last->number;
    item->root = unit->root_count;
    return AFTERSALE_OK;
}

aftersale_status as__unit_fetch_roots(as__unit *unit, const uint64_t *roots, size_t count)
{
    const aftersale_event **last = as__arena_take(&unit->arena, (count + 1) * sizeof *last);
    uint64_t *unknown = as__arena_take(&unit->arena, (count + 1) * sizeof *unknown);
    aftersale_status status;
    size_t asked = 0;
    if (last == NULL || unknown == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const as__unit_item *item = root_item(unit, roots[i]);
        if (item == NULL)
            return AFTERSALE_NO_MEMORY;
        if (item->root == 0)
            unknown[asked++] = roots[i];
    }
    status = as__unit_last_events(unit, unknown, asked, UINT64_MAX, last);
    for (size_t i = 0; i < asked && status == AFTERSALE_OK; i++) {
        as__unit_item *item = root_item(unit, unknown[i]);
        if (item == NULL)
            status = AFTERSALE_NO_MEMORY;
        else if (item->root == 0) /* they may be named twice */
            status = note_root_read(unit, item, last[i]);
    }
    return status;
}

static aftersale_status read_root(as__unit *unit, as__unit_item *item)
{
    aftersale_range range;
    const aftersale_range *one = &range;
    as__found found;
    aftersale_status status;
    range_of_last_event(unit, item->key.root, &range);
    status = as__unit_scan_store(unit, &one, 1, &found);
    if (status != AFTERSALE_OK)
        return status;
    return note_root_read(unit, item, found.count != 0 ? (const aftersale_event *)found.items[0] : NULL);
}

static aftersale_status find_root(as__unit *unit, uint64_t root, as__unit_root **out)
{
    as__unit_item *item = root_item(unit, root);
    aftersale_status status = item != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK && item->root == 0)
        status = read_root(unit, item);
    if (status == AFTERSALE_OK)
        *out = &unit->roots[item->root - 1];
    return status;
}

aftersale_status as__unit_last_event(as__unit *unit, uint64_t root, const aftersale_event **out)
{
    as__unit_root *found;
    aftersale_status status = find_root(unit, root, &found);
    if (status == AFTERSALE_OK)
        *out = found->last;
    return status;
}

static aftersale_status note_root(as__unit *unit, const as__unit_root *root)
{
    if (!as__unit_room(unit, &unit->steps, unit->step_count, &unit->step_room, sizeof *unit->steps))
        return AFTERSALE_NO_MEMORY;
    unit->steps[unit->step_count++] =
        (as__unit_step){.root = (size_t)(root - unit->roots), .root_before = *root};
    return AFTERSALE_OK;
}

aftersale_status as__unit_expect_root(as__unit *unit, uint64_t root)
{
    as__unit_root *found;
    aftersale_status status = find_root(unit, root, &found);
    if (status == AFTERSALE_OK)
        status = note_root(unit, found);
    if (status == AFTERSALE_OK)
        found->is_expected = true;
    return status;
}

aftersale_status as__unit_put_event(as__unit *unit, aftersale_event *draft, const aftersale_event **out)
{
    as__unit_root *root;
    const aftersale_record *sealed;
    aftersale_status status = find_root(unit, draft->root, &root);
    if (status != AFTERSALE_OK)
        return status;
    status = note_root(unit, root);
    if (status == AFTERSALE_OK)
        status = as__unit_put(unit, AFTERSALE_KIND_EVENT, draft, &sealed);
    if (status != AFTERSALE_OK)
        return status;
    root->last = (const aftersale_event *)sealed;
    root->is_written = true;
    if (out != NULL)
        *out = root->last;
    return AFTERSALE_OK;
}
