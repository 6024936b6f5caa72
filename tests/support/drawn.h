/* SPDX-License-Identifier: MIT */
/* What tests draw from a seed: numbers, one of several words, and text put together of them. Goes with
 * support/trial.h. */
#ifndef DRAWN_H
#define DRAWN_H
#include "support/trial.h"

static uint64_t drawn_state;
static uint64_t drawn_seed; /* for messages */

static inline void draw_from(uint64_t seed)
{
    drawn_seed = seed;
    drawn_state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
}

static inline uint32_t draw(uint32_t below)
{
    drawn_state ^= drawn_state << 13;
    drawn_state ^= drawn_state >> 7;
    drawn_state ^= drawn_state << 17;
    return (uint32_t)(drawn_state >> 33) % below;
}

static inline const char *pick_one(const char *const *words, size_t count)
{
    return words[draw((uint32_t)count)];
}
#define PICK(...) pick_one((const char *const[]){__VA_ARGS__}, COUNT(((const char *const[]){__VA_ARGS__})))

typedef struct text {
    char items[8192];
    size_t count;
} text;

static inline void add(text *to, const char *words)
{
    size_t size = strlen(words);
    cr_assert_lt(to->count + size, sizeof to->items);
    memcpy(to->items + to->count, words, size + 1);
    to->count += size;
}
#endif
