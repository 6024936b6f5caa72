/* SPDX-License-Identifier: MIT */
/* A walk over the agenda: the due touches of the enrolments whose bound has come, merged over owners and priority
 * classes. A bound is never above the due time, so what is due before the next bound can be given. */
#ifndef AS_ENGINE_AGENDA_WALK_H
#define AS_ENGINE_AGENDA_WALK_H
#include "engine/agenda.h"
#include "engine/owners.h"
#include "engine/query.h"
#include "engine/touch_at.h"

/* One range of the agenda: an owner, and a priority class of what is due or of what is parked. */
typedef struct as__stream {
    const char *owner;
    int32_t priority, column;
    bool is_instead; /* whoever asks steps in for this owner */
    const aftersale_enrolment **runs;
    const aftersale_customer **customers; /* of each run */
    uint32_t **refused;                   /* purposes refused for the addresses of each of them */
    const aftersale_event **lasts;        /* of its customer; of the event only contacts and runs */
    size_t count, next, page;
    bool is_through;
} as__stream;

/* A due touch that waits for its turn. */
typedef struct as__waiting {
    const as__stream *from;
    as__facts *facts;
    as__planned planned;
    aftersale_id id;
    aftersale_time bound;
    const aftersale_event *last; /* of the customer */
} as__waiting;

/* A place in the order of the walk. */
typedef struct as__walk_mark {
    aftersale_time due;
    int32_t priority;
    aftersale_id id;
} as__walk_mark;

typedef struct as__walk {
    aftersale_time at, now;
    int32_t order;
    uint32_t flags;
    const char *owner;       /* who asks; NULL: everybody's */
    bool has_parked;         /* what is parked is looked at, too */
    bool has_woken;          /* what came back by itself was looked at */
    const aftersale_settings *settings;
    uint64_t as_of;          /* the last command when it was begun */
    as__stream *streams;
    size_t stream_count;
    const char *asked_owner; /* of a stream: whether they have anything that comes back by itself is known */
    bool owner_may_wake;
    as__waiting *heap;
    size_t heap_count, heap_room;
    /* Hash of touches that were in the heap: a run that moves on while the list is read is met again, and its other
     * touches are not to be given twice. */
    aftersale_id *seen;
    size_t seen_count, seen_room;
    bool has_mark;           /* rows up to the mark were given before */
    as__walk_mark mark;
    bool goes_on;            /* from a bookmark, which stood there: */
    as__walk_mark begun;
    aftersale_time from;     /* bounds below it hold nothing that was not given: */
    int32_t from_class;      /* by priority, in this class, and classes before it hold nothing at all */
} as__walk;

/* The least bound that was not looked at, or gave what still waits; by priority that of the first such class. */
typedef struct as__open_end { int32_t class; aftersale_time bound; } as__open_end;

/* Whether a version of one of the book's plans is of this class. */
bool as__class_is_used(const aftersale_settings *settings, int32_t priority);
/* A stream for each owner and each class that is used, or two. */
aftersale_status as__walk_streams(aftersale_cursor *cursor, const as__owners *owners);
/* Every stream that is not through shows its next run. */
aftersale_status as__walk_fill(aftersale_cursor *cursor);
/* What came back by itself since a run to a time has looked, of the owner and class of a stream: it is out of order, so
 * a few are handed out to be looked at at once, and for many the parked ones become a stream.
 * @param[out] out as long as the unit; NULL: there are none */
aftersale_status as__walk_woken(aftersale_cursor *cursor, size_t stream, as__stream **out);
/* @return ROW, DONE, or a failure */
aftersale_status as__walk_step(aftersale_cursor *cursor, const aftersale_record **out);
as__open_end as__walk_open_end(const as__walk *walk);
/* Bound of the next run of a stream. */
static inline aftersale_time as__stream_bound(const as__stream *stream)
{
    return as__agenda_at(stream->runs[stream->next], stream->owner, stream->column);
}
/* Grows with every command on the book in this process. */
uint64_t as__walk_last_command(as__tenant *tenant);

/* In the order of the walk: less than, equal to or above 0. */
int as__walk_compare(const as__walk *walk, aftersale_time due_a, int32_t priority_a, const aftersale_id *id_a,
                     aftersale_time due_b, int32_t priority_b, const aftersale_id *id_b);
/* What waits for its turn, least first. @return OK, NO_MEMORY */
aftersale_status as__walk_push(aftersale_cursor *cursor, as__waiting item);
as__waiting as__walk_pop(as__walk *walk);
/* Notes a touch. @return OK, EXISTS (it was noted before), NO_MEMORY */
aftersale_status as__walk_note(aftersale_cursor *cursor, const aftersale_id *id);
#endif
