/* SPDX-License-Identifier: MIT */
#include "rules/enrolment_rule.h"
#include "aftersale/enrolment.h"
#include "rules/reason.h"
#include "value/instant.h"
#include "value/money.h"
#include <string.h>

static bool is_given(const char *text)
{
    return text != NULL && *text != '\0';
}

static bool is_same(const char *a, const char *b)
{
    return a != NULL && b != NULL && strcmp(a, b) == 0;
}

/* What a rule asks of a line, one line must have all of. */
static bool line_fits(const aftersale_rule *rule, const aftersale_sale_line *line,
                      const aftersale_product *product)
{
    if (is_given(rule->product) && !is_same(rule->product, line->product.ref) &&
        (product == NULL || !is_same(rule->product, product->ref)))
        return false;
    if (is_given(rule->category) && (product == NULL || !is_same(rule->category, product->category)))
        return false;
    return rule->type == 0 || (product != NULL && product->type == rule->type);
}

static bool asks_of_lines(const aftersale_rule *rule)
{
    return is_given(rule->product) || is_given(rule->category) || rule->type != 0;
}

static bool some_line_fits(const aftersale_rule *rule, const aftersale_sale *sale,
                           const aftersale_product *const *products)
{
    const aftersale_sale_line *lines = AS__ITEMS(aftersale_sale_line, sale->lines);
    for (size_t i = 0; i < sale->lines.count; i++) {
        if (line_fits(rule, &lines[i], products == NULL ? NULL : products[i]))
            return true;
    }
    return false;
}

/* Amounts of another currency are not compared: such a rule does not fit. */
static bool total_fits(aftersale_money total, aftersale_money at_least, aftersale_money below)
{
    if (as__money_given(at_least) &&
        (!is_same(total.currency, at_least.currency) || total.minor < at_least.minor))
        return false;
    return !as__money_given(below) || (is_same(total.currency, below.currency) && total.minor < below.minor);
}

static bool has_tag(const aftersale_customer *customer, const char *tag)
{
    for (size_t i = 0; i < customer->tags.count; i++) {
        if (is_same(customer->tags.items[i], tag))
            return true;
    }
    return false;
}

static const char *asked_of_lines(const aftersale_rule *rule)
{
    if (is_given(rule->product))
        return "product";
    return is_given(rule->category) ? "category" : "kind of product";
}

/* The reason why it does not fit, or that it does. */
static as__reason_number judge(const aftersale_rule *rule, const aftersale_sale *sale,
                               const aftersale_customer *customer, const aftersale_product *const *products,
                               const char **detail)
{
    *detail = asked_of_lines(rule);
    if (asks_of_lines(rule) && !some_line_fits(rule, sale, products))
        return AS__REASON_RULE_LINE;
    if (!total_fits(sale->total, rule->at_least, rule->below)) {
        *detail = as__money_given(rule->at_least) ? "as much as it asks for" : "below its limit";
        if (as__money_given(rule->at_least) && as__money_given(rule->below))
            *detail = "between its limits";
        return AS__REASON_RULE_TOTAL;
    }
    if (is_given(rule->tier) && !is_same(rule->tier, customer->tier))
        return AS__REASON_RULE_TIER;
    if (is_given(rule->tag) && !has_tag(customer, rule->tag))
        return AS__REASON_RULE_TAG;
    *detail = rule->plan;
    return AS__REASON_RULE_FITS;
}

size_t as__rule_find(const aftersale_rule *rules, size_t count, const aftersale_sale *sale,
                     const aftersale_customer *customer, const aftersale_product *const *products,
                     as__reasons *reasons)
{
    const as__why why = {.reasons = reasons};
    const aftersale_time none = {0};
    if (reasons != NULL)
        reasons->count = 0;
    for (size_t i = 0; i < count; i++) {
        const char *detail;
        as__reason_number number = judge(&rules[i], sale, customer, products, &detail);
        as__why_note(&why, number, none, none, rules[i].key, detail);
        if (number == AS__REASON_RULE_FITS)
            return i;
    }
    return count;
}

static bool is_open(const aftersale_enrolment *run)
{
    return run->state < AFTERSALE_ENROLMENT_ENDED;
}

/* Which of the plan's rules speaks of this run: 0 while it is open, else how it came to its end. */
static int32_t left_of(const aftersale_enrolment *run)
{
    if (is_open(run))
        return 0;
    if (run->left >= AFTERSALE_LEFT_REMOVED && run->left <= AFTERSALE_LEFT_FINISHED)
        return run->left;
    return run->state == AFTERSALE_ENROLMENT_COMPLETED ? AFTERSALE_LEFT_FINISHED : AFTERSALE_LEFT_REMOVED;
}

/* Why this run keeps the customer out; NULL: it does not. */
static const char *refusal(const as__reentry *rule, const aftersale_enrolment *run, bool is_same_sale,
                           aftersale_time now)
{
    bool waits_for_end = rule->again == AS__AGAIN_AFTER_END || rule->again == AS__AGAIN_AFTER_DAYS;
    if (is_open(run) && is_same_sale)
        return "is in this plan now for this sale";
    if (rule->again == AS__AGAIN_NEVER)
        return "was in this plan before, and nobody enters it twice";
    if (is_open(run) && waits_for_end)
        return "is in this plan now";
    if (rule->again == AS__AGAIN_AFTER_DAYS && now.us < run->ended.us + rule->days * AS__DAY)
        return "left this plan too few days ago";
    if (rule->again == AS__AGAIN_PER_SALE && is_same_sale && run->sale != 0)
        return "was in this plan before for this sale";
    return NULL;
}

bool as__reentry_allows(const as__template *plan, const aftersale_enrolment *const *past, size_t count,
                        uint64_t sale, int32_t line, aftersale_time now, const char **why)
{
    for (size_t i = 0; i < count; i++) {
        const aftersale_enrolment *run = past[i];
        if (run->state == AFTERSALE_ENROLMENT_CANCELLED)
            continue; /* it never began */
        bool is_same_sale = run->sale == sale && run->line == line;
        const char *refused = refusal(&plan->again[left_of(run)], run, is_same_sale, now);
        if (refused != NULL) {
            *why = refused;
            return false;
        }
    }
    return true;
}

uint32_t as__enrolment_moves(int32_t state)
{
    const uint32_t one = 1;
    switch (state) {
    case AFTERSALE_ENROLMENT_DRAFT:
        return one << AFTERSALE_ENROLMENT_PROMISED | one << AFTERSALE_ENROLMENT_ACTIVE |
               one << AFTERSALE_ENROLMENT_CANCELLED;
    case AFTERSALE_ENROLMENT_PROMISED:
        return one << AFTERSALE_ENROLMENT_ACTIVE | one << AFTERSALE_ENROLMENT_CANCELLED;
    case AFTERSALE_ENROLMENT_ACTIVE:
        return one << AFTERSALE_ENROLMENT_PAUSED | one << AFTERSALE_ENROLMENT_ENDED |
               one << AFTERSALE_ENROLMENT_COMPLETED;
    case AFTERSALE_ENROLMENT_PAUSED:
        return one << AFTERSALE_ENROLMENT_ACTIVE | one << AFTERSALE_ENROLMENT_ENDED;
    default:
        return 0;
    }
}
