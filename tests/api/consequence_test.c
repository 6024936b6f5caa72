/* SPDX-License-Identifier: MIT */
/* What follows when a delivery moves or goods come back, whatever had happened to the touches by then: put off, held,
 * tried, repeated, promised (S11, S12). Now is 20 November 2026, 10:00. */
#include "support/trial.h"

#define SERVICE "'channels':['phone'],'purpose':'service'"
#define DELIVERED(key, after) STEP(key, "'anchor':'delivery','after':'" after "'," SERVICE)

static void deliver(const char *sale, const char *date)
{
    MUST(aftersale_sale_put(book, AFTERSALE_ARGS(sale_put, .ref = sale, .delivered = day(date)), NULL));
}

static void give_back(const char *ref, const char *sale)
{
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = ref, .sale.ref = sale), NULL));
}

/* What the last command did to a touch or plan, "moved 2026-11-27 2026-12-17"; "": nothing. Of several all. */
static const char *effect_on(aftersale_id subject)
{
    static const char *const names[] = {"", "planned", "moved", "cancelled", "ended", "enrolled", "outdated"};
    static char text[256];
    const aftersale_effect *const *effects;
    size_t count, at = 0;
    text[0] = 0;
    MUST(aftersale_book_effects(book, &effects, &count));
    for (size_t i = 0; i < count; i++)
        if (same_id(effects[i]->subject, subject))
            at += (size_t)snprintf(text + at, sizeof text - at, "%s%s %.10s %.10s", at != 0 ? ", " : "",
                                   names[effects[i]->what], text_of(effects[i]->before),
                                   text_of(effects[i]->after));
    return text;
}

static size_t effect_count(void)
{
    const aftersale_effect *const *effects;
    size_t count;
    MUST(aftersale_book_effects(book, &effects, &count));
    return count;
}

/* The one touch of the customer that is planned. */
static aftersale_id planned_touch(void)
{
    aftersale_touch_list_args args = {.struct_size = sizeof args,
                                      .states = 1u << AFTERSALE_TOUCH_STATE_PLANNED};
    aftersale_cursor *list = NULL;
    const aftersale_touch *row;
    args.customer.ref = "C";
    MUST(aftersale_touch_list(book, &args, &list));
    MUST_BE(AFTERSALE_ROW, aftersale_touch_next(list, &row));
    aftersale_id id = aftersale_touch_id(row);
    MUST_BE(AFTERSALE_DONE, aftersale_touch_next(list, &row));
    aftersale_cursor_free(list);
    return id;
}

/* Due on 20 November. */
static aftersale_id sell_one(void)
{
    publish(PLAN("p", DELIVERED("a", "P1W") "," STEP("s", "'anchor':'sale','after':'P90D'," SERVICE)));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-10", "2026-11-13");
    return touch_id("C", "a");
}

/* S11: what was put off is due on its new date, but not before the day to which it was put off. */
TRIAL(consequence, a_delivery_moves_what_was_put_off)
{
    aftersale_id a = sell_one();
    MUST(aftersale_touch_snooze(
        book, AFTERSALE_ARGS(touch_snooze, .touch = a, .until = instant("2026-12-01T10:00:00Z")), NULL));
    deliver("S", "2026-11-20");
    cr_assert_str_eq(effect_on(a), "", "27 November is before that day");
    cr_assert_eq(effect_count(), 0);
    deliver("S", "2026-12-10");
    cr_assert_str_eq(effect_on(a), "moved 2026-12-01 2026-12-17");
    cr_assert_eq(effect_count(), 1);
    now_is("2026-12-17T08:59:00Z");
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-12-17T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S11, S29: who holds it keeps it, and may make it; let go, it waits for its new date. */
TRIAL(consequence, a_delivery_moves_what_is_held)
{
    aftersale_id a = sell_one();
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = a, .actor = "sam"), NULL));
    deliver("S", "2026-11-25");
    cr_assert_str_eq(effect_on(a), "moved 2026-11-20 2026-12-02");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_CLAIMED);
    now_is("2026-11-20T11:00:00Z");
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_PLANNED);
    now_is("2026-12-02T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    deliver("S", "2026-11-26");
    cr_assert_str_eq(work_of(NULL), "");
    MUST(aftersale_touch_done(
        book, AFTERSALE_ARGS(touch_done, .touch = a, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
    deliver("S", "2026-12-20");
    cr_assert_str_eq(effect_on(a), "", "what was made stays");
    cr_assert_eq(effect_count(), 0);
}

/* S11, S19: a try stands: the next one comes on the new date, and not before the time to which it was put off. */
TRIAL(consequence, a_delivery_moves_what_was_tried)
{
    aftersale_id a = sell_one();
    done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-21T10:00:00Z");
    deliver("S", "2026-11-25");
    cr_assert_str_eq(effect_on(a), "moved 2026-11-21 2026-12-02");
    deliver("S", "2026-11-01");
    cr_assert_str_eq(effect_on(a), "moved 2026-12-02 2026-11-21");
    now_is("2026-11-21T10:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S11: a date that is taken back leaves the touch waiting, and it is said that it will not be made. */
TRIAL(consequence, a_delivery_that_is_taken_back)
{
    aftersale_id a = sell_one();
    MUST(aftersale_sale_put(
        book, AFTERSALE_ARGS(sale_put, .ref = "S", .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SALE_DELIVERED)),
        NULL));
    cr_assert_str_eq(effect_on(a), "cancelled 2026-11-20 ");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_WAITING);
    cr_assert_str_eq(work_of(NULL), "");
    deliver("S", "2026-11-12");
    cr_assert_str_eq(effect_on(a), "planned  2026-11-19");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S11: all plans of the sale, and of no other. */
TRIAL(consequence, a_delivery_moves_all_plans_of_its_sale)
{
    publish(PLAN("p", DELIVERED("a", "P1W")));
    publish(PLAN("q", DELIVERED("b", "P2W")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-10", "2026-11-13");
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "q", .sale.ref = "S"), NULL));
    put_sale("T", "C", "p", "2026-11-10", "2026-11-13");
    aftersale_id a = touch_id("C", "a"), b = aftersale_touch_id(find_touch("C", 1, "b"));
    deliver("S", "2026-11-20");
    cr_assert_str_eq(effect_on(a), "moved 2026-11-20 2026-11-27");
    cr_assert_str_eq(effect_on(b), "moved 2026-11-27 2026-12-04");
    cr_assert_eq(effect_count(), 2);
    cr_assert_str_eq(work_of(NULL), "C:a", "that of the other sale");
}

/* S11, S18: occurrences that were made stay, those ahead follow; which one is open may change. */
TRIAL(consequence, a_delivery_moves_what_repeats)
{
    publish(PLAN("p", STEP("a", "'anchor':'delivery','repeat':{'every':'P1M'}," SERVICE)));
    put_customer("C");
    put_sale("S", "C", "p", "2026-10-01", "2026-10-05");
    now_is("2026-10-05T12:00:00Z");
    aftersale_id first = touch_id("C", "a");
    aftersale_id second = done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(effect_on(first), "", "it was made, and not moved");
    cr_assert_str_eq(effect_on(second), "planned  2026-11-05");
    cr_assert(!same_id(first, second));
    deliver("S", "2026-10-08");
    cr_assert_str_eq(effect_on(second), "moved 2026-11-05 2026-11-08");
    cr_assert_eq(effect_count(), 1);
    now_is("2026-12-20T12:00:00Z");
    deliver("S", "2026-10-09");
    aftersale_id third = planned_touch();
    cr_assert_str_eq(effect_on(third), "moved 2026-12-08 2026-12-09");
    deliver("S", "2026-11-09");
    cr_assert_str_eq(effect_on(third), "cancelled 2026-12-09 ");
    cr_assert_str_eq(effect_on(second), "planned  2026-12-09");
    cr_assert_eq(effect_count(), 2);
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S12, S29: a claim does not outlive its plan: who holds the touch is told that it is over. */
TRIAL(consequence, a_return_ends_what_is_held)
{
    aftersale_id a = sell_one(), run = enrolment_id("C", 0);
    MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = a, .actor = "sam"), NULL));
    give_back("R", "S");
    cr_assert_str_eq(effect_on(a), "cancelled 2026-11-20 ");
    cr_assert_str_eq(effect_on(touch_id("C", "s")), "cancelled 2027-02-08 ");
    cr_assert_str_eq(effect_on(run), "ended  2026-11-20");
    cr_assert_str_eq(work_of("sam"), "");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_CANCELLED);
    MUST_BE(AFTERSALE_STATE,
            aftersale_touch_done(
                book, AFTERSALE_ARGS(touch_done, .touch = a, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
    MUST_BE(AFTERSALE_STATE,
            aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = a, .actor = "sam"), NULL));
    deliver("S", "2026-12-01");
    cr_assert_eq(effect_count(), 0, "a plan that is over is not dated any more");
}

/* S12, S28: what was promised in writing is no longer so. */
TRIAL(consequence, a_return_outdates_what_was_promised)
{
    publish(
        PLAN("p", STEP("a", "'anchor':'delivery','after':'P1W','promise':{'en':'We call you'}," SERVICE)));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-10", "2026-11-13");
    aftersale_id run = enrolment_id("C", 0);
    MUST(aftersale_sheet_share(book, AFTERSALE_ARGS(sheet_share, .enrolment.id = run, .with = "Ada"), NULL));
    deliver("S", "2026-11-14");
    cr_assert_str_eq(effect_on(run), "outdated  ");
    give_back("R", "S");
    cr_assert_str_eq(effect_on(run), "outdated  , ended  2026-11-20");
    const aftersale_sheet *sheet;
    MUST(aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .enrolment = run), &sheet));
    cr_assert_eq(aftersale_sheet_is_new(sheet), 1);
    cr_assert_null(strstr(aftersale_sheet_text(sheet, NULL), "We call you"));
    aftersale_sheet_free(sheet);
}

/* S12, S26: an exchange is a return and a new sale: the plan begins anew, as the second of its runs. */
TRIAL(consequence, an_exchange_begins_the_plan_anew)
{
    (void)sell_one();
    done("C", "a", AFTERSALE_OUTCOME_PROBLEM);
    MUST(aftersale_group_begin(book, 0));
    give_back("R", "S");
    put_sale("T", "C", "p", "2026-11-20", NULL);
    MUST(aftersale_group_commit(book));
    cr_assert_eq(enrolment_count("C"), 2);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_ENDED);
    cr_assert_eq(enrolment_state("C", 1), AFTERSALE_ENROLMENT_ACTIVE);
    cr_assert_eq(aftersale_enrolment_run(enrolment("C", 1)), 2);
    cr_assert_eq(aftersale_touch_state(find_touch("C", 1, "a")), AFTERSALE_TOUCH_STATE_WAITING);
    deliver("T", "2026-11-20");
    now_is("2026-11-27T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_DONE, "history is kept");
}
