/* SPDX-License-Identifier: MIT */
#include "rules/anchor.h"
#include "value/date.h"
#include "value/instant.h"

#define ZONES_APART (AS__ZONES_APART_HOURS * AS__HOUR)
/* From an instant, another zone may begin on the day before: at a month's end that is three days of
 * clamping, at a week's end a weekend. */
#define CALENDARS_APART (ZONES_APART + 3 * AS__DAY)

/* Where an offset begins. */
typedef struct origin {
    const char *name;    /* "delivery" */
    const char *missing; /* what is waited for; NULL: it is known */
    const char *no_time; /* what hours have to wait for; NULL: nothing */
    aftersale_date date; /* a day, and the second of it; day 0: an instant */
    int32_t second;
    aftersale_time instant;
    aftersale_time floor; /* of the instant, where that may still move */
} origin;

static origin from_date(const as__facts *facts, aftersale_date date, aftersale_daytime time, const char *name,
                        const char *time_name)
{
    if (!as__date_given(date))
        return (origin){.name = name, .missing = name};
    return (origin){
        .name = name,
        .no_time = time.given ? NULL : time_name,
        .date = date,
        .second = time.given ? as__daytime_seconds(time) : as__start_of_day(facts->day_start),
    };
}

static origin from_instant(aftersale_time time, const char *name)
{
    if (!as__time_given(time))
        return (origin){.name = name, .missing = name};
    return (origin){.name = name, .instant = time, .floor = time};
}

/* A date that may still move counts by its floor. */
static origin from_planned(const as__planned *previous, const char *name)
{
    origin found = from_instant(previous->due, name);
    if (as__time_given(previous->floor))
        found.floor = previous->floor;
    return found;
}

static bool stands(const as__planned *previous)
{
    return previous->state == AFTERSALE_TOUCH_STATE_PLANNED ||
           previous->state == AFTERSALE_TOUCH_STATE_CLAIMED ||
           previous->state == AFTERSALE_TOUCH_STATE_SNOOZED;
}

static origin from_previous_done(const as__facts *facts, const as__step *step, const as__planned *previous)
{
    const as__step_state *past = previous->past;
    if (as__step_is_settled(past) && as__time_given(past->made))
        return from_instant(past->made, step->waits_for);
    if (previous->state == AFTERSALE_TOUCH_STATE_MISSED) {
        bool has_end = as__time_given(previous->not_after);
        return from_instant(has_end ? previous->not_after : previous->due, step->waits_for);
    }
    if (as__step_is_settled(past) || (facts->assume && stands(previous)))
        return from_planned(previous, step->waits_for);
    return (origin){.name = step->waits_for, .missing = step->waits_for};
}

static origin find_origin(const as__facts *facts, const as__step *step, const as__step_state *past,
                          const as__planned *previous)
{
    const aftersale_enrolment *run = facts->run;
    switch (step->anchor) {
    case AS__ANCHOR_SALE:
        return from_date(facts, run->sold, run->sold_time, "sale", "sale time");
    case AS__ANCHOR_DELIVERY:
        return from_date(facts, run->delivered, run->delivered_time, "delivery", "delivery time");
    case AS__ANCHOR_ACCEPTANCE:
        return from_date(facts, run->accepted, run->accepted_time, "acceptance", "acceptance time");
    case AS__ANCHOR_PREVIOUS_PLANNED:
        return from_planned(previous, step->waits_for);
    case AS__ANCHOR_PREVIOUS_DONE:
        return from_previous_done(facts, step, previous);
    case AS__ANCHOR_OUTCOME:
        return from_instant(past == NULL ? (aftersale_time){0} : past->activated, step->waits_for);
    case AS__ANCHOR_DATE:
        return from_date(facts, step->anchor_date, (aftersale_daytime){0}, "date", NULL);
    default:
        return from_instant(run->begun, "enrolment");
    }
}

static bool is_civil(as__period period)
{
    return period.months != 0 || period.days != 0 || period.business_days != 0;
}

static bool is_clamped(as__period period)
{
    return period.months != 0 || period.business_days != 0;
}

/* From there by the step's offset. A day takes its months before it becomes seconds, which is shorter. */
static bool lead_on(const as__zone *zone, const as__step *step, const origin *from, as__moment *out)
{
    as__period after = step->after;
    if (as__date_given(from->date)) {
        aftersale_date date = from->date;
        if (after.months != 0 && !as__date_add_months(date, after.months, &date))
            return false;
        after.months = 0;
        as__moment_of_civil(out, zone, date, from->second);
    } else {
        as__moment_of_instant(out, zone, from->instant);
    }
    return as__moment_add(out, &after) && as__moment_add(out, &step->lead);
}

static aftersale_time floor_of(const as__zone *zone, const as__step *step, const origin *from,
                               aftersale_time at)
{
    if (as__date_given(from->date))
        return (aftersale_time){at.us - ZONES_APART};
    int64_t apart = 0;
    if (is_clamped(step->after) || is_clamped(step->lead))
        apart = CALENDARS_APART;
    else if (is_civil(step->after) || is_civil(step->lead))
        apart = ZONES_APART;
    if (from->floor.us != from->instant.us) {
        as__moment lowest;
        origin low = {.instant = from->floor};
        at = lead_on(zone, step, &low, &lowest) ? as__moment_instant(&lowest) : from->floor;
    }
    return (aftersale_time){at.us - apart};
}

/* The offset in words: "P1Y, then -P4W". */
static void note_offset(const as__step *step, const as__why *why, as__reason_number number,
                        aftersale_time from, aftersale_time to)
{
    char text[2 * AS__PERIOD_TEXT + 8];
    as__period_text(step->after, text);
    if (!as__period_is_zero(step->lead)) {
        size_t size = 0;
        while (text[size] != '\0')
            size++;
        const char *between = ", then ";
        while (*between != '\0')
            text[size++] = *between++;
        as__period_text(step->lead, text + size);
    }
    as__why_note(why, number, from, to, text, NULL);
}

void as__anchor_date(const as__facts *facts, const as__step *step, const as__step_state *past,
                     const as__planned *previous, const as__why *why, as__dated *out)
{
    const aftersale_time none = {0};
    out->waiting_for = NULL;
    out->is_outside = false;
    if (step->by_branch && (past == NULL || !as__time_given(past->activated))) {
        out->waiting_for = "branch";
        as__why_note(why, AS__REASON_NO_BRANCH, none, none, NULL, NULL);
        return;
    }
    origin from = find_origin(facts, step, past, previous);
    if (from.missing != NULL) {
        out->waiting_for = from.missing;
        as__why_note(why, AS__REASON_ANCHOR_MISSING, none, none, from.name, NULL);
        return;
    }
    if (from.no_time != NULL && (step->after.us != 0 || step->lead.us != 0)) {
        out->waiting_for = from.no_time;
        as__why_note(why, AS__REASON_ANCHOR_TIME_MISSING, none, none, from.no_time, NULL);
        return;
    }
    aftersale_time begins = none;
    if (why->reasons != NULL) {
        begins = from.instant;
        if (as__date_given(from.date)) {
            as__moment start;
            as__moment_of_civil(&start, facts->zone, from.date, from.second);
            begins = as__moment_instant(&start);
        }
        as__why_note(why, AS__REASON_ANCHOR, none, begins, from.name, NULL);
    }
    bool is_inside = lead_on(facts->zone, step, &from, &out->moment);
    if (is_inside) {
        out->at = as__moment_instant(&out->moment);
        is_inside = as__time_valid(out->at);
    }
    if (!is_inside) {
        out->is_outside = true;
        note_offset(step, why, AS__REASON_NO_INSTANT, begins, none);
        return;
    }
    out->floor = floor_of(facts->zone, step, &from, out->at);
    if (why->reasons == NULL)
        return;
    note_offset(step, why, AS__REASON_OFFSET, begins, out->at);
    if (as__moment_is_skipped(&out->moment))
        as__why_note(why, AS__REASON_CLOCK_SKIPS, out->at, out->at, NULL, NULL);
}
