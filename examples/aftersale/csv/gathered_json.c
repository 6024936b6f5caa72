/* SPDX-License-Identifier: MIT */
/* Gathered records put in order and written as lines for the library's import. */
#include "csv/gathering.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What is named comes before what names it; sales and returns go together. */
static int rank(const map_record *map)
{
    switch (map->command) {
    case AFTERSALE_DO_ACTOR_PUT:
        return 1;
    case AFTERSALE_DO_PRODUCT_PUT:
        return 2;
    case AFTERSALE_DO_CUSTOMER_PUT:
        return 3;
    case AFTERSALE_DO_PERSON_PUT:
        return 4;
    case AFTERSALE_DO_SALE_PUT:
    case AFTERSALE_DO_SALE_RETURN:
        return 5;
    default:
        return 6;
    }
}

static const char *order_text(const gathered *record)
{
    const char *text =
        record->map->order < record->map->fields.count ? record->values[record->map->order] : NULL;
    return text == NULL ? "" : text;
}

static int compare(const void *left, const void *right)
{
    const gathered *a = left, *b = right;
    int order = rank(a->map) - rank(b->map);
    if (order == 0)
        order = strcmp(order_text(a), order_text(b));
    if (order == 0)
        order = (a->line > b->line) - (a->line < b->line);
    return order != 0 ? order : (a->map > b->map) - (a->map < b->map);
}

void gathering_sort(gathering *all)
{
    if (all->count > 0)
        qsort(all->records, all->count, sizeof *all->records, compare);
}

static bool is_mapped(const map_record *map, const char *name)
{
    for (size_t i = 0; i < map->fields.count; i++) {
        if (strcmp(map->fields.items[i].name, name) == 0)
            return true;
    }
    return false;
}

static void write_name(const char *name, text_buffer *out)
{
    text_add_sign(out, ',');
    text_add_json(out, name);
    text_add_sign(out, ':');
}

/* A date whose column holds the time as well fills the field for the time beside it. */
static void write_date(const gathered *record, const map_field *field, const char *value, text_buffer *out)
{
    const char *time = strchr(value, 'T');
    text_buffer part = {0};
    text_add_bytes(&part, value, time == NULL ? strlen(value) : (size_t)(time - value));
    write_name(field->name, out);
    text_add_json(out, part.data);
    text_clear(&part);
    text_add(&part, field->name);
    text_add(&part, "_time");
    if (time != NULL && !is_mapped(record->map, part.data)) {
        write_name(part.data, out);
        text_add_json(out, time + 1);
    }
    text_free(&part);
}

static bool is_written_plain(const map_field *field)
{
    return field->set_count > 0 || field->target->type == AFTERSALE_TYPE_TEXTS ||
           (field->target->flags & AFTERSALE_FLAG_MASK) != 0 ||
           (field->target->type == AFTERSALE_TYPE_INT && field->target->choices == NULL);
}

static void write_value(const gathered *record, const map_field *field, const char *value, text_buffer *out)
{
    if (field->target->type == AFTERSALE_TYPE_DATE) {
        write_date(record, field, value, out);
        return;
    }
    write_name(field->name, out);
    if (is_written_plain(field))
        text_add(out, value);
    else
        text_add_json(out, value);
}

static void write_items(const gathered *record, size_t field, text_buffer *out)
{
    bool any = false;
    for (size_t i = 0; i < record->item_count; i++) {
        if (record->items[i].field != field)
            continue;
        if (!any)
            write_name(record->map->fields.items[field].name, out);
        text_add_sign(out, any ? ',' : '[');
        text_add(out, record->items[i].json);
        any = true;
    }
    if (any)
        text_add_sign(out, ']');
}

static void write_clears(const gathered *record, text_buffer *out)
{
    bool any = false;
    for (size_t i = 0; i < record->map->fields.count; i++) {
        const map_field *field = &record->map->fields.items[i];
        if (!field->clears || record->values[i] != NULL)
            continue;
        if (!any)
            write_name("clear", out);
        text_add_sign(out, any ? ',' : '[');
        text_add_json(out, field->name);
        any = true;
    }
    if (any)
        text_add_sign(out, ']');
}

void gathered_json(const gathered *record, text_buffer *out)
{
    text_add(out, "{\"kind\":");
    text_add_json(out, record->map->kind);
    for (size_t i = 0; i < record->map->fields.count; i++) {
        if (record->values[i] != NULL)
            write_value(record, &record->map->fields.items[i], record->values[i], out);
        else
            write_items(record, i, out);
    }
    write_clears(record, out);
    text_add_sign(out, '}');
}

uint64_t gathered_line(const gathered *record, const char *path)
{
    const char *open = strchr(path, '[');
    if (open == NULL)
        return record->line;
    size_t place = (size_t)strtoull(open + 1, NULL, 10), seen = 0;
    for (size_t i = 0; i < record->item_count; i++) {
        const char *name = record->map->fields.items[record->items[i].field].name;
        if (strncmp(name, path, (size_t)(open - path)) == 0 && seen++ == place)
            return record->items[i].line;
    }
    return record->line;
}
