/* SPDX-License-Identifier: MIT */
#include "store/seam.h"
#include <string.h>

void as__range_begin(aftersale_range *range, uint64_t book, aftersale_kind kind, int32_t index, size_t limit)
{
    memset(range, 0, offsetof(aftersale_range, from));
    range->book = book;
    range->kind = as__kind_of(kind);
    range->index = index != 0 ? as__index_of(range->kind, index) : NULL;
    range->limit = limit;
    range->wants = UINT64_MAX;
}

void as__range_equal_number(aftersale_range *range, int64_t number)
{
    aftersale_value *value = &range->equal[range->equal_count++];
    value->type = AFTERSALE_TYPE_INT;
    value->as.number = number;
}

void as__range_equal_text(aftersale_range *range, const char *text)
{
    aftersale_value *value = &range->equal[range->equal_count++];
    value->type = text != NULL ? AFTERSALE_TYPE_TEXT : 0;
    value->as.text = text;
}

void as__range_resume_at(aftersale_range *range, const aftersale_record *record)
{
    range->has_resume = true;
    range->resume_key = as__key_of(record);
    for (int32_t i = 0; range->index != NULL && i < range->index->column_count; i++)
        as__seam_value(as__index_column(range->kind, range->index, i), record, NULL, &range->resume[i]);
}

void as__range_resume_item(aftersale_range *range, const aftersale_record *record, const void *item)
{
    range->has_resume = true;
    range->resume_key = as__key_of(record);
    for (int32_t i = 0; i < range->index->column_count; i++)
        as__seam_value(as__index_column(range->kind, range->index, i), item, NULL, &range->resume[i]);
}

static bool is_under_root(const aftersale_range *range)
{
    return aftersale_kind_has_root(range->kind->kind) != 0;
}

/* Bytes of index 0: columns root, where the kind has one, and id. */
static void primary_bytes(const aftersale_range *range, const aftersale_value *bound, as__entry_bytes *out)
{
    uint64_t number[2] = {0, 0};
    size_t at = is_under_root(range) ? 0 : 1, given = at;
    aftersale_key key;
    for (size_t i = 0; i < range->equal_count; i++)
        number[given++] = (uint64_t)range->equal[i].as.number;
    if (bound != NULL && bound->type != 0)
        number[given++] = (uint64_t)bound->as.number;
    key = as__key_make(range->book, range->kind->kind, number[0], number[1]);
    aftersale_key_entry(&key, out->data);
    out->size = 9 + 8 * given;
}

static void index_bytes(const aftersale_range *range, const aftersale_value *bound, as__entry_bytes *out)
{
    as__entry_begin(out, range->book, range->kind->kind, range->index->number);
    for (size_t i = 0; i < range->equal_count; i++)
        as__entry_value(out, as__index_column(range->kind, range->index, (int32_t)i), &range->equal[i]);
    if (bound != NULL && bound->type != 0)
        as__entry_value(out, as__index_column(range->kind, range->index, (int32_t)range->equal_count), bound);
}

static void resume_bytes(const aftersale_range *range, as__entry_bytes *out)
{
    if (range->index == NULL) {
        aftersale_key_entry(&range->resume_key, out->data);
        out->size = AS__KEY_ENTRY;
        return;
    }
    as__entry_begin(out, range->book, range->kind->kind, range->index->number);
    for (int32_t i = 0; i < range->index->column_count; i++)
        as__entry_value(out, as__index_column(range->kind, range->index, i), &range->resume[i]);
    if (!range->index->is_unique)
        as__entry_key(out, &range->resume_key);
}

/* The first bytes behind everything that begins so. */
static void step_past(as__entry_bytes *bytes)
{
    while (bytes->size != 0 && bytes->data[bytes->size - 1] == 0xFF)
        bytes->size--;
    if (bytes->size != 0)
        bytes->data[bytes->size - 1]++;
}

static void bytes_of(const aftersale_range *range, const aftersale_value *bound, as__entry_bytes *out)
{
    if (range->index == NULL)
        primary_bytes(range, bound, out);
    else
        index_bytes(range, bound, out);
}

void as__range_close(aftersale_range *range)
{
    bytes_of(range, &range->lower, &range->from);
    bytes_of(range, &range->upper, &range->until);
    if (range->upper.type == 0)
        step_past(&range->until);
    if (range->has_resume && range->is_descending) {
        resume_bytes(range, &range->until);
    } else if (range->has_resume) {
        resume_bytes(range, &range->from);
        range->from.data[range->from.size++] = 0; /* strictly behind */
    }
}

aftersale_kind aftersale_range_kind(const aftersale_range *range)
{
    return range->kind->kind;
}

int32_t aftersale_range_index(const aftersale_range *range)
{
    return range->index != NULL ? range->index->number : 0;
}

uint64_t aftersale_range_book(const aftersale_range *range)
{
    return range->book;
}

aftersale_bytes aftersale_range_from(const aftersale_range *range)
{
    return (aftersale_bytes){range->from.data, range->from.size};
}

aftersale_bytes aftersale_range_until(const aftersale_range *range)
{
    return (aftersale_bytes){range->until.data, range->until.size};
}

int32_t aftersale_range_is_descending(const aftersale_range *range)
{
    return range->is_descending;
}

size_t aftersale_range_limit(const aftersale_range *range)
{
    return range->limit;
}

size_t aftersale_range_equal_count(const aftersale_range *range)
{
    return range->equal_count;
}

aftersale_status aftersale_range_equal(const aftersale_range *range, size_t i, aftersale_value *out)
{
    if (i >= range->equal_count)
        return AFTERSALE_NOT_FOUND;
    *out = range->equal[i];
    return AFTERSALE_OK;
}

int32_t aftersale_range_lower(const aftersale_range *range, aftersale_value *out)
{
    *out = range->lower;
    return range->lower.type != 0;
}

int32_t aftersale_range_upper(const aftersale_range *range, aftersale_value *out)
{
    *out = range->upper;
    return range->upper.type != 0;
}

const aftersale_key *aftersale_range_resume_key(const aftersale_range *range)
{
    return range->has_resume ? &range->resume_key : NULL;
}

aftersale_status aftersale_range_resume(const aftersale_range *range, size_t i, aftersale_value *out)
{
    if (!range->has_resume || range->index == NULL || i >= (size_t)range->index->column_count)
        return AFTERSALE_NOT_FOUND;
    *out = range->resume[i];
    return AFTERSALE_OK;
}

int32_t aftersale_range_wants(const aftersale_range *range, int32_t tag)
{
    return tag > 0 && tag < 64 && (range->wants >> tag & 1) != 0;
}

int32_t aftersale_range_follow(const aftersale_range *range, size_t i)
{
    return i < range->follow_count ? range->follow[i] : 0;
}
