/* SPDX-License-Identifier: MIT */
#include "schema/argument_text.h"
#include "schema/arguments.h"
#include "value/period.h"
#include "value/text.h"
#include <string.h>

/* Sorted by name. */
static const struct {
    const char *name;
    as__meaning means;
} meanings[] = {
    {"account", AS__MEANS_WORD},
    {"actor", AS__MEANS_WORD},
    {"address", AS__MEANS_PROSE},
    {"billing", AS__MEANS_PROSE},
    {"channel", AS__MEANS_CHANNEL},
    {"channels", AS__MEANS_CHANNEL},
    {"consent_source", AS__MEANS_PROSE},
    {"country", AS__MEANS_COUNTRY},
    {"currency", AS__MEANS_CURRENCY},
    {"detail", AS__MEANS_DOCUMENT},
    {"extra", AS__MEANS_EXTRA},
    {"fallback", AS__MEANS_WORD},
    {"household", AS__MEANS_WORD},
    {"idempotency", AS__MEANS_WORD},
    {"json", AS__MEANS_DOCUMENT},
    {"key", AS__MEANS_WORD},
    {"language", AS__MEANS_LANGUAGE},
    {"lease", AS__MEANS_PERIOD},
    {"manager", AS__MEANS_WORD},
    {"measure", AS__MEANS_PROSE},
    {"min_gap", AS__MEANS_PERIOD},
    {"note", AS__MEANS_PROSE},
    {"overlap", AS__MEANS_PERIOD},
    {"owner", AS__MEANS_WORD},
    {"per", AS__MEANS_PERIOD},
    {"plan", AS__MEANS_WORD},
    {"product", AS__MEANS_WORD},
    {"reasons", AS__MEANS_DOCUMENT},
    {"ref", AS__MEANS_WORD},
    {"region", AS__MEANS_WORD},
    {"service_every", AS__MEANS_PERIOD},
    {"source", AS__MEANS_PROSE},
    {"specs", AS__MEANS_PROSE},
    {"use_up", AS__MEANS_PERIOD},
    {"words", AS__MEANS_PROSE},
    {"zone", AS__MEANS_ZONE},
};

as__meaning as__meaning_of(const char *name)
{
    size_t first = 0, count = sizeof meanings / sizeof meanings[0];
    while (count != 0) {
        size_t middle = first + count / 2;
        int order = strcmp(name, meanings[middle].name);
        if (order == 0)
            return meanings[middle].means;
        if (order > 0)
            first = middle + 1;
        count = order > 0 ? count - count / 2 - 1 : count / 2;
    }
    return AS__MEANS_LINE;
}

static as__fault fault(as__message message)
{
    return (as__fault){message, NULL};
}

static as__fault zone_fault(const char *zone, as__zones *zones)
{
    const as__zone *found;
    aftersale_status status = zones != NULL ? as__zones_find(zones, zone, &found) : AFTERSALE_OK;
    if (status == AFTERSALE_NO_MEMORY)
        return fault(AS__MESSAGE_NO_MEMORY);
    if (status == AFTERSALE_CALLBACK)
        return fault(AS__MESSAGE_CALLBACK);
    return fault(status == AFTERSALE_OK ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_ZONE);
}

static as__fault period_fault(const char *text)
{
    as__period period;
    if (!as__period_parse(text, &period))
        return fault(AS__MESSAGE_NOT_A_PERIOD);
    if (as__period_is_zero(period))
        return fault(AS__MESSAGE_ZERO);
    return fault(as__period_is_negative(period) ? AS__MESSAGE_NEGATIVE : AS__MESSAGE_NONE);
}

/* [a-z][a-z0-9_-]*, as plans write it too. */
static bool is_channel(const char *text)
{
    if (text[0] < 'a' || text[0] > 'z')
        return false;
    return text[strspn(text, "abcdefghijklmnopqrstuvwxyz0123456789_-")] == '\0';
}

static as__fault meaning_fault(const char *text, as__meaning means, as__zones *zones)
{
    switch (means) {
    case AS__MEANS_LINE:
    case AS__MEANS_PROSE:
    case AS__MEANS_WORD:
    case AS__MEANS_DOCUMENT:
    case AS__MEANS_EXTRA:
        break;
    case AS__MEANS_CHANNEL:
        if (!is_channel(text))
            return (as__fault){AS__MESSAGE_NOT_A_CHOICE, "is not the name of a channel"};
        break;
    case AS__MEANS_ZONE:
        return zone_fault(text, zones);
    case AS__MEANS_LANGUAGE:
        return fault(as__language_valid(text) ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_LANGUAGE);
    case AS__MEANS_COUNTRY:
        if (!as__country_valid(text))
            return (as__fault){AS__MESSAGE_NOT_A_CHOICE, "is not an ISO 3166-1 country code"};
        break;
    case AS__MEANS_CURRENCY:
        return fault(as__currency_valid(text) ? AS__MESSAGE_NONE : AS__MESSAGE_NOT_A_CURRENCY);
    case AS__MEANS_PERIOD:
        return period_fault(text);
    }
    return fault(AS__MESSAGE_NONE);
}

as__fault as__text_fault(const char *text, as__meaning means, size_t max, as__zones *zones)
{
    bool is_json = means == AS__MEANS_DOCUMENT || means == AS__MEANS_EXTRA;
    size_t size = strlen(text);
    if (size == 0 && means != AS__MEANS_LINE && means != AS__MEANS_PROSE)
        return (as__fault){AS__MESSAGE_REQUIRED, "must not be empty"};
    if (size > max)
        return fault(AS__MESSAGE_TOO_LONG);
    if (!as__utf8_valid(text, size))
        return fault(AS__MESSAGE_NOT_UTF8);
    /* Control characters of a JSON text are the business of its reader, which knows where they may stand. */
    if (!is_json && as__text_has_control(text, size, means == AS__MEANS_PROSE))
        return fault(AS__MESSAGE_CONTROL_SIGN);
    return meaning_fault(text, means, zones);
}

/* The host's own keys may say as much of somebody as the values do: problems inside stop at the field. */
void as__extra_check(const char *text, as__problems *problems)
{
    size_t size = strlen(text);
    as__problems inside;
    as__json json;
    aftersale_status status;
    as__problems_init(&inside, problems->arena.memory);
    status = as__json_read(problems->arena.memory, text, size, (as__json_limits){size, AS__EXTRA_DEPTH}, 1,
                           &inside, &json);
    if (status == AFTERSALE_NO_MEMORY || inside.failed)
        problems->failed = true;
    else if (inside.count != 0)
        as__problem(problems, inside.items[0].line, (as__message)inside.items[0].number, NULL);
    as__problems_free(&inside);
    if (status != AFTERSALE_OK)
        return;
    if (!cJSON_IsObject(json.root))
        as__problem(problems, 1, AS__MESSAGE_WRONG_TYPE, "must be a JSON object");
    as__json_free(&json);
}
