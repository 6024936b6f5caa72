/* SPDX-License-Identifier: MIT */
/* One budget and one tree of referrals, through the unit of work: what rivals may break without knowing
 * it. */
#ifndef LEDGER_H
#define LEDGER_H
#include "rivals.h"
#include "store/unit.h"

typedef struct ledger {
    as__owner owner;
    as__unit unit;
    uint64_t random;
} ledger;

void ledger_begin(ledger *my, aftersale_store *store, uint64_t seed);
void ledger_end(ledger *my);
/* Makes the budget and the customers, all under the first one. */
bool ledger_make(ledger *my, int64_t budget);

/* Takes some of the budget and books it, in one commit; `id` is the booking's. */
void ledger_pay(ledger *my, uint64_t id, tally *out);
/* Puts one customer under another, unless that one is below the first. */
void ledger_move(ledger *my, tally *out);
/* Looks for cycles in one committed state. */
void ledger_look(ledger *my, tally *out);
/* What is left of the budget, and the sum of all bookings. */
bool ledger_sum(ledger *my, int64_t *left, int64_t *booked);
#endif
