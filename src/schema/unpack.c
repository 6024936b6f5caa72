/* SPDX-License-Identifier: MIT */
#include "schema/pack.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define DECIMALS_MOST 18 /* more have no power of ten in 64 bits */

/* Reading: a window that shrinks from its front; `bad` once something did not fit. */
typedef struct window {
    const uint8_t *at, *end;
    bool bad;
} window;

static int64_t unzigzag(uint64_t number)
{
    return (int64_t)((number >> 1) ^ (~(number & 1) + 1));
}

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
