/* SPDX-License-Identifier: MIT */
/* What becomes of a touch that was missed over a pause (S24). */
#include "rules/dating.h"

static const aftersale_time no_time = {0};

bool as__dating_hangs_on_previous(const as__decision *d)
{
    const as__planned *previous = d->previous;
    if (as__step_is_settled(previous->past) || as__is_passed_over(previous))
        return false;
    return d->step->anchor == AS__ANCHOR_PREVIOUS_DONE || previous->is_missed || previous->is_made_up ||
           previous->hangs;
}

/* Never due before the plan goes on; in another zone a short pause may be none at all. */
static void wait_for_resume(as__decision *d, aftersale_time due)
{
    const int64_t apart = AS__ZONES_APART_HOURS * AS__HOUR;
    const as__plan_pause *pause = d->newest;
    d->out->due = due.us > pause->until.us ? due : pause->until;
    if (pause->until.us - pause->from.us > apart)
        d->out->floor.us = pause->until.us - apart;
}

/* Missed for good: it keeps the date it would have had. */
static void drop(as__decision *d)
{
    d->out->state = AFTERSALE_TOUCH_STATE_MISSED;
    d->out->dropped = d->newest->until;
    d->out->floor = no_time;
    as__why_note(&d->why, AS__REASON_PAUSE_DROPPED, d->at, d->newest->until, NULL, NULL);
}

bool as__dating_come_back(as__decision *d)
{
    as__planned *out = d->out;
    if (as__time_given(d->end) && as__is_before_resume(d, d->end) && !d->step->is_case &&
        !as__step_is_agreed(out->past))
        return true; /* its last moment was over before, and ends it */
    bool is_put_off = out->past != NULL && !as__is_before_resume(d, out->past->not_before);
    if (d->step->is_case || as__step_is_agreed(out->past) || as__dating_hangs(d)) {
        wait_for_resume(d, d->at);
    } else if (d->step->missed == AS__MISSED_SKIP && is_put_off) {
        wait_for_resume(d, d->at);
        return true;
    } else if (d->step->missed == AS__MISSED_SKIP) {
        drop(d);
        return false;
    } else if (d->made_up.occurrence == out->occurrence) {
        wait_for_resume(d, d->made_up.due);
        out->is_made_up = true;
    } else {
        d->has_missed = out->is_missed = true;
        out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
        return false;
    }
    as__why_note(&d->why, AS__REASON_PAUSE_MADE_UP, d->at, out->due, NULL, NULL);
    return true;
}
