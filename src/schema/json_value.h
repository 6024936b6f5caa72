/* SPDX-License-Identifier: MIT */
/* Values of fields from JSON: the forms that record_json.c writes. */
#ifndef AS_SCHEMA_JSON_VALUE_H
#define AS_SCHEMA_JSON_VALUE_H
#include "schema/arguments.h"

typedef struct as__json_reader {
    const as__json *json;
    as__arena *arena;
    as__problems *problems;
    aftersale_kind clears;
    bool takes_derived;       /* in items of lists */
    const as__finder *finder; /* of what a record names */
    size_t missing;           /* how much of that is not there */
    aftersale_status stopped; /* what the finder said, when it is neither OK nor NOT_FOUND */
    bool no_memory;
} as__json_reader;

/* Notes what is wrong with a value, at the path where the reading is. */
void as__json_refuse(as__json_reader *from, const cJSON *value, as__message message, const char *words);
/* Reads a value into its field of the struct at `base`; null is as if it were not there. */
void as__json_read_value(as__json_reader *from, const as__field *field, const cJSON *value, void *base);
#endif
