/* SPDX-License-Identifier: MIT */
/* S18: steps that repeat. */
#include "rules/recurrence.h"
#include "rules_stage.h"
#include "value/date.h"

#define REPEATS(rest) ONE_STEP("'anchor':'sale','repeat':" rest)

/* The days of an occurrence, "2026-02-28", in the customer's zone; "" when there is none. */
static const char *day_of(stage *s, int32_t occurrence)
{
    static char text[AS__DATE_TEXT];
    as__planned planned;
    as__schedule_occurrence(&s->facts, 0, occurrence, &planned, &s->reasons);
    as__clock clock = as__clock_of(s->facts.zone);
    text[0] = '\0';
    if (planned.due.us != 0)
        as__date_text(as__clock_day(&clock, planned.due), text);
    return text;
}

/* S32: month ends clamp, each from the first anchor. */
Test(rules_recurrence, dates)
{
    static const struct {
        const char *repeat;
        aftersale_date sold;
        const char *days[5];
    } rows[] = {
        {"{'every':'P1M'}",
         {2026, 1, 31},
         {"2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"}},
        {"{'every':'P1Y'}",
         {2028, 2, 29},
         {"2028-02-29", "2029-02-28", "2030-02-28", "2031-02-28", "2032-02-29"}},
        {"{'every':'P2W'}",
         {2026, 11, 20},
         {"2026-11-20", "2026-12-04", "2026-12-18", "2027-01-01", "2027-01-15"}},
        {"{'every':'P3D','count':3}", {2026, 11, 20}, {"2026-11-20", "2026-11-23", "2026-11-26", "", ""}},
        {"{'every':'P5B'}",
         {2026, 11, 20},
         {"2026-11-20", "2026-11-27", "2026-12-04", "2026-12-11", "2026-12-18"}},
        {"{'every':'P1M','until':'2026-12-31'}",
         {2026, 10, 31},
         {"2026-10-31", "2026-11-30", "2026-12-31", "", ""}},
        {"{'every':'P1W','on':['thu','mon']}",
         {2026, 11, 20},
         {"2026-11-23", "2026-11-26", "2026-11-30", "2026-12-03", "2026-12-07"}},
        {"{'every':'P2W','on':['fri']}",
         {2026, 11, 20},
         {"2026-11-20", "2026-12-04", "2026-12-18", "2027-01-01", "2027-01-15"}},
        {"{'every':'P1M','on':['first mon']}",
         {2026, 11, 20},
         {"2026-12-07", "2027-01-04", "2027-02-01", "2027-03-01", "2027-04-05"}},
        {"{'every':'P1M','on':['last fri','second tue']}",
         {2026, 11, 20},
         {"2026-11-27", "2026-12-08", "2026-12-25", "2027-01-12", "2027-01-29"}},
        {"{'every':'P1Y','on':['third thu']}",
         {2026, 11, 20},
         {"2027-11-18", "2028-11-16", "2029-11-15", "2030-11-21", "2031-11-20"}},
        {"{'every':'P1Y','on':['third thu']}",
         {2026, 11, 19},
         {"2026-11-19", "2027-11-18", "2028-11-16", "2029-11-15", "2030-11-21"}},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[300] = "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','repeat':";
        strcat(strcat(json, rows[i].repeat), "}]}");
        stage *s = stage_begin(json);
        s->run.sold = rows[i].sold;
        for (int32_t n = 0; n < 5; n++)
            cr_assert_str_eq(day_of(s, n + 1), rows[i].days[n], "%s: occurrence %d", rows[i].repeat, n + 1);
        stage_end(s);
    }
}

/* 09:00 stays 09:00 (S31), and the time of day of the anchor goes with a named day. */
Test(rules_recurrence, time_of_day)
{
    stage *s = stage_begin(REPEATS("{'every':'P1M'}"));
    s->run.sold = (aftersale_date){2027, 2, 28};
    as__planned planned;
    as__schedule_occurrence(&s->facts, 0, 2, &planned, NULL);
    cr_assert_str_eq(stage_time(s, planned.due), "2027-03-28T07:00:00Z");
    stage_end(s);
    s = stage_begin(REPEATS("{'every':'P1M','on':['first mon']}"));
    s->run.sold_time = (aftersale_daytime){1, 15, 30, 0};
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-07T14:30:00Z");
    stage_end(s);
}

/* S18: one occurrence is open; when the date of the next comes, the earlier is missed. */
Test(rules_recurrence, one_is_open)
{
    static const struct {
        const char *now;
        int32_t occurrence;
        const char *due;
    } rows[] = {
        {"2025-01-01T00:00:00Z", 1, "2026-11-20T08:00:00Z"},
        {"2026-11-20T08:00:00Z", 1, "2026-11-20T08:00:00Z"},
        {"2026-12-20T07:59:59Z", 1, "2026-11-20T08:00:00Z"},
        {"2026-12-20T08:00:00Z", 2, "2026-12-20T08:00:00Z"},
        {"2027-02-19T08:00:00Z", 3, "2027-01-20T08:00:00Z"},
        {"2027-02-20T08:00:00Z", 4, "2027-02-20T08:00:00Z"},
        {"2099-01-01T00:00:00Z", 4, "2027-02-20T08:00:00Z"},
    };
    stage *s = stage_begin(REPEATS("{'every':'P1M','count':4}"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        s->facts.now = instant(rows[i].now);
        as__planned planned = stage_planned(s, "a");
        cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
        cr_assert_eq(planned.occurrence, rows[i].occurrence, "%s", rows[i].now);
        cr_assert_str_eq(stage_time(s, planned.due), rows[i].due);
        cr_assert_leq(planned.bound.us, planned.due.us);
        cr_assert_not_null(stage_reason(s, 110));
    }
    as__schedule_occurrence(&s->facts, 0, 2, &(as__planned){0}, NULL);
    as__planned missed, none;
    as__schedule_occurrence(&s->facts, 0, 2, &missed, &s->reasons);
    cr_assert_eq(missed.state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_eq(missed.occurrence, 2);
    cr_assert_str_eq(stage_time(s, missed.due), "2026-12-20T08:00:00Z");
    as__schedule_occurrence(&s->facts, 0, 5, &none, &s->reasons);
    cr_assert_eq(none.state, AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert(none.due.us == 0 && none.bound.us == 0);
    cr_assert_not_null(stage_reason(s, 111));
    stage_end(s);
}

/* A done one is never repeated, and the plan is through after the last. */
Test(rules_recurrence, done)
{
    stage *s = stage_begin(REPEATS("{'every':'P1M','count':2}"));
    stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, "2026-11-21T10:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.occurrence, 2);
    cr_assert_null(planned.past);
    cr_assert_str_eq(stage_time(s, planned.due), "2026-12-20T08:00:00Z");
    cr_assert(!as__plan_is_through(s->plan, &planned));
    as__planned first;
    as__schedule_occurrence(&s->facts, 0, 1, &first, NULL);
    cr_assert_eq(first.state, AFTERSALE_TOUCH_STATE_DONE);
    as__entry entry = {.occurrence = 2,
                       .outcome = AFTERSALE_OUTCOME_REACHED,
                       .made = instant("2026-12-22T10:00:00Z"),
                       .planned = planned.due};
    as__entered entered;
    cr_assert_eq(as__outcome_enter(&s->facts, &entry, &s->arena, &entered), AFTERSALE_OK);
    s->run.steps = (as__list){entered.steps, entered.count};
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_DONE);
    cr_assert_eq(planned.occurrence, 2);
    cr_assert(as__plan_is_through(s->plan, &planned));
    stage_end(s);
}

/* From the last one done: a late one puts off those that follow. */
Test(rules_recurrence, from_done)
{
    stage *s = stage_begin(REPEATS("{'every':'P1M','from':'done'}"));
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-20T08:00:00Z");
    stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, "2026-12-10T14:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.occurrence, 2);
    cr_assert_str_eq(stage_time(s, planned.due), "2027-01-10T14:00:00Z");
    s->facts.now = instant("2027-03-15T00:00:00Z");
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.occurrence, 4, "2 and 3 are missed");
    cr_assert_str_eq(stage_time(s, planned.due), "2027-03-10T14:00:00Z");
    stage_end(s);
}

/* A step that repeats for ever does not grow for ever, and is still known to be reached. */
Test(rules_recurrence, old_ones_are_forgotten)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'x','kind':'follow-up','anchor':'sale'},{'key':'a',"
                           "'kind':'follow-up','only':'by_branch','repeat':{'every':'P1D'}}]}");
    stage_past(s, "a", AS__STEP_OPEN)->activated = instant("2026-11-20T10:00:00Z");
    for (int32_t n = 1; n <= 30; n++) {
        as__planned planned = stage_planned(s, "a");
        cr_assert_eq(planned.occurrence, n);
        as__entry entry = {
            .step = 1, .occurrence = n, .outcome = AFTERSALE_OUTCOME_REACHED, .made = planned.due};
        as__entered entered;
        cr_assert_eq(as__outcome_enter(&s->facts, &entry, &s->arena, &entered), AFTERSALE_OK);
        s->run.steps = (as__list){entered.steps, entered.count};
        cr_assert_leq(entered.count, 8);
    }
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-20T10:00:00Z");
    as__planned last;
    as__schedule_occurrence(&s->facts, 1, 29, &last, NULL);
    cr_assert_eq(last.state, AFTERSALE_TOUCH_STATE_DONE);
    stage_end(s);
}

/* A plan goes on while a step that a branch reached repeats, and what was never reached does not hold it up. */
Test(rules_recurrence, plan_goes_on)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','only':'by_branch','repeat':"
                           "{'every':'P1D','count':2}}]}");
    as__planned planned = stage_planned(s, "a");
    cr_assert(as__plan_is_through(s->plan, &planned));
    as__step_state *past = stage_past(s, "a", AS__STEP_DONE);
    past->activated = past->made = instant("2026-11-20T10:00:00Z");
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.occurrence, 2);
    cr_assert(!planned.is_unreached && !as__plan_is_through(s->plan, &planned));
    stage_end(s);
}

/* A step that does not repeat has one occurrence. */
Test(rules_recurrence, no_second)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__planned second;
    as__schedule_occurrence(&s->facts, 0, 2, &second, NULL);
    cr_assert_eq(second.state, AFTERSALE_TOUCH_STATE_CANCELLED);
    cr_assert(second.due.us == 0 && second.past == NULL);
    stage_end(s);
}

/* Of two steps that count from the sale, one goes on from its last. */
Test(rules_recurrence, from_done_beside_another)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','repeat':"
                           "{'every':'P1M','from':'done'}},{'key':'b','kind':'follow-up','anchor':'sale'}]}");
    stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, "2026-12-10T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2027-01-10T14:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-20T08:00:00Z");
    stage_end(s);
}

/* What somebody holds is not missed under their hands; what was agreed gives way to the next date after it. */
Test(rules_recurrence, held_or_agreed)
{
    stage *s = stage_begin(REPEATS("{'every':'P1D'}"));
    s->facts.now = instant("2026-11-21T08:05:00Z");
    as__step_state *past = stage_past(s, "a", AS__STEP_CLAIMED);
    past->lease = instant("2026-11-21T08:10:00Z");
    cr_assert_eq(stage_planned(s, "a").occurrence, 1);
    past->lease = s->facts.now;
    cr_assert_eq(stage_planned(s, "a").occurrence, 2);
    past->state = AS__STEP_OPEN;
    past->outcome = AFTERSALE_OUTCOME_CONTACT_LATER;
    past->not_before = instant("2026-11-25T08:00:00Z");
    cr_assert_eq(stage_planned(s, "a").occurrence, 1);
    s->facts.now = instant("2026-11-26T07:59:59Z");
    cr_assert_eq(stage_planned(s, "a").occurrence, 1);
    s->facts.now = instant("2026-11-26T08:00:00Z");
    cr_assert_eq(stage_planned(s, "a").occurrence, 7);
    stage_end(s);
}

/* What its last moment ends makes room for the next. */
Test(rules_recurrence, last_moment)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','not_after':'P2D','repeat':{'every':'P1W','count':2}"));
    s->facts.now = instant("2026-11-23T00:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.occurrence, 2);
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_neq(planned.bound.us, 0);
    s->facts.now = instant("2026-12-23T00:00:00Z");
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.occurrence, 2);
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_MISSED);
    stage_end(s);
}

/* A jump over the step skips all of it. */
Test(rules_recurrence, skipped)
{
    stage *s = stage_begin(REPEATS("{'every':'P1W'}"));
    stage_past(s, "a", AS__STEP_SKIPPED);
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_CANCELLED);
    stage_end(s);
}

Test(rules_recurrence, until_contract_end)
{
    stage *s = stage_begin(REPEATS("{'every':'P1M','until':'contract_end'}"));
    s->facts.ends = instant("2027-01-20T08:00:00Z");
    s->facts.now = instant("2030-01-01T00:00:00Z");
    cr_assert_eq(stage_planned(s, "a").occurrence, 2, "the end is exclusive");
    s->facts.ends = (aftersale_time){0};
    cr_assert_eq(stage_planned(s, "a").occurrence, 38, "no contract, no end");
    stage_end(s);
}

/* The bound of a step that a branch reached holds for every occurrence, and in every zone. */
Test(rules_recurrence, by_branch)
{
    stage *s =
        stage_begin("{'plan':'p','steps':[{'key':'x','kind':'follow-up','anchor':'sale'},{'key':'a',"
                    "'kind':'follow-up','only':'by_branch','repeat':{'every':'P1M','on':['last fri']}}]}");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_WAITING);
    stage_past(s, "a", AS__STEP_OPEN)->activated = instant("2026-11-27T23:30:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-24T23:30:00Z", "it was Saturday there");
    as__planned here = stage_planned(s, "a");
    stage_zone(s, "America/New_York");
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-27T23:30:00Z");
    cr_assert_leq(here.bound.us, stage_planned(s, "a").due.us);
    stage_enter(s, "a", AFTERSALE_OUTCOME_REACHED, "2026-11-28T10:00:00Z");
    cr_assert_eq(stage_planned(s, "a").occurrence, 2);
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-25T23:30:00Z");
    stage_end(s);
}

static bool is_valid(void *user, const char *rule)
{
    (void)user;
    return strcmp(rule, "FREQ=DAILY;INTERVAL=10;COUNT=3") == 0;
}

static bool nth(void *user, const char *rule, int64_t start, int32_t n, int64_t *out)
{
    (void)rule;
    ++*(int *)user;
    *out = start + (int64_t)n * 10 * AS__DAY_SECONDS;
    return n < 3;
}

/* Rules of RFC 5545 come from whoever can read them. */
Test(rules_recurrence, rules_of_others)
{
    int asked = 0;
    const as__rule_reader rules = {&asked, is_valid, nth};
    as__problems problems;
    as__template *plan = NULL;
    char *good = stage_json(REPEATS("{'rule':'FREQ=DAILY;INTERVAL=10;COUNT=3'}"));
    char *bad = stage_json(REPEATS("{'rule':'FREQ=SOMETIMES'}"));
    as__problems_init(&problems, &as__memory_system);
    cr_assert_eq(as__template_read(&as__memory_system, &rules, bad, strlen(bad), &problems, &plan),
                 AFTERSALE_INVALID);
    as__problems_free(&problems);
    as__problems_init(&problems, &as__memory_system);
    cr_assert_eq(as__template_read(&as__memory_system, &rules, good, strlen(good), &problems, &plan),
                 AFTERSALE_OK);
    as__problems_free(&problems);
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__template_number(plan, 1, &(as__step_number){.key = "a", .number = 1}, 1);
    s->facts.plan = plan;
    as__planned planned;
    as__schedule_step(&s->facts, 0, &planned, NULL);
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED, "nobody here can read it");
    s->facts.rules = &rules;
    s->facts.now = instant("2026-12-05T00:00:00Z");
    as__schedule_step(&s->facts, 0, &planned, NULL);
    cr_assert_eq(planned.occurrence, 2);
    cr_assert_str_eq(stage_time(s, planned.due), "2026-11-30T08:00:00Z");
    s->facts.now = instant("2030-12-05T00:00:00Z");
    as__schedule_step(&s->facts, 0, &planned, NULL);
    cr_assert_eq(planned.occurrence, 3);
    cr_assert_gt(asked, 0);
    stage_end(s);
    as__template_free(plan);
    free(good);
    free(bad);
}
