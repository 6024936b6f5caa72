/* SPDX-License-Identifier: MIT */
/* How a call on a book says that it failed. Names fields and reasons, never values (S69). */
#include "engine/engine.h"
#include "value/text.h"
#include <stdio.h>
#include <string.h>

const aftersale_error *aftersale_book_error(const aftersale_book *book)
{
    static const aftersale_error none = {.struct_size = sizeof(aftersale_error), .status = AFTERSALE_INVALID};
    return book != NULL ? &book->error : &none;
}

aftersale_status as__fail(aftersale_book *book, aftersale_status status, as__message message,
                          const char *text)
{
    return as__fail_about(book, status, message, 0, 0, text);
}

aftersale_status as__fail_about(aftersale_book *book, aftersale_status status, as__message message,
                                aftersale_kind kind, uint64_t local, const char *text)
{
    (void)aftersale_error_set(&book->error, status, (int32_t)message, text);
    book->error.kind = kind;
    if (local != 0)
        book->error.id = as__id_make(book->tenant->book, local);
    return status;
}

/* Without memory for the list the first problem stands alone. */
static void list_problems(aftersale_book *book)
{
    const aftersale_problem **list = as__arena_take(&book->scratch, book->problems.count * sizeof *list);
    if (list == NULL)
        return;
    for (size_t i = 0; i < book->problems.count; i++)
        list[i] = &book->problems.items[i];
    book->error.problem_count = (int32_t)book->problems.count;
    book->error.problems = list;
}

/* The first problem as the error's own line, and how many more there are. */
static aftersale_status fail_first(aftersale_book *book, aftersale_status status)
{
    const aftersale_problem *first = &book->problems.items[0];
    const char *colon = first->path[0] != 0 ? ": " : "";
    char text[sizeof book->error.text];
    size_t more = book->problems.seen - 1;
    if (more != 0)
        snprintf(text, sizeof text, "%s%s%s, and %zu more", first->path, colon, first->text, more);
    else
        snprintf(text, sizeof text, "%s%s%s", first->path, colon, first->text);
    (void)aftersale_error_set(&book->error, status, first->number, text);
    list_problems(book);
    return status;
}

aftersale_status as__fail_problems(aftersale_book *book)
{
    if (book->problems.failed)
        return as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    return book->problems.count != 0 ? fail_first(book, AFTERSALE_INVALID) : AFTERSALE_OK;
}

aftersale_status as__fail_field(aftersale_book *book, aftersale_status status, const char *path,
                                as__message message, const char *text)
{
    size_t mark = as__path_field(&book->problems, path);
    as__problem(&book->problems, 0, message, text);
    as__path_pop(&book->problems, mark);
    return book->problems.count != 0 ? fail_first(book, status) : as__fail(book, status, message, text);
}

static as__message message_of(aftersale_status status)
{
    switch (status) {
    case AFTERSALE_NO_MEMORY:
        return AS__MESSAGE_NO_MEMORY;
    case AFTERSALE_CONFLICT:
    case AFTERSALE_RETRY:
        return AS__MESSAGE_CONFLICT;
    case AFTERSALE_LIMIT:
        return AS__MESSAGE_LIMIT;
    case AFTERSALE_UNKNOWN:
        return AS__MESSAGE_UNKNOWN_OUTCOME;
    case AFTERSALE_CORRUPT:
        return AS__MESSAGE_CORRUPT;
    case AFTERSALE_BUSY:
        return AS__MESSAGE_BUSY;
    case AFTERSALE_CALLBACK:
        return AS__MESSAGE_CALLBACK;
    default:
        return AS__MESSAGE_STORE;
    }
}

/* What the host cannot mend from the status alone is worth a line in its log. */
static aftersale_status log_failure(const aftersale_book *book, aftersale_status status)
{
    const aftersale_context *context = book->context;
    if (context->log != NULL &&
        (status == AFTERSALE_STORE || status == AFTERSALE_UNKNOWN || status == AFTERSALE_CORRUPT))
        context->log(context->log_user, AFTERSALE_LOG_ERROR, book->error.text);
    return status;
}

aftersale_status as__fail_store(aftersale_book *book, const as__unit *unit, aftersale_status status)
{
    char text[sizeof book->error.text];
    const char *name = book->attached->store->methods->name;
    if (status == AFTERSALE_RETRY && unit != book->unit) /* only commands are run again */
        status = AFTERSALE_CONFLICT;
    if (unit->call.message[0] == 0)
        return log_failure(book, as__fail(book, status, message_of(status), NULL));
    snprintf(text, sizeof text, "%s: %s", name != NULL ? name : "store", unit->call.message);
    return log_failure(book, as__fail(book, status, message_of(status), text));
}
