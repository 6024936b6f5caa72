/* SPDX-License-Identifier: MIT */
#include "aftersale/actor.h"
#include "engine/put_by_ref.h"
#include "rules/window.h"
#include <stdio.h>

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
    aftersale_event event;
    bool differs;
    aftersale_status status = as__put_begin(command, AFTERSALE_KIND_ACTOR, args->ref, &draft, &before);
    if (status == AFTERSALE_OK)
        status = check_hours(command, &args->hours);
    if (status != AFTERSALE_OK)
        return status;
    as__put_fields(command, AFTERSALE_KIND_ACTOR, &draft);
    differs = as__put_differs(AFTERSALE_KIND_ACTOR, &draft, before);
    status = as__put_allowed(command, before, args->flags, args->expect, differs);
    if (status != AFTERSALE_OK || !differs)
        return status;
    status = as__unit_put(command->unit, AFTERSALE_KIND_ACTOR, &draft, NULL);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_ACTOR, draft.id, AS__EVENT_ACTOR_PUT, &event);
    if (status == AFTERSALE_OK)
        status = as__event_put(command, &event);
    as__put_answer(command, draft.id, before == NULL);
    return status;
}
