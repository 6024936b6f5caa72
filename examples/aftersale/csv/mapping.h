/* SPDX-License-Identifier: MIT */
/* A map: which column of a CSV file goes to which field of which record. docs/mapping.md describes its
 * file. */
#ifndef MAPPING_H
#define MAPPING_H
#include "aftersale.h"
#include "basics/exact_number.h"
#include "csv/text_encoding.h"
#include <cjson/cJSON.h>

/* The first row of a file. */
typedef struct csv_header { char **names; size_t count; } csv_header;
/* The fields of a row, as many as the header has. */
typedef struct csv_row { const char **fields; uint64_t line; } csv_row;

#define NO_COLUMN SIZE_MAX
#define LINE_NUMBER (SIZE_MAX - 1)
/* "INV-{InvoiceNo}": texts and columns in turn; {#} is the number of the line. */
typedef struct template_piece { char *text; size_t column; } template_piece;
typedef struct text_template { template_piece *pieces; size_t count; } text_template;
void template_write(const text_template *template, const csv_row *row, text_buffer *out);

/* One thing that a row must fulfil. */
typedef enum test_kind {
    TEST_EMPTY = 1, TEST_GIVEN, TEST_IS, TEST_IS_NOT, TEST_IN, TEST_STARTS, TEST_ENDS, TEST_CONTAINS,
    TEST_NUMBER_IS, TEST_NUMBER_ABOVE, TEST_NUMBER_BELOW
} test_kind;
typedef struct row_condition {
    text_template value;
    test_kind test;
    const char *text;    /* what it is held against */
    const cJSON *list;   /* for TEST_IN */
    exact_number number; /* for TEST_NUMBER_… */
    number_style style;
} row_condition;
typedef struct row_conditions { row_condition *items; size_t count; } row_conditions;

/* Which of the values that several rows give to one record counts. */
typedef enum keep_rule { KEEP_LAST = 1, KEEP_FIRST, KEEP_EARLIEST, KEEP_LATEST } keep_rule;

#define MAP_PATTERNS 8
typedef struct map_field map_field;
typedef struct map_fields { map_field *items; size_t count; } map_fields;
struct map_field {
    const char *name;              /* argument of the command, or field of a list's item */
    const aftersale_field *target; /* what the library says of it; NULL: a key of `extra` */
    text_template value, currency, share, fallback;
    text_template *parts;          /* several texts */
    size_t part_count;
    char split;                    /* of one value into several texts; 0: not split */
    const cJSON *table;
    const char *table_name;
    const char *patterns[MAP_PATTERNS + 1]; /* of dates, in the order in which they are tried */
    number_style style;
    keep_rule keep;
    bool is_negated, is_rounded, keeps_blanks, clears;
    map_fields *sets; /* of a list: one for each item that a row gives; of `extra`: one */
    size_t set_count;
    bool is_row_list;              /* every row is an item, even one that is there already */
};

typedef struct map_record {
    const char *name, *kind;
    int32_t command; /* AFTERSALE_DO_…: the put of its kind */
    map_fields fields;
    size_t ref;      /* index of the field that rows are gathered by; field count: each row is a record */
    size_t order;    /* index of the field they are put in order by; field count: as in the file */
} map_record;

/* What is done with rows of one sort. */
typedef struct map_rows {
    const char *reason;
    row_conditions when;
    bool *takes; /* for each record, whether these rows give to it */
} map_rows;

typedef struct mapping {
    cJSON *json; /* owner of all texts */
    char delimiter;
    text_encoding encoding;
    text_template currency; /* of amounts whose field names none */
    map_record *records;
    size_t record_count;
    map_rows *rows;
    size_t row_count;
    char fault[256]; /* where and why the map is refused */
} mapping;

/* Reads the part of a map that says how to read the file. False: see `fault`. */
bool mapping_open(mapping *map, const char *json);
/* Reads the rest for a file with this header. False: see `fault`. */
bool mapping_bind(mapping *map, const csv_header *header);
void mapping_free(mapping *map);

/* Whether all conditions hold. */
bool conditions_hold(const row_conditions *conditions, const csv_row *row);
/* The first sort that fits the row; row_count: none. */
size_t mapping_sort(const mapping *map, const csv_row *row);
#endif
