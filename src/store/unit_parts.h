/* SPDX-License-Identifier: MIT */
/* What the files of the unit of work share with one another, and with nobody else. */
#ifndef AS_STORE_UNIT_PARTS_H
#define AS_STORE_UNIT_PARTS_H
#include "store/unit.h"

struct as__unit_item {
    aftersale_key key;
    bool is_known;                     /* whether it has been read */
    bool is_expected;
    int32_t verb;                      /* AFTERSALE_CHANGE_PUT, _REMOVE, _ADD; 0: nothing to write */
    const aftersale_record *read;      /* as it stood; NULL: not there */
    const aftersale_record *current;   /* as the unit sees it */
    uint64_t revision;                 /* that was read */
    int64_t amount;
    size_t root;                       /* of a ROOT: its place in the unit's roots, + 1 */
};

struct as__unit_root {
    uint64_t root;
    uint64_t read;                     /* number of its last event when first read */
    const aftersale_event *last;
    bool is_written, is_expected;
};

/* What an item or a root was before, to be put back. */
struct as__unit_step {
    as__unit_item *item; /* NULL: a root */
    as__unit_item before;
    size_t root;
    as__unit_root root_before;
};

/* Makes room for one more in a growing array, handed over as the place of its pointer. */
bool as__unit_room(const as__unit *unit, void *array, size_t count, size_t *room, size_t size);
/* Takes over one reference; lets go of it on failure. */
aftersale_status as__unit_keep(as__unit *unit, const aftersale_record *record);
as__unit_item *as__unit_find_item(const as__unit *unit, const aftersale_key *key); /* NULL: not named yet */
as__unit_item *as__unit_make_item(as__unit *unit, const aftersale_key *key);       /* NULL: no memory */
/* Notes what an item is, to be taken back to. */
aftersale_status as__unit_note_step(as__unit *unit, as__unit_item *item);

void as__unit_begin_call(as__unit *unit);
/* Takes rows over: a whole record that was not known is from now on. `taken` counts those that are the unit's. */
aftersale_status as__unit_take_rows(as__unit *unit, const aftersale_rows *rows, size_t *taken);
/* Ends rows of which the first `taken` are the unit's. */
void as__unit_end_rows(aftersale_rows *rows, size_t taken);
/* Scans the store alone; ranges are closed. */
aftersale_status as__unit_scan_store(as__unit *unit, const aftersale_range *const *ranges, size_t count,
                                     as__found *out);

/* Brings the overlay from one state of an item to another; NULL: nothing put. */
aftersale_status as__unit_overlay_move(as__unit *unit, const aftersale_key *key, const aftersale_record *from,
                                       const aftersale_record *to);
#endif
