/* SPDX-License-Identifier: MIT */
/* Reasons and their page (S6). */
#include "rules/reason.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct reason_row {
    int32_t number;
    const char *rule, *verdict, *words;
} reason_row;
static const reason_row rows[] = {
#define REASON(number, name, rule, verdict, words) {number, #rule, #verdict, words},
#include "rules/reason.def"
#undef REASON
};
#define ROWS (sizeof rows / sizeof *rows)

Test(rules_reason, numbers_ascend)
{
    for (size_t i = 1; i < ROWS; i++)
        cr_assert_lt(rows[i - 1].number, rows[i].number);
}

static void lower(char *text)
{
    for (; *text != '\0'; text++) {
        if (*text >= 'A' && *text <= 'Z')
            *text = (char)(*text - 'A' + 'a');
    }
}

/* docs/reasons.md has a line for every number, and no other. */
Test(rules_reason, page_is_whole)
{
    static char page[64 * 1024];
    char path[1024];
    const char *source = getenv("AFTERSALE_SOURCE");
    cr_assert_not_null(source, "AFTERSALE_SOURCE names the folder of the sources");
    snprintf(path, sizeof path, "%s/docs/reasons.md", source);
    FILE *file = fopen(path, "rb");
    cr_assert_not_null(file, "%s", path);
    page[fread(page, 1, sizeof page - 1, file)] = '\0';
    fclose(file);
    size_t lines = 0;
    for (const char *at = strstr(page, "\n| "); at != NULL; at = strstr(at + 1, "\n| "))
        lines++;
    cr_assert_eq(lines, ROWS + 1, "and the heading");
    for (size_t i = 0; i < ROWS; i++) {
        char head[100], line[400];
        snprintf(head, sizeof head, "\n| %d | %s | %s | ", rows[i].number, rows[i].rule, rows[i].verdict);
        lower(head);
        snprintf(line, sizeof line, "%s%s |\n", head, rows[i].words);
        cr_assert_not_null(strstr(page, line), "%s", line + 1);
    }
}

Test(rules_reason, places_in_the_words)
{
    as__reasons reasons = {.count = 0};
    const as__why why = {.reasons = &reasons};
    const aftersale_time at = {1795424400000000}, none = {0};
    as__why_note(&why, AS__REASON_WINDOW_MOVED, none, at, "phone", "mon 09:00-10:00");
    cr_assert_str_eq(reasons.items[0].text, "phone hours are mon 09:00-10:00: moved to 2026-11-23 09:00");
    cr_assert_eq(reasons.items[0].after.us, at.us);
    as__why_note(&why, AS__REASON_WINDOW_MOVED, none, none, NULL, NULL);
    cr_assert_str_eq(reasons.items[1].text, " hours are : moved to ");
    as__why_note(&why, AS__REASON_ANCHOR, none, at, "{b}", "not this");
    cr_assert_str_eq(reasons.items[2].text, "counts from {b}: 2026-11-23 09:00",
                     "what is put in stays as it is");
}
