/* SPDX-License-Identifier: MIT */
#include "rules/anchor.h"
#include "value/date.h"
#include "value/instant.h"
#include <stdio.h>
#include <string.h>

#define ZONES_APART (AS__ZONES_APART_HOURS * AS__HOUR)
#define DAYS_OFF (AS__DAYS_BACK_MOST * AS__DAY)
#define PAUSES_APART (3 * AS__DAY)
/* From an instant, another zone may begin on the day before: at a month's end that is three days. */
#define MONTHS_APART (ZONES_APART + 3 * AS__DAY)
#define ZONE_DAYS_APART 2 /* between the days of two zones at one instant */
#define DAYS_A_WEEK 7
#define MONTH (31 * AS__DAY)

static const aftersale_time no_time = {0};
static const as__period no_period = {0};

static void from_date(const as__facts *facts, aftersale_date date, aftersale_daytime time, const char *name,
                      const char *time_name, aftersale_time known, as__origin *out)
{
    *out = (as__origin){.name = name};
    if (!as__date_given(date)) {
        out->missing = name;
        return;
    }
    out->no_time = time.given ? NULL : time_name;
    out->from.civil =
        as__civil_seconds(date, time.given ? as__daytime_seconds(time) : as__start_of_day(facts->day_start));
    out->from.is_civil = true;
    out->known = as__time_given(known) ? known : facts->run->begun;
}

static void from_instant(aftersale_time time, const char *name, as__origin *out)
{
    *out = (as__origin){.name = name, .from = as__moment_of_instant(time), .floor = time, .known = time};
    if (!as__time_given(time))
        out->missing = name;
}

/* A date that may still move counts by its floor. */
static void from_planned(const as__planned *previous, const char *name, as__origin *out)
{
    from_instant(previous->due, name, out);
    if (as__time_given(previous->floor))
        out->floor = previous->floor;
}

static bool stands(const as__planned *previous)
{
    return previous->state == AFTERSALE_TOUCH_STATE_PLANNED ||
           previous->state == AFTERSALE_TOUCH_STATE_CLAIMED ||
           previous->state == AFTERSALE_TOUCH_STATE_SNOOZED;
}

/* A day off that is skipped is no reason for the next step to wait for ever. */
static bool is_passed_over(const as__planned *previous)
{
    return previous->state == AFTERSALE_TOUCH_STATE_MISSED ||
           (previous->state == AFTERSALE_TOUCH_STATE_CANCELLED && !as__step_is_settled(previous->past));
}

static void from_previous_done(const as__facts *facts, const as__step *step, const as__planned *previous,
                               as__origin *out)
{
    const as__step_state *past = previous->past;
    if (past != NULL && past->state == AS__STEP_MISSED && as__time_given(past->missed)) {
        from_instant(past->missed, step->waits_for, out);
    } else if (as__step_is_settled(past) && as__time_given(past->made)) {
        from_instant(past->made, step->waits_for, out);
    } else if (as__time_given(previous->dropped)) {
        from_instant(previous->dropped, step->waits_for, out);
    } else if (as__time_given(previous->stand_in) && (is_passed_over(previous) || facts->assume)) {
        from_instant(previous->stand_in, step->waits_for, out);
    } else if (is_passed_over(previous)) {
        bool has_end = as__time_given(previous->not_after);
        from_instant(has_end ? previous->not_after : previous->due, step->waits_for, out);
    } else if (as__step_is_settled(past) || (facts->assume && stands(previous))) {
        from_planned(previous, step->waits_for, out);
    } else {
        *out = (as__origin){.name = step->waits_for, .missing = step->waits_for};
    }
}

void as__anchor_origin(const as__facts *facts, const as__step *step, const as__planned *previous,
                       as__origin *out)
{
    const aftersale_enrolment *run = facts->run;
    switch (step->anchor) {
    case AS__ANCHOR_SALE:
        from_date(facts, run->sold, run->sold_time, "sale", "sale time", facts->known.sold, out);
        return;
    case AS__ANCHOR_DELIVERY:
        from_date(facts, run->delivered, run->delivered_time, "delivery", "delivery time",
                  facts->known.delivered, out);
        return;
    case AS__ANCHOR_ACCEPTANCE:
        from_date(facts, run->accepted, run->accepted_time, "acceptance", "acceptance time",
                  facts->known.accepted, out);
        return;
    case AS__ANCHOR_PREVIOUS_PLANNED:
        from_planned(previous, step->waits_for, out);
        return;
    case AS__ANCHOR_PREVIOUS_DONE:
        from_previous_done(facts, step, previous, out);
        return;
    case AS__ANCHOR_OUTCOME:
        from_instant(as__step_activated(run, step->number), step->waits_for, out);
        return;
    case AS__ANCHOR_DATE:
        from_date(facts, step->anchor_date, (aftersale_daytime){0}, "date", NULL, no_time, out);
        return;
    default:
        from_instant(run->begun, "enrolment", out);
    }
}

void as__anchor_dates(const as__facts *facts, as__clock *clock, const as__step *step,
                      const as__origin *origin, as__dates *out)
{
    *out = (as__dates){
        .series = {.repeat = &step->repeat,
                   .rules = facts->rules,
                   .clock = clock,
                   .calendar = as__customer_calendar(facts),
                   .from = origin->from,
                   .after = &step->after,
                   .lead = &step->lead},
        .first = 1,
        .since = 1,
        .name = origin->name,
        .floor = origin->floor,
        .known = origin->known,
        .is_fixed = step->anchor == AS__ANCHOR_DATE,
    };
}

void as__anchor_from_done(const as__facts *facts, const as__step *step, int32_t occurrence, as__dates *dates)
{
    const as__step_state *done = as__step_done_before(facts->run, step->number, occurrence);
    if (done == NULL)
        return;
    /* From the contact alone the next would have the same date, be covered by it too, and so without end. */
    bool is_early = done->state == AS__STEP_COVERED && done->made.us < done->planned.us;
    dates->series.from = as__moment_of_instant(is_early ? done->planned : done->made);
    dates->series.after = dates->series.lead = &no_period;
    dates->first = done->occurrence;
    dates->since = done->occurrence + 1;
    dates->name = "the one before";
    dates->floor = dates->known = done->made;
    dates->is_fixed = false;
}

static bool counts_business_days(const as__series *series)
{
    return series->after->business_days != 0 || series->lead->business_days != 0 ||
           series->repeat->every.business_days != 0;
}

static const as__calendar *business_of(const as__series *series)
{
    return counts_business_days(series) ? series->calendar : NULL;
}

bool as__anchor_move(const as__dates *dates, as__moment *date)
{
    const as__series *series = &dates->series;
    if (dates->pauses == NULL || dates->is_fixed)
        return true;
    aftersale_time origin = as__moment_instant(&series->from, series->clock);
    return as__pauses_move(dates->pauses, series->clock, business_of(series), origin, date);
}

/* Where the days of a series are named, it begins later and its days stay what they are. */
static bool nth_of_named(const as__dates *dates, int32_t n, as__moment *out)
{
    static const as__repeat once = {0};
    as__series moved = dates->series;
    moved.repeat = &once;
    if (!as__series_nth(&moved, 0, &moved.from) || !as__anchor_move(dates, &moved.from))
        return false;
    moved.repeat = dates->series.repeat;
    moved.after = moved.lead = &no_period;
    return as__series_nth(&moved, n, out);
}

bool as__anchor_nth(const as__dates *dates, int32_t n, as__moment *out)
{
    if (dates->pauses != NULL && !dates->is_fixed && as__repeat_is_named(dates->series.repeat))
        return nth_of_named(dates, n, out);
    return as__series_nth(&dates->series, n, out) && as__anchor_move(dates, out);
}

void as__anchor_count_on(const as__facts *facts, const as__step *step, int32_t occurrence, as__dates *dates)
{
    const as__step_state *counted = as__step_counted(facts->run, step->number, occurrence);
    if (counted == NULL || counted->occurrence < dates->since)
        return;
    dates->first = counted->occurrence - (counted->nth - 1);
    dates->since = counted->occurrence;
}

bool as__anchor_date(const as__facts *facts, const as__dates *dates, int32_t occurrence, as__moment *out)
{
    const as__repeat *repeat = dates->series.repeat;
    if (occurrence < dates->since || !as__anchor_nth(dates, occurrence - dates->first, out))
        return false;
    if (!repeat->is_given)
        return true;
    if (occurrence > AS__OCCURRENCE_MAX || (repeat->count > 0 && occurrence > repeat->count))
        return false;
    if (as__date_given(repeat->until)) {
        as__moment day = *out;
        as__moment_make_civil(&day, dates->series.clock);
        if (as__civil_of(day.civil).day > as__days_from_date(repeat->until))
            return false;
    }
    return !repeat->until_contract_end || !as__time_given(facts->ends) ||
           as__moment_instant(out, dates->series.clock).us < facts->ends.us;
}

static bool is_civil(as__period period)
{
    return period.months != 0 || period.days != 0;
}

/* How much earlier it may be in another zone. */
static int64_t apart_in_zones(const as__series *series)
{
    const as__period *after = series->after, *lead = series->lead, *every = &series->repeat->every;
    if (counts_business_days(series))
        return ZONES_APART + DAYS_OFF;
    if (after->months != 0 || lead->months != 0 || every->months != 0)
        return MONTHS_APART;
    return is_civil(*after) || is_civil(*lead) || is_civil(*every) ? ZONES_APART : 0;
}

/* In another zone a pause may begin before the date and not after it, or end a day sooner. */
int64_t as__anchor_slack(const as__dates *dates)
{
    const as__pauses *pauses = dates->pauses;
    if (pauses == NULL || dates->is_fixed)
        return 0;
    int64_t count = (int64_t)pauses->past_count + 1;
    return count * (business_of(&dates->series) != NULL ? DAYS_OFF : PAUSES_APART);
}

/* Of named days another zone may count one more: then this is the date before, or where the series begins. */
static bool date_before(const as__series *series, int32_t n, as__moment *out)
{
    static const as__repeat once = {0};
    as__series begin = *series;
    if (n > 0)
        return as__series_nth(series, n - 1, out);
    begin.repeat = &once;
    return as__series_nth(&begin, 0, out);
}

static bool lowest_date(const as__dates *dates, const as__series *low, int32_t n, as__moment *out)
{
    as__dates lowest = *dates;
    lowest.series = *low;
    return as__series_nth(low, n, out) && as__anchor_move(&lowest, out);
}

/* Of every second week or third month, dates that begin later may lie in other weeks or months, and so come sooner. */
static int64_t units_skipped(const as__repeat *repeat)
{
    if (repeat->every.months != 0)
        return (repeat->every.months - 1) * MONTH;
    return (repeat->every.days - DAYS_A_WEEK) * AS__DAY;
}

static aftersale_time instant_of(const as__moment *moment, bool is_inside, const as__dates *dates)
{
    return is_inside ? as__moment_instant(moment, dates->series.clock) : dates->floor;
}

/* A rule may give quite other dates when it begins on another day: these are the days that zones have at an instant.
 * Where it may begin otherwise, nothing holds but where that may be first. */
static aftersale_time rule_floor(const as__dates *dates, as__series *low, int32_t n)
{
    bool may_move = dates->floor.us != dates->series.from.us || counts_business_days(low);
    aftersale_time least = {INT64_MAX};
    as__moment date;
    if (may_move)
        return instant_of(&date, date_before(low, 0, &date), dates);
    for (int64_t day = -ZONE_DAYS_APART; day <= ZONE_DAYS_APART; day++) {
        low->from.us = dates->floor.us + day * AS__DAY;
        aftersale_time at = instant_of(&date, as__series_nth(low, n, &date), dates);
        least = at.us < least.us ? at : least;
    }
    return least;
}

aftersale_time as__anchor_instant_floor(const as__dates *dates, int32_t occurrence, aftersale_time at)
{
    as__series low = dates->series;
    int64_t apart = apart_in_zones(&low);
    int32_t n = occurrence - dates->first;
    as__moment date;
    low.from = as__moment_of_instant(dates->floor);
    if (low.repeat->rule != NULL) {
        apart = MONTHS_APART;
        at = rule_floor(dates, &low, n);
    } else if (low.repeat->on_count != 0) {
        apart += units_skipped(low.repeat);
        at = instant_of(&date, date_before(&low, n, &date), dates);
    } else if (dates->floor.us != dates->series.from.us) {
        at = instant_of(&date, lowest_date(dates, &low, n, &date), dates);
    }
    return (aftersale_time){at.us - apart};
}

static void append(char *out, size_t room, const char *text)
{
    size_t size = strlen(out);
    while (*text != '\0' && size + 1 < room)
        out[size++] = *text++;
    out[size] = '\0';
}

static void append_period(char *out, size_t room, const char *before, as__period period)
{
    char text[AS__PERIOD_TEXT];
    as__period_text(period, text);
    append(out, room, before);
    append(out, room, text);
}

/* "P1Y, then -P4W", "P1M, and 3 times P1W, then -P1D". */
static void offset_text(const as__dates *dates, int32_t occurrence, char *out, size_t room)
{
    const as__series *series = &dates->series;
    char times[48];
    out[0] = '\0';
    append_period(out, room, "", *series->after);
    if (!as__period_is_zero(series->repeat->every) && series->repeat->on_count == 0) {
        snprintf(times, sizeof times, ", and %d times ", (int)(occurrence - dates->first));
        if (occurrence > dates->first)
            append_period(out, room, times, series->repeat->every);
    } else if (series->repeat->is_given) {
        size_t size = strlen(out);
        snprintf(out + size, room - size, ", and day %d of its rule", (int)(occurrence - dates->first) + 1);
    }
    if (!as__period_is_zero(*series->lead))
        append_period(out, room, ", then ", *series->lead);
}

void as__anchor_note(const as__dates *dates, int32_t occurrence, const as__why *why, aftersale_time at)
{
    if (why->reasons == NULL)
        return;
    char text[3 * AS__PERIOD_TEXT + 48];
    aftersale_time begins = as__moment_instant(&dates->series.from, dates->series.clock);
    as__why_note(why, AS__REASON_ANCHOR, no_time, begins, dates->name, NULL);
    offset_text(dates, occurrence, text, sizeof text);
    as__why_note(why, as__time_given(at) ? AS__REASON_OFFSET : AS__REASON_NO_INSTANT, begins, at, text, NULL);
}
