/* SPDX-License-Identifier: MIT */
/* Work handed over from one owner to another (S25). */
#include "support/exchanged.h"
#include "support/trial.h"

static aftersale_status try_hand(const char *customer, const char *from, const char *to, const char *plan)
{
    return aftersale_work_hand_over(book,
                                    AFTERSALE_ARGS(work_hand_over, .customer.ref = customer, .from = from,
                                                   .to = to, .plan = plan, .actor = "kim"),
                                    NULL);
}

/* Steps of the seller, of whoever looks after the customer, and of sam by name; all due. */
#define THREE(key)                                                                                           \
    PLAN(key, STEP("s", "'anchor':'sale'") "," STEP("c", "'anchor':'sale','owner':'customer'") "," STEP(     \
                  "u", "'anchor':'sale','owner':{'user':'sam'}") "," STEP("w", "'anchor':'delivery'"))

static void sell(const char *customer, const char *plan, const char *owner, const char *seller)
{
    char ref[32];
    snprintf(ref, sizeof ref, "%s-%s", customer, plan);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = customer, .owner = owner), NULL));
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = ref, .customer.ref = customer, .plan = plan,
                                              .owner = seller, .sold = {2026, 11, 18}),
                               NULL));
}

static const char *owner_of(const char *customer)
{
    const aftersale_customer *found;
    MUST(aftersale_customer_find(book, customer, &found));
    return aftersale_customer_owner(hold(found));
}

TRIAL(hand_over, one_customer)
{
    publish(THREE("p"));
    sell("C", "p", "sam", "sam");
    sell("D", "p", "sam", "sam");
    done("C", "s", AFTERSALE_OUTCOME_REACHED);
    MUST(try_hand("C", "sam", "tina", NULL));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_CHANGE);
    cr_assert_str_eq(owner_of("C"), "tina");
    cr_assert_str_eq(owner_of("D"), "sam");
    cr_assert_str_eq(work_of("tina"), "C:c C:u");
    cr_assert_str_eq(work_of("sam"), "D:s D:c D:u");
    cr_assert_str_eq(aftersale_touch_actor(touch("C", "s")), "sam", "who made it made it");
    cr_assert_str_eq(aftersale_touch_owner(touch("C", "w")), "tina", "also what waits");
    MUST(try_hand("C", "sam", "tina", NULL));
    cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_NOTHING);
    MUST(try_hand("C", "tina", "sam", NULL));
    cr_assert_str_eq(work_of("tina"), "");
    cr_assert_str_eq(work_of("sam"), "C:c C:u D:s D:c D:u");
}

TRIAL(hand_over, says_so_in_one_event)
{
    const aftersale_event *event;
    aftersale_cursor *list;
    size_t seen = 0;
    publish(THREE("p"));
    publish(THREE("q"));
    sell("C", "p", "sam", "sam");
    sell("C", "q", "sam", "sam");
    MUST(try_hand("C", "sam", "tina", "p"));
    MUST(aftersale_event_list(book, 0, &list));
    while (aftersale_event_next(list, &event) == AFTERSALE_ROW) {
        if (strcmp(aftersale_event_name(event), "work.handed_over") != 0)
            continue;
        seen++;
        cr_assert_str_eq(aftersale_event_detail(event), "{\"from\":\"sam\",\"to\":\"tina\",\"plan\":\"p\"}");
        cr_assert_str_eq(aftersale_event_actor(event), "kim");
    }
    aftersale_cursor_free(list);
    cr_assert_eq(seen, 1);
}

TRIAL(hand_over, one_plan_leaves_the_customer)
{
    publish(THREE("p"));
    publish(THREE("q"));
    sell("C", "p", "sam", "sam");
    sell("C", "q", "sam", "sam");
    MUST(try_hand("C", "sam", "tina", "q"));
    cr_assert_str_eq(owner_of("C"), "sam");
    cr_assert_eq(strlen(work_of("tina")), strlen("C:s C:c C:u"));
    cr_assert_eq(strlen(work_of("sam")), strlen("C:s C:c C:u"));
    cr_assert_str_eq(aftersale_touch_owner(find_touch("C", 0, "c")), "sam");
    cr_assert_str_eq(aftersale_touch_owner(find_touch("C", 1, "c")), "tina");
}

TRIAL(hand_over, a_customer_given_back_brings_their_own_steps)
{
    publish(THREE("p"));
    sell("C", "p", "sam", "sam");
    MUST(try_hand("C", "sam", "tina", NULL));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .owner = "sam"), NULL));
    cr_assert_str_eq(work_of("sam"), "C:c C:u");
    cr_assert_str_eq(work_of("tina"), "C:s", "which the enrolment names");
}

TRIAL(hand_over, the_dates_are_those_of_the_new_owners_days)
{
    publish(PLAN("p", STEP("s", "'anchor':'sale','after':'P5D','on_holiday':'forward'")));
    MUST(aftersale_calendar_load(
        book,
        AFTERSALE_ARGS(calendar_load, .key = "FR",
                       .holidays = AFTERSALE_LIST(holiday, {.day = {2026, 11, 23}, .name = "Fermeture"})),
        NULL));
    MUST(aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "tina", .region = "FR"), NULL));
    sell("C", "p", "sam", "sam");
    cr_assert_str_eq(touch_due("C", "s"), "2026-11-23T09:00:00Z");
    MUST(try_hand("C", "sam", "tina", NULL));
    cr_assert_str_eq(touch_due("C", "s"), "2026-11-24T09:00:00Z");
}

TRIAL(hand_over, refuses_what_makes_no_sense)
{
    aftersale_id next;
    size_t count;
    publish(THREE("p"));
    sell("C", "p", "sam", "sam");
    MUST_BE(AFTERSALE_INVALID, try_hand("C", "sam", "sam", NULL));
    MUST_BE(AFTERSALE_INVALID, try_hand("C", "sam", NULL, NULL));
    MUST_BE(AFTERSALE_NOT_FOUND, try_hand("C", "sam", "tina", "no such plan"));
    MUST_BE(AFTERSALE_NOT_FOUND, try_hand("X", "sam", "tina", NULL));
    MUST_BE(AFTERSALE_INVALID, aftersale_work_hand_over_next(book, NULL, &next, &count));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_work_hand_over_next(
                book, AFTERSALE_ARGS(work_hand_over_next, .from = "sam", .to = "tina"), NULL, &count));
    MUST_BE(AFTERSALE_INVALID, aftersale_work_hand_over_next(
                                   book, AFTERSALE_ARGS(work_hand_over_next, .from = "sam"), &next, &count));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_work_hand_over_next(
                book, AFTERSALE_ARGS(work_hand_over_next, .from = "sam", .to = "tina", .most = 1001), &next,
                &count));
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_work_hand_over_next(
                book, AFTERSALE_ARGS(work_hand_over_next, .from = "sam", .to = "tina", .after = {{1, 2, 3}}),
                &next, &count));
    MUST(aftersale_group_begin(book, 0));
    MUST_BE(AFTERSALE_STATE,
            aftersale_work_hand_over_next(
                book, AFTERSALE_ARGS(work_hand_over_next, .from = "sam", .to = "tina"), &next, &count));
    aftersale_group_drop(book);
    cr_assert_str_eq(work_of("sam"), "C:s C:c C:u");
}

/* All of them, by two who share the work and one who comes too late. */
static size_t walk(aftersale_book *with, aftersale_id *at, int32_t most)
{
    size_t count = 99;
    aftersale_status status = aftersale_work_hand_over_next(
        with, AFTERSALE_ARGS(work_hand_over_next, .from = "sam", .to = "tina", .after = *at, .most = most),
        at, &count);
    cr_assert_eq(status, AFTERSALE_OK, "%s", aftersale_book_error(with)->text);
    return count;
}

TRIAL(hand_over, all_customers_step_by_step)
{
    aftersale_book *other = open_book("acme");
    aftersale_id here = {{0}}, there = {{0}}, late = {{0}};
    size_t handed = 0, steps = 0;
    publish(THREE("p"));
    for (int i = 0; i < 47; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "C%02d", i);
        sell(ref, "p", i % 3 == 0 ? "uma" : "sam", i % 2 == 0 ? "uma" : "sam"); /* all have a step of sam */
    }
    do {
        handed += walk(book, &here, 5);
        if (id_is_given(there) || steps == 0)
            handed += walk(other, &there, 3);
        steps++;
    } while (id_is_given(here));
    cr_assert_eq(handed, 47);
    cr_assert_eq(steps, 10);
    cr_assert_eq(walk(book, &late, 1000), 0, "nothing is left");
    cr_assert_not(id_is_given(late));
    cr_assert_str_eq(work_of("sam"), "");
    cr_assert_str_eq(owner_of("C00"), "uma");
    cr_assert_str_eq(owner_of("C01"), "tina");
    aftersale_book_free(other);
}

/* S70: what was handed over stays so in another book. */
TRIAL(hand_over, goes_over_into_another_book)
{
    publish(THREE("p"));
    sell("C", "p", "sam", "sam");
    MUST(try_hand("C", "sam", "tina", NULL));
    written_text first = exported(book, NULL);
    cr_assert_not_null(strstr(first.data, "\"handed\":[{\"from\":\"sam\",\"to\":\"tina\"}]"), "%s",
                       first.data);
    aftersale_book *home = book;
    book = open_book("other");
    (void)import_lines(book, first.data);
    written_text_free(&first);
    cr_assert_str_eq(work_of("tina"), "C:s C:c C:u");
    cr_assert_str_eq(work_of("sam"), "");
    aftersale_book_free(book);
    book = home;
}
