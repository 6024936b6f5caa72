/* SPDX-License-Identifier: MIT */
/* Events of the memory store. They are numbered 1, 2, 3 … without gap within their root, so each root has a plain
 * array of them: the last one, which every command asks for, and any other are found without an index. */
#ifndef AS_STORE_MEMORY_EVENTS_H
#define AS_STORE_MEMORY_EVENTS_H
#include "store/seam.h"
#include "store/tree.h"

typedef struct as__event_run {
    uint64_t book, root;
    const aftersale_record **items; /* NULL: an empty cell */
    uint32_t count, room;
} as__event_run;

typedef struct as__memory_events {
    const as__memory *memory;
    as__event_run *cells; /* open addressing by book and root */
    size_t count, room;   /* room is a power of two */
    as__forest order;     /* a tree of each book's roots, at the first event of each */
} as__memory_events;

void as__memory_events_init(as__memory_events *my, const as__memory *memory);
void as__memory_events_free(as__memory_events *my); /* and lets go of the events */
/* NULL: not there */
const aftersale_record *as__memory_event(const as__memory_events *my, const aftersale_key *key);
/* Number of the last event of a root; 0: it has none. */
uint64_t as__memory_last_event(const as__memory_events *my, uint64_t book, uint64_t root);
/* Puts an event behind the last of its root, or in the place of one that is there; takes over one reference.
 * @param[out] before what stood there, NULL: nothing @return OK; CONFLICT: there would be a gap; NO_MEMORY */
aftersale_status as__memory_event_put(as__memory_events *my, const aftersale_key *key, const aftersale_record *event,
                                      const aftersale_record **before);
/* Takes back what as__memory_event_put() did; the newest first. */
void as__memory_event_take_back(as__memory_events *my, const aftersale_key *key, const aftersale_record *before);
/* Asks for the last events of roots of which the first few ranges speak, before they are scanned. */
#define AS__EVENTS_AT_ONCE 32
void as__memory_events_prefetch(const as__memory_events *my, const aftersale_range *const *ranges, size_t count);
/* Rows of a range of events by their key. */
aftersale_status as__memory_events_scan(const as__memory_events *my, const aftersale_range *range, size_t from,
                                        aftersale_rows *out);
#endif
