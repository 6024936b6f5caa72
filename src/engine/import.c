/* SPDX-License-Identifier: MIT */
#include "engine/import_batch.h"
#include "engine/batch.h"
#include "engine/book_make.h"
#include "engine/group.h"
#include "engine/query_args.h"
#include <string.h>

#define PROGRESS_LINES 1000

static aftersale_importer *importer_new(aftersale_book *book)
{
    const as__memory *memory = &book->context->owner.memory;
    aftersale_importer *importer = as__memory_take(memory, sizeof *importer);
    if (importer == NULL)
        return NULL;
    importer->book = book;
    as__buffer_init(&importer->partial, memory);
    as__lines_init(&importer->batch, memory);
    as__lines_init(&importer->waiting, memory);
    as__buffer_init(&importer->circle, memory);
    as__arena_init(&importer->arena, memory);
    as__arena_init(&importer->failures, memory);
    book->cursors++; /* it keeps its book as a cursor does */
    return importer;
}

static void start(aftersale_importer *importer, const aftersale_import_args *args)
{
    importer->args = *args;
    importer->counts.struct_size = sizeof importer->counts;
    importer->counts.bytes = importer->begin = args->from_bytes;
    importer->number = args->from_lines;
    as__import_note_settled(importer);
}

static void importer_free(aftersale_importer *importer)
{
    aftersale_book *book = importer->book;
    as__buffer_free(&importer->partial);
    as__lines_free(&importer->batch);
    as__lines_free(&importer->waiting);
    as__buffer_free(&importer->circle);
    as__arena_free(&importer->arena);
    as__arena_free(&importer->failures);
    as__memory_give(&book->context->owner.memory, importer, sizeof *importer);
    if (--book->cursors == 0 && book->is_freed)
        as__book_drop(book);
}

static aftersale_status check_book(aftersale_book *book)
{
    if (book->is_read_only)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE, "the book is open for reading only");
    return book->in_group ? as__fail(book, AFTERSALE_STATE, AS__MESSAGE_GROUP_OPEN, NULL) : AFTERSALE_OK;
}

aftersale_status aftersale_import_begin(aftersale_book *book, const aftersale_import_args *args,
                                        aftersale_importer **out)
{
    aftersale_import_args given;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = check_book(book);
    if (status == AFTERSALE_OK)
        status = as__query_args(book, args, sizeof given, sizeof given, &given);
    if (status == AFTERSALE_OK) {
        *out = importer_new(book);
        if (*out != NULL)
            start(*out, &given);
        else
            status = as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    }
    as__book_leave(book);
    return status;
}

static bool is_blank(const char *text, size_t size)
{
    while (size != 0 && (text[size - 1] == ' ' || text[size - 1] == '\t'))
        size--;
    return size == 0;
}

static aftersale_status tell_progress(aftersale_importer *importer)
{
    if (importer->args.progress == NULL || importer->counts.lines % PROGRESS_LINES != 0 ||
        importer->args.progress(importer->args.progress_user, &importer->counts) == 0)
        return AFTERSALE_OK;
    return as__fail(importer->book, AFTERSALE_CANCELLED, AS__MESSAGE_CANCELLED, NULL);
}

/* The lines before it come first, so that bad lines are told in order. */
static aftersale_status refuse_long(aftersale_importer *importer)
{
    as__line line = {NULL, 0, importer->number, importer->begin, false};
    aftersale_error error;
    aftersale_status status = as__import_flush(importer);
    if (status != AFTERSALE_OK)
        return status;
    (void)aftersale_error_set(&error, AFTERSALE_INVALID, AS__MESSAGE_TOO_LONG, "line: is longer than 1 MiB");
    return as__import_bad(importer, line, &error);
}

static aftersale_status take_content(aftersale_importer *importer, const char *text, size_t size)
{
    static const char mark[] = "\xEF\xBB\xBF"; /* what some editors begin a file with */
    if (importer->begin == 0 && size >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        size -= 3;
    }
    if (size != 0 && text[size - 1] == '\r')
        size--;
    if (is_blank(text, size))
        return AFTERSALE_OK;
    importer->counts.lines++;
    if (size > AS__IMPORT_LINE_MOST)
        return refuse_long(importer);
    return as__import_take(importer, (as__line){text, size, importer->number, importer->begin, false});
}

/* A whole line, its newline left out. */
static aftersale_status take_line(aftersale_importer *importer, const char *text, size_t size)
{
    uint64_t before = importer->counts.lines;
    aftersale_status status;
    importer->number++;
    status = take_content(importer, text, size);
    if (status != AFTERSALE_OK)
        return status;
    importer->begin = importer->counts.bytes;
    as__import_note_settled(importer);
    return importer->counts.lines != before ? tell_progress(importer) : AFTERSALE_OK;
}

/* The end of a line that began in an earlier piece. */
static aftersale_status end_partial(aftersale_importer *importer)
{
    as__buffer *partial = &importer->partial;
    aftersale_status status = take_line(importer, (const char *)partial->data, partial->size);
    partial->size = 0;
    return status;
}

/* Of a line that is too long no more is kept than shows it. */
static aftersale_status keep_partial(aftersale_importer *importer, const char *text, size_t size)
{
    size_t room = AS__IMPORT_LINE_MOST + 2 - importer->partial.size;
    as__buffer_append(&importer->partial, text, size < room ? size : room);
    if (!importer->partial.failed)
        return AFTERSALE_OK;
    return as__fail(importer->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
}

static aftersale_status take_text(aftersale_importer *importer, const char *text, size_t size)
{
    aftersale_status status = AFTERSALE_OK;
    while (size != 0 && status == AFTERSALE_OK) {
        const char *end = memchr(text, '\n', size);
        size_t piece = end != NULL ? (size_t)(end - text) : size, eaten = piece + (end != NULL);
        importer->counts.bytes += eaten;
        if (end != NULL && importer->partial.size == 0) {
            status = take_line(importer, text, piece);
        } else {
            status = keep_partial(importer, text, piece);
            if (status == AFTERSALE_OK && end != NULL)
                status = end_partial(importer);
        }
        text += eaten;
        size -= eaten;
    }
    return status;
}

static aftersale_status repeat_stop(aftersale_importer *importer)
{
    return as__fail(importer->book, importer->stopped, AS__MESSAGE_MISUSE, "the import has stopped");
}

/* Enters the book for a piece of work on the import. */
static aftersale_status enter(aftersale_importer *importer)
{
    aftersale_status status = as__book_enter(importer->book);
    if (status != AFTERSALE_OK)
        return status;
    importer->wrote = false;
    status = check_book(importer->book);
    if (status != AFTERSALE_OK)
        as__book_leave(importer->book);
    return status;
}

static void leave(aftersale_importer *importer, aftersale_status status)
{
    aftersale_book *book = importer->book;
    if (status == AFTERSALE_OK) /* what a bad line left there is not the call's */
        as__batch_anew(book);
    book->did = importer->wrote ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_NOTHING;
    as__book_leave(book);
    if (importer->wrote)
        as__tell_committed(book);
}

aftersale_status aftersale_import_feed(aftersale_importer *importer, const char *text, size_t size)
{
    aftersale_status status;
    if (importer == NULL)
        return AFTERSALE_INVALID;
    status = enter(importer);
    if (status != AFTERSALE_OK)
        return status;
    if (importer->stopped != AFTERSALE_OK)
        status = repeat_stop(importer);
    else if (text == NULL && size != 0)
        status = as__fail_field(importer->book, AFTERSALE_INVALID, "text", AS__MESSAGE_REQUIRED, NULL);
    else
        status = importer->stopped = take_text(importer, text, size);
    leave(importer, status);
    return status;
}

static aftersale_status finish(aftersale_importer *importer)
{
    aftersale_status status = importer->partial.size != 0 ? end_partial(importer) : AFTERSALE_OK;
    if (status == AFTERSALE_OK)
        status = as__import_flush(importer);
    if (status == AFTERSALE_OK)
        status = as__import_settle(importer);
    if (status == AFTERSALE_OK)
        as__import_note_settled(importer);
    return status;
}

aftersale_status aftersale_import_end(aftersale_importer *importer, aftersale_import_counts *counts)
{
    aftersale_status status;
    if (importer == NULL)
        return AFTERSALE_INVALID;
    status = enter(importer);
    if (status == AFTERSALE_BUSY || status == AFTERSALE_STATE) /* possible again when the other is through */
        return status;
    if (status == AFTERSALE_OK) {
        status = importer->stopped != AFTERSALE_OK ? repeat_stop(importer) : finish(importer);
        leave(importer, status);
    }
    if (counts != NULL)
        *counts = importer->counts;
    importer_free(importer);
    return status;
}
