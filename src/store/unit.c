/* SPDX-License-Identifier: MIT */
#include "base/checked.h"
#include "store/unit_parts.h"
#include <string.h>

#define SLOTS_KEPT 1024

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

/* A small table is cleared; one that a large group left behind would cost each later command too much. */
static void clear_slots(as__unit *unit)
{
    if (unit->slot_room > SLOTS_KEPT) {
        as__memory_give(&unit->owner->memory, unit->slots, unit->slot_room * sizeof *unit->slots);
        unit->slots = NULL;
        unit->slot_room = 0;
    } else if (unit->slot_room != 0) {
        memset(unit->slots, 0, unit->slot_room * sizeof *unit->slots);
    }
}

void as__unit_reset(as__unit *unit)
{
    for (size_t i = 0; i < unit->kept_count; i++)
        aftersale_record_free(unit->kept[i]);
    unit->kept_count = unit->item_count = unit->root_count = unit->step_count = unit->pending = 0;
    clear_slots(unit);
    unit->failed_item = SIZE_MAX;
    unit->beside = NULL;
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

bool as__unit_room(const as__unit *unit, void *array, size_t count, size_t *room, size_t size)
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

aftersale_status as__unit_keep(as__unit *unit, const aftersale_record *record)
{
    if (record == NULL)
        return AFTERSALE_OK;
    if (!as__unit_room(unit, &unit->kept, unit->kept_count, &unit->kept_room, sizeof *unit->kept)) {
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
    if ((unit->item_count + 1) * 2 <= unit->slot_room)
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

as__unit_item *as__unit_find_item(const as__unit *unit, const aftersale_key *key)
{
    size_t at = unit->slot_room != 0 ? slot_of(unit, key) : 0;
    return unit->slot_room != 0 && unit->slots[at] != 0 ? unit->items[unit->slots[at] - 1] : NULL;
}

as__unit_item *as__unit_make_item(as__unit *unit, const aftersale_key *key)
{
    as__unit_item *item = as__unit_find_item(unit, key);
    if (item != NULL)
        return item;
    if (!grow_slots(unit) ||
        !as__unit_room(unit, &unit->items, unit->item_count, &unit->item_room, sizeof(as__unit_item *)))
        return NULL;
    item = as__arena_take(&unit->arena, sizeof *item);
    if (item == NULL)
        return NULL;
    item->key = *key;
    unit->items[unit->item_count++] = item;
    unit->slots[slot_of(unit, key)] = (uint32_t)unit->item_count;
    return item;
}

aftersale_status as__unit_note_step(as__unit *unit, as__unit_item *item)
{
    if (!as__unit_room(unit, &unit->steps, unit->step_count, &unit->step_room, sizeof *unit->steps))
        return AFTERSALE_NO_MEMORY;
    unit->steps[unit->step_count++] = (as__unit_step){.item = item, .before = *item};
    return AFTERSALE_OK;
}

static aftersale_status write_item(as__unit *unit, as__unit_item *item, int32_t verb,
                                   const aftersale_record *record)
{
    const aftersale_record *from = item->verb == AFTERSALE_CHANGE_PUT ? item->current : NULL;
    aftersale_status status = as__unit_note_step(unit, item);
    if (status == AFTERSALE_OK)
        status = as__unit_overlay_move(unit, &item->key, from, verb == AFTERSALE_CHANGE_PUT ? record : NULL);
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
    item = as__unit_make_item(unit, &key);
    if (item == NULL)
        return AFTERSALE_NO_MEMORY;
    head->revision = item->revision + 1;
    status = as__record_seal(unit->owner, kind, draft, &sealed);
    if (status == AFTERSALE_OK)
        status = as__unit_keep(unit, sealed);
    if (status == AFTERSALE_OK)
        status = write_item(unit, item, AFTERSALE_CHANGE_PUT, sealed);
    if (status == AFTERSALE_OK && out != NULL)
        *out = sealed;
    return status;
}

aftersale_status as__unit_seal(as__unit *unit, aftersale_kind kind, void *draft, const aftersale_record **out)
{
    const aftersale_record *sealed = NULL;
    aftersale_status status = as__record_seal(unit->owner, kind, draft, &sealed);
    if (status == AFTERSALE_OK)
        status = as__unit_keep(unit, sealed);
    if (status == AFTERSALE_OK)
        *out = sealed;
    return status;
}

aftersale_status as__unit_remove(as__unit *unit, const aftersale_key *key)
{
    as__unit_item *item = as__unit_make_item(unit, key);
    return item != NULL ? write_item(unit, item, AFTERSALE_CHANGE_REMOVE, NULL) : AFTERSALE_NO_MEMORY;
}

aftersale_status as__unit_expect(as__unit *unit, const aftersale_key *key)
{
    as__unit_item *item = as__unit_make_item(unit, key);
    aftersale_status status = item != NULL ? as__unit_note_step(unit, item) : AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        item->is_expected = true;
    return status;
}

aftersale_status as__unit_add(as__unit *unit, const aftersale_key *key, int64_t amount)
{
    as__unit_item *item = as__unit_make_item(unit, key);
    aftersale_status status = item != NULL ? as__unit_note_step(unit, item) : AFTERSALE_NO_MEMORY;
    if (status != AFTERSALE_OK)
        return status;
    if (!as__add_i64(item->amount, amount, &item->amount))
        return AFTERSALE_LIMIT;
    unit->pending += item->verb == 0;
    item->verb = AFTERSALE_CHANGE_ADD;
    return AFTERSALE_OK;
}

bool as__unit_is_pending(const as__unit *unit, const aftersale_key *key)
{
    const as__unit_item *item = as__unit_find_item(unit, key);
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
