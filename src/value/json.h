/* SPDX-License-Identifier: MIT */
/* Reading JSON that is not trusted, and writing it. cJSON parses; what it lets pass is refused before:
 * size, depth, bad UTF-8, NUL, duplicate keys, numbers and escapes that are none. */
#ifndef AS_VALUE_JSON_H
#define AS_VALUE_JSON_H
#include "base/memory.h"
#include "base/problems.h"
#include <cjson/cJSON.h>

typedef struct as__json_limits { size_t size; int depth; } as__json_limits;

/* Where a value stands in the text. */
typedef struct as__json_mark {
    int32_t line;
    uint32_t begin, end; /* bytes */
} as__json_mark;

typedef struct as__json {
    cJSON *root;          /* NULL: the text was refused, and the problems say why */
    const char *text;     /* borrowed from whoever had it read */
    as__json_mark *marks; /* of each value, in the order of the text */
    size_t count;
    size_t marks_room; /* bytes that `marks` takes */
    const as__memory *memory;
} as__json;

/* Reads one JSON value. `first_line` is the line the text begins on. Problems are noted with path and
 * line; all that can be seen at once. @return OK, INVALID, NO_MEMORY */
aftersale_status as__json_read(const as__memory *memory, const char *text, size_t size,
                               as__json_limits limits, int32_t first_line, as__problems *problems,
                               as__json *out);
void as__json_free(as__json *json);
/* Line of a value inside this document; 0 when it is not in it. */
int32_t as__json_line(const as__json *json, const cJSON *value);
/* The text of a value as it was written, in the text that was read; NULL when it is not in this document. */
const char *as__json_source(const as__json *json, const cJSON *value, size_t *size);

/* Appends a text as a JSON string, quotes included: control characters escaped, all else as it is. */
void as__json_write_text(as__buffer *out, const char *text);
#endif
