/* SPDX-License-Identifier: MIT */
/* Which occurrence of a step is open, and which were missed over a pause (S18, S24). */
#include "rules/dating.h"

#define OCCURRENCES_TRIED 400 /* S35 */

static const aftersale_time no_time = {0};

static bool has_come(as__decision *d, int32_t occurrence, aftersale_time by)
{
    as__moment moment;
    aftersale_time at;
    return as__dating_instant(d, occurrence, &moment, &at) && at.us <= by.us;
}

/* The last occurrence from `first` on whose date has come by then; `first` if none has. */
static int32_t last_come(as__decision *d, int32_t first, aftersale_time by)
{
    int32_t last = first, stride = 1;
    for (; has_come(d, last + stride, by); stride *= 2)
        last += stride;
    for (; stride > 0; stride /= 2) {
        if (has_come(d, last + stride, by))
            last += stride;
    }
    return last;
}

static aftersale_time agreed_time(const as__step_state *past)
{
    return as__step_is_appointed(past) ? past->agreed : past->not_before;
}

/* What somebody holds is not missed while they do; what was agreed with the customer not until an occurrence has come
 * whose date is later than that. */
static bool is_kept(as__decision *d, const as__step_state *past, int32_t first)
{
    aftersale_time now = d->facts->now;
    if (past == NULL || as__step_is_settled(past))
        return false;
    if (past->state == AS__STEP_CLAIMED && past->lease.us > now.us)
        return true;
    if (!as__step_is_agreed(past) || agreed_time(past).us > now.us)
        return as__step_is_agreed(past);
    int32_t last = last_come(d, first, now);
    return last == first || has_come(d, last, agreed_time(past));
}

/* What a day off moves back has come before its date has. */
static int32_t last_moved_back(as__decision *d, int32_t last)
{
    aftersale_time by = {d->facts->now.us + AS__DAYS_BACK_MOST * AS__DAY};
    int32_t found = last;
    for (int32_t next = last + 1; has_come(d, next, by); next++) {
        as__dating_occurrence(d, next);
        if (d->out->due.us <= d->facts->now.us)
            found = next;
    }
    return found;
}

static aftersale_time just_before(aftersale_time time)
{
    return (aftersale_time){time.us - 1};
}

/* The next one; the first that is covered stays known. */
static void pass_on(as__decision *d, int32_t occurrence)
{
    as__cover first = d->out->cover;
    as__dating_occurrence(d, occurrence);
    if (first.by != NULL)
        d->out->cover = first;
}

static int32_t open_occurrence(as__decision *d, int32_t first)
{
    const as__plan_pause *pause = d->newest;
    if (d->made_up.occurrence != 0)
        return d->made_up.occurrence;
    if (is_kept(d, d->last, first))
        return first;
    int32_t open = last_come(d, first, d->facts->now);
    if (pause != NULL && has_come(d, first, just_before(pause->until))) {
        int32_t missed = last_come(d, first, just_before(pause->until));
        if (open <= missed && d->is_beyond)
            return missed + as__dating_has(d, missed + 1);
        if (open <= missed)
            return d->step->missed == AS__MISSED_SPREAD ? last_come(d, first, pause->from) : missed;
    }
    return as__moves_back(d->step) ? last_moved_back(d, open) : open;
}

static void lower_floor(as__planned *out, aftersale_time floor)
{
    if (floor.us < out->floor.us)
        out->floor = floor;
    if (floor.us < out->least.us)
        out->least = floor;
}

/* What waits longer than the next occurrence does gives way to it: neither may be due before its floor. */
void as__dating_open(as__decision *d, int32_t first)
{
    int32_t open = open_occurrence(d, first);
    as__dating_occurrence(d, open);
    as__moment moment;
    aftersale_time at, floor = no_time;
    for (int tried = 0; d->made_up.occurrence == 0 && as__is_passed_over(d->out); tried++) {
        if (!as__time_given(floor) && as__touch_hangs(d->facts, d->out))
            floor = d->out->floor; /* it may come up yet */
        if (!as__dating_has(d, open + 1))
            break;
        if (tried == OCCURRENCES_TRIED) {
            as__why_note(&d->why, AS__REASON_NEVER_SETTLES, d->out->due, no_time, NULL, NULL);
            d->out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
            d->out->bound = no_time;
            return;
        }
        pass_on(d, ++open);
    }
    if (as__time_given(floor)) {
        lower_floor(d->out, floor);
        d->out->bound = d->out->floor;
    }
    if (d->out->past != NULL && as__dating_instant(d, open + 1, &moment, &at))
        lower_floor(d->out, as__dating_floor(d, open + 1, at));
}

aftersale_time as__dating_succession(as__decision *d)
{
    int32_t next = d->out->occurrence + 1;
    as__planned planned = *d->out;
    as__moment moment;
    aftersale_time at;
    if (has_come(d, next, d->facts->now)) /* what is held or agreed stands in its way */
        next = last_come(d, next, d->facts->now) + 1;
    if (!as__dating_instant(d, next, &moment, &at))
        return no_time;
    if (!as__moves_back(d->step))
        return at;
    d->out = &planned;
    as__dating_occurrence(d, next);
    return planned.due.us < at.us ? planned.due : at;
}

/* What was made since the plan went on had its day, too: those of the others stay what they were. What another version
 * left out never had one. */
static bool was_settled_by(const as__step_state *past, aftersale_time resumed)
{
    if (!as__step_is_settled(past))
        return false;
    if (past->state == AS__STEP_CANCELLED)
        return true;
    return (past->state == AS__STEP_MISSED ? past->missed.us : past->made.us) < resumed.us;
}

static as__span missed_once(as__decision *d)
{
    as__moment moment;
    aftersale_time at;
    int32_t occurrence = d->last == NULL ? 1 : d->last->occurrence;
    if (was_settled_by(d->last, d->newest->until) || as__step_is_agreed(d->last) ||
        !as__dating_instant(d, occurrence, &moment, &at) || !as__is_before_resume(d, at))
        return (as__span){0};
    return (as__span){.first = occurrence, .last = occurrence};
}

/* The first occurrence that was not settled when the plan went on. */
static int32_t first_then(const as__decision *d)
{
    const as__step_state *states = AS__ITEMS(as__step_state, d->facts->run->steps);
    int32_t first = 1;
    for (size_t i = 0; i < d->facts->run->steps.count; i++) {
        bool is_own = states[i].step == d->step->number;
        if (is_own && was_settled_by(&states[i], d->newest->until) && states[i].occurrence >= first)
            first = states[i].occurrence + 1;
    }
    return first;
}

as__span as__dating_missed(as__decision *d)
{
    as__span span = {0};
    as__moment moment;
    if (d->step->is_case || d->step->missed == AS__MISSED_SKIP || as__dating_hangs(d))
        return span;
    if (!d->step->repeat.is_given)
        return missed_once(d);
    aftersale_time by = just_before(d->newest->until);
    int32_t first = first_then(d);
    as__dating_from(d, first);
    if (first < d->dates.since)
        first = d->dates.since; /* where this version of the plan goes on */
    if (!has_come(d, first, by))
        return span;
    span.last = last_come(d, first, by);
    span.first = d->step->missed == AS__MISSED_ONCE ? span.last : last_come(d, first, d->newest->from);
    if (!as__dating_instant(d, span.last + 1, &moment, &span.ends))
        span.ends = no_time;
    /* Once one is made, the next counts from there. */
    bool counts_anew = d->step->repeat.from_done && as__step_is_settled(d->last);
    if (counts_anew && d->last->occurrence >= first && d->last->occurrence < span.last)
        span.last = d->last->occurrence;
    return span.first <= span.last ? span : (as__span){0};
}
