/* SPDX-License-Identifier: MIT */
#include "rules/ready_plan.h"
#include "rules/plan_template.h"
#include <string.h>

const char *as__ready_plan(const char *key)
{
    const as__ready *plan = as__ready_plans;
    while (plan->key != NULL && strcmp(plan->key, key) != 0)
        plan++;
    return plan->json;
}

const char *as__ready_plan_key(size_t i)
{
    const as__ready *plan = as__ready_plans;
    while (plan->key != NULL && i-- > 0)
        plan++;
    return plan->key;
}
