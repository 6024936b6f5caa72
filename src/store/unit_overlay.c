/* SPDX-License-Identifier: MIT */
/* Scans that see what a unit of work has put: its entries lie over those of the store. */
#include "store/unit_parts.h"

/* The overlay: entries of what was put, kept for each index from the first time it was asked. */

static aftersale_status overlay_add(as__unit *unit, as__tree *tree, const aftersale_index *index,
                                    const aftersale_record *record)
{
    as__entry_bytes entry;
    (void)unit;
    for (size_t i = 0; as__entry_of(record, index, i, &entry); i++) {
        aftersale_status status = as__tree_insert(tree, (aftersale_bytes){entry.data, entry.size}, record);
        if (status == AFTERSALE_EXISTS) /* a unique entry that two records want: the store will say so */
            as__tree_replace(tree, (aftersale_bytes){entry.data, entry.size}, record);
        else if (status != AFTERSALE_OK)
            return status;
    }
    return AFTERSALE_OK;
}

static const aftersale_index primary = {.number = 0};

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
    status = as__tree_insert(tree, (aftersale_bytes){entry, sizeof entry}, record);
    if (status == AFTERSALE_EXISTS)
        as__tree_replace(tree, (aftersale_bytes){entry, sizeof entry}, record);
    return status == AFTERSALE_EXISTS ? AFTERSALE_OK : status;
}

static void overlay_remove_any(as__tree *tree, const aftersale_index *index, const aftersale_record *record)
{
    as__entry_bytes entry;
    if (index->number == 0) {
        aftersale_key key = as__key_of(record);
        aftersale_key_entry(&key, entry.data);
        as__tree_remove(tree, (aftersale_bytes){entry.data, AS__KEY_ENTRY});
        return;
    }
    for (size_t i = 0; as__entry_of(record, index, i, &entry); i++)
        as__tree_remove(tree, (aftersale_bytes){entry.data, entry.size});
}

static const aftersale_index *index_or_primary(const as__kind *kind, size_t i)
{
    return i == 0 ? &primary : &kind->indexes[i - 1];
}

/* Brings the trees that exist from one state of an item to another; `from` and `to` NULL: nothing put. */
aftersale_status as__unit_overlay_move(as__unit *unit, const aftersale_key *key, const aftersale_record *from,
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
        aftersale_bytes bytes = {out->data, out->size};
        if (aftersale_bytes_compare(bytes, aftersale_range_from(range)) >= 0 &&
            aftersale_bytes_compare(bytes, aftersale_range_until(range)) < 0)
            return;
    }
}

static bool is_pending(const as__unit *unit, const aftersale_record *record)
{
    aftersale_key key = as__key_of(record);
    const as__unit_item *item = as__unit_find_item(unit, &key);
    return item != NULL && (item->verb == AFTERSALE_CHANGE_PUT || item->verb == AFTERSALE_CHANGE_REMOVE);
}

/* Of the store's rows and of what was put, both in order, one order. */
static aftersale_status merge(as__unit *unit, const aftersale_range *range, const as__tree *tree,
                              as__found stored, as__found *out)
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
            order =
                aftersale_bytes_compare((aftersale_bytes){a.data, a.size}, (aftersale_bytes){b.data, b.size});
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
        return as__unit_scan_store(unit, &one, 1, out);
    status = overlay_tree(unit, range, &tree);
    if (status != AFTERSALE_OK)
        return status;
    range->limit = limit + unit->pending; /* as many as may turn out to be put or taken away */
    status = as__unit_scan_store(unit, &one, 1, &stored);
    range->limit = limit;
    return status == AFTERSALE_OK ? merge(unit, range, tree, stored, out) : status;
}
