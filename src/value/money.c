/* SPDX-License-Identifier: MIT */
#include "value/money.h"
#include "base/checked.h"
#include "base/wide.h"
#include "value/text.h"
#include <string.h>

#define QUANTITY_DECIMALS 6
#define PRICE_EXTRA_DECIMALS 6
#define POWERS 19

static const int64_t powers[POWERS] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000,
};

bool as__money_given(aftersale_money money)
{
    return money.currency[0] != '\0';
}

bool as__price_given(aftersale_price price)
{
    return price.currency[0] != '\0';
}

bool as__quantity_given(aftersale_quantity quantity)
{
    return quantity.units != 0 || quantity.decimals != 0;
}

static bool is_quantity(aftersale_quantity quantity)
{
    return quantity.decimals >= 0 && quantity.decimals <= QUANTITY_DECIMALS;
}

static bool in_limit(as__wide minor)
{
    return minor >= -AS__MONEY_MAX && minor <= AS__MONEY_MAX;
}

static aftersale_money money_of(int64_t minor, const char *currency)
{
    aftersale_money money = {.minor = minor};
    memcpy(money.currency, currency, 3);
    return money;
}

bool as__money_add(aftersale_money a, aftersale_money b, aftersale_money *out)
{
    if (memcmp(a.currency, b.currency, 4) != 0)
        return false;
    as__wide sum = (as__wide)a.minor + b.minor;
    if (!in_limit(sum))
        return false;
    *out = money_of((int64_t)sum, a.currency);
    return true;
}

bool as__amount(aftersale_quantity quantity, aftersale_price price, aftersale_money *out)
{
    int decimals = as__currency_decimals(price.currency);
    if (decimals < 0 || !is_quantity(quantity))
        return false;
    if (price.decimals < 0 || price.decimals > decimals + PRICE_EXTRA_DECIMALS)
        return false;
    as__wide exact = (as__wide)quantity.units * price.units;
    int64_t shift = quantity.decimals + price.decimals - decimals;
    if (shift >= 0) {
        exact = as__wide_half_even(exact, powers[shift]);
    } else {
        if (!in_limit(exact))
            return false;
        exact *= powers[-shift];
    }
    if (!in_limit(exact))
        return false;
    *out = money_of((int64_t)exact, price.currency);
    return true;
}

bool as__quantity_add(aftersale_quantity a, aftersale_quantity b, aftersale_quantity *out)
{
    if (!is_quantity(a) || !is_quantity(b))
        return false;
    int64_t decimals = a.decimals > b.decimals ? a.decimals : b.decimals;
    as__wide sum =
        (as__wide)a.units * powers[decimals - a.decimals] + (as__wide)b.units * powers[decimals - b.decimals];
    int64_t units;
    if (!as__wide_narrow(sum, &units))
        return false;
    /* Six and minus six make a zero that was given, so it needs a decimal to be told from nothing. */
    bool any_given = as__quantity_given(a) || as__quantity_given(b);
    if (units == 0 && decimals == 0 && any_given)
        decimals = 1;
    *out = (aftersale_quantity){units, decimals};
    return true;
}

int as__quantity_compare(aftersale_quantity a, aftersale_quantity b)
{
    if (!is_quantity(a) || !is_quantity(b))
        return is_quantity(a) - is_quantity(b);
    as__wide left = (as__wide)a.units * powers[QUANTITY_DECIMALS - a.decimals];
    as__wide right = (as__wide)b.units * powers[QUANTITY_DECIMALS - b.decimals];
    return (left > right) - (left < right);
}

/* A part before rounding: what it gets for sure, and what is left of it. */
typedef struct share {
    int64_t whole, rest;
} share;

static share share_of(int64_t amount, int64_t weight, int64_t total)
{
    as__wide product = (as__wide)amount * weight;
    return (share){(int64_t)(product / total), (int64_t)(product % total)};
}

static bool total_of(const int64_t *weights, size_t count, int64_t *total)
{
    *total = 0;
    for (size_t i = 0; i < count; i++) {
        if (weights[i] < 0 || !as__add_i64(*total, weights[i], total))
            return false;
    }
    return *total > 0;
}

/* The largest rest that at least `wanted` parts reach: found by halving, as no memory is at hand for
 * sorting. */
static int64_t rest_to_reach(int64_t amount, const int64_t *weights, size_t count, int64_t total,
                             size_t wanted)
{
    int64_t low = 0, high = total - 1;
    while (low < high) {
        int64_t middle = low + (high - low) / 2 + 1;
        size_t reached = 0;
        for (size_t i = 0; i < count; i++)
            reached += share_of(amount, weights[i], total).rest >= middle;
        if (reached >= wanted)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

bool as__money_split(aftersale_money whole, const int64_t *weights, size_t count, int64_t *parts)
{
    int64_t total;
    if (!in_limit(whole.minor) || !total_of(weights, count, &total))
        return false;
    int64_t sign = whole.minor < 0 ? -1 : 1;
    int64_t amount = whole.minor * sign;
    int64_t left = amount;
    for (size_t i = 0; i < count; i++)
        left -= share_of(amount, weights[i], total).whole;

    int64_t reach = left == 0 ? total : rest_to_reach(amount, weights, count, total, (size_t)left);
    int64_t ties = left;
    for (size_t i = 0; i < count; i++)
        ties -= share_of(amount, weights[i], total).rest > reach;
    for (size_t i = 0; i < count; i++) {
        share part = share_of(amount, weights[i], total);
        bool is_tie = part.rest == reach && ties > 0;
        ties -= is_tie;
        parts[i] = sign * (part.whole + (part.rest > reach || is_tie));
    }
    return true;
}
