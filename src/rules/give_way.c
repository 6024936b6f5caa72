/* SPDX-License-Identifier: MIT */
#include "rules/give_way.h"

static const aftersale_time no_time = {0};

/* A case is a case of its own. */
static bool may_give_way(const as__decision *d)
{
    const as__facts *facts = d->facts;
    return !d->is_held && !d->step->is_case && as__overlap_has(facts->overlap, facts->run->id, d->step->kind);
}

static void note_other(const as__decision *d, const as__other *other, bool gives_way)
{
    static const as__reason_number numbers[] = {[AS__STANDS_MADE] = AS__REASON_COVERED,
                                                [AS__STANDS_CLAIMED] = AS__REASON_HELD_ELSEWHERE,
                                                [AS__STANDS_AGREED] = AS__REASON_AGREED_ELSEWHERE,
                                                [AS__STANDS_PLANNED] = AS__REASON_HELD_BACK};
    if (d->why.reasons == NULL)
        return;
    char text[AS__OTHER_TEXT], days[AS__PERIOD_TEXT];
    as__other_text(other, text);
    as__period_text((as__period){.days = d->facts->overlap->days}, days);
    as__why_note(&d->why, gives_way ? numbers[other->standing] : AS__REASON_OVERLAP_AGREED, no_time,
                 other->at, text, days);
}

const as__other *as__give_way_to(as__decision *d)
{
    static const as__recents none = {0};
    const aftersale_time beginning = {INT64_MIN}; /* an address that has ended since undoes no cover */
    const as__facts *facts = d->facts;
    const as__other *found = NULL;
    if (!may_give_way(d))
        return NULL;
    const as__why why = d->why;
    as__planned before = *d->out;
    d->why.reasons = NULL;
    d->placing.recents = none;
    d->placing.today = beginning;
    as__dating_time(d);
    /* What somebody holds stands. */
    if (d->out->state == AFTERSALE_TOUCH_STATE_PLANNED || d->out->state == AFTERSALE_TOUCH_STATE_SNOOZED)
        found = as__overlap_find(facts->overlap, facts->run->id, d->step->kind, d->out->due, facts->now,
                                 &d->clock);
    *d->out = before;
    d->placing.recents = facts->recents;
    d->placing.today = facts->now;
    d->why = why;
    if (found == NULL)
        return NULL;
    bool gives_way = !as__step_is_agreed(d->out->past);
    note_other(d, found, gives_way);
    return gives_way ? found : NULL;
}

void as__give_way(as__decision *d, const as__other *other)
{
    as__planned *out = d->out;
    if (as__is_passed_over(out))
        return;
    out->stand_in = other->at;
    out->bound = out->floor;
    out->state = AFTERSALE_TOUCH_STATE_BLOCKED;
    if (other->standing != AS__STANDS_MADE)
        return;
    out->state = AFTERSALE_TOUCH_STATE_CANCELLED;
    out->cover = (as__cover){other, out->occurrence, out->due};
}
