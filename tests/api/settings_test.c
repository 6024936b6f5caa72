/* SPDX-License-Identifier: MIT */
/* Settings and enrolment rules (S4, S20, S31, S65). */
#include "support/refusal.h"

static const aftersale_settings *settings(void)
{
    const aftersale_settings *found = NULL;
    MUST(aftersale_settings_get(book, &found));
    return hold(found);
}

TRIAL(settings, a_new_book_has_the_defaults)
{
    const aftersale_settings *found = settings();
    cr_assert_str_eq(aftersale_settings_name(found), "acme");
    cr_assert_str_eq(aftersale_settings_zone(found), "UTC");
    cr_assert_str_eq(aftersale_settings_language(found), "en");
    cr_assert_str_eq(aftersale_settings_currency(found), "");
    cr_assert_eq(aftersale_settings_presume(found), AFTERSALE_PURPOSE_SERVICE);
    cr_assert_eq(aftersale_settings_channel_count(found), 0);
    cr_assert_eq(aftersale_settings_rule_count(found), 0);
    cr_assert_eq(aftersale_settings_created(found).us, on_trial.now.us);
    cr_assert_eq(aftersale_settings_revision(found), 1);
}

TRIAL(settings, put_changes_only_what_it_names)
{
    aftersale_id id;
    MUST_DO(
        AFTERSALE_DID_CHANGE,
        aftersale_settings_put(book,
                               AFTERSALE_ARGS(settings_put, .zone = "Europe/Berlin", .language = "de",
                                              .currency = "EUR", .presume = AFTERSALE_PURPOSE_NONE,
                                              .day_start = {1, 8, 30, 0}, .channels = AFTERSALE_TEXTS("fax")),
                               &id));
    cr_assert(same_id(id, aftersale_settings_id(settings())));
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .zone = "Europe/Berlin"), NULL));
    MUST_DO(
        AFTERSALE_DID_CHANGE,
        aftersale_settings_put(book,
                               AFTERSALE_ARGS(settings_put, .language = "fr", .expect = 2,
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SETTINGS_CURRENCY)),
                               NULL));
    const aftersale_settings *found = settings();
    cr_assert_str_eq(aftersale_settings_zone(found), "Europe/Berlin");
    cr_assert_str_eq(aftersale_settings_language(found), "fr");
    cr_assert_str_eq(aftersale_settings_currency(found), "");
    cr_assert_eq(aftersale_settings_presume(found), AFTERSALE_PURPOSE_NONE);
    cr_assert_eq(aftersale_settings_day_start(found).hour, 8);
    cr_assert_eq(aftersale_settings_day_start(found).minute, 30);
    cr_assert_str_eq(aftersale_settings_channel_at(found, 0), "fax");
    cr_assert_eq(aftersale_settings_revision(found), 3);
    MUST_NAME(
        AFTERSALE_CONFLICT, "expect",
        aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .language = "it", .expect = 2), NULL));
}

TRIAL(settings, all_problems_at_once)
{
    MUST_NAME(AFTERSALE_INVALID, "zone language currency presume day_start channels[0] clear[0]",
              aftersale_settings_put(
                  book,
                  AFTERSALE_ARGS(settings_put, .zone = "Mars/Base", .language = "!", .currency = "pound",
                                 .presume = AFTERSALE_PURPOSE_NONE | AFTERSALE_PURPOSE_SELLING,
                                 .day_start = {1, 25, 0, 0}, .channels = AFTERSALE_TEXTS(""),
                                 .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_SETTINGS_ZONE)),
                  NULL));
    cr_assert_str_eq(aftersale_settings_zone(settings()), "UTC");
}

/* A channel of the book's own can be used from then on. */
TRIAL(settings, own_channels)
{
    const aftersale_contacts fax = AFTERSALE_LIST(contact, {.channel = "fax", .address = "1"});
    MUST_NAME(
        AFTERSALE_INVALID, "contacts[0].channel",
        aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .contacts = fax), NULL));
    MUST(
        aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .channels = AFTERSALE_TEXTS("fax")), NULL));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .contacts = fax), NULL));
}

/* S65: presumption is of the book, an answer beats it. */
TRIAL(settings, presume_is_asked_at_once)
{
    int32_t answer, allowed;
    const aftersale_consent_check_args *ask = AFTERSALE_ARGS(
        consent_check, .customer.ref = "C-1", .channel = "phone", .purpose = AFTERSALE_PURPOSE_SELLING);
    put_customer("C-1");
    MUST(aftersale_consent_check(book, ask, &answer, &allowed));
    cr_assert_eq(allowed, 0);
    MUST(aftersale_settings_put(
        book, AFTERSALE_ARGS(settings_put, .presume = AFTERSALE_PURPOSE_SERVICE | AFTERSALE_PURPOSE_SELLING),
        NULL));
    MUST(aftersale_consent_check(book, ask, &answer, &allowed));
    cr_assert_eq(answer, AFTERSALE_CONSENT_UNKNOWN);
    cr_assert_eq(allowed, 1);
}

/* S20 */
TRIAL(settings, rules_replace_one_another)
{
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_rules_put(
                book,
                AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(rule,
                                                                  {.key = "big",
                                                                   .plan = "high-value",
                                                                   .at_least = {100000, "GBP"},
                                                                   .below = {900000, "GBP"},
                                                                   .tier = "gold",
                                                                   .tag = "vip"},
                                                                  {.key = "rest",
                                                                   .plan = "-",
                                                                   .product = "B24",
                                                                   .category = "parts",
                                                                   .type = AFTERSALE_PRODUCT_GOOD})),
                NULL));
    const aftersale_settings *found = settings();
    const aftersale_rule *big = aftersale_settings_rule_at(found, 0),
                         *rest = aftersale_settings_rule_at(found, 1);
    cr_assert_eq(aftersale_settings_rule_count(found), 2);
    cr_assert_str_eq(big->key, "big");
    cr_assert_str_eq(big->plan, "high-value");
    cr_assert(big->at_least.minor == 100000 && strcmp(big->below.currency, "GBP") == 0);
    cr_assert(strcmp(big->tier, "gold") == 0 && strcmp(big->tag, "vip") == 0);
    cr_assert(strcmp(rest->product, "B24") == 0 && rest->type == AFTERSALE_PRODUCT_GOOD);
    cr_assert_null(aftersale_settings_rule_at(found, 2));
    MUST_DO(AFTERSALE_DID_CHANGE, aftersale_rules_put(book, AFTERSALE_ARGS(rules_put, .expect = 2), NULL));
    cr_assert_eq(aftersale_settings_rule_count(settings()), 0);
    MUST_DO(AFTERSALE_DID_NOTHING, aftersale_rules_put(book, AFTERSALE_ARGS(rules_put, .expect = 3), NULL));
    MUST_NAME(AFTERSALE_CONFLICT, "expect",
              aftersale_rules_put(book, AFTERSALE_ARGS(rules_put, .expect = 2), NULL));
}

TRIAL(settings, rules_are_checked)
{
    MUST_NAME(AFTERSALE_INVALID, "rules[0].key rules[0].plan rules[1].type rules[1].at_least",
              aftersale_rules_put(
                  book,
                  AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(
                                                rule, {.tier = "gold"},
                                                {.key = "a", .plan = "-", .type = 7, .at_least = {5, ""}})),
                  NULL));
    MUST_NAME(
        AFTERSALE_INVALID, "rules[1].key",
        aftersale_rules_put(book,
                            AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(rule, {.key = "a", .plan = "-"},
                                                                              {.key = "a", .plan = "-"})),
                            NULL));
    MUST_NAME(AFTERSALE_INVALID, "rules[0].plan",
              aftersale_rules_put(
                  book,
                  AFTERSALE_ARGS(rules_put, .rules = AFTERSALE_LIST(rule, {.key = "a", .plan = "no-plan"})),
                  NULL));
}
