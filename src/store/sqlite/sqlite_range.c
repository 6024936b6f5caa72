/* SPDX-License-Identifier: MIT */
#include "store/sqlite/sqlite_range.h"
#include <string.h>

static void add_column(as__sqlite_range *out, const aftersale_field *field, const char *list, bool is_always)
{
    out->columns[out->count++] = (as__sqlite_step_column){field, list, is_always};
}

static aftersale_status read_columns(const as__sqlite *my, as__sqlite_range *out)
{
    const aftersale_index *index = out->index;
    const char *list =
        index != NULL && index->list != 0 ? as__sqlite_field(out->kind, index->list)->name : NULL;
    size_t count = index != NULL ? (size_t)index->column_count : 0;
    if (count + out->kind->key_count > AS__SQLITE_COLUMNS)
        return AFTERSALE_INTERNAL;
    for (size_t i = 0; i < count; i++)
        add_column(out, as__sqlite_index_column(my, out->kind, index, i), list,
                   list != NULL || (index->is_sparse && i == 0));
    out->key_at = count;
    for (size_t i = 0; i < out->kind->key_count && (index == NULL || !index->is_unique); i++)
        add_column(out, out->kind->fields[i], NULL, true);
    return AFTERSALE_OK;
}

static aftersale_value number_value(uint64_t number)
{
    aftersale_value value = {.type = AFTERSALE_TYPE_INT, .as.number = (int64_t)number};
    return value;
}

static void read_values(as__sqlite_range *out)
{
    const aftersale_key *key = aftersale_range_resume_key(out->range);
    out->equal = aftersale_range_equal_count(out->range);
    out->has_resume = key != NULL;
    for (size_t i = 0; i < out->count; i++) {
        if (i < out->equal)
            (void)aftersale_range_equal(out->range, i, &out->at[i]);
        else if (key != NULL && i < out->key_at)
            (void)aftersale_range_resume(out->range, i, &out->at[i]);
        else if (key != NULL)
            out->at[i] = number_value(i + 1 < out->count ? key->root : key->id);
    }
}

static aftersale_status read_fields(const as__sqlite *my, as__sqlite_range *out)
{
    uint64_t beside = out->kind->covered;
    int32_t tag;
    for (size_t i = out->kind->key_count; i < out->kind->field_count; i++)
        if (aftersale_range_wants(out->range, out->kind->fields[i]->tag))
            out->fields |= UINT64_C(1) << out->kind->fields[i]->tag;
    if (out->index != NULL && out->index->list != 0)
        beside |= UINT64_C(1) << out->index->list; /* the entry found is in the key */
    out->is_covered = out->index != NULL && out->index->list != 0 && (out->fields & ~beside) == 0;
    while ((tag = aftersale_range_follow(out->range, out->follow_count)) != 0) {
        const aftersale_field *field = as__sqlite_field(out->kind, tag);
        const as__sqlite_kind *target = field != NULL ? as__sqlite_kind_of(my, field->target) : NULL;
        if (target == NULL || target->key_count != 1 ||
            out->follow_count == sizeof out->follow / sizeof out->follow[0])
            return AFTERSALE_INTERNAL;
        out->follow[out->follow_count++] = field;
        out->is_covered = out->is_covered && as__sqlite_has(out->kind->covered, field);
    }
    if (out->is_covered && aftersale_range_wants(out->range, out->index->list))
        out->list = as__sqlite_field(out->kind, out->index->list);
    return AFTERSALE_OK;
}

aftersale_status as__sqlite_read_range(const as__sqlite *my, const aftersale_range *range,
                                       as__sqlite_range *out)
{
    int32_t number = aftersale_range_index(range);
    aftersale_status status;
    memset(out, 0, sizeof *out);
    out->range = range;
    out->kind = as__sqlite_kind_of(my, aftersale_range_kind(range));
    if (out->kind == NULL || out->kind->key_count == 0)
        return AFTERSALE_INTERNAL;
    out->index = as__sqlite_index(out->kind, number);
    if (number != 0 && out->index == NULL)
        return AFTERSALE_INTERNAL;
    status = read_columns(my, out);
    if (status != AFTERSALE_OK)
        return status;
    read_values(out);
    (void)aftersale_range_lower(range, &out->lower);
    (void)aftersale_range_upper(range, &out->upper);
    if (out->equal + (out->lower.type != 0 || out->upper.type != 0) > out->count)
        return AFTERSALE_INTERNAL;
    out->is_descending = aftersale_range_is_descending(range) != 0;
    return read_fields(my, out);
}

/* From here on to the end no column is ever NULL, so that one comparison of rows says it. */
static size_t tail_of(const as__sqlite_range *range)
{
    size_t tail = range->count;
    while (tail > range->equal && range->columns[tail - 1].is_always)
        tail--;
    return tail;
}

static void add(as__sqlite_segment *out, size_t *count, size_t fixed, as__sqlite_next next, size_t behind)
{
    out[(*count)++] = (as__sqlite_segment){.fixed = fixed, .next = next, .behind = behind};
}

/* What lies behind the value of one column, those before it being equal. */
static void add_behind(const as__sqlite_range *range, size_t column, as__sqlite_segment *out, size_t *count)
{
    bool is_absent = range->at[column].type == 0;
    bool has_lower = column == range->equal && range->lower.type != 0;
    if (!is_absent)
        add(out, count, column, AS__SQLITE_BEHIND, 1);
    else if (!range->is_descending)
        add(out, count, column, AS__SQLITE_GIVEN, 0);
    if (!is_absent && range->is_descending && !has_lower)
        add(out, count, column, AS__SQLITE_ABSENT, 0);
}

static size_t resumed(const as__sqlite_range *range, as__sqlite_segment *out)
{
    size_t count = 0, column = tail_of(range);
    if (column < range->count)
        add(out, &count, column, AS__SQLITE_BEHIND, range->count - column);
    while (column > range->equal)
        add_behind(range, --column, out, &count);
    return count;
}

/* Where nothing bounds it from below, what is not given belongs to it too, and an upper bound would leave
 * it out. */
static size_t from_the_start(const as__sqlite_range *range, as__sqlite_segment *out)
{
    bool is_cut = range->upper.type != 0 && range->lower.type == 0 && !range->columns[range->equal].is_always;
    size_t count = 0;
    if (is_cut && !range->is_descending)
        add(out, &count, range->equal, AS__SQLITE_ABSENT, 0);
    add(out, &count, range->equal, AS__SQLITE_ANY, 0);
    if (is_cut && range->is_descending)
        add(out, &count, range->equal, AS__SQLITE_ABSENT, 0);
    return count;
}

/* A text that is not given stands in no table of entries, nor does a key, nor the first column of a sparse
 * index. */
static bool is_never_absent(const as__sqlite_step_column *column)
{
    return column->is_always && (column->list == NULL || !as__sqlite_is_numbered(column->field));
}

size_t as__sqlite_segments(const as__sqlite_range *range, as__sqlite_segment out[AS__SQLITE_SEGMENTS])
{
    size_t count;
    for (size_t i = 0; i < range->equal; i++)
        if (range->at[i].type == 0 && is_never_absent(&range->columns[i]))
            return 0;
    count = range->has_resume ? resumed(range, out) : from_the_start(range, out);
    for (size_t i = 0; i < count; i++) {
        bool is_bounded = out[i].fixed == range->equal && out[i].next != AS__SQLITE_ABSENT;
        out[i].has_lower = is_bounded && range->lower.type != 0;
        out[i].has_upper = is_bounded && range->upper.type != 0;
    }
    return count;
}
