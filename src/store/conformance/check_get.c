/* SPDX-License-Identifier: MIT */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* Three customers, two sales, and two events under the first of each of two roots. */
static bool put_some(as__trial *trial, uint64_t book)
{
    return as__sample_fill(trial, book, AFTERSALE_KIND_NOTE, 3) &&
           as__sample_fill(trial, book, AFTERSALE_KIND_SALE, 2) &&
           as__sample_fill(trial, book, AFTERSALE_KIND_EVENT, 6);
}

static void check_empty(as__trial *trial)
{
    const aftersale_key keys[] = {
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_CUSTOMER, 0, 1),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_ROOT, 1, 0),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_EVENT, 1, 1),
    };
    as__model_check_keys(trial, trial->store, keys, COUNT(keys));
    as__model_check_keys(trial, trial->store, keys, 0);
    as__model_check_all(trial, trial->store);
}

/* Kinds and books mixed, the present and the absent, backwards too. */
static void check_several(as__trial *trial)
{
    aftersale_key keys[64];
    size_t count = 0;
    if (!put_some(trial, AS__TRIAL_BOOK) || !put_some(trial, AS__TRIAL_OTHER_BOOK))
        return;
    for (size_t i = 0; i < trial->shelf_count && count + 2 < COUNT(keys); i++) {
        keys[count++] = as__key_of(trial->shelf[i]);
        keys[count] = keys[count - 1];
        keys[count].id += 1000;
        count++;
    }
    as__model_check_keys(trial, trial->store, keys, count);
    for (size_t round = 0; round < 5; round++) {
        for (size_t i = count - 1; i > 0; i--) {
            size_t other = as__trial_random(trial, i + 1);
            aftersale_key key = keys[i];
            keys[i] = keys[other];
            keys[other] = key;
        }
        as__model_check_keys(trial, trial->store, keys, count);
    }
}

static void check_twice(as__trial *trial)
{
    if (!put_some(trial, AS__TRIAL_BOOK))
        return;
    const aftersale_key first = as__key_of(trial->shelf[0]), last = as__key_of(trial->shelf[1]);
    const aftersale_key keys[] = {first, last, first, first};
    as__model_check_keys(trial, trial->store, keys, COUNT(keys));
}

static void check_neighbours(as__trial *trial)
{
    as__note note = {.enrolment = 5, .number = 7, .text = "said"};
    aftersale_customer customer = {.id = 5, .ref = "C"};
    const aftersale_key keys[] = {
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_NOTE, 7, 5),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_NOTE, 5, 6),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_NOTE, 5, 7),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_PERSON, 0, 5),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_CUSTOMER, 0, 4),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_CUSTOMER, 0, 5),
        as__key_make(AS__TRIAL_BOOK + 1, AFTERSALE_KIND_CUSTOMER, 0, 5),
        as__key_make(AS__TRIAL_BOOK - 1, AFTERSALE_KIND_CUSTOMER, 0, 5),
    };
    as__trial_put(trial, AS__TRIAL_BOOK, AFTERSALE_KIND_NOTE, &note);
    as__trial_put(trial, AS__TRIAL_BOOK, AFTERSALE_KIND_CUSTOMER, &customer);
    as__model_check_keys(trial, trial->store, keys, COUNT(keys));
}

static void check_root(as__trial *trial)
{
    const aftersale_key keys[] = {
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_ROOT, 1, 0),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_ROOT, 2, 0),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_ROOT, 3, 0),
        as__key_make(AS__TRIAL_OTHER_BOOK, AFTERSALE_KIND_ROOT, 1, 0),
        as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_ROOT, 77, 0),
    };
    as__sample_fill(trial, AS__TRIAL_BOOK, AFTERSALE_KIND_EVENT, 6);
    as__model_check_keys(trial, trial->store, keys, COUNT(keys));
    as__sample_fill(trial, AS__TRIAL_BOOK, AFTERSALE_KIND_EVENT, 40);
    as__model_check_keys(trial, trial->store, keys, COUNT(keys));
}

/* The same refs in two books, then one of them changed and one removed. */
static void check_books(as__trial *trial)
{
    static const uint64_t books[] = {AS__TRIAL_BOOK, AS__TRIAL_OTHER_BOOK};
    for (size_t i = 0; i < COUNT(books); i++) {
        aftersale_sale sale = {.id = 9, .ref = "INV-1", .customer = i + 1, .stage = 4};
        aftersale_customer customer = {.id = 5, .ref = "C-1", .owner = i == 0 ? "ann" : "bob"};
        as__trial_put(trial, books[i], AFTERSALE_KIND_SALE, &sale);
        as__trial_put(trial, books[i], AFTERSALE_KIND_CUSTOMER, &customer);
    }
    as__model_check_all(trial, trial->store);
    aftersale_customer changed = {.id = 5, .ref = "C-1", .owner = "cid"};
    as__trial_put(trial, AS__TRIAL_OTHER_BOOK, AFTERSALE_KIND_CUSTOMER, &changed);
    as__model_check_all(trial, trial->store);
    aftersale_key gone = as__key_make(AS__TRIAL_BOOK, AFTERSALE_KIND_SALE, 0, 9);
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_remove(&bundle, as__shelf_find(trial, &gone));
    as__bundle_must(&bundle, "remove in one book", AFTERSALE_OK, AS__BUNDLE_NONE);
    as__model_check_all(trial, trial->store);
}

static const as__check checks[] = {
    {"get.empty_store", check_empty},
    {"get.several_in_any_order", check_several},
    {"get.same_key_twice", check_twice},
    {"get.neighbours", check_neighbours},
    {"get.root", check_root},
    {"book.same_refs", check_books},
};
const as__checks as__checks_get = {checks, COUNT(checks)};
