/* SPDX-License-Identifier: MIT */
/* One line of an export on its way into the book, and what the kinds of lines have in common. */
#ifndef AS_ENGINE_RESTORE_WORK_H
#define AS_ENGINE_RESTORE_WORK_H
#include "engine/command.h"
#include "engine/restore.h"

typedef struct as__restoring {
    as__command command;
    const as__json *json;
    as__arena *arena;
    aftersale_id id; /* in the book that wrote the line */
    uint64_t local;
    bool is_new;
} as__restoring;

/* Each takes in a line of its kind; what is here already stays as it is. */
aftersale_status as__restore_enrolment(as__restoring *work);
aftersale_status as__restore_sheet(as__restoring *work);
aftersale_status as__restore_touch(as__restoring *work);

aftersale_status as__restore_fail(as__restoring *work, aftersale_status status, const char *path, as__message message,
                                  const char *text);
/* A draft of the line's record; keys in `beside` (NULL at its end) are left to the caller. @return OK; INVALID,
 * NOT_FOUND (noted); NO_MEMORY; STORE */
aftersale_status as__restore_read(as__restoring *work, aftersale_kind kind, const char *const *beside, void *draft);
/* Checks a draft once its id stands in it. @return OK, INVALID (noted) */
aftersale_status as__restore_check(as__restoring *work, aftersale_kind kind, const void *draft);
aftersale_status as__restore_record(as__restoring *work, aftersale_kind kind, uint64_t local,
                                    const aftersale_record **out);
/* Writes the event of what was put. */
aftersale_status as__restore_finish(as__restoring *work, aftersale_event *event);
#endif
