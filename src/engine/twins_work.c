/* SPDX-License-Identifier: MIT */
#include "engine/twins_work.h"
#include <stdio.h>

int as__twins_side(const as__twins_work *work, uint64_t customer)
{
    return as__members_have(&work->moved, customer) ? 0 : 1;
}

aftersale_event *as__twins_event(as__twins_work *work, uint64_t customer)
{
    size_t at = 0;
    while (at + 1 < work->members.count && work->members.ids[at] != customer)
        at++;
    return &work->events[at];
}

aftersale_status as__twins_whole(const as__twins_work *work, const aftersale_customer *stored, bool hold,
                                 const aftersale_customer **out)
{
    return as__customer_whole(work->command->book, work->command->unit, stored, hold, out);
}

aftersale_status as__twins_stored(const as__twins_work *work, uint64_t customer,
                                  const aftersale_customer **out)
{
    const aftersale_record *record;
    aftersale_status status = as__record_named(work->command->book, work->command->unit,
                                               AFTERSALE_KIND_CUSTOMER, customer, &record);
    *out = (const aftersale_customer *)record;
    return status;
}

/* The event with the host's key is the one whose subject the command answers with. */
aftersale_status as__twins_begin_events(as__twins_work *work, int32_t type, const char *word, uint64_t keyed)
{
    as__command *command = work->command;
    char id[AFTERSALE_ID_TEXT];
    char *detail = as__arena_take(&command->unit->arena, sizeof id + 16);
    if (detail == NULL)
        return AFTERSALE_NO_MEMORY;
    aftersale_id_text(as__id_make(command->book->tenant->book, work->into->id), id);
    snprintf(detail, sizeof id + 16, "{\"%s\":\"%s\"}", word, id);
    for (size_t i = 0; i < work->members.count; i++) {
        aftersale_event *event = &work->events[i];
        aftersale_status status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, work->members.ids[i], type, event);
        if (status != AFTERSALE_OK)
            return status;
        event->subject = event->root == work->customer->id ? work->into->id : work->customer->id;
        event->detail = detail;
        if (event->root != keyed)
            event->key = NULL;
    }
    return AFTERSALE_OK;
}

aftersale_status as__twins_put_events(as__twins_work *work)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < work->members.count && status == AFTERSALE_OK; i++)
        status = as__event_put(work->command, &work->events[i]);
    return status;
}
