/* SPDX-License-Identifier: MIT */
#include "schema/pack.h"
#include "store/seam.h"
#include <string.h>

static aftersale_status join_texts(const aftersale_texts *texts, as__arena *arena, const char **out)
{
    size_t size = 0;
    char *joined, *at;
    for (size_t i = 0; i < texts->count; i++)
        size += strlen(texts->items[i]) + 1;
    joined = at = as__arena_take(arena, size + 1);
    if (joined == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < texts->count; i++) {
        size_t length = strlen(texts->items[i]);
        memcpy(at, texts->items[i], length);
        at += length;
        *at++ = i + 1 < texts->count ? '\n' : 0;
    }
    *out = joined;
    return AFTERSALE_OK;
}

static aftersale_status split_texts(const char *joined, as__arena *arena, aftersale_texts *out)
{
    size_t count = 1, at = 0;
    const char **items;
    char *copy = as__arena_text(arena, joined, strlen(joined));
    for (const char *c = joined; *c != 0; c++)
        count += *c == '\n';
    items = as__arena_take(arena, count * sizeof(char *));
    if (copy == NULL || items == NULL)
        return AFTERSALE_NO_MEMORY;
    items[at++] = copy;
    for (; *copy != 0; copy++) {
        if (*copy == '\n') {
            *copy = 0;
            items[at++] = copy + 1;
        }
    }
    *out = (aftersale_texts){items, count};
    return AFTERSALE_OK;
}

static aftersale_status pack_inline(const as__field *field, const void *base, as__arena *arena,
                                    aftersale_bytes *out)
{
    as__buffer buffer;
    uint8_t *copy;
    as__buffer_init(&buffer, arena->memory);
    as__pack_list(field, base, &buffer);
    copy = buffer.failed ? NULL : as__arena_take(arena, buffer.size + 1);
    if (copy != NULL && buffer.size != 0)
        memcpy(copy, buffer.data, buffer.size);
    *out = (aftersale_bytes){copy, buffer.size};
    as__buffer_free(&buffer);
    return copy != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

aftersale_status as__seam_value(const as__field *field, const void *base, as__arena *arena,
                                aftersale_value *out)
{
    const void *at = as__field_at(field, base);
    as__field_value(field, base, 0, out);
    if (out->type == 0)
        return AFTERSALE_OK;
    if (field->storage == AS__STORED_ID) {
        out->type = AFTERSALE_TYPE_INT;
        out->as.number = *(const int64_t *)at;
    } else if (field->storage == AS__STORED_TEXTS) {
        out->type = AFTERSALE_TYPE_TEXT;
        return join_texts(at, arena, &out->as.text);
    } else if (field->storage == AS__STORED_LIST && (field->face.flags & AFTERSALE_FLAG_INLINE) != 0) {
        out->type = AFTERSALE_TYPE_BYTES;
        return pack_inline(field, base, arena, &out->as.bytes);
    }
    return AFTERSALE_OK;
}

static aftersale_status set_text(const char *text, as__arena *arena, const char **out)
{
    *out = as__arena_text(arena, text, strlen(text));
    return *out != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

static aftersale_type seam_type(const as__field *field)
{
    switch (field->storage) {
    case AS__STORED_ID:
        return AFTERSALE_TYPE_INT;
    case AS__STORED_LINK:
    case AS__STORED_TEXTS:
        return AFTERSALE_TYPE_TEXT;
    case AS__STORED_LIST:
        return AFTERSALE_TYPE_BYTES;
    default:
        return field->face.type;
    }
}

aftersale_status as__seam_set(const as__field *field, const aftersale_value *value, as__arena *arena,
                              void *draft)
{
    void *at = (unsigned char *)draft + field->offset;
    if (value->type == 0)
        return AFTERSALE_OK;
    if (value->type != seam_type(field))
        return AFTERSALE_CORRUPT;
    switch (field->storage) {
    case AS__STORED_ID:
        *(uint64_t *)at = (uint64_t)value->as.number;
        return AFTERSALE_OK;
    case AS__STORED_INT:
        *(int32_t *)at = (int32_t)value->as.number;
        return AFTERSALE_OK;
    case AS__STORED_LONG:
        *(int64_t *)at = value->as.number;
        return AFTERSALE_OK;
    case AS__STORED_TEXT:
        return set_text(value->as.text, arena, at);
    case AS__STORED_LINK:
        return set_text(value->as.text, arena, &((aftersale_link *)at)->ref);
    case AS__STORED_TEXTS:
        return split_texts(value->as.text, arena, at);
    case AS__STORED_DATE:
        *(aftersale_date *)at = value->as.date;
        return AFTERSALE_OK;
    case AS__STORED_TIME:
        *(aftersale_time *)at = value->as.time;
        return AFTERSALE_OK;
    case AS__STORED_DAYTIME:
        *(aftersale_daytime *)at = value->as.daytime;
        return AFTERSALE_OK;
    case AS__STORED_MONEY:
        *(aftersale_money *)at = value->as.money;
        return AFTERSALE_OK;
    case AS__STORED_PRICE:
        *(aftersale_price *)at = value->as.price;
        return AFTERSALE_OK;
    case AS__STORED_QUANTITY:
        *(aftersale_quantity *)at = value->as.quantity;
        return AFTERSALE_OK;
    case AS__STORED_LIST:
        return as__unpack_list(value->as.bytes, field, arena, draft);
    case AS__STORED_HASH:
        if (value->as.bytes.size != sizeof(as__hash))
            return AFTERSALE_CORRUPT;
        memcpy(at, value->as.bytes.data, sizeof(as__hash));
        return AFTERSALE_OK;
    default:
        return AFTERSALE_CORRUPT;
    }
}

/* A value laid where its field would lie, so that one encoder serves records and ranges. */
void as__entry_value(as__entry_bytes *entry, const as__field *field, const aftersale_value *value)
{
    union {
        uint64_t id;
        int32_t number;
        int64_t large;
        const char *text;
        aftersale_time time;
        aftersale_date date;
    } place;
    as__field here = *field;
    memset(&place, 0, sizeof place);
    here.offset = 0;
    if (value->type == AFTERSALE_TYPE_TEXT)
        place.text = value->as.text;
    else if (value->type == AFTERSALE_TYPE_TIME)
        place.time = value->as.time;
    else if (value->type == AFTERSALE_TYPE_DATE)
        place.date = value->as.date;
    else if (value->type != 0 && field->storage == AS__STORED_INT)
        place.number = (int32_t)value->as.number;
    else if (value->type != 0)
        place.large = value->as.number;
    as__entry_column(entry, &here, &place);
}
