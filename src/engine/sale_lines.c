/* SPDX-License-Identifier: MIT */
#include "engine/sale_lines.h"
#include "engine/catalogue.h"
#include "value/money.h"
#include <stdio.h>
#include <string.h>

#define QUANTITY_DECIMALS 6

static const aftersale_quantity one = {1, 0};
static const aftersale_quantity quantity_most = {INT64_C(1000000000000),
                                                 0}; /* so that its weight is a number */

aftersale_quantity as__line_left(const aftersale_sale_line *line)
{
    aftersale_quantity left = line->quantity, back = line->returned;
    back.units = -back.units;
    (void)as__quantity_add(line->quantity, back, &left);
    return left;
}

bool as__lines_are_back(const as__list *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        if (as__line_left(&AS__ITEMS(aftersale_sale_line, *lines)[i]).units > 0)
            return false;
    return true;
}

int64_t as__quantity_weight(aftersale_quantity quantity)
{
    int64_t weight = quantity.units;
    for (int64_t decimals = quantity.decimals; decimals < QUANTITY_DECIMALS; decimals++)
        weight *= 10;
    return weight;
}

static aftersale_status fail_line(as__command *command, size_t i, const char *field, as__message message,
                                  const char *text)
{
    char path[64];
    snprintf(path, sizeof path, "lines[%zu].%s", i, field);
    return as__fail_field(command->book, AFTERSALE_INVALID, path, message, text);
}

/* A product named by id must be in the catalogue; one named by ref may be. */
static aftersale_status find_products(as__command *command, aftersale_sale_lines given, aftersale_date day,
                                      as__priced *out)
{
    aftersale_key *keys = as__arena_take(&command->unit->arena, (given.count + 1) * sizeof *keys);
    aftersale_status status = AFTERSALE_OK;
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < given.count && status == AFTERSALE_OK; i++) {
        uint64_t local;
        size_t mark = as__path_field(&command->book->problems, "lines");
        (void)as__path_item(&command->book->problems, i);
        status =
            as__link_local(command->book, "product", AFTERSALE_KIND_PRODUCT, given.items[i].product, &local);
        as__path_pop(&command->book->problems, mark);
        keys[i] = as__key_make(command->book->tenant->book, AFTERSALE_KIND_PRODUCT, 0, local);
    }
    if (status == AFTERSALE_OK)
        status = as__unit_fetch(command->unit, keys, given.count);
    for (size_t i = 0; i < given.count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        status = as__unit_get(command->unit, &keys[i], &record);
        if (status == AFTERSALE_NOT_FOUND && given.items[i].product.ref == NULL)
            return fail_line(command, i, "product", AS__MESSAGE_NOT_FOUND, NULL);
        if (status == AFTERSALE_OK)
            status = as__product_on(command->unit, (const aftersale_product *)record, day, &out->products[i]);
        else if (status == AFTERSALE_NOT_FOUND)
            status = AFTERSALE_OK;
    }
    return status;
}

static aftersale_status take_line(as__command *command, size_t i, const aftersale_product *product,
                                  aftersale_sale_line *line)
{
    if (line->product.ref == NULL)
        line->product.ref = product->ref;
    if (!as__quantity_given(line->quantity))
        line->quantity = one;
    if (line->quantity.units <= 0)
        return fail_line(command, i, "quantity", AS__MESSAGE_NEGATIVE, NULL);
    if (as__quantity_compare(line->quantity, quantity_most) > 0)
        return fail_line(command, i, "quantity", AS__MESSAGE_OVERFLOW, NULL);
    if (as__quantity_given(line->returned))
        return fail_line(command, i, "returned", AS__MESSAGE_UNKNOWN_KEY, "is worked out from returns");
    if (as__price_given(line->price) && line->price.units < 0)
        return fail_line(command, i, "price", AS__MESSAGE_OUT_OF_RANGE, "must not be below zero");
    memset(&line->against, 0, sizeof line->against);
    return AFTERSALE_OK;
}

aftersale_status as__line_price(as__command *command, size_t i, const aftersale_product *product,
                                aftersale_sale_line *line)
{
    if (!as__price_given(line->price) && product != NULL)
        line->price = product->price;
    if (!as__money_given(line->amount) && as__price_given(line->price) &&
        !as__amount(line->quantity, line->price, &line->amount))
        return fail_line(command, i, "amount", AS__MESSAGE_OVERFLOW, NULL);
    if (as__money_given(line->amount) && as__price_given(line->price) &&
        strcmp(line->amount.currency, line->price.currency) != 0)
        return fail_line(command, i, "amount", AS__MESSAGE_MIXED_CURRENCIES, NULL);
    return AFTERSALE_OK;
}

static aftersale_status sum(as__command *command, as__priced *priced)
{
    memset(&priced->total, 0, sizeof priced->total);
    for (size_t i = 0; i < priced->count; i++) {
        aftersale_money amount = priced->lines[i].amount;
        if (!as__money_given(amount))
            continue;
        if (!as__money_given(priced->total)) {
            priced->total = amount;
            continue;
        }
        if (strcmp(priced->total.currency, amount.currency) != 0)
            return fail_line(command, i, "amount", AS__MESSAGE_MIXED_CURRENCIES, NULL);
        if (!as__money_add(priced->total, amount, &priced->total))
            return fail_line(command, i, "amount", AS__MESSAGE_OVERFLOW, NULL);
    }
    return AFTERSALE_OK;
}

static aftersale_status compare_total(as__command *command, aftersale_money total, as__priced *priced)
{
    if (!as__money_given(total))
        return AFTERSALE_OK;
    if (!as__money_given(priced->total)) { /* lines without prices: the total is what the paper says */
        priced->total = total;
        return AFTERSALE_OK;
    }
    if (strcmp(total.currency, priced->total.currency) != 0)
        return as__fail_field(command->book, AFTERSALE_INVALID, "total", AS__MESSAGE_MIXED_CURRENCIES, NULL);
    if (total.minor != priced->total.minor)
        return as__fail_field(command->book, AFTERSALE_INVALID, "total", AS__MESSAGE_SUM_DIFFERS, NULL);
    return AFTERSALE_OK;
}

aftersale_status as__lines_sum(as__command *command, aftersale_money total, as__priced *priced)
{
    aftersale_status status = sum(command, priced);
    return status == AFTERSALE_OK ? compare_total(command, total, priced) : status;
}

aftersale_status as__lines_take(as__command *command, aftersale_sale_lines given, aftersale_date day,
                                as__priced *out)
{
    aftersale_status status;
    out->count = given.count;
    out->lines = as__arena_take(&command->unit->arena, given.count * sizeof *out->lines + 1);
    out->products = as__arena_take(&command->unit->arena, given.count * sizeof *out->products + 1);
    if (out->lines == NULL || out->products == NULL)
        return AFTERSALE_NO_MEMORY;
    if (given.count != 0)
        memcpy(out->lines, given.items, given.count * sizeof *out->lines);
    status = find_products(command, given, day, out);
    for (size_t i = 0; i < given.count && status == AFTERSALE_OK; i++)
        status = take_line(command, i, out->products[i], &out->lines[i]);
    return status;
}

aftersale_status as__lines_price(as__command *command, aftersale_sale_lines given, aftersale_date day,
                                 aftersale_money total, as__priced *out)
{
    aftersale_status status = as__lines_take(command, given, day, out);
    for (size_t i = 0; i < given.count && status == AFTERSALE_OK; i++)
        status = as__line_price(command, i, out->products[i], &out->lines[i]);
    return status == AFTERSALE_OK ? as__lines_sum(command, total, out) : status;
}
