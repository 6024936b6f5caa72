/* SPDX-License-Identifier: MIT */
/* The runs of plans that stand in a customer's last event: every open one, and the last of each plan. */
#ifndef AS_ENGINE_RUN_LIST_H
#define AS_ENGINE_RUN_LIST_H
#include "engine/command.h"
#include "engine/twins.h"

/* Those of a customer and of whoever is merged into them (S13); the event's own stand for its root. In the unit's arena. */
aftersale_status as__runs_listed(as__command *command, const aftersale_customer *whole, const aftersale_event *event,
                                 as__list *out);
/* Number of the last run of a plan; 0: none. */
int32_t as__runs_last(const as__list *runs, int32_t plan);
/* Brings the runs of an event in line with one that is new, closed, or open again. A run of somebody else is passed over. */
aftersale_status as__runs_note_begun(as__command *command, const aftersale_enrolment *run, aftersale_event *event);
aftersale_status as__runs_note_open(as__command *command, uint64_t enrolment, bool is_open, aftersale_event *event);
#endif
