/* SPDX-License-Identifier: MIT */
/* Dates and times as files write them: "DD/MM/YYYY hh:mm" and the like. */
#ifndef CIVIL_DATE_H
#define CIVIL_DATE_H
#include <stdbool.h>
#include <stddef.h>

typedef struct civil_date {
    int year, month, day, hour, minute, second;
    bool has_date, has_time;
} civil_date;

#define CIVIL_DATE_TEXT 32

/* Reads a text by a pattern: YYYY, YY (2000 and later), MM, MON (English, "Jan"), DD, hh, mm, ss, AM
 * ("am", "pm"); numbers may be shorter than their sign; `*` takes the rest, whatever it is; all else
 * stands for itself. False: it does not fit, or there is no such day. */
bool civil_date_read(const char *pattern, const char *text, civil_date *out);
/* Whether a pattern says a day, or a time alone. */
bool civil_date_is_pattern(const char *pattern);
/* Moves the day. */
void civil_date_move(civil_date *date, long days);
/* Writes "2026-11-20", "2026-11-20T08:26:00" or "08:26:00". */
void civil_date_text(const civil_date *date, char out[CIVIL_DATE_TEXT]);
#endif
