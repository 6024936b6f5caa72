/* SPDX-License-Identifier: MIT */
/* The unit of work: what commands read and want to write, until it is committed as one conditional batch. Later
 * commands of a group see what earlier ones put; a command that fails is taken back to its mark. */
#ifndef AS_STORE_UNIT_H
#define AS_STORE_UNIT_H
#include "store/seam.h"
#include "store/tree.h"

typedef struct as__unit_item as__unit_item;
typedef struct as__unit_root as__unit_root;
typedef struct as__unit_step as__unit_step;

typedef struct as__unit {
    as__owner *owner;
    aftersale_store *store;
    uint64_t book;
    as__arena arena;             /* of items, changes and found lists */
    as__unit_item **items;       /* in the order in which they were first named */
    size_t item_count, item_room;
    uint32_t *slots;             /* hash of items by key: place + 1 */
    size_t slot_room;
    as__unit_root *roots;
    size_t root_count, root_room;
    const aftersale_record **kept;
    size_t kept_count, kept_room;
    as__unit_step *steps;        /* what to take back */
    size_t step_count, step_room;
    as__forest overlay;          /* entries of what was put, for the indexes that were asked */
    size_t pending;              /* items to write */
    aftersale_call call;         /* of the last call to the store */
    void *beside;                /* what its user worked out from what was read, in the arena; NULL at first */
    size_t failed_item;          /* of the last commit: place of the item, SIZE_MAX: none */
} as__unit;

typedef struct as__found { const aftersale_record **items; size_t count; } as__found;

void as__unit_init(as__unit *unit, as__owner *owner, aftersale_store *store, uint64_t book);
void as__unit_reset(as__unit *unit); /* forgets all */
void as__unit_free(as__unit *unit);

/* Reads what is not known yet, in one call. */
aftersale_status as__unit_fetch(as__unit *unit, const aftersale_key *keys, size_t count);
/* @param[out] out borrowed until the unit is reset @return OK, NOT_FOUND, or the store's failure */
aftersale_status as__unit_get(as__unit *unit, const aftersale_key *key, const aftersale_record **out);
/* Records of a range, with what the unit has put and taken away. Borrowed until the unit is reset. */
aftersale_status as__unit_scan(as__unit *unit, aftersale_range *range, as__found *out);

/* Writes a draft: its key, book and revision are set here. A record that was read is expected as it was read, another
 * one must not exist. @param[out] out may be NULL; borrowed */
aftersale_status as__unit_put(as__unit *unit, aftersale_kind kind, void *draft, const aftersale_record **out);
/* Makes a record that nobody writes. @param[out] out borrowed until the unit is reset */
aftersale_status as__unit_seal(as__unit *unit, aftersale_kind kind, void *draft, const aftersale_record **out);
aftersale_status as__unit_remove(as__unit *unit, const aftersale_key *key);
/* What was read must still stand at commit. */
aftersale_status as__unit_expect(as__unit *unit, const aftersale_key *key);
/* No event may be written under this root before the commit. */
aftersale_status as__unit_expect_root(as__unit *unit, uint64_t root);
aftersale_status as__unit_add(as__unit *unit, const aftersale_key *key, int64_t amount);

/* Last event of a root; NULL: it has none. */
aftersale_status as__unit_last_event(as__unit *unit, uint64_t root, const aftersale_event **out);
/* Reads those that are not known yet, in few calls. */
aftersale_status as__unit_fetch_roots(as__unit *unit, const uint64_t *roots, size_t count);
/* The last events of many, in few calls, as the store has them; of an event no more than the wanted fields may be there. */
aftersale_status as__unit_last_events(as__unit *unit, const uint64_t *roots, size_t count, uint64_t wants,
                                      const aftersale_event **out);
/* Writes the next event of its root; number and root are those of the draft. */
aftersale_status as__unit_put_event(as__unit *unit, aftersale_event *draft, const aftersale_event **out);

bool as__unit_is_pending(const as__unit *unit, const aftersale_key *key); /* put, not committed */
size_t as__unit_mark(const as__unit *unit);
void as__unit_take_back(as__unit *unit, size_t mark);
/* Everything or nothing. The unit stays as it is: reset it after. */
aftersale_status as__unit_commit(as__unit *unit);
/* Key of the last event that was put under the i-th root. False: none was. */
bool as__unit_root_written(const as__unit *unit, size_t i, aftersale_key *out);
/* Command of the newest event put. */
uint64_t as__unit_newest_command(const as__unit *unit);
/* After a commit that failed with EXISTS, LIMIT or CONFLICT: key of the change that failed; NULL: not known. */
const aftersale_key *as__unit_failed_key(const as__unit *unit);
#endif
