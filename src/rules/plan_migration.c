/* SPDX-License-Identifier: MIT */
#include "rules/plan_migration.h"
#include "aftersale/enrolment.h"
#include "rules/dating.h"
#include <string.h>

static const aftersale_time no_time = {0};

/* A run on its way into the other version. */
typedef struct passage {
    const as__migration *migration;
    const as__planned *was;  /* by step of the version before */
    aftersale_enrolment run; /* with the states so far */
    as__facts facts;         /* of that run, in the other version */
    as__step_state *states;  /* its states; there is room for those that are made */
} passage;

bool as__is_to_come(const as__planned *planned)
{
    return planned->state <= AFTERSALE_TOUCH_STATE_SNOOZED && !planned->is_unreached;
}

/* Whether the other version makes a touch of this step that has begun. */
static bool is_made_there(const as__facts *after, int32_t number)
{
    size_t to = as__template_step(after->plan, number);
    if (to == after->plan->step_count)
        return false;
    return !after->plan->steps[to].by_branch || as__time_given(as__step_activated(after->run, number));
}

bool as__migration_is_held(const as__migration *migration, const as__step *step)
{
    const as__step_state *last = as__step_past(migration->before->run, step->number);
    if (last == NULL || as__step_is_settled(last) || is_made_there(migration->after, step->number))
        return false;
    bool is_claimed = last->state == AS__STEP_CLAIMED && last->lease.us > migration->before->now.us;
    return is_claimed || as__step_is_appointed(last) || (step->is_case && as__time_given(last->activated));
}

static as__step_state *state_of(passage *p, int32_t number, int32_t occurrence)
{
    return as__step_state_of(p->states, &p->run.steps.count, number, occurrence);
}

/* Dates of one step, before anything moves them. */
typedef struct course {
    as__decision d;
    as__planned planned, previous;
    bool is_dated; /* what it counts from is known */
} course;

static void begin_course(const as__facts *facts, size_t step, course *c)
{
    const as__step *steps = facts->plan->steps;
    memset(c, 0, sizeof *c);
    c->d.facts = facts;
    c->d.clock = as__clock_of(facts->zone);
    c->d.step = &steps[step];
    c->d.last = as__step_past(facts->run, steps[step].number);
    c->d.out = &c->planned;
    as__pauses_of(facts, &c->d.pauses);
    c->d.newest = as__pauses_newest(&c->d.pauses);
    if (steps[step].before != 0) {
        as__schedule_step(facts, steps[step].before - 1, &c->previous, NULL);
        c->d.previous = &c->previous;
    }
    as__dating_begin(&c->d, step, 1);
    c->is_dated = as__dating_origin(&c->d);
}

/* The dates from an occurrence on. */
static void go_to(course *c, int32_t occurrence)
{
    as__dating_begin(&c->d, c->planned.step, occurrence);
    c->is_dated = as__dating_origin(&c->d);
    if (c->is_dated)
        as__dating_from(&c->d, occurrence);
}

/* Zero: there is none, or it is not known yet. */
static aftersale_time date_of(course *c, int32_t occurrence)
{
    if (occurrence < 1)
        return no_time;
    go_to(c, occurrence);
    return c->is_dated && as__dating_date(&c->d) ? c->d.at : no_time;
}

static bool has_come(const course *c, int32_t n, aftersale_time by)
{
    const as__dates *dates = &c->d.dates;
    as__moment moment;
    return n < AS__OCCURRENCE_MAX && as__anchor_nth(dates, n, &moment) &&
           as__moment_instant(&moment, dates->series.clock).us <= by.us;
}

/* How many dates of the series have come by then. */
static int32_t dates_until(const course *c, aftersale_time by)
{
    int32_t count = 0, stride = 1;
    for (; has_come(c, count + stride - 1, by); stride *= 2)
        count += stride;
    for (; stride > 0; stride /= 2) {
        if (has_come(c, count + stride - 1, by))
            count += stride;
    }
    return count;
}

/* Where a step that repeats goes on. */
typedef struct resumption {
    int32_t next;        /* its occurrence */
    aftersale_time used; /* planned instant of the one before; zero: not known, or there is none */
    aftersale_time due;  /* date of `next` in the version before; zero: none */
    bool goes_on;
} resumption;

static bool was_made(const as__step_state *past)
{
    return past->state == AS__STEP_DONE || past->state == AS__STEP_MISSED || past->state == AS__STEP_COVERED;
}

/* By its states alone: the version before did not make it. */
static resumption resume_from_states(const passage *p, int32_t number)
{
    const as__step_state *last = as__step_past(&p->run, number);
    resumption r = {.next = 1, .goes_on = true};
    if (last == NULL)
        return r;
    r.next = last->occurrence;
    if (!as__step_is_settled(last))
        return r;
    r.next++;
    r.used = last->planned;
    r.goes_on = was_made(last);
    return r;
}

static aftersale_time planned_of(const passage *p, course *before, int32_t number, int32_t occurrence)
{
    const as__step_state *past = as__step_occurrence(&p->run, number, occurrence);
    if (past != NULL && as__time_given(past->planned))
        return past->planned;
    return before->d.step->repeat.is_given ? date_of(before, occurrence) : no_time;
}

/* By the touch that the version before has open, or had last. */
static resumption resume_from_touch(const passage *p, const as__planned *was)
{
    course before;
    begin_course(p->migration->before, was->step, &before);
    int32_t number = before.d.step->number;
    resumption r = {.next = was->occurrence, .goes_on = true};
    if (as__step_is_settled(was->past)) {
        r.goes_on = was_made(was->past);
        r.next++;
    } else if (as__is_passed_over(was) && as__time_given(was->due)) {
        r.next++;
    } else {
        r.due = date_of(&before, r.next);
    }
    r.used = planned_of(p, &before, number, r.next - 1);
    return r;
}

/* Which date of the new series comes next, from 0. One that is due stays due where the series has had a date since the
 * last one used; else it is the first that lies ahead. */
static int32_t next_date(const passage *p, const course *c, const resumption *r)
{
    aftersale_time now = p->facts.now, used = r->used;
    const as__step_state *done = as__step_done_before(&p->run, c->d.step->number, r->next);
    if (c->d.step->repeat.from_done && done != NULL && done->made.us > used.us)
        used = done->made;
    int32_t come = dates_until(c, used.us > now.us ? used : now);
    bool is_due = as__time_given(r->due) && r->due.us <= now.us;
    return is_due && come > dates_until(c, used) ? come - 1 : come;
}

static void resume(passage *p, size_t step, const resumption *r)
{
    const as__step *to = &p->facts.plan->steps[step];
    course after;
    begin_course(&p->facts, step, &after);
    const as__step_state *last = as__step_past(&p->run, to->number);
    int32_t first = last == NULL ? 1 : last->occurrence + as__step_is_settled(last);
    aftersale_time date = date_of(&after, r->next);
    bool was_dated = as__time_given(r->due);
    if (was_dated ? date.us == r->due.us : !after.is_dated)
        return;
    int32_t n = after.is_dated ? next_date(p, &after, r) : 0;
    bool may_come_back = as__moves_back(to) && after.is_dated && !has_come(&after, n, p->facts.now);
    if (after.is_dated && r->next == first && r->next - after.d.dates.first == n && !may_come_back)
        return;
    as__step_state *state = state_of(p, to->number, r->next);
    state->nth = n + 1;
    /* No day off moves it into the past. */
    if (may_come_back && state->not_before.us < p->facts.now.us)
        state->not_before = p->facts.now;
}

/* The channel that comes next is known by its name: the other version may have others, or another order. `from` NULL:
 * the version before does not have the step. */
static void keep_channel(as__step_state *state, const as__step *from, const as__step *to)
{
    bool is_known = from != NULL && state->channel > 0 && (size_t)state->channel <= from->channel_count;
    const char *name = is_known ? from->channels[state->channel - 1].name : NULL;
    state->channel = 0;
    for (size_t i = 0; name != NULL && i < to->channel_count; i++) {
        if (strcmp(to->channels[i].name, name) == 0)
            state->channel = (int32_t)i + 1;
    }
}

static void keep_channels(passage *p, const as__step *from, const as__step *to)
{
    for (size_t i = 0; i < p->run.steps.count; i++) {
        if (p->states[i].step == to->number && !as__step_is_settled(&p->states[i]))
            keep_channel(&p->states[i], from, to);
    }
}

/* What comes up with a day that is over would be overdue at once, with every customer of the plan. */
static void leave_out(passage *p, size_t step)
{
    as__planned planned;
    as__schedule_step(&p->facts, step, &planned, NULL);
    bool is_ahead = planned.due.us > p->facts.now.us && !planned.is_made_up;
    if (!as__is_to_come(&planned) || !as__time_given(planned.due) || is_ahead)
        return;
    as__step_state *state = state_of(p, p->facts.plan->steps[step].number, planned.occurrence);
    state->state = AS__STEP_CANCELLED;
    state->planned = planned.due;
    state->made = p->migration->at;
}

static bool is_reached(const passage *p, const as__step *step)
{
    return !step->by_branch || as__time_given(as__step_activated(&p->run, step->number));
}

static void take_over(passage *p, size_t step)
{
    const as__template *before = p->migration->before->plan;
    const as__step *to = &p->facts.plan->steps[step];
    size_t from = as__template_step(before, to->number);
    const as__planned *was = from < before->step_count ? &p->was[from] : NULL;
    keep_channels(p, was != NULL ? &before->steps[from] : NULL, to);
    if (!is_reached(p, to))
        return;
    bool was_there = was != NULL && !was->is_unreached;
    if (to->repeat.is_given) {
        resumption r = was_there ? resume_from_touch(p, was) : resume_from_states(p, to->number);
        if (r.goes_on)
            resume(p, step, &r);
        return;
    }
    /* What was made in a series is not made once more; where nothing was, the numbers below are used all the same. */
    if (was_there && was->occurrence > 1 && !as__step_is_settled(as__step_past(&p->run, to->number)))
        (void)state_of(p, to->number, was->occurrence);
    if (!was_there || !as__is_to_come(was))
        leave_out(p, step);
}

/* What is past keeps the date it had: it would take one from the other version, which never had this touch. What was
 * begun and passed unmade, or was passed over by the next occurrence, is past too. */
static void keep_past(passage *p)
{
    as__facts before = *p->migration->before;
    for (size_t i = 0; i < p->run.steps.count; i++) {
        as__step_state *state = &p->states[i];
        size_t step = as__template_step(before.plan, state->step);
        as__planned planned;
        if (step == before.plan->step_count || (as__step_is_settled(state) && as__time_given(state->planned)))
            continue;
        before.assume = as__step_is_settled(state);
        as__schedule_occurrence(&before, step, state->occurrence, &planned, NULL);
        bool is_over =
            planned.state == AFTERSALE_TOUCH_STATE_CANCELLED && state->occurrence < p->was[step].occurrence;
        if (!as__step_is_settled(state) && is_over)
            state->state = AS__STEP_CANCELLED;
        if (!as__step_is_settled(state) && planned.state == AFTERSALE_TOUCH_STATE_MISSED)
            state->state = AS__STEP_MISSED;
        if (as__step_is_settled(state))
            state->planned = planned.due;
    }
}

/* What was missed stays missed: a longer last moment does not bring it back. */
static void keep_missed(passage *p)
{
    const as__template *before = p->migration->before->plan;
    for (size_t i = 0; i < before->step_count; i++) {
        const as__planned *was = &p->was[i];
        if (was->state != AFTERSALE_TOUCH_STATE_MISSED || as__step_is_settled(was->past))
            continue;
        as__step_state *state = state_of(p, before->steps[i].number, was->occurrence);
        state->state = AS__STEP_MISSED;
        state->planned = was->due;
        if (!as__time_given(state->made))
            state->made = was->not_after;
    }
}

aftersale_status as__migration_states(const as__migration *migration, as__arena *arena, as__list *out)
{
    const as__facts *before = migration->before;
    size_t count = before->run->steps.count,
           room = count + before->plan->step_count + 2 * migration->after->plan->step_count;
    as__planned *was = as__arena_take(arena, before->plan->step_count * sizeof *was + 1);
    passage p = {
        .migration = migration, .was = was, .run = *migration->after->run, .facts = *migration->after};
    p.states = as__arena_take(arena, room * sizeof *p.states + 1);
    if (was == NULL || p.states == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(p.states, before->run->steps.items, count * sizeof *p.states);
    p.run.steps = (as__list){p.states, count};
    p.facts.run = &p.run;
    as__schedule_plan(before, was);
    keep_past(&p);
    keep_missed(&p);
    for (size_t i = 0; i < p.facts.plan->step_count; i++)
        take_over(&p, i);
    *out = p.run.steps;
    return AFTERSALE_OK;
}
