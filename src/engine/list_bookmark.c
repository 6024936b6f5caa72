/* SPDX-License-Identifier: MIT */
/* Where a list goes on, as text: `kind:index:fixed id column…`. A column is a number, a text with its length
 * before it, or - when it is not given; columns that the query fixes are left out, so that no bookmark leads out
 * of its list. */
#include "engine/list.h"
#include <inttypes.h>
#include <string.h>

static void write_place(const as__listing *list, as__buffer *out)
{
    const aftersale_range *range = &list->range;
    as__buffer_format(out, "%s:%d:%zu ", range->kind->name,
                      range->index != NULL ? (int)range->index->number : 0, range->equal_count);
}

static void write_column(const aftersale_value *value, as__buffer *out)
{
    if (value->type == 0)
        as__buffer_text(out, " -");
    else if (value->type == AFTERSALE_TYPE_TEXT)
        as__buffer_format(out, " %zu:%s", strlen(value->as.text), value->as.text);
    else if (value->type == AFTERSALE_TYPE_TIME)
        as__buffer_format(out, " %" PRId64, value->as.time.us);
    else
        as__buffer_format(out, " %" PRId64, value->as.number);
}

void as__list_write_bookmark(const as__listing *list, as__buffer *out)
{
    aftersale_range at = list->range;
    if (list->given != NULL)
        as__range_resume_at(&at, list->given);
    if (!at.has_resume)
        return; /* before the first row: nothing, which is from the start */
    write_place(list, out);
    as__buffer_format(out, "%" PRIu64, at.resume_key.id);
    for (size_t i = at.equal_count; at.index != NULL && i < (size_t)at.index->column_count; i++)
        write_column(&at.resume[i], out);
}

static bool take_word(const char **text, const char *word)
{
    size_t size = strlen(word);
    if (strncmp(*text, word, size) != 0)
        return false;
    *text += size;
    return true;
}

static bool take_number(const char **text, uint64_t most, uint64_t *out)
{
    const char *at = *text;
    for (*out = 0; *at >= '0' && *at <= '9'; at++) {
        uint64_t digit = (uint64_t)(*at - '0');
        if (*out > (most - digit) / 10)
            return false;
        *out = *out * 10 + digit;
    }
    if (at == *text)
        return false;
    *text = at;
    return true;
}

static bool take_text(const char **text, as__arena *arena, const char **out)
{
    uint64_t size;
    if (!take_number(text, AS__ENTRY_MAX * 16, &size) || !take_word(text, ":") || strlen(*text) < size)
        return false;
    *out = as__arena_text(arena, *text, (size_t)size);
    *text += size;
    return *out != NULL;
}

static bool take_column(const char **text, const as__field *field, as__arena *arena, aftersale_value *out)
{
    bool is_negative;
    uint64_t size;
    int64_t number;
    memset(out, 0, sizeof *out);
    if (!take_word(text, " "))
        return false;
    is_negative = take_word(text, "-");
    if (is_negative && (**text == ' ' || **text == 0))
        return true; /* not given */
    if (field->storage == AS__STORED_TEXT) {
        out->type = AFTERSALE_TYPE_TEXT;
        return !is_negative && take_text(text, arena, &out->as.text);
    }
    if (!take_number(text, INT64_MAX, &size))
        return false;
    number = is_negative ? -(int64_t)size : (int64_t)size;
    if (field->storage == AS__STORED_TIME) {
        out->type = AFTERSALE_TYPE_TIME;
        out->as.time.us = number;
    } else {
        out->type = AFTERSALE_TYPE_INT;
        out->as.number = number;
    }
    return true;
}

static aftersale_status go_on_behind_id(as__listing *list, uint64_t id)
{
    for (size_t i = 0; i < list->id_count; i++) {
        if (list->ids[i] == id) {
            list->id_at = i + 1;
            return AFTERSALE_OK;
        }
    }
    return AFTERSALE_INVALID;
}

aftersale_status as__list_read_bookmark(as__listing *list, const char *bookmark)
{
    aftersale_range *range = &list->range;
    as__buffer place;
    const char *text = bookmark, *word;
    uint64_t id = 0;
    bool is_good;
    as__buffer_init(&place, list->arena.memory);
    write_place(list, &place);
    word = as__buffer_string(&place);
    is_good = word != NULL && take_word(&text, word) && take_number(&text, AS__LOCAL_MAX, &id);
    as__buffer_free(&place);
    if (word == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < range->equal_count; i++)
        range->resume[i] = range->equal[i];
    for (size_t i = range->equal_count;
         is_good && range->index != NULL && i < (size_t)range->index->column_count; i++)
        is_good = take_column(&text, as__index_column(range->kind, range->index, (int32_t)i), &list->arena,
                              &range->resume[i]);
    if (!is_good || *text != 0)
        return AFTERSALE_INVALID;
    range->resume_key = as__key_make(range->book, range->kind->kind, 0, id);
    range->has_resume = true;
    return list->is_by_id ? go_on_behind_id(list, id) : AFTERSALE_OK;
}
