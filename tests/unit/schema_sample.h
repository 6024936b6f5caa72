/* SPDX-License-Identifier: MIT */
/* Records and arguments filled at random, from their tables: tests of what must hold for every kind and field. */
#ifndef SCHEMA_SAMPLE_H
#define SCHEMA_SAMPLE_H
#include "schema/argument_text.h"
#include "schema/arguments.h"
#include "value/date.h"
#include "value/money.h"
#include <criterion/criterion.h>
#include <string.h>

typedef struct sample {
    uint64_t state; /* a seed, not 0 */
    as__arena *arena;
    unsigned given;  /* of 8 fields so many are given */
    size_t text_max; /* longest text */
} sample;

static inline uint64_t sample_next(sample *from)
{
    from->state ^= from->state << 13;
    from->state ^= from->state >> 7;
    from->state ^= from->state << 17;
    return from->state;
}

/* 0 to below - 1 */
static inline uint64_t sample_below(sample *from, uint64_t below)
{
    return (sample_next(from) >> 11) % below;
}

/* Small numbers of both signs, and now and then one at the end of the range. */
static inline int64_t sample_number(sample *from, int64_t low, int64_t high)
{
    switch (sample_below(from, 8)) {
    case 0:
        return low;
    case 1:
        return high;
    case 2:
        return low < 0 ? -(int64_t)sample_below(from, 100) - 1 : 1;
    default:
        return (int64_t)sample_below(from, 1000) + 1;
    }
}

static inline const char *sample_text(sample *from, size_t max)
{
    static const char *const pieces[] = {"a", "b", "Z", "9", " ", "-", "\"", "\\", "/", "é", "€", "𝄞", "ab"};
    char text[512] = "";
    size_t most = max != 0 && max < from->text_max ? max : from->text_max;
    size_t size = sample_below(from, most + 1);
    while (strlen(text) + 4 <= size)
        strcat(text, pieces[sample_below(from, sizeof pieces / sizeof pieces[0])]);
    if (text[0] == '\0')
        strcpy(text, "x");
    return as__arena_text(from->arena, text, strlen(text));
}

static inline bool sample_is_json(const as__field *field)
{
    as__meaning means = as__meaning_of(field->face.name);
    return means == AS__MEANS_EXTRA || means == AS__MEANS_DOCUMENT;
}

static inline int32_t sample_choice(sample *from, const as__field *field)
{
    size_t size;
    uint32_t chosen = 0;
    bool is_mask = (field->face.flags & AFTERSALE_FLAG_MASK) != 0;
    if (field->face.choices == NULL)
        return (int32_t)sample_number(from, INT32_MIN, INT32_MAX);
    while (chosen == 0) {
        for (uint32_t n = 1; n < 64; n = is_mask ? n << 1 : n + 1) {
            if (as__choice_name(field->face.choices, (int32_t)n, &size) == NULL || sample_below(from, 2) == 0)
                continue;
            chosen = is_mask ? chosen | n : n;
        }
    }
    /* "none" stands alone. */
    return is_mask && chosen > 32 ? 32 : (int32_t)chosen;
}

static inline void sample_fill(sample *from, const as__field *fields, size_t count, void *base);

static inline void sample_list(sample *from, const as__field *field, void *at)
{
    const as__kind *kind = as__kind_of(field->face.target);
    size_t count = sample_below(from, 4) + 1;
    unsigned char *items = as__arena_take(from->arena, count * kind->size);
    for (size_t i = 0; i < count; i++)
        sample_fill(from, kind->fields, kind->field_count, items + i * kind->size);
    if (field->storage == AS__STORED_ARG_LIST)
        *(as__arg_list *)at = (as__arg_list){items, count, kind->size};
    else
        *(as__list *)at = (as__list){items, count};
}

static inline void sample_texts(sample *from, aftersale_texts *at)
{
    size_t count = sample_below(from, 4) + 1;
    const char **items = as__arena_take(from->arena, count * sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = sample_text(from, 40);
    *at = (aftersale_texts){items, count};
}

static inline void sample_bytes(sample *from, void *at)
{
    uint64_t halves[2] = {sample_next(from), sample_next(from)};
    memcpy(at, halves, sizeof halves);
}

static inline void sample_value(sample *from, const as__field *field, void *base)
{
    void *at = (unsigned char *)base + field->offset;
    switch (field->storage) {
    case AS__STORED_ID:
        *(uint64_t *)at = (sample_next(from) >> 1) | 1;
        break;
    case AS__STORED_TOUCH_ID:
    case AS__STORED_ARG_ID:
    case AS__STORED_HASH:
        sample_bytes(from, at);
        break;
    case AS__STORED_TEXT:
        *(const char **)at =
            sample_is_json(field) ? "{\"a\": [1, \"b\"]}" : sample_text(from, (size_t)field->face.max);
        break;
    case AS__STORED_INT:
        *(int32_t *)at = sample_choice(from, field);
        break;
    case AS__STORED_LONG:
        *(int64_t *)at = sample_number(from, INT64_MIN, INT64_MAX);
        break;
    case AS__STORED_DATE:
        as__date_from_days((int32_t)sample_number(from, -719162, 2932896), at);
        break;
    case AS__STORED_TIME:
        ((aftersale_time *)at)->us = sample_number(from, -62135596800000000, 253402300799999999);
        break;
    case AS__STORED_DAYTIME:
        *(aftersale_daytime *)at = as__daytime_from_seconds((int32_t)sample_below(from, 86400));
        break;
    case AS__STORED_MONEY:
        *(aftersale_money *)at = (aftersale_money){sample_number(from, -AS__MONEY_MAX, AS__MONEY_MAX), "GBP"};
        break;
    case AS__STORED_PRICE:
        *(aftersale_price *)at = (aftersale_price){sample_number(from, -AS__MONEY_MAX, AS__MONEY_MAX), "JPY",
                                                   (int32_t)sample_below(from, 7)};
        break;
    case AS__STORED_QUANTITY:
        *(aftersale_quantity *)at = (aftersale_quantity){sample_number(from, -AS__MONEY_MAX, AS__MONEY_MAX),
                                                         (int64_t)sample_below(from, 7)};
        break;
    case AS__STORED_LINK:
        ((aftersale_link *)at)->ref = sample_text(from, 60);
        break;
    case AS__STORED_TEXTS:
        sample_texts(from, at);
        break;
    case AS__STORED_LIST:
    case AS__STORED_ARG_LIST:
        sample_list(from, field, at);
        break;
    case AS__STORED_ARG_FIELDS:
        break;
    }
}

static inline void sample_fill(sample *from, const as__field *fields, size_t count, void *base)
{
    for (size_t i = 0; i < count; i++)
        if (sample_below(from, 8) < from->given)
            sample_value(from, &fields[i], base);
}

/* A draft of a kind; its head is ready to be sealed. */
static inline void *sample_draft(sample *from, const as__kind *kind, uint64_t book)
{
    void *draft = as__arena_take(from->arena, kind->size);
    sample_fill(from, kind->fields, kind->field_count, draft);
    sample_value(from, &kind->fields[0], draft);
    ((as__head *)draft)->kind = (int16_t)kind->kind;
    ((as__head *)draft)->book = book;
    ((as__head *)draft)->revision = sample_below(from, 1000) + 1;
    return draft;
}

static inline void sample_same(const as__field *fields, size_t count, const void *a, const void *b)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert_eq(as__field_given(&fields[i], a), as__field_given(&fields[i], b), "%s",
                     fields[i].face.name);
        if (as__field_given(&fields[i], a))
            cr_assert(as__field_same(&fields[i], a, b), "%s", fields[i].face.name);
    }
}

static inline void sample_owner_gone(as__owner *owner)
{
    (void)owner;
}

static inline void sample_owner(as__owner *owner, const as__memory *memory)
{
    owner->memory = *memory;
    atomic_init(&owner->refs, 1);
    owner->gone = sample_owner_gone;
}
#endif
