/* SPDX-License-Identifier: MIT */
/* The worklist: what is due, for whom, in which order, with what one has to know; and how it goes on (S29, S76). */
#include "support/trial.h"

#define ONE PLAN("p", STEP("a", "'anchor':'sale'"))

static void sell(const char *customer, const char *plan, const char *sold)
{
    char sale[32];
    put_customer(customer);
    snprintf(sale, sizeof sale, "%s-%s", customer, plan);
    put_sale(sale, customer, plan, sold, NULL);
}

/* The first row. */
static const aftersale_work *first_work(const aftersale_worklist_args *args)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    MUST(aftersale_worklist(book, args, &list));
    MUST_BE(AFTERSALE_ROW, aftersale_work_next(list, &work));
    work = hold(aftersale_record_keep((const aftersale_record *)work));
    aftersale_cursor_free(list);
    return work;
}

static const aftersale_work *work_for(const char *owner)
{
    return first_work(AFTERSALE_ARGS(worklist, .owner = owner));
}

/* S29: due, then priority, then id. */
TRIAL(worklist, is_in_order_of_due_then_priority)
{
    publish("{'plan':'late','priority':1,'steps':[" STEP("l", "'anchor':'sale','after':'P2D'") "]}");
    publish("{'plan':'low','priority':9,'steps':[" STEP("x", "'anchor':'sale'") "]}");
    publish("{'plan':'high','priority':2,'steps':[" STEP("h", "'anchor':'sale'") "," STEP(
        "n", "'anchor':'sale'") "]}");
    sell("C", "late", "2026-11-10");
    put_sale("C2", "C", "low", "2026-11-10", NULL);
    put_sale("C3", "C", "high", "2026-11-10", NULL);
    sell("D", "low", "2026-11-09");
    cr_assert_str_eq(work_of(NULL), "D:x C:h C:n C:x C:l");
    cr_assert_str_eq(work_text(AFTERSALE_ARGS(worklist, .order = AFTERSALE_ORDER_PRIORITY)),
                     "C:l C:h C:n D:x C:x");
    aftersale_cursor *none = NULL;
    MUST_BE(AFTERSALE_INVALID, aftersale_worklist(book, AFTERSALE_ARGS(worklist, .order = 3), &none));
    MUST_BE(AFTERSALE_INVALID, aftersale_worklist(book, AFTERSALE_ARGS(worklist, .flags = 8), &none));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_worklist(
                book, AFTERSALE_ARGS(worklist, .owner = "sam", .flags = AFTERSALE_WORKLIST_LEFT), &none));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_worklist(book, AFTERSALE_ARGS(worklist, .bookmark = "page 2"), &none));
    cr_assert_null(none);
}

TRIAL(worklist, holds_what_is_due_by_the_time_asked_for)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P1D'")));
    sell("C", "p", "2026-11-20");
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_str_eq(work_text(AFTERSALE_ARGS(worklist, .at = instant("2026-11-21T08:59:59Z"))), "");
    cr_assert_str_eq(work_text(AFTERSALE_ARGS(worklist, .at = instant("2026-11-21T09:00:00Z"))), "C:a");
    now_is("2026-11-21T09:00:00Z");
    cr_assert_str_eq(work_text(NULL), "C:a");
}

/* S76 */
TRIAL(worklist, an_owner_sees_their_own_and_their_roles)
{
    publish(PLAN(
        "p",
        STEP("a", "'anchor':'sale'") "," STEP("b", "'anchor':'sale','owner':{'role':'office'}") "," STEP(
            "c", "'anchor':'sale','owner':{'user':'tina'}") "," STEP("d",
                                                                     "'anchor':'sale','owner':'customer'")));
    MUST(aftersale_actor_put(
        book, AFTERSALE_ARGS(actor_put, .ref = "olga", .roles = AFTERSALE_TEXTS("office", "manager")), NULL));
    put_customer("C");
    MUST(aftersale_sale_record(book,
                               AFTERSALE_ARGS(sale_record, .ref = "S", .customer.ref = "C", .plan = "p",
                                              .sold = {2026, 11, 1}, .owner = "uma"),
                               NULL));
    cr_assert_str_eq(work_of("sam"), "C:d");
    cr_assert_str_eq(work_of("olga"), "C:b");
    cr_assert_str_eq(work_of("tina"), "C:c");
    cr_assert_str_eq(work_of("uma"), "C:a");
    cr_assert_str_eq(work_of("role:office"), "C:b");
    cr_assert_str_eq(work_of("nobody"), "");
    cr_assert_str_eq(work_of(NULL), "C:a C:b C:c C:d");
}

/* Nobody looks after this customer: everybody's list still has the work. */
TRIAL(worklist, work_without_an_owner_is_everybodys)
{
    publish(ONE);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C"), NULL));
    put_sale("S", "C", "p", "2026-11-01", NULL);
    cr_assert_str_eq(aftersale_touch_owner(touch("C", "a")), "");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S25, S76 */
TRIAL(worklist, who_is_away_has_a_fallback)
{
    publish(
        PLAN("p", STEP("a", "'anchor':'sale'") "," STEP("b", "'anchor':'sale','owner':{'role':'office'}")));
    sell("C", "p", "2026-11-01");
    MUST(aftersale_actor_put(
        book,
        AFTERSALE_ARGS(actor_put, .ref = "sam", .fallback = "tina", .roles = AFTERSALE_TEXTS("office"),
                       .absences =
                           AFTERSALE_LIST(absence, {.from = {2026, 11, 21}, .until = {2026, 11, 23}})),
        NULL));
    cr_assert_str_eq(work_of("tina"), "");
    now_is("2026-11-21T00:00:00Z");
    cr_assert_str_eq(work_of("tina"), "C:a C:b");
    cr_assert_str_eq(work_of("sam"), "C:a C:b");
    now_is("2026-11-22T23:59:59Z");
    cr_assert_str_eq(work_of("tina"), "C:a C:b");
    now_is("2026-11-23T00:00:00Z");
    cr_assert_str_eq(work_of("tina"), "");
    /* A role that both have is looked through once. */
    MUST(aftersale_actor_put(
        book, AFTERSALE_ARGS(actor_put, .ref = "tina", .roles = AFTERSALE_TEXTS("office")), NULL));
    now_is("2026-11-22T12:00:00Z");
    cr_assert_str_eq(work_of("tina"), "C:a C:b");
}

/* S29 */
TRIAL(worklist, a_row_says_all_one_needs)
{
    publish(PLAN(
        "p",
        STEP("first", "'anchor':'sale','channels':['phone']") ","
                                                              "{'key':'a','kind':'check-up','purpose':'"
                                                              "service','anchor':'delivery','after':'P1W',"
                                                              "'channels':['visit','phone'],'objective':'Is "
                                                              "it warm?'}"));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-01", "2026-11-10");
    MUST(aftersale_goal_put(
        book, AFTERSALE_ARGS(goal_put, .ref = "G1", .customer.ref = "C", .words = "lower bills"), NULL));
    MUST(aftersale_goal_put(book,
                            AFTERSALE_ARGS(goal_put, .ref = "G2", .customer.ref = "C", .words = "old",
                                           .state = AFTERSALE_GOAL_MET),
                            NULL));
    cr_assert_eq(aftersale_work_last_contact(work_for("sam")).us, 0);
    done("C", "first", AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_eq(aftersale_work_last_contact(work_for("sam")).us, 0);
    now_is("2026-11-21T10:00:00Z");
    done("C", "first", AFTERSALE_OUTCOME_REACHED);
    const aftersale_work *work = work_for("sam");
    cr_assert_str_eq(aftersale_touch_step(aftersale_work_touch(work)), "a");
    cr_assert_str_eq(aftersale_touch_objective(aftersale_work_touch(work)), "Is it warm?");
    cr_assert_str_eq(aftersale_touch_channel(aftersale_work_touch(work)), "visit");
    cr_assert_str_eq(aftersale_customer_name(aftersale_work_customer(work)), "Ada Byron");
    cr_assert_str_eq(aftersale_sale_ref(aftersale_work_sale(work)), "S");
    cr_assert_str_eq(aftersale_work_address(work), "");
    cr_assert_eq(aftersale_work_days_late(work), 4);
    cr_assert_str_eq(text_of(aftersale_work_last_contact(work)), "2026-11-21T10:00:00Z");
    cr_assert_eq(aftersale_work_goal_count(work), 1);
    cr_assert_str_eq(aftersale_work_goal_at(work, 0), "lower bills");
    cr_assert_null(aftersale_work_goal_at(work, 1));
    cr_assert_null(aftersale_work_goal_at(work, -1));
    cr_assert_str_eq(aftersale_work_why(work), "check-up due 2026-11-17, P1W from delivery, 4 days late");
}

TRIAL(worklist, a_row_without_a_sale_has_none)
{
    publish(PLAN("p", STEP("a", "'anchor':'enrolment','channels':['phone']")));
    put_customer("C");
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "p", .customer.ref = "C"), NULL));
    const aftersale_work *work = work_for("sam");
    cr_assert_null(aftersale_work_sale(work));
    cr_assert_str_eq(aftersale_work_address(work), "+44 20 7946 0018");
    cr_assert_eq(aftersale_work_days_late(work), 0);
    cr_assert_eq(aftersale_work_goal_count(work), 0);
    cr_assert_str_eq(aftersale_work_why(work), "follow-up due 2026-11-20, on the plan's begin");
    done("C", "a", AFTERSALE_OUTCOME_NO_ANSWER);
    now_is("2026-11-22T00:30:00Z");
    cr_assert_str_eq(aftersale_work_why(work_for("sam")),
                     "follow-up due 2026-11-21, on the plan's begin, 1 day late, tried 1 time");
}

/* S29: days are those of the customer. */
TRIAL(worklist, overdue_is_what_was_due_before_today)
{
    publish(ONE);
    sell("C", "p", "2026-11-18");
    sell("D", "p", "2026-11-20");
    sell("E", "p", "2026-11-19");
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "D", .zone = "Asia/Tokyo"), NULL));
    aftersale_worklist_args args = {.struct_size = sizeof args, .flags = AFTERSALE_WORKLIST_OVERDUE};
    cr_assert_str_eq(work_text(&args), "C:a E:a");
    now_is("2026-11-20T14:59:59Z");
    cr_assert_str_eq(work_text(&args), "C:a E:a");
    now_is("2026-11-20T15:00:00Z"); /* the day after in Tokyo */
    cr_assert_str_eq(work_text(&args), "C:a E:a D:a");
}

/* S29: two people do not hold the same call. */
TRIAL(worklist, what_another_holds_is_not_in_it)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','owner':{'role':'office'}")));
    sell("C", "p", "2026-11-18");
    MUST(aftersale_actor_put(
        book, AFTERSALE_ARGS(actor_put, .ref = "olga", .roles = AFTERSALE_TEXTS("office")), NULL));
    MUST(aftersale_actor_put(
        book, AFTERSALE_ARGS(actor_put, .ref = "tina", .roles = AFTERSALE_TEXTS("office")), NULL));
    MUST(aftersale_touch_claim(
        book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "olga"), NULL));
    cr_assert_str_eq(work_of("olga"), "C:a");
    cr_assert_str_eq(work_of("tina"), "");
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-11-20T10:15:00Z");
    cr_assert_str_eq(work_of("tina"), "C:a");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* How it goes on. */

#define MANY 300

static void stage_many(void)
{
    publish("{'plan':'p','priority':3,'steps':[" STEP("a", "'anchor':'sale'") "," STEP(
        "b", "'anchor':'sale','after':'P3D','owner':{'user':'tina'}") "]}");
    publish("{'plan':'q','priority':5,'steps':[" STEP("c", "'anchor':'sale'") "]}");
    MUST(aftersale_group_begin(book, 0));
    for (int i = 0; i < MANY; i++) {
        char customer[16], sold[16];
        snprintf(customer, sizeof customer, "C%03d", i);
        snprintf(sold, sizeof sold, "2026-11-%02d", 1 + i * 7 % 25);
        sell(customer, i % 3 == 0 ? "q" : "p", sold);
    }
    MUST(aftersale_group_commit(book));
}

typedef struct rows {
    aftersale_id ids[2 * MANY];
    size_t count;
} rows;

static void add_row(rows *to, const aftersale_work *work)
{
    cr_assert_lt(to->count, COUNT(to->ids));
    to->ids[to->count++] = aftersale_touch_id(aftersale_work_touch(work));
}

static void read_all(const aftersale_worklist_args *args, rows *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    out->count = 0;
    MUST(aftersale_worklist(book, args, &list));
    while (aftersale_work_next(list, &work) == AFTERSALE_ROW)
        add_row(out, work);
    aftersale_cursor_free(list);
}

/* In pages, each from the bookmark of the one before. */
static void read_pages(aftersale_worklist_args args, size_t page, rows *out)
{
    char bookmark[256];
    aftersale_status status = AFTERSALE_ROW;
    out->count = 0;
    while (status == AFTERSALE_ROW) {
        aftersale_cursor *list = NULL;
        const aftersale_work *work;
        MUST(aftersale_worklist(book, &args, &list));
        for (size_t i = 0; i < page && status == AFTERSALE_ROW; i++) {
            status = aftersale_work_next(list, &work);
            if (status == AFTERSALE_ROW)
                add_row(out, work);
        }
        cr_assert_leq(aftersale_cursor_bookmark(list, bookmark, sizeof bookmark), sizeof bookmark);
        args.bookmark = bookmark;
        aftersale_cursor_free(list);
    }
    cr_assert_eq(status, AFTERSALE_DONE);
}

static void expect_same(const rows *a, const rows *b)
{
    cr_assert_eq(a->count, b->count, "%zu and %zu", a->count, b->count);
    cr_assert_eq(memcmp(a->ids, b->ids, a->count * sizeof a->ids[0]), 0);
}

TRIAL(worklist, pages_give_what_one_pass_gives)
{
    static const size_t pages[] = {1, 7, 50, 299, 1000};
    rows whole, paged;
    stage_many();
    for (int32_t order = AFTERSALE_ORDER_DUE; order <= AFTERSALE_ORDER_PRIORITY; order++) {
        for (size_t i = 0; i < COUNT(pages); i++) {
            aftersale_worklist_args args = {.struct_size = sizeof args, .order = order};
            read_all(&args, &whole);
            cr_assert_gt(whole.count, MANY);
            read_pages(args, pages[i], &paged);
            expect_same(&whole, &paged);
            args.owner = "tina";
            read_all(&args, &whole);
            read_pages(args, pages[i], &paged);
            expect_same(&whole, &paged);
        }
    }
}

/* A bookmark taken before the first row, or used again, loses nothing. */
TRIAL(worklist, a_bookmark_of_a_bookmark_goes_on_there)
{
    char first[256], second[256];
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    rows whole, rest = {.count = 0};
    stage_many();
    read_all(AFTERSALE_ARGS(worklist, .order = 0), &whole);
    MUST(aftersale_worklist(book, NULL, &list));
    (void)aftersale_cursor_bookmark(list, first, sizeof first);
    aftersale_cursor_free(list);
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .bookmark = first), &list));
    for (int i = 0; i < 20; i++) {
        cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
        add_row(&rest, work);
    }
    (void)aftersale_cursor_bookmark(list, first, sizeof first);
    aftersale_cursor_free(list);
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .bookmark = first), &list));
    (void)aftersale_cursor_bookmark(list, second, sizeof second);
    aftersale_cursor_free(list);
    now_is("2026-11-20T18:00:00Z"); /* it goes on as the list that it was */
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .bookmark = second), &list));
    while (aftersale_work_next(list, &work) == AFTERSALE_ROW)
        add_row(&rest, work);
    aftersale_cursor_free(list);
    expect_same(&whole, &rest);
}

/* For a later time the same bookmark finds what has become due meanwhile. */
TRIAL(worklist, a_bookmark_serves_a_later_time)
{
    char mark[256];
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    publish(ONE);
    sell("C", "p", "2026-11-20");
    sell("D", "p", "2026-11-21");
    MUST(aftersale_worklist(book, NULL, &list));
    cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
    cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_DONE);
    (void)aftersale_cursor_bookmark(list, mark, sizeof mark);
    aftersale_cursor_free(list);
    aftersale_worklist_args args = {.struct_size = sizeof args, .bookmark = mark};
    args.at = instant("2026-11-21T09:00:00Z");
    cr_assert_str_eq(work_text(&args), "D:a");
}

#define REFUSED 2200

static void refuse_address(const char *customer)
{
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = customer,
                                              .purposes = AFTERSALE_PURPOSE_SERVICE,
                                              .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                               NULL));
}

/* Many that are due, had somebody else not refused the address that they all use, and behind them one. */
static void stage_stale(void)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone'],'purpose':'service'")));
    publish(PLAN("q", STEP("x", "'anchor':'enrolment'")));
    put_customer("C");
    MUST(aftersale_group_begin(book, 0));
    for (int i = 0; i < REFUSED; i++) {
        char ref[16];
        snprintf(ref, sizeof ref, "S%d", i);
        aftersale_sale_record_args args = {.struct_size = sizeof args, .ref = ref, .plan = "p"};
        args.customer.ref = i % 100 == 0 ? ref : "C";
        args.sold = day("2026-11-19");
        args.sold_time = (aftersale_daytime){1, 10, (uint8_t)(1 + i / 60), (uint8_t)(i % 60)};
        if (i % 100 == 0)
            put_customer(ref);
        MUST(aftersale_sale_record(book, &args, NULL));
    }
    MUST(aftersale_enrol(book, AFTERSALE_ARGS(enrol, .plan = "q", .customer.ref = "C"), NULL));
    MUST(aftersale_group_commit(book));
    put_customer("Z");
    refuse_address("Z");
}

/* A list that looked at many in vain says so, and its bookmark goes on. */
TRIAL(worklist, a_stale_list_goes_on_from_its_bookmark)
{
    stage_stale();
    for (int32_t order = AFTERSALE_ORDER_DUE; order <= AFTERSALE_ORDER_PRIORITY; order++) {
        char bookmark[256];
        aftersale_cursor *list = NULL;
        const aftersale_work *work;
        aftersale_worklist_args args = {.struct_size = sizeof args, .order = order};
        MUST(aftersale_worklist(book, &args, &list));
        cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_DONE);
        cr_assert_neq(aftersale_cursor_is_stale(list), 0);
        (void)aftersale_cursor_bookmark(list, bookmark, sizeof bookmark);
        aftersale_cursor_free(list);
        args.bookmark = bookmark;
        MUST(aftersale_worklist(book, &args, &list));
        cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
        cr_assert_str_eq(aftersale_touch_step(aftersale_work_touch(work)), "x");
        cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_DONE);
        cr_assert_eq(aftersale_cursor_is_stale(list), 0);
        aftersale_cursor_free(list);
    }
}

/* A worklist is worked off while it is read. */
TRIAL(worklist, is_worked_off_while_it_is_read)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    size_t count = 0;
    stage_many();
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &list));
    while (aftersale_work_next(list, &work) == AFTERSALE_ROW) {
        aftersale_id id = aftersale_touch_id(aftersale_work_touch(work));
        MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = id, .actor = "sam"), NULL));
        MUST(aftersale_touch_done(
            book, AFTERSALE_ARGS(touch_done, .touch = id, .outcome = AFTERSALE_OUTCOME_REACHED), NULL));
        count++;
    }
    aftersale_cursor_free(list);
    cr_assert_gt(count, MANY / 2);
    cr_assert_str_eq(work_of("sam"), "");
}

/* S65: what was refused, done or ended since the list was begun does not surface. */
TRIAL(worklist, what_changed_meanwhile_is_not_given)
{
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    publish(ONE);
    sell("A", "p", "2026-11-01");
    sell("B", "p", "2026-11-02");
    sell("C", "p", "2026-11-03");
    sell("D", "p", "2026-11-04");
    sell("E", "p", "2026-11-05");
    MUST(aftersale_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &list));
    cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
    done("B", "a", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C",
                                              .purposes = AFTERSALE_PURPOSE_SERVICE,
                                              .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                               NULL));
    MUST(aftersale_sale_return(book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "D-p"), NULL));
    cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_customer_ref(aftersale_work_customer(work)), "E");
    cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_DONE);
    aftersale_cursor_free(list);
}

/* S29 */
TRIAL(worklist, next_due_is_never_too_late)
{
    aftersale_time next;
    MUST(aftersale_book_next_due(book, &next));
    cr_assert_eq(next.us, 0);
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P5D'") "," STEP(
                          "b", "'anchor':'previous_done','after':'P1M'")));
    sell("C", "p", "2026-11-20");
    MUST(aftersale_book_next_due(book, &next));
    cr_assert_neq(next.us, 0);
    cr_assert_leq(next.us, aftersale_touch_due(touch("C", "a")).us);
    cr_assert_gt(next.us, instant("2026-11-24T00:00:00Z").us, "not much too early either");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_book_next_due(book, &next));
    cr_assert_leq(next.us, aftersale_touch_due(touch("C", "b")).us);
    cr_assert_gt(next.us, instant("2026-12-10T00:00:00Z").us);
    done("C", "b", AFTERSALE_OUTCOME_REACHED);
    MUST(aftersale_book_next_due(book, &next));
    cr_assert_eq(next.us, 0);
}

/* S8 */
TRIAL(worklist, another_book_has_its_own)
{
    aftersale_book *other = open_book("other"), *mine = book;
    publish(ONE);
    sell("C", "p", "2026-11-01");
    book = other;
    cr_assert_str_eq(work_of(NULL), "");
    book = mine;
    aftersale_book_free(other);
}
