/* SPDX-License-Identifier: MIT */
/* Templates, patterns and conditions of a map. */
#include "csv/civil_date.h"
#include "csv/map_reader.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool map_fault(map_reader *reader, const char *text, const char *name)
{
    char *fault = reader->map->fault;
    if (fault[0] == '\0')
        snprintf(fault, sizeof reader->map->fault, "%s: %s%s%s", reader->path, text, name == NULL ? "" : ": ",
                 name == NULL ? "" : name);
    return false;
}

size_t map_enter(map_reader *reader, const char *name)
{
    size_t mark = strlen(reader->path);
    snprintf(reader->path + mark, sizeof reader->path - mark, "%s%s", mark > 0 ? "." : "", name);
    return mark;
}

void map_leave(map_reader *reader, size_t mark)
{
    reader->path[mark] = '\0';
}

static bool is_among(const char *word, const char *words)
{
    size_t size = strlen(word);
    for (const char *at = words; (at = strstr(at, word)) != NULL; at += size) {
        if ((at == words || at[-1] == ' ') && (at[size] == ' ' || at[size] == '\0'))
            return true;
    }
    return false;
}

bool map_only(map_reader *reader, const cJSON *object, const char *known)
{
    const cJSON *item;
    if (!cJSON_IsObject(object))
        return map_fault(reader, "must be an object", NULL);
    cJSON_ArrayForEach(item, object)
    {
        if (!is_among(item->string, known))
            return map_fault(reader, "key is not known here", item->string);
    }
    return true;
}

static void add_piece(text_template *out, const char *text, size_t size, size_t column)
{
    char *copy = NULL;
    if (column == NO_COLUMN) {
        copy = need_memory(NULL, size + 1);
        memcpy(copy, text, size);
        copy[size] = '\0';
    }
    out->pieces = need_room(out->pieces, out->count, sizeof *out->pieces);
    out->pieces[out->count++] = (template_piece){copy, column};
}

static bool find_column(map_reader *reader, const char *name, size_t size, size_t *column)
{
    *column = size == 1 && *name == '#' ? LINE_NUMBER : NO_COLUMN;
    for (size_t i = 0; i < reader->header->count; i++) {
        if (strlen(reader->header->names[i]) != size || memcmp(reader->header->names[i], name, size) != 0)
            continue;
        if (*column < LINE_NUMBER)
            return map_fault(reader, "two columns have this name", reader->header->names[i]);
        *column = i;
    }
    if (*column != NO_COLUMN)
        return true;
    char word[64];
    snprintf(word, sizeof word, "%.*s", (int)(size < sizeof word ? size : sizeof word - 1), name);
    return map_fault(reader, "the file has no such column", word);
}

bool map_read_template(map_reader *reader, const cJSON *value, text_template *out)
{
    if (!cJSON_IsString(value))
        return map_fault(reader, "must be a text", NULL);
    const char *text = value->valuestring;
    while (*text != '\0') {
        const char *open = strchr(text, '{');
        size_t before = open == NULL ? strlen(text) : (size_t)(open - text);
        if (before > 0)
            add_piece(out, text, before, NO_COLUMN);
        text += before;
        if (open == NULL)
            break;
        const char *close = strchr(open, '}');
        size_t column;
        if (close == NULL)
            return map_fault(reader, "a bracket is not closed", NULL);
        if (!find_column(reader, open + 1, (size_t)(close - open) - 1, &column))
            return false;
        add_piece(out, NULL, 0, column);
        text = close + 1;
    }
    return true;
}

static void add_line_number(const csv_row *row, text_buffer *out)
{
    char number[24];
    snprintf(number, sizeof number, "%" PRIu64, row->line);
    text_add(out, number);
}

void template_write(const text_template *template, const csv_row *row, text_buffer *out)
{
    for (size_t i = 0; i < template->count; i++) {
        const template_piece *piece = &template->pieces[i];
        if (piece->column == LINE_NUMBER)
            add_line_number(row, out);
        else
            text_add(out, piece->column == NO_COLUMN ? piece->text : row->fields[piece->column]);
    }
}

void template_free(text_template *template)
{
    for (size_t i = 0; i < template->count; i++)
        free(template->pieces[i].text);
    free(template->pieces);
}

bool map_read_patterns(map_reader *reader, const cJSON *value, const char **out)
{
    size_t count = 0;
    if (cJSON_IsString(value)) {
        out[count++] = value->valuestring;
    } else {
        const cJSON *item;
        cJSON_ArrayForEach(item, value)
        {
            if (!cJSON_IsString(item) || count == MAP_PATTERNS)
                return map_fault(reader, "must be a pattern, or a list of at most 8", NULL);
            out[count++] = item->valuestring;
        }
    }
    out[count] = NULL;
    for (size_t i = 0; i < count; i++) {
        if (!civil_date_is_pattern(out[i]))
            return map_fault(reader, "is no pattern like \"DD/MM/YYYY\" or \"hh:mm\"", out[i]);
    }
    return count > 0 || map_fault(reader, "must be a pattern", NULL);
}

static bool read_sign(map_reader *reader, const cJSON *object, const char *name, char *out)
{
    const cJSON *value = cJSON_GetObjectItemCaseSensitive(object, name);
    if (value == NULL)
        return true;
    if (!cJSON_IsString(value) || strlen(value->valuestring) > 1)
        return map_fault(reader, "must be one sign", name);
    *out = value->valuestring[0];
    return true;
}

bool map_read_style(map_reader *reader, const cJSON *value, number_style *out)
{
    const cJSON *strip = cJSON_GetObjectItemCaseSensitive(value, "strip");
    if (!map_only(reader, value, "decimal group strip") ||
        !read_sign(reader, value, "decimal", &out->decimal) ||
        !read_sign(reader, value, "group", &out->group))
        return false;
    if (strip != NULL && !cJSON_IsString(strip))
        return map_fault(reader, "must be a text", "strip");
    out->strip = strip == NULL ? out->strip : strip->valuestring;
    return true;
}

static bool read_test(map_reader *reader, const cJSON *value, row_condition *out)
{
    static const struct named {
        const char *name;
        test_kind test;
    } tests[] = {
        {"is", TEST_IS},
        {"is_not", TEST_IS_NOT},
        {"starts", TEST_STARTS},
        {"ends", TEST_ENDS},
        {"contains", TEST_CONTAINS},
        {"number_is", TEST_NUMBER_IS},
        {"number_above", TEST_NUMBER_ABOVE},
        {"number_below", TEST_NUMBER_BELOW},
    };
    const cJSON *empty = cJSON_GetObjectItemCaseSensitive(value, "empty");
    out->list = cJSON_GetObjectItemCaseSensitive(value, "in");
    if (cJSON_IsBool(empty))
        out->test = cJSON_IsTrue(empty) ? TEST_EMPTY : TEST_GIVEN;
    else if (cJSON_IsArray(out->list))
        out->test = TEST_IN;
    for (size_t i = 0; i < sizeof tests / sizeof *tests; i++) {
        const cJSON *text = cJSON_GetObjectItemCaseSensitive(value, tests[i].name);
        if (!cJSON_IsString(text))
            continue;
        out->test = tests[i].test;
        out->text = text->valuestring;
        if (out->test >= TEST_NUMBER_IS &&
            !exact_read(out->text, &(number_style){.decimal = '.'}, &out->number))
            return map_fault(reader, "is no number", out->text);
    }
    return out->test != 0 || map_fault(reader,
                                       "has no test: empty, is, is_not, in, starts, ends, contains, "
                                       "number_is, number_above or number_below",
                                       NULL);
}

bool map_read_conditions(map_reader *reader, const cJSON *value, row_conditions *out)
{
    const cJSON *item;
    if (!cJSON_IsArray(value))
        return map_fault(reader, "must be a list", NULL);
    cJSON_ArrayForEach(item, value)
    {
        out->items = need_room(out->items, out->count, sizeof *out->items);
        row_condition *next = &out->items[out->count++];
        *next = (row_condition){.style = reader->defaults.style};
        if (!map_only(reader, item,
                      "value empty is is_not in starts ends contains number_is number_above "
                      "number_below"))
            return false;
        if (cJSON_GetArraySize(item) != 2)
            return map_fault(reader, "must be a value and one test", NULL);
        if (!map_read_template(reader, cJSON_GetObjectItemCaseSensitive(item, "value"), &next->value) ||
            !read_test(reader, item, next))
            return false;
    }
    return true;
}
