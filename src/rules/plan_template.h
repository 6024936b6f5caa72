/* SPDX-License-Identifier: MIT */
/* A plan template, read from its JSON document and checked whole; immutable once read (S16, S17, S19, S21). */
#ifndef AS_RULES_PLAN_TEMPLATE_H
#define AS_RULES_PLAN_TEMPLATE_H
#include "base/problems.h"
#include "rules/cap.h"
#include "rules/recurrence.h"
#include "schema/record.h"

#define AS__STEPS_MAX 1000
#define AS__CHANNELS_MAX 8
#define AS__OUTCOME_COUNT 10

/* The same text in several languages. */
typedef struct as__wording { const char *language, *text; } as__wording;
typedef struct as__wordings { const as__wording *items; size_t count; } as__wordings;
/* The text for a language: exact, else its primary part ("de" for "de-AT"), else `fallback` the same way, else the
 * first; else both are NULL. */
as__wording as__wording_in(as__wordings wordings, const char *language, const char *fallback);
/* The same without its language. */
const char *as__wording_of(as__wordings wordings, const char *language, const char *fallback);

typedef enum as__anchor {
    AS__ANCHOR_SALE = 1, AS__ANCHOR_DELIVERY, AS__ANCHOR_ACCEPTANCE, AS__ANCHOR_PREVIOUS_PLANNED,
    AS__ANCHOR_PREVIOUS_DONE, AS__ANCHOR_OUTCOME, AS__ANCHOR_DATE, AS__ANCHOR_ENROLMENT
} as__anchor;

/* Hours of one weekday: seconds of the day, until exclusive, at most 86400. */
typedef struct as__hours { int32_t from, until; uint8_t weekdays; /* bit 0 Monday */ } as__hours;
typedef struct as__windows { const as__hours *items; size_t count; } as__windows; /* none: any time */

typedef enum as__action {
    AS__ACTION_NEXT = 1, AS__ACTION_RETRY, AS__ACTION_NEXT_CHANNEL, AS__ACTION_JUMP, AS__ACTION_END,
    AS__ACTION_OPEN_CASE, AS__ACTION_ESCALATE, AS__ACTION_ASK_REFERRAL, AS__ACTION_WAIT, AS__ACTION_HOLD
} as__action;

/* What an outcome does. Open case, escalate and ask for referral name a step of their own, which the reader adds to
 * the plan: recovery, management call or ask, reached by this branch alone.
 *
 * The reader fills in what a document leaves out: no_answer and out_of_office are tried again twice, a day after each
 * other, where a person makes the contact; contact_later waits for the day agreed; bounced and wrong_person take the
 * next channel; all others go on with the next step. */
typedef struct as__branch {
    as__action action;
    int32_t times;          /* RETRY: how often */
    as__period after;       /* RETRY, ESCALATE, ASK_REFERRAL: how long after; OPEN_CASE: settled within */
    size_t to;              /* index of a step, for JUMP and the steps added */
    as__action then;        /* RETRY used up, or what else: NEXT, END, HOLD, JUMP (then_to), NEXT_CHANNEL */
    size_t then_to;
} as__branch;

/* What becomes of touches that were missed over a pause (S24): of several the newest is made, none, or each. */
typedef enum as__missed { AS__MISSED_ONCE = 0, AS__MISSED_SKIP, AS__MISSED_SPREAD } as__missed;

typedef struct as__channel { const char *name; as__windows windows; } as__channel;

typedef struct as__step {
    const char *key, *kind;      /* kind in the words of S16, "check-up" */
    int32_t number;              /* 0 until as__template_number() */
    int32_t purpose;             /* AFTERSALE_PURPOSE_… */
    bool automatic, required, by_branch;
    bool abandon;                /* outside the window: missed instead of deferred */
    as__on_holiday on_holiday;
    as__windows quiet;           /* hours in which no channel is used */
    as__period min_gap;          /* since the last contact; zero: none */
    as__repeat repeat;
    as__missed missed;
    as__period missed_gap;       /* SPREAD: least time to the one before; zero: a day */
    const char *objective, *guide, *role;
    aftersale_texts review, materials;
    as__wordings text, promise;
    as__channel channels[AS__CHANNELS_MAX];
    size_t channel_count;
    as__anchor anchor;
    size_t anchor_step;          /* OUTCOME: whose; PREVIOUS_…: index of the step before */
    size_t before;               /* 1 + index of the step before that no branch reaches; 0: none */
    int32_t anchor_outcome;
    aftersale_date anchor_date;  /* DATE */
    as__period after, lead;      /* added one after the other */
    bool has_not_after;
    as__period not_after;        /* counted from anchor and offset */
    const char *owner;           /* "seller", "customer", "role:<name>" or "user:<ref>" */
    aftersale_money cost;
    int32_t snoozes;             /* how often it may be put off */
    as__branch branches[AS__OUTCOME_COUNT + 1]; /* by outcome; action 0: NEXT */
    bool is_case;                /* added for OPEN_CASE: open, it bars selling and asking; it is never missed */
    const char *waits_for;       /* "step <key>" where the anchor is another step, else NULL */
    bool is_plain;               /* once, so many days after a date of the run, and no rule moves it back or ends it */
} as__step;

/* When somebody who was in this plan may enter it again (S20, S26). */
typedef enum as__again { AS__AGAIN_NEVER = 1, AS__AGAIN_AFTER_END, AS__AGAIN_AFTER_DAYS, AS__AGAIN_PER_SALE } as__again;
typedef struct as__reentry { as__again again; int32_t days; } as__reentry;

typedef struct as__template as__template;
struct as__template {
    as__arena arena;
    const char *key, *name; /* name "": none */
    as__wordings title;
    int32_t priority;            /* 1 first, 16 last */
    as__reentry again[4];        /* by AFTERSALE_LEFT_…; 0: while it is open */
    const as__step *steps;
    size_t step_count;
    size_t *warned;              /* indexes of steps nobody reaches */
    size_t warned_count;
    const size_t *cases;         /* indexes of the steps added for OPEN_CASE */
    size_t case_count;
    as__caps caps;
    atomic_uint refs;
    int32_t version;             /* 0 until as__template_number() */
};

/* Reads and checks a document. `rules` NULL: nobody here can read rules of RFC 5545.
 * @return OK; INVALID with all problems, path and line; NO_MEMORY */
aftersale_status as__template_read(const as__memory *memory, const as__rule_reader *rules, const char *json,
                                   size_t size, as__problems *problems, as__template **out);
/* Whether the written plan names it: it has a promise, and is no gift, which is to be a surprise (S28). */
bool as__step_is_promised(const as__step *step);
/* What an outcome does; an outcome that is none: the next step. */
const as__branch *as__branch_of(const as__step *step, int32_t outcome);
/* Gives the steps the numbers of the published plan. @return OK, CORRUPT when a step has none */
aftersale_status as__template_number(as__template *plan, int32_t version, const as__step_number *numbers, size_t count);
/* Index of the step of this number or key; step_count when there is none. */
size_t as__template_step(const as__template *plan, int32_t number);
size_t as__template_step_named(const as__template *plan, const char *key);
/* For how many days contacts count in its caps and gaps; 0: in none. */
int32_t as__template_reach(const as__template *plan);
void as__template_keep(const as__template *plan);
void as__template_free(const as__template *plan);

/* Numbers for a new version: every key of `plan` and every key of `before`, which keeps its number for ever. `out`
 * has room for before_count + plan->step_count. @return how many; 0: more than 1023 keys over all versions */
size_t as__template_numbers(const as__template *plan, const as__step_number *before, size_t before_count,
                            as__step_number *out);

/* The JSON of the templates that ship (S30). NULL: no such key. */
const char *as__ready_plan(const char *key);
const char *as__ready_plan_key(size_t i); /* NULL past the end */
#endif
