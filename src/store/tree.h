/* SPDX-License-Identifier: MIT */
/* An ordered map from byte strings to records: leaves of slots under one row of leaf heads. Two levels are enough:
 * at a million entries the row has some six thousand. */
#ifndef AS_STORE_TREE_H
#define AS_STORE_TREE_H
#include "schema/entry.h"

typedef struct as__leaf as__leaf;
typedef struct as__tree_head { uint64_t high, low; as__leaf *leaf; } as__tree_head;
typedef struct as__tree {
    const as__memory *memory;
    as__tree_head *leaves;
    size_t count, room;
} as__tree;

/* A place in the order; at the end `leaf` is the number of leaves. */
typedef struct as__place { size_t leaf, slot; } as__place;

void as__tree_init(as__tree *tree, const as__memory *memory);
void as__tree_free(as__tree *tree);
/* @return OK, EXISTS (nothing changed), NO_MEMORY */
aftersale_status as__tree_insert(as__tree *tree, aftersale_bytes key, const aftersale_record *record);
/* Takes a key out, if it is there. Never fails. */
void as__tree_remove(as__tree *tree, aftersale_bytes key);
/* Puts another record in the place of the one that is there. */
void as__tree_replace(as__tree *tree, aftersale_bytes key, const aftersale_record *record);
bool as__tree_has(const as__tree *tree, aftersale_bytes key);
/* First place at or behind a key. */
as__place as__tree_seek(const as__tree *tree, aftersale_bytes key);
bool as__place_is_end(const as__tree *tree, as__place place);
bool as__place_is_before(as__place a, as__place b);
void as__place_next(const as__tree *tree, as__place *place);
bool as__place_previous(const as__tree *tree, as__place *place); /* false: it was the first */
const aftersale_record *as__place_record(const as__tree *tree, as__place place);

/* One tree for each index of each book; made when first asked for. */
typedef struct as__forest { const as__memory *memory; struct as__planted *trees; size_t count, room; } as__forest;
void as__forest_init(as__forest *forest, const as__memory *memory);
void as__forest_free(as__forest *forest);
as__tree *as__forest_find(const as__forest *forest, uint64_t book, aftersale_kind kind, int32_t index); /* NULL: none yet */
as__tree *as__forest_make(as__forest *forest, uint64_t book, aftersale_kind kind, int32_t index);      /* NULL: no memory */
/* What of an entry's bytes a tree of the forest is keyed by: book, kind and index are said by the tree. */
aftersale_bytes as__tree_key(aftersale_bytes entry);         /* of an index entry */
aftersale_bytes as__tree_primary_key(aftersale_bytes entry); /* of an entry of index 0 */
#endif
