/* SPDX-License-Identifier: MIT */
/* The tables at run time: each kind's fields with their place in the struct, and its indexes. */
#ifndef AS_SCHEMA_FIELD_H
#define AS_SCHEMA_FIELD_H
#include "schema/record.h"

/* How a value lies in a struct. ARG_… stand in argument structs only. */
typedef enum as__storage {
    AS__STORED_ID = 1, AS__STORED_TOUCH_ID, AS__STORED_TEXT, AS__STORED_INT, AS__STORED_LONG, AS__STORED_DATE,
    AS__STORED_TIME, AS__STORED_DAYTIME, AS__STORED_MONEY, AS__STORED_PRICE, AS__STORED_QUANTITY, AS__STORED_LINK,
    AS__STORED_TEXTS, AS__STORED_LIST, AS__STORED_HASH,
    AS__STORED_ARG_ID, AS__STORED_ARG_LIST, AS__STORED_ARG_FIELDS
} as__storage;

/* What a list in arguments looks like, whatever its items. */
typedef struct as__arg_list {
    const void *items;
    size_t count;
    size_t item_size; /* of the caller's header */
} as__arg_list;

typedef struct as__field {
    aftersale_field face;
    uint32_t offset;
    as__storage storage;
} as__field;

typedef struct as__kind {
    aftersale_kind kind;
    const char *name;
    const as__field *fields;
    size_t field_count;
    const aftersale_index *indexes;
    size_t index_count;
    size_t size;      /* of the struct */
    bool is_record;   /* has a head */
    bool is_stored;
} as__kind;

const as__kind *as__kind_of(aftersale_kind kind);                      /* NULL: no such kind */
const as__kind *as__kind_named(const char *name, size_t size);        /* NULL: no such name */
const as__field *as__kind_field(const as__kind *kind, int32_t tag);   /* NULL: no such tag */
const as__field *as__kind_field_named(const as__kind *kind, const char *name);

/* Place of a field in a struct. */
const void *as__field_at(const as__field *field, const void *base);
bool as__field_given(const as__field *field, const void *base);
/* Any scalar field as a value; lists and texts give their count. `book` makes whole ids of local ones. */
void as__field_value(const as__field *field, const void *base, uint64_t book, aftersale_value *out);
/* Items of a list field, in a record or in arguments: count, and the i-th by the stride of the list. */
size_t as__field_items(const as__field *field, const void *base);
const void *as__field_item(const as__field *field, const void *base, size_t i);
/* Whether two structs of one kind hold the same in this field. */
bool as__field_same(const as__field *field, const void *a, const void *b);

/* Number of a choice, 0 when there is none of that name; name of a number, NULL when it has none. The name is not
 * NUL-ended: `size` says how long it is. */
int32_t as__choice_number(const char *choices, const char *name, size_t size);
const char *as__choice_name(const char *choices, int32_t number, size_t *size);
#endif
