/* SPDX-License-Identifier: MIT */
#include "engine/host_words.h"
#include "engine/put_by_ref.h"
#include <string.h>

static aftersale_status find_words(aftersale_book *book, as__unit *unit, const char *language,
                                   const char **json)
{
    const aftersale_record *record;
    uint64_t id = as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_WORDS, language);
    aftersale_status status = as__record_of(book, unit, AFTERSALE_KIND_WORDS, id, &record);
    *json = status == AFTERSALE_OK ? ((const as__words *)record)->json : NULL;
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_OK : status;
}

aftersale_status as__words_of(aftersale_book *book, as__unit *unit, const char *language,
                              as__words_table *out)
{
    const char *json;
    size_t primary = strcspn(language, "-");
    aftersale_status status = find_words(book, unit, language, &json);
    if (status == AFTERSALE_OK && json == NULL && language[primary] != 0) {
        const char *part = as__arena_text(&unit->arena, language, primary);
        status = part != NULL ? find_words(book, unit, part, &json) : AFTERSALE_NO_MEMORY;
    }
    if (status == AFTERSALE_OK)
        status = as__words_read(language, json, &unit->arena, &book->problems, out);
    return status == AFTERSALE_INVALID ? AFTERSALE_CORRUPT : status;
}

aftersale_status as__do_words_put(as__command *command)
{
    const aftersale_words_put_args *args = command->args;
    aftersale_book *book = command->book;
    uint64_t id = as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_WORDS, args->language);
    const aftersale_record *before;
    as__words_table checked;
    as__words draft;
    aftersale_event event;
    aftersale_status status =
        as__words_read(args->language, args->json, &command->unit->arena, &book->problems, &checked);
    if (status == AFTERSALE_INVALID)
        return as__fail_problems(book);
    if (status != AFTERSALE_OK)
        return status;
    status = as__record_of(book, command->unit, AFTERSALE_KIND_WORDS, id, &before);
    command->out = as__id_make(book->tenant->book, id);
    if (status == AFTERSALE_OK && strcmp(((const as__words *)before)->json, args->json) == 0)
        return AFTERSALE_OK;
    if (status != AFTERSALE_OK && status != AFTERSALE_NOT_FOUND)
        return status;
    as__put_answer(command, id, status == AFTERSALE_NOT_FOUND);
    memset(&draft, 0, sizeof draft);
    draft.id = id;
    draft.language = args->language;
    draft.json = args->json;
    status = as__unit_put(command->unit, AFTERSALE_KIND_WORDS, &draft, NULL);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_SETTINGS, AS__BOOK_ROOT, AS__EVENT_WORDS_PUT, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = id;
    return as__event_put(command, &event);
}
