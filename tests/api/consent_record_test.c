/* SPDX-License-Identifier: MIT */
/* Consent: answers, what stands of them, and addresses that are refused (S65). */
#include "support/refusal.h"

#define SELLING AFTERSALE_PURPOSE_SELLING
#define YES AFTERSALE_CONSENT_YES
#define NO AFTERSALE_CONSENT_NO

static void put_with_phone(const char *ref, const char *address)
{
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = ref,
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = address})),
        NULL));
}

static void say_at(const char *ref, const char *channel, uint32_t purposes, int32_t answer, const char *given)
{
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = ref, .channel = channel,
                                              .purposes = purposes, .answer = answer, .source = "call",
                                              .given = given != NULL ? instant(given) : (aftersale_time){0}),
                               NULL));
}

static void say(const char *ref, const char *channel, uint32_t purposes, int32_t answer)
{
    say_at(ref, channel, purposes, answer, NULL);
}

/* "yes+" is a yes that allows, "unknown-" an unknown that does not. */
static const char *ask_of(const char *ref, const char *person, const char *channel, uint32_t purpose)
{
    static const char *const texts[] = {"", "unknown-", "yes-", "no-", "", "unknown+", "yes+", "no+"};
    int32_t answer = 0, allowed = 2;
    MUST(aftersale_consent_check(book,
                                 AFTERSALE_ARGS(consent_check, .customer.ref = ref, .person.ref = person,
                                                .channel = channel, .purpose = purpose),
                                 &answer, &allowed));
    cr_assert(answer >= 1 && answer <= 3 && allowed <= 1);
    return texts[answer + 4 * allowed];
}

static const char *ask(const char *ref, const char *channel, uint32_t purpose)
{
    return ask_of(ref, NULL, channel, purpose);
}

TRIAL(consent, every_field_comes_back)
{
    aftersale_cursor *list;
    const aftersale_consent *row;
    aftersale_id id, customer;
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), &customer));
    MUST_DO(
        AFTERSALE_DID_MAKE,
        aftersale_consent_set(book,
                              AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .channel = "email",
                                             .purposes = SELLING | AFTERSALE_PURPOSE_ASKING, .answer = YES,
                                             .source = "form 7", .given = instant("2026-11-01T08:00:00Z"),
                                             .until = instant("2027-11-01T08:00:00Z")),
                              &id));
    MUST(aftersale_consent_list(book, AFTERSALE_ARGS(consent_list, .customer.ref = "C-1"), &list));
    cr_assert_eq(aftersale_consent_next(list, &row), AFTERSALE_ROW);
    cr_assert(same_id(aftersale_consent_id(row), id));
    cr_assert(same_id(aftersale_consent_customer(row), customer));
    cr_assert(!id_is_given(aftersale_consent_person(row)));
    cr_assert_str_eq(aftersale_consent_channel(row), "email");
    cr_assert_eq(aftersale_consent_purposes(row), SELLING | AFTERSALE_PURPOSE_ASKING);
    cr_assert_eq(aftersale_consent_answer(row), YES);
    cr_assert_str_eq(aftersale_consent_source(row), "form 7");
    cr_assert_str_eq(text_of(aftersale_consent_given(row)), "2026-11-01T08:00:00Z");
    cr_assert_str_eq(text_of(aftersale_consent_until(row)), "2027-11-01T08:00:00Z");
    cr_assert_eq(aftersale_consent_recorded(row).us, on_trial.now.us);
    cr_assert_eq(aftersale_consent_next(list, &row), AFTERSALE_DONE);
    aftersale_cursor_free(list);
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_consent_list(book, AFTERSALE_ARGS(consent_list, .customer.ref = "C-9"), &list));
}

/* Service needs no opt-in but stops at an objection; for the rest unknown means no. */
TRIAL(consent, unknown_is_no_but_for_service)
{
    put_with_phone("C-1", "1");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_RELATIONSHIP), "unknown-");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "unknown-");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_ASKING), "unknown-");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_PARTNER), "unknown-");
    say("C-1", "phone", AFTERSALE_PURPOSE_SERVICE | AFTERSALE_PURPOSE_PARTNER, NO);
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_SERVICE), "no-");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_PARTNER), "no-");
    cr_assert_str_eq(ask("C-1", "email", AFTERSALE_PURPOSE_SERVICE), "unknown+");
}

TRIAL(consent, the_answer_given_later_holds)
{
    put_with_phone("C-1", "1");
    say_at("C-1", "phone", SELLING, YES, "2026-11-10T00:00:00Z");
    say_at("C-1", "phone", SELLING, NO, "2026-11-05T00:00:00Z");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "yes+",
                     "an older no that is entered later changes nothing");
    say_at("C-1", NULL, SELLING, NO, "2026-11-12T00:00:00Z");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "no-");
    say_at("C-1", "phone", SELLING, YES, "2026-11-11T00:00:00Z");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "no-");
    say_at("C-1", "phone", SELLING, YES, "2026-11-13T00:00:00Z");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "yes+");
    cr_assert_str_eq(ask("C-1", "email", SELLING), "no-");
}

TRIAL(consent, ends_by_itself)
{
    put_with_phone("C-1", "1");
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = SELLING,
                                              .answer = YES, .source = "s",
                                              .until = instant("2026-12-01T00:00:00Z")),
                               NULL));
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .answer = NO, .source = "s",
                                              .purposes = AFTERSALE_PURPOSE_SERVICE,
                                              .until = instant("2026-12-01T00:00:00Z")),
                               NULL));
    now_is("2026-11-30T23:59:59Z");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "yes+");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_SERVICE), "no-");
    now_is("2026-12-01T00:00:00Z");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "unknown-");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
}

/* A refusal holds for the address, whoever else uses it and however it is written. */
TRIAL(consent, refused_addresses)
{
    put_with_phone("C-1", "020 7946 0018");
    put_with_phone("C-2", "020-79460018");
    say("C-2", NULL, SELLING, YES);
    cr_assert_str_eq(ask("C-2", "phone", SELLING), "yes+");
    say("C-1", "phone", SELLING | AFTERSALE_PURPOSE_SERVICE, NO);
    cr_assert_str_eq(ask("C-2", "phone", SELLING), "yes-");
    cr_assert_str_eq(ask("C-2", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown-");
    cr_assert_str_eq(ask("C-2", "email", SELLING), "yes+");
    put_with_phone("C-3", "(020) 7946 0018");
    cr_assert_str_eq(ask("C-3", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown-");
    put_with_phone("C-2", "020 9999 9999");
    cr_assert_str_eq(ask("C-2", "phone", SELLING), "yes+");
}

/* An address of which one is left can be used. */
TRIAL(consent, one_address_of_two_is_enough)
{
    put_with_phone("C-1", "1");
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C-2",
                       .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = "1"},
                                                  {.channel = "phone", .address = "2"})),
        NULL));
    say("C-1", "phone", AFTERSALE_PURPOSE_SERVICE, NO);
    cr_assert_str_eq(ask("C-2", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
}

/* What was refused is inherited by an address that comes later, and an older yes does not open it. */
TRIAL(consent, an_older_yes_opens_no_address)
{
    put_with_phone("C-1", "1");
    put_with_phone("C-2", "1");
    say_at("C-1", "phone", AFTERSALE_PURPOSE_SERVICE, NO, "2026-11-10T00:00:00Z");
    say_at("C-1", "phone", AFTERSALE_PURPOSE_SERVICE, YES, "2026-11-05T00:00:00Z");
    cr_assert_str_eq(ask("C-2", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown-");
    put_with_phone("C-1", "7");
    put_with_phone("C-3", "7");
    cr_assert_str_eq(ask("C-3", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown-");
    say("C-1", "phone", AFTERSALE_PURPOSE_SERVICE, YES);
    cr_assert_str_eq(ask("C-3", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
}

/* An older no that comes in late closes no address either. */
TRIAL(consent, an_older_no_closes_no_address)
{
    put_with_phone("C-1", "1");
    put_with_phone("C-2", "1");
    say_at("C-1", "phone", AFTERSALE_PURPOSE_SERVICE, YES, "2026-11-10T00:00:00Z");
    say_at("C-1", "phone", AFTERSALE_PURPOSE_SERVICE, NO, "2026-11-05T00:00:00Z");
    cr_assert_str_eq(ask("C-2", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
}

/* Consent that stands in a contact is an answer of its own, once. */
TRIAL(consent, of_a_contact)
{
    aftersale_cursor *list;
    const aftersale_consent *row;
    for (int i = 0; i < 2; i++) {
        MUST(aftersale_customer_put(
            book,
            AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = i == 0 ? "gold" : "iron",
                           .contacts = AFTERSALE_LIST(contact, {.channel = "email",
                                                                .address = "a@b.example",
                                                                .consent = SELLING,
                                                                .consent_source = "form"})),
            NULL));
    }
    cr_assert_str_eq(ask("C-1", "email", SELLING), "yes+");
    cr_assert_str_eq(ask("C-1", "phone", SELLING), "unknown-");
    MUST(aftersale_consent_list(book, AFTERSALE_ARGS(consent_list, .customer.ref = "C-1"), &list));
    cr_assert_eq(aftersale_consent_next(list, &row), AFTERSALE_ROW);
    cr_assert_str_eq(aftersale_consent_source(row), "form");
    cr_assert_eq(aftersale_consent_next(list, &row), AFTERSALE_DONE);
    aftersale_cursor_free(list);
}

static void put_people(void)
{
    put_with_phone("C-1", "100");
    for (int i = 0; i < 2; i++)
        MUST(aftersale_person_put(
            book,
            AFTERSALE_ARGS(
                person_put, .ref = i == 0 ? "P-1" : "P-2", .customer.ref = "C-1",
                .contacts = AFTERSALE_LIST(contact, {.channel = "phone", .address = i == 0 ? "201" : "202"})),
            NULL));
}

/* S9: people answer for themselves; what the customer says as a whole holds for all of them. */
TRIAL(consent, of_people)
{
    put_people();
    MUST(aftersale_consent_set(book,
                               AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .person.ref = "P-1",
                                              .purposes = AFTERSALE_PURPOSE_SERVICE, .answer = NO,
                                              .source = "s"),
                               NULL));
    cr_assert_str_eq(ask_of("C-1", "P-1", "phone", AFTERSALE_PURPOSE_SERVICE), "no-");
    cr_assert_str_eq(ask_of("C-1", "P-2", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
    put_with_phone("C-1", "101");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+",
                     "a number of the house is not refused by one of its people");
    put_with_phone("C-2", "201");
    cr_assert_str_eq(ask("C-2", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown-");
    say("C-1", NULL, AFTERSALE_PURPOSE_SERVICE, NO);
    cr_assert_str_eq(ask_of("C-1", "P-2", "phone", AFTERSALE_PURPOSE_SERVICE), "no-");
}

/* The addresses that count for a person are theirs. */
TRIAL(consent, refused_addresses_of_people)
{
    put_people();
    put_with_phone("C-2", "202");
    say("C-2", "phone", AFTERSALE_PURPOSE_SERVICE, NO);
    cr_assert_str_eq(ask_of("C-1", "P-2", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown-");
    cr_assert_str_eq(ask_of("C-1", "P-1", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
    cr_assert_str_eq(ask("C-1", "phone", AFTERSALE_PURPOSE_SERVICE), "unknown+");
}

TRIAL(consent, problems)
{
    int32_t answer = 7, allowed = 7;
    put_people();
    put_with_phone("C-2", "1");
    MUST_NAME(AFTERSALE_INVALID, "customer purposes answer source",
              aftersale_consent_set(book, AFTERSALE_ARGS(consent_set, .channel = NULL), NULL));
    MUST_NAME(AFTERSALE_INVALID, "purposes source",
              aftersale_consent_set(book,
                                    AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 128,
                                                   .answer = NO, .source = MARK "\x01"),
                                    NULL));
    MUST_NAME(AFTERSALE_INVALID, "answer",
              aftersale_consent_set(book,
                                    AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 4,
                                                   .answer = AFTERSALE_CONSENT_UNKNOWN, .source = "s"),
                                    NULL));
    MUST_NAME(AFTERSALE_INVALID, "purposes",
              aftersale_consent_set(book,
                                    AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .answer = NO,
                                                   .source = "s", .purposes = AFTERSALE_PURPOSE_NONE),
                                    NULL));
    MUST_NAME(AFTERSALE_INVALID, "channel",
              aftersale_consent_set(book,
                                    AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 4,
                                                   .answer = NO, .source = "s", .channel = MARK),
                                    NULL));
    MUST_NAME(AFTERSALE_INVALID, "until",
              aftersale_consent_set(book,
                                    AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 4,
                                                   .answer = NO, .source = "s", .until = on_trial.now),
                                    NULL));
    MUST_NAME(AFTERSALE_NOT_FOUND, "person",
              aftersale_consent_set(book,
                                    AFTERSALE_ARGS(consent_set, .customer.ref = "C-2", .person.ref = "P-1",
                                                   .purposes = 4, .answer = NO, .source = "s"),
                                    NULL));
    MUST_BE(AFTERSALE_INVALID, aftersale_consent_check(book, NULL, &answer, &allowed));
    MUST_NAME(AFTERSALE_INVALID, "customer",
              aftersale_consent_check(book, AFTERSALE_ARGS(consent_check, .channel = "phone", .purpose = 1),
                                      &answer, &allowed));
    MUST_NAME(AFTERSALE_INVALID, "purpose",
              aftersale_consent_check(
                  book,
                  AFTERSALE_ARGS(consent_check, .customer.ref = "C-1", .channel = "phone", .purpose = 3),
                  &answer, &allowed));
    MUST_NAME(AFTERSALE_INVALID, "channel",
              aftersale_consent_check(book,
                                      AFTERSALE_ARGS(consent_check, .customer.ref = "C-1", .purpose = 4),
                                      &answer, &allowed));
    cr_assert(answer == 7 && allowed == 7);
}

/* 256, documented with the field. */
TRIAL(consent, a_customer_has_a_limit_of_answers)
{
    aftersale_status status = AFTERSALE_OK;
    int said = 0;
    put_with_phone("C-1", "1");
    for (; said < 400 && status == AFTERSALE_OK; said++) {
        char ref[16];
        snprintf(ref, sizeof ref, "P-%d", said);
        MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = ref, .customer.ref = "C-1"), NULL));
        status = aftersale_consent_set(book,
                                       AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .person.ref = ref,
                                                      .purposes = 4, .answer = NO, .source = "s"),
                                       NULL);
    }
    cr_assert_eq(status, AFTERSALE_LIMIT);
    cr_assert_eq(said, 257);
    cr_assert_str_eq(ask_of("C-1", "P-255", "phone", SELLING), "no-");
    cr_assert_str_eq(ask_of("C-1", "P-256", "phone", SELLING), "unknown-");
}
