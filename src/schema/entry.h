/* SPDX-License-Identifier: MIT */
/* Index entries: whole byte strings whose memcmp order is the order of the index. */
#ifndef AS_SCHEMA_ENTRY_H
#define AS_SCHEMA_ENTRY_H
#include "aftersale/sys/store.h"
#include "schema/field.h"

#define AS__ENTRY_MAX 480
#define AS__KEY_ENTRY 25

aftersale_key as__key_make(uint64_t book, aftersale_kind kind, uint64_t root, uint64_t id);
aftersale_key as__key_of(const aftersale_record *record);
bool as__key_same(const aftersale_key *a, const aftersale_key *b);
uint64_t as__key_hash(const aftersale_key *key);

/* An entry under construction. */
typedef struct as__entry_bytes { uint8_t data[AS__ENTRY_MAX]; size_t size; } as__entry_bytes;
void as__entry_begin(as__entry_bytes *entry, uint64_t book, aftersale_kind kind, int32_t index);
void as__entry_column(as__entry_bytes *entry, const as__field *field, const void *base);
void as__entry_key(as__entry_bytes *entry, const aftersale_key *key); /* tail of an index that is not unique */

/* Entry of a record in an index, of its i-th list item where the index is over a list.
 * False: there is no such entry (past the end of the list, or not given in a sparse index). */
bool as__entry_of(const aftersale_record *record, const aftersale_index *index, size_t i, as__entry_bytes *out);
/* Column of an index: a field of the record, or of the list's items. */
const as__field *as__index_column(const as__kind *kind, const aftersale_index *index, int32_t i);
const aftersale_index *as__index_of(const as__kind *kind, int32_t number);
#endif
