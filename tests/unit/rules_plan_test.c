/* SPDX-License-Identifier: MIT */
/* The plan document: what is read (S16, S17, S19), and how everything wrong is told with its place. */
#include "rules_stage.h"
#include "support/failing_memory.h"
#include <stdio.h>

#define SALE "'anchor':'sale'"

static const char full[] =
    "{'plan':'p','name':'N','title':{'en':'T','de':'D'},'priority':3,'again':'never',\n"
    "'windows':{'phone':['mon-fri 09:00-12:00','22:00-24:00'],'email':[]},\n"
    "'steps':[{'key':'a','kind':'check-up','mode':'automatic','purpose':'selling','objective':'O',\n"
    "'review':['r1','r2'],'guide':'G','materials':['m'],'text':{'en':'E'},'promise':{'de':'V','en-GB':'P'},\n"
    "'role':'buyer','channels':['phone','email','kiosk_2'],'on_closed':'abandon','anchor':'delivery',\n"
    "'after':'P1Y','lead':'-P4W','not_after':'P10W','owner':{'role':'office'},'required':true,\n"
    "'cost':'25.00 GBP','snoozes':0},\n"
    "{'key':'b','kind':'own-word','anchor':{'date':'2026-12-24'},'owner':{'user':'Dispatch 1'},\n"
    "'windows':['sat 10:00-12:00'],'channels':['phone']}]}";

Test(rules_plan, every_key)
{
    stage *s = stage_begin(full);
    const as__template *plan = s->plan;
    cr_assert_str_eq(plan->key, "p");
    cr_assert_str_eq(plan->name, "N");
    cr_assert_eq(plan->priority, 3);
    cr_assert_eq(plan->again[0].again, AS__AGAIN_NEVER);
    cr_assert_eq(plan->again[AFTERSALE_LEFT_FINISHED].again, AS__AGAIN_NEVER);
    cr_assert_eq(plan->step_count, 2);
    cr_assert_eq(plan->warned_count, 0);
    const as__step *a = &plan->steps[0];
    cr_assert_str_eq(a->kind, "check-up");
    cr_assert(a->automatic && a->required && a->abandon && !a->by_branch);
    cr_assert_eq(a->purpose, AFTERSALE_PURPOSE_SELLING);
    cr_assert_str_eq(a->objective, "O");
    cr_assert_eq(a->review.count, 2);
    cr_assert_str_eq(a->review.items[1], "r2");
    cr_assert_str_eq(a->guide, "G");
    cr_assert_str_eq(a->materials.items[0], "m");
    cr_assert_str_eq(as__wording_of(a->text, "fr", NULL), "E");
    cr_assert_str_eq(a->role, "buyer");
    cr_assert_eq(a->channel_count, 3);
    cr_assert_str_eq(a->channels[2].name, "kiosk_2");
    cr_assert_eq(a->channels[0].windows.count, 2);
    cr_assert_eq(a->channels[0].windows.items[1].until, 86400);
    cr_assert_eq(a->channels[1].windows.count, 0);
    cr_assert_eq(a->anchor, AS__ANCHOR_DELIVERY);
    cr_assert_eq(a->after.months, 12);
    cr_assert_eq(a->lead.days, -28);
    cr_assert(a->has_not_after && a->not_after.days == 70);
    cr_assert_str_eq(a->owner, "role:office");
    cr_assert_eq(a->cost.minor, 2500);
    cr_assert_eq(a->snoozes, 0);
    const as__step *b = &plan->steps[1];
    cr_assert_eq(b->anchor, AS__ANCHOR_DATE);
    cr_assert_eq(b->anchor_date.day, 24);
    cr_assert_str_eq(b->owner, "user:Dispatch 1");
    cr_assert_eq(b->channels[0].windows.count, 1);
    cr_assert_eq(b->channels[0].windows.items[0].weekdays, 1 << 5);
    stage_end(s);
}

Test(rules_plan, defaults)
{
    stage *s = stage_begin(ONE_STEP(SALE));
    const as__step *a = &s->plan->steps[0];
    cr_assert_str_eq(s->plan->name, "");
    cr_assert_eq(s->plan->priority, 8);
    for (size_t i = 0; i < 4; i++)
        cr_assert_eq(s->plan->again[i].again, AS__AGAIN_PER_SALE);
    cr_assert_str_eq(a->owner, "seller");
    cr_assert_eq(a->snoozes, 3);
    cr_assert(!a->automatic && !a->required && !a->has_not_after && !a->abandon);
    cr_assert_null(a->objective);
    cr_assert_null(as__wording_of(a->promise, "en", "de"));
    stage_end(s);
}

Test(rules_plan, purpose_by_kind)
{
    static const struct {
        const char *kind;
        int32_t purpose;
    } rows[] = {
        {"offer", AFTERSALE_PURPOSE_SELLING},
        {"ask", AFTERSALE_PURPOSE_ASKING},
        {"thank-you", AFTERSALE_PURPOSE_SERVICE},
        {"thank", AFTERSALE_PURPOSE_SERVICE},
        {"follow-up", AFTERSALE_PURPOSE_SERVICE},
        {"service", AFTERSALE_PURPOSE_SERVICE},
        {"service-due", AFTERSALE_PURPOSE_SERVICE},
        {"training", AFTERSALE_PURPOSE_SERVICE},
        {"notice", AFTERSALE_PURPOSE_SERVICE},
        {"recovery", AFTERSALE_PURPOSE_SERVICE},
        {"check-up", AFTERSALE_PURPOSE_RELATIONSHIP},
        {"gift", AFTERSALE_PURPOSE_RELATIONSHIP},
        {"management-call", AFTERSALE_PURPOSE_RELATIONSHIP},
        {"polka", AFTERSALE_PURPOSE_RELATIONSHIP},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        char json[200];
        snprintf(json, sizeof json, "{'plan':'p','steps':[{'key':'a','kind':'%s','anchor':'sale'}]}",
                 rows[i].kind);
        stage *s = stage_begin(json);
        cr_assert_eq(s->plan->steps[0].purpose, rows[i].purpose, "%s", rows[i].kind);
        stage_end(s);
    }
}

Test(rules_plan, again_S26)
{
    stage *s = stage_begin("{'plan':'p','again':{'days':30},'steps':[{'key':'a','kind':'ask',"
                           "'anchor':'sale'}]}");
    cr_assert_eq(s->plan->again[2].again, AS__AGAIN_AFTER_DAYS);
    cr_assert_eq(s->plan->again[0].days, 30);
    stage_end(s);
    s = stage_begin("{'plan':'p','again':{'removed':'never','left':{'days':90},'finished':'after_end'},"
                    "'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}");
    cr_assert_eq(s->plan->again[0].again, AS__AGAIN_PER_SALE);
    cr_assert_eq(s->plan->again[AFTERSALE_LEFT_REMOVED].again, AS__AGAIN_NEVER);
    cr_assert_eq(s->plan->again[AFTERSALE_LEFT_LEFT].days, 90);
    cr_assert_eq(s->plan->again[AFTERSALE_LEFT_FINISHED].again, AS__AGAIN_AFTER_END);
    stage_end(s);
}

/* Each row: a document, where the first problem is, on which line, and which. */
typedef struct wrong {
    const char *json, *path;
    int32_t line;
    as__message message;
    const char *says; /* part of its text, or NULL */
} wrong;

static void refuse(const wrong *row)
{
    stage *s = calloc(1, sizeof *s);
    as__problems_init(&s->problems, &as__memory_system);
    cr_assert_eq(stage_read(s, row->json), AFTERSALE_INVALID, "%s", row->json);
    const aftersale_problem *first = &s->problems.items[0];
    cr_assert_str_eq(first->path, row->path, "%s: at %s, %s", row->json, first->path, first->text);
    cr_assert_eq(first->number, (int32_t)row->message, "%s: %s", row->json, first->text);
    cr_assert_eq(first->line, row->line, "%s: line %d", row->json, first->line);
    if (row->says != NULL)
        cr_assert_not_null(strstr(first->text, row->says), "%s: %s", row->json, first->text);
    cr_assert_eq(s->problems.seen, 1, "%s: %s", row->json,
                 s->problems.count > 1 ? s->problems.items[1].path : "");
    cr_assert_null(s->plan);
    as__problems_free(&s->problems);
    free(s);
}

#define STEP(rest) "{'plan':'p','steps':[\n{'key':'a','kind':'ask'," rest "}]}"
#define ON_SALE(rest) STEP("'anchor':'sale',\n" rest)

Test(rules_plan, wrong_documents)
{
    static const wrong rows[] = {
        {"[]", "", 1, AS__MESSAGE_WRONG_TYPE, "object"},
        {"{\n'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "plan", 1, AS__MESSAGE_REQUIRED, NULL},
        {"{'plan':'P','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "plan", 1,
         AS__MESSAGE_NOT_A_CHOICE, NULL},
        {"{'plan':'p'}", "steps", 1, AS__MESSAGE_REQUIRED, NULL},
        {"{'plan':'p',\n'steps':[]}", "steps", 2, AS__MESSAGE_REQUIRED, NULL},
        {"{'plan':'p',\n'steps':{}}", "steps", 2, AS__MESSAGE_WRONG_TYPE, "list"},
        {"{'plan':'p','steps':[\n7]}", "steps[0]", 2, AS__MESSAGE_WRONG_TYPE, "object"},
        {"{'plan':'p',\n'colour':'red','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "colour", 2,
         AS__MESSAGE_UNKNOWN_KEY, "plan, name, title, priority, again, windows, steps"},
        {"{'plan':'p',\n'priority':17,'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "priority", 2,
         AS__MESSAGE_OUT_OF_RANGE, "from 1 to 16"},
        {"{'plan':'p','priority':1.5,'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "priority", 1,
         AS__MESSAGE_OUT_OF_RANGE, NULL},
        {"{'plan':'p','name':7,'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "name", 1,
         AS__MESSAGE_WRONG_TYPE, "text"},
        {"{'plan':'p','name':'','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "name", 1,
         AS__MESSAGE_REQUIRED, NULL},
        {"{'plan':'p','name':'a\\u0007','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "name", 1,
         AS__MESSAGE_CONTROL_SIGN, NULL},
        {"{'plan':'p','title':{'x y':'T'},'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "title.x y",
         1, AS__MESSAGE_NOT_A_LANGUAGE, NULL},
        {"{'plan':'p','title':{},'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "title", 1,
         AS__MESSAGE_REQUIRED, NULL},
        {"{'plan':'p','again':'often','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "again", 1,
         AS__MESSAGE_NOT_A_CHOICE, "never, after_end, per_sale"},
        {"{'plan':'p','again':{'days':0},'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "again.days",
         1, AS__MESSAGE_OUT_OF_RANGE, NULL},
        {"{'plan':'p','again':{'left':{'days':'x'}},'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "again.left.days", 1, AS__MESSAGE_WRONG_TYPE, "number"},
        {"{'plan':'p','windows':{'phone':['mon 9-12']},'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "windows.phone[0]", 1, AS__MESSAGE_NOT_A_WINDOW, NULL},
        {"{'plan':'p','windows':{'Phone':[]},'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "windows.Phone", 1, AS__MESSAGE_NOT_A_CHOICE, NULL},
        {"{'plan':'p','windows':[],'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "windows", 1,
         AS__MESSAGE_WRONG_TYPE, NULL},
        {"{'plan':'p','caps':{},'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "caps", 1,
         AS__MESSAGE_WRONG_TYPE, "list"},
        {"{'plan':'p','caps':[{'per':'P1D'}],'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "caps[0].most", 1, AS__MESSAGE_REQUIRED, NULL},
        {"{'plan':'p','caps':[{'most':65,'per':'P1D'}],'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "caps[0].most", 1, AS__MESSAGE_OUT_OF_RANGE, "0 to 64"},
        {"{'plan':'p','caps':[{'most':1,'per':'PT0S'}],'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "caps[0].per", 1, AS__MESSAGE_NOT_A_PERIOD, "above zero"},
        {"{'plan':'p','caps':[{'most':1,'per':'P1D','class':'asking'}],"
         "'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "caps[0].class", 1, AS__MESSAGE_NOT_A_CHOICE, "service, relationship, selling"},
        {"{'plan':'p','quiet':['25:00-26:00'],'steps':[{'key':'a','kind':'ask','anchor':'sale'}]}",
         "quiet[0]", 1, AS__MESSAGE_NOT_A_WINDOW, NULL},
        {"{'plan':'p','min_gap':'-P1D','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "min_gap", 1,
         AS__MESSAGE_NEGATIVE, NULL},
        {"{'plan':'p','on_holiday':'never','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "on_holiday",
         1, AS__MESSAGE_NOT_A_CHOICE, "stay, forward, back, nearest, skip"},
        {"{'plan':'p','plan':'q','steps':[{'key':'a','kind':'ask','anchor':'sale'}]}", "plan", 1,
         AS__MESSAGE_DUPLICATE_KEY, NULL},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        refuse(&rows[i]);
}

Test(rules_plan, wrong_steps)
{
    static const wrong rows[] = {
        {"{'plan':'p','steps':[{'kind':'ask','anchor':'sale'}]}", "steps[0].key", 1, AS__MESSAGE_REQUIRED,
         NULL},
        {"{'plan':'p','steps':[{'key':'a','anchor':'sale'}]}", "steps[0].kind", 1, AS__MESSAGE_REQUIRED,
         NULL},
        {"{'plan':'p','steps':[{'key':'-a','kind':'ask','anchor':'sale'}]}", "steps[0].key", 1,
         AS__MESSAGE_NOT_A_CHOICE, NULL},
        {"{'plan':'p','steps':[{'key':'a','kind':'ask','anchor':'sale'},\n{'key':'a','kind':'ask','anchor':'"
         "sale'}]}",
         "steps[1].key", 2, AS__MESSAGE_STEP_KEY_TWICE, NULL},
        {"{'plan':'p','steps':[{'key':'a','kind':'ask'}]}", "steps[0].anchor", 1, AS__MESSAGE_REQUIRED, NULL},
        {ON_SALE("'mode':'robot'"), "steps[0].mode", 3, AS__MESSAGE_NOT_A_CHOICE, "person, automatic"},
        {ON_SALE("'purpose':'fun'"), "steps[0].purpose", 3, AS__MESSAGE_NOT_A_CHOICE,
         "service, relationship, selling, asking, partner"},
        {ON_SALE("'review':'x'"), "steps[0].review", 3, AS__MESSAGE_WRONG_TYPE, "list"},
        {ON_SALE("'review':['x',3]"), "steps[0].review[1]", 3, AS__MESSAGE_WRONG_TYPE, "text"},
        {ON_SALE("'promise':'x'"), "steps[0].promise", 3, AS__MESSAGE_WRONG_TYPE, "object"},
        {ON_SALE("'role':'The Boss'"), "steps[0].role", 3, AS__MESSAGE_NOT_A_CHOICE, NULL},
        {ON_SALE("'channels':'phone'"), "steps[0].channels", 3, AS__MESSAGE_WRONG_TYPE, NULL},
        {ON_SALE("'channels':['Phone']"), "steps[0].channels[0]", 3, AS__MESSAGE_NOT_A_CHOICE, NULL},
        {ON_SALE("'channels':['phone','phone']"), "steps[0].channels[1]", 3, AS__MESSAGE_DUPLICATE_KEY, NULL},
        {ON_SALE("'channels':['a','b','c','d','e','f','g','h','i']"), "steps[0].channels", 3,
         AS__MESSAGE_TOO_MANY, NULL},
        {ON_SALE("'windows':['mon 12:00-09:00']"), "steps[0].windows[0]", 3, AS__MESSAGE_NOT_A_WINDOW, NULL},
        {ON_SALE("'on_closed':'shout'"), "steps[0].on_closed", 3, AS__MESSAGE_NOT_A_CHOICE, "defer, abandon"},
        {ON_SALE("'after':'1 day'"), "steps[0].after", 3, AS__MESSAGE_NOT_A_PERIOD, NULL},
        {ON_SALE("'after':1"), "steps[0].after", 3, AS__MESSAGE_WRONG_TYPE, "text"},
        {ON_SALE("'not_after':'-P1D'"), "steps[0].not_after", 3, AS__MESSAGE_NEGATIVE, NULL},
        {ON_SALE("'owner':'boss'"), "steps[0].owner", 3, AS__MESSAGE_NOT_A_CHOICE, "seller, customer"},
        {ON_SALE("'owner':{}"), "steps[0].owner", 3, AS__MESSAGE_REQUIRED, NULL},
        {ON_SALE("'owner':{'role':'a','user':'b'}"), "steps[0].owner", 3, AS__MESSAGE_REQUIRED, NULL},
        {ON_SALE("'owner':{'team':'a'}"), "steps[0].owner.team", 3, AS__MESSAGE_UNKNOWN_KEY, "role, user"},
        {ON_SALE("'required':'yes'"), "steps[0].required", 3, AS__MESSAGE_WRONG_TYPE, "true or false"},
        {ON_SALE("'cost':'25'"), "steps[0].cost", 3, AS__MESSAGE_NOT_MONEY, NULL},
        {ON_SALE("'cost':'-1.00 GBP'"), "steps[0].cost", 3, AS__MESSAGE_NEGATIVE, NULL},
        {ON_SALE("'only':'sundays'"), "steps[0].only", 3, AS__MESSAGE_NOT_A_CHOICE, "by_branch"},
        {ON_SALE("'snoozes':21"), "steps[0].snoozes", 3, AS__MESSAGE_OUT_OF_RANGE, NULL},
        {ON_SALE("'snoozes':-1"), "steps[0].snoozes", 3, AS__MESSAGE_OUT_OF_RANGE, NULL},
        {ON_SALE("'missed':'twice'"), "steps[0].missed", 3, AS__MESSAGE_NOT_A_CHOICE, "once, skip, spread"},
        {ON_SALE("'missed':{}"), "steps[0].missed.do", 3, AS__MESSAGE_REQUIRED, NULL},
        {ON_SALE("'missed':{'do':'skip','gap':'P1D'}"), "steps[0].missed.gap", 3, AS__MESSAGE_NOT_A_CHOICE,
         "spread"},
        {ON_SALE("'missed':{'do':'spread','gap':'PT4H'}"), "steps[0].missed.gap", 3, AS__MESSAGE_NOT_A_PERIOD,
         "days, business days, weeks, months or years"},
        {ON_SALE("'missed':{'do':'spread','gap':'P0D'}"), "steps[0].missed.gap", 3, AS__MESSAGE_NOT_A_PERIOD,
         "above zero"},
        {ON_SALE("'min_gap':3"), "steps[0].min_gap", 3, AS__MESSAGE_WRONG_TYPE, "text"},
        {ON_SALE("'on_holiday':'work'"), "steps[0].on_holiday", 3, AS__MESSAGE_NOT_A_CHOICE,
         "stay, forward, back, nearest, skip"},
        {ON_SALE("'repeat':{}"), "steps[0].repeat", 3, AS__MESSAGE_REQUIRED, "every or rule"},
        {ON_SALE("'repeat':{'every':'PT4H'}"), "steps[0].repeat.every", 3, AS__MESSAGE_NOT_A_PERIOD,
         "days, business days, weeks, months or years"},
        {ON_SALE("'repeat':{'every':'P1M1D'}"), "steps[0].repeat.every", 3, AS__MESSAGE_NOT_A_PERIOD, NULL},
        {ON_SALE("'repeat':{'every':'-P1D'}"), "steps[0].repeat.every", 3, AS__MESSAGE_NEGATIVE, NULL},
        {ON_SALE("'repeat':{'every':'P1D','count':0}"), "steps[0].repeat.count", 3, AS__MESSAGE_OUT_OF_RANGE,
         NULL},
        {ON_SALE("'repeat':{'every':'P1D','until':'soon'}"), "steps[0].repeat.until", 3,
         AS__MESSAGE_NOT_A_DATE, "contract_end"},
        {ON_SALE("'repeat':{'every':'P1D','on':['mon']}"), "steps[0].repeat.on", 3, AS__MESSAGE_NOT_A_CHOICE,
         "weeks"},
        {ON_SALE("'repeat':{'every':'P1W','on':['first mon']}"), "steps[0].repeat.on", 3,
         AS__MESSAGE_NOT_A_CHOICE, "months or years"},
        {ON_SALE("'repeat':{'every':'P1W','on':['mon'],'from':'done'}"), "steps[0].repeat.on", 3,
         AS__MESSAGE_NOT_A_CHOICE, "from done"},
        {ON_SALE("'repeat':{'every':'P1M','on':['fourth mon','last mon']}"), "steps[0].repeat.on[1]", 3,
         AS__MESSAGE_DUPLICATE_KEY, "same day"},
        {ON_SALE("'repeat':{'every':'P1M','on':['fifth mon']}"), "steps[0].repeat.on[0]", 3,
         AS__MESSAGE_NOT_A_CHOICE, "first mon"},
        {ON_SALE("'repeat':{'every':'P1W','on':[]}"), "steps[0].repeat.on", 3, AS__MESSAGE_WRONG_TYPE, NULL},
        {ON_SALE("'repeat':{'rule':'FREQ=DAILY'}"), "steps[0].repeat.rule", 3, AS__MESSAGE_NOT_YET, "rule"},
        {STEP("\n'anchor':'moon'"), "steps[0].anchor", 3, AS__MESSAGE_NOT_A_CHOICE,
         "sale, delivery, acceptance, previous_planned, previous_done, enrolment"},
        {STEP("\n'anchor':'contract_start'"), "steps[0].anchor", 3, AS__MESSAGE_NOT_YET, "contract_start"},
        {STEP("\n'anchor':'each_delivery'"), "steps[0].anchor", 3, AS__MESSAGE_NOT_YET, "each_delivery"},
        {STEP("\n'anchor':'previous_done'"), "steps[0].anchor", 3, AS__MESSAGE_NO_SUCH_STEP, NULL},
        {STEP("\n'anchor':7"), "steps[0].anchor", 3, AS__MESSAGE_WRONG_TYPE, NULL},
        {STEP("\n'anchor':{'date':'2026-02-30'}"), "steps[0].anchor.date", 3, AS__MESSAGE_NOT_A_DATE, NULL},
        {STEP("\n'anchor':{'date':'2026-02-28'},'after':'PT1H'"), "steps[0].after", 3,
         AS__MESSAGE_NOT_A_PERIOD, NULL},
        {STEP("\n'anchor':{'outcome':'reached'}"), "steps[0].anchor.of", 3, AS__MESSAGE_REQUIRED, NULL},
        {STEP("\n'anchor':{'outcome':'reached','of':'z'}"), "steps[0].anchor.of", 3, AS__MESSAGE_NO_SUCH_STEP,
         NULL},
        {STEP("\n'anchor':{'outcome':'reached','of':'a'}"), "steps[0].anchor.of", 3, AS__MESSAGE_NO_SUCH_STEP,
         NULL},
        {"{'plan':'p','steps':[{'key':'z','kind':'ask','anchor':'sale'},\n{'key':'a','kind':'ask',"
         "'anchor':{'outcome':'glad','of':'z'}}]}",
         "steps[1].anchor.outcome", 2, AS__MESSAGE_NOT_A_CHOICE, "delighted"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        refuse(&rows[i]);
}

#define OUTCOME(rest) ON_SALE("'outcomes':{" rest "}")

Test(rules_plan, wrong_branches_S19)
{
    static const wrong rows[] = {
        {ON_SALE("'outcomes':[]"), "steps[0].outcomes", 3, AS__MESSAGE_WRONG_TYPE, NULL},
        {OUTCOME("'glad':{'do':'next'}"), "steps[0].outcomes.glad", 3, AS__MESSAGE_UNKNOWN_KEY, "no_answer"},
        {OUTCOME("'reached':'next'"), "steps[0].outcomes.reached", 3, AS__MESSAGE_WRONG_TYPE, "object"},
        {OUTCOME("'reached':{}"), "steps[0].outcomes.reached.do", 3, AS__MESSAGE_REQUIRED, NULL},
        {OUTCOME("'reached':{'do':'dance'}"), "steps[0].outcomes.reached.do", 3, AS__MESSAGE_NOT_A_CHOICE,
         "next, retry, next_channel, jump, end, open_case, escalate, ask_referral, wait"},
        {OUTCOME("'reached':{'do':'next','times':1}"), "steps[0].outcomes.reached.times", 3,
         AS__MESSAGE_UNKNOWN_KEY, "known are do"},
        {OUTCOME("'no_answer':{'do':'retry','times':0}"), "steps[0].outcomes.no_answer.times", 3,
         AS__MESSAGE_OUT_OF_RANGE, NULL},
        {OUTCOME("'no_answer':{'do':'retry','after':'-P1D'}"), "steps[0].outcomes.no_answer.after", 3,
         AS__MESSAGE_NEGATIVE, NULL},
        {OUTCOME("'no_answer':{'do':'retry','after':'soon'}"), "steps[0].outcomes.no_answer.after", 3,
         AS__MESSAGE_NOT_A_PERIOD, NULL},
        {OUTCOME("'no_answer':{'do':'retry','then':'sleep'}"), "steps[0].outcomes.no_answer.then", 3,
         AS__MESSAGE_NOT_A_CHOICE, "next, end, next_channel"},
        {OUTCOME("'no_answer':{'do':'retry','then':{'jump':'z'}}"), "steps[0].outcomes.no_answer.then.jump",
         3, AS__MESSAGE_NO_SUCH_STEP, NULL},
        {OUTCOME("'refused':{'do':'jump','to':'z'}"), "steps[0].outcomes.refused.to", 3,
         AS__MESSAGE_NO_SUCH_STEP, NULL},
        {OUTCOME("'refused':{'do':'jump','to':'a'}"), "steps[0].outcomes.refused.to", 3,
         AS__MESSAGE_NO_SUCH_STEP, "itself"},
        {OUTCOME("'refused':{'do':'jump'}"), "steps[0].outcomes.refused.to", 3, AS__MESSAGE_REQUIRED, NULL},
        {OUTCOME("'refused':{'do':'wait'}"), "steps[0].outcomes.refused.do", 3, AS__MESSAGE_NOT_A_CHOICE,
         "contact_later"},
        {OUTCOME("'problem':{'do':'open_case','within':'x'}"), "steps[0].outcomes.problem.within", 3,
         AS__MESSAGE_NOT_A_PERIOD, NULL},
        {OUTCOME("'problem':{'do':'open_case','then':'end'}"), "steps[0].outcomes.problem.then", 3,
         AS__MESSAGE_NOT_A_CHOICE, "hold, next"},
        {OUTCOME("'problem':{'do':'open_case'},'lukewarm':{'do':'open_case','owner':'x'}"),
         "steps[0].outcomes.lukewarm", 3, AS__MESSAGE_DISAGREE, NULL},
        {OUTCOME("'problem':{'do':'escalate','owner':'x'}"), "steps[0].outcomes.problem.owner", 3,
         AS__MESSAGE_UNKNOWN_KEY, "do, after"},
    };
    for (size_t i = 0; i < COUNT(rows); i++)
        refuse(&rows[i]);
}

/* All problems at once, each with its place. */
Test(rules_plan, all_problems)
{
    stage *s = calloc(1, sizeof *s);
    as__problems_init(&s->problems, &as__memory_system);
    cr_assert_eq(stage_read(s,
                            "{'plan':'p',\n'colour':1,\n'steps':[{'key':'a','kind':'ask','anchor':'moon',\n"
                            "'after':'x'},{'key':'b'}]}"),
                 AFTERSALE_INVALID);
    static const struct {
        const char *path;
        int32_t line;
    } expected[] = {{"colour", 2},
                    {"steps[0].after", 4},
                    {"steps[1].kind", 4},
                    {"steps[0].anchor", 3},
                    {"steps[1].anchor", 4}};
    cr_assert_eq(s->problems.seen, COUNT(expected));
    for (size_t i = 0; i < COUNT(expected); i++) {
        cr_assert_str_eq(s->problems.items[i].path, expected[i].path);
        cr_assert_eq(s->problems.items[i].line, expected[i].line);
    }
    as__problems_free(&s->problems);
    free(s);
}

Test(rules_plan, limits)
{
    size_t room = 1001 * 64 + 100;
    char *json = malloc(room);
    size_t size = (size_t)snprintf(json, room, "{'plan':'p','steps':[");
    for (int i = 0; i < 1001; i++)
        size += (size_t)snprintf(json + size, room - size, "%s{'key':'s%d','kind':'ask','anchor':'sale'}",
                                 i == 0 ? "" : ",", i);
    snprintf(json + size, room - size, "]}");
    refuse(&(wrong){json, "steps", 1, AS__MESSAGE_TOO_MANY, NULL});
    free(json);
}

Test(rules_plan, default_branches)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'a','kind':'ask','anchor':'sale'},"
                           "{'key':'b','kind':'ask','anchor':'sale','mode':'automatic',"
                           "'outcomes':{'bounced':{'do':'end'}}}]}");
    const as__step *a = &s->plan->steps[0], *b = &s->plan->steps[1];
    const as__branch *retry = as__branch_of(a, AFTERSALE_OUTCOME_NO_ANSWER);
    cr_assert_eq(retry->action, AS__ACTION_RETRY);
    cr_assert(retry->times == 2 && retry->after.days == 1 && retry->then == AS__ACTION_NEXT);
    cr_assert_eq(as__branch_of(a, AFTERSALE_OUTCOME_OUT_OF_OFFICE)->action, AS__ACTION_RETRY);
    cr_assert_eq(as__branch_of(a, AFTERSALE_OUTCOME_CONTACT_LATER)->action, AS__ACTION_WAIT);
    cr_assert_eq(as__branch_of(a, AFTERSALE_OUTCOME_BOUNCED)->action, AS__ACTION_NEXT_CHANNEL);
    cr_assert_eq(as__branch_of(a, AFTERSALE_OUTCOME_WRONG_PERSON)->action, AS__ACTION_NEXT_CHANNEL);
    cr_assert_eq(as__branch_of(a, AFTERSALE_OUTCOME_PROBLEM)->action, 0);
    cr_assert_eq(as__branch_of(a, 99)->action, 0);
    cr_assert_eq(as__branch_of(b, AFTERSALE_OUTCOME_NO_ANSWER)->action, 0);
    cr_assert_eq(as__branch_of(b, AFTERSALE_OUTCOME_BOUNCED)->action, AS__ACTION_END);
    stage_end(s);
}

/* Case, escalation and referral become steps of their own. */
Test(rules_plan, added_steps_S19)
{
    stage *s =
        stage_begin("{'plan':'p','steps':[{'key':'a','kind':'follow-up','anchor':'sale','channels':['phone'],"
                    "'role':'buyer',"
                    "'owner':'customer','outcomes':{'problem':{'do':'open_case','owner':'service','within':'"
                    "P2D','then':'hold'},"
                    "'lukewarm':{'do':'escalate'},'delighted':{'do':'ask_referral','after':'P3D'}}}]}");
    cr_assert_eq(s->plan->step_count, 4);
    cr_assert_eq(s->plan->case_count, 1);
    const as__step *opened = &s->plan->steps[as__template_step_named(s->plan, "a.case")];
    cr_assert(opened->is_case && opened->by_branch && opened->required);
    cr_assert_str_eq(opened->kind, "recovery");
    cr_assert_eq(opened->purpose, AFTERSALE_PURPOSE_SERVICE);
    cr_assert_str_eq(opened->owner, "role:service");
    cr_assert_eq(opened->not_after.days, 2);
    cr_assert(as__period_is_zero(opened->after));
    cr_assert_str_eq(opened->channels[0].name, "phone");
    cr_assert_str_eq(opened->role, "buyer");
    cr_assert_eq(as__branch_of(opened, AFTERSALE_OUTCOME_PROBLEM)->action, AS__ACTION_RETRY);
    const as__step *escalated = &s->plan->steps[as__template_step_named(s->plan, "a.escalation")];
    cr_assert_str_eq(escalated->kind, "management-call");
    cr_assert_str_eq(escalated->owner, "role:manager");
    cr_assert_eq(escalated->purpose, AFTERSALE_PURPOSE_RELATIONSHIP);
    cr_assert_eq(escalated->after.days, 1);
    const as__step *asked = &s->plan->steps[as__template_step_named(s->plan, "a.referral")];
    cr_assert_str_eq(asked->kind, "ask");
    cr_assert_str_eq(asked->owner, "customer");
    cr_assert_eq(asked->purpose, AFTERSALE_PURPOSE_ASKING);
    cr_assert_eq(asked->after.days, 3);
    cr_assert_eq(s->plan->steps[0].branches[AFTERSALE_OUTCOME_PROBLEM].then, AS__ACTION_HOLD);
    cr_assert_eq(s->plan->warned_count, 0);
    stage_end(s);
}

Test(rules_plan, unreached_steps_are_named)
{
    stage *s = stage_begin(
        "{'plan':'p','steps':[{'key':'a','kind':'ask','anchor':'sale',"
        "'outcomes':{'refused':{'do':'retry','then':{'jump':'by-then'}}}},"
        "{'key':'lost','kind':'ask','only':'by_branch','outcomes':{'reached':{'do':'jump','to':'lost-too'}}},"
        "{'key':'lost-too','kind':'ask','only':'by_branch'},"
        "{'key':'by-then','kind':'ask','only':'by_branch'},"
        "{'key':'after','kind':'ask','anchor':{'outcome':'problem','of':'a'}},"
        "{'key':'never','kind':'ask','anchor':{'outcome':'contact_later','of':'a'}}]}");
    cr_assert_eq(s->plan->warned_count, 3);
    cr_assert_str_eq(s->plan->steps[s->plan->warned[0]].key, "lost");
    cr_assert_str_eq(s->plan->steps[s->plan->warned[1]].key, "lost-too");
    cr_assert_str_eq(s->plan->steps[s->plan->warned[2]].key, "never");
    cr_assert(s->plan->steps[4].by_branch, "an anchor on an outcome is a branch");
    stage_end(s);
}

/* S21: a key keeps its number over all versions. */
Test(rules_plan, numbers_S21)
{
    stage *s = stage_begin("{'plan':'p','steps':[{'key':'b','kind':'ask','anchor':'sale'},"
                           "{'key':'c','kind':'ask','anchor':'sale'}]}");
    const as__step_number before[] = {{.key = "a", .number = 1}, {.key = "b", .number = 5}};
    as__step_number numbers[8];
    cr_assert_eq(as__template_numbers(s->plan, before, 2, numbers), 3);
    cr_assert_str_eq(numbers[0].key, "a");
    cr_assert_eq(numbers[1].number, 5);
    cr_assert_str_eq(numbers[2].key, "c");
    cr_assert_eq(numbers[2].number, 6);
    cr_assert_eq(as__template_number(s->plan, 2, numbers, 3), AFTERSALE_OK);
    cr_assert_eq(s->plan->version, 2);
    cr_assert_eq(as__template_step(s->plan, 6), 1);
    cr_assert_eq(as__template_step(s->plan, 1), 2, "no step of this version");
    cr_assert_eq(as__template_number(s->plan, 2, numbers, 2), AFTERSALE_CORRUPT);
    const as__step_number full_up[] = {{.key = "z", .number = 1023}};
    cr_assert_eq(as__template_numbers(s->plan, full_up, 1, numbers), 0);
    stage_end(s);
}

Test(rules_plan, wording_by_language)
{
    static const as__wording items[] = {{"en", "E"}, {"de", "D"}, {"de-AT", "A"}, {"zh-Hant", "H"}};
    const as__wordings all = {items, COUNT(items)};
    cr_assert_str_eq(as__wording_of(all, "de-AT", NULL), "A");
    cr_assert_str_eq(as__wording_of(all, "de-CH", NULL), "D");
    cr_assert_str_eq(as__wording_of(all, "zh-Hant-TW", NULL), "H");
    cr_assert_str_eq(as__wording_of(all, "fr", "de-LI"), "D");
    cr_assert_str_eq(as__wording_of(all, "d", NULL), "E");
    cr_assert_str_eq(as__wording_of(all, NULL, NULL), "E");
    cr_assert_null(as__wording_of((as__wordings){0}, "en", "en"));
}

Test(rules_plan, references)
{
    stage *s = stage_begin(ONE_STEP(SALE));
    as__template_keep(s->plan);
    as__template_free(s->plan);
    cr_assert_str_eq(s->plan->key, "p");
    as__template_free(NULL);
    stage_end(s);
}

/* Every allocation that fails is told, and nothing leaks. */
Test(rules_plan, out_of_memory)
{
    char *json = stage_json(full);
    aftersale_status status = AFTERSALE_NO_MEMORY;
    for (size_t n = 1; status == AFTERSALE_NO_MEMORY; n++) {
        cr_assert_lt(n, 1000);
        failing_memory failing = {.fail_at = n};
        as__memory memory = {failing_memory_resize, &failing};
        as__problems *problems = calloc(1, sizeof *problems);
        as__problems_init(problems, &memory);
        as__template *plan = NULL;
        status = as__template_read(&memory, NULL, json, strlen(json), problems, &plan);
        as__template_free(plan);
        as__problems_free(problems);
        cr_assert_eq(failing.held, 0, "allocation %zu", n);
        cr_assert_eq(failing.faults, 0);
        free(problems);
    }
    cr_assert_eq(status, AFTERSALE_OK);
    free(json);
}
