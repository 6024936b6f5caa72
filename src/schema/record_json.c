/* SPDX-License-Identifier: MIT */
/* Records as lines of JSON (S70): the forms that argument_json.c reads. */
#include "schema/argument_text.h"
#include "schema/arguments.h"
#include "value/date.h"
#include "value/id.h"
#include "value/money.h"
#include <inttypes.h>
#include <string.h>

#define MARK "\xEF\xBB\xBF"

typedef struct writer {
    const as__links *links; /* NULL: all links stand as ids */
    uint64_t book;
    as__buffer *out;
} writer;

static void write_id(const writer *to, aftersale_id id)
{
    char text[AFTERSALE_ID_TEXT];
    aftersale_id_text(id, text);
    as__json_write_text(to->out, text);
}

static void write_id_of(const writer *to, aftersale_id id)
{
    as__buffer_text(to->out, "{\"id\":");
    write_id(to, id);
    as__buffer_byte(to->out, '}');
}

static void write_local(const writer *to, const as__field *field, uint64_t local)
{
    aftersale_id id = as__id_make(to->book, local);
    const char *name = NULL;
    if (field->face.target == 0 || strcmp(field->face.name, "id") == 0) {
        write_id(to, id);
        return;
    }
    if (to->links != NULL)
        name = to->links->name_of(to->links->user, field->face.target, local);
    if (name != NULL)
        as__json_write_text(to->out, name);
    else
        write_id_of(to, id);
}

static void write_link(const writer *to, const aftersale_link *link)
{
    if (link->ref != NULL)
        as__json_write_text(to->out, link->ref);
    else
        write_id_of(to, link->id);
}

/* The name of a choice; a number that a newer library gave has none here. */
static void write_choice(const writer *to, const char *choices, int32_t number)
{
    size_t size;
    const char *name = as__choice_name(choices, number, &size);
    if (name != NULL)
        as__buffer_format(to->out, "\"%.*s\"", (int)size, name);
    else
        as__buffer_format(to->out, "%" PRId32, number);
}

static void write_mask(const writer *to, const char *choices, uint32_t bits)
{
    as__buffer_byte(to->out, '[');
    for (uint32_t left = bits; left != 0; left &= left - 1) {
        if (left != bits)
            as__buffer_byte(to->out, ',');
        write_choice(to, choices, (int32_t)(left & (0 - left)));
    }
    as__buffer_byte(to->out, ']');
}

static void write_number(const writer *to, const as__field *field, int32_t number)
{
    if (field->face.choices == NULL)
        as__buffer_format(to->out, "%" PRId32, number);
    else if ((field->face.flags & AFTERSALE_FLAG_MASK) != 0)
        write_mask(to, field->face.choices, (uint32_t)number);
    else
        write_choice(to, field->face.choices, number);
}

/* JSON inside JSON. It was checked when it came in; outside its texts a line break is mere space. */
static void write_json(const writer *to, const char *json)
{
    size_t size;
    if (strncmp(json, MARK, strlen(MARK)) == 0)
        json += strlen(MARK);
    for (; *json != '\0'; json += size) {
        size = strcspn(json, "\r\n");
        as__buffer_append(to->out, json, size);
        if (json[size] != '\0') {
            as__buffer_byte(to->out, ' ');
            size++;
        }
    }
}

static void write_text(const writer *to, const as__field *field, const char *text)
{
    as__meaning means = as__meaning_of(field->face.name);
    if (means == AS__MEANS_EXTRA || means == AS__MEANS_DOCUMENT)
        write_json(to, text);
    else
        as__json_write_text(to->out, text);
}

static void write_texts(const writer *to, const aftersale_texts *texts)
{
    as__buffer_byte(to->out, '[');
    for (size_t i = 0; i < texts->count; i++) {
        if (i > 0)
            as__buffer_byte(to->out, ',');
        as__json_write_text(to->out, texts->items[i]);
    }
    as__buffer_byte(to->out, ']');
}

static void write_hash(const writer *to, const as__hash *hash)
{
    as__buffer_byte(to->out, '"');
    for (size_t i = 0; i < sizeof hash->bytes; i++)
        as__buffer_format(to->out, "%02x", (unsigned)hash->bytes[i]);
    as__buffer_byte(to->out, '"');
}

static void write_fields(const writer *to, const as__field *fields, size_t count, const void *base,
                         bool is_first);

static void write_list(const writer *to, const as__field *field, const void *base)
{
    const as__kind *item = as__kind_of(field->face.target);
    as__buffer_byte(to->out, '[');
    for (size_t i = 0; i < as__field_items(field, base); i++) {
        as__buffer_text(to->out, i > 0 ? ",{" : "{");
        write_fields(to, item->fields, item->field_count, as__field_item(field, base, i), true);
        as__buffer_byte(to->out, '}');
    }
    as__buffer_byte(to->out, ']');
}

/* Values whose form is a text of a fixed length at most. */
static void write_form(const writer *to, const as__field *field, const void *value)
{
    char text[64] = "";
    if (field->storage == AS__STORED_DATE)
        as__date_text(*(const aftersale_date *)value, text);
    else if (field->storage == AS__STORED_TIME)
        aftersale_time_text(*(const aftersale_time *)value, text);
    else if (field->storage == AS__STORED_DAYTIME)
        as__daytime_text(*(const aftersale_daytime *)value, text);
    else if (field->storage == AS__STORED_MONEY)
        aftersale_money_text(*(const aftersale_money *)value, text);
    else if (field->storage == AS__STORED_PRICE)
        as__price_text(*(const aftersale_price *)value, text);
    else
        as__quantity_text(*(const aftersale_quantity *)value, text);
    as__json_write_text(to->out, text);
}

static void write_value(const writer *to, const as__field *field, const void *base)
{
    const void *value = as__field_at(field, base);
    switch (field->storage) {
    case AS__STORED_ID:
        write_local(to, field, *(const uint64_t *)value);
        break;
    case AS__STORED_TOUCH_ID:
        write_id(to, *(const aftersale_id *)value);
        break;
    case AS__STORED_TEXT:
        write_text(to, field, *(const char *const *)value);
        break;
    case AS__STORED_INT:
        write_number(to, field, *(const int32_t *)value);
        break;
    case AS__STORED_LONG:
        as__buffer_format(to->out, "%" PRId64, *(const int64_t *)value);
        break;
    case AS__STORED_LINK:
        write_link(to, value);
        break;
    case AS__STORED_TEXTS:
        write_texts(to, value);
        break;
    case AS__STORED_LIST:
        write_list(to, field, base);
        break;
    case AS__STORED_HASH:
        write_hash(to, value);
        break;
    default:
        write_form(to, field, value);
        break;
    }
}

/* A touch has a kind of its own, that of its step; the line's first key is taken. */
static const char *key_of(const as__field *field)
{
    return strcmp(field->face.name, "kind") == 0 ? "step_kind" : field->face.name;
}

static void write_fields(const writer *to, const as__field *fields, size_t count, const void *base,
                         bool is_first)
{
    for (size_t i = 0; i < count; i++) {
        if (!as__field_given(&fields[i], base) || strcmp(fields[i].face.name, "secret") == 0)
            continue; /* whoever reads a line could try refs against the secret's ids */
        as__buffer_format(to->out, is_first ? "\"%s\":" : ",\"%s\":", key_of(&fields[i]));
        write_value(to, &fields[i], base);
        is_first = false;
    }
}

void as__record_write_json(const aftersale_record *record, const as__links *links, as__buffer *out)
{
    const as__kind *kind = as__kind_of(record->head.kind);
    writer to = {links, record->head.book, out};
    if (kind == NULL) {
        as__buffer_text(out, "{}"); /* a view: it has no fields of its own */
        return;
    }
    as__buffer_format(out, "{\"kind\":\"%s\"", kind->name);
    write_fields(&to, kind->fields, 1, record, false);
    if (record->head.revision != 0)
        as__buffer_format(out, ",\"revision\":%" PRIu64, record->head.revision);
    write_fields(&to, kind->fields + 1, kind->field_count - 1, record, false);
    as__buffer_byte(out, '}');
}

size_t aftersale_record_json(const aftersale_record *record, char *out, size_t size)
{
    as__buffer buffer;
    size_t needed = 0;
    if (size != 0 && out != NULL)
        out[0] = '\0';
    if (record == NULL)
        return 0;
    as__buffer_init(&buffer, &record->head.owner->memory);
    as__record_write_json(record, NULL, &buffer);
    if (as__buffer_string(&buffer) != NULL) {
        needed = buffer.size + 1;
        if (out != NULL && size != 0) {
            size_t fits = needed <= size ? needed : size;
            memcpy(out, buffer.data, fits);
            out[fits - 1] = '\0';
        }
    }
    as__buffer_free(&buffer);
    return needed;
}
