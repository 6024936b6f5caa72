/* SPDX-License-Identifier: MIT */
/* What a written plan is made of: a run with its dates, and what was shared of it (S28). */
#ifndef AS_ENGINE_SHEET_SOURCE_H
#define AS_ENGINE_SHEET_SOURCE_H
#include "aftersale/sheet.h"
#include "engine/answers.h"
#include "engine/touch_at.h"

typedef struct as__sheet_source {
    aftersale_book *book;
    as__unit *unit;
    const aftersale_settings *settings;
    const aftersale_enrolment *run;
    const aftersale_customer *customer;
    as__facts facts;
    as__planned *planned;           /* by step */
    const as__shared_sheet *shared; /* the last share; NULL: never */
    const as__shared_sheet **all_shared; /* by version from 1, as many as run->share, once as__sheet_shares() was there */
} as__sheet_source;

/* `from` has book, unit and settings; the rest is found. */
aftersale_status as__sheet_find(as__sheet_source *from, aftersale_link enrolment, aftersale_time now);
/* Local id of a share. */
uint64_t as__sheet_share_id(const aftersale_book *book, uint64_t enrolment, int32_t version);
bool as__sheet_promises(const as__sheet_source *from, const as__planned *planned);
/* What is promised now, as a share keeps it; in the unit's arena. */
aftersale_status as__sheet_list(const as__sheet_source *from, as__list *out);
/* The same touches at the same instants as were shared last. What was done meanwhile kept its instant. */
bool as__sheet_is_same(const as__sheet_source *from, const as__list *promises);
const char *as__sheet_language(const as__sheet_source *from, const char *asked); /* NULL: the customer's */
const aftersale_actor *as__sheet_actor(const as__sheet_source *from, const char *ref); /* NULL: none of this ref */

/* Reads every version that was shared. */
aftersale_status as__sheet_shares(as__sheet_source *from);

/* What became of a touch that was promised, over all shares and what is promised now (S71). */
typedef struct as__traced {
    int32_t step, occurrence;
    int64_t due;      /* promised last */
    int32_t sequence; /* how often that changed */
    bool is_promised; /* now */
} as__traced;
/* Touches with an instant, in the order in which they were promised first. */
aftersale_status as__sheet_trace(const as__sheet_source *from, const as__list *promises, as__traced **out,
                                 size_t *count);
#endif
