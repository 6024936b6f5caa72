/* SPDX-License-Identifier: MIT */
/* Pauses as a user sees them: the place is kept, and a plan that goes on does so one touch a day (S20, S24, S65). */
#include "support/trial.h"

#define DAY INT64_C(86400000000)

/* The customer is in London, where winter is UTC, and bought on 2026-11-02. */
static aftersale_id begin(const char *plan)
{
    publish(plan);
    put_customer("C");
    put_sale("S", "C", "p", "2026-11-02", NULL);
    return enrolment_id("C", 0);
}

static aftersale_status try_pause(const char *resume)
{
    return aftersale_plan_move(book,
                               AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0),
                                              .state = AFTERSALE_ENROLMENT_PAUSED, .resume = day(resume)),
                               NULL);
}

static aftersale_status try_resume(void)
{
    return aftersale_plan_move(
        book,
        AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0), .state = AFTERSALE_ENROLMENT_ACTIVE),
        NULL);
}

/* Any change of the customer comes to all their runs. */
static void touch_customer(bool is_married)
{
    const char *name = is_married ? "Ada King" : "Ada Byron";
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .name = name), NULL));
}

/* What is due by the list of touches, as the worklist writes it. */
static const char *due_text(void)
{
    static char text[1024];
    const aftersale_touch *row;
    aftersale_cursor *list = NULL;
    size_t at = 0;
    text[0] = 0;
    MUST(aftersale_touch_list(book,
                              AFTERSALE_ARGS(touch_list, .customer.ref = "C",
                                             .states = 1u << AFTERSALE_TOUCH_STATE_PLANNED,
                                             .until = {on_trial.now.us + 1}),
                              &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        at += (size_t)snprintf(text + at, sizeof text - at, "%sC:%s", at != 0 ? " " : "",
                               aftersale_touch_step(row));
    aftersale_cursor_free(list);
    return text;
}

#define THREE                                                                                                \
    PLAN("p", STEP("a", "'anchor':'sale','after':'P7D'") "," STEP(                                           \
                  "b", "'anchor':'sale','after':'P20D'") "," STEP("c", "'anchor':{'date':'2026-12-01'}"))

static void expect_dates(const char *when)
{
    cr_assert_str_eq(touch_due("C", "a"), "2026-12-05T09:00:00Z", "%s", when);
    cr_assert_str_eq(touch_due("C", "b"), "2026-12-07T09:00:00Z", "%s", when);
    cr_assert_str_eq(touch_due("C", "c"), "2026-12-06T09:00:00Z", "%s", when);
}

/* S24: a day on which the pause ends gives the same dates while it lasts, on the day, and once it is written down;
 * the worklist shows what the list of touches says. */
TRIAL(pause, the_same_dates_before_and_after_its_end)
{
    (void)begin(THREE);
    cr_assert_str_eq(touch_due("C", "a"), "2026-11-09T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "b"), "2026-11-22T09:00:00Z");
    MUST(try_pause("2026-12-05"));
    for (int i = 0; i < 30; i++) {
        bool is_over = on_trial.now.us >= instant("2026-12-05T09:00:00Z").us;
        expect_dates(text_of(on_trial.now));
        cr_assert_str_eq(work_of(NULL), due_text());
        cr_assert_eq(work_of(NULL)[0] != 0, is_over, "%s", text_of(on_trial.now));
        if (i % 7 == 3)
            touch_customer(i / 7 % 2 == 0);
        cr_assert_eq(enrolment_state("C", 0) == AFTERSALE_ENROLMENT_ACTIVE, is_over && i >= 17, "%s",
                     text_of(on_trial.now));
        on_trial.now.us += DAY;
    }
    cr_assert_str_eq(work_of(NULL), "C:a C:c C:b");
}

/* S24: the move to active tells where the dates went. */
TRIAL(pause, effects_tell_the_dates_before_and_after)
{
    const aftersale_effect *const *effects;
    size_t count;
    (void)begin(PLAN("p", STEP("a", "'anchor':'sale','after':'P30D'")));
    MUST(try_pause("2026-11-25"));
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 1);
    cr_assert_eq(effects[0]->what, AFTERSALE_EFFECT_MOVED);
    cr_assert_str_eq(text_of(effects[0]->before), "2026-12-02T09:00:00Z");
    cr_assert_str_eq(text_of(effects[0]->after), "2026-12-07T09:00:00Z");
    now_is("2026-11-22T10:00:00Z");
    MUST(try_resume());
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 1);
    cr_assert_eq(effects[0]->what, AFTERSALE_EFFECT_MOVED);
    cr_assert_str_eq(text_of(effects[0]->before), "2026-12-07T09:00:00Z");
    cr_assert_str_eq(text_of(effects[0]->after), "2026-12-04T09:00:00Z");
    MUST(try_pause(NULL));
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(effects[0]->what, AFTERSALE_EFFECT_CANCELLED, "nobody knows until when");
    now_is("2026-12-22T10:00:00Z");
    MUST(try_resume());
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(effects[0]->what, AFTERSALE_EFFECT_PLANNED);
    cr_assert_str_eq(text_of(effects[0]->before), "2026-12-04T09:00:00Z");
    cr_assert_str_eq(text_of(effects[0]->after), "2027-01-03T09:00:00Z");
}

/* Makes what is due, day by day. @return how many were made; none may be due together with another */
static size_t work_off(int days, int most_a_day)
{
    size_t made = 0;
    for (int i = 0; i < days; i++) {
        int today = 0;
        while (work_of(NULL)[0] != 0) {
            const aftersale_work *work;
            aftersale_cursor *list = NULL;
            cr_assert_str_eq(work_of(NULL), due_text());
            cr_assert_lt(today++, most_a_day, "%s: %s", text_of(on_trial.now), work_of(NULL));
            MUST(aftersale_worklist(book, NULL, &list));
            cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
            aftersale_id touch = aftersale_touch_id(aftersale_work_touch(work));
            aftersale_cursor_free(list);
            MUST(aftersale_touch_claim(book, AFTERSALE_ARGS(touch_claim, .touch = touch, .actor = "sam"),
                                       NULL));
            MUST(aftersale_touch_done(
                book, AFTERSALE_ARGS(touch_done, .touch = touch, .outcome = AFTERSALE_OUTCOME_REACHED),
                NULL));
            made++;
        }
        on_trial.now.us += DAY;
    }
    return made;
}

#define OVERDUE                                                                                                   \
    PLAN(                                                                                                         \
        "p",                                                                                                      \
        STEP("a", "'anchor':'sale'") "," STEP("b", "'anchor':'sale','after':'P1D'") "," STEP(                     \
            "c",                                                                                                  \
            "'anchor'"                                                                                            \
            ":'sale',"                                                                                            \
            "'after':"                                                                                            \
            "'P2D'") "," STEP("d",                                                                                \
                              "'anchor':{'date':'2026-12-24'}") "," STEP("e",                                     \
                                                                         "'anchor':{'date':'2027-03-"             \
                                                                         "01'},'missed':'"                        \
                                                                         "skip'") "," STEP("f",                   \
                                                                                           "'anchor':{"           \
                                                                                           "'date':'"             \
                                                                                           "2027-06-"             \
                                                                                           "01'},'"               \
                                                                                           "missed':{'"           \
                                                                                           "do':'"                \
                                                                                           "spread'"              \
                                                                                           ",'gap':'"             \
                                                                                           "P5D'}") "," STEP("g", \
                                                                                                             "'a" \
                                                                                                             "nc" \
                                                                                                             "ho" \
                                                                                                             "r'" \
                                                                                                             ":'" \
                                                                                                             "pr" \
                                                                                                             "ev" \
                                                                                                             "io" \
                                                                                                             "us" \
                                                                                                             "_d" \
                                                                                                             "on" \
                                                                                                             "e'" \
                                                                                                             ",'" \
                                                                                                             "af" \
                                                                                                             "te" \
                                                                                                             "r'" \
                                                                                                             ":'" \
                                                                                                             "P3" \
                                                                                                             "D"  \
                                                                                                             "'"))

/* S24: never a burst. After a year all that is to be made is made, one touch a day. */
TRIAL(pause, a_year_ends_without_a_burst)
{
    (void)begin(OVERDUE);
    MUST(try_pause(NULL));
    now_is("2027-11-20T12:00:00Z");
    cr_assert_str_eq(work_of(NULL), "");
    MUST(try_resume());
    cr_assert_str_eq(work_of(NULL), "C:a");
    cr_assert_str_eq(touch_due("C", "b"), "2027-11-21T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "c"), "2027-11-22T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "d"), "2027-11-23T09:00:00Z");
    cr_assert_eq(touch_state("C", "e"), AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_str_eq(touch_due("C", "f"), "2027-11-28T09:00:00Z");
    cr_assert_eq(work_off(30, 1), 6);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

/* S24: left alone, they pile up one a day, and no day moves when one of them is made. */
TRIAL(pause, days_stay_when_one_is_made)
{
    (void)begin(OVERDUE);
    MUST(try_pause("2027-01-04"));
    now_is("2027-01-04T09:00:00Z");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2027-01-05T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b");
    done("C", "c", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(touch_due("C", "d"), "2027-01-07T09:00:00Z");
    now_is("2027-01-08T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:b C:d");
}

/* S65: what fell under a pause that is skipped stays dropped, whatever comes after. */
TRIAL(pause, a_skipped_touch_stays_dropped)
{
    (void)begin(PLAN("p", STEP("a", "'anchor':{'date':'2026-12-24'},'missed':'skip'") "," STEP(
                              "b", "'anchor':'sale','after':'P1Y'")));
    MUST(try_pause("2027-01-04"));
    now_is("2027-02-01T09:00:00Z");
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_MISSED);
    MUST_BE(AFTERSALE_STATE,
            aftersale_touch_claim(
                book, AFTERSALE_ARGS(touch_claim, .touch = touch_id("C", "a"), .actor = "sam"), NULL));
    MUST(try_pause(NULL));
    now_is("2027-03-01T09:00:00Z");
    MUST(try_resume());
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_str_eq(work_of(NULL), "");
    done("C", "b", AFTERSALE_OUTCOME_REACHED);
    cr_assert_eq(enrolment_state("C", 0), AFTERSALE_ENROLMENT_COMPLETED);
}

/* S18, S24: of a series on days of the calendar the newest is made up for, and the series goes on. */
TRIAL(pause, a_series_goes_on)
{
    (void)begin(PLAN("p", STEP("a", "'anchor':{'date':'2026-11-25'},'repeat':{'every':'P1M'}")));
    MUST(try_pause("2027-03-01"));
    now_is("2027-03-01T09:00:00Z");
    const aftersale_touch *open = touch("C", "a");
    cr_assert_eq(aftersale_touch_occurrence(open), 4);
    cr_assert_str_eq(text_of(aftersale_touch_due(open)), "2027-03-01T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    done("C", "a", AFTERSALE_OUTCOME_REACHED);
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2027-03-25T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
}

/* S20: a plan whose pause has ended by itself moves as one that is active, and as one that is paused. */
TRIAL(pause, moves_after_it_ended_by_itself)
{
    (void)begin(THREE);
    MUST(try_pause("2026-11-25"));
    MUST_BE(AFTERSALE_STATE, try_pause("2026-11-26"));
    now_is("2026-11-25T12:00:00Z");
    MUST(try_pause("2026-12-05"));
    cr_assert_str_eq(text_of(aftersale_enrolment_paused(enrolment("C", 0))), "2026-11-25T12:00:00Z");
    cr_assert_str_eq(touch_due("C", "b"), "2026-12-07T09:00:00Z", "both pauses count, as long as they were");
    now_is("2026-12-05T12:00:00Z");
    MUST(try_resume());
    cr_assert_str_eq(touch_due("C", "b"), "2026-12-07T09:00:00Z", "it ended on its day");
    MUST_BE(AFTERSALE_STATE, try_resume());
}

/* S24: a pause that would be over before it begins is none, and a slip of whoever entered it. */
TRIAL(pause, does_not_end_before_it_begins)
{
    (void)begin(THREE);
    MUST_BE(AFTERSALE_INVALID, try_pause("2025-11-25"));
    cr_assert_str_eq(aftersale_book_error(book)->text, "resume: must begin after the pause does");
    now_is("2026-11-20T10:00:00Z");
    MUST_BE(AFTERSALE_INVALID, try_pause("2026-11-20")); /* that day began at nine */
    cr_assert_eq(aftersale_enrolment_state(enrolment("C", 0)), AFTERSALE_ENROLMENT_ACTIVE);
    now_is("2026-11-21T08:00:00Z");
    MUST(try_pause("2026-11-21"));
    cr_assert_eq(aftersale_enrolment_state(enrolment("C", 0)), AFTERSALE_ENROLMENT_PAUSED);
}

/* S20, S24: a plan that ends while it is paused keeps the dates it would have had. */
TRIAL(pause, a_plan_may_end_in_it)
{
    aftersale_id id = begin(THREE);
    MUST(try_pause("2026-11-25"));
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = id, .state = AFTERSALE_ENROLMENT_ENDED,
                                            .reason = "moved away"),
                             NULL));
    cr_assert_eq(touch_state("C", "b"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_eq(aftersale_enrolment_resume(enrolment("C", 0)).day, 0);
    MUST_BE(AFTERSALE_STATE, try_resume());
}

/* S24: a run is paused 64 times, and no more. */
TRIAL(pause, there_are_so_many)
{
    (void)begin(PLAN("p", STEP("a", "'anchor':'sale','after':'P1Y'")));
    for (int i = 0; i < 64; i++) {
        MUST(try_pause(NULL));
        on_trial.now.us += DAY;
        MUST(try_resume());
        on_trial.now.us += DAY;
    }
    MUST_BE(AFTERSALE_LIMIT, try_pause(NULL));
    cr_assert_not_null(strstr(aftersale_book_error(book)->text, "state"), "%s",
                       aftersale_book_error(book)->text);
    cr_assert_str_eq(touch_due("C", "a"), "2028-01-05T09:00:00Z", "64 days");
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("C", 0),
                                            .state = AFTERSALE_ENROLMENT_ENDED, .reason = "enough"),
                             NULL));
}

/* S24: a touch made while the plan is paused is made; it has no day afterwards. */
TRIAL(pause, made_in_spite_of_it)
{
    (void)begin(OVERDUE);
    MUST(try_pause("2026-12-01"));
    done("C", "b", AFTERSALE_OUTCOME_REACHED);
    now_is("2026-12-01T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
    cr_assert_str_eq(touch_due("C", "c"), "2026-12-02T09:00:00Z");
}

/* What is due and when, of all steps of the plan. */
static const char *dates(char *out, size_t room)
{
    const aftersale_touch *row;
    aftersale_cursor *list = NULL;
    size_t at = 0;
    out[0] = 0;
    MUST(aftersale_touch_list(
        book,
        AFTERSALE_ARGS(touch_list, .customer.ref = "C",
                       .states = 1u << AFTERSALE_TOUCH_STATE_PLANNED | 1u << AFTERSALE_TOUCH_STATE_BLOCKED),
        &list));
    while (aftersale_touch_next(list, &row) == AFTERSALE_ROW)
        at += (size_t)snprintf(out + at, room - at, "%s.%d@%s ", aftersale_touch_step(row),
                               (int)aftersale_touch_occurrence(row), text_of(aftersale_touch_due(row)));
    aftersale_cursor_free(list);
    return out;
}

#define SERIES                                                                                               \
    PLAN("p",                                                                                                \
         STEP("a", "'anchor':'sale','not_after':'P3D'") "," STEP(                                            \
             "b",                                                                                            \
             "'anchor':{'date':'2026-12-24'},'"                                                              \
             "missed':'skip'") "," STEP("c",                                                                 \
                                        "'anc"                                                               \
                                        "hor'"                                                               \
                                        ":'"                                                                 \
                                        "prev"                                                               \
                                        "ious"                                                               \
                                        "_don"                                                               \
                                        "e','"                                                               \
                                        "afte"                                                               \
                                        "r':'"                                                               \
                                        "P3D"                                                                \
                                        "'") "," STEP("d",                                                   \
                                                      "'anchor':{'date':'2026-11-25'},'"                     \
                                                      "repeat':{'every':'P1M'},"                             \
                                                      "'missed':{'do':'spread','gap':'"                      \
                                                      "P4D'}") "," STEP("e",                                 \
                                                                        "'anchor':{"                         \
                                                                        "'date':'"                           \
                                                                        "2026-11-"                           \
                                                                        "28'},'"                             \
                                                                        "repeat':{'"                         \
                                                                        "every':'"                           \
                                                                        "P1M'}") "," STEP("f",               \
                                                                                          "'anchor':{'date'" \
                                                                                          ":'"               \
                                                                                          "2027-02-08'}"))

/* S24: entering what time alone changed moves no day of what is to be made up for. */
TRIAL(pause, entered_or_not)
{
    char before[1024], after[1024];
    (void)begin(SERIES);
    MUST(try_pause("2027-02-12"));
    for (int i = 0; i < 120; i++) {
        aftersale_book_advance_args args = {.struct_size = sizeof args};
        aftersale_advanced advanced;
        dates(before, sizeof before);
        MUST(aftersale_book_advance(book, &args, &advanced));
        cr_assert_str_eq(dates(after, sizeof after), before, "%s", text_of(on_trial.now));
        cr_assert_str_eq(work_of(NULL), due_text());
        on_trial.now.us += DAY;
    }
}

/* S21, S24: a step that another version brings was not missed, and takes nobody's day. */
TRIAL(pause, another_version_brings_a_step)
{
    (void)begin(
        PLAN("p", STEP("a", "'anchor':'sale','after':'P1D'") "," STEP("b", "'anchor':'sale','after':'P2D'")));
    MUST(try_pause("2026-12-01"));
    now_is("2026-12-01T10:00:00Z");
    publish(PLAN("p", STEP("z", "'anchor':'sale'") "," STEP("a", "'anchor':'sale','after':'P1D'") "," STEP(
                          "b", "'anchor':'sale','after':'P2D'")));
    MUST(aftersale_plan_migrate(book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = enrolment_id("C", 0)),
                                NULL));
    cr_assert_eq(touch_state("C", "z"), AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert_str_eq(touch_due("C", "a"), "2026-12-01T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "b"), "2026-12-02T09:00:00Z");
}

/* S24: nothing is entered as missed that a pause which ends sooner would still make up for. */
TRIAL(pause, ends_sooner_than_was_said)
{
    aftersale_book_advance_args args = {.struct_size = sizeof args};
    aftersale_advanced advanced;
    (void)begin(SERIES);
    MUST(try_pause("2027-02-12"));
    now_is("2026-12-30T12:00:00Z");
    MUST(aftersale_book_advance(book, &args, &advanced));
    MUST(try_resume());
    char text[1024];
    cr_assert_str_eq(dates(text, sizeof text),
                     "d.1@2026-12-30T12:00:00Z c.1@2027-01-02T12:00:00Z e.2@2027-01-04T09:00:00Z "
                     "f.1@2027-02-08T09:00:00Z ",
                     "%s", text);
}

/* S24, S18, S29: by waiting a fortnight of named days begins in another week, and comes sooner than it would have. */
TRIAL(pause, a_series_of_named_days_that_comes_sooner)
{
    publish(
        PLAN("p", STEP("a", "'anchor':'sale','after':'P1D','repeat':{'every':'P2W','on':['tue','fri']}")));
    put_customer("C");
    put_sale("S", "C", "p", "2026-12-12", NULL);
    cr_assert_str_eq(touch_due("C", "a"), "2026-12-22T09:00:00Z");
    MUST(try_pause("2026-12-13"));
    now_is("2026-12-15T08:59:59Z");
    cr_assert_str_eq(work_of(NULL), "");
    now_is("2026-12-15T09:00:00Z");
    cr_assert_str_eq(touch_due("C", "a"), "2026-12-15T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "C:a");
}
