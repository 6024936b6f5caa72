/* SPDX-License-Identifier: MIT */
/* A touch by its id: the run it belongs to, all that dates it, and where it stands. */
#ifndef AS_ENGINE_TOUCH_AT_H
#define AS_ENGINE_TOUCH_AT_H
#include "engine/run.h"

typedef struct as__touch_at {
    as__touch_key key;
    const aftersale_enrolment *run;
    const aftersale_customer *customer;
    as__facts facts;
    const as__step *step;
    as__planned planned;
    bool is_dropped; /* the run's version does not have the step: the facts are of one that has */
} as__touch_at;

/* `hold`: the addresses that were asked must not change before the unit commits.
 * @return OK, NOT_FOUND (noted at `path`), or a failure that is noted */
aftersale_status as__touch_find(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                const char *path, aftersale_id id, aftersale_time now, bool hold, as__touch_at *out);
/* Of a step that the run's version no longer has: what is not settled is cancelled, and has no date. */
void as__touch_drop(as__planned *planned);
aftersale_id as__touch_id_of(const aftersale_book *book, const aftersale_enrolment *run, const as__step *step,
                             const as__planned *planned);
/* The touch that comes next in a plan, as the command's answer: the earliest that has a date; zero when it is
 * through. */
aftersale_status as__touch_next(as__command *command, uint64_t enrolment);
/* Puts what was said beside the event, which keeps a salted digest of it (S67). `text` NULL: nothing was. */
aftersale_status as__touch_put_note(as__command *command, const char *text, aftersale_event *event);
/* The record that queries give. `actor`, `channel` and `note` may be NULL: what the plan knows of them. */
aftersale_status as__touch_record(aftersale_book *book, const as__facts *facts, const as__planned *planned,
                                  const char *note, const aftersale_event *event, const aftersale_record **out);
#endif
