/* SPDX-License-Identifier: MIT */
/** @file sys/store.h  Bring your own storage: three verbs.
 *
 * A record has a key (book, root, kind, id), a revision and a content; some contents have index entries. That is
 * all a store keeps. You may keep the content as the bytes we give (`aftersale_change_pack`), or field by field in
 * columns of your own (`aftersale_change_value`); and entries as the ordered bytes we give, or as indexes of your
 * own. Text compares by bytes (of one longer than 128 bytes the order beyond the first 32 is free), what is not
 * given sorts before everything, and no two entries of an index may be
 * equal: entries of indexes that are not unique end in the key.
 *
 * Promise of this folder: source and binary compatible within a soname; the methods table grows at its end.
 */
#ifndef AFTERSALE_SYS_STORE_H
#define AFTERSALE_SYS_STORE_H
#include "../book.h"
#include "../schema.h"
AFTERSALE_BEGIN
typedef struct aftersale_call aftersale_call;     /**< ours, for the length of one call: error and memory */
typedef struct aftersale_rows aftersale_rows;     /**< ours: what you found goes in here */
typedef struct aftersale_change aftersale_change; /**< ours: one conditional change */
typedef struct aftersale_range aftersale_range;   /**< ours: one piece of an index */

/** Order of two: memcmp, then the shorter first. Any thread. @return below, at or above 0 */
AFTERSALE_API int aftersale_bytes_compare(aftersale_bytes a, aftersale_bytes b);
/** Names one record. Never grows. `root` is 0 for kinds that are found by id alone; events lie under their root
 *  and are numbered by `id`, notes under their enrolment. All three numbers have at most 63 bits. */
typedef struct aftersale_key {
    uint64_t book;       /**< the tenant */
    uint64_t root;       /**< what it lies under, or 0 */
    uint64_t id;         /**< its local id, or its number under the root */
    aftersale_kind kind; /**< AFTERSALE_KIND_… */
    int32_t reserved;    /**< 0 */
} aftersale_key;

/** What a store can do. */
enum {
    AFTERSALE_STORE_THREADS = 1u,   /**< several books at once, from several threads */
    AFTERSALE_STORE_DURABLE = 2u,   /**< a commit that returned OK survives the loss of power */
    AFTERSALE_STORE_READ_ONLY = 4u  /**< commits are refused */
};
/** The methods of a store. */
typedef struct aftersale_store_methods {
    size_t struct_size; /**< sizeof(aftersale_store_methods) */
    uint32_t caps;      /**< AFTERSALE_STORE_… */
    uint32_t reserved;  /**< 0 */
    const char *name;   /**< for error messages: "acme-pg" */
    /* Must provide. */
    /** Adds to `out` each record that exists, with `from` its place in `keys`; any order. A key of kind ROOT gives a
     *  row without content whose revision is the number of the root's last event; none while it has no event.
     *  All of one call is one committed state. */
    aftersale_status (*get)(aftersale_store *store, const aftersale_key *keys, size_t count, aftersale_rows *out,
                            aftersale_call *call);
    /** Adds to `out` the records of each range, in the order of that index, at most its limit, with `from` its
     *  place in `ranges`. All of one call is one committed state. */
    aftersale_status (*scan)(aftersale_store *store, const aftersale_range *const *ranges, size_t count,
                             aftersale_rows *out, aftersale_call *call);
    /** All changes or none. A revision that is not as expected: CONFLICT. An entry of a unique index that is there
     *  already: EXISTS. A counter out of its bounds: LIMIT. May succeed if run again: RETRY. Cannot say whether it
     *  was written: UNKNOWN. Name the change with aftersale_call_failed_change(). */
    aftersale_status (*commit)(aftersale_store *store, const aftersale_change *const *changes, size_t count,
                               aftersale_call *call);
    /** Last call: free yourself. */
    void (*close)(aftersale_store *store);
    /* May provide; NULL is fine. Append below only. */
    /** Checkpoints and the like, when the host is idle. Default: nothing to do. */
    aftersale_status (*maintain)(aftersale_store *store, aftersale_call *call);
} aftersale_store_methods;
/** Put it first in your own struct, or point `user` at it; set methods, leave library zero. */
struct aftersale_store {
    const aftersale_store_methods *methods; /**< required; they outlive the store */
    void *user;                             /**< yours */
    void *library;                          /**< ours: zero until it is attached, then hands off */
};
/** Takes your store into use; from now on aftersale_store_free() ends it. On failure it stays yours.
 *  @param context may be NULL @return OK; ABI or INVALID with the name of the method that is missing */
AFTERSALE_API aftersale_status aftersale_store_attach(aftersale_context *context, aftersale_store *store,
                                                      aftersale_error *error);
/** For components: writes a failure into an error of the caller. @return status */
AFTERSALE_API aftersale_status aftersale_error_set(aftersale_error *error, aftersale_status status, int32_t number,
                                                   const char *text);
/** For components: memory from the context's allocator; size 0 frees. @param context NULL: malloc */
AFTERSALE_API void *aftersale_context_memory(aftersale_context *context, void *pointer, size_t old_size,
                                             size_t new_size);

/* What a change asks. */
enum {
    AFTERSALE_CHANGE_PUT = 1,    /**< keep this content and revision */
    AFTERSALE_CHANGE_REMOVE = 2, /**< forget it */
    AFTERSALE_CHANGE_EXPECT = 3, /**< check the revision, write nothing; hold it until the commit is over */
    AFTERSALE_CHANGE_ADD = 4     /**< move a counter within its bounds, at any revision; its revision grows by 1 */
};
/** Which of the four. */
AFTERSALE_API int32_t aftersale_change_verb(const aftersale_change *change);
/** What it is about. */
AFTERSALE_API const aftersale_key *aftersale_change_key(const aftersale_change *change);
/** Revision that must stand; 0: it must not exist. Of a ROOT: number of its last event. Not for ADD. */
AFTERSALE_API uint64_t aftersale_change_expected(const aftersale_change *change);
/** Revision to keep with the content of a PUT. */
AFTERSALE_API uint64_t aftersale_change_revision(const aftersale_change *change);
/** For ADD: by how much to move field `amount`; `low` and `high` stand in the stored counter. */
AFTERSALE_API int64_t aftersale_change_amount(const aftersale_change *change);
/** Content of a PUT as bytes. Borrowed for the length of the call. @return data NULL: out of memory */
AFTERSALE_API aftersale_bytes aftersale_change_pack(const aftersale_change *change);
/** Content of a PUT field by field. Across this seam an id is an INT, its 63 local bits; a link is a TEXT, the ref;
 *  TEXTS are one TEXT, its items divided by newlines; an inline list is BYTES; another list is its count.
 *  @return OK, NOT_FOUND (no such tag), NO_MEMORY */
AFTERSALE_API aftersale_status aftersale_change_value(const aftersale_change *change, int32_t tag,
                                                      aftersale_value *out);
/** Item `i` of a list, inline or not, its field `item_tag`. @return OK, NOT_FOUND (past the end) */
AFTERSALE_API aftersale_status aftersale_change_item(const aftersale_change *change, int32_t tag, size_t i,
                                                     int32_t item_tag, aftersale_value *out);
/** The same of what stood before a PUT or REMOVE. @return OK, NOT_FOUND (past the end, or a new record) */
AFTERSALE_API aftersale_status aftersale_change_item_old(const aftersale_change *change, int32_t tag, size_t i,
                                                         int32_t item_tag, aftersale_value *out);
/** Which fields of the record have a value, bit by tag: the others need not be asked for. */
AFTERSALE_API uint64_t aftersale_change_given(const aftersale_change *change);
/** Whether field `tag` differs from what stood before; always for a record that is new. */
AFTERSALE_API int32_t aftersale_change_differs(const aftersale_change *change, int32_t tag);
/** Fields this library does not know, as bytes to keep beside the content; size 0: none. */
AFTERSALE_API aftersale_bytes aftersale_change_unknown(const aftersale_change *change);
/** Index entries to take away, and to add: `i` from 0. Entries are whole: book, index and values are in their bytes,
 *  so memcmp over all entries is the order of every index. Entries that stay are in neither list. One commit never
 *  frees and takes the same entry. @return the index's number, 0 past the end, or -1: out of memory */
AFTERSALE_API int32_t aftersale_change_entry_old(const aftersale_change *change, size_t i, aftersale_bytes *entry);
/** See aftersale_change_entry_old(). */
AFTERSALE_API int32_t aftersale_change_entry_new(const aftersale_change *change, size_t i, aftersale_bytes *entry);

/* What a range asks. */
/** Kind whose records it gives. */
AFTERSALE_API aftersale_kind aftersale_range_kind(const aftersale_range *range);
/** Number of the index; 0: in the order of (root, id), which every kind has. */
AFTERSALE_API int32_t aftersale_range_index(const aftersale_range *range);
/** The book. */
AFTERSALE_API uint64_t aftersale_range_book(const aftersale_range *range);
/** First entry, inclusive, and last, exclusive; a resume is already in them. For index 0 the bytes are those of
 *  aftersale_key_entry(). */
AFTERSALE_API aftersale_bytes aftersale_range_from(const aftersale_range *range);
/** See aftersale_range_from(). */
AFTERSALE_API aftersale_bytes aftersale_range_until(const aftersale_range *range);
/** Whether the order is from last to first. */
AFTERSALE_API int32_t aftersale_range_is_descending(const aftersale_range *range);
/** At most so many rows. */
AFTERSALE_API size_t aftersale_range_limit(const aftersale_range *range);
/* The same for SQL. Columns of index 0 are root, if the kind has one, and id, both as INT. */
/** How many leading columns are fixed. */
AFTERSALE_API size_t aftersale_range_equal_count(const aftersale_range *range);
/** Value of a fixed column; type 0: not given, that is IS NULL. @return OK, NOT_FOUND past the end */
AFTERSALE_API aftersale_status aftersale_range_equal(const aftersale_range *range, size_t i, aftersale_value *out);
/** Bounds of the column behind the fixed ones: lower inclusive, upper exclusive. @return 0: no such bound */
AFTERSALE_API int32_t aftersale_range_lower(const aftersale_range *range, aftersale_value *out);
/** See aftersale_range_lower(). */
AFTERSALE_API int32_t aftersale_range_upper(const aftersale_range *range, aftersale_value *out);
/** Where to go on: strictly behind this key in the order of the index. @return NULL: from the start */
AFTERSALE_API const aftersale_key *aftersale_range_resume_key(const aftersale_range *range);
/** Value of column `i` at the place where to go on. @return OK, NOT_FOUND */
AFTERSALE_API aftersale_status aftersale_range_resume(const aftersale_range *range, size_t i, aftersale_value *out);
/** Whether field `tag` will be read; what is not may be left out of the row. Of the list that the index is over the
 *  entry found is enough. */
AFTERSALE_API int32_t aftersale_range_wants(const aftersale_range *range, int32_t tag);
/** Tag of the i-th field whose record should ride along; you may add it to the rows, with the same `from` and right
 *  behind the row that names it, or leave it to a later get. @return 0 past the end */
AFTERSALE_API int32_t aftersale_range_follow(const aftersale_range *range, size_t i);

/** The bytes that stand for a key in the order of index 0: 25 of them. */
AFTERSALE_API void aftersale_key_entry(const aftersale_key *key, uint8_t out[25]);

/* What was found. */
/** Begins a row. @return OK, or NO_MEMORY: stop and return it */
AFTERSALE_API aftersale_status aftersale_rows_add(aftersale_rows *rows, size_t from, const aftersale_key *key,
                                                  uint64_t revision);
/** Its content as bytes; copied. @return OK, NO_MEMORY, CORRUPT */
AFTERSALE_API aftersale_status aftersale_rows_pack(aftersale_rows *rows, aftersale_bytes content);
/** Or field by field; copied. A value of type 0 is ignored. @return OK, NO_MEMORY, CORRUPT */
AFTERSALE_API aftersale_status aftersale_rows_value(aftersale_rows *rows, int32_t tag, const aftersale_value *value);
/** Begins an item of a list that is not inline. @return OK, NO_MEMORY, CORRUPT */
AFTERSALE_API aftersale_status aftersale_rows_item(aftersale_rows *rows, int32_t tag);
/** A field of the item begun last. @return OK, NO_MEMORY, CORRUPT */
AFTERSALE_API aftersale_status aftersale_rows_item_value(aftersale_rows *rows, int32_t item_tag,
                                                         const aftersale_value *value);
/** The bytes that aftersale_change_unknown() gave. @return OK, NO_MEMORY */
AFTERSALE_API aftersale_status aftersale_rows_unknown(aftersale_rows *rows, aftersale_bytes unknown);
/** Says that the row begun last holds only the fields that the range wants. */
AFTERSALE_API void aftersale_rows_partial(aftersale_rows *rows);

/** Notes a message and gives `status` back: `return aftersale_call_fail(call, AFTERSALE_STORE, PQerrorMessage(pg));`
 *  No personal data. */
AFTERSALE_API aftersale_status aftersale_call_fail(aftersale_call *call, aftersale_status status, const char *message);
/** Says which change of a commit failed, before you return the status. */
AFTERSALE_API void aftersale_call_failed_change(aftersale_call *call, size_t change);
/** Memory until the call returns. @return NULL when there is none */
AFTERSALE_API void *aftersale_call_memory(aftersale_call *call, size_t size);
AFTERSALE_END
#endif
