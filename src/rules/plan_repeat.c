/* SPDX-License-Identifier: MIT */
#include "rules/plan_reader.h"
#include "schema/field.h"
#include "value/date.h"
#include <stdio.h>
#include <string.h>

#define WEEKDAYS "mon=1 tue=2 wed=3 thu=4 fri=5 sat=6 sun=7"
#define NTHS "first=1 second=2 third=3 fourth=4 last=5"
#define RULE_MAX 500

static as__read_fn read_every, read_on, read_until, read_from, read_rule;

#define AT(field) offsetof(as__repeat, field)
static const as__key repeat_keys[] = {
    {"every", read_every, AT(every), 0, 0, false},
    {"on", read_on, 0, 0, 0, false},
    {"count", as__read_number, AT(count), 1, AS__OCCURRENCE_MAX, false},
    {"until", read_until, 0, 0, 0, false},
    {"from", read_from, 0, 0, 0, false},
    {"rule", read_rule, AT(rule), 1, RULE_MAX, false},
};
#undef AT

static void read_every(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__repeat *repeat = into;
    size_t seen = reader->problems->seen;
    as__read_period(reader, value, key, into);
    const as__period *every = &repeat->every;
    int units = (every->months != 0) + (every->days != 0) + (every->business_days != 0);
    if (reader->problems->seen == seen && (units != 1 || every->us != 0))
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_PERIOD,
                         "must be a number of days, business days, weeks, months or years");
}

/* "mon", or "first mon" to "last mon". */
static bool read_named_day(const char *text, as__nth_day *out)
{
    const char *blank = strchr(text, ' ');
    int32_t nth = blank == NULL ? 0 : as__choice_number(NTHS, text, (size_t)(blank - text));
    const char *day = blank == NULL ? text : blank + 1;
    int32_t weekday = as__choice_number(WEEKDAYS, day, strlen(day));
    if (weekday == 0 || (blank != NULL && nth == 0))
        return false;
    *out = (as__nth_day){(int8_t)nth, (int8_t)(weekday - 1)};
    return true;
}

/* The fourth and the last may be the same day. */
static bool may_meet(as__nth_day a, as__nth_day b)
{
    return a.weekday == b.weekday && (a.nth == b.nth || a.nth + b.nth == 4 + AS__NTH_LAST);
}

static void add_named_day(as__plan_reader *reader, const cJSON *item, as__repeat *repeat)
{
    as__nth_day day;
    if (!cJSON_IsString(item) || !read_named_day(item->valuestring, &day)) {
        as__read_problem(reader, item, AS__MESSAGE_NOT_A_CHOICE, "is no day like mon or first mon");
        return;
    }
    size_t at = repeat->on_count;
    for (size_t i = 0; i < repeat->on_count; i++) {
        if (may_meet(repeat->on[i], day)) {
            as__read_problem(reader, item, AS__MESSAGE_DUPLICATE_KEY, "may be the same day as one before it");
            return;
        }
    }
    for (; at > 0 && repeat->on[at - 1].weekday > day.weekday; at--)
        repeat->on[at] = repeat->on[at - 1];
    repeat->on[at] = day;
    repeat->on_count++;
}

static void read_on(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    size_t index = 0;
    const cJSON *item;
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) == 0) {
        as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be a list of days");
        return;
    }
    if (cJSON_GetArraySize(value) > AS__REPEAT_DAYS_MAX) {
        as__read_problem(reader, value, AS__MESSAGE_TOO_MANY, NULL);
        return;
    }
    cJSON_ArrayForEach(item, value)
    {
        size_t mark = as__path_item(reader->problems, index++);
        add_named_day(reader, item, into);
        as__path_pop(reader->problems, mark);
    }
}

static void read_until(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__repeat *repeat = into;
    if (cJSON_IsString(value) && strcmp(value->valuestring, "contract_end") == 0)
        repeat->until_contract_end = true;
    else if (!cJSON_IsString(value) ||
             aftersale_date_parse(value->valuestring, &repeat->until) != AFTERSALE_OK)
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_DATE, "is neither a day nor contract_end");
}

static void read_from(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)key;
    as__repeat *repeat = into;
    repeat->from_done = as__read_choice(reader, value, "planned=1 done=2") == 2;
}

static void read_rule(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__repeat *repeat = into;
    if (reader->rules == NULL) {
        as__read_not_yet(reader, value, key, into);
        return;
    }
    as__read_text(reader, value, key, into);
    if (repeat->rule != NULL && !reader->rules->is_valid(reader->rules->user, repeat->rule))
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_CHOICE, "is no recurrence rule of RFC 5545 that is read here");
}

/* Weekdays go with weeks, n-th weekdays with months and years. */
static const char *misfit(const as__repeat *repeat)
{
    bool is_weekly = repeat->every.days != 0 && repeat->every.days % 7 == 0;
    if (repeat->on_count > 0 && repeat->from_done)
        return "do not go with from done";
    for (size_t i = 0; i < repeat->on_count; i++) {
        if (repeat->on[i].nth == 0 && !is_weekly)
            return "are days of the week: every must be weeks";
        if (repeat->on[i].nth != 0 && repeat->every.months == 0)
            return "are days of the month: every must be months or years";
    }
    return NULL;
}

static void check(as__plan_reader *reader, const cJSON *value, const as__repeat *repeat)
{
    const cJSON *rule = cJSON_GetObjectItemCaseSensitive(value, "rule");
    const cJSON *every = cJSON_GetObjectItemCaseSensitive(value, "every");
    const cJSON *on = cJSON_GetObjectItemCaseSensitive(value, "on");
    if (!cJSON_IsObject(value))
        return;
    if ((rule == NULL) == (every == NULL)) {
        as__read_problem(reader, value, AS__MESSAGE_REQUIRED, "must have either every or rule");
        return;
    }
    if (rule != NULL && (on != NULL || repeat->from_done))
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_CHOICE,
                         "has a rule, which goes with count and until alone");
    const char *why = misfit(repeat);
    if (why == NULL || as__period_is_zero(repeat->every))
        return;
    size_t mark = as__path_field(reader->problems, "on");
    as__read_problem(reader, on, AS__MESSAGE_NOT_A_CHOICE, why);
    as__path_pop(reader->problems, mark);
}

void as__read_repeat(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__repeat *repeat = (void *)((char *)into + key->offset);
    as__read_object(reader, value, repeat_keys, sizeof repeat_keys / sizeof *repeat_keys, repeat);
    repeat->is_given = true;
    check(reader, value, repeat);
}
