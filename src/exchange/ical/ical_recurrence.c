/* SPDX-License-Identifier: MIT */
#include "aftersale/sys/store.h"
#include "exchange/ical/ical_day.h"
#include "exchange/ical/ical_rule.h"
#include <limits.h>
#include <stdio.h>

/* Numbers of docs/errors.md. */
enum { REQUIRED = 1, NOT_A_CHOICE = 5, NOT_A_DATE = 6, OUT_OF_RANGE = 10 };

static aftersale_status read_rule(const char *text, as__ical_rule *out, aftersale_error *error)
{
    as__ical_fault fault;
    char line[128];
    if (text == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, REQUIRED, "rule: must be given");
    if (as__ical_rule_read(text, out, &fault))
        return AFTERSALE_OK;
    snprintf(line, sizeof line, "rule: %s%s%s", fault.part != NULL ? fault.part : "",
             fault.part != NULL ? " " : "", fault.why);
    return aftersale_error_set(error, AFTERSALE_INVALID, NOT_A_CHOICE, line);
}

aftersale_status aftersale_ical_rule_check(const char *rule, aftersale_error *error)
{
    as__ical_rule read;
    return read_rule(rule, &read, error);
}

static bool is_date(aftersale_date date)
{
    return date.year >= 1 && date.year <= 9999 && date.month >= 1 && date.month <= 12 && date.day >= 1 &&
           date.day <= as__ical_month_days(date.year, date.month);
}

static aftersale_status find_day(const char *rule, aftersale_date start, aftersale_daytime time,
                                 aftersale_date after, int32_t n, aftersale_date *out, aftersale_error *error)
{
    as__ical_rule read;
    int32_t behind = INT32_MIN, found;
    aftersale_status status;
    if (out == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, REQUIRED, "out: must be given");
    *out = (aftersale_date){0, 0, 0};
    status = read_rule(rule, &read, error);
    if (status != AFTERSALE_OK)
        return status;
    if (!is_date(start) || (after.day != 0 && !is_date(after)))
        return aftersale_error_set(error, AFTERSALE_INVALID, NOT_A_DATE, "start or after: is not a date");
    if (n < 0)
        return aftersale_error_set(error, AFTERSALE_INVALID, OUT_OF_RANGE, "n: is below 0");
    if (after.day != 0)
        behind = as__ical_day_of(after.year, after.month, after.day);
    if (as__ical_rule_nth(&read, start, time, behind, n, &found))
        *out = as__ical_date_of(found);
    return AFTERSALE_OK;
}

aftersale_status aftersale_ical_rule_next(const char *rule, aftersale_date start, aftersale_daytime time,
                                          aftersale_date after, aftersale_date *out, aftersale_error *error)
{
    return find_day(rule, start, time, after, 0, out, error);
}

aftersale_status aftersale_ical_rule_nth(const char *rule, aftersale_date start, aftersale_daytime time,
                                         int32_t n, aftersale_date *out, aftersale_error *error)
{
    return find_day(rule, start, time, (aftersale_date){0, 0, 0}, n, out, error);
}

static aftersale_status check_for_core(void *user, const char *rule, aftersale_error *error)
{
    (void)user;
    return aftersale_ical_rule_check(rule, error);
}

static aftersale_status nth_for_core(void *user, const char *rule, aftersale_date start,
                                     aftersale_daytime time, int32_t n, aftersale_date *out)
{
    (void)user;
    return aftersale_ical_rule_nth(rule, start, time, n, out, NULL);
}

const aftersale_rule_reader *aftersale_ical_rules(void)
{
    static const aftersale_rule_reader reader = {sizeof reader, check_for_core, nth_for_core, NULL};
    return &reader;
}
