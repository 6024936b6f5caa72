/* SPDX-License-Identifier: MIT */
/* Changes for one commit; what a commit did is done on the shelf of the trial too. */
#ifndef AS_STORE_CONFORMANCE_BATCH_H
#define AS_STORE_CONFORMANCE_BATCH_H
#include "store/conformance/trial.h"

#define AS__BATCH_NONE SIZE_MAX

typedef struct as__batch {
    as__trial *trial;
    aftersale_call call;
    aftersale_change *changes;
    const aftersale_change **list;
    size_t count, room;
    aftersale_change spare; /* given out where there is no memory: the trial has failed then */
} as__batch;

void as__batch_begin(as__batch *batch, as__trial *trial, size_t room);
/* Each gives the change, to be bent by those who want it refused. Records may be NULL: no memory. */
aftersale_change *as__batch_put(as__batch *batch, const aftersale_record *record);
aftersale_change *as__batch_remove(as__batch *batch, const aftersale_record *record);
aftersale_change *as__batch_expect(as__batch *batch, const aftersale_key *key);
aftersale_change *as__batch_expect_root(as__batch *batch, uint64_t book, uint64_t root);
aftersale_change *as__batch_add(as__batch *batch, const aftersale_key *key, int64_t amount);

/* Commits, into the trial's store or another on its data. @return what the store answered */
aftersale_status as__batch_commit(as__batch *batch, aftersale_store *store);
/* The same without the shelf, for threads: they share none. */
aftersale_status as__batch_send(as__batch *batch, aftersale_store *store);
/* Which change the store said had failed. */
size_t as__batch_failed(const as__batch *batch);
void as__batch_end(as__batch *batch);
/* Commits and ends, and fails the trial where the answer is another; `failed` is the change that must be named,
 * AS__BATCH_NONE: no matter. */
bool as__batch_must(as__batch *batch, const char *what, aftersale_status expected, size_t failed);
#endif
