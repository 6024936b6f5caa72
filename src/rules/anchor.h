/* SPDX-License-Identifier: MIT */
/* The moment a step counts from, and the dates its offset and its repetition lead to (S10, S17, S18, S31, S32). */
#ifndef AS_RULES_ANCHOR_H
#define AS_RULES_ANCHOR_H
#include "rules/pause.h"
#include "rules/reason.h"
#include "rules/recurrence.h"

/* Zones differ by no more than this, so a civil day begins nowhere earlier. */
#define AS__ZONES_APART_HOURS 26

/* Where an offset begins. */
typedef struct as__origin {
    const char *name;     /* "delivery" */
    const char *missing;  /* what is waited for; NULL: it is known */
    const char *no_time;  /* what hours have to wait for; NULL: nothing */
    as__moment from;
    aftersale_time floor; /* of an instant, where that may still move */
    aftersale_time known; /* when it was recorded: no move goes back past it */
} as__origin;

/* `previous` is the step before, decided, where the anchor is PREVIOUS_…. */
void as__anchor_origin(const as__facts *facts, const as__step *step, const as__planned *previous, as__origin *out);

/* The dates of a step: those of the occurrences from `first` on. */
typedef struct as__dates {
    as__series series;
    int32_t first;        /* the occurrence on its first date; below 1 where a migration went over some (S21) */
    int32_t since;        /* the first occurrence that it dates */
    const char *name;     /* of what they count from */
    aftersale_time floor; /* of that, where it may still move */
    aftersale_time known; /* when that was recorded */
    bool is_fixed;        /* a day of the calendar: it waits for nothing, so no pause moves it */
    const as__pauses *pauses; /* over which waits stand still; NULL: none */
} as__dates;
void as__anchor_dates(const as__facts *facts, as__clock *clock, const as__step *step, const as__origin *origin,
                      as__dates *out);
/* Of a step that repeats and goes on in another version of its plan, those from there on. */
void as__anchor_count_on(const as__facts *facts, const as__step *step, int32_t occurrence, as__dates *dates);
/* Of a step that repeats and counts from the one done before, those from there on. */
void as__anchor_from_done(const as__facts *facts, const as__step *step, int32_t occurrence, as__dates *dates);
/* Moves a date on by the pauses since what it counts from. False: outside years 1 to 9999. */
bool as__anchor_move(const as__dates *dates, as__moment *date);
/* The n-th date of the series from its first, from 0, moved on by pauses. False: outside years 1 to 9999. */
bool as__anchor_nth(const as__dates *dates, int32_t n, as__moment *out);
/* The date of an occurrence. False: there is none, by its end, in this version or outside years 1 to 9999. */
bool as__anchor_date(const as__facts *facts, const as__dates *dates, int32_t occurrence, as__moment *out);
aftersale_time as__anchor_instant_floor(const as__dates *dates, int32_t occurrence, aftersale_time at);
/* How much earlier pauses may leave it in another zone. */
int64_t as__anchor_slack(const as__dates *dates);
/* Never due before this, whatever the zone. */
static inline aftersale_time as__anchor_floor(const as__dates *dates, int32_t occurrence, aftersale_time at)
{
    if (dates->series.from.is_civil)
        return (aftersale_time){at.us - AS__ZONES_APART_HOURS * AS__HOUR};
    return as__anchor_instant_floor(dates, occurrence, at);
}
/* Notes anchor and offset; `at` not given: there is no instant. */
void as__anchor_note(const as__dates *dates, int32_t occurrence, const as__why *why, aftersale_time at);
#endif
