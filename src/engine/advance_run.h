/* SPDX-License-Identifier: MIT */
/* One run of a plan, brought up to an instant. */
#ifndef AS_ENGINE_ADVANCE_RUN_H
#define AS_ENGINE_ADVANCE_RUN_H
#include "aftersale/advance.h"
#include "engine/command.h"

/* Enters what time changed in a run by `command->now`, if it is due to be looked at; counts it. */
aftersale_status as__advance_run(as__command *command, uint64_t enrolment, aftersale_advanced *tally);
#endif
