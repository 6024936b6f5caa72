/* SPDX-License-Identifier: MIT */
#include "engine/agenda.h"
#include "aftersale/enrolment.h"
#include "rules/consent_rule.h"
#include "rules/pause.h"
#include <string.h>

typedef struct making {
    const as__agenda_of *of;
    aftersale_enrolment *draft;
    as__agenda *items;
    size_t count;
    aftersale_time resumes; /* the pause ends by itself then; zero: there is none that does */
    aftersale_time address; /* one begins or ends to be valid then; zero: none does */
    aftersale_time turn;
    aftersale_time *changes; /* of each step: when time moves it, or what it counts from; zero: never */
} making;

/* Where the entries of one step stand; zero: it has none there. */
typedef struct stand {
    aftersale_time due, wake, parked;
} stand;

aftersale_time as__agenda_at(const aftersale_enrolment *run, const char *owner, int32_t column)
{
    const as__agenda *items = AS__ITEMS(as__agenda, run->agenda);
    for (size_t i = 0; i < run->agenda.count; i++)
        if (items[i].priority == column && strcmp(items[i].owner, owner) == 0)
            return items[i].earliest;
    return (aftersale_time){0};
}

/* The last moment itself is still in time. */
aftersale_time as__missed_at(const as__planned *planned)
{
    if (planned->state != AFTERSALE_TOUCH_STATE_MISSED)
        return (aftersale_time){0};
    if (planned->dropped.us != 0)
        return planned->dropped;
    return planned->not_after.us != 0 ? (aftersale_time){planned->not_after.us + 1} : planned->due;
}

aftersale_time as__missed_when(const as__planned *missed)
{
    if (missed->dropped.us != 0)
        return missed->dropped;
    return missed->not_after.us != 0 ? missed->not_after : missed->due;
}

static bool is_open(const as__planned *planned)
{
    return planned->state == AFTERSALE_TOUCH_STATE_PLANNED ||
           planned->state == AFTERSALE_TOUCH_STATE_CLAIMED || planned->state == AFTERSALE_TOUCH_STATE_SNOOZED;
}

static aftersale_time first_given(aftersale_time a, aftersale_time b)
{
    return b.us != 0 && (a.us == 0 || b.us < a.us) ? b : a;
}

/* The next of a step that repeats comes in the place of one that was put off beyond it. */
static aftersale_time least_of(const as__planned *planned)
{
    return first_given(planned->least, planned->next);
}

/* What a cap or a gap puts off comes when it lets it; sooner when a claim that counts runs out, or when the next of a
 * step that repeats comes in its place. Of what was missed over a pause, one that is put off leaves its day to another. */
static stand stand_limited(const as__agenda_of *of, const as__planned *planned, const as__planned *limited)
{
    aftersale_time wake = first_given(of->claim_ends, planned->next);
    if (!is_open(limited))
        return (stand){.parked = planned->floor, .wake = wake};
    if (limited->due.us <= planned->due.us)
        return (stand){.due = first_given(least_of(planned), least_of(limited))};
    return (stand){.due = limited->due, .parked = planned->floor, .wake = wake};
}

/* What the book allows may give a touch a day that by itself has none, or is over: that of the step before lies elsewhere
 * then, or its own. */
static bool is_open_by_limits(const as__agenda_of *of, size_t step)
{
    return of->limited != NULL && is_open(&of->limited[step]) && !is_open(&of->planned[step]);
}

static stand stand_of(const as__agenda_of *of, size_t step)
{
    const as__planned *planned = &of->planned[step];
    if (as__touch_hangs(of->facts, planned))
        return (stand){.due = planned->floor};
    if (is_open_by_limits(of, step))
        return (stand){.due = first_given(least_of(&of->limited[step]), planned->bound)};
    if (planned->state >= AFTERSALE_TOUCH_STATE_DONE)
        return (stand){.due = {0}};
    if (planned->floor.us == 0) /* it waits, and may get a date when the step before is missed */
        return (stand){.due = planned->bound};
    if (planned->state == AFTERSALE_TOUCH_STATE_BLOCKED && planned->bound.us != planned->floor.us)
        return (stand){.parked = planned->floor, .wake = first_given(planned->bound, planned->next)};
    if (planned->state == AFTERSALE_TOUCH_STATE_BLOCKED)
        return (stand){.due = planned->floor};
    if (of->limited == NULL)
        return (stand){.due = least_of(planned)};
    return stand_limited(of, planned, &of->limited[step]);
}

static void enter(making *m, const char *owner, as__agenda_range range, aftersale_time at)
{
    int32_t column = as__agenda_column(range, m->draft->priority);
    size_t i = 0;
    if (at.us == 0)
        return;
    while (i < m->count && (m->items[i].priority != column || strcmp(m->items[i].owner, owner) != 0))
        i++;
    if (i == m->count)
        m->items[m->count++] = (as__agenda){owner, column, at};
    else if (at.us < m->items[i].earliest.us)
        m->items[i].earliest = at;
}

static void turn(making *m, aftersale_time at)
{
    bool is_over = m->of->is_advanced && at.us <= m->of->facts->now.us;
    if (at.us != 0 && !is_over && (m->turn.us == 0 || at.us < m->turn.us))
        m->turn = at;
}

/* Occurrences that nothing is entered for stand before the open one. */
static bool has_passed_over(const aftersale_enrolment *run, const as__step *step, const as__planned *open)
{
    const as__step_state *last = step->repeat.is_given ? as__step_past(run, step->number) : NULL;
    int32_t first = last == NULL ? 1 : last->occurrence + as__step_is_settled(last);
    return step->repeat.is_given && open->due.us != 0 && open->occurrence > first;
}

/* What comes of a step when its time is over, or that of who holds it. */
static void turn_of_step(making *m, const as__step *step, const as__planned *planned)
{
    const as__step_state *past = planned->past;
    if (as__step_is_settled(past))
        return;
    if (past != NULL && past->state == AS__STEP_CLAIMED)
        turn(m, past->lease);
    if (planned->state == AFTERSALE_TOUCH_STATE_MISSED)
        turn(m, as__missed_at(planned));
    else if (planned->not_after.us != 0 && !step->is_case)
        turn(m, (aftersale_time){planned->not_after.us + 1});
    turn(m, planned->next);
    if (has_passed_over(m->of->facts->run, step, planned))
        turn(m, m->of->facts->now);
}

static aftersale_time first_ahead(const making *m, aftersale_time a, aftersale_time b)
{
    return b.us > m->of->facts->now.us ? first_given(a, b) : a;
}

/* What is put off, has no day or is missed may get another when the step moves that it counts from; when a pause ends
 * that may be covered at once. */
static void wake_with_previous(making *m, size_t i, stand *at)
{
    const as__step *step = &m->of->facts->plan->steps[i];
    const as__planned *planned = &m->of->planned[i];
    aftersale_time change = first_ahead(m, (aftersale_time){0}, planned->next);
    change = first_ahead(m, change, (aftersale_time){planned->not_after.us + 1});
    change = first_ahead(m, change, m->resumes);
    change = first_ahead(m, change, m->address);
    if (at->parked.us != 0)
        at->wake = first_ahead(m, at->wake, m->address);
    if (as__needs_previous(step)) {
        aftersale_time before = m->changes[step->before - 1];
        if (at->parked.us != 0 || (at->due.us == 0 && !as__step_is_settled(planned->past)))
            at->wake = first_given(at->wake, before);
        change = first_given(change, before);
    }
    m->changes[i] = first_ahead(m, change, at->wake);
}

/* An answer that ends by itself opens a channel, or closes one; so does an address on its day. */
static void turn_of_answers(making *m)
{
    const as__facts *facts = m->of->facts;
    const as__answer *answers = AS__ITEMS(as__answer, facts->customer->answers);
    for (size_t i = 0; i < facts->customer->answers.count; i++)
        if (answers[i].until.us > facts->now.us)
            turn(m, answers[i].until);
    turn(m, m->address);
}

static void enter_step(making *m, size_t i)
{
    const as__facts *facts = m->of->facts;
    const as__step *step = &facts->plan->steps[i];
    const char *owner = as__step_owner(facts, step);
    stand at = stand_of(m->of, i);
    wake_with_previous(m, i, &at);
    if (at.wake.us != 0 && at.wake.us < m->resumes.us)
        at.wake = m->resumes;
    if (at.due.us != 0 && at.due.us < m->resumes.us && m->of->planned[i].due.us >= m->resumes.us)
        at.due = m->resumes;
    enter(m, owner, AS__AGENDA_DUE, at.due);
    enter(m, owner, AS__AGENDA_WAKE, at.wake);
    enter(m, owner, AS__AGENDA_PARKED, at.parked);
    turn(m, at.wake);
    turn_of_step(m, step, &m->of->planned[i]);
}

aftersale_status as__agenda_make(const as__agenda_of *of, as__arena *arena, aftersale_enrolment *draft)
{
    making m = {.of = of, .draft = draft};
    size_t room = 3 * of->facts->plan->step_count + 1;
    m.items = as__arena_take(arena, room * sizeof *m.items);
    m.changes = as__arena_take(arena, room * sizeof *m.changes);
    if (m.items == NULL || m.changes == NULL)
        return AFTERSALE_NO_MEMORY;
    draft->agenda = (as__list){m.items, 0};
    if (draft->state != AFTERSALE_ENROLMENT_ACTIVE && draft->state != AFTERSALE_ENROLMENT_PAUSED)
        return AFTERSALE_OK;
    m.resumes = as__pause_resumes(of->facts);
    m.address = as__gate_next_day(of->facts);
    for (size_t i = 0; i < of->facts->plan->step_count; i++)
        enter_step(&m, i);
    if (m.count != 0)
        turn_of_answers(&m);
    turn(&m, m.resumes);
    if (m.turn.us != 0)
        m.items[m.count++] = (as__agenda){AS__AGENDA_NOBODY, AS__AGENDA_TURNS, m.turn};
    draft->agenda.count = m.count;
    return AFTERSALE_OK;
}
