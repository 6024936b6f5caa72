/* SPDX-License-Identifier: MIT */
/* Whose agenda somebody looks at. */
#ifndef AS_ENGINE_OWNERS_H
#define AS_ENGINE_OWNERS_H
#include "engine/engine.h"

typedef struct as__owners {
    const char **items;
    size_t count, room;
    size_t own; /* the first of them are the asker's own; the work of the others they do instead */
} as__owners;

/* Of an actor: their own, that of their roles, and of those who are away and for whom they step in, with the roles
 * that nobody who is there has. NULL: everybody's. Texts are the unit's. */
aftersale_status as__owners_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const char *actor, aftersale_time now, as__owners *out);
/* Those whose work nobody who is there sees. */
aftersale_status as__owners_left(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 aftersale_time now, as__owners *out);
#endif
