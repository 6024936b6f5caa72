/* SPDX-License-Identifier: MIT */
#include "support/failing_store.h"

/* What this call says; OK: it works. */
static aftersale_status verdict(failing_store *at, failing_verb verb)
{
    aftersale_status status = AFTERSALE_OK;
    if (at->plan.verb != verb)
        return AFTERSALE_OK;
    at->calls++;
    if (at->calls == at->plan.at)
        status = at->plan.status;
    else if (at->calls > at->plan.at && at->plan.at != 0)
        status = at->plan.then;
    at->failed += status != AFTERSALE_OK;
    return status;
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
    return status == AFTERSALE_OK ? at->inner->methods->get(at->inner, keys, count, out, call)
                                  : fail(call, status);
}

static aftersale_status scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                             aftersale_rows *out, aftersale_call *call)
{
    failing_store *at = (failing_store *)store;
    aftersale_status status = verdict(at, FAILING_SCAN);
    return status == AFTERSALE_OK ? at->inner->methods->scan(at->inner, ranges, count, out, call)
                                  : fail(call, status);
}

static aftersale_status commit(aftersale_store *store, const aftersale_change *const *changes, size_t count,
                               aftersale_call *call)
{
    failing_store *at = (failing_store *)store;
    aftersale_status status = verdict(at, FAILING_COMMIT);
    if (status == AFTERSALE_OK)
        return at->inner->methods->commit(at->inner, changes, count, call);
    if (at->plan.is_after && at->calls == at->plan.at)
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

aftersale_status failing_store_open(failing_store *out, aftersale_context *context, aftersale_error *error)
{
    aftersale_status status;
    *out = (failing_store){.base.methods = &methods};
    status = aftersale_memory_open(context, &out->inner, error);
    if (status == AFTERSALE_OK)
        status = aftersale_store_attach(context, &out->base, error);
    return status;
}

void failing_store_set(failing_store *store, failing_plan plan)
{
    store->plan = plan;
    store->calls = 0;
}
