/* SPDX-License-Identifier: MIT */
/* What a column of a block is taken from: a field of the row, or of what a worklist row holds. */
#ifndef AS_ENGINE_COLUMN_SOURCE_H
#define AS_ENGINE_COLUMN_SOURCE_H
#include "engine/engine.h"

typedef enum as__column_part {
    AS__PART_ROW = 1, /* the record itself */
    AS__PART_TOUCH,
    AS__PART_CUSTOMER,
    AS__PART_SALE, /* of a worklist row */
    AS__PART_ADDRESS,
    AS__PART_WHY,
    AS__PART_DAYS_LATE,
    AS__PART_LAST_CONTACT
} as__column_part;

typedef struct as__column_source {
    as__column_part part;
    const as__field *field; /* of the first four */
    aftersale_type type;
} as__column_source;

/* The source of a name in rows of a kind. False: there is none, or it is not one value. */
bool as__column_source_find(aftersale_kind kind, const char *name, as__column_source *out);
/* Its value in a row; type 0: not given. */
void as__column_source_value(const as__column_source *source, const aftersale_record *row,
                             aftersale_value *out);
#endif
