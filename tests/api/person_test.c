/* SPDX-License-Identifier: MIT */
/* People of an organisation: fields, whom they belong to, what a put leaves alone (S4, S9, S69). */
#include "support/refusal.h"

static const aftersale_person *person(const char *ref)
{
    const aftersale_person *found = NULL;
    MUST(aftersale_person_find(book, ref, &found));
    return hold(found);
}

static void put_customers(void)
{
    MUST(aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .type = AFTERSALE_CUSTOMER_ORGANISATION), NULL));
    MUST(aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2"), NULL));
}

static void put_all_fields(void)
{
    put_customers();
    MUST_DO(AFTERSALE_DID_MAKE,
            aftersale_person_put(
                book,
                AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1", .name = "Mary",
                               .roles = AFTERSALE_TEXTS("user", "buyer"),
                               .contacts = AFTERSALE_LIST(contact, {.channel = "phone",
                                                                    .address = "020 7946 0018",
                                                                    .consent = AFTERSALE_PURPOSE_ASKING,
                                                                    .consent_source = "fair"}),
                               .language = "fr", .extra = "{\"desk\":4}"),
                NULL));
}

/* S9 */
TRIAL(person, every_field_comes_back)
{
    const aftersale_customer *customer;
    put_all_fields();
    const aftersale_person *found = person("P-1");
    MUST(aftersale_customer_find(book, "C-1", &customer));
    hold(customer);
    cr_assert_str_eq(aftersale_person_ref(found), "P-1");
    cr_assert(same_id(aftersale_person_customer(found), aftersale_customer_id(customer)));
    cr_assert_str_eq(aftersale_person_name(found), "Mary");
    cr_assert_eq(aftersale_person_role_count(found), 2);
    cr_assert_str_eq(aftersale_person_role_at(found, 0), "user");
    cr_assert_str_eq(aftersale_person_role_at(found, 1), "buyer");
    cr_assert_null(aftersale_person_role_at(found, 2));
    cr_assert_eq(aftersale_person_contact_count(found), 1);
    cr_assert_str_eq(aftersale_person_contact_at(found, 0)->address, "020 7946 0018");
    cr_assert_str_eq(aftersale_person_language(found), "fr");
    cr_assert_str_eq(aftersale_person_extra(found), "{\"desk\":4}");
    cr_assert_eq(aftersale_person_created(found).us, on_trial.now.us);
    cr_assert_eq(aftersale_person_revision(found), 1);
}

/* S4 */
TRIAL(person, put_changes_only_what_it_names)
{
    put_all_fields();
    MUST_DO(AFTERSALE_DID_NOTHING,
            aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .name = "Mary"), NULL));
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_person_put(book,
                                 AFTERSALE_ARGS(person_put, .ref = "P-1", .roles = AFTERSALE_TEXTS("payer"),
                                                .clear = AFTERSALE_FIELDS(AFTERSALE_FIELD_PERSON_LANGUAGE)),
                                 NULL));
    const aftersale_person *found = person("P-1");
    cr_assert_eq(aftersale_person_role_count(found), 1);
    cr_assert_str_eq(aftersale_person_language(found), "");
    cr_assert_str_eq(aftersale_person_name(found), "Mary");
    cr_assert_eq(aftersale_person_contact_count(found), 1);
    cr_assert_eq(aftersale_person_revision(found), 2);
}

TRIAL(person, a_new_one_needs_an_organisation_and_stays_with_it)
{
    put_customers();
    MUST_NAME(AFTERSALE_INVALID, "customer",
              aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .name = MARK), NULL));
    MUST_NAME(
        AFTERSALE_NOT_FOUND, "customer",
        aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-9"), NULL));
    MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1"), NULL));
    MUST_NAME(
        AFTERSALE_EXISTS, "customer",
        aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-2"), NULL));
    MUST_DO(
        AFTERSALE_DID_NOTHING,
        aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1"), NULL));
}

/* S69 */
TRIAL(person, all_problems_at_once)
{
    put_customers();
    MUST_NAME(
        AFTERSALE_INVALID,
        "ref name roles[0] contacts[0].channel contacts[0].consent contacts[0].consent_source language extra",
        aftersale_person_put(
            book,
            AFTERSALE_ARGS(person_put, .customer.ref = "C-1", .name = MARK "\n", .roles = AFTERSALE_TEXTS(""),
                           .contacts = AFTERSALE_LIST(contact, {.address = MARK, .consent = 64}),
                           .language = MARK "!", .extra = "[\"" MARK "\"]"),
            NULL));
    MUST_NAME(AFTERSALE_INVALID, "contacts[0].channel",
              aftersale_person_put(
                  book,
                  AFTERSALE_ARGS(person_put, .ref = "P-1", .customer.ref = "C-1",
                                 .contacts = AFTERSALE_LIST(contact, {.channel = MARK, .address = MARK})),
                  NULL));
}

static size_t count_of(const aftersale_person_list_args *args)
{
    aftersale_cursor *list = NULL;
    const aftersale_person *row;
    size_t count = 0;
    MUST(aftersale_person_list(book, args, &list));
    while (aftersale_person_next(list, &row) == AFTERSALE_ROW)
        count++;
    aftersale_cursor_free(list);
    return count;
}

TRIAL(person, are_listed_by_organisation)
{
    aftersale_cursor *list = NULL;
    put_all_fields();
    MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-2", .customer.ref = "C-1"), NULL));
    MUST(aftersale_person_put(book, AFTERSALE_ARGS(person_put, .ref = "P-3", .customer.ref = "C-2"), NULL));
    cr_assert_eq(count_of(NULL), 3);
    cr_assert_eq(count_of(AFTERSALE_ARGS(person_list, .customer.ref = "C-1")), 2);
    cr_assert_eq(count_of(AFTERSALE_ARGS(person_list, .customer.ref = "C-2")), 1);
    MUST_BE(AFTERSALE_NOT_FOUND,
            aftersale_person_list(book, AFTERSALE_ARGS(person_list, .customer.ref = "C-9"), &list));
}

/* S65: consent of their own, that is not the organisation's. */
TRIAL(person, has_consent_of_its_own)
{
    int32_t answer, allowed;
    put_all_fields();
    MUST(aftersale_consent_check(book,
                                 AFTERSALE_ARGS(consent_check, .customer.ref = "C-1", .person.ref = "P-1",
                                                .channel = "phone", .purpose = AFTERSALE_PURPOSE_ASKING),
                                 &answer, &allowed));
    cr_assert_eq(answer, AFTERSALE_CONSENT_YES);
    cr_assert_eq(allowed, 1);
    MUST(aftersale_consent_check(book,
                                 AFTERSALE_ARGS(consent_check, .customer.ref = "C-1", .channel = "phone",
                                                .purpose = AFTERSALE_PURPOSE_ASKING),
                                 &answer, &allowed));
    cr_assert_eq(answer, AFTERSALE_CONSENT_UNKNOWN);
    cr_assert_eq(allowed, 0);
}
