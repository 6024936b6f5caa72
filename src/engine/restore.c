/* SPDX-License-Identifier: MIT */
/* An export is restored with the local ids that it names, so that touches keep theirs and a second import finds what
 * the first one made (S4, S70). */
#include "engine/restore_work.h"
#include <string.h>

uint64_t as__command_id_for(as__command *command, aftersale_kind kind)
{
    const as__restored *from = command->book->restores;
    uint64_t own = as__command_id(command);
    const aftersale_record *taken;
    if (from == NULL || own == 0 ||
        as__record_of(command->book, command->unit, kind, from->id, &taken) != AFTERSALE_NOT_FOUND)
        return own;
    return from->id;
}

aftersale_time as__command_recorded(const as__command *command)
{
    return command->book->restores != NULL ? command->at : command->now;
}

void as__command_take_digest(as__command *command)
{
    static const as__hash none;
    const as__restored *from = command->book->restores;
    if (from != NULL && memcmp(&from->recorded_as, &none, sizeof none) != 0)
        command->digest = from->recorded_as;
}

aftersale_status as__restore_fail(as__restoring *work, aftersale_status status, const char *path,
                                  as__message message, const char *text)
{
    return as__fail_field(work->command.book, status, path, message, text);
}

static aftersale_status find(void *user, aftersale_kind kind, aftersale_link link, uint64_t *local)
{
    as__command *command = &((as__restoring *)user)->command;
    const aftersale_record *record;
    aftersale_status status;
    if (link.ref != NULL && kind == AFTERSALE_KIND_SALE) {
        status = as__record_by_ref(command->unit, kind, link.ref, &record);
        if (status == AFTERSALE_OK && record == NULL)
            return AFTERSALE_NOT_FOUND;
        if (status == AFTERSALE_OK)
            *local = as__key_of(record).id;
        return status;
    }
    if (link.ref != NULL)
        *local = as__local_of_ref(command->book->tenant->secret, kind, link.ref);
    else if (!as__id_local(link.id, local))
        return AFTERSALE_NOT_FOUND;
    return as__record_of(command->book, command->unit, kind, *local, &record);
}

aftersale_status as__restore_read(as__restoring *work, aftersale_kind kind, const char *const *beside,
                                  void *draft)
{
    aftersale_book *book = work->command.book;
    as__finder finder = {find, work};
    aftersale_status status = as__record_read_json(as__kind_of(kind), work->json, &finder, beside,
                                                   work->arena, &book->problems, draft);
    if (status == AFTERSALE_INVALID || status == AFTERSALE_NOT_FOUND) {
        (void)as__fail_problems(book);
        book->error.status = status;
    }
    return status;
}

aftersale_status as__restore_check(as__restoring *work, aftersale_kind kind, const void *draft)
{
    as__record_check(as__kind_of(kind), draft, &work->command.book->problems);
    return as__fail_problems(work->command.book);
}

aftersale_status as__restore_record(as__restoring *work, aftersale_kind kind, uint64_t local,
                                    const aftersale_record **out)
{
    return as__record_of(work->command.book, work->command.unit, kind, local, out);
}

aftersale_status as__restore_finish(as__restoring *work, aftersale_event *event)
{
    work->is_new = true;
    return as__event_put(&work->command, event);
}

typedef aftersale_status (*restore_fn)(as__restoring *work);

static restore_fn function_of(aftersale_kind kind)
{
    switch (kind) {
    case AFTERSALE_KIND_ENROLMENT:
        return as__restore_enrolment;
    case AFTERSALE_KIND_SHEET:
        return as__restore_sheet;
    case AFTERSALE_KIND_TOUCH:
        return as__restore_touch;
    default:
        return NULL;
    }
}

bool as__is_restored(aftersale_kind kind)
{
    return function_of(kind) != NULL;
}

static aftersale_status begin(as__restoring *work)
{
    const cJSON *id = cJSON_GetObjectItemCaseSensitive(work->json->root, "id");
    if (!cJSON_IsString(id) || aftersale_id_parse(id->valuestring, &work->id) != AFTERSALE_OK ||
        !as__id_local(work->id, &work->local))
        return as__restore_fail(work, AFTERSALE_INVALID, "id", AS__MESSAGE_NOT_AN_ID, NULL);
    return as__book_settings(work->command.book, work->command.unit, &work->command.settings);
}

aftersale_status as__restore(aftersale_book *book, aftersale_kind kind, const as__json *json,
                             as__arena *arena)
{
    as__restoring work = {.command = {.book = book, .unit = book->unit}, .json = json, .arena = arena};
    size_t mark = as__unit_mark(book->unit);
    aftersale_status status = as__command_draw(&work.command);
    if (status == AFTERSALE_OK)
        status = begin(&work);
    if (status == AFTERSALE_OK)
        status = function_of(kind)(&work);
    book->did = work.is_new ? AFTERSALE_DID_MAKE : AFTERSALE_DID_NOTHING;
    if (status == AFTERSALE_OK)
        return status;
    as__unit_take_back(book->unit, mark);
    return book->error.status != AFTERSALE_OK ? status : as__fail_store(book, book->unit, status);
}
