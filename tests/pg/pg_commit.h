/* SPDX-License-Identifier: MIT */
/* A commit: the changes of one call as statements in one pipeline. */
#ifndef PG_COMMIT_H
#define PG_COMMIT_H
#include "aftersale/sys/store.h"
#include "pg_link.h"

/* Fields of a counter, which stand in columns as well: SQL counts with them. */
enum { PG_COUNTER_AMOUNT = 2, PG_COUNTER_LOW = 3, PG_COUNTER_HIGH = 4 };

/* @return as the method of a store */
aftersale_status pg_commit(pg_link *link, const aftersale_change *const *changes, size_t count,
                           aftersale_call *call);
/* What a result says; `refused`: what it means that the condition of the statement did not hold.
 * @return OK, refused, RETRY, or STORE with its message noted */
aftersale_status pg_result_status(const PGresult *result, aftersale_status refused, aftersale_call *call);
#endif
