/* SPDX-License-Identifier: MIT */
/* What stands in the last events of customers who are one, as if it stood in one (S13). */
#include "engine/limits.h"
#include "engine/recents.h"
#include "engine/twins.h"
#include <string.h>

static aftersale_status add_runs(as__arena *arena, const as__list *more, as__list *to)
{
    as__open_plan *runs = as__arena_take(arena, (to->count + more->count + 1) * sizeof *runs);
    if (runs == NULL)
        return AFTERSALE_NO_MEMORY;
    if (to->count != 0)
        memcpy(runs, to->items, to->count * sizeof *runs);
    if (more->count != 0)
        memcpy(runs + to->count, more->items, more->count * sizeof *runs);
    *to = (as__list){runs, to->count + more->count};
    return AFTERSALE_OK;
}

/* Newest first; the oldest that find no place are left out. */
static aftersale_status add_recents(as__arena *arena, const as__list *more, as__list *to)
{
    as__recent *items = as__arena_take(arena, (to->count + more->count + 1) * sizeof *items);
    const as__recent *a = AS__ITEMS(as__recent, *to), *b = AS__ITEMS(as__recent, *more);
    size_t count = 0, i = 0, j = 0;
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    while (count < AS__RECENTS_MOST && (i < to->count || j < more->count)) {
        bool is_first = j == more->count || (i < to->count && a[i].at.us >= b[j].at.us);
        items[count++] = is_first ? a[i++] : b[j++];
    }
    *to = (as__list){items, count};
    return AFTERSALE_OK;
}

/* Each event keeps what counted when it was written: together, what counted when the newest was. */
static void drop_old(const aftersale_settings *settings, aftersale_event *joint)
{
    const aftersale_time ever = {INT64_MIN};
    as__recent *items = (as__recent *)(uintptr_t)joint->recents.items; /* a copy: see add_recents() */
    joint->recents.count = as__recents_standing(
        items, joint->recents.count, as__recents_since(as__limits_reach(settings), joint->recorded), ever);
}

static aftersale_status add(as__arena *arena, const aftersale_settings *settings, const aftersale_event *more,
                            aftersale_event *to)
{
    aftersale_status status = add_runs(arena, &more->runs, &to->runs);
    if (status == AFTERSALE_OK)
        status = add_recents(arena, &more->recents, &to->recents);
    if (more->last_contact.us > to->last_contact.us)
        to->last_contact = more->last_contact;
    if (more->recorded.us > to->recorded.us)
        to->recorded = more->recorded;
    if (status == AFTERSALE_OK)
        drop_old(settings, to);
    return status;
}

aftersale_status as__last_of(as__unit *unit, const aftersale_settings *settings,
                             const aftersale_customer *whole, const aftersale_event *own,
                             const aftersale_event **out)
{
    aftersale_event *joint;
    as__members members;
    aftersale_status status = AFTERSALE_OK;
    *out = own;
    if (own == NULL)
        status = as__unit_last_event(unit, whole->id, out);
    if (status != AFTERSALE_OK || whole->twins.count == 0 || *out == NULL)
        return status;
    joint = as__arena_take(&unit->arena, sizeof *joint);
    if (joint == NULL)
        return AFTERSALE_NO_MEMORY;
    *joint = **out;
    as__members_of(whole, &members);
    for (size_t i = 0; i < members.count && status == AFTERSALE_OK; i++) {
        const aftersale_event *last;
        if (members.ids[i] == joint->root)
            continue;
        status = as__unit_last_event(unit, members.ids[i], &last);
        if (status == AFTERSALE_OK && last != NULL)
            status = add(&unit->arena, settings, last, joint);
    }
    *out = joint;
    return status;
}
