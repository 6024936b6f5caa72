/* SPDX-License-Identifier: MIT */
/* What the other plans of a customer have (S27). All of them stand under one root, so what a command decides by them
 * still holds when it commits. A book that does not compare plans reads nothing for it. */
#ifndef AS_ENGINE_OTHERS_H
#define AS_ENGINE_OTHERS_H
#include "engine/run.h"

/* Adds to the facts what was made and what is claimed, as an event of the customer carries it: `last`, or the one that
 * is being written. This alone decides what is covered. @return OK, NO_MEMORY */
aftersale_status as__others_made(const aftersale_settings *settings, const aftersale_event *last, as__arena *arena,
                                 as__facts *facts);
/* Adds that, and what the runs that come first have planned. All other facts must be there. `last` NULL: no event. */
aftersale_status as__others_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const aftersale_event *last, as__facts *facts);
/* The same, the customer's last event being read here. */
aftersale_status as__others_read(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                 as__facts *facts);

/* Dates a run, and enters into its states what is covered: that stays so. What is paused until a known day is covered as
 * it will be then. `facts->run` is `draft`. */
aftersale_status as__others_settle(as__arena *arena, const as__facts *facts, aftersale_enrolment *draft,
                                   as__planned **planned);
/* After a contact made in a run: puts the other runs that it covers a touch of. */
aftersale_status as__others_cover(as__command *command, uint64_t made_in, const aftersale_customer *customer,
                                  aftersale_event *event);
#endif
