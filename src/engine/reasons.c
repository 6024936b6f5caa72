/* SPDX-License-Identifier: MIT */
#include "engine/reasons.h"
#include "value/json.h"
#include <string.h>

static void put_number(as__buffer *out, int64_t number)
{
    char digits[24], *first = digits + sizeof digits;
    uint64_t left = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
    do
        *--first = (char)('0' + left % 10);
    while ((left /= 10) != 0);
    if (number < 0)
        *--first = '-';
    as__buffer_append(out, first, (size_t)(digits + sizeof digits - first));
}

/* Instants are texts: they do not fit into the numbers of JSON. */
static void put_time(as__buffer *out, aftersale_time time)
{
    if (time.us == 0) {
        as__buffer_byte(out, '0');
    } else {
        as__buffer_byte(out, '"');
        put_number(out, time.us);
        as__buffer_byte(out, '"');
    }
    as__buffer_byte(out, ',');
}

/* Every completed touch has these lines in its event, so they are short: each begins where the one before ended. */
const char *as__reasons_write(const as__reasons *reasons, as__arena *arena)
{
    as__buffer out;
    aftersale_time before = {0};
    const char *copy = NULL;
    as__buffer_init(&out, arena->memory);
    as__buffer_byte(&out, '[');
    for (size_t i = 0; i < reasons->count; i++) {
        const as__reason *reason = &reasons->items[i];
        const int32_t numbers[] = {reason->rule, reason->verdict, reason->number};
        as__buffer_text(&out, i != 0 ? ",[" : "[");
        for (size_t n = 0; n < sizeof numbers / sizeof numbers[0]; n++) {
            put_number(&out, numbers[n]);
            as__buffer_byte(&out, ',');
        }
        if (reason->before.us != before.us)
            put_time(&out, reason->before);
        put_time(&out, reason->after);
        as__json_write_text(&out, reason->text);
        as__buffer_byte(&out, ']');
        before = reason->after;
    }
    as__buffer_byte(&out, ']');
    if (!out.failed)
        copy = as__arena_text(arena, (const char *)out.data, out.size);
    as__buffer_free(&out);
    return copy;
}

/* None has more than 18 digits. */
static int64_t number_of(const cJSON *text)
{
    const char *at = cJSON_GetStringValue(text);
    int64_t number = 0;
    int digits = 0;
    bool is_negative;
    if (at == NULL)
        return 0;
    is_negative = *at == '-';
    for (at += is_negative; *at >= '0' && *at <= '9' && digits < 18; at++, digits++)
        number = number * 10 + (*at - '0');
    return is_negative ? -number : number;
}

static bool read_one(const cJSON *item, aftersale_time before, as__reason *out)
{
    int count = cJSON_GetArraySize(item);
    const char *text = cJSON_GetStringValue(cJSON_GetArrayItem(item, count - 1));
    if (count < 5 || count > 6 || text == NULL || strlen(text) >= sizeof out->text)
        return false;
    memset(out, 0, sizeof *out);
    out->rule = cJSON_GetArrayItem(item, 0)->valueint;
    out->verdict = cJSON_GetArrayItem(item, 1)->valueint;
    out->number = cJSON_GetArrayItem(item, 2)->valueint;
    out->before.us = count == 6 ? number_of(cJSON_GetArrayItem(item, 3)) : before.us;
    out->after.us = number_of(cJSON_GetArrayItem(item, count - 2));
    memcpy(out->text, text, strlen(text) + 1);
    return true;
}

aftersale_status as__reasons_read(const as__memory *memory, const char *json, as__reasons *out)
{
    as__json_limits limits = {65536, 4};
    as__problems problems;
    as__json read;
    const cJSON *item;
    aftersale_time before = {0};
    aftersale_status status;
    out->count = 0;
    as__problems_init(&problems, memory);
    status = as__json_read(memory, json, strlen(json), limits, 1, &problems, &read);
    as__problems_free(&problems);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_INVALID ? AFTERSALE_CORRUPT : status;
    cJSON_ArrayForEach(item, read.root)
    {
        if (out->count == AS__REASONS_MAX || !read_one(item, before, &out->items[out->count])) {
            status = AFTERSALE_CORRUPT;
            break;
        }
        before = out->items[out->count++].after;
    }
    as__json_free(&read);
    return status;
}

/* Without memory for them the BLOCKED stands alone. */
void as__reasons_keep(aftersale_book *book, const as__reasons *reasons)
{
    if (book->kept_reasons == NULL)
        book->kept_reasons = as__memory_take(&book->context->owner.memory, sizeof *book->kept_reasons);
    if (book->kept_reasons == NULL)
        return;
    *book->kept_reasons = *reasons;
    book->blocked = book->kept_reasons;
}
