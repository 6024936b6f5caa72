/* SPDX-License-Identifier: MIT */
/* What a customer's events tell: children are found among them, so that no index by customer is needed. */
#include "engine/run.h"
#include "engine/twins.h"
#include <string.h>

#define PAGE 256

#define BIT(tag) (UINT64_C(1) << (tag))
#define WHAT_WAS_MADE                                                                                        \
    (BIT(AFTERSALE_FIELD_EVENT_TYPE) | BIT(AFTERSALE_FIELD_EVENT_COMMAND) |                                  \
     BIT(AFTERSALE_FIELD_EVENT_SUBJECT) | BIT(AFTERSALE_FIELD_EVENT_MADE))

/* The events of one root, a page at a time. */
typedef struct reading {
    aftersale_range range;
    as__found page;
    size_t at;
    bool is_last;
} reading;

static void begin(const as__unit *unit, uint64_t root, bool is_one_of_several, reading *out)
{
    memset(out, 0, sizeof *out);
    as__range_begin(&out->range, unit->book, AFTERSALE_KIND_EVENT, 0, PAGE);
    as__range_equal_number(&out->range, (int64_t)root);
    out->range.wants = WHAT_WAS_MADE;
    if (is_one_of_several)
        out->range.wants |= BIT(AFTERSALE_FIELD_EVENT_RECORDED);
}

static aftersale_status turn_page(as__unit *unit, reading *from)
{
    aftersale_status status;
    if (from->is_last || from->at < from->page.count)
        return AFTERSALE_OK;
    if (from->page.count != 0)
        as__range_resume_at(&from->range, from->page.items[from->page.count - 1]);
    status = as__unit_scan(unit, &from->range, &from->page);
    from->at = 0;
    from->is_last = from->page.count < PAGE;
    return status;
}

static const aftersale_event *front(const reading *from)
{
    return from->at < from->page.count ? (const aftersale_event *)from->page.items[from->at] : NULL;
}

/* The one whose event was recorded first; NULL: all are read. */
static aftersale_status find_first(as__unit *unit, reading *readings, size_t count, reading **out)
{
    *out = NULL;
    for (size_t i = 0; i < count; i++) {
        aftersale_status status = turn_page(unit, &readings[i]);
        const aftersale_event *event = front(&readings[i]);
        if (status != AFTERSALE_OK)
            return status;
        if (event != NULL && (*out == NULL || event->recorded.us < front(*out)->recorded.us))
            *out = &readings[i];
    }
    return AFTERSALE_OK;
}

aftersale_status as__events_walk(as__unit *unit, const aftersale_customer *whole, as__made_fn each,
                                 void *user)
{
    as__members members;
    reading *readings, *first;
    aftersale_status status;
    as__members_of(whole, &members);
    readings = as__arena_take(&unit->arena, members.count * sizeof *readings);
    if (readings == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < members.count; i++)
        begin(unit, members.ids[i], members.count > 1, &readings[i]);
    do {
        status = find_first(unit, readings, members.count, &first);
        if (status != AFTERSALE_OK || first == NULL)
            return status;
    } while (each(user, (const aftersale_event *)first->page.items[first->at++]));
    return AFTERSALE_OK;
}

typedef struct gathered {
    as__arena *arena;
    uint64_t *ids;
    size_t count, room;
    bool failed;
} gathered;

static bool gather(gathered *to, uint64_t id)
{
    if (to->count == to->room) {
        size_t room = to->room == 0 ? 16 : to->room * 2;
        uint64_t *ids = as__arena_take(to->arena, room * sizeof *ids);
        if (ids == NULL) {
            to->failed = true;
            return false;
        }
        if (to->count != 0)
            memcpy(ids, to->ids, to->count * sizeof *ids);
        to->ids = ids;
        to->room = room;
    }
    to->ids[to->count++] = id;
    return true;
}

/* The runs that an event began: those of a sale follow its own id, that of an enrolment is its subject. */
static bool gather_runs(void *user, const aftersale_event *event)
{
    gathered *to = user;
    if (event->type == AS__EVENT_ENROLLED)
        return gather(to, event->subject);
    for (int32_t i = 0; i < event->made; i++)
        if (!gather(to, event->command + 1 + (uint64_t)i))
            return false;
    return true;
}

static aftersale_status fetch_runs(aftersale_book *book, as__unit *unit, const gathered *ids,
                                   const aftersale_enrolment ***out)
{
    aftersale_key *keys = as__arena_take(&unit->arena, (ids->count + 1) * sizeof *keys);
    const aftersale_record *record = NULL;
    aftersale_status status;
    *out = as__arena_take(&unit->arena, (ids->count + 1) * sizeof **out);
    if (keys == NULL || *out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < ids->count; i++)
        keys[i] = as__key_make(book->tenant->book, AFTERSALE_KIND_ENROLMENT, 0, ids->ids[i]);
    status = as__unit_fetch(unit, keys, ids->count);
    for (size_t i = 0; i < ids->count && status == AFTERSALE_OK; i++) {
        status = as__record_named(book, unit, AFTERSALE_KIND_ENROLMENT, ids->ids[i], &record);
        (*out)[i] = (const aftersale_enrolment *)record;
    }
    return status;
}

aftersale_status as__runs_of(aftersale_book *book, as__unit *unit, const aftersale_customer *whole,
                             const aftersale_enrolment ***out, size_t *count)
{
    gathered ids = {.arena = &unit->arena};
    aftersale_status status = as__events_walk(unit, whole, gather_runs, &ids);
    *count = 0;
    if (status == AFTERSALE_OK && ids.failed)
        status = AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        status = fetch_runs(book, unit, &ids, out);
    if (status == AFTERSALE_OK)
        *count = ids.count;
    return status;
}
