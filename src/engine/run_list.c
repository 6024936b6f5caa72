/* SPDX-License-Identifier: MIT */
#include "engine/run_list.h"
#include "aftersale/enrolment.h"
#include "engine/plans.h"
#include <string.h>

static aftersale_status runs_copy(as__command *command, aftersale_event *event, as__open_plan **out)
{
    *out = as__arena_take(&command->unit->arena, (event->runs.count + 1) * sizeof **out);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    if (event->runs.count != 0)
        memcpy(*out, event->runs.items, event->runs.count * sizeof **out);
    event->runs.items = *out;
    return AFTERSALE_OK;
}

int32_t as__runs_last(const as__list *list, int32_t plan)
{
    const as__open_plan *runs = AS__ITEMS(as__open_plan, *list);
    int32_t last = 0;
    for (size_t i = 0; i < list->count; i++)
        if (runs[i].plan == plan && runs[i].run > last)
            last = runs[i].run;
    return last;
}

/* Closed runs that are not the last of their plan need not be known. */
static void drop_old(aftersale_event *event, as__open_plan *runs)
{
    size_t kept = 0;
    for (size_t i = 0; i < event->runs.count; i++)
        if (runs[i].is_open || runs[i].run == as__runs_last(&event->runs, runs[i].plan))
            runs[kept++] = runs[i];
    event->runs.count = kept;
}

aftersale_status as__runs_note_begun(as__command *command, const aftersale_enrolment *run,
                                     aftersale_event *event)
{
    as__open_plan *runs;
    aftersale_status status = runs_copy(command, event, &runs);
    if (status != AFTERSALE_OK)
        return status;
    runs[event->runs.count++] = (as__open_plan){
        .enrolment = run->id,
        .plan = as__plan_number(command->settings, run->plan),
        .run = run->run,
        .is_open = run->state < AFTERSALE_ENROLMENT_ENDED,
    };
    drop_old(event, runs);
    return AFTERSALE_OK;
}

aftersale_status as__runs_note_open(as__command *command, uint64_t enrolment, bool is_open,
                                    aftersale_event *event)
{
    as__open_plan *runs;
    aftersale_status status = runs_copy(command, event, &runs);
    if (status != AFTERSALE_OK)
        return status;
    for (size_t i = 0; i < event->runs.count; i++)
        if (runs[i].enrolment == enrolment)
            runs[i].is_open = is_open;
    drop_old(event, runs);
    return AFTERSALE_OK;
}

aftersale_status as__runs_listed(as__command *command, const aftersale_customer *whole,
                                 const aftersale_event *event, as__list *out)
{
    const aftersale_event *last;
    aftersale_status status = as__last_of(command->unit, command->settings, whole, event, &last);
    if (status == AFTERSALE_OK)
        *out = last->runs;
    return status;
}
