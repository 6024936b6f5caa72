/* SPDX-License-Identifier: MIT */
/* Whose work is seen by whom while people are away: fallbacks one after the other, roles, and what is left (S25, S76). */
#include "support/trial.h"

#define AWAY AFTERSALE_LIST(absence, {.from = {2026, 11, 20}, .until = {2026, 11, 23}})

static void put_actor(const char *ref, const char *fallback, const char *role, bool is_away)
{
    aftersale_actor_put_args args = {.struct_size = sizeof args, .ref = ref, .fallback = fallback};
    static const int32_t absences[] = {AFTERSALE_FIELD_ACTOR_ABSENCES};
    aftersale_absences away = AWAY;
    if (role != NULL)
        args.roles = (aftersale_texts){&role, 1};
    if (is_away)
        args.absences = away;
    else
        args.clear = (aftersale_fields){absences, 1};
    MUST(aftersale_actor_put(book, &args, NULL));
}

/* A customer C with a touch a of sam and b of the office. Today is Friday the 20th. */
static void stage(void)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','owner':{'user':'sam'}") "," STEP(
                          "b", "'anchor':'sale','owner':{'role':'office'}")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", NULL);
}

static const char *left(void)
{
    return work_text(AFTERSALE_ARGS(worklist, .flags = AFTERSALE_WORKLIST_LEFT));
}

TRIAL(stand_in, the_first_who_is_there)
{
    stage();
    put_actor("sam", "tina", NULL, true);
    put_actor("tina", "uma", NULL, true);
    put_actor("uma", "vic", NULL, false);
    put_actor("vic", NULL, NULL, false);
    cr_assert_str_eq(work_of("sam"), "C:a", "it stays his");
    cr_assert_str_eq(work_of("tina"), "", "who is away herself steps in for nobody");
    cr_assert_str_eq(work_of("uma"), "C:a");
    cr_assert_str_eq(work_of("vic"), "");
    put_actor("uma", NULL, NULL, true); /* reported sick in the middle of it */
    cr_assert_str_eq(work_of("uma"), "");
    cr_assert_str_eq(work_of("vic"), "C:a");
    now_is("2026-11-23T00:00:00Z");
    cr_assert_str_eq(work_of("vic"), "");
    cr_assert_str_eq(work_of("sam"), "C:a");
    cr_assert_str_eq(
        work_text(AFTERSALE_ARGS(worklist, .owner = "vic", .at = instant("2026-11-22T12:00:00Z"))), "C:a",
        "as it was that day");
}

/* Days away are days of the book. */
TRIAL(stand_in, from_the_first_day_of_the_books_zone)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .zone = "Asia/Tokyo"), NULL));
    stage();
    put_actor("sam", "tina", NULL, true);
    now_is("2026-11-19T14:59:59Z");
    cr_assert_str_eq(work_of("tina"), "");
    now_is("2026-11-19T15:00:00Z");
    cr_assert_str_eq(work_of("tina"), "C:a");
    now_is("2026-11-22T14:59:59Z");
    cr_assert_str_eq(work_of("tina"), "C:a");
    now_is("2026-11-22T15:00:00Z");
    cr_assert_str_eq(work_of("tina"), "");
}

TRIAL(stand_in, a_name_that_is_no_actor_steps_in_too)
{
    stage();
    put_actor("sam", "the agency", NULL, true);
    cr_assert_str_eq(work_of("the agency"), "C:a");
    cr_assert_str_eq(left(), "C:b");
}

TRIAL(stand_in, fallbacks_that_go_round_leave_it_to_nobody)
{
    stage();
    put_actor("olga", NULL, "office", false);
    put_actor("sam", "tina", NULL, true);
    put_actor("tina", "sam", NULL, true);
    cr_assert_str_eq(work_of("tina"), "");
    cr_assert_str_eq(work_of("sam"), "C:a");
    cr_assert_str_eq(left(), "C:a");
    cr_assert_str_eq(work_of(NULL), "C:a C:b", "it can be found");
    put_actor("sam", "sam", NULL, true);
    cr_assert_str_eq(left(), "C:a");
    put_actor("tina", NULL, NULL, false);
    put_actor("sam", "tina", NULL, true);
    cr_assert_str_eq(left(), "");
}

TRIAL(stand_in, a_role_goes_on_with_those_of_it_who_are_there)
{
    stage();
    put_actor("olga", "tina", "office", true);
    put_actor("otto", "uma", "office", false);
    cr_assert_str_eq(work_of("tina"), "");
    cr_assert_str_eq(work_of("otto"), "C:b");
    put_actor("otto", "uma", "office", true);
    cr_assert_str_eq(work_of("tina"), "C:b", "now that all are away");
    cr_assert_str_eq(work_of("uma"), "C:b");
    cr_assert_str_eq(work_of("otto"), "C:b");
    cr_assert_str_eq(left(), "");
    put_actor("tina", NULL, NULL, true);
    put_actor("uma", NULL, NULL, true);
    cr_assert_str_eq(left(), "C:b");
}

TRIAL(stand_in, what_nobody_sees)
{
    stage();
    cr_assert_str_eq(left(), "C:b", "nobody has the role");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "D"), NULL));
    publish(PLAN("q", STEP("c", "'anchor':'sale'")));
    put_sale("T", "D", "q", "2026-11-19", NULL);
    cr_assert_str_eq(left(), "C:b D:c", "nor has the other an owner");
    put_actor("olga", NULL, "office", false);
    cr_assert_str_eq(left(), "D:c");
}

TRIAL(stand_in, the_row_says_for_whom)
{
    aftersale_cursor *list;
    const aftersale_work *work;
    stage();
    put_actor("sam", "tina", "office", true);
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "tina"), &list));
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    cr_assert_str_eq(aftersale_work_instead_of(work), "sam");
    cr_assert_str_eq(aftersale_work_why(work),
                     "follow-up due 2026-11-18, on the sale, 2 days late, instead of sam");
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    cr_assert_str_eq(aftersale_work_instead_of(work), "role:office");
    MUST_BE(AFTERSALE_DONE, aftersale_work_next(list, &work));
    aftersale_cursor_free(list);
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &list));
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    cr_assert_str_eq(aftersale_work_instead_of(work), "");
    aftersale_cursor_free(list);
    cr_assert_str_eq(aftersale_work_instead_of(NULL), "");
}

/* S29: and the next ones are theirs to claim; who made it is who did. */
TRIAL(stand_in, claims_and_does_it)
{
    aftersale_id ids[4];
    size_t count;
    stage();
    put_actor("sam", "tina", NULL, true);
    MUST(aftersale_touch_claim_next(book, AFTERSALE_ARGS(touch_claim_next, .actor = "tina"), ids, 4, &count));
    cr_assert_eq(count, 1);
    cr_assert_str_eq(work_of("tina"), "C:a", "what she holds");
    cr_assert_str_eq(work_of("sam"), "");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(aftersale_touch_actor(touch("C", "a")), "tina");
    cr_assert_str_eq(aftersale_touch_owner(touch("C", "a")), "sam");
}

/* More than one page of people whose fallback somebody is. */
TRIAL(stand_in, for_many)
{
    stage();
    for (int i = 0; i < 600; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "a%03d", i);
        put_actor(ref, "tina", NULL, i % 2 == 0);
    }
    put_actor("sam", "tina", NULL, true);
    put_actor("zoe", "sam", "office", true);
    cr_assert_str_eq(work_of("tina"), "C:a C:b");
}

/* S29: cases that are open in any plan of the customer. */
TRIAL(stand_in, open_cases_stand_in_the_row)
{
    aftersale_cursor *list;
    const aftersale_work *work;
    publish(PLAN("p", STEP("a", "'anchor':'sale','outcomes':{'problem':{'do':'open_case'}}")));
    publish(PLAN("q", STEP("b", "'anchor':'sale'") "," STEP("c", "'anchor':'sale','after':'P1D'")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-18", NULL);
    put_sale("T", "C", "q", "2026-11-18", NULL);
    for (int round = 0; round < 2; round++) {
        MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &list));
        MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
        cr_assert_eq(aftersale_work_case_count(work), round);
        if (round == 1) {
            cr_assert_str_eq(aftersale_touch_step(aftersale_work_touch(work)), "b");
            cr_assert(same_id(aftersale_work_case_at(work, 0), touch_id("C", "a.case")));
            cr_assert_not_null(strstr(aftersale_work_why(work), "1 open case"), "%s",
                               aftersale_work_why(work));
        }
        cr_assert_not(id_is_given(aftersale_work_case_at(work, round)));
        cr_assert_not(id_is_given(aftersale_work_case_at(work, -1)));
        aftersale_cursor_free(list);
        if (round == 0)
            done("C", "a", AFTERSALE_OUTCOME_PROBLEM);
    }
    MUST(aftersale_worklist(book, NULL, &list));
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    done("C", "a.case", AFTERSALE_OUTCOME_REACHED); /* while the list is read */
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    cr_assert_eq(aftersale_work_case_count(work), 0);
    aftersale_cursor_free(list);
}
