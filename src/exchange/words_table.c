/* SPDX-License-Identifier: MIT */
#include "exchange/words_table.h"
#include "exchange/sheet_writer.h"
#include "value/date.h"
#include "value/json.h"
#include "value/text.h"
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define JSON_MAX 65536
#define WORD_MAX 200 /* bytes of one word, one month, one weekday */

static const char languages[][3] = {"en", "de", "fr", "es"};
static const struct shipped {
    const char *key, *words[COUNT(languages)];
} shipped[] = {
#define WORD(NAME, key, ...) [AS__WORD_##NAME] = {#key, {__VA_ARGS__}},
#include "exchange/shipped_words.def"
#undef WORD
};
enum {
    SHIPPED_COUNT = 0
#define WORD(NAME, key, ...) +1
#include "exchange/shipped_words.def"
#undef WORD
};
_Static_assert((int)SHIPPED_COUNT == (int)AS__WORD_COUNT, "every word ships, once");

static char lower(char sign)
{
    return sign >= 'A' && sign <= 'Z' ? (char)(sign - 'A' + 'a') : sign;
}

/* Place of a language by the primary part of its tag, "de" of "de-AT"; COUNT(languages): it does not ship. */
static size_t find_language(const char *language)
{
    size_t i = 0;
    if (strcspn(language, "-") != 2)
        return COUNT(languages);
    while (i < COUNT(languages) &&
           (lower(language[0]) != languages[i][0] || lower(language[1]) != languages[i][1]))
        i++;
    return i;
}

typedef struct reader {
    const as__json *json;
    as__problems *problems;
    as__arena *arena;
    as__words_table *table;
    bool failed; /* no memory */
} reader;

static void refuse(const reader *at, const cJSON *value, as__message message, const char *text)
{
    as__problem(at->problems, as__json_line(at->json, value), message, text);
}

static bool is_sound(const reader *at, const cJSON *value)
{
    if (!cJSON_IsString(value)) {
        refuse(at, value, AS__MESSAGE_WRONG_TYPE, "must be a text");
        return false;
    }
    const char *text = value->valuestring;
    size_t size = strlen(text);
    if (size == 0)
        refuse(at, value, AS__MESSAGE_REQUIRED, NULL);
    else if (size > WORD_MAX)
        refuse(at, value, AS__MESSAGE_TOO_LONG, NULL);
    else if (as__text_has_control(text, size, false))
        refuse(at, value, AS__MESSAGE_CONTROL_SIGN, NULL);
    else
        return true;
    return false;
}

/* What the words that are patterns may hold, to the first NULL. */
static const char *const *fields_of(as__word word)
{
    static const char *const fields[AS__WORD_COUNT][5] = {
        [AS__WORD_EDITION] = {"version", "day"},
        [AS__WORD_REPLACES] = {"version", "day"},
        [AS__WORD_SHARED] = {"day"},
        [AS__WORD_SHARED_WITH] = {"who", "day"},
        [AS__WORD_SEEN] = {"day"},
        [AS__WORD_LINE_TEXT] = {"first", "last"},
        [AS__WORD_DATE_TIME] = {"date", "time"},
        [AS__WORD_DATE] = {"day", "month", "year", "weekday"},
    };
    return fields[word];
}

/* Customers would read a field that is not filled. */
static bool is_pattern(const char *at, const char *const *fields)
{
    while ((at = strchr(at, '{')) != NULL) {
        size_t size = strcspn(++at, "{}"), i = 0;
        if (*at != '{') {
            while (fields[i] != NULL && (strlen(fields[i]) != size || memcmp(fields[i], at, size) != 0))
                i++;
            if (at[size] != '}' || fields[i] == NULL)
                return false;
            at += size;
        }
        at++;
    }
    return true;
}

/* "may hold {day} and {who} only" */
static void refuse_pattern(const reader *at, const cJSON *value, const char *const *fields)
{
    char text[80] = "may hold";
    for (size_t i = 0; fields[i] != NULL; i++) {
        const char *between = i == 0 ? "" : fields[i + 1] == NULL ? " and" : ",";
        size_t size = strlen(text);
        snprintf(text + size, sizeof text - size, "%s {%s}", between, fields[i]);
    }
    size_t size = strlen(text);
    snprintf(text + size, sizeof text - size, " only");
    refuse(at, value, AS__MESSAGE_UNKNOWN_KEY, text);
}

static void set(reader *at, as__word word, const char *text)
{
    const char *kept = as__arena_text(at->arena, text, strlen(text));
    if (kept != NULL)
        at->table->word[word] = kept;
    else
        at->failed = true;
}

static void read_text(reader *at, const cJSON *value, as__word word)
{
    const char *const *fields = fields_of(word);
    if (!is_sound(at, value))
        return;
    if (fields[0] != NULL && !is_pattern(value->valuestring, fields))
        refuse_pattern(at, value, fields);
    else
        set(at, word, value->valuestring);
}

static bool is_name(const reader *at, const cJSON *value)
{
    if (!is_sound(at, value))
        return false;
    if (strchr(value->valuestring, ',') == NULL)
        return true;
    refuse(at, value, AS__MESSAGE_NOT_A_CHOICE, "must hold no comma");
    return false;
}

/* Twelve or seven names, kept as one text with commas between. */
static void read_names(reader *at, const cJSON *value, as__word word, int count)
{
    char problem[40];
    snprintf(problem, sizeof problem, "must be a list of %d texts", count);
    if (!cJSON_IsArray(value) || cJSON_GetArraySize(value) != count) {
        refuse(at, value, AS__MESSAGE_WRONG_TYPE, problem);
        return;
    }
    as__buffer names;
    as__buffer_init(&names, at->arena->memory);
    bool are_sound = true;
    size_t index = 0;
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        size_t mark = as__path_item(at->problems, index);
        if (index++ > 0)
            as__buffer_byte(&names, ',');
        if (is_name(at, item))
            as__buffer_text(&names, item->valuestring);
        else
            are_sound = false;
        as__path_pop(at->problems, mark);
    }
    const char *text = as__buffer_string(&names);
    if (text == NULL)
        at->failed = true;
    else if (are_sound)
        set(at, word, text);
    as__buffer_free(&names);
}

/* "is not known here; known are title, for, …" */
static void unknown_key(const reader *at, const cJSON *value)
{
    char text[320] = "is not known here; known are";
    for (size_t i = 0; i < COUNT(shipped); i++) {
        size_t size = strlen(text);
        snprintf(text + size, sizeof text - size, "%s %s", i == 0 ? "" : ",", shipped[i].key);
    }
    refuse(at, value, AS__MESSAGE_UNKNOWN_KEY, text);
}

static void read_word(reader *at, const cJSON *value)
{
    size_t word = 0;
    while (word < COUNT(shipped) && strcmp(shipped[word].key, value->string) != 0)
        word++;
    if (word == COUNT(shipped))
        unknown_key(at, value);
    else if (word == AS__WORD_MONTHS)
        read_names(at, value, AS__WORD_MONTHS, 12);
    else if (word == AS__WORD_WEEKDAYS)
        read_names(at, value, AS__WORD_WEEKDAYS, 7);
    else
        read_text(at, value, (as__word)word);
}

static aftersale_status overlay(const char *text, as__arena *arena, as__problems *problems,
                                as__words_table *out)
{
    as__json json;
    as__json_limits limits = {JSON_MAX, 3};
    size_t seen = problems->seen;
    aftersale_status status = as__json_read(arena->memory, text, strlen(text), limits, 1, problems, &json);
    if (status != AFTERSALE_OK)
        return status;
    reader at = {.json = &json, .problems = problems, .arena = arena, .table = out};
    if (!cJSON_IsObject(json.root))
        refuse(&at, json.root, AS__MESSAGE_WRONG_TYPE, "must be an object");
    for (const cJSON *value = cJSON_IsObject(json.root) ? json.root->child : NULL; value;
         value = value->next) {
        size_t mark = as__path_field(problems, value->string);
        read_word(&at, value);
        as__path_pop(problems, mark);
    }
    as__json_free(&json);
    if (at.failed || problems->failed)
        return AFTERSALE_NO_MEMORY;
    return problems->seen > seen ? AFTERSALE_INVALID : AFTERSALE_OK;
}

aftersale_status as__words_read(const char *language, const char *json, as__arena *arena,
                                as__problems *problems, as__words_table *out)
{
    size_t place = find_language(language);
    bool ships = place < COUNT(languages);
    for (size_t i = 0; i < COUNT(shipped); i++)
        out->word[i] = shipped[i].words[ships ? place : 0];
    /* Names the language that readers will find: English where nobody gave other words. */
    const char *read = ships || json != NULL ? language : languages[0];
    out->language = as__arena_text(arena, read, strlen(read));
    if (out->language == NULL)
        return AFTERSALE_NO_MEMORY;
    return json == NULL ? AFTERSALE_OK : overlay(json, arena, problems, out);
}

/* The n-th of names with commas between. */
static const char *pick(const char *names, int n, char out[WORD_MAX + 1])
{
    for (; n > 0; n--)
        names += strcspn(names, ",") + 1;
    size_t size = strcspn(names, ",");
    memcpy(out, names, size);
    out[size] = '\0';
    return out;
}

void as__words_date(const as__words_table *words, aftersale_date date, as__buffer *out)
{
    char day[4], year[8], month[WORD_MAX + 1], weekday[WORD_MAX + 1];
    if (!as__date_valid(date))
        return;
    snprintf(day, sizeof day, "%u", (unsigned)date.day);
    snprintf(year, sizeof year, "%d", (int)date.year);
    int of_week = as__weekday(as__days_from_date(date));
    const as__merge_field fields[] = {
        {"day", day},
        {"month", pick(words->word[AS__WORD_MONTHS], date.month - 1, month)},
        {"year", year},
        {"weekday", pick(words->word[AS__WORD_WEEKDAYS], of_week, weekday)},
    };
    as__merge(words->word[AS__WORD_DATE], fields, COUNT(fields), out);
}
