/* SPDX-License-Identifier: MIT */
/* Customers on their way to being one, or two again: each with the event of their root (S13). */
#ifndef AS_ENGINE_TWINS_WORK_H
#define AS_ENGINE_TWINS_WORK_H
#include "engine/command.h"
#include "engine/twins.h"

typedef struct as__twins_work {
    as__command *command;
    const aftersale_customer *customer, *into; /* who is merged, and who answers for them: as stored, before */
    const aftersale_customer *before[2];       /* whole: of who is merged, of the other */
    const aftersale_customer *after[2];
    as__members members, moved; /* all of them; those of who is merged */
    aftersale_event events[AS__TWINS_MOST + 1];
} as__twins_work;

aftersale_status as__twins_stored(const as__twins_work *work, uint64_t customer, const aftersale_customer **out);
aftersale_status as__twins_whole(const as__twins_work *work, const aftersale_customer *stored, bool hold,
                                 const aftersale_customer **out);
int as__twins_side(const as__twins_work *work, uint64_t customer); /* place in `before` and `after` */

/* Events of all roots; that of `keyed` has the host's key, as its subject is what the command answers with. `word` says in
 * their detail what `into` was to the other. */
aftersale_status as__twins_begin_events(as__twins_work *work, int32_t type, const char *word, uint64_t keyed);
aftersale_event *as__twins_event(as__twins_work *work, uint64_t customer);
aftersale_status as__twins_put_events(as__twins_work *work);

/* A run that could not have begun had they been one then ends: of each touch the customer has one (S26). */
aftersale_status as__twins_end_doubles(as__twins_work *work);
/* What ended for a twin that is none any more goes on where it stood, unless its plan was entered again. */
aftersale_status as__twins_take_up_doubles(as__twins_work *work);
/* Every open run, dated anew. */
aftersale_status as__twins_refresh(as__twins_work *work);
#endif
