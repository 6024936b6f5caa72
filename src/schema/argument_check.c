/* SPDX-License-Identifier: MIT */
/* Checks arguments against their table (S4, S69): problems name fields, never values. */
#include "schema/argument_text.h"
#include "schema/arguments.h"
#include "value/date.h"
#include "value/instant.h"
#include "value/money.h"
#include "value/text.h"
#include <string.h>

#define QUANTITY_DECIMALS 6
#define PRICE_MORE_DECIMALS 6

typedef struct checking {
    const as__arguments *arguments;
    as__zones *zones;
    as__problems *problems;
} checking;

static as__fault fault(as__message message)
{
    return (as__fault){message, NULL};
}

static void note(const checking *at, as__fault found)
{
    if (found.message == AS__MESSAGE_NO_MEMORY)
        at->problems->failed = true;
    else if (found.message != AS__MESSAGE_NONE)
        as__problem(at->problems, 0, found.message, found.words);
}

static bool is_required(const as__field *field)
{
    return (field->face.flags & AFTERSALE_FLAG_REQUIRED) != 0;
}

static as__fault number_fault(const as__field *field, int32_t number)
{
    const char *choices = field->face.choices;
    size_t size;
    if (choices == NULL)
        return fault(number < 0 ? AS__MESSAGE_OUT_OF_RANGE : AS__MESSAGE_NONE);
    if ((field->face.flags & AFTERSALE_FLAG_MASK) == 0) {
        bool is_choice = number == 0 || as__choice_name(choices, number, &size) != NULL;
        return fault(is_choice ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_CHOICE);
    }
    for (uint32_t left = (uint32_t)number; left != 0; left &= left - 1)
        if (as__choice_name(choices, (int32_t)(left & (0 - left)), &size) == NULL)
            return fault(AS__MESSAGE_NOT_A_CHOICE);
    int32_t none = as__choice_number(choices, "none", 4);
    if ((number & none) != 0 && number != none)
        return (as__fault){AS__MESSAGE_NOT_A_CHOICE, "says none and more"};
    return fault(AS__MESSAGE_NONE);
}

static as__fault date_fault(aftersale_date date)
{
    bool is_nothing = date.year == 0 && date.month == 0 && date.day == 0;
    return fault(is_nothing || as__date_valid(date) ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_DATE);
}

static as__fault money_fault(const aftersale_money *money)
{
    /* An amount without its currency would pass for nothing at all. */
    if (money->currency[0] == '\0')
        return fault(money->minor == 0 ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_CURRENCY);
    if (!as__currency_valid(money->currency))
        return fault(AS__MESSAGE_NOT_A_CURRENCY);
    bool is_in_range = money->minor >= -AS__MONEY_MAX && money->minor <= AS__MONEY_MAX;
    return fault(is_in_range ? AS__MESSAGE_NONE : AS__MESSAGE_OUT_OF_RANGE);
}

static as__fault price_fault(const aftersale_price *price)
{
    if (!as__price_given(*price))
        return fault(price->units == 0 ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_CURRENCY);
    if (!as__currency_valid(price->currency))
        return fault(AS__MESSAGE_NOT_A_CURRENCY);
    int most = as__currency_decimals(price->currency) + PRICE_MORE_DECIMALS;
    return fault(price->decimals < 0 || price->decimals > most ? AS__MESSAGE_OUT_OF_RANGE : AS__MESSAGE_NONE);
}

static as__fault link_fault(const as__field *field, const aftersale_link *link)
{
    if (link->ref == NULL)
        return fault(AS__MESSAGE_NONE);
    if (field->face.target == AFTERSALE_KIND_ENROLMENT)
        return (as__fault){AS__MESSAGE_NOT_AN_ID, "is named by its id"};
    return as__text_fault(link->ref, AS__MEANS_WORD, (size_t)field->face.max, NULL);
}

static as__fault text_fault(const checking *at, const as__field *field, const char *text)
{
    if (text == NULL)
        return fault(AS__MESSAGE_NONE);
    if (is_required(field) && text[0] == '\0')
        return (as__fault){AS__MESSAGE_REQUIRED, "must not be empty"};
    if (at->arguments == NULL && text[0] == '\0') /* in a record: nobody's name */
        return fault(AS__MESSAGE_NONE);
    return as__text_fault(text, as__meaning_of(field->face.name), (size_t)field->face.max, at->zones);
}

/* What is wrong with a value that is neither a list nor text items. */
static as__fault value_fault(const checking *at, const as__field *field, const void *base)
{
    const void *value = as__field_at(field, base);
    bool good = true;
    switch (field->storage) {
    case AS__STORED_TEXT:
        return text_fault(at, field, *(const char *const *)value);
    case AS__STORED_LINK:
        return link_fault(field, value);
    case AS__STORED_INT:
        return number_fault(field, *(const int32_t *)value);
    case AS__STORED_DATE:
        return date_fault(*(const aftersale_date *)value);
    case AS__STORED_DAYTIME:
        good = as__daytime_valid(*(const aftersale_daytime *)value);
        return fault(good ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_TIME_OF_DAY);
    case AS__STORED_TIME:
        good = as__time_valid(*(const aftersale_time *)value);
        return fault(good ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_TIME);
    case AS__STORED_MONEY:
        return money_fault(value);
    case AS__STORED_PRICE:
        return price_fault(value);
    case AS__STORED_QUANTITY: {
        int64_t decimals = ((const aftersale_quantity *)value)->decimals;
        good = decimals >= 0 && decimals <= QUANTITY_DECIMALS;
        return fault(good ? AS__MESSAGE_NONE : AS__MESSAGE_OUT_OF_RANGE);
    }
    default: /* ids and revisions may be any */
        return fault(AS__MESSAGE_NONE);
    }
}

/* False, and noted: the items are not to be looked at. */
static bool check_count(const checking *at, const as__field *field, const void *items, size_t count)
{
    if (count > (size_t)field->face.max)
        note(at, fault(AS__MESSAGE_TOO_MANY));
    else if (count != 0 && items == NULL)
        note(at, fault(AS__MESSAGE_REQUIRED));
    else
        return true;
    return false;
}

static void check_texts(const checking *at, const as__field *field, const aftersale_texts *texts)
{
    as__meaning means = as__meaning_of(field->face.name);
    size_t most = field->face.target != 0 ? AS__REF_TEXT_MAX : AS__ITEM_TEXT_MAX;
    if (!check_count(at, field, texts->items, texts->count))
        return;
    if (means == AS__MEANS_LINE)
        means = AS__MEANS_WORD;
    for (size_t i = 0; i < texts->count; i++) {
        size_t mark = as__path_item(at->problems, i);
        if (texts->items[i] == NULL)
            note(at, fault(AS__MESSAGE_REQUIRED));
        else
            note(at, as__text_fault(texts->items[i], means, most, NULL));
        as__path_pop(at->problems, mark);
    }
}

static void note_field(const checking *at, const char *name, as__message message)
{
    size_t mark = as__path_field(at->problems, name);
    note(at, fault(message));
    as__path_pop(at->problems, mark);
}

static void check_span(const checking *at, aftersale_date from, aftersale_date until)
{
    if (as__date_valid(from) && as__date_valid(until) && as__date_compare(from, until) >= 0)
        note_field(at, "until", AS__MESSAGE_NOT_AFTER);
}

static void check_contact(const checking *at, const aftersale_contact *contact)
{
    check_span(at, contact->from, contact->until);
    if (contact->consent != 0 && contact->consent_source == NULL)
        note_field(at, "consent_source", AS__MESSAGE_REQUIRED);
}

static void check_field(const checking *at, const as__field *field, const void *base);

static void check_item(const checking *at, const as__kind *kind, const void *item)
{
    for (size_t i = 0; i < kind->field_count; i++)
        if ((kind->fields[i].face.flags & AFTERSALE_FLAG_DERIVED) == 0)
            check_field(at, &kind->fields[i], item);
    if (kind->kind == AFTERSALE_KIND_CONTACT)
        check_contact(at, item);
    if (kind->kind == AFTERSALE_KIND_ABSENCE)
        check_span(at, ((const aftersale_absence *)item)->from, ((const aftersale_absence *)item)->until);
}

/* Items of a newer header may be longer, if what we do not know of them is zero. */
static bool check_item_size(const checking *at, const as__kind *kind, const as__arg_list *list)
{
    const unsigned char *bytes = list->items;
    bool is_known = list->item_size >= kind->size && list->item_size - kind->size <= kind->size;
    for (size_t i = 0; is_known && list->item_size > kind->size && i < list->count; i++)
        for (size_t tail = kind->size; tail < list->item_size; tail++)
            is_known = is_known && bytes[i * list->item_size + tail] == 0;
    if (!is_known)
        note(at, fault(AS__MESSAGE_ABI));
    return is_known;
}

/* A list of a record begins as one of arguments does. */
static void check_list(const checking *at, const as__field *field, const void *base)
{
    const as__kind *kind = as__kind_of(field->face.target);
    const as__list *list = as__field_at(field, base);
    if (list->count == 0 || !check_count(at, field, list->items, list->count) ||
        (field->storage == AS__STORED_ARG_LIST && !check_item_size(at, kind, as__field_at(field, base))))
        return;
    for (size_t i = 0; i < list->count; i++) {
        size_t mark = as__path_item(at->problems, i);
        check_item(at, kind, as__field_item(field, base, i));
        as__path_pop(at->problems, mark);
    }
}

/* A field can be emptied when the command could give it, and nothing rests on its being there. */
static bool is_clearable(const as__arguments *arguments, int32_t tag)
{
    const uint32_t firm = AFTERSALE_FLAG_REQUIRED | AFTERSALE_FLAG_IMMUTABLE | AFTERSALE_FLAG_DERIVED;
    const as__field *field = as__kind_field(as__kind_of(arguments->clears), tag);
    if (field == NULL || (field->face.flags & firm) != 0)
        return false;
    for (size_t i = 0; i < arguments->field_count; i++)
        if (strcmp(arguments->fields[i].face.name, field->face.name) == 0)
            return true;
    return false;
}

static void check_clear(const checking *at, const as__field *field, const aftersale_fields *clear)
{
    if (!check_count(at, field, clear->items, clear->count))
        return;
    for (size_t i = 0; i < clear->count; i++) {
        size_t mark = as__path_item(at->problems, i);
        if (!is_clearable(at->arguments, clear->items[i]))
            note(at, (as__fault){AS__MESSAGE_NOT_A_CHOICE, "is no field that can be emptied"});
        as__path_pop(at->problems, mark);
    }
}

static bool is_extra(const as__field *field)
{
    return field->storage == AS__STORED_TEXT && as__meaning_of(field->face.name) == AS__MEANS_EXTRA;
}

static bool has_inside(const as__field *field)
{
    return field->storage == AS__STORED_TEXTS || field->storage == AS__STORED_ARG_LIST ||
           field->storage == AS__STORED_ARG_FIELDS || is_extra(field);
}

static void check_inside(const checking *at, const as__field *field, const void *base)
{
    const void *value = as__field_at(field, base);
    if (field->storage == AS__STORED_TEXTS)
        check_texts(at, field, value);
    else if (field->storage == AS__STORED_ARG_LIST || field->storage == AS__STORED_LIST)
        check_list(at, field, base);
    else if (field->storage == AS__STORED_ARG_FIELDS)
        check_clear(at, field, value);
    else
        as__extra_check(*(const char *const *)value, at->problems);
}

/* Most fields of most commands are not given, and a path is written only for those that have something inside. */
static void check_field(const checking *at, const as__field *field, const void *base)
{
    as__fault found = value_fault(at, field, base);
    bool is_given = as__field_given(field, base);
    size_t mark;
    if (found.message == AS__MESSAGE_NONE && !is_given && is_required(field))
        found = fault(AS__MESSAGE_REQUIRED);
    if (found.message == AS__MESSAGE_NONE && (!is_given || !has_inside(field)))
        return;
    mark = as__path_field(at->problems, field->face.name);
    if (found.message != AS__MESSAGE_NONE)
        note(at, found);
    else
        check_inside(at, field, base);
    as__path_pop(at->problems, mark);
}

void as__arguments_check(const as__arguments *arguments, const void *args, as__zones *zones,
                         as__problems *problems)
{
    checking at = {arguments, zones, problems};
    for (size_t i = 0; i < arguments->field_count; i++)
        check_field(&at, &arguments->fields[i], args);
}

void as__record_check(const as__kind *kind, const void *draft, as__problems *problems)
{
    checking at = {.problems = problems};
    for (size_t i = 0; i < kind->field_count; i++)
        check_field(&at, &kind->fields[i], draft);
}
