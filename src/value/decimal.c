/* SPDX-License-Identifier: MIT */
#include "value/decimal.h"
#include "base/checked.h"
#include "value/money.h"
#include "value/text.h"
#include <string.h>

char *as__decimal_write(int64_t units, int64_t decimals, char *out)
{
    char backwards[AS__DECIMAL_TEXT];
    size_t size = 0;
    uint64_t left = units < 0 ? 0 - (uint64_t)units : (uint64_t)units;
    for (int64_t digits = 0; left > 0 || digits <= decimals; digits++) {
        if (digits == decimals && decimals > 0)
            backwards[size++] = '.';
        backwards[size++] = (char)('0' + left % 10);
        left /= 10;
    }
    if (units < 0)
        *out++ = '-';
    while (size > 0)
        *out++ = backwards[--size];
    *out = '\0';
    return out;
}

static bool is_digit(char sign)
{
    return sign >= '0' && sign <= '9';
}

static bool add_digit(int64_t *units, char digit)
{
    return as__mul_i64(*units, 10, units) && as__add_i64(*units, digit - '0', units);
}

bool as__decimal_read(const char **text, int64_t max_decimals, int64_t *units, int64_t *decimals)
{
    const char *next = *text;
    bool is_negative = *next == '-';
    next += is_negative;
    if (!is_digit(*next))
        return false;
    int64_t found = 0, behind = 0;
    for (; is_digit(*next); next++) {
        if (!add_digit(&found, *next))
            return false;
    }
    if (*next == '.') {
        for (next++; is_digit(*next); next++) {
            if (++behind > max_decimals || !add_digit(&found, *next))
                return false;
        }
        if (behind == 0)
            return false;
    }
    *units = is_negative ? -found : found;
    *decimals = behind;
    *text = next;
    return true;
}

/* The currency behind one space at the end of a text; -1 when it is none. */
static int currency_behind(const char *text)
{
    return *text == ' ' ? as__currency_decimals(text + 1) : -1;
}

/* Reads "12.50 GBP" with up to `more` decimals than the currency has. */
static bool read_with_currency(const char *text, int more, aftersale_price *out)
{
    int64_t units, decimals;
    if (text == NULL || out == NULL || !as__decimal_read(&text, INT64_MAX, &units, &decimals))
        return false;
    int most = currency_behind(text);
    if (most < 0 || decimals > most + more)
        return false;
    *out = (aftersale_price){.units = units, .decimals = (int32_t)decimals};
    memcpy(out->currency, text + 1, 3);
    return true;
}

aftersale_status aftersale_price_parse(const char *text, aftersale_price *out)
{
    return read_with_currency(text, 6, out) ? AFTERSALE_OK : AFTERSALE_INVALID;
}

aftersale_status aftersale_money_parse(const char *text, aftersale_money *out)
{
    aftersale_price price;
    if (out == NULL || !read_with_currency(text, 0, &price))
        return AFTERSALE_INVALID;
    aftersale_money money = {.minor = price.units};
    memcpy(money.currency, price.currency, 3);
    for (int left = as__currency_decimals(price.currency) - price.decimals; left > 0; left--) {
        if (!as__mul_i64(money.minor, 10, &money.minor))
            return AFTERSALE_INVALID;
    }
    if (money.minor > AS__MONEY_MAX || money.minor < -AS__MONEY_MAX)
        return AFTERSALE_INVALID;
    *out = money;
    return AFTERSALE_OK;
}

static void write_with_currency(int64_t units, int64_t decimals, const char *currency, char *out)
{
    char *end = as__decimal_write(units, decimals, out);
    *end++ = ' ';
    memcpy(end, currency, 3);
    end[3] = '\0';
}

void aftersale_money_text(aftersale_money money, char out[32])
{
    int decimals = as__currency_decimals(money.currency);
    out[0] = '\0';
    if (decimals >= 0)
        write_with_currency(money.minor, decimals, money.currency, out);
}

void as__price_text(aftersale_price price, char out[AS__PRICE_TEXT])
{
    out[0] = '\0';
    if (as__currency_valid(price.currency) && price.decimals >= 0 && price.decimals <= 18)
        write_with_currency(price.units, price.decimals, price.currency, out);
}

void as__quantity_text(aftersale_quantity quantity, char out[AS__PRICE_TEXT])
{
    out[0] = '\0';
    if (!as__quantity_given(quantity) || quantity.decimals < 0 || quantity.decimals > 18)
        return;
    as__decimal_write(quantity.units, quantity.units == 0 ? 0 : quantity.decimals, out);
}

bool as__quantity_parse(const char *text, aftersale_quantity *out)
{
    int64_t units, decimals;
    if (text == NULL || !as__decimal_read(&text, 6, &units, &decimals) || *text != '\0')
        return false;
    if (units == 0 && decimals == 0)
        decimals = 1; /* a zero that is given */
    *out = (aftersale_quantity){units, decimals};
    return true;
}
