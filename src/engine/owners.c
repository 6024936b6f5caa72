/* SPDX-License-Identifier: MIT */
#include "engine/owners.h"
#include "engine/staff.h"
#include <string.h>

static aftersale_status add(as__unit *unit, as__owners *owners, const char *prefix, const char *name)
{
    size_t head = strlen(prefix), size = strlen(name);
    char *text = as__arena_take(&unit->arena, head + size + 1);
    if (text == NULL)
        return AFTERSALE_NO_MEMORY;
    memcpy(text, prefix, head);
    memcpy(text + head, name, size + 1);
    if (owners->count == owners->room) {
        size_t room = owners->room == 0 ? 8 : owners->room * 2;
        const char **items = as__arena_take(&unit->arena, room * sizeof *items);
        if (items == NULL)
            return AFTERSALE_NO_MEMORY;
        if (owners->count != 0)
            memcpy(items, owners->items, owners->count * sizeof *items);
        owners->items = items;
        owners->room = room;
    }
    owners->items[owners->count++] = text;
    return AFTERSALE_OK;
}

/* Two people with the same role share its range. */
static aftersale_status add_once(as__unit *unit, as__owners *owners, const char *prefix, const char *name)
{
    aftersale_status status = add(unit, owners, prefix, name);
    size_t last = owners->count - 1;
    for (size_t i = 0; status == AFTERSALE_OK && i < last; i++) {
        if (strcmp(owners->items[i], owners->items[last]) == 0) {
            owners->count--;
            break;
        }
    }
    return status;
}

static aftersale_status add_roles(as__unit *unit, const aftersale_actor *actor, as__owners *out)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < actor->roles.count && status == AFTERSALE_OK; i++)
        status = add_once(unit, out, AS__ROLE, actor->roles.items[i]);
    return status;
}

/* A role goes on with those of it who are there. */
static aftersale_status add_roles_left(as__staff *staff, const aftersale_actor *actor, as__owners *out)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < actor->roles.count && status == AFTERSALE_OK; i++) {
        bool is_left;
        status = as__staff_role_is_away(staff, actor->roles.items[i], &is_left);
        if (status == AFTERSALE_OK && is_left)
            status = add_once(staff->unit, out, AS__ROLE, actor->roles.items[i]);
    }
    return status;
}

/* Those of a page who are away; whose fallback they are comes next. */
static aftersale_status add_page(as__staff *staff, const as__found *page, as__owners *reached,
                                 as__owners *out)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < page->count && status == AFTERSALE_OK; i++) {
        const aftersale_actor *actor = (const aftersale_actor *)page->items[i];
        if (!as__is_away(actor, staff->day))
            continue;
        status = add_once(staff->unit, reached, "", actor->ref);
        if (status == AFTERSALE_OK)
            status = add_once(staff->unit, out, "", actor->ref);
        if (status == AFTERSALE_OK)
            status = add_roles_left(staff, actor, out);
    }
    return status;
}

/* From one who is away to those whose fallback they are: all whose fallbacks lead here. */
static aftersale_status add_absent(as__staff *staff, const char *actor, as__owners *out)
{
    as__owners reached = {NULL, 0, 0, 0};
    aftersale_status status = add(staff->unit, &reached, "", actor);
    for (size_t i = 0; status == AFTERSALE_OK && i < reached.count; i++) {
        const aftersale_actor *last = NULL;
        as__found page;
        do {
            status = as__staff_behind(staff, reached.items[i], last, &page);
            if (status == AFTERSALE_OK)
                status = add_page(staff, &page, &reached, out);
            if (status == AFTERSALE_OK && page.count != 0)
                last = (const aftersale_actor *)page.items[page.count - 1];
        } while (status == AFTERSALE_OK && page.count == AS__STAFF_PAGE);
    }
    return status;
}

/* Whoever is away themselves steps in for nobody. */
static aftersale_status of_actor(as__staff *staff, const char *name, as__owners *out)
{
    const aftersale_actor *actor;
    aftersale_status status = add(staff->unit, out, "", name);
    if (status == AFTERSALE_OK)
        status = as__staff_find(staff, name, &actor);
    if (status == AFTERSALE_OK && actor != NULL)
        status = add_roles(staff->unit, actor, out);
    out->own = out->count;
    if (status != AFTERSALE_OK || (actor != NULL && as__is_away(actor, staff->day)))
        return status;
    return add_absent(staff, name, out);
}

static const char *first_owner(const aftersale_record *record, const char *after)
{
    const as__list *agenda = &((const aftersale_enrolment *)record)->agenda;
    const char *first = NULL;
    for (size_t i = 0; i < agenda->count; i++) {
        const char *owner = AS__ITEMS(as__agenda, *agenda)[i].owner;
        if ((after == NULL || strcmp(owner, after) > 0) && (first == NULL || strcmp(owner, first) < 0))
            first = owner;
    }
    return first;
}

/* Everybody: from owner to owner, one seek each. */
static aftersale_status of_all(aftersale_book *book, as__unit *unit, as__owners *out)
{
    const char *last = NULL;
    char behind[260];
    for (;;) {
        aftersale_range range;
        as__found found;
        aftersale_status status;
        as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1, 1);
        if (last != NULL) {
            size_t size = strlen(last);
            memcpy(behind, last, size);
            memcpy(behind + size, "\001", 2); /* the least text behind this owner */
            range.lower.type = AFTERSALE_TYPE_TEXT;
            range.lower.as.text = behind;
        }
        status = as__unit_scan(unit, &range, &found);
        if (status != AFTERSALE_OK || found.count == 0)
            return status;
        last = first_owner(found.items[0], last);
        if (last == NULL)
            return AFTERSALE_CORRUPT;
        status = add(unit, out, "", last);
        if (status != AFTERSALE_OK)
            return status;
    }
}

aftersale_status as__owners_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const char *actor, aftersale_time now, as__owners *out)
{
    as__staff staff;
    aftersale_status status;
    memset(out, 0, sizeof *out);
    if (actor != NULL) {
        status = as__staff_begin(book, unit, settings, now, &staff);
        return status == AFTERSALE_OK ? of_actor(&staff, actor, out) : status;
    }
    status = of_all(book, unit, out);
    out->own = out->count;
    return status;
}

aftersale_status as__owners_left(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 aftersale_time now, as__owners *out)
{
    as__staff staff;
    size_t kept = 0;
    aftersale_status status = as__owners_of(book, unit, settings, NULL, now, out);
    if (status == AFTERSALE_OK)
        status = as__staff_begin(book, unit, settings, now, &staff);
    for (size_t i = 0; status == AFTERSALE_OK && i < out->count; i++) {
        bool is_left;
        status = as__staff_leaves(&staff, out->items[i], &is_left);
        if (status == AFTERSALE_OK && is_left)
            out->items[kept++] = out->items[i];
    }
    out->count = out->own = kept;
    return status;
}
