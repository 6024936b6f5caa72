/* SPDX-License-Identifier: MIT */
/* Steps that repeat: the n-th date of a series (S18, S32). */
#ifndef AS_RULES_RECURRENCE_H
#define AS_RULES_RECURRENCE_H
#include "rules/moment.h"

/* A weekday: of every week, or the n-th of the month. */
#define AS__NTH_LAST 5
typedef struct as__nth_day { int8_t nth; int8_t weekday; } as__nth_day; /* nth 0: every week; weekday 0 Monday */

#define AS__REPEAT_DAYS_MAX 7
#define AS__OCCURRENCE_MAX 0xFFFFFF /* ids have 24 bits for it */
typedef struct as__repeat {
    as__period every;           /* one unit, above zero; zero: not by this */
    as__nth_day on[AS__REPEAT_DAYS_MAX]; /* with weeks: weekdays; with months and years: n-th weekdays */
    size_t on_count;
    const char *rule;           /* RFC 5545, in place of both; NULL: none */
    int32_t count;              /* 0: as often as there are dates */
    aftersale_date until;       /* its last day; not given: none */
    bool until_contract_end, from_done;
    bool is_given;              /* one of every and rule is */
} as__repeat;
/* Its days are days of the calendar, named by `on` or by a rule. */
static inline bool as__repeat_is_named(const as__repeat *repeat)
{
    return repeat->on_count > 0 || repeat->rule != NULL;
}

/* Who can read rules of RFC 5545: the core cannot. Both are pure. */
typedef struct as__rule_reader {
    void *user;
    bool (*is_valid)(void *user, const char *rule);
    /* The n-th date, from 0, on a wall clock, of the rule from `start` on. False: it ends before. */
    bool (*nth)(void *user, const char *rule, int64_t start, int32_t n, int64_t *civil_seconds);
} as__rule_reader;

/* Where a series begins: offset and lead are added to `from`. */
typedef struct as__series {
    const as__repeat *repeat;
    const as__rule_reader *rules; /* NULL: rules have no dates */
    as__clock *clock;
    const as__calendar *calendar;
    as__moment from;
    const as__period *after, *lead;
} as__series;

/* The n-th date, from 0; each from the beginning, so that month ends do not drift. False: there is none. */
bool as__series_nth(const as__series *series, int32_t n, as__moment *out);
#endif
