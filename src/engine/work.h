/* SPDX-License-Identifier: MIT */
/* A row of a worklist: a touch with all that whoever makes it wants to know (S29). */
#ifndef AS_ENGINE_WORK_H
#define AS_ENGINE_WORK_H
#include "engine/touch_at.h"

/* @return OK, NO_MEMORY, or the store's failure; `out` counted */
aftersale_status as__work_make(aftersale_book *book, as__unit *unit, const as__facts *facts,
                               const as__planned *planned, aftersale_time now, aftersale_time last_contact,
                               const aftersale_record **out);
#endif
