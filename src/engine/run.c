/* SPDX-License-Identifier: MIT */
#include "engine/run.h"
#include "aftersale/enrolment.h"
#include "engine/agenda.h"
#include "engine/answers.h"
#include "engine/calendars.h"
#include "engine/effects.h"
#include "engine/limits.h"
#include "engine/others.h"
#include "engine/recents.h"
#include "engine/run_list.h"
#include "rules/handed.h"
#include "rules/run_life.h"
#include "value/text.h"
#include <string.h>

static const aftersale_daytime nine = {1, 9, 0, 0};

aftersale_status as__facts_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                              const aftersale_enrolment *run, const aftersale_customer *customer,
                              aftersale_time now, as__facts *out)
{
    const as__template *plan;
    const aftersale_record *version;
    aftersale_status status = as__plan_use(book, unit, settings, run->plan, run->version, &plan);
    if (status == AFTERSALE_NOT_FOUND) /* a run outlives no version of its plan */
        return as__record_named(book, unit, AFTERSALE_KIND_PLAN, as__plan_id(book, run->plan, run->version),
                                &version);
    return status == AFTERSALE_OK ? as__facts_in(book, unit, settings, plan, run, customer, now, out)
                                  : status;
}

aftersale_status as__facts_in(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                              const as__template *plan, const aftersale_enrolment *run,
                              const aftersale_customer *customer, aftersale_time now, as__facts *out)
{
    aftersale_status status;
    out->plan = plan;
    out->run = run;
    out->customer = customer;
    out->refused = NULL;
    out->day_start = settings->day_start.given ? settings->day_start : nine;
    out->presume = (uint32_t)settings->presume;
    out->now = now;
    out->assume = false;
    out->calendars = NULL;
    out->overlap = NULL;
    out->recents = (as__recents){NULL, 0};
    out->known = (as__known){run->sold_recorded, run->delivered_recorded, run->accepted_recorded};
    out->begins.us = out->ends.us = 0;
    out->rules = as__context_rules(book->context);
    status = as__limits_of(unit, settings, &out->limits);
    if (status == AFTERSALE_OK)
        status = as__calendars_of(book, unit, settings, out, &out->calendars);
    return status == AFTERSALE_OK ? as__customer_zone(book, customer, settings, &out->zone) : status;
}

aftersale_status as__run_dates(const as__facts *facts, as__arena *arena, as__planned **out)
{
    *out = as__arena_take(arena, facts->plan->step_count * sizeof **out + 1);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    as__schedule_plan(facts, *out);
    return AFTERSALE_OK;
}

aftersale_status as__run_own_states(as__arena *arena, aftersale_enrolment *draft, size_t more,
                                    as__step_state **out)
{
    size_t count = draft->steps.count;
    *out = as__arena_take(arena, (count + more) * sizeof **out + 1);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(*out, draft->steps.items, count * sizeof **out);
    draft->steps.items = *out;
    return AFTERSALE_OK;
}

static bool is_closed(int32_t state)
{
    return state >= AFTERSALE_ENROLMENT_ENDED;
}

static bool is_limited(const as__facts *facts)
{
    return facts->limits != NULL || facts->recents.count != 0 || facts->plan->caps.count != 0;
}

static aftersale_time first_end(const as__recents *recents)
{
    aftersale_time first = {0};
    for (size_t i = 0; i < recents->count; i++)
        if (recents->items[i].lease.us != 0 && (first.us == 0 || recents->items[i].lease.us < first.us))
            first = recents->items[i].lease;
    return first;
}

/* Adds the dates to which what the book allows and contacts put the touches off. */
static aftersale_status add_limited(as__command *command, const as__facts *facts, as__agenda_of *of)
{
    as__planned *limited;
    aftersale_status status;
    of->claim_ends = first_end(&facts->recents);
    of->is_advanced = command->is_advance;
    if (!is_limited(facts))
        return AFTERSALE_OK;
    status = as__run_dates(facts, &command->unit->arena, &limited);
    of->limited = limited;
    return status;
}

static bool is_through(const as__template *plan, const as__agenda_of *of)
{
    return as__plan_is_through(plan, of->planned) &&
           (of->limited == NULL || as__plan_is_through(plan, of->limited));
}

static bool hangs(const as__facts *facts, const as__agenda_of *of)
{
    return as__plan_hangs(facts, of->planned) || (of->limited != NULL && as__plan_hangs(facts, of->limited));
}

/* Whether nothing is left to be made, whatever the book comes to allow, and by whichever address. */
static aftersale_status find_through(as__command *command, const as__facts *facts, const as__agenda_of *of,
                                     bool *out)
{
    as__facts base = *of->facts, with_limits = *facts;
    as__agenda_of again = {.facts = &base};
    as__planned *planned;
    uint32_t *refused;
    aftersale_status status;
    *out = is_through(facts->plan, of);
    if (!*out || !hangs(facts, of))
        return AFTERSALE_OK;
    status = as__addresses_refused(command->book, command->unit, facts->customer, false, &refused);
    if (status != AFTERSALE_OK)
        return status;
    base.refused = with_limits.refused = refused;
    status = as__run_dates(&base, &command->unit->arena, &planned);
    again.planned = planned;
    if (status == AFTERSALE_OK)
        status = add_limited(command, &with_limits, &again);
    if (status == AFTERSALE_OK)
        *out = is_through(facts->plan, &again);
    return status;
}

/* All that dates a run as an event leaves it. @param[out] last as__last_of() */
static aftersale_status facts_after(as__command *command, const aftersale_enrolment *draft,
                                    const aftersale_customer *customer, const aftersale_event *event,
                                    const aftersale_event **last, as__facts *out)
{
    aftersale_status status =
        as__facts_of(command->book, command->unit, command->settings, draft, customer, command->now, out);
    if (status == AFTERSALE_OK)
        status = as__last_of(command->unit, command->settings, customer, event, last);
    if (status == AFTERSALE_OK && as__limits_reach(command->settings) != 0)
        status = as__recents_of(*last, command->now, &command->unit->arena, &out->recents);
    return status;
}

aftersale_status as__run_put(as__command *command, const aftersale_enrolment *before,
                             aftersale_enrolment *draft, const aftersale_customer *customer_before,
                             const aftersale_customer *customer, aftersale_event *event)
{
    as__facts facts, base;
    as__agenda_of of = {.facts = &base};
    const aftersale_event *last;
    as__planned *planned = NULL;
    const aftersale_record *put;
    bool through;
    aftersale_status status = as__run_end_pause(command, customer, draft);
    if (status == AFTERSALE_OK)
        status = facts_after(command, draft, customer, event, &last, &facts);
    if (status != AFTERSALE_OK)
        return status;
    base = as__facts_lasting(&facts);
    status = as__others_made(command->settings, last, &command->unit->arena, &base);
    if (status == AFTERSALE_OK)
        status = as__others_settle(&command->unit->arena, &base, draft, &planned);
    facts.overlap = base.overlap;
    of.planned = planned;
    if (status == AFTERSALE_OK)
        status = add_limited(command, &facts, &of);
    if (status == AFTERSALE_OK)
        status = find_through(command, &facts, &of, &through);
    if (status != AFTERSALE_OK)
        return status;
    if (through)
        as__run_complete(&facts, draft, command->at);
    if (is_closed(draft->state) && draft->paused.us != 0) /* by a touch that was made meanwhile */
        status = as__run_close_pause(command, draft);
    if (status == AFTERSALE_OK)
        status = as__agenda_make(&of, &command->unit->arena, draft);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_ENROLMENT, draft, &put);
    if (status == AFTERSALE_OK)
        status = as__effects_note(command->book, before, (const aftersale_enrolment *)put, customer_before,
                                  customer);
    if (status == AFTERSALE_OK && is_closed(draft->state))
        status = as__runs_note_open(command, draft->id, false, event);
    return status;
}

/* The agenda of a run of which nothing else changes. */
static aftersale_status date_again(as__command *command, aftersale_enrolment *draft,
                                   const aftersale_customer *customer, const aftersale_event *event)
{
    as__facts facts, base;
    as__agenda_of of = {.facts = &base};
    const aftersale_event *last;
    as__planned *planned = NULL;
    aftersale_status status = facts_after(command, draft, customer, event, &last, &facts);
    if (status != AFTERSALE_OK)
        return status;
    base = as__facts_lasting(&facts);
    status = as__others_made(command->settings, last, &command->unit->arena, &base);
    facts.overlap = base.overlap;
    if (status == AFTERSALE_OK)
        status = as__run_dates(&base, &command->unit->arena, &planned);
    of.planned = planned;
    if (status == AFTERSALE_OK)
        status = add_limited(command, &facts, &of);
    return status == AFTERSALE_OK ? as__agenda_make(&of, &command->unit->arena, draft) : status;
}

aftersale_status as__run_restore(as__command *command, aftersale_enrolment *draft,
                                 const aftersale_customer *customer, aftersale_event *event)
{
    aftersale_status status = date_again(command, draft, customer, event);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_ENROLMENT, draft, NULL);
    return status == AFTERSALE_OK ? as__runs_note_begun(command, draft, event) : status;
}

aftersale_status as__run_rebound(as__command *command, const aftersale_enrolment *run,
                                 const aftersale_customer *customer, const aftersale_event *event)
{
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_ENROLMENT);
    aftersale_enrolment draft = *run;
    aftersale_status status = date_again(command, &draft, customer, event);
    if (status != AFTERSALE_OK ||
        as__field_same(as__kind_field(kind, AFTERSALE_FIELD_ENROLMENT_AGENDA), &draft, run))
        return status;
    return as__unit_put(command->unit, AFTERSALE_KIND_ENROLMENT, &draft, NULL);
}

aftersale_status as__runs_rebound(as__command *command, const aftersale_customer *customer,
                                  const aftersale_event *event, uint64_t except)
{
    const as__open_plan *runs;
    as__list listed;
    aftersale_status status = as__runs_listed(command, customer, event, &listed);
    if (status != AFTERSALE_OK)
        return status;
    runs = AS__ITEMS(as__open_plan, listed);
    for (size_t i = 0; i < listed.count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        if (!runs[i].is_open || runs[i].enrolment == except)
            continue;
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment,
                                  &record);
        if (status == AFTERSALE_OK)
            status = as__run_rebound(command, (const aftersale_enrolment *)record, customer, event);
    }
    return status;
}

aftersale_status as__run_end(as__command *command, const aftersale_enrolment *run,
                             const aftersale_customer *customer, int32_t state, int32_t left,
                             const char *reason, aftersale_event *event)
{
    aftersale_enrolment draft = *run;
    aftersale_status status;
    if (is_closed(run->state))
        return AFTERSALE_OK;
    status = as__run_end_pause(command, customer, &draft);
    if (status != AFTERSALE_OK)
        return status;
    draft.state = state;
    draft.left = left;
    draft.reason = reason;
    draft.ended = command->at;
    status = as__run_close_pause(command, &draft);
    if (status != AFTERSALE_OK)
        return status;
    return as__run_put(command, run, &draft, customer, customer, event);
}

/* A run that a command of another twin closed may stand open in the list. */
aftersale_status as__run_refresh(as__command *command, uint64_t enrolment, const aftersale_customer *before,
                                 const aftersale_customer *after, aftersale_event *event)
{
    const aftersale_record *record;
    aftersale_enrolment draft;
    aftersale_status status =
        as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_enrolment *)record;
    if (is_closed(draft.state))
        return as__runs_note_open(command, enrolment, false, event);
    if (draft.handed.count != 0 && after->owner != NULL && !as__text_same(before->owner, after->owner))
        status = as__hand_back(after->owner, &command->unit->arena, &draft);
    if (status != AFTERSALE_OK)
        return status;
    return as__run_put(command, (const aftersale_enrolment *)record, &draft, before, after, event);
}

aftersale_status as__runs_refresh(as__command *command, const aftersale_customer *before,
                                  const aftersale_customer *after, aftersale_event *event)
{
    as__list listed;
    const as__open_plan *runs;
    aftersale_status status = as__runs_listed(command, after, event, &listed);
    if (status != AFTERSALE_OK)
        return status;
    runs = AS__ITEMS(as__open_plan, listed);
    for (size_t i = 0; i < listed.count && status == AFTERSALE_OK; i++)
        if (runs[i].is_open)
            status = as__run_refresh(command, runs[i].enrolment, before, after, event);
    return status;
}
