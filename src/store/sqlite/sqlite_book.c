/* SPDX-License-Identifier: MIT */
/* Books get small numbers, so that the first column of every key costs a byte or two and not eight. */
#include "store/sqlite/sqlite_store.h"
#include <string.h>

static size_t place_of(const as__sqlite *my, uint64_t prefix)
{
    size_t low = 0, high = my->book_count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (my->books[middle].prefix < prefix)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static aftersale_status remember(as__sqlite *my, uint64_t prefix, int64_t number)
{
    size_t at = place_of(my, prefix);
    if (my->book_count == my->book_room) {
        size_t room = my->book_room == 0 ? 8 : my->book_room * 2;
        as__sqlite_book *books = aftersale_context_memory(
            my->context, my->books, my->book_room * sizeof *books, room * sizeof *books);
        if (books == NULL)
            return AFTERSALE_NO_MEMORY;
        my->books = books;
        my->book_room = room;
    }
    memmove(&my->books[at + 1], &my->books[at], (my->book_count++ - at) * sizeof *my->books);
    my->books[at] = (as__sqlite_book){prefix, number};
    return AFTERSALE_OK;
}

static void write_find(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    (void)my;
    (void)what;
    sqlite3_str_appendall(sql, "SELECT number FROM book WHERE prefix=?");
}

static void write_make(const as__sqlite *my, sqlite3_str *sql, const void *what)
{
    (void)my;
    (void)what;
    sqlite3_str_appendall(sql, "INSERT INTO book(prefix) VALUES(?)");
}

static aftersale_status look_up(as__sqlite *my, uint64_t prefix, int64_t *number)
{
    as__sqlite_shape shape = {.what = AS__SQLITE_DO_FIND_BOOK};
    sqlite3_stmt *statement;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_find, NULL, &statement);
    if (status != AFTERSALE_OK)
        return status;
    (void)sqlite3_bind_int64(statement, 1, (int64_t)prefix);
    status = as__sqlite_step(my, statement);
    if (status == AFTERSALE_ROW)
        *number = sqlite3_column_int64(statement, 0);
    (void)sqlite3_reset(statement);
    return status > 0 ? AFTERSALE_OK : status;
}

static aftersale_status make_book(as__sqlite *my, uint64_t prefix, int64_t *number)
{
    as__sqlite_shape shape = {.what = AS__SQLITE_DO_MAKE_BOOK};
    sqlite3_stmt *statement;
    aftersale_status status = as__sqlite_prepare(my, &shape, write_make, NULL, &statement);
    if (status != AFTERSALE_OK)
        return status;
    (void)sqlite3_bind_int64(statement, 1, (int64_t)prefix);
    status = as__sqlite_run(my, statement);
    *number = sqlite3_last_insert_rowid(my->db);
    my->has_made_book = true;
    return status;
}

aftersale_status as__sqlite_find_book(as__sqlite *my, uint64_t prefix, bool make, int64_t *number)
{
    size_t at = place_of(my, prefix);
    aftersale_status status;
    *number = 0;
    if (at < my->book_count && my->books[at].prefix == prefix) {
        *number = my->books[at].number;
        return AFTERSALE_OK;
    }
    status = look_up(my, prefix, number);
    if (status == AFTERSALE_OK && *number == 0 && make)
        status = make_book(my, prefix, number);
    if (status != AFTERSALE_OK || *number == 0)
        return status;
    return remember(my, prefix, *number);
}

void as__sqlite_forget_books(as__sqlite *my)
{
    my->book_count = 0;
}
