/* SPDX-License-Identifier: MIT */
/* The one function that dates touches, and the one gate (S31 to S35, S65): pure, no clock, no store. */
#ifndef AS_RULES_SCHEDULE_H
#define AS_RULES_SCHEDULE_H
#include "aftersale/explain.h"
#include "aftersale/touch.h"
#include "rules/plan_template.h"
#include "value/zone.h"

/* Where a step stands: as__step_state.state. */
enum {
    AS__STEP_OPEN = 1, AS__STEP_CLAIMED = 2, AS__STEP_SNOOZED = 3, AS__STEP_DONE = 4, AS__STEP_MISSED = 5,
    AS__STEP_SKIPPED = 6, AS__STEP_CANCELLED = 7, AS__STEP_COVERED = 8
};

/* Which days are off for whom (S34). */
typedef struct as__owner_calendar { const char *owner; const as__calendar *calendar; } as__owner_calendar;
typedef struct as__calendars {
    const as__calendar *customer;        /* of the customer's region; NULL: as__plain_week */
    const as__calendar *const *contacts; /* of the region of each address, NULL: the customer's; NULL: for all */
    const as__owner_calendar *owners;    /* those who have one */
    size_t owner_count;
} as__calendars;

/* What the book allows in all its plans, beside what each plan says (S33, S36). */
typedef struct as__limits {
    as__caps caps;
    as__period min_gap; /* zero: none */
    as__windows quiet;
} as__limits;

/* What other plans have (S27): rules/overlap.h. */
typedef struct as__other as__other;
typedef struct as__overlap as__overlap;

/* When an anchor's date was recorded; zero: with the run. */
typedef struct as__known { aftersale_time sold, delivered, accepted; } as__known;

/* All that a plan's future depends on. */
typedef struct as__facts {
    const as__template *plan;
    const aftersale_enrolment *run;
    const aftersale_customer *customer; /* may be partial: answers, contacts, owner */
    const uint32_t *refused;            /* purposes refused for the address of each contact; NULL: none */
    const as__zone *zone;               /* the customer's */
    aftersale_daytime day_start;
    uint32_t presume;                   /* purposes */
    aftersale_time now;                 /* for consent, leases, snoozes and not-after; never for a date */
    bool assume;                        /* steps before are taken as made when due (preview) */
    const as__calendars *calendars;     /* NULL: as__plain_week for all */
    const as__limits *limits;           /* NULL: none */
    as__recents recents;                /* contacts with this customer, of all plans */
    as__known known;
    aftersale_time begins, ends;        /* of the contract, end exclusive; zero: there is none */
    const as__overlap *overlap;         /* NULL: other plans of the customer are not looked at */
    const as__rule_reader *rules;       /* NULL: steps by rules of RFC 5545 have no instant */
} as__facts;

/* An occurrence that another plan covers. */
typedef struct as__cover {
    const as__other *by;         /* NULL: none does */
    int32_t occurrence;
    aftersale_time due;
} as__cover;

/* One touch, decided. */
typedef struct as__planned {
    size_t step;
    int32_t occurrence;
    int32_t state;               /* AFTERSALE_TOUCH_STATE_… */
    bool is_unreached;           /* reached by a branch alone, and none was taken */
    const char *waiting_for;     /* "sale", "delivery", "delivery time", "acceptance", "step <key>", "branch"; NULL */
    aftersale_time due;          /* zero while waiting */
    aftersale_time bound;        /* never due before this, whatever the zone; zero: it has no time to wait for */
    aftersale_time floor;        /* the same, whether or not it is blocked now; zero while waiting */
    aftersale_time least;        /* the same in the zone as it stands, whatever its addresses; zero while waiting */
    aftersale_time next;         /* date of the occurrence after it; zero: there is none */
    aftersale_time not_after;    /* zero: none */
    size_t channel;              /* index into the step's channels; channel_count: none is open, or it has none */
    size_t contact;              /* index of the contact point; contact count: not held here */
    const as__step_state *past;  /* what happened to it, or NULL */
    aftersale_time stand_in;     /* when another plan made it, holds it or means to make it in its place; zero: none */
    as__cover cover;             /* of the first occurrence that is covered and has no state that says so */
    aftersale_time dropped;      /* missed over a pause, and not to be made: when that ended; zero: not so */
    bool is_missed, is_made_up;  /* missed over a pause: it has no day yet; it has */
    bool hangs;                  /* its date is only that of a step before which is still to be made, and may change */
} as__planned;

/* Reasons, in the order in which the rules ran. */
#define AS__REASONS_MAX 48
typedef struct as__reason {
    int32_t rule, verdict, number;
    aftersale_time before, after;
    char text[160];              /* names fields and rules, never personal values */
} as__reason;
typedef struct as__reasons { as__reason items[AS__REASONS_MAX]; size_t count; } as__reasons;

/* Decides every step of the plan, in the order of its steps; `out` has room for step_count. */
void as__schedule_plan(const as__facts *facts, as__planned *out);
/* The same, and how long it holds. @param[out] turn the next instant after now from which time alone may change what was
 * decided: an answer, a claim or a pause ends, a last moment passes, another occurrence begins; zero: none */
void as__schedule_ahead(const as__facts *facts, as__planned *out, aftersale_time *turn);
/* Decides one step and says why; of one that repeats, the occurrence that is open. `reasons` may be NULL. */
void as__schedule_step(const as__facts *facts, size_t step, as__planned *out, as__reasons *reasons);
/* The same for an occurrence that came before, or comes after. One that was passed over unmade is missed; one that is
 * not to be is cancelled and has no due time. */
void as__schedule_occurrence(const as__facts *facts, size_t step, int32_t occurrence, as__planned *out,
                             as__reasons *reasons);
/* May a touch be claimed or shown now: planned and due by `now`, or a claim or snooze that has run out. */
bool as__is_due(const as__planned *planned, aftersale_time now);
/* Who makes it: an actor's ref, or "role:<name>", or to whom their work was handed over. Never NULL: "" for nobody. */
const char *as__step_owner(const as__facts *facts, const as__step *step);

/* Whether a step that stands for a case was reached and is not settled. */
bool as__case_is_open(const aftersale_enrolment *run, const as__step *step);

/* Passed over for now only. Missed by the hours of one channel, which may yet be passed over for the next, or where the
 * step before may move; skipped on a day off, which another address may not have, and which quiet hours of the book may
 * move it off: the agenda knows none of these. */
bool as__touch_hangs(const as__facts *facts, const as__planned *planned);

/* The calendar of who makes it, or NULL. */
const as__calendar *as__step_owner_calendar(const as__facts *facts, const as__step *step);

/* What happened to a step of this number last, or NULL. */
const as__step_state *as__step_past(const aftersale_enrolment *run, int32_t number);
/* Its last occurrence before this one that was made or skipped at a known time, or NULL. */
const as__step_state *as__step_done_before(const aftersale_enrolment *run, int32_t number, int32_t occurrence);
/* What happened to one of its occurrences, or NULL. */
const as__step_state *as__step_occurrence(const aftersale_enrolment *run, int32_t number, int32_t occurrence);
/* The state of an occurrence in a list in order of step and occurrence, made where there is none: there is room for it. */
as__step_state *as__step_state_of(as__step_state *steps, size_t *count, int32_t number, int32_t occurrence);
/* Drops what came long before an occurrence: a step that repeats for ever must not grow for ever. When a branch reached
 * it stays known, and so does on which date of its series the next one falls. */
void as__step_forget(as__step_state *steps, size_t *count, int32_t number, int32_t occurrence);
/* Whether an occurrence came so long before the last one that it may have been dropped. */
bool as__step_is_forgotten(const aftersale_enrolment *run, int32_t number, int32_t occurrence);
/* The last state up to an occurrence that says on which date of the step's series it falls, or NULL. */
const as__step_state *as__step_counted(const aftersale_enrolment *run, int32_t number, int32_t occurrence);
/* When a branch reached it; not given: none did. */
aftersale_time as__step_activated(const aftersale_enrolment *run, int32_t number);
/* The calendar by which a customer's business days are counted. */
static inline const as__calendar *as__customer_calendar(const as__facts *facts)
{
    const as__calendars *calendars = facts->calendars;
    return calendars == NULL || calendars->customer == NULL ? &as__plain_week : calendars->customer;
}
/* The days off of a step that keeps them. */
static inline as__days_off as__step_days_off(const as__facts *facts, const as__step *step)
{
    bool has_owners = facts->calendars != NULL && facts->calendars->owner_count > 0;
    bool is_asked = has_owners && step->on_holiday != AS__HOLIDAY_STAYS;
    return (as__days_off){as__customer_calendar(facts), is_asked ? as__step_owner_calendar(facts, step) : NULL};
}
/* Done, missed, skipped or cancelled. */
static inline bool as__step_is_settled(const as__step_state *past)
{
    return past != NULL && past->state >= AS__STEP_DONE;
}
/* To an instant agreed with the customer (S29), which no rule moves. */
static inline bool as__step_is_appointed(const as__step_state *past)
{
    return past != NULL && past->agreed.us != 0;
}
/* With the customer: to the instant, or, by an outcome, on a day. Claiming it or putting it off once more does not undo
 * that day. */
static inline bool as__step_is_agreed(const as__step_state *past)
{
    bool is_on_day = past != NULL && past->outcome == AFTERSALE_OUTCOME_CONTACT_LATER && past->not_before.us != 0;
    return is_on_day || as__step_is_appointed(past);
}

/* Ends what was agreed. */
static inline void as__step_clear_agreed(as__step_state *state)
{
    state->agreed = (aftersale_time){0};
    state->place = NULL;
    state->people = (aftersale_texts){0};
}

/* Consent as it stands (S65). Of the answers that speak of a purpose the newest holds, so `since` must be right for
 * every purpose an answer names: answers given at different times are different items. */
int32_t as__consent_answer(const as__answer *answers, size_t count, uint64_t person, const char *channel,
                           int32_t purpose, aftersale_time now); /* AFTERSALE_CONSENT_… */
bool as__consent_allows(int32_t answer, int32_t purpose, uint32_t presume);
/* Whether a date of the step hangs on one of the step before. */
bool as__needs_previous(const as__step *step);
/* Instant at which a civil day and time of day come about in a zone; day_start when the time is not given. */
aftersale_time as__instant_of(const as__zone *zone, aftersale_date date, aftersale_daytime time,
                              aftersale_daytime day_start);
#endif
