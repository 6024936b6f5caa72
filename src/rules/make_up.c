/* SPDX-License-Identifier: MIT */
#include "rules/pass.h"

/* How many are put in order at a time: there is no memory to be had here. */
#define BATCH 64
#define ALL_STEPS SIZE_MAX

/* A touch that was missed over the pause. */
typedef struct missed {
    aftersale_time date;
    aftersale_time ends; /* when the next occurrence comes, which ends it; zero: none does */
    size_t step;
    int32_t occurrence;
} missed;

/* Those that come next in order, after those that have had their turn. */
typedef struct batch {
    missed items[BATCH];
    size_t count;
    missed last; /* of those before; step ALL_STEPS: there were none */
} batch;

/* The days that are given, one after the other. */
typedef struct queue {
    as__pass *pass;
    int64_t day;           /* the first that is free */
    aftersale_time before; /* the touch before; zero: there is none */
    size_t wanted;         /* ALL_STEPS, or the one step that is decided, */
    int32_t occurrence;    /* and its occurrence; 0: the open one */
    as__planned *out;      /* of all steps, or of the one */
    as__reasons *reasons;
} queue;

static bool comes_before(const missed *a, const missed *b)
{
    if (a->date.us != b->date.us)
        return a->date.us < b->date.us;
    if (a->step != b->step)
        return a->step < b->step;
    return a->occurrence < b->occurrence;
}

/* False: there is no room any more, nor for what comes after it. */
static bool put(batch *into, const missed *item)
{
    size_t at = into->count;
    if (into->last.step != ALL_STEPS && !comes_before(&into->last, item))
        return true;
    if (into->count == BATCH && !comes_before(item, &into->items[BATCH - 1]))
        return false;
    if (into->count < BATCH)
        into->count++;
    else
        at--;
    for (; at > 0 && comes_before(item, &into->items[at - 1]); at--)
        into->items[at] = into->items[at - 1];
    into->items[at] = *item;
    return true;
}

static void begin_step(as__decision *d, size_t step, const as__planned *previous, as__planned *scratch)
{
    d->step = &d->facts->plan->steps[step];
    d->previous = previous;
    d->last = d->facts->run->steps.count == 0 ? NULL : as__step_past(d->facts->run, d->step->number);
    d->out = scratch;
    d->why.reasons = NULL;
    as__dating_begin(d, step, d->last == NULL ? 1 : d->last->occurrence);
}

static void gather_step(as__decision *d, size_t step, const as__planned *previous, batch *into)
{
    as__planned scratch;
    begin_step(d, step, previous, &scratch);
    if (!as__dating_origin(d))
        return;
    const as__span span = as__dating_missed(d);
    missed item = {.ends = span.ends, .step = step};
    bool has_room = true;
    for (int32_t i = span.first; i > 0 && i <= span.last && has_room; i++) {
        as__moment moment;
        item.occurrence = i;
        if (!as__dating_instant(d, i, &moment, &item.date))
            return;
        aftersale_time end = as__dating_end(d, &moment, item.date);
        if (!as__time_given(end) || !as__is_before_resume(d, end))
            has_room = put(into, &item);
    }
}

/* The next ones in order, as if none had its day yet. */
static void gather(as__pass *pass, batch *into)
{
    const as__template *plan = pass->d.facts->plan;
    as__planned now, before;
    bool has_before = false;
    into->count = 0;
    for (size_t i = 0; i < plan->step_count; i++) {
        const as__planned *previous = has_before ? &before : NULL;
        gather_step(&pass->d, i, previous, into);
        if (plan->steps[i].by_branch)
            continue;
        as__pass_decide(pass, i, 0, previous, &now, NULL);
        before = now;
        has_before = true;
    }
}

static int64_t day_of(as__clock *clock, aftersale_time time)
{
    return as__civil_of(as__clock_civil(clock, time)).day;
}

/* The first day on which a step may come. */
static int64_t first_day(const queue *q, const as__step *step)
{
    as__clock *clock = &q->pass->d.clock;
    as__moment after = as__moment_of_instant(q->before);
    if (!as__time_given(q->before) || step->missed != AS__MISSED_SPREAD)
        return q->day;
    as__moment_make_civil(&after, clock);
    if (!as__moment_add(&after, clock, as__customer_calendar(q->pass->d.facts), &step->missed_gap))
        return q->day;
    int64_t day = as__civil_of(after.civil).day;
    return day > q->day ? day : q->day;
}

/* When the plan goes on, or at its own time of day; in its hours and on no day off. */
static aftersale_time find_place(const queue *q, const missed *item)
{
    as__decision *d = &q->pass->d;
    const as__step *step = &d->facts->plan->steps[item->step];
    as__moment moment = as__moment_of_instant(item->date);
    as__place place;
    as__moment_make_civil(&moment, &d->clock);
    int64_t day = first_day(q, step);
    (void)as__moment_add_days(&moment, day - as__civil_of(moment.civil).day);
    aftersale_time due = as__moment_instant(&moment, &d->clock);
    if (day == day_of(&d->clock, d->newest->until))
        due = d->newest->until;
    d->step = step;
    d->why.reasons = NULL;
    const as__placing placing = {
        .facts = d->facts,
        .clock = &d->clock,
        .memo = &d->memo,
        .step = step,
        .why = &d->why,
        .days = as__step_days_off(d->facts, step),
        .from = due,
        .is_day_sought = true,
    };
    as__place_find(&placing, step->channel_count == 0 ? NULL : &step->channels[0], &place);
    return place.state == AS__PLACE_OPEN ? place.due : due;
}

static bool is_ended(const missed *item, aftersale_time due)
{
    return as__time_given(item->ends) && due.us >= item->ends.us;
}

/* Whether this occurrence takes the place of what stands for the step so far. */
static bool is_turn_of(const queue *q, const missed *item, aftersale_time due, const as__planned *standing)
{
    if (q->occurrence != 0)
        return item->occurrence == q->occurrence;
    if (item->occurrence < standing->occurrence || (!standing->is_missed && !standing->is_made_up))
        return false;
    return standing->is_missed || as__is_passed_over(standing) || due.us <= q->pass->d.facts->now.us;
}

static void decide_made_up(const queue *q, size_t step, as__made_up made_up, const as__planned *previous,
                           as__planned *out)
{
    const as__cover first = out->cover; /* the first that is covered stays known */
    if (q->reasons != NULL)
        q->reasons->count = 0;
    q->pass->d.made_up = made_up;
    as__pass_decide(q->pass, step, q->occurrence, previous, out, q->reasons);
    q->pass->d.made_up = (as__made_up){0};
    if (first.by != NULL)
        out->cover = first;
}

static void take_turn(queue *q, const missed *item)
{
    aftersale_time due = find_place(q, item);
    if (is_ended(item, due))
        return;
    q->day = day_of(&q->pass->d.clock, due) + 1;
    q->before = due;
    if (q->wanted != ALL_STEPS && q->wanted != item->step)
        return;
    as__planned *standing = q->wanted == ALL_STEPS ? &q->out[item->step] : q->out, before;
    if (!is_turn_of(q, item, due, standing)) {
        if (standing->is_made_up && item->occurrence == standing->occurrence + 1)
            standing->next = due;
        return;
    }
    const as__planned *previous = as__pass_previous(q->pass, item->step, &before);
    decide_made_up(q, item->step, (as__made_up){item->occurrence, due, item->ends}, previous, standing);
}

static void run_through(queue *q)
{
    batch next = {.last = {.step = ALL_STEPS}};
    q->day = day_of(&q->pass->d.clock, q->pass->d.newest->until);
    do {
        gather(q->pass, &next);
        for (size_t i = 0; i < next.count; i++)
            take_turn(q, &next.items[i]);
        if (next.count > 0)
            next.last = next.items[next.count - 1];
    } while (next.count == BATCH);
}

/* What found no day goes on with its next occurrence, or is made when the plan goes on. */
static void go_beyond(const queue *q, size_t step, as__planned *out)
{
    as__pass *pass = q->pass;
    as__planned before, beyond;
    bool is_through = out->is_made_up && as__is_passed_over(out);
    if (!out->is_missed && !(is_through && pass->d.facts->plan->steps[step].repeat.is_given))
        return;
    const as__planned *previous = as__pass_previous(pass, step, &before);
    pass->d.is_beyond = true;
    as__pass_decide(pass, step, 0, previous, &beyond, NULL);
    if (!beyond.is_missed) {
        const as__cover first = out->cover;
        if (q->reasons != NULL)
            q->reasons->count = 0;
        as__pass_decide(pass, step, 0, previous, out, q->reasons);
        if (first.by != NULL)
            out->cover = first;
    }
    pass->d.is_beyond = false;
    if (out->is_missed)
        decide_made_up(q, step, (as__made_up){.occurrence = out->occurrence, .due = pass->d.newest->until},
                       previous, out);
}

void as__make_up_step(as__pass *pass, size_t step, int32_t occurrence, as__planned *out, as__reasons *reasons)
{
    queue q = {.pass = pass, .wanted = step, .occurrence = occurrence, .out = out, .reasons = reasons};
    run_through(&q);
    if (occurrence == 0)
        go_beyond(&q, step, out);
}

void as__make_up_plan(as__pass *pass, as__planned *out)
{
    const as__template *plan = pass->d.facts->plan;
    queue q = {.pass = pass, .wanted = ALL_STEPS, .out = out};
    run_through(&q);
    for (size_t i = 0; i < plan->step_count; i++) {
        const as__step *step = &plan->steps[i];
        if (out[i].is_missed || out[i].is_made_up)
            go_beyond(&q, i, &out[i]);
        else if (as__needs_previous(step))
            as__pass_decide(pass, i, 0, &out[step->before - 1], &out[i], NULL);
    }
}

const as__planned *as__make_up_alone(as__pass *pass, size_t step, as__planned *before, as__planned *out,
                                     as__reasons *reasons)
{
    const as__step *steps = pass->d.facts->plan->steps;
    const bool was_missed = out->is_missed;
    if (was_missed)
        as__make_up_step(pass, step, 0, out, reasons);
    if (!as__needs_previous(&steps[step]))
        return NULL;
    size_t last = steps[step].before - 1, first = last;
    while (as__needs_previous(&steps[first]))
        first = steps[first].before - 1;
    as__planned without = {0}; /* as long as nothing has its day */
    for (size_t i = first; i <= last; i++) {
        const as__planned was = without, stands = *before;
        if (i > first && steps[i].by_branch)
            continue;
        as__pass_decide(pass, i, 0, i == first ? NULL : &was, &without, NULL);
        *before = without;
        if (without.is_missed)
            as__make_up_step(pass, i, 0, before, NULL);
        else if (i > first)
            as__pass_decide(pass, i, 0, &stands, before, NULL);
    }
    if (!was_missed) {
        if (reasons != NULL)
            reasons->count = 0;
        as__pass_decide(pass, step, 0, before, out, reasons);
    }
    return before;
}
