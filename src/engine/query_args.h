/* SPDX-License-Identifier: MIT */
/* Arguments of queries: plain structs whose size their caller filled in. */
#ifndef AS_ENGINE_QUERY_ARGS_H
#define AS_ENGINE_QUERY_ARGS_H
#include "engine/engine.h"

/* Copies what the caller gave, `size` bytes in this library, into `out`; NULL gives none. `first` is the size of
 * the struct's first version. @return OK, ABI (noted) */
aftersale_status as__query_args(aftersale_book *book, const void *given, size_t first, size_t size,
                                void *out);
/* The same for a query that cannot do without. @return OK, INVALID (args), ABI (noted) */
aftersale_status as__query_args_needed(aftersale_book *book, const void *given, size_t size, void *out);
#endif
