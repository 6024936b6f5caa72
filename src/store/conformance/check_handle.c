/* SPDX-License-Identifier: MIT */
#include "store/conformance/bundle.h"
#include "store/conformance/check.h"
#include "store/conformance/model.h"
#include "store/conformance/sample.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BOOK AS__TRIAL_BOOK

static const aftersale_key customer_key = {.book = BOOK, .id = 1, .kind = AFTERSALE_KIND_CUSTOMER};

static bool reopen(as__trial *trial)
{
    if (!as__trial_is_fine(trial))
        return false;
    as__trial_close(trial->store);
    trial->store = NULL;
    aftersale_status status = trial->args->reopen(trial->args->user, &trial->store);
    return as__trial_status(trial, "reopen()", AFTERSALE_OK, status) &&
           as__model_check_all(trial, trial->store);
}

static void check_reopen(as__trial *trial)
{
    if (trial->args->reopen == NULL) {
        as__trial_skip(trial, "no `reopen` was given");
        return;
    }
    if (!reopen(trial))
        return;
    for (size_t i = 0; i < aftersale_kind_count(); i++)
        as__sample_fill(trial, BOOK, aftersale_kind_at(i), 8);
    as__sample_fill(trial, AS__TRIAL_OTHER_BOOK, AFTERSALE_KIND_SALE, 8);
    if (!reopen(trial) || !reopen(trial))
        return;
    aftersale_customer draft = {.id = 1, .ref = "C", .owner = "ann"};
    as__trial_put(trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
    reopen(trial);
}

/* What one store writes the other sees at once, and each refuses what the other made impossible. */
static void check_two(as__trial *trial)
{
    aftersale_store *first = trial->store, *second;
    if (trial->args->rival == NULL) {
        as__trial_skip(trial, "no `rival` was given");
        return;
    }
    second = as__trial_open_rival(trial);
    if (second == NULL)
        return;
    for (int turn = 0; turn < 4 && as__trial_is_fine(trial); turn++) {
        aftersale_customer draft = {.id = 1, .ref = "C-1", .owner = turn % 2 == 0 ? "ann" : "bob"};
        aftersale_sale sale = {.id = (uint64_t)turn + 1, .ref = "INV-1", .customer = 1, .stage = 4};
        const aftersale_record *stale = as__trial_make(trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
        uint64_t revision = as__shelf_revision(trial, &customer_key);
        trial->store = turn % 2 == 0 ? first : second;
        as__trial_put(trial, BOOK, AFTERSALE_KIND_CUSTOMER, &draft);
        if (turn == 0)
            as__trial_put(trial, BOOK, AFTERSALE_KIND_SALE, &sale);
        trial->store = turn % 2 == 0 ? second : first;
        as__model_check_all(trial, trial->store);
        as__bundle bundle;
        as__bundle_begin(&bundle, trial, 1);
        as__bundle_put(&bundle, stale)->expected = revision;
        as__bundle_must(&bundle, "PUT over what another handle changed", AFTERSALE_CONFLICT, 0);
        sale.id += 10;
        as__bundle_begin(&bundle, trial, 1);
        as__bundle_put(&bundle, as__trial_make(trial, BOOK, AFTERSALE_KIND_SALE, &sale));
        as__bundle_must(&bundle, "PUT of a ref that another handle took", AFTERSALE_EXISTS, 0);
        as__model_check_all(trial, trial->store);
    }
    trial->store = first;
    as__trial_close_rival(trial, second);
}

/* A store keeps no record of ours when it is closed. */
static void check_lets_go(as__trial *trial)
{
    for (size_t i = 0; i < aftersale_kind_count(); i++)
        as__sample_fill(trial, BOOK, aftersale_kind_at(i), 6);
    as__model_check_all(trial, trial->store);
    as__trial_close(trial->store);
    trial->store = NULL;
    for (size_t i = 0; i < trial->made_count && as__trial_is_fine(trial); i++) {
        unsigned refs = atomic_load(trial->made[i]->head.refs);
        if (refs != 1)
            as__trial_fail(trial, "a closed store still holds a record of kind %s",
                           aftersale_kind_name(trial->made[i]->head.kind));
    }
}

static const as__check checks[] = {
    {"handle.reopen", check_reopen},
    {"handle.two", check_two},
    {"handle.lets_go", check_lets_go},
};
const as__checks as__checks_handle = {checks, COUNT(checks)};
