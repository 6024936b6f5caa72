/* SPDX-License-Identifier: MIT */
/* What every command on a touch does: find it, see whether it is held, write its step's state and its event. */
#ifndef AS_ENGINE_TOUCH_STEP_H
#define AS_ENGINE_TOUCH_STEP_H
#include "aftersale/touch.h"
#include "engine/touch_at.h"

/* With `hold`, what the gate asked of addresses must still stand at the commit. */
aftersale_status as__touch_of(as__command *command, aftersale_id touch, bool hold, as__touch_at *out);
/* The plan runs, and the touch is not settled. */
aftersale_status as__touch_check_open(as__command *command, const as__touch_at *at);
/* Finds one of which both hold. */
aftersale_status as__touch_find_open(as__command *command, aftersale_id touch, bool hold, as__touch_at *out);
aftersale_status as__touch_fail_state(as__command *command, const char *text);

/* Claimed, and the lease has not run out. */
bool as__touch_is_held(const as__command *command, const as__touch_at *at);
bool as__touch_is_held_by(const as__touch_at *at, const char *actor);
aftersale_status as__touch_refuse_holder(as__command *command);

/* A draft of the run with a copy of its step states, the touch's own in it, to be changed. */
aftersale_status as__touch_state(as__command *command, const as__touch_at *at, aftersale_enrolment *draft,
                                 as__step_state **out);
aftersale_status as__touch_begin_event(as__command *command, const as__touch_at *at, int32_t type,
                                       const char *actor, aftersale_event *event);
/* Writes both. */
aftersale_status as__touch_put(as__command *command, const as__touch_at *at, aftersale_enrolment *draft,
                               aftersale_event *event);
#endif
