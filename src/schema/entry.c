/* SPDX-License-Identifier: MIT */
#include "schema/entry.h"
#include "value/digest.h"
#include <string.h>

#define TEXT_WHOLE 128 /* longer text enters as its first 32 bytes and a digest */
#define TEXT_HEAD 32

aftersale_key as__key_make(uint64_t book, aftersale_kind kind, uint64_t root, uint64_t id)
{
    aftersale_key key = {.book = book, .root = root, .id = id, .kind = kind};
    return key;
}

aftersale_key as__key_of(const aftersale_record *record)
{
    const as__head *head = &record->head;
    const as__kind *kind = as__kind_of(head->kind);
    uint64_t first = *(const uint64_t *)as__field_at(&kind->fields[0], record);
    if (!aftersale_kind_has_root(head->kind))
        return as__key_make(head->book, head->kind, 0, first);
    return as__key_make(head->book, head->kind, first,
                        (uint64_t) * (const int64_t *)as__field_at(&kind->fields[1], record));
}

bool as__key_same(const aftersale_key *a, const aftersale_key *b)
{
    return a->id == b->id && a->root == b->root && a->book == b->book && a->kind == b->kind;
}

uint64_t as__key_hash(const aftersale_key *key)
{
    uint64_t hash = key->id * UINT64_C(0x9E3779B97F4A7C15) ^ key->root * UINT64_C(0xC2B2AE3D27D4EB4F) ^
                    key->book * UINT64_C(0x165667B19E3779F9) ^ (uint64_t)key->kind;
    hash = (hash ^ (hash >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
    return hash ^ (hash >> 32);
}

int aftersale_bytes_compare(aftersale_bytes a, aftersale_bytes b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter != 0 ? memcmp(a.data, b.data, shorter) : 0;
    if (order != 0)
        return order;
    return a.size < b.size ? -1 : a.size > b.size;
}

static void put_number(uint8_t *out, uint64_t number)
{
    for (int i = 7; i >= 0; i--, number >>= 8)
        out[i] = (uint8_t)number;
}

void aftersale_key_entry(const aftersale_key *key, uint8_t out[25])
{
    put_number(out, key->book);
    out[8] = (uint8_t)key->kind;
    put_number(out + 9, key->root);
    put_number(out + 17, key->id);
}

static void append(as__entry_bytes *entry, const void *data, size_t size)
{
    memcpy(entry->data + entry->size, data, size);
    entry->size += size;
}

static void append_byte(as__entry_bytes *entry, uint8_t byte)
{
    entry->data[entry->size++] = byte;
}

static void append_number(as__entry_bytes *entry, uint64_t number)
{
    put_number(entry->data + entry->size, number);
    entry->size += 8;
}

static void append_text(as__entry_bytes *entry, const char *text)
{
    size_t size = strlen(text);
    as__digest digest;
    if (size <= TEXT_WHOLE) {
        append(entry, text, size + 1);
        return;
    }
    append(entry, text, TEXT_HEAD);
    append_byte(entry, 1);
    as__digest_begin(&digest, 16, NULL, 0);
    as__digest_add(&digest, text, size);
    as__digest_end(&digest, entry->data + entry->size);
    entry->size += 16;
}

void as__entry_begin(as__entry_bytes *entry, uint64_t book, aftersale_kind kind, int32_t index)
{
    entry->size = 0;
    append_number(entry, book);
    append_byte(entry, (uint8_t)kind);
    append_byte(entry, (uint8_t)index);
}

static uint64_t ordered(int64_t number)
{
    return (uint64_t)number ^ (UINT64_C(1) << 63);
}

void as__entry_column(as__entry_bytes *entry, const as__field *field, const void *base)
{
    const void *at = as__field_at(field, base);
    bool given = as__field_given(field, base);
    append_byte(entry, given); /* what is not given sorts first */
    if (!given)
        return;
    switch (field->storage) {
    case AS__STORED_ID:
        append_number(entry, *(const uint64_t *)at);
        break;
    case AS__STORED_TEXT:
        append_text(entry, *(const char *const *)at);
        break;
    case AS__STORED_INT:
        append_number(entry, ordered(*(const int32_t *)at));
        break;
    case AS__STORED_LONG:
        append_number(entry, ordered(*(const int64_t *)at));
        break;
    case AS__STORED_TIME:
        append_number(entry, ordered(((const aftersale_time *)at)->us));
        break;
    case AS__STORED_DATE: {
        const aftersale_date *date = at;
        append_number(entry, (uint64_t)((date->year * 16 + date->month) * 32 + date->day));
        break;
    }
    default: /* no table indexes another type */
        break;
    }
}

void as__entry_key(as__entry_bytes *entry, const aftersale_key *key)
{
    append_number(entry, key->root);
    append_number(entry, key->id);
}

const as__field *as__index_column(const as__kind *kind, const aftersale_index *index, int32_t i)
{
    if (index->list != 0)
        kind = as__kind_of(as__kind_field(kind, index->list)->face.target);
    return as__kind_field(kind, index->columns[i]);
}

const aftersale_index *as__index_of(const as__kind *kind, int32_t number)
{
    for (size_t i = 0; i < kind->index_count; i++)
        if (kind->indexes[i].number == number)
            return &kind->indexes[i];
    return NULL;
}

bool as__entry_of(const aftersale_record *record, const aftersale_index *index, size_t i,
                  as__entry_bytes *out)
{
    const as__kind *kind = as__kind_of(record->head.kind);
    const void *base = record;
    aftersale_key key;
    if (index->list != 0) {
        const as__field *list = as__kind_field(kind, index->list);
        if (i >= as__field_items(list, record))
            return false;
        base = as__field_item(list, record, i);
    } else if (i != 0) {
        return false;
    }
    if (index->is_sparse && !as__field_given(as__index_column(kind, index, 0), base))
        return false;
    as__entry_begin(out, record->head.book, record->head.kind, index->number);
    for (int32_t c = 0; c < index->column_count; c++)
        as__entry_column(out, as__index_column(kind, index, c), base);
    if (!index->is_unique) {
        key = as__key_of(record);
        as__entry_key(out, &key);
    }
    return true;
}
