/* SPDX-License-Identifier: MIT */
#include "rules/assumption.h"
#include "value/keyed_hash.h"
#include "value/text.h"
#include <string.h>

static bool fits(const aftersale_assumption *one, const as__assumed_touch *touch)
{
    return (one->plan == NULL || strcmp(one->plan, touch->plan) == 0) &&
           (one->kind == NULL || strcmp(one->kind, touch->kind) == 0);
}

static bool goes_with(const aftersale_assumption *one, const aftersale_assumption *first)
{
    return as__text_same(one->plan, first->plan) && as__text_same(one->kind, first->kind);
}

/* Below `parts`, drawn from seed, touch and moment. */
static uint64_t draw(uint64_t seed, const as__assumed_touch *touch, uint64_t parts)
{
    uint8_t key[16] = {0}, hash[16];
    uint64_t drawn = 0;
    as__keyed_hash state;
    for (int i = 0; i < 8; i++)
        key[i] = (uint8_t)(seed >> 8 * i);
    as__keyed_begin(&state, key);
    as__keyed_bytes(&state, touch->id.bytes, sizeof touch->id.bytes);
    as__keyed_word(&state, (uint64_t)touch->at.us);
    as__keyed_end(&state, hash);
    for (int i = 0; i < 8; i++)
        drawn |= (uint64_t)hash[i] << 8 * i;
    return drawn % parts;
}

const aftersale_assumption *as__assumption_of(const aftersale_assumptions *all, uint64_t seed,
                                              const as__assumed_touch *touch)
{
    const aftersale_assumption *first = NULL;
    uint64_t parts = 0;
    for (size_t i = 0; i < all->count; i++) {
        const aftersale_assumption *one = &all->items[i];
        if (first == NULL && fits(one, touch))
            first = one;
        if (first != NULL && goes_with(one, first))
            parts += (uint64_t)one->parts;
    }
    if (first == NULL)
        return NULL;
    uint64_t drawn = draw(seed, touch, parts);
    const aftersale_assumption *one = first;
    while (!goes_with(one, first) || drawn >= (uint64_t)one->parts) {
        if (goes_with(one, first))
            drawn -= (uint64_t)one->parts;
        one++;
    }
    return one;
}
