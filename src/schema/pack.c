/* SPDX-License-Identifier: MIT */
#include "schema/pack.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define VARINT_MOST 10

static size_t write_varint(uint8_t *out, uint64_t number)
{
    size_t size = 0;
    for (; number >= 128; number >>= 7)
        out[size++] = (uint8_t)(number | 128);
    out[size++] = (uint8_t)number;
    return size;
}

static void put_varint(as__buffer *out, uint64_t number)
{
    uint8_t *at = as__buffer_room(out, VARINT_MOST);
    if (at != NULL)
        out->size += write_varint(at, number);
}

static uint64_t zigzag(int64_t number)
{
    return ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0);
}

static size_t varint_size(uint64_t number)
{
    size_t size = 1;
    for (; number >= 128; number >>= 7)
        size++;
    return size;
}

static void put_numbers(as__buffer *out, uint64_t a, uint64_t b)
{
    put_varint(out, varint_size(a) + varint_size(b));
    put_varint(out, a);
    put_varint(out, b);
}

static void put_bytes(as__buffer *out, const void *data, size_t size)
{
    put_varint(out, size);
    as__buffer_append(out, data, size);
}

static void put_number(as__buffer *out, uint64_t number)
{
    uint8_t *at = as__buffer_room(out, 1 + VARINT_MOST);
    if (at == NULL)
        return;
    at[0] = (uint8_t)write_varint(at + 1, number);
    out->size += 1u + at[0];
}

/* What was appended since `start` gets its size before it. */
static void put_size_before(as__buffer *out, size_t start)
{
    uint8_t bytes[VARINT_MOST];
    size_t size = out->size - start, more = write_varint(bytes, size);
    as__buffer_append(out, bytes, more);
    if (out->failed)
        return;
    memmove(out->data + start + more, out->data + start, size);
    memcpy(out->data + start, bytes, more);
}

static void pack_fields(const as__field *fields, size_t count, const void *base, as__buffer *out);

static void pack_field(const as__field *field, const void *base, as__buffer *out)
{
    const void *at = as__field_at(field, base);
    size_t start = out->size;
    switch (field->storage) {
    case AS__STORED_ID:
        put_number(out, *(const uint64_t *)at);
        break;
    case AS__STORED_INT:
        put_number(out, zigzag(*(const int32_t *)at));
        break;
    case AS__STORED_LONG:
        put_number(out, zigzag(*(const int64_t *)at));
        break;
    case AS__STORED_TIME:
        put_number(out, zigzag(((const aftersale_time *)at)->us));
        break;
    case AS__STORED_DATE:
        put_number(out, zigzag(as__days_from_date(*(const aftersale_date *)at)));
        break;
    case AS__STORED_DAYTIME:
        put_number(out, (uint64_t)as__daytime_seconds(*(const aftersale_daytime *)at));
        break;
    case AS__STORED_TEXT:
        put_bytes(out, *(const char *const *)at, strlen(*(const char *const *)at));
        break;
    case AS__STORED_LINK:
        put_bytes(out, ((const aftersale_link *)at)->ref, strlen(((const aftersale_link *)at)->ref));
        break;
    case AS__STORED_MONEY: {
        const aftersale_money *money = at;
        put_varint(out, 3 + varint_size(zigzag(money->minor)));
        as__buffer_append(out, money->currency, 3);
        put_varint(out, zigzag(money->minor));
        break;
    }
    case AS__STORED_PRICE: {
        const aftersale_price *price = at;
        uint64_t units = zigzag(price->units), decimals = (uint64_t)price->decimals;
        put_varint(out, 3 + varint_size(units) + varint_size(decimals));
        as__buffer_append(out, price->currency, 3);
        put_varint(out, units);
        put_varint(out, decimals);
        break;
    }
    case AS__STORED_QUANTITY:
        put_numbers(out, zigzag(((const aftersale_quantity *)at)->units),
                    (uint64_t)((const aftersale_quantity *)at)->decimals);
        break;
    case AS__STORED_HASH:
    case AS__STORED_TOUCH_ID:
        put_bytes(out, at, 16);
        break;
    case AS__STORED_TEXTS:
        for (size_t i = 0; i < ((const aftersale_texts *)at)->count; i++)
            put_bytes(out, ((const aftersale_texts *)at)->items[i],
                      strlen(((const aftersale_texts *)at)->items[i]));
        put_size_before(out, start);
        break;
    case AS__STORED_LIST:
        as__pack_list(field, base, out);
        put_size_before(out, start);
        break;
    default: /* arguments are not packed */
        break;
    }
}

static void pack_fields(const as__field *fields, size_t count, const void *base, as__buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        if (!as__field_given(&fields[i], base))
            continue;
        put_varint(out, (uint64_t)fields[i].face.tag);
        pack_field(&fields[i], base, out);
    }
}

void as__pack_list(const as__field *field, const void *base, as__buffer *out)
{
    const as__kind *item = as__kind_of(field->face.target);
    for (size_t i = 0; i < as__field_items(field, base); i++) {
        size_t start = out->size;
        pack_fields(item->fields, item->field_count, as__field_item(field, base, i), out);
        put_size_before(out, start);
    }
}

void as__pack_record(const aftersale_record *record, as__buffer *out)
{
    const as__kind *kind = as__kind_of(record->head.kind);
    pack_fields(kind->fields, kind->field_count, record, out);
    as__buffer_append(out, record->head.unknown.data, record->head.unknown.size);
}
