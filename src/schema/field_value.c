/* SPDX-License-Identifier: MIT */
/* Reading and comparing fields by their descriptors. */
#include "schema/field.h"
#include "value/date.h"
#include "value/id.h"
#include "value/instant.h"
#include "value/money.h"
#include "value/text.h"
#include <string.h>

static const as__hash hash_none;

const void *as__field_at(const as__field *field, const void *base)
{
    return (const unsigned char *)base + field->offset;
}

bool as__field_given(const as__field *field, const void *base)
{
    const void *at = as__field_at(field, base);
    switch (field->storage) {
    case AS__STORED_ID:
        return *(const uint64_t *)at != 0;
    case AS__STORED_TOUCH_ID:
    case AS__STORED_ARG_ID:
        return as__id_given(*(const aftersale_id *)at);
    case AS__STORED_TEXT:
        return *(const char *const *)at != NULL;
    case AS__STORED_INT:
        return *(const int32_t *)at != 0;
    case AS__STORED_LONG:
        return *(const int64_t *)at != 0;
    case AS__STORED_DATE:
        return as__date_given(*(const aftersale_date *)at);
    case AS__STORED_TIME:
        return as__time_given(*(const aftersale_time *)at);
    case AS__STORED_DAYTIME:
        return ((const aftersale_daytime *)at)->given != 0;
    case AS__STORED_MONEY:
        return as__money_given(*(const aftersale_money *)at);
    case AS__STORED_PRICE:
        return as__price_given(*(const aftersale_price *)at);
    case AS__STORED_QUANTITY:
        return as__quantity_given(*(const aftersale_quantity *)at);
    case AS__STORED_LINK:
        return ((const aftersale_link *)at)->ref != NULL || as__id_given(((const aftersale_link *)at)->id);
    case AS__STORED_TEXTS:
        return ((const aftersale_texts *)at)->count != 0;
    case AS__STORED_LIST:
    case AS__STORED_ARG_LIST:
        return ((const as__list *)at)->count != 0;
    case AS__STORED_ARG_FIELDS:
        return ((const aftersale_fields *)at)->count != 0;
    case AS__STORED_HASH:
        return memcmp(at, &hash_none, sizeof hash_none) != 0;
    }
    return false;
}

void as__field_value(const as__field *field, const void *base, uint64_t book, aftersale_value *out)
{
    const void *at = as__field_at(field, base);
    memset(out, 0, sizeof *out);
    if (!as__field_given(field, base))
        return;
    out->type = field->face.type;
    switch (field->storage) {
    case AS__STORED_ID:
        out->as.id = as__id_make(book, *(const uint64_t *)at);
        break;
    case AS__STORED_TOUCH_ID:
    case AS__STORED_ARG_ID:
        out->as.id = *(const aftersale_id *)at;
        break;
    case AS__STORED_TEXT:
        out->as.text = *(const char *const *)at;
        break;
    case AS__STORED_INT:
        out->as.number = *(const int32_t *)at;
        break;
    case AS__STORED_LONG:
        out->as.number = *(const int64_t *)at;
        break;
    case AS__STORED_DATE:
        out->as.date = *(const aftersale_date *)at;
        break;
    case AS__STORED_TIME:
        out->as.time = *(const aftersale_time *)at;
        break;
    case AS__STORED_DAYTIME:
        out->as.daytime = *(const aftersale_daytime *)at;
        break;
    case AS__STORED_MONEY:
        out->as.money = *(const aftersale_money *)at;
        break;
    case AS__STORED_PRICE:
        out->as.price = *(const aftersale_price *)at;
        break;
    case AS__STORED_QUANTITY:
        out->as.quantity = *(const aftersale_quantity *)at;
        break;
    case AS__STORED_LINK: /* a record's list names others by ref; only arguments may give an id */
        out->type = AFTERSALE_TYPE_TEXT;
        out->as.text = ((const aftersale_link *)at)->ref;
        break;
    case AS__STORED_TEXTS:
        out->as.count = ((const aftersale_texts *)at)->count;
        break;
    case AS__STORED_LIST:
    case AS__STORED_ARG_LIST:
        out->as.count = ((const as__list *)at)->count;
        break;
    case AS__STORED_ARG_FIELDS:
        out->as.count = ((const aftersale_fields *)at)->count;
        break;
    case AS__STORED_HASH:
        out->as.bytes = (aftersale_bytes){((const as__hash *)at)->bytes, sizeof(as__hash)};
        break;
    }
}

size_t as__field_items(const as__field *field, const void *base)
{
    return ((const as__list *)as__field_at(field, base))->count;
}

const void *as__field_item(const as__field *field, const void *base, size_t i)
{
    const as__list *list = as__field_at(field, base);
    size_t stride = as__kind_of(field->face.target)->size;
    if (field->storage == AS__STORED_ARG_LIST)
        stride = ((const as__arg_list *)as__field_at(field, base))->item_size;
    return (const unsigned char *)list->items + i * stride;
}

static bool texts_same(const aftersale_texts *a, const aftersale_texts *b)
{
    if (a->count != b->count)
        return false;
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->items[i], b->items[i]) != 0)
            return false;
    return true;
}

static bool lists_same(const as__field *field, const void *a, const void *b)
{
    const as__kind *item = as__kind_of(field->face.target);
    size_t count = as__field_items(field, a);
    if (count != as__field_items(field, b))
        return false;
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < item->field_count; f++)
            if (!as__field_same(&item->fields[f], as__field_item(field, a, i), as__field_item(field, b, i)))
                return false;
    return true;
}

bool as__field_same(const as__field *field, const void *a, const void *b)
{
    const void *x = as__field_at(field, a), *y = as__field_at(field, b);
    switch (field->storage) {
    case AS__STORED_ID:
    case AS__STORED_LONG:
        return memcmp(x, y, 8) == 0;
    case AS__STORED_TOUCH_ID:
    case AS__STORED_ARG_ID:
    case AS__STORED_HASH:
        return memcmp(x, y, 16) == 0;
    case AS__STORED_TEXT:
        return as__text_same(*(const char *const *)x, *(const char *const *)y);
    case AS__STORED_INT:
    case AS__STORED_DATE:
    case AS__STORED_DAYTIME:
        return memcmp(x, y, 4) == 0;
    case AS__STORED_TIME:
        return ((const aftersale_time *)x)->us == ((const aftersale_time *)y)->us;
    case AS__STORED_MONEY:
        return ((const aftersale_money *)x)->minor == ((const aftersale_money *)y)->minor &&
               strcmp(((const aftersale_money *)x)->currency, ((const aftersale_money *)y)->currency) == 0;
    case AS__STORED_PRICE:
        return ((const aftersale_price *)x)->units == ((const aftersale_price *)y)->units &&
               ((const aftersale_price *)x)->decimals == ((const aftersale_price *)y)->decimals &&
               memcmp(((const aftersale_price *)x)->currency, ((const aftersale_price *)y)->currency, 4) == 0;
    case AS__STORED_QUANTITY:
        return memcmp(x, y, sizeof(aftersale_quantity)) == 0;
    case AS__STORED_LINK:
        return as__text_same(((const aftersale_link *)x)->ref, ((const aftersale_link *)y)->ref);
    case AS__STORED_TEXTS:
        return texts_same(x, y);
    case AS__STORED_LIST:
    case AS__STORED_ARG_LIST:
        return lists_same(field, a, b);
    case AS__STORED_ARG_FIELDS:
        break;
    }
    return false;
}
