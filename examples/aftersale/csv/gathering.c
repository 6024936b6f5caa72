/* SPDX-License-Identifier: MIT */
#include "csv/gathering.h"
#include <stdlib.h>
#include <string.h>

/* What one row gives to one record. */
typedef struct row_draft {
    const map_record *map;
    char *ref;
    char **values;
    gathered_item *items;
    size_t item_count;
} row_draft;

void gathering_begin(gathering *all, const mapping *map, long shift_days, bad_cell_fn bad, void *user)
{
    *all = (gathering){.cells = {.map = map, .shift_days = shift_days}, .bad = bad, .bad_user = user};
}

/* @return the value, owned; NULL: the row gives none, or it is bad */
static char *read_cell(gathering *all, const map_field *field, const csv_row *row, bool *is_bad)
{
    text_buffer text = {0};
    const char *fault = cell_value(&all->cells, field, row, &text);
    if (fault == NULL && text.size > 0)
        return text.data;
    text_free(&text);
    if (fault != NULL) {
        all->bad(all->bad_user, row->line, field->name, fault);
        *is_bad = true;
    }
    return NULL;
}

static bool is_plain(const map_field *field)
{
    return field->target != NULL && field->target->type == AFTERSALE_TYPE_INT &&
           field->target->choices == NULL;
}

static bool is_json(const map_field *field)
{
    return field->target != NULL &&
           (field->target->type == AFTERSALE_TYPE_TEXTS || (field->target->flags & AFTERSALE_FLAG_MASK) != 0);
}

/* Writes the fields of an item or of `extra` as a JSON object. False: a required one is missing, `missing`
 * says which; nothing was written when all are empty. */
static bool read_set(gathering *all, const map_fields *set, const csv_row *row, bool *is_bad,
                     text_buffer *out, const char **missing)
{
    for (size_t i = 0; i < set->count; i++) {
        const map_field *field = &set->items[i];
        char *value = read_cell(all, field, row, is_bad);
        if (value == NULL) {
            if (field->target != NULL && (field->target->flags & AFTERSALE_FLAG_REQUIRED) != 0)
                *missing = field->name;
            continue;
        }
        text_add_sign(out, out->size == 0 ? '{' : ',');
        text_add_json(out, field->name);
        text_add_sign(out, ':');
        if (is_plain(field) || is_json(field))
            text_add(out, value);
        else
            text_add_json(out, value);
        free(value);
    }
    if (out->size > 0)
        text_add_sign(out, '}');
    return *missing == NULL;
}

/* An item that lacks what it must have: in a list of items it is left out, in one an item a row the row is
 * bad. */
static void read_items(gathering *all, size_t field_index, const csv_row *row, bool *is_bad, row_draft *out)
{
    const map_field *field = &out->map->fields.items[field_index];
    for (size_t i = 0; i < field->set_count; i++) {
        text_buffer json = {0};
        const char *missing = NULL;
        if (read_set(all, &field->sets[i], row, is_bad, &json, &missing) && json.size > 0) {
            out->items = need_room(out->items, out->item_count, sizeof *out->items);
            out->items[out->item_count++] = (gathered_item){field_index, json.data, row->line};
            continue;
        }
        text_free(&json);
        if (field->is_row_list && missing != NULL && !*is_bad) {
            all->bad(all->bad_user, row->line, missing, "must be given");
            *is_bad = true;
        }
    }
}

static char *read_extra(gathering *all, const map_field *field, const csv_row *row, bool *is_bad)
{
    text_buffer json = {0};
    const char *missing = NULL;
    (void)read_set(all, &field->sets[0], row, is_bad, &json, &missing);
    return json.data;
}

/* Reads what the row gives to one record. False: it is bad. */
static bool read_draft(gathering *all, const map_record *map, const csv_row *row, row_draft *out)
{
    bool is_bad = false;
    *out = (row_draft){.map = map, .values = need_memory(NULL, map->fields.count * sizeof *out->values)};
    for (size_t i = 0; i < map->fields.count; i++) {
        const map_field *field = &map->fields.items[i];
        out->values[i] = NULL;
        if (field->target->type == AFTERSALE_TYPE_LIST)
            read_items(all, i, row, &is_bad, out);
        else if (field->set_count > 0)
            out->values[i] = read_extra(all, field, row, &is_bad);
        else
            out->values[i] = read_cell(all, field, row, &is_bad);
        if (i == map->ref && out->values[i] == NULL && !is_bad) {
            all->bad(all->bad_user, row->line, "ref", "must be given");
            is_bad = true;
        }
    }
    out->ref = map->ref < map->fields.count ? out->values[map->ref] : NULL;
    return !is_bad;
}

static void drop_draft(row_draft *draft)
{
    for (size_t i = 0; i < draft->map->fields.count; i++)
        free(draft->values[i]);
    for (size_t i = 0; i < draft->item_count; i++)
        free(draft->items[i].json);
    free(draft->values);
    free(draft->items);
}

static size_t bucket_of(const gathering *all, const map_record *map, const char *ref)
{
    size_t hash = 14695981039346656037u ^ (size_t)map;
    for (; *ref != '\0'; ref++)
        hash = (hash ^ (unsigned char)*ref) * 1099511628211u;
    return (hash ^ hash >> 29) % all->bucket_count;
}

static void link_record(gathering *all, size_t index)
{
    gathered *record = &all->records[index];
    size_t *bucket = &all->buckets[bucket_of(all, record->map, record->ref)];
    record->next = *bucket;
    *bucket = index + 1;
}

static void grow_buckets(gathering *all)
{
    all->bucket_count = all->bucket_count == 0 ? 1024 : 4 * all->bucket_count;
    all->buckets = need_memory(all->buckets, all->bucket_count * sizeof *all->buckets);
    memset(all->buckets, 0, all->bucket_count * sizeof *all->buckets);
    for (size_t i = 0; i < all->count; i++)
        link_record(all, i);
}

/* The record of this ref, made when it is not there; "" is never found. */
static gathered *record_of(gathering *all, const map_record *map, const char *ref, uint64_t line)
{
    if (all->count >= all->bucket_count)
        grow_buckets(all);
    size_t next = ref[0] == '\0' ? 0 : all->buckets[bucket_of(all, map, ref)];
    for (; next != 0; next = all->records[next - 1].next) {
        gathered *found = &all->records[next - 1];
        if (found->map == map && strcmp(found->ref, ref) == 0)
            return found;
    }
    all->records = need_room(all->records, all->count, sizeof *all->records);
    gathered *made = &all->records[all->count];
    *made = (gathered){.map = map, .ref = need_copy(ref), .line = line};
    made->values = need_memory(NULL, map->fields.count * sizeof *made->values);
    for (size_t i = 0; i < map->fields.count; i++)
        made->values[i] = NULL;
    link_record(all, all->count++);
    return made;
}

static bool is_better(keep_rule rule, const char *old, const char *new)
{
    switch (rule) {
    case KEEP_FIRST:
        return false;
    case KEEP_EARLIEST:
        return strcmp(new, old) < 0;
    case KEEP_LATEST:
        return strcmp(new, old) > 0;
    case KEEP_LAST:
        break;
    }
    return true;
}

static bool has_item(const gathered *record, const gathered_item *item)
{
    for (size_t i = 0; i < record->item_count; i++) {
        if (record->items[i].field == item->field && strcmp(record->items[i].json, item->json) == 0)
            return true;
    }
    return false;
}

static void add_line(gathered *record, uint64_t line)
{
    record->lines = need_room(record->lines, record->line_count, sizeof *record->lines);
    record->lines[record->line_count++] = line;
}

/* The line belongs to a record that would be wrong without it. */
static void spoil(gathering *all, const map_record *map, const char *ref, uint64_t line)
{
    gathered *record = record_of(all, map, ref, line);
    record->is_spoilt = true;
    add_line(record, line);
}

/* Moves what the draft holds into its record. */
static void merge(gathering *all, row_draft *draft, uint64_t line)
{
    gathered *record = record_of(all, draft->map, draft->ref == NULL ? "" : draft->ref, line);
    add_line(record, line);
    for (size_t i = 0; i < draft->map->fields.count; i++) {
        char *value = draft->values[i];
        if (value == NULL)
            continue;
        if (record->values[i] != NULL &&
            !is_better(draft->map->fields.items[i].keep, record->values[i], value))
            continue;
        free(record->values[i]);
        record->values[i] = value;
        draft->values[i] = NULL;
    }
    for (size_t i = 0; i < draft->item_count; i++) {
        gathered_item *item = &draft->items[i];
        if (!draft->map->fields.items[item->field].is_row_list && has_item(record, item))
            continue;
        record->items = need_room(record->items, record->item_count, sizeof *record->items);
        record->items[record->item_count++] = *item;
        item->json = NULL;
    }
}

static bool has_row_list(const map_record *map)
{
    for (size_t i = 0; i < map->fields.count; i++) {
        if (map->fields.items[i].is_row_list)
            return true;
    }
    return false;
}

bool gathering_take(gathering *all, const csv_row *row, const bool *takes)
{
    const mapping *map = all->cells.map;
    row_draft *drafts = need_memory(NULL, map->record_count * sizeof *drafts);
    size_t count = 0;
    bool is_bad = false;
    for (size_t i = 0; i < map->record_count; i++) {
        if (takes[i] && !read_draft(all, &map->records[i], row, &drafts[count++]))
            is_bad = true;
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_bad)
            merge(all, &drafts[i], row->line);
        else if (drafts[i].ref != NULL && has_row_list(drafts[i].map))
            spoil(all, drafts[i].map, drafts[i].ref, row->line);
        drop_draft(&drafts[i]);
    }
    free(drafts);
    return !is_bad;
}

void gathering_spoil(gathering *all, const csv_row *row, const bool *takes)
{
    const mapping *map = all->cells.map;
    for (size_t i = 0; i < map->record_count; i++) {
        const map_record *record = &map->records[i];
        text_buffer ref = {0};
        if (takes[i] && has_row_list(record) && record->ref < record->fields.count &&
            cell_value(&all->cells, &record->fields.items[record->ref], row, &ref) == NULL && ref.size > 0)
            spoil(all, record, ref.data, row->line);
        text_free(&ref);
    }
}

void gathering_end(gathering *all)
{
    for (size_t i = 0; i < all->count; i++) {
        gathered *record = &all->records[i];
        for (size_t j = 0; j < record->map->fields.count; j++)
            free(record->values[j]);
        for (size_t j = 0; j < record->item_count; j++)
            free(record->items[j].json);
        free(record->values);
        free(record->items);
        free(record->lines);
        free(record->ref);
    }
    free(all->records);
    free(all->buckets);
    text_free(&all->cells.scratch);
}
