/* SPDX-License-Identifier: MIT */
/* Finds the instant at which a channel can be used: hours, days off, consent, caps and gaps, until nothing moves
 * (S33 to S36, S65). */
#ifndef AS_RULES_PLACE_H
#define AS_RULES_PLACE_H
#include "rules/consent_rule.h"

/* The gate that was found last: steps that follow one another often use the same channel. */
typedef struct as__gate_memo {
    const char *channel; /* NULL: none is kept */
    int32_t purpose;
    as__gate gate;
} as__gate_memo;

/* A touch that has its date and looks for its place. */
typedef struct as__placing {
    const as__facts *facts;
    as__clock *clock;
    as__gate_memo *memo;
    const as__step *step;
    const as__why *why;
    int32_t occurrence;
    as__recents recents;             /* that caps and gaps count */
    as__days_off days;               /* region: the customer's, where an address has none of its own */
    aftersale_time today;            /* what is late would be made then, by an address that is valid then */
    aftersale_time from;             /* the date */
    aftersale_time stop;             /* no day off moves it back past this; zero: nothing stops it */
    aftersale_time end;              /* no use looking further; zero: none */
    bool is_agreed;                  /* with the customer: nothing moves it to another day */
    bool is_appointed;               /* to the instant: nothing moves it at all */
    bool is_day_sought;              /* hours and days off alone are asked, and a move goes on */
} as__placing;

typedef enum as__place_state {
    AS__PLACE_OPEN = 1,
    AS__PLACE_CLOSED,    /* by consent or for want of an address: try the next channel */
    AS__PLACE_NONE,      /* the rules leave no instant */
    AS__PLACE_LATE,      /* put off past its end by a cap or a gap */
    AS__PLACE_ABANDONED, /* outside the hours, and not deferred */
    AS__PLACE_SKIPPED    /* on a day off, and skipped */
} as__place_state;

typedef struct as__place {
    as__place_state state;
    aftersale_time due;   /* LATE: before that, as contacts that are made after its end do not move it */
    aftersale_time late;  /* LATE: where it was put */
    size_t contact;       /* index of the contact point; contact count: none is held here */
    aftersale_time opens; /* CLOSED by an answer that ends by itself: when */
} as__place;

/* place_limits.c: moves the due time on until caps and gaps allow it. False: they never do, and it has no place. */
bool as__place_keep_limits(const as__placing *placing, const as__channel *channel, as__place *out);
/* `channel` NULL: the step has none. */
void as__place_find(const as__placing *placing, const as__channel *channel, as__place *out);
#endif
