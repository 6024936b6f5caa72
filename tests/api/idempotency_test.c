/* SPDX-License-Identifier: MIT */
/* A command that is repeated has one effect and one reply (S4). */
#include "support/refusal.h"

static aftersale_status put(const char *key, const char *tier, aftersale_id *out)
{
    return aftersale_customer_put(
        book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = tier, .idempotency = key), out);
}

static uint64_t revision(void)
{
    const aftersale_customer *found;
    MUST(aftersale_customer_find(book, "C-1", &found));
    return aftersale_customer_revision(hold(found));
}

TRIAL(idempotency, a_key_gives_the_first_reply)
{
    aftersale_id first, again;
    MUST_DO(AFTERSALE_DID_MAKE, put("k1", "gold", &first));
    MUST_DO(AFTERSALE_DID_CHANGE, put("k2", "iron", NULL));
    MUST_DO(AFTERSALE_DID_REPEAT, put("k1", "gold", &again));
    cr_assert(same_id(first, again));
    cr_assert_eq(revision(), 2, "the repeat does not turn iron back to gold");
}

TRIAL(idempotency, a_key_is_for_one_content_and_one_command)
{
    MUST(put("k1", "gold", NULL));
    MUST_NAME(AFTERSALE_EXISTS, "idempotency", put("k1", "iron", NULL));
    MUST_NAME(
        AFTERSALE_EXISTS, "idempotency",
        aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "C-1", .idempotency = "k1"), NULL));
    cr_assert_eq(revision(), 1);
}

/* A key stands in the event of what was done: where nothing was, it is as good as never used. */
TRIAL(idempotency, a_key_of_nothing_is_not_kept)
{
    aftersale_id first, again;
    MUST_DO(AFTERSALE_DID_MAKE, put("k1", "gold", &first));
    MUST_DO(AFTERSALE_DID_NOTHING, put("k2", "gold", &again));
    cr_assert(same_id(first, again));
    MUST_DO(AFTERSALE_DID_NOTHING, put("k2", "gold", NULL));
    MUST_DO(AFTERSALE_DID_CHANGE, put("k3", "iron", NULL));
    MUST_DO(AFTERSALE_DID_CHANGE, put("k2", "gold", NULL));
    MUST_DO(AFTERSALE_DID_REPEAT, put("k2", "gold", NULL));
    MUST_NAME(AFTERSALE_EXISTS, "idempotency", put("k2", "iron", NULL));
}

/* The reply of each sort of command is that of what it made. */
TRIAL(idempotency, every_sort_of_command)
{
    aftersale_id first[9], again[9];
    put_customer("C-1");
    publish(PLAN("p", STEP("a", "'anchor':'sale','after':'P9D'")));
    for (int round = 0; round < 2; round++) {
        aftersale_id *ids = round == 0 ? first : again;
        MUST(aftersale_person_put(
            book, AFTERSALE_ARGS(person_put, .ref = "P", .customer.ref = "C-1", .idempotency = "k0"),
            &ids[0]));
        MUST(aftersale_product_put(book, AFTERSALE_ARGS(product_put, .ref = "A", .idempotency = "k1"),
                                   &ids[1]));
        MUST(aftersale_sale_put(book,
                                AFTERSALE_ARGS(sale_put, .ref = "S", .customer.ref = "C-1",
                                               .lines = AFTERSALE_LIST(sale_line, {.product.ref = "A"}),
                                               .sold = {2026, 11, 1}, .idempotency = "k2"),
                                &ids[2]));
        MUST(aftersale_sale_return(
            book, AFTERSALE_ARGS(sale_return, .ref = "R", .sale.ref = "S", .idempotency = "k3"), &ids[3]));
        MUST(aftersale_goal_put(
            book, AFTERSALE_ARGS(goal_put, .ref = "G", .customer.ref = "C-1", .idempotency = "k4"), &ids[4]));
        MUST(aftersale_consent_set(book,
                                   AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 4,
                                                  .answer = AFTERSALE_CONSENT_NO, .source = "call",
                                                  .idempotency = "k5"),
                                   &ids[5]));
        MUST(aftersale_settings_put(book, AFTERSALE_ARGS(settings_put, .language = "de", .idempotency = "k6"),
                                    &ids[6]));
        MUST(
            aftersale_actor_put(book, AFTERSALE_ARGS(actor_put, .ref = "sam", .idempotency = "k7"), &ids[7]));
        MUST(aftersale_enrol(
            book, AFTERSALE_ARGS(enrol, .customer.ref = "C-1", .plan = "p", .idempotency = "k8"), &ids[8]));
        if (round == 1)
            cr_assert_eq(aftersale_book_did(book), AFTERSALE_DID_REPEAT);
    }
    for (size_t i = 0; i < COUNT(first); i++)
        cr_assert(same_id(first[i], again[i]), "%zu", i);
    cr_assert_eq(enrolment_count("C-1"), 1);
}

/* Without a key a second answer is a second answer. */
TRIAL(idempotency, only_keys_and_refs_tell_a_repeat)
{
    aftersale_id one, two;
    put_customer("C-1");
    for (int i = 0; i < 2; i++)
        MUST(aftersale_consent_set(book,
                                   AFTERSALE_ARGS(consent_set, .customer.ref = "C-1", .purposes = 4,
                                                  .answer = AFTERSALE_CONSENT_NO, .source = "call"),
                                   i == 0 ? &one : &two));
    cr_assert(!same_id(one, two));
}

/* The key survives the handle. */
TRIAL(idempotency, another_handle_knows_the_key)
{
    aftersale_id first, again;
    MUST(put("k1", "gold", &first));
    aftersale_book *mine = book;
    book = open_book("acme");
    MUST_DO(AFTERSALE_DID_REPEAT, put("k1", "gold", &again));
    aftersale_book_free(book);
    book = mine;
    cr_assert(same_id(first, again));
}

TRIAL(idempotency, a_key_that_failed_is_free)
{
    MUST_BE(AFTERSALE_CONFLICT,
            aftersale_customer_put(
                book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .expect = 5, .idempotency = "k1"), NULL));
    MUST_DO(AFTERSALE_DID_MAKE, put("k1", "gold", NULL));
}

TRIAL(idempotency, keys_are_up_to_255_bytes)
{
    MUST(put(long_text(255), "gold", NULL));
    MUST_DO(AFTERSALE_DID_REPEAT, put(long_text(255), "gold", NULL));
    MUST_NAME(AFTERSALE_INVALID, "idempotency", put(long_text(256), "gold", NULL));
}

/* The revision that was read. */
TRIAL(idempotency, expect)
{
    MUST(put(NULL, "gold", NULL));
    MUST_NAME(AFTERSALE_CONFLICT, "expect",
              aftersale_customer_put(
                  book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "iron", .expect = 2), NULL));
    MUST_DO(AFTERSALE_DID_CHANGE,
            aftersale_customer_put(
                book, AFTERSALE_ARGS(customer_put, .ref = "C-1", .tier = "iron", .expect = 1), NULL));
    MUST_NAME(AFTERSALE_CONFLICT, "expect",
              aftersale_customer_put(book, AFTERSALE_ARGS(customer_put, .ref = "C-2", .expect = 1), NULL));
    cr_assert_eq(revision(), 2);
}

/* In a group too. */
TRIAL(idempotency, within_a_group)
{
    MUST(aftersale_group_begin(book, 0));
    MUST_DO(AFTERSALE_DID_MAKE, put("k1", "gold", NULL));
    MUST_DO(AFTERSALE_DID_REPEAT, put("k1", "gold", NULL));
    MUST(aftersale_group_commit(book));
    cr_assert_eq(revision(), 1);
    MUST_DO(AFTERSALE_DID_REPEAT, put("k1", "gold", NULL));
}
