/* SPDX-License-Identifier: MIT */
#include "exchange/ical/ical_day.h"
#include "exchange/ical/ical_rule.h"
#include <stddef.h>
#include <string.h>

/* One part of a rule under way. */
typedef struct reading {
    as__ical_rule *rule;
    const char *value;
    size_t size;
    as__ical_fault *fault;
} reading;

typedef struct rule_part rule_part;
struct rule_part {
    const char *name;
    bool (*read)(reading *at, const rule_part *part);
    size_t place; /* of a number or list in the rule */
    int32_t most;
    bool may_be_negative;
};

static bool refuse(reading *at, const char *why)
{
    at->fault->why = why;
    return false;
}

static void *place_of(const reading *at, const rule_part *part)
{
    return (char *)at->rule + part->place;
}

static bool is_word(const char *text, size_t size, const char *word)
{
    return strlen(word) == size && memcmp(text, word, size) == 0;
}

/* Digits alone, at most six. */
static bool read_number(const char *text, size_t size, int32_t *out)
{
    *out = 0;
    for (size_t i = 0; i < size; i++) {
        if (text[i] < '0' || text[i] > '9' || size > 6)
            return false;
        *out = *out * 10 + (text[i] - '0');
    }
    return size > 0;
}

static bool read_signed(const char *text, size_t size, int32_t *out)
{
    size_t sign = size > 0 && (text[0] == '-' || text[0] == '+') ? 1 : 0;
    if (!read_number(text + sign, size - sign, out))
        return false;
    *out = text[0] == '-' ? -*out : *out;
    return true;
}

static size_t item_size(const char *text, const char *end)
{
    const char *comma = memchr(text, ',', (size_t)(end - text));
    return (size_t)((comma != NULL ? comma : end) - text);
}

static bool read_frequency(reading *at, const rule_part *part)
{
    static const char *const words[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
    (void)part;
    for (int i = 0; i < 4; i++)
        if (is_word(at->value, at->size, words[i])) {
            at->rule->frequency = (as__ical_frequency)(AS__ICAL_DAILY + i);
            return true;
        }
    return refuse(at, "is none of DAILY, WEEKLY, MONTHLY, YEARLY");
}

static bool read_count(reading *at, const rule_part *part)
{
    int32_t *out = place_of(at, part);
    if (!read_number(at->value, at->size, out) || *out == 0 || *out > part->most)
        return refuse(at, "is no number from 1 to 10000");
    return true;
}

static bool read_date(const char *text, aftersale_date *out)
{
    int32_t year, month, day;
    if (!read_number(text, 4, &year) || !read_number(text + 4, 2, &month) ||
        !read_number(text + 6, 2, &day) || year < 1 || month < 1 || month > 12 || day < 1 ||
        day > as__ical_month_days(year, month))
        return false;
    *out = (aftersale_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

static bool read_time(const char *text, aftersale_daytime *out)
{
    int32_t hour, minute, second;
    if (text[0] != 'T' || !read_number(text + 1, 2, &hour) || !read_number(text + 3, 2, &minute) ||
        !read_number(text + 5, 2, &second) || hour > 23 || minute > 59 || second > 59)
        return false;
    *out = (aftersale_daytime){1, (uint8_t)hour, (uint8_t)minute, (uint8_t)second};
    return true;
}

/* A day alone is in to its end. */
static bool read_until(reading *at, const rule_part *part)
{
    as__ical_rule *rule = at->rule;
    (void)part;
    rule->until_time = (aftersale_daytime){1, 23, 59, 59};
    if (at->size == 16 && at->value[15] == 'Z')
        return refuse(at, "must be a local time, without Z");
    if ((at->size != 8 && at->size != 15) || !read_date(at->value, &rule->until) ||
        (at->size == 15 && !read_time(at->value + 8, &rule->until_time)))
        return refuse(at, "is no day like 20261121, nor a time like 20261121T090000");
    return true;
}

static bool read_weekday(const char *text, size_t size, int32_t *out)
{
    static const char words[] = "MOTUWETHFRSASU";
    for (*out = 0; *out < 7; ++*out)
        if (size == 2 && memcmp(text, words + 2 * *out, 2) == 0)
            return true;
    return false;
}

static bool read_week_start(reading *at, const rule_part *part)
{
    (void)part;
    return read_weekday(at->value, at->size, &at->rule->week_start) || refuse(at, "is no weekday like MO");
}

/* "MO", "2MO" or "-1MO". */
static bool read_weekday_item(const char *text, size_t size, int32_t *day, int32_t *ordinal)
{
    *ordinal = 0;
    if (size < 2 || !read_weekday(text + size - 2, 2, day))
        return false;
    if (size == 2)
        return true;
    return read_signed(text, size - 2, ordinal) && *ordinal != 0 && *ordinal >= -53 && *ordinal <= 53;
}

static bool read_weekdays(reading *at, const rule_part *part)
{
    as__ical_numbers *days = place_of(at, part), *ordinals = &at->rule->ordinals;
    const char *text = at->value, *end = at->value + at->size;
    for (;;) {
        size_t size = item_size(text, end);
        int32_t day, ordinal;
        if (!read_weekday_item(text, size, &day, &ordinal))
            return refuse(at, "holds what is no weekday like MO or -1FR");
        if (days->count == AS__ICAL_NUMBERS)
            return refuse(at, "holds more than 64 items");
        days->items[days->count++] = (int16_t)day;
        ordinals->items[ordinals->count++] = (int16_t)ordinal;
        text += size;
        if (text++ == end)
            return true;
    }
}

static bool read_numbers(reading *at, const rule_part *part)
{
    as__ical_numbers *out = place_of(at, part);
    const char *text = at->value, *end = at->value + at->size;
    for (;;) {
        size_t size = item_size(text, end);
        int32_t number;
        if (!read_signed(text, size, &number) || number == 0 || number > part->most ||
            number < (part->may_be_negative ? -part->most : 1))
            return refuse(at, "holds what is no number in its range");
        if (out->count == AS__ICAL_NUMBERS)
            return refuse(at, "holds more than 64 items");
        out->items[out->count++] = (int16_t)number;
        text += size;
        if (text++ == end)
            return true;
    }
}

#define PLACE(field) offsetof(as__ical_rule, field)
static const rule_part parts[] = {
    {"FREQ", read_frequency, PLACE(frequency), 0, false},
    {"INTERVAL", read_count, PLACE(interval), 10000, false},
    {"COUNT", read_count, PLACE(count), 10000, false},
    {"UNTIL", read_until, PLACE(until), 0, false},
    {"WKST", read_week_start, PLACE(week_start), 0, false},
    {"BYDAY", read_weekdays, PLACE(weekdays), 0, false},
    {"BYMONTH", read_numbers, PLACE(months), 12, false},
    {"BYMONTHDAY", read_numbers, PLACE(month_days), 31, true},
    {"BYYEARDAY", read_numbers, PLACE(year_days), 366, true},
    {"BYWEEKNO", read_numbers, PLACE(weeks), 53, true},
    {"BYSETPOS", read_numbers, PLACE(positions), 366, true},
};
#define PARTS (sizeof parts / sizeof parts[0])

static const rule_part *find_part(const char *name, size_t size)
{
    for (size_t i = 0; i < PARTS; i++)
        if (is_word(name, size, parts[i].name))
            return &parts[i];
    return NULL;
}

static bool has_ordinal(const as__ical_rule *rule)
{
    for (size_t i = 0; i < rule->ordinals.count; i++)
        if (rule->ordinals.items[i] != 0)
            return true;
    return false;
}

static bool fail(as__ical_fault *fault, const char *part, const char *why)
{
    *fault = (as__ical_fault){part, why};
    return false;
}

/* What the RFC does not allow beside one another. */
static bool is_sound(const as__ical_rule *rule, as__ical_fault *fault)
{
    bool is_yearly = rule->frequency == AS__ICAL_YEARLY;
    size_t selectors = rule->months.count + rule->weeks.count + rule->year_days.count +
                       rule->month_days.count + rule->weekdays.count;
    if (rule->frequency == 0)
        return fail(fault, "FREQ", "must be given");
    if (rule->count != 0 && rule->until.day != 0)
        return fail(fault, "COUNT", "stands beside UNTIL");
    if (rule->weeks.count != 0 && !is_yearly)
        return fail(fault, "BYWEEKNO", "goes with FREQ=YEARLY only");
    if (rule->year_days.count != 0 && !is_yearly)
        return fail(fault, "BYYEARDAY", "goes with FREQ=YEARLY only");
    if (rule->month_days.count != 0 && rule->frequency == AS__ICAL_WEEKLY)
        return fail(fault, "BYMONTHDAY", "does not go with FREQ=WEEKLY");
    if (has_ordinal(rule) && (rule->frequency < AS__ICAL_MONTHLY || rule->weeks.count != 0))
        return fail(fault, "BYDAY", "has a number, which goes with months and years only");
    if (rule->positions.count != 0 && selectors == 0)
        return fail(fault, "BYSETPOS", "has no set to choose from");
    return true;
}

bool as__ical_rule_read(const char *text, as__ical_rule *out, as__ical_fault *fault)
{
    bool seen[PARTS] = {false};
    memset(out, 0, sizeof *out);
    out->interval = 1;
    if (strlen(text) > AS__ICAL_RULE_MOST)
        return fail(fault, NULL, "is longer than 512 bytes");
    for (;;) {
        size_t size = strcspn(text, ";"), name_size = strcspn(text, "=;");
        const rule_part *part = find_part(text, name_size);
        reading at = {out, text + name_size + 1, size - name_size - 1, fault};
        if (part == NULL || name_size == size)
            return fail(fault, NULL, "holds a part that is not known here");
        fault->part = part->name;
        if (seen[part - parts])
            return refuse(&at, "stands twice");
        seen[part - parts] = true;
        if (!part->read(&at, part))
            return false;
        if (text[size] == '\0')
            return is_sound(out, fault);
        text += size + 1;
    }
}
