/* SPDX-License-Identifier: MIT */
/* When a touch is due, and why (S10, S17, S31 to S35). */
#include "rules_stage.h"

/* S10: what is anchored on a missing date waits for it, and says so. */
Test(rules_schedule, anchors_wait)
{
    static const struct {
        const char *anchor, *waits;
    } rows[] = {
        {"'delivery'", "delivery"},   {"'acceptance'", "acceptance"},  {"'sale'", NULL},
        {"'enrolment'", "enrolment"}, {"{'date':'2026-12-24'}", NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[200] = "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':";
        strcat(strcat(json, rows[i].anchor), "}]}");
        stage *s = stage_begin(json);
        as__planned planned = stage_planned(s, "a");
        if (rows[i].waits == NULL) {
            cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
            cr_assert_null(planned.waiting_for);
        } else {
            cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_WAITING);
            cr_assert_str_eq(planned.waiting_for, rows[i].waits);
            cr_assert(planned.due.us == 0 && planned.bound.us == 0 && planned.floor.us == 0);
            cr_assert_not_null(stage_reason(s, 31));
        }
        stage_end(s);
    }
}

Test(rules_schedule, anchor_dates_S31)
{
    stage *s =
        stage_begin("{'plan':'p','steps':["
                    "{'key':'sale','kind':'follow-up','anchor':'sale','after':'P1D'},"
                    "{'key':'delivery','kind':'follow-up','anchor':'delivery','after':'P1W'},"
                    "{'key':'acceptance','kind':'follow-up','anchor':'acceptance','after':'-P1D'},"
                    "{'key':'enrolment','kind':'follow-up','anchor':'enrolment','after':'PT90M'},"
                    "{'key':'date','kind':'follow-up','anchor':{'date':'2026-12-24'},'after':'P1D'}]}");
    s->run.delivered = (aftersale_date){2026, 12, 1};
    s->run.accepted = (aftersale_date){2026, 12, 3};
    s->run.accepted_time = (aftersale_daytime){1, 14, 30, 0};
    s->run.begun = instant("2026-11-20T10:15:30.5Z");
    cr_assert_str_eq(stage_due(s, "sale"), "2026-11-21T08:00:00Z",
                     "a day without a time begins at 09:00 there");
    cr_assert_str_eq(stage_due(s, "delivery"), "2026-12-08T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "acceptance"), "2026-12-02T13:30:00Z");
    cr_assert_str_eq(stage_due(s, "enrolment"), "2026-11-20T11:45:30.5Z");
    cr_assert_str_eq(stage_due(s, "date"), "2026-12-25T08:00:00Z");
    s->facts.day_start = (aftersale_daytime){1, 7, 30, 0};
    cr_assert_str_eq(stage_due(s, "sale"), "2026-11-21T06:30:00Z");
    s->facts.day_start = (aftersale_daytime){0};
    cr_assert_str_eq(stage_due(s, "sale"), "2026-11-21T08:00:00Z");
    stage_zone(s, "America/New_York");
    cr_assert_str_eq(stage_due(s, "sale"), "2026-11-21T14:00:00Z");
    stage_end(s);
}

/* S31: hours are counted from an instant; a day alone waits for its time. */
Test(rules_schedule, hours_wait_for_the_time)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'delivery','after':'PT4H'"));
    s->run.delivered = (aftersale_date){2026, 12, 1};
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_WAITING);
    cr_assert_str_eq(planned.waiting_for, "delivery time");
    cr_assert_not_null(stage_reason(s, 32));
    s->run.delivered_time = (aftersale_daytime){1, 16, 0, 0};
    cr_assert_str_eq(stage_due(s, "a"), "2026-12-01T19:00:00Z");
    stage_end(s);
}

/* S32: month ends clamp, each from the first anchor. */
Test(rules_schedule, month_ends)
{
    static const struct {
        aftersale_date from;
        const char *after, *due;
    } rows[] = {
        {{2026, 1, 31}, "P1M", "2026-02-28T08:00:00Z"},  {{2026, 1, 31}, "P2M", "2026-03-31T07:00:00Z"},
        {{2026, 1, 31}, "P3M", "2026-04-30T07:00:00Z"},  {{2028, 1, 31}, "P1M", "2028-02-29T08:00:00Z"},
        {{2028, 2, 29}, "P1Y", "2029-02-28T08:00:00Z"},  {{2028, 2, 29}, "P4Y", "2032-02-29T08:00:00Z"},
        {{2026, 3, 31}, "-P1M", "2026-02-28T08:00:00Z"}, {{2026, 1, 31}, "P1M1D", "2026-03-01T08:00:00Z"},
        {{2026, 12, 31}, "P2W", "2027-01-14T08:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[200];
        strcpy(json, "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','after':'");
        strcat(strcat(json, rows[i].after), "'}]}");
        stage *s = stage_begin(json);
        s->run.sold = rows[i].from;
        cr_assert_str_eq(stage_due(s, "a"), rows[i].due, "%s", rows[i].after);
        stage_end(s);
    }
}

/* S17: business days; the weekend is stepped over. */
Test(rules_schedule, business_days)
{
    static const struct {
        int day;
        const char *after, *due;
    } rows[] = {
        {20, "P1B", "2026-11-23T08:00:00Z"},  {20, "P5B", "2026-11-27T08:00:00Z"},
        {20, "P6B", "2026-11-30T08:00:00Z"},  {21, "P1B", "2026-11-23T08:00:00Z"},
        {22, "P2B", "2026-11-24T08:00:00Z"},  {23, "-P1B", "2026-11-20T08:00:00Z"},
        {22, "-P1B", "2026-11-20T08:00:00Z"}, {18, "P10B", "2026-12-02T08:00:00Z"},
        {21, "P0D", "2026-11-21T08:00:00Z"},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[200];
        strcpy(json, "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','after':'");
        strcat(strcat(json, rows[i].after), "'}]}");
        stage *s = stage_begin(json);
        s->run.sold = (aftersale_date){2026, 11, (uint8_t)rows[i].day};
        cr_assert_str_eq(stage_due(s, "a"), rows[i].due, "%d %s", rows[i].day, rows[i].after);
        stage_end(s);
    }
}

/* S31: a time that does not exist moves on by the gap; of two the first; 09:00 stays 09:00. */
Test(rules_schedule, clock_changes)
{
    stage *s =
        stage_begin("{'plan':'p','steps':[{'key':'day','kind':'follow-up','anchor':'sale','after':'P1D'},"
                    "{'key':'hours','kind':'follow-up','anchor':'sale','after':'PT24H'}]}");
    s->run.sold = (aftersale_date){2027, 3, 27};
    s->run.sold_time = (aftersale_daytime){1, 2, 30, 0};
    cr_assert_str_eq(stage_due(s, "day"), "2027-03-28T01:30:00Z", "02:30 is not there: 03:30");
    cr_assert_not_null(stage_reason(s, 50));
    cr_assert_str_eq(stage_reason(s, 50)->text, "the clocks go forward over that time: 2027-03-28 03:30");
    cr_assert_str_eq(stage_due(s, "hours"), "2027-03-28T01:30:00Z");
    s->run.sold = (aftersale_date){2027, 10, 30};
    cr_assert_str_eq(stage_due(s, "day"), "2027-10-31T00:30:00Z", "the first 02:30 of two");
    cr_assert_str_eq(stage_due(s, "hours"), "2027-10-31T00:30:00Z");
    s->run.sold_time = (aftersale_daytime){1, 9, 0, 0};
    cr_assert_str_eq(stage_due(s, "day"), "2027-10-31T08:00:00Z", "09:00 stays 09:00");
    cr_assert_str_eq(stage_due(s, "hours"), "2027-10-31T07:00:00Z");
    stage_end(s);
}

Test(rules_schedule, lead_follows_offset)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','after':'P1M','lead':'-P1D'"));
    s->run.sold = (aftersale_date){2026, 1, 31};
    cr_assert_str_eq(stage_due(s, "a"), "2026-02-27T08:00:00Z");
    cr_assert_str_eq(stage_reason(s, 40)->text, "P1M, then -P1D from there: 2026-02-27 09:00");
    stage_end(s);
}

/* S35: what leads out of the calendar is blocked, "no instant". */
Test(rules_schedule, no_instant)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','after':'P9000Y'"));
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert(planned.due.us == 0 && planned.bound.us == 0);
    cr_assert_eq(s->reasons.items[s->reasons.count - 1].number, 41);
    stage_end(s);
}

static const char chain[] =
    "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','after':'P1D'},"
    "{'key':'side','kind':'follow-up','only':'by_branch'},"
    "{'key':'planned','kind':'follow-up','anchor':'previous_planned','after':'P1W'},"
    "{'key':'done','kind':'follow-up','anchor':'previous_done','after':'P1D'},"
    "{'key':'last','kind':'follow-up','anchor':'previous_planned','after':'P1D'}]}";

Test(rules_schedule, previous_S17)
{
    stage *s = stage_begin(chain);
    cr_assert_str_eq(stage_due(s, "planned"), "2026-11-28T08:00:00Z");
    as__planned done = stage_planned(s, "done");
    cr_assert_eq(done.state, AFTERSALE_TOUCH_STATE_WAITING);
    cr_assert_str_eq(done.waiting_for, "step planned");
    cr_assert_eq(stage_planned(s, "last").state, AFTERSALE_TOUCH_STATE_WAITING);
    /* For a preview, what comes before is made when due. */
    s->facts.assume = true;
    cr_assert_str_eq(stage_due(s, "done"), "2026-11-29T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "last"), "2026-11-30T08:00:00Z");
    s->facts.assume = false;
    as__step_state *past = stage_past(s, "planned", AS__STEP_DONE);
    past->planned = instant("2026-11-28T08:00:00Z");
    past->made = instant("2026-12-02T15:20:00Z");
    cr_assert_str_eq(stage_due(s, "done"), "2026-12-03T15:20:00Z");
    past->state = AS__STEP_SKIPPED;
    past->planned = (aftersale_time){0};
    cr_assert_str_eq(stage_due(s, "done"), "2026-12-03T15:20:00Z");
    stage_end(s);
}

/* A step before that was missed unheard counts from its last moment. */
Test(rules_schedule, previous_missed)
{
    stage *s =
        stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','not_after':'P2D'},"
                    "{'key':'b','kind':'follow-up','anchor':'previous_done','after':'P1D'}]}");
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_WAITING);
    s->facts.now = instant("2026-12-20T00:00:00Z");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-23T08:00:00Z");
    stage_end(s);
}

Test(rules_schedule, outcome_anchor)
{
    stage *s = stage_begin(
        "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale'},"
        "{'key':'b','kind':'follow-up','anchor':{'outcome':'lukewarm','of':'a'},'after':'P2B'}]}");
    as__planned planned = stage_planned(s, "b");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_WAITING);
    cr_assert_str_eq(planned.waiting_for, "branch");
    cr_assert_not_null(stage_reason(s, 33));
    stage_past(s, "b", AS__STEP_OPEN)->activated = instant("2026-11-20T13:00:00Z");
    planned = stage_planned(s, "b");
    cr_assert_str_eq(stage_time(s, planned.due), "2026-11-24T13:00:00Z");
    stage_end(s);
}

/* S33: windows by channel and weekday. */
Test(rules_schedule, windows_defer)
{
    stage *s =
        stage_begin("{'plan':'p','windows':{'phone':['mon-fri 10:00-12:00','mon-fri 14:00-17:00']},'steps':["
                    "{'key':'a','kind':'follow-up','anchor':'sale','after':'P1D','channels':['phone']},"
                    "{'key':'b','kind':'follow-up','anchor':'enrolment','channels':['phone']},"
                    "{'key':'c','kind':'follow-up','anchor':'sale','after':'P1D','channels':['phone'],"
                    "'on_closed':'abandon'},"
                    "{'key':'d','kind':'follow-up','anchor':'sale','channels':['phone'],"
                    "'windows':['09:00-09:01']}]}");
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-23T09:00:00Z", "Saturday becomes Monday, 10:00");
    cr_assert_str_eq(stage_reason(s, 71)->text,
                     "phone hours are mon-fri 10:00-12:00, mon-fri 14:00-17:00: moved to 2026-11-23 10:00");
    s->run.begun = instant("2026-11-20T11:00:00Z");
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-20T13:00:00Z", "12:00 is no longer inside");
    s->run.begun = instant("2026-11-20T10:59:59Z");
    cr_assert_str_eq(stage_due(s, "b"), "2026-11-20T10:59:59Z");
    cr_assert_not_null(stage_reason(s, 70));
    cr_assert_eq(stage_planned(s, "c").state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_not_null(stage_reason(s, 72));
    cr_assert_str_eq(stage_due(s, "d"), "2026-11-20T08:00:00Z");
    stage_end(s);
}

/* S35: not after, counted from anchor and offset, after each move. */
Test(rules_schedule, not_after)
{
    stage *s = stage_begin(
        "{'plan':'p','windows':{'phone':['mon 10:00-12:00']},'steps':["
        "{'key':'a','kind':'follow-up','anchor':'sale','not_after':'P1D','channels':['phone']},"
        "{'key':'b','kind':'follow-up','anchor':'sale','not_after':'P1W','channels':['phone']}]}");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_eq(planned.bound.us, 0);
    cr_assert_not_null(stage_reason(s, 101));
    planned = stage_planned(s, "b");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(stage_time(s, planned.not_after), "2026-11-27T08:00:00Z");
    cr_assert_not_null(stage_reason(s, 100));
    s->facts.now = instant("2026-11-27T08:00:00Z");
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_PLANNED);
    s->facts.now.us++;
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_not_null(stage_reason(s, 102));
    /* Who holds it while the last moment passes may finish. */
    as__step_state *past = stage_past(s, "b", AS__STEP_CLAIMED);
    past->lease = instant("2026-11-27T09:00:00Z");
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_CLAIMED);
    stage_end(s);
}

Test(rules_schedule, history)
{
    stage *s = stage_begin(
        "{'plan':'p','windows':{'phone':['mon-fri 10:00-12:00']},'steps':["
        "{'key':'a','kind':'follow-up','anchor':'sale','not_after':'P2W','channels':['phone']}]}");
    as__step_state *past = stage_past(s, "a", AS__STEP_OPEN);
    past->not_before = instant("2026-11-21T09:30:00Z");
    past->outcome = AFTERSALE_OUTCOME_NO_ANSWER;
    as__planned planned = stage_planned(s, "a");
    cr_assert_str_eq(stage_time(s, planned.due), "2026-11-23T09:00:00Z");
    cr_assert_str_eq(stage_time(s, planned.bound), "2026-11-21T09:30:00Z",
                     "an instant is the same in every zone");
    cr_assert_not_null(stage_reason(s, 60));
    past->state = AS__STEP_SNOOZED;
    s->facts.now = instant("2026-11-20T12:00:00Z");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_SNOOZED);
    cr_assert_not_null(stage_reason(s, 61));
    s->facts.now = past->not_before;
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_PLANNED);
    /* A day agreed with the customer stands, past the last moment too. */
    past->state = AS__STEP_OPEN;
    past->outcome = AFTERSALE_OUTCOME_CONTACT_LATER;
    past->not_before = instant("2027-01-11T08:00:00Z");
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(stage_time(s, planned.due), "2027-01-11T09:00:00Z");
    cr_assert_not_null(stage_reason(s, 62));
    past->state = AS__STEP_CLAIMED;
    past->lease = instant("2027-01-11T10:00:00Z");
    s->facts.now = instant("2027-01-11T09:30:00Z");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_CLAIMED);
    s->facts.now = past->lease;
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_PLANNED);
    past->outcome = AFTERSALE_OUTCOME_NO_ANSWER;
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_MISSED);
    stage_end(s);
}

Test(rules_schedule, claims)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__step_state *past = stage_past(s, "a", AS__STEP_CLAIMED);
    past->lease = instant("2026-11-20T09:15:00Z");
    s->facts.now = instant("2026-11-20T09:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_CLAIMED);
    cr_assert(!as__is_due(&planned, s->facts.now));
    cr_assert(as__is_due(&planned, past->lease), "its lease has run out by then");
    s->facts.now = past->lease;
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert(as__is_due(&planned, s->facts.now));
    stage_end(s);
}

Test(rules_schedule, is_due)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__planned planned = stage_planned(s, "a");
    cr_assert(as__is_due(&planned, planned.due));
    cr_assert(!as__is_due(&planned, (aftersale_time){planned.due.us - 1}));
    planned.state = AFTERSALE_TOUCH_STATE_BLOCKED;
    cr_assert(!as__is_due(&planned, planned.due));
    as__step_state past = {.not_before = planned.due};
    planned.past = &past;
    planned.state = AFTERSALE_TOUCH_STATE_SNOOZED;
    cr_assert(as__is_due(&planned, planned.due));
    past.not_before.us++;
    cr_assert(!as__is_due(&planned, planned.due));
    planned.due = (aftersale_time){0};
    planned.state = AFTERSALE_TOUCH_STATE_PLANNED;
    cr_assert(!as__is_due(&planned, s->facts.now));
    stage_end(s);
}

/* S20: first whether at all. */
Test(rules_schedule, plan_state)
{
    static const struct {
        int32_t plan, touch;
    } rows[] = {
        {AFTERSALE_ENROLMENT_DRAFT, AFTERSALE_TOUCH_STATE_PLANNED},
        {AFTERSALE_ENROLMENT_PROMISED, AFTERSALE_TOUCH_STATE_PLANNED},
        {AFTERSALE_ENROLMENT_ACTIVE, AFTERSALE_TOUCH_STATE_PLANNED},
        {AFTERSALE_ENROLMENT_PAUSED, AFTERSALE_TOUCH_STATE_BLOCKED},
        {AFTERSALE_ENROLMENT_ENDED, AFTERSALE_TOUCH_STATE_CANCELLED},
        {AFTERSALE_ENROLMENT_COMPLETED, AFTERSALE_TOUCH_STATE_CANCELLED},
        {AFTERSALE_ENROLMENT_CANCELLED, AFTERSALE_TOUCH_STATE_CANCELLED},
    };
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    for (size_t i = 0; i < COUNT(rows); i++) {
        s->run.state = rows[i].plan;
        as__planned planned = stage_planned(s, "a");
        cr_assert_eq(planned.state, rows[i].touch, "plan %d", rows[i].plan);
        cr_assert_str_eq(stage_time(s, planned.due), "2026-11-20T08:00:00Z", "the date stays to be seen");
        cr_assert_eq(planned.bound.us != 0, rows[i].touch == AFTERSALE_TOUCH_STATE_PLANNED);
    }
    stage_end(s);
}

Test(rules_schedule, pause_that_ends_by_itself)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    s->run.state = AFTERSALE_ENROLMENT_PAUSED;
    stage_planned(s, "a");
    cr_assert_not_null(stage_reason(s, 3));
    s->run.resume = (aftersale_date){2026, 12, 1};
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(stage_time(s, planned.bound), "2026-11-30T06:00:00Z");
    cr_assert_str_eq(stage_reason(s, 4)->text, "the plan is paused until 2026-12-01 09:00");
    s->facts.now = instant("2026-12-01T08:00:00Z");
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_not_null(stage_reason(s, 5));
    stage_end(s);
}

Test(rules_schedule, settled)
{
    static const struct {
        int32_t past, touch;
        const char *due, *text;
    } rows[] = {
        {AS__STEP_DONE, AFTERSALE_TOUCH_STATE_DONE, "2026-11-20T08:00:00Z", "the touch is done"},
        {AS__STEP_MISSED, AFTERSALE_TOUCH_STATE_MISSED, "2026-11-20T08:00:00Z", "the touch is missed"},
        {AS__STEP_SKIPPED, AFTERSALE_TOUCH_STATE_CANCELLED, "2026-11-20T08:00:00Z",
         "the touch is skipped by a branch"},
        {AS__STEP_CANCELLED, AFTERSALE_TOUCH_STATE_CANCELLED, "",
         "the touch is left out: its day was over when the plan's version brought it"},
    };
    stage *s = stage_begin(ONE_STEP("'anchor':'sale'"));
    as__step_state *past = stage_past(s, "a", 0);
    past->occurrence = 3;
    for (size_t i = 0; i < COUNT(rows); i++) {
        past->state = rows[i].past;
        past->planned = (aftersale_time){0};
        cr_assert_str_eq(stage_due(s, "a"), rows[i].due);
        past->planned = instant("2026-11-19T08:00:00Z");
        as__planned planned = stage_planned(s, "a");
        cr_assert_eq(planned.state, rows[i].touch);
        cr_assert_eq(planned.occurrence, 3);
        cr_assert_eq(planned.past, past);
        cr_assert_eq(planned.bound.us, 0);
        cr_assert_str_eq(stage_time(s, planned.due), "2026-11-19T08:00:00Z",
                         "it keeps the date it had (S11)");
        cr_assert_eq(s->reasons.count, 1);
        cr_assert_str_eq(s->reasons.items[0].text, rows[i].text);
    }
    stage_end(s);
}

/* S11: only what is anchored on the date that moved is dated anew. */
Test(rules_schedule, moved_delivery)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale'},"
                           "{'key':'b','kind':'follow-up','anchor':'delivery'}]}");
    s->run.delivered = (aftersale_date){2026, 12, 1};
    cr_assert_str_eq(stage_due(s, "b"), "2026-12-01T08:00:00Z");
    s->run.delivered = (aftersale_date){2026, 12, 5};
    cr_assert_str_eq(stage_due(s, "b"), "2026-12-05T08:00:00Z");
    cr_assert_str_eq(stage_due(s, "a"), "2026-11-20T08:00:00Z");
    stage_end(s);
}

/* The bound holds in every zone. */
Test(rules_schedule, bound)
{
    static const char *const zones[] = {"Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin",
                                        "America/New_York", "Asia/Kolkata"};
    stage *s =
        stage_begin("{'plan':'p','windows':{'phone':['mon-fri 09:00-17:00']},'steps':["
                    "{'key':'a','kind':'follow-up','anchor':'sale','after':'P1M','channels':['phone']},"
                    "{'key':'b','kind':'follow-up','anchor':'enrolment','after':'P1M','channels':['phone']},"
                    "{'key':'c','kind':'follow-up','anchor':'enrolment','after':'P3B','channels':['phone']},"
                    "{'key':'d','kind':'follow-up','anchor':'enrolment','after':'PT7H'},"
                    "{'key':'e','kind':'follow-up','anchor':'previous_planned','after':'P1M'}]}");
    static const char *const keys[] = {"a", "b", "c", "d", "e"};
    static const char *const begun[] = {"2026-01-31T23:30:00Z", "2026-11-20T23:30:00Z",
                                        "2026-11-22T11:00:00Z"};
    for (size_t day = 0; day < COUNT(begun); day++) {
        s->run.begun = instant(begun[day]);
        for (size_t i = 0; i < COUNT(zones); i++) {
            for (size_t j = 0; j < COUNT(zones); j++) {
                for (size_t k = 0; k < COUNT(keys); k++) {
                    stage_zone(s, zones[i]);
                    as__planned here = stage_planned(s, keys[k]);
                    stage_zone(s, zones[j]);
                    cr_assert_leq(here.bound.us, stage_planned(s, keys[k]).due.us, "%s, %s to %s", keys[k],
                                  zones[i], zones[j]);
                    cr_assert_eq(here.bound.us, here.floor.us);
                }
            }
        }
    }
    as__planned exact = stage_planned(s, "d");
    cr_assert_eq(exact.bound.us, exact.due.us, "an instant needs no room");
    s->run.sold = (aftersale_date){2026, 11, 23};
    as__planned civil = stage_planned(s, "a");
    cr_assert_eq(civil.due.us - civil.bound.us, 26 * AS__HOUR);
    stage_end(s);
}

static const char with_case[] =
    "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','outcomes':"
    "{'problem':{'do':'open_case','then':'%s'},'lukewarm':{'do':'open_case'}}},"
    "{'key':'b','kind':'follow-up','anchor':'sale','after':'P1D'},"
    "{'key':'offer','kind':'offer','anchor':'sale','after':'P1D'},"
    "{'key':'ask','kind':'ask','anchor':'sale','after':'P1D'},"
    "{'key':'c','kind':'follow-up','anchor':'sale','after':'P2D','outcomes':{'problem':{'do':'open_case'}}}]"
    "}";

static stage *begin_case(const char *then)
{
    char json[800];
    const char *place = strstr(with_case, "%s");
    memcpy(json, with_case, (size_t)(place - with_case));
    strcpy(json + (place - with_case), then);
    strcat(json, place + 2);
    stage *s = stage_begin(json);
    s->facts.presume = AFTERSALE_PURPOSE_SELLING | AFTERSALE_PURPOSE_ASKING;
    return s;
}

/* S51, S35: an open case holds back selling and asking; with `hold` the whole plan. */
Test(rules_schedule, open_case_bars)
{
    stage *s = begin_case("next");
    cr_assert_eq(stage_planned(s, "offer").state, AFTERSALE_TOUCH_STATE_PLANNED);
    stage_enter(s, "a", AFTERSALE_OUTCOME_PROBLEM, "2026-11-20T10:00:00Z");
    cr_assert_eq(stage_planned(s, "a.case").state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_PLANNED);
    as__planned offer = stage_planned(s, "offer");
    cr_assert_eq(offer.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_eq(offer.bound.us, 0);
    cr_assert_neq(offer.floor.us, 0);
    cr_assert_str_eq(stage_reason(s, 21)->text, "the case a.case is open: no selling until it is settled");
    cr_assert_eq(stage_planned(s, "ask").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    stage_enter(s, "a.case", AFTERSALE_OUTCOME_REACHED, "2026-11-20T15:00:00Z");
    cr_assert_eq(stage_planned(s, "offer").state, AFTERSALE_TOUCH_STATE_PLANNED);
    stage_end(s);
}

Test(rules_schedule, open_case_holds)
{
    stage *s = begin_case("hold");
    stage_enter(s, "a", AFTERSALE_OUTCOME_PROBLEM, "2026-11-20T10:00:00Z");
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(stage_reason(s, 20)->text, "the case a.case is open and holds the plan");
    cr_assert_eq(stage_planned(s, "a.case").state, AFTERSALE_TOUCH_STATE_PLANNED);
    /* Cases do not wait for one another. */
    stage_enter(s, "c", AFTERSALE_OUTCOME_PROBLEM, "2026-11-20T11:00:00Z");
    cr_assert_eq(stage_planned(s, "a.case").state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(stage_planned(s, "c.case").state, AFTERSALE_TOUCH_STATE_PLANNED);
    stage_enter(s, "a.case", AFTERSALE_OUTCOME_REACHED, "2026-11-20T15:00:00Z");
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_PLANNED, "the other case holds nothing");
    stage_end(s);
}

/* The same case, opened by an outcome that does not hold. */
Test(rules_schedule, hold_is_of_the_branch_taken)
{
    stage *s = begin_case("hold");
    stage_enter(s, "a", AFTERSALE_OUTCOME_LUKEWARM, "2026-11-20T10:00:00Z");
    cr_assert_eq(stage_planned(s, "b").state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(stage_planned(s, "offer").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    stage_end(s);
}

/* A case is due at once, shows its last moment, and is never given up. */
Test(rules_schedule, case_deadline_S51)
{
    stage *s = begin_case("hold");
    stage_enter(s, "a", AFTERSALE_OUTCOME_PROBLEM, "2026-11-20T10:00:00Z");
    s->facts.now = instant("2026-12-20T10:00:00Z");
    as__planned opened = stage_planned(s, "a.case");
    cr_assert_eq(opened.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(stage_time(s, opened.due), "2026-11-20T10:00:00Z");
    cr_assert_str_eq(stage_time(s, opened.not_after), "2026-11-21T10:00:00Z");
    stage_end(s);
}

/* S6, S35: the rules in the order in which they ran. */
Test(rules_schedule, reasons_in_order)
{
    stage *s = stage_begin(
        "{'plan':'p','windows':{'phone':['mon-fri 10:00-12:00']},'steps':[{'key':'a','kind':'gift',"
        "'anchor':'sale','after':'P1D','not_after':'P1M','channels':['phone','post']}]}");
    s->answers[0] = (as__answer){.channel = "post", .yes = AFTERSALE_PURPOSE_RELATIONSHIP, .since = {1}};
    s->customer.answers.count = 1;
    as__step_state *past = stage_past(s, "a", AS__STEP_OPEN);
    past->not_before = instant("2026-11-22T08:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.channel, 1);
    cr_assert_str_eq(stage_time(s, planned.due), "2026-11-22T08:00:00Z", "the post has no hours");
    static const int32_t order[] = {1, 30, 40, 60, 71, 84, 80, 87, 100};
    static const int32_t rules[] = {AFTERSALE_RULE_STATE,   AFTERSALE_RULE_ANCHOR,  AFTERSALE_RULE_OFFSET,
                                    AFTERSALE_RULE_HISTORY, AFTERSALE_RULE_WINDOW,  AFTERSALE_RULE_CONSENT,
                                    AFTERSALE_RULE_CONSENT, AFTERSALE_RULE_CONSENT, AFTERSALE_RULE_NOT_AFTER};
    cr_assert_eq(s->reasons.count, COUNT(order));
    for (size_t i = 0; i < COUNT(order); i++) {
        cr_assert_eq(s->reasons.items[i].number, order[i], "%zu: %s", i, s->reasons.items[i].text);
        cr_assert_eq(s->reasons.items[i].rule, rules[i]);
    }
    cr_assert_str_eq(s->reasons.items[0].text, "the plan is active");
    cr_assert_str_eq(s->reasons.items[1].text, "counts from sale: 2026-11-20 09:00");
    cr_assert_str_eq(s->reasons.items[2].text, "P1D from there: 2026-11-21 09:00");
    cr_assert_eq(s->reasons.items[2].verdict, AFTERSALE_VERDICT_MOVED);
    cr_assert_str_eq(s->reasons.items[5].text, "phone: the customer has not agreed to relationship");
    cr_assert_eq(s->reasons.items[5].verdict, AFTERSALE_VERDICT_STOPPED);
    cr_assert_eq(s->reasons.items[4].before.us, past->not_before.us);
    cr_assert_str_eq(stage_time(s, s->reasons.items[4].after), "2026-11-23T09:00:00Z");
    stage_end(s);
}

/* S16: the owner rule of a step. */
Test(rules_schedule, owners)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'seller','kind':'ask','anchor':'sale'},"
                           "{'key':'customer','kind':'ask','anchor':'sale','owner':'customer'},"
                           "{'key':'role','kind':'ask','anchor':'sale','owner':{'role':'office'}},"
                           "{'key':'user','kind':'ask','anchor':'sale','owner':{'user':'Dispatch 1'}}]}");
    const as__step *steps = s->plan->steps;
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[0]), "");
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[2]), "role:office");
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[3]), "Dispatch 1");
    s->customer.owner = "carl";
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[0]), "carl");
    s->run.seller = "sue";
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[0]), "sue");
    s->run.owner = "olga";
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[0]), "olga");
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[1]), "carl");
    s->customer.owner = "";
    cr_assert_str_eq(as__step_owner(&s->facts, &steps[1]), "olga");
    stage_end(s);
}
