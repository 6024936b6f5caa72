/* SPDX-License-Identifier: MIT */
/* The checks, in lists by what they are about; and those that are made for every kind and index. */
#ifndef AS_STORE_CONFORMANCE_CHECK_H
#define AS_STORE_CONFORMANCE_CHECK_H
#include "store/conformance/check_trial.h"

typedef struct as__check { const char *name; void (*run)(as__trial *trial); } as__check;
typedef struct as__checks { const as__check *items; size_t count; } as__checks;

extern const as__checks as__checks_get, as__checks_commit, as__checks_rollback, as__checks_unique,
    as__checks_list, as__checks_counter, as__checks_scan, as__checks_content, as__checks_handle,
    as__checks_thread, as__checks_rival;

/* `number` 0: in the order of keys. */
void as__check_scan_of(as__trial *trial, const as__kind *kind, int32_t number);
void as__check_pages_of(as__trial *trial, const as__kind *kind, int32_t number);
void as__check_fields_of(as__trial *trial, const as__kind *kind);

#endif
