/* SPDX-License-Identifier: MIT */
#include "aftersale/plan.h"
#include "engine/plans.h"
#include <stdio.h>
#include <string.h>

aftersale_status as__do_plan_publish(as__command *command)
{
    const aftersale_plan_publish_args *args = command->args;
    aftersale_book *book = command->book;
    as__template *plan;
    uint64_t id = 0;
    aftersale_status status =
        as__template_read(&book->context->owner.memory, as__context_rules(book->context), args->json,
                          strlen(args->json), &book->problems, &plan);
    if (status == AFTERSALE_INVALID)
        return as__fail_problems(book);
    if (status != AFTERSALE_OK)
        return status;
    status = as__plan_put(command, plan, args->json, &id);
    as__template_free(plan);
    command->did = AFTERSALE_DID_MAKE;
    if (status == AFTERSALE_EXISTS && book->error.status == AFTERSALE_OK) { /* equal to the newest version */
        command->did = AFTERSALE_DID_NOTHING;
        status = AFTERSALE_OK;
    }
    command->out = as__id_make(book->tenant->book, id);
    return status;
}

aftersale_status aftersale_plan_check(const char *json, aftersale_error *error)
{
    as__problems problems;
    as__template *plan = NULL;
    char text[256];
    aftersale_status status;
    if (json == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED, "json must be given");
    as__problems_init(&problems, &as__memory_system);
    status = as__template_read(&as__memory_system, NULL, json, strlen(json), &problems, &plan);
    as__template_free(plan);
    if (status == AFTERSALE_INVALID && problems.count != 0) {
        snprintf(text, sizeof text, "line %d, %s: %s", (int)problems.items[0].line, problems.items[0].path,
                 problems.items[0].text);
        (void)aftersale_error_set(error, status, problems.items[0].number, text);
        if (error != NULL)
            error->problem_count = (int32_t)problems.count;
    } else {
        (void)aftersale_error_set(error, status, status == AFTERSALE_OK ? 0 : AS__MESSAGE_NO_MEMORY, NULL);
    }
    as__problems_free(&problems);
    return status;
}

const char *aftersale_plan_ready(const char *key)
{
    return key != NULL ? as__ready_plan(key) : NULL;
}

const char *aftersale_plan_ready_at(size_t i)
{
    return as__ready_plan_key(i);
}
