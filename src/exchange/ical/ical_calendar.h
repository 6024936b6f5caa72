/* SPDX-License-Identifier: MIT */
/* A calendar under way. libical writes it; what is process-wide in libical stays as the host has it. */
#ifndef AS_EXCHANGE_ICAL_CALENDAR_H
#define AS_EXCHANGE_ICAL_CALENDAR_H
#include "aftersale/book.h"
#include "aftersale/ical.h"
#include <libical/ical.h>
#include <stdbool.h>

typedef struct as__ical_writer {
    aftersale_book *book;
    const char *zone;           /* of every local time in it */
    icaltimetype stamp;         /* UTC */
    aftersale_time first, last; /* instants that the zone must cover; zero while there are none */
    icalcomponent *calendar, *events; /* the events are put behind the zone, which they decide */
} as__ical_writer;

/* Texts may be "": then they are left out. */
typedef struct as__ical_event {
    aftersale_id id;
    aftersale_time due;
    const char *summary, *description, *contact, *location;
    int32_t sequence;
    bool is_cancelled;
} as__ical_event;

/* `stamp` zero: now. as__ical_end() must follow whatever comes of it. */
aftersale_status as__ical_begin(as__ical_writer *to, aftersale_book *book, const char *zone, aftersale_time stamp);
aftersale_status as__ical_put(as__ical_writer *to, const as__ical_event *event);
/* Writes what was put, unless `status` says that something failed, and frees the rest. */
aftersale_status as__ical_end(as__ical_writer *to, aftersale_status status, aftersale_ical **out);

/* The zone, as far as the events need it. */
aftersale_status as__ical_put_zone(as__ical_writer *to);
/* Takes the property; NULL: there was no memory for it. */
aftersale_status as__ical_add(icalcomponent *component, icalproperty *property);
icaltimetype as__ical_time(aftersale_date day, aftersale_daytime time);
#endif
