/* SPDX-License-Identifier: MIT */
/* A commit of five changes, one of which cannot be: in each place, for each reason. */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"
#include <stdio.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define CHANGES 5
#define BOOK AS__TRIAL_BOOK

static const aftersale_key customer = {.book = BOOK, .id = 1, .kind = AFTERSALE_KIND_CUSTOMER};
static const aftersale_key nobody = {.book = BOOK, .id = 99, .kind = AFTERSALE_KIND_CUSTOMER};
static const aftersale_key product = {.book = BOOK, .id = 1, .kind = AFTERSALE_KIND_PRODUCT};
static const aftersale_key goal = {.book = BOOK, .id = 1, .kind = AFTERSALE_KIND_GOAL};
static const aftersale_key counter_key = {.book = BOOK, .id = 1, .kind = AFTERSALE_KIND_COUNTER};
static const aftersale_key event = {.book = BOOK, .root = 1, .id = 1, .kind = AFTERSALE_KIND_EVENT};

static bool put_sample(as__trial *trial, const aftersale_key *key)
{
    as__bundle bundle;
    as__bundle_begin(&bundle, trial, 1);
    as__bundle_put(&bundle, as__sample(trial, key, AS__FILL_ALL));
    return as__bundle_must(&bundle, "put", AFTERSALE_OK, AS__BUNDLE_NONE);
}

static bool set_up(as__trial *trial)
{
    as__counter counter = {.id = 1, .amount = 5, .low = 0, .high = 10};
    aftersale_sale sale = {.id = 1, .ref = "INV-1", .customer = 1, .stage = 4};
    return put_sample(trial, &customer) && put_sample(trial, &customer) && put_sample(trial, &product) &&
           put_sample(trial, &goal) && put_sample(trial, &event) &&
           as__trial_put(trial, BOOK, AFTERSALE_KIND_COUNTER, &counter) &&
           as__trial_put(trial, BOOK, AFTERSALE_KIND_SALE, &sale);
}

/* Each place has a change of its own that is right. */
static void add_good(as__bundle *bundle, size_t place)
{
    as__trial *trial = bundle->trial;
    const aftersale_key fresh_sale = as__key_make(BOOK, AFTERSALE_KIND_SALE, 0, 50);
    const aftersale_key next_event = as__key_make(BOOK, AFTERSALE_KIND_EVENT, 1, 2);
    switch (place) {
    case 0:
        as__bundle_put(bundle, as__sample(trial, &fresh_sale, AS__FILL_ALL));
        break;
    case 1:
        as__bundle_put(bundle, as__sample(trial, &product, AS__FILL_SOME));
        break;
    case 2:
        as__bundle_remove(bundle, as__shelf_find(trial, &goal));
        break;
    case 3:
        as__bundle_add(bundle, &counter_key, 2);
        break;
    default:
        as__bundle_put(bundle, as__sample(trial, &next_event, AS__FILL_ALL));
    }
}

typedef enum fault {
    PUT_OVER,
    PUT_STALE,
    PUT_GONE,
    REMOVE_STALE,
    REMOVE_GONE,
    EXPECT_STALE,
    EXPECT_GONE,
    ROOT_STALE,
    EVENT_TAKEN,
    REF_TAKEN,
    ADD_ABOVE,
    ADD_BELOW
} fault;

static const struct {
    const char *name;
    aftersale_status status;
} faults[] = {
    [PUT_OVER] = {"PUT of what must not exist", AFTERSALE_CONFLICT},
    [PUT_STALE] = {"PUT over an earlier revision", AFTERSALE_CONFLICT},
    [PUT_GONE] = {"PUT over what is not there", AFTERSALE_CONFLICT},
    [REMOVE_STALE] = {"REMOVE of an earlier revision", AFTERSALE_CONFLICT},
    [REMOVE_GONE] = {"REMOVE of what is not there", AFTERSALE_CONFLICT},
    [EXPECT_STALE] = {"EXPECT of an earlier revision", AFTERSALE_CONFLICT},
    [EXPECT_GONE] = {"EXPECT of what is not there", AFTERSALE_CONFLICT},
    [ROOT_STALE] = {"EXPECT of an earlier last event", AFTERSALE_CONFLICT},
    [EVENT_TAKEN] = {"PUT of an event whose number is taken", AFTERSALE_CONFLICT},
    [REF_TAKEN] = {"PUT of a taken ref", AFTERSALE_EXISTS},
    [ADD_ABOVE] = {"ADD above the bound", AFTERSALE_LIMIT},
    [ADD_BELOW] = {"ADD below the bound", AFTERSALE_LIMIT},
};

static const aftersale_record *same_ref(as__trial *trial)
{
    aftersale_sale sale = {.id = 60, .ref = "INV-1", .customer = 2, .stage = 4};
    return as__trial_make(trial, BOOK, AFTERSALE_KIND_SALE, &sale);
}

static void add_fault(as__bundle *bundle, fault what)
{
    as__trial *trial = bundle->trial;
    const aftersale_record *here = as__shelf_find(trial, &customer);
    switch (what) {
    case PUT_OVER:
        as__bundle_put(bundle, as__sample(trial, &customer, AS__FILL_SOME))->expected = 0;
        break;
    case PUT_STALE:
        as__bundle_put(bundle, as__sample(trial, &customer, AS__FILL_SOME))->expected = 1;
        break;
    case PUT_GONE:
        as__bundle_put(bundle, as__sample(trial, &nobody, AS__FILL_SOME))->expected = 1;
        break;
    case REMOVE_STALE:
        as__bundle_remove(bundle, here)->expected = 1;
        break;
    case REMOVE_GONE:
        as__bundle_remove(bundle, as__sample(trial, &nobody, AS__FILL_SOME));
        break;
    case EXPECT_STALE:
        as__bundle_expect(bundle, &customer)->expected = 1;
        break;
    case EXPECT_GONE:
        as__bundle_expect(bundle, &nobody)->expected = 1;
        break;
    case ROOT_STALE:
        as__bundle_expect_root(bundle, BOOK, 1)->expected = 0;
        break;
    case EVENT_TAKEN:
        as__bundle_put(bundle, as__sample(trial, &event, AS__FILL_SOME))->expected = 0;
        break;
    case REF_TAKEN:
        as__bundle_put(bundle, same_ref(trial));
        break;
    case ADD_ABOVE:
        as__bundle_add(bundle, &counter_key, 6);
        break;
    default:
        as__bundle_add(bundle, &counter_key, -6);
    }
}

/* A counter is moved once in a commit. */
static bool is_in_the_way(fault what, size_t place)
{
    return place == 3 && (what == ADD_ABOVE || what == ADD_BELOW);
}

static void run(as__trial *trial, bool names_change)
{
    char words[120];
    if (!set_up(trial))
        return;
    for (size_t what = 0; what < COUNT(faults) && as__trial_is_fine(trial); what++) {
        for (size_t bad = 0; bad < CHANGES; bad++) {
            as__bundle bundle;
            as__bundle_begin(&bundle, trial, CHANGES);
            for (size_t i = 0; i < CHANGES; i++) {
                if (i == bad)
                    add_fault(&bundle, (fault)what);
                else if (is_in_the_way((fault)what, i))
                    as__bundle_expect(&bundle, &customer);
                else
                    add_good(&bundle, i);
            }
            snprintf(words, sizeof words, "%s as change %zu of %d", faults[what].name, bad, CHANGES);
            as__bundle_must(&bundle, words, faults[what].status, names_change ? bad : AS__BUNDLE_NONE);
            if (!names_change)
                as__model_check_all(trial, trial->store);
        }
    }
    as__bundle last;
    as__bundle_begin(&last, trial, CHANGES);
    for (size_t i = 0; i < CHANGES; i++)
        add_good(&last, i);
    as__bundle_must(&last, "the same without a fault", AFTERSALE_OK, AS__BUNDLE_NONE);
    as__model_check_all(trial, trial->store);
}

static void check_all_or_nothing(as__trial *trial)
{
    run(trial, false);
}

static void check_names_change(as__trial *trial)
{
    run(trial, true);
}

static const as__check checks[] = {
    {"commit.all_or_nothing", check_all_or_nothing},
    {"commit.names_the_change", check_names_change},
};
const as__checks as__checks_rollback = {checks, COUNT(checks)};
