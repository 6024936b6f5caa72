/* SPDX-License-Identifier: MIT */
/** @file rule.h  Enrolment rules: which plan a sale starts when nobody names one (S20). The first rule that fits wins;
 *  the enrolment keeps its key, and aftersale_explain_enrolment() says why it fitted. */
#ifndef AFTERSALE_RULE_H
#define AFTERSALE_RULE_H
#include "cursor.h"
AFTERSALE_BEGIN
/** One rule. What is left out does not matter to it; what is given must all fit. */
typedef struct aftersale_rule {
    const char *key;          /**< required: its name, up to 64 bytes, once in the list */
    const char *plan;         /**< required: key of the plan it chooses; "-": no plan */
    const char *product;      /**< a line has this article */
    const char *category;     /**< a line has an article of this category */
    int32_t type;             /**< a line has an article of this kind: AFTERSALE_PRODUCT_… */
    aftersale_money at_least; /**< the sale's total is this or more, in this currency */
    aftersale_money below;    /**< the sale's total is below this, in this currency */
    const char *tier;         /**< the customer's tier */
    const char *tag;          /**< the customer has this tag */
} aftersale_rule;
/** Several of them, in order; write it with AFTERSALE_LIST(rule, …). */
typedef struct aftersale_rules {
    const aftersale_rule *items; /**< NULL with count 0: not given */
    size_t count;                /**< how many */
    size_t item_size;            /**< sizeof(aftersale_rule), so that items may grow */
} aftersale_rules;
/** Arguments of aftersale_rules_put(). */
typedef struct aftersale_rules_put_args {
    size_t struct_size;      /**< filled in by AFTERSALE_ARGS */
    aftersale_rules rules;   /**< all of them, in order; none: no rule; at most 1000 */
    uint64_t expect;         /**< revision of the settings you read; 0: any */
    aftersale_time at;       /**< default now */
    const char *idempotency; /**< your key of this very call */
} aftersale_rules_put_args;
/** Replaces the book's enrolment rules. Enrolments that exist stay as they are. @param[out] out the book's id, may be
 *  NULL @return OK, CONFLICT, INVALID (a plan that is neither published nor ready, a key twice) */
AFTERSALE_API aftersale_status aftersale_rules_put(aftersale_book *book, const aftersale_rules_put_args *args,
                                                   aftersale_id *out);
AFTERSALE_END
#endif
