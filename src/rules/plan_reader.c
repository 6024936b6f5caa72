/* SPDX-License-Identifier: MIT */
#include "rules/plan_reader.h"
#include "rules/window.h"
#include "schema/field.h"
#include "value/money.h"
#include "value/text.h"
#include <stdio.h>
#include <string.h>

#define WORD_MAX 64
#define LANGUAGES_MAX 64
#define ITEMS_MAX 64
#define ITEM_MAX 1000
#define PROBLEM_TEXT 256

void as__read_problem(as__plan_reader *reader, const cJSON *value, as__message message, const char *text)
{
    as__problem(reader->problems, as__json_line(reader->json, value), message, text);
}

void *as__read_take(as__plan_reader *reader, size_t count, size_t size)
{
    void *taken = as__arena_take(reader->arena, count == 0 ? size : count * size);
    if (taken == NULL)
        reader->failed = true;
    return taken;
}

static const char *take_text(as__plan_reader *reader, const char *text)
{
    const char *taken = as__arena_text(reader->arena, text, strlen(text));
    if (taken == NULL)
        reader->failed = true;
    return taken;
}

const char *as__read_join(as__plan_reader *reader, const char *prefix, const char *text)
{
    size_t before = strlen(prefix), size = strlen(text);
    char *joined = as__read_take(reader, before + size + 1, 1);
    if (joined == NULL)
        return "";
    memcpy(joined, prefix, before);
    memcpy(joined + before, text, size);
    return joined;
}

static void *place(const as__key *key, void *into)
{
    return (char *)into + key->offset;
}

static bool is_object(as__plan_reader *reader, const cJSON *value)
{
    if (cJSON_IsObject(value))
        return true;
    as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be an object");
    return false;
}

static bool is_array(as__plan_reader *reader, const cJSON *value, int most)
{
    if (!cJSON_IsArray(value)) {
        as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be a list");
        return false;
    }
    if (cJSON_GetArraySize(value) <= most)
        return true;
    as__read_problem(reader, value, AS__MESSAGE_TOO_MANY, NULL);
    return false;
}

static bool is_text(as__plan_reader *reader, const cJSON *value)
{
    if (cJSON_IsString(value))
        return true;
    as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be a text");
    return false;
}

/* "is not known here; known are plan, name, …" */
static void unknown_key(as__plan_reader *reader, const cJSON *value, const as__key *keys, size_t count)
{
    char text[PROBLEM_TEXT] = "is not known here; known are";
    for (size_t i = 0; i < count; i++) {
        size_t size = strlen(text);
        if (keys[i].read != as__read_not_yet)
            snprintf(text + size, sizeof text - size, "%s %s", i == 0 ? "" : ",", keys[i].name);
    }
    as__read_problem(reader, value, AS__MESSAGE_UNKNOWN_KEY, text);
}

void as__read_object(as__plan_reader *reader, const cJSON *object, const as__key *keys, size_t count,
                     void *into)
{
    if (!is_object(reader, object))
        return;
    const cJSON *value;
    cJSON_ArrayForEach(value, object)
    {
        size_t i = 0;
        while (i < count && strcmp(keys[i].name, value->string) != 0)
            i++;
        size_t mark = as__path_field(reader->problems, value->string);
        if (i < count)
            keys[i].read(reader, value, &keys[i], into);
        else
            unknown_key(reader, value, keys, count);
        as__path_pop(reader->problems, mark);
    }
    for (size_t i = 0; i < count; i++) {
        if (!keys[i].is_required || cJSON_GetObjectItemCaseSensitive(object, keys[i].name) != NULL)
            continue;
        size_t mark = as__path_field(reader->problems, keys[i].name);
        as__read_problem(reader, object, AS__MESSAGE_REQUIRED, NULL);
        as__path_pop(reader->problems, mark);
    }
}

static bool is_sound_text(as__plan_reader *reader, const cJSON *value, int32_t low, int32_t high)
{
    if (!is_text(reader, value))
        return false;
    size_t size = strlen(value->valuestring);
    if (size < (size_t)low)
        as__read_problem(reader, value, AS__MESSAGE_REQUIRED, NULL);
    else if (size > (size_t)high)
        as__read_problem(reader, value, AS__MESSAGE_TOO_LONG, NULL);
    else if (as__text_has_control(value->valuestring, size, true))
        as__read_problem(reader, value, AS__MESSAGE_CONTROL_SIGN, NULL);
    else
        return true;
    return false;
}

void as__read_text(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    const char **out = place(key, into);
    if (is_sound_text(reader, value, key->low, key->high))
        *out = take_text(reader, value->valuestring);
}

bool as__read_is_word(const char *text)
{
    if (*text < 'a' || *text > 'z')
        return false;
    size_t size = strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    return text[size] == '\0' && size <= WORD_MAX;
}

void as__read_word(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    const char **out = place(key, into);
    if (!is_text(reader, value))
        return;
    if (as__read_is_word(value->valuestring))
        *out = take_text(reader, value->valuestring);
    else
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_CHOICE,
                         "must be small letters, digits, - and _, beginning with a letter, 64 at most");
}

void as__read_flag(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    bool *out = place(key, into);
    if (cJSON_IsBool(value))
        *out = cJSON_IsTrue(value) != 0;
    else
        as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be true or false");
}

void as__read_number(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    int32_t *out = place(key, into);
    char text[64];
    if (!cJSON_IsNumber(value)) {
        as__read_problem(reader, value, AS__MESSAGE_WRONG_TYPE, "must be a number");
        return;
    }
    double number = value->valuedouble;
    if (number >= key->low && number <= key->high && number == (double)(int32_t)number) {
        *out = (int32_t)number;
        return;
    }
    snprintf(text, sizeof text, "must be a whole number from %d to %d", key->low, key->high);
    as__read_problem(reader, value, AS__MESSAGE_OUT_OF_RANGE, text);
}

void as__read_period(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__period *out = place(key, into);
    as__period period;
    if (!is_text(reader, value))
        return;
    if (!as__period_parse(value->valuestring, &period))
        as__read_problem(reader, value, AS__MESSAGE_NOT_A_PERIOD, NULL);
    else if (key->low == 0 && as__period_is_negative(period))
        as__read_problem(reader, value, AS__MESSAGE_NEGATIVE, "must not be below zero");
    else
        *out = period;
}

void as__read_money(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    aftersale_money *out = place(key, into);
    aftersale_money money;
    if (!is_text(reader, value))
        return;
    if (aftersale_money_parse(value->valuestring, &money) != AFTERSALE_OK)
        as__read_problem(reader, value, AS__MESSAGE_NOT_MONEY, NULL);
    else if (money.minor < 0)
        as__read_problem(reader, value, AS__MESSAGE_NEGATIVE, "must not be below zero");
    else
        *out = money;
}

void as__read_texts(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    aftersale_texts *out = place(key, into);
    if (!is_array(reader, value, ITEMS_MAX))
        return;
    const char **items = as__read_take(reader, (size_t)cJSON_GetArraySize(value), sizeof *items);
    if (items == NULL)
        return;
    size_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        size_t mark = as__path_item(reader->problems, count);
        if (is_sound_text(reader, item, 1, ITEM_MAX))
            items[count] = take_text(reader, item->valuestring);
        as__path_pop(reader->problems, mark);
        count++;
    }
    *out = (aftersale_texts){items, count};
}

void as__read_wordings(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__wordings *out = place(key, into);
    if (!is_object(reader, value))
        return;
    int count = cJSON_GetArraySize(value);
    if (count == 0 || count > LANGUAGES_MAX) {
        as__read_problem(reader, value, count == 0 ? AS__MESSAGE_REQUIRED : AS__MESSAGE_TOO_MANY, NULL);
        return;
    }
    as__wording *items = as__read_take(reader, (size_t)count, sizeof *items);
    if (items == NULL)
        return;
    size_t read = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        size_t mark = as__path_field(reader->problems, item->string);
        if (!as__language_valid(item->string))
            as__read_problem(reader, item, AS__MESSAGE_NOT_A_LANGUAGE, NULL);
        else if (is_sound_text(reader, item, 1, key->high))
            items[read++] =
                (as__wording){take_text(reader, item->string), take_text(reader, item->valuestring)};
        as__path_pop(reader->problems, mark);
    }
    *out = (as__wordings){items, read};
}

void as__read_hours(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    as__windows *out = place(key, into);
    if (!is_array(reader, value, ITEMS_MAX))
        return;
    as__hours *items = as__read_take(reader, (size_t)cJSON_GetArraySize(value), sizeof *items);
    if (items == NULL)
        return;
    size_t count = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        size_t mark = as__path_item(reader->problems, count);
        if (is_text(reader, item) && !as__hours_parse(item->valuestring, &items[count]))
            as__read_problem(reader, item, AS__MESSAGE_NOT_A_WINDOW, NULL);
        as__path_pop(reader->problems, mark);
        count++;
    }
    *out = (as__windows){items, count};
}

void as__read_later(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)reader;
    const cJSON **out = place(key, into);
    *out = value;
}

void as__read_not_yet(as__plan_reader *reader, const cJSON *value, const as__key *key, void *into)
{
    (void)into;
    char text[PROBLEM_TEXT];
    snprintf(text, sizeof text, "%s is not supported by this version", key->name);
    as__read_problem(reader, value, AS__MESSAGE_NOT_YET, text);
}

int32_t as__read_choice(as__plan_reader *reader, const cJSON *value, const char *choices)
{
    if (!is_text(reader, value))
        return 0;
    int32_t number = as__choice_number(choices, value->valuestring, strlen(value->valuestring));
    if (number != 0)
        return number;
    char text[PROBLEM_TEXT] = "is none of ";
    size_t size = strlen(text);
    for (const char *at = choices; *at != '\0' && size + 2 < sizeof text; at++) {
        if (*at == '=') {
            at += strspn(at + 1, "0123456789");
        } else {
            if (*at == ' ')
                text[size++] = ',';
            text[size++] = *at;
        }
    }
    as__read_problem(reader, value, AS__MESSAGE_NOT_A_CHOICE, text);
    return 0;
}
