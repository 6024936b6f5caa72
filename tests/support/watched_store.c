/* SPDX-License-Identifier: MIT */
#include "support/watched_store.h"
#include <stdbool.h>

static watched_store *enter(aftersale_store *store)
{
    watched_store *at = (watched_store *)store;
    if (at->strike != NULL && ++at->calls == at->strike_at)
        at->strike();
    return at;
}

static bool refuses(watched_store *at)
{
    if (at->read_retries == 0)
        return false;
    at->read_retries--;
    return true;
}

static aftersale_status get(aftersale_store *store, const aftersale_key *keys, size_t count,
                            aftersale_rows *out, aftersale_call *call)
{
    watched_store *at = enter(store);
    return refuses(at) ? AFTERSALE_RETRY : at->inner->methods->get(at->inner, keys, count, out, call);
}

static aftersale_status scan(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                             aftersale_rows *out, aftersale_call *call)
{
    watched_store *at = enter(store);
    return refuses(at) ? AFTERSALE_RETRY : at->inner->methods->scan(at->inner, ranges, count, out, call);
}

static aftersale_status commit(aftersale_store *store, const aftersale_change *const *changes, size_t count,
                               aftersale_call *call)
{
    watched_store *at = enter(store);
    aftersale_status status = at->inner->methods->commit(at->inner, changes, count, call);
    atomic_fetch_add(&at->commits, 1);
    if (status == AFTERSALE_CONFLICT || status == AFTERSALE_RETRY)
        atomic_fetch_add(&at->conflicts, 1);
    return status;
}

static void close_inner(aftersale_store *store)
{
    aftersale_store_free(((watched_store *)store)->inner);
}

static const aftersale_store_methods methods = {
    .struct_size = sizeof methods,
    .caps = AFTERSALE_STORE_THREADS,
    .name = "watched",
    .get = get,
    .scan = scan,
    .commit = commit,
    .close = close_inner,
};

aftersale_status watched_store_open(watched_store *out, aftersale_context *context, aftersale_store *inner,
                                    aftersale_error *error)
{
    *out = (watched_store){.base.methods = &methods, .inner = inner};
    return aftersale_store_attach(context, &out->base, error);
}

void watched_store_set(watched_store *store, void (*strike)(void), size_t strike_at)
{
    store->strike = strike;
    store->strike_at = strike_at;
    store->calls = 0;
}
