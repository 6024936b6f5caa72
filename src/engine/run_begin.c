/* SPDX-License-Identifier: MIT */
/* Whether a run may begin (S26), and with what it does. */
#include "engine/run.h"
#include "engine/run_list.h"
#include "rules/enrolment_rule.h"
#include "value/date.h"
#include <string.h>

/* Runs of this plan that matter to its re-entry rule: those that are open, and the last one. */
static aftersale_status past_runs(as__command *command, const as__run_start *start,
                                  const aftersale_event *event, const aftersale_enrolment ***out,
                                  size_t *count)
{
    int32_t plan = as__plan_number(command->settings, start->plan->key);
    const as__open_plan *runs;
    as__list listed;
    aftersale_status status = as__runs_listed(command, start->customer, event, &listed);
    *count = 0;
    if (status != AFTERSALE_OK)
        return status;
    runs = AS__ITEMS(as__open_plan, listed);
    *out = as__arena_take(&command->unit->arena, (listed.count + 1) * sizeof **out);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < listed.count; i++) {
        const aftersale_record *record;
        if (runs[i].plan != plan)
            continue;
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment,
                                  &record);
        if (status != AFTERSALE_OK)
            return status;
        (*out)[(*count)++] = (const aftersale_enrolment *)record;
    }
    return AFTERSALE_OK;
}

aftersale_status as__run_may_begin(as__command *command, const as__run_start *start,
                                   const aftersale_event *event)
{
    const aftersale_enrolment **past;
    const char *why = NULL;
    size_t count;
    aftersale_status status = past_runs(command, start, event, &past, &count);
    if (status != AFTERSALE_OK)
        return status;
    if (as__reentry_allows(start->plan, past, count, start->sale != NULL ? start->sale->id : 0, start->line,
                           command->now, &why))
        return AFTERSALE_OK;
    return as__fail_field(command->book, AFTERSALE_STATE, "plan", AS__MESSAGE_RE_ENTRY, why);
}

/* Steps are not moved back past the instant at which their date became known. */
static void note_known(aftersale_date before, aftersale_date after, aftersale_time now, aftersale_time *known)
{
    if (as__date_compare(before, after) != 0)
        *known = after.day != 0 ? now : (aftersale_time){0};
}

void as__run_take_anchors(aftersale_enrolment *draft, const aftersale_sale *sale, aftersale_time now)
{
    note_known(draft->sold, sale->sold, now, &draft->sold_recorded);
    note_known(draft->delivered, sale->delivered, now, &draft->delivered_recorded);
    note_known(draft->accepted, sale->accepted, now, &draft->accepted_recorded);
    draft->sale = sale->id;
    draft->sold = sale->sold;
    draft->sold_time = sale->sold_time;
    draft->delivered = sale->delivered;
    draft->delivered_time = sale->delivered_time;
    draft->accepted = sale->accepted;
    draft->accepted_time = sale->accepted_time;
    draft->promised = sale->promised;
    draft->seller = sale->owner;
}

aftersale_status as__run_begin(as__command *command, const as__run_start *start, aftersale_event *event,
                               uint64_t *id)
{
    aftersale_enrolment draft;
    as__list listed;
    aftersale_status status = as__runs_listed(command, start->customer, event, &listed);
    if (status != AFTERSALE_OK)
        return status;
    memset(&draft, 0, sizeof draft);
    draft.id = *id = as__command_id(command);
    if (draft.id == 0)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "plan", AS__MESSAGE_TOO_MANY, NULL);
    draft.customer = event->root;
    draft.line = start->line;
    draft.plan = start->plan->key;
    draft.version = start->plan->version;
    draft.state = start->state;
    draft.run = as__runs_last(&listed, as__plan_number(command->settings, start->plan->key)) + 1;
    draft.owner = start->owner;
    draft.rule = start->rule;
    draft.begun = command->at;
    draft.priority = start->plan->priority;
    if (start->sale != NULL)
        as__run_take_anchors(&draft, start->sale, (aftersale_time){0});
    status = as__runs_note_begun(command, &draft, event);
    if (status == AFTERSALE_OK)
        status = as__run_put(command, NULL, &draft, start->customer, start->customer, event);
    return status;
}
