/* SPDX-License-Identifier: MIT */
/* What a customer's events tell: children are found among them, so that no index by customer is needed. */
#include "engine/run.h"
#include <string.h>

#define PAGE 256

#define BIT(tag) (UINT64_C(1) << (tag))
#define WHAT_WAS_MADE                                                                                        \
    (BIT(AFTERSALE_FIELD_EVENT_TYPE) | BIT(AFTERSALE_FIELD_EVENT_COMMAND) |                                  \
     BIT(AFTERSALE_FIELD_EVENT_SUBJECT) | BIT(AFTERSALE_FIELD_EVENT_MADE))

aftersale_status as__events_walk(aftersale_book *book, as__unit *unit, uint64_t root, as__made_fn each,
                                 void *user)
{
    aftersale_range range;
    as__found found;
    bool go_on = true;
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_EVENT, 0, PAGE);
    as__range_equal_number(&range, (int64_t)root);
    range.wants = WHAT_WAS_MADE;
    do {
        aftersale_status status = as__unit_scan(unit, &range, &found);
        if (status != AFTERSALE_OK)
            return status;
        for (size_t i = 0; i < found.count && go_on; i++)
            go_on = each(user, (const aftersale_event *)found.items[i]);
        if (found.count != 0)
            as__range_resume_at(&range, found.items[found.count - 1]);
    } while (found.count == PAGE && go_on);
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

aftersale_status as__runs_of(aftersale_book *book, as__unit *unit, uint64_t customer,
                             const aftersale_enrolment ***out, size_t *count)
{
    gathered ids = {.arena = &unit->arena};
    aftersale_status status = as__events_walk(book, unit, customer, gather_runs, &ids);
    *count = 0;
    if (status == AFTERSALE_OK && ids.failed)
        status = AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        status = fetch_runs(book, unit, &ids, out);
    if (status == AFTERSALE_OK)
        *count = ids.count;
    return status;
}
