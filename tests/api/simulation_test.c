/* SPDX-License-Identifier: MIT */
/* How much work a book brings, per owner and week, under assumed outcomes (S23). Now is 20 November 2026, 10:00, a
 * Friday. */
#include "support/drawn_book.h"
#include "support/watched_book.h"

#define ALL(...) ((aftersale_assumptions)AFTERSALE_LIST(assumption, __VA_ARGS__))

static const char *day_text(aftersale_date day)
{
    static char words[16];
    snprintf(words, sizeof words, "%04d-%02d-%02d", day.year, day.month, day.day);
    return words;
}

/* "owner week touches+automatic", a row each; with plan and kind where they are told apart. */
static void add_rows(aftersale_cursor *list, char *words, size_t size)
{
    const aftersale_workload *row;
    aftersale_status status;
    size_t at = strlen(words);
    while ((status = aftersale_workload_next(list, &row)) == AFTERSALE_ROW && at < size) {
        at += (size_t)snprintf(words + at, size - at, "%s%s %s %d+%d", at != 0 ? "; " : "",
                               aftersale_workload_owner(row), day_text(aftersale_workload_week(row)),
                               (int)aftersale_workload_touches(row), (int)aftersale_workload_automatic(row));
        if (at < size && aftersale_workload_plan(row)[0] != '\0')
            at += (size_t)snprintf(words + at, size - at, " %s", aftersale_workload_plan(row));
        if (at < size && aftersale_workload_kind(row)[0] != '\0')
            at += (size_t)snprintf(words + at, size - at, " %s", aftersale_workload_kind(row));
    }
    MUST_BE(AFTERSALE_DONE, status);
}

static const char *work_load(const aftersale_simulate_args *args)
{
    static char words[65536];
    aftersale_cursor *list = NULL;
    words[0] = '\0';
    MUST(aftersale_simulate(book, args, &list));
    add_rows(list, words, sizeof words);
    aftersale_cursor_free(list);
    return words;
}

#define CALL(key, rest) "{'key':'" key "','kind':'service'," rest "}"

/* S23: weeks begin on Monday; what the host makes by itself is counted apart. */
TRIAL(simulation, counts_touches_by_owner_and_week)
{
    publish(PLAN(
        "p",
        CALL("a", "'anchor':'sale'") "," CALL("b", "'anchor':'sale','after':'P6D'") "," CALL(
            "c", "'anchor':'sale','after':'P7D','owner':{'role':'office'}") "," STEP("d",
                                                                                     "'anchor':'sale','mode':"
                                                                                     "'automatic'")));
    put_customer("C");
    put_customer("D");
    put_sale("S1", "C", "p", "2026-12-07", NULL);
    put_sale("S2", "D", "p", "2026-12-08", NULL);
    aftersale_time until = instant("2027-01-01T00:00:00Z");
    cr_assert_str_eq(work_load(AFTERSALE_ARGS(simulate, .until = until)),
                     "role:office 2026-12-14 2+0; sam 2026-12-07 3+2; sam 2026-12-14 1+0");
    cr_assert_str_eq(work_load(AFTERSALE_ARGS(simulate, .until = until,
                                              .by = AFTERSALE_SIMULATE_BY_KIND | AFTERSALE_SIMULATE_BY_PLAN)),
                     "role:office 2026-12-14 2+0 p service; sam 2026-12-07 0+2 p follow-up; "
                     "sam 2026-12-07 3+0 p service; sam 2026-12-14 1+0 p service");
    cr_assert_str_eq(
        work_load(AFTERSALE_ARGS(simulate, .until = until, .from = instant("2026-12-13T00:00:00Z"))),
        "role:office 2026-12-14 2+0; sam 2026-12-07 1+0; sam 2026-12-14 1+0");
}

/* S23, S19: tries count, and a branch is followed; the first assumption that fits says which hold. */
TRIAL(simulation, outcomes_are_assumed)
{
    publish(PLAN("p", CALL("a", "'anchor':'sale'") "," STEP(
                          "b", "'anchor':'sale','after':'P1D','outcomes':{'problem':{'do':'open_case'}}")));
    put_customer("C");
    put_sale("S1", "C", "p", "2026-12-07", NULL);
    aftersale_time until = instant("2027-01-01T00:00:00Z");
    cr_assert_str_eq(
        work_load(AFTERSALE_ARGS(
            simulate, .until = until, .by = AFTERSALE_SIMULATE_BY_KIND,
            .outcomes =
                ALL({.kind = "service", .outcome = AFTERSALE_OUTCOME_NO_ANSWER, .parts = 1},
                    {.plan = "p", .kind = "follow-up", .outcome = AFTERSALE_OUTCOME_PROBLEM, .parts = 3},
                    {.kind = "follow-up", .outcome = AFTERSALE_OUTCOME_REFUSED, .parts = 1}))),
        "sam 2026-12-07 1+0 follow-up; sam 2026-12-07 1+0 recovery; sam 2026-12-07 3+0 service");
    /* The day agreed is a week on, unless it is said. */
    cr_assert_str_eq(work_load(AFTERSALE_ARGS(simulate, .until = until, .seed = 1,
                                              .outcomes = ALL({.kind = "service",
                                                               .outcome = AFTERSALE_OUTCOME_CONTACT_LATER,
                                                               .parts = 1,
                                                               .later_days = 14}))),
                     "sam 2026-12-07 2+0; sam 2026-12-21 1+0");
}

/* S23, S25: work counts for who steps in on that day. */
TRIAL(simulation, who_is_away_makes_nothing)
{
    publish(PLAN("p", CALL("a", "'anchor':'sale'") "," CALL("b", "'anchor':'sale','after':'P1W'")));
    MUST(aftersale_actor_put(
        book,
        AFTERSALE_ARGS(actor_put, .ref = "sam", .fallback = "tina",
                       .absences = AFTERSALE_LIST(absence, {.from = {2026, 12, 7}, .until = {2026, 12, 12}})),
        NULL));
    put_customer("C");
    put_sale("S1", "C", "p", "2026-12-07", NULL);
    cr_assert_str_eq(work_load(AFTERSALE_ARGS(simulate, .until = instant("2027-01-01T00:00:00Z"))),
                     "sam 2026-12-14 1+0; tina 2026-12-07 1+0");
}

/* S23: a book can be taken in parts, whose rows add up. */
TRIAL(simulation, parts_go_on_from_a_bookmark)
{
    char ref[16], bookmark[64] = "";
    int64_t touches = 0, parts = 0;
    publish(PLAN("p", CALL("a", "'anchor':'sale'") "," CALL("b", "'anchor':'sale','after':'P1W'")));
    for (int i = 0; i < 7; i++) {
        snprintf(ref, sizeof ref, "C%d", i);
        put_customer(ref);
        put_sale(ref, ref, "p", "2026-12-07", NULL);
    }
    do {
        aftersale_cursor *list;
        const aftersale_workload *row;
        MUST(aftersale_simulate(book,
                                AFTERSALE_ARGS(simulate, .until = instant("2027-01-01T00:00:00Z"),
                                               .customers = 3, .bookmark = bookmark),
                                &list));
        while (aftersale_workload_next(list, &row) == AFTERSALE_ROW)
            touches += aftersale_workload_touches(row);
        cr_assert_lt(aftersale_cursor_bookmark(list, bookmark, sizeof bookmark), sizeof bookmark);
        aftersale_cursor_free(list);
        parts++;
    } while (bookmark[0] != '\0');
    cr_assert_eq(touches, 14);
    cr_assert_eq(parts, 3);
}

static int told;

static int tell(void *user, uint64_t customers)
{
    told = (int)customers;
    return *(const int *)user;
}

/* S23: no commit, and the book is as it was; progress is told, and may stop it. */
TRIAL(simulation, writes_nothing_and_tells_how_far_it_is)
{
    aftersale_cursor *list;
    int go_on = 0, stop = 1;
    publish(PLAN("p", CALL("a", "'anchor':'sale','repeat':{'every':'P1W'}")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-02", NULL);
    standing_book before = watch_standing();
    cr_assert_str_neq(work_load(AFTERSALE_ARGS(simulate, .until = instant("2027-12-01T00:00:00Z"),
                                               .progress = tell, .progress_user = &go_on)),
                      "");
    cr_assert_eq(told, 1);
    MUST_BE(AFTERSALE_CANCELLED,
            aftersale_simulate(book,
                               AFTERSALE_ARGS(simulate, .until = instant("2027-12-01T00:00:00Z"),
                                              .progress = tell, .progress_user = &stop),
                               &list));
    expect_standing(&before);
}

/* S23: what is wrong is named. */
TRIAL(simulation, says_what_is_wrong)
{
    static const struct {
        aftersale_assumption one;
        const char *path;
    } bad[] = {
        {{.outcome = 0, .parts = 1}, "outcomes[0].outcome"},
        {{.outcome = 11, .parts = 1}, "outcomes[0].outcome"},
        {{.outcome = 1}, "outcomes[0].parts"},
        {{.outcome = 1, .parts = 1000001}, "outcomes[0].parts"},
        {{.outcome = 4, .parts = 1, .later_days = 3661}, "outcomes[0].later_days"},
    };
    aftersale_cursor *list;
    aftersale_time until = instant("2027-01-01T00:00:00Z");
    for (size_t i = 0; i < COUNT(bad); i++) {
        MUST_BE(AFTERSALE_INVALID,
                aftersale_simulate(
                    book,
                    AFTERSALE_ARGS(simulate, .until = until, .outcomes = {&bad[i].one, 1, sizeof bad[i].one}),
                    &list));
        cr_assert_str_eq(aftersale_book_error(book)->problems[0]->path, bad[i].path);
    }
    MUST_BE(AFTERSALE_ABI,
            aftersale_simulate(
                book, AFTERSALE_ARGS(simulate, .until = until, .outcomes = {&bad[0].one, 1, 8}), &list));
    MUST_BE(AFTERSALE_INVALID, aftersale_simulate(book, AFTERSALE_ARGS(simulate, .seed = 1), &list));
    cr_assert_str_eq(aftersale_book_error(book)->problems[0]->path, "until");
    MUST_BE(AFTERSALE_INVALID,
            aftersale_simulate(book, AFTERSALE_ARGS(simulate, .until = until, .from = until), &list));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_simulate(book, AFTERSALE_ARGS(simulate, .until = until, .by = 4), &list));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_simulate(book, AFTERSALE_ARGS(simulate, .until = until, .bookmark = "customer:0:0 1"),
                               &list));
    MUST(aftersale_group_begin(book, 0));
    MUST_BE(AFTERSALE_STATE, aftersale_simulate(book, AFTERSALE_ARGS(simulate, .until = until), &list));
    MUST(aftersale_group_commit(book));
    publish(PLAN("p", CALL("a", "'anchor':'sale','repeat':{'every':'P1D'}")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-02", NULL);
    MUST_BE(
        AFTERSALE_LIMIT,
        aftersale_simulate(book, AFTERSALE_ARGS(simulate, .until = instant("2060-01-01T00:00:00Z")), &list));
    cr_assert_eq(aftersale_book_error(book)->kind, AFTERSALE_KIND_CUSTOMER);
}

static const char *const customers[] = {"A", "B", "C", "D", NULL};

static int64_t touches_simulated(const aftersale_simulate_args *args)
{
    aftersale_cursor *list;
    const aftersale_workload *row;
    int64_t touches = 0;
    MUST(aftersale_simulate(book, args, &list));
    while (aftersale_workload_next(list, &row) == AFTERSALE_ROW)
        touches += aftersale_workload_touches(row) + aftersale_workload_automatic(row);
    aftersale_cursor_free(list);
    return touches;
}

static int64_t touches_previewed(const char *customer, aftersale_time until)
{
    aftersale_cursor *list;
    const aftersale_touch *row;
    int64_t touches = 0;
    MUST(aftersale_preview(book, AFTERSALE_ARGS(preview, .customer.ref = customer, .until = until), &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        touches++;
    aftersale_cursor_free(list);
    return touches;
}

/* S23: without assumptions it is the sum of all previews. */
TRIAL(simulation, is_the_sum_of_previews)
{
    for (uint64_t seed = 1; seed <= 10; seed++) {
        trial_end();
        trial_begin(seed % 2 == 0);
        draw_book(seed, customers);
        aftersale_time until = hours_from_now(150 * 24);
        int64_t touches = 0;
        for (size_t i = 0; customers[i] != NULL; i++)
            touches += touches_previewed(customers[i], until);
        cr_assert_eq(touches_simulated(AFTERSALE_ARGS(simulate, .until = until)), touches);
    }
}

/* S23, S2: the same figures on every store. */
Test(simulation, is_the_same_on_every_store)
{
    static char words[2][65536];
    for (uint64_t seed = 1; seed <= 5; seed++) {
        for (int in_sqlite = 0; in_sqlite < 2; in_sqlite++) {
            trial_begin(in_sqlite != 0);
            draw_book(seed, customers);
            snprintf(words[in_sqlite], sizeof words[in_sqlite], "%s",
                     work_load(AFTERSALE_ARGS(
                         simulate, .until = hours_from_now(150 * 24), .seed = seed,
                         .by = AFTERSALE_SIMULATE_BY_KIND,
                         .outcomes = ALL({.outcome = AFTERSALE_OUTCOME_REACHED, .parts = 5},
                                         {.outcome = AFTERSALE_OUTCOME_NO_ANSWER, .parts = 3},
                                         {.outcome = AFTERSALE_OUTCOME_PROBLEM, .parts = 1},
                                         {.outcome = AFTERSALE_OUTCOME_CONTACT_LATER, .parts = 1}))));
            trial_end();
        }
        cr_assert_str_neq(words[0], "");
        cr_assert_str_eq(words[0], words[1]);
    }
}
