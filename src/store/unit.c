/* SPDX-License-Identifier: MIT */
#include "store/unit.h"
#include "base/checked.h"
#include <string.h>

struct as__unit_item {
    aftersale_key key;
    bool is_known;                     /* whether it has been read */
    bool is_expected;
    int32_t verb;                      /* AFTERSALE_CHANGE_PUT, _REMOVE, _ADD; 0: nothing to write */
    const aftersale_record *read;      /* as it stood; NULL: not there */
    const aftersale_record *current;   /* as the unit sees it */
    uint64_t revision;                 /* that was read */
    int64_t amount;
    size_t root;                       /* of a ROOT: its place in the unit's roots, + 1 */
};

struct as__unit_root {
    uint64_t root;
    uint64_t read;                     /* number of its last event when first read */
    const aftersale_event *last;
    bool is_written;
};

/* What an item or a root was before, to be put back. */
struct as__unit_step {
    as__unit_item *item; /* NULL: a root */
    as__unit_item before;
    size_t root;
    as__unit_root root_before;
};

void as__unit_init(as__unit *unit, as__owner *owner, aftersale_store *store, uint64_t book)
{
    memset(unit, 0, sizeof *unit);
    unit->owner = owner;
    unit->store = store;
    unit->book = book;
    unit->failed_item = SIZE_MAX;
    as__arena_init(&unit->arena, &owner->memory);
    as__forest_init(&unit->overlay, &owner->memory);
    as__call_begin(&unit->call, &owner->memory);
}

void as__unit_reset(as__unit *unit)
{
    for (size_t i = 0; i < unit->kept_count; i++)
        aftersale_record_free(unit->kept[i]);
    unit->kept_count = unit->item_count = unit->root_count = unit->step_count = unit->pending = 0;
    if (unit->slot_room != 0)
        memset(unit->slots, 0, unit->slot_room * sizeof *unit->slots);
    unit->failed_item = SIZE_MAX;
    as__forest_free(&unit->overlay);
    as__arena_reset(&unit->arena);
}

void as__unit_free(as__unit *unit)
{
    const as__memory *memory = &unit->owner->memory;
    as__unit_reset(unit);
    as__memory_give(memory, unit->items, unit->item_room * sizeof *unit->items);
    as__memory_give(memory, unit->slots, unit->slot_room * sizeof *unit->slots);
    as__memory_give(memory, unit->roots, unit->root_room * sizeof *unit->roots);
    as__memory_give(memory, unit->kept, unit->kept_room * sizeof *unit->kept);
    as__memory_give(memory, unit->steps, unit->step_room * sizeof *unit->steps);
    as__arena_free(&unit->arena);
    as__call_end(&unit->call);
    memset(unit, 0, sizeof *unit);
}

/* Makes room for one more in a growing array. */
static bool room_for_one(const as__unit *unit, void *array, size_t count, size_t *room, size_t size)
{
    void **items = array;
    size_t more = *room == 0 ? 16 : *room * 2;
    void *grown;
    if (count < *room)
        return true;
    grown = as__memory_grow(&unit->owner->memory, *items, *room * size, more * size);
    if (grown == NULL)
        return false;
    *items = grown;
    *room = more;
    return true;
}

/* Takes over one reference. */
static aftersale_status keep(as__unit *unit, const aftersale_record *record)
{
    if (record == NULL)
        return AFTERSALE_OK;
    if (!room_for_one(unit, &unit->kept, unit->kept_count, &unit->kept_room, sizeof *unit->kept)) {
        aftersale_record_free(record);
        return AFTERSALE_NO_MEMORY;
    }
    unit->kept[unit->kept_count++] = record;
    return AFTERSALE_OK;
}

static size_t slot_of(const as__unit *unit, const aftersale_key *key)
{
    size_t mask = unit->slot_room - 1, at = (size_t)as__key_hash(key) & mask;
    while (unit->slots[at] != 0 && !as__key_same(&unit->items[unit->slots[at] - 1]->key, key))
        at = (at + 1) & mask;
    return at;
}

static bool grow_slots(as__unit *unit)
{
    size_t room = unit->slot_room == 0 ? 64 : unit->slot_room * 2;
    uint32_t *slots;
    if ((unit->item_count + 1) * 4 <= unit->slot_room * 3)
        return true;
    slots = as__memory_take(&unit->owner->memory, room * sizeof *slots);
    if (slots == NULL)
        return false;
    as__memory_give(&unit->owner->memory, unit->slots, unit->slot_room * sizeof *slots);
    unit->slots = slots;
    unit->slot_room = room;
    for (size_t i = 0; i < unit->item_count; i++)
        unit->slots[slot_of(unit, &unit->items[i]->key)] = (uint32_t)(i + 1);
    return true;
}

static as__unit_item *find_item(const as__unit *unit, const aftersale_key *key)
{
    size_t at = unit->slot_room != 0 ? slot_of(unit, key) : 0;
    return unit->slot_room != 0 && unit->slots[at] != 0 ? unit->items[unit->slots[at] - 1] : NULL;
}

static as__unit_item *make_item(as__unit *unit, const aftersale_key *key)
{
    as__unit_item *item = find_item(unit, key);
    if (item != NULL)
        return item;
    if (!grow_slots(unit) ||
        !room_for_one(unit, &unit->items, unit->item_count, &unit->item_room, sizeof(as__unit_item *)))
        return NULL;
    item = as__arena_take(&unit->arena, sizeof *item);
    if (item == NULL)
        return NULL;
    item->key = *key;
    unit->items[unit->item_count++] = item;
    unit->slots[slot_of(unit, key)] = (uint32_t)unit->item_count;
    return item;
}

static void note_read(as__unit_item *item, const as__row *row)
{
    if (item->is_known)
        return;
    item->is_known = true;
    item->read = item->current = row != NULL ? row->record : NULL;
    item->revision = row != NULL ? row->revision : 0;
}

/* Takes rows over: a whole record that was not known is from now on. `taken` counts those that are the unit's. */
static aftersale_status take_rows(as__unit *unit, const aftersale_rows *rows, size_t *taken)
{
    for (*taken = 0; *taken < rows->count;) {
        const as__row *row = &rows->items[(*taken)++];
        aftersale_status status = keep(unit, row->record);
        as__unit_item *item;
        if (status != AFTERSALE_OK)
            return status;
        if (row->record != NULL && row->record->head.partial)
            continue;
        item = make_item(unit, &row->key);
        if (item == NULL)
            return AFTERSALE_NO_MEMORY;
        note_read(item, row);
    }
    return AFTERSALE_OK;
}

/* Ends rows of which the first `taken` are the unit's. */
static void end_rows(aftersale_rows *rows, size_t taken)
{
    for (size_t i = 0; i < taken; i++)
        rows->items[i].record = NULL;
    as__rows_end(rows);
}

static void begin_call(as__unit *unit)
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
        const as__unit_item *item = find_item(unit, &keys[i]);
        if (item == NULL || !item->is_known)
            unknown[asked++] = keys[i];
    }
    if (asked == 0)
        return AFTERSALE_OK;
    begin_call(unit);
    as__rows_begin(&rows, unit->owner);
    status = unit->store->methods->get(unit->store, unknown, asked, &rows, &unit->call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    if (status == AFTERSALE_OK)
        status = take_rows(unit, &rows, &taken);
    for (size_t i = 0; i < asked && status == AFTERSALE_OK; i++) { /* what did not come is not there */
        as__unit_item *item = make_item(unit, &unknown[i]);
        if (item == NULL)
            status = AFTERSALE_NO_MEMORY;
        else
            note_read(item, NULL);
    }
    end_rows(&rows, taken);
    return status;
}

aftersale_status as__unit_get(as__unit *unit, const aftersale_key *key, const aftersale_record **out)
{
    as__unit_item *item = find_item(unit, key);
    if (item == NULL || !item->is_known) {
        aftersale_status status = as__unit_fetch(unit, key, 1);
        if (status != AFTERSALE_OK)
            return status;
        item = find_item(unit, key);
    }
    *out = item->current;
    return item->current != NULL ? AFTERSALE_OK : AFTERSALE_NOT_FOUND;
}

/* The overlay: entries of what was put, kept for each index from the first time it was asked. */

static aftersale_status overlay_add(as__unit *unit, as__tree *tree, const aftersale_index *index,
                                    const aftersale_record *record)
{
    as__entry_bytes entry;
    (void)unit;
    for (size_t i = 0; as__entry_of(record, index, i, &entry); i++) {
        aftersale_status status = as__tree_insert(tree, (aftersale_bytes){ entry.data, entry.size }, record);
        if (status == AFTERSALE_EXISTS) /* a unique entry that two records want: the store will say so */
            as__tree_replace(tree, (aftersale_bytes){ entry.data, entry.size }, record);
        else if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

static const aftersale_index primary = { .number = 0 };

/* Index 0 has the key as its entry. */
static aftersale_status overlay_add_any(as__unit *unit, as__tree *tree, const aftersale_index *index,
                                        const aftersale_record *record)
{
    uint8_t entry[AS__KEY_ENTRY];
    aftersale_key key;
    aftersale_status status;
    if (index->number != 0)
        return overlay_add(unit, tree, index, record);
    key = as__key_of(record);
    aftersale_key_entry(&key, entry);
    status = as__tree_insert(tree, (aftersale_bytes){ entry, sizeof entry }, record);
    if (status == AFTERSALE_EXISTS)
        as__tree_replace(tree, (aftersale_bytes){ entry, sizeof entry }, record);
    return status == AFTERSALE_EXISTS ? AFTERSALE_OK : status;
}

static void overlay_remove_any(as__tree *tree, const aftersale_index *index, const aftersale_record *record)
{
    as__entry_bytes entry;
    if (index->number == 0) {
        aftersale_key key = as__key_of(record);
        aftersale_key_entry(&key, entry.data);
        as__tree_remove(tree, (aftersale_bytes){ entry.data, AS__KEY_ENTRY });
        return;
    }
    for (size_t i = 0; as__entry_of(record, index, i, &entry); i++)
        as__tree_remove(tree, (aftersale_bytes){ entry.data, entry.size });
}

static const aftersale_index *index_or_primary(const as__kind *kind, size_t i)
{
    return i == 0 ? &primary : &kind->indexes[i - 1];
}

/* Brings the trees that exist from one state of an item to another; `from` and `to` NULL: nothing put. */
static aftersale_status overlay_move(as__unit *unit, const aftersale_key *key, const aftersale_record *from,
                                     const aftersale_record *to)
{
    const as__kind *kind = as__kind_of(key->kind);
    for (size_t i = 0; i <= kind->index_count; i++) {
        const aftersale_index *index = index_or_primary(kind, i);
        as__tree *tree = as__forest_find(&unit->overlay, unit->book, key->kind, index->number);
        if (tree == NULL)
            continue;
        if (from != NULL)
            overlay_remove_any(tree, index, from);
        if (to != NULL && overlay_add_any(unit, tree, index, to) != AFTERSALE_OK)
            return AFTERSALE_NO_MEMORY;
    }
    return AFTERSALE_OK;
}

static aftersale_status overlay_tree(as__unit *unit, const aftersale_range *range, as__tree **out)
{
    const aftersale_index *index = range->index != NULL ? range->index : &primary;
    as__tree *tree = as__forest_find(&unit->overlay, unit->book, range->kind->kind, index->number);
    *out = tree;
    if (tree != NULL)
        return AFTERSALE_OK;
    *out = tree = as__forest_make(&unit->overlay, unit->book, range->kind->kind, index->number);
    if (tree == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < unit->item_count; i++) {
        const as__unit_item *item = unit->items[i];
        if (item->verb == AFTERSALE_CHANGE_PUT && item->key.kind == range->kind->kind &&
            overlay_add_any(unit, tree, index, item->current) != AFTERSALE_OK)
            return AFTERSALE_NO_MEMORY;
    }
    return AFTERSALE_OK;
}

static aftersale_status scan_store(as__unit *unit, const aftersale_range *const *ranges, size_t count, as__found *out)
{
    aftersale_rows rows;
    aftersale_status status;
    size_t taken = 0;
    begin_call(unit);
    as__rows_begin(&rows, unit->owner);
    status = unit->store->methods->scan(unit->store, ranges, count, &rows, &unit->call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    if (status == AFTERSALE_OK)
        status = take_rows(unit, &rows, &taken);
    for (size_t i = 0; i < count; i++)
        out[i] = (as__found){ NULL, 0 };
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
    end_rows(&rows, taken);
    return status;
}

aftersale_status as__unit_scan_all(as__unit *unit, aftersale_range *const *ranges, size_t count, as__found *out)
{
    for (size_t i = 0; i < count; i++)
        as__range_close(ranges[i]);
    return scan_store(unit, (const aftersale_range *const *)ranges, count, out);
}

static void entry_in(const aftersale_range *range, const aftersale_record *record, as__entry_bytes *out)
{
    size_t i = 0;
    if (range->index == NULL) {
        aftersale_key key = as__key_of(record);
        aftersale_key_entry(&key, out->data);
        out->size = AS__KEY_ENTRY;
        return;
    }
    /* Of a list's entries, the one that lies in the range. */
    while (as__entry_of(record, range->index, i++, out)) {
        aftersale_bytes bytes = { out->data, out->size };
        if (aftersale_bytes_compare(bytes, aftersale_range_from(range)) >= 0 &&
            aftersale_bytes_compare(bytes, aftersale_range_until(range)) < 0)
            return;
    }
}

static bool is_pending(const as__unit *unit, const aftersale_record *record)
{
    aftersale_key key = as__key_of(record);
    const as__unit_item *item = find_item(unit, &key);
    return item != NULL && (item->verb == AFTERSALE_CHANGE_PUT || item->verb == AFTERSALE_CHANGE_REMOVE);
}

/* Of the store's rows and of what was put, both in order, one order. */
static aftersale_status merge(as__unit *unit, const aftersale_range *range, const as__tree *tree, as__found stored,
                              as__found *out)
{
    as__place low = as__tree_seek(tree, aftersale_range_from(range));
    as__place high = as__tree_seek(tree, aftersale_range_until(range));
    size_t s = 0;
    as__entry_bytes a, b;
    out->count = 0;
    out->items = as__arena_take(&unit->arena, (range->limit + 1) * sizeof *out->items);
    if (out->items == NULL)
        return AFTERSALE_NO_MEMORY;
    while (out->count < range->limit) {
        const aftersale_record *put = NULL;
        as__place at = high;
        while (s < stored.count && is_pending(unit, stored.items[s]))
            s++;
        if (as__place_is_before(low, high)) {
            if (range->is_descending)
                (void)as__place_previous(tree, &at);
            put = as__place_record(tree, range->is_descending ? at : low);
        }
        if (put == NULL && s == stored.count)
            break;
        if (put != NULL && s < stored.count) {
            int order;
            entry_in(range, stored.items[s], &a);
            entry_in(range, put, &b);
            order = aftersale_bytes_compare((aftersale_bytes){ a.data, a.size }, (aftersale_bytes){ b.data, b.size });
            if ((order < 0) != range->is_descending)
                put = NULL;
        }
        if (put == NULL) {
            out->items[out->count++] = stored.items[s++];
            continue;
        }
        out->items[out->count++] = put;
        if (range->is_descending)
            high = at;
        else
            as__place_next(tree, &low);
    }
    return AFTERSALE_OK;
}

aftersale_status as__unit_scan(as__unit *unit, aftersale_range *range, as__found *out)
{
    size_t limit = range->limit;
    const aftersale_range *one = range;
    as__found stored;
    as__tree *tree;
    aftersale_status status;
    as__range_close(range);
    if (unit->pending == 0)
        return scan_store(unit, &one, 1, out);
    status = overlay_tree(unit, range, &tree);
    if (status != AFTERSALE_OK)
        return status;
    range->limit = limit + unit->pending; /* as many as may turn out to be put or taken away */
    status = scan_store(unit, &one, 1, &stored);
    range->limit = limit;
    return status == AFTERSALE_OK ? merge(unit, range, tree, stored, out) : status;
}

static aftersale_status note_step(as__unit *unit, as__unit_item *item)
{
    if (!room_for_one(unit, &unit->steps, unit->step_count, &unit->step_room, sizeof *unit->steps))
        return AFTERSALE_NO_MEMORY;
    unit->steps[unit->step_count++] = (as__unit_step){ .item = item, .before = *item };
    return AFTERSALE_OK;
}

static aftersale_status write_item(as__unit *unit, as__unit_item *item, int32_t verb, const aftersale_record *record)
{
    const aftersale_record *from = item->verb == AFTERSALE_CHANGE_PUT ? item->current : NULL;
    aftersale_status status = note_step(unit, item);
    if (status == AFTERSALE_OK)
        status = overlay_move(unit, &item->key, from, verb == AFTERSALE_CHANGE_PUT ? record : NULL);
    if (status != AFTERSALE_OK)
        return status;
    unit->pending += item->verb == 0;
    item->verb = verb;
    item->current = record;
    item->is_known = true;
    return AFTERSALE_OK;
}

aftersale_status as__unit_put(as__unit *unit, aftersale_kind kind, void *draft, const aftersale_record **out)
{
    as__head *head = draft;
    const aftersale_record *sealed = NULL;
    aftersale_key key;
    as__unit_item *item;
    aftersale_status status;
    head->kind = (int16_t)kind;
    head->book = unit->book;
    head->partial = false;
    key = as__key_of(draft);
    item = make_item(unit, &key);
    if (item == NULL)
        return AFTERSALE_NO_MEMORY;
    head->revision = item->revision + 1;
    status = as__record_seal(unit->owner, kind, draft, &sealed);
    if (status == AFTERSALE_OK)
        status = keep(unit, sealed);
    if (status == AFTERSALE_OK)
        status = write_item(unit, item, AFTERSALE_CHANGE_PUT, sealed);
    if (status == AFTERSALE_OK && out != NULL)
        *out = sealed;
    return status;
}

aftersale_status as__unit_remove(as__unit *unit, const aftersale_key *key)
{
    as__unit_item *item = make_item(unit, key);
    return item != NULL ? write_item(unit, item, AFTERSALE_CHANGE_REMOVE, NULL) : AFTERSALE_NO_MEMORY;
}

aftersale_status as__unit_expect(as__unit *unit, const aftersale_key *key)
{
    as__unit_item *item = make_item(unit, key);
    aftersale_status status = item != NULL ? note_step(unit, item) : AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        item->is_expected = true;
    return status;
}

aftersale_status as__unit_add(as__unit *unit, const aftersale_key *key, int64_t amount)
{
    as__unit_item *item = make_item(unit, key);
    aftersale_status status = item != NULL ? note_step(unit, item) : AFTERSALE_NO_MEMORY;
    if (status != AFTERSALE_OK)
        return status;
    if (!as__add_i64(item->amount, amount, &item->amount))
        return AFTERSALE_LIMIT;
    unit->pending += item->verb == 0;
    item->verb = AFTERSALE_CHANGE_ADD;
    return AFTERSALE_OK;
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
    status = scan_store(unit, &one, 1, &found);
    *out = (as__unit_root){ .root = root };
    if (status == AFTERSALE_OK && found.count != 0) {
        out->last = (const aftersale_event *)found.items[0];
        out->read = (uint64_t)out->last->number;
    }
    return status;
}

static aftersale_status find_root(as__unit *unit, uint64_t root, as__unit_root **out)
{
    aftersale_key key = as__key_make(unit->book, AFTERSALE_KIND_ROOT, root, 0);
    as__unit_item *item = make_item(unit, &key);
    aftersale_status status;
    if (item == NULL)
        return AFTERSALE_NO_MEMORY;
    if (item->root == 0) {
        if (!room_for_one(unit, &unit->roots, unit->root_count, &unit->root_room, sizeof *unit->roots))
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
    if (!room_for_one(unit, &unit->steps, unit->step_count, &unit->step_room, sizeof *unit->steps))
        return AFTERSALE_NO_MEMORY;
    unit->steps[unit->step_count++] = (as__unit_step){ .root = (size_t)(root - unit->roots), .root_before = *root };
    status = as__unit_put(unit, AFTERSALE_KIND_EVENT, draft, &sealed);
    if (status != AFTERSALE_OK)
        return status;
    root->last = (const aftersale_event *)sealed;
    root->is_written = true;
    if (out != NULL)
        *out = root->last;
    return AFTERSALE_OK;
}

bool as__unit_is_pending(const as__unit *unit, const aftersale_key *key)
{
    const as__unit_item *item = find_item(unit, key);
    return item != NULL && item->verb == AFTERSALE_CHANGE_PUT;
}

size_t as__unit_mark(const as__unit *unit)
{
    return unit->step_count;
}

void as__unit_take_back(as__unit *unit, size_t mark)
{
    while (unit->step_count > mark) {
        const as__unit_step *step = &unit->steps[--unit->step_count];
        if (step->item == NULL) {
            unit->roots[step->root] = step->root_before;
            continue;
        }
        unit->pending -= step->item->verb != 0 && step->before.verb == 0;
        *step->item = step->before;
    }
    /* The overlay is made anew when an index is asked again. */
    as__forest_free(&unit->overlay);
}

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
    begin_call(unit);
    unit->failed_item = SIZE_MAX;
    changes = as__arena_take(&unit->call.arena, (most + 1) * sizeof *changes);
    list = as__arena_take(&unit->call.arena, (most + 1) * sizeof *list);
    from = as__arena_take(&unit->call.arena, (most + 1) * sizeof *from);
    if (changes == NULL || list == NULL || from == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < unit->root_count; i++) {
        if (!unit->roots[i].is_written)
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
    *out = as__key_make(unit->book, AFTERSALE_KIND_EVENT, unit->roots[i].root, (uint64_t)unit->roots[i].last->number);
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
