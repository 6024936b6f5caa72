/* SPDX-License-Identifier: MIT */
/* S65 */
#include "rules_stage.h"

#define SERVICE AFTERSALE_PURPOSE_SERVICE
#define SELLING AFTERSALE_PURPOSE_SELLING
#define UNKNOWN AFTERSALE_CONSENT_UNKNOWN
#define YES AFTERSALE_CONSENT_YES
#define NO AFTERSALE_CONSENT_NO

Test(rules_consent, unknown_service_and_presumed)
{
    cr_assert(as__consent_allows(UNKNOWN, SERVICE, 0), "service needs no opt-in");
    cr_assert(!as__consent_allows(NO, SERVICE, SERVICE), "and stops at an objection");
    cr_assert(!as__consent_allows(UNKNOWN, SELLING, 0));
    cr_assert(as__consent_allows(UNKNOWN, SELLING, SELLING));
    cr_assert(!as__consent_allows(UNKNOWN, SELLING, AFTERSALE_PURPOSE_ASKING | AFTERSALE_PURPOSE_NONE));
    cr_assert(as__consent_allows(YES, SELLING, 0));
    cr_assert(!as__consent_allows(NO, SELLING, SELLING), "an answer beats what is presumed");
}

/* Two answers, asked for phone and selling of the customer as a whole at time 100. */
Test(rules_consent, answers)
{
    static const struct {
        as__answer items[2];
        int32_t answer;
    } rows[] = {
        {{{.yes = SELLING, .since = {10}}}, YES},
        {{{.no = SELLING, .since = {10}}}, NO},
        {{{.yes = SERVICE, .since = {10}}}, UNKNOWN},
        {{{.channel = "phone", .yes = SELLING, .since = {10}}}, YES},
        {{{.channel = "email", .yes = SELLING, .since = {10}}}, UNKNOWN},
        {{{.channel = "", .yes = SELLING, .since = {10}}}, YES},
        {{{.no = SELLING, .since = {10}}, {.channel = "phone", .yes = SELLING, .since = {11}}}, YES},
        {{{.no = SELLING, .since = {11}}, {.channel = "phone", .yes = SELLING, .since = {10}}}, NO},
        {{{.no = SELLING, .since = {10}}, {.channel = "phone", .yes = SELLING, .since = {10}}}, NO},
        {{{.channel = "phone", .yes = SELLING, .since = {10}}, {.no = SELLING, .since = {10}}}, NO},
        {{{.yes = SELLING, .no = SELLING, .since = {10}}}, NO},
        {{{.no = SELLING, .since = {10}}, {.channel = "phone", .yes = SERVICE, .since = {20}}}, NO},
        {{{.no = SELLING, .since = {10}, .until = {100}}}, UNKNOWN},
        {{{.no = SELLING, .since = {10}, .until = {101}}}, NO},
        {{{.yes = SELLING, .since = {5}}, {.no = SELLING, .since = {10}, .until = {50}}}, YES},
        {{{.person = 7, .yes = SELLING, .since = {10}}}, UNKNOWN},
        {{{.person = 7, .no = SELLING, .since = {20}}, {.yes = SELLING, .since = {10}}}, YES},
    };
    for (size_t i = 0; i < COUNT(rows); i++) {
        int32_t answer = as__consent_answer(rows[i].items, 2, 0, "phone", SELLING, (aftersale_time){100});
        cr_assert_eq(answer, rows[i].answer, "row %zu: %d", i, answer);
    }
}

Test(rules_consent, persons)
{
    const as__answer answers[] = {{.person = 7, .no = SELLING, .since = {20}},
                                  {.yes = SELLING, .since = {10}}};
    cr_assert_eq(as__consent_answer(answers, 2, 7, "phone", SELLING, (aftersale_time){100}), NO);
    cr_assert_eq(as__consent_answer(answers, 2, 8, "phone", SELLING, (aftersale_time){100}), YES);
}

Test(rules_consent, without_a_channel)
{
    const as__answer answers[] = {{.channel = "phone", .no = SELLING, .since = {20}},
                                  {.yes = SELLING, .since = {10}}};
    cr_assert_eq(as__consent_answer(answers, 2, 0, NULL, SELLING, (aftersale_time){100}), YES);
    cr_assert_eq(as__consent_answer(answers, 1, 0, NULL, SELLING, (aftersale_time){100}), UNKNOWN);
}

#define CHANNELS ONE_STEP("'anchor':'sale','purpose':'selling','channels':['phone','email','post']")

static void answer(stage *s, as__answer given)
{
    s->answers[s->customer.answers.count++] = given;
}

static void contact(stage *s, aftersale_contact held)
{
    s->contacts[s->customer.contacts.count++] = held;
}

/* S35: the first channel that is not blocked is taken. */
Test(rules_consent, first_open_channel)
{
    stage *s = stage_begin(CHANNELS);
    contact(s, (aftersale_contact){.channel = "post", .address = "Street 1"});
    contact(s, (aftersale_contact){.channel = "email", .address = "a@b"});
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_eq(planned.channel, 3);
    cr_assert_eq(planned.contact, 2);
    cr_assert_eq(planned.bound.us, 0, "it waits for a fact");
    cr_assert_neq(planned.due.us, 0);
    answer(s, (as__answer){.channel = "post", .yes = SELLING, .since = {10}});
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(planned.channel, 2);
    cr_assert_eq(planned.contact, 0);
    answer(s, (as__answer){.channel = "email", .yes = SELLING, .since = {10}});
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.channel, 1);
    cr_assert_eq(planned.contact, 1);
    /* Not held here is a hint, no block. */
    answer(s, (as__answer){.channel = "phone", .yes = SELLING, .since = {10}});
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.channel, 0);
    cr_assert_eq(planned.contact, 2);
    cr_assert_not_null(stage_reason(s, 87));
    /* A branch has used the phone up. */
    stage_past(s, "a", AS__STEP_OPEN)->channel = 2;
    cr_assert_eq(stage_planned(s, "a").channel, 1);
    stage_end(s);
}

Test(rules_consent, opting_out_drops_at_once)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','channels':['phone']"));
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_not_null(stage_reason(s, 81));
    stage_past(s, "a", AS__STEP_CLAIMED)->lease = instant("2027-01-01T00:00:00Z");
    answer(s, (as__answer){.no = SERVICE, .since = {10}});
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED, "a lease is no shelter");
    cr_assert_str_eq(stage_reason(s, 83)->text, "phone: the customer refused service");
    stage_end(s);
}

/* A refusal that ends by itself is a time to wait for. */
Test(rules_consent, refusal_that_ends)
{
    stage *s = stage_begin(CHANNELS);
    answer(s,
           (as__answer){
               .channel = "phone", .no = SELLING, .since = {10}, .until = instant("2027-03-01T00:00:00Z")});
    answer(s, (as__answer){
                  .channel = "post", .no = SELLING, .since = {10}, .until = instant("2027-02-01T00:00:00Z")});
    cr_assert_str_eq(stage_time(s, stage_planned(s, "a").bound), "2027-02-01T00:00:00Z");
    s->answers[1].until = instant("2026-01-01T00:00:00Z");
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.bound.us, planned.floor.us, "never before the touch itself");
    s->facts.presume = SELLING;
    s->facts.now = instant("2026-01-01T00:00:00Z");
    planned = stage_planned(s, "a");
    cr_assert_eq(planned.channel, 1);
    cr_assert_not_null(stage_reason(s, 82));
    stage_end(s);
}

/* An address that is not valid on the day it is due is dead; only dead ones block the channel. */
Test(rules_consent, dead_addresses_S9)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','channels':['phone']"));
    contact(s, (aftersale_contact){.channel = "phone", .address = "1", .until = {2026, 11, 20}});
    contact(s, (aftersale_contact){.channel = "phone", .address = "2", .from = {2026, 11, 21}});
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(stage_reason(s, 86)->text, "phone: no address is valid on that day");
    s->contacts[0].until.day = 21;
    cr_assert_eq(stage_planned(s, "a").contact, 0);
    s->contacts[0].until.day = 20;
    s->run.sold.day = 21;
    cr_assert_eq(stage_planned(s, "a").contact, 1);
    stage_end(s);
}

/* A refusal holds for the address itself, whoever else uses it. */
Test(rules_consent, refused_addresses)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','purpose':'selling','channels':['phone','email']"));
    uint32_t refused[3] = {SELLING, SERVICE, 0};
    s->facts.presume = SELLING;
    s->facts.refused = refused;
    contact(s, (aftersale_contact){.channel = "phone", .address = "1"});
    contact(s, (aftersale_contact){.channel = "phone", .address = "2"});
    cr_assert_eq(stage_planned(s, "a").contact, 1);
    refused[1] = SELLING | SERVICE;
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.channel, 1, "on to the next channel");
    cr_assert_not_null(stage_reason(s, 85));
    contact(s, (aftersale_contact){.channel = "email", .address = "3"});
    refused[2] = SELLING;
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    stage_end(s);
}

/* A step without channels is asked about all of them. */
Test(rules_consent, step_without_channels)
{
    stage *s = stage_begin(ONE_STEP("'anchor':'sale','purpose':'selling'"));
    cr_assert_eq(stage_planned(s, "a").state, AFTERSALE_TOUCH_STATE_BLOCKED);
    answer(s, (as__answer){.yes = SELLING, .since = {10}});
    as__planned planned = stage_planned(s, "a");
    cr_assert_eq(planned.state, AFTERSALE_TOUCH_STATE_PLANNED);
    cr_assert_eq(planned.channel, 0);
    cr_assert_eq(planned.contact, 0);
    stage_end(s);
}
