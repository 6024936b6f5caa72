/* SPDX-License-Identifier: MIT */
#include "engine/staff.h"
#include <string.h>

aftersale_status as__staff_begin(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 aftersale_time now, as__staff *out)
{
    const as__zone *zone;
    aftersale_status status = as__zones_find(book->context->zones, settings->zone, &zone);
    *out = (as__staff){.book = book, .unit = unit};
    if (status == AFTERSALE_OK)
        out->day = as__day_in_zone(zone, now);
    return status;
}

aftersale_status as__staff_find(as__staff *staff, const char *ref, const aftersale_actor **out)
{
    const aftersale_record *record = NULL;
    uint64_t id = as__local_of_ref(staff->book->tenant->secret, AFTERSALE_KIND_ACTOR, ref);
    aftersale_status status = as__record_of(staff->book, staff->unit, AFTERSALE_KIND_ACTOR, id, &record);
    *out = (const aftersale_actor *)record;
    if (status != AFTERSALE_NOT_FOUND)
        return status;
    *out = NULL;
    return AFTERSALE_OK;
}

aftersale_status as__staff_behind(as__staff *staff, const char *fallback, const aftersale_actor *last,
                                  as__found *out)
{
    aftersale_range range;
    as__range_begin(&range, staff->book->tenant->book, AFTERSALE_KIND_ACTOR, 1, AS__STAFF_PAGE);
    as__range_equal_text(&range, fallback);
    if (last != NULL)
        as__range_resume_at(&range, (const aftersale_record *)last);
    return as__unit_scan(staff->unit, &range, out);
}

/* Names are few: whoever goes round meets one of them again. */
static bool is_among(const char *const *names, size_t count, const char *name)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(names[i], name) == 0)
            return true;
    return false;
}

aftersale_status as__staff_stand_in(as__staff *staff, const aftersale_actor *away, const char **out)
{
    const char **met = NULL;
    size_t count = 0, room = 0;
    *out = NULL;
    while (away->fallback != NULL && !is_among(met, count, away->fallback)) {
        const char *next = away->fallback;
        aftersale_status status;
        if (count == room) {
            size_t grown = room == 0 ? 8 : room * 2;
            const char **names = as__arena_take(&staff->unit->arena, grown * sizeof *names);
            if (names == NULL)
                return AFTERSALE_NO_MEMORY;
            if (count != 0)
                memcpy(names, met, count * sizeof *names);
            met = names;
            room = grown;
        }
        met[count++] = next;
        status = as__staff_find(staff, next, &away);
        if (status != AFTERSALE_OK)
            return status;
        if (away == NULL || !as__is_away(away, staff->day)) {
            *out = next;
            return AFTERSALE_OK;
        }
    }
    return AFTERSALE_OK;
}

static aftersale_status keep(as__staff *staff, const as__found *page)
{
    if (staff->count + page->count > staff->room) {
        size_t room = staff->room * 2 + page->count;
        const aftersale_actor **items = as__arena_take(&staff->unit->arena, room * sizeof *items);
        if (items == NULL)
            return AFTERSALE_NO_MEMORY;
        if (staff->count != 0)
            memcpy(items, staff->items, staff->count * sizeof *items);
        staff->items = items;
        staff->room = room;
    }
    for (size_t i = 0; i < page->count; i++)
        staff->items[staff->count++] = (const aftersale_actor *)page->items[i];
    return AFTERSALE_OK;
}

/* Roles are asked for only while somebody is away: no index is kept of them. */
static aftersale_status read_all(as__staff *staff)
{
    as__found page = {NULL, 0};
    aftersale_status status = AFTERSALE_OK;
    if (staff->is_read)
        return AFTERSALE_OK;
    do {
        aftersale_range range;
        as__range_begin(&range, staff->book->tenant->book, AFTERSALE_KIND_ACTOR, 0, AS__STAFF_PAGE);
        if (page.count != 0)
            as__range_resume_at(&range, page.items[page.count - 1]);
        status = as__unit_scan(staff->unit, &range, &page);
        if (status == AFTERSALE_OK)
            status = keep(staff, &page);
    } while (status == AFTERSALE_OK && page.count == AS__STAFF_PAGE);
    staff->is_read = status == AFTERSALE_OK;
    return status;
}

aftersale_status as__staff_role_is_away(as__staff *staff, const char *role, bool *out)
{
    aftersale_status status = read_all(staff);
    *out = false;
    for (size_t i = 0; status == AFTERSALE_OK && i < staff->count; i++) {
        if (!as__has_role(staff->items[i], role))
            continue;
        *out = as__is_away(staff->items[i], staff->day);
        if (!*out)
            break;
    }
    return status;
}

static aftersale_status leaves_role(as__staff *staff, const char *role, bool *out)
{
    aftersale_status status = read_all(staff);
    *out = true;
    for (size_t i = 0; status == AFTERSALE_OK && *out && i < staff->count; i++) {
        const char *instead = NULL;
        if (!as__has_role(staff->items[i], role))
            continue;
        if (as__is_away(staff->items[i], staff->day))
            status = as__staff_stand_in(staff, staff->items[i], &instead);
        else
            instead = staff->items[i]->ref;
        *out = instead == NULL;
    }
    return status;
}

aftersale_status as__staff_leaves(as__staff *staff, const char *owner, bool *out)
{
    const aftersale_actor *actor;
    const char *instead = NULL;
    aftersale_status status;
    if (strncmp(owner, AS__ROLE, strlen(AS__ROLE)) == 0)
        return leaves_role(staff, owner + strlen(AS__ROLE), out);
    *out = owner[0] == '\0';
    if (*out)
        return AFTERSALE_OK;
    status = as__staff_find(staff, owner, &actor);
    if (status != AFTERSALE_OK || actor == NULL || !as__is_away(actor, staff->day))
        return status;
    status = as__staff_stand_in(staff, actor, &instead);
    *out = instead == NULL;
    return status;
}
