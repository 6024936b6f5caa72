/* SPDX-License-Identifier: MIT */
#include "engine/group.h"
#include "engine/book_make.h"
#include "engine/command.h"
#include "engine/plans.h"
#include <string.h>

static aftersale_status find_command(aftersale_book *book, as__unit *unit, uint64_t command, bool *is_ours)
{
    /* The unit still knows its events: the last of them must be there as we wrote it. */
    as__unit fresh;
    aftersale_status status = AFTERSALE_OK;
    *is_ours = false;
    as__unit_init(&fresh, unit->owner, unit->store, unit->book);
    for (size_t i = 0; i < unit->root_count && status == AFTERSALE_OK && !*is_ours; i++) {
        aftersale_key key;
        const aftersale_record *record;
        if (!as__unit_root_written(unit, i, &key))
            continue;
        status = as__unit_get(&fresh, &key, &record);
        if (status == AFTERSALE_NOT_FOUND)
            status = AFTERSALE_OK;
        else if (status == AFTERSALE_OK)
            *is_ours = ((const aftersale_event *)record)->command == command;
    }
    (void)book;
    as__unit_free(&fresh);
    return status;
}

static bool is_plain(aftersale_status status)
{
    return status == AFTERSALE_OK || status == AFTERSALE_CONFLICT || status == AFTERSALE_RETRY ||
           status == AFTERSALE_EXISTS || status == AFTERSALE_LIMIT || status == AFTERSALE_NO_MEMORY;
}

/* A second try tells what became of the first: it is written now, or finds its own events there. Where it fails in any
 * other way nothing is known, however plain that failure is. */
aftersale_status as__unit_write(aftersale_book *book, as__unit *unit, uint64_t command)
{
    bool is_ours;
    aftersale_status status = as__unit_commit(unit), second;
    if (is_plain(status))
        return status;
    second = as__unit_commit(unit);
    if (second == AFTERSALE_OK)
        return AFTERSALE_OK;
    if (second != AFTERSALE_CONFLICT && second != AFTERSALE_EXISTS)
        return status;
    if (find_command(book, unit, command, &is_ours) != AFTERSALE_OK)
        return AFTERSALE_UNKNOWN;
    return is_ours ? AFTERSALE_OK : AFTERSALE_CONFLICT;
}

#define PAUSE_FIRST_US 2000
#define PAUSE_DOUBLES 6

/* Chance of its own stream, so that conflicts never move the ids of a seeded run. */
void as__pause(aftersale_book *book, int tries)
{
    uint64_t most = (uint64_t)PAUSE_FIRST_US << (tries < PAUSE_DOUBLES ? tries : PAUSE_DOUBLES);
    uint64_t chance = atomic_fetch_add(&book->attached->pauses, UINT64_C(0x9E3779B97F4A7C15));
    chance = (chance ^ (chance >> 31)) * UINT64_C(0xBF58476D1CE4E5B9);
    book->context->pause(book->context->pause_user, (int64_t)((chance >> 20) % most));
}

void as__tell_committed(const aftersale_book *book)
{
    if (book->context->committed != NULL && book->did != AFTERSALE_DID_NOTHING &&
        book->did != AFTERSALE_DID_REPEAT)
        book->context->committed(book->context->committed_user, book->name);
}

void as__group_doom(aftersale_book *book, aftersale_status status)
{
    if (book->group_goes_on || book->doomed != AFTERSALE_OK)
        return;
    book->doomed = status;
    *book->doom = book->error;
    book->doom->problem_count = 0; /* the list belongs to the call that failed */
    book->doom->problems = NULL;
}

aftersale_status as__group_repeat_doom(aftersale_book *book)
{
    book->error = *book->doom;
    return book->doomed;
}

aftersale_status aftersale_group_begin(aftersale_book *book, uint32_t flags)
{
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (book->in_group) {
        status = as__fail(book, AFTERSALE_STATE, AS__MESSAGE_GROUP_OPEN, NULL);
    } else if ((flags & ~(uint32_t)AFTERSALE_GROUP_GO_ON) != 0) {
        status = as__fail_field(book, AFTERSALE_INVALID, "flags", AS__MESSAGE_NOT_A_CHOICE, NULL);
    } else {
        as__unit_reset(book->unit);
        book->in_group = true;
        book->group_goes_on = (flags & AFTERSALE_GROUP_GO_ON) != 0;
        book->doomed = AFTERSALE_OK;
    }
    as__book_leave(book);
    return status;
}

static uint64_t last_command(const as__unit *unit)
{
    return unit->root_count != 0 ? as__unit_newest_command(unit) : 0;
}

aftersale_status aftersale_group_commit(aftersale_book *book)
{
    aftersale_status status = as__book_enter(book);
    as__lane_hold hold = {.of = &book->attached->lanes};
    bool wrote = false;
    if (status != AFTERSALE_OK)
        return status;
    if (!book->in_group) {
        status = as__fail(book, AFTERSALE_STATE, AS__MESSAGE_NO_GROUP, NULL);
    } else if (book->doomed != AFTERSALE_OK) {
        status = as__group_repeat_doom(book);
        book->in_group = false;
    } else {
        book->in_group = false;
        wrote = book->unit->pending != 0;
        (void)as__lanes_take(&hold, book->unit); /* whether it is too late, the store says more exactly */
        status = as__unit_write(book, book->unit, last_command(book->unit));
        as__lanes_leave(&hold);
        if (status == AFTERSALE_RETRY ||
            status == AFTERSALE_EXISTS) /* another writer: the host begins again */
            status = AFTERSALE_CONFLICT;
        if (status != AFTERSALE_OK)
            (void)as__fail_store(book, book->unit, status);
    }
    as__unit_reset(book->unit);
    as__plans_forget(book);
    book->did = status == AFTERSALE_OK && wrote ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_NOTHING;
    as__book_leave(book);
    if (status == AFTERSALE_OK)
        as__tell_committed(book);
    return status;
}

aftersale_status aftersale_group_drop(aftersale_book *book)
{
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (!book->in_group)
        status = as__fail(book, AFTERSALE_STATE, AS__MESSAGE_NO_GROUP, NULL);
    book->in_group = false;
    as__unit_reset(book->unit);
    as__plans_forget(book);
    as__noted_clear(book);
    as__book_leave(book);
    return status;
}
