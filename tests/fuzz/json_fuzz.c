/* SPDX-License-Identifier: MIT */
/* Reading JSON: every value of a document that is let in has its line and its source, which reads as the same
 * value; every text of it is written so that it reads the same. A document that is refused has a problem. */
#include "base/problems.h"
#include "fuzz/fuzz.h"
#include "value/json.h"
#include "value/text.h"

#define VALUES_CHECKED 64

static const as__json_limits limits = {1 << 16, 32};

/* Reads a text that must be one value, equal to `value`. */
static void read_again(const char *text, size_t size, const cJSON *value)
{
    as__problems problems;
    as__json json;
    as__problems_init(&problems, &as__memory_system);
    ALWAYS(as__json_read(&as__memory_system, text, size, limits, 1, &problems, &json) == AFTERSALE_OK);
    ALWAYS(cJSON_Compare(json.root, value, true));
    as__json_free(&json);
    as__problems_free(&problems);
}

static void check_text(const cJSON *value)
{
    as__buffer out;
    as__buffer_init(&out, &as__memory_system);
    ALWAYS(as__utf8_valid(value->valuestring, strlen(value->valuestring)));
    as__json_write_text(&out, value->valuestring);
    ALWAYS(!out.failed);
    if (out.size <= limits.size)
        read_again((const char *)out.data, out.size, value);
    as__buffer_free(&out);
}

static void check_value(const as__json *json, const cJSON *value, int32_t lines)
{
    size_t size = 0;
    const char *source = as__json_source(json, value, &size);
    ALWAYS(source != NULL && size > 0);
    int32_t line = as__json_line(json, value);
    ALWAYS(line >= 1 && line <= lines);
    read_again(source, size, value);
    if (cJSON_IsString(value))
        check_text(value);
}

/* The value and what is in it, as long as `left` lasts. */
static void walk(const as__json *json, const cJSON *value, int32_t lines, int *left)
{
    if (--*left < 0)
        return;
    check_value(json, value, lines);
    for (const cJSON *item = value->child; item != NULL; item = item->next)
        walk(json, item, lines, left);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char *text = fuzz_text(data, size);
    as__problems problems;
    as__json json;
    int left = VALUES_CHECKED;
    int32_t lines = 1;
    for (size_t i = 0; i < size; i++)
        lines += data[i] == '\n';
    as__problems_init(&problems, &as__memory_system);
    if (as__json_read(&as__memory_system, text, size, limits, 1, &problems, &json) == AFTERSALE_OK) {
        ALWAYS(problems.count == 0);
        walk(&json, json.root, lines, &left);
        as__json_free(&json);
    } else {
        ALWAYS(problems.count > 0);
        for (size_t i = 0; i < problems.count; i++)
            ALWAYS(as__utf8_valid(problems.items[i].path, strlen(problems.items[i].path)));
    }
    as__problems_free(&problems);
    free(text);
    return 0;
}
