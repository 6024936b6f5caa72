/* SPDX-License-Identifier: MIT */
/* The agenda of a run: when which owner has to look at it, and when time alone changes something. It stands in one
 * index, whose column of priority tells four ranges apart:
 *
 *   due     not before then may a touch be due; never above its due time, so lists merge entries in this order
 *   wake    what is held back comes back by itself then, with a due time that may lie before
 *   parked  like due, of what is held back; lists read it only when they show that, too
 *   turns   one entry of nobody's for a run: then a run to a time has something to do with it
 */
#ifndef AS_ENGINE_AGENDA_H
#define AS_ENGINE_AGENDA_H
#include "engine/command.h"

#define AS__CLASSES 16 /* of priority */

typedef enum as__agenda_range { AS__AGENDA_DUE, AS__AGENDA_WAKE, AS__AGENDA_PARKED, AS__AGENDA_TURN } as__agenda_range;

static inline int32_t as__agenda_column(as__agenda_range range, int32_t priority)
{
    return (int32_t)range * AS__CLASSES + priority;
}
#define AS__AGENDA_NOBODY ""
#define AS__AGENDA_TURNS (AS__AGENDA_TURN * AS__CLASSES + 1) /* the column of all turns */

/* Where an entry of a run stands; zero: it has none there. */
aftersale_time as__agenda_at(const aftersale_enrolment *run, const char *owner, int32_t column);

/* A run whose agenda is made. */
typedef struct as__agenda_of {
    const as__facts *facts;      /* without what the book allows and without contacts */
    const as__planned *planned;  /* by them */
    const as__planned *limited;  /* by caps, gaps and quiet hours, too; NULL: nothing of the kind is there */
    aftersale_time claim_ends;   /* of the first claim that counts against them; zero: none does */
    bool is_advanced;            /* what time changed up to now is entered: no turn is left up to then */
} as__agenda_of;
/* @return OK, NO_MEMORY */
aftersale_status as__agenda_make(const as__agenda_of *of, as__arena *arena, aftersale_enrolment *draft);

/* When a touch that is missed came to be so; zero: it is not, or has not come to it. */
aftersale_time as__missed_at(const as__planned *planned);
/* The time of one that was missed: its last moment, where it had one. */
aftersale_time as__missed_when(const as__planned *missed);
#endif
