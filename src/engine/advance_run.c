/* SPDX-License-Identifier: MIT */
#include "engine/advance_run.h"
#include "aftersale/enrolment.h"
#include "engine/agenda.h"
#include "engine/answers.h"
#include "engine/others.h"
#include "engine/reasons.h"
#include "engine/recents.h"
#include "engine/run.h"
#include "engine/twins.h"
#include <stdio.h>
#include <string.h>

#define MISSED_KEPT 8 /* occurrences of a step that stand in its run; the events hold the others */

typedef struct bringing {
    as__command *command;
    aftersale_advanced *tally;
    const aftersale_enrolment *run; /* as it was */
    const aftersale_customer *customer;
    aftersale_enrolment seen;  /* when claims have been let go: of this the rest is worked out */
    aftersale_enrolment draft; /* as it becomes */
    as__step_state *steps;     /* of the draft */
    as__facts facts;
    bool has_event;
} bringing;

/* What happened happened at its time, and is recorded now. */
static aftersale_status begin_event(bringing *b, int32_t type, aftersale_time at, aftersale_event *out)
{
    as__command *command = b->command;
    aftersale_time to = command->now;
    aftersale_status status = as__context_now(command->book->context, &command->now);
    command->at = at;
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_CUSTOMER, b->run->customer, type, out);
    command->now = to;
    return status;
}

static aftersale_status put_event(bringing *b, aftersale_event *event)
{
    b->has_event = true;
    return as__event_put(b->command, event);
}

static aftersale_status begin_touch_event(bringing *b, int32_t type, aftersale_time at, int32_t step,
                                          int32_t occurrence, aftersale_event *out)
{
    aftersale_status status = begin_event(b, type, at, out);
    out->enrolment = b->run->id;
    out->step = step;
    out->occurrence = occurrence;
    return status;
}

/* Who held it is still known, so that they may say what came of it (S29). */
static aftersale_status let_go(bringing *b, as__step_state *state)
{
    aftersale_event event;
    aftersale_status status =
        begin_touch_event(b, AS__EVENT_TOUCH_RELEASED, state->lease, state->step, state->occurrence, &event);
    state->state = AS__STEP_OPEN;
    event.actor = state->actor;
    b->tally->released++;
    if (status == AFTERSALE_OK)
        status = as__recents_released(b->command, &event);
    return status == AFTERSALE_OK ? put_event(b, &event) : status;
}

static aftersale_status let_go_all(bringing *b)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < b->draft.steps.count && status == AFTERSALE_OK; i++)
        if (b->steps[i].state == AS__STEP_CLAIMED && b->steps[i].lease.us <= b->command->now.us)
            status = let_go(b, &b->steps[i]);
    return status;
}

/* All that decides its touches, addresses and the customer's other plans as well. */
static aftersale_status find_facts(bringing *b)
{
    as__command *command = b->command;
    as__unit *unit = command->unit;
    as__step_state *seen = as__arena_take(&unit->arena, (b->draft.steps.count + 1) * sizeof *seen);
    uint32_t *refused;
    aftersale_status status = seen != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    if (status != AFTERSALE_OK)
        return status;
    b->seen = b->draft;
    if (b->draft.steps.count != 0)
        memcpy(seen, b->steps, b->draft.steps.count * sizeof *seen);
    b->seen.steps.items = seen;
    status =
        as__facts_of(command->book, unit, command->settings, &b->seen, b->customer, command->now, &b->facts);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(command->book, unit, b->customer, false, &refused);
    if (status == AFTERSALE_OK)
        status = as__recents_read(unit, command->settings, b->customer, command->now, &b->facts.recents);
    if (status != AFTERSALE_OK)
        return status;
    b->facts.refused = refused;
    return as__others_read(command->book, unit, command->settings, &b->facts);
}

/* Those that were missed before, of a step that repeats for ever. */
static void forget_missed(bringing *b, int32_t number, int32_t occurrence)
{
    size_t kept = 0;
    for (size_t i = 0; i < b->draft.steps.count; i++) {
        const as__step_state *state = &b->steps[i];
        bool is_old = state->step == number && state->occurrence <= occurrence - MISSED_KEPT;
        bool is_bare = state->state == AS__STEP_MISSED && state->outcome == 0 && state->activated.us == 0;
        if (!is_old || !is_bare)
            b->steps[kept++] = *state;
    }
    b->draft.steps.count = kept;
}

/* `count` occurrences were missed by then, this one last. */
static aftersale_status miss(bringing *b, const as__planned *missed, aftersale_time at, int32_t count)
{
    const as__step *step = &b->facts.plan->steps[missed->step];
    as__arena *arena = &b->command->unit->arena;
    as__reasons *reasons = as__arena_take(arena, sizeof *reasons);
    char *detail = as__arena_take(arena, 32);
    as__step_state *state;
    as__planned again;
    aftersale_event event;
    aftersale_status status =
        begin_touch_event(b, AS__EVENT_TOUCH_MISSED, at, step->number, missed->occurrence, &event);
    if (status != AFTERSALE_OK || reasons == NULL || detail == NULL)
        return status != AFTERSALE_OK ? status : AFTERSALE_NO_MEMORY;
    as__schedule_occurrence(&b->facts, missed->step, missed->occurrence, &again, reasons);
    event.reasons = as__reasons_write(reasons, arena);
    if (event.reasons == NULL)
        return AFTERSALE_NO_MEMORY;
    event.planned = missed->due;
    if (count > 1) {
        snprintf(detail, 32, "{\"missed\":%d}", (int)count);
        event.detail = detail;
    }
    state = as__step_state_of(b->steps, &b->draft.steps.count, step->number, missed->occurrence);
    state->state = AS__STEP_MISSED;
    state->planned = missed->due;
    state->missed = at;
    if (state->event == 0)
        state->event = event.number;
    else
        state->missed_event = event.number;
    forget_missed(b, step->number, missed->occurrence);
    b->tally->missed += (uint64_t)count;
    return put_event(b, &event);
}

/* The last occurrence whose successor has come, between these two; one less than the first: none has. Dates only grow. */
static int32_t last_passed(const bringing *b, size_t step, int32_t first, int32_t open)
{
    int32_t low = first - 1, high = open - 1;
    while (low < high) {
        int32_t middle = high - (high - low) / 2;
        as__planned one;
        as__schedule_occurrence(&b->facts, step, middle, &one, NULL);
        if (one.next.us != 0 && one.next.us <= b->command->now.us)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

/* Of a step that repeats, the occurrences whose successor has come. */
static aftersale_status miss_earlier(bringing *b, const as__planned *open)
{
    const as__step *step = &b->facts.plan->steps[open->step];
    const as__step_state *last = as__step_past(&b->seen, step->number);
    int32_t first = last == NULL ? 1 : last->occurrence + as__step_is_settled(last);
    int32_t from = last_passed(b, open->step, first, open->occurrence) + 1 + AS__DAYS_BACK_MOST;
    if (from >= open->occurrence) /* days off move a date back by no more */
        from = open->occurrence - 1;
    for (int32_t i = from; i >= first; i--) {
        as__planned one;
        as__schedule_occurrence(&b->facts, open->step, i, &one, NULL);
        if (one.due.us == 0 || as__step_is_settled(one.past) || one.dropped.us > b->command->now.us)
            continue;
        if (one.next.us != 0 && one.next.us <= b->command->now.us)
            return miss(b, &one, one.next, i - first + 1);
        if (one.due.us <= b->command->now.us)
            return miss(b, &one, one.due, i - first + 1);
    }
    return AFTERSALE_OK;
}

static aftersale_status miss_all(bringing *b)
{
    as__planned *planned;
    aftersale_status status = as__run_dates(&b->facts, &b->command->unit->arena, &planned);
    for (size_t i = 0; status == AFTERSALE_OK && i < b->facts.plan->step_count; i++) {
        const as__planned *one = &planned[i];
        aftersale_time at = as__missed_at(one);
        if (b->facts.plan->steps[i].repeat.is_given)
            status = miss_earlier(b, one);
        if (status == AFTERSALE_OK && at.us != 0 && at.us <= b->command->now.us &&
            !as__step_is_settled(one->past))
            status = miss(b, one, as__missed_when(one), 1);
    }
    return status;
}

/* The run as it stands then, and events of what became of it as a whole. */
static aftersale_status put_run(bringing *b)
{
    aftersale_event scratch, event;
    aftersale_date resume = b->draft.resume;
    aftersale_time at = b->command->at;
    aftersale_status status = begin_event(b, AS__EVENT_PLAN_THROUGH, at, &scratch);
    if (status == AFTERSALE_OK)
        status = as__run_put(b->command, b->run, &b->draft, b->customer, b->customer, &scratch);
    if (status == AFTERSALE_OK && b->run->state == AFTERSALE_ENROLMENT_PAUSED &&
        b->draft.state != AFTERSALE_ENROLMENT_PAUSED) {
        aftersale_daytime none = {0, 0, 0, 0};
        b->tally->resumed++;
        status = begin_event(b, AS__EVENT_PLAN_MOVED,
                             as__instant_of(b->facts.zone, resume, none, b->facts.day_start), &event);
        event.subject = b->run->id;
        if (status == AFTERSALE_OK)
            status = put_event(b, &event);
    }
    if (status != AFTERSALE_OK || b->draft.state < AFTERSALE_ENROLMENT_ENDED)
        return status;
    b->tally->completed++;
    status = begin_event(b, AS__EVENT_PLAN_THROUGH, at, &event);
    event.subject = b->run->id;
    event.runs = scratch.runs;
    return status == AFTERSALE_OK ? put_event(b, &event) : status;
}

/* A rival may have been here since the run was found. */
static bool is_due(const aftersale_enrolment *run, aftersale_time to)
{
    aftersale_time at = as__agenda_at(run, AS__AGENDA_NOBODY, AS__AGENDA_TURNS);
    return at.us != 0 && at.us <= to.us;
}

aftersale_status as__advance_run(as__command *command, uint64_t enrolment, aftersale_advanced *tally)
{
    bringing b = {.command = command, .tally = tally};
    const aftersale_record *record;
    const as__template *plan;
    aftersale_status status =
        as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, enrolment, &record);
    if (status != AFTERSALE_OK || !is_due((const aftersale_enrolment *)record, command->now))
        return status;
    tally->looked++;
    command->at = as__agenda_at((const aftersale_enrolment *)record, AS__AGENDA_NOBODY, AS__AGENDA_TURNS);
    b.run = (const aftersale_enrolment *)record;
    b.draft = *b.run;
    status = as__customer_named(command->book, command->unit, b.run->customer, false, &b.customer);
    if (status == AFTERSALE_OK)
        status =
            as__plan_use(command->book, command->unit, command->settings, b.run->plan, b.run->version, &plan);
    if (status == AFTERSALE_OK)
        status = as__run_own_states(&command->unit->arena, &b.draft, 2 * plan->step_count, &b.steps);
    if (status == AFTERSALE_OK)
        status = let_go_all(&b);
    if (status == AFTERSALE_OK)
        status = find_facts(&b);
    if (status == AFTERSALE_OK)
        status = miss_all(&b);
    if (status == AFTERSALE_OK)
        status = put_run(&b);
    return status == AFTERSALE_OK && !b.has_event ? as__unit_expect_root(command->unit, b.run->customer)
                                                  : status;
}
