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

/* S14: other products are named by code, and need not be there yet. */
TRIAL(product, names_what_goes_with_it)
{
    MUST(aftersale_product_put(
        book,
        AFTERSALE_ARGS(product_put, .ref = "B24", .complements = AFTERSALE_TEXTS("THERMOSTAT", "FLUE"),
                       .upgrades = AFTERSALE_TEXTS("B32"), .consumables = AFTERSALE_TEXTS("FILTER")),
        NULL));
    const aftersale_product *found = product("B24");
    cr_assert_eq(aftersale_product_complement_count(found), 2);
    cr_assert_str_eq(aftersale_product_complement_at(found, 1), "FLUE");
    cr_assert_null(aftersale_product_complement_at(found, 2));
    cr_assert_eq(aftersale_product_upgrade_count(found), 1);
    cr_assert_str_eq(aftersale_product_upgrade_at(found, 0), "B32");
    cr_assert_eq(aftersale_product_consumable_count(found), 1);
    cr_assert_str_eq(aftersale_product_consumable_at(found, 0), "FILTER");
    MUST(aftersale_product_put(book,
                               AFTERSALE_ARGS(product_put, .ref = "B24",
                                              .complements = AFTERSALE_TEXTS("THERMOSTAT"),
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_PRODUCT_UPGRADES)),
                               NULL));
    found = product("B24");
    cr_assert_eq(aftersale_product_complement_count(found), 1);
    cr_assert_eq(aftersale_product_upgrade_count(found), 0);
    cr_assert_eq(aftersale_product_consumable_count(found), 1);
}

TRIAL(product, never_names_itself)
{
    MUST_NAME(AFTERSALE_INVALID, "complements[1]",
              aftersale_product_put(
                  book,
                  AFTERSALE_ARGS(product_put, .ref = "B24", .complements = AFTERSALE_TEXTS("FLUE", "B24")),
                  NULL));
    MUST_NAME(AFTERSALE_INVALID, "upgrades[0]",
              aftersale_product_put(
                  book, AFTERSALE_ARGS(product_put, .ref = "B24", .upgrades = AFTERSALE_TEXTS("B24")), NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "consumables[0]",
        aftersale_product_put(
            book, AFTERSALE_ARGS(product_put, .ref = "B24", .consumables = AFTERSALE_TEXTS("B24")), NULL));
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .upgrades = AFTERSALE_TEXTS(long_text(255))), NULL));
    MUST_NAME(AFTERSALE_INVALID, "upgrades[0]",
              aftersale_product_put(
                  book,
                  AFTERSALE_ARGS(product_put, .ref = "B24", .upgrades = AFTERSALE_TEXTS(long_text(256))),
                  NULL));
}

/* Versions: what holds from which day on. The trial's day is 2026-11-20. */

static void put_price(const char *from, int64_t pence)
{
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_product_put(
                book,
                AFTERSALE_ARGS(product_put, .ref = "B24", .price = {pence, "GBP", 2}, .from = day(from)),
                NULL));
}

static int64_t price_on(const char *date)
{
    const aftersale_product *found = NULL;
    MUST(aftersale_product_on(book, aftersale_product_id(product("B24")), day(date), &found));
    return aftersale_product_price(hold(found)).units;
}

static int64_t price_today(void)
{
    return aftersale_product_price(product("B24")).units;
}

static void must_be_day(aftersale_date date, const char *text)
{
    aftersale_date wanted = day(text);
    cr_assert(date.year == wanted.year && date.month == wanted.month && date.day == wanted.day, "%d-%d-%d",
              date.year, date.month, date.day);
}

/* "from until price name" of each version, in lines. */
static const char *versions(const char *ref)
{
    static char text[1024];
    aftersale_cursor *list = NULL;
    const aftersale_product *row;
    size_t at = 0;
    text[0] = 0;
    MUST(aftersale_product_version_list(book, aftersale_product_id(product(ref)), &list));
    while (aftersale_product_next(list, &row) == AFTERSALE_ROW) {
        aftersale_date from = aftersale_product_from(row), until = aftersale_product_until(row);
        at += (size_t)snprintf(text + at, sizeof text - at, "%d-%d-%d %d-%d-%d %d %s\n", from.year,
                               from.month, from.day, until.year, until.month, until.day,
                               (int)aftersale_product_price(row).units, aftersale_product_name(row));
    }
    cr_assert_eq(aftersale_book_error(book)->status, AFTERSALE_OK);
    aftersale_cursor_free(list);
    return text;
}

/* S14 */
TRIAL(product, holds_from_the_day_of_its_put)
{
    put_all_fields();
    must_be_day(aftersale_product_since(product("B24")), "2026-11-20");
    must_be_day(aftersale_product_from(product("B24")), "2026-11-20");
    must_be_day(aftersale_product_until(product("B24")), NULL);
    now_is("2026-12-01T10:00:00Z");
    put_price(NULL, 100);
    now_is("2026-12-05T10:00:00Z");
    MUST(aftersale_product_put(
        book,
        AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Filter XL", .at = instant("2026-12-03T10:00:00Z")),
        NULL));
    cr_assert_str_eq(versions("B24"), "2026-11-20 2026-12-1 129955 Filter\n"
                                      "2026-12-1 2026-12-3 100 Filter\n"
                                      "2026-12-3 0-0-0 100 Filter XL\n");
    must_be_day(aftersale_product_since(product("B24")), "2026-11-20");
}

/* S14: days are those of the book's zone. */
TRIAL(product, days_are_the_books)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .zone = "Asia/Tokyo"), NULL));
    now_is("2026-11-20T20:00:00Z");
    put_all_fields();
    must_be_day(aftersale_product_from(product("B24")), "2026-11-21");
}

/* S14 */
TRIAL(product, stands_on_any_day)
{
    const aftersale_product *found = NULL;
    put_all_fields();
    put_price("2026-12-01", 200);
    put_price("2027-01-01", 300);
    cr_assert_eq(price_on("2026-11-20"), 129955);
    cr_assert_eq(price_on("2026-11-30"), 129955);
    cr_assert_eq(price_on("2026-12-01"), 200);
    cr_assert_eq(price_on("2026-12-31"), 200);
    cr_assert_eq(price_on("2027-01-01"), 300);
    cr_assert_eq(price_on("2050-01-01"), 300);
    const aftersale_id id = aftersale_product_id(product("B24"));
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_product_on(book, id, day("2026-11-19"), &found));
    cr_assert_not_null(strstr(aftersale_book_error(book)->text, "from a later day on"));
    cr_assert_null(found);
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_product_on(book, (aftersale_id){{0}}, day("2026-11-20"), &found));
    MUST_NAME(AFTERSALE_INVALID, "day",
              aftersale_product_on(book, id, (aftersale_date){2026, 2, 30}, &found));
    MUST_NAME(AFTERSALE_INVALID, "out", aftersale_product_on(book, id, day("2026-11-20"), NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "from",
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .from = {2026, 2, 30}), NULL));
}

static const char *listed_name(const char *category)
{
    static char name[64];
    aftersale_cursor *list = NULL;
    const aftersale_product *row;
    MUST(aftersale_product_list(book, AFTERSALE_ARGS(product_list, .category = category), &list));
    cr_assert_eq(aftersale_product_next(list, &row), AFTERSALE_ROW);
    strcpy(name, aftersale_product_name(row));
    aftersale_cursor_free(list);
    return name;
}

/* S14: a put dated ahead holds when its day has come, without another one. */
TRIAL(product, a_put_dated_ahead_waits_for_its_day)
{
    put_all_fields();
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Filter 2", .from = {2026, 12, 1}), NULL));
    cr_assert_str_eq(aftersale_product_name(product("B24")), "Filter");
    cr_assert_str_eq(listed_name("parts"), "Filter");
    must_be_day(aftersale_product_until(product("B24")), "2026-12-01");
    now_is("2026-11-30T23:59:59Z");
    cr_assert_str_eq(aftersale_product_name(product("B24")), "Filter");
    now_is("2026-12-01T00:00:00Z");
    cr_assert_str_eq(aftersale_product_name(product("B24")), "Filter 2");
    cr_assert_str_eq(listed_name("parts"), "Filter 2");
    must_be_day(aftersale_product_from(product("B24")), "2026-12-01");
    cr_assert_eq(aftersale_product_revision(product("B24")), 2);
}

/* S14: each field holds until it is put again, whatever else is put between. */
TRIAL(product, a_field_holds_until_it_is_put_again)
{
    put_all_fields();
    put_price("2027-01-01", 300);
    now_is("2026-12-01T10:00:00Z");
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Filter XL"), NULL));
    MUST(aftersale_product_put(book,
                               AFTERSALE_ARGS(product_put, .ref = "B24", .from = {2026, 12, 15},
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_PRODUCT_PRICE)),
                               NULL));
    cr_assert_str_eq(versions("B24"), "2026-11-20 2026-12-1 129955 Filter\n"
                                      "2026-12-1 2026-12-15 129955 Filter XL\n"
                                      "2026-12-15 2027-1-1 0 Filter XL\n"
                                      "2027-1-1 0-0-0 300 Filter XL\n");
}

/* S14: two puts for one day are one version, the later word holds. */
TRIAL(product, puts_for_one_day_are_one_version)
{
    put_all_fields();
    put_price("2026-12-01", 200);
    put_price("2026-12-01", 250);
    MUST(aftersale_product_put(book,
                               AFTERSALE_ARGS(product_put, .ref = "B24", .from = {2026, 12, 1},
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_PRODUCT_NAME)),
                               NULL));
    cr_assert_str_eq(versions("B24"), "2026-11-20 2026-12-1 129955 Filter\n"
                                      "2026-12-1 0-0-0 250 \n");
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Filter", .from = {2026, 12, 1}), NULL));
    cr_assert_str_eq(versions("B24"), "2026-11-20 2026-12-1 129955 Filter\n"
                                      "2026-12-1 0-0-0 250 Filter\n");
}

/* S4: the same on its day is the same, and only there. */
TRIAL(product, the_same_on_its_day_changes_nothing)
{
    put_all_fields();
    put_price("2026-12-01", 200);
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_product_put(
                book,
                AFTERSALE_ARGS(product_put, .ref = "B24", .price = {200, "GBP", 2}, .from = {2027, 3, 1}),
                NULL));
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_product_put(book,
                                  AFTERSALE_ARGS(product_put, .ref = "B24", .price = {129955, "GBP", 4},
                                                 .flags = AFTERSALE_PUT_NEW),
                                  NULL));
    MUST_BE(AFTERSALE_EXISTS,
            aftersale_product_put(book,
                                  AFTERSALE_ARGS(product_put, .ref = "B24", .price = {200, "GBP", 2},
                                                 .flags = AFTERSALE_PUT_NEW),
                                  NULL));
    cr_assert_eq(aftersale_product_revision(product("B24")), 2);
    MUST_BE(AFTERSALE_CONFLICT,
            aftersale_product_put(book,
                                  AFTERSALE_ARGS(product_put, .ref = "B24", .price = {400, "GBP", 2},
                                                 .from = {2027, 3, 1}, .expect = 1),
                                  NULL));
}

/* S14: a put may reach back, before the first version too. */
TRIAL(product, a_put_may_reach_back)
{
    put_all_fields();
    now_is("2026-12-10T10:00:00Z");
    put_price("2026-12-05", 200);
    put_price("2026-12-01", 150);
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Trial", .from = {2026, 1, 1}), NULL));
    cr_assert_str_eq(versions("B24"), "2026-1-1 2026-11-20 0 Trial\n"
                                      "2026-11-20 2026-12-1 129955 Filter\n"
                                      "2026-12-1 2026-12-5 150 Filter\n"
                                      "2026-12-5 0-0-0 200 Filter\n");
    cr_assert_eq(price_today(), 200);
    must_be_day(aftersale_product_since(product("B24")), "2026-01-01");
}

/* S14: while no version has begun, the first is given. */
TRIAL(product, may_begin_in_the_future)
{
    const aftersale_product *found = NULL;
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .name = "Filter", .from = {2027, 1, 1}), NULL));
    cr_assert_str_eq(aftersale_product_name(product("B24")), "Filter");
    must_be_day(aftersale_product_from(product("B24")), "2027-01-01");
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_product_on(book, aftersale_product_id(product("B24")), day("2026-11-20"), &found));
}

static int64_t sale_price(const char *ref)
{
    const aftersale_sale *found = NULL;
    MUST(aftersale_sale_find(book, ref, &found));
    return aftersale_sale_line_at(hold(found), 0)->price.units;
}

#define ONE_FILTER AFTERSALE_LIST(sale_line, {.product.ref = "B24"})

/* S14: a sale takes the version of its own day. */
TRIAL(product, a_sale_takes_the_version_of_its_day)
{
    put_customer("C-1");
    put_all_fields();
    put_price("2026-12-01", 200);
    put_price("2027-01-01", 300);
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "S-1", .customer.ref = "C-1", .plan = "-",
                                              .lines = ONE_FILTER, .sold = {2026, 12, 31},
                                              .promised = {2027, 1, 5}),
                               NULL));
    cr_assert_eq(sale_price("S-1"), 200);
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "S-2", .customer.ref = "C-1", .plan = "-",
                                              .lines = ONE_FILTER, .promised = {2027, 1, 5}),
                               NULL));
    cr_assert_eq(sale_price("S-2"), 300);
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(sale_record, .ref = "S-3", .customer.ref = "C-1", .plan = "-", .lines = ONE_FILTER),
        NULL));
    cr_assert_eq(sale_price("S-3"), 129955);
    MUST(aftersale_sale_put(book,
                            AFTERSALE_ARGS(sale_put, .ref = "S-4", .customer.ref = "C-1", .plan = "-",
                                           .lines = ONE_FILTER, .sold = {2026, 1, 1}),
                            NULL));
    cr_assert_eq(sale_price("S-4"), 129955, "a sale before the first version takes the first");
    MUST(aftersale_sale_put(
        book, AFTERSALE_ARGS(sale_put, .ref = "S-4", .lines = ONE_FILTER, .sold = {2026, 12, 2}), NULL));
    cr_assert_eq(sale_price("S-4"), 200);
}

/* S14, S20: so does the plan that it starts. */
TRIAL(product, the_plan_of_a_sale_is_that_of_its_day)
{
    put_customer("C-1");
    MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "B24", .from = {2026, 1, 1}), NULL));
    MUST(aftersale_product_put(
        book, AFTERSALE_ARGS(product_put, .ref = "B24", .plan = "consumable", .from = {2026, 6, 1}), NULL));
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "S-1", .customer.ref = "C-1",
                                              .lines = ONE_FILTER, .sold = {2026, 5, 31}),
                               NULL));
    cr_assert_eq(enrolment_count("C-1"), 0);
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "S-2", .customer.ref = "C-1",
                                              .lines = ONE_FILTER, .sold = {2026, 6, 1}),
                               NULL));
    cr_assert_eq(enrolment_count("C-1"), 1);
}

/* S77: inside a group its own puts count. */
TRIAL(product, versions_in_a_group)
{
    MUST(aftersale_group_begin(book, 0));
    put_all_fields();
    put_price("2026-12-01", 200);
    put_price("2026-12-15", 250);
    cr_assert_str_eq(versions("B24"), "2026-11-20 2026-12-1 129955 Filter\n"
                                      "2026-12-1 2026-12-15 200 Filter\n"
                                      "2026-12-15 0-0-0 250 Filter\n");
    cr_assert_eq(price_on("2026-12-02"), 200);
    MUST(aftersale_group_commit(book));
    cr_assert_eq(price_on("2026-12-15"), 250);
}

/* More versions than a page of them. */
TRIAL(product, has_many_versions)
{
    aftersale_cursor *list = NULL;
    const aftersale_product *row;
    char name[16];
    int count = 0;
    put_all_fields();
    for (int i = 1; i <= 150; i++) {
        snprintf(name, sizeof name, "n%d", i);
        MUST(aftersale_product_put(
            book,
            AFTERSALE_ARGS(product_put, .ref = "B24", .name = name, .from = {(int16_t)(2026 + i), 12, 1}),
            NULL));
    }
    MUST(aftersale_product_version_list(book, aftersale_product_id(product("B24")), &list));
    while (aftersale_product_next(list, &row) == AFTERSALE_ROW)
        cr_assert_eq(aftersale_product_from(row).year, 2026 + count++);
    cr_assert_eq(count, 151);
    cr_assert_eq(aftersale_cursor_bookmark(list, NULL, 0), 1);
    aftersale_cursor_free(list);
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_product_version_list(book, (aftersale_id){{0}}, &list));
    MUST_NAME(AFTERSALE_INVALID, "out",
              aftersale_product_version_list(book, aftersale_product_id(product("B24")), NULL));
    now_is("2100-12-01T10:00:00Z");
    cr_assert_str_eq(aftersale_product_name(product("B24")), "n74");
}
