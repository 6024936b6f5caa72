/* SPDX-License-Identifier: MIT */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK
#define HUNDRED 100

static aftersale_key key_of(uint64_t id)
{
    return as__key_make(BOOK, AFTERSALE_KIND_COUNTER, 0, id);
}

static bool put_counter(as__trial *trial, uint64_t id, int64_t amount, int64_t low, int64_t high)
{
    as__counter draft = {.id = id, .amount = amount, .low = low, .high = high};
    return as__trial_put(trial, BOOK, AFTERSALE_KIND_COUNTER, &draft);
}

static bool add_as(as__trial *trial, uint64_t id, int64_t amount, aftersale_status status)
{
    aftersale_key key = key_of(id);
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_add(&bundle, &key, amount);
    return as__bundle_must(&bundle, "ADD", status, status == AFTERSALE_OK ? AS__BUNDLE_NONE : 0) &&
           as__model_check_keys(trial, trial->store, &key, 1);
}

static void check_bounds(as__trial *trial)
{
    put_counter(trial, 1, 0, -3, 5);
    add_as(trial, 1, 5, AFTERSALE_OK);
    add_as(trial, 1, 1, AFTERSALE_LIMIT);
    add_as(trial, 1, -8, AFTERSALE_OK);
    add_as(trial, 1, -1, AFTERSALE_LIMIT);
    add_as(trial, 1, 9, AFTERSALE_LIMIT);
    add_as(trial, 1, 8, AFTERSALE_OK);
    add_as(trial, 1, 0, AFTERSALE_OK);
}

static void check_overflow(as__trial *trial)
{
    put_counter(trial, 1, 0, INT64_MIN, INT64_MAX);
    add_as(trial, 1, INT64_MAX, AFTERSALE_OK);
    add_as(trial, 1, 1, AFTERSALE_LIMIT);
    add_as(trial, 1, -INT64_MAX, AFTERSALE_OK);
    add_as(trial, 1, INT64_MIN, AFTERSALE_OK);
    add_as(trial, 1, -1, AFTERSALE_LIMIT);
}

/* ADD needs no revision and makes one, so that a PUT that read the counter before is refused. */
static void check_revision(as__trial *trial)
{
    aftersale_key key = key_of(1);
    if (!put_counter(trial, 1, 0, 0, 10))
        return;
    as__counter draft = *(const as__counter *)as__shelf_find(trial, &key);
    add_as(trial, 1, 4, AFTERSALE_OK);
    add_as(trial, 1, 4, AFTERSALE_OK);
    draft.high = 20;
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, as__trial_make(trial, BOOK, AFTERSALE_KIND_COUNTER, &draft))->expected = 1;
    as__bundle_must(&bundle, "PUT over a counter that moved", AFTERSALE_CONFLICT, 0);
    put_counter(trial, 1, 8, 0, 20);
    add_as(trial, 1, 12, AFTERSALE_OK);
    as__model_check_all(trial, trial->store);
}

static void check_with_event(as__trial *trial)
{
    aftersale_key key = key_of(1);
    put_counter(trial, 1, 0, 0, 100);
    for (uint64_t number = 1; number <= 5; number++) {
        aftersale_key event = as__key_make(BOOK, AFTERSALE_KIND_EVENT, 3, number);
        as__bundle bundle;
        as__bundle_begin(&bundle, trial, 3);
        as__bundle_expect_root(&bundle, BOOK, 3);
        as__bundle_put(&bundle, as__sample(trial, &event, AS__FILL_SOME));
        as__bundle_add(&bundle, &key, 25);
        as__bundle_must(&bundle, "ADD with its event", number <= 4 ? AFTERSALE_OK : AFTERSALE_LIMIT,
                        number <= 4 ? AS__BUNDLE_NONE : 2);
        as__model_check_all(trial, trial->store);
    }
}

static void check_hundred(as__trial *trial)
{
    as__bundle bundle;
    for (uint64_t id = 1; id <= HUNDRED; id++)
        put_counter(trial, id, 0, 0, 1000);
    for (int round = 0; round < 3; round++) {
        as__bundle_begin(&bundle, trial, HUNDRED);
        for (uint64_t id = 1; id <= HUNDRED; id++) {
            aftersale_key key = key_of(id);
            as__bundle_add(&bundle, &key, (int64_t)id);
        }
        as__bundle_must(&bundle, "100 ADDs in one commit", AFTERSALE_OK, AS__BUNDLE_NONE);
    }
    for (int i = 0; i < HUNDRED && as__trial_is_fine(trial); i++)
        add_as(trial, 1, 1, AFTERSALE_OK);
    as__model_check_all(trial, trial->store);
}

static void check_absent(as__trial *trial)
{
    aftersale_key key = key_of(7);
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_add(&bundle, &key, 1);
    if (as__bundle_commit(&bundle, trial->store) == AFTERSALE_OK)
        as__trial_fail(trial, "ADD to a counter that is not there was taken");
    as__bundle_end(&bundle);
    as__model_check_all(trial, trial->store);
}

static const as__check checks[] = {
    {"counter.bounds", check_bounds},        {"counter.overflow", check_overflow},
    {"counter.revision", check_revision},    {"counter.with_event", check_with_event},
    {"counter.hundred_adds", check_hundred}, {"counter.absent", check_absent},
};
const as__checks as__checks_counter = {checks, COUNT(checks)};
