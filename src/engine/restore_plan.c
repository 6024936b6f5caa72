/* SPDX-License-Identifier: MIT */
/* Plans entered, as they stood in the book that an export is of (S20, S70). */
#include "aftersale/enrolment.h"
#include "engine/restore_work.h"
#include "engine/run.h"
#include "engine/twins.h"
#include <string.h>

static aftersale_status check_sale(as__restoring *work, const aftersale_enrolment *draft)
{
    const aftersale_record *record;
    const aftersale_sale *sale;
    aftersale_status status;
    if (draft->sale == 0)
        return draft->line == 0
                   ? AFTERSALE_OK
                   : as__restore_fail(work, AFTERSALE_INVALID, "line", AS__MESSAGE_OUT_OF_RANGE, NULL);
    status = as__restore_record(work, AFTERSALE_KIND_SALE, draft->sale, &record);
    if (status != AFTERSALE_OK)
        return status;
    sale = (const aftersale_sale *)record;
    if (sale->customer != draft->customer)
        return as__restore_fail(work, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE,
                                "is not whose sale it is");
    if ((size_t)draft->line > sale->lines.count)
        return as__restore_fail(work, AFTERSALE_INVALID, "line", AS__MESSAGE_OUT_OF_RANGE,
                                "must be a line of the sale");
    return AFTERSALE_OK;
}

static aftersale_status find_step(as__restoring *work, const aftersale_enrolment *draft, int32_t number)
{
    as__command *command = &work->command;
    const as__template *having;
    size_t index;
    return as__plan_having(command->book, command->unit, command->settings, draft->plan, draft->version,
                           number, NULL, &having, &index);
}

/* Every state is of a step that the plan has, or had in another version, in order. Events are the other book's: the
 * touches bring their own. */
static aftersale_status take_steps(as__restoring *work, aftersale_enrolment *draft)
{
    aftersale_status status = AFTERSALE_OK;
    size_t count = draft->steps.count;
    as__step_state *steps = as__arena_take(work->arena, (count + 1) * sizeof *steps);
    if (steps == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(steps, draft->steps.items, count * sizeof *steps);
    for (size_t i = 0; i < count; i++) {
        bool is_behind =
            i == 0 || steps[i].step > steps[i - 1].step ||
            (steps[i].step == steps[i - 1].step && steps[i].occurrence > steps[i - 1].occurrence);
        status = is_behind ? find_step(work, draft, steps[i].step) : AFTERSALE_NOT_FOUND;
        if (status == AFTERSALE_NOT_FOUND)
            return as__restore_fail(work, AFTERSALE_INVALID, "steps", AS__MESSAGE_NOT_FOUND,
                                    "are not those of the plan, in order");
        if (status != AFTERSALE_OK)
            return status;
        steps[i].event = 0;
        steps[i].missed_event = 0;
    }
    draft->steps.items = steps;
    draft->share = 0; /* the shares bring it */
    return AFTERSALE_OK;
}

/* Each after the one before it, and the one the run is in after them all. */
static aftersale_status check_pauses(as__restoring *work, const aftersale_enrolment *draft)
{
    const as__plan_pause *pauses = AS__ITEMS(as__plan_pause, draft->pauses);
    int64_t over = INT64_MIN;
    bool is_sound = (draft->state == AFTERSALE_ENROLMENT_PAUSED) == (draft->paused.us != 0);
    for (size_t i = 0; i < draft->pauses.count; i++) {
        is_sound = is_sound && pauses[i].from.us >= over && pauses[i].from.us < pauses[i].until.us;
        over = pauses[i].until.us;
    }
    if (is_sound && (draft->paused.us == 0 || draft->paused.us >= over))
        return AFTERSALE_OK;
    return as__restore_fail(work, AFTERSALE_INVALID, "pauses", AS__MESSAGE_OUT_OF_RANGE,
                            "do not follow one another, or do not go with the state");
}

/* Among the runs that the customer's last event holds: all open ones, and the last of each plan. */
static aftersale_status check_run(as__restoring *work, const aftersale_enrolment *draft,
                                  const aftersale_event *event)
{
    const as__open_plan *runs = AS__ITEMS(as__open_plan, event->runs);
    int32_t plan = as__plan_number(work->command.settings, draft->plan);
    for (size_t i = 0; i < event->runs.count; i++)
        if (runs[i].plan == plan && runs[i].run == draft->run)
            return as__restore_fail(work, AFTERSALE_EXISTS, "run", AS__MESSAGE_REF_TAKEN,
                                    "is that of another entry into this plan here");
    return AFTERSALE_OK;
}

static aftersale_status put_enrolment(as__restoring *work, aftersale_enrolment *draft)
{
    as__command *command = &work->command;
    const aftersale_record *record;
    const aftersale_customer *customer;
    const as__template *plan;
    aftersale_event event;
    aftersale_status status = as__restore_check(work, AFTERSALE_KIND_ENROLMENT, draft);
    if (status == AFTERSALE_OK)
        status = check_sale(work, draft);
    if (status == AFTERSALE_OK)
        status = as__plan_for(command, "plan", draft->plan, draft->version, &plan);
    if (status == AFTERSALE_OK)
        status = take_steps(work, draft);
    if (status == AFTERSALE_OK)
        status = check_pauses(work, draft);
    if (status == AFTERSALE_OK)
        status = as__restore_record(work, AFTERSALE_KIND_CUSTOMER, draft->customer, &record);
    if (status == AFTERSALE_OK)
        status = as__customer_whole(command->book, command->unit, (const aftersale_customer *)record, false,
                                    &customer);
    command->at = draft->begun;
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_CUSTOMER, draft->customer, AS__EVENT_ENROLLED, &event);
    if (status == AFTERSALE_OK)
        status = check_run(work, draft, &event);
    if (status == AFTERSALE_OK)
        status = as__run_restore(command, draft, customer, &event);
    event.subject = draft->id;
    return status == AFTERSALE_OK ? as__restore_finish(work, &event) : status;
}

aftersale_status as__restore_enrolment(as__restoring *work)
{
    static const char *const beside[] = {NULL};
    const aftersale_record *record;
    aftersale_enrolment draft;
    aftersale_status status = as__restore_read(work, AFTERSALE_KIND_ENROLMENT, beside, &draft);
    draft.id = work->local;
    if (status != AFTERSALE_OK)
        return status;
    status = as__restore_record(work, AFTERSALE_KIND_ENROLMENT, draft.id, &record);
    if (status == AFTERSALE_NOT_FOUND)
        return put_enrolment(work, &draft);
    if (status != AFTERSALE_OK)
        return status;
    if (((const aftersale_enrolment *)record)->customer != draft.customer ||
        ((const aftersale_enrolment *)record)->run != draft.run || draft.plan == NULL ||
        strcmp(((const aftersale_enrolment *)record)->plan, draft.plan) != 0)
        return as__restore_fail(work, AFTERSALE_EXISTS, "id", AS__MESSAGE_REF_CLASH, NULL);
    return AFTERSALE_OK;
}
