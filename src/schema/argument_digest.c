/* SPDX-License-Identifier: MIT */
/* Digests of what commands say (S4): equal content has equal bytes here, on every machine. */
#include "schema/arguments.h"
#include "value/date.h"
#include "value/keyed_hash.h"
#include <string.h>

static void add_number(as__keyed_hash *digest, int64_t number)
{
    as__keyed_word(digest, (uint64_t)number);
}

static void add_text(as__keyed_hash *digest, const char *text)
{
    size_t size = text != NULL ? strlen(text) : 0;
    add_number(digest, text != NULL ? (int64_t)size : -1);
    as__keyed_bytes(digest, text, size);
}

static void add_currency(as__keyed_hash *digest, const char *currency)
{
    as__keyed_bytes(digest, currency, 3);
}

/* 6 and 6.0 say the same. */
static void add_decimal(as__keyed_hash *digest, int64_t units, int64_t decimals)
{
    for (; decimals > 0 && units % 10 == 0; decimals--)
        units /= 10;
    add_number(digest, units);
    add_number(digest, decimals);
}

static void add_fields(as__keyed_hash *digest, const as__field *fields, size_t count, const void *base);

static void add_list(as__keyed_hash *digest, const as__field *field, const void *base)
{
    const as__kind *item = as__kind_of(field->face.target);
    size_t count = as__field_items(field, base);
    add_number(digest, (int64_t)count);
    for (size_t i = 0; i < count; i++)
        add_fields(digest, item->fields, item->field_count, as__field_item(field, base, i));
}

static void add_texts(as__keyed_hash *digest, const aftersale_texts *texts)
{
    add_number(digest, (int64_t)texts->count);
    for (size_t i = 0; i < texts->count; i++)
        add_text(digest, texts->items[i]);
}

static void add_tags(as__keyed_hash *digest, const aftersale_fields *tags)
{
    add_number(digest, (int64_t)tags->count);
    for (size_t i = 0; i < tags->count; i++)
        add_number(digest, tags->items[i]);
}

static void add_value(as__keyed_hash *digest, const as__field *field, const void *base)
{
    const void *value = as__field_at(field, base);
    switch (field->storage) {
    case AS__STORED_TEXT:
        add_text(digest, *(const char *const *)value);
        break;
    case AS__STORED_INT:
        add_number(digest, *(const int32_t *)value);
        break;
    case AS__STORED_DATE:
        add_number(digest, as__days_from_date(*(const aftersale_date *)value));
        break;
    case AS__STORED_TIME:
        add_number(digest, ((const aftersale_time *)value)->us);
        break;
    case AS__STORED_DAYTIME:
        add_number(digest, as__daytime_seconds(*(const aftersale_daytime *)value));
        break;
    case AS__STORED_MONEY:
        add_currency(digest, ((const aftersale_money *)value)->currency);
        add_number(digest, ((const aftersale_money *)value)->minor);
        break;
    case AS__STORED_PRICE:
        add_currency(digest, ((const aftersale_price *)value)->currency);
        add_decimal(digest, ((const aftersale_price *)value)->units,
                    ((const aftersale_price *)value)->decimals);
        break;
    case AS__STORED_QUANTITY:
        add_decimal(digest, ((const aftersale_quantity *)value)->units,
                    ((const aftersale_quantity *)value)->decimals);
        break;
    case AS__STORED_LINK:
        as__keyed_bytes(digest, ((const aftersale_link *)value)->id.bytes, sizeof(aftersale_id));
        add_text(digest, ((const aftersale_link *)value)->ref);
        break;
    case AS__STORED_ARG_ID:
        as__keyed_bytes(digest, ((const aftersale_id *)value)->bytes, sizeof(aftersale_id));
        break;
    case AS__STORED_TEXTS:
        add_texts(digest, value);
        break;
    case AS__STORED_ARG_LIST:
        add_list(digest, field, base);
        break;
    case AS__STORED_ARG_FIELDS:
        add_tags(digest, value);
        break;
    default: /* `expect`, which is left out */
        break;
    }
}

/* How and when a command is given is no part of what it says. */
static bool says_something(const as__field *field)
{
    static const char *const about[] = {"flags", "expect", "at", "idempotency"};
    for (size_t i = 0; i < sizeof about / sizeof about[0]; i++)
        if (strcmp(field->face.name, about[i]) == 0)
            return false;
    return (field->face.flags & AFTERSALE_FLAG_DERIVED) == 0;
}

static void add_fields(as__keyed_hash *digest, const as__field *fields, size_t count, const void *base)
{
    for (size_t i = 0; i < count; i++) {
        if (!as__field_given(&fields[i], base) || !says_something(&fields[i]))
            continue;
        add_number(digest, (int64_t)fields[i].face.tag << 32 | (int64_t)fields[i].face.type);
        add_value(digest, &fields[i], base);
    }
    add_number(digest, 0); /* no tag: the end */
}

void as__arguments_digest(const as__arguments *arguments, const uint8_t secret[16], const void *args,
                          as__hash *out)
{
    as__keyed_hash digest;
    as__keyed_begin(&digest, secret);
    add_number(&digest, arguments->command);
    add_fields(&digest, arguments->fields, arguments->field_count, args);
    as__keyed_end(&digest, out->bytes);
}
