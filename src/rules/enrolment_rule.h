/* SPDX-License-Identifier: MIT */
/* Which plan a sale starts (S20), and whether somebody may enter a plan again (S26). */
#ifndef AS_RULES_ENROLMENT_RULE_H
#define AS_RULES_ENROLMENT_RULE_H
#include "rules/schedule.h"

/* First rule that fits; `count` when none does. `products` holds the product of each sale line, or NULL for one that
 * is in no catalogue. `reasons` (may be NULL) takes one for each rule looked at. */
size_t as__rule_find(const aftersale_rule *rules, size_t count, const aftersale_sale *sale,
                     const aftersale_customer *customer, const aftersale_product *const *products,
                     as__reasons *reasons);
/* May this customer enter the plan? `past` are their runs of it, any order. `why` is set to a short reason when not. */
bool as__reentry_allows(const as__template *plan, const aftersale_enrolment *const *past, size_t count, uint64_t sale,
                        int32_t line, aftersale_time now, const char **why);
/* Legal moves of a plan's life (S20): bit (1 << state) for each state that may follow. */
uint32_t as__enrolment_moves(int32_t state);
#endif
