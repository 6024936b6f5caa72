/* SPDX-License-Identifier: MIT */
/* Numbers of a fixed width inside dates and times. */
#ifndef AS_VALUE_DIGITS_H
#define AS_VALUE_DIGITS_H
#include "aftersale/value.h"
#include <stdbool.h>

/* Reads exactly `width` digits, at most 9, and moves `text` behind them. */
bool as__digits_read(const char **text, int width, int *out);
/* Writes the last `width` digits of `number`. @return where to go on; no closing NUL */
char *as__digits_write(char *out, int width, uint32_t number);

/* "2026-11-21", a real day. */
bool as__digits_read_date(const char **text, aftersale_date *out);
char *as__digits_date(aftersale_date date, char *out);
#endif
