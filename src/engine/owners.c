/* SPDX-License-Identifier: MIT */
#include "engine/owners.h"
#include "value/date.h"
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

static bool is_away(const aftersale_actor *actor, aftersale_date day)
{
    const aftersale_absence *absences = actor->absences.items;
    for (size_t i = 0; i < actor->absences.count; i++)
        if (as__date_compare(absences[i].from, day) <= 0 && as__date_compare(day, absences[i].until) < 0)
            return true;
    return false;
}

static aftersale_status add_roles(as__unit *unit, const aftersale_actor *actor, as__owners *out)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < actor->roles.count && status == AFTERSALE_OK; i++)
        status = add_once(unit, out, "role:", actor->roles.items[i]);
    return status;
}

/* Days away are days of the book. */
static aftersale_status add_absent(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                   const char *fallback, aftersale_time now, as__owners *out)
{
    aftersale_range range;
    as__found found;
    const as__zone *zone;
    aftersale_status status = as__zones_find(book->context->zones, settings->zone, &zone);
    if (status != AFTERSALE_OK)
        return status;
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_ACTOR, 1, 1000);
    as__range_equal_text(&range, fallback);
    status = as__unit_scan(unit, &range, &found);
    for (size_t i = 0; i < found.count && status == AFTERSALE_OK; i++) {
        const aftersale_actor *actor = (const aftersale_actor *)found.items[i];
        if (!is_away(actor, as__day_in_zone(zone, now)))
            continue;
        status = add_once(unit, out, "", actor->ref);
        if (status == AFTERSALE_OK)
            status = add_roles(unit, actor, out);
    }
    return status;
}

static aftersale_status of_actor(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 const char *actor, aftersale_time now, as__owners *out)
{
    const aftersale_record *record;
    uint64_t id = as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_ACTOR, actor);
    aftersale_status status = add(unit, out, "", actor);
    if (status == AFTERSALE_OK)
        status = as__record_of(book, unit, AFTERSALE_KIND_ACTOR, id, &record);
    if (status == AFTERSALE_NOT_FOUND) /* a name that is no actor has no roles; it may yet be a fallback */
        return add_absent(book, unit, settings, actor, now, out);
    if (status == AFTERSALE_OK)
        status = add_roles(unit, (const aftersale_actor *)record, out);
    return status == AFTERSALE_OK ? add_absent(book, unit, settings, actor, now, out) : status;
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
    memset(out, 0, sizeof *out);
    return actor != NULL ? of_actor(book, unit, settings, actor, now, out) : of_all(book, unit, out);
}
