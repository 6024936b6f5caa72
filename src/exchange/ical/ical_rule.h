/* SPDX-License-Identifier: MIT */
/* Recurrence rules of RFC 5545, 3.3.10, that count in whole days (S18). */
#ifndef AS_EXCHANGE_ICAL_RULE_H
#define AS_EXCHANGE_ICAL_RULE_H
#include "aftersale/ical.h"
#include <stdbool.h>

#define AS__ICAL_RULE_MOST 512 /* bytes */
#define AS__ICAL_NUMBERS 64    /* in one list */

typedef enum as__ical_frequency {
    AS__ICAL_DAILY = 1,
    AS__ICAL_WEEKLY,
    AS__ICAL_MONTHLY,
    AS__ICAL_YEARLY
} as__ical_frequency;

typedef struct as__ical_numbers {
    int16_t items[AS__ICAL_NUMBERS];
    size_t count;
} as__ical_numbers;

typedef struct as__ical_rule {
    as__ical_frequency frequency;
    int32_t interval;
    int32_t count; /* 0: no end by number */
    aftersale_date until; /* not given: no end by day */
    aftersale_daytime until_time;
    int32_t week_start; /* 0 Monday */
    as__ical_numbers months, weeks, year_days, month_days, positions;
    as__ical_numbers weekdays; /* 0 Monday … 6 Sunday */
    as__ical_numbers ordinals; /* beside each weekday: which of its period, 0 each */
} as__ical_rule;

/* What is wrong with a rule: the name of the part, NULL for the rule as a whole, and why. Static texts. */
typedef struct as__ical_fault { const char *part, *why; } as__ical_fault;
bool as__ical_rule_read(const char *text, as__ical_rule *out, as__ical_fault *fault);

/* The n-th occurrence, from 0, behind `after`, in days since 1970-01-01; all stand at the start's time of day.
 * @return false: there are not so many */
bool as__ical_rule_nth(const as__ical_rule *rule, aftersale_date start, aftersale_daytime time, int32_t after,
                       int32_t n, int32_t *out);
#endif
