/* SPDX-License-Identifier: MIT */
/* Lengths of time as people say them: ISO 8601 durations, and `P5B` for business days (S17). */
#ifndef AS_VALUE_PERIOD_H
#define AS_VALUE_PERIOD_H
#include "aftersale/value.h"
#include <stdbool.h>

/* One sign for the whole: parts all have it. Months and days are civil, us is elapsed time. */
typedef struct as__period {
    int32_t months;        /* years are 12 of them */
    int32_t days;          /* weeks are 7 of them */
    int32_t business_days; /* stands alone */
    int64_t us;            /* hours, minutes, seconds */
} as__period;

/* "P1M", "-P2W", "P1DT12H", "P5B", "PT0M"; at most 10,000 years */
bool as__period_parse(const char *text, as__period *out);
#define AS__PERIOD_TEXT 64
/* shortest form: "P1Y6M", "P2W", "PT0S" */
void as__period_text(as__period period, char out[AS__PERIOD_TEXT]);
bool as__period_is_negative(as__period period);
static inline bool as__period_is_zero(as__period period)
{
    return period.months == 0 && period.days == 0 && period.business_days == 0 && period.us == 0;
}
#endif
