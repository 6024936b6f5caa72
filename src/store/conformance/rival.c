/* SPDX-License-Identifier: MIT */
#include "store/conformance/rival.h"

#define BOOK AS__TRIAL_BOOK
#define CALLS_MAX 50

static void count_call(aftersale_store *store)
{
    as__watched *my = (as__watched *)store;
    if (++my->calls != my->strike_at)
        return;
    my->has_struck = true;
    my->scene->strike(my->scene);
}

static aftersale_store *inner(aftersale_store *store)
{
    return ((as__watched *)store)->scene->trial->store;
}

static aftersale_status watched_get(aftersale_store *store, const aftersale_key *keys, size_t count,
                                    aftersale_rows *out, aftersale_call *call)
{
    count_call(store);
    return inner(store)->methods->get(inner(store), keys, count, out, call);
}

static aftersale_status watched_scan(aftersale_store *store, const aftersale_range *const *ranges,
                                     size_t count, aftersale_rows *out, aftersale_call *call)
{
    count_call(store);
    return inner(store)->methods->scan(inner(store), ranges, count, out, call);
}

static aftersale_status watched_commit(aftersale_store *store, const aftersale_change *const *changes,
                                       size_t count, aftersale_call *call)
{
    count_call(store);
    return inner(store)->methods->commit(inner(store), changes, count, call);
}

static const aftersale_store_methods watched_methods = {
    .struct_size = sizeof(aftersale_store_methods),
    .name = "watched",
    .get = watched_get,
    .scan = watched_scan,
    .commit = watched_commit,
};

aftersale_key as__scene_key(const as__scene *at, aftersale_kind kind)
{
    return as__key_make(BOOK, kind, 0, at->base + 1);
}

uint64_t as__scene_root(const as__scene *at)
{
    return at->base + 1;
}

/* Runs one story with the rival before call `strike_at`. @return whether there was such a call */
static bool run_once(as__trial *trial, const as__story *told, aftersale_store *rival, size_t strike_at)
{
    as__unit unit;
    as__scene at = {.trial = trial, .rival = rival, .strike = told->strike, .base = strike_at * 10};
    at.watched = (as__watched){.face.methods = &watched_methods, .scene = &at, .strike_at = strike_at};
    told->begin(&at);
    if (!as__trial_is_fine(trial))
        return false;
    as__unit_init(&unit, trial->owner, &at.watched.face, BOOK);
    aftersale_status status = told->work(&at, &unit);
    as__unit_free(&unit);
    bool rival_did = at.watched.has_struck;
    if (status != AFTERSALE_OK && !(rival_did && (status == told->refusal || status == AFTERSALE_CONFLICT)))
        as__trial_fail(trial, "the unit answers %s%s%zu", aftersale_status_name(status),
                       rival_did ? " with a rival before call " : " without a rival, calls ",
                       at.watched.calls);
    if (as__trial_is_fine(trial))
        told->judge(&at, status == AFTERSALE_OK, rival_did);
    return rival_did;
}

void as__story_run(as__trial *trial, const as__story *told)
{
    size_t strike_at = 1;
    aftersale_store *rival = as__trial_open_rival(trial);
    while (rival != NULL && as__trial_is_fine(trial) && strike_at < CALLS_MAX &&
           run_once(trial, told, rival, strike_at))
        strike_at++;
    if (as__trial_is_fine(trial) && (strike_at == 1 || strike_at == CALLS_MAX))
        as__trial_fail(trial, "the unit made %zu calls", strike_at);
    as__trial_close_rival(trial, rival);
}

void as__scene_commit(as__scene *at, as__bundle *bundle)
{
    aftersale_status status = as__bundle_commit(bundle, at->rival);
    as__trial_status(at->trial, "the rival's commit", AFTERSALE_OK, status);
    as__bundle_end(bundle);
}

static aftersale_event event_draft(uint64_t root, uint64_t number, const char *detail)
{
    return (aftersale_event){.root = root,
                             .number = (int64_t)number,
                             .type = 1,
                             .root_kind = 1,
                             .recorded = {1},
                             .command = 1,
                             .detail = detail,
                             .hash = {{1}}};
}

void as__scene_add_event(as__scene *at, as__bundle *bundle)
{
    uint64_t root = as__scene_root(at), last = as__shelf_last_event(at->trial, BOOK, root);
    aftersale_event draft = event_draft(root, last + 1, "rival");
    as__bundle_expect_root(bundle, BOOK, root);
    as__bundle_put(bundle, as__trial_make(at->trial, BOOK, AFTERSALE_KIND_EVENT, &draft));
}

aftersale_status as__scene_put_event(as__scene *at, as__unit *unit, const char *detail)
{
    const aftersale_event *last;
    aftersale_status status = as__unit_last_event(unit, as__scene_root(at), &last);
    if (status != AFTERSALE_OK)
        return status;
    uint64_t number = last != NULL ? (uint64_t)last->number + 1 : 1;
    aftersale_event draft = event_draft(as__scene_root(at), number, detail);
    return as__unit_put_event(unit, &draft, NULL);
}

const aftersale_record *as__scene_read(as__scene *at, aftersale_kind kind)
{
    aftersale_key key = as__scene_key(at, kind);
    as__row row;
    return as__trial_read(at->trial, &key, &row) ? row.record : NULL;
}

uint64_t as__scene_last_event(as__scene *at)
{
    aftersale_key key = as__key_make(BOOK, AFTERSALE_KIND_ROOT, as__scene_root(at), 0);
    as__row row;
    return as__trial_read(at->trial, &key, &row) ? row.revision : 0;
}
