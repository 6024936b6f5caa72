/* SPDX-License-Identifier: MIT */
/* An allocator that fails at a chosen call and holds its callers to the sizes they gave. */
#ifndef FAILING_MEMORY_H
#define FAILING_MEMORY_H
#include "aftersale/context.h"

typedef struct failing_memory {
    size_t calls;   /* that asked for memory */
    size_t fail_at; /* number of the call that fails, from 1; 0: none does */
    size_t held;    /* bytes not given back */
    size_t faults;  /* an old size that was not the one asked for, or a size of 0 asked for */
} failing_memory;

/* An aftersale_memory_fn; `user` is a failing_memory. */
void *failing_memory_resize(void *user, void *pointer, size_t old_size, size_t new_size);
#endif
