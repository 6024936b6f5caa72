/* SPDX-License-Identifier: MIT */
/* A row of a worklist: a touch with all that whoever makes it wants to know (S29). */
#ifndef AS_ENGINE_WORK_H
#define AS_ENGINE_WORK_H
#include "engine/touch_at.h"

/* What a list knows beside the touch. */
typedef struct as__work_beside {
    const aftersale_settings *settings;
    aftersale_time now;
    const aftersale_event *last; /* of the customer: contacts and runs; NULL: there is none */
    const char *instead_of;      /* for whom whoever asks steps in; NULL: it is their own work */
} as__work_beside;

/* @return OK, NO_MEMORY, or the store's failure; `out` counted */
aftersale_status as__work_make(aftersale_book *book, as__unit *unit, const as__facts *facts,
                               const as__planned *planned, as__work_beside beside, const aftersale_record **out);
#endif
