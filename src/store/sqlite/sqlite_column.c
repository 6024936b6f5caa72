/* SPDX-License-Identifier: MIT */
#include "store/sqlite/sqlite_store.h"
#include <string.h>

const as__sqlite_part *as__sqlite_parts(const aftersale_field *field, size_t *count)
{
    static const as__sqlite_part number[] = {{"", "INTEGER", SQLITE_INTEGER}};
    static const as__sqlite_part text[] = {{"", "TEXT", SQLITE_TEXT}};
    static const as__sqlite_part bytes[] = {{"", "BLOB", SQLITE_BLOB}};
    static const as__sqlite_part money[] = {{"", "INTEGER", SQLITE_INTEGER},
                                            {"_currency", "TEXT", SQLITE_TEXT}};
    static const as__sqlite_part price[] = {{"", "INTEGER", SQLITE_INTEGER},
                                            {"_currency", "TEXT", SQLITE_TEXT},
                                            {"_decimals", "INTEGER", SQLITE_INTEGER}};
    static const as__sqlite_part quantity[] = {{"", "INTEGER", SQLITE_INTEGER},
                                               {"_decimals", "INTEGER", SQLITE_INTEGER}};
    *count = 1;
    switch (field->type) {
    case AFTERSALE_TYPE_TEXT:
    case AFTERSALE_TYPE_TEXTS:
    case AFTERSALE_TYPE_LINK:
        return text;
    case AFTERSALE_TYPE_BYTES:
        return bytes;
    case AFTERSALE_TYPE_LIST: /* of a list with a table of its own: its count */
        return as__sqlite_is_child(field) ? number : bytes;
    case AFTERSALE_TYPE_MONEY:
        *count = 2;
        return money;
    case AFTERSALE_TYPE_PRICE:
        *count = 3;
        return price;
    case AFTERSALE_TYPE_QUANTITY:
        *count = 2;
        return quantity;
    default:
        return number;
    }
}

int as__sqlite_width(const aftersale_field *field)
{
    size_t count;
    (void)as__sqlite_parts(field, &count);
    return (int)count;
}

bool as__sqlite_is_numbered(const aftersale_field *field)
{
    size_t count;
    return as__sqlite_parts(field, &count)->storage == SQLITE_INTEGER;
}

void as__sqlite_write_columns(sqlite3_str *sql, const char *alias, const aftersale_field *field,
                              as__sqlite_form form)
{
    size_t count;
    const as__sqlite_part *parts = as__sqlite_parts(field, &count);
    for (size_t i = 0; i < count; i++) {
        if (form == AS__SQLITE_MARKS)
            sqlite3_str_appendall(sql, ",?");
        else
            sqlite3_str_appendf(sql, ",%s\"%w%s\"", alias, field->name, parts[i].suffix);
        if (form == AS__SQLITE_ASSIGN)
            sqlite3_str_appendall(sql, "=?");
        else if (form == AS__SQLITE_DEFINE)
            sqlite3_str_appendf(sql, " %s", parts[i].type);
    }
}

static int64_t number_of_date(aftersale_date date)
{
    return date.year * 10000 + date.month * 100 + date.day;
}

static int64_t number_of_daytime(aftersale_daytime daytime)
{
    return daytime.hour * 10000 + daytime.minute * 100 + daytime.second;
}

static void bind_text(sqlite3_stmt *statement, int at, const char *text)
{
    (void)sqlite3_bind_text64(statement, at, text, strlen(text), SQLITE_STATIC, SQLITE_UTF8);
}

static void bind_number(sqlite3_stmt *statement, int at, int64_t number)
{
    (void)sqlite3_bind_int64(statement, at, number);
}

/* The code of a currency stands in the value, which may be gone when the statement runs. */
static aftersale_status bind_currency(sqlite3_stmt *statement, int at, const char *currency)
{
    int code = sqlite3_bind_text(statement, at, currency, -1, SQLITE_TRANSIENT);
    return code == SQLITE_OK ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

/* By the type the value has at the seam, where ids are numbers and several texts are one. */
static aftersale_status bind_given(sqlite3_stmt *statement, int at, const aftersale_value *value)
{
    switch (value->type) {
    case AFTERSALE_TYPE_TEXT:
        bind_text(statement, at, value->as.text);
        break;
    case AFTERSALE_TYPE_BYTES:
        (void)sqlite3_bind_blob64(statement, at, value->as.bytes.data, value->as.bytes.size, SQLITE_STATIC);
        break;
    case AFTERSALE_TYPE_DATE:
        bind_number(statement, at, number_of_date(value->as.date));
        break;
    case AFTERSALE_TYPE_DAYTIME:
        bind_number(statement, at, number_of_daytime(value->as.daytime));
        break;
    case AFTERSALE_TYPE_TIME:
        bind_number(statement, at, value->as.time.us);
        break;
    case AFTERSALE_TYPE_MONEY:
        bind_number(statement, at, value->as.money.minor);
        return bind_currency(statement, at + 1, value->as.money.currency);
    case AFTERSALE_TYPE_PRICE:
        bind_number(statement, at, value->as.price.units);
        bind_number(statement, at + 2, value->as.price.decimals);
        return bind_currency(statement, at + 1, value->as.price.currency);
    case AFTERSALE_TYPE_QUANTITY:
        bind_number(statement, at, value->as.quantity.units);
        bind_number(statement, at + 1, value->as.quantity.decimals);
        break;
    case AFTERSALE_TYPE_LIST:
        bind_number(statement, at, (int64_t)value->as.count);
        break;
    default:
        bind_number(statement, at, value->as.number);
        break;
    }
    return AFTERSALE_OK;
}

aftersale_status as__sqlite_bind(sqlite3_stmt *statement, int *at, const aftersale_field *field,
                                 const aftersale_value *value)
{
    int first = *at;
    *at += as__sqlite_width(field);
    if (value->type != 0)
        return bind_given(statement, first, value);
    for (int i = first; i < *at; i++)
        (void)sqlite3_bind_null(statement, i);
    return AFTERSALE_OK;
}

aftersale_status as__sqlite_bind_entry(sqlite3_stmt *statement, int *at, const aftersale_field *field,
                                       const aftersale_value *value)
{
    if (value->type != 0 || !as__sqlite_is_numbered(field))
        return as__sqlite_bind(statement, at, field, value);
    bind_number(statement, (*at)++, INT64_MIN);
    return AFTERSALE_OK;
}

/* The types of the columns have been checked by as__sqlite_read(). */

static bool read_number(sqlite3_stmt *statement, int at, int64_t least, int64_t most, int64_t *out)
{
    *out = sqlite3_column_int64(statement, at);
    return *out >= least && *out <= most;
}

static bool read_text(sqlite3_stmt *statement, int at, const char **out)
{
    *out = (const char *)sqlite3_column_text(statement, at);
    return *out != NULL && strlen(*out) == (size_t)sqlite3_column_bytes(statement, at);
}

static bool read_currency(sqlite3_stmt *statement, int at, char *out, size_t size)
{
    const char *text;
    if (!read_text(statement, at, &text) || text[0] == 0 || strlen(text) >= size)
        return false;
    memcpy(out, text, strlen(text) + 1);
    return true;
}

static bool read_date(sqlite3_stmt *statement, int at, aftersale_date *out)
{
    int64_t number;
    if (!read_number(statement, at, 10101, 99991231, &number))
        return false;
    out->year = (int16_t)(number / 10000);
    out->month = (uint8_t)(number / 100 % 100);
    out->day = (uint8_t)(number % 100);
    return out->month >= 1 && out->month <= 12 && out->day >= 1 && out->day <= 31;
}

static bool read_daytime(sqlite3_stmt *statement, int at, aftersale_daytime *out)
{
    int64_t number;
    if (!read_number(statement, at, 0, 235959, &number))
        return false;
    *out = (aftersale_daytime){1, (uint8_t)(number / 10000), (uint8_t)(number / 100 % 100),
                               (uint8_t)(number % 100)};
    return out->minute <= 59 && out->second <= 59;
}

static bool read_price(sqlite3_stmt *statement, int at, aftersale_price *out)
{
    int64_t decimals;
    if (!read_number(statement, at, INT64_MIN, INT64_MAX, &out->units) ||
        !read_currency(statement, at + 1, out->currency, sizeof out->currency) ||
        !read_number(statement, at + 2, 0, 18, &decimals))
        return false;
    out->decimals = (int32_t)decimals;
    return true;
}

static aftersale_bytes read_bytes(sqlite3_stmt *statement, int at)
{
    aftersale_bytes bytes = {sqlite3_column_blob(statement, at), (size_t)sqlite3_column_bytes(statement, at)};
    return bytes;
}

static bool read_given(sqlite3_stmt *statement, int at, const aftersale_field *field, aftersale_value *out)
{
    int64_t count;
    out->type = field->type;
    switch (field->type) {
    case AFTERSALE_TYPE_ID:
        out->type = AFTERSALE_TYPE_INT;
        return read_number(statement, at, 0, INT64_MAX, &out->as.number);
    case AFTERSALE_TYPE_TEXT:
    case AFTERSALE_TYPE_TEXTS:
    case AFTERSALE_TYPE_LINK:
        out->type = AFTERSALE_TYPE_TEXT;
        return read_text(statement, at, &out->as.text);
    case AFTERSALE_TYPE_DATE:
        return read_date(statement, at, &out->as.date);
    case AFTERSALE_TYPE_DAYTIME:
        return read_daytime(statement, at, &out->as.daytime);
    case AFTERSALE_TYPE_TIME:
        return read_number(statement, at, INT64_MIN, INT64_MAX, &out->as.time.us);
    case AFTERSALE_TYPE_MONEY:
        return read_number(statement, at, INT64_MIN, INT64_MAX, &out->as.money.minor) &&
               read_currency(statement, at + 1, out->as.money.currency, sizeof out->as.money.currency);
    case AFTERSALE_TYPE_PRICE:
        return read_price(statement, at, &out->as.price);
    case AFTERSALE_TYPE_QUANTITY:
        return read_number(statement, at, INT64_MIN, INT64_MAX, &out->as.quantity.units) &&
               read_number(statement, at + 1, 0, 18, &out->as.quantity.decimals);
    case AFTERSALE_TYPE_BYTES:
        out->as.bytes = read_bytes(statement, at);
        return true;
    case AFTERSALE_TYPE_LIST:
        if (!as__sqlite_is_child(field)) {
            out->type = AFTERSALE_TYPE_BYTES;
            out->as.bytes = read_bytes(statement, at);
            return true;
        }
        if (!read_number(statement, at, 0, INT32_MAX, &count))
            return false;
        out->as.count = (size_t)count;
        return true;
    default:
        return read_number(statement, at, INT64_MIN, INT64_MAX, &out->as.number);
    }
}

aftersale_status as__sqlite_read(sqlite3_stmt *statement, int *at, const aftersale_field *field,
                                 aftersale_value *out)
{
    size_t count;
    const as__sqlite_part *parts = as__sqlite_parts(field, &count);
    int first = *at, type = sqlite3_column_type(statement, first);
    *at += (int)count;
    out->type = 0;
    if (type == SQLITE_NULL)
        return AFTERSALE_OK;
    if (type != parts[0].storage)
        return AFTERSALE_CORRUPT;
    for (size_t i = 1; i < count; i++)
        if (sqlite3_column_type(statement, first + (int)i) != parts[i].storage)
            return AFTERSALE_CORRUPT;
    memset(out, 0, sizeof *out);
    return read_given(statement, first, field, out) ? AFTERSALE_OK : AFTERSALE_CORRUPT;
}
