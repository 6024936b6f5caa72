/* SPDX-License-Identifier: MIT */
#include "basics/exact_number.h"
#include "aftersale.h"
#include <ctype.h>
#include <stdio.h>
#include <string.h>

static bool add_digit(int64_t *units, int digit)
{
    if (*units > (INT64_MAX - digit) / 10)
        return false;
    *units = *units * 10 + digit;
    return true;
}

static exact_number without_zeros(exact_number number)
{
    while (number.decimals > 0 && number.units % 10 == 0) {
        number.units /= 10;
        number.decimals--;
    }
    return number;
}

static bool is_passed_over(char sign, const number_style *style)
{
    return (style->group != '\0' && sign == style->group) ||
           (style->strip != NULL && strchr(style->strip, sign) != NULL);
}

bool exact_read(const char *text, const number_style *style, exact_number *out)
{
    exact_number number = {0, 0};
    bool is_negative = false, in_brackets = false, behind = false, any = false, closed = false;
    for (; *text != '\0'; text++) {
        if (closed)
            return false;
        if (isdigit((unsigned char)*text)) {
            if (!add_digit(&number.units, *text - '0'))
                return false;
            number.decimals += behind;
            any = true;
        } else if (*text == style->decimal && !behind) {
            behind = true;
        } else if ((*text == '-' || *text == '+') && !any && !is_negative) {
            is_negative = *text == '-';
        } else if (*text == '(' && !any && !in_brackets) {
            in_brackets = true;
        } else if (*text == ')' && in_brackets && any) {
            closed = true;
        } else if (!is_passed_over(*text, style)) {
            return false;
        }
    }
    number = without_zeros(number);
    if (!any || in_brackets != closed || number.decimals > EXACT_DECIMALS)
        return false;
    if (is_negative || in_brackets)
        number.units = -number.units;
    *out = number;
    return true;
}

static bool multiply(int64_t a, int64_t b, int64_t *out)
{
    if (a != 0 && b != 0) {
        int64_t most_a = a < 0 ? -a : a, most_b = b < 0 ? -b : b;
        if (most_a > INT64_MAX / most_b)
            return false;
    }
    *out = a * b;
    return true;
}

bool exact_multiply(exact_number a, exact_number b, exact_number *out)
{
    exact_number product = {0, a.decimals + b.decimals};
    if (!multiply(a.units, b.units, &product.units))
        return false;
    *out = without_zeros(product);
    return out->decimals <= EXACT_DECIMALS;
}

static bool with_decimals(exact_number number, int decimals, int64_t *units)
{
    *units = number.units;
    for (int i = number.decimals; i < decimals; i++) {
        if (!multiply(*units, 10, units))
            return false;
    }
    return true;
}

bool exact_rest(exact_number share, exact_number *out)
{
    int64_t one;
    if (!with_decimals((exact_number){1, 0}, share.decimals, &one) || share.units < -one || share.units > one)
        return false;
    *out = without_zeros((exact_number){one - share.units, share.decimals});
    return true;
}

exact_number exact_rounded(exact_number number, int decimals)
{
    int64_t unit = 1;
    if (number.decimals <= decimals)
        return number;
    for (int i = decimals; i < number.decimals; i++)
        unit *= 10;
    int64_t whole = number.units / unit, rest = number.units % unit;
    int64_t size = rest < 0 ? -rest : rest;
    if (size > unit / 2 || (size == unit / 2 && whole % 2 != 0))
        whole += rest < 0 ? -1 : 1;
    return without_zeros((exact_number){whole, decimals});
}

/* As the library writes one minor unit. */
int currency_decimals(const char *currency)
{
    char text[AFTERSALE_MONEY_TEXT];
    aftersale_money one = {.minor = 1};
    snprintf(one.currency, sizeof one.currency, "%s", currency);
    aftersale_money_text(one, text);
    const char *point = strchr(text, '.');
    return point == NULL ? 0 : (int)strcspn(point + 1, " ");
}

int exact_compare(exact_number a, exact_number b)
{
    int decimals = a.decimals > b.decimals ? a.decimals : b.decimals;
    int64_t left, right;
    /* What does not fit when widened is the larger in size. */
    if (!with_decimals(a, decimals, &left))
        return a.units < 0 ? -1 : 1;
    if (!with_decimals(b, decimals, &right))
        return b.units < 0 ? 1 : -1;
    return (left > right) - (left < right);
}

void exact_text(exact_number number, char out[EXACT_TEXT])
{
    exact_sum sum = {{0}, false};
    exact_add(&sum, number);
    exact_sum_text(&sum, 0, out);
}

void exact_add(exact_sum *sum, exact_number number)
{
    int64_t *place = &sum->places[number.decimals];
    bool fits = number.units < 0 ? *place >= INT64_MIN - number.units : *place <= INT64_MAX - number.units;
    if (fits)
        *place += number.units;
    else
        sum->is_over = true;
}

void exact_sum_text(const exact_sum *sum, int decimals, char out[EXACT_TEXT])
{
    int64_t whole = 0, carry = 0;
    int digits[EXACT_DECIMALS + 1] = {0};
    bool is_negative = false;
    for (int pass = 0; pass < 2; pass++) {
        carry = 0;
        for (int i = EXACT_DECIMALS; i > 0; i--) {
            int64_t value = (is_negative ? -sum->places[i] : sum->places[i]) + carry;
            carry = value / 10 - (value % 10 < 0);
            digits[i] = (int)(value - carry * 10);
        }
        whole = (is_negative ? -sum->places[0] : sum->places[0]) + carry;
        if (whole >= 0)
            break;
        is_negative = true; /* written from the other side */
    }
    if (sum->is_over) {
        snprintf(out, EXACT_TEXT, "too large");
        return;
    }
    int most = EXACT_DECIMALS;
    while (most > decimals && digits[most] == 0)
        most--;
    int size =
        snprintf(out, EXACT_TEXT, "%s%lld%s", is_negative ? "-" : "", (long long)whole, most > 0 ? "." : "");
    for (int i = 1; i <= most; i++)
        out[size++] = (char)('0' + digits[i]);
    out[size] = '\0';
}
