/* SPDX-License-Identifier: MIT */
/* The gate: no touch surfaces against consent, and what may surface does (S65). */
#include "support/trial.h"

enum {
    SERVICE = AFTERSALE_PURPOSE_SERVICE,
    RELATIONSHIP = AFTERSALE_PURPOSE_RELATIONSHIP,
    SELLING = AFTERSALE_PURPOSE_SELLING,
    ASKING = AFTERSALE_PURPOSE_ASKING,
    PARTNER = AFTERSALE_PURPOSE_PARTNER,
    YES = AFTERSALE_CONSENT_YES,
    NO = AFTERSALE_CONSENT_NO,
    UNKNOWN = AFTERSALE_CONSENT_UNKNOWN
};

/* One touch of each purpose, by phone. */
#define KIND(key, kind) "{'key':'" key "','kind':'" kind "','anchor':'sale','channels':['phone']}"
#define EACH                                                                                                 \
    PLAN("each", KIND("help", "service") "," KIND("care", "check-up") "," KIND("sell", "offer") "," KIND(    \
                     "refer", "ask"))

/* By phone, else by mail. */
#define BOTH PLAN("both", STEP("a", "'anchor':'sale','channels':['phone','email']"))

static void answer_of(const char *customer, const char *channel, uint32_t purposes, int32_t answer)
{
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = customer, .channel = channel,
                                              .purposes = purposes, .answer = answer, .source = "call"),
                               NULL));
    on_trial.now.us += 1000000; /* the next answer is a newer one */
}

static bool may(const char *customer, const char *channel, uint32_t purpose, int32_t expected)
{
    int32_t answer, allowed;
    MUST(aftersale_consent_check(
        book, AFTERSALE_ARGS(consent_check, .customer.ref = customer, .channel = channel, .purpose = purpose),
        &answer, &allowed));
    cr_assert_eq(answer, expected);
    return allowed == 1;
}

static void sell_to(const char *customer, const char *plan)
{
    char sale[32];
    put_customer(customer);
    snprintf(sale, sizeof sale, "S-%s", customer);
    put_sale(sale, customer, plan, "2026-11-18", NULL);
}

static void presume(uint32_t purposes)
{
    MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .presume = purposes), NULL));
}

static aftersale_status try_claim(const char *customer, const char *step)
{
    return aftersale_touch_claim(
        book, AFTERSALE_ARGS(touch_claim, .touch = touch_id(customer, step), .actor = "sam"), NULL);
}

/* Number of the last reason of the BLOCKED that was met. */
static int32_t blocked_by(void)
{
    const aftersale_explanation *why;
    MUST(aftersale_explain_last(book, &why));
    size_t count = aftersale_explanation_count(why);
    cr_assert_gt(count, 0);
    const aftersale_reason *last = aftersale_explanation_reason(why, count - 1);
    int32_t number = last->number;
    cr_assert_eq(last->verdict, AFTERSALE_VERDICT_STOPPED);
    aftersale_explanation_free(why);
    return number;
}

TRIAL(consent_gate, service_needs_no_opt_in_and_the_others_do)
{
    publish(EACH);
    sell_to("C", "each");
    cr_assert_str_eq(work_of("sam"), "C:help");
    cr_assert(may("C", "phone", SERVICE, UNKNOWN));
    cr_assert_not(may("C", "phone", RELATIONSHIP, UNKNOWN));
    cr_assert_not(may("C", "phone", SELLING, UNKNOWN));
    cr_assert_not(may("C", "phone", ASKING, UNKNOWN));
    cr_assert_not(may("C", "phone", PARTNER, UNKNOWN));
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "sell"));
    cr_assert_eq(blocked_by(), 84);
}

TRIAL(consent_gate, a_yes_opens_its_purposes_only)
{
    static const struct {
        uint32_t purpose;
        const char *work;
    } opened[] = {
        {RELATIONSHIP, "C:help C:care"},
        {ASKING, "C:help C:care C:refer"},
        {SELLING, "C:help C:care C:sell C:refer"},
    };
    publish(EACH);
    sell_to("C", "each");
    for (size_t i = 0; i < COUNT(opened); i++) {
        answer_of("C", "phone", opened[i].purpose, YES);
        cr_assert_str_eq(work_of("sam"), opened[i].work);
    }
    answer_of("C", NULL, SELLING | ASKING, NO);
    cr_assert_str_eq(work_of("sam"), "C:help C:care");
}

/* The book may presume a purpose, as long as nobody objected. */
TRIAL(consent_gate, what_is_presumed_stops_at_an_objection)
{
    presume(SERVICE | SELLING);
    publish(EACH);
    sell_to("C", "each");
    sell_to("D", "each");
    cr_assert_str_eq(work_of("sam"), "C:help C:sell D:help D:sell");
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "D",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "2"})),
        NULL));
    answer_of("C", "phone", SELLING, NO);
    cr_assert_str_eq(work_of("sam"), "C:help D:help D:sell");
    cr_assert_not(may("C", "phone", SELLING, NO));
    cr_assert(may("D", "phone", SELLING, UNKNOWN));
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "sell"));
    cr_assert_eq(blocked_by(), 83);
}

/* Opting out drops undone touches in the commit that records it. */
TRIAL(consent_gate, a_refusal_holds_at_once)
{
    const aftersale_effect *const *effects;
    size_t count;
    publish(EACH);
    sell_to("C", "each");
    MUST(try_claim("C", "help"));
    MUST(aftersale_touch_release(
        book, AFTERSALE_ARGS(touch_release, .touch = touch_id("C", "help"), .actor = "sam"), NULL));
    aftersale_id dropped = touch_id("C", "help");
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = SERVICE,
                                              .answer = NO, .source = "letter"),
                               NULL));
    MUST(aftersale_book_effects(book, &effects, &count));
    cr_assert_eq(count, 1);
    cr_assert_eq(effects[0]->what, AFTERSALE_EFFECT_CANCELLED);
    cr_assert(same_id(effects[0]->subject, dropped));
    cr_assert_str_eq(text_of(effects[0]->before), "2026-11-18T09:00:00Z");
    cr_assert_str_eq(work_of(NULL), "");
    cr_assert_eq(touch_state("C", "help"), AFTERSALE_TOUCH_STATE_BLOCKED);
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "help"));
    cr_assert_eq(blocked_by(), 83);
}

/* A claim that stands does not carry a call over a refusal: it is not renewed. */
TRIAL(consent_gate, a_claim_is_not_renewed_against_a_refusal)
{
    publish(EACH);
    sell_to("C", "each");
    MUST(try_claim("C", "help"));
    answer_of("C", "phone", SERVICE, NO);
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "help"));
    /* What happened is a fact all the same. */
    done("C", "help", AFTERSALE_OUTCOME_REACHED);
}

TRIAL(consent_gate, explain_last_is_of_the_last_command_alone)
{
    const aftersale_explanation *why = NULL;
    publish(EACH);
    sell_to("C", "each");
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_explain_last(book, &why));
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "sell"));
    (void)touch_state("C", "sell"); /* a query between */
    cr_assert_eq(blocked_by(), 84);
    cr_assert_eq(blocked_by(), 84);
    MUST(try_claim("C", "help"));
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_explain_last(book, &why));
    cr_assert_null(why);
}

/* The channel that may be used is used. */
TRIAL(consent_gate, the_next_channel_is_taken)
{
    publish(BOTH);
    sell_to("C", "both");
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "phone");
    answer_of("C", "phone", SERVICE, NO);
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "email");
    cr_assert_str_eq(work_of("sam"), "C:a");
    answer_of("C", "email", SERVICE, NO);
    cr_assert_eq(touch_state("C", "a"), AFTERSALE_TOUCH_STATE_BLOCKED);
    cr_assert_str_eq(work_of("sam"), "");
    answer_of("C", "phone", SERVICE, YES);
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "phone");
    cr_assert_str_eq(work_of("sam"), "C:a");
}

/* An answer for every channel and one for a channel: the newer holds. */
TRIAL(consent_gate, the_newest_answer_holds)
{
    publish(BOTH);
    sell_to("C", "both");
    answer_of("C", NULL, SERVICE, NO);
    cr_assert_str_eq(work_of("sam"), "");
    answer_of("C", "email", SERVICE, YES);
    cr_assert_str_eq(aftersale_touch_channel(touch("C", "a")), "email");
    answer_of("C", NULL, SERVICE, NO);
    cr_assert_str_eq(work_of("sam"), "");
    /* An older answer that is entered late changes nothing. */
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = SERVICE,
                                              .answer = YES, .source = "form",
                                              .given = instant("2026-01-01T00:00:00Z")),
                               NULL));
    cr_assert_str_eq(work_of("sam"), "");
    cr_assert_not(may("C", "email", SERVICE, NO));
}

/* A refusal holds for the address, whoever else uses it. */
TRIAL(consent_gate, a_refused_address_is_refused_for_others)
{
    publish(EACH);
    publish(BOTH);
    sell_to("C", "each");
    sell_to("D", "both");
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "D",
                       .contacts =
                           AFTERSALE_LIST(contact, {.channel = "phone", .address = "+44 (20) 7946-0018"},
                                          {.channel = "email", .address = "d@example.org"})),
        NULL));
    cr_assert_str_eq(aftersale_touch_channel(touch("D", "a")), "phone");
    answer_of("C", "phone", SERVICE, NO);
    cr_assert_not(may("D", "phone", SERVICE, UNKNOWN));
    cr_assert(may("D", "email", SERVICE, UNKNOWN));
    cr_assert_str_eq(aftersale_touch_channel(touch("D", "a")), "email");
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "D",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "+442079460018"})),
        NULL));
    answer_of("D", "email", SERVICE, NO);
    cr_assert_str_eq(work_of("sam"), "");
    MUST_BE(AFTERSALE_BLOCKED, try_claim("D", "a"));
    /* D cannot take back what C said: neither by a yes of their own, nor by a no and a yes. */
    answer_of("D", "phone", SERVICE, YES);
    answer_of("D", "phone", SERVICE, NO);
    answer_of("D", "phone", SERVICE, YES);
    MUST_BE(AFTERSALE_BLOCKED, try_claim("D", "a"));
    answer_of("C", "phone", SERVICE, YES);
    cr_assert_str_eq(work_of("sam"), "C:help D:a");
    MUST(try_claim("D", "a"));
}

/* Two have refused: it is open when both have taken it back. */
TRIAL(consent_gate, an_address_is_open_when_nobody_refuses_it)
{
    publish(EACH);
    sell_to("C", "each");
    sell_to("D", "each");
    sell_to("E", "each");
    answer_of("C", "phone", SERVICE, NO);
    answer_of("D", NULL, SERVICE, NO);
    answer_of("C", "phone", SERVICE, YES);
    MUST_BE(AFTERSALE_BLOCKED, try_claim("E", "help"));
    answer_of("D", NULL, SERVICE, YES);
    MUST(try_claim("E", "help"));
}

/* Consent that names the address opens it for who is asked by it now; for C stays what C said. */
static void put_d_with_consent(const char *source)
{
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "D", .name = source,
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone",
                                                            .address = "+44 20 7946 0018",
                                                            .consent = SERVICE,
                                                            .consent_source = source})),
        NULL));
    on_trial.now.us += 1000000;
}

TRIAL(consent_gate, consent_with_the_address_opens_it)
{
    publish(EACH);
    sell_to("C", "each");
    sell_to("D", "each");
    put_d_with_consent("form of May");
    answer_of("C", "phone", SERVICE, NO);
    MUST_BE(AFTERSALE_BLOCKED, try_claim("D", "help"));
    put_d_with_consent("form of May"); /* the old form once more */
    MUST_BE(AFTERSALE_BLOCKED, try_claim("D", "help"));
    put_d_with_consent("form of June");
    MUST(try_claim("D", "help"));
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "help"));
}

/* However many refuse. */
TRIAL(consent_gate, a_switchboard_that_everybody_refused)
{
    char ref[16];
    publish(EACH);
    sell_to("D", "each");
    for (int i = 0; i < 300; i++) {
        snprintf(ref, sizeof ref, "C-%d", i);
        put_customer(ref);
        answer_of(ref, "phone", SERVICE, NO);
    }
    for (int i = 0; i < 300; i++) {
        snprintf(ref, sizeof ref, "C-%d", i);
        answer_of(ref, "phone", SERVICE, YES);
    }
    MUST_BE(AFTERSALE_BLOCKED, try_claim("D", "help"));
    put_d_with_consent("form");
    MUST(try_claim("D", "help"));
}

/* Who is recorded after the refusal is bound by it as well. */
TRIAL(consent_gate, a_refused_address_is_refused_for_who_comes_later)
{
    publish(EACH);
    sell_to("C", "each");
    answer_of("C", "phone", SERVICE, NO);
    sell_to("D", "each");
    cr_assert_str_eq(work_of("sam"), "");
    MUST_BE(AFTERSALE_BLOCKED, try_claim("D", "help"));
    cr_assert_eq(blocked_by(), 85);
}

/* Another purpose of the same address stays open. */
TRIAL(consent_gate, a_refused_address_stays_open_for_other_purposes)
{
    presume(SERVICE | SELLING);
    publish(EACH);
    sell_to("C", "each");
    sell_to("D", "each");
    answer_of("C", NULL, SELLING, NO);
    cr_assert_str_eq(work_of("sam"), "C:help D:help");
}

/* Answers end by themselves. */
TRIAL(consent_gate, an_answer_holds_until_its_end)
{
    publish(EACH);
    sell_to("C", "each");
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = SELLING,
                                              .answer = YES, .source = "fair",
                                              .until = instant("2026-12-01T00:00:00Z")),
                               NULL));
    now_is("2026-11-30T23:59:59Z");
    cr_assert_str_eq(work_of("sam"), "C:help C:sell");
    now_is("2026-12-01T00:00:00Z");
    cr_assert_str_eq(work_of("sam"), "C:help");
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "sell"));
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = SERVICE,
                                              .answer = NO, .source = "call",
                                              .until = instant("2026-12-10T00:00:00Z")),
                               NULL));
    cr_assert_str_eq(work_of("sam"), "");
    now_is("2026-12-10T00:00:00Z");
    cr_assert_str_eq(work_of("sam"), "C:help");
    MUST(try_claim("C", "help"));
    MUST_BE(AFTERSALE_INVALID,
            aftersale_consent_set(book,
                                  AFTERSALE_ARGS(consent_set, .customer.ref = "C", .purposes = SERVICE,
                                                 .answer = NO, .source = "call",
                                                 .until = instant("2026-12-10T00:00:00Z")),
                                  NULL));
}

/* A customer whose addresses the host keeps itself is no block. */
TRIAL(consent_gate, an_address_that_is_not_held_is_no_block)
{
    publish(BOTH);
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C", .owner = "sam"), NULL));
    put_sale("S", "C", "both", "2026-11-18", NULL);
    cr_assert_str_eq(work_of("sam"), "C:a");
    MUST(try_claim("C", "a"));
}

/* An address whose days are over is passed over. */
TRIAL(consent_gate, an_address_is_used_on_its_days)
{
    publish(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone']")));
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C", .owner = "sam",
                       .contacts = AFTERSALE_LIST(
                           contact, {.channel = "phone", .address = "old", .until = {2026, 11, 1}},
                           {.channel = "phone", .address = "new", .from = {2026, 11, 1}})),
        NULL));
    put_sale("S", "C", "p", "2026-11-18", NULL);
    aftersale_cursor *list = NULL;
    const aftersale_work *work;
    MUST(aftersale_worklist(book, NULL, &list));
    cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_work_address(work), "new");
    aftersale_cursor_free(list);
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C",
                       .contacts = AFTERSALE_LIST(
                           contact, {.channel = "phone", .address = "old", .until = {2026, 11, 1}})),
        NULL));
    cr_assert_str_eq(work_of("sam"), "");
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "a"));
    cr_assert_eq(blocked_by(), 86);
}

/* S9, S35: what is late is made by an address that is valid when it is made, and comes up by itself once there is one;
 * the last day of an address is the one before `until`. */
TRIAL(consent_gate, a_late_touch_needs_an_address_of_today)
{
    static const struct {
        const char *now, *address;
    } rows[] = {
        {"2026-11-18T12:00:00Z", "old"},
        {"2026-11-20T23:59:59Z", "old"},
        {"2026-11-21T00:00:00Z", "mail"},
        {"2026-11-25T00:00:00Z", "new"},
    };
    publish(PLAN("p", STEP("a", "'anchor':'sale','channels':['phone','email']")));
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C", .owner = "sam", .zone = "UTC",
                       .contacts = AFTERSALE_LIST(
                           contact, {.channel = "phone", .address = "old", .until = {2026, 11, 21}},
                           {.channel = "phone", .address = "new", .from = {2026, 11, 25}},
                           {.channel = "email", .address = "mail", .until = {2026, 11, 23}})),
        NULL));
    put_sale("S", "C", "p", "2026-11-18", NULL);
    for (size_t i = 0; i < COUNT(rows); i++) {
        aftersale_cursor *list = NULL;
        const aftersale_work *work;
        now_is(rows[i].now);
        MUST(aftersale_worklist(book, NULL, &list));
        cr_assert_eq(aftersale_work_next(list, &work), AFTERSALE_ROW, "%s", rows[i].now);
        cr_assert_str_eq(aftersale_work_address(work), rows[i].address, "%s", rows[i].now);
        aftersale_cursor_free(list);
    }
    now_is("2026-11-24T12:00:00Z");
    cr_assert_str_eq(work_of("sam"), "", "there is none on the 23rd and 24th");
    MUST_BE(AFTERSALE_BLOCKED, try_claim("C", "a"));
    cr_assert_eq(blocked_by(), 88);
}

/* Consent that is given with a contact point is an answer for its channel. */
TRIAL(consent_gate, a_contact_may_bring_its_consent)
{
    publish(EACH);
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C", .owner = "sam",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone",
                                                            .address = "1",
                                                            .consent = SELLING | RELATIONSHIP,
                                                            .consent_source = "order form"})),
        NULL));
    put_sale("S", "C", "each", "2026-11-18", NULL);
    cr_assert_str_eq(work_of("sam"), "C:help C:care C:sell");
    cr_assert_not(may("C", "email", SELLING, UNKNOWN));
    cr_assert(may("C", "phone", SELLING, YES));
}

TRIAL(consent_gate, an_answer_is_checked)
{
    put_customer("C");
    aftersale_consent_set_args args = {.struct_size = sizeof args, .source = "call"};
    args.customer.ref = "C";
    args.answer = NO;
    MUST_BE(AFTERSALE_INVALID, aftersale_consent_set(book, &args, NULL));
    args.purposes = SELLING;
    args.answer = UNKNOWN;
    MUST_BE(AFTERSALE_INVALID, aftersale_consent_set(book, &args, NULL));
    args.answer = NO;
    args.channel = "telegraph";
    MUST_BE(AFTERSALE_INVALID, aftersale_consent_set(book, &args, NULL));
    args.channel = NULL;
    args.source = NULL;
    MUST_BE(AFTERSALE_INVALID, aftersale_consent_set(book, &args, NULL));
    args.source = "call";
    args.customer.ref = "X";
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_consent_set(book, &args, NULL));
    args.customer.ref = "C";
    MUST(aftersale_consent_set(book, &args, NULL));
}
