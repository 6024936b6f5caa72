/* SPDX-License-Identifier: MIT */
/* 128-bit whole numbers, for products of two 64-bit ones. */
#ifndef AS_BASE_WIDE_H
#define AS_BASE_WIDE_H
#include <stdbool.h>
#include <stdint.h>

__extension__ typedef __int128 as__wide;

/* False: does not fit. */
static inline bool as__wide_narrow(as__wide wide, int64_t *out)
{
    if (wide < INT64_MIN || wide > INT64_MAX)
        return false;
    *out = (int64_t)wide;
    return true;
}

/* value / divisor, a half going to the even neighbour; divisor above zero. */
static inline as__wide as__wide_half_even(as__wide value, int64_t divisor)
{
    as__wide quotient = value / divisor;
    as__wide rest = value % divisor;
    as__wide twice = rest < 0 ? -2 * rest : 2 * rest;
    if (twice > divisor || (twice == divisor && quotient % 2 != 0))
        quotient += value < 0 ? -1 : 1;
    return quotient;
}
#endif
