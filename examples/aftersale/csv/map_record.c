/* SPDX-License-Identifier: MIT */
/* Records of a map: which fields they have is asked of the library, so that a map can fill any of them. */
#include "csv/map_reader.h"
#include <stdlib.h>
#include <string.h>

static const struct kind {
    const char *name;
    int32_t command;
    const char *order;
} kinds[] = {
    {"actor", AFTERSALE_DO_ACTOR_PUT, NULL},       {"product", AFTERSALE_DO_PRODUCT_PUT, NULL},
    {"customer", AFTERSALE_DO_CUSTOMER_PUT, NULL}, {"person", AFTERSALE_DO_PERSON_PUT, NULL},
    {"sale", AFTERSALE_DO_SALE_PUT, "sold"},       {"return", AFTERSALE_DO_SALE_RETURN, "returned"},
    {"goal", AFTERSALE_DO_GOAL_PUT, NULL},         {"consent", AFTERSALE_DO_CONSENT_SET, "given"},
};

static const aftersale_field *argument_named(int32_t command, const char *name)
{
    const aftersale_field *field;
    for (size_t i = 0; (field = aftersale_argument_at(command, i, NULL)) != NULL; i++) {
        if (strcmp(field->name, name) == 0)
            return field;
    }
    return NULL;
}

static const aftersale_field *item_field_named(aftersale_kind kind, const char *name)
{
    const aftersale_field *field;
    for (size_t i = 0; (field = aftersale_field_at(kind, i)) != NULL; i++) {
        if (strcmp(field->name, name) == 0 && (field->flags & AFTERSALE_FLAG_DERIVED) == 0)
            return field;
    }
    return NULL;
}

static bool is_extra(const map_field *field)
{
    return field->target != NULL && strcmp(field->name, "extra") == 0;
}

static bool is_link(const map_field *field)
{
    return field->target != NULL &&
           (field->target->type == AFTERSALE_TYPE_LINK || field->target->type == AFTERSALE_TYPE_ID);
}

static bool takes_several(const map_field *field)
{
    return field->target != NULL &&
           (field->target->type == AFTERSALE_TYPE_TEXTS || (field->target->flags & AFTERSALE_FLAG_MASK) != 0);
}

/* Whose fields are read: those of the record itself, any keys, or those of a list's items, by their kind. */
enum { OF_RECORD = 0, OF_EXTRA = -1 };

static bool read_fields(map_reader *reader, const cJSON *value, aftersale_kind of, map_fields *out);

static bool read_set(map_reader *reader, const cJSON *value, map_field *out)
{
    out->sets = need_room(out->sets, out->set_count, sizeof *out->sets);
    map_fields *set = &out->sets[out->set_count++];
    *set = (map_fields){0};
    return read_fields(reader, value, is_extra(out) ? OF_EXTRA : out->target->target, set);
}

/* An object is an item of each row; in a list each object is one item of the record. */
static bool read_list(map_reader *reader, const cJSON *value, map_field *out)
{
    out->is_row_list = cJSON_IsObject(value);
    if (out->is_row_list)
        return read_set(reader, value, out);
    if (!cJSON_IsArray(value))
        return map_fault(reader, "must be an object, or a list of objects", NULL);
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        if (!read_set(reader, item, out))
            return false;
    }
    return true;
}

static bool read_parts(map_reader *reader, const cJSON *value, map_field *out)
{
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        out->parts = need_room(out->parts, out->part_count, sizeof *out->parts);
        out->parts[out->part_count] = (text_template){0};
        if (!map_read_template(reader, item, &out->parts[out->part_count++]))
            return false;
    }
    return true;
}

static bool read_word(map_reader *reader, const cJSON *value, const char *name, const char *const *words,
                      int *out)
{
    const cJSON *word = cJSON_GetObjectItemCaseSensitive(value, name);
    if (word == NULL)
        return true;
    for (int i = 0; cJSON_IsString(word) && words[i] != NULL; i++) {
        if (strcmp(word->valuestring, words[i]) == 0) {
            *out = i + 1;
            return true;
        }
    }
    return map_fault(reader, "has a value it may not take", name);
}

static bool read_table(map_reader *reader, const cJSON *name, map_field *out)
{
    if (name == NULL)
        return true;
    if (!cJSON_IsString(name))
        return map_fault(reader, "must name one of the map's tables", "table");
    out->table_name = name->valuestring;
    out->table = cJSON_GetObjectItemCaseSensitive(reader->tables, name->valuestring);
    return cJSON_IsObject(out->table) || map_fault(reader, "there is no such table", name->valuestring);
}

static bool read_own_template(map_reader *reader, const cJSON *value, const char *name, text_template *out)
{
    const cJSON *text = cJSON_GetObjectItemCaseSensitive(value, name);
    return text == NULL || map_read_template(reader, text, out);
}

/* The long form of a field: {"value": "{Column}", …}. */
static bool read_long(map_reader *reader, const cJSON *value, map_field *out)
{
    static const char *const keeps[] = {"last", "first", "earliest", "latest", NULL};
    static const char *const blanks[] = {"trim", "keep", NULL};
    static const char *const empties[] = {"leave", "clear", NULL};
    if (!map_only(reader, value,
                  "value default table dates numbers currency discount negate round blanks keep split "
                  "empty"))
        return false;
    static const char *const rounds[] = {"no", "half-even", NULL};
    int round = 1, keep = (int)out->keep, blank = out->keeps_blanks ? 2 : 1, empty = 1;
    if (!read_word(reader, value, "keep", keeps, &keep) ||
        !read_word(reader, value, "blanks", blanks, &blank) ||
        !read_word(reader, value, "empty", empties, &empty) ||
        !read_word(reader, value, "round", rounds, &round))
        return false;
    out->keep = (keep_rule)keep;
    out->keeps_blanks = blank == 2;
    out->clears = empty == 2;
    out->is_rounded = round == 2;
    out->is_negated = cJSON_IsTrue(cJSON_GetObjectItemCaseSensitive(value, "negate"));
    const cJSON *split = cJSON_GetObjectItemCaseSensitive(value, "split");
    if (cJSON_IsString(split))
        out->split = split->valuestring[0];
    const cJSON *dates = cJSON_GetObjectItemCaseSensitive(value, "dates");
    const cJSON *numbers = cJSON_GetObjectItemCaseSensitive(value, "numbers");
    return map_read_template(reader, cJSON_GetObjectItemCaseSensitive(value, "value"), &out->value) &&
           read_own_template(reader, value, "default", &out->fallback) &&
           read_own_template(reader, value, "discount", &out->share) &&
           read_own_template(reader, value, "currency", &out->currency) &&
           read_table(reader, cJSON_GetObjectItemCaseSensitive(value, "table"), out) &&
           (dates == NULL || map_read_patterns(reader, dates, out->patterns)) &&
           (numbers == NULL || map_read_style(reader, numbers, &out->style));
}

static bool read_value(map_reader *reader, const cJSON *value, map_field *out)
{
    if (is_extra(out))
        return read_set(reader, value, out);
    if (out->target != NULL && out->target->type == AFTERSALE_TYPE_LIST)
        return read_list(reader, value, out);
    if (cJSON_IsArray(value))
        return takes_several(out) ? read_parts(reader, value, out)
                                  : map_fault(reader, "takes one value", NULL);
    return cJSON_IsObject(value) ? read_long(reader, value, out)
                                 : map_read_template(reader, value, &out->value);
}

static const aftersale_field *target_named(const map_reader *reader, aftersale_kind of, const char *name)
{
    if (of != OF_RECORD)
        return item_field_named(of, name);
    const aftersale_field *field = argument_named(reader->record->command, name);
    if (field == NULL || field->type == AFTERSALE_TYPE_FIELDS || strcmp(name, "flags") == 0 ||
        strcmp(name, "expect") == 0)
        return NULL;
    return field;
}

static bool read_field(map_reader *reader, const cJSON *value, const aftersale_field *target, map_fields *out)
{
    out->items = need_room(out->items, out->count, sizeof *out->items);
    map_field *field = &out->items[out->count++];
    *field = (map_field){
        .name = value->string, .target = target, .keep = KEEP_LAST, .style = reader->defaults.style};
    memcpy(field->patterns, reader->defaults.patterns, sizeof field->patterns);
    /* Refs are kept byte for byte: a blank at the end of a key is part of it. */
    field->keeps_blanks = reader->defaults.keeps_blanks || is_link(field) || strcmp(field->name, "ref") == 0;
    return read_value(reader, value, field);
}

static bool read_fields(map_reader *reader, const cJSON *value, aftersale_kind of, map_fields *out)
{
    if (!cJSON_IsObject(value))
        return map_fault(reader, "must be an object", NULL);
    const cJSON *item;
    cJSON_ArrayForEach(item, value)
    {
        if (of == OF_RECORD && strcmp(item->string, "kind") == 0)
            continue;
        size_t mark = map_enter(reader, item->string);
        const aftersale_field *target = of == OF_EXTRA ? NULL : target_named(reader, of, item->string);
        if (of != OF_EXTRA && target == NULL)
            return map_fault(reader, "there is no such field", NULL);
        if (!read_field(reader, item, target, out))
            return false;
        map_leave(reader, mark);
    }
    return true;
}

static size_t field_index(const map_fields *fields, const char *name)
{
    size_t i = 0;
    while (i < fields->count && (name == NULL || strcmp(fields->items[i].name, name) != 0))
        i++;
    return i;
}

bool map_read_record(map_reader *reader, const cJSON *value, map_record *out)
{
    const cJSON *named = cJSON_GetObjectItemCaseSensitive(value, "kind");
    const char *order = NULL;
    *out = (map_record){.name = value->string};
    out->kind = cJSON_IsString(named) ? named->valuestring : value->string;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (strcmp(kinds[i].name, out->kind) == 0) {
            out->command = kinds[i].command;
            order = kinds[i].order;
        }
    }
    if (out->command == 0)
        return map_fault(reader, "is no kind of record that can be mapped", out->kind);
    reader->record = out;
    if (!read_fields(reader, value, OF_RECORD, &out->fields))
        return false;
    out->ref = field_index(&out->fields, "ref");
    out->order = field_index(&out->fields, order);
    if (out->ref == out->fields.count && argument_named(out->command, "ref") != NULL)
        return map_fault(reader, "must have a ref", NULL);
    return true;
}

void map_fields_free(map_fields *fields)
{
    for (size_t i = 0; i < fields->count; i++) {
        map_field *field = &fields->items[i];
        template_free(&field->value);
        template_free(&field->currency);
        template_free(&field->share);
        template_free(&field->fallback);
        for (size_t j = 0; j < field->part_count; j++)
            template_free(&field->parts[j]);
        for (size_t j = 0; j < field->set_count; j++)
            map_fields_free(&field->sets[j]);
        free(field->parts);
        free(field->sets);
    }
    free(fields->items);
}
