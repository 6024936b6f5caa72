/* SPDX-License-Identifier: MIT */
/* Several plans on one customer, while they are played (S27). */
#include "aftersale/touch.h"
#include "rules/forecast.h"
#include "rules/pause.h"
#include <string.h>

static void sort_runs(as__forecast *forecast)
{
    for (size_t i = 1; i < forecast->run_count; i++) {
        as__played_run run = forecast->runs[i];
        size_t place = i;
        for (; place > 0 && as__run_comes_first(&run.draft, &forecast->runs[place - 1].draft); place--)
            forecast->runs[place] = forecast->runs[place - 1];
        forecast->runs[place] = run;
    }
}

aftersale_status as__forecast_compare(as__forecast *forecast, int32_t days)
{
    size_t most = 1;
    forecast->overlap = days;
    if (days == 0)
        return AFTERSALE_OK;
    sort_runs(forecast);
    for (size_t i = 0; i < forecast->run_count; i++) {
        size_t count = forecast->runs[i].facts.plan->step_count;
        forecast->runs[i].facts.run = &forecast->runs[i].draft;
        most = count > most ? count : most;
    }
    forecast->alone = as__arena_take(forecast->arena, most * sizeof *forecast->alone);
    forecast->mine = as__arena_take(forecast->arena, most * sizeof *forecast->mine);
    if (forecast->alone == NULL || forecast->mine == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < forecast->run_count; i++) {
        as__played_run *run = &forecast->runs[i];
        run->other_room = AS__RECENTS_MOST + most + 1;
        run->others = as__arena_take(forecast->arena, run->other_room * sizeof *run->others);
        if (run->others == NULL)
            return AFTERSALE_NO_MEMORY;
    }
    return AFTERSALE_OK;
}

static aftersale_status make_room(as__forecast *forecast, as__played_run *run, size_t more)
{
    size_t count = run->overlap.count;
    if (count + more <= run->other_room)
        return AFTERSALE_OK;
    run->other_room = 2 * (count + more);
    as__other *others = as__arena_raw(forecast->arena, run->other_room * sizeof *others);
    if (others == NULL)
        return AFTERSALE_NO_MEMORY;
    memcpy(others, run->others, count * sizeof *others);
    run->others = others;
    run->overlap.items = run->made.items = others;
    return AFTERSALE_OK;
}

static aftersale_time find_reach(as__forecast *forecast, const as__played_run *run, const char *kind)
{
    as__facts mine = run->facts;
    mine.now = forecast->now;
    mine.recents = (as__recents){NULL, 0};
    as__schedule_plan(&mine, forecast->mine);
    return as__overlap_reach(&mine, forecast->mine, kind, forecast->run_count);
}

/* Behind the open occurrences of another run, as far as this one can meet them. */
static aftersale_status gather_ahead(as__forecast *forecast, as__played_run *run, const as__facts *other)
{
    for (size_t i = 0; i < other->plan->step_count; i++) {
        const as__step *step = &other->plan->steps[i];
        as__ahead ahead;
        as__other found;
        if (!step->repeat.is_given)
            continue;
        as__ahead_begin(&ahead, other, &forecast->alone[i], find_reach(forecast, run, step->kind));
        while (as__ahead_next(&ahead, &found)) {
            if (make_room(forecast, run, 1) != AFTERSALE_OK)
                return AFTERSALE_NO_MEMORY;
            run->others[run->overlap.count++] = found;
        }
    }
    return AFTERSALE_OK;
}

static void note_turn(as__forecast *forecast, aftersale_time turn)
{
    if (as__time_given(turn) && (!as__time_given(forecast->met_turn) || turn.us < forecast->met_turn.us))
        forecast->met_turn = turn;
}

/* Contacts put nothing off here, as when others ask: so other things change with time, too. */
static aftersale_status gather(as__forecast *forecast, as__played_run *run, const as__played_run *other,
                               as__standing which)
{
    as__facts alone = other->facts;
    aftersale_time turn;
    alone.now = forecast->now;
    alone.recents = (as__recents){NULL, 0};
    alone.overlap = &run->overlap;
    as__schedule_ahead(&alone, forecast->alone, &turn);
    note_turn(forecast, turn);
    if (make_room(forecast, run, alone.plan->step_count) != AFTERSALE_OK)
        return AFTERSALE_NO_MEMORY;
    run->overlap.count += as__overlap_list(&alone, forecast->alone, which, run->others + run->overlap.count);
    return which == AS__STANDS_PLANNED ? gather_ahead(forecast, run, &alone) : AFTERSALE_OK;
}

static void take_made(const as__forecast *forecast, as__played_run *run)
{
    as__recents recents = {forecast->recents, forecast->recent_count};
    size_t count = as__overlap_made(recents, forecast->now, run->others);
    run->made = (as__overlap){forecast->overlap, run->others, count};
    run->overlap = run->made;
    run->facts.overlap = &run->overlap;
}

static aftersale_status meet(as__forecast *forecast, size_t which)
{
    as__played_run *run = &forecast->runs[which];
    aftersale_status status = AFTERSALE_OK;
    run->is_decided = false;
    take_made(forecast, run);
    for (size_t i = 0; i < forecast->run_count && status == AFTERSALE_OK; i++) {
        const as__played_run *other = &forecast->runs[i];
        if (i != which && !other->is_over && as__overlap_agreed(&other->draft))
            status = gather(forecast, run, other, AS__STANDS_AGREED);
    }
    for (size_t i = 0; i < which && status == AFTERSALE_OK; i++) {
        if (!forecast->runs[i].is_over)
            status = gather(forecast, run, &forecast->runs[i], AS__STANDS_PLANNED);
    }
    return status;
}

aftersale_status as__forecast_meet(as__forecast *forecast)
{
    aftersale_status status = AFTERSALE_OK;
    forecast->met_turn = (aftersale_time){0};
    for (size_t i = 0; i < forecast->run_count && status == AFTERSALE_OK; i++)
        status = meet(forecast, i);
    return status;
}

aftersale_status as__forecast_cover(as__forecast *forecast, as__played_run *run)
{
    as__facts facts = as__facts_lasting(&run->facts);
    facts.now = forecast->now;
    take_made(forecast, run);
    facts.overlap = &run->made;
    facts = as__facts_resumed(&facts);
    for (;;) {
        char text[AS__OTHER_TEXT];
        as__schedule_plan(&facts, forecast->alone);
        size_t i = as__overlap_covered(&facts, forecast->alone), count = run->draft.steps.count;
        if (i == facts.plan->step_count)
            return AFTERSALE_OK;
        as__other_text(forecast->alone[i].cover.by, text);
        const char *kept = as__arena_text(forecast->arena, text, strlen(text));
        if (kept == NULL ||
            as__forecast_take_steps(forecast, run, AS__ITEMS(as__step_state, run->draft.steps), count) !=
                AFTERSALE_OK)
            return AFTERSALE_NO_MEMORY;
        as__overlap_enter(&facts.plan->steps[i], &forecast->alone[i].cover, kept, run->steps, &count);
        run->draft.steps.count = count;
        run->covered++;
    }
}

/* From when on the touch may stand for today: contacts may put it off, and do not count where plans are compared. What
 * is covered and was not entered may come back. */
static aftersale_time late_from(const as__forecast *forecast, const as__planned *planned)
{
    bool is_over = planned->state >= AFTERSALE_TOUCH_STATE_DONE && planned->cover.by == NULL;
    if (!as__time_given(planned->floor) || is_over)
        return (aftersale_time){INT64_MAX};
    return planned->floor.us > forecast->now.us ? planned->floor : forecast->now;
}

static aftersale_time midnight_after(const as__zone *zone, aftersale_time time)
{
    as__clock clock = as__clock_of(zone);
    int64_t day = as__civil_of(as__clock_civil(&clock, time)).day + 1;
    return (aftersale_time){as__clock_to_utc(&clock, day * AS__DAY_SECONDS) * AS__SECOND};
}

aftersale_time as__forecast_midnight(const as__forecast *forecast)
{
    aftersale_time first = {INT64_MAX};
    for (size_t i = 0; i < forecast->run_count; i++) {
        const as__played_run *run = &forecast->runs[i];
        for (size_t step = 0; !run->is_over && step < run->facts.plan->step_count; step++) {
            aftersale_time from = late_from(forecast, &run->planned[step]);
            if (from.us < first.us)
                first = from;
        }
    }
    if (first.us == INT64_MAX)
        return (aftersale_time){0};
    return midnight_after(forecast->runs[0].facts.zone, first);
}
