/* SPDX-License-Identifier: MIT */
#include "schema/pack.h"
#include "store/seam.h"
#include <string.h>

void as__rows_begin(aftersale_rows *rows, as__owner *owner)
{
    memset(rows, 0, sizeof *rows);
    rows->owner = owner;
    rows->items = rows->one;
    rows->room = sizeof rows->one / sizeof rows->one[0];
    as__arena_init(&rows->arena, &owner->memory);
}

void as__rows_end(aftersale_rows *rows)
{
    for (size_t i = 0; i < rows->count; i++)
        aftersale_record_free(rows->items[i].record);
    if (rows->items != rows->one)
        as__memory_give(&rows->owner->memory, rows->items, rows->room * sizeof *rows->items);
    as__arena_free(&rows->arena);
    memset(rows, 0, sizeof *rows);
}

static bool grow(aftersale_rows *rows)
{
    size_t room = rows->items == rows->one ? 16 : rows->room * 2;
    as__row *held = rows->items == rows->one ? NULL : rows->items;
    as__row *items = as__memory_grow(&rows->owner->memory, held,
                                     held != NULL ? rows->room * sizeof *items : 0, room * sizeof *items);
    if (items == NULL)
        return false;
    if (held == NULL)
        memcpy(items, rows->one, rows->count * sizeof *items);
    rows->items = items;
    rows->room = room;
    return true;
}

static aftersale_status add(aftersale_rows *rows, as__row row)
{
    if (rows->count == rows->room && !grow(rows))
        return AFTERSALE_NO_MEMORY;
    rows->items[rows->count++] = row;
    return AFTERSALE_OK;
}

aftersale_status as__rows_share(aftersale_rows *rows, size_t from, const aftersale_key *key,
                                uint64_t revision, const aftersale_record *record)
{
    as__row row = {from, *key, revision, record};
    aftersale_status status = add(rows, row);
    if (status == AFTERSALE_OK)
        (void)aftersale_record_keep(record);
    return status;
}

aftersale_status as__rows_close(aftersale_rows *rows)
{
    as__row *last = rows->count != 0 ? &rows->items[rows->count - 1] : NULL;
    aftersale_status status;
    if (rows->draft == NULL)
        return AFTERSALE_OK;
    status = as__record_seal(rows->owner, rows->kind->kind, rows->draft, &last->record);
    rows->draft = NULL;
    rows->list = NULL;
    as__arena_reset(&rows->arena);
    return status;
}

/* The key is part of the content; a store need not say it twice. */
static void set_key(aftersale_rows *rows)
{
    const aftersale_key *key = &rows->items[rows->count - 1].key;
    bool is_under_root = aftersale_kind_has_root(key->kind) != 0;
    unsigned char *first = (unsigned char *)rows->draft + rows->kind->fields[0].offset;
    *(uint64_t *)(void *)first = is_under_root ? key->root : key->id;
    if (is_under_root)
        *(uint64_t *)(void *)((unsigned char *)rows->draft + rows->kind->fields[1].offset) = key->id;
}

aftersale_status aftersale_rows_add(aftersale_rows *rows, size_t from, const aftersale_key *key,
                                    uint64_t revision)
{
    as__row row = {from, *key, revision, NULL};
    aftersale_status status = as__rows_close(rows);
    if (status == AFTERSALE_OK)
        status = add(rows, row);
    if (status != AFTERSALE_OK || key->kind == AFTERSALE_KIND_ROOT)
        return status;
    rows->kind = as__kind_of(key->kind);
    if (rows->kind == NULL || !rows->kind->is_stored)
        return AFTERSALE_CORRUPT;
    rows->draft = as__arena_take(&rows->arena, rows->kind->size);
    if (rows->draft == NULL)
        return AFTERSALE_NO_MEMORY;
    ((as__head *)rows->draft)->book = key->book;
    ((as__head *)rows->draft)->revision = revision;
    set_key(rows);
    return AFTERSALE_OK;
}

aftersale_status aftersale_rows_pack(aftersale_rows *rows, aftersale_bytes content)
{
    if (rows->draft == NULL)
        return AFTERSALE_CORRUPT;
    return as__unpack_record(content, rows->kind, &rows->arena, rows->draft);
}

aftersale_status aftersale_rows_value(aftersale_rows *rows, int32_t tag, const aftersale_value *value)
{
    const as__field *field = rows->draft != NULL ? as__kind_field(rows->kind, tag) : NULL;
    if (field == NULL)
        return AFTERSALE_CORRUPT;
    return as__seam_set(field, value, &rows->arena, rows->draft);
}

aftersale_status aftersale_rows_item(aftersale_rows *rows, int32_t tag)
{
    const as__field *field = rows->draft != NULL ? as__kind_field(rows->kind, tag) : NULL;
    unsigned char *items;
    if (field == NULL || field->storage != AS__STORED_LIST)
        return AFTERSALE_CORRUPT;
    rows->item_kind = as__kind_of(field->face.target);
    rows->list = (void *)((unsigned char *)rows->draft + field->offset);
    if ((rows->list->count & (rows->list->count - 1)) == 0) { /* room grows at every power of two */
        size_t room = rows->list->count == 0 ? 1 : rows->list->count * 2;
        items = as__arena_take(&rows->arena, room * rows->item_kind->size);
        if (items == NULL)
            return AFTERSALE_NO_MEMORY;
        if (rows->list->count != 0)
            memcpy(items, rows->list->items, rows->list->count * rows->item_kind->size);
        rows->list->items = items;
    }
    rows->list->count++;
    return AFTERSALE_OK;
}

aftersale_status aftersale_rows_item_value(aftersale_rows *rows, int32_t item_tag,
                                           const aftersale_value *value)
{
    const as__field *field = rows->list != NULL ? as__kind_field(rows->item_kind, item_tag) : NULL;
    unsigned char *items;
    if (field == NULL)
        return AFTERSALE_CORRUPT;
    items = (unsigned char *)(uintptr_t)rows->list->items; /* ours, from the arena */
    return as__seam_set(field, value, &rows->arena, items + (rows->list->count - 1) * rows->item_kind->size);
}

aftersale_status aftersale_rows_unknown(aftersale_rows *rows, aftersale_bytes unknown)
{
    as__head *head = rows->draft;
    if (head == NULL)
        return AFTERSALE_CORRUPT;
    if (unknown.size == 0)
        return AFTERSALE_OK;
    head->unknown.data =
        (const uint8_t *)as__arena_text(&rows->arena, (const char *)unknown.data, unknown.size);
    head->unknown.size = unknown.size;
    return head->unknown.data != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

void aftersale_rows_partial(aftersale_rows *rows)
{
    if (rows->draft != NULL)
        ((as__head *)rows->draft)->partial = true;
}
