/* SPDX-License-Identifier: MIT */
/* S5 */
#include "value/decimal.h"
#include "value/money.h"
#include <criterion/criterion.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

Test(value_money, given)
{
    cr_assert_not(as__money_given((aftersale_money){0}));
    cr_assert(as__money_given((aftersale_money){0, "GBP"}));
    cr_assert_not(as__price_given((aftersale_price){0}));
    cr_assert(as__price_given((aftersale_price){0, "GBP", 0}));
    cr_assert_not(as__quantity_given((aftersale_quantity){0, 0}));
    cr_assert(as__quantity_given((aftersale_quantity){0, 1}));
    cr_assert(as__quantity_given((aftersale_quantity){1, 0}));
}

Test(value_money, add)
{
    aftersale_money out;
    cr_assert(as__money_add((aftersale_money){129900, "GBP"}, (aftersale_money){-100, "GBP"}, &out));
    cr_assert_eq(out.minor, 129800);
    cr_assert_str_eq(out.currency, "GBP");
    cr_assert_not(as__money_add((aftersale_money){1, "GBP"}, (aftersale_money){1, "EUR"}, &out));
    cr_assert(as__money_add((aftersale_money){AS__MONEY_MAX - 1, "GBP"}, (aftersale_money){1, "GBP"}, &out));
    cr_assert_not(as__money_add((aftersale_money){AS__MONEY_MAX, "GBP"}, (aftersale_money){1, "GBP"}, &out));
    cr_assert_not(
        as__money_add((aftersale_money){-AS__MONEY_MAX, "GBP"}, (aftersale_money){-1, "GBP"}, &out));
    cr_assert_not(
        as__money_add((aftersale_money){INT64_MAX, "GBP"}, (aftersale_money){INT64_MAX, "GBP"}, &out));
}

Test(value_money, amount_rounds_half_even_once)
{
    static const struct {
        aftersale_quantity quantity;
        aftersale_price price;
        int64_t minor;
    } rows[] = {
        {{6, 0}, {1299, "GBP", 2}, 7794},
        {{15, 1}, {1001, "GBP", 2}, 1502}, /* 15.015 */
        {{5, 1}, {1, "GBP", 2}, 0},        /* 0.005 */
        {{15, 1}, {1, "GBP", 2}, 2},       /* 0.015 */
        {{25, 1}, {1, "GBP", 2}, 2},       /* 0.025 */
        {{35, 1}, {1, "GBP", 2}, 4},       /* 0.035 */
        {{-25, 1}, {1, "GBP", 2}, -2},
        {{-35, 1}, {1, "GBP", 2}, -4},
        {{2500001, 6}, {1, "GBP", 2}, 3}, /* just above a half */
        {{1000, 0}, {1, "GBP", 3}, 100},  /* a tenth of a penny */
        {{1, 0}, {1, "GBP", 8}, 0},
        {{1, 0}, {5, "GBP", 0}, 500}, /* fewer decimals than the currency */
        {{3, 0}, {7, "JPY", 0}, 21},
        {{5, 1}, {5, "JPY", 0}, 2},
        {{1, 0}, {1, "BHD", 0}, 1000},
        {{0, 1}, {100, "GBP", 2}, 0},
        {{1000000000000, 6}, {129900000000, "GBP", 8}, 129900000000},
        {{1, 0}, {AS__MONEY_MAX, "GBP", 2}, AS__MONEY_MAX},
        {{-1, 0}, {AS__MONEY_MAX, "GBP", 2}, -AS__MONEY_MAX},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        aftersale_money out = {0};
        cr_assert(as__amount(rows[i].quantity, rows[i].price, &out), "row %zu", i);
        cr_assert_eq(out.minor, rows[i].minor, "row %zu: %lld", i, (long long)out.minor);
        cr_assert_str_eq(out.currency, rows[i].price.currency);
    }
}

Test(value_money, amount_refuses_what_it_cannot_hold)
{
    static const struct {
        aftersale_quantity quantity;
        aftersale_price price;
    } rows[] = {
        {{2, 0}, {AS__MONEY_MAX, "GBP", 2}},
        {{INT64_MAX, 0}, {INT64_MAX, "GBP", 0}},
        {{INT64_MIN, 6}, {INT64_MIN, "GBP", 8}},
        {{INT64_MAX, 0}, {INT64_MAX, "CLF", 0}},
        {{1, 7}, {1, "GBP", 2}},
        {{1, -1}, {1, "GBP", 2}},
        {{1, 0}, {1, "GBP", 9}},
        {{1, 0}, {1, "GBP", -1}},
        {{1, 0}, {1, "JPY", 7}},
        {{1, 0}, {1, "ZZZ", 2}},
        {{1, 0}, {1, "", 2}},
        {{1, INT64_MAX}, {1, "GBP", INT32_MAX}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        aftersale_money out;
        cr_assert_not(as__amount(rows[i].quantity, rows[i].price, &out), "row %zu", i);
    }
}

Test(value_money, quantities_add_with_their_decimals)
{
    aftersale_quantity out;
    cr_assert(as__quantity_add((aftersale_quantity){15, 1}, (aftersale_quantity){25, 2}, &out));
    cr_assert(out.units == 175 && out.decimals == 2);
    cr_assert(as__quantity_add((aftersale_quantity){1, 0}, (aftersale_quantity){2, 0}, &out));
    cr_assert(out.units == 3 && out.decimals == 0);
    cr_assert(as__quantity_add((aftersale_quantity){6, 0}, (aftersale_quantity){-6, 0}, &out));
    cr_assert(as__quantity_given(out) && out.units == 0);
    cr_assert(as__quantity_add((aftersale_quantity){0, 0}, (aftersale_quantity){0, 0}, &out));
    cr_assert_not(as__quantity_given(out));
    cr_assert_not(as__quantity_add((aftersale_quantity){INT64_MAX, 0}, (aftersale_quantity){1, 0}, &out));
    cr_assert_not(as__quantity_add((aftersale_quantity){INT64_MAX, 0}, (aftersale_quantity){1, 6}, &out));
    cr_assert_not(as__quantity_add((aftersale_quantity){1, 7}, (aftersale_quantity){1, 0}, &out));
}

Test(value_money, quantities_compare_by_worth)
{
    cr_assert_eq(as__quantity_compare((aftersale_quantity){15, 1}, (aftersale_quantity){1500000, 6}), 0);
    cr_assert_lt(as__quantity_compare((aftersale_quantity){14, 1}, (aftersale_quantity){2, 0}), 0);
    cr_assert_gt(as__quantity_compare((aftersale_quantity){-1, 6}, (aftersale_quantity){-1, 0}), 0);
    cr_assert_gt(as__quantity_compare((aftersale_quantity){INT64_MAX, 0}, (aftersale_quantity){INT64_MAX, 6}),
                 0);
}

static void check_split(int64_t whole, const int64_t *weights, size_t count, const int64_t *expected)
{
    int64_t parts[16];
    cr_assert(as__money_split((aftersale_money){whole, "GBP"}, weights, count, parts));
    for (size_t i = 0; i < count; i++)
        cr_assert_eq(parts[i], expected[i], "%lld, part %zu: %lld", (long long)whole, i, (long long)parts[i]);
}

Test(value_money, split_gives_the_rest_to_the_largest_then_the_first)
{
    check_split(100, (int64_t[]){1, 1, 1}, 3, (int64_t[]){34, 33, 33});
    check_split(101, (int64_t[]){1, 1, 1}, 3, (int64_t[]){34, 34, 33});
    check_split(-100, (int64_t[]){1, 1, 1}, 3, (int64_t[]){-34, -33, -33});
    check_split(10, (int64_t[]){1, 2, 4}, 3, (int64_t[]){1, 3, 6});
    check_split(5, (int64_t[]){0, 3, 0}, 3, (int64_t[]){0, 5, 0});
    check_split(0, (int64_t[]){3, 4}, 2, (int64_t[]){0, 0});
    check_split(1, (int64_t[]){1, 2, 2}, 3, (int64_t[]){0, 1, 0});
    check_split(7, (int64_t[]){9}, 1, (int64_t[]){7});
    check_split(AS__MONEY_MAX, (int64_t[]){INT64_MAX / 2, INT64_MAX / 2}, 2,
                (int64_t[]){AS__MONEY_MAX / 2, AS__MONEY_MAX / 2});
}

Test(value_money, split_always_sums_to_the_whole_and_is_fair)
{
    uint64_t state = 7;
    for (int round = 0; round < 3000; round++) {
        int64_t weights[12], parts[12], sum = 0, total = 0;
        state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
        size_t count = 1 + (state >> 40) % 12;
        for (size_t i = 0; i < count; i++) {
            state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            weights[i] = (int64_t)(state >> 33) % 1000;
            total += weights[i];
        }
        weights[0] += total == 0;
        total += total == 0;
        int64_t whole = (int64_t)(state >> 20) % 2000000 - 1000000;
        cr_assert(as__money_split((aftersale_money){whole, "GBP"}, weights, count, parts));
        for (size_t i = 0; i < count; i++) {
            sum += parts[i];
            int64_t away = parts[i] * total - whole * weights[i];
            cr_assert(away < total && away > -total);
        }
        cr_assert_eq(sum, whole);
    }
}

Test(value_money, split_needs_weights)
{
    int64_t parts[2];
    aftersale_money whole = {10, "GBP"};
    cr_assert_not(as__money_split(whole, (int64_t[]){0, 0}, 2, parts));
    cr_assert_not(as__money_split(whole, (int64_t[]){3, -1}, 2, parts));
    cr_assert_not(as__money_split(whole, NULL, 0, parts));
    cr_assert_not(as__money_split(whole, (int64_t[]){INT64_MAX, 1}, 2, parts));
    cr_assert_not(as__money_split((aftersale_money){INT64_MIN, "GBP"}, (int64_t[]){1, 1}, 2, parts));
}

Test(value_money_text, comes_back)
{
    static const struct {
        aftersale_money money;
        const char *text;
    } rows[] = {
        {{129900, "GBP"}, "1299.00 GBP"},
        {{-5, "GBP"}, "-0.05 GBP"},
        {{0, "GBP"}, "0.00 GBP"},
        {{1299, "JPY"}, "1299 JPY"},
        {{1234, "BHD"}, "1.234 BHD"},
        {{1, "CLF"}, "0.0001 CLF"},
        {{AS__MONEY_MAX, "EUR"}, "10000000000000.00 EUR"},
        {{-AS__MONEY_MAX, "EUR"}, "-10000000000000.00 EUR"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AFTERSALE_MONEY_TEXT];
        aftersale_money got = {0};
        aftersale_money_text(rows[i].money, text);
        cr_assert_str_eq(text, rows[i].text);
        cr_assert_eq(aftersale_money_parse(text, &got), AFTERSALE_OK, "%s", text);
        cr_assert_eq(memcmp(&got, &rows[i].money, sizeof got), 0, "%s", text);
    }
}

Test(value_money_text, holds_any_number)
{
    char text[AFTERSALE_MONEY_TEXT];
    aftersale_money_text((aftersale_money){INT64_MIN, "BHD"}, text);
    cr_assert_str_eq(text, "-9223372036854775.808 BHD");
    aftersale_money_text((aftersale_money){INT64_MAX, "JPY"}, text);
    cr_assert_str_eq(text, "9223372036854775807 JPY");
    aftersale_money_text((aftersale_money){0}, text);
    cr_assert_str_eq(text, "");
    aftersale_money_text((aftersale_money){5, "???"}, text);
    cr_assert_str_eq(text, "");
}

Test(value_money_text, takes_fewer_decimals)
{
    aftersale_money got;
    cr_assert_eq(aftersale_money_parse("12 GBP", &got), AFTERSALE_OK);
    cr_assert_eq(got.minor, 1200);
    cr_assert_eq(aftersale_money_parse("-12.5 GBP", &got), AFTERSALE_OK);
    cr_assert_eq(got.minor, -1250);
    cr_assert_eq(aftersale_money_parse("-0.00 GBP", &got), AFTERSALE_OK);
    cr_assert_eq(got.minor, 0);
}

Test(value_money_text, refuses_other_forms)
{
    static const char *const bad[] = {
        "",
        "GBP",
        "12",
        "12.00",
        "12.00GBP",
        "12.00  GBP",
        " 12.00 GBP",
        "12.00 GBP ",
        "12.000 GBP",
        "12.0 JPY",
        "12. GBP",
        ".5 GBP",
        "+12 GBP",
        "--12 GBP",
        "1,299.00 GBP",
        "12.00 gbp",
        "12.00 ZZZ",
        "GBP 12.00",
        "12.00 GBPX",
        "1e3 GBP",
        "12.-5 GBP",
        "0x12 GBP",
        "10000000000000.01 EUR",
        "-10000000000000.01 EUR",
        "9223372036854775807 BHD",
        "9223372036854775808 JPY",
        "99999999999999999999999999999999 GBP",
        "12.00\tGBP",
        "12.00 \xc2\xa3",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        aftersale_money got = {42, "EUR"};
        cr_assert_eq(aftersale_money_parse(bad[i], &got), AFTERSALE_INVALID, "%s", bad[i]);
        cr_assert_eq(got.minor, 42);
    }
    aftersale_money got;
    cr_assert_eq(aftersale_money_parse(NULL, &got), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_money_parse("1 GBP", NULL), AFTERSALE_INVALID);
}

Test(value_price_text, comes_back_as_written)
{
    static const struct {
        aftersale_price price;
        const char *text;
    } rows[] = {
        {{1, "GBP", 3}, "0.001 GBP"},
        {{5, "GBP", 0}, "5 GBP"},
        {{500, "GBP", 2}, "5.00 GBP"},
        {{-12345678, "GBP", 8}, "-0.12345678 GBP"},
        {{1234567, "JPY", 6}, "1.234567 JPY"},
        {{0, "EUR", 2}, "0.00 EUR"},
        {{INT64_MAX, "EUR", 8}, "92233720368.54775807 EUR"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AS__PRICE_TEXT];
        aftersale_price got = {0};
        as__price_text(rows[i].price, text);
        cr_assert_str_eq(text, rows[i].text);
        cr_assert_eq(aftersale_price_parse(text, &got), AFTERSALE_OK);
        cr_assert_eq(memcmp(&got, &rows[i].price, sizeof got), 0, "%s", text);
    }
}

Test(value_price_text, refuses_other_forms)
{
    static const char *const bad[] = {"",      "1",     "0.123456789 GBP",          "0.1234567 JPY",
                                      "1 ZZZ", "1.GBP", "92233720368547758.08 EUR", "1 GBP x"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        aftersale_price got;
        cr_assert_eq(aftersale_price_parse(bad[i], &got), AFTERSALE_INVALID, "%s", bad[i]);
    }
    char text[AS__PRICE_TEXT];
    as__price_text((aftersale_price){0}, text);
    cr_assert_str_eq(text, "");
    as__price_text((aftersale_price){1, "GBP", 1000}, text);
    cr_assert_str_eq(text, "");
}

Test(value_quantity_text, comes_back)
{
    static const struct {
        aftersale_quantity quantity;
        const char *text;
    } rows[] = {
        {{125, 1}, "12.5"}, {{6, 0}, "6"},        {{-5, 1}, "-0.5"},
        {{120, 1}, "12.0"}, {{1, 6}, "0.000001"}, {{INT64_MIN + 1, 6}, "-9223372036854.775807"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char text[AS__PRICE_TEXT];
        aftersale_quantity got;
        as__quantity_text(rows[i].quantity, text);
        cr_assert_str_eq(text, rows[i].text);
        cr_assert(as__quantity_parse(text, &got));
        cr_assert(got.units == rows[i].quantity.units && got.decimals == rows[i].quantity.decimals);
    }
}

Test(value_quantity_text, zero_that_is_given_stays_given)
{
    char text[AS__PRICE_TEXT];
    aftersale_quantity got;
    as__quantity_text((aftersale_quantity){0, 0}, text);
    cr_assert_str_eq(text, "");
    as__quantity_text((aftersale_quantity){0, 3}, text);
    cr_assert_str_eq(text, "0");
    cr_assert(as__quantity_parse("0", &got));
    cr_assert(as__quantity_given(got));
}

Test(value_quantity_text, refuses_other_forms)
{
    static const char *const bad[] = {"",   "x",  "1.", ".1",  "1.1234567",
                                      "1 ", " 1", "+1", "1,5", "9223372036854775808"};
    aftersale_quantity got;
    for (size_t i = 0; i < COUNT(bad); i++)
        cr_assert_not(as__quantity_parse(bad[i], &got), "%s", bad[i]);
    cr_assert_not(as__quantity_parse(NULL, &got));
}
