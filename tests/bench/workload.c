/* SPDX-License-Identifier: MIT */
#include "bench/workload.h"
#include <stdio.h>

enum { STREAM_CUSTOMER = 1, STREAM_SALE, STREAM_CONTRACT, STREAM_REFERRAL, STREAM_DONE };

const int32_t workload_offsets[WORKLOAD_STEPS] = {1, 7, 30, 90, 180, 270, 365, 455};

uint64_t workload_draw(uint64_t *state)
{
    *state += UINT64_C(0x9e3779b97f4a7c15);
    uint64_t z = *state;
    z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
    z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
    return z ^ (z >> 31);
}

/* The state from which row `number` of a stream draws. */
static uint64_t row_state(const workload *w, uint64_t stream, uint64_t number)
{
    uint64_t state = w->seed + (stream << 56) + number;
    return workload_draw(&state);
}

static uint32_t below(uint64_t *state, uint32_t bound)
{
    return (uint32_t)(workload_draw(state) % bound);
}

workload workload_of(uint32_t customers, uint64_t seed)
{
    return (workload){.seed = seed,
                      .customers = customers,
                      .sales = customers + customers / 2,
                      .contracts = customers / 5,
                      .referrals = customers / 10};
}

void workload_customer_ref(uint32_t number, char out[16])
{
    snprintf(out, 16, "C-%07u", (unsigned)number);
}

void workload_product_ref(uint32_t number, char out[16])
{
    snprintf(out, 16, "P-%03u", (unsigned)number);
}

void workload_customer_at(const workload *w, uint32_t number, workload_customer *out)
{
    static const char *const first[] = {"Ada", "Grace", "Jean", "Alan", "Edith", "Konrad", "Noor", "Wanja"};
    static const char *const last[] = {"Fisher", "Okafor", "Lindqvist", "Moreau",
                                       "Petrov", "Sato",   "Weber",     "Young"};
    uint64_t state = row_state(w, STREAM_CUSTOMER, number);
    const char *given = first[below(&state, 8)];
    const char *family = last[below(&state, 8)];
    workload_customer_ref(number, out->ref);
    snprintf(out->name, sizeof out->name, "%s %s %u", given, family, number);
    snprintf(out->email, sizeof out->email, "%s%u@example.org", family, number);
    snprintf(out->phone, sizeof out->phone, "+4420%08u", below(&state, 100000000));
    out->owner = below(&state, WORKLOAD_OWNERS) + 1;
    out->referred_by = 0;
    if (number > 1 && number <= w->referrals + 1) { /* a random recursive tree with customer 1 as its root */
        uint64_t tree = row_state(w, STREAM_REFERRAL, number);
        out->referred_by = below(&tree, number - 1) + 1;
    }
}

void workload_sale_at(const workload *w, uint32_t number, workload_sale *out)
{
    uint64_t state = row_state(w, STREAM_SALE, number);
    int32_t day = (int32_t)((uint64_t)(number - 1) * WORKLOAD_DAYS / w->sales);
    snprintf(out->ref, sizeof out->ref, "INV-%08u", number);
    out->number = number;
    out->customer = below(&state, w->customers) + 1;
    out->product = below(&state, WORKLOAD_PRODUCTS) + 1;
    workload_customer_ref(out->customer, out->customer_ref);
    workload_product_ref(out->product, out->product_ref);
    out->amount = 1000 + (int64_t)below(&state, 500000);
    out->sold = WORKLOAD_FIRST_DAY + (day < WORKLOAD_DAYS ? day : WORKLOAD_DAYS - 1);
}

void workload_contract_at(const workload *w, uint32_t number, workload_contract *out)
{
    uint64_t state = row_state(w, STREAM_CONTRACT, number);
    snprintf(out->ref, sizeof out->ref, "K-%07u", number);
    out->customer = below(&state, w->customers) + 1;
    out->category = below(&state, WORKLOAD_CATEGORIES) + 1;
    out->region = below(&state, 16) + 1;
    out->tier = below(&state, 4) + 1;
    out->start = WORKLOAD_FIRST_DAY - (int32_t)below(&state, 730);
    out->end = out->start + 730;
}

bool workload_is_done(const workload *w, uint32_t sale, uint32_t step)
{
    workload_sale row;
    workload_sale_at(w, sale, &row);
    if (row.sold + workload_offsets[step] >= WORKLOAD_TODAY) {
        return false;
    }
    uint64_t state = row_state(w, STREAM_DONE, (uint64_t)sale * WORKLOAD_STEPS + step);
    return below(&state, 100) < 97;
}

/* The first sale of a day, counted from the first; past the last day the number behind the last sale. */
static uint32_t first_sale_of(const workload *w, int32_t day)
{
    uint64_t before = ((uint64_t)day * w->sales + WORKLOAD_DAYS - 1) / WORKLOAD_DAYS;
    return day <= 0 ? 1 : day >= WORKLOAD_DAYS ? w->sales + 1 : (uint32_t)before + 1;
}

size_t workload_touches_due(const workload *w, bool done, workload_touch *out)
{
    size_t count = 0;
    for (int32_t day = 0; day < WORKLOAD_TODAY - WORKLOAD_FIRST_DAY; day++) {
        for (uint32_t step = 0; step < WORKLOAD_STEPS && workload_offsets[step] <= day; step++) {
            uint32_t until = first_sale_of(w, day - workload_offsets[step] + 1);
            for (uint32_t sale = first_sale_of(w, day - workload_offsets[step]); sale < until; sale++) {
                if (workload_is_done(w, sale, step) != done)
                    continue;
                if (out != NULL)
                    out[count] = (workload_touch){sale, step};
                count++;
            }
        }
    }
    return count;
}

int32_t workload_priority(uint32_t step)
{
    return (int32_t)(step % 4) + 1;
}

int64_t workload_noon(int32_t day)
{
    return ((int64_t)day * 86400 + 43200) * 1000000;
}
