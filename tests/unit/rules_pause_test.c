/* SPDX-License-Identifier: MIT */
/* Waits stand still while a plan is paused, and what was missed comes after it without a burst (S24). */
#include "rules/pause.h"
#include "rules_stage.h"
#include <stdio.h>

static as__plan_pause pauses[AS__PAUSES_MAX];

/* Berlin's wall clock in November is UTC + 1. */
static void pause_from(stage *s, const char *from, const char *until)
{
    pauses[s->run.pauses.count++] = (as__plan_pause){instant(from), instant(until)};
    s->run.pauses.items = pauses;
}

/* S24, S31, S32: a wait moves on by the part of each pause that lies in it. It begins on 2026-11-20 at 09:00. */
Test(rules_pause, waits_stand_still)
{
    static const struct {
        const char *step, *pauses[4], *due;
    } rows[] = {
        {"'anchor':'sale','after':'P10D'",
         {"2026-11-01T08:00:00Z", "2026-11-10T08:00:00Z"},
         "2026-11-30T08:00:00Z"},
        {"'anchor':'sale','after':'P10D'",
         {"2026-11-24T15:00:00Z", "2026-11-27T08:00:00Z"},
         "2026-12-03T08:00:00Z"},
        {"'anchor':'sale','after':'P10D'",
         {"2026-12-01T08:00:00Z", "2026-12-10T08:00:00Z"},
         "2026-12-10T08:00:00Z"},
        {"'anchor':'sale','after':'P10D'",
         {"2026-11-15T08:00:00Z", "2026-11-25T08:00:00Z"},
         "2026-12-05T08:00:00Z"},
        {"'anchor':'sale','after':'P10D'",
         {"2026-11-21T08:00:00Z", "2026-11-23T08:00:00Z", "2026-11-29T08:00:00Z", "2026-12-05T08:00:00Z"},
         "2026-12-08T08:00:00Z"},
        {"'anchor':'sale','after':'P10D'",
         {"2026-11-21T08:00:00Z", "2026-11-23T08:00:00Z", "2026-12-03T08:00:00Z", "2026-12-13T08:00:00Z"},
         "2026-12-13T08:00:00Z"},
        /* within a day; late on the day on which it ends */
        {"'anchor':'sale','after':'P10D'",
         {"2026-11-24T09:00:00Z", "2026-11-24T15:00:00Z"},
         "2026-11-30T08:00:00Z"},
        {"'anchor':'sale','after':'P10D'",
         {"2026-11-30T07:00:00Z", "2026-12-02T15:00:00Z"},
         "2026-12-02T15:00:00Z"},
        /* over the change of clocks */
        {"'anchor':'sale','after':'P4M'",
         {"2027-03-01T08:00:00Z", "2027-04-01T07:00:00Z"},
         "2027-04-20T07:00:00Z"},
        /* month ends: 31 October and a month, then ten days */
        {"'anchor':{'date':'2026-10-31'},'after':'P1M'",
         {"2026-11-05T08:00:00Z", "2026-11-15T08:00:00Z"},
         "2026-11-30T08:00:00Z"},
        {"'anchor':'delivery','after':'P1M'",
         {"2026-11-05T08:00:00Z", "2026-11-15T08:00:00Z"},
         "2026-12-10T08:00:00Z"},
        /* Monday to Wednesday holds two business days */
        {"'anchor':'sale','after':'P5B'",
         {"2026-11-23T08:00:00Z", "2026-11-25T08:00:00Z"},
         "2026-12-01T08:00:00Z"},
        {"'anchor':'sale','after':'P5B'",
         {"2026-11-21T08:00:00Z", "2026-11-22T08:00:00Z"},
         "2026-11-27T08:00:00Z"},
        /* hours are elapsed time */
        {"'anchor':'acceptance','after':'PT4H'",
         {"2026-11-20T11:00:00Z", "2026-11-20T12:30:00Z"},
         "2026-11-20T15:30:00Z"},
        /* what counts back does not wait, nor does a day of the calendar */
        {"'anchor':'sale','after':'-P2D'",
         {"2026-11-17T08:00:00Z", "2026-11-19T08:00:00Z"},
         "2026-11-19T08:00:00Z"},
        {"'anchor':{'date':'2026-12-24'}",
         {"2026-12-01T08:00:00Z", "2026-12-10T08:00:00Z"},
         "2026-12-24T08:00:00Z"},
        {"'anchor':{'date':'2026-12-24'}",
         {"2026-12-20T08:00:00Z", "2027-01-04T08:00:00Z"},
         "2027-01-04T08:00:00Z"},
        /* a wait that begins in the pause */
        {"'anchor':'sale','after':'P3D'",
         {"2026-11-18T08:00:00Z", "2026-11-28T08:00:00Z"},
         "2026-12-01T08:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[300] = "{'plan':'p','steps':[{'key':'a','kind':'follow-up',";
        strcat(strcat(json, rows[i].step), "}]}");
        stage *s = stage_begin(json);
        s->run.delivered = (aftersale_date){2026, 10, 31};
        s->run.accepted = (aftersale_date){2026, 11, 20};
        s->run.accepted_time = (aftersale_daytime){1, 11, 0, 0};
        for (size_t j = 0; j < 4 && rows[i].pauses[j] != NULL; j += 2)
            pause_from(s, rows[i].pauses[j], rows[i].pauses[j + 1]);
        cr_assert_str_eq(stage_due(s, "a"), rows[i].due, "row %zu", i);
        as__planned planned = stage_planned(s, "a");
        cr_assert_leq(planned.bound.us, planned.due.us);
        cr_assert_neq(planned.bound.us, 0);
        stage_end(s);
    }
}

/* S24: the same date while the pause lasts, when its day has come, and once it is written down. */
Test(rules_pause, ends_by_itself)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','after':'P10D'"));
    s->run.state = AFTERSALE_ENROLMENT_PAUSED;
    s->run.paused = instant("2026-11-25T10:00:00Z");
    s->facts.now = instant("2026-11-26T10:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(stage_time(s, planned.due), "2026-11-30T08:00:00Z", "nobody knows until when");
    s->run.resume = (aftersale_date){2026, 12, 5};
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(stage_time(s, planned.due), "2026-12-10T08:00:00Z");
    cr_assert_not_null(stage_reason(s, 4));
    cr_assert_str_eq(stage_reason(s, 40)->text, "P10D from there: 2026-11-30 09:00");
    cr_assert_str_eq(stage_reason(s, 130)->text,
                     "the wait stands still while the plan is paused: 2026-12-10 09:00");
    s->facts.now = instant("2026-12-06T10:00:00Z");
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(stage_time(s, planned.due), "2026-12-10T08:00:00Z");
    s->run.state = AFTERSALE_ENROLMENT_ACTIVE;
    pause_from(s, "2026-11-25T10:00:00Z", "2026-12-05T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-10T08:00:00Z");
    stage_end(s);
}

/* S18, S24, S32: a series moves on as a whole; its month ends do not drift. */
Test(rules_pause, series_move_on)
{
    static const struct {
        const char *step;
        int32_t occurrence;
        const char *due;
    } rows[] = {
        {"'anchor':'sale','repeat':{'every':'P1M'}", 3, "2027-02-01T08:00:00Z"},
        {"'anchor':'delivery','repeat':{'every':'P1M'}", 2, "2026-12-12T08:00:00Z"},
        {"'anchor':'delivery','repeat':{'every':'P1M'}", 4, "2027-02-12T08:00:00Z"},
        {"'anchor':'delivery','repeat':{'every':'P1M'}", 5, "2027-03-12T08:00:00Z"},
        /* named days stay: the series begins later where its beginning waits */
        {"'anchor':'sale','repeat':{'every':'P1W','on':['mon']}", 3, "2026-12-07T08:00:00Z"},
        {"'anchor':'sale','after':'P10D','repeat':{'every':'P1W','on':['mon']}", 1, "2026-12-14T08:00:00Z"},
        {"'anchor':'sale','repeat':{'every':'P1M','until':'2027-01-25'}", 3, ""},
        {"'anchor':{'date':'2026-11-20'},'repeat':{'every':'P1M'}", 3, "2027-01-20T08:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[300] = "{'plan':'p','steps':[{'key':'a','kind':'follow-up',";
        strcat(strcat(json, rows[i].step), "}]}");
        stage *s = stage_begin(json);
        as__planned planned;
        s->run.delivered = (aftersale_date){2026, 10, 31};
        pause_from(s, "2026-11-24T10:00:00Z", "2026-12-06T08:00:00Z");
        as__schedule_occurrence(&s->facts, 0, rows[i].occurrence, &planned, NULL);
        cr_assert_str_eq(stage_time(s, planned.due), rows[i].due, "row %zu", i);
        stage_end(s);
    }
}

/* S18, S24: counted from the one done last, over a pause since then. */
Test(rules_pause, from_done)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','repeat':{'every':'P1M','from':'done'}"));
    as__step_state *past = stage_past(s, "a", AS__STEP_DONE);
    past->made = instant("2026-11-22T14:00:00Z");
    pause_from(s, "2026-11-21T10:00:00Z", "2026-11-22T08:00:00Z");
    pause_from(s, "2026-12-01T10:00:00Z", "2026-12-08T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-29T14:00:00Z");
    stage_end(s);
}

#define FOUR                                                                                                 \
    "{'plan':'p','steps':["                                                                                  \
    "{'key':'a','kind':'follow-up','anchor':'sale','after':'P2D'},"                                          \
    "{'key':'b','kind':'follow-up','anchor':'sale','after':'P1D'},"                                          \
    "{'key':'c','kind':'follow-up','anchor':{'date':'2026-12-24'}%s},"                                       \
    "{'key':'d','kind':'follow-up','anchor':'sale','after':'P1M'}]}"

static stage *stage_four(const char *rule)
{
    char json[600];
    snprintf(json, sizeof json, FOUR, rule);
    stage *s = stage_begin(json);
    pause_from(s, "2026-12-01T10:00:00Z", "2027-12-01T14:00:00Z");
    s->facts.now = instant("2027-12-01T14:00:00Z");
    return s;
}

/* S24: never a burst. In the order of their dates, one a day; the first when the plan goes on. */
Test(rules_pause, never_a_burst)
{
    stage *s = stage_four("");
    cr_assert_str_eq(stage_due(s, "b"), "2027-12-01T14:00:00Z");
    cr_assert_str_eq(stage_reason(s, 131)->text,
                     "missed while the plan was paused: made up for at 2027-12-01 15:00");
    cr_assert_str_eq(stage_due(s, "a"), "2027-12-02T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "c"), "2027-12-03T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "d"), "2027-12-20T08:00:00Z", "it was not due: it waits for what was left");
    /* what was made has had its day: those of the others stay */
    as__step_state *past = stage_past(s, "b", AS__STEP_DONE);
    past->made = instant("2027-12-01T15:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2027-12-02T08:00:00Z");
    past->made = instant("2027-11-30T15:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2027-12-01T14:00:00Z", "made while it was paused");
    stage_end(s);
}

/* S24, S65: skipped for good. */
Test(rules_pause, skip)
{
    stage *s = stage_four(",'missed':'skip'");
    as__planned planned = stage_planned(s, "c");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_eq(planned.bound.us, 0);
    cr_assert_str_eq(stage_time(s, planned.due), "2026-12-24T08:00:00Z", "the date it had");
    cr_assert_str_eq(stage_reason(s, 132)->text,
                     "missed while the plan was paused until 2027-12-01 15:00, and not made up for");
    s->facts.now = instant("2028-12-01T14:00:00Z");
    pause_from(s, "2028-01-01T10:00:00Z", "2028-02-01T14:00:00Z");
    cr_assert_eq(stage_planned(s, "c").state, AFTERSALE_TOUCH_STATE_MISSED, "it stays dropped");
    stage_end(s);
    s = stage_four(",'missed':'skip'");
    as__step_state *past = stage_past(s, "c", AS__STEP_SNOOZED);
    past->not_before = instant("2027-12-05T10:00:00Z");
    cr_assert_str_eq(stage_due(s, "c"), "2027-12-05T10:00:00Z", "it was put off to a day after the pause");
    stage_end(s);
}

/* S24: no earlier than the gap after the one before. */
Test(rules_pause, spread)
{
    stage *s = stage_four(",'missed':{'do':'spread','gap':'P1W'}");
    cr_assert_str_eq(stage_due(s, "a"), "2027-12-02T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "c"), "2027-12-09T08:00:00Z");
    stage_end(s);
    s = stage_four(",'missed':{'do':'spread','gap':'P3B'}");
    cr_assert_str_eq(stage_due(s, "c"), "2027-12-07T08:00:00Z");
    stage_end(s);
    s = stage_four(",'missed':'spread'");
    cr_assert_str_eq(stage_due(s, "c"), "2027-12-03T08:00:00Z");
    stage_end(s);
}

static const char *occurrence_due(stage *s, int32_t occurrence)
{
    as__planned planned;
    as__schedule_occurrence(&s->facts, 0, occurrence, &planned, &s->reasons);
    if (planned.state == AFTERSALE_TOUCH_STATE_MISSED)
        return "missed";
    return planned.occurrence == occurrence ? stage_time(s, planned.due) : "another";
}

/* S18, S24: every year on a day of the calendar, and three of them were missed. */
Test(rules_pause, occurrences)
{
    static const struct {
        const char *missed, *now;
        int32_t open;
        const char *dues[5];
    } rows[] = {
        {"'once'",
         "2029-06-01T08:00:00Z",
         3,
         {"missed", "missed", "2029-06-01T07:00:00Z", "2029-12-24T08:00:00Z"}},
        {"'once'", "2029-12-30T08:00:00Z", 4, {"missed", "missed", "missed", "2029-12-24T08:00:00Z"}},
        {"'skip'", "2029-06-01T08:00:00Z", 4, {"missed", "missed", "missed", "2029-12-24T08:00:00Z"}},
        {"{'do':'spread','gap':'P1M'}",
         "2029-06-01T08:00:00Z",
         1,
         {"2029-06-01T07:00:00Z", "2029-07-01T07:00:00Z", "2029-08-01T07:00:00Z", "2029-12-24T08:00:00Z"}},
        {"{'do':'spread','gap':'P1M'}",
         "2029-07-03T08:00:00Z",
         2,
         {"missed", "2029-07-01T07:00:00Z", "2029-08-01T07:00:00Z", "2029-12-24T08:00:00Z"}},
        /* the next one that comes ends what is left */
        {"{'do':'spread','gap':'P4M'}",
         "2029-06-01T08:00:00Z",
         1,
         {"2029-06-01T07:00:00Z", "2029-10-01T07:00:00Z", "missed", "2029-12-24T08:00:00Z"}},
        {"{'do':'spread','gap':'P4M'}",
         "2029-12-24T08:00:00Z",
         4,
         {"missed", "missed", "missed", "2029-12-24T08:00:00Z"}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[300];
        snprintf(json, sizeof json,
                 ONE_STEP("'anchor':{'date':'2026-12-24'},'repeat':{'every':'P1Y'},'missed':%s"),
                 rows[i].missed);
        stage *s = stage_begin(json);
        pause_from(s, "2026-12-01T10:00:00Z", "2029-06-01T07:00:00Z");
        s->facts.now = instant(rows[i].now);
        cr_assert_eq(stage_planned(s, "a").occurrence, rows[i].open, "row %zu", i);
        for (int32_t j = 0; rows[i].dues[j] != NULL; j++)
            cr_assert_str_eq(occurrence_due(s, j + 1), rows[i].dues[j], "row %zu, occurrence %d", i,
                             (int)j + 1);
        stage_end(s);
    }
}

/* S24: of many, more than one look puts in order, each step has its turn. */
Test(rules_pause, many)
{
    stage *s =
        stage_begin("{'plan':'p','steps':["
                    "{'key':'a','kind':'follow-up','anchor':{'date':'2026-01-01'},'repeat':{'every':'P1D'},"
                    "'missed':'spread'},"
                    "{'key':'b','kind':'follow-up','anchor':{'date':'2026-10-01'}}]}");
    pause_from(s, "2026-01-01T10:00:00Z", "2026-11-20T14:00:00Z");
    s->facts.now = instant("2026-11-20T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-20T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-21T08:00:00Z");
    stage_end(s);
}

/* S24, S33, S34: a day on which it cannot be made is not given away. */
Test(rules_pause, days_on_which_it_can_be_made)
{
    stage *s = stage_begin(
        "{'plan':'p','on_holiday':'forward','windows':{'phone':['mon-fri 10:00-12:00']},'steps':["
        "{'key':'a','kind':'follow-up','anchor':'sale','channels':['phone']},"
        "{'key':'b','kind':'follow-up','anchor':'sale','on_closed':'abandon','channels':['phone']},"
        "{'key':'c','kind':'follow-up','anchor':'sale','on_holiday':'skip'},"
        "{'key':'d','kind':'follow-up','anchor':'sale','channels':['phone']}]}");
    pause_from(s, "2026-11-21T10:00:00Z", "2026-11-26T14:00:00Z"); /* a Thursday */
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-27T09:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-30T09:00:00Z");
    cr_assert_str_eq(stage_due(s, "c"), "2026-12-01T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "d"), "2026-12-02T09:00:00Z");
    stage_end(s);
}

/* S17, S24: what counts from a step that comes back waits for its new day. */
Test(rules_pause, previous)
{
    static const char chain[] =
        "{'plan':'p','steps':["
        "{'key':'x','kind':'follow-up','anchor':'sale'},"
        "{'key':'a','kind':'follow-up','anchor':'sale','missed':'%s'},"
        "{'key':'b','kind':'follow-up','anchor':'previous_planned','after':'P3D'},"
        "{'key':'c','kind':'follow-up','anchor':'previous_done','after':'P5D'},"
        "{'key':'d','kind':'follow-up','anchor':'previous_planned','after':'-P30D'}]}";
    char json[600];
    snprintf(json, sizeof json, chain, "once");
    stage *s = stage_begin(json);
    pause_from(s, "2026-11-21T10:00:00Z", "2027-02-01T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "x"), "2027-02-01T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2027-02-02T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2027-02-05T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "c"), "", "b is not made yet");
    s->facts.assume = true;
    cr_assert_str_eq(stage_due(s, "c"), "2027-02-10T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "d"), "2027-02-01T14:00:00Z", "never before the plan goes on");
    stage_end(s);
    snprintf(json, sizeof json, chain, "skip");
    s = stage_begin(json);
    pause_from(s, "2026-11-21T10:00:00Z", "2027-02-01T14:00:00Z");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_str_eq(stage_due(s, "b"), "2027-02-03T08:00:00Z", "from the date that a had");
    stage_end(s);
}

/* S17, S24: what waits for a step that is dropped goes on when the plan does. */
Test(rules_pause, after_a_dropped_one)
{
    stage *s = stage_begin("{'plan':'p','steps':["
                           "{'key':'a','kind':'follow-up','anchor':'sale','missed':'skip'},"
                           "{'key':'b','kind':'follow-up','anchor':'previous_done','after':'P3D'}]}");
    pause_from(s, "2026-11-21T10:00:00Z", "2027-02-01T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2027-02-04T14:00:00Z");
    stage_end(s);
}

/* S24, S35: the last moment of a wait stands still, too; that of a day of the calendar does not. */
Test(rules_pause, last_moments)
{
    stage *s =
        stage_begin("{'plan':'p','steps':["
                    "{'key':'a','kind':'follow-up','anchor':'sale','not_after':'P1W'},"
                    "{'key':'b','kind':'follow-up','anchor':{'date':'2026-12-24'},'not_after':'P1W'}]}");
    s->run.state = AFTERSALE_ENROLMENT_PAUSED;
    s->run.paused = instant("2026-11-25T10:00:00Z");
    s->facts.now = instant("2027-02-01T08:00:00Z");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_MISSED);
    s->run.state = AFTERSALE_ENROLMENT_ACTIVE;
    pause_from(s, "2026-11-25T10:00:00Z", "2027-02-01T08:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(stage_time(s, planned.not_after), "2027-02-03T08:00:00Z");
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_MISSED);
    s->facts.now = instant("2027-02-03T09:00:00Z");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_MISSED);
    stage_end(s);
}

/* S24, S35: a day agreed with the customer stands; it takes nobody's day. */
Test(rules_pause, agreed)
{
    stage *s = stage_begin("{'plan':'p','steps':["
                           "{'key':'a','kind':'follow-up','anchor':'sale','missed':'skip'},"
                           "{'key':'b','kind':'follow-up','anchor':'sale'}]}");
    as__step_state *past = stage_past(s, "a", AS__STEP_OPEN);
    past->outcome = AFTERSALE_OUTCOME_CONTACT_LATER;
    past->not_before = instant("2027-02-10T10:00:00Z");
    pause_from(s, "2026-11-21T10:00:00Z", "2027-02-01T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2027-02-10T10:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2027-02-01T14:00:00Z");
    past->not_before = instant("2027-01-10T10:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2027-02-01T14:00:00Z", "that day fell into the pause");
    stage_end(s);
}

/* S19, S24: a case waits for no turn. */
Test(rules_pause, cases)
{
    stage *s = stage_begin("{'plan':'p','steps':["
                           "{'key':'b','kind':'follow-up','anchor':'sale'},"
                           "{'key':'a','kind':'follow-up','anchor':'sale','outcomes':{'problem':{'do':'open_"
                           "case','within':'P2D'}}}]}");
    stage_enter(s, "a", AFTERSALE_OUTCOME_PROBLEM, "2026-11-21T09:00:00Z");
    pause_from(s, "2026-11-21T10:00:00Z", "2027-02-01T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2027-02-01T14:00:00Z");
    as__planned planned = stage_planned(s, "a.case");
    cr_assert_str_eq(stage_time(s, planned.due), "2027-02-01T14:00:00Z");
    cr_assert_str_eq(stage_time(s, planned.not_after), "2027-02-03T09:00:00Z");
    stage_end(s);
}

/* S24, S34: nothing is moved back into a pause. */
Test(rules_pause, days_off_before_its_end)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','after':'P8D','on_holiday':'back'"));
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-27T08:00:00Z");
    pause_from(s, "2026-11-27T10:00:00Z", "2026-11-28T06:00:00Z"); /* the 28th is a Saturday */
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-30T08:00:00Z");
    stage_end(s);
}

/* Whatever the plan and its pauses. */

#define TRIALS 2000
#define STEPS 8

static uint64_t seed = 24;

/* splitmix64 */
static uint32_t draw(uint32_t most)
{
    uint64_t z = seed += UINT64_C(0x9E3779B97F4A7C15);
    z = (z ^ z >> 30) * UINT64_C(0xBF58476D1CE4E5B9);
    z = (z ^ z >> 27) * UINT64_C(0x94D049BB133111EB);
    return (uint32_t)((z ^ z >> 31) % most);
}

static size_t draw_step(char *out, size_t room, size_t i)
{
    static const char *const anchors[] = {"'sale'", "'enrolment'", "'delivery'", "'previous_planned'"};
    static const char *const rules[] = {"'once'", "'skip'", "'spread'", "{'do':'spread','gap':'P3D'}"};
    static const char *const repeats[] = {"", "", ",'repeat':{'every':'P1M'}",
                                          ",'repeat':{'every':'P10D','count':9}",
                                          ",'repeat':{'every':'P1W','on':['tue']}"};
    static const char *const ways[] = {"stay", "forward", "back", "nearest"};
    char anchor[40];
    if (draw(3) == 0)
        snprintf(anchor, sizeof anchor, "{'date':'2026-%02u-%02u'}", 1 + draw(12), 1 + draw(28));
    else
        snprintf(anchor, sizeof anchor, "%s", anchors[draw(i == 0 ? 3 : 4)]);
    return (size_t)snprintf(out, room,
                            "%s{'key':'s%zu','kind':'follow-up','anchor':%s,'after':'P%u%s','missed':%s,"
                            "'on_holiday':'%s','channels':['phone']%s}",
                            i == 0 ? "" : ",", i, anchor, draw(60), draw(4) == 0 ? "B" : "D",
                            rules[draw(COUNT(rules))], ways[draw(COUNT(ways))],
                            repeats[draw(COUNT(repeats))]);
}

static stage *draw_stage(void)
{
    static const char *const hours[] = {"", "'mon-fri 09:00-17:00'", "'tue,thu 08:00-10:00'"};
    char plan[3000];
    size_t size = (size_t)snprintf(plan, sizeof plan, "{'plan':'p','windows':{'phone':[%s]},'steps':[",
                                   hours[draw(COUNT(hours))]);
    for (size_t i = 0; i < STEPS; i++)
        size += draw_step(plan + size, sizeof plan - size, i);
    snprintf(plan + size, sizeof plan - size, "]}");
    stage *s = stage_begin(plan);
    s->run.sold = (aftersale_date){2026, 2, (uint8_t)(1 + draw(28))};
    s->run.begun = instant("2026-02-10T12:34:56Z");
    if (draw(2) == 0)
        s->run.delivered = (aftersale_date){2026, (uint8_t)(3 + draw(4)), 9};
    int64_t at = s->run.begun.us;
    for (uint32_t count = 1 + draw(4); count > 0; count--) {
        int64_t from = at + (int64_t)(1 + draw(60 * 24)) * AS__HOUR;
        at = from + (int64_t)(1 + draw(90 * 24)) * AS__HOUR;
        pauses[s->run.pauses.count++] = (as__plan_pause){{from}, {at}};
    }
    s->run.pauses.items = pauses;
    s->facts.now = (aftersale_time){at + (int64_t)draw(120 * 24) * AS__HOUR};
    return s;
}

static int64_t day_of(const stage *s, aftersale_time time)
{
    return as__civil_of(as__zone_to_civil(s->facts.zone, time.us / AS__SECOND)).day;
}

/* S24: nothing is due within a pause, nor before the last one is over; what comes out of it comes on days of its own;
 * no bound lies behind what it stands for; and one touch alone is decided as among all (stage_planned). */
Test(rules_pause, whatever_the_plan)
{
    size_t made_up = 0, dropped = 0;
    for (int trial = 0; trial < TRIALS; trial++) {
        stage *s = draw_stage();
        as__planned all[STEPS];
        as__schedule_plan(&s->facts, all);
        const as__plan_pause *last = &pauses[s->run.pauses.count - 1];
        for (size_t i = 0; i < STEPS; i++) {
            cr_assert(!all[i].is_missed, "trial %d, step %zu has no day", trial, i);
            dropped += as__time_given(all[i].dropped);
            if (all[i].state != AFTERSALE_TOUCH_STATE_PLANNED)
                continue;
            stage_planned(s, s->plan->steps[i].key);
            cr_assert_geq(all[i].due.us, last->until.us, "trial %d, step %zu", trial, i);
            cr_assert_leq(all[i].bound.us, all[i].due.us);
            made_up += all[i].is_made_up;
            for (size_t j = 0; j < i; j++)
                cr_assert(!all[i].is_made_up || !all[j].is_made_up ||
                              all[j].state != AFTERSALE_TOUCH_STATE_PLANNED ||
                              day_of(s, all[i].due) != day_of(s, all[j].due),
                          "trial %d, steps %zu and %zu", trial, j, i);
        }
        stage_end(s);
    }
    cr_assert(made_up > TRIALS && dropped > TRIALS / 4, "%zu, %zu", made_up, dropped);
}

/* S24, S31: from one zone to another, no bound lies behind either. */
Test(rules_pause, bounds_in_every_zone)
{
    static const char *const zones[] = {"Pacific/Apia", "Pacific/Pago_Pago", "America/New_York",
                                        "Asia/Kathmandu"};
    for (int trial = 0; trial < TRIALS; trial++) {
        stage *s = draw_stage();
        as__planned here[STEPS], there[STEPS];
        if (draw(2) == 0) {
            s->run.state = AFTERSALE_ENROLMENT_PAUSED;
            s->run.paused = pauses[--s->run.pauses.count].from;
            aftersale_time until = pauses[s->run.pauses.count].until;
            as__clock clock = as__clock_of(s->facts.zone);
            s->run.resume = as__clock_day(&clock, until);
            s->facts.now.us += 40 * AS__HOUR;
        }
        as__schedule_plan(&s->facts, here);
        stage_zone(s, zones[draw(COUNT(zones))]);
        as__schedule_plan(&s->facts, there);
        bool are_same = true;
        for (size_t i = 0; i < STEPS; i++) {
            /* what hangs on a step hangs on the occurrence of it that is open */
            are_same = are_same && here[i].occurrence == there[i].occurrence;
            bool is_bound = are_same && as__time_given(here[i].bound);
            if (is_bound && there[i].state == AFTERSALE_TOUCH_STATE_PLANNED)
                cr_assert_leq(here[i].bound.us, there[i].due.us, "trial %d, step %zu", trial, i);
        }
        stage_end(s);
    }
}
