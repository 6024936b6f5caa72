/* SPDX-License-Identifier: MIT */
/* What lies ahead of customers, as rows of a derived table (S73). */
#ifndef AS_ENGINE_PROJECTION_ROWS_H
#define AS_ENGINE_PROJECTION_ROWS_H
#include "engine/engine.h"

/* Rows of builds have ids of their own, so that those of two builds stand side by side. */
uint64_t as__projected_id(uint64_t build, int64_t row);
/* Puts a row for each touch that a preview foretells of a customer, and counts it in the build's rows. `last`: the
 * customer's last event, NULL: none. @return OK, or a failure of which only the store's own is noted */
aftersale_status as__projected_put(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                   const aftersale_customer *customer, const aftersale_event *last,
                                   as__projection *build);
#endif
