/* SPDX-License-Identifier: MIT */
#include "ledger.h"
#include <stdio.h>
#include <string.h>

#define BOOK UINT64_C(7) /* none of the library's */
#define BUDGET UINT64_C(1)
#define CUSTOMERS 24
#define PAYMENT_MOST 20
#define TRIES 200
#define PAGE 500

void ledger_begin(ledger *my, aftersale_store *store, uint64_t seed)
{
    memset(my, 0, sizeof *my);
    my->owner.memory = as__memory_system;
    atomic_init(&my->owner.refs, 1);
    my->random = seed;
    as__unit_init(&my->unit, &my->owner, store, BOOK);
}

void ledger_end(ledger *my)
{
    as__unit_free(&my->unit);
}

static aftersale_key customer_key(uint64_t id)
{
    return as__key_make(BOOK, AFTERSALE_KIND_CUSTOMER, 0, id);
}

bool ledger_make(ledger *my, int64_t budget)
{
    as__counter counter = {.id = BUDGET, .amount = budget, .high = budget};
    aftersale_status status = as__unit_put(&my->unit, AFTERSALE_KIND_COUNTER, &counter, NULL);
    for (uint64_t id = 1; id <= CUSTOMERS && status == AFTERSALE_OK; id++) {
        aftersale_customer customer = {.id = id, .referred_by = id == 1 ? 0 : 1};
        char ref[16];
        snprintf(ref, sizeof ref, "c%d", (int)id);
        customer.ref = ref;
        status = as__unit_put(&my->unit, AFTERSALE_KIND_CUSTOMER, &customer, NULL);
    }
    if (status == AFTERSALE_OK)
        status = as__unit_commit(&my->unit);
    as__unit_reset(&my->unit);
    return status == AFTERSALE_OK;
}

typedef aftersale_status (*attempt_fn)(ledger *my, const uint64_t *numbers);

/* Runs until nobody was faster. */
static aftersale_status run(ledger *my, attempt_fn attempt, const uint64_t *numbers, tally *out)
{
    aftersale_status status;
    int64_t tries = 0;
    do {
        if (tries != 0)
            rival_pause(&my->random, tries);
        as__unit_reset(&my->unit);
        status = attempt(my, numbers);
    } while ((status == AFTERSALE_CONFLICT || status == AFTERSALE_RETRY) && ++tries < TRIES);
    out->tries += tries;
    out->most_tries = tries > out->most_tries ? tries : out->most_tries;
    return status;
}

static aftersale_status try_to_pay(ledger *my, const uint64_t *numbers)
{
    as__counter booking = {.id = numbers[0], .amount = (int64_t)numbers[1], .high = (int64_t)numbers[1]};
    aftersale_key budget = as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, BUDGET);
    aftersale_status status = as__unit_put(&my->unit, AFTERSALE_KIND_COUNTER, &booking, NULL);
    if (status == AFTERSALE_OK)
        status = as__unit_add(&my->unit, &budget, -booking.amount);
    return status == AFTERSALE_OK ? as__unit_commit(&my->unit) : status;
}

void ledger_pay(ledger *my, uint64_t id, tally *out)
{
    uint64_t numbers[] = {BUDGET + id, 1 + rival_random(&my->random, PAYMENT_MOST)};
    aftersale_status status = run(my, try_to_pay, numbers, out);
    if (status == AFTERSALE_OK) {
        out->payments++;
        out->paid += (int64_t)numbers[1];
    }
    out->refused += status == AFTERSALE_LIMIT;
    out->broken += status != AFTERSALE_OK && status != AFTERSALE_LIMIT;
}

/* Every customer on the way up must still stand there at the commit. They are read one after another, so
 * that others' moves in between may lead in a circle: then it is tried again.
 * @return OK, CONFLICT, STATE: the way leads through `id` */
static aftersale_status walk_up(ledger *my, uint64_t from, uint64_t id)
{
    for (int steps = 0; from != 0; steps++) {
        aftersale_key key = customer_key(from);
        const aftersale_record *record;
        aftersale_status status = as__unit_get(&my->unit, &key, &record);
        if (status == AFTERSALE_OK)
            status = as__unit_expect(&my->unit, &key);
        if (status != AFTERSALE_OK)
            return status;
        if (steps == CUSTOMERS)
            return AFTERSALE_CONFLICT;
        if (from == id)
            return AFTERSALE_STATE;
        from = ((const aftersale_customer *)record)->referred_by;
    }
    return AFTERSALE_OK;
}

static aftersale_status try_to_move(ledger *my, const uint64_t *numbers)
{
    aftersale_key key = customer_key(numbers[0]);
    const aftersale_record *record;
    aftersale_customer draft;
    aftersale_status status = as__unit_get(&my->unit, &key, &record);
    if (status == AFTERSALE_OK)
        status = walk_up(my, numbers[1], numbers[0]);
    if (status != AFTERSALE_OK)
        return status;
    draft = *(const aftersale_customer *)record;
    draft.referred_by = numbers[1];
    status = as__unit_put(&my->unit, AFTERSALE_KIND_CUSTOMER, &draft, NULL);
    return status == AFTERSALE_OK ? as__unit_commit(&my->unit) : status;
}

void ledger_move(ledger *my, tally *out)
{
    uint64_t numbers[] = {1 + rival_random(&my->random, CUSTOMERS), 1 + rival_random(&my->random, CUSTOMERS)};
    aftersale_status status = run(my, try_to_move, numbers, out);
    out->moves += status == AFTERSALE_OK;
    out->skipped += status == AFTERSALE_STATE;
    out->broken += status != AFTERSALE_OK && status != AFTERSALE_STATE;
}

static bool has_cycle(const uint64_t *above)
{
    for (uint64_t id = 1; id <= CUSTOMERS; id++) {
        size_t steps = 0;
        for (uint64_t up = id; up != 0; up = above[up])
            if (++steps > CUSTOMERS)
                return true;
    }
    return false;
}

void ledger_look(ledger *my, tally *out)
{
    uint64_t above[CUSTOMERS + 1] = {0};
    aftersale_key keys[CUSTOMERS];
    aftersale_status status;
    for (uint64_t id = 1; id <= CUSTOMERS; id++)
        keys[id - 1] = customer_key(id);
    as__unit_reset(&my->unit);
    status = as__unit_fetch(&my->unit, keys, CUSTOMERS);
    for (uint64_t id = 1; id <= CUSTOMERS && status == AFTERSALE_OK; id++) {
        const aftersale_record *record;
        status = as__unit_get(&my->unit, &keys[id - 1], &record);
        if (status == AFTERSALE_OK)
            above[id] = ((const aftersale_customer *)record)->referred_by;
    }
    out->looks++;
    out->cycles += status == AFTERSALE_OK && has_cycle(above);
    out->broken += status != AFTERSALE_OK;
}

bool ledger_sum(ledger *my, int64_t *left, int64_t *booked)
{
    const aftersale_record *last = NULL;
    as__found found;
    *left = *booked = 0;
    as__unit_reset(&my->unit);
    do {
        aftersale_range range;
        as__range_begin(&range, BOOK, AFTERSALE_KIND_COUNTER, 0, PAGE);
        if (last != NULL)
            as__range_resume_at(&range, last);
        if (as__unit_scan(&my->unit, &range, &found) != AFTERSALE_OK)
            return false;
        for (size_t i = 0; i < found.count; i++) {
            const as__counter *counter = (const as__counter *)found.items[i];
            *(counter->id == BUDGET ? left : booked) += counter->amount;
        }
        last = found.count != 0 ? found.items[found.count - 1] : NULL;
    } while (last != NULL);
    return true;
}
