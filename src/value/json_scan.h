/* SPDX-License-Identifier: MIT */
/* Refuses what is not JSON before cJSON sees it, and notes the place of each value. */
#ifndef AS_VALUE_JSON_SCAN_H
#define AS_VALUE_JSON_SCAN_H
#include "value/json.h"

/* Where we are inside a document: a chain outwards, turned into a path only when there is a problem. */
typedef struct as__json_place {
    const struct as__json_place *outer; /* NULL: the outermost value */
    const char *key;                    /* NULL: an item of a list */
    size_t key_size;
    size_t index;
} as__json_place;

void as__json_problem(as__problems *problems, const as__json_place *place, int32_t line, as__message message,
                      const char *text);

/* Scans one value and whatever space surrounds it. Appends an as__json_mark to `marks` for each value, in the
 * order of the text. @return false: refused, and the problems say why */
bool as__json_scan(const char *text, size_t size, int max_depth, int32_t first_line, as__problems *problems,
                   as__buffer *marks);
#endif
