/* SPDX-License-Identifier: MIT */
/* Money in minor units, unit prices finer than that, quantities; half-even rounding (S5). */
#ifndef AS_VALUE_MONEY_H
#define AS_VALUE_MONEY_H
#include "aftersale/value.h"
#include <stdbool.h>

#define AS__MONEY_MAX INT64_C(1000000000000000) /* 10^15 minor units either way */

bool as__money_given(aftersale_money money);
bool as__price_given(aftersale_price price);
bool as__quantity_given(aftersale_quantity quantity);
/* false: mixed or too large */
bool as__money_add(aftersale_money a, aftersale_money b, aftersale_money *out);
/* Quantity times price, rounded half-even to minor units. False: too large. */
bool as__amount(aftersale_quantity quantity, aftersale_price price, aftersale_money *out);
/* Exact. A sum that comes to zero keeps a decimal: it was given. False: too large. */
bool as__quantity_add(aftersale_quantity a, aftersale_quantity b, aftersale_quantity *out);
int as__quantity_compare(aftersale_quantity a, aftersale_quantity b);
/* Splits an amount into parts by weights that sum to it (largest remainder, then first). False: no weight. */
bool as__money_split(aftersale_money whole, const int64_t *weights, size_t count, int64_t *parts);

/* Bytes that hold any price or quantity text. */
#define AS__PRICE_TEXT 40
/* "0.001 GBP", "" when not given */
void as__price_text(aftersale_price price, char out[AS__PRICE_TEXT]);
/* "12.5"; "0" for a zero with decimals */
void as__quantity_text(aftersale_quantity quantity, char out[AS__PRICE_TEXT]);
bool as__quantity_parse(const char *text, aftersale_quantity *out);
#endif
