/* SPDX-License-Identifier: MIT */
#include "engine/columns.h"
#include "engine/column_source.h"
#include "engine/cursor_step.h"
#include "value/date.h"
#include "value/money.h"
#include <string.h>

#define NAME_MOST 80
#define COLUMNS_MOST 256
#define TEXT_MOST (1 << 30) /* bytes of one column, so that an offset always fits */

/* A column that grows row by row. */
typedef struct growing {
    as__column_source source;
    char name[NAME_MOST];
    as__buffer values, offsets, valid;
    bool has_gap;
    aftersale_column face;
} growing;

struct as__column_block {
    growing *columns;
    size_t count, rows;
    const aftersale_column **list;
    aftersale_columns face;
};

void as__columns_drop(aftersale_cursor *cursor)
{
    struct as__column_block *block = cursor->block;
    const as__memory *memory = &cursor->book->context->owner.memory;
    if (block == NULL)
        return;
    for (size_t i = 0; block->columns != NULL && i < block->count; i++) {
        as__buffer_free(&block->columns[i].values);
        as__buffer_free(&block->columns[i].offsets);
        as__buffer_free(&block->columns[i].valid);
    }
    as__memory_give(memory, block->columns, block->count * sizeof *block->columns);
    as__memory_give(memory, block->list, block->count * sizeof *block->list);
    as__memory_give(memory, block, sizeof *block);
    cursor->block = NULL;
}

static bool is_text(aftersale_type type)
{
    return type == AFTERSALE_TYPE_TEXT || type == AFTERSALE_TYPE_PRICE || type == AFTERSALE_TYPE_QUANTITY;
}

static size_t count_names(const char *names)
{
    size_t count = 1;
    for (; *names != 0; names++)
        count += *names == ',';
    return count;
}

/* The next name, blanks around it left out; moves behind its comma. */
static void take_name(const char **names, char out[NAME_MOST])
{
    const char *from = *names, *end = from + strcspn(from, ",");
    *names = *end == ',' ? end + 1 : end;
    while (from < end && *from == ' ')
        from++;
    while (end > from && end[-1] == ' ')
        end--;
    if ((size_t)(end - from) >= NAME_MOST)
        end = from; /* no field has such a name, nor an empty one */
    memcpy(out, from, (size_t)(end - from));
    out[end - from] = 0;
}

static void refuse(aftersale_book *book, size_t at)
{
    size_t mark = as__path_field(&book->problems, "names");
    (void)as__path_item(&book->problems, at);
    as__problem(&book->problems, 0, AS__MESSAGE_NOT_A_CHOICE, "is no field that fits a column");
    as__path_pop(&book->problems, mark);
}

/* The columns that are named; all wrong names are noted. */
static aftersale_status name_columns(aftersale_cursor *cursor, struct as__column_block *block,
                                     const char *names)
{
    const as__memory *memory = &cursor->book->context->owner.memory;
    for (size_t i = 0; i < block->count; i++) {
        growing *column = &block->columns[i];
        as__buffer_init(&column->values, memory);
        (void)as__buffer_string(&column->values); /* never NULL, even when all its texts are empty */
        as__buffer_init(&column->offsets, memory);
        as__buffer_init(&column->valid, memory);
        take_name(&names, column->name);
        if (!as__column_source_find(cursor->query->kind, column->name, &column->source))
            refuse(cursor->book, i);
    }
    return as__fail_problems(cursor->book);
}

static aftersale_status begin_block(aftersale_cursor *cursor, const char *names)
{
    const as__memory *memory = &cursor->book->context->owner.memory;
    size_t count = count_names(names);
    struct as__column_block *block;
    if (count > COLUMNS_MOST)
        return as__fail_field(cursor->book, AFTERSALE_LIMIT, "names", AS__MESSAGE_TOO_MANY, NULL);
    cursor->block = block = as__memory_take(memory, sizeof *block);
    if (block != NULL) {
        block->count = count;
        block->columns = as__memory_take(memory, count * sizeof *block->columns);
        block->list = as__memory_take(memory, count * sizeof *block->list);
    }
    if (block == NULL || block->columns == NULL || block->list == NULL)
        return as__fail(cursor->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    return name_columns(cursor, block, names);
}

static void append_i32(as__buffer *out, int32_t number)
{
    as__buffer_append(out, &number, sizeof number);
}

static void append_i64(as__buffer *out, int64_t number)
{
    as__buffer_append(out, &number, sizeof number);
}

static void append_text(growing *column, const aftersale_value *value)
{
    char text[AS__PRICE_TEXT] = "";
    if (value->type == AFTERSALE_TYPE_TEXT) {
        as__buffer_text(&column->values, value->as.text);
    } else {
        if (value->type == AFTERSALE_TYPE_PRICE)
            as__price_text(value->as.price, text);
        else if (value->type == AFTERSALE_TYPE_QUANTITY)
            as__quantity_text(value->as.quantity, text);
        as__buffer_text(&column->values, text);
    }
    append_i32(&column->offsets, (int32_t)column->values.size);
}

/* A value that is not given is zero, so that all columns are as long as the block. */
static void append_value(growing *column, const aftersale_value *value)
{
    static const aftersale_id none;
    switch (column->source.type) {
    case AFTERSALE_TYPE_ID:
        as__buffer_append(&column->values, value->type != 0 ? &value->as.id : &none, sizeof none);
        break;
    case AFTERSALE_TYPE_DATE:
        append_i32(&column->values, value->type != 0 ? as__days_from_date(value->as.date) : 0);
        break;
    case AFTERSALE_TYPE_TIME:
        append_i64(&column->values, value->as.time.us);
        break;
    case AFTERSALE_TYPE_DAYTIME:
        append_i64(&column->values, value->type != 0 ? as__daytime_seconds(value->as.daytime) : 0);
        break;
    case AFTERSALE_TYPE_MONEY:
        append_i64(&column->values, value->type != 0 ? value->as.money.minor : 0);
        break;
    default:
        append_i64(&column->values, value->as.number);
        break;
    }
}

static void mark_valid(growing *column, size_t row, bool is_valid)
{
    if (row % 8 == 0)
        as__buffer_byte(&column->valid, 0);
    if (is_valid && !column->valid.failed)
        column->valid.data[row / 8] |= (uint8_t)(1u << row % 8);
    column->has_gap = column->has_gap || !is_valid;
}

static bool add_cell(growing *column, const aftersale_record *record, size_t row)
{
    aftersale_value value;
    as__column_source_value(&column->source, record, &value);
    mark_valid(column, row, value.type != 0);
    if (!is_text(column->source.type)) {
        append_value(column, &value);
    } else {
        if (row == 0)
            append_i32(&column->offsets, 0);
        append_text(column, &value);
    }
    return !column->values.failed && !column->offsets.failed && !column->valid.failed;
}

static bool is_full(const struct as__column_block *block)
{
    for (size_t i = 0; i < block->count; i++)
        if (block->columns[i].values.size > TEXT_MOST)
            return true;
    return false;
}

static bool add_row(struct as__column_block *block, const aftersale_record *record)
{
    for (size_t i = 0; i < block->count; i++)
        if (!add_cell(&block->columns[i], record, block->rows))
            return false;
    block->rows++;
    return true;
}

/* A failure behind the first row is told by the next call: the rows before it are good. */
static aftersale_status fill(aftersale_cursor *cursor, size_t most)
{
    struct as__column_block *block = cursor->block;
    aftersale_status status = AFTERSALE_ROW;
    while (block->rows < most && !is_full(block)) {
        status = as__cursor_advance(cursor);
        if (status != AFTERSALE_ROW)
            break;
        if (!add_row(block, cursor->row))
            return as__fail(cursor->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    }
    if (block->rows == 0)
        return status;
    (void)aftersale_error_set(&cursor->book->error, AFTERSALE_OK, 0, NULL);
    return AFTERSALE_ROW;
}

static const aftersale_columns *show(struct as__column_block *block)
{
    for (size_t i = 0; i < block->count; i++) {
        growing *column = &block->columns[i];
        column->face = (aftersale_column){
            .struct_size = sizeof(aftersale_column),
            .name = column->name,
            .field = column->source.field != NULL ? column->source.field->face.tag : 0,
            .type = column->source.type,
            .valid = column->has_gap ? column->valid.data : NULL,
            .values = column->values.data,
            .offsets = is_text(column->source.type) ? (const void *)column->offsets.data : NULL,
        };
        block->list[i] = &column->face;
    }
    block->face = (aftersale_columns){sizeof(aftersale_columns), block->rows, block->count, block->list};
    return &block->face;
}

aftersale_status aftersale_cursor_columns(aftersale_cursor *cursor, const char *names, size_t max,
                                          const aftersale_columns **out)
{
    aftersale_status status;
    if (out != NULL)
        *out = NULL;
    if (cursor == NULL)
        return AFTERSALE_INVALID;
    status = as__book_enter(cursor->book);
    if (status != AFTERSALE_OK)
        return status;
    as__columns_drop(cursor);
    if (names == NULL)
        status = as__fail_field(cursor->book, AFTERSALE_INVALID, "names", AS__MESSAGE_REQUIRED, NULL);
    else if (max == 0)
        status = as__fail_field(cursor->book, AFTERSALE_INVALID, "max", AS__MESSAGE_REQUIRED, NULL);
    else if (out == NULL)
        status = as__fail_field(cursor->book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    else
        status = begin_block(cursor, names);
    if (status == AFTERSALE_OK)
        status = fill(cursor, max);
    if (status == AFTERSALE_ROW)
        *out = show(cursor->block);
    as__book_leave(cursor->book);
    return status;
}
