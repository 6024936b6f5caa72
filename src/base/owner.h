/* SPDX-License-Identifier: MIT */
/* The memory of a context, counted: it ends when the last thing made of it ends. */
#ifndef AS_BASE_OWNER_H
#define AS_BASE_OWNER_H
#include "base/memory.h"
#include <stdatomic.h>

typedef struct as__owner as__owner;
struct as__owner {
    as__memory memory;
    atomic_size_t refs;
    void (*gone)(as__owner *owner); /* frees what the owner stands in */
};
void as__owner_keep(as__owner *owner);
void as__owner_drop(as__owner *owner);
#endif
