/* SPDX-License-Identifier: MIT */
/* The store in memory: a table of records by key, a tree for each index, and the last event of each root. */
#ifndef AS_STORE_MEMORY_STORE_H
#define AS_STORE_MEMORY_STORE_H
#include "aftersale/sys/store.h"
#include "base/owner.h"

/* @return OK, NO_MEMORY */
aftersale_status as__memory_store_new(as__owner *owner, aftersale_store **out);
#endif
