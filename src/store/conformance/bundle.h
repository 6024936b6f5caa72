/* SPDX-License-Identifier: MIT */
/* Changes for one commit; what a commit did is done on the shelf of the trial too. */
#ifndef AS_STORE_CONFORMANCE_BUNDLE_H
#define AS_STORE_CONFORMANCE_BUNDLE_H
#include "store/conformance/check_trial.h"

#define AS__BUNDLE_NONE SIZE_MAX

typedef struct as__bundle {
    as__trial *trial;
    aftersale_call call;
    aftersale_change *changes;
    const aftersale_change **list;
    size_t count, room;
    aftersale_change spare; /* given out where there is no memory: the trial has failed then */
} as__bundle;

void as__bundle_begin(as__bundle *bundle, as__trial *trial, size_t room);
/* Each gives the change, to be bent by those who want it refused. Records may be NULL: no memory. */
aftersale_change *as__bundle_put(as__bundle *bundle, const aftersale_record *record);
aftersale_change *as__bundle_remove(as__bundle *bundle, const aftersale_record *record);
aftersale_change *as__bundle_expect(as__bundle *bundle, const aftersale_key *key);
aftersale_change *as__bundle_expect_root(as__bundle *bundle, uint64_t book, uint64_t root);
aftersale_change *as__bundle_add(as__bundle *bundle, const aftersale_key *key, int64_t amount);

/* Commits, into the trial's store or another on its data. @return what the store answered */
aftersale_status as__bundle_commit(as__bundle *bundle, aftersale_store *store);
/* The same without the shelf, for threads: they share none. */
aftersale_status as__bundle_send(as__bundle *bundle, aftersale_store *store);
/* Which change the store said had failed. */
size_t as__bundle_failed(const as__bundle *bundle);
void as__bundle_end(as__bundle *bundle);
/* Commits and ends, and fails the trial where the answer is another; `failed` is the change that must be
 * named, AS__BUNDLE_NONE: no matter. */
bool as__bundle_must(as__bundle *bundle, const char *what, aftersale_status expected, size_t failed);
#endif
