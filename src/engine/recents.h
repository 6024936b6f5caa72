/* SPDX-License-Identifier: MIT */
/* The contacts with a customer that caps and gaps count (S36), and that cover touches of other plans (S27). They stand in the customer's last event, so that a
 * command which decides by them and another which adds one cannot both commit. Books without caps and gaps have none. */
#ifndef AS_ENGINE_RECENTS_H
#define AS_ENGINE_RECENTS_H
#include "engine/touch_at.h"
#include "engine/twins.h"

/* Those of a customer's last event that count now. `last` NULL: it has none. @return OK, NO_MEMORY */
aftersale_status as__recents_of(const aftersale_event *last, aftersale_time now, as__arena *arena, as__recents *out);
/* The same, the event being read here, where the book counts contacts at all: with those of whoever is merged into the
 * customer (S13). */
aftersale_status as__recents_read(as__unit *unit, const aftersale_settings *settings, const aftersale_customer *whole,
                                  aftersale_time now, as__recents *out);
/* Those that still matter go on into the next event. */
aftersale_status as__recents_carry(as__command *command, const aftersale_event *last, aftersale_event *event);
/* Adds the contact that an event tells of. A claim of the same touch goes. */
aftersale_status as__recents_made(as__command *command, const aftersale_enrolment *run, const as__step *step,
                                  aftersale_event *event);
/* Adds a claim by the event's touch, as of now. */
aftersale_status as__recents_claimed(as__command *command, const as__touch_at *at, const char *channel,
                                     aftersale_time lease, aftersale_event *event);
/* Takes the claim of the event's touch away. */
aftersale_status as__recents_released(as__command *command, aftersale_event *event);
#endif
