/* SPDX-License-Identifier: MIT */
/* Plan templates: published, versioned, ready; what is wrong is told at once (S16, S21, S30). */
#include "support/trial.h"

#define TWO_STEPS PLAN("p", STEP("a", "'anchor':'sale'") "," STEP("b", "'anchor':'delivery','after':'P1D'"))

static const aftersale_problem *problem_at(const char *path)
{
    const aftersale_error *error = aftersale_book_error(book);
    for (int32_t i = 0; i < error->problem_count; i++)
        if (strcmp(error->problems[i]->path, path) == 0)
            return error->problems[i];
    return NULL;
}

static int32_t line_of(const char *path)
{
    const aftersale_problem *problem = problem_at(path);
    cr_assert_not_null(problem, "no problem at %s", path);
    cr_assert_neq(problem->number, 0);
    cr_assert_neq(problem->text[0], 0);
    return problem->line;
}

static const aftersale_plan *plan(const char *key, int32_t version)
{
    const aftersale_plan *found;
    MUST(aftersale_plan_find(book, key, version, &found));
    return hold(found);
}

/* S16 */
TRIAL(plan, all_problems_are_told_with_path_and_line)
{
    MUST_BE(AFTERSALE_INVALID, try_publish("{'plan':'p',\n"
                                           " 'steps':[\n"
                                           "  {'key':'a','kind':'follow-up','anchor':'sale',\n"
                                           "   'after':'soon'},\n"
                                           "  {'key':'b','anchor':'sale',\n"
                                           "   'colour':'red'},\n"
                                           "  {'key':'b','kind':'follow-up','anchor':'sale'}]}",
                                           NULL));
    cr_assert_eq(aftersale_book_error(book)->problem_count, 4);
    cr_assert_eq(line_of("steps[0].after"), 4);
    cr_assert_eq(line_of("steps[1].kind"), 5);
    cr_assert_eq(line_of("steps[1].colour"), 6);
    cr_assert_eq(line_of("steps[2].key"), 7);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    const aftersale_plan *none;
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_plan_find(book, "p", 0, &none));
}

/* S16 */
TRIAL(plan, check_says_what_publishing_would)
{
    aftersale_error error = {.struct_size = sizeof error};
    char *bad = real_json(PLAN("p", "{'key':'a',\n'kind':'follow-up'}")), *good = real_json(TWO_STEPS);
    cr_assert_eq(aftersale_plan_check(bad, &error), AFTERSALE_INVALID);
    cr_assert_eq(error.problem_count, 1);
    cr_assert_not_null(strstr(error.text, "steps[0].anchor"), "%s", error.text);
    cr_assert_eq(aftersale_plan_check(good, &error), AFTERSALE_OK);
    cr_assert_eq(aftersale_plan_check(NULL, &error), AFTERSALE_INVALID);
    cr_assert_eq(aftersale_plan_check(bad, NULL), AFTERSALE_INVALID);
    free(bad);
    free(good);
}

/* S21 */
TRIAL(plan, an_equal_document_makes_no_version)
{
    aftersale_id first = publish(TWO_STEPS);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_MAKE);
    aftersale_id again = publish(TWO_STEPS);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    cr_assert(same_id(first, again));
    cr_assert_eq(aftersale_plan_version(plan("p", 0)), 1);
}

/* S21 */
TRIAL(plan, another_document_makes_the_next_version)
{
    aftersale_id first = publish(TWO_STEPS);
    now_is("2026-11-21T10:00:00Z");
    aftersale_id second = publish(PLAN("p", STEP("a", "'anchor':'delivery'")));
    cr_assert_not(same_id(first, second));
    cr_assert_eq(aftersale_plan_version(plan("p", 0)), 2);
    cr_assert_eq(aftersale_plan_version(plan("p", 1)), 1);
    cr_assert(same_id(aftersale_plan_id(plan("p", 1)), first));
    char *json = real_json(TWO_STEPS);
    cr_assert_str_eq(aftersale_plan_json(plan("p", 1)), json);
    free(json);
    cr_assert_str_eq(text_of(aftersale_plan_published(plan("p", 2))), "2026-11-21T10:00:00Z");
    const aftersale_plan *none;
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_plan_find(book, "p", 3, &none));
    /* Going back to what version 1 said is a version of its own. */
    publish(TWO_STEPS);
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_MAKE);
    cr_assert_eq(aftersale_plan_version(plan("p", 0)), 3);
}

/* S21 */
TRIAL(plan, all_versions_are_listed_by_key)
{
    static const struct {
        const char *key;
        int32_t version;
    } expected[] = {{"a", 1}, {"p", 1}, {"p", 2}};
    aftersale_cursor *list = NULL;
    const aftersale_plan *row;
    publish(TWO_STEPS);
    publish(PLAN("a", STEP("x", "'anchor':'sale'")));
    publish(PLAN("p", STEP("b", "'anchor':'sale'")));
    MUST(aftersale_plan_list(book, NULL, &list));
    for (size_t i = 0; i < COUNT(expected); i++) {
        cr_assert_eq(aftersale_plan_next(list, &row), AFTERSALE_ROW);
        cr_assert_str_eq(aftersale_plan_key(row), expected[i].key);
        cr_assert_eq(aftersale_plan_version(row), expected[i].version);
    }
    cr_assert_eq(aftersale_plan_next(list, &row), AFTERSALE_DONE);
    aftersale_cursor_free(list);
}

/* S30 */
TRIAL(plan, ready_plans_are_known_and_published_at_first_use)
{
    static const char *const keys[] = {"one-off-sale", "consumable", "high-value", "service-business"};
    const aftersale_plan *none;
    put_customer("C");
    for (size_t i = 0; i < COUNT(keys); i++) {
        char sale[32];
        cr_assert_not_null(aftersale_plan_ready(keys[i]));
        cr_assert_eq(aftersale_plan_check(aftersale_plan_ready(keys[i]), NULL), AFTERSALE_OK, "%s", keys[i]);
        MUST_BE(AFTERSALE_NOT_FOUND, aftersale_plan_find(book, keys[i], 0, &none));
        snprintf(sale, sizeof sale, "S%zu", i);
        put_sale(sale, "C", keys[i], "2026-11-20", NULL);
        cr_assert_eq(aftersale_plan_version(plan(keys[i], 0)), 1);
        cr_assert_str_eq(aftersale_plan_json(plan(keys[i], 1)), aftersale_plan_ready(keys[i]));
        cr_assert_eq(enrolment_state("C", i), AFTERSALE_ENROLMENT_ACTIVE);
    }
    cr_assert_null(aftersale_plan_ready("two-off-sale"));
    cr_assert_not_null(aftersale_plan_ready_at(COUNT(keys) - 1));
    cr_assert_null(aftersale_plan_ready_at(COUNT(keys)));
}

/* S30: a command that fails publishes nothing either. */
TRIAL(plan, a_ready_plan_of_a_failed_command_is_not_published)
{
    const aftersale_plan *none;
    put_customer("C");
    MUST_BE(AFTERSALE_INVALID,
            aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "consumable", .customer.ref = "C", .line = 1),
                            NULL));
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_plan_find(book, "consumable", 0, &none));
}

/* S21: the step keeps its number, by which events and touches name it. */
TRIAL(plan, step_keys_keep_their_numbers_across_versions)
{
    int32_t numbers[2] = {0, 0};
    publish(TWO_STEPS);
    put_customer("C1");
    put_customer("C2");
    put_sale("S1", "C1", "p", "2026-11-01", "2026-11-02");
    publish(PLAN("p", STEP("new", "'anchor':'sale'") "," STEP("b", "'anchor':'sale','after':'P2D'")));
    put_sale("S2", "C2", "p", "2026-11-01", "2026-11-02");
    for (int i = 0; i < 2; i++) {
        const aftersale_customer *customer;
        const aftersale_event *event;
        aftersale_cursor *list = NULL;
        done(i == 0 ? "C1" : "C2", "b", AFTERSALE_OUTCOME_REACHED);
        MUST(aftersale_customer_find(book, i == 0 ? "C1" : "C2", &customer));
        hold(customer);
        MUST(aftersale_event_list_of(book, aftersale_customer_id(customer), 0, &list));
        while (aftersale_event_next(list, &event) == AFTERSALE_ROW)
            if (strcmp(aftersale_event_name(event), "touch.done") == 0)
                numbers[i] = aftersale_event_step(event);
        aftersale_cursor_free(list);
    }
    cr_assert_neq(numbers[0], 0);
    cr_assert_eq(numbers[0], numbers[1]);
}

/* S21 */
TRIAL(plan, an_enrolment_keeps_its_version)
{
    publish(TWO_STEPS);
    put_customer("C");
    put_sale("S1", "C", "p", "2026-11-01", "2026-11-02");
    aftersale_id before = touch_id("C", "b");
    publish(PLAN("p", STEP("b", "'anchor':'delivery','after':'P9D'") "," STEP("c", "'anchor':'sale'")));
    put_sale("S2", "C", "p", "2026-11-01", "2026-11-02");
    cr_assert_eq(aftersale_enrolment_version(enrolment("C", 0)), 1);
    cr_assert_eq(aftersale_enrolment_version(enrolment("C", 1)), 2);
    cr_assert(same_id(touch_id("C", "b"), before));
    cr_assert_str_eq(touch_due("C", "b"), "2026-11-03T09:00:00Z");
    cr_assert_not_null(find_touch("C", 0, "a"));
    cr_assert_null(find_touch("C", 0, "c"));
    cr_assert_str_eq(text_of(aftersale_touch_due(find_touch("C", 1, "b"))), "2026-11-11T09:00:00Z");
    /* By hand one can still begin with an older one. */
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .version = 1, .customer.ref = "C"), NULL));
    cr_assert_eq(aftersale_enrolment_version(enrolment("C", 2)), 1);
    MUST_BE(
        AFTERSALE_NOT_FOUND,
        aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .version = 9, .customer.ref = "C"), NULL));
}

/* S21: a later version may belong to another priority class; what runs keeps its own, and stays on the worklist. */
TRIAL(plan, an_enrolment_keeps_the_priority_of_its_version)
{
    publish("{'plan':'p','priority':3,'steps':[" STEP("a", "'anchor':'sale'") "]}");
    put_customer("C");
    put_sale("S1", "C", "p", "2026-11-01", NULL);
    publish("{'plan':'p','priority':9,'steps':[" STEP("a", "'anchor':'sale'") "]}");
    cr_assert_eq(aftersale_enrolment_priority(enrolment("C", 0)), 3);
    cr_assert_eq(aftersale_touch_priority(touch("C", "a")), 3);
    cr_assert_str_eq(work_of("sam"), "C:a");
    aftersale_time next;
    MUST(aftersale_book_next_due(book, &next));
    cr_assert_neq(next.us, 0);
}

/* S77 */
TRIAL(plan, a_plan_published_in_a_group_is_used_in_it)
{
    put_customer("C");
    MUST(aftersale_group_begin(book, 0));
    publish(TWO_STEPS);
    put_sale("S1", "C", "p", "2026-11-01", NULL);
    MUST(aftersale_group_drop(book));
    const aftersale_plan *none;
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_plan_find(book, "p", 0, &none));
    MUST(aftersale_group_begin(book, 0));
    publish(PLAN("p", STEP("z", "'anchor':'sale'")));
    put_sale("S1", "C", "p", "2026-11-01", NULL);
    MUST(aftersale_group_commit(book));
    cr_assert_str_eq(work_of("sam"), "C:z");
}

/* S8 */
TRIAL(plan, a_plan_of_one_book_is_none_of_another)
{
    aftersale_book *other = open_book("other");
    const aftersale_plan *none;
    publish(TWO_STEPS);
    cr_assert_eq(aftersale_plan_find(other, "p", 0, &none), AFTERSALE_NOT_FOUND);
    aftersale_book_free(other);
}
