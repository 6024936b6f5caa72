/* SPDX-License-Identifier: MIT */
#include "store/conformance/model.h"
#include <stdio.h>
#include <string.h>

#define EVERYTHING UINT64_MAX
#define ALL_ROWS 100000

/* Where we are, for the words of a failure: "customer.by_owner, 1 equal, descending, at most 3". */
typedef struct place {
    char text[160];
} place;

static place describe(const aftersale_range *range)
{
    place out;
    snprintf(out.text, sizeof out.text, "%s.%s, %zu equal%s%s%s%s, at most %zu", range->kind->name,
             range->index != NULL ? range->index->name : "key", range->equal_count,
             range->lower.type != 0 ? ", lower" : "", range->upper.type != 0 ? ", upper" : "",
             range->is_descending ? ", descending" : "", range->has_resume ? ", resumed" : "", range->limit);
    return out;
}

static bool check_record(as__trial *trial, const char *where, const as__row *row,
                         const aftersale_record *expected, uint64_t wants)
{
    if (row->revision != expected->head.revision)
        return as__trial_fail(trial, "%s: revision expected %llu, seen %llu", where,
                              (unsigned long long)expected->head.revision, (unsigned long long)row->revision);
    if (row->record == NULL)
        return as__trial_fail(trial, "%s: a row without content", where);
    bool is_partial = row->record->head.partial;
    const char *field = as__trial_difference(expected, row->record, is_partial ? wants : EVERYTHING);
    if (field != NULL)
        return as__trial_fail(trial, "%s: field %s is not as it was put", where, field);
    aftersale_bytes a = expected->head.unknown, b = row->record->head.unknown;
    if (!is_partial && aftersale_bytes_compare(a, b) != 0)
        return as__trial_fail(trial, "%s: unknown fields expected %zu bytes, seen %zu", where, a.size,
                              b.size);
    return true;
}

/* Of the list that an index is over the entry found is enough. */
static uint64_t wants_in_full(const aftersale_range *range)
{
    bool is_list = range->index != NULL && range->index->list != 0;
    return is_list ? range->wants & ~(UINT64_C(1) << range->index->list) : range->wants;
}

static bool is_entry(const aftersale_range *range, const void *item, const as__model_row *model)
{
    for (int32_t i = 0; i < range->index->column_count; i++) {
        aftersale_value value;
        as__seam_value(as__index_column(range->kind, range->index, i), item, NULL, &value);
        if (as__model_compare(&value, &model->column[i]) != 0)
            return false;
    }
    return true;
}

static bool check_entry(as__trial *trial, const char *where, const aftersale_range *range, const as__row *row,
                        const as__model_row *model)
{
    const as__field *list = as__kind_field(range->kind, range->index->list);
    for (size_t i = 0; i < as__field_items(list, row->record); i++)
        if (is_entry(range, as__field_item(list, row->record, i), model))
            return true;
    return as__trial_fail(trial, "%s: the entry found is not in the row's list", where);
}

/* A record that rides along must be one that the row before it names. */
static bool check_rider(as__trial *trial, const char *where, const aftersale_range *range,
                        const aftersale_record *row, const as__row *rider)
{
    for (size_t i = 0; i < range->follow_count && row != NULL; i++) {
        const as__field *field = as__kind_field(range->kind, range->follow[i]);
        aftersale_value named;
        (void)as__seam_value(field, row, NULL, &named);
        if (named.type == 0 || field->face.target != rider->key.kind ||
            (uint64_t)named.as.number != rider->key.id)
            continue;
        const aftersale_record *expected = as__shelf_find(trial, &rider->key);
        if (expected != NULL)
            return check_record(trial, where, rider, expected, EVERYTHING);
    }
    return as__trial_fail(trial, "%s: a row of kind %d that nothing names", where, rider->key.kind);
}

static bool check_range(as__trial *trial, const aftersale_range *range, size_t from,
                        const aftersale_rows *rows)
{
    place where = describe(range);
    as__model_rows expected = as__model_scan(trial, range);
    const aftersale_record *last = NULL;
    size_t seen = 0;
    for (size_t i = 0; i < rows->count && as__trial_is_fine(trial); i++) {
        const as__row *row = &rows->items[i];
        if (row->from != from)
            continue;
        if (row->key.kind != range->kind->kind) {
            check_rider(trial, where.text, range, last, row);
            continue;
        }
        if (seen == expected.count)
            return as__trial_fail(trial, "%s: expected %zu rows, seen more", where.text, expected.count);
        const as__model_row *model = &expected.items[seen++];
        last = model->record;
        if (!as__key_same(&row->key, &model->key))
            return as__trial_fail(trial, "%s: row %zu of %zu is another, id %llu instead of %llu", where.text,
                                  seen, expected.count, (unsigned long long)row->key.id,
                                  (unsigned long long)model->key.id);
        check_record(trial, where.text, row, model->record, wants_in_full(range));
        if (as__trial_is_fine(trial) && range->index != NULL && range->index->list != 0 &&
            aftersale_range_wants(range, range->index->list))
            check_entry(trial, where.text, range, row, model);
    }
    if (as__trial_is_fine(trial) && seen < expected.count)
        return as__trial_fail(trial, "%s: expected %zu rows, seen %zu", where.text, expected.count, seen);
    return as__trial_is_fine(trial);
}

bool as__model_check(as__trial *trial, aftersale_store *store, aftersale_range *const *ranges, size_t count)
{
    aftersale_call call;
    aftersale_rows rows;
    if (!as__trial_is_fine(trial))
        return false;
    for (size_t i = 0; i < count; i++)
        as__range_close(ranges[i]);
    as__call_begin(&call, &trial->owner->memory);
    as__rows_begin(&rows, trial->owner);
    aftersale_status status =
        store->methods->scan(store, (const aftersale_range *const *)ranges, count, &rows, &call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    place where = describe(ranges[0]);
    as__trial_status(trial, where.text, AFTERSALE_OK, status);
    for (size_t i = 0; i < rows.count && as__trial_is_fine(trial); i++) {
        if (rows.items[i].from >= count)
            as__trial_fail(trial, "%s: a row of range %zu of %zu", where.text, rows.items[i].from, count);
    }
    for (size_t i = 0; i < count && as__trial_is_fine(trial); i++)
        check_range(trial, ranges[i], i, &rows);
    as__rows_end(&rows);
    as__call_end(&call);
    return as__trial_is_fine(trial);
}

bool as__model_check_pages(as__trial *trial, aftersale_store *store, const aftersale_range *range,
                           size_t page)
{
    aftersale_range part = *range;
    aftersale_range *one = &part;
    as__model_rows rows;
    part.limit = page;
    do {
        rows = as__model_scan(trial, &part);
        if (!as__model_check(trial, store, &one, 1))
            return false;
        if (rows.count > 0)
            as__model_resume(&part, &rows.items[rows.count - 1]);
    } while (rows.count > 0);
    return as__trial_is_fine(trial);
}

static bool check_row_of(as__trial *trial, const aftersale_key *keys, size_t count, const as__row *row)
{
    if (row->from >= count)
        return as__trial_fail(trial, "get: a row for key %zu of %zu", row->from, count);
    const aftersale_key *key = &keys[row->from];
    if (!as__key_same(key, &row->key))
        return as__trial_fail(trial, "get: the row for key %zu has another key", row->from);
    if (key->kind == AFTERSALE_KIND_ROOT) {
        uint64_t last = as__shelf_last_event(trial, key->book, key->root);
        return row->revision == last ||
               as__trial_fail(trial, "get of a root: last event expected %llu, seen %llu",
                              (unsigned long long)last, (unsigned long long)row->revision);
    }
    const aftersale_record *expected = as__shelf_find(trial, key);
    if (expected == NULL)
        return as__trial_fail(trial, "get: key %zu, of kind %s, is there and must not", row->from,
                              aftersale_kind_name(key->kind));
    return check_record(trial, aftersale_kind_name(key->kind), row, expected, EVERYTHING);
}

static bool is_expected(const as__trial *trial, const aftersale_key *key)
{
    if (key->kind == AFTERSALE_KIND_ROOT)
        return as__shelf_last_event(trial, key->book, key->root) != 0;
    return as__shelf_find(trial, key) != NULL;
}

static size_t count_from(const aftersale_rows *rows, size_t from)
{
    size_t count = 0;
    for (size_t i = 0; i < rows->count; i++)
        count += rows->items[i].from == from;
    return count;
}

bool as__model_check_keys(as__trial *trial, aftersale_store *store, const aftersale_key *keys, size_t count)
{
    aftersale_call call;
    aftersale_rows rows;
    if (!as__trial_is_fine(trial))
        return false;
    as__call_begin(&call, &trial->owner->memory);
    as__rows_begin(&rows, trial->owner);
    aftersale_status status = store->methods->get(store, keys, count, &rows, &call);
    if (status == AFTERSALE_OK)
        status = as__rows_close(&rows);
    as__trial_status(trial, "get", AFTERSALE_OK, status);
    for (size_t i = 0; i < rows.count && as__trial_is_fine(trial); i++)
        check_row_of(trial, keys, count, &rows.items[i]);
    for (size_t i = 0; i < count && as__trial_is_fine(trial); i++) {
        size_t expected = is_expected(trial, &keys[i]), seen = count_from(&rows, i);
        if (seen != expected)
            as__trial_fail(trial, "get: key %zu of %zu, of kind %s: expected %zu rows, seen %zu", i, count,
                           aftersale_kind_name(keys[i].kind), expected, seen);
    }
    as__rows_end(&rows);
    as__call_end(&call);
    return as__trial_is_fine(trial);
}

static bool check_kind(as__trial *trial, aftersale_store *store, const as__kind *kind)
{
    static const uint64_t books[] = {AS__TRIAL_BOOK, AS__TRIAL_OTHER_BOOK};
    for (size_t index = 0; index <= kind->index_count; index++) {
        aftersale_range ranges[2];
        aftersale_range *list[2] = {&ranges[0], &ranges[1]};
        int32_t number = index == 0 ? 0 : kind->indexes[index - 1].number;
        for (size_t i = 0; i < 2; i++)
            as__range_begin(list[i], books[i], kind->kind, number, ALL_ROWS);
        if (!as__model_check(trial, store, list, 2))
            return false;
    }
    return true;
}

bool as__model_check_all(as__trial *trial, aftersale_store *store)
{
    aftersale_key *keys = as__trial_take(trial, (trial->shelf_count + 1) * sizeof *keys);
    if (keys == NULL)
        return false;
    for (size_t i = 0; i < trial->shelf_count; i++)
        keys[i] = as__key_of(trial->shelf[i]);
    if (!as__model_check_keys(trial, store, keys, trial->shelf_count))
        return false;
    for (size_t i = 0; i < aftersale_kind_count(); i++) {
        if (!check_kind(trial, store, as__kind_of(aftersale_kind_at(i))))
            return false;
    }
    return true;
}
