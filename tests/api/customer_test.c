/* SPDX-License-Identifier: MIT */
/* Customers: every field in and out, what a put leaves alone, limits and problems (S4, S9, S69). */
#include "support/refusal.h"

static const aftersale_customer *customer(const char *ref)
{
    const aftersale_customer *found = NULL;
    MUST(aftersale_customer_find(book, ref, &found));
    return hold(found);
}

static void put_all_fields(void)
{
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), NULL));
    MUST_DO(
        AFTERSALE_DID_MAKE,
        aftersale_customer_put(
            book,
            AFTERSALE_ARGS(
                customer_put, .ref = "C-17", .type = AFTERSALE_CUSTOMER_ORGANISATION, .name = "Byron & Co",
                .contacts =
                    AFTERSALE_LIST(contact,
                                   {.channel = "phone",
                                    .address = "+44 20 7946 0018",
                                    .label = "office",
                                    .region = "GB-SCT",
                                    .from = {2026, 1, 1},
                                    .until = {2027, 1, 1}},
                                   {.channel = "email",
                                    .address = "ada@example.org",
                                    .consent = AFTERSALE_PURPOSE_RELATIONSHIP | AFTERSALE_PURPOSE_SELLING,
                                    .consent_source = "order form"}),
                .referred_by.ref = "C-1", .zone = "Europe/London", .language = "en-GB", .country = "GB",
                .region = "GB-ENG", .owner = "sam", .tier = "gold", .household = "byrons", .account = "A-9",
                .tags = AFTERSALE_TEXTS("vip", "gas"), .extra = "{\"colour\": \"red\"}"),
            NULL));
}

/* S9 */
TRIAL(customer, every_field_comes_back)
{
    put_all_fields();
    const aftersale_customer *found = customer("C-17");
    const aftersale_contact *phone = aftersale_customer_contact_at(found, 0);
    const aftersale_contact *mail = aftersale_customer_contact_at(found, 1);
    cr_assert_str_eq(aftersale_customer_ref(found), "C-17");
    cr_assert_eq(aftersale_customer_type(found), AFTERSALE_CUSTOMER_ORGANISATION);
    cr_assert_str_eq(aftersale_customer_name(found), "Byron & Co");
    cr_assert_eq(aftersale_customer_contact_count(found), 2);
    cr_assert_str_eq(phone->channel, "phone");
    cr_assert_str_eq(phone->address, "+44 20 7946 0018");
    cr_assert_str_eq(phone->label, "office");
    cr_assert_str_eq(phone->region, "GB-SCT");
    cr_assert(phone->from.year == 2026 && phone->until.year == 2027);
    cr_assert_eq(mail->consent, AFTERSALE_PURPOSE_RELATIONSHIP | AFTERSALE_PURPOSE_SELLING);
    cr_assert_str_eq(mail->consent_source, "order form");
    cr_assert_null(aftersale_customer_contact_at(found, 2));
    cr_assert(same_id(aftersale_customer_referred_by(found), aftersale_customer_id(customer("C-1"))));
    cr_assert_str_eq(aftersale_customer_zone(found), "Europe/London");
    cr_assert_str_eq(aftersale_customer_language(found), "en-GB");
    cr_assert_str_eq(aftersale_customer_country(found), "GB");
    cr_assert_str_eq(aftersale_customer_region(found), "GB-ENG");
    cr_assert_str_eq(aftersale_customer_owner(found), "sam");
    cr_assert_str_eq(aftersale_customer_tier(found), "gold");
    cr_assert_str_eq(aftersale_customer_household(found), "byrons");
    cr_assert_str_eq(aftersale_customer_account(found), "A-9");
    cr_assert_eq(aftersale_customer_tag_count(found), 2);
    cr_assert_str_eq(aftersale_customer_tag_at(found, 1), "gas");
    cr_assert_null(aftersale_customer_tag_at(found, 2));
    cr_assert_str_eq(aftersale_customer_extra(found), "{\"colour\": \"red\"}");
    cr_assert_eq(aftersale_customer_created(found).us, on_trial.now.us);
    cr_assert_eq(aftersale_customer_revision(found), 1);
}

/* S9: name and addresses may be missing. */
TRIAL(customer, a_ref_is_enough)
{
    aftersale_id id;
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), &id));
    const aftersale_customer *found = customer("C-1");
    cr_assert(same_id(id, aftersale_customer_id(found)));
    cr_assert_eq(aftersale_customer_type(found), AFTERSALE_CUSTOMER_PERSON);
    cr_assert_str_eq(aftersale_customer_name(found), "");
    cr_assert_str_eq(aftersale_customer_zone(found), "");
    cr_assert_eq(aftersale_customer_contact_count(found), 0);
    cr_assert(!id_is_given(aftersale_customer_referred_by(found)));
}

/* S4: what is left out stays. */
TRIAL(customer, put_changes_only_what_it_names)
{
    put_all_fields();
    MUST_DO(
        AFTERSALE_DID_CHANGE,
        aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-17", .tier = "silver"), NULL));
    const aftersale_customer *found = customer("C-17");
    cr_assert_str_eq(aftersale_customer_tier(found), "silver");
    cr_assert_str_eq(aftersale_customer_name(found), "Byron & Co");
    cr_assert_eq(aftersale_customer_type(found), AFTERSALE_CUSTOMER_ORGANISATION);
    cr_assert_eq(aftersale_customer_contact_count(found), 2);
    cr_assert_eq(aftersale_customer_tag_count(found), 2);
    cr_assert_str_eq(aftersale_customer_extra(found), "{\"colour\": \"red\"}");
    cr_assert(id_is_given(aftersale_customer_referred_by(found)));
    cr_assert_eq(aftersale_customer_revision(found), 2);
}

/* S4: the same again changes nothing, and says so. */
TRIAL(customer, the_same_again_is_nothing)
{
    aftersale_id first, again;
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "gold"), &first));
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "gold"), &again));
    cr_assert(same_id(first, again));
    cr_assert_eq(aftersale_customer_revision(customer("C-1")), 1);
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_customer_put(
                book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .flags = AFTERSALE_PUT_NEW, .tier = "gold"),
                NULL));
    MUST_NAME(AFTERSALE_EXISTS, "ref",
              aftersale_customer_put(
                  book,
                  AFTERSALE_ARGS(customer_put, .ref = "C-1", .flags = AFTERSALE_PUT_NEW, .tier = "iron"),
                  NULL));
}

TRIAL(customer, clear_empties)
{
    put_all_fields();
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_customer_put(
                book,
                AFTERSALE_ARGS(customer_put, .ref = "C-17",
                               .clear = AFTERSALE_FIELDS(
                                   AFTERSALE_FIELD_CUSTOMER_NAME, AFTERSALE_FIELD_CUSTOMER_CONTACTS,
                                   AFTERSALE_FIELD_CUSTOMER_REFERRED_BY, AFTERSALE_FIELD_CUSTOMER_ZONE,
                                   AFTERSALE_FIELD_CUSTOMER_TAGS, AFTERSALE_FIELD_CUSTOMER_EXTRA,
                                   AFTERSALE_FIELD_CUSTOMER_OWNER)),
                NULL));
    const aftersale_customer *found = customer("C-17");
    cr_assert_str_eq(aftersale_customer_name(found), "");
    cr_assert_eq(aftersale_customer_contact_count(found), 0);
    cr_assert(!id_is_given(aftersale_customer_referred_by(found)));
    cr_assert_str_eq(aftersale_customer_zone(found), "");
    cr_assert_eq(aftersale_customer_tag_count(found), 0);
    cr_assert_str_eq(aftersale_customer_extra(found), "");
    cr_assert_str_eq(aftersale_customer_owner(found), "");
    cr_assert_str_eq(aftersale_customer_tier(found), "gold");
}

/* An emptied choice is the default again, never none. */
TRIAL(customer, clear_of_the_type_is_a_person)
{
    put_all_fields();
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C-17", .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_CUSTOMER_TYPE)),
        NULL));
    cr_assert_eq(aftersale_customer_type(customer("C-17")), AFTERSALE_CUSTOMER_PERSON);
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_customer_put(book,
                                   AFTERSALE_ARGS(customer_put, .ref = "C-17",
                                                  .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_CUSTOMER_TYPE)),
                                   NULL));
}

TRIAL(customer, clear_takes_only_what_can_be_empty)
{
    put_all_fields();
    MUST_NAME(
        AFTERSALE_INVALID, "clear[0] clear[2]",
        aftersale_customer_put(book,
                               AFTERSALE_ARGS(customer_put, .ref = "C-17",
                                              .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_CUSTOMER_REF,
                                                                        AFTERSALE_FIELD_CUSTOMER_TIER,
                                                                        AFTERSALE_FIELD_CUSTOMER_CREATED)),
                               NULL));
    cr_assert_str_eq(aftersale_customer_tier(customer("C-17")), "gold");
}

/* All problems at once, by path; no personal value in any of them (S69). */
TRIAL(customer, all_problems_at_once)
{
    MUST_NAME(AFTERSALE_INVALID,
              "ref flags type name contacts[0].address contacts[1].region contacts[1].until "
              "contacts[1].consent_source "
              "zone language country owner tags[1] extra",
              aftersale_customer_put(book,
                                     AFTERSALE_ARGS(customer_put, .flags = 2, .type = 9, .name = MARK "\x01",
                                                    .contacts = AFTERSALE_LIST(contact, {.channel = "phone"},
                                                                               {.channel = "email",
                                                                                .address = MARK,
                                                                                .region = MARK MARK,
                                                                                .from = {2026, 2, 1},
                                                                                .until = {2026, 1, 1},
                                                                                .consent = 1}),
                                                    .zone = "Europe/" MARK, .language = "english!",
                                                    .country = "G1", .owner = MARK "\xff",
                                                    .tags = AFTERSALE_TEXTS("vip", ""), .extra = MARK),
                                     NULL));
    cr_assert_eq(aftersale_book_error(book)->problem_count, 14);
    for (int32_t i = 0; i < aftersale_book_error(book)->problem_count; i++)
        cr_assert_gt(aftersale_book_error(book)->problems[i]->number, 0);
}

/* S69: marks in every personal field, failures of every sort behind the arguments' own checks. */
TRIAL(customer, no_failure_repeats_what_was_entered)
{
    MUST(aftersale_customer_put(
        book,
        AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = MARK, .extra = "{\"a\":\"" MARK "\"}",
                       .contacts =
                           AFTERSALE_LIST(contact, {.channel = "email", .address = MARK, .label = MARK})),
        NULL));
    MUST_NAME(AFTERSALE_EXISTS, "ref",
              aftersale_customer_put(
                  book,
                  AFTERSALE_ARGS(customer_put, .ref = "C-1", .flags = AFTERSALE_PUT_NEW, .name = MARK "2"),
                  NULL));
    MUST_NAME(AFTERSALE_CONFLICT, "expect",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = MARK "2", .expect = 9), NULL));
    MUST_NAME(AFTERSALE_INVALID, "contacts[0].channel",
              aftersale_customer_put(
                  book,
                  AFTERSALE_ARGS(customer_put, .ref = "C-1",
                                 .contacts = AFTERSALE_LIST(contact, {.channel = MARK, .address = MARK})),
                  NULL));
    MUST_NAME(AFTERSALE_NOT_FOUND, "referred_by",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .referred_by.ref = MARK), NULL));
    MUST_NAME(AFTERSALE_INVALID, "referred_by",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .referred_by.ref = "C-1"), NULL));
    MUST_NAME(AFTERSALE_INVALID, "name",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = MARK "\xc3\x28"), NULL));
}

/* S4: kept byte for byte, a blank at its end and signs of any script too. */
TRIAL(customer, refs_are_kept_byte_for_byte)
{
    const char *const refs[] = {"C-17", "C-17 ", " C-17", "c-17", "\xc3\x85", "A\xcc\x8a", "%00", "C'17\""};
    for (size_t i = 0; i < COUNT(refs); i++)
        MUST_DO(AFTERSALE_DID_MAKE,
                aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = refs[i], .tier = refs[i]),
                                       NULL));
    for (size_t i = 0; i < COUNT(refs); i++) {
        cr_assert_str_eq(aftersale_customer_ref(customer(refs[i])), refs[i]);
        cr_assert_str_eq(aftersale_customer_tier(customer(refs[i])), refs[i]);
    }
}

static aftersale_status put_ref(size_t size)
{
    return aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = long_text(size)), NULL);
}

static aftersale_status put_name(size_t size)
{
    return aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .name = long_text(size)),
                                  NULL);
}

static aftersale_status put_extra(size_t size)
{
    static char text[20000];
    memset(text, ' ', size);
    text[0] = '{';
    text[size - 1] = '}';
    text[size] = 0;
    return aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .extra = text), NULL);
}

static aftersale_status put_contacts(size_t count, size_t size)
{
    static aftersale_contact contacts[65];
    for (size_t i = 0; i < count; i++)
        contacts[i] = (aftersale_contact){.channel = "phone", .address = long_text(size)};
    return aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .contacts = {contacts, count, sizeof contacts[0]}),
        NULL);
}

static aftersale_status put_tags(size_t count)
{
    const char *tags[65];
    for (size_t i = 0; i < count; i++)
        tags[i] = "vip";
    return aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tags = {tags, count}),
                                  NULL);
}

/* S4, S9: the documented limits, and one more than each. */
TRIAL(customer, limits)
{
    MUST(put_ref(1));
    MUST(put_ref(255));
    MUST_NAME(AFTERSALE_INVALID, "ref", put_ref(256));
    MUST_NAME(AFTERSALE_INVALID, "ref", put_ref(0));
    MUST(put_name(200));
    MUST_NAME(AFTERSALE_INVALID, "name", put_name(201));
    MUST(put_extra(16384));
    MUST_NAME(AFTERSALE_INVALID, "extra", put_extra(16385));
    MUST(put_contacts(64, 20));
    MUST_NAME(AFTERSALE_INVALID, "contacts", put_contacts(65, 20));
    MUST(put_contacts(1, 500));
    MUST_NAME(AFTERSALE_INVALID, "contacts[0].address", put_contacts(1, 501));
    MUST(put_tags(64));
    MUST_NAME(AFTERSALE_INVALID, "tags", put_tags(65));
}

TRIAL(customer, is_found_by_id_and_ref_or_not)
{
    const aftersale_customer *found = NULL;
    aftersale_id id;
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), &id));
    MUST(aftersale_customer_get(book, id, &found));
    cr_assert_str_eq(aftersale_customer_ref(found), "C-1");
    aftersale_customer_free(found);
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_customer_find(book, "C-2", &found));
    cr_assert_null(found);
    id.bytes[15] ^= 1;
    MUST_BE(AFTERSALE_NOT_FOUND, aftersale_customer_get(book, id, &found));
    MUST_BE(AFTERSALE_INVALID, aftersale_customer_find(book, NULL, &found));
    cr_assert_neq(aftersale_customer_get(book, (aftersale_id){{0}}, &found), AFTERSALE_OK);
    cr_assert_null(found);
}

/* A link by id and ref must agree. */
TRIAL(customer, links_take_an_id_or_a_ref_or_both)
{
    aftersale_id one, two;
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-1"), &one));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2"), &two));
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_customer_put(
                book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .referred_by = {one, "C-1"}), NULL));
    MUST_NAME(AFTERSALE_INVALID, "referred_by",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .referred_by = {two, "C-1"}), NULL));
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .referred_by.id = one),
                                   NULL));
}

/* A record that was got stays as it was. */
TRIAL(customer, records_do_not_change_under_their_reader)
{
    put_all_fields();
    const aftersale_customer *before = customer("C-17");
    MUST(aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "C-17", .name = "Other", .tags = AFTERSALE_TEXTS("one")),
        NULL));
    cr_assert_str_eq(aftersale_customer_name(before), "Byron & Co");
    cr_assert_eq(aftersale_customer_tag_count(before), 2);
    cr_assert_str_eq(aftersale_customer_name(customer("C-17")), "Other");
}
