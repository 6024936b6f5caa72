/* SPDX-License-Identifier: MIT */
/* What a step counts from, and the dates this leads to (S17 to S19, S31, S32). */
#include "rules/dating.h"

static const aftersale_time no_time = {0};

static bool may_be_passed_over(const as__step *step)
{
    return step->abandon || step->on_holiday == AS__HOLIDAY_SKIP;
}

/* What waits for the step before gets a date without any command when that one is missed. */
static aftersale_time earliest_miss(const as__decision *d)
{
    const as__planned *previous = d->previous;
    if (previous == NULL || !as__time_given(previous->due)) /* it waits, too, whether or not it is held */
        return previous == NULL ? no_time : previous->bound;
    if (d->step->anchor != AS__ANCHOR_PREVIOUS_DONE)
        return no_time;
    /* By quiet hours, or for want of an address, of which the agenda does not know. */
    if (may_be_passed_over(&d->facts->plan->steps[previous->step]))
        return previous->floor;
    if (!as__time_given(previous->not_after))
        return no_time;
    return (aftersale_time){previous->not_after.us - AS__ZONES_APART_HOURS * AS__HOUR};
}

static bool wait_for(as__decision *d, const char *what, as__reason_number number, const char *name)
{
    d->out->waiting_for = what;
    as__why_note(&d->why, number, no_time, no_time, name, NULL);
    d->out->state = AFTERSALE_TOUCH_STATE_WAITING;
    d->out->bound = earliest_miss(d);
    return false;
}

void as__dating_take_origin(as__decision *d)
{
    as__anchor anchor = d->step->anchor;
    bool is_shared = anchor <= AS__ANCHOR_ACCEPTANCE || anchor == AS__ANCHOR_ENROLMENT;
    as__anchor_origin(d->facts, d->step, d->previous, &d->origin);
    as__anchor_dates(d->facts, &d->clock, d->step, &d->origin, &d->dates);
    d->dates.pauses = d->newest != NULL ? &d->pauses : NULL;
    d->dates_of = is_shared ? anchor : 0;
    d->is_known = d->origin.missing == NULL;
}

bool as__dating_find_origin(as__decision *d)
{
    const as__step *step = d->step;
    if (step->by_branch && !as__time_given(as__step_activated(d->facts->run, step->number))) {
        d->out->is_unreached = true;
        return wait_for(d, "branch", AS__REASON_NO_BRANCH, NULL);
    }
    if (d->dates_of != step->anchor)
        as__dating_take_origin(d);
    if (d->origin.missing != NULL)
        return wait_for(d, d->origin.missing, AS__REASON_ANCHOR_MISSING, d->origin.name);
    if (d->origin.no_time != NULL && (step->after.us != 0 || step->lead.us != 0))
        return wait_for(d, d->origin.no_time, AS__REASON_ANCHOR_TIME_MISSING, d->origin.no_time);
    return true;
}

void as__dating_from(as__decision *d, int32_t occurrence)
{
    if (!d->step->repeat.is_given || d->facts->run->steps.count == 0)
        return;
    if (d->step->repeat.from_done)
        as__anchor_from_done(d->facts, d->step, occurrence, &d->dates);
    as__anchor_count_on(d->facts, d->step, occurrence, &d->dates);
    d->dates_of = 0;
}

bool as__dating_instant(as__decision *d, int32_t occurrence, as__moment *moment, aftersale_time *at)
{
    const as__calendar *calendar = d->dates.series.calendar;
    if (d->step->repeat.is_given) {
        if (!as__anchor_date(d->facts, &d->dates, occurrence, moment))
            return false;
    } else {
        *moment = d->dates.series.from;
        if (!as__moment_add(moment, &d->clock, calendar, &d->step->after))
            return false;
        if (!as__period_is_zero(d->step->lead) &&
            !as__moment_add(moment, &d->clock, calendar, &d->step->lead))
            return false;
        if (d->dates.pauses != NULL && !as__anchor_move(&d->dates, moment))
            return false;
    }
    *at = as__moment_instant(moment, &d->clock);
    return as__time_valid(*at);
}

bool as__dating_has(as__decision *d, int32_t occurrence)
{
    as__moment moment;
    aftersale_time at;
    return as__dating_instant(d, occurrence, &moment, &at);
}

/* The date as it would be without pauses. */
static aftersale_time without_pauses(as__decision *d, int32_t occurrence, aftersale_time with)
{
    const as__pauses *pauses = d->dates.pauses;
    as__moment moment;
    aftersale_time at;
    d->dates.pauses = NULL;
    bool is_inside = as__dating_instant(d, occurrence, &moment, &at);
    d->dates.pauses = pauses;
    return is_inside ? at : with;
}

static void note_date(as__decision *d, const as__moment *moment, bool is_inside)
{
    if (d->why.reasons == NULL)
        return;
    aftersale_time plain = is_inside ? d->at : no_time;
    if (is_inside && d->dates.pauses != NULL)
        plain = without_pauses(d, d->out->occurrence, d->at);
    as__anchor_note(&d->dates, d->out->occurrence, &d->why, plain);
    if (plain.us != d->at.us && is_inside)
        as__why_note(&d->why, AS__REASON_PAUSE_MOVED, plain, d->at, NULL, NULL);
    if (is_inside && as__moment_is_skipped(moment, &d->clock))
        as__why_note(&d->why, AS__REASON_CLOCK_SKIPS, d->at, d->at, NULL, NULL);
}

/* Its last moment waits, too, while the plan is paused. */
aftersale_time as__dating_end(as__decision *d, as__moment *moment, aftersale_time at)
{
    const as__dates *dates = &d->dates;
    if (!d->step->has_not_after ||
        !as__moment_add(moment, &d->clock, dates->series.calendar, &d->step->not_after))
        return no_time;
    if (dates->pauses != NULL && !dates->is_fixed &&
        !as__pauses_move(dates->pauses, &d->clock, NULL, at, moment))
        return no_time;
    return as__moment_instant(moment, &d->clock);
}

/* By waiting a series of named days may begin so much later that its weeks or months are others, and come earlier. */
static int64_t round_of(const as__decision *d)
{
    const as__period *every = &d->step->repeat.every;
    const int64_t days_of_month = 31;
    return (every->days + every->months * days_of_month) * AS__DAY + as__anchor_slack(&d->dates);
}

/* Never due before this, wherever an address or a calendar may move it. In another zone a series of named days may
 * begin so much earlier that each is the one before: they count as if they had not waited, too. */
aftersale_time as__dating_floor(as__decision *d, int32_t occurrence, aftersale_time at)
{
    bool is_named = d->dates.pauses != NULL && as__repeat_is_named(&d->step->repeat);
    aftersale_time floor =
        as__anchor_floor(&d->dates, occurrence, is_named ? without_pauses(d, occurrence, at) : at);
    if (d->dates.pauses != NULL && !is_named)
        floor.us -= as__anchor_slack(&d->dates);
    if (is_named && at.us - round_of(d) < floor.us)
        floor.us = at.us - round_of(d);
    if (as__moves_back(d->step))
        floor.us -= AS__DAYS_BACK_MOST * AS__DAY;
    return floor;
}

bool as__dating_date(as__decision *d)
{
    as__planned *out = d->out;
    as__moment moment;
    out->hangs = as__dating_hangs(d);
    bool is_inside = as__dating_instant(d, out->occurrence, &moment, &d->at);
    note_date(d, &moment, is_inside);
    d->end = d->late = no_time;
    if (!is_inside) {
        out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
        return false;
    }
    out->due = d->at;
    out->floor = as__dating_floor(d, out->occurrence, d->at);
    d->end = as__dating_end(d, &moment, d->at);
    return true;
}
