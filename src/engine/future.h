/* SPDX-License-Identifier: MIT */
/* A customer's runs, ready to be played forward (S23). */
#ifndef AS_ENGINE_FUTURE_H
#define AS_ENGINE_FUTURE_H
#include "engine/run.h"
#include "rules/forecast.h"

/* What preview and simulation play: every run of which touches may be made. `last`: the customer's last event, or NULL.
 * It lives as long as the unit, and is ended with as__forecast_end(), after a failure too.
 * @return OK, or a failure of which only the store's own is noted */
aftersale_status as__future_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                               const aftersale_customer *customer, const aftersale_event *last, aftersale_time now,
                               as__forecast *out);
/* Notes that more touches lie ahead of a customer than are foretold. @return LIMIT */
aftersale_status as__future_too_long(aftersale_book *book, const aftersale_customer *customer);
#endif
