/* SPDX-License-Identifier: MIT */
/* Our side of the store seam: what stands behind the opaque types of sys/store.h. */
#ifndef AS_STORE_SEAM_H
#define AS_STORE_SEAM_H
#include "schema/entry.h"

struct aftersale_call {
    as__arena arena;
    char message[200];
    bool has_failed_change;
    size_t failed_change;
};
void as__call_begin(aftersale_call *call, const as__memory *memory);
void as__call_end(aftersale_call *call);

/* One found record. */
typedef struct as__row {
    size_t from;
    aftersale_key key;
    uint64_t revision;
    const aftersale_record *record; /* counted; NULL for a ROOT */
} as__row;

struct aftersale_rows {
    as__owner *owner;
    as__arena arena;   /* of the row under construction */
    as__row *items;
    as__row one[1];    /* the items while they are few: most reads give one row */
    size_t count, room;
    void *draft;       /* struct of the row under construction, NULL: none */
    const as__kind *kind;
    as__list *list;    /* list under construction */
    const as__kind *item_kind;
};
void as__rows_begin(aftersale_rows *rows, as__owner *owner);
aftersale_status as__rows_close(aftersale_rows *rows); /* seals the last row */
void as__rows_end(aftersale_rows *rows);               /* lets go of all rows */
/* For our own memory store: adds a record that is shared, not copied; `record` NULL for a ROOT. */
aftersale_status as__rows_share(aftersale_rows *rows, size_t from, const aftersale_key *key, uint64_t revision,
                                const aftersale_record *record);

/* An index entry of a change. */
typedef struct as__change_entry { int32_t index; aftersale_bytes bytes; } as__change_entry;

struct aftersale_change {
    int32_t verb;
    aftersale_key key;
    uint64_t expected;
    int64_t amount;
    const aftersale_record *record; /* PUT */
    const aftersale_record *old;    /* what stood before, where known */
    as__arena *arena;               /* for what is worked out when asked */
    /* Worked out once, when asked first. */
    bool has_entries;
    as__change_entry *entries_old, *entries_new;
    size_t old_count, new_count;
};
/* Works out the entries. @return OK, NO_MEMORY */
aftersale_status as__change_prepare(aftersale_change *change);

#define AS__COLUMNS_MAX 4
struct aftersale_range {
    uint64_t book;
    const as__kind *kind;
    const aftersale_index *index; /* NULL: by (root, id) */
    aftersale_value equal[AS__COLUMNS_MAX];
    size_t equal_count;
    aftersale_value lower, upper; /* type 0: none */
    bool is_descending;
    size_t limit;
    bool has_resume;
    aftersale_key resume_key;
    aftersale_value resume[AS__COLUMNS_MAX];
    uint64_t wants;               /* bit by tag */
    int32_t follow[4];
    size_t follow_count;
    as__entry_bytes from, until;
};
/* Every column and every field, from first to last, without an end. */
void as__range_begin(aftersale_range *range, uint64_t book, aftersale_kind kind, int32_t index, size_t limit);
void as__range_equal_number(aftersale_range *range, int64_t number); /* ids too: their local bits */
void as__range_equal_text(aftersale_range *range, const char *text); /* NULL: not given */
/* Goes on behind a record that was found. Only for ranges whose index is not over a list. */
void as__range_resume_at(aftersale_range *range, const aftersale_record *record);
/* Goes on behind the entry of one item of its list, where the index is over a list. */
void as__range_resume_item(aftersale_range *range, const aftersale_record *record, const void *item);
void as__range_close(aftersale_range *range); /* works out the bytes; call it last */

/* A field as it crosses the seam: ids as their local bits, inline lists as bytes, texts as one text. Memory is the
 * arena's. @return OK, NO_MEMORY */
aftersale_status as__seam_value(const as__field *field, const void *base, as__arena *arena, aftersale_value *out);
/* And back. @return OK, NO_MEMORY, CORRUPT */
aftersale_status as__seam_set(const as__field *field, const aftersale_value *value, as__arena *arena, void *draft);
void as__entry_value(as__entry_bytes *entry, const as__field *field, const aftersale_value *value);
#endif
