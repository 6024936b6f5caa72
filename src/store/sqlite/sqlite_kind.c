/* SPDX-License-Identifier: MIT */
#include "store/sqlite/sqlite_store.h"
#include <string.h>

const as__sqlite_kind *as__sqlite_kind_of(const as__sqlite *my, aftersale_kind kind)
{
    return kind > 0 && kind < AS__SQLITE_KINDS ? my->kinds[kind] : NULL;
}

const aftersale_field *as__sqlite_field(const as__sqlite_kind *kind, int32_t tag)
{
    for (size_t i = 0; i < kind->field_count; i++)
        if (kind->fields[i]->tag == tag)
            return kind->fields[i];
    return NULL;
}

const aftersale_index *as__sqlite_index(const as__sqlite_kind *kind, int32_t number)
{
    for (size_t i = 0; i < kind->index_count; i++)
        if (kind->indexes[i]->number == number)
            return kind->indexes[i];
    return NULL;
}

bool as__sqlite_is_child(const aftersale_field *field)
{
    return field->type == AFTERSALE_TYPE_LIST && (field->flags & AFTERSALE_FLAG_INLINE) == 0;
}

bool as__sqlite_has(uint64_t fields, const aftersale_field *field)
{
    return (fields >> field->tag & 1) != 0;
}

const aftersale_field *as__sqlite_index_column(const as__sqlite *my, const as__sqlite_kind *kind,
                                               const aftersale_index *index, size_t i)
{
    if (index->list != 0) {
        const aftersale_field *list = as__sqlite_field(kind, index->list);
        kind = list != NULL ? as__sqlite_kind_of(my, list->target) : NULL;
    }
    return kind != NULL ? as__sqlite_field(kind, index->columns[i]) : NULL;
}

static bool fill(as__sqlite_kind *kind, size_t key_count)
{
    kind->name = aftersale_kind_name(kind->kind);
    kind->key_count = key_count;
    kind->field_count = aftersale_field_count(kind->kind);
    kind->index_count = aftersale_index_count(kind->kind);
    if (kind->field_count < key_count || kind->field_count > AS__SQLITE_FIELDS ||
        kind->index_count > AS__SQLITE_INDEXES)
        return false;
    for (size_t i = 0; i < kind->index_count; i++)
        kind->indexes[i] = aftersale_index_at(kind->kind, i);
    for (size_t i = 0; i < kind->field_count; i++) {
        const aftersale_field *field = kind->fields[i] = aftersale_field_at(kind->kind, i);
        if (field->tag <= 0 || field->tag >= 64)
            return false;
        if (i < key_count)
            continue;
        kind->content |= UINT64_C(1) << field->tag;
        if ((field->flags & AFTERSALE_FLAG_COVERED) != 0)
            kind->covered |= UINT64_C(1) << field->tag;
    }
    return true;
}

static aftersale_status load(as__sqlite *my, aftersale_kind number, size_t key_count)
{
    as__sqlite_kind *kind;
    if (number <= 0 || number >= AS__SQLITE_KINDS)
        return AFTERSALE_INTERNAL;
    if (my->kinds[number] != NULL)
        return AFTERSALE_OK;
    kind = aftersale_context_memory(my->context, NULL, 0, sizeof *kind);
    if (kind == NULL)
        return AFTERSALE_NO_MEMORY;
    memset(kind, 0, sizeof *kind);
    my->kinds[number] = kind;
    kind->kind = number;
    return fill(kind, key_count) ? AFTERSALE_OK : AFTERSALE_INTERNAL;
}

/* The entries of an index over a list are the key of a table: their columns must always be given. */
static bool has_sound_indexes(const as__sqlite *my, const as__sqlite_kind *kind)
{
    for (size_t i = 0; i < kind->index_count; i++) {
        const aftersale_index *index = kind->indexes[i];
        uint32_t needed = index->list != 0 ? AFTERSALE_FLAG_REQUIRED : 0;
        for (size_t c = 0; c < (size_t)index->column_count; c++) {
            const aftersale_field *field = as__sqlite_index_column(my, kind, index, c);
            if (field == NULL || (field->flags & needed) != needed)
                return false;
        }
    }
    return true;
}

aftersale_status as__sqlite_load_kinds(as__sqlite *my)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < aftersale_kind_count() && status == AFTERSALE_OK; i++) {
        aftersale_kind number = aftersale_kind_at(i);
        bool is_under_root = aftersale_kind_has_root(number) != 0;
        status = load(my, number, is_under_root ? 2 : 1);
        for (size_t f = 0; status == AFTERSALE_OK && f < my->kinds[number]->field_count; f++) {
            const aftersale_field *field = my->kinds[number]->fields[f];
            if (field->type == AFTERSALE_TYPE_LIST)
                status = load(my, field->target, 0);
        }
        if (status == AFTERSALE_OK && !has_sound_indexes(my, my->kinds[number]))
            status = AFTERSALE_INTERNAL;
    }
    return status;
}

void as__sqlite_free_kinds(as__sqlite *my)
{
    for (size_t i = 0; i < AS__SQLITE_KINDS; i++)
        if (my->kinds[i] != NULL)
            aftersale_context_memory(my->context, my->kinds[i], sizeof *my->kinds[i], 0);
}
