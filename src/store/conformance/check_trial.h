/* SPDX-License-Identifier: MIT */
/* One check under way: an empty store, what must stand in it by now, and what was found wrong. */
#ifndef AS_STORE_CONFORMANCE_CHECK_TRIAL_H
#define AS_STORE_CONFORMANCE_CHECK_TRIAL_H
#include "aftersale/sys/conformance.h"
#include "store/seam.h"

/* Two books of the same content, so that a store that mixes them is found out. */
#define AS__TRIAL_BOOK UINT64_C(0x123456789ABCDEF)
#define AS__TRIAL_OTHER_BOOK UINT64_C(0x123456789ABCDF0)

typedef struct as__trial {
    const aftersale_conformance_run_args *args;
    as__owner *owner;
    aftersale_store *store;
    as__arena arena;
    const aftersale_record **made;  /* every record, freed at the end */
    size_t made_count, made_room;
    const aftersale_record **shelf; /* those that stand in the store, in no order */
    size_t shelf_count, shelf_room;
    uint64_t random, serial;
    int32_t result;
    char text[512];
} as__trial;

void as__trial_begin(as__trial *trial, const aftersale_conformance_run_args *args, as__owner *owner,
                     aftersale_store *store, uint64_t seed);
void as__trial_end(as__trial *trial);
/* Ends a store that a callback gave; NULL is fine. */
void as__trial_close(aftersale_store *store);

/* Notes a failure; the first one stays. @return false */
bool as__trial_fail(as__trial *trial, const char *format, ...) __attribute__((format(printf, 2, 3)));
bool as__trial_skip(as__trial *trial, const char *why);
bool as__trial_is_fine(const as__trial *trial);
/* Fails with both names when they differ. */
bool as__trial_status(as__trial *trial, const char *what, aftersale_status expected, aftersale_status seen);

uint64_t as__trial_random(as__trial *trial, uint64_t below);
/* Memory until the check ends; NULL, and noted, when there is none. */
void *as__trial_take(as__trial *trial, size_t size);

/* Seals a draft as the next revision of what stands under its key. NULL: no memory, noted. */
const aftersale_record *as__trial_make(as__trial *trial, uint64_t book, aftersale_kind kind, void *draft);
const aftersale_record *as__trial_make_as(as__trial *trial, uint64_t book, aftersale_kind kind, void *draft,
                                          uint64_t revision);
/* As the first, and writes it; the store must take it. */
bool as__trial_put(as__trial *trial, uint64_t book, aftersale_kind kind, void *draft);

/* NULL: not there */
const aftersale_record *as__shelf_find(const as__trial *trial, const aftersale_key *key);
void as__shelf_set(as__trial *trial, const aftersale_record *record);
void as__shelf_remove(as__trial *trial, const aftersale_key *key);
uint64_t as__shelf_last_event(const as__trial *trial, uint64_t book, uint64_t root); /* its number; 0: none */
uint64_t as__shelf_revision(const as__trial *trial, const aftersale_key *key);

/* Reads one record, or last event of a root, from the store. `record` lives until the trial ends; revision 0: it is
 * not there. False: the store failed, noted. */
bool as__trial_read(as__trial *trial, const aftersale_key *key, as__row *out);
/* One more store on the trial's data, or the same where `rival` is not given; NULL: it failed, noted. */
aftersale_store *as__trial_open_rival(as__trial *trial);
void as__trial_close_rival(as__trial *trial, aftersale_store *rival);

/* Name of the first field, of those in the mask by tag, that differs; NULL: none does. */
const char *as__trial_difference(const aftersale_record *a, const aftersale_record *b, uint64_t wants);
#endif
