/* SPDX-License-Identifier: MIT */
#include "store/conformance/sample.h"
#include "store/conformance/bundle.h"
#include "value/date.h"
#include "value/text.h"
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define TEXT_MAX 128 /* longer ones stand in indexes by their digest */
#define ITEMS_MAX 4

/* Prefixes of one another, both cases, several bytes, blanks, and what a database might take for something
 * else. */
static const char *const texts[] = {
    "",
    "a",
    "A",
    "aa",
    "aB",
    "ab",
    "abc",
    "b",
    "B",
    "z",
    "Z",
    "é",
    "É",
    "e\xCC\x81",
    "ß",
    "ä",
    "~",
    "日",
    "日本",
    "😀",
    " ",
    " a",
    "a ",
    "a b",
    "a%",
    "a_",
    "'",
    "\"",
    "\\",
    "0",
    "00",
    "1",
    "10",
    "2",
    "1e3",
    "0x1",
    "NULL",
    "-1",
    "\t",
    "a\n",
    "\x7F",
    "\xC2\xA0",
    "\xF4\x8F\xBF\xBF",
};
static const char *const currencies[] = {"EUR", "GBP", "JPY", "BHD", "USD"};
static const int64_t numbers[] = {1, 2, 3, 10, -1, -2, INT32_MAX, INT32_MIN};

static char *copy(as__trial *trial, const char *text, size_t size)
{
    char *taken = as__trial_take(trial, size + 1);
    if (taken != NULL)
        memcpy(taken, text, size);
    return taken;
}

static const char *make_text(as__trial *trial, const as__field *field, bool is_unique)
{
    char text[TEXT_MAX + 1];
    size_t most = field->face.max > 0 && field->face.max < TEXT_MAX ? (size_t)field->face.max : TEXT_MAX;
    const char *picked = texts[as__trial_random(trial, COUNT(texts))];
    const char *more = texts[as__trial_random(trial, COUNT(texts))];
    if (is_unique)
        snprintf(text, sizeof text, "%s#%llu", picked, (unsigned long long)++trial->serial);
    else
        snprintf(text, sizeof text, "%s%s", picked, as__trial_random(trial, 8) == 0 ? more : "");
    return copy(trial, text, as__utf8_cut(text, strlen(text), most));
}

static aftersale_texts make_texts(as__trial *trial)
{
    size_t count = 1 + as__trial_random(trial, 3);
    const char **items = as__trial_take(trial, count * sizeof(char *));
    if (items == NULL)
        return (aftersale_texts){0};
    for (size_t i = 0; i < count; i++)
        items[i] = texts[1 + as__trial_random(trial, 28)]; /* those without a newline */
    return (aftersale_texts){items, count};
}

static int64_t make_number(as__trial *trial)
{
    if (as__trial_random(trial, 2) == 0)
        return numbers[as__trial_random(trial, COUNT(numbers))];
    return 1 + (int64_t)as__trial_random(trial, 1000000);
}

static int64_t make_long(as__trial *trial)
{
    static const int64_t ends[] = {INT64_MAX, INT64_MIN, INT64_C(1) << 53, (INT64_C(1) << 53) + 1};
    return as__trial_random(trial, 4) == 0 ? ends[as__trial_random(trial, COUNT(ends))] : make_number(trial);
}

static uint64_t make_id(as__trial *trial)
{
    static const uint64_t ids[] = {1, 2, 3, INT64_MAX, (UINT64_C(1) << 53) + 1};
    if (as__trial_random(trial, 2) == 0)
        return ids[as__trial_random(trial, COUNT(ids))];
    return 1 + as__trial_random(trial, 0) % INT64_MAX;
}

static aftersale_time make_time(as__trial *trial)
{
    static const int64_t instants[] = {
        1, -1, 1000000, 1767225600000000, -62135596800000000, 253402300799999999};
    if (as__trial_random(trial, 2) == 0)
        return (aftersale_time){instants[as__trial_random(trial, COUNT(instants))]};
    return (aftersale_time){1767225600000000 + (int64_t)as__trial_random(trial, 100) * 999999};
}

static aftersale_date make_date(as__trial *trial)
{
    static const aftersale_date dates[] = {{1, 1, 1}, {9999, 12, 31}, {2028, 2, 29}, {1969, 12, 31}};
    aftersale_date date = dates[as__trial_random(trial, COUNT(dates))];
    if (as__trial_random(trial, 2) == 0)
        (void)as__date_from_days(20000 + (int32_t)as__trial_random(trial, 4000), &date);
    return date;
}

static void fill_scalar(as__trial *trial, const as__field *field, bool is_unique, void *at)
{
    const char *currency = currencies[as__trial_random(trial, COUNT(currencies))];
    switch (field->storage) {
    case AS__STORED_ID:
        *(uint64_t *)at = make_id(trial);
        break;
    case AS__STORED_TEXT:
        *(const char **)at = make_text(trial, field, is_unique);
        break;
    case AS__STORED_LINK:
        ((aftersale_link *)at)->ref = make_text(trial, field, false);
        break;
    case AS__STORED_INT:
        *(int32_t *)at = is_unique ? (int32_t)++trial->serial : (int32_t)make_number(trial);
        break;
    case AS__STORED_LONG:
        *(int64_t *)at = make_long(trial);
        break;
    case AS__STORED_DATE:
        *(aftersale_date *)at = make_date(trial);
        break;
    case AS__STORED_TIME:
        *(aftersale_time *)at = make_time(trial);
        break;
    case AS__STORED_DAYTIME:
        *(aftersale_daytime *)at = as__daytime_from_seconds((int32_t)as__trial_random(trial, 86400));
        break;
    case AS__STORED_MONEY:
        ((aftersale_money *)at)->minor = as__trial_random(trial, 4) == 0 ? 0 : make_long(trial);
        memcpy(((aftersale_money *)at)->currency, currency, 4);
        break;
    case AS__STORED_PRICE:
        *(aftersale_price *)at =
            (aftersale_price){.units = make_long(trial), .decimals = (int32_t)trial->serial % 7};
        memcpy(((aftersale_price *)at)->currency, currency, 4);
        break;
    case AS__STORED_QUANTITY:
        *(aftersale_quantity *)at =
            (aftersale_quantity){make_long(trial), (int64_t)as__trial_random(trial, 7)};
        break;
    case AS__STORED_TEXTS:
        *(aftersale_texts *)at = make_texts(trial);
        break;
    case AS__STORED_HASH:
        for (size_t i = 0; i < sizeof(as__hash); i++)
            ((as__hash *)at)->bytes[i] = (uint8_t)(1 + as__trial_random(trial, 255));
        break;
    default: /* no stored table holds another */
        break;
    }
}

static bool is_given(as__trial *trial, const as__field *field, as__fill fill)
{
    if ((field->face.flags & AFTERSALE_FLAG_REQUIRED) != 0 || fill == AS__FILL_ALL)
        return true;
    return fill == AS__FILL_SOME && as__trial_random(trial, 3) != 0;
}

static void *in(const as__field *field, void *base)
{
    return (unsigned char *)base + field->offset;
}

/* The instant of an item is its own, so that no two entries of a record are equal. */
static void fill_items(as__trial *trial, const as__field *list, as__list *out, as__fill fill)
{
    const as__kind *kind = as__kind_of(list->face.target);
    size_t count = fill == AS__FILL_ALL ? ITEMS_MAX : 1 + as__trial_random(trial, ITEMS_MAX);
    unsigned char *items = as__trial_take(trial, count * kind->size);
    for (size_t i = 0; i < count && items != NULL; i++) {
        for (size_t f = 0; f < kind->field_count; f++) {
            const as__field *field = &kind->fields[f];
            if (!is_given(trial, field, fill))
                continue;
            fill_scalar(trial, field, false, in(field, items + i * kind->size));
            if (field->storage == AS__STORED_TIME && (field->face.flags & AFTERSALE_FLAG_REQUIRED) != 0)
                ((aftersale_time *)in(field, items + i * kind->size))->us += (int64_t)++trial->serial;
        }
    }
    *out = (as__list){items, items != NULL ? count : 0};
}

/* Of a unique index the last column is never the same twice. */
static bool is_unique_column(const as__kind *kind, const as__field *field)
{
    for (size_t i = 0; i < kind->index_count; i++) {
        const aftersale_index *index = &kind->indexes[i];
        if (index->is_unique != 0 && index->columns[index->column_count - 1] == field->face.tag)
            return true;
    }
    return false;
}

const aftersale_record *as__sample(as__trial *trial, const aftersale_key *key, as__fill fill)
{
    const as__kind *kind = as__kind_of(key->kind);
    size_t first = aftersale_kind_has_root(key->kind) != 0 ? 2 : 1;
    void *draft = as__trial_take(trial, kind->size);
    if (draft == NULL)
        return NULL;
    *(uint64_t *)in(&kind->fields[0], draft) = first == 2 ? key->root : key->id;
    if (first == 2)
        *(uint64_t *)in(&kind->fields[1], draft) = key->id;
    for (size_t i = first; i < kind->field_count; i++) {
        const as__field *field = &kind->fields[i];
        if (!is_given(trial, field, fill))
            continue;
        if (field->storage == AS__STORED_LIST)
            fill_items(trial, field, in(field, draft), fill);
        else
            fill_scalar(trial, field, is_unique_column(kind, field), in(field, draft));
    }
    return as__trial_make(trial, key->book, key->kind, draft);
}

aftersale_key as__sample_key(as__trial *trial, uint64_t book, aftersale_kind kind, uint64_t number)
{
    static const uint64_t roots[] = {1, 2, 77, INT64_MAX};
    uint64_t root = roots[number % COUNT(roots)];
    if (aftersale_kind_has_root(kind) == 0)
        return as__key_make(book, kind, 0, number * UINT64_C(0x1234567890ABC) % INT64_MAX + 1);
    if (kind == AFTERSALE_KIND_EVENT)
        return as__key_make(book, kind, root, as__shelf_last_event(trial, book, root) + 1);
    return as__key_make(book, kind, root, number + 1);
}

bool as__sample_fill(as__trial *trial, uint64_t book, aftersale_kind kind, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        as__bundle bundle;
        aftersale_key key = as__sample_key(trial, book, kind, i);
        as__bundle_begin(&bundle, trial, 1);
        as__bundle_put(&bundle, as__sample(trial, &key, AS__FILL_SOME));
        if (!as__bundle_must(&bundle, "put of a random record", AFTERSALE_OK, AS__BUNDLE_NONE))
            return false;
    }
    /* Events are written once and for ever. */
    for (size_t i = 0; i < count && kind != AFTERSALE_KIND_EVENT; i++) {
        as__bundle bundle;
        aftersale_key key = as__sample_key(trial, book, kind, i);
        as__bundle_begin(&bundle, trial, 1);
        if (i % 3 == 1)
            as__bundle_put(&bundle, as__sample(trial, &key, AS__FILL_SOME));
        else if (i % 7 == 3)
            as__bundle_remove(&bundle, as__shelf_find(trial, &key));
        if (bundle.count > 0 &&
            !as__bundle_must(&bundle, "change of a random record", AFTERSALE_OK, AS__BUNDLE_NONE))
            return false;
        if (bundle.count == 0)
            as__bundle_end(&bundle);
    }
    return as__trial_is_fine(trial);
}
