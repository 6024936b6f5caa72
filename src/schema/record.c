/* SPDX-License-Identifier: MIT */
#include "schema/field.h"
#include <string.h>

/* A record and all it points to are one piece: the struct, then what must be aligned (arrays, list items), then its
 * texts, which are bytes. It is measured first, then laid down. */
typedef struct measure {
    size_t arrays, texts;
} measure;

typedef struct laying {
    unsigned char *array, *text; /* where the next one goes */
} laying;

static size_t aligned(size_t size)
{
    return (size + 7u) & ~(size_t)7u;
}

static size_t text_size(const char *text)
{
    return text != NULL ? strlen(text) + 1 : 0;
}

static void measure_fields(measure *sum, const as__field *fields, size_t count, const void *draft)
{
    for (const as__field *field = fields; field != fields + count; field++) {
        if (field->storage == AS__STORED_TEXT) {
            sum->texts += text_size(*(const char *const *)as__field_at(field, draft));
        } else if (field->storage == AS__STORED_LINK) {
            sum->texts += text_size(((const aftersale_link *)as__field_at(field, draft))->ref);
        } else if (field->storage == AS__STORED_TEXTS) {
            const aftersale_texts *from = as__field_at(field, draft);
            sum->arrays += from->count * sizeof(char *);
            for (size_t i = 0; i < from->count; i++)
                sum->texts += text_size(from->items[i]);
        } else if (field->storage == AS__STORED_LIST) {
            const as__kind *item = as__kind_of(field->face.target);
            size_t items = as__field_items(field, draft);
            sum->arrays += aligned(items * item->size);
            for (size_t i = 0; i < items; i++)
                measure_fields(sum, item->fields, item->field_count, as__field_item(field, draft, i));
        }
    }
}

static void lay_text(laying *at, const char **text)
{
    size_t size = text_size(*text);
    if (size == 0)
        return;
    memcpy(at->text, *text, size);
    *text = (const char *)at->text;
    at->text += size;
}

/* Copies an array and gives its new place; NULL when there is nothing in it. */
static void *lay_array(laying *at, const void *items, size_t size)
{
    unsigned char *place = at->array;
    if (size == 0)
        return NULL;
    memcpy(place, items, size);
    at->array += aligned(size);
    return place;
}

/* Brings down what the fields of a struct point at, the struct itself being laid already. */
static void lay_fields(laying *at, const as__field *fields, size_t count, void *made)
{
    for (const as__field *field = fields; field != fields + count; field++) {
        void *value = (unsigned char *)made + field->offset;
        if (field->storage == AS__STORED_TEXT) {
            lay_text(at, value);
        } else if (field->storage == AS__STORED_LINK) {
            lay_text(at, &((aftersale_link *)value)->ref);
        } else if (field->storage == AS__STORED_TEXTS) {
            aftersale_texts *texts = value;
            const char **items = lay_array(at, texts->items, texts->count * sizeof(char *));
            texts->items = items;
            for (size_t i = 0; i < texts->count; i++)
                lay_text(at, &items[i]);
        } else if (field->storage == AS__STORED_LIST) {
            const as__kind *item = as__kind_of(field->face.target);
            as__list *list = value;
            unsigned char *items = lay_array(at, list->items, list->count * item->size);
            list->items = items;
            for (size_t i = 0; i < list->count; i++)
                lay_fields(at, item->fields, item->field_count, items + i * item->size);
        }
    }
}

aftersale_status as__record_seal(as__owner *owner, aftersale_kind kind, const void *draft,
                                 const aftersale_record **out)
{
    const as__kind *of = as__kind_of(kind);
    const as__head *given = draft;
    size_t fixed = aligned(of->size) + aligned(sizeof(atomic_uint));
    measure sum = {0, given->unknown.size};
    unsigned char *place;
    as__head *made;
    laying at;
    measure_fields(&sum, of->fields, of->field_count, draft);
    place = as__memory_grow(&owner->memory, NULL, 0, fixed + sum.arrays + sum.texts);
    if (place == NULL)
        return AFTERSALE_NO_MEMORY;
    made = (as__head *)(void *)place;
    memcpy(place, draft, of->size);
    made->refs = (atomic_uint *)(void *)(place + aligned(of->size));
    atomic_init(made->refs, 1);
    made->kind = (int16_t)kind;
    made->owner = owner;
    made->size = fixed + sum.arrays + sum.texts;
    at = (laying){place + fixed, place + fixed + sum.arrays};
    lay_fields(&at, of->fields, of->field_count, place);
    made->unknown.data = given->unknown.size != 0 ? at.text : NULL;
    if (given->unknown.size != 0)
        memcpy(at.text, given->unknown.data, given->unknown.size);
    as__owner_keep(owner);
    *out = (const aftersale_record *)made;
    return AFTERSALE_OK;
}

static as__head *head_of(const aftersale_record *record)
{
    return (as__head *)(uintptr_t)&record->head;
}

const aftersale_record *aftersale_record_keep(const aftersale_record *record)
{
    if (record != NULL)
        atomic_fetch_add_explicit(record->head.refs, 1, memory_order_relaxed);
    return record;
}

void aftersale_record_free(const aftersale_record *record)
{
    as__owner *owner;
    if (record == NULL || atomic_fetch_sub_explicit(record->head.refs, 1, memory_order_acq_rel) != 1)
        return;
    owner = record->head.owner;
    if (record->head.kind == AFTERSALE_KIND_WORK)
        ((const as__view *)record)->release(record);
    as__memory_give(&owner->memory, head_of(record), record->head.size);
    as__owner_drop(owner);
}

aftersale_kind aftersale_record_kind(const aftersale_record *record)
{
    return record != NULL ? record->head.kind : 0;
}

uint64_t aftersale_record_revision(const aftersale_record *record)
{
    return record != NULL ? record->head.revision : 0;
}

aftersale_status aftersale_record_value(const aftersale_record *record, int32_t tag, aftersale_value *out)
{
    const as__kind *kind = record != NULL && out != NULL ? as__kind_of(record->head.kind) : NULL;
    const as__field *field = kind != NULL ? as__kind_field(kind, tag) : NULL;
    if (field == NULL)
        return AFTERSALE_NOT_FOUND;
    as__field_value(field, record, record->head.book, out);
    return AFTERSALE_OK;
}

aftersale_status aftersale_record_item(const aftersale_record *record, int32_t tag, size_t i,
                                       int32_t item_tag, aftersale_value *out)
{
    const as__kind *kind = record != NULL && out != NULL ? as__kind_of(record->head.kind) : NULL;
    const as__field *field = kind != NULL ? as__kind_field(kind, tag) : NULL;
    const as__field *item;
    if (field == NULL || (field->storage != AS__STORED_LIST && field->storage != AS__STORED_TEXTS) ||
        i >= as__field_items(field, record))
        return AFTERSALE_NOT_FOUND;
    if (field->storage == AS__STORED_TEXTS) {
        memset(out, 0, sizeof *out);
        out->type = AFTERSALE_TYPE_TEXT;
        out->as.text = ((const aftersale_texts *)as__field_at(field, record))->items[i];
        return AFTERSALE_OK;
    }
    item = as__kind_field(as__kind_of(field->face.target), item_tag);
    if (item == NULL)
        return AFTERSALE_NOT_FOUND;
    as__field_value(item, as__field_item(field, record, i), record->head.book, out);
    return AFTERSALE_OK;
}
