/* SPDX-License-Identifier: MIT */
#include "rules/reason.h"
#include "rules/clock.h"
#include "value/date.h"
#include "value/instant.h"
#include "value/text.h"
#include <string.h>

typedef struct pattern {
    int32_t number, rule, verdict;
    const char *words;
} pattern;

static const pattern patterns[] = {
#define REASON(number, name, rule, verdict, words)                                                           \
    {number, AFTERSALE_RULE_##rule, AFTERSALE_VERDICT_##verdict, words},
#include "rules/reason.def"
#undef REASON
};

static const pattern *pattern_of(as__reason_number number)
{
    size_t i = 0;
    while (patterns[i].number != (int32_t)number)
        i++;
    return &patterns[i];
}

/* "2026-11-23 09:00", as the customer's clock shows it. */
static void time_text(const as__zone *zone, aftersale_time time, char out[AS__DATE_TEXT + AS__DAYTIME_TEXT])
{
    aftersale_date date;
    aftersale_daytime clock;
    out[0] = '\0';
    int64_t civil = time.us / AS__SECOND;
    if (zone != NULL) {
        as__clock there = as__clock_of(zone);
        civil = as__clock_civil(&there, time);
    }
    if (!as__time_given(time) || !as__civil_split(civil, &date, &clock))
        return;
    as__date_text(date, out);
    size_t size = strlen(out);
    out[size] = ' ';
    as__daytime_text(clock, out + size + 1);
}

static size_t append(char *out, size_t size, size_t room, const char *text, size_t length)
{
    size_t fits = as__utf8_cut(text, length, room - 1 - size);
    memcpy(out + size, text, fits);
    out[size + fits] = '\0';
    return size + fits;
}

/* Fills the places in the words. */
static void fill(char *out, size_t room, const char *words, const char *a, const char *b, const char *at)
{
    size_t size = 0;
    out[0] = '\0';
    while (*words != '\0') {
        const char *text = NULL;
        if (strncmp(words, "{a}", 3) == 0)
            text = a;
        else if (strncmp(words, "{b}", 3) == 0)
            text = b;
        else if (strncmp(words, "{at}", 4) == 0)
            text = at;
        if (text != NULL) {
            size = append(out, size, room, text, strlen(text));
            words = strchr(words, '}') + 1;
        } else {
            size_t plain = 1 + strcspn(words + 1, "{");
            size = append(out, size, room, words, plain);
            words += plain;
        }
    }
}

void as__reason_add(const as__why *why, as__reason_number number, aftersale_time before, aftersale_time after,
                    const char *a, const char *b)
{
    as__reasons *reasons = why->reasons;
    if (reasons->count == AS__REASONS_MAX)
        reasons->count--;
    const pattern *found = pattern_of(number);
    as__reason *reason = &reasons->items[reasons->count++];
    *reason = (as__reason){.rule = found->rule,
                           .verdict = found->verdict,
                           .number = found->number,
                           .before = before,
                           .after = after};
    char at[AS__DATE_TEXT + AS__DAYTIME_TEXT] = "";
    if (strstr(found->words, "{at}") != NULL)
        time_text(why->zone, after, at);
    fill(reason->text, sizeof reason->text, found->words, a == NULL ? "" : a, b == NULL ? "" : b, at);
}
