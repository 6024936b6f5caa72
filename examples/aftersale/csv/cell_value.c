/* SPDX-License-Identifier: MIT */
#include "csv/cell_value.h"
#include "csv/civil_date.h"
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool is_blank(char sign)
{
    return sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n';
}

static void trim(text_buffer *text)
{
    size_t from = 0;
    while (text->size > 0 && is_blank(text->data[text->size - 1]))
        text->data[--text->size] = '\0';
    while (from < text->size && is_blank(text->data[from]))
        from++;
    if (from > 0) {
        text->size -= from;
        memmove(text->data, text->data + from, text->size + 1);
    }
}

static void fill(const text_template *template, bool keeps_blanks, const csv_row *row, text_buffer *out)
{
    text_clear(out);
    template_write(template, row, out);
    if (!keeps_blanks)
        trim(out);
}

/* The text before it is read by its type. */
static const char *raw_value(const map_field *field, const csv_row *row, text_buffer *out)
{
    fill(&field->value, field->keeps_blanks, row, out);
    if (field->table != NULL && out->size > 0) {
        const cJSON *found = cJSON_GetObjectItemCaseSensitive(field->table, out->data);
        if (found == NULL)
            found = cJSON_GetObjectItemCaseSensitive(field->table, "*");
        if (!cJSON_IsString(found))
            return "is not in the table";
        text_clear(out);
        text_add(out, found->valuestring);
    }
    if (out->size == 0)
        fill(&field->fallback, field->keeps_blanks, row, out);
    return NULL;
}

static const char *write_date(const cell_reader *reader, const map_field *field, bool wants_day,
                              const char *raw, text_buffer *out)
{
    civil_date date;
    char text[CIVIL_DATE_TEXT];
    for (size_t i = 0; field->patterns[i] != NULL; i++) {
        if (!civil_date_read(field->patterns[i], raw, &date) || (wants_day ? !date.has_date : !date.has_time))
            continue;
        if (wants_day)
            civil_date_move(&date, reader->shift_days);
        else
            date.has_date = false;
        civil_date_text(&date, text);
        text_add(out, text);
        return NULL;
    }
    return wants_day ? "is no date of the map's pattern" : "is no time of the map's pattern";
}

/* An instant: as RFC 3339 writes it, or a date and time of the map's pattern, which are taken for UTC. */
static const char *write_instant(const cell_reader *reader, const map_field *field, const char *raw,
                                 text_buffer *out)
{
    aftersale_time instant;
    if (reader->shift_days == 0 && aftersale_time_parse(raw, &instant) == AFTERSALE_OK) {
        text_add(out, raw);
        return NULL;
    }
    size_t before = out->size;
    const char *fault = write_date(reader, field, true, raw, out);
    if (fault != NULL)
        return fault;
    text_add(out, out->size - before > sizeof "YYYY-MM-DD" ? "Z" : "T00:00:00Z");
    return NULL;
}

static const char *read_number(const map_field *field, const csv_row *row, const char *raw,
                               text_buffer *scratch, exact_number *out)
{
    exact_number share, rest;
    if (!exact_read(raw, &field->style, out))
        return "is not a number";
    if (field->is_negated)
        out->units = -out->units;
    fill(&field->share, false, row, scratch);
    if (scratch->size == 0)
        return NULL;
    if (!exact_read(text_of(scratch), &field->style, &share) || !exact_rest(share, &rest))
        return "its discount is not a share of one";
    return exact_multiply(*out, rest, out) ? NULL : "is too large or too fine";
}

static const char *write_amount(cell_reader *reader, const map_field *field, const csv_row *row,
                                exact_number number, text_buffer *out)
{
    char text[EXACT_TEXT];
    aftersale_money money;
    aftersale_price price;
    size_t before = out->size;
    const text_template *currency = field->currency.count > 0 ? &field->currency : &reader->map->currency;
    fill(currency, false, row, &reader->scratch);
    if (reader->scratch.size == 0)
        return "has no currency";
    if (field->is_rounded)
        number = exact_rounded(number, currency_decimals(text_of(&reader->scratch)));
    exact_text(number, text);
    text_add(out, text);
    text_add_sign(out, ' ');
    text_add(out, text_of(&reader->scratch));
    if (field->target->type == AFTERSALE_TYPE_MONEY)
        return aftersale_money_parse(out->data + before, &money) == AFTERSALE_OK
                   ? NULL
                   : "is no amount of its currency";
    return aftersale_price_parse(out->data + before, &price) == AFTERSALE_OK ? NULL
                                                                             : "is no price in its currency";
}

static const char *write_number(cell_reader *reader, const map_field *field, const csv_row *row,
                                const char *raw, text_buffer *out)
{
    exact_number number;
    char text[EXACT_TEXT];
    const char *fault = read_number(field, row, raw, &reader->scratch, &number);
    if (fault != NULL)
        return fault;
    if (field->target->type == AFTERSALE_TYPE_MONEY || field->target->type == AFTERSALE_TYPE_PRICE)
        return write_amount(reader, field, row, number, out);
    if (number.decimals > (field->target->type == AFTERSALE_TYPE_QUANTITY ? 6 : 0))
        return "has too many decimals";
    exact_text(number, text);
    text_add(out, text);
    return NULL;
}

static void add_item(text_buffer *list, text_buffer *item)
{
    trim(item);
    if (item->size == 0)
        return;
    text_add_sign(list, list->size == 0 ? '[' : ',');
    text_add_json(list, text_of(item));
}

static void split_value(const char *raw, char split, text_buffer *item, text_buffer *list)
{
    for (const char *from = raw;; from++) {
        const char *end = strchr(from, split);
        text_clear(item);
        text_add_bytes(item, from, end == NULL ? strlen(from) : (size_t)(end - from));
        add_item(list, item);
        if (end == NULL)
            return;
        from = end;
    }
}

static void write_several(cell_reader *reader, const map_field *field, const csv_row *row, const char *raw,
                          text_buffer *out)
{
    text_buffer list = {0};
    for (size_t i = 0; i < field->part_count; i++) {
        fill(&field->parts[i], false, row, &reader->scratch);
        add_item(&list, &reader->scratch);
    }
    if (field->part_count == 0)
        split_value(raw, field->split == '\0' ? '\n' : field->split, &reader->scratch, &list);
    if (list.size > 0) {
        text_add_sign(&list, ']');
        text_add(out, list.data);
    }
    text_free(&list);
}

static const char *write_typed(cell_reader *reader, const map_field *field, const csv_row *row,
                               const char *raw, text_buffer *out)
{
    const aftersale_field *target = field->target;
    aftersale_type type = target == NULL ? AFTERSALE_TYPE_TEXT : target->type;
    if (type == AFTERSALE_TYPE_TEXTS || (target != NULL && (target->flags & AFTERSALE_FLAG_MASK) != 0)) {
        write_several(reader, field, row, raw, out);
        return NULL;
    }
    if (raw[0] == '\0')
        return NULL;
    switch (type) {
    case AFTERSALE_TYPE_DATE:
    case AFTERSALE_TYPE_DAYTIME:
        return write_date(reader, field, type == AFTERSALE_TYPE_DATE, raw, out);
    case AFTERSALE_TYPE_TIME:
        return write_instant(reader, field, raw, out);
    case AFTERSALE_TYPE_MONEY:
    case AFTERSALE_TYPE_PRICE:
    case AFTERSALE_TYPE_QUANTITY:
        return write_number(reader, field, row, raw, out);
    case AFTERSALE_TYPE_INT:
        if (target->choices == NULL)
            return write_number(reader, field, row, raw, out);
        break;
    default:
        break;
    }
    text_add(out, raw);
    return NULL;
}

const char *cell_value(cell_reader *reader, const map_field *field, const csv_row *row, text_buffer *out)
{
    text_buffer raw = {0};
    const char *fault = raw_value(field, row, &raw);
    if (fault == NULL)
        fault = write_typed(reader, field, row, text_of(&raw), out);
    text_free(&raw);
    return fault;
}
