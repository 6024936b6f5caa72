/* SPDX-License-Identifier: MIT */
/* Hours in which a channel may be used, by weekday (S33). */
#ifndef AS_RULES_WINDOW_H
#define AS_RULES_WINDOW_H
#include "rules/clock.h"
#include "rules/plan_template.h"

/* "mon-fri 09:00-12:00", "mon,wed 08:00-20:00", "22:00-24:00". False: none of that. */
bool as__hours_parse(const char *text, as__hours *out);
#define AS__HOURS_TEXT 48
void as__hours_text(as__hours hours, char out[AS__HOURS_TEXT]);

/* The first three of them, "mon-fri 09:00-12:00, sat 10:00-12:00", and a mark that there are more. */
#define AS__WINDOWS_TEXT (3 * AS__HOURS_TEXT)
void as__windows_text(as__windows windows, char out[AS__WINDOWS_TEXT]);

/* Hours in which no channel is used: the step's, and the book's. */
typedef struct as__quiet { as__windows lists[2]; } as__quiet;

static inline bool as__hours_on(const as__hours *hours, int weekday)
{
    return (hours->weekdays >> weekday & 1u) != 0;
}
/* When the hours that hold at this second of a day end; the second itself when none do. */
static inline int32_t as__window_ends(as__windows windows, int weekday, int32_t second)
{
    for (size_t i = 0; i < windows.count; i++) {
        const as__hours *hours = &windows.items[i];
        if (second >= hours->from && second < hours->until && as__hours_on(hours, weekday))
            return hours->until;
    }
    return second;
}

/* The first instant from `time` on that lies inside the hours, or is any time where there are none, and is not quiet.
 * `quiet` may be NULL. False: there is no such hour in a week. */
bool as__window_next(as__windows windows, const as__quiet *quiet, as__clock *clock, aftersale_time *time);
#endif
