/* SPDX-License-Identifier: MIT */
/* A customer's runs through plans: begun, dated, and found again in the customer's last event. */
#ifndef AS_ENGINE_RUN_H
#define AS_ENGINE_RUN_H
#include "engine/plans.h"

/* All that dates a run: built once, used for each of its steps. */
aftersale_status as__facts_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                              const aftersale_enrolment *run, const aftersale_customer *customer,
                              aftersale_time now, as__facts *out);
/* The same in a version that the caller holds, which need not be that of the run, nor published. */
aftersale_status as__facts_in(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                              const as__template *plan, const aftersale_enrolment *run,
                              const aftersale_customer *customer, aftersale_time now, as__facts *out);
/* Every step of a run, in the arena. */
aftersale_status as__run_dates(const as__facts *facts, as__arena *arena, as__planned **out);

/* Gives a draft step states of its own, which may be changed; there is room for `more`. @return OK, NO_MEMORY */
aftersale_status as__run_own_states(as__arena *arena, aftersale_enrolment *draft, size_t more, as__step_state **out);

/* run_begin.c. The start of a run. */
typedef struct as__run_start {
    const as__template *plan;
    const aftersale_customer *customer; /* with whoever is merged into them; the run is of the event's root */
    const aftersale_sale *sale; /* NULL: none */
    int32_t line, state;
    const char *owner, *rule;
} as__run_start;
/* May it begin? @return OK, STATE with the reason noted */
aftersale_status as__run_may_begin(as__command *command, const as__run_start *start, const aftersale_event *event);
/* Puts the enrolment and notes it in the event's runs. @param[out] id local */
aftersale_status as__run_begin(as__command *command, const as__run_start *start, aftersale_event *event, uint64_t *id);

/* Copies the dates of a sale on which a run counts. `now`: when those that differ became known; zero: with the run. */
void as__run_take_anchors(aftersale_enrolment *draft, const aftersale_sale *sale, aftersale_time now);

/* Puts a run that changed: its agenda and whether it is through are worked out anew. `draft` is a changed copy of
 * `before`. */
aftersale_status as__run_put(as__command *command, const aftersale_enrolment *before, aftersale_enrolment *draft,
                             const aftersale_customer *customer_before, const aftersale_customer *customer,
                             aftersale_event *event);
/* Puts a run of an export as it stood there; its agenda is worked out anew. */
aftersale_status as__run_restore(as__command *command, aftersale_enrolment *draft, const aftersale_customer *customer,
                                 aftersale_event *event);
/* Ends a run, unless it has ended. */
aftersale_status as__run_end(as__command *command, const aftersale_enrolment *run, const aftersale_customer *customer,
                             int32_t state, int32_t left, const char *reason, aftersale_event *event);
/* Works out an open run anew. */
aftersale_status as__run_refresh(as__command *command, uint64_t enrolment, const aftersale_customer *before,
                                 const aftersale_customer *after, aftersale_event *event);
/* Works out all open runs of a customer, and of whoever is merged into them, anew, after something changed on which their dates or owners depend. */
aftersale_status as__runs_refresh(as__command *command, const aftersale_customer *before,
                                  const aftersale_customer *after, aftersale_event *event);

/* Works out the agenda of a run anew, of which nothing else changes; `event` is the last of the customer. */
aftersale_status as__run_rebound(as__command *command, const aftersale_enrolment *run,
                                 const aftersale_customer *customer, const aftersale_event *event);
/* The same after their contacts changed, which move nothing but the agendas of other runs than that of the touch. */
aftersale_status as__runs_rebound(as__command *command, const aftersale_customer *customer,
                                  const aftersale_event *event, uint64_t except);
/* run_pause.c. The run is in a pause from this command on. @return OK, INVALID: it would be over before it begins */
aftersale_status as__run_begin_pause(as__command *command, const aftersale_customer *customer,
                                     aftersale_date resume, aftersale_enrolment *draft);
/* If it is in one, that is over, and written down. */
aftersale_status as__run_close_pause(as__command *command, aftersale_enrolment *draft);
/* A pause whose day has come is over: written down as it ended, whenever the next command comes to the run. */
aftersale_status as__run_end_pause(as__command *command, const aftersale_customer *customer,
                                   aftersale_enrolment *draft);

/* Every run of a customer and of whoever is merged into them, oldest first, found in their events. */
aftersale_status as__runs_of(aftersale_book *book, as__unit *unit, const aftersale_customer *whole,
                             const aftersale_enrolment ***out, size_t *count);
/* Ids of what the events of a customer, and of whoever is merged into them, made: sales, returns, consents and so on by
 * the type of event, in the order in which they were recorded. Of an event its type, command, subject and count of runs
 * are sure to be there, and no more. */
typedef bool (*as__made_fn)(void *user, const aftersale_event *event);
aftersale_status as__events_walk(as__unit *unit, const aftersale_customer *whole, as__made_fn each, void *user);
#endif
