/* SPDX-License-Identifier: MIT */
/** @file sys/conformance.h  The checks that every store here passes, for yours. Component aftersale-conformance. */
#ifndef AFTERSALE_SYS_CONFORMANCE_H
#define AFTERSALE_SYS_CONFORMANCE_H
#include "store.h"
AFTERSALE_BEGIN
/** Makes an empty store, not attached yet. Called for every check. */
typedef aftersale_status (*aftersale_make_store_fn)(void *user, aftersale_store **out);
/** Opens the same data again, after a close; NULL in args when your store does not outlive its process. */
typedef aftersale_status (*aftersale_reopen_store_fn)(void *user, aftersale_store **out);
/** Told of each check: name, 0 passed, 1 failed, 2 skipped; and what was expected and seen. */
typedef void (*aftersale_checked_fn)(void *user, const char *check, int32_t result, const char *text);
typedef struct aftersale_conformance_run_args {
    size_t struct_size;
    aftersale_make_store_fn make;
    aftersale_reopen_store_fn reopen;
    aftersale_checked_fn checked;
    void *user;
    uint64_t seed;
    const char *only;         /**< run the checks whose name begins so */
} aftersale_conformance_run_args;
/** @param[out] failed how many failed @return OK when all ran */
AFTERSALE_API aftersale_status aftersale_conformance_run(const aftersale_conformance_run_args *args, size_t *failed);
AFTERSALE_END
#endif
