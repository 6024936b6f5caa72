/* SPDX-License-Identifier: MIT */
/* malloc, counted as a malloc with a word before each block and blocks of 16 bytes takes it from the system. */
#ifndef TESTS_BENCH_COUNTED_MEMORY_H
#define TESTS_BENCH_COUNTED_MEMORY_H
#include <stddef.h>

typedef struct counted_memory {
    size_t calls; /* that asked for memory */
    size_t held;  /* bytes now */
    size_t peak;  /* and at most; set it to `held` to begin anew */
} counted_memory;

/* An aftersale_memory_fn; `user` is a counted_memory. */
void *counted_memory_resize(void *user, void *pointer, size_t old_size, size_t new_size);
#endif
