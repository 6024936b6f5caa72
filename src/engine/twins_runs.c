/* SPDX-License-Identifier: MIT */
/* Plans of customers who turn out to be one: none of them twice, where its rule of re-entry says so (S13, S26). */
#include "aftersale/enrolment.h"
#include "engine/run.h"
#include "engine/run_list.h"
#include "engine/twins_work.h"
#include "rules/enrolment_rule.h"
#include <string.h>

#define MERGED "merged" /* reason of a run that ended for its twin's sake */

/* Runs of all of them, as they stand in their events, by begin. */
typedef struct listed_runs {
    const aftersale_enrolment **items;
    size_t count;
    const aftersale_enrolment **others; /* room for as many, for those that one of them is held against */
} listed_runs;

static bool is_later(const aftersale_enrolment *a, const aftersale_enrolment *b)
{
    return a->begun.us != b->begun.us ? a->begun.us > b->begun.us : a->id > b->id;
}

static aftersale_status list_runs(as__twins_work *work, listed_runs *out)
{
    as__command *command = work->command;
    size_t most = 0;
    *out = (listed_runs){NULL, 0, NULL};
    for (size_t i = 0; i < work->members.count; i++)
        most += work->events[i].runs.count;
    out->items = as__arena_take(&command->unit->arena, (most + 1) * sizeof *out->items);
    out->others = as__arena_take(&command->unit->arena, (most + 1) * sizeof *out->others);
    if (out->items == NULL || out->others == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < work->members.count; i++) {
        const as__open_plan *runs = AS__ITEMS(as__open_plan, work->events[i].runs);
        for (size_t r = 0; r < work->events[i].runs.count; r++) {
            const aftersale_record *record;
            const aftersale_enrolment *run;
            size_t at = out->count++;
            aftersale_status status = as__record_named(command->book, command->unit, AFTERSALE_KIND_ENROLMENT,
                                                       runs[r].enrolment, &record);
            if (status != AFTERSALE_OK)
                return status;
            run = (const aftersale_enrolment *)record;
            for (; at != 0 && is_later(out->items[at - 1], run); at--)
                out->items[at] = out->items[at - 1];
            out->items[at] = run;
        }
    }
    return AFTERSALE_OK;
}

/* Notes as others of run i those of its plan among the first `most`, on its own side of the merge or on the other.
 * @return how many */
static size_t note_others(const as__twins_work *work, const listed_runs *runs, size_t i, size_t most,
                          bool is_own_side)
{
    const aftersale_enrolment *run = runs->items[i];
    int side = as__twins_side(work, run->customer);
    size_t count = 0;
    for (size_t e = 0; e < most; e++) {
        const aftersale_enrolment *other = runs->items[e];
        if (e != i && (as__twins_side(work, other->customer) == side) == is_own_side &&
            strcmp(other->plan, run->plan) == 0)
            runs->others[count++] = other;
    }
    return count;
}

/* Whether its plan's rule of re-entry lets a run be beside so many others. */
static aftersale_status may_be(as__twins_work *work, const aftersale_enrolment *run, const listed_runs *runs,
                               size_t other_count, aftersale_time at, bool *out)
{
    as__command *command = work->command;
    const as__template *plan;
    const char *why;
    *out = true;
    if (other_count == 0)
        return AFTERSALE_OK;
    aftersale_status status =
        as__plan_use(command->book, command->unit, command->settings, run->plan, run->version, &plan);
    if (status == AFTERSALE_OK)
        *out = as__reentry_allows(plan, runs->others, other_count, run->sale, run->line, at, &why);
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
}

aftersale_status as__twins_end_doubles(as__twins_work *work)
{
    listed_runs runs;
    aftersale_status status = list_runs(work, &runs);
    for (size_t i = 0; status == AFTERSALE_OK && i < runs.count; i++) {
        const aftersale_enrolment *run = runs.items[i];
        bool stays;
        if (run->state != AFTERSALE_ENROLMENT_ACTIVE)
            continue;
        status = may_be(work, run, &runs, note_others(work, &runs, i, i, false), run->begun, &stays);
        if (status == AFTERSALE_OK && !stays)
            status = as__run_end(work->command, run, work->after[1], AFTERSALE_ENROLMENT_ENDED,
                                 AFTERSALE_LEFT_REMOVED, MERGED, as__twins_event(work, run->customer));
    }
    return status;
}

static bool ended_by_merge(const aftersale_enrolment *run)
{
    return run->state == AFTERSALE_ENROLMENT_ENDED && run->left == AFTERSALE_LEFT_REMOVED &&
           run->reason != NULL && strcmp(run->reason, MERGED) == 0;
}

static aftersale_status go_on(as__twins_work *work, const aftersale_enrolment *run)
{
    int side = as__twins_side(work, run->customer);
    aftersale_event *event = as__twins_event(work, run->customer);
    aftersale_enrolment draft = *run;
    aftersale_status status = as__runs_note_open(work->command, run->id, true, event);
    draft.state = AFTERSALE_ENROLMENT_ACTIVE;
    draft.left = 0;
    draft.reason = NULL;
    draft.ended.us = 0;
    return status == AFTERSALE_OK
               ? as__run_put(work->command, run, &draft, work->before[side], work->after[side], event)
               : status;
}

aftersale_status as__twins_take_up_doubles(as__twins_work *work)
{
    listed_runs runs;
    aftersale_status status = list_runs(work, &runs);
    for (size_t i = 0; status == AFTERSALE_OK && i < runs.count; i++) {
        const aftersale_enrolment *run = runs.items[i];
        bool goes_on;
        if (!ended_by_merge(run))
            continue;
        status = may_be(work, run, &runs, note_others(work, &runs, i, runs.count, true), work->command->now,
                        &goes_on);
        if (status == AFTERSALE_OK && goes_on)
            status = go_on(work, run);
    }
    return status;
}

aftersale_status as__twins_refresh(as__twins_work *work)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < work->members.count && status == AFTERSALE_OK; i++) {
        aftersale_event *event = &work->events[i];
        int side = as__twins_side(work, event->root);
        const as__open_plan *runs = AS__ITEMS(as__open_plan, event->runs);
        size_t count = event->runs.count;
        for (size_t r = 0; r < count && status == AFTERSALE_OK; r++)
            if (runs[r].is_open)
                status = as__run_refresh(work->command, runs[r].enrolment, work->before[side],
                                         work->after[side], event);
    }
    return status;
}
