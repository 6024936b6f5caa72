/* SPDX-License-Identifier: MIT */
/* A step that comes again: one occurrence is open at a time, and what came before keeps its place (S18, S29). */
#include "support/trial.h"

#define MONTHLY(repeat) PLAN("p", STEP("a", "'anchor':'sale','repeat':{'every':'P1M'" repeat "}"))

/* Due on 1 October, 1 November, 1 December and so on; now is 20 November. */
static void sell(const char *plan)
{
    publish(plan);
    put_customer("C");
    put_sale("S", "C", "p", "2026-10-01", NULL);
}

/* The one row of the worklist. */
static const aftersale_touch *open_touch(void)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    const aftersale_touch *found;
    MUST(aftersale_worklist(book, NULL, &list));
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    found = aftersale_work_touch(hold(aftersale_record_keep((const aftersale_record *)work)));
    MUST_BE(AFTERSALE_DONE, aftersale_work_next(list, &work));
    aftersale_cursor_free(list);
    return found;
}

static const aftersale_touch *touch_at(aftersale_id id)
{
    const aftersale_touch *found;
    MUST(aftersale_touch_get(book, id, &found));
    return hold(found);
}

/* Of all touches of the customer: "2 done, 3 planned". */
static const char *all_touches(void)
{
    static const char *const names[] = {"",        "planned", "waiting", "blocked",  "claimed",
                                        "snoozed", "done",    "missed",  "cancelled"};
    static char text[512];
    const aftersale_touch *row;
    aftersale_cursor *list = NULL;
    size_t at = 0;
    text[0] = 0;
    MUST(aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .customer.ref = "C"), &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        at += (size_t)snprintf(text + at, sizeof text - at, "%s%d %s", at != 0 ? ", " : "",
                               (int)aftersale_touch_occurrence(row), names[aftersale_touch_state(row)]);
    aftersale_cursor_free(list);
    return text;
}

static aftersale_status make(aftersale_id id, const char *actor)
{
    return aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED, .actor = actor),
        NULL);
}

/* S18: the date of the second has come, so the first is missed. */
TRIAL(occurrence, one_is_open_at_a_time)
{
    sell(MONTHLY(""));
    const aftersale_touch *second = open_touch();
    cr_assert_eq(aftersale_touch_occurrence(second), 2);
    cr_assert_str_eq(text_of(aftersale_touch_due(second)), "2026-11-01T09:00:00Z");
    cr_assert_str_eq(all_touches(), "2 planned");
    now_is("2026-12-01T09:00:00Z");
    cr_assert_eq(aftersale_touch_occurrence(open_touch()), 3);
    cr_assert_eq(aftersale_touch_state(touch_at(aftersale_touch_id(second))), AFTERSALE_TOUCH_STATE_MISSED);
    MUST_BE(
        AFTERSALE_STATE,
        aftersale_touch_claim(
            book, AFTERSALE_ARGS(touch_claim, .touch = aftersale_touch_id(second), .actor = "sam"), NULL));
}

/* S18 */
TRIAL(occurrence, the_next_comes_when_one_was_made)
{
    sell(MONTHLY(""));
    aftersale_id next, second = aftersale_touch_id(open_touch());
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = second, .outcome = AFTERSALE_OUTCOME_REACHED), &next));
    cr_assert_eq(aftersale_touch_occurrence(touch_at(next)), 3);
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_str_eq(all_touches(), "2 done, 3 planned");
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ACTIVE);
    MUST_BE(AFTERSALE_STATE, make(second, "sam"));
}

/* S18, S29: one that was put off beyond the date of the next gives way to it, on the list, too. */
TRIAL(occurrence, the_next_comes_before_one_that_was_put_off)
{
    sell(MONTHLY(""));
    MUST(aftersale_touch_snooze(book,
                                AFTERSALE_ARGS(touch_snooze, .touch = aftersale_touch_id(open_touch()),
                                               .until = instant("2026-12-10T09:00:00Z")),
                                NULL));
    now_is("2026-12-01T09:00:00Z");
    cr_assert_eq(aftersale_touch_occurrence(open_touch()), 3);
}

/* S29: a done after the lease is a fact, though the next has come. */
TRIAL(occurrence, one_whose_lease_ran_out_as_the_next_came_can_be_done)
{
    sell(MONTHLY(""));
    now_is("2026-12-31T23:55:00Z");
    aftersale_id third = aftersale_touch_id(open_touch());
    MUST(aftersale_touch_claim(
        book, AFTERSALE_ARGS(touch_claim, .touch = third, .actor = "olga", .lease = "PT12H"), NULL));
    now_is("2027-01-01T11:00:00Z"); /* the fourth has come, and the third is held */
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2027-01-01T12:00:00Z");
    cr_assert_eq(aftersale_touch_occurrence(open_touch()), 4);
    cr_assert_eq(aftersale_touch_state(touch_at(third)), AFTERSALE_TOUCH_STATE_MISSED);
    MUST(make(third, NULL));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_LATE);
    cr_assert_str_eq(aftersale_touch_actor(touch_at(third)), "olga");
    cr_assert_eq(aftersale_touch_state(touch_at(third)), AFTERSALE_TOUCH_STATE_DONE);
    cr_assert_str_eq(all_touches(), "3 done, 4 planned");
    cr_assert_eq(aftersale_touch_occurrence(open_touch()), 4);
    const aftersale_explanation *why;
    MUST(aftersale_explain_touch(book, third, &why));
    cr_assert_gt(aftersale_explanation_count(why), 0);
    aftersale_explanation_free(why);
}

/* S18: what is not open yet, and what never comes, is no touch. */
TRIAL(occurrence, one_that_is_not_open_yet_is_not_found)
{
    sell(MONTHLY(",'count':3"));
    aftersale_id next, second = aftersale_touch_id(open_touch());
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = second, .outcome = AFTERSALE_OUTCOME_REACHED), &next));
    now_is("2026-10-20T10:00:00Z"); /* a clock that was set back */
    put_sale("T", "C", "p", "2026-10-01", NULL);
    const aftersale_touch *found, *first = find_touch("C", 1, "a");
    cr_assert_eq(aftersale_touch_occurrence(first), 1);
    aftersale_id later = aftersale_touch_id(first);
    later.bytes[15] ^= 1 ^ 2; /* its second */
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_touch_get(book, later, &found));
    MUST_BE(AFTERSALE_NOT_FOUND, make(later, "sam"));
}

/* S18 */
TRIAL(occurrence, a_count_and_a_day_end_the_plan)
{
    sell(MONTHLY(",'count':3"));
    now_is("2026-12-02T10:00:00Z");
    MUST(make(aftersale_touch_id(open_touch()), "sam"));
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
    cr_assert_str_eq(all_touches(), "3 done");

    publish(MONTHLY(",'until':'2026-12-31'"));
    put_customer("D");
    put_sale("U", "D", "p", "2026-11-15", NULL);
    now_is("2026-12-15T10:00:00Z");
    MUST(make(touch_id("D", "a"), "sam"));
    cr_assert_eq(enrolment_state("D", 0), AFTERSALE_ENROLMENT_COMPLETED);
}
