/* SPDX-License-Identifier: MIT */
#include "engine/plans.h"
#include "engine/put_by_ref.h"
#include "rules/window.h"
#include <stdio.h>
#include <string.h>

/* Products and actors: roots of their own, with nothing hanging on them yet. */
static aftersale_status put_plain(as__command *command, aftersale_kind kind, void *draft,
                                  const aftersale_record *before, uint64_t id, uint32_t flags,
                                  uint64_t expect, int32_t type)
{
    aftersale_event event;
    bool differs = as__put_differs(kind, draft, before);
    aftersale_status status = as__put_allowed(command, before, flags, expect, differs);
    command->out = as__id_make(command->book->tenant->book, id);
    if (status != AFTERSALE_OK || !differs)
        return status;
    status = as__unit_put(command->unit, kind, draft, NULL);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, kind, id, type, &event);
    if (status == AFTERSALE_OK)
        status = as__event_put(command, &event);
    as__put_answer(command, id, before == NULL);
    return status;
}

aftersale_status as__do_product_put(as__command *command)
{
    const aftersale_product_put_args *args = command->args;
    const aftersale_record *before;
    aftersale_product draft;
    uint64_t id;
    aftersale_status status = as__put_find(command, AFTERSALE_KIND_PRODUCT, args->ref, &id, &before);
    if (status != AFTERSALE_OK)
        return status;
    memset(&draft, 0, sizeof draft);
    if (args->plan != NULL && !as__plan_is_known(command->settings, args->plan))
        return as__fail_field(command->book, AFTERSALE_INVALID, "plan", AS__MESSAGE_NOT_FOUND, NULL);
    if (before != NULL)
        draft = *(const aftersale_product *)before;
    else
        draft.created = command->now;
    draft.id = id;
    draft.ref = args->ref;
    as__put_fields(command, AFTERSALE_KIND_PRODUCT, &draft);
    if (draft.type == 0)
        draft.type = AFTERSALE_PRODUCT_GOOD;
    return put_plain(command, AFTERSALE_KIND_PRODUCT, &draft, before, id, args->flags, args->expect,
                     AS__EVENT_PRODUCT_PUT);
}

static aftersale_status check_hours(as__command *command, const aftersale_texts *hours)
{
    for (size_t i = 0; i < hours->count; i++) {
        as__hours parsed;
        char path[32];
        if (as__hours_parse(hours->items[i], &parsed))
            continue;
        snprintf(path, sizeof path, "hours[%zu]", i);
        return as__fail_field(command->book, AFTERSALE_INVALID, path, AS__MESSAGE_NOT_A_WINDOW, NULL);
    }
    return AFTERSALE_OK;
}

aftersale_status as__do_actor_put(as__command *command)
{
    const aftersale_actor_put_args *args = command->args;
    const aftersale_record *before;
    aftersale_actor draft;
    uint64_t id;
    aftersale_status status = as__put_find(command, AFTERSALE_KIND_ACTOR, args->ref, &id, &before);
    if (status != AFTERSALE_OK)
        return status;
    memset(&draft, 0, sizeof draft);
    status = check_hours(command, &args->hours);
    if (status != AFTERSALE_OK)
        return status;
    if (before != NULL)
        draft = *(const aftersale_actor *)before;
    else
        draft.created = command->now;
    draft.id = id;
    draft.ref = args->ref;
    as__put_fields(command, AFTERSALE_KIND_ACTOR, &draft);
    return put_plain(command, AFTERSALE_KIND_ACTOR, &draft, before, id, args->flags, args->expect,
                     AS__EVENT_ACTOR_PUT);
}
