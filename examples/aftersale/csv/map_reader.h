/* SPDX-License-Identifier: MIT */
/* What the parts of a map are read with: each reports where it stands and what is wrong. */
#ifndef MAP_READER_H
#define MAP_READER_H
#include "csv/mapping.h"

/* Settings that fields take where they say nothing of their own. */
typedef struct map_defaults {
    const char *patterns[MAP_PATTERNS + 1];
    number_style style;
    bool keeps_blanks;
} map_defaults;

typedef struct map_reader {
    mapping *map;
    const csv_header *header;
    map_defaults defaults;
    const cJSON *tables;
    const map_record *record; /* the one that is read */
    char path[128];           /* where: "records.sale.sold" */
} map_reader;

/* Notes the first fault. @return false */
bool map_fault(map_reader *reader, const char *text, const char *name);
/* Goes one name deeper; hand the result to map_leave(). */
size_t map_enter(map_reader *reader, const char *name);
void map_leave(map_reader *reader, size_t mark);
/* False where the object has a key that is not in the list, words divided by blanks. */
bool map_only(map_reader *reader, const cJSON *object, const char *known);

bool map_read_template(map_reader *reader, const cJSON *value, text_template *out);
bool map_read_patterns(map_reader *reader, const cJSON *value, const char **out);
bool map_read_style(map_reader *reader, const cJSON *value, number_style *out);
bool map_read_conditions(map_reader *reader, const cJSON *value, row_conditions *out);
bool map_read_record(map_reader *reader, const cJSON *value, map_record *out);
void template_free(text_template *template);
void map_fields_free(map_fields *fields);
#endif
