/* SPDX-License-Identifier: MIT */
/* Decimal numbers as files write them, and sums of them, without rounding. */
#ifndef EXACT_NUMBER_H
#define EXACT_NUMBER_H
#include <stdbool.h>
#include <stdint.h>

/* units * 10^-decimals */
typedef struct exact_number { int64_t units; int decimals; } exact_number;

/* How a file writes numbers. */
typedef struct number_style {
    char decimal;      /* '.' */
    char group;        /* between thousands; 0: none */
    const char *strip; /* signs to pass over, "£$"; NULL: none */
} number_style;

/* Reads "-1,234.50", "(12.50)" or "£12". False: no number, or too large. Zeros at the end of the decimals
 * go. */
bool exact_read(const char *text, const number_style *style, exact_number *out);
/* False: too large. */
bool exact_multiply(exact_number a, exact_number b, exact_number *out);
/* 1 less `share`. False: too large. */
bool exact_rest(exact_number share, exact_number *out);
/* To so many decimals, half-even. */
exact_number exact_rounded(exact_number number, int decimals);
/* Digits behind the point in a currency; 0 where it is none. */
int currency_decimals(const char *currency);
int exact_compare(exact_number a, exact_number b);
#define EXACT_TEXT 48
void exact_text(exact_number number, char out[EXACT_TEXT]);

#define EXACT_DECIMALS 18
/* A sum whose parts have any decimals up to 18: one total a decimal place. */
typedef struct exact_sum { int64_t places[EXACT_DECIMALS + 1]; bool is_over; } exact_sum;
void exact_add(exact_sum *sum, exact_number number);
/* Writes at least `decimals` of them; "too large" where the sum does not fit. */
void exact_sum_text(const exact_sum *sum, int decimals, char out[EXACT_TEXT]);
#endif
