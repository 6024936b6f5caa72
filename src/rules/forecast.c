/* SPDX-License-Identifier: MIT */
#include "rules/forecast.h"
#include "aftersale/enrolment.h"
#include "value/id.h"
#include <string.h>

aftersale_status as__forecast_begin(as__forecast *forecast, uint64_t book, as__arena *arena, size_t run_room,
                                    aftersale_time now)
{
    *forecast = (as__forecast){.book = book, .arena = arena, .now = now};
    as__arena_init(&forecast->scratch, arena->memory);
    forecast->runs = as__arena_take(arena, run_room * sizeof *forecast->runs + 1);
    return forecast->runs != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

void as__forecast_end(as__forecast *forecast)
{
    if (forecast->arena != NULL)
        as__arena_free(&forecast->scratch);
}

void as__forecast_contacts(as__forecast *forecast, as__recents recents, int32_t reach)
{
    forecast->reach = reach;
    forecast->recent_count = recents.count < AS__RECENTS_MOST ? recents.count : AS__RECENTS_MOST;
    if (recents.count != 0)
        memcpy(forecast->recents, recents.items, forecast->recent_count * sizeof *forecast->recents);
}

aftersale_status as__forecast_take_steps(as__forecast *forecast, as__played_run *run,
                                         const as__step_state *steps, size_t count)
{
    if (count + 1 > run->step_room) { /* and one that is covered */
        run->step_room = 2 * count + 1;
        run->steps = as__arena_raw(forecast->arena, run->step_room * sizeof *run->steps);
        if (run->steps == NULL)
            return AFTERSALE_NO_MEMORY;
    }
    if (count != 0 && steps != run->steps)
        memcpy(run->steps, steps, count * sizeof *steps);
    run->draft.steps = (as__list){run->steps, count};
    return AFTERSALE_OK;
}

aftersale_status as__forecast_run(as__forecast *forecast, const as__facts *facts)
{
    as__played_run *run = &forecast->runs[forecast->run_count];
    *run = (as__played_run){.facts = *facts, .draft = *facts->run};
    run->facts.run = &run->draft;
    run->facts.assume = false;
    run->planned = as__arena_take(forecast->arena, facts->plan->step_count * sizeof *run->planned + 1);
    if (run->planned == NULL)
        return AFTERSALE_NO_MEMORY;
    forecast->run_count++;
    return as__forecast_take_steps(forecast, run, AS__ITEMS(as__step_state, facts->run->steps),
                                   facts->run->steps.count);
}

static bool is_to_be_made(const as__planned *planned)
{
    return as__time_given(planned->due) && (planned->state == AFTERSALE_TOUCH_STATE_PLANNED ||
                                            planned->state == AFTERSALE_TOUCH_STATE_CLAIMED ||
                                            planned->state == AFTERSALE_TOUCH_STATE_SNOOZED);
}

static void decide_anew(as__forecast *forecast)
{
    for (size_t i = 0; i < forecast->run_count; i++)
        forecast->runs[i].is_decided = false;
}

/* Claims run out; what was made before then is known no more. */
static void drop_contacts(as__forecast *forecast, aftersale_time since)
{
    size_t kept = as__recents_standing(forecast->recents, forecast->recent_count, since, forecast->now);
    if (kept != forecast->recent_count)
        decide_anew(forecast);
    forecast->recent_count = kept;
}

static aftersale_status decide(as__forecast *forecast)
{
    drop_contacts(forecast, (aftersale_time){INT64_MIN});
    if (forecast->overlap != 0 && as__forecast_meet(forecast) != AFTERSALE_OK)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < forecast->run_count; i++) {
        as__played_run *run = &forecast->runs[i];
        run->facts.now = forecast->now;
        run->facts.recents = (as__recents){forecast->recents, forecast->recent_count};
        if (run->is_over)
            continue;
        if (run->is_decided && (!as__time_given(run->turn) || run->turn.us > forecast->now.us))
            continue;
        as__schedule_ahead(&run->facts, run->planned, &run->turn);
        run->is_decided = true;
    }
    return AFTERSALE_OK;
}

static aftersale_time made_at(const as__forecast *forecast, const as__planned *planned)
{
    return planned->due.us > forecast->now.us ? planned->due : forecast->now;
}

aftersale_id as__foretold_id(const as__forecast *forecast, const as__foretold *foretold)
{
    const as__step *step = &foretold->run->facts.plan->steps[foretold->planned->step];
    as__touch_key key = {foretold->run->draft.id, (uint32_t)step->number,
                         (uint32_t)foretold->planned->occurrence};
    return as__touch_id_make(forecast->book, key);
}

/* In the order of a worklist: due, priority, id. */
static bool comes_before(const as__forecast *forecast, const as__foretold *a, const as__foretold *b)
{
    if (a->planned->due.us != b->planned->due.us)
        return a->planned->due.us < b->planned->due.us;
    if (a->run->draft.priority != b->run->draft.priority)
        return a->run->draft.priority < b->run->draft.priority;
    aftersale_id x = as__foretold_id(forecast, a), y = as__foretold_id(forecast, b);
    return memcmp(&x, &y, sizeof x) < 0;
}

static bool find_first(const as__forecast *forecast, as__foretold *out)
{
    bool is_found = false;
    for (size_t i = 0; i < forecast->run_count; i++) {
        as__played_run *run = &forecast->runs[i];
        for (size_t step = 0; !run->is_over && step < run->facts.plan->step_count; step++) {
            as__foretold one = {run, &run->planned[step], {0}};
            if (!is_to_be_made(one.planned) || (is_found && !comes_before(forecast, &one, out)))
                continue;
            *out = one;
            is_found = true;
        }
    }
    if (is_found)
        out->at = made_at(forecast, out->planned);
    return is_found;
}

static void note_turn(const as__forecast *forecast, aftersale_time at, aftersale_time *turn)
{
    if (at.us > forecast->now.us && (!as__time_given(*turn) || at.us < turn->us))
        *turn = at;
}

/* When time alone changes something next; zero: never. */
static aftersale_time find_turn(const as__forecast *forecast)
{
    aftersale_time turn = {0};
    for (size_t i = 0; i < forecast->run_count; i++) {
        if (!forecast->runs[i].is_over)
            note_turn(forecast, forecast->runs[i].turn, &turn);
    }
    for (size_t i = 0; i < forecast->recent_count; i++)
        note_turn(forecast, forecast->recents[i].lease, &turn);
    note_turn(forecast, forecast->met_turn, &turn);
    if (forecast->overlap != 0)
        note_turn(forecast, as__forecast_midnight(forecast), &turn);
    return turn;
}

aftersale_status as__forecast_next(as__forecast *forecast, aftersale_time until, as__foretold *out)
{
    for (;;) {
        if (decide(forecast) != AFTERSALE_OK)
            return AFTERSALE_NO_MEMORY;
        bool is_found = find_first(forecast, out);
        aftersale_time turn = find_turn(forecast);
        bool is_turn = as__time_given(turn) && (!is_found || turn.us <= out->at.us);
        if (!is_turn && !is_found)
            return AFTERSALE_DONE;
        aftersale_time next = is_turn ? turn : out->at;
        if (next.us >= until.us)
            return AFTERSALE_DONE;
        forecast->now = next;
        if (!is_turn) {
            for (size_t i = 0; i < forecast->run_count; i++)
                forecast->runs[i].facts.now = next;
            return ++forecast->made > AS__FORECAST_MOST ? AFTERSALE_LIMIT : AFTERSALE_ROW;
        }
        if (++forecast->turned > AS__FORECAST_MOST)
            return AFTERSALE_LIMIT;
    }
}

static const char *doer_of(const as__foretold *foretold, const as__step *step)
{
    const as__planned *planned = foretold->planned;
    if (planned->state == AFTERSALE_TOUCH_STATE_CLAIMED && planned->past->actor != NULL)
        return planned->past->actor;
    return as__step_owner(&foretold->run->facts, step);
}

static void add_contact(as__forecast *forecast, const as__foretold *foretold, const as__step *step,
                        int32_t outcome)
{
    const as__planned *planned = foretold->planned;
    as__recent contact = {
        .at = forecast->now,
        .purpose = step->purpose,
        .enrolment = foretold->run->draft.id,
        .step = step->number,
        .occurrence = planned->occurrence,
    };
    if (forecast->reach == 0)
        return;
    if (planned->channel < step->channel_count)
        contact.channel = step->channels[planned->channel].name;
    if (forecast->overlap != 0 && as__outcome_is_enough(outcome))
        as__overlap_describe(&foretold->run->draft, step, &contact);
    forecast->recent_count = as__recents_add(forecast->recents, forecast->recent_count, contact);
    decide_anew(forecast);
}

typedef struct two_ways {
    as__facts base, limited;      /* by what lasts, and with what the book allows and contacts */
    as__planned *planned, *later; /* room for the steps; `later`: with limits */
} two_ways;

static bool is_over_both_ways(const two_ways *of, const as__template *plan)
{
    as__schedule_plan(&of->base, of->planned);
    if (!as__plan_is_through(plan, of->planned))
        return false;
    as__schedule_plan(&of->limited, of->later);
    return as__plan_is_through(plan, of->later);
}

/* Whether nothing is left of a run, whatever the book comes to allow, and by whichever address. */
static bool is_through(const as__played_run *run, two_ways *of)
{
    of->limited = run->facts;
    if (run->facts.overlap != NULL)
        of->limited.overlap = &run->made;
    of->limited.refused = NULL;
    of->base = as__facts_lasting(&of->limited);
    if (!is_over_both_ways(of, run->facts.plan))
        return false;
    if (!as__plan_hangs(&of->base, of->planned) && !as__plan_hangs(&of->limited, of->later))
        return true;
    of->base.refused = of->limited.refused = run->facts.refused;
    return is_over_both_ways(of, run->facts.plan);
}

static bool has_more(const as__played_run *run)
{
    for (size_t i = 0; i < run->facts.plan->step_count; i++)
        if (is_to_be_made(&run->planned[i]))
            return true;
    return false;
}

/* With caps a run may be through though a touch that they put off is still to come: then only looking tells. */
static bool may_be_through(const as__forecast *forecast, const as__played_run *run)
{
    bool is_open = run->draft.state < AFTERSALE_ENROLMENT_ENDED;
    return is_open &&
           (forecast->reach != 0 || forecast->overlap != 0 || run->facts.limits != NULL || !has_more(run));
}

/* What a command that writes a run does after its own. */
static aftersale_status settle(as__forecast *forecast, as__played_run *run)
{
    if (forecast->overlap != 0) {
        aftersale_status status = as__forecast_cover(forecast, run);
        if (status != AFTERSALE_OK)
            return status;
    }
    as__schedule_ahead(&run->facts, run->planned, &run->turn);
    run->is_decided = true;
    if (may_be_through(forecast, run)) {
        size_t size = run->facts.plan->step_count * sizeof *run->planned + 1;
        two_ways of = {.planned = as__arena_raw(&forecast->scratch, size),
                       .later = as__arena_raw(&forecast->scratch, size)};
        if (of.planned == NULL || of.later == NULL)
            return AFTERSALE_NO_MEMORY;
        if (is_through(run, &of))
            as__run_complete(&run->facts, &run->draft, forecast->now);
    }
    run->is_over = run->draft.state >= AFTERSALE_ENROLMENT_ENDED;
    return AFTERSALE_OK;
}

/* A contact covers touches of the other plans. */
static aftersale_status cover_others(as__forecast *forecast, const as__played_run *made_in)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < forecast->run_count && status == AFTERSALE_OK; i++) {
        as__played_run *run = &forecast->runs[i];
        size_t count = run->covered;
        if (run == made_in || run->is_over)
            continue;
        status = as__forecast_cover(forecast, run);
        if (status == AFTERSALE_OK && run->covered != count)
            status = settle(forecast, run);
    }
    return status;
}

/* Its claim is a command, which lets go of contacts that count no more: without them it may have been due before. */
static aftersale_time planned_when_claimed(as__forecast *forecast, const as__foretold *foretold)
{
    as__facts *facts = &foretold->run->facts;
    as__planned again;
    drop_contacts(forecast, as__recents_since(forecast->reach, forecast->now));
    facts->recents = (as__recents){forecast->recents, forecast->recent_count};
    as__schedule_occurrence(facts, foretold->planned->step, foretold->planned->occurrence, &again, NULL);
    return again.due;
}

aftersale_status as__forecast_make(as__forecast *forecast, const as__foretold *foretold, int32_t outcome,
                                   aftersale_date later)
{
    as__played_run *run = foretold->run;
    const as__step *step = &run->facts.plan->steps[foretold->planned->step];
    as__entry entry = {
        .step = foretold->planned->step,
        .occurrence = foretold->planned->occurrence,
        .outcome = outcome,
        .actor = doer_of(foretold, step),
        .made = forecast->now,
        .planned = foretold->planned->due,
    };
    as__entered entered;
    aftersale_status status;
    as__arena_reset(&forecast->scratch);
    if (forecast->reach != 0)
        entry.planned = planned_when_claimed(forecast, foretold);
    if (outcome == AFTERSALE_OUTCOME_CONTACT_LATER)
        entry.later = as__instant_of(run->facts.zone, later, (aftersale_daytime){0}, run->facts.day_start);
    status = as__outcome_enter(&run->facts, &entry, &forecast->scratch, &entered);
    if (status != AFTERSALE_OK)
        return status;
    add_contact(forecast, foretold, step, outcome);
    run->facts.recents = (as__recents){forecast->recents, forecast->recent_count};
    as__run_take(&entered, forecast->now, &run->draft);
    status = as__forecast_take_steps(forecast, run, entered.steps, entered.count);
    if (status == AFTERSALE_OK)
        status = settle(forecast, run);
    return status == AFTERSALE_OK && forecast->overlap != 0 ? cover_others(forecast, run) : status;
}
