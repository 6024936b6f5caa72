/* SPDX-License-Identifier: MIT */
#include "schema/field.h"
#include <string.h>

/* A record and all it points to are one piece: first measured, then laid down. */
typedef struct laying {
    unsigned char *at; /* NULL while measuring */
    size_t size;       /* laid down so far */
} laying;

static size_t aligned(size_t size)
{
    return (size + 7u) & ~(size_t)7u;
}

static void *lay(laying *to_layer, const void *data, size_t size)
{
    void *place = to_layer->at != NULL ? to_layer->at + to_layer->size : NULL;
    if (place != NULL && size != 0)
        memcpy(place, data, size);
    to_layer->size += size;
    return place;
}

static const char *lay_text(laying *to_layer, const char *text)
{
    return text != NULL ? lay(to_layer, text, strlen(text) + 1) : NULL;
}

/* Texts are bytes and go behind all that must be aligned: two passes over the fields, pointers first. */
typedef enum pass { PASS_ALIGNED, PASS_TEXT } pass;

static void lay_fields(laying *to_layer, const as__field *fields, size_t count, const void *draft, void *made,
                       pass at_pass);

static void *field_in(const as__field *field, void *base)
{
    return base != NULL ? (unsigned char *)base + field->offset : NULL;
}

static void lay_texts(laying *to_layer, const as__field *field, const void *draft, void *made, pass at_pass)
{
    const aftersale_texts *from = as__field_at(field, draft);
    aftersale_texts *to = field_in(field, made);
    if (at_pass == PASS_ALIGNED) {
        const char *const *items = lay(to_layer, from->items, from->count * sizeof(char *));
        if (to != NULL)
            to->items = from->count != 0 ? items : NULL;
        return;
    }
    for (size_t i = 0; i < from->count; i++) {
        const char *text = lay_text(to_layer, from->items[i]);
        /* The array was laid down by us in the pass before; only the face of it is const. */
        if (to != NULL)
            ((const char **)(uintptr_t)to->items)[i] = text;
    }
}

static void lay_list(laying *to_layer, const as__field *field, const void *draft, void *made, pass at_pass)
{
    const as__kind *item = as__kind_of(field->face.target);
    size_t count = as__field_items(field, draft);
    as__list *to = field_in(field, made);
    unsigned char *items = NULL;
    if (at_pass == PASS_ALIGNED) {
        items = lay(to_layer, ((const as__list *)as__field_at(field, draft))->items, count * item->size);
        to_layer->size = aligned(to_layer->size);
        if (to != NULL)
            to->items = count != 0 ? items : NULL;
    } else if (to != NULL) {
        items = (unsigned char *)(uintptr_t)to->items;
    }
    for (size_t i = 0; i < count; i++)
        lay_fields(to_layer, item->fields, item->field_count, as__field_item(field, draft, i),
                   items != NULL ? items + i * item->size : NULL, at_pass);
}

static void lay_fields(laying *to_layer, const as__field *fields, size_t count, const void *draft, void *made,
                       pass at_pass)
{
    for (size_t i = 0; i < count; i++) {
        const as__field *field = &fields[i];
        if (field->storage == AS__STORED_TEXTS)
            lay_texts(to_layer, field, draft, made, at_pass);
        else if (field->storage == AS__STORED_LIST)
            lay_list(to_layer, field, draft, made, at_pass);
        else if (at_pass == PASS_TEXT && field->storage == AS__STORED_TEXT) {
            const char *text = lay_text(to_layer, *(const char *const *)as__field_at(field, draft));
            if (made != NULL)
                *(const char **)field_in(field, made) = text;
        } else if (at_pass == PASS_TEXT && field->storage == AS__STORED_LINK) {
            const char *text = lay_text(to_layer, ((const aftersale_link *)as__field_at(field, draft))->ref);
            if (made != NULL)
                ((aftersale_link *)field_in(field, made))->ref = text;
        }
    }
}

static void lay_all(laying *to_layer, const as__kind *kind, const void *draft)
{
    static const atomic_uint none;
    const as__head *head = draft;
    unsigned char *made = lay(to_layer, draft, kind->size);
    const void *unknown;
    void *refs;
    to_layer->size = aligned(to_layer->size);
    lay_fields(to_layer, kind->fields, kind->field_count, draft, made, PASS_ALIGNED);
    refs = lay(to_layer, &none, sizeof none);
    lay_fields(to_layer, kind->fields, kind->field_count, draft, made, PASS_TEXT);
    unknown = lay(to_layer, head->unknown.data, head->unknown.size);
    if (made == NULL)
        return;
    ((as__head *)(void *)made)->refs = (atomic_uint *)refs;
    ((as__head *)(void *)made)->unknown.data = head->unknown.size != 0 ? unknown : NULL;
}

aftersale_status as__record_seal(as__owner *owner, aftersale_kind kind, const void *draft,
                                 const aftersale_record **out)
{
    const as__kind *of = as__kind_of(kind);
    laying layer = {NULL, 0};
    as__head *made;
    lay_all(&layer, of, draft);
    made = as__memory_take(&owner->memory, layer.size);
    if (made == NULL)
        return AFTERSALE_NO_MEMORY;
    layer.at = (unsigned char *)made;
    layer.size = 0;
    lay_all(&layer, of, draft);
    atomic_init(made->refs, 1);
    made->kind = (int16_t)kind;
    made->owner = owner;
    made->size = layer.size;
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
