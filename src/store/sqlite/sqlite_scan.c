/* SPDX-License-Identifier: MIT */
#include "store/sqlite/sqlite_range.h"

/* "i" is the table in whose order we read, "r" the record's own where that is another one, "f0" … what
 * follows. */
typedef struct scan {
    const as__sqlite_range *range;
    as__sqlite_segment segment;
} scan;

static bool is_joined(const as__sqlite_range *range)
{
    return range->index != NULL && range->index->list != 0 && !range->is_covered;
}

static void write_column(sqlite3_str *sql, const as__sqlite_step_column *column)
{
    if (column->list != NULL)
        sqlite3_str_appendf(sql, "i.\"%w_%w\"", column->list, column->field->name);
    else
        sqlite3_str_appendf(sql, "i.\"%w\"", column->field->name);
}

/* Of the record itself; of a list that the index is over there is no column beside its entries. */
static uint64_t fields_of(const as__sqlite_range *range)
{
    return range->list != NULL ? range->fields & ~(UINT64_C(1) << range->list->tag) : range->fields;
}

static void write_selected(const as__sqlite *my, sqlite3_str *sql, const as__sqlite_range *range)
{
    sqlite3_str_appendall(sql, "SELECT ");
    for (size_t i = 0; i < range->kind->key_count; i++)
        sqlite3_str_appendf(sql, "i.\"%w\",", range->kind->fields[i]->name);
    as__sqlite_write_content(sql, is_joined(range) ? "r." : "i.", range->kind, fields_of(range));
    for (int32_t i = 0; range->list != NULL && i < range->index->column_count; i++) {
        sqlite3_str_appendall(sql, ",");
        write_column(sql, &range->columns[i]);
    }
    for (size_t i = 0; i < range->follow_count; i++) {
        const as__sqlite_kind *kind = as__sqlite_kind_of(my, range->follow[i]->target);
        char alias[4] = {'f', (char)('0' + i), '.', 0};
        sqlite3_str_appendf(sql, ",%s\"%w\",", alias, kind->fields[0]->name);
        as__sqlite_write_content(sql, alias, kind, kind->content);
    }
}

static void write_source(const as__sqlite *my, sqlite3_str *sql, const as__sqlite_range *range)
{
    const as__sqlite_kind *kind = range->kind;
    const char *record = is_joined(range) ? "r" : "i";
    if (range->index == NULL)
        sqlite3_str_appendf(sql, " FROM \"%w\" AS i", kind->name);
    else if (range->index->list == 0)
        sqlite3_str_appendf(sql, " FROM \"%w\" AS i INDEXED BY \"%w_%w\"", kind->name, kind->name,
                            range->index->name);
    else
        sqlite3_str_appendf(sql, " FROM \"%w\" AS i", range->index->name);
    if (is_joined(range)) /* CROSS keeps the order of the tables */
        sqlite3_str_appendf(sql, " CROSS JOIN \"%w\" AS r ON r.book=i.book AND r.\"%w\"=i.\"%w\"", kind->name,
                            kind->fields[0]->name, kind->fields[0]->name);
    for (size_t i = 0; i < range->follow_count; i++) {
        const as__sqlite_kind *target = as__sqlite_kind_of(my, range->follow[i]->target);
        sqlite3_str_appendf(sql, " LEFT JOIN \"%w\" AS f%d ON f%d.book=i.book AND f%d.\"%w\"=%s.\"%w\"",
                            target->name, (int)i, (int)i, (int)i, target->fields[0]->name, record,
                            range->follow[i]->name);
    }
}

static void write_behind(sqlite3_str *sql, const as__sqlite_range *range, const as__sqlite_segment *segment)
{
    sqlite3_str_appendall(sql, " AND (");
    for (size_t i = 0; i < segment->behind; i++) {
        sqlite3_str_appendall(sql, i != 0 ? "," : "");
        write_column(sql, &range->columns[segment->fixed + i]);
    }
    sqlite3_str_appendall(sql, range->is_descending ? ")<(?" : ")>(?");
    for (size_t i = 1; i < segment->behind; i++)
        sqlite3_str_appendall(sql, ",?");
    sqlite3_str_appendall(sql, ")");
}

static void write_compared(sqlite3_str *sql, const as__sqlite_range *range, size_t column, const char *how)
{
    sqlite3_str_appendall(sql, " AND ");
    write_column(sql, &range->columns[column]);
    sqlite3_str_appendall(sql, how);
}

static bool is_null(const as__sqlite_range *range, size_t column)
{
    return range->at[column].type == 0 && !range->columns[column].is_always;
}

static void write_conditions(sqlite3_str *sql, const as__sqlite_range *range,
                             const as__sqlite_segment *segment)
{
    sqlite3_str_appendall(sql, " WHERE i.book=?");
    for (size_t i = 0; i < segment->fixed; i++)
        write_compared(sql, range, i, is_null(range, i) ? " IS NULL" : "=?");
    if (range->index != NULL && range->index->is_sparse && segment->fixed == 0)
        write_compared(sql, range, 0, " IS NOT NULL");
    if (segment->next == AS__SQLITE_ABSENT)
        write_compared(sql, range, segment->fixed, " IS NULL");
    else if (segment->next == AS__SQLITE_GIVEN)
        write_compared(sql, range, segment->fixed, " IS NOT NULL");
    else if (segment->next == AS__SQLITE_BEHIND)
        write_behind(sql, range, segment);
    if (segment->has_lower)
        write_compared(sql, range, segment->fixed, ">=?");
    if (segment->has_upper)
        write_compared(sql, range, segment->fixed, "<?");
}

static void write_scan(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    const scan *job = what;
    const as__sqlite_range *range = job->range;
    write_selected(my, sql, range);
    write_source(my, sql, range);
    write_conditions(sql, range, &job->segment);
    for (size_t i = job->segment.fixed; i < range->count; i++) {
        sqlite3_str_appendall(sql, i == job->segment.fixed ? " ORDER BY " : ",");
        write_column(sql, &range->columns[i]);
        sqlite3_str_appendall(sql, range->is_descending ? " DESC" : "");
    }
    sqlite3_str_appendall(sql, " LIMIT ?");
}

/* Everything that write_scan() looks at. */
static as__sqlite_shape shape_of(const scan *job)
{
    const as__sqlite_range *range = job->range;
    const as__sqlite_segment *segment = &job->segment;
    size_t place = segment->fixed | (size_t)segment->next << 4 | segment->behind << 6;
    as__sqlite_shape shape = {
        .what = AS__SQLITE_DO_SCAN, .kind = (uint16_t)range->kind->kind, .fields = range->fields};
    place |= (size_t)segment->has_lower << 10 | (size_t)segment->has_upper << 11 |
             (size_t)range->is_descending << 12;
    shape.place = (uint16_t)place;
    shape.part = (uint16_t)(range->index != NULL ? range->index->number : 0);
    for (size_t i = 0; i < range->follow_count; i++)
        shape.follow = shape.follow << 8 | (uint64_t)range->follow[i]->tag;
    for (size_t i = 0; i < segment->fixed; i++)
        shape.follow |= (uint64_t)is_null(range, i) << (56 + i);
    return shape;
}

static void bind_column(sqlite3_stmt *statement, int *at, const as__sqlite_step_column *column,
                        const aftersale_value *value)
{
    /* Neither can fail: no index has money in it. */
    if (column->list != NULL)
        (void)as__sqlite_bind_entry(statement, at, column->field, value);
    else
        (void)as__sqlite_bind(statement, at, column->field, value);
}

static void bind_scan(sqlite3_stmt *statement, const scan *job, int64_t number, size_t limit)
{
    const as__sqlite_range *range = job->range;
    const as__sqlite_segment *segment = &job->segment;
    size_t columns = segment->fixed + (segment->next == AS__SQLITE_BEHIND ? segment->behind : 0);
    int at = 1;
    (void)sqlite3_bind_int64(statement, at++, number);
    for (size_t i = 0; i < columns; i++)
        if (i >= segment->fixed || !is_null(range, i))
            bind_column(statement, &at, &range->columns[i], &range->at[i]);
    if (segment->has_lower)
        bind_column(statement, &at, &range->columns[segment->fixed], &range->lower);
    if (segment->has_upper)
        bind_column(statement, &at, &range->columns[segment->fixed], &range->upper);
    (void)sqlite3_bind_int64(statement, at, limit < INT32_MAX ? (int64_t)limit : INT32_MAX);
}

static aftersale_status add_follow(as__sqlite *my, aftersale_rows *out, size_t from,
                                   const aftersale_field *field, uint64_t book, int64_t number,
                                   sqlite3_stmt *statement, int *at)
{
    const as__sqlite_kind *kind = as__sqlite_kind_of(my, field->target);
    aftersale_key key = {.book = book, .kind = kind->kind};
    aftersale_status status;
    if (sqlite3_column_type(statement, *at) == SQLITE_NULL) {
        *at += 1 + as__sqlite_content_width(kind, kind->content);
        return AFTERSALE_OK;
    }
    status = as__sqlite_read_number(my, statement, at, &key.id);
    if (status != AFTERSALE_OK)
        return status;
    return as__sqlite_add_row(my, out, from, kind, &key, number, kind->content, statement, at);
}

/* The columns of an index over a list are required, so each is given. */
static aftersale_status add_entry(as__sqlite *my, aftersale_rows *out, const as__sqlite_range *range,
                                  sqlite3_stmt *statement, int *at)
{
    aftersale_status status = aftersale_rows_item(out, range->list->tag);
    for (int32_t i = 0; i < range->index->column_count && status == AFTERSALE_OK; i++) {
        const aftersale_field *field = range->columns[i].field;
        aftersale_value value;
        if (as__sqlite_read(statement, at, field, &value) != AFTERSALE_OK || value.type == 0)
            return as__sqlite_corrupt(my, field->name);
        status = aftersale_rows_item_value(out, field->tag, &value);
    }
    return status;
}

static aftersale_status add_found(as__sqlite *my, aftersale_rows *out, size_t from,
                                  const as__sqlite_range *range, int64_t number, sqlite3_stmt *statement)
{
    aftersale_key key = {.book = aftersale_range_book(range->range), .kind = range->kind->kind};
    int at = 0;
    aftersale_status status = AFTERSALE_OK;
    if (range->kind->key_count == 2)
        status = as__sqlite_read_number(my, statement, &at, &key.root);
    if (status == AFTERSALE_OK)
        status = as__sqlite_read_number(my, statement, &at, &key.id);
    if (status == AFTERSALE_OK)
        status =
            as__sqlite_add_row(my, out, from, range->kind, &key, number, fields_of(range), statement, &at);
    if (status == AFTERSALE_OK && range->list != NULL)
        status = add_entry(my, out, range, statement, &at);
    for (size_t i = 0; i < range->follow_count && status == AFTERSALE_OK; i++)
        status = add_follow(my, out, from, range->follow[i], key.book, number, statement, &at);
    return status;
}

static aftersale_status scan_segment(as__sqlite *my, const scan *job, int64_t number, size_t from,
                                     size_t *left, aftersale_rows *out)
{
    as__sqlite_shape shape = shape_of(job);
    sqlite3_stmt *statement;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_scan, job, &statement);
    if (status != AFTERSALE_OK)
        return status;
    bind_scan(statement, job, number, *left);
    while ((status = as__sqlite_step(my, statement)) == AFTERSALE_ROW) {
        --*left;
        status = add_found(my, out, from, job->range, number, statement);
        if (status != AFTERSALE_OK)
            break;
    }
    (void)sqlite3_reset(statement);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static aftersale_status scan_one(as__sqlite *my, const aftersale_range *asked, size_t from,
                                 aftersale_rows *out)
{
    as__sqlite_range range;
    as__sqlite_segment segments[AS__SQLITE_SEGMENTS];
    size_t count, left = aftersale_range_limit(asked);
    int64_t number;
    aftersale_status status = as__sqlite_find_book(my, aftersale_range_book(asked), false, &number);
    if (status != AFTERSALE_OK || number == 0)
        return status;
    status = as__sqlite_read_range(my, asked, &range);
    if (status != AFTERSALE_OK)
        return status;
    count = as__sqlite_segments(&range, segments);
    for (size_t i = 0; i < count && left != 0 && status == AFTERSALE_OK; i++) {
        scan job = {&range, segments[i]};
        status = scan_segment(my, &job, number, from, &left, out);
    }
    return status;
}

aftersale_status as__sqlite_scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                                 aftersale_rows *out, aftersale_call *call)
{
    as__sqlite *my = as__sqlite_enter(store, call);
    aftersale_status status = as__sqlite_begin_read(my);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        status = scan_one(my, ranges[i], i, out);
    status = as__sqlite_end_read(my, status);
    as__sqlite_leave(my);
    return status;
}
