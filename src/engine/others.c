/* SPDX-License-Identifier: MIT */
#include "engine/others.h"
#include "aftersale/enrolment.h"
#include "engine/limits.h"
#include "engine/run_list.h"
#include "rules/overlap.h"
#include "rules/pause.h"
#include <string.h>

/* The touches that stand in the way, while they are gathered. */
typedef struct gathering {
    as__overlap *overlap; /* what is decided by already */
    as__other *items;
    size_t room;
    as__arena *arena;
    const as__facts *asks;   /* the run in whose way they stand */
    const as__planned *mine; /* its touches; NULL: not looked at yet */
    size_t runs;             /* beside it */
} gathering;

static aftersale_status make_room(gathering *all, size_t more)
{
    size_t count = all->overlap->count;
    if (count + more <= all->room)
        return AFTERSALE_OK;
    all->room = 2 * (count + more);
    as__other *items = as__arena_take(all->arena, all->room * sizeof *items);
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(items, all->items, count * sizeof *items);
    all->overlap->items = all->items = items;
    return AFTERSALE_OK;
}

static aftersale_status gather_made(gathering *all, const aftersale_event *last, aftersale_time now)
{
    const as__recents recents = {AS__ITEMS(as__recent, last->recents), last->recents.count};
    aftersale_status status = make_room(all, recents.count);
    if (status == AFTERSALE_OK)
        all->overlap->count += as__overlap_made(recents, now, all->items);
    return status;
}

static bool is_under_way(const aftersale_enrolment *run)
{
    return run->state == AFTERSALE_ENROLMENT_ACTIVE || run->state == AFTERSALE_ENROLMENT_PAUSED;
}

/* What an event says. `facts->overlap` stays NULL where nothing can stand in the way. */
static aftersale_status begin(gathering *all, const aftersale_settings *settings, const aftersale_event *last,
                              as__arena *arena, as__facts *facts)
{
    int32_t days = as__limits_overlap(settings);
    *all = (gathering){.arena = arena, .asks = facts};
    facts->overlap = NULL;
    if (days == 0 || last == NULL || !is_under_way(facts->run))
        return AFTERSALE_OK;
    all->overlap = as__arena_take(arena, sizeof *all->overlap);
    if (all->overlap == NULL)
        return AFTERSALE_NO_MEMORY;
    *all->overlap = (as__overlap){.days = days};
    facts->overlap = all->overlap;
    return gather_made(all, last, facts->now);
}

aftersale_status as__others_made(const aftersale_settings *settings, const aftersale_event *last,
                                 as__arena *arena, as__facts *facts)
{
    gathering all;
    return begin(&all, settings, last, arena, facts);
}

/* The runs beside this one, in the order in which they come first. */
static aftersale_status find_runs(aftersale_book *book, as__unit *unit, const aftersale_event *last,
                                  const aftersale_enrolment *run, const aftersale_enrolment ***out,
                                  size_t *count)
{
    const as__open_plan *runs = AS__ITEMS(as__open_plan, last->runs);
    *count = 0;
    *out = as__arena_take(&unit->arena, (last->runs.count + 1) * sizeof **out);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < last->runs.count; i++) {
        const aftersale_record *record;
        const aftersale_enrolment *other;
        aftersale_status status;
        size_t place = *count;
        if (!runs[i].is_open || runs[i].enrolment == run->id)
            continue;
        status = as__record_named(book, unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment, &record);
        if (status != AFTERSALE_OK)
            return status;
        other = (const aftersale_enrolment *)record;
        if (!is_under_way(other))
            continue;
        for (; place > 0 && as__run_comes_first(other, (*out)[place - 1]); place--)
            (*out)[place] = (*out)[place - 1];
        (*out)[place] = other;
        (*count)++;
    }
    return AFTERSALE_OK;
}

static aftersale_status find_reach(gathering *all, const char *kind, aftersale_time *out)
{
    as__facts alone = *all->asks;
    alone.recents = (as__recents){NULL, 0};
    if (all->mine == NULL) {
        as__planned *planned;
        aftersale_status status = as__run_dates(&alone, all->arena, &planned);
        if (status != AFTERSALE_OK)
            return status;
        all->mine = planned;
    }
    *out = as__overlap_reach(&alone, all->mine, kind, all->runs);
    return AFTERSALE_OK;
}

/* Behind the open occurrences, as far as who asks can meet them. */
static aftersale_status gather_ahead(gathering *all, const as__facts *other, const as__planned *planned)
{
    for (size_t i = 0; i < other->plan->step_count; i++) {
        aftersale_time until;
        aftersale_status status;
        as__ahead ahead;
        as__other found;
        if (!other->plan->steps[i].repeat.is_given)
            continue;
        status = find_reach(all, other->plan->steps[i].kind, &until);
        if (status != AFTERSALE_OK)
            return status;
        as__ahead_begin(&ahead, other, &planned[i], until);
        while (as__ahead_next(&ahead, &found)) {
            status = make_room(all, 1);
            if (status != AFTERSALE_OK)
                return status;
            all->items[all->overlap->count++] = found;
        }
    }
    return AFTERSALE_OK;
}

/* Contacts put nothing off here, so that all who ask of this run are told the same. */
static aftersale_status gather(gathering *all, aftersale_book *book, as__unit *unit,
                               const aftersale_settings *settings, const aftersale_enrolment *run,
                               as__standing which)
{
    const as__facts *facts = all->asks;
    as__facts other;
    as__planned *planned;
    aftersale_status status = as__facts_of(book, unit, settings, run, facts->customer, facts->now, &other);
    if (status != AFTERSALE_OK)
        return status;
    other.refused = facts->refused;
    other.assume = facts->assume;
    other.overlap = all->overlap;
    status = as__run_dates(&other, all->arena, &planned);
    if (status == AFTERSALE_OK)
        status = make_room(all, other.plan->step_count);
    if (status != AFTERSALE_OK)
        return status;
    all->overlap->count += as__overlap_list(&other, planned, which, all->items + all->overlap->count);
    return which == AS__STANDS_PLANNED ? gather_ahead(all, &other, planned) : AFTERSALE_OK;
}

/* What is agreed stands in every plan. The others in the order in which they come first: what gives way itself is in
 * nobody's way. */
aftersale_status as__others_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const aftersale_event *last, as__facts *facts)
{
    const aftersale_enrolment **runs;
    size_t count = 0;
    gathering all;
    aftersale_status status = begin(&all, settings, last, &unit->arena, facts);
    if (status == AFTERSALE_OK && facts->overlap != NULL)
        status = find_runs(book, unit, last, facts->run, &runs, &count);
    all.runs = count;
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        if (as__overlap_agreed(runs[i]))
            status = gather(&all, book, unit, settings, runs[i], AS__STANDS_AGREED);
    }
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        if (as__run_comes_first(runs[i], facts->run))
            status = gather(&all, book, unit, settings, runs[i], AS__STANDS_PLANNED);
    }
    return status;
}

aftersale_status as__others_read(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 as__facts *facts)
{
    const aftersale_event *last = NULL;
    aftersale_status status = AFTERSALE_OK;
    if (settings->overlap != NULL)
        status = as__last_of(unit, settings, facts->customer, NULL, &last);
    return status == AFTERSALE_OK ? as__others_of(book, unit, settings, last, facts) : status;
}

static aftersale_status settle(as__arena *arena, const as__step *step, const as__cover *cover,
                               aftersale_enrolment *draft)
{
    char text[AS__OTHER_TEXT];
    as__step_state *steps;
    const char *kept;
    aftersale_status status = as__run_own_states(arena, draft, 1, &steps);
    as__other_text(cover->by, text);
    kept = as__arena_text(arena, text, strlen(text));
    if (status != AFTERSALE_OK || kept == NULL)
        return AFTERSALE_NO_MEMORY;
    as__overlap_enter(step, cover, kept, steps, &draft->steps.count);
    return AFTERSALE_OK;
}

/* Of a step that repeats one occurrence at a time is found to be covered, and each may lead to the next step. */
aftersale_status as__others_settle(as__arena *arena, const as__facts *facts, aftersale_enrolment *draft,
                                   as__planned **planned)
{
    const as__facts resumed = as__facts_resumed(facts);
    aftersale_status status = as__run_dates(&resumed, arena, planned);
    while (status == AFTERSALE_OK) {
        size_t i = as__overlap_covered(&resumed, *planned);
        if (i == facts->plan->step_count)
            break;
        status = settle(arena, &facts->plan->steps[i], &(*planned)[i].cover, draft);
        if (status == AFTERSALE_OK)
            as__schedule_plan(&resumed, *planned);
    }
    if (status == AFTERSALE_OK && resumed.now.us != facts->now.us)
        as__schedule_plan(facts, *planned);
    return status;
}

static aftersale_status cover_run(as__command *command, uint64_t enrolment,
                                  const aftersale_customer *customer, aftersale_event *event)
{
    const aftersale_record *record;
    const aftersale_event *last;
    aftersale_enrolment draft;
    as__facts facts;
    as__planned *planned;
    aftersale_status status =
        as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT, enrolment, &record);
    if (status == AFTERSALE_OK)
        status = as__last_of(command->unit, command->settings, customer, event, &last);
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_enrolment *)record;
    status =
        as__facts_of(command->book, command->unit, command->settings, &draft, customer, command->now, &facts);
    facts.limits = NULL;
    if (status == AFTERSALE_OK)
        status = as__others_made(command->settings, last, &command->unit->arena, &facts);
    facts = as__facts_resumed(&facts);
    if (status == AFTERSALE_OK)
        status = as__run_dates(&facts, &command->unit->arena, &planned);
    if (status != AFTERSALE_OK || as__overlap_covered(&facts, planned) == facts.plan->step_count)
        return status;
    return as__run_put(command, (const aftersale_enrolment *)record, &draft, customer, customer, event);
}

aftersale_status as__others_cover(as__command *command, uint64_t made_in, const aftersale_customer *customer,
                                  aftersale_event *event)
{
    const as__open_plan *runs;
    as__list listed;
    aftersale_status status;
    if (command->settings->overlap == NULL)
        return AFTERSALE_OK;
    status = as__runs_listed(command, customer, event, &listed);
    if (status != AFTERSALE_OK)
        return status;
    runs = AS__ITEMS(as__open_plan, listed);
    for (size_t i = 0; i < listed.count && status == AFTERSALE_OK; i++) {
        if (runs[i].is_open && runs[i].enrolment != made_in)
            status = cover_run(command, runs[i].enrolment, customer, event);
    }
    return status;
}
