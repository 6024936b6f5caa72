/* SPDX-License-Identifier: MIT */
/* The chain of each channel: hours, days off, consent, caps and gaps until nothing moves (S33 to S36). */
#include "rules/place.h"
#include "rules_stage.h"
#include "value/date.h"

#define SAT_SUN (1u << 5 | 1u << 6)

static int32_t day(int year, int month, int day_of_month)
{
    return as__days_from_date((aftersale_date){(int16_t)year, (uint8_t)month, (uint8_t)day_of_month});
}

/* A customer in England, who bought on Monday 2026-03-30; Easter Monday is a week later. */
typedef struct england {
    stage *s;
    as__weekend weekend;
    as__holiday holidays[2];
    as__calendar calendar;
    as__calendars calendars;
    as__recent recents[8];
    as__limits limits;
} england;

static england *england_begin(const char *json)
{
    england *e = calloc(1, sizeof *e);
    cr_assert_not_null(e);
    e->s = stage_begin(json);
    e->weekend = (as__weekend){0, SAT_SUN};
    e->holidays[0] = (as__holiday){day(2026, 4, 3), "Good Friday"};
    e->holidays[1] = (as__holiday){day(2026, 4, 6), "Easter Monday"};
    const as__calendar rows = {.name = "GB_ENG",
                               .weekends = &e->weekend,
                               .weekend_count = 1,
                               .holidays = e->holidays,
                               .holiday_count = COUNT(e->holidays),
                               .from = day(2026, 1, 1),
                               .until = day(2027, 1, 1)};
    cr_assert_eq(as__calendar_make(&rows, &e->s->arena, &e->calendar), AFTERSALE_OK);
    e->calendars.customer = &e->calendar;
    e->s->facts.calendars = &e->calendars;
    e->s->facts.limits = &e->limits;
    e->s->facts.recents.items = e->recents;
    stage_zone(e->s, "Europe/London");
    e->s->run.sold = (aftersale_date){2026, 3, 30};
    e->s->run.begun = instant("2026-03-30T10:00:00Z");
    return e;
}

static void england_end(england *e)
{
    stage_end(e->s);
    free(e);
}

/* Adds a contact; the newest comes first. */
static as__recent *contacted(england *e, const char *at, const char *channel, int32_t purpose)
{
    size_t count = e->s->facts.recents.count++;
    memmove(&e->recents[1], &e->recents[0], count * sizeof e->recents[0]);
    e->recents[0] = (as__recent){.at = instant(at), .channel = channel, .purpose = purpose, .enrolment = 99};
    return &e->recents[0];
}

/* S34: the date of a step does not depend on the day one asks. */
Test(rules_place, easter_monday_moves_back_S34)
{
    england *e = england_begin(ONE_STEP("'anchor':'sale','after':'P1W','on_holiday':'back'"));
    static const char *const asked[] = {"2026-03-30T12:00:00Z", "2026-04-01T12:00:00Z",
                                        "2026-04-03T12:00:00Z", "2026-04-07T12:00:00Z",
                                        "2027-04-07T12:00:00Z"};
    for (size_t i = 0; i < COUNT(asked); i++) {
        e->s->facts.now = instant(asked[i]);
        cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-02T08:00:00Z", "Thursday, asked at %s", asked[i]);
    }
    cr_assert_str_eq(stage_reason(e->s, 75)->text,
                     "Easter Monday is a day off (GB_ENG): moved to 2026-04-02 09:00");
    cr_assert_eq(stage_reason(e->s, 75)->rule, AFTERSALE_RULE_HOLIDAY);
    cr_assert_leq(stage_planned(e->s, "a").bound.us, instant("2026-04-02T08:00:00Z").us);
    england_end(e);
}

Test(rules_place, directions_S34)
{
    static const struct {
        const char *way;
        int sold;
        const char *due;
        int32_t state;
    } rows[] = {
        {"stay", 30, "2026-04-06T08:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED},
        {"forward", 30, "2026-04-07T08:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED},
        {"back", 30, "2026-04-02T08:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED},
        {"nearest", 30, "2026-04-07T08:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED}, /* 1 day on, 4 back */
        {"nearest", 27, "2026-04-02T08:00:00Z",
         AFTERSALE_TOUCH_STATE_PLANNED}, /* Good Friday: 1 back, 4 on */
        {"skip", 30, "2026-04-06T08:00:00Z", AFTERSALE_TOUCH_STATE_CANCELLED},
        {"skip", 31, "2026-04-07T08:00:00Z", AFTERSALE_TOUCH_STATE_PLANNED},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[300] = "{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','after':'P1W',"
                         "'on_holiday':'";
        england *e = england_begin(strcat(strcat(json, rows[i].way), "'}]}"));
        e->s->run.sold.day = (uint8_t)rows[i].sold;
        e->s->run.begun = instant("2026-03-27T10:00:00Z");
        as__planned planned = stage_planned(e->s, "a");
        cr_assert_str_eq(stage_time(e->s, planned.due), rows[i].due, "%s from %d", rows[i].way, rows[i].sold);
        cr_assert_eq(planned.state, rows[i].state, "%s from %d", rows[i].way, rows[i].sold);
        england_end(e);
    }
}

/* Of two equally near the later one: Sunday in a week without a Monday off. */
Test(rules_place, nearest_of_equals_S34)
{
    england *e = england_begin(ONE_STEP("'anchor':'sale','on_holiday':'nearest'"));
    e->calendars.customer = NULL; /* the plain week */
    e->s->run.sold = (aftersale_date){2026, 4, 11};
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-10T08:00:00Z", "Saturday: Friday is nearer than Monday");
    e->s->run.sold = (aftersale_date){2026, 4, 12};
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-13T08:00:00Z", "Sunday: Monday is nearer");
    e->calendars.customer = &e->calendar;
    e->weekend.weekdays = 1u << 6;
    const as__calendar rows = {.weekends = &e->weekend, .weekend_count = 1};
    cr_assert_eq(as__calendar_make(&rows, &e->s->arena, &e->calendar), AFTERSALE_OK);
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-13T08:00:00Z", "a Sunday between two working days");
    england_end(e);
}

/* S34: a move never passes the instant at which the step could be planned, nor the touch before it. */
Test(rules_place, back_stops_S34)
{
    england *e = england_begin(ONE_STEP("'anchor':'sale','after':'P1W','on_holiday':'back'"));
    e->s->facts.known.sold = instant("2026-04-02T07:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-02T08:00:00Z");
    e->s->facts.known.sold = instant("2026-04-02T15:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-02T15:00:00Z", "no earlier on that day");
    e->s->facts.known.sold = instant("2026-04-03T09:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-07T08:00:00Z", "recorded on Good Friday: forward");
    e->s->facts.known.sold = (aftersale_time){0};
    e->s->facts.begins = instant("2026-04-04T00:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-07T08:00:00Z", "before the contract begins: forward");
    england_end(e);
    e = england_begin("{'plan':'p','on_holiday':'back','steps':["
                      "{'key':'first','kind':'follow-up','anchor':'sale','after':'PT78H'},"
                      "{'key':'side','kind':'follow-up','only':'by_branch'},"
                      "{'key':'a','kind':'follow-up','anchor':'sale','after':'P1W'},"
                      "{'key':'b','kind':'follow-up','anchor':'previous_planned','after':'P1D'}]}");
    e->s->run.sold_time = (aftersale_daytime){1, 12, 0, 0};
    cr_assert_str_eq(stage_due(e->s, "first"), "2026-04-02T17:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-02T17:00:00Z", "with the touch before it, not before it");
    cr_assert_str_eq(stage_due(e->s, "b"), "2026-04-02T17:00:00Z", "Good Friday is off");
    england_end(e);
}

Test(rules_place, forward_ends_S34)
{
    england *e =
        england_begin(ONE_STEP("'anchor':'sale','after':'P4D','on_holiday':'forward','not_after':'P3D'"));
    as__planned planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_MISSED, "Tuesday is too late");
    cr_assert_not_null(stage_reason(e->s, 101));
    england_end(e);
    e = england_begin(ONE_STEP("'anchor':'sale','after':'P1W','on_holiday':'nearest','not_after':'PT2H'"));
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-02T08:00:00Z", "the nearest would be too late");
    england_end(e);
    e = england_begin(ONE_STEP("'anchor':'sale','after':'P1W','on_holiday':'forward'"));
    e->s->facts.ends = instant("2026-04-07T00:00:00Z");
    cr_assert_eq(stage_planned(e->s, "a").state, AFTERSALE_TOUCH_STATE_MISSED);
    cr_assert_not_null(stage_reason(e->s, 103));
    e->s->facts.ends = instant("2026-04-01T00:00:00Z");
    cr_assert_eq(stage_planned(e->s, "a").state, AFTERSALE_TOUCH_STATE_PLANNED,
                 "meant for after the contract");
    england_end(e);
}

/* S35: with a gap of three days after a contact on that Thursday it never lands on a Sunday, and the rules end. */
Test(rules_place, gap_after_thursday_S35)
{
    england *e = england_begin(ONE_STEP("'anchor':'sale','after':'P1W','on_holiday':'back','min_gap':'P3D'"));
    contacted(e, "2026-04-02T10:00:00Z", "phone", AFTERSALE_PURPOSE_SERVICE);
    as__planned planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_str_eq(stage_time(e->s, planned.due), "2026-04-07T10:00:00Z",
                     "Tuesday, not Easter Sunday or Monday");
    cr_assert_str_eq(stage_reason(e->s, 92)->text, "P3D between contacts: moved to 2026-04-05 11:00");
    england_end(e);
}

/* Off the Saturday to the Friday before, and by a gap to that Saturday again: it does not stay there. */
Test(rules_place, gap_back_to_a_day_off_S35)
{
    england *e =
        england_begin(ONE_STEP("'anchor':'sale','after':'P19D','on_holiday':'back','min_gap':'P1D'"));
    contacted(e, "2026-04-17T08:00:00Z", "phone", AFTERSALE_PURPOSE_SERVICE);
    cr_assert_str_eq(stage_time(e->s, stage_planned(e->s, "a").due), "2026-04-20T08:00:00Z");
    england_end(e);
}

/* S34: by the region of the address used, and by owner. */
Test(rules_place, whose_calendar_S34)
{
    england *e = england_begin(
        ONE_STEP("'anchor':'sale','after':'P1W','on_holiday':'forward','channels':['phone','post']"));
    e->s->contacts[0] = (aftersale_contact){.channel = "post", .address = "a"};
    e->s->contacts[1] = (aftersale_contact){.channel = "phone", .address = "b"};
    e->s->customer.contacts.count = 2;
    const as__calendar *contacts[2] = {NULL, &as__plain_week};
    e->calendars.contacts = contacts;
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-06T08:00:00Z", "no Easter where the phone is");
    contacts[1] = NULL;
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-07T08:00:00Z", "the customer's");
    contacts[1] = &as__plain_week;
    const as__owner_calendar owners[] = {{"olga", &e->calendar}};
    e->calendars.owners = owners;
    e->calendars.owner_count = 1;
    e->s->run.owner = "olga";
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-07T08:00:00Z", "Olga's day off");
    e->s->run.owner = "carl";
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-06T08:00:00Z");
    england_end(e);
}

/* S34: business days are counted by the customer's calendar. */
Test(rules_place, business_days_S34)
{
    england *e = england_begin(ONE_STEP("'anchor':'sale','after':'P4B'"));
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-07T08:00:00Z");
    e->s->facts.calendars = NULL;
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-03T08:00:00Z");
    england_end(e);
}

/* S33: quiet hours of the plan, of a step, and of the book. */
Test(rules_place, quiet_hours_S33)
{
    england *e =
        england_begin("{'plan':'p','quiet':['00:00-10:00'],'windows':{'phone':['mon 08:00-09:30',"
                      "'fri 08:00-11:00']},'steps':["
                      "{'key':'any','kind':'follow-up','anchor':'sale'},"
                      "{'key':'phone','kind':'follow-up','anchor':'sale','channels':['phone']},"
                      "{'key':'loud','kind':'follow-up','anchor':'sale','quiet':[],'channels':['phone']},"
                      "{'key':'drop','kind':'follow-up','anchor':'sale','on_closed':'abandon'}]}");
    cr_assert_str_eq(stage_due(e->s, "any"), "2026-03-30T09:00:00Z");
    cr_assert_str_eq(stage_reason(e->s, 71)->text,
                     "any channel hours are all but quiet ones: moved to 2026-03-30 10:00");
    cr_assert_str_eq(stage_due(e->s, "phone"), "2026-04-03T09:00:00Z", "Monday's hours are all quiet");
    cr_assert_str_eq(
        stage_reason(e->s, 71)->text,
        "phone hours are mon 08:00-09:30, fri 08:00-11:00, but for quiet ones: moved to 2026-04-03 10:00");
    cr_assert_str_eq(stage_due(e->s, "loud"), "2026-03-30T08:00:00Z");
    cr_assert_eq(stage_planned(e->s, "drop").state, AFTERSALE_TOUCH_STATE_MISSED);
    as__hours night = {0, 86400, 1u << 4};
    e->limits.quiet = (as__windows){&night, 1};
    as__planned never = stage_planned(e->s, "phone");
    cr_assert_eq(never.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_eq(never.bound.us, 0);
    cr_assert_str_eq(
        stage_reason(e->s, 73)->text,
        "no instant: no hour of phone is open, of mon 08:00-09:30, fri 08:00-11:00, but for quiet ones");
    cr_assert_str_eq(stage_due(e->s, "loud"), "2026-03-30T08:00:00Z");
    cr_assert_null(strstr(stage_reason(e->s, 70)->text, "quiet"), "they had no say");
    england_end(e);
}

/* S36: a cap defers to the first allowed instant, contact and period. */
Test(rules_place, caps_S36)
{
    static const char plan[] =
        "{'plan':'p','caps':[{'most':2,'per':'P10D'},"
        "{'most':1,'per':'P30D','class':'selling'},{'most':1,'per':'P5D','channel':'phone'}],"
        "'steps':[{'key':'a','kind':'follow-up','anchor':'sale','channels':['phone']},"
        "{'key':'mail','kind':'follow-up','anchor':'sale','channels':['email']},"
        "{'key':'offer','kind':'offer','anchor':'sale','channels':['email']}]}";
    england *e = england_begin(plan);
    e->s->facts.presume = AFTERSALE_PURPOSE_SELLING;
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-03-30T08:00:00Z");
    contacted(e, "2026-03-26T10:00:00Z", "phone", AFTERSALE_PURPOSE_SERVICE);
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-03-31T09:00:00Z", "five days on that clock");
    cr_assert_str_eq(stage_reason(e->s, 90)->text, "at most 1 phone in P5D: moved to 2026-03-31 10:00");
    cr_assert_str_eq(stage_due(e->s, "mail"), "2026-03-30T08:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "offer"), "2026-03-30T08:00:00Z", "service is no selling");
    contacted(e, "2026-03-28T11:00:00Z", "email", AFTERSALE_PURPOSE_ASKING);
    cr_assert_str_eq(stage_due(e->s, "mail"), "2026-04-05T09:00:00Z", "two in ten days: the older has to go");
    cr_assert_str_eq(stage_due(e->s, "offer"), "2026-04-27T10:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-05T09:00:00Z");
    england_end(e);
}

/* S36: 0 means none; unset means unlimited. */
Test(rules_place, cap_of_none_S36)
{
    england *e = england_begin("{'plan':'p','steps':[{'key':'a','kind':'offer','anchor':'sale'}]}");
    const as__cap none = {.most = 0, .class = AS__CLASS_SELLING, .per = {.days = 1}};
    e->s->facts.presume = AFTERSALE_PURPOSE_SELLING;
    cr_assert_eq(stage_planned(e->s, "a").state, AFTERSALE_TOUCH_STATE_PLANNED);
    e->limits.caps = (as__caps){&none, 1};
    as__planned planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_eq(planned.bound.us, 0);
    cr_assert_str_eq(stage_reason(e->s, 91)->text, "at most 0 selling in P1D: none is allowed");
    england_end(e);
}

/* Own tries do not count, nor do caps and gaps hold up a case. */
Test(rules_place, not_against_itself_S36)
{
    england *e = england_begin("{'plan':'p','min_gap':'P7D','steps':[{'key':'a','kind':'follow-up',"
                               "'anchor':'sale','outcomes':{'problem':{'do':'open_case'}}}]}");
    e->s->run.id = 99;
    as__recent *own = contacted(e, "2026-03-30T09:00:00Z", "phone", AFTERSALE_PURPOSE_SERVICE);
    own->step = e->s->plan->steps[0].number;
    own->occurrence = 1;
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-03-30T08:00:00Z");
    own->occurrence = 2;
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-06T09:00:00Z");
    stage_enter(e->s, "a", AFTERSALE_OUTCOME_PROBLEM, "2026-03-30T10:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a.case"), "2026-03-30T10:00:00Z");
    england_end(e);
}

/* S35: the chain runs per channel: call refused, the e-mail gets the e-mail's window. */
Test(rules_place, channel_by_channel_S35)
{
    england *e = england_begin(
        "{'plan':'p','windows':{'phone':['mon-fri 10:00-12:00'],'email':['sat,sun 15:00-16:00']},"
        "'steps':[{'key':'a','kind':'follow-up','anchor':'sale','channels':['phone','email']}]}");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-03-30T09:00:00Z");
    e->s->answers[0] = (as__answer){.channel = "phone", .no = AFTERSALE_PURPOSE_SERVICE, .since = {1}};
    e->s->customer.answers.count = 1;
    as__planned planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.channel, 1);
    cr_assert_str_eq(stage_time(e->s, planned.due), "2026-04-04T14:00:00Z");
    england_end(e);
}

/* An address that is no longer valid on the day to which the rules lead is dead. */
Test(rules_place, address_of_the_day_S35)
{
    england *e = england_begin(ONE_STEP("'anchor':'sale','after':'P1W','on_holiday':'forward',"
                                        "'channels':['phone','email']"));
    e->s->contacts[0] = (aftersale_contact){.channel = "phone", .address = "a", .until = {2026, 4, 7}};
    e->s->contacts[1] = (aftersale_contact){.channel = "email", .address = "b"};
    e->s->customer.contacts.count = 2;
    as__planned planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.channel, 1, "the phone ends on the day before Tuesday");
    e->s->contacts[0].until.day = 8;
    cr_assert_eq(stage_planned(e->s, "a").channel, 0);
    e->limits.min_gap = (as__period){.days = 3};
    contacted(e, "2026-04-06T10:00:00Z", "email", AFTERSALE_PURPOSE_SERVICE);
    planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.channel, 1, "it ends before the gap does");
    cr_assert_str_eq(stage_time(e->s, planned.due), "2026-04-09T10:00:00Z");
    england_end(e);
}

/* S35: what was agreed with the customer stands; the rules only say so. */
Test(rules_place, agreed_stands_S35)
{
    england *e =
        england_begin("{'plan':'p','on_holiday':'forward','min_gap':'P7D','windows':{'phone':"
                      "['mon-fri 10:00-12:00']},'steps':[{'key':'a','kind':'follow-up','anchor':'sale',"
                      "'channels':['phone']}]}");
    contacted(e, "2026-04-03T10:00:00Z", "phone", AFTERSALE_PURPOSE_SERVICE);
    as__step_state *past = stage_past(e->s, "a", AS__STEP_OPEN);
    past->outcome = AFTERSALE_OUTCOME_CONTACT_LATER;
    past->not_before = instant("2026-04-05T08:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-05T08:00:00Z", "Easter Sunday");
    cr_assert_not_null(stage_reason(e->s, 74));
    cr_assert_not_null(stage_reason(e->s, 77));
    past->not_before = instant("2026-04-08T08:00:00Z");
    cr_assert_str_eq(stage_due(e->s, "a"), "2026-04-08T09:00:00Z", "the hours of that day");
    england_end(e);
}

/* S35: at most 400 rounds, then it is blocked, "no instant". */
Test(rules_place, no_instant_S35)
{
    england *e =
        england_begin(ONE_STEP("'anchor':'sale','on_holiday':'forward','windows':['sat,sun 10:00-12:00'],"
                               "'channels':['phone']"));
    as__planned planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_eq(planned.bound.us, 0);
    cr_assert_eq(e->s->reasons.items[e->s->reasons.count - 1].number, 95);
    england_end(e);
    e = england_begin(ONE_STEP("'anchor':'sale','on_holiday':'skip','repeat':{'every':'P1W'}"));
    e->s->run.sold = (aftersale_date){2026, 4, 4};
    planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED, "always a Saturday");
    england_end(e);
}

/* S18, S34: a recurring step that is moved back is open as soon as it is due, before its date. */
Test(rules_place, moved_back_occurrence)
{
    england *e = england_begin(ONE_STEP("'anchor':'sale','on_holiday':'back','repeat':{'every':'P1W'}"));
    e->s->facts.now = instant("2026-04-02T07:59:59Z");
    cr_assert_eq(stage_planned(e->s, "a").occurrence, 1);
    e->s->facts.now = instant("2026-04-02T08:00:00Z");
    as__planned planned = stage_planned(e->s, "a");
    cr_assert_eq(planned.occurrence, 2, "Easter Monday's");
    cr_assert_str_eq(stage_time(e->s, planned.due), "2026-04-02T08:00:00Z");
    england_end(e);
}

/* What holds for one purpose, or one day, says nothing of another. */
Test(rules_place, gate_of_each_S65)
{
    england *e =
        england_begin("{'plan':'p','steps':["
                      "{'key':'a','kind':'follow-up','anchor':'sale','channels':['phone']},"
                      "{'key':'b','kind':'gift','anchor':'sale','channels':['phone']},"
                      "{'key':'c','kind':'follow-up','anchor':'sale','channels':['phone']},"
                      "{'key':'d','kind':'follow-up','anchor':'sale','after':'P1M','channels':['phone']}]}");
    e->s->contacts[0] = (aftersale_contact){.channel = "phone", .address = "a", .until = {2026, 4, 7}};
    e->s->customer.contacts.count = 1;
    cr_assert_eq(stage_planned(e->s, "a").state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(stage_planned(e->s, "b").state, AFTERSALE_TOUCH_STATE_BLOCKED, "nobody agreed to gifts");
    cr_assert_eq(stage_planned(e->s, "c").state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(stage_planned(e->s, "d").state, AFTERSALE_TOUCH_STATE_BLOCKED, "that number ends before");
    england_end(e);
}
