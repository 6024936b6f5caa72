/* SPDX-License-Identifier: MIT */
#include "schema/json_value.h"
#include "schema/argument_text.h"
#include "value/date.h"
#include "value/money.h"
#include <stdio.h>
#include <string.h>

#define WHOLE_MOST 9007199254740992.0 /* 2^53: up to it every whole number is exact in JSON */
#define NUMBER_TEXT 64

void as__json_refuse(as__json_reader *from, const cJSON *value, as__message message, const char *words)
{
    as__problem(from->problems, as__json_line(from->json, value), message, words);
}

static void *take(as__json_reader *from, size_t size)
{
    void *piece = as__arena_take(from->arena, size);
    from->no_memory = from->no_memory || piece == NULL;
    return piece;
}

static const char *keep_text(as__json_reader *from, const char *text, size_t size)
{
    const char *kept = as__arena_text(from->arena, text, size);
    from->no_memory = from->no_memory || kept == NULL;
    return kept;
}

/* The text of a JSON string; NULL, and noted, when it is none. */
static const char *text_of(as__json_reader *from, const cJSON *value)
{
    if (cJSON_IsString(value))
        return value->valuestring;
    as__json_refuse(from, value, AS__MESSAGE_WRONG_TYPE, "must be a text");
    return NULL;
}

static bool whole_of(const cJSON *value, int64_t *out)
{
    if (!cJSON_IsNumber(value) || value->valuedouble > WHOLE_MOST || value->valuedouble < -WHOLE_MOST)
        return false;
    *out = (int64_t)value->valuedouble;
    return (double)*out == value->valuedouble;
}

static void read_text(as__json_reader *from, const as__field *field, const cJSON *value, const char **out)
{
    as__meaning means = as__meaning_of(field->face.name);
    size_t size = 0;
    if (cJSON_IsObject(value) && (means == AS__MEANS_EXTRA || means == AS__MEANS_DOCUMENT)) {
        const char *source = as__json_source(from->json, value, &size);
        *out = keep_text(from, source, size);
        return;
    }
    const char *text = text_of(from, value);
    if (text != NULL)
        *out = keep_text(from, text, strlen(text));
}

static void read_id(as__json_reader *from, const cJSON *value, aftersale_id *out)
{
    const char *text = text_of(from, value);
    if (text != NULL && aftersale_id_parse(text, out) != AFTERSALE_OK)
        as__json_refuse(from, value, AS__MESSAGE_NOT_AN_ID, NULL);
}

/* A ref; or {"id": …}, as a record without a ref is named. Enrolments have no ref. */
static void read_link(as__json_reader *from, const as__field *field, const cJSON *value, aftersale_link *out)
{
    if (!cJSON_IsObject(value)) {
        if (field->face.target == AFTERSALE_KIND_ENROLMENT)
            read_id(from, value, &out->id);
        else
            read_text(from, field, value, &out->ref);
        return;
    }
    for (const cJSON *inner = value->child; inner != NULL; inner = inner->next) {
        size_t mark = as__path_field(from->problems, inner->string);
        if (strcmp(inner->string, "id") == 0)
            read_id(from, inner, &out->id);
        else
            as__json_refuse(from, inner, AS__MESSAGE_UNKNOWN_KEY, NULL);
        as__path_pop(from->problems, mark);
    }
}

/* What a record names, as the book knows it. */
static void read_local(as__json_reader *from, const as__field *field, const cJSON *value, uint64_t *out)
{
    aftersale_link link = {{{0}}, NULL};
    size_t seen = from->problems->seen;
    aftersale_status status;
    read_link(from, field, value, &link);
    if (from->problems->seen != seen || from->no_memory || from->stopped != AFTERSALE_OK)
        return;
    status = from->finder->find(from->finder->user, field->face.target, link, out);
    if (status == AFTERSALE_NOT_FOUND) {
        from->missing++;
        as__json_refuse(from, value, AS__MESSAGE_NOT_FOUND, NULL);
    } else {
        from->stopped = status;
    }
}

static int32_t choice_of(as__json_reader *from, const as__field *field, const cJSON *value)
{
    const char *text = text_of(from, value);
    if (text == NULL)
        return 0;
    int32_t number = as__choice_number(field->face.choices, text, strlen(text));
    if (number == 0)
        as__json_refuse(from, value, AS__MESSAGE_NOT_A_CHOICE, NULL);
    return number;
}

/* False, and noted: not a list, or too long a one. */
static bool is_list(as__json_reader *from, const as__field *field, const cJSON *value, size_t *count)
{
    if (!cJSON_IsArray(value)) {
        as__json_refuse(from, value, AS__MESSAGE_WRONG_TYPE, "must be a list");
        return false;
    }
    *count = (size_t)cJSON_GetArraySize(value);
    if (field->face.max != 0 && *count > (size_t)field->face.max) {
        as__json_refuse(from, value, AS__MESSAGE_TOO_MANY, NULL);
        return false;
    }
    return true;
}

static void read_number(as__json_reader *from, const as__field *field, const cJSON *value, int32_t *out)
{
    int64_t number;
    size_t count, index = 0;
    if (field->face.choices == NULL) {
        if (!whole_of(value, &number))
            as__json_refuse(from, value, AS__MESSAGE_WRONG_TYPE, "must be a whole number");
        else if (number < INT32_MIN || number > INT32_MAX)
            as__json_refuse(from, value, AS__MESSAGE_OUT_OF_RANGE, NULL);
        else
            *out = (int32_t)number;
        return;
    }
    if ((field->face.flags & AFTERSALE_FLAG_MASK) == 0) {
        *out = choice_of(from, field, value);
        return;
    }
    if (!is_list(from, field, value, &count))
        return;
    for (const cJSON *item = value->child; item != NULL; item = item->next) {
        size_t mark = as__path_item(from->problems, index++);
        *out |= choice_of(from, field, item);
        as__path_pop(from->problems, mark);
    }
}

static void read_long(as__json_reader *from, const cJSON *value, int64_t *out)
{
    if (!whole_of(value, out) || *out < 0) {
        *out = 0;
        as__json_refuse(from, value, AS__MESSAGE_WRONG_TYPE, "must be a whole number");
    }
}

/* A number is taken as it is written: what JSON makes of 0.1 is not 0.1. */
static void read_quantity(as__json_reader *from, const cJSON *value, aftersale_quantity *out)
{
    char number[NUMBER_TEXT];
    const char *text = number;
    int64_t whole;
    size_t size;
    if (whole_of(value, &whole)) {
        snprintf(number, sizeof number, "%lld", (long long)whole);
    } else if (cJSON_IsNumber(value)) {
        const char *source = as__json_source(from->json, value, &size);
        snprintf(number, sizeof number, "%.*s", (int)size, source);
    } else {
        text = text_of(from, value);
    }
    if (text != NULL && !as__quantity_parse(text, out))
        as__json_refuse(from, value, AS__MESSAGE_OUT_OF_RANGE,
                        "is not a number like \"12.5\", at most six decimals");
}

/* Values written as a text of their own form. */
static void read_form(as__json_reader *from, const as__field *field, const cJSON *value, void *out)
{
    const char *text = text_of(from, value);
    if (text == NULL)
        return;
    if (field->storage == AS__STORED_DATE && aftersale_date_parse(text, out) != AFTERSALE_OK)
        as__json_refuse(from, value, AS__MESSAGE_NOT_A_DATE, NULL);
    if (field->storage == AS__STORED_TIME && aftersale_time_parse(text, out) != AFTERSALE_OK)
        as__json_refuse(from, value, AS__MESSAGE_NOT_A_TIME,
                        "is not an instant like \"2026-11-21T09:30:00Z\"");
    if (field->storage == AS__STORED_DAYTIME && !as__daytime_parse(text, out))
        as__json_refuse(from, value, AS__MESSAGE_NOT_A_TIME_OF_DAY, NULL);
    if (field->storage == AS__STORED_MONEY && aftersale_money_parse(text, out) != AFTERSALE_OK)
        as__json_refuse(from, value, AS__MESSAGE_NOT_MONEY, NULL);
    if (field->storage == AS__STORED_PRICE && aftersale_price_parse(text, out) != AFTERSALE_OK)
        as__json_refuse(from, value, AS__MESSAGE_NOT_MONEY, NULL);
}

static void read_texts(as__json_reader *from, const as__field *field, const cJSON *value,
                       aftersale_texts *out)
{
    size_t count, index = 0;
    if (!is_list(from, field, value, &count) || count == 0)
        return;
    const char **items = take(from, count * sizeof *items);
    if (items == NULL)
        return;
    for (const cJSON *item = value->child; item != NULL; item = item->next, index++) {
        size_t mark = as__path_item(from->problems, index);
        const char *text = text_of(from, item);
        items[index] = text != NULL ? keep_text(from, text, strlen(text)) : NULL;
        as__path_pop(from->problems, mark);
    }
    *out = (aftersale_texts){items, count};
}

static void read_clear(as__json_reader *from, const as__field *field, const cJSON *value,
                       aftersale_fields *out)
{
    const as__kind *kind = as__kind_of(from->clears);
    size_t count, index = 0;
    if (!is_list(from, field, value, &count) || count == 0)
        return;
    int32_t *tags = take(from, count * sizeof *tags);
    if (tags == NULL)
        return;
    for (const cJSON *item = value->child; item != NULL; item = item->next, index++) {
        size_t mark = as__path_item(from->problems, index);
        const char *name = text_of(from, item);
        const as__field *named = name != NULL ? as__kind_field_named(kind, name) : NULL;
        if (named != NULL)
            tags[index] = named->face.tag;
        else if (name != NULL)
            as__json_refuse(from, item, AS__MESSAGE_NOT_A_CHOICE, "is no field that can be emptied");
        as__path_pop(from->problems, mark);
    }
    *out = (aftersale_fields){tags, count};
}

static void read_item(as__json_reader *from, const as__kind *kind, const cJSON *object, void *item)
{
    if (!cJSON_IsObject(object)) {
        as__json_refuse(from, object, AS__MESSAGE_WRONG_TYPE, "must be an object");
        return;
    }
    for (const cJSON *value = object->child; value != NULL; value = value->next) {
        const as__field *field = as__kind_field_named(kind, value->string);
        size_t mark = as__path_field(from->problems, value->string);
        if (field == NULL)
            as__json_refuse(from, value, AS__MESSAGE_UNKNOWN_KEY, NULL);
        else if (from->takes_derived || (field->face.flags & AFTERSALE_FLAG_DERIVED) == 0)
            as__json_read_value(from, field, value, item);
        as__path_pop(from->problems, mark);
    }
}

/* Lists of arguments and those of records begin alike; the former say how long an item is. */
static void read_list(as__json_reader *from, const as__field *field, const cJSON *value, void *out)
{
    const as__kind *kind = as__kind_of(field->face.target);
    size_t count, index = 0;
    if (!is_list(from, field, value, &count) || count == 0)
        return;
    unsigned char *items = take(from, count * kind->size);
    if (items == NULL)
        return;
    for (const cJSON *item = value->child; item != NULL; item = item->next, index++) {
        size_t mark = as__path_item(from->problems, index);
        read_item(from, kind, item, items + index * kind->size);
        as__path_pop(from->problems, mark);
    }
    if (field->storage == AS__STORED_LIST)
        *(as__list *)out = (as__list){items, count};
    else
        *(as__arg_list *)out = (as__arg_list){items, count, kind->size};
}

void as__json_read_value(as__json_reader *from, const as__field *field, const cJSON *value, void *base)
{
    void *out = (unsigned char *)base + field->offset;
    if (cJSON_IsNull(value))
        return; /* as if it were not there */
    switch (field->storage) {
    case AS__STORED_TEXT:
        read_text(from, field, value, out);
        break;
    case AS__STORED_ARG_ID:
    case AS__STORED_TOUCH_ID:
        read_id(from, value, out);
        break;
    case AS__STORED_ID:
        read_local(from, field, value, out);
        break;
    case AS__STORED_LINK:
        read_link(from, field, value, out);
        break;
    case AS__STORED_INT:
        read_number(from, field, value, out);
        break;
    case AS__STORED_LONG:
        read_long(from, value, out);
        break;
    case AS__STORED_QUANTITY:
        read_quantity(from, value, out);
        break;
    case AS__STORED_TEXTS:
        read_texts(from, field, value, out);
        break;
    case AS__STORED_ARG_LIST:
    case AS__STORED_LIST:
        read_list(from, field, value, out);
        break;
    case AS__STORED_ARG_FIELDS:
        read_clear(from, field, value, out);
        break;
    default:
        read_form(from, field, value, out);
        break;
    }
}
