/* SPDX-License-Identifier: MIT */
/* A plan, a run of it and a customer, for tests of the rules. JSON is written with ' for ". */
#ifndef RULES_STAGE_H
#define RULES_STAGE_H
#include "aftersale/book.h"
#include "aftersale/consent.h"
#include "aftersale/enrolment.h"
#include "rules/outcome.h"
#include "rules/schedule.h"
#include "value/instant.h"
#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ONE_STEP(rest) "{'plan':'p','steps':[{'key':'a','kind':'follow-up'," rest "}]}"

typedef struct stage {
    as__problems problems;
    as__template *plan;
    as__zones *zones;
    aftersale_enrolment run;
    aftersale_customer customer;
    as__facts facts;
    as__arena arena;
    as__step_state states[32];
    aftersale_contact contacts[8];
    as__answer answers[8];
    as__reasons reasons;
    char text[64];
} stage;

static inline char *stage_json(const char *single)
{
    char *json = strdup(single);
    for (char *at = json; *at != '\0'; at++) {
        if (*at == '\'')
            *at = '"';
    }
    return json;
}

static inline aftersale_time instant(const char *text)
{
    aftersale_time time = {0};
    cr_assert_eq(aftersale_time_parse(text, &time), AFTERSALE_OK, "%s", text);
    return time;
}

static inline aftersale_status stage_read(stage *s, const char *single)
{
    char *json = stage_json(single);
    aftersale_status status =
        as__template_read(&as__memory_system, NULL, json, strlen(json), &s->problems, &s->plan);
    free(json);
    return status;
}

static inline void stage_zone(stage *s, const char *name)
{
    cr_assert_eq(as__zones_find(s->zones, name, &s->facts.zone), AFTERSALE_OK, "%s", name);
}

/* Reads the plan, and sets a customer in Berlin who bought on Friday 2026-11-20; now is a year before. */
static inline stage *stage_begin(const char *single)
{
    stage *s = calloc(1, sizeof *s);
    cr_assert_not_null(s);
    as__problems_init(&s->problems, &as__memory_system);
    as__arena_init(&s->arena, &as__memory_system);
    aftersale_status status = stage_read(s, single);
    cr_assert_eq(status, AFTERSALE_OK, "%s: %s", s->problems.count > 0 ? s->problems.items[0].path : "",
                 s->problems.count > 0 ? s->problems.items[0].text : "");
    as__step_number numbers[64];
    size_t count = as__template_numbers(s->plan, NULL, 0, numbers);
    cr_assert_eq(as__template_number(s->plan, 1, numbers, count), AFTERSALE_OK);
    as__zones_new(&as__memory_system, NULL, NULL, "/usr/share/zoneinfo", &s->zones);
    s->run.state = AFTERSALE_ENROLMENT_ACTIVE;
    s->run.sold = (aftersale_date){2026, 11, 20};
    s->run.steps.items = s->states;
    s->customer.contacts.items = s->contacts;
    s->customer.answers.items = s->answers;
    s->facts = (as__facts){.plan = s->plan,
                           .run = &s->run,
                           .customer = &s->customer,
                           .day_start = {1, 9, 0, 0},
                           .now = instant("2025-11-20T12:00:00Z")};
    stage_zone(s, "Europe/Berlin");
    return s;
}

static inline void stage_end(stage *s)
{
    as__template_free(s->plan);
    as__zones_free(s->zones);
    as__arena_free(&s->arena);
    as__problems_free(&s->problems);
    free(s);
}

static inline as__planned stage_planned(stage *s, const char *key)
{
    size_t step = as__template_step_named(s->plan, key);
    cr_assert_lt(step, s->plan->step_count, "%s", key);
    as__planned *all = calloc(s->plan->step_count, sizeof *all);
    as__schedule_plan(&s->facts, all);
    as__planned found = all[step], alone;
    free(all);
    /* One step alone is decided as it is among all. */
    as__schedule_step(&s->facts, step, &alone, &s->reasons);
    cr_assert(found.state == alone.state && found.due.us == alone.due.us &&
                  found.bound.us == alone.bound.us && found.not_after.us == alone.not_after.us &&
                  found.channel == alone.channel && found.contact == alone.contact &&
                  found.past == alone.past && found.floor.us == alone.floor.us &&
                  found.least.us == alone.least.us && found.next.us == alone.next.us &&
                  found.occurrence == alone.occurrence && found.waiting_for == alone.waiting_for &&
                  found.hangs == alone.hangs,
              "%s alone", key);
    return found;
}

static inline const char *stage_time(stage *s, aftersale_time time)
{
    aftersale_time_text(time, s->text);
    return s->text;
}

/* The due instant in UTC; "" when there is none. */
static inline const char *stage_due(stage *s, const char *key)
{
    return stage_time(s, stage_planned(s, key).due);
}

/* Adds what happened to a step; in the order of the steps. */
static inline as__step_state *stage_past(stage *s, const char *key, int32_t state)
{
    as__step_state *past = &s->states[s->run.steps.count++];
    size_t step = as__template_step_named(s->plan, key);
    *past = (as__step_state){.step = s->plan->steps[step].number, .occurrence = 1, .state = state};
    return past;
}

/* Enters an outcome at an instant, and takes its states over. */
static inline as__entered stage_enter(stage *s, const char *key, int32_t outcome, const char *made)
{
    as__planned planned = stage_planned(s, key);
    as__entry entry = {.step = planned.step,
                       .occurrence = 1,
                       .outcome = outcome,
                       .actor = "anna",
                       .made = instant(made),
                       .planned = planned.due,
                       .event = 7};
    as__entered entered;
    cr_assert_eq(as__outcome_enter(&s->facts, &entry, &s->arena, &entered), AFTERSALE_OK);
    s->run.steps = (as__list){entered.steps, entered.count};
    return entered;
}

static inline const as__step_state *stage_state(stage *s, const char *key)
{
    return as__step_past(&s->run, s->plan->steps[as__template_step_named(s->plan, key)].number);
}

/* The reason of this number, or NULL. Of the last step that was asked for. */
static inline const as__reason *stage_reason(const stage *s, int32_t number)
{
    for (size_t i = 0; i < s->reasons.count; i++) {
        if (s->reasons.items[i].number == number)
            return &s->reasons.items[i];
    }
    return NULL;
}
#endif
