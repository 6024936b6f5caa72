/* SPDX-License-Identifier: MIT */
/* For every index of every kind: random ranges over random records. */
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define RECORDS 48
#define RANGES 120
#define ALL_ROWS 1000

static as__model_rows all_rows(as__trial *trial, const as__kind *kind, int32_t number)
{
    aftersale_range whole;
    as__range_begin(&whole, AS__TRIAL_BOOK, kind->kind, number, ALL_ROWS);
    return as__model_scan(trial, &whole);
}

static const as__model_row *pick(as__trial *trial, const as__model_rows *rows)
{
    return &rows->items[as__trial_random(trial, rows->count)];
}

/* Nobody asks for what is not given where it must be. */
static bool may_be_absent(const aftersale_range *range, size_t column)
{
    if (range->index == NULL)
        return false;
    const as__field *field = as__index_column(range->kind, range->index, (int32_t)column);
    return (field->face.flags & AFTERSALE_FLAG_REQUIRED) == 0;
}

/* Values that stand in the index, mostly of one row; at times not given. */
static void fix_columns(as__trial *trial, const as__model_rows *rows, aftersale_range *out)
{
    const as__model_row *row = pick(trial, rows);
    size_t columns = row->columns;
    out->equal_count = as__trial_random(trial, columns + 1);
    for (size_t i = 0; i < out->equal_count; i++) {
        bool is_other = as__trial_random(trial, 8) == 0;
        out->equal[i] = is_other ? pick(trial, rows)->column[i] : row->column[i];
        if (as__trial_random(trial, 12) == 0 && may_be_absent(out, i))
            out->equal[i].type = 0;
    }
    if (out->equal_count == columns)
        return;
    if (as__trial_random(trial, 3) == 0)
        out->lower = pick(trial, rows)->column[out->equal_count];
    if (as__trial_random(trial, 3) == 0)
        out->upper = pick(trial, rows)->column[out->equal_count];
}

static void make_range(as__trial *trial, const as__model_rows *rows, const as__kind *kind, int32_t number,
                       aftersale_range *out)
{
    static const size_t limits[] = {1, 2, 3, 7, ALL_ROWS};
    uint64_t book = as__trial_random(trial, 6) == 0 ? AS__TRIAL_OTHER_BOOK : AS__TRIAL_BOOK;
    as__range_begin(out, book, kind->kind, number, limits[as__trial_random(trial, COUNT(limits))]);
    fix_columns(trial, rows, out);
    out->is_descending = as__trial_random(trial, 2) == 0;
    if (as__trial_random(trial, 4) != 0)
        return;
    as__model_rows within = as__model_scan(trial, out);
    if (within.count > 0)
        as__model_resume(out, pick(trial, &within));
}

void as__check_scan_of(as__trial *trial, const as__kind *kind, int32_t number)
{
    if (!as__sample_fill(trial, AS__TRIAL_BOOK, kind->kind, RECORDS) ||
        !as__sample_fill(trial, AS__TRIAL_OTHER_BOOK, kind->kind, RECORDS / 2))
        return;
    as__model_rows rows = all_rows(trial, kind, number);
    if (rows.count == 0) {
        as__trial_fail(trial, "no sample stands in the index");
        return;
    }
    for (size_t i = 0; i < RANGES && as__trial_is_fine(trial); i++) {
        aftersale_range ranges[3];
        aftersale_range *list[3] = {&ranges[0], &ranges[1], &ranges[2]};
        size_t count = 1 + as__trial_random(trial, 3);
        for (size_t j = 0; j < count; j++)
            make_range(trial, &rows, kind, number, list[j]);
        as__model_check(trial, trial->store, list, count);
    }
}

void as__check_pages_of(as__trial *trial, const as__kind *kind, int32_t number)
{
    static const size_t pages[] = {1, 2, 7};
    if (!as__sample_fill(trial, AS__TRIAL_BOOK, kind->kind, RECORDS) ||
        !as__sample_fill(trial, AS__TRIAL_OTHER_BOOK, kind->kind, 5))
        return;
    as__model_rows rows = all_rows(trial, kind, number);
    for (size_t i = 0; i < COUNT(pages) * 4 && rows.count > 0; i++) {
        aftersale_range range;
        as__range_begin(&range, AS__TRIAL_BOOK, kind->kind, number, ALL_ROWS);
        if (i % 4 >= 2)
            fix_columns(trial, &rows, &range);
        range.is_descending = i % 2 == 1;
        as__model_check_pages(trial, trial->store, &range, pages[i / 4]);
    }
}
