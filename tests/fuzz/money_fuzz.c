/* SPDX-License-Identifier: MIT */
/* Money, unit prices and quantities as text (S5): what is read is written so that it reads the same.
 * The input is a price, a line end and a quantity; each reader sees both parts. */
#include "fuzz/fuzz.h"
#include "value/money.h"

static void read_money(const char *text)
{
    aftersale_money money, again;
    char written[AFTERSALE_MONEY_TEXT];
    if (aftersale_money_parse(text, &money) != AFTERSALE_OK)
        return;
    ALWAYS(money.minor >= -AS__MONEY_MAX && money.minor <= AS__MONEY_MAX);
    aftersale_money_text(money, written);
    ALWAYS(aftersale_money_parse(written, &again) == AFTERSALE_OK);
    ALWAYS(again.minor == money.minor && strcmp(again.currency, money.currency) == 0);
}

static bool read_price(const char *text, aftersale_price *price)
{
    aftersale_price again;
    char written[AS__PRICE_TEXT];
    if (aftersale_price_parse(text, price) != AFTERSALE_OK)
        return false;
    as__price_text(*price, written);
    ALWAYS(aftersale_price_parse(written, &again) == AFTERSALE_OK);
    ALWAYS(again.units == price->units && again.decimals == price->decimals &&
           strcmp(again.currency, price->currency) == 0);
    return true;
}

static bool read_quantity(const char *text, aftersale_quantity *quantity)
{
    aftersale_quantity again, sum;
    char written[AS__PRICE_TEXT];
    if (!as__quantity_parse(text, quantity))
        return false;
    as__quantity_text(*quantity, written);
    ALWAYS(!as__quantity_given(*quantity) || as__quantity_parse(written, &again));
    ALWAYS(!as__quantity_given(*quantity) || as__quantity_compare(*quantity, again) == 0);
    aftersale_quantity less = {-quantity->units, quantity->decimals};
    ALWAYS(as__quantity_add(*quantity, less, &sum) && sum.units == 0);
    return true;
}

static void multiply(aftersale_quantity quantity, aftersale_price price)
{
    aftersale_money amount, negative;
    if (!as__amount(quantity, price, &amount))
        return;
    ALWAYS(amount.minor >= -AS__MONEY_MAX && amount.minor <= AS__MONEY_MAX);
    quantity.units = -quantity.units;
    ALWAYS(as__amount(quantity, price, &negative) && negative.minor == -amount.minor);
    int64_t parts[3], weights[3] = {1, 2, 4};
    ALWAYS(as__money_split(amount, weights, 3, parts));
    ALWAYS(parts[0] + parts[1] + parts[2] == amount.minor);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *first = fuzz_text(data, size), *line_end = strchr(first, '\n');
    const char *second = line_end != NULL ? line_end + 1 : "";
    if (line_end != NULL)
        *line_end = '\0';
    aftersale_price price, other_price;
    aftersale_quantity quantity, other_quantity;
    read_money(first);
    read_money(second);
    (void)read_price(second, &other_price);
    (void)read_quantity(first, &other_quantity);
    bool has_price = read_price(first, &price), has_quantity = read_quantity(second, &quantity);
    if (has_price && has_quantity)
        multiply(quantity, price);
    free(first);
    return 0;
}
