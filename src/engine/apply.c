/* SPDX-License-Identifier: MIT */
/* Commands as data (S77). */
#include "engine/batch.h"
#include "engine/group.h"
#include <string.h>

#define BATCH 1000

typedef struct applying {
    aftersale_book *book;
    aftersale_command *commands; /* of this batch */
    size_t count;
    aftersale_status first; /* failure of a command, in order */
    aftersale_error error;
} applying;

static void clear(aftersale_command *commands, size_t count, aftersale_status status)
{
    for (size_t i = 0; i < count; i++) {
        commands[i].status = status;
        memset(&commands[i].id, 0, sizeof commands[i].id);
    }
}

static aftersale_status run_command(applying *to, size_t i)
{
    aftersale_command *command = &to->commands[i];
    memset(&command->id, 0, sizeof command->id);
    command->status = as__batch_command(to->book, command->command, command->args, &command->id);
    return command->status;
}

static aftersale_status run_of_all(void *user, size_t i)
{
    applying *to = user;
    aftersale_status status = run_command(to, i);
    if (status == AFTERSALE_OK)
        return status;
    clear(to->commands, to->count, AFTERSALE_OK); /* the failure stands alone: nothing was done */
    to->commands[i].status = status;
    return status;
}

static aftersale_status all_or_nothing(applying *to, bool *wrote)
{
    aftersale_status status = as__batch_run(to->book, to->count, run_of_all, to, wrote);
    for (size_t i = 0; i < to->count && status != AFTERSALE_OK; i++)
        if (to->commands[i].status != AFTERSALE_OK)
            return status;
    if (status != AFTERSALE_OK) /* the commit failed, so none of them was done */
        clear(to->commands, to->count, status);
    return status;
}

/* The first failure is what the call answers; its problems are gone by then, its line is not. */
static void note_first(applying *to, aftersale_status status)
{
    if (to->first != AFTERSALE_OK)
        return;
    to->first = status;
    to->error = to->book->error;
    to->error.problem_count = 0;
    to->error.problems = NULL;
}

static aftersale_status run_alone(void *user, size_t i)
{
    applying *to = user;
    aftersale_status status;
    if (i == 0) /* the batch may be run again */
        to->first = AFTERSALE_OK;
    status = run_command(to, i);
    if (status == AFTERSALE_RETRY)
        return status;
    if (status != AFTERSALE_OK)
        note_first(to, status);
    return AFTERSALE_OK;
}

static aftersale_status each_alone(applying *to, bool *wrote)
{
    for (size_t at = 0; at < to->count; at += BATCH) {
        applying batch = {.book = to->book, .commands = to->commands + at};
        bool wrote_batch;
        aftersale_status status;
        batch.count = to->count - at < BATCH ? to->count - at : BATCH;
        status = as__batch_run(to->book, batch.count, run_alone, &batch, &wrote_batch);
        if (status != AFTERSALE_OK) {
            clear(batch.commands, to->count - at, status);
            note_first(to, status);
            break;
        }
        *wrote = *wrote || wrote_batch;
        if (to->first == AFTERSALE_OK && batch.first != AFTERSALE_OK) {
            to->first = batch.first;
            to->error = batch.error;
        }
    }
    if (to->first != AFTERSALE_OK)
        to->book->error = to->error;
    return to->first;
}

static aftersale_status check(aftersale_book *book, const aftersale_command *commands, size_t count,
                              int32_t mode)
{
    if (book->in_group)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_GROUP_OPEN, NULL);
    if (commands == NULL && count != 0)
        return as__fail_field(book, AFTERSALE_INVALID, "commands", AS__MESSAGE_REQUIRED, NULL);
    if (mode != AFTERSALE_APPLY_ALL_OR_NOTHING && mode != AFTERSALE_APPLY_EACH_ALONE)
        return as__fail_field(book, AFTERSALE_INVALID, "mode", AS__MESSAGE_NOT_A_CHOICE, NULL);
    return AFTERSALE_OK;
}

aftersale_status aftersale_book_apply(aftersale_book *book, aftersale_command *commands, size_t count,
                                      int32_t mode)
{
    applying to = {.book = book, .commands = commands, .count = count};
    bool wrote = false;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = check(book, commands, count, mode);
    if (status == AFTERSALE_OK && mode == AFTERSALE_APPLY_ALL_OR_NOTHING)
        status = all_or_nothing(&to, &wrote);
    else if (status == AFTERSALE_OK)
        status = each_alone(&to, &wrote);
    book->did = wrote ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_NOTHING;
    as__book_leave(book);
    if (wrote)
        as__tell_committed(book);
    return status;
}
