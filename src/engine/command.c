/* SPDX-License-Identifier: MIT */
#include "engine/command.h"
#include "base/struct_take.h"
#include "engine/book_make.h"
#include "engine/group.h"
#include "engine/plans.h"
#include "engine/touch_at.h"
#include <string.h>

static const as__command_fn functions[] = {
#define COMMAND(name, NAME, clears) [AFTERSALE_DO_##NAME] = as__do_##name,
#include "schema/commands.def"
#undef COMMAND
};

#define COMMAND(name, NAME, clears)                                                                          \
    aftersale_status aftersale_##name(aftersale_book *book, const aftersale_##name##_args *args,             \
                                      aftersale_id *out)                                                     \
    {                                                                                                        \
        return as__command_run(book, AFTERSALE_DO_##NAME, args, out);                                        \
    }
#include "schema/commands.def"
#undef COMMAND

as__command_fn as__command_of(int32_t number)
{
    if (number <= 0 || (size_t)number >= sizeof functions / sizeof functions[0])
        return NULL;
    return functions[number];
}

aftersale_status as__command_draw(as__command *command)
{
    aftersale_context *context = command->book->context;
    as__tenant *tenant = command->book->tenant;
    uint16_t noise;
    bool drawn;
    aftersale_status status = as__context_now(context, &command->now);
    if (status == AFTERSALE_OK)
        status = as__context_random(context, &noise, sizeof noise);
    if (status != AFTERSALE_OK)
        return as__fail(command->book, status, AS__MESSAGE_CALLBACK, NULL);
    pthread_mutex_lock(&tenant->lock);
    drawn = as__id_next(&tenant->ids, command->now, noise, &command->id);
    pthread_mutex_unlock(&tenant->lock);
    if (!drawn)
        return as__fail(command->book, AFTERSALE_LIMIT, AS__MESSAGE_CLOCK, NULL);
    command->at = command->now;
    return AFTERSALE_OK;
}

uint64_t as__command_id(as__command *command)
{
    return command->made < AS__IDS_PER_COMMAND ? command->id + command->made++ : 0;
}

/* What every command takes stands at its end. */
static const void *argument(const as__command *command, const char *name)
{
    for (size_t i = command->arguments->field_count; i-- != 0;)
        if (strcmp(command->arguments->fields[i].face.name, name) == 0)
            return as__field_at(&command->arguments->fields[i], command->args);
    return NULL;
}

static void take_common(as__command *command)
{
    const aftersale_time *at = argument(command, "at");
    const char *const *key = argument(command, "idempotency");
    if (at != NULL && at->us != 0)
        command->at = *at;
    command->key = key != NULL ? *key : NULL;
    as__arguments_digest(command->arguments, command->book->tenant->secret, command->args, &command->digest);
}

/* The id that a command's event says it gave. */
static aftersale_id first_reply(const as__command *command, const aftersale_event *event)
{
    if (event->step != 0)
        return as__touch_id_make(
            command->book->tenant->book,
            (as__touch_key){event->enrolment, (uint32_t)event->step, (uint32_t)event->occurrence});
    return as__id_make(command->book->tenant->book, event->subject != 0 ? event->subject : event->root);
}

/* The host's key was used before: the first reply again, or EXISTS when it was for another command (S4). */
static aftersale_status find_repeat(as__command *command, bool *is_repeat)
{
    aftersale_range range;
    as__found found;
    const aftersale_event *event;
    aftersale_status status;
    *is_repeat = false;
    if (command->key == NULL)
        return AFTERSALE_OK;
    as__range_begin(&range, command->book->tenant->book, AFTERSALE_KIND_EVENT, 1, 1);
    as__range_equal_text(&range, command->key);
    status = as__unit_scan(command->unit, &range, &found);
    if (status != AFTERSALE_OK || found.count == 0)
        return status;
    event = (const aftersale_event *)found.items[0];
    if (memcmp(&event->digest, &command->digest, sizeof event->digest) != 0)
        return as__fail_field(command->book, AFTERSALE_EXISTS, "idempotency", AS__MESSAGE_KEY_REUSED, NULL);
    command->out = first_reply(command, event);
    command->did = AFTERSALE_DID_REPEAT;
    *is_repeat = true;
    if (event->type == AS__EVENT_TOUCH_DONE || event->type == AS__EVENT_TOUCH_TRIED)
        return as__touch_next(command, event->enrolment);
    return AFTERSALE_OK;
}

/* Runs the command's own part once; nothing is committed. */
static aftersale_status decide(as__command *command)
{
    bool is_repeat;
    aftersale_status status = as__book_settings(command->book, command->unit, &command->settings);
    command->made = 0;
    command->did = AFTERSALE_DID_NOTHING;
    memset(&command->out, 0, sizeof command->out);
    as__noted_clear(command->book);
    as__problems_reset(&command->book->problems);
    (void)aftersale_error_set(&command->book->error, AFTERSALE_OK, 0, NULL);
    command->book->blocked = NULL;
    if (status == AFTERSALE_OK)
        status = find_repeat(command, &is_repeat);
    if (status == AFTERSALE_OK && !is_repeat)
        status = as__command_of(command->arguments->command)(command);
    if (status != AFTERSALE_OK && command->book->error.status == AFTERSALE_OK)
        status = as__fail_store(command->book, command->unit, status);
    return status;
}

static aftersale_status in_group(as__command *command)
{
    size_t mark = as__unit_mark(command->unit);
    aftersale_status status = decide(command);
    if (status == AFTERSALE_RETRY && !command->book->in_batch) /* only the host can begin again */
        status = as__fail_store(command->book, command->unit, AFTERSALE_CONFLICT);
    if (status != AFTERSALE_OK) {
        as__unit_take_back(command->unit, mark);
        as__group_doom(command->book, status);
    }
    return status;
}

/* Another process drew the same id, as two with one seed and one clock do: the command takes the next. */
static void redraw_if_taken(as__command *command)
{
    const aftersale_key *key = as__unit_failed_key(command->unit);
    as__tenant *tenant = command->book->tenant;
    if (key == NULL || key->root != 0 || key->id < command->id ||
        key->id - command->id >= AS__IDS_PER_COMMAND)
        return;
    pthread_mutex_lock(&tenant->lock);
    (void)as__id_next(&tenant->ids, command->now, 0, &command->id);
    pthread_mutex_unlock(&tenant->lock);
}

/* Alone: decided and committed, and again when somebody else was faster: in this process that is known before the
 * commit, and the lane is held by then. A unique entry taken meanwhile is such a case too: run again, the command
 * finds it. */
static aftersale_status alone(as__command *command)
{
    as__lane_hold hold = {.of = &command->book->attached->lanes};
    aftersale_status status = AFTERSALE_CONFLICT;
    for (int tries = 0; tries < AS__TRIES; tries++) {
        as__unit_reset(command->unit);
        as__plans_forget(command->book);
        as__lanes_look(&hold);
        status = decide(command);
        if (status == AFTERSALE_OK && !as__lanes_take(&hold, command->unit)) {
            status = AFTERSALE_CONFLICT;
            continue;
        }
        if (status == AFTERSALE_OK)
            status = as__unit_write(command->book, command->unit, command->id);
        if (status != AFTERSALE_CONFLICT && status != AFTERSALE_RETRY && status != AFTERSALE_EXISTS)
            break;
        /* the command's own answer, not the store's */
        if (status != AFTERSALE_RETRY && command->book->error.status != AFTERSALE_OK)
            break;
        redraw_if_taken(command);
        as__pause(command->book, tries);
    }
    as__lanes_leave(&hold);
    if (status == AFTERSALE_RETRY)
        status = as__fail_store(command->book, command->unit, AFTERSALE_CONFLICT);
    else if (status != AFTERSALE_OK && command->book->error.status == AFTERSALE_OK)
        status = as__fail_store(command->book, command->unit, status);
    as__unit_reset(command->unit);
    as__plans_forget(command->book);
    return status;
}

/* Items of a caller whose header is newer are longer than ours: from here on they lie as ours do. */
static aftersale_status compact_lists(const as__command *command, void *args)
{
    for (size_t f = 0; f < command->arguments->field_count; f++) {
        const as__field *field = &command->arguments->fields[f];
        as__arg_list *list = (as__arg_list *)((unsigned char *)args + field->offset);
        size_t size;
        unsigned char *items;
        if (field->storage != AS__STORED_ARG_LIST || list->count == 0)
            continue;
        size = as__kind_of(field->face.target)->size;
        if (list->item_size == size)
            continue;
        items = as__arena_take(&command->book->scratch, list->count * size);
        if (items == NULL)
            return as__fail(command->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
        for (size_t i = 0; i < list->count; i++)
            memcpy(items + i * size, as__field_item(field, args, i), size);
        list->items = items;
        list->item_size = size;
    }
    return AFTERSALE_OK;
}

static aftersale_status begin(as__command *command, const void *given)
{
    aftersale_book *book = command->book;
    void *args = as__arena_take(&book->scratch, command->arguments->size);
    aftersale_status status;
    if (args == NULL)
        return as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    if (book->is_read_only)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE, "the book is open for reading only");
    status = as__arguments_take(command->arguments, given, args);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_ABI ? as__fail(book, status, AS__MESSAGE_ABI,
                                                  as__struct_fault(given, command->arguments->size))
                                       : as__fail(book, status, AS__MESSAGE_REQUIRED, "args must be given");
    as__arguments_check(command->arguments, args, book->context->zones, &book->problems);
    status = as__fail_problems(book);
    if (status == AFTERSALE_OK)
        status = compact_lists(command, args);
    if (status != AFTERSALE_OK)
        return status;
    command->args = args;
    status = as__command_draw(command);
    if (status == AFTERSALE_OK)
        take_common(command);
    return status;
}

aftersale_status as__command_decide(aftersale_book *book, int32_t number, const void *args, aftersale_id *out)
{
    as__command command = {
        .book = book, .unit = book->unit, .arguments = as__arguments_of(number), .wants_out = out != NULL};
    aftersale_status status;
    book->did = AFTERSALE_DID_NOTHING;
    if (book->in_group && book->doomed != AFTERSALE_OK)
        return as__group_repeat_doom(book);
    status = begin(&command, args);
    if (status == AFTERSALE_OK)
        status = book->in_group ? in_group(&command) : alone(&command);
    else if (book->in_group)
        as__group_doom(book, status);
    if (status != AFTERSALE_OK) {
        as__noted_clear(book); /* what it would have done besides, it did not do */
        return status;
    }
    book->did = command.did;
    if (out != NULL)
        *out = command.out;
    return AFTERSALE_OK;
}

aftersale_status as__command_run(aftersale_book *book, int32_t number, const void *args, aftersale_id *out)
{
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (out != NULL)
        memset(out, 0, sizeof *out);
    status = as__command_decide(book, number, args, out);
    as__book_leave(book);
    if (status == AFTERSALE_OK && !book->in_group)
        as__tell_committed(book);
    return status;
}
