/* SPDX-License-Identifier: MIT */
/* Products: fields, limits, problems (S4, S14). */
#include "support/refusal.h"

static const aftersale_product *product(const char *ref)
{
    const aftersale_product *found = NULL;
    MUST(aftersale_product_find(book, ref, &found));
    return hold(found);
}

static void put_all_fields(void)
{
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_product_put(book,
                                  AFTERSALE_ARGS(product_put, .ref = "B24",
                                                 .type = AFTERSALE_PRODUCT_CONSUMABLE, .name = "Filter",
                                                 .category = "parts", .price = {129955, "GBP", 4},
                                                 .use_up = "P6M", .service_every = "P1Y",
                                                 .plan = "consumable", .partner = "Acme", .extra = "{}"),
                                  NULL));
}

/* S14 */
TRIAL(product, every_field_comes_back)
{
    put_all_fields();
    const aftersale_product *found = product("B24");
    aftersale_price price = aftersale_product_price(found);
    cr_assert_str_eq(aftersale_product_ref(found), "B24");
    cr_assert_eq(aftersale_product_type(found), AFTERSALE_PRODUCT_CONSUMABLE);
    cr_assert_str_eq(aftersale_product_name(found), "Filter");
    cr_assert_str_eq(aftersale_product_category(found), "parts");
    cr_assert(price.units == 129955 && price.decimals == 4 && strcmp(price.currency, "GBP") == 0);
    cr_assert_str_eq(aftersale_product_use_up(found), "P6M");
    cr_assert_str_eq(aftersale_product_service_every(found), "P1Y");
    cr_assert_str_eq(aftersale_product_plan(found), "consumable");
    cr_assert_str_eq(aftersale_product_partner(found), "Acme");
    cr_assert_str_eq(aftersale_product_extra(found), "{}");
    cr_assert_eq(aftersale_product_created(found).us, on_trial.now.us);
}

/* S4 */
TRIAL(product, put_changes_only_what_it_names)
{
    put_all_fields();
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_product_put(
                book, AFTERSALE_ARGS(product_put, .ref = "B24", .price = {129955, "GBP", 4}), NULL));
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_product_put(book,
                                  AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Filter XL",
                                                 .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_PRODUCT_PRICE,
                                                                           AFTERSALE_FIELD_PRODUCT_PLAN)),
                                  NULL));
    const aftersale_product *found = product("B24");
    cr_assert_str_eq(aftersale_product_name(found), "Filter XL");
    cr_assert_str_eq(aftersale_product_price(found).currency, "");
    cr_assert_str_eq(aftersale_product_plan(found), "");
    cr_assert_str_eq(aftersale_product_use_up(found), "P6M");
    cr_assert_eq(aftersale_product_revision(found), 2);
}

TRIAL(product, is_a_good_where_nothing_is_said)
{
    put_all_fields();
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "X"), NULL));
    cr_assert_eq(aftersale_product_type(product("X")), AFTERSALE_PRODUCT_GOOD);
    MUST(aftersale_product_put(
        book,
        AFTERSALE_ARGS(product_put, .ref = "B24", .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_PRODUCT_TYPE)),
        NULL));
    cr_assert_eq(aftersale_product_type(product("B24")), AFTERSALE_PRODUCT_GOOD);
}

/* The contract of a price without its currency: nobody can tell what it would be. */
TRIAL(product, all_problems_at_once)
{
    MUST_NAME(AFTERSALE_INVALID, "ref flags type name price use_up service_every extra",
              aftersale_product_put(book,
                                    AFTERSALE_ARGS(product_put, .flags = 8, .type = 5, .name = "\x01",
                                                   .price = {1, "XYZ1", 2}, .use_up = "6 months",
                                                   .service_every = "P", .extra = "{"),
                                    NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "price",
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .price = {100, "", 2}), NULL));
    MUST_NAME(AFTERSALE_INVALID, "price",
              aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .price = {100, "GBP", 9}),
                                    NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "plan",
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .plan = "no-such-plan"), NULL));
}

TRIAL(product, limits)
{
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .price = {100, "GBP", 8}),
                               NULL));
    MUST(
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = long_text(200)), NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "name",
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = long_text(201)), NULL));
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = long_text(255)), NULL));
    MUST_NAME(AFTERSALE_INVALID, "ref",
              aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = long_text(256)), NULL));
}

TRIAL(product, are_listed_by_category)
{
    aftersale_cursor *list = NULL;
    const aftersale_product *row;
    put_all_fields();
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "A1", .category = "parts"), NULL));
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "A2", .category = "boilers"), NULL));
    MUST(aftersale_product_list(book, AFTERSALE_ARGS(product_list, .category = "parts"), &list));
    cr_assert_eq(aftersale_product_next(list, &row), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_product_ref(row), "A1");
    cr_assert_eq(aftersale_product_next(list, &row), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_product_ref(row), "B24");
    cr_assert_eq(aftersale_product_next(list, &row), AFTERSALE_DONE);
    aftersale_cursor_free(list);
}
