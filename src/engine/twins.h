/* SPDX-License-Identifier: MIT */
/* Customers that were merged (S13): one to whoever asks, each with rows, events and a root of its own. What a command
 * decides by all of them it holds all their roots for, so that their commands have one serial order. */
#ifndef AS_ENGINE_TWINS_H
#define AS_ENGINE_TWINS_H
#include "engine/engine.h"

#define AS__TWINS_MOST 32

/* Who answers for a customer as stored: themselves, unless they are merged. `hold`: a commit of this unit fails if one of
 * the roots on the way was written meanwhile. @return OK, CORRUPT, or the store's failure */
aftersale_status as__customer_head(aftersale_book *book, as__unit *unit, const aftersale_customer *stored, bool hold,
                                   const aftersale_customer **out);
/* A customer with all that is known of those merged into them: contact points, answers and goals of all, and of other
 * fields what the one who answers does not say. The stored record itself, and nothing read, where nobody is merged. Never
 * put: it is of several records. Borrowed until the unit is reset. */
aftersale_status as__customer_whole(aftersale_book *book, as__unit *unit, const aftersale_customer *stored, bool hold,
                                    const aftersale_customer **out);
/* The same for a customer that another record names. */
aftersale_status as__customer_named(aftersale_book *book, as__unit *unit, uint64_t customer, bool hold,
                                    const aftersale_customer **out);

/* Ids of all who are one customer, who answers for them first. */
typedef struct as__members {
    uint64_t ids[AS__TWINS_MOST + 1];
    size_t count;
} as__members;
void as__members_of(const aftersale_customer *whole, as__members *out);
bool as__members_have(const as__members *members, uint64_t customer);
/* Whether an id is that of a customer, or of one merged into them. */
bool as__customer_has(const aftersale_customer *whole, uint64_t customer);
/* The last event of a customer, with the runs and contacts that stand in those of whoever is one with them, contacts as far
 * as the newest of these would have kept them; the event itself, or NULL, where nobody is. `own` is that of one of them,
 * which may be under way; NULL: it is read. */
aftersale_status as__last_of(as__unit *unit, const aftersale_settings *settings, const aftersale_customer *whole,
                             const aftersale_event *own, const aftersale_event **out);
/* Whether it is this merged customer's owner that stands for all. */
aftersale_status as__customer_gives_owner(aftersale_book *book, as__unit *unit, const aftersale_customer *merged,
                                          const aftersale_customer *whole, bool *out);
#endif
