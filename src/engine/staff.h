/* SPDX-License-Identifier: MIT */
/* The seller's people on a day of the book: who is away, and who steps in (S25, S76). */
#ifndef AS_ENGINE_STAFF_H
#define AS_ENGINE_STAFF_H
#include "engine/engine.h"
#include "rules/absence.h"

#define AS__STAFF_PAGE 256
#define AS__ROLE "role:" /* begins the name of an owner that is a role */

typedef struct as__staff {
    aftersale_book *book;
    as__unit *unit;
    aftersale_date day;
    const aftersale_actor **items; /* all of them, once somebody asks for a role */
    size_t count, room;
    bool is_read;
} as__staff;

/* @return OK, or the failure of finding the book's zone */
aftersale_status as__staff_begin(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 aftersale_time now, as__staff *out);
/* NULL: no actor has this ref. Somebody of that name may work here all the same, and is never away. */
aftersale_status as__staff_find(as__staff *staff, const char *ref, const aftersale_actor **out);
/* A page of those whose fallback somebody is, behind the last of the page before; NULL: the first. */
aftersale_status as__staff_behind(as__staff *staff, const char *fallback, const aftersale_actor *last, as__found *out);
/* The first who is there along the fallbacks of somebody who is away; NULL: nobody, or the fallbacks go round. */
aftersale_status as__staff_stand_in(as__staff *staff, const aftersale_actor *away, const char **out);
/* Whether somebody has a role and all who have it are away. */
aftersale_status as__staff_role_is_away(as__staff *staff, const char *role, bool *out);
/* Whether nobody who is there sees the work of an owner. */
aftersale_status as__staff_leaves(as__staff *staff, const char *owner, bool *out);
#endif
