/* SPDX-License-Identifier: MIT */
#include "engine/tally.h"
#include "value/text.h"
#include <stdlib.h>
#include <string.h>

void as__tally_init(as__tally *tally, const as__memory *memory)
{
    *tally = (as__tally){.memory = memory};
    as__arena_init(&tally->texts, memory);
}

void as__tally_free(as__tally *tally)
{
    if (tally->memory == NULL)
        return;
    as__memory_give(tally->memory, tally->rows, tally->room * sizeof *tally->rows);
    as__memory_give(tally->memory, tally->slots, tally->slot_room * sizeof *tally->slots);
    as__arena_free(&tally->texts);
}

/* FNV-1a */
static uint32_t hash_text(uint32_t hash, const char *text)
{
    for (; text != NULL && *text != '\0'; text++)
        hash = (hash ^ (uint8_t)*text) * UINT32_C(16777619);
    return (hash ^ UINT32_C(0xff)) * UINT32_C(16777619);
}

static uint32_t hash_of(const as__tally_row *row)
{
    uint32_t hash = hash_text(UINT32_C(2166136261), row->owner);
    hash = hash_text(hash, row->plan);
    hash = hash_text(hash, row->kind);
    return (hash ^ (uint32_t)row->week) * UINT32_C(2654435769);
}

static bool is_same(const as__tally_row *a, const as__tally_row *b)
{
    return a->week == b->week && strcmp(a->owner, b->owner) == 0 && as__text_same(a->plan, b->plan) &&
           as__text_same(a->kind, b->kind);
}

/* The slot of a row, or the free one where it belongs. */
static uint32_t *slot_of(const as__tally *tally, const as__tally_row *key)
{
    size_t at = hash_of(key) & (tally->slot_room - 1);
    while (tally->slots[at] != 0 && !is_same(&tally->rows[tally->slots[at] - 1], key))
        at = (at + 1) & (tally->slot_room - 1);
    return &tally->slots[at];
}

/* Slots are twice as many as rows at the least. */
static bool make_room(as__tally *tally)
{
    size_t room = tally->room == 0 ? 256 : tally->room * 2;
    as__tally_row *rows;
    uint32_t *slots;
    if (tally->count < tally->room)
        return true;
    slots = as__memory_take(tally->memory, 2 * room * sizeof *slots);
    if (slots == NULL)
        return false;
    rows = as__memory_grow(tally->memory, tally->rows, tally->room * sizeof *rows, room * sizeof *rows);
    if (rows == NULL) {
        as__memory_give(tally->memory, slots, 2 * room * sizeof *slots);
        return false;
    }
    tally->rows = rows;
    as__memory_give(tally->memory, tally->slots, tally->slot_room * sizeof *slots);
    tally->slots = slots;
    tally->slot_room = 2 * room;
    tally->room = room;
    for (size_t i = 0; i < tally->count; i++)
        *slot_of(tally, &tally->rows[i]) = (uint32_t)i + 1;
    return true;
}

static bool copy_text(as__tally *tally, const char **text)
{
    if (*text != NULL)
        *text = as__arena_text(&tally->texts, *text, strlen(*text));
    return *text != NULL;
}

as__tally_row *as__tally_of(as__tally *tally, const as__tally_row *key)
{
    as__tally_row row = {.owner = key->owner, .plan = key->plan, .kind = key->kind, .week = key->week};
    uint32_t *slot;
    if (!make_room(tally))
        return NULL;
    slot = slot_of(tally, key);
    if (*slot != 0)
        return &tally->rows[*slot - 1];
    if (!copy_text(tally, &row.owner) || (key->plan != NULL && !copy_text(tally, &row.plan)) ||
        (key->kind != NULL && !copy_text(tally, &row.kind)))
        return NULL;
    tally->rows[tally->count++] = row;
    *slot = (uint32_t)tally->count;
    return &tally->rows[tally->count - 1];
}

static int compare_text(const char *a, const char *b)
{
    return strcmp(a != NULL ? a : "", b != NULL ? b : "");
}

static int compare(const void *a, const void *b)
{
    const as__tally_row *x = a, *y = b;
    int order = strcmp(x->owner, y->owner);
    if (order == 0)
        order = x->week < y->week ? -1 : x->week > y->week;
    if (order == 0)
        order = compare_text(x->plan, y->plan);
    return order != 0 ? order : compare_text(x->kind, y->kind);
}

void as__tally_sort(as__tally *tally)
{
    if (tally->count != 0)
        qsort(tally->rows, tally->count, sizeof *tally->rows, compare);
}
