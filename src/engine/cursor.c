/* SPDX-License-Identifier: MIT */
#include "engine/cursor_step.h"
#include "engine/book_make.h"
#include "engine/columns.h"
#include <string.h>

aftersale_status as__cursor_new(aftersale_book *book, const as__query *query, size_t state_size,
                                aftersale_cursor **out)
{
    as__owner *owner = &book->context->owner;
    aftersale_cursor *cursor = as__memory_take(&owner->memory, sizeof *cursor);
    if (cursor != NULL)
        cursor->state = as__memory_take(&owner->memory, state_size);
    if (cursor == NULL || cursor->state == NULL) {
        as__memory_give(&owner->memory, cursor, sizeof *cursor);
        return as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    }
    cursor->book = book;
    cursor->query = query;
    cursor->state_size = state_size;
    as__unit_init(&cursor->unit, owner, book->attached->store, book->tenant->book);
    book->cursors++;
    *out = cursor;
    return AFTERSALE_OK;
}

void aftersale_cursor_free(aftersale_cursor *cursor)
{
    aftersale_book *book;
    const as__memory *memory;
    if (cursor == NULL)
        return;
    book = cursor->book;
    memory = &book->context->owner.memory;
    as__columns_drop(cursor);
    if (cursor->query->end != NULL)
        cursor->query->end(cursor);
    aftersale_record_free(cursor->row);
    as__unit_free(&cursor->unit);
    as__memory_give(memory, cursor->state, cursor->state_size);
    as__memory_give(memory, cursor, sizeof *cursor);
    if (--book->cursors == 0 && book->is_freed)
        as__book_drop(book);
}

aftersale_status as__cursor_give(aftersale_book *book, aftersale_status status, aftersale_cursor *cursor,
                                 aftersale_cursor **out)
{
    as__book_leave(book);
    if (status == AFTERSALE_OK)
        *out = cursor;
    else
        aftersale_cursor_free(cursor);
    return status;
}

as__unit *as__cursor_reads(aftersale_cursor *cursor)
{
    if (cursor->book->in_group)
        return cursor->book->unit;
    as__unit_reset(&cursor->unit);
    return &cursor->unit;
}

aftersale_status as__cursor_advance(aftersale_cursor *cursor)
{
    aftersale_status status;
    aftersale_record_free(cursor->row);
    cursor->row = NULL;
    if (cursor->is_done)
        return AFTERSALE_DONE;
    status = cursor->query->next(cursor, &cursor->row);
    cursor->is_done = status == AFTERSALE_DONE;
    return status;
}

/* `kind` 0: whatever it gives. */
static aftersale_status step(aftersale_cursor *cursor, aftersale_kind kind, const aftersale_record **out)
{
    aftersale_status status;
    if (out == NULL)
        return AFTERSALE_INVALID;
    *out = NULL;
    if (cursor == NULL)
        return AFTERSALE_INVALID;
    status = as__book_enter(cursor->book);
    if (status != AFTERSALE_OK)
        return status;
    if (kind != 0 && kind != cursor->query->kind)
        status = as__fail(cursor->book, AFTERSALE_INVALID, AS__MESSAGE_MISUSE,
                          "the cursor gives rows of another kind");
    else
        status = as__cursor_advance(cursor);
    if (status == AFTERSALE_ROW)
        *out = cursor->row;
    as__book_leave(cursor->book);
    return status;
}

aftersale_status as__cursor_step(aftersale_cursor *cursor, aftersale_kind kind, const aftersale_record **out)
{
    return step(cursor, kind, out);
}

aftersale_status aftersale_cursor_next(aftersale_cursor *cursor, const aftersale_record **out)
{
    return step(cursor, 0, out);
}

size_t aftersale_cursor_bookmark(const aftersale_cursor *cursor, char *out, size_t size)
{
    as__buffer text;
    const char *whole;
    size_t needed;
    if (out != NULL && size != 0)
        out[0] = 0;
    if (cursor == NULL || cursor->query->bookmark == NULL)
        return 1;
    as__buffer_init(&text, &cursor->book->context->owner.memory);
    cursor->query->bookmark(cursor, &text);
    whole = as__buffer_string(&text);
    needed = whole != NULL ? text.size + 1 : 0; /* 0: out of memory */
    if (out != NULL && needed != 0 && needed <= size)
        memcpy(out, whole, needed);
    as__buffer_free(&text);
    return needed;
}

int32_t aftersale_cursor_is_stale(const aftersale_cursor *cursor)
{
    return cursor != NULL && cursor->is_stale;
}
