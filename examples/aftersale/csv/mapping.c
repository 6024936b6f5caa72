/* SPDX-License-Identifier: MIT */
#include "csv/map_reader.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool mapping_open(mapping *map, const char *json)
{
    *map = (mapping){.json = cJSON_Parse(json), .delimiter = ',', .encoding = ENCODING_UTF8};
    map_reader reader = {.map = map};
    if (!cJSON_IsObject(map->json))
        return map_fault(&reader, "is not a JSON object", NULL);
    if (!map_only(&reader, map->json, "about csv numbers dates currency tables rows records"))
        return false;
    const cJSON *csv = cJSON_GetObjectItemCaseSensitive(map->json, "csv");
    if (csv == NULL)
        return true;
    map_enter(&reader, "csv");
    if (!map_only(&reader, csv, "delimiter encoding blanks"))
        return false;
    const cJSON *delimiter = cJSON_GetObjectItemCaseSensitive(csv, "delimiter");
    const cJSON *encoding = cJSON_GetObjectItemCaseSensitive(csv, "encoding");
    if (delimiter != NULL && (!cJSON_IsString(delimiter) || strlen(delimiter->valuestring) != 1))
        return map_fault(&reader, "must be one sign", "delimiter");
    if (encoding != NULL &&
        (!cJSON_IsString(encoding) || !encoding_named(encoding->valuestring, &map->encoding)))
        return map_fault(&reader, "is none of utf-8, latin1, windows-1252", "encoding");
    if (delimiter != NULL)
        map->delimiter = delimiter->valuestring[0];
    return true;
}

static bool read_defaults(map_reader *reader)
{
    static const char *const usual[] = {"YYYY-MM-DD hh:mm:ss", "YYYY-MM-DD", "hh:mm:ss", "hh:mm", NULL};
    const cJSON *json = reader->map->json;
    const cJSON *dates = cJSON_GetObjectItemCaseSensitive(json, "dates");
    const cJSON *numbers = cJSON_GetObjectItemCaseSensitive(json, "numbers");
    const cJSON *currency = cJSON_GetObjectItemCaseSensitive(json, "currency");
    const cJSON *blanks =
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(json, "csv"), "blanks");
    map_defaults *defaults = &reader->defaults;
    memcpy(defaults->patterns, usual, sizeof usual);
    defaults->style = (number_style){.decimal = '.'};
    defaults->keeps_blanks = cJSON_IsString(blanks) && strcmp(blanks->valuestring, "keep") == 0;
    reader->tables = cJSON_GetObjectItemCaseSensitive(json, "tables");
    size_t mark = map_enter(reader, "dates");
    if (dates != NULL && !map_read_patterns(reader, dates, defaults->patterns))
        return false;
    map_leave(reader, mark);
    map_enter(reader, "numbers");
    if (numbers != NULL && !map_read_style(reader, numbers, &defaults->style))
        return false;
    map_leave(reader, mark);
    map_enter(reader, "currency");
    if (currency != NULL && !map_read_template(reader, currency, &reader->map->currency))
        return false;
    map_leave(reader, mark);
    return true;
}

static bool read_records(map_reader *reader)
{
    const cJSON *item;
    const cJSON *records = cJSON_GetObjectItemCaseSensitive(reader->map->json, "records");
    size_t mark = map_enter(reader, "records");
    if (!cJSON_IsObject(records) || records->child == NULL)
        return map_fault(reader, "must be given", NULL);
    mapping *map = reader->map;
    cJSON_ArrayForEach(item, records)
    {
        map->records = need_room(map->records, map->record_count, sizeof *map->records);
        size_t deeper = map_enter(reader, item->string);
        if (!map_read_record(reader, item, &map->records[map->record_count++]))
            return false;
        map_leave(reader, deeper);
    }
    map_leave(reader, mark);
    return true;
}

static bool read_takes(map_reader *reader, const cJSON *takes, bool *out)
{
    const mapping *map = reader->map;
    for (size_t i = 0; takes == NULL && i < map->record_count; i++)
        out[i] = true;
    const cJSON *item;
    cJSON_ArrayForEach(item, takes)
    {
        size_t i = 0;
        while (i < map->record_count &&
               (!cJSON_IsString(item) || strcmp(map->records[i].name, item->valuestring) != 0))
            i++;
        if (i == map->record_count)
            return map_fault(reader, "names no record of this map", "take");
        out[i] = true;
    }
    return true;
}

static bool read_sort(map_reader *reader, const cJSON *value)
{
    mapping *map = reader->map;
    map->rows = need_room(map->rows, map->row_count, sizeof *map->rows);
    map_rows *rows = &map->rows[map->row_count++];
    *rows = (map_rows){.reason = "row", .takes = need_memory(NULL, map->record_count * sizeof *rows->takes)};
    memset(rows->takes, 0, map->record_count * sizeof *rows->takes);
    if (value == NULL)
        return read_takes(reader, NULL, rows->takes);
    const cJSON *reason = cJSON_GetObjectItemCaseSensitive(value, "reason");
    const cJSON *when = cJSON_GetObjectItemCaseSensitive(value, "when");
    if (!map_only(reader, value, "reason when take"))
        return false;
    if (!cJSON_IsString(reason))
        return map_fault(reader, "must have a reason", NULL);
    rows->reason = reason->valuestring;
    return (when == NULL || map_read_conditions(reader, when, &rows->when)) &&
           read_takes(reader, cJSON_GetObjectItemCaseSensitive(value, "take"), rows->takes);
}

static bool read_sorts(map_reader *reader)
{
    const cJSON *sorts = cJSON_GetObjectItemCaseSensitive(reader->map->json, "rows");
    size_t mark = map_enter(reader, "rows");
    if (sorts == NULL && !read_sort(reader, NULL))
        return false;
    if (sorts != NULL && !cJSON_IsArray(sorts))
        return map_fault(reader, "must be a list", NULL);
    const cJSON *item;
    cJSON_ArrayForEach(item, sorts)
    {
        char name[24];
        snprintf(name, sizeof name, "%zu", reader->map->row_count + 1);
        size_t deeper = map_enter(reader, name);
        if (!read_sort(reader, item))
            return false;
        map_leave(reader, deeper);
    }
    map_leave(reader, mark);
    return true;
}

bool mapping_bind(mapping *map, const csv_header *header)
{
    map_reader reader = {.map = map, .header = header};
    return read_defaults(&reader) && read_records(&reader) && read_sorts(&reader);
}

void mapping_free(mapping *map)
{
    for (size_t i = 0; i < map->record_count; i++)
        map_fields_free(&map->records[i].fields);
    for (size_t i = 0; i < map->row_count; i++) {
        for (size_t j = 0; j < map->rows[i].when.count; j++)
            template_free(&map->rows[i].when.items[j].value);
        free(map->rows[i].when.items);
        free(map->rows[i].takes);
    }
    template_free(&map->currency);
    free(map->records);
    free(map->rows);
    cJSON_Delete(map->json);
}

size_t mapping_sort(const mapping *map, const csv_row *row)
{
    size_t i = 0;
    while (i < map->row_count && !conditions_hold(&map->rows[i].when, row))
        i++;
    return i;
}
