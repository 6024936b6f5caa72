/* SPDX-License-Identifier: MIT */
/* Touches that were made or tried, each with an event of its own (S67, S70). */
#include "engine/reasons.h"
#include "engine/recents.h"
#include "engine/restore_work.h"
#include "engine/touch_at.h"
#include "rules/outcome.h"
#include <stdio.h>
#include <string.h>

#define NUMBER_MOST 1e15 /* of an event; exact in JSON */

typedef struct made_touch {
    aftersale_touch draft;
    int64_t number; /* of its event in the book that wrote the line */
    const char *reasons;
    char key[64]; /* of its event here */
    const aftersale_enrolment *run;
    const as__step *step;
} made_touch;

static aftersale_status take_reasons(as__restoring *work, const cJSON *reasons, const char **out)
{
    as__reasons *read;
    const char *source;
    size_t size;
    if (reasons == NULL)
        return AFTERSALE_OK;
    source = as__json_source(work->json, reasons, &size);
    read = as__arena_take(work->arena, sizeof *read);
    *out = as__arena_text(work->arena, source, size);
    if (read == NULL || *out == NULL)
        return AFTERSALE_NO_MEMORY;
    if (as__reasons_read(&work->command.book->context->owner.memory, *out, read) != AFTERSALE_OK)
        return as__restore_fail(work, AFTERSALE_INVALID, "reasons", AS__MESSAGE_NOT_A_CHOICE,
                                "are no reasons of an export");
    return AFTERSALE_OK;
}

/* What the line says beside the fields of a touch. */
static aftersale_status read_beside(as__restoring *work, made_touch *touch)
{
    const cJSON *number = cJSON_GetObjectItemCaseSensitive(work->json->root, "number");
    char id[AFTERSALE_ID_TEXT];
    if (!cJSON_IsNumber(number) || number->valuedouble < 1 || number->valuedouble > NUMBER_MOST)
        return as__restore_fail(work, AFTERSALE_INVALID, "number", AS__MESSAGE_OUT_OF_RANGE, NULL);
    touch->number = (int64_t)number->valuedouble;
    aftersale_id_text(work->id, id);
    snprintf(touch->key, sizeof touch->key, "%s/%lld", id, (long long)touch->number);
    return take_reasons(work, cJSON_GetObjectItemCaseSensitive(work->json->root, "reasons"), &touch->reasons);
}

static aftersale_status find_step(as__restoring *work, made_touch *touch)
{
    as__command *command = &work->command;
    const aftersale_record *record;
    const as__template *plan;
    size_t step = 0;
    aftersale_status status =
        as__restore_record(work, AFTERSALE_KIND_ENROLMENT, touch->draft.enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    touch->run = (const aftersale_enrolment *)record;
    if (touch->run->customer != touch->draft.customer)
        return as__restore_fail(work, AFTERSALE_INVALID, "customer", AS__MESSAGE_DISAGREE,
                                "is not whose plan it is");
    status = as__plan_having(command->book, command->unit, command->settings, touch->run->plan,
                             touch->run->version, 0, touch->draft.step, &plan, &step);
    if (status == AFTERSALE_NOT_FOUND)
        return as__restore_fail(work, AFTERSALE_INVALID, "step", AS__MESSAGE_NOT_A_CHOICE,
                                "is none of the plan's");
    if (status != AFTERSALE_OK)
        return status;
    touch->step = &plan->steps[step];
    return AFTERSALE_OK;
}

static bool is_its_event(const made_touch *touch, const aftersale_event *event)
{
    return event->enrolment == touch->run->id && event->step == touch->step->number &&
           event->occurrence == touch->draft.occurrence && event->contact.us == touch->draft.made.us;
}

/* In the book that wrote the line its event has the number; where it was taken in before, it has the key. */
static aftersale_status is_here(as__restoring *work, const made_touch *touch, bool *out)
{
    as__command *command = &work->command;
    aftersale_key key = as__key_make(command->book->tenant->book, AFTERSALE_KIND_EVENT, touch->run->customer,
                                     (uint64_t)touch->number);
    const aftersale_record *record;
    const aftersale_event *last;
    aftersale_range range;
    as__found found = {NULL, 0};
    aftersale_status status = as__unit_last_event(command->unit, touch->run->customer, &last);
    *out = false;
    /* One that is yet to come is not looked for: the next events are put in their order. */
    if (status == AFTERSALE_OK && last != NULL && touch->number <= last->number) {
        status = as__unit_get(command->unit, &key, &record);
        *out = status == AFTERSALE_OK && is_its_event(touch, (const aftersale_event *)record);
    }
    if (*out || status != AFTERSALE_OK)
        return status;
    as__range_begin(&range, command->book->tenant->book, AFTERSALE_KIND_EVENT, 1, 1);
    as__range_equal_text(&range, touch->key);
    status = as__unit_scan(command->unit, &range, &found);
    *out = found.count != 0;
    return status;
}

/* The states that the event settled, or tried, now point to it. False: the plan knows of no such touch. */
static bool point_to(const made_touch *touch, int64_t number, as__step_state *steps, size_t count)
{
    bool is_known = false;
    for (size_t i = 0; i < count; i++) {
        bool is_own = steps[i].step == touch->step->number &&
                      steps[i].occurrence == touch->draft.occurrence && steps[i].outcome != 0;
        if ((is_own || steps[i].state == AS__STEP_SKIPPED) && steps[i].made.us == touch->draft.made.us)
            steps[i].event = number;
        is_known = is_known || is_own;
    }
    return is_known;
}

static void describe(const made_touch *touch, aftersale_event *event)
{
    const aftersale_touch *draft = &touch->draft;
    event->key = touch->key;
    event->enrolment = touch->run->id;
    event->step = touch->step->number;
    event->occurrence = draft->occurrence;
    event->outcome = draft->outcome;
    event->planned = draft->due;
    event->contact = draft->made;
    event->actor = draft->actor;
    event->channel = draft->channel;
    event->reasons = touch->reasons;
    if (as__outcome_reached(draft->outcome) && draft->made.us > event->last_contact.us)
        event->last_contact = draft->made;
}

static aftersale_status put_touch(as__restoring *work, const made_touch *touch)
{
    as__command *command = &work->command;
    aftersale_enrolment run = *touch->run;
    as__step_state *steps = as__arena_take(work->arena, (run.steps.count + 1) * sizeof *steps);
    int32_t type =
        touch->draft.state == AFTERSALE_TOUCH_STATE_DONE ? AS__EVENT_TOUCH_DONE : AS__EVENT_TOUCH_TRIED;
    aftersale_event event;
    aftersale_status status;
    if (steps == NULL)
        return AFTERSALE_NO_MEMORY;
    if (run.steps.count != 0)
        memcpy(steps, run.steps.items, run.steps.count * sizeof *steps);
    run.steps.items = steps;
    command->at = touch->draft.made;
    status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, run.customer, type, &event);
    if (status != AFTERSALE_OK)
        return status;
    describe(touch, &event);
    if (!point_to(touch, event.number, steps, run.steps.count) &&
        !as__step_is_forgotten(touch->run, touch->step->number, touch->draft.occurrence))
        return as__restore_fail(work, AFTERSALE_STATE, "enrolment", AS__MESSAGE_STATE,
                                "stands otherwise here: it knows of no such touch");
    status = as__recents_made(command, touch->run, touch->step, &event);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_ENROLMENT, &run, NULL);
    if (status == AFTERSALE_OK)
        status = as__touch_put_note(command, touch->draft.note, &event);
    return status == AFTERSALE_OK ? as__restore_finish(work, &event) : status;
}

aftersale_status as__restore_touch(as__restoring *work)
{
    static const char *const beside[] = {"number", "reasons", NULL};
    made_touch touch = {.number = 0};
    bool is_there = false;
    aftersale_status status = as__restore_read(work, AFTERSALE_KIND_TOUCH, beside, &touch.draft);
    touch.draft.id = work->id;
    if (status == AFTERSALE_OK)
        status = as__restore_check(work, AFTERSALE_KIND_TOUCH, &touch.draft);
    if (status == AFTERSALE_OK && (touch.draft.made.us == 0 || touch.draft.outcome == 0))
        return as__restore_fail(work, AFTERSALE_INVALID, touch.draft.outcome == 0 ? "outcome" : "made",
                                AS__MESSAGE_REQUIRED, NULL);
    if (status == AFTERSALE_OK)
        status = read_beside(work, &touch);
    if (status == AFTERSALE_OK)
        status = find_step(work, &touch);
    if (status == AFTERSALE_OK)
        status = is_here(work, &touch, &is_there);
    return status == AFTERSALE_OK && !is_there ? put_touch(work, &touch) : status;
}
