/* SPDX-License-Identifier: MIT */
/* How often a customer may be contacted: caps over rolling periods, and gaps between contacts (S36). */
#ifndef AS_RULES_CAP_H
#define AS_RULES_CAP_H
#include "rules/calendar.h"
#include "rules/clock.h"
#include "schema/record.h"
#include "value/period.h"

/* Classes of contacts; asking and partner offers are selling. */
enum { AS__CLASS_ANY = 0, AS__CLASS_SERVICE = 1, AS__CLASS_RELATIONSHIP = 2, AS__CLASS_SELLING = 3 };
int32_t as__class_of(int32_t purpose);
const char *as__class_name(int32_t class);

#define AS__CAP_MOST 64
/* At most so many contacts in any such period, of those of a channel, of a class, or of all. */
typedef struct as__cap {
    int32_t most;        /* 0 to AS__CAP_MOST; 0: none at all */
    as__period per;
    const char *channel; /* NULL: any */
    int32_t class;       /* AS__CLASS_…; ANY: all */
} as__cap;
typedef struct as__caps { const as__cap *items; size_t count; } as__caps;

/* Days after which a contact that a period counts no longer does; too many rather than too few. */
int32_t as__period_reach(const as__period *period);

/* Contacts with a customer, newest first: those that were made, and those that are claimed and so may be under way. */
typedef struct as__recents { const as__recent *items; size_t count; } as__recents;

#define AS__RECENTS_MOST 64
/* What was made before then counts no more, and need not be known any longer. */
aftersale_time as__recents_since(int32_t reach, aftersale_time now);
/* Takes what was made before then and claims that have run out from a list, and gives how many are left. */
size_t as__recents_standing(as__recent *items, size_t count, aftersale_time since, aftersale_time now);
/* Takes the claim of a touch out of a list, and gives how many are left. */
size_t as__recents_release(as__recent *items, size_t count, const as__recent *of);
/* Puts a contact in its place, newest first, in a list with room for one more; a claim of its touch goes, and what is
 * more than AS__RECENTS_MOST. Gives how many there are. */
size_t as__recents_add(as__recent *items, size_t count, as__recent contact);

/* A touch that wants to be made; clock and calendar are the customer's. */
typedef struct as__wanted {
    as__recents recents;
    const char *channel; /* NULL: none is named */
    int32_t purpose;
    uint64_t enrolment;
    int32_t step, occurrence;
    as__clock *clock;
    const as__calendar *calendar;
} as__wanted;

/* The first instant from `time` on that the cap allows. False: there is none. */
bool as__cap_next(const as__cap *cap, const as__wanted *wanted, aftersale_time *time);
/* The same for a gap since the last contact, whatever its channel and class. */
bool as__gap_next(const as__period *gap, const as__wanted *wanted, aftersale_time *time);
/* "2 phone selling in P30D" */
#define AS__CAP_TEXT 128
void as__cap_text(const as__cap *cap, char out[AS__CAP_TEXT]);
#endif
