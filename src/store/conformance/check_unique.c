/* SPDX-License-Identifier: MIT */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK
#define OTHER AS__TRIAL_OTHER_BOOK
#define REF_MAX 255

static const aftersale_record *make_sale(as__trial *trial, uint64_t book, uint64_t id, const char *ref)
{
    aftersale_sale draft = {.id = id, .ref = ref, .customer = 1, .stage = 4};
    return as__trial_make(trial, book, AFTERSALE_KIND_SALE, &draft);
}

static bool put_one(as__trial *trial, const char *what, const aftersale_record *record,
                    aftersale_status status)
{
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, record);
    return as__bundle_must(&bundle, what, status, status == AFTERSALE_OK ? AS__BUNDLE_NONE : 0) &&
           as__model_check_all(trial, trial->store);
}

static void check_across_commits(as__trial *trial)
{
    put_one(trial, "first of its ref", make_sale(trial, BOOK, 1, "INV-1"), AFTERSALE_OK);
    put_one(trial, "another of the same ref", make_sale(trial, BOOK, 2, "INV-1"), AFTERSALE_EXISTS);
    put_one(trial, "a ref in the other case", make_sale(trial, BOOK, 2, "inv-1"), AFTERSALE_OK);
    put_one(trial, "a ref with a blank behind", make_sale(trial, BOOK, 3, "INV-1 "), AFTERSALE_OK);
    put_one(trial, "a ref that begins so", make_sale(trial, BOOK, 4, "INV-"), AFTERSALE_OK);
    put_one(trial, "an empty ref", make_sale(trial, BOOK, 5, ""), AFTERSALE_OK);
    put_one(trial, "another empty ref", make_sale(trial, BOOK, 6, ""), AFTERSALE_EXISTS);
    put_one(trial, "the same record again", make_sale(trial, BOOK, 1, "INV-1"), AFTERSALE_OK);
}

static void check_within_commit(as__trial *trial)
{
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 3);
    as__bundle_put(&bundle, make_sale(trial, BOOK, 1, "INV-1"));
    as__bundle_put(&bundle, make_sale(trial, BOOK, 2, "INV-2"));
    as__bundle_put(&bundle, make_sale(trial, BOOK, 3, "INV-1"));
    as__bundle_must(&bundle, "two of one ref in a commit", AFTERSALE_EXISTS, AS__BUNDLE_NONE);
    as__model_check_all(trial, trial->store);
}

static void check_across_books(as__trial *trial)
{
    put_one(trial, "a ref", make_sale(trial, BOOK, 1, "INV-1"), AFTERSALE_OK);
    put_one(trial, "the same in another book", make_sale(trial, OTHER, 2, "INV-1"), AFTERSALE_OK);
    put_one(trial, "and once more there", make_sale(trial, OTHER, 3, "INV-1"), AFTERSALE_EXISTS);
}

static void check_free_again(as__trial *trial)
{
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_SALE, 0, 1);
    as__bundle bundle;
    if (!put_one(trial, "a ref", make_sale(trial, BOOK, 1, "INV-1"), AFTERSALE_OK))
        return;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_remove(&bundle, as__shelf_find(trial, &key));
    as__bundle_must(&bundle, "remove", AFTERSALE_OK, AS__BUNDLE_NONE);
    put_one(trial, "a ref that was freed", make_sale(trial, BOOK, 2, "INV-1"), AFTERSALE_OK);
    put_one(trial, "and is taken again", make_sale(trial, BOOK, 1, "INV-1"), AFTERSALE_EXISTS);
}

static const aftersale_record *make_plan(as__trial *trial, uint64_t id, const char *key, int32_t version)
{
    aftersale_plan draft = {.id = id, .key = key, .version = version, .json = "{}"};
    return as__trial_make(trial, BOOK, AFTERSALE_KIND_PLAN, &draft);
}

static void check_two_columns(as__trial *trial)
{
    put_one(trial, "a key and version", make_plan(trial, 1, "sale", 1), AFTERSALE_OK);
    put_one(trial, "the next version", make_plan(trial, 2, "sale", 2), AFTERSALE_OK);
    put_one(trial, "another key", make_plan(trial, 3, "sale2", 1), AFTERSALE_OK);
    put_one(trial, "both again", make_plan(trial, 4, "sale", 2), AFTERSALE_EXISTS);
}

static const aftersale_record *make_event(as__trial *trial, uint64_t root, int64_t number, const char *key)
{
    aftersale_event draft = {.root = root,
                             .number = number,
                             .type = 1,
                             .root_kind = 1,
                             .recorded = {1},
                             .command = 1,
                             .key = key,
                             .hash = {{1}}};
    return as__trial_make(trial, BOOK, AFTERSALE_KIND_EVENT, &draft);
}

/* A sparse index has no entry for what is not given, so that two of them do not meet. */
static void check_sparse(as__trial *trial)
{
    put_one(trial, "no key", make_event(trial, 1, 1, NULL), AFTERSALE_OK);
    put_one(trial, "no key again", make_event(trial, 1, 2, NULL), AFTERSALE_OK);
    put_one(trial, "no key, of another root", make_event(trial, 2, 1, NULL), AFTERSALE_OK);
    put_one(trial, "a key", make_event(trial, 1, 3, "order-7"), AFTERSALE_OK);
    put_one(trial, "the same key", make_event(trial, 2, 2, "order-7"), AFTERSALE_EXISTS);
    put_one(trial, "an empty key", make_event(trial, 2, 2, ""), AFTERSALE_OK);
    put_one(trial, "an empty key again", make_event(trial, 2, 3, ""), AFTERSALE_EXISTS);
}

static bool put_long(as__trial *trial, uint64_t id, const char *ref, aftersale_status status)
{
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_SALE, 0, id);
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, make_sale(trial, BOOK, id, ref));
    return as__bundle_must(&bundle, "a long ref", status, AS__BUNDLE_NONE) &&
           as__model_check_keys(trial, trial->store, &key, 1);
}

/* Refs that differ in their last byte only. */
static void check_long(as__trial *trial)
{
    char ref[REF_MAX + 1];
    for (size_t size = 120; size <= REF_MAX; size += 45) {
        memset(ref, 'x', size);
        ref[size] = '\0';
        put_long(trial, size, ref, AFTERSALE_OK);
        put_long(trial, size + 1, ref, AFTERSALE_EXISTS);
        ref[size - 1] = 'y';
        put_long(trial, size + 1, ref, AFTERSALE_OK);
    }
}

static const as__check checks[] = {
    {"unique.across_commits", check_across_commits},
    {"unique.within_commit", check_within_commit},
    {"unique.across_books", check_across_books},
    {"unique.free_again", check_free_again},
    {"unique.two_columns", check_two_columns},
    {"unique.sparse", check_sparse},
    {"unique.long_text", check_long},
};
const as__checks as__checks_unique = {checks, COUNT(checks)};
