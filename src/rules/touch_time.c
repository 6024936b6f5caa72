/* SPDX-License-Identifier: MIT */
/* The time of a touch that has its date: what was put off or agreed, the channel and its place, its last moment, and
 * who holds it (S33 to S36). */
#include "rules/dating.h"
#include "rules/give_way.h"
#include <stdio.h>

static const aftersale_time no_time = {0};

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

static inline void begin_placing(as__decision *d)
{
    as__placing *placing = &d->placing;
    placing->step = d->step;
    placing->occurrence = d->out->occurrence;
    placing->days = as__step_days_off(d->facts, d->step);
    placing->from = d->out->due;
    placing->stop = placing->end = no_time;
    placing->is_agreed = placing->is_appointed = false;
}

/* What is late would be made today, by an address that is valid today. */
static bool can_reach_today(const as__decision *d, const as__channel *channel, as__place *place)
{
    const as__facts *facts = d->facts;
    if (place->state != AS__PLACE_OPEN || channel == NULL || !d->memo.gate.is_of_day ||
        place->due.us >= d->placing.today.us)
        return true;
    place->contact = as__gate_contact(facts, d->step, channel->name, d->placing.today);
    if (place->contact < facts->customer->contacts.count)
        return true;
    as__why_note(&d->why, AS__REASON_ADDRESS_ENDED, place->due, place->due, channel->name, NULL);
    return false;
}

/* The first channel from one on that is open, each with its own hours, addresses, days off and caps. */
static inline void choose_channel(as__decision *d, size_t first)
{
    as__planned *out = d->out;
    const as__step *step = d->step;
    aftersale_time opens = no_time;
    size_t end = step->channel_count == 0 ? 1 : step->channel_count;
    out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
    for (size_t i = first; i < end; i++) {
        as__place place;
        const as__channel *channel = step->channel_count == 0 ? NULL : &step->channels[i];
        as__place_find(&d->placing, channel, &place);
        if (place.state == AS__PLACE_NONE)
            return;
        if (place.state != AS__PLACE_CLOSED && can_reach_today(d, channel, &place)) {
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
static inline aftersale_time find_least(const as__decision *d)
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
    const as__step_state *past = d->out->past;
    apply_history(d);
    begin_placing(d);
    d->placing.stop = find_stop(d);
    d->placing.end = find_end(d);
    d->placing.is_agreed = as__step_is_agreed(past);
    d->placing.is_appointed = as__step_is_appointed(past);
    choose_channel(d, past != NULL && past->channel > 1 ? (size_t)past->channel - 1 : 0);
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

bool as__dating_plain(as__decision *d, size_t index, as__planned *out)
{
    const as__step *step = &d->facts->plan->steps[index];
    const aftersale_enrolment *run = d->facts->run;
    if (!step->is_plain || (run->steps.count > 0 && as__step_past(run, step->number) != NULL))
        return false;
    d->step = step;
    d->why.reasons = NULL;
    if (d->dates_of != step->anchor)
        as__dating_take_origin(d);
    as__moment moment = d->dates.series.from;
    if (!d->is_known || !as__moment_add_days(&moment, step->after.days))
        return false;
    d->at = as__moment_instant(&moment, &d->clock);
    if (!as__time_valid(d->at))
        return false;
    out->step = index;
    out->occurrence = 1;
    out->due = d->at;
    out->floor = as__anchor_floor(&d->dates, 1, d->at);
    out->channel = step->channel_count;
    out->contact = d->facts->customer->contacts.count;
    d->last = NULL;
    d->out = out;
    d->end = no_time;
    begin_placing(d);
    choose_channel(d, 0);
    if (as__is_passed_over(out))
        out->bound = no_time;
    out->least = find_least(d);
    return true;
}
