/* SPDX-License-Identifier: MIT */
/* A mark stands in every text of a plan and of its book that is not for the customer, and in no form of the written
 * plan, whatever became of the run (S28). */
#include "support/trial.h"
#include <aftersale/ical.h>

/* Keys and kinds are words, the rest is free; "Promised" is the only word for the customer. */
#define INTERNAL                                                                                             \
    "'objective':'MARK','review':['MARK one','MARK two'],'guide':'MARK','materials':['MARK'],"               \
    "'text':{'en':'MARK {customer} {promise}'},'role':'mark','channels':['phone','mark'],'cost':'66.60 GBP'"
#define MARKED                                                                                               \
    "{'plan':'mark-plan','name':'MARK','title':{'en':'Your plan'},'steps':["                                 \
    "{'key':'mark-call','kind':'mark-kind','purpose':'service','anchor':'sale'," INTERNAL                    \
    ",'promise':{'en':'Promised call.'},'snoozes':3,'outcomes':{"                                            \
    "'problem':{'do':'open_case','owner':'mark-owner','within':'P1D','then':'next'},"                        \
    "'lukewarm':{'do':'escalate'},"                                                                          \
    "'delighted':{'do':'ask_referral','after':'P3D'}}},"                                                     \
    "{'key':'mark-gift','kind':'gift','purpose':'service','anchor':'sale','after':'P1D'," INTERNAL "%s},"    \
    "{'key':'mark-inner','kind':'review','purpose':'service','anchor':'sale','after':'P2D'," INTERNAL "%s}," \
    "{'key':'mark-branch','kind':'recovery','only':'by_branch','promise':{'en':'MARK'}},"                    \
    "{'key':'mark-again','kind':'service','anchor':'sale','after':'P3D','repeat':{'every':'P1M'}," INTERNAL  \
    ",'promise':{'en':'Promised again.'}},"                                                                  \
    "{'key':'mark-last','kind':'check-up','purpose':'service','anchor':'acceptance','after':'P1Y'," INTERNAL \
    ",'promise':{'en':'Promised last.'}}]}"

static size_t run; /* which one is looked at */

static void put_people(void)
{
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .currency = "GBP", .channels = AFTERSALE_TEXTS("mark")), NULL));
    MUST(aftersale_actor_put(book,
                             AFTERSALE_ARGS(actor_put, .ref = "mark-owner", .name = "Sam Baker",
                                            .phone = "555 0123", .team = "MARK", .manager = "mark-boss",
                                            .roles = AFTERSALE_TEXTS("mark-role"), .fallback = "mark-boss",
                                            .extra = "{\"MARK\":\"MARK\"}"),
                             NULL));
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "MARK-C", .name = "Ada Byron", .owner = "mark-owner",
                       .zone = "Europe/London", .tier = "MARK", .household = "MARK", .account = "MARK",
                       .tags = AFTERSALE_TEXTS("MARK", "MARK two"), .extra = "{\"MARK\":\"MARK\"}",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone",
                                                            .address = "MARK +44 20 7946 0018",
                                                            .label = "MARK",
                                                            .consent_source = "MARK"})),
        NULL));
    MUST(aftersale_goal_put(
        book,
        AFTERSALE_ARGS(goal_put, .ref = "MARK", .customer.ref = "MARK-C", .words = "MARK", .measure = "MARK"),
        NULL));
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "MARK-C",
                                              .purposes = AFTERSALE_PURPOSE_RELATIONSHIP,
                                              .answer = AFTERSALE_CONSENT_YES, .source = "MARK"),
                               NULL));
}

static void put_sale_of(const char *ref)
{
    MUST(aftersale_sale_record(
        book,
        AFTERSALE_ARGS(
            sale_record, .ref = ref, .customer.ref = "MARK-C", .sold = {2026, 11, 20}, .owner = "mark-owner",
            .billing = "MARK", .plan = "mark-plan", .extra = "{\"MARK\":\"MARK\"}",
            .lines = AFTERSALE_LIST(sale_line, {.product.ref = "MARK-P", .price = {6660, "GBP", 2}})),
        NULL));
}

static void put_goods(void)
{
    MUST(aftersale_product_put(book,
                               AFTERSALE_ARGS(product_put, .ref = "MARK-P", .name = "Boiler B24",
                                              .category = "MARK", .partner = "MARK",
                                              .extra = "{\"MARK\":\"MARK\"}"),
                               NULL));
    put_sale_of("MARK-S");
}

/* @param gift, inner more of these steps: nothing, or what makes them promises */
static void stage(const char *gift, const char *inner)
{
    char json[8192], *text;
    run = 0;
    snprintf(json, sizeof json, MARKED, gift, inner);
    text = real_json(json);
    MUST(aftersale_plan_publish(book, AFTERSALE_ARGS(plan_publish, .json = text), NULL));
    free(text);
    put_people();
    put_goods();
}

/* The run's plan in one form: 1 to 3, and 4 for a calendar. */
static char *form_of(int32_t form)
{
    const aftersale_sheet *sheet;
    aftersale_ical *calendar;
    aftersale_id id = enrolment_id("MARK-C", run);
    char *text;
    if (form > AFTERSALE_FORMAT_HTML) {
        MUST(aftersale_ical_sheet(book, AFTERSALE_ARGS(sheet_make, .enrolment = id), &calendar));
        text = strdup(aftersale_ical_text(calendar, NULL));
        aftersale_ical_free(calendar);
    } else {
        MUST(aftersale_sheet_make(book, AFTERSALE_ARGS(sheet_make, .enrolment = id, .format = form), &sheet));
        text = strdup(aftersale_sheet_text(sheet, NULL));
        aftersale_sheet_free(sheet);
    }
    cr_assert_not_null(text);
    return text;
}

static bool is_marked(const char *text)
{
    return strstr(text, "MARK") != NULL || strstr(text, "mark-") != NULL || strstr(text, "66.6") != NULL ||
           strstr(text, "gift") != NULL;
}

/* In every form there is a promise, and no mark. */
static void look(const char *when, const char *promise)
{
    for (int32_t form = 1; form <= 4; form++) {
        char *text = form_of(form);
        char *page = strstr(text, "</style>"); /* its rules for colours are no words */
        cr_assert_not(is_marked(page != NULL ? page : text), "%s, form %d:\n%s", when, (int)form, text);
        if (promise != NULL)
            cr_assert_not_null(strstr(text, promise), "%s, form %d:\n%s", when, (int)form, text);
        free(text);
    }
}

static void share(void)
{
    MUST(aftersale_sheet_share(
        book, AFTERSALE_ARGS(sheet_share, .enrolment.id = enrolment_id("MARK-C", run), .with = "Ada"), NULL));
}

static aftersale_id touch_of(const char *step)
{
    const aftersale_touch *found = find_touch("MARK-C", run, step);
    cr_assert_not_null(found, "%s", step);
    return aftersale_touch_id(found);
}

static void made(const char *step, int32_t outcome)
{
    MUST(aftersale_touch_done(book,
                              AFTERSALE_ARGS(touch_done, .touch = touch_of(step), .outcome = outcome,
                                             .actor = "mark-doer", .note = "MARK"),
                              NULL));
}

static void move(int32_t state)
{
    MUST(aftersale_plan_move(book,
                             AFTERSALE_ARGS(plan_move, .enrolment.id = enrolment_id("MARK-C", run),
                                            .state = state, .reason = "MARK"),
                             NULL));
}

TRIAL(ical_mark, stands_in_no_form_from_start_to_end)
{
    stage("", "");
    look("new", "Promised call.");
    share();
    look("shared", "Promised call.");
    MUST(aftersale_touch_claim(
        book, AFTERSALE_ARGS(touch_claim, .touch = touch_of("mark-call"), .actor = "mark-doer"), NULL));
    look("claimed", "Promised call.");
    MUST(aftersale_touch_release(
        book, AFTERSALE_ARGS(touch_release, .touch = touch_of("mark-call"), .actor = "mark-doer"), NULL));
    MUST(
        aftersale_touch_snooze(book,
                               AFTERSALE_ARGS(touch_snooze, .touch = touch_of("mark-call"),
                                              .actor = "mark-doer", .until = instant("2026-11-21T10:00:00Z")),
                               NULL));
    look("put off", "Promised call.");
    share();
    now_is("2026-11-25T10:00:00Z");
    made("mark-gift", AFTERSALE_OUTCOME_REACHED);
    look("gift given", "Promised call.");
    move(AFTERSALE_ENROLMENT_PAUSED);
    look("paused", NULL);
    move(AFTERSALE_ENROLMENT_ACTIVE);
    look("goes on", "Promised call.");
    move(AFTERSALE_ENROLMENT_ENDED);
    share();
    look("ended", NULL);
}

TRIAL(ical_mark, stands_in_no_form_after_any_outcome)
{
    static const int32_t outcomes[] = {AFTERSALE_OUTCOME_REACHED, AFTERSALE_OUTCOME_NO_ANSWER,
                                       AFTERSALE_OUTCOME_PROBLEM, AFTERSALE_OUTCOME_LUKEWARM,
                                       AFTERSALE_OUTCOME_DELIGHTED};
    stage("", "");
    for (run = 0; run < COUNT(outcomes); run++) {
        char sale[24];
        snprintf(sale, sizeof sale, "MARK-S-%zu", run);
        if (run > 0)
            put_sale_of(sale);
        share();
        made("mark-call", outcomes[run]);
        look(sale, "Promised again.");
    }
}

/* A step that is given a promise is in every form: the tests above can fail. A gift is in none all the same. */
TRIAL(ical_mark, a_promise_is_promised_but_a_gift_never_is)
{
    stage(",'promise':{'en':'gift promised'}", ",'promise':{'en':'MARK promised'}");
    for (int32_t form = 1; form <= 4; form++) {
        char *text = form_of(form);
        cr_assert_not_null(strstr(text, "MARK promised"), "%s", text);
        cr_assert_null(strstr(text, "gift promised"), "%s", text);
        free(text);
    }
}
