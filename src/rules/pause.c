/* SPDX-License-Identifier: MIT */
#include "rules/pause.h"
#include "aftersale/enrolment.h"
#include "base/checked.h"

static const aftersale_time no_time = {0};

aftersale_time as__pause_resumes(const as__facts *facts)
{
    const aftersale_enrolment *run = facts->run;
    if (run->state != AFTERSALE_ENROLMENT_PAUSED || run->resume.day == 0)
        return no_time;
    return as__instant_of(facts->zone, run->resume, (aftersale_daytime){0}, facts->day_start);
}

as__facts as__facts_resumed(const as__facts *facts)
{
    as__facts resumed = *facts;
    aftersale_time resumes = as__pause_resumes(facts);
    if (resumes.us > facts->now.us)
        resumed.now = resumes;
    return resumed;
}

void as__pauses_of(const as__facts *facts, as__pauses *out)
{
    const aftersale_enrolment *run = facts->run;
    *out = (as__pauses){.past = AS__ITEMS(as__plan_pause, run->pauses), .past_count = run->pauses.count};
    if (run->state != AFTERSALE_ENROLMENT_PAUSED || !as__time_given(run->paused))
        return;
    aftersale_time resumes = as__pause_resumes(facts);
    if (!as__time_given(resumes))
        out->open = run->paused;
    else if (resumes.us > run->paused.us)
        out->current = (as__plan_pause){run->paused, resumes};
}

const as__plan_pause *as__pauses_newest(const as__pauses *pauses)
{
    if (as__time_given(pauses->current.until))
        return &pauses->current;
    return pauses->past_count > 0 ? &pauses->past[pauses->past_count - 1] : NULL;
}

static int64_t day_of(as__clock *clock, aftersale_time time)
{
    return as__civil_of(as__clock_civil(clock, time)).day;
}

/* On by the days from one to the other, so that 09:00 stays 09:00. */
static bool move_days(as__clock *clock, const as__calendar *business, int64_t from, int64_t until,
                      as__moment *date)
{
    if (business == NULL)
        return as__moment_add_days(date, until - from);
    const as__period days = {.business_days =
                                 (int32_t)as__calendar_working_days(business, from + 1, until + 1)};
    return as__moment_add(date, clock, business, &days);
}

static bool move_over(as__clock *clock, const as__calendar *business, aftersale_time from,
                      aftersale_time until, as__moment *date)
{
    if (!date->is_civil)
        return as__add_i64(date->us, until.us - from.us, &date->us) &&
               as__time_valid((aftersale_time){date->us});
    if (!move_days(clock, business, day_of(clock, from), day_of(clock, until), date))
        return false;
    /* A pause within one day, or one that ends late in the day. */
    if (as__moment_instant(date, clock).us < until.us)
        *date = as__moment_of_instant(until);
    return true;
}

bool as__pauses_move(const as__pauses *pauses, as__clock *clock, const as__calendar *business,
                     aftersale_time origin, as__moment *date)
{
    size_t count = pauses->past_count + as__time_given(pauses->current.until);
    for (size_t i = 0; i < count; i++) {
        const as__plan_pause *pause = i < pauses->past_count ? &pauses->past[i] : &pauses->current;
        aftersale_time at = as__moment_instant(date, clock);
        aftersale_time from = pause->from.us > origin.us ? pause->from : origin;
        if (at.us <= from.us)
            return true;
        if (pause->until.us > from.us && !move_over(clock, business, from, pause->until, date))
            return false;
    }
    return true;
}
