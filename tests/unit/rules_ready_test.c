/* SPDX-License-Identifier: MIT */
/* S30: the templates that ship. */
#include "rules_stage.h"

static as__template *read_ready(const char *key)
{
    as__problems *problems = calloc(1, sizeof *problems);
    as__problems_init(problems, &as__memory_system);
    as__template *plan = NULL;
    const char *json = as__ready_plan(key);
    cr_assert_not_null(json, "%s", key);
    aftersale_status status =
        as__template_read(&as__memory_system, NULL, json, strlen(json), problems, &plan);
    cr_assert_eq(status, AFTERSALE_OK, "%s: %s %s", key, problems->count > 0 ? problems->items[0].path : "",
                 problems->count > 0 ? problems->items[0].text : "");
    as__problems_free(problems);
    free(problems);
    return plan;
}

Test(rules_ready, keys)
{
    static const char *const keys[] = {"one-off-sale", "consumable", "high-value", "service-business"};
    for (size_t i = 0; i < COUNT(keys); i++)
        cr_assert_not_null(as__ready_plan(keys[i]), "%s", keys[i]);
    size_t count = 0;
    while (as__ready_plan_key(count) != NULL)
        count++;
    cr_assert_eq(count, COUNT(keys));
    cr_assert_null(as__ready_plan_key(count + 1));
    cr_assert_null(as__ready_plan("no-such-plan"));
    cr_assert_null(as__ready_plan(""));
}

static bool has_both(as__wordings wordings)
{
    return wordings.count == 2 &&
           as__wording_of(wordings, "en", NULL) != as__wording_of(wordings, "de", NULL);
}

/* Each names itself, has its words in both languages, and no step that nobody reaches. */
Test(rules_ready, contents)
{
    for (size_t i = 0; as__ready_plan_key(i) != NULL; i++) {
        const char *key = as__ready_plan_key(i);
        as__template *plan = read_ready(key);
        cr_assert_str_eq(plan->key, key);
        cr_assert(has_both(plan->title), "%s", key);
        cr_assert_eq(plan->warned_count, 0, "%s", key);
        size_t promises = 0, gifts = 0;
        for (size_t j = 0; j < plan->step_count; j++) {
            const as__step *step = &plan->steps[j];
            cr_assert_not_null(step->objective, "%s.%s", key, step->key);
            cr_assert(step->promise.count == 0 || has_both(step->promise), "%s.%s", key, step->key);
            cr_assert(step->text.count == 0 || has_both(step->text), "%s.%s", key, step->key);
            if (step->promise.count > 0)
                promises++;
            if (strcmp(step->kind, "gift") == 0) {
                gifts++;
                cr_assert_eq(step->promise.count, 0, "%s.%s: nobody promises a surprise", key, step->key);
            }
            /* What was promised comes without an opt-in; what asks or sells never does. */
            if (step->promise.count > 0)
                cr_assert_eq(step->purpose, AFTERSALE_PURPOSE_SERVICE, "%s.%s", key, step->key);
        }
        cr_assert_geq(promises, 5, "%s", key);
        cr_assert_geq(gifts, 1, "%s", key);
        as__template_free(plan);
    }
}

Test(rules_ready, dates_of_one_off_sale)
{
    stage *s = stage_begin(as__ready_plan("one-off-sale"));
    s->run.delivered = (aftersale_date){2026, 11, 30};
    cr_assert_str_eq(stage_due(s, "thanks"), "2026-11-21T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "arrived"), "2026-12-02T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "month-3"), "2027-03-01T08:00:00Z", "28 February is a Sunday");
    cr_assert_str_eq(stage_due(s, "year-1"), "2027-11-16T08:00:00Z");
    cr_assert_eq(stage_planned(s, "surprise").state, AFTERSALE_TOUCH_STATE_BLOCKED, "nobody agreed to it");
    stage_end(s);
}
