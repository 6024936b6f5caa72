/* SPDX-License-Identifier: MIT */
#include "store/conformance/model.h"
#include "value/date.h"
#include <stdlib.h>
#include <string.h>

static int compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b;
}

int as__model_compare(const aftersale_value *a, const aftersale_value *b)
{
    if (a->type == 0 || b->type == 0)
        return (a->type != 0) - (b->type != 0);
    switch (a->type) {
    case AFTERSALE_TYPE_TEXT:
        return strcmp(a->as.text, b->as.text);
    case AFTERSALE_TYPE_TIME:
        return compare_numbers(a->as.time.us, b->as.time.us);
    case AFTERSALE_TYPE_DATE:
        return as__date_compare(a->as.date, b->as.date);
    default:
        return compare_numbers(a->as.number, b->as.number);
    }
}

static int compare_keys(const aftersale_key *a, const aftersale_key *b)
{
    return a->root != b->root ? (a->root < b->root ? -1 : 1) : (a->id > b->id) - (a->id < b->id);
}

static int compare_rows(const as__model_row *a, const as__model_row *b)
{
    for (size_t i = 0; i < a->columns; i++) {
        int order = as__model_compare(&a->column[i], &b->column[i]);
        if (order != 0)
            return order;
    }
    return compare_keys(&a->key, &b->key);
}

static int compare_for_sort(const void *a, const void *b)
{
    const as__model_row *x = a, *y = b;
    return x->is_descending ? compare_rows(y, x) : compare_rows(x, y);
}

static bool is_behind(const aftersale_range *range, const as__model_row *row)
{
    as__model_row place = {.key = range->resume_key};
    memcpy(place.column, range->resume, sizeof place.column);
    int order = range->index == NULL ? compare_keys(&row->key, &place.key) : compare_rows(row, &place);
    return range->is_descending ? order < 0 : order > 0;
}

static bool is_within(const aftersale_range *range, const as__model_row *row)
{
    for (size_t i = 0; i < range->equal_count; i++) {
        if (as__model_compare(&row->column[i], &range->equal[i]) != 0)
            return false;
    }
    const aftersale_value *next = &row->column[range->equal_count];
    if (range->lower.type != 0 && as__model_compare(next, &range->lower) < 0)
        return false;
    if (range->upper.type != 0 && as__model_compare(next, &range->upper) >= 0)
        return false;
    return !range->has_resume || is_behind(range, row);
}

/* A column as it crosses the seam. None of those indexed needs memory for that. */
static aftersale_value column_of(const as__field *field, const void *base)
{
    aftersale_value value;
    (void)as__seam_value(field, base, NULL, &value);
    return value;
}

/* The i-th entry of a record in the range's index; false: there are no more. `is_entry` is false for what a
 * sparse index leaves out. */
static bool read_entry(const aftersale_range *range, const aftersale_record *record, size_t i,
                       as__model_row *out, bool *is_entry)
{
    const aftersale_index *index = range->index;
    const void *base = record;
    *out =
        (as__model_row){.record = record, .key = as__key_of(record), .is_descending = range->is_descending};
    *is_entry = true;
    if (index == NULL) {
        size_t columns = aftersale_kind_has_root(range->kind->kind) != 0 ? 2 : 1;
        for (; out->columns < columns; out->columns++)
            out->column[out->columns] = column_of(&range->kind->fields[out->columns], record);
        return i == 0;
    }
    if (index->list != 0) {
        const as__field *list = as__kind_field(range->kind, index->list);
        if (i >= as__field_items(list, record))
            return false;
        base = as__field_item(list, record, i);
    } else if (i > 0) {
        return false;
    }
    for (; out->columns < (size_t)index->column_count; out->columns++)
        out->column[out->columns] =
            column_of(as__index_column(range->kind, index, (int32_t)out->columns), base);
    *is_entry = index->is_sparse == 0 || out->column[0].type != 0;
    return true;
}

static size_t count_entries(const as__trial *trial, const aftersale_range *range)
{
    size_t count = 1;
    as__model_row row;
    bool is_entry;
    for (size_t r = 0; r < trial->shelf_count; r++) {
        const aftersale_record *record = trial->shelf[r];
        if (record->head.book != range->book || record->head.kind != range->kind->kind)
            continue;
        for (size_t i = 0; read_entry(range, record, i, &row, &is_entry); i++)
            count++;
    }
    return count;
}

as__model_rows as__model_scan(as__trial *trial, const aftersale_range *range)
{
    as__model_rows rows = {as__trial_take(trial, count_entries(trial, range) * sizeof(as__model_row)), 0};
    for (size_t r = 0; r < trial->shelf_count && rows.items != NULL; r++) {
        const aftersale_record *record = trial->shelf[r];
        bool is_entry;
        if (record->head.book != range->book || record->head.kind != range->kind->kind)
            continue;
        for (size_t i = 0; read_entry(range, record, i, &rows.items[rows.count], &is_entry); i++)
            rows.count += is_entry && is_within(range, &rows.items[rows.count]);
    }
    if (rows.count > 1)
        qsort(rows.items, rows.count, sizeof *rows.items, compare_for_sort);
    if (rows.count > range->limit)
        rows.count = range->limit;
    return rows;
}

void as__model_resume(aftersale_range *range, const as__model_row *row)
{
    range->has_resume = true;
    range->resume_key = row->key;
    if (range->index != NULL)
        memcpy(range->resume, row->column, sizeof range->resume);
}
