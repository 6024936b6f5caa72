/* SPDX-License-Identifier: MIT */
/* The footer of a TZif file: a POSIX TZ string that says how a zone goes on after its last listed
 * transition. */
#ifndef AS_VALUE_ZONE_RULE_H
#define AS_VALUE_ZONE_RULE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A day of each year, and the wall-clock second on it, when the other time begins. */
typedef struct as__zone_turn {
    char form;  /* 'M' weekday of a month, 'J' day 1 to 365 that leaves out 29 February, 'N' day 0 to 365 */
    int month, week, weekday; /* M: week 5 is the last; weekday 0 is Sunday */
    int day;    /* J and N */
    int32_t second; /* may lie days before or after */
} as__zone_turn;

typedef struct as__zone_rule {
    int32_t standard, summer; /* seconds east of UTC */
    bool has_summer;
    as__zone_turn to_summer, to_standard;
} as__zone_rule;

/* False: not a TZ string of RFC 9636. */
bool as__zone_rule_read(const char *text, size_t size, as__zone_rule *out);
/* Seconds east of UTC at an instant; or, if `is_civil`, at a civil moment as as__zone_to_utc() takes it. */
int32_t as__zone_rule_offset(const as__zone_rule *rule, int64_t seconds, bool is_civil);
#endif
