/* SPDX-License-Identifier: MIT */
/* The worklist: opened, stepped, and gone on with from a bookmark. */
#include "aftersale/worklist.h"
#include "base/checked.h"
#include "engine/agenda_walk.h"
#include <inttypes.h>
#include <string.h>

static aftersale_status next(aftersale_cursor *cursor, const aftersale_record **out)
{
    aftersale_status status = as__walk_step(cursor, out);
    if (status < 0 && cursor->book->error.status == AFTERSALE_OK)
        status = as__fail_store(cursor->book, &cursor->unit, status);
    return status;
}

static void bookmark(const aftersale_cursor *cursor, as__buffer *out)
{
    const as__walk *walk = cursor->state;
    as__open_end end = as__walk_open_end(walk);
    char id[AFTERSALE_ID_TEXT];
    aftersale_id_text(walk->mark.id, id);
    as__buffer_format(out, "work %" PRId64 " %d %" PRId64 " %" PRId64 " %d %s", walk->at.us, (int)end.class,
                      end.bound.us, walk->mark.due.us, (int)walk->mark.priority, id);
}

/* The next whole number of a text, and the blank behind it. */
static bool take_number(const char **at, int64_t *out)
{
    bool is_negative = **at == '-';
    const char *digit = *at + is_negative;
    *out = 0;
    if (*digit < '0' || *digit > '9')
        return false;
    for (; *digit >= '0' && *digit <= '9'; digit++)
        if (!as__mul_i64(*out, 10, out) || !as__add_i64(*out, *digit - '0', out))
            return false;
    if (is_negative)
        *out = -*out;
    if (*digit != ' ')
        return false;
    *at = digit + 1;
    return true;
}

/* The list goes on for the same time; for another one, what bounds hide has to be looked at again. */
static bool read_bookmark(const char *text, as__walk *walk)
{
    int64_t until, class, from, due, priority;
    const char *at = text + 5;
    if (strncmp(text, "work ", 5) != 0 || !take_number(&at, &until) || !take_number(&at, &class) ||
        !take_number(&at, &from) || !take_number(&at, &due) || !take_number(&at, &priority) || priority < 0 ||
        priority > AS__CLASSES || class < 0 || class > AS__CLASSES)
        return false;
    if (walk->at.us == 0)
        walk->at.us = until;
    if (walk->at.us == until && (class != 0) == (walk->order == AFTERSALE_ORDER_PRIORITY)) {
        walk->from.us = from;
        walk->from_class = (int32_t) class;
    }
    walk->mark = (as__walk_mark){.due = {due}, .priority = (int32_t)priority};
    walk->has_mark = walk->goes_on = due != 0;
    if (aftersale_id_parse(at, &walk->mark.id) != AFTERSALE_OK)
        return false;
    walk->begun = walk->mark;
    return true;
}

static const as__query query = {.kind = AFTERSALE_KIND_WORK, .next = next, .bookmark = bookmark};

static aftersale_status begin(aftersale_cursor *cursor, const aftersale_worklist_args *args)
{
    aftersale_book *book = cursor->book;
    as__walk *walk = cursor->state;
    as__owners owners;
    aftersale_status status = as__context_now(book->context, &walk->now);
    walk->as_of = as__walk_last_command(book->tenant);
    walk->at = args->at;
    walk->order = args->order != 0 ? args->order : AFTERSALE_ORDER_DUE;
    walk->flags = args->flags;
    if (args->bookmark != NULL && !read_bookmark(args->bookmark, walk))
        return as__fail_field(book, AFTERSALE_INVALID, "bookmark", AS__MESSAGE_NOT_A_CHOICE,
                              "is not a bookmark of a worklist");
    if (walk->at.us == 0)
        walk->at = walk->now;
    /* Leases and snoozes are judged at the time the list is for. */
    if (args->at.us != 0)
        walk->now = args->at;
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, &cursor->unit, &walk->settings);
    if (status == AFTERSALE_OK && (args->flags & AFTERSALE_WORKLIST_LEFT) != 0)
        status = as__owners_left(book, &cursor->unit, walk->settings, walk->now, &owners);
    else if (status == AFTERSALE_OK)
        status = as__owners_of(book, &cursor->unit, walk->settings, args->owner, walk->now, &owners);
    if (status == AFTERSALE_OK && args->owner != NULL)
        walk->owner = owners.items[0];
    walk->has_parked = (args->flags & AFTERSALE_WORKLIST_WITH_BLOCKED) != 0 ||
                       (status == AFTERSALE_OK && walk->settings->rebound != 0);
    if (status == AFTERSALE_OK)
        status = as__walk_streams(cursor, &owners);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, &cursor->unit, status);
    return status;
}

static aftersale_status check(aftersale_book *book, const aftersale_worklist_args *args)
{
    if (args->struct_size != sizeof *args)
        return as__fail(book, AFTERSALE_ABI, AS__MESSAGE_ABI, NULL);
    if (args->order < 0 || args->order > AFTERSALE_ORDER_PRIORITY)
        return as__fail_field(book, AFTERSALE_INVALID, "order", AS__MESSAGE_NOT_A_CHOICE, NULL);
    if ((args->flags & ~(uint32_t)(AFTERSALE_WORKLIST_WITH_BLOCKED | AFTERSALE_WORKLIST_OVERDUE |
                                   AFTERSALE_WORKLIST_LEFT)) != 0)
        return as__fail_field(book, AFTERSALE_INVALID, "flags", AS__MESSAGE_NOT_A_CHOICE, NULL);
    if ((args->flags & AFTERSALE_WORKLIST_LEFT) != 0 && args->owner != NULL)
        return as__fail_field(book, AFTERSALE_INVALID, "owner", AS__MESSAGE_NOT_A_CHOICE,
                              "has no place in a list of what nobody sees");
    return AFTERSALE_OK;
}

aftersale_status aftersale_worklist(aftersale_book *book, const aftersale_worklist_args *args,
                                    aftersale_cursor **out)
{
    static const aftersale_worklist_args all = {.struct_size = sizeof all};
    aftersale_status status = as__book_enter_to_give(book, out);
    aftersale_cursor *cursor = NULL;
    if (status != AFTERSALE_OK)
        return status;
    if (args == NULL)
        args = &all;
    status = check(book, args);
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &query, sizeof(as__walk), &cursor);
    if (status == AFTERSALE_OK)
        status = begin(cursor, args);
    return as__cursor_give(book, status, cursor, out);
}

aftersale_status aftersale_work_next(aftersale_cursor *cursor, const aftersale_work **out)
{
    return as__cursor_step(cursor, AFTERSALE_KIND_WORK, (const aftersale_record **)(uintptr_t)out);
}
