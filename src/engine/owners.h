/* SPDX-License-Identifier: MIT */
/* Whose agenda somebody looks at. */
#ifndef AS_ENGINE_OWNERS_H
#define AS_ENGINE_OWNERS_H
#include "engine/engine.h"

typedef struct as__owners { const char **items; size_t count, room; } as__owners;

/* Of an actor: their own, that of their roles, and of those who are away and whose fallback they are. NULL:
 * everybody's. Texts are the unit's. */
aftersale_status as__owners_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const char *actor, aftersale_time now, as__owners *out);
#endif
