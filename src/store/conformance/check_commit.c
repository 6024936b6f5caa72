/* SPDX-License-Identifier: MIT */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MANY 1000

static const aftersale_key customer_key = {.book = AS__TRIAL_BOOK, .id = 1, .kind = AFTERSALE_KIND_CUSTOMER};

static const aftersale_record *make_customer(as__trial *trial, const char *owner)
{
    aftersale_customer draft = {.id = customer_key.id, .ref = "C-1", .owner = owner};
    return as__trial_make(trial, AS__TRIAL_BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
}

static bool put_as(as__trial *trial, const char *owner, uint64_t expected, aftersale_status status)
{
    char what[80];
    as__bundle bundle;
    snprintf(what, sizeof what, "PUT over revision %llu, expecting %llu",
             (unsigned long long)as__shelf_revision(trial, &customer_key), (unsigned long long)expected);
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, make_customer(trial, owner))->expected = expected;
    return as__bundle_must(&bundle, what, status, AS__BUNDLE_NONE) &&
           as__model_check_all(trial, trial->store);
}

static bool remove_as(as__trial *trial, const aftersale_record *read, uint64_t expected,
                      aftersale_status status)
{
    char what[80];
    as__bundle bundle;
    snprintf(what, sizeof what, "REMOVE of revision %llu, expecting %llu",
             (unsigned long long)as__shelf_revision(trial, &customer_key), (unsigned long long)expected);
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_remove(&bundle, read)->expected = expected;
    return as__bundle_must(&bundle, what, status, AS__BUNDLE_NONE) &&
           as__model_check_all(trial, trial->store);
}

static void check_put(as__trial *trial)
{
    put_as(trial, "nobody", 1, AFTERSALE_CONFLICT);
    put_as(trial, "ann", 0, AFTERSALE_OK);
    put_as(trial, "bob", 0, AFTERSALE_CONFLICT);
    put_as(trial, "bob", 2, AFTERSALE_CONFLICT);
    put_as(trial, "bob", 1, AFTERSALE_OK);
    put_as(trial, "cid", 1, AFTERSALE_CONFLICT);
    put_as(trial, "cid", 2, AFTERSALE_OK);
}

static void check_remove(as__trial *trial)
{
    if (!put_as(trial, "ann", 0, AFTERSALE_OK))
        return;
    const aftersale_record *first = as__shelf_find(trial, &customer_key);
    if (!remove_as(trial, first, 2, AFTERSALE_CONFLICT) || !put_as(trial, "bob", 1, AFTERSALE_OK))
        return;
    remove_as(trial, first, 1, AFTERSALE_CONFLICT);
    const aftersale_record *second = as__shelf_find(trial, &customer_key);
    remove_as(trial, second, 2, AFTERSALE_OK);
    remove_as(trial, second, 2, AFTERSALE_CONFLICT);
    put_as(trial, "cid", 2, AFTERSALE_CONFLICT);
    put_as(trial, "cid", 0, AFTERSALE_OK);
}

static bool expect_as(as__trial *trial, const aftersale_key *key, uint64_t expected, aftersale_status status)
{
    char what[80];
    as__bundle bundle;
    snprintf(what, sizeof what, "EXPECT of revision %llu", (unsigned long long)expected);
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_expect(&bundle, key)->expected = expected;
    return as__bundle_must(&bundle, what, status, AS__BUNDLE_NONE) &&
           as__model_check_all(trial, trial->store);
}

static void check_expect(as__trial *trial)
{
    expect_as(trial, &customer_key, 1, AFTERSALE_CONFLICT);
    put_as(trial, "ann", 0, AFTERSALE_OK);
    expect_as(trial, &customer_key, 1, AFTERSALE_OK);
    expect_as(trial, &customer_key, 2, AFTERSALE_CONFLICT);
    put_as(trial, "bob", 1, AFTERSALE_OK);
    expect_as(trial, &customer_key, 1, AFTERSALE_CONFLICT);
    expect_as(trial, &customer_key, 2, AFTERSALE_OK);
    aftersale_key other = customer_key;
    other.book = AS__TRIAL_OTHER_BOOK;
    expect_as(trial, &other, 2, AFTERSALE_CONFLICT);
}

static void check_expect_root(as__trial *trial)
{
    const aftersale_key root = as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_ROOT, 8, 0);
    expect_as(trial, &root, 0, AFTERSALE_OK);
    expect_as(trial, &root, 1, AFTERSALE_CONFLICT);
    for (uint64_t number = 1; number <= 12; number++) {
        aftersale_key key = as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_EVENT, 8, number);
        as__bundle bundle;
        as__bundle_begin(&bundle, trial, 2);
        as__bundle_expect_root(&bundle, AS__TRIAL_BOOK, 8);
        as__bundle_put(&bundle, as__sample(trial, &key, AS__FILL_SOME));
        as__bundle_must(&bundle, "EXPECT of a root and its next event", AFTERSALE_OK, AS__BUNDLE_NONE);
        expect_as(trial, &root, number, AFTERSALE_OK);
        expect_as(trial, &root, number - 1, AFTERSALE_CONFLICT);
        expect_as(trial, &root, number + 1, AFTERSALE_CONFLICT);
    }
    /* The next event is there already: that is how rivals of one root find out. */
    aftersale_key taken = as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_EVENT, 8, 12);
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, as__sample(trial, &taken, AS__FILL_SOME))->expected = 0;
    as__bundle_must(&bundle, "an event whose number is taken", AFTERSALE_CONFLICT, 0);
    as__model_check_all(trial, trial->store);
}

/* One commit that puts anew, changes, removes, expects and adds, in several kinds and both books. */
static void check_all_verbs(as__trial *trial)
{
    as__counter counter = {.id = 1, .low = -10, .high = 10};
    aftersale_key old = as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_SALE, 0, 1);
    aftersale_key gone = as__key_make(AS__TRIAL_OTHER_BOOK, AFTERSALE_KIND_PRODUCT, 0, 2);
    aftersale_key fresh = as__key_make(AS__TRIAL_OTHER_BOOK, AFTERSALE_KIND_SALE, 0, 1);
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 2);
    as__bundle_put(&bundle, as__sample(trial, &old, AS__FILL_ALL));
    as__bundle_put(&bundle, as__sample(trial, &gone, AS__FILL_ALL));
    as__bundle_must(&bundle, "two records", AFTERSALE_OK, AS__BUNDLE_NONE);
    as__trial_put(trial, AS__TRIAL_BOOK, AFTERSALE_KIND_COUNTER, &counter);
    put_as(trial, "ann", 0, AFTERSALE_OK);

    aftersale_key number = as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_COUNTER, 0, 1);
    as__bundle_begin(&bundle, trial, 5);
    as__bundle_expect(&bundle, &customer_key);
    as__bundle_put(&bundle, as__sample(trial, &fresh, AS__FILL_SOME));
    as__bundle_remove(&bundle, as__shelf_find(trial, &gone));
    as__bundle_add(&bundle, &number, 3);
    as__bundle_put(&bundle, as__sample(trial, &old, AS__FILL_SOME));
    as__bundle_must(&bundle, "every verb", AFTERSALE_OK, AS__BUNDLE_NONE);
    as__model_check_all(trial, trial->store);
}

static void check_many(as__trial *trial)
{
    static const aftersale_kind kinds[] = {AFTERSALE_KIND_CUSTOMER, AFTERSALE_KIND_SALE,
                                           AFTERSALE_KIND_EVENT};
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, MANY);
    for (uint64_t i = 0; i < MANY; i++) {
        aftersale_key key = as__sample_key(trial, AS__TRIAL_BOOK, kinds[i % COUNT(kinds)], i);
        if (key.kind == AFTERSALE_KIND_EVENT)
            key.id = 1 + i / (4 * COUNT(kinds)); /* none is on the shelf yet: four roots take turns */
        as__bundle_put(&bundle, as__sample(trial, &key, AS__FILL_SOME));
    }
    as__bundle_must(&bundle, "1000 records in one commit", AFTERSALE_OK, AS__BUNDLE_NONE);
    as__model_check_all(trial, trial->store);

    as__bundle_begin(&bundle, trial, MANY);
    for (size_t i = 0; i < trial->shelf_count; i++) {
        aftersale_key key = as__key_of(trial->shelf[i]);
        if (key.kind == AFTERSALE_KIND_CUSTOMER)
            as__bundle_put(&bundle, as__sample(trial, &key, AS__FILL_SOME));
        else if (key.kind == AFTERSALE_KIND_SALE)
            as__bundle_remove(&bundle, trial->shelf[i]);
    }
    as__bundle_must(&bundle, "hundreds changed and removed in one commit", AFTERSALE_OK, AS__BUNDLE_NONE);
    as__model_check_all(trial, trial->store);
}

static const as__check checks[] = {
    {"commit.put_expects", check_put},
    {"commit.remove_expects", check_remove},
    {"commit.expect", check_expect},
    {"commit.expect_root", check_expect_root},
    {"commit.every_verb_at_once", check_all_verbs},
    {"commit.thousand_changes", check_many},
};
const as__checks as__checks_commit = {checks, COUNT(checks)};
