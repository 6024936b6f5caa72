/* SPDX-License-Identifier: MIT */
/* Argument structs across versions of the header: they only grow, and what is not given is zero. */
#ifndef AS_BASE_STRUCT_TAKE_H
#define AS_BASE_STRUCT_TAKE_H
#include "aftersale/base.h"

/* Copies a struct of the caller's, which begins with its size, into `out` of `size` bytes; what the caller's header
 * does not have is zero. `first` is the size of the struct's first version.
 * @return OK; ABI: its size is none, or it holds what we do not know */
aftersale_status as__struct_take(const void *given, size_t first, size_t size, void *out);

/* What was wrong with one that gave ABI, in words. */
const char *as__struct_fault(const void *given, size_t size);
#endif
