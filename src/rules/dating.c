/* SPDX-License-Identifier: MIT */
#include "rules/dating.h"
#include "rules/give_way.h"
#include <stdio.h>

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

/* What many steps count from is found once. */
static void take_origin(as__decision *d)
{
    as__anchor anchor = d->step->anchor;
    bool is_shared = anchor <= AS__ANCHOR_ACCEPTANCE || anchor == AS__ANCHOR_ENROLMENT;
    d->origin = as__anchor_origin(d->facts, d->step, d->previous);
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
        take_origin(d);
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

/* Never due before this, wherever an address or a calendar may move it. In another zone a series of named days may
 * begin so much earlier that each is the one before: they count as if they had not waited. */
aftersale_time as__dating_floor(as__decision *d, int32_t occurrence, aftersale_time at)
{
    bool is_named = d->dates.pauses != NULL && as__repeat_is_named(&d->step->repeat);
    aftersale_time floor =
        as__anchor_floor(&d->dates, occurrence, is_named ? without_pauses(d, occurrence, at) : at);
    if (d->dates.pauses != NULL && !is_named)
        floor.us -= as__anchor_slack(&d->dates);
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

/* An appointment, a retry, a snooze, a day agreed. */
static void apply_history(as__decision *d)
{
    as__planned *out = d->out;
    if (as__step_is_appointed(out->past)) {
        as__why_note(&d->why, AS__REASON_AGREED, out->due, out->past->agreed, NULL, NULL);
        out->due = out->floor = out->past->agreed;
        return;
    }
    if (out->past == NULL || out->past->not_before.us <= out->due.us)
        return;
    as__reason_number number = AS__REASON_RETRIED;
    if (out->past->state == AS__STEP_SNOOZED)
        number = AS__REASON_SNOOZED;
    else if (as__step_is_agreed(out->past))
        number = AS__REASON_AGREED;
    as__why_note(&d->why, number, out->due, out->past->not_before, NULL, NULL);
    out->due = out->past->not_before;
    if (out->floor.us < out->due.us)
        out->floor = out->due;
}

static void raise(aftersale_time *stop, aftersale_time to)
{
    if (to.us > stop->us)
        *stop = to;
}

/* No day off moves a touch back past the instant at which it could be planned, nor past the touch before it. */
static aftersale_time find_stop(as__decision *d)
{
    aftersale_time stop = d->facts->begins, before;
    as__moment moment;
    if (!as__moves_back(d->step))
        return no_time;
    raise(&stop, d->dates.known);
    if (d->out->past != NULL)
        raise(&stop, d->out->past->not_before);
    if (d->newest != NULL && d->newest->until.us <= d->out->due.us)
        raise(&stop, d->newest->until);
    if (d->previous != NULL && d->previous->due.us <= d->out->due.us && !d->out->is_made_up)
        raise(&stop, d->previous->due);
    if (d->out->occurrence > d->dates.first &&
        as__dating_instant(d, d->out->occurrence - 1, &moment, &before))
        raise(&stop, before);
    else if (d->last != NULL && d->last->occurrence < d->out->occurrence)
        raise(&stop, d->last->planned);
    return stop;
}

/* When there is no use looking for a place any further. */
static aftersale_time find_end(const as__decision *d)
{
    aftersale_time end = d->end, over = d->facts->ends;
    if (d->step->is_case || as__step_is_agreed(d->out->past))
        return no_time;
    if (as__time_given(over) && d->at.us < over.us && (!as__time_given(end) || over.us <= end.us))
        end.us = over.us - 1;
    return end;
}

static void take_place(as__planned *out, const as__place *place, size_t channel)
{
    out->channel = channel;
    out->contact = place->contact;
    out->due = place->due;
    out->bound = out->floor;
    out->state = AFTERSALE_TOUCH_STATE_PLANNED;
    if (place->state == AS__PLACE_ABANDONED || place->state == AS__PLACE_LATE)
        out->state = AFTERSALE_TOUCH_STATE_MISSED;
    else if (place->state == AS__PLACE_SKIPPED)
        out->state = AFTERSALE_TOUCH_STATE_CANCELLED;
}

/* The first channel that is open, each with its own hours, addresses, days off and caps. */
static void choose_channel(as__decision *d)
{
    as__planned *out = d->out;
    const as__step *step = d->step;
    as__placing *placing = &d->placing;
    placing->step = step;
    placing->occurrence = out->occurrence;
    placing->owner = step->on_holiday == AS__HOLIDAY_STAYS ? NULL : as__step_owner_calendar(d->facts, step);
    placing->from = out->due;
    placing->stop = find_stop(d);
    placing->end = find_end(d);
    placing->is_agreed = as__step_is_agreed(out->past);
    placing->is_appointed = as__step_is_appointed(out->past);
    aftersale_time opens = no_time;
    size_t i = out->past != NULL && out->past->channel > 1 ? (size_t)out->past->channel - 1 : 0;
    size_t end = step->channel_count == 0 ? 1 : step->channel_count;
    out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
    for (; i < end; i++) {
        as__place place;
        as__place_find(placing, step->channel_count == 0 ? NULL : &step->channels[i], &place);
        if (place.state == AS__PLACE_NONE)
            return;
        if (place.state != AS__PLACE_CLOSED) {
            take_place(out, &place, i);
            d->late = place.late;
            return;
        }
        if (as__time_given(place.opens) && (!as__time_given(opens) || place.opens.us < opens.us))
            opens = place.opens;
    }
    if (as__time_given(opens))
        out->bound = opens.us > out->floor.us ? opens : out->floor;
}

static bool is_claimed(const as__decision *d)
{
    const as__step_state *past = d->out->past;
    return past != NULL && past->state == AS__STEP_CLAIMED && past->lease.us > d->facts->now.us;
}

/* Where all rules together put it. */
static aftersale_time put_at(const as__decision *d)
{
    return as__time_given(d->late) ? d->late : d->out->due;
}

/* A move past the end of the contract; what was meant for a time after it stays. */
static bool is_past_contract(const as__decision *d)
{
    aftersale_time over = d->facts->ends;
    return as__time_given(over) && d->at.us < over.us && put_at(d).us >= over.us;
}

/* A last moment does not pass while the plan is paused, but that of a fixed date. */
static bool has_passed(const as__decision *d, aftersale_time end)
{
    aftersale_time by = d->facts->now;
    if (as__time_given(d->pauses.open) && !d->dates.is_fixed && d->pauses.open.us < by.us)
        by = d->pauses.open;
    return by.us > end.us;
}

static void judge_not_after(as__decision *d)
{
    as__planned *out = d->out;
    bool has_end = as__time_given(d->end);
    if (out->state == AFTERSALE_TOUCH_STATE_CANCELLED || (!has_end && !as__time_given(d->facts->ends)))
        return;
    bool is_over = is_past_contract(d) && !d->step->is_case, stands = as__step_is_agreed(out->past);
    if (is_over)
        as__why_note(&d->why, stands ? AS__REASON_CONTRACT_AGREED : AS__REASON_CONTRACT_OVER, put_at(d),
                     d->facts->ends, NULL, NULL);
    if (is_over && !stands)
        out->state = AFTERSALE_TOUCH_STATE_MISSED;
    if (!has_end)
        return;
    /* What was agreed with the customer stands, whatever the plan had in mind. */
    if (stands && out->due.us > d->end.us) {
        as__why_note(&d->why, AS__REASON_NOT_AFTER_AGREED, out->due, d->end, NULL, NULL);
        return;
    }
    out->not_after = d->end;
    aftersale_time due = put_at(d);
    bool is_late = due.us > d->end.us, is_past = has_passed(d, d->end) && !is_claimed(d);
    if (d->step->is_case || (!is_late && !is_past)) {
        as__why_note(&d->why, AS__REASON_NOT_AFTER_KEPT, due, d->end, NULL, NULL);
        return;
    }
    as__why_note(&d->why, is_late ? AS__REASON_NOT_AFTER_DUE : AS__REASON_NOT_AFTER_NOW, due, d->end, NULL,
                 NULL);
    out->state = AFTERSALE_TOUCH_STATE_MISSED;
}

static void judge_holder(as__decision *d)
{
    as__planned *out = d->out;
    if (out->past == NULL || out->state != AFTERSALE_TOUCH_STATE_PLANNED)
        return;
    if (is_claimed(d)) {
        out->state = AFTERSALE_TOUCH_STATE_CLAIMED;
        as__why_note(&d->why, AS__REASON_TOUCH_CLAIMED, out->due, out->past->lease, NULL, NULL);
    } else if (out->past->state == AS__STEP_SNOOZED && out->past->not_before.us > d->facts->now.us &&
               !as__step_is_appointed(out->past)) {
        out->state = AFTERSALE_TOUCH_STATE_SNOOZED;
    }
}

/* What it counts from may still come sooner. */
static bool may_move(const as__decision *d)
{
    const as__moment *from = &d->dates.series.from;
    return as__moves_back(d->step) || (!from->is_civil && d->dates.floor.us != from->us);
}

/* By another channel it may be sooner than by this one; sooner than its date, never. */
static aftersale_time find_least(const as__decision *d)
{
    const as__planned *out = d->out;
    bool is_one_way = d->step->channel_count <= 1 && d->step->on_holiday == AS__HOLIDAY_STAYS;
    if (as__step_is_appointed(out->past))
        return out->due;
    if (may_move(d))
        return out->floor;
    return is_one_way || out->due.us < d->placing.from.us ? out->due : d->placing.from;
}

static aftersale_time find_next(as__decision *d)
{
    as__moment moment;
    aftersale_time at;
    if (d->out->is_made_up)
        return d->made_up.ends;
    bool is_there = d->step->repeat.is_given && as__dating_instant(d, d->out->occurrence + 1, &moment, &at);
    return is_there ? at : no_time;
}

static void note_occurrence(as__decision *d, int32_t occurrence)
{
    char text[16];
    d->why.reasons->count = d->reasons_before;
    snprintf(text, sizeof text, "%d", (int)occurrence);
    as__why_note(&d->why, AS__REASON_REPEATS, no_time, no_time, text, NULL);
}

/* The date is known; all else that moves or ends the touch comes now. */
static void place_touch(as__decision *d)
{
    apply_history(d);
    choose_channel(d);
    judge_not_after(d);
    judge_holder(d);
    d->out->least = find_least(d);
}

void as__dating_appointment(as__decision *d)
{
    d->out->waiting_for = NULL;
    d->at = d->out->past->agreed;
    d->end = no_time;
    place_touch(d);
}

void as__dating_time(as__decision *d)
{
    bool is_inside = as__dating_date(d);
    if (is_inside && as__is_before_resume(d, d->at))
        is_inside = as__dating_come_back(d);
    if (is_inside) {
        place_touch(d);
        d->out->next = find_next(d);
    } else if (as__step_is_appointed(d->out->past)) {
        as__dating_appointment(d);
    }
}

void as__dating_occurrence(as__decision *d, int32_t occurrence)
{
    if (d->step->repeat.is_given) {
        as__dating_begin(d, d->out->step, occurrence);
        if (d->why.reasons != NULL)
            note_occurrence(d, occurrence);
    }
    const as__other *other = d->facts->overlap == NULL ? NULL : as__give_way_to(d);
    as__dating_time(d);
    if (other != NULL)
        as__give_way(d, other);
}
