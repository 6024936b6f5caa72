/* SPDX-License-Identifier: MIT */
#include "schema/pack.h"
#include "store/seam.h"
#include <string.h>

int32_t aftersale_change_verb(const aftersale_change *change)
{
    return change->verb;
}

const aftersale_key *aftersale_change_key(const aftersale_change *change)
{
    return &change->key;
}

uint64_t aftersale_change_expected(const aftersale_change *change)
{
    return change->expected;
}

uint64_t aftersale_change_revision(const aftersale_change *change)
{
    return change->record != NULL ? change->record->head.revision : 0;
}

int64_t aftersale_change_amount(const aftersale_change *change)
{
    return change->amount;
}

aftersale_bytes aftersale_change_pack(const aftersale_change *change)
{
    aftersale_bytes packed = {NULL, 0};
    as__buffer buffer;
    uint8_t *copy;
    as__buffer_init(&buffer, change->arena->memory);
    as__pack_record(change->record, &buffer);
    copy = buffer.failed ? NULL : as__arena_take(change->arena, buffer.size + 1);
    if (copy != NULL) {
        memcpy(copy, buffer.data, buffer.size);
        packed = (aftersale_bytes){copy, buffer.size};
    }
    as__buffer_free(&buffer);
    return packed;
}

uint64_t aftersale_change_given(const aftersale_change *change)
{
    uint64_t given = 0;
    const as__kind *kind = as__kind_of(change->key.kind);
    for (size_t i = 0; change->record != NULL && i < kind->field_count; i++)
        if (as__field_given(&kind->fields[i], change->record))
            given |= UINT64_C(1) << kind->fields[i].face.tag;
    return given;
}

static const as__field *field_of(const aftersale_change *change, int32_t tag)
{
    if (change->record == NULL)
        return NULL;
    return as__kind_field(as__kind_of(change->key.kind), tag);
}

aftersale_status aftersale_change_value(const aftersale_change *change, int32_t tag, aftersale_value *out)
{
    const as__field *field = field_of(change, tag);
    if (field == NULL)
        return AFTERSALE_NOT_FOUND;
    return as__seam_value(field, change->record, change->arena, out);
}

static aftersale_status item_of(const aftersale_change *change, const aftersale_record *record, int32_t tag,
                                size_t i, int32_t item_tag, aftersale_value *out)
{
    const as__field *field, *item;
    if (record == NULL)
        return AFTERSALE_NOT_FOUND;
    field = as__kind_field(as__kind_of(change->key.kind), tag);
    if (field == NULL || field->storage != AS__STORED_LIST || i >= as__field_items(field, record))
        return AFTERSALE_NOT_FOUND;
    item = as__kind_field(as__kind_of(field->face.target), item_tag);
    if (item == NULL)
        return AFTERSALE_NOT_FOUND;
    return as__seam_value(item, as__field_item(field, record, i), change->arena, out);
}

aftersale_status aftersale_change_item(const aftersale_change *change, int32_t tag, size_t i,
                                       int32_t item_tag, aftersale_value *out)
{
    return item_of(change, change->record, tag, i, item_tag, out);
}

aftersale_status aftersale_change_item_old(const aftersale_change *change, int32_t tag, size_t i,
                                           int32_t item_tag, aftersale_value *out)
{
    return item_of(change, change->old, tag, i, item_tag, out);
}

int32_t aftersale_change_differs(const aftersale_change *change, int32_t tag)
{
    const as__field *field = field_of(change, tag);
    return field != NULL && (change->old == NULL || !as__field_same(field, change->record, change->old));
}

aftersale_bytes aftersale_change_unknown(const aftersale_change *change)
{
    aftersale_bytes none = {NULL, 0};
    return change->record != NULL ? change->record->head.unknown : none;
}

static size_t entry_count(const aftersale_record *record)
{
    const as__kind *kind = as__kind_of(record->head.kind);
    size_t count = 0;
    for (size_t i = 0; i < kind->index_count; i++) {
        const aftersale_index *index = &kind->indexes[i];
        count += index->list != 0 ? as__field_items(as__kind_field(kind, index->list), record) : 1;
    }
    return count;
}

static aftersale_status list_entries(const aftersale_record *record, as__arena *arena, as__change_entry **out,
                                     size_t *count)
{
    const as__kind *kind;
    as__change_entry *entries;
    as__entry_bytes entry;
    *count = 0;
    *out = NULL;
    if (record == NULL)
        return AFTERSALE_OK;
    kind = as__kind_of(record->head.kind);
    *out = entries = as__arena_take(arena, (entry_count(record) + 1) * sizeof *entries);
    if (entries == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < kind->index_count; i++) {
        size_t items = kind->indexes[i].list != 0
                           ? as__field_items(as__kind_field(kind, kind->indexes[i].list), record)
                           : 1;
        for (size_t item = 0; item < items; item++) {
            const char *copy;
            if (!as__entry_of(record, &kind->indexes[i], item, &entry))
                continue;
            copy = as__arena_text(arena, (const char *)entry.data, entry.size);
            if (copy == NULL)
                return AFTERSALE_NO_MEMORY;
            entries[(*count)++] =
                (as__change_entry){kind->indexes[i].number, {(const uint8_t *)copy, entry.size}};
        }
    }
    return AFTERSALE_OK;
}

/* Entries that stand on both sides stay as they are. */
static void drop_common(as__change_entry *a, size_t *a_count, as__change_entry *b, size_t *b_count)
{
    for (size_t i = 0; i < *a_count;) {
        size_t j = 0;
        while (j < *b_count && aftersale_bytes_compare(a[i].bytes, b[j].bytes) != 0)
            j++;
        if (j == *b_count) {
            i++;
            continue;
        }
        memmove(&a[i], &a[i + 1], (--*a_count - i) * sizeof *a);
        memmove(&b[j], &b[j + 1], (--*b_count - j) * sizeof *b);
    }
}

aftersale_status as__change_prepare(aftersale_change *change)
{
    aftersale_status status = AFTERSALE_OK;
    if (change->has_entries)
        return AFTERSALE_OK;
    if (change->verb == AFTERSALE_CHANGE_PUT)
        status = list_entries(change->record, change->arena, &change->entries_new, &change->new_count);
    if (status == AFTERSALE_OK &&
        (change->verb == AFTERSALE_CHANGE_PUT || change->verb == AFTERSALE_CHANGE_REMOVE))
        status = list_entries(change->old, change->arena, &change->entries_old, &change->old_count);
    if (status != AFTERSALE_OK)
        return status;
    if (change->old_count != 0 && change->new_count != 0)
        drop_common(change->entries_old, &change->old_count, change->entries_new, &change->new_count);
    change->has_entries = true;
    return AFTERSALE_OK;
}

/* The entries are worked out when first asked for; only the change's face is const. */
static bool has_entries(const aftersale_change *change)
{
    return as__change_prepare((aftersale_change *)(uintptr_t)change) == AFTERSALE_OK;
}

static int32_t give_entry(const as__change_entry *entries, size_t count, size_t i, aftersale_bytes *entry)
{
    if (i >= count)
        return 0;
    *entry = entries[i].bytes;
    return entries[i].index;
}

int32_t aftersale_change_entry_old(const aftersale_change *change, size_t i, aftersale_bytes *entry)
{
    return has_entries(change) ? give_entry(change->entries_old, change->old_count, i, entry) : -1;
}

int32_t aftersale_change_entry_new(const aftersale_change *change, size_t i, aftersale_bytes *entry)
{
    return has_entries(change) ? give_entry(change->entries_new, change->new_count, i, entry) : -1;
}
