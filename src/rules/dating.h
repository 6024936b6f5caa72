/* SPDX-License-Identifier: MIT */
/* Dates one step of a plan: what it counts from, which occurrence is open, when and by which channel (S17 to S19, S31
 * to S36). */
#ifndef AS_RULES_DATING_H
#define AS_RULES_DATING_H
#include "rules/anchor.h"
#include "rules/pause.h"
#include "rules/place.h"

/* A day found for what was missed over a pause; occurrence 0: none. */
typedef struct as__made_up {
    int32_t occurrence;
    aftersale_time due, ends; /* ends: when the next one comes, which ends it; zero: none does */
} as__made_up;

/* A plan while it is decided, step after step. */
typedef struct as__decision {
    /* of the plan */
    const as__facts *facts;
    as__clock clock;
    as__gate_memo memo;
    as__placing placing;
    as__anchor dates_of; /* the anchor that many steps share, of which the dates below are; 0: none */
    bool is_known;       /* that anchor's date is */
    as__pauses pauses;
    const as__plan_pause *newest; /* the last pause whose end is known; NULL: none */
    bool has_missed;         /* a touch was missed over it that has no day yet */
    /* of the step */
    const as__step *step;
    const as__planned *previous; /* the step before that no branch reaches; NULL: none, or nobody asks */
    const as__step_state *last;  /* of the step's states */
    as__planned *out;
    as__why why;
    bool is_held;          /* by a case, or a pause of the plan */
    size_t reasons_before; /* those that do not hang on the occurrence */
    as__origin origin;
    as__dates dates;
    aftersale_time at;  /* date of the occurrence, before anything moves it */
    aftersale_time end; /* its last moment; zero: none */
    aftersale_time late; /* where a cap or a gap would put it, past that; zero: nowhere */
    as__made_up made_up; /* an occurrence missed over a pause, and the day that was found for it */
    bool is_beyond;      /* what was missed over the pause is not to be made any more */
} as__decision;

static inline bool as__counts_from_previous(const as__step *step)
{
    return step->anchor == AS__ANCHOR_PREVIOUS_PLANNED || step->anchor == AS__ANCHOR_PREVIOUS_DONE;
}
/* Nothing is decided yet about this occurrence. */
static inline void as__dating_begin(as__decision *d, size_t step, int32_t occurrence)
{
    const as__step_state *past = d->last;
    if (past != NULL && past->occurrence != occurrence)
        past = as__step_occurrence(d->facts->run, d->step->number, occurrence);
    *d->out = (as__planned){
        .step = step,
        .occurrence = occurrence,
        .channel = d->step->channel_count,
        .contact = d->facts->customer->contacts.count,
        .past = past,
    };
}
bool as__dating_find_origin(as__decision *d);
/* What the step counts from. False: it is not known yet. */
static inline bool as__dating_origin(as__decision *d)
{
    const as__step *step = d->step;
    d->dates.series.repeat = &step->repeat;
    d->dates.series.after = &step->after;
    d->dates.series.lead = &step->lead;
    bool is_in_days = step->after.us == 0 && step->lead.us == 0;
    bool is_found = d->dates_of == step->anchor && d->is_known && is_in_days && !step->by_branch;
    return is_found || as__dating_find_origin(d);
}
/* The dates from an occurrence on. */
void as__dating_from(as__decision *d, int32_t occurrence);
/* Whether there is such an occurrence. */
bool as__dating_has(as__decision *d, int32_t occurrence);
/* Its date, as a moment and as an instant. False: there is none. */
bool as__dating_instant(as__decision *d, int32_t occurrence, as__moment *moment, aftersale_time *at);
/* When another occurrence takes the place of the one that was decided as open; zero: none does. */
aftersale_time as__dating_succession(as__decision *d);
/* Its last moment, `moment` being its date, and `at`; zero: none. */
aftersale_time as__dating_end(as__decision *d, as__moment *moment, aftersale_time at);
/* Never due before this, wherever an address or a calendar may move it. */
aftersale_time as__dating_floor(as__decision *d, int32_t occurrence, aftersale_time at);
/* Its date, as that of the one that is decided. False: there is no instant. */
bool as__dating_date(as__decision *d);
/* Decides a plain step of a plain run, unless something happened to it, or it has no date: then false, and `out`, which
 * is all zero, stays so. The same as the long way, which asks what has but one answer here. */
bool as__dating_plain(as__decision *d, size_t step, as__planned *out);
/* What many steps count from is found once. */
void as__dating_take_origin(as__decision *d);
/* Its time, by all rules but those that look at other plans. */
void as__dating_time(as__decision *d);
/* Decides one occurrence, in place of the one decided before. */
void as__dating_occurrence(as__decision *d, int32_t occurrence);
/* Decides one that was agreed to the instant and has no date of its own. */
void as__dating_appointment(as__decision *d);
/* Whether a touch of this date was missed over the newest pause. */
static inline bool as__is_before_resume(const as__decision *d, aftersale_time date)
{
    return d->newest != NULL && date.us < d->newest->until.us;
}
/* come_back.c. Gives what was missed over a pause the day that was found for it, or drops it. False: it is dropped, or
 * its day is not found yet. */
bool as__dating_come_back(as__decision *d);
bool as__dating_hangs_on_previous(const as__decision *d);
/* Whether its date is only that of a step before which is still to be made, and may change. */
static inline bool as__dating_hangs(const as__decision *d)
{
    return d->previous != NULL && as__counts_from_previous(d->step) && as__dating_hangs_on_previous(d);
}
/* Decides the one that is open: `first`, or a later one whose date has come (S18). occurrence.c, as what follows. */
void as__dating_open(as__decision *d, int32_t first);
/* Those missed over the newest pause that want a day of their own, made since or not (S24). */
typedef struct as__span { int32_t first, last; /* 0: none */ aftersale_time ends; /* when the next one comes */ } as__span;
as__span as__dating_missed(as__decision *d);
/* Missed, or not to be made. */
static inline bool as__is_passed_over(const as__planned *planned)
{
    return planned->state == AFTERSALE_TOUCH_STATE_MISSED || planned->state == AFTERSALE_TOUCH_STATE_CANCELLED;
}
/* Whether days off may move it back. */
static inline bool as__moves_back(const as__step *step)
{
    return step->on_holiday == AS__HOLIDAY_BACK || step->on_holiday == AS__HOLIDAY_NEAREST;
}
#endif
