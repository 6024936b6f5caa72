/* SPDX-License-Identifier: MIT */
#include "schema/pack.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define DECIMALS_MOST 18 /* more have no power of ten in 64 bits */

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
    uint8_t bytes[VARINT_MOST];
    as__buffer_append(out, bytes, write_varint(bytes, number));
}

static uint64_t zigzag(int64_t number)
{
    return ((uint64_t)number << 1) ^ (number < 0 ? UINT64_MAX : 0);
}

static int64_t unzigzag(uint64_t number)
{
    return (int64_t)((number >> 1) ^ (~(number & 1) + 1));
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
    uint8_t bytes[1 + VARINT_MOST];
    bytes[0] = (uint8_t)write_varint(bytes + 1, number);
    as__buffer_append(out, bytes, 1u + bytes[0]);
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

/* Reading: a window that shrinks from its front; `bad` once something did not fit. */
typedef struct window {
    const uint8_t *at, *end;
    bool bad;
} window;

static uint64_t take_varint(window *in)
{
    uint64_t number = 0;
    for (unsigned shift = 0; shift < 64; shift += 7) {
        uint8_t byte;
        if (in->at == in->end)
            break;
        byte = *in->at++;
        number |= (uint64_t)(byte & 127) << shift;
        if (byte < 128)
            return number;
    }
    in->bad = true;
    return 0;
}

static int32_t take_int(window *in)
{
    int64_t number = unzigzag(take_varint(in));
    in->bad = in->bad || number < INT32_MIN || number > INT32_MAX;
    return in->bad ? 0 : (int32_t)number;
}

static int32_t take_decimals(window *in)
{
    uint64_t decimals = take_varint(in);
    in->bad = in->bad || decimals > DECIMALS_MOST;
    return in->bad ? 0 : (int32_t)decimals;
}

static window take_window(window *in)
{
    uint64_t size = take_varint(in);
    window inner = {in->at, in->at, false};
    if (in->bad || size > (uint64_t)(in->end - in->at)) {
        in->bad = true;
        inner.bad = true;
        return inner;
    }
    inner.end = in->at + size;
    in->at = inner.end;
    return inner;
}

static void take_currency(window *in, char *out)
{
    if (in->end - in->at < 3 || !as__utf8_valid((const char *)in->at, 3)) {
        in->bad = true;
        return;
    }
    memcpy(out, in->at, 3);
    in->at += 3;
}

static const char *take_text(window *in, as__arena *arena, bool *no_memory)
{
    const char *text;
    if (!as__utf8_valid((const char *)in->at, (size_t)(in->end - in->at))) {
        in->bad = true;
        return NULL;
    }
    text = as__arena_text(arena, (const char *)in->at, (size_t)(in->end - in->at));
    *no_memory = *no_memory || text == NULL;
    in->at = in->end;
    return text;
}

static aftersale_status unpack_fields(window *in, const as__kind *kind, as__arena *arena, void *draft,
                                      as__buffer *unknown);

static size_t count_windows(window in)
{
    size_t count = 0;
    while (!in.bad && in.at != in.end) {
        (void)take_window(&in);
        count++;
    }
    return in.bad ? 0 : count;
}

static aftersale_status unpack_items(window *in, const as__field *field, as__arena *arena, as__list *out)
{
    const as__kind *item = as__kind_of(field->face.target);
    size_t count = count_windows(*in);
    unsigned char *items = as__arena_take(arena, count * item->size + 1);
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        window inner = take_window(in);
        aftersale_status status = unpack_fields(&inner, item, arena, items + i * item->size, NULL);
        if (status != AFTERSALE_OK)
            return status;
    }
    in->bad = in->bad || in->at != in->end;
    *out = (as__list){items, count};
    return AFTERSALE_OK;
}

static aftersale_status unpack_texts(window *in, as__arena *arena, aftersale_texts *out)
{
    size_t count = count_windows(*in);
    const char **items = as__arena_take(arena, count * sizeof(char *) + 1);
    bool no_memory = items == NULL;
    for (size_t i = 0; i < count && !no_memory; i++) {
        window inner = take_window(in);
        items[i] = take_text(&inner, arena, &no_memory);
        in->bad = in->bad || inner.bad;
    }
    in->bad = in->bad || in->at != in->end;
    *out = (aftersale_texts){items, count};
    return no_memory ? AFTERSALE_NO_MEMORY : AFTERSALE_OK;
}

static aftersale_status unpack_field(window *in, const as__field *field, as__arena *arena, void *draft)
{
    void *at = (unsigned char *)draft + field->offset;
    bool no_memory = false;
    aftersale_status status = AFTERSALE_OK;
    switch (field->storage) {
    case AS__STORED_ID:
        *(uint64_t *)at = take_varint(in);
        break;
    case AS__STORED_INT:
        *(int32_t *)at = take_int(in);
        break;
    case AS__STORED_LONG:
        *(int64_t *)at = unzigzag(take_varint(in));
        break;
    case AS__STORED_TIME:
        ((aftersale_time *)at)->us = unzigzag(take_varint(in));
        break;
    case AS__STORED_DATE: {
        int64_t days = unzigzag(take_varint(in));
        in->bad = in->bad || days < INT32_MIN || days > INT32_MAX || !as__date_from_days((int32_t)days, at);
        break;
    }
    case AS__STORED_DAYTIME: {
        uint64_t seconds = take_varint(in);
        in->bad = in->bad || seconds >= 86400;
        *(aftersale_daytime *)at = as__daytime_from_seconds((int32_t)(seconds % 86400));
        break;
    }
    case AS__STORED_TEXT:
        *(const char **)at = take_text(in, arena, &no_memory);
        break;
    case AS__STORED_LINK:
        ((aftersale_link *)at)->ref = take_text(in, arena, &no_memory);
        break;
    case AS__STORED_MONEY:
        take_currency(in, ((aftersale_money *)at)->currency);
        ((aftersale_money *)at)->minor = unzigzag(take_varint(in));
        break;
    case AS__STORED_PRICE:
        take_currency(in, ((aftersale_price *)at)->currency);
        ((aftersale_price *)at)->units = unzigzag(take_varint(in));
        ((aftersale_price *)at)->decimals = take_decimals(in);
        break;
    case AS__STORED_QUANTITY:
        ((aftersale_quantity *)at)->units = unzigzag(take_varint(in));
        ((aftersale_quantity *)at)->decimals = take_decimals(in);
        break;
    case AS__STORED_HASH:
    case AS__STORED_TOUCH_ID:
        if (in->end - in->at != 16)
            return AFTERSALE_CORRUPT;
        memcpy(at, in->at, 16);
        in->at = in->end;
        break;
    case AS__STORED_TEXTS:
        status = unpack_texts(in, arena, at);
        break;
    case AS__STORED_LIST:
        status = unpack_items(in, field, arena, at);
        break;
    default:
        break;
    }
    if (no_memory || status == AFTERSALE_NO_MEMORY)
        return AFTERSALE_NO_MEMORY;
    return in->bad || in->at != in->end ? AFTERSALE_CORRUPT : status;
}

static aftersale_status unpack_fields(window *in, const as__kind *kind, as__arena *arena, void *draft,
                                      as__buffer *unknown)
{
    while (!in->bad && in->at != in->end) {
        const uint8_t *begin = in->at;
        uint64_t tag = take_varint(in);
        window inner = take_window(in);
        const as__field *field = tag <= INT32_MAX ? as__kind_field(kind, (int32_t)tag) : NULL;
        aftersale_status status = AFTERSALE_OK;
        if (in->bad)
            return AFTERSALE_CORRUPT;
        if (field != NULL)
            status = unpack_field(&inner, field, arena, draft);
        else if (unknown != NULL)
            as__buffer_append(unknown, begin, (size_t)(in->at - begin));
        if (status != AFTERSALE_OK)
            return status;
    }
    return in->bad ? AFTERSALE_CORRUPT : AFTERSALE_OK;
}

aftersale_status as__unpack_record(aftersale_bytes content, const as__kind *kind, as__arena *arena,
                                   void *draft)
{
    window in = {content.data, content.data + content.size, false};
    as__head *head = draft;
    as__buffer unknown;
    aftersale_status status;
    as__buffer_init(&unknown, arena->memory);
    status = unpack_fields(&in, kind, arena, draft, &unknown);
    if (status == AFTERSALE_OK && unknown.size != 0) {
        head->unknown.data = (const uint8_t *)as__arena_text(arena, (const char *)unknown.data, unknown.size);
        head->unknown.size = unknown.size;
        status = head->unknown.data == NULL ? AFTERSALE_NO_MEMORY : AFTERSALE_OK;
    }
    status = status == AFTERSALE_OK && unknown.failed ? AFTERSALE_NO_MEMORY : status;
    as__buffer_free(&unknown);
    return status;
}

aftersale_status as__unpack_list(aftersale_bytes content, const as__field *field, as__arena *arena,
                                 void *draft)
{
    window in = {content.data, content.data + content.size, false};
    aftersale_status status =
        unpack_items(&in, field, arena, (void *)((unsigned char *)draft + field->offset));
    if (status != AFTERSALE_OK)
        return status;
    return in.bad ? AFTERSALE_CORRUPT : AFTERSALE_OK;
}
