/* SPDX-License-Identifier: MIT */
#include "support/failing_store.h"

/* Whether this call is the one. */
static bool is_struck(failing_store *at, failing_verb verb)
{
    if (at->plan.verb != verb)
        return false;
    at->calls++;
    at->failed += at->calls == at->plan.at;
    if (at->calls == at->plan.at && at->plan.how == FAILING_REENTRY)
        at->call_back();
    return at->calls == at->plan.at;
}

/* What this call says; OK: it works. */
static aftersale_status verdict(failing_store *at, failing_verb verb)
{
    if (is_struck(at, verb))
        return at->plan.status;
    return at->plan.verb == verb && at->plan.at != 0 && at->calls > at->plan.at ? at->plan.then
                                                                                : AFTERSALE_OK;
}

static bool is_short(const failing_store *at, failing_verb verb)
{
    return at->plan.verb == verb && at->plan.how == FAILING_SHORT && at->calls == at->plan.at;
}

static aftersale_status fail(aftersale_call *call, aftersale_status status)
{
    return aftersale_call_fail(call, status, "told to fail");
}

static aftersale_status get(aftersale_store *store, const aftersale_key *keys, size_t count,
                            aftersale_rows *out, aftersale_call *call)
{
    failing_store *at = (failing_store *)store;
    aftersale_status status = verdict(at, FAILING_GET);
    if (status != AFTERSALE_OK)
        return fail(call, status);
    count -= is_short(at, FAILING_GET);
    return count != 0 ? at->inner->methods->get(at->inner, keys, count, out, call) : AFTERSALE_OK;
}

static aftersale_status scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                             aftersale_rows *out, aftersale_call *call)
{
    failing_store *at = (failing_store *)store;
    aftersale_status status = verdict(at, FAILING_SCAN);
    if (status != AFTERSALE_OK)
        return fail(call, status);
    count -= is_short(at, FAILING_SCAN);
    return count != 0 ? at->inner->methods->scan(at->inner, ranges, count, out, call) : AFTERSALE_OK;
}

static aftersale_status commit(aftersale_store *store, const aftersale_change *const *changes, size_t count,
                               aftersale_call *call)
{
    failing_store *at = (failing_store *)store;
    aftersale_status status = verdict(at, FAILING_COMMIT);
    if (status == AFTERSALE_OK)
        return at->inner->methods->commit(at->inner, changes, count, call);
    if (at->plan.how == FAILING_AFTER && at->calls == at->plan.at)
        (void)at->inner->methods->commit(at->inner, changes, count, call);
    return fail(call, status);
}

static void close_inner(aftersale_store *store)
{
    aftersale_store_free(((failing_store *)store)->inner);
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof methods,
    .caps = AFTERSALE_STORE_THREADS,
    .name = "failing",
    .get = get,
    .scan = scan,
    .commit = commit,
    .close = close_inner,
};

aftersale_status failing_store_lay(failing_store *out, aftersale_context *context, aftersale_store *inner,
                                   aftersale_error *error)
{
    *out = (failing_store){.base.methods = &methods, .inner = inner};
    return aftersale_store_attach(context, &out->base, error);
}

void failing_store_set(failing_store *store, failing_plan plan)
{
    store->plan = plan;
    store->calls = 0;
}
