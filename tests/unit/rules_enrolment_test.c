/* SPDX-License-Identifier: MIT */
/* Which plan a sale starts (S20), and who may enter it again (S26). */
#include "rules/enrolment_rule.h"
#include "aftersale/product.h"
#include "rules_stage.h"

#define COMMON .key = "r", .plan = "p"

/* The sale: two lines, the second in the catalogue, 100.00 pounds; the customer is gold and tagged. */
static bool fits(aftersale_rule rule, as__reasons *reasons)
{
    static const aftersale_sale_line lines[] = {{.product = {.ref = "B24"}}, {.product = {.ref = "C7"}}};
    const char *const tags[] = {"gas", "vip"};
    const aftersale_product product = {
        .ref = "C7", .category = "filter", .type = AFTERSALE_PRODUCT_CONSUMABLE};
    const aftersale_product *const products[] = {NULL, &product};
    const aftersale_sale sale = {.lines = {lines, 2}, .total = {10000, "GBP"}};
    const aftersale_customer customer = {.tier = "gold", .tags = {tags, 2}};
    return as__rule_find(&rule, 1, &sale, &customer, products, reasons) == 0;
}

Test(rules_enrolment, conditions_S20)
{
    static const struct {
        aftersale_rule rule;
        bool fits;
        int32_t number;
    } rows[] = {
        {{COMMON}, true, 120},
        {{COMMON, .product = "B24"}, true, 120},
        {{COMMON, .product = "C7"}, true, 120},
        {{COMMON, .product = "B25"}, false, 121},
        {{COMMON, .category = "filter"}, true, 120},
        {{COMMON, .category = "boiler"}, false, 121},
        {{COMMON, .type = AFTERSALE_PRODUCT_CONSUMABLE}, true, 120},
        {{COMMON, .type = AFTERSALE_PRODUCT_GOOD}, false, 121},
        {{COMMON, .product = "B24", .category = "filter"}, false, 121},
        {{COMMON, .product = "C7", .category = "filter", .type = AFTERSALE_PRODUCT_CONSUMABLE}, true, 120},
        {{COMMON, .at_least = {10000, "GBP"}}, true, 120},
        {{COMMON, .at_least = {10001, "GBP"}}, false, 122},
        {{COMMON, .at_least = {1, "EUR"}}, false, 122},
        {{COMMON, .below = {10000, "GBP"}}, false, 122},
        {{COMMON, .below = {10001, "GBP"}}, true, 120},
        {{COMMON, .below = {99999, "EUR"}}, false, 122},
        {{COMMON, .at_least = {9000, "GBP"}, .below = {11000, "GBP"}}, true, 120},
        {{COMMON, .at_least = {11000, "GBP"}, .below = {12000, "GBP"}}, false, 122},
        {{COMMON, .tier = "gold"}, true, 120},
        {{COMMON, .tier = "silver"}, false, 123},
        {{COMMON, .tag = "vip"}, true, 120},
        {{COMMON, .tag = "VIP"}, false, 124},
        {{COMMON, .product = "", .tier = "", .tag = ""}, true, 120},
        {{COMMON, .tier = "gold", .tag = "oil"}, false, 124},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        as__reasons reasons;
        cr_assert_eq(fits(rows[i].rule, &reasons), rows[i].fits, "row %zu", i);
        cr_assert_eq(reasons.count, 1);
        cr_assert_eq(reasons.items[0].number, rows[i].number, "row %zu: %s", i, reasons.items[0].text);
        cr_assert_eq(reasons.items[0].rule, AFTERSALE_RULE_ENROLMENT);
    }
}

Test(rules_enrolment, first_match)
{
    static const aftersale_rule rules[] = {
        {.key = "big", .plan = "high-value", .at_least = {500000, "GBP"}},
        {.key = "gold", .plan = "care", .tier = "gold"},
        {.key = "all", .plan = "one-off-sale"},
    };
    const aftersale_sale sale = {.total = {10000, "GBP"}};
    const aftersale_customer gold = {.tier = "gold"}, plain = {.ref = "c"};
    as__reasons reasons;
    cr_assert_eq(as__rule_find(rules, 3, &sale, &gold, NULL, &reasons), 1);
    cr_assert_eq(reasons.count, 2);
    cr_assert_str_eq(reasons.items[0].text, "rule big: the total is not as much as it asks for");
    cr_assert_str_eq(reasons.items[1].text, "rule gold fits: plan care");
    cr_assert_eq(as__rule_find(rules, 3, &sale, &plain, NULL, NULL), 2);
    cr_assert_eq(as__rule_find(rules, 2, &sale, &plain, NULL, &reasons), 2, "none");
    const aftersale_sale unpriced = {.ref = "S"};
    cr_assert_eq(as__rule_find(rules, 1, &unpriced, &gold, NULL, NULL), 1);
}

/* With more rules than reasons fit, the last one says which it was. */
Test(rules_enrolment, many_rules)
{
    aftersale_rule rules[60];
    for (size_t i = 0; i < 59; i++)
        rules[i] = (aftersale_rule){COMMON, .tier = "none"};
    rules[59] = (aftersale_rule){.key = "last", .plan = "q"};
    const aftersale_sale sale = {.ref = "S"};
    const aftersale_customer customer = {.ref = "c"};
    as__reasons reasons;
    cr_assert_eq(as__rule_find(rules, 60, &sale, &customer, NULL, &reasons), 59);
    cr_assert_eq(reasons.count, AS__REASONS_MAX);
    cr_assert_str_eq(reasons.items[AS__REASONS_MAX - 1].text, "rule last fits: plan q");
}

/* Names too long for a reason are cut between letters. */
Test(rules_enrolment, long_names)
{
    char key[200];
    for (size_t i = 0; i < 198; i += 2)
        memcpy(key + i, "\xC3\xA4", 3);
    as__reasons reasons;
    fits((aftersale_rule){.key = key, .plan = "p"}, &reasons);
    size_t size = strlen(reasons.items[0].text);
    cr_assert_eq(size, 159);
    cr_assert_eq((unsigned char)reasons.items[0].text[158], 0xA4);
}

#define OPEN AFTERSALE_ENROLMENT_ACTIVE
#define ENDED AFTERSALE_ENROLMENT_ENDED

static bool allows(as__reentry rule, aftersale_enrolment run, uint64_t sale, int32_t line, const char **why)
{
    as__template plan = {.again = {rule, rule, rule, rule}};
    const aftersale_enrolment *const past[] = {&run};
    aftersale_time now = {100 * AS__DAY};
    return as__reentry_allows(&plan, past, 1, sale, line, now, why);
}

/* Asked for sale 5, line 2, on day 100. */
Test(rules_enrolment, reentry_S26)
{
    static const as__reentry never = {AS__AGAIN_NEVER, 0}, after_end = {AS__AGAIN_AFTER_END, 0},
                             days = {AS__AGAIN_AFTER_DAYS, 30}, per_sale = {AS__AGAIN_PER_SALE, 0};
    const struct {
        as__reentry rule;
        aftersale_enrolment run;
        bool allowed;
    } rows[] = {
        {never, {.state = ENDED, .sale = 9, .left = 1}, false},
        {never, {.state = AFTERSALE_ENROLMENT_CANCELLED, .sale = 5, .line = 2}, true},
        {after_end, {.state = ENDED, .sale = 5, .line = 2, .left = 1}, true},
        {after_end, {.state = OPEN, .sale = 9}, false},
        {days, {.state = ENDED, .sale = 9, .left = 3, .ended = {70 * AS__DAY}}, true},
        {days, {.state = ENDED, .sale = 9, .left = 3, .ended = {70 * AS__DAY + 1}}, false},
        {days, {.state = OPEN, .sale = 9}, false},
        {per_sale, {.state = ENDED, .sale = 5, .line = 2, .left = 2}, false},
        {per_sale, {.state = ENDED, .sale = 5, .line = 1, .left = 2}, true},
        {per_sale, {.state = OPEN, .sale = 9, .line = 2}, true},
        {per_sale, {.state = OPEN, .sale = 5, .line = 2}, false},
        {per_sale, {.state = AFTERSALE_ENROLMENT_DRAFT, .sale = 5, .line = 2}, false},
        {per_sale, {.state = AFTERSALE_ENROLMENT_PAUSED, .sale = 5, .line = 2}, false},
        {after_end, {.state = OPEN, .sale = 5, .line = 2}, false},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        const char *why = NULL;
        cr_assert_eq(allows(rows[i].rule, rows[i].run, 5, 2, &why), rows[i].allowed, "row %zu", i);
        cr_assert_eq(why == NULL, rows[i].allowed, "row %zu", i);
    }
}

/* Without a sale there is none to be per: it may begin again after the end. */
Test(rules_enrolment, reentry_without_a_sale)
{
    const char *why = NULL;
    as__reentry per_sale = {AS__AGAIN_PER_SALE, 0};
    cr_assert(allows(per_sale, (aftersale_enrolment){.state = ENDED, .left = 1}, 0, 0, &why));
    cr_assert(!allows(per_sale, (aftersale_enrolment){.state = OPEN}, 0, 0, &why));
    cr_assert_str_eq(why, "is in this plan now for this sale");
}

/* S20: removed, left and finished each have a rule of their own. */
Test(rules_enrolment, reentry_by_how_it_ended)
{
    as__template plan = {.again = {{AS__AGAIN_PER_SALE, 0},
                                   {AS__AGAIN_NEVER, 0},
                                   {AS__AGAIN_AFTER_END, 0},
                                   {AS__AGAIN_AFTER_DAYS, 1000}}};
    static const struct {
        int32_t state, left;
        bool allowed;
    } rows[] = {
        {ENDED, AFTERSALE_LEFT_REMOVED, false},
        {ENDED, AFTERSALE_LEFT_LEFT, true},
        {AFTERSALE_ENROLMENT_COMPLETED, AFTERSALE_LEFT_FINISHED, false},
        {AFTERSALE_ENROLMENT_COMPLETED, 0, false},
        {ENDED, 0, false},
        {OPEN, 0, true},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        aftersale_enrolment run = {.state = rows[i].state, .left = rows[i].left, .sale = 9};
        const aftersale_enrolment *const past[] = {&run};
        const char *why;
        cr_assert_eq(as__reentry_allows(&plan, past, 1, 5, 0, (aftersale_time){AS__DAY}, &why),
                     rows[i].allowed, "row %zu", i);
    }
    const char *why;
    cr_assert(as__reentry_allows(&plan, NULL, 0, 5, 0, (aftersale_time){AS__DAY}, &why));
}

/* S20: the moves of a plan's life, all forty-nine. */
Test(rules_enrolment, moves)
{
    static const char *const legal[] = {
        [AFTERSALE_ENROLMENT_DRAFT] = "-YY---Y",     [AFTERSALE_ENROLMENT_PROMISED] = "--Y---Y",
        [AFTERSALE_ENROLMENT_ACTIVE] = "---YYY-",    [AFTERSALE_ENROLMENT_PAUSED] = "--Y-Y--",
        [AFTERSALE_ENROLMENT_ENDED] = "-------",     [AFTERSALE_ENROLMENT_COMPLETED] = "-------",
        [AFTERSALE_ENROLMENT_CANCELLED] = "-------",
    };
    for (int32_t from = 1; from <= 7; from++) {
        for (int32_t to = 1; to <= 7; to++)
            cr_assert_eq((as__enrolment_moves(from) >> to & 1u) != 0, legal[from][to - 1] == 'Y', "%d to %d",
                         from, to);
        cr_assert_eq(as__enrolment_moves(from) & 1u, 0);
        cr_assert_eq(as__enrolment_moves(from) >> 8, 0);
    }
    cr_assert_eq(as__enrolment_moves(0), 0);
    cr_assert_eq(as__enrolment_moves(99), 0);
}
