/* SPDX-License-Identifier: MIT */
/* Money, as sales compute it (S5). */
#include "support/refusal.h"

static int32_t number;

static aftersale_status record_line(aftersale_sale_line line, aftersale_money total)
{
    char ref[16];
    snprintf(ref, sizeof ref, "INV-%d", (int)++number);
    return aftersale_sale_record(book,
                                 AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = "C-1",
                                                .total = total, .lines = AFTERSALE_LIST(sale_line, line)),
                                 NULL);
}

static aftersale_status record(aftersale_quantity quantity, aftersale_price price)
{
    return record_line((aftersale_sale_line){.product.ref = "X", .quantity = quantity, .price = price},
                       (aftersale_money){0, ""});
}

static aftersale_money total_of_last(void)
{
    char ref[16];
    const aftersale_sale *sale;
    snprintf(ref, sizeof ref, "INV-%d", (int)number);
    MUST(aftersale_sale_find(book, ref, &sale));
    return aftersale_sale_total(hold(sale));
}

static void must_total(int64_t minor, const char *currency)
{
    aftersale_money total = total_of_last();
    cr_assert_eq(total.minor, minor, "%lld, not %lld", (long long)total.minor, (long long)minor);
    cr_assert_str_eq(total.currency, currency);
}

TRIAL(money, halves_go_to_the_even)
{
    const struct {
        aftersale_quantity quantity;
        aftersale_price price;
        int64_t total;
    } cases[] = {
        {{1, 0}, {125, "GBP", 3}, 12},    {{1, 0}, {135, "GBP", 3}, 14},   {{1, 0}, {1251, "GBP", 4}, 13},
        {{1, 0}, {1249, "GBP", 4}, 12},   {{3, 0}, {125, "GBP", 3}, 38},   {{15, 1}, {1, "GBP", 2}, 2},
        {{5, 1}, {1, "GBP", 2}, 0},       {{25, 1}, {1, "GBP", 2}, 2},     {{1, 0}, {1299, "GBP", 0}, 129900},
        {{1000000, 0}, {1, "GBP", 8}, 1}, {{500000, 0}, {1, "GBP", 8}, 0}, {{1500000, 0}, {1, "GBP", 8}, 2},
        {{1, 6}, {1000000, "GBP", 2}, 1}, {{6, 0}, {0, "GBP", 2}, 0},
    };
    put_customer("C-1");
    for (size_t i = 0; i < COUNT(cases); i++) {
        MUST(record(cases[i].quantity, cases[i].price));
        must_total(cases[i].total, "GBP");
    }
}

/* Currencies have their own decimals. */
TRIAL(money, yen_and_dinar)
{
    put_customer("C-1");
    MUST(record((aftersale_quantity){3, 0}, (aftersale_price){15, "JPY", 1}));
    must_total(4, "JPY");
    MUST(record((aftersale_quantity){3, 0}, (aftersale_price){1500, "KWD", 3}));
    must_total(4500, "KWD");
}

TRIAL(money, a_given_amount_wins_over_the_price)
{
    put_customer("C-1");
    MUST(record_line(
        (aftersale_sale_line){
            .product.ref = "X", .quantity = {2, 0}, .price = {100, "GBP", 2}, .amount = {150, "GBP"}},
        (aftersale_money){150, "GBP"}));
    must_total(150, "GBP");
}

TRIAL(money, currencies_do_not_mix)
{
    put_customer("C-1");
    MUST_NAME(
        AFTERSALE_INVALID, "lines[0].amount",
        record_line((aftersale_sale_line){.product.ref = "X", .price = {1, "GBP", 2}, .amount = {1, "EUR"}},
                    (aftersale_money){0, ""}));
    MUST_NAME(
        AFTERSALE_INVALID, "lines[1].amount",
        aftersale_sale_record(
            book,
            AFTERSALE_ARGS(sale_record, .ref = "X", .customer.ref = "C-1",
                           .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .price = {1, "GBP", 2}},
                                                   {.product.ref = "B", .price = {1, "EUR", 2}})),
            NULL));
    MUST_NAME(AFTERSALE_INVALID, "total",
              record_line((aftersale_sale_line){.product.ref = "X", .price = {1, "GBP", 2}},
                          (aftersale_money){1, "EUR"}));
}

TRIAL(money, too_large_is_said_and_never_wraps)
{
    const int64_t most = INT64_C(1000000000000000);
    put_customer("C-1");
    MUST(record((aftersale_quantity){1, 0}, (aftersale_price){most, "GBP", 2}));
    must_total(most, "GBP");
    MUST_NAME(AFTERSALE_INVALID, "lines[0].amount",
              record((aftersale_quantity){1, 0}, (aftersale_price){most + 1, "GBP", 2}));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].amount",
              record((aftersale_quantity){1000000000, 0}, (aftersale_price){INT64_MAX, "GBP", 0}));
    MUST(record((aftersale_quantity){INT64_C(1000000000000), 0}, (aftersale_price){1, "GBP", 2}));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].quantity",
              record((aftersale_quantity){INT64_MAX, 0}, (aftersale_price){0, "", 0}));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].quantity",
              record((aftersale_quantity){1, 7}, (aftersale_price){1, "GBP", 2}));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].price",
              record((aftersale_quantity){1, 0}, (aftersale_price){-1, "GBP", 2}));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].price",
              record((aftersale_quantity){1, 0}, (aftersale_price){100, "", 2}));
    MUST_NAME(AFTERSALE_INVALID, "lines[0].amount",
              record_line((aftersale_sale_line){.product.ref = "X", .amount = {100, ""}},
                          (aftersale_money){0, ""}));
    MUST_NAME(
        AFTERSALE_INVALID, "lines[1].amount",
        aftersale_sale_record(
            book,
            AFTERSALE_ARGS(sale_record, .ref = "X", .customer.ref = "C-1",
                           .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A", .amount = {most, "GBP"}},
                                                   {.product.ref = "B", .amount = {1, "GBP"}})),
            NULL));
}

/* What the total says must be so. */
TRIAL(money, totals_agree_or_are_refused)
{
    aftersale_sale_line line = {.product.ref = "X", .quantity = {3, 0}, .price = {333, "GBP", 2}};
    put_customer("C-1");
    MUST(record_line(line, (aftersale_money){999, "GBP"}));
    MUST_NAME(AFTERSALE_INVALID, "total", record_line(line, (aftersale_money){1000, "GBP"}));
    line.price = (aftersale_price){0, "", 0};
    MUST(record_line(line, (aftersale_money){1000, "GBP"}));
    must_total(1000, "GBP");
}
