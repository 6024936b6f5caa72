/* SPDX-License-Identifier: MIT */
/* The pauses of a run, and how its waits stand still over them (S24). */
#ifndef AS_RULES_PAUSE_H
#define AS_RULES_PAUSE_H
#include "rules/moment.h"
#include "rules/schedule.h"

/* How many a run may have. */
#define AS__PAUSES_MAX 64

typedef struct as__pauses {
    const as__plan_pause *past; /* over and written down, in order */
    size_t past_count;
    as__plan_pause current;     /* the run's own, where the day on which it ends is known; until zero: none */
    aftersale_time open;   /* when one began that has no end yet; zero: none */
} as__pauses;

/* When a pause with a day on which it ends does so; zero: the run is in none that has one. */
aftersale_time as__pause_resumes(const as__facts *facts);
/* As of then, where that is still to come: a pause with a day on which it ends needs nobody to end it. */
as__facts as__facts_resumed(const as__facts *facts);
void as__pauses_of(const as__facts *facts, as__pauses *out);
/* The last one whose end is known, or NULL. */
const as__plan_pause *as__pauses_newest(const as__pauses *pauses);
/* Moves a date on by the part of each pause that lies between its origin and the date as moved so far: by days of the
 * calendar where it is a date on the wall clock (`business`, where not NULL, counts business days alone), by elapsed
 * time where it is an instant. What does not wait is not moved. False: outside years 1 to 9999. */
bool as__pauses_move(const as__pauses *pauses, as__clock *clock, const as__calendar *business, aftersale_time origin,
                     as__moment *date);
#endif
