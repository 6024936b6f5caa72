/* SPDX-License-Identifier: MIT */
/* Reads the pieces of a plan's JSON document; whatever is wrong is noted with its path and line. */
#ifndef AS_RULES_PLAN_READER_H
#define AS_RULES_PLAN_READER_H
#include "rules/plan_template.h"
#include "value/json.h"

/* A step while it is read. */
typedef struct as__draft {
    as__step step;
    const cJSON *json;
    const cJSON *anchor, *outcomes, *channels; /* read once all steps and hours are known */
    as__windows windows;                       /* the step's own, for all its channels */
    bool is_added;                             /* by a branch: case, escalation, referral */
    int32_t added_by;                          /* outcome whose branch added it */
} as__draft;

/* What a plan says once for all its steps. */
typedef struct as__habits {
    as__windows quiet;
    as__period min_gap;
    as__on_holiday on_holiday;
} as__habits;

typedef struct as__plan_reader {
    const as__json *json;
    const as__rule_reader *rules; /* NULL: nobody here reads rules of RFC 5545 */
    as__problems *problems;
    as__arena *arena;   /* of the template */
    as__arena *scratch; /* of this reading */
    as__draft *drafts;
    size_t draft_count, draft_room, written; /* written: without those that branches add */
    as__channel *hours;                      /* the plan's windows, by channel */
    size_t hours_count;
    as__habits habits;                       /* of its steps, where they say nothing else */
    bool failed; /* out of memory */
} as__plan_reader;

/* A key of an object: how its value is read, and where it goes in the struct. */
typedef struct as__key as__key;
typedef void as__read_fn(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into);
struct as__key {
    const char *name;
    as__read_fn *read;
    size_t offset;
    int32_t low, high; /* of a number, of a text's length, of a list's; a period's low 0: not below zero */
    bool is_required;
};
void as__read_object(as__plan_reader *reader, const cJSON *object, const as__key *keys, size_t count,
                     void *into);

as__read_fn as__read_text;     /* const char *, `low` to `high` bytes */
as__read_fn as__read_word;     /* const char *, [a-z][a-z0-9_-]* */
as__read_fn as__read_flag;     /* bool */
as__read_fn as__read_number;   /* int32_t */
as__read_fn as__read_period;   /* as__period */
as__read_fn as__read_money;    /* aftersale_money, not below zero */
as__read_fn as__read_texts;    /* aftersale_texts */
as__read_fn as__read_wordings; /* as__wordings, each text at most `high` bytes */
as__read_fn as__read_hours;    /* as__windows */
as__read_fn as__read_length;   /* as__period, above zero */
as__read_fn as__read_repeat;   /* as__repeat */
as__read_fn as__read_caps;     /* as__caps */
as__read_fn as__read_missed;   /* as__step: missed and missed_gap */
as__read_fn as__read_later;    /* const cJSON *, for a second look */
as__read_fn as__read_not_yet;  /* a word of a later version */

bool as__read_is_word(const char *text);
/* Notes what is wrong with a value; `text` NULL: the message's own words. */
void as__read_problem(as__plan_reader *reader, const cJSON *value, as__message message, const char *text);
/* The number of a word among choices, "sale=1 delivery=2"; 0 with a problem that names them: it is none. */
int32_t as__read_choice(as__plan_reader *reader, const cJSON *value, const char *choices);
/* A piece of the template; NULL, and `failed` set, when there is no memory. */
void *as__read_take(as__plan_reader *reader, size_t count, size_t size);
/* `prefix` and `text` put together. */
const char *as__read_join(as__plan_reader *reader, const char *prefix, const char *text);

/* The value of on_holiday. */
as__on_holiday as__read_on_holiday(as__plan_reader *reader, const cJSON *value);

/* plan_step.c: one step, without what looks at other steps; then what does. */
void as__read_step(as__plan_reader *reader, const cJSON *value, as__draft *draft);
void as__read_step_links(as__plan_reader *reader, size_t index);
const char *as__read_owner(as__plan_reader *reader, const cJSON *value, bool is_role);
/* Index of the step of this key; written when there is none. */
size_t as__read_find(const as__plan_reader *reader, const char *key);

/* plan_branch.c */
#define AS__ACTIONS "next=1 retry=2 next_channel=3 jump=4 end=5 open_case=6 escalate=7 ask_referral=8 wait=9"
/* How many steps the branches of this step may add. */
size_t as__read_added(const cJSON *step);
void as__read_branches(as__plan_reader *reader, size_t index);

/* plan_reach.c: notes in the template which steps nobody reaches. */
void as__plan_reach(as__plan_reader *reader, as__template *plan);
#endif
