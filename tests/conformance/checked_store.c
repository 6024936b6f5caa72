/* SPDX-License-Identifier: MIT */
#include "conformance/checked_store.h"
#include <criterion/criterion.h>

typedef struct told {
    const checked_store *store;
    size_t passed, skipped;
} told;

static aftersale_status make(void *user, aftersale_store **out)
{
    const checked_store *store = ((told *)user)->store;
    return store->make(store->user, out);
}

static aftersale_status reopen(void *user, aftersale_store **out)
{
    const checked_store *store = ((told *)user)->store;
    return store->reopen(store->user, out);
}

static aftersale_status rival(void *user, aftersale_store **out)
{
    const checked_store *store = ((told *)user)->store;
    return store->rival(store->user, out);
}

static void checked(void *user, const char *check, int32_t result, const char *text)
{
    told *here = user;
    here->passed += result == AFTERSALE_CHECK_PASSED;
    here->skipped += result == AFTERSALE_CHECK_SKIPPED;
    cr_expect(result != AFTERSALE_CHECK_FAILED, "%s: %s", check, text);
}

void checked_store_run(const checked_store *store)
{
    told here = {.store = store};
    size_t failed = 0;
    aftersale_conformance_run_args args = {
        .struct_size = sizeof args,
        .make = make,
        .reopen = store->reopen != NULL ? reopen : NULL,
        .rival = store->rival != NULL ? rival : NULL,
        .checked = checked,
        .user = &here,
        .seed = 1,
    };
    cr_assert_eq(aftersale_conformance_run(&args, &failed), AFTERSALE_OK);
    cr_assert_eq(failed, 0);
    cr_assert_gt(here.passed, 100);
    cr_assert_eq(here.skipped, (store->reopen == NULL ? 1u : 0u) + (store->rival == NULL ? 1u : 0u));
}
