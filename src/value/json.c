/* SPDX-License-Identifier: MIT */
#include "value/json.h"
#include "value/json_scan.h"
#include "value/text.h"
#include <float.h>
#include <string.h>

#define DEEPEST 256  /* the scan and the walk below recurse; cJSON itself stops at 1000 */
#define KEYS_MAX 512 /* of one object: they are compared each with each */
#define MARK "\xEF\xBB\xBF"

typedef struct walk {
    as__json *json;
    as__problems *problems;
    size_t seen; /* values so far, in the order of the text */
    bool refused;
} walk;

static int kind_of(const cJSON *value)
{
    return value->type & 0xFF;
}

static bool is_nest(const cJSON *value)
{
    return kind_of(value) == cJSON_Object || kind_of(value) == cJSON_Array;
}

static bool stands_before(const cJSON *nest, const cJSON *field)
{
    for (const cJSON *earlier = nest->child; earlier != field; earlier = earlier->next) {
        if (earlier->string[0] == field->string[0] && strcmp(earlier->string, field->string) == 0)
            return true;
    }
    return false;
}

static void refuse(walk *at, const as__json_place *place, int32_t line, as__message message)
{
    at->refused = true;
    as__json_problem(at->problems, place, line, message, NULL);
}

/* Keys are compared here and not in the scan, because here their escapes are resolved. */
static void check_value(walk *at, const as__json_place *place, const cJSON *value)
{
    int32_t line = at->json->marks[at->seen++].line;
    if (kind_of(value) == cJSON_Number && (value->valuedouble > DBL_MAX || value->valuedouble < -DBL_MAX))
        refuse(at, place, line, AS__MESSAGE_OUT_OF_RANGE);
    if (!is_nest(value))
        return;
    as__json_place inner = {.outer = place};
    for (const cJSON *child = value->child; child != NULL; child = child->next, inner.index++) {
        if (child->string != NULL) {
            inner.key = child->string;
            inner.key_size = strlen(child->string);
            if (inner.index == KEYS_MAX)
                refuse(at, place, line, AS__MESSAGE_TOO_MANY);
            else if (inner.index < KEYS_MAX && stands_before(value, child))
                refuse(at, &inner, at->json->marks[at->seen].line, AS__MESSAGE_DUPLICATE_KEY);
        }
        check_value(at, &inner, child);
    }
}

static int32_t line_at(const char *text, size_t offset, int32_t first_line)
{
    for (size_t i = 0; i < offset; i++)
        first_line += text[i] == '\n';
    return first_line;
}

static aftersale_status parse(const char *text, size_t size, as__problems *problems, as__json *json)
{
    json->root = cJSON_ParseWithLength(text, size);
    if (json->root == NULL)
        return AFTERSALE_NO_MEMORY; /* the scan left no other reason */
    walk at = {.json = json, .problems = problems};
    check_value(&at, NULL, json->root);
    return at.refused ? AFTERSALE_INVALID : AFTERSALE_OK;
}

aftersale_status as__json_read(const as__memory *memory, const char *text, size_t size,
                               as__json_limits limits, int32_t first_line, as__problems *problems,
                               as__json *out)
{
    *out = (as__json){.memory = memory};
    if (size > limits.size || size > UINT32_MAX) {
        as__problem(problems, first_line, AS__MESSAGE_TOO_LONG, NULL);
        return AFTERSALE_INVALID;
    }
    size_t good = as__utf8_prefix(text, size);
    if (good < size) {
        as__problem(problems, line_at(text, good, first_line), AS__MESSAGE_NOT_UTF8, NULL);
        return AFTERSALE_INVALID;
    }
    size_t mark = size >= strlen(MARK) && memcmp(text, MARK, strlen(MARK)) == 0 ? strlen(MARK) : 0;
    text += mark;
    size -= mark;

    as__buffer marks;
    as__buffer_init(&marks, memory);
    int depth = limits.depth < DEEPEST ? limits.depth : DEEPEST;
    bool is_good = as__json_scan(text, size, depth, first_line, problems, &marks);
    if (!is_good || marks.failed) {
        as__buffer_free(&marks);
        return is_good ? AFTERSALE_NO_MEMORY : AFTERSALE_INVALID;
    }
    out->text = text;
    out->marks = (as__json_mark *)(void *)marks.data;
    out->marks_room = marks.room;
    out->count = marks.size / sizeof(as__json_mark);
    aftersale_status status = parse(text, size, problems, out);
    if (status != AFTERSALE_OK)
        as__json_free(out);
    return status;
}

void as__json_free(as__json *json)
{
    cJSON_Delete(json->root);
    as__memory_give(json->memory, json->marks, json->marks_room);
    *json = (as__json){.memory = json->memory};
}

/* Counts values in the order of the text until `wanted`. */
static bool count_to(const cJSON *from, const cJSON *wanted, size_t *count)
{
    for (const cJSON *value = from; value != NULL; value = value->next) {
        if (value == wanted)
            return true;
        ++*count;
        if (is_nest(value) && count_to(value->child, wanted, count))
            return true;
    }
    return false;
}

int32_t as__json_line(const as__json *json, const cJSON *value)
{
    size_t count = 0;
    return count_to(json->root, value, &count) ? json->marks[count].line : 0;
}

const char *as__json_source(const as__json *json, const cJSON *value, size_t *size)
{
    size_t count = 0;
    if (!count_to(json->root, value, &count))
        return NULL;
    *size = json->marks[count].end - json->marks[count].begin;
    return json->text + json->marks[count].begin;
}
