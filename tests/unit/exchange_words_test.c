/* SPDX-License-Identifier: MIT */
#include "exchange/words_table.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static as__arena arena;
static as__problems problems;
static as__words_table words;

static void begin(void)
{
    as__arena_init(&arena, &as__memory_system);
    as__problems_init(&problems, &as__memory_system);
}

static void end(void)
{
    as__problems_free(&problems);
    as__arena_free(&arena);
}

TestSuite(exchange_words, .init = begin, .fini = end);

static aftersale_status read_words(const char *language, const char *json)
{
    as__problems_reset(&problems);
    return as__words_read(language, json, &arena, &problems, &words);
}

static void check_date(aftersale_date date, const char *expected)
{
    as__buffer out;
    as__buffer_init(&out, &as__memory_system);
    as__words_date(&words, date, &out);
    cr_expect_str_eq(as__buffer_string(&out), expected, "%s: %s", words.language, as__buffer_string(&out));
    as__buffer_free(&out);
}

Test(exchange_words, S28_languages_that_ship)
{
    static const struct {
        const char *language, *title, *first, *last, *march;
    } cases[] = {
        {"en", "What we do for you", "1 January 2026", "31 December 9999", "29 March 2026"},
        {"de", "Was wir für Sie tun", "1. Januar 2026", "31. Dezember 9999", "29. März 2026"},
        {"fr", "Ce que nous faisons pour vous", "1 janvier 2026", "31 décembre 9999", "29 mars 2026"},
        {"es", "Lo que hacemos por usted", "1 de enero de 2026", "31 de diciembre de 9999",
         "29 de marzo de 2026"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_assert_eq(read_words(cases[i].language, NULL), AFTERSALE_OK);
        cr_expect_str_eq(words.language, cases[i].language);
        cr_expect_str_eq(words.word[AS__WORD_TITLE], cases[i].title);
        check_date((aftersale_date){2026, 1, 1}, cases[i].first);
        check_date((aftersale_date){9999, 12, 31}, cases[i].last);
        check_date((aftersale_date){2026, 3, 29}, cases[i].march);
        check_date((aftersale_date){0}, "");
        for (size_t word = 0; word < AS__WORD_COUNT; word++)
            cr_expect(words.word[word] != NULL && words.word[word][0] != '\0', "%s %zu", cases[i].language,
                      word);
    }
}

Test(exchange_words, S28_language_by_its_primary_part)
{
    static const struct {
        const char *language, *table, *found;
    } cases[] = {
        {"de-AT", "Für", "de-AT"}, {"FR-ca", "Pour", "FR-ca"}, {"it", "For", "en"},
        {"deu", "For", "en"},      {"d", "For", "en"},         {"", "For", "en"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_assert_eq(read_words(cases[i].language, NULL), AFTERSALE_OK);
        cr_expect_str_eq(words.word[AS__WORD_FOR], cases[i].table, "%s", cases[i].language);
        cr_expect_str_eq(words.language, cases[i].found, "%s", cases[i].language);
    }
}

Test(exchange_words, S28_host_words_lie_over_ours)
{
    const char *json =
        "{\"title\": \"Il vostro piano\", \"date\": \"{weekday} {{{day} {month} {year}\",\n"
        "\"months\": [\"gen\",\"feb\",\"mar\",\"apr\",\"mag\",\"giu\",\"lug\",\"ago\",\"set\",\"ott\","
        "\"nov\",\"dic\"], \"weekdays\": [\"lun\",\"mar\",\"mer\",\"gio\",\"ven\",\"sab\",\"dom\"]}";
    cr_assert_eq(read_words("it", json), AFTERSALE_OK);
    cr_expect_str_eq(words.language, "it");
    cr_expect_str_eq(words.word[AS__WORD_TITLE], "Il vostro piano");
    cr_expect_str_eq(words.word[AS__WORD_WHO], "Who");
    check_date((aftersale_date){2026, 11, 22}, "dom {22 nov 2026");
    check_date((aftersale_date){2026, 11, 23}, "lun {23 nov 2026");
    cr_assert_eq(read_words("de", "{}"), AFTERSALE_OK);
    cr_expect_str_eq(words.word[AS__WORD_WHO], "Wer");
}

Test(exchange_words, S28_problems_have_path_and_line)
{
    static const struct {
        const char *json, *path;
        int32_t line;
        as__message message;
    } cases[] = {
        {"{", "", 1, AS__MESSAGE_NOT_JSON},
        {"[]", "", 1, AS__MESSAGE_WRONG_TYPE},
        {"{\n\n\"titel\": \"x\"}", "titel", 3, AS__MESSAGE_UNKNOWN_KEY},
        {"{\"title\": 5}", "title", 1, AS__MESSAGE_WRONG_TYPE},
        {"{\"title\": \"\"}", "title", 1, AS__MESSAGE_REQUIRED},
        {"{\"title\": \"a\\nb\"}", "title", 1, AS__MESSAGE_CONTROL_SIGN},
        {"{\"date\": \"{day} {mnoth}\"}", "date", 1, AS__MESSAGE_UNKNOWN_KEY},
        {"{\"date\": \"{\"}", "date", 1, AS__MESSAGE_UNKNOWN_KEY},
        {"{\"date\": \"{day} {da\"}", "date", 1, AS__MESSAGE_UNKNOWN_KEY},
        {"{\"seen\": \"{who} {day}\"}", "seen", 1, AS__MESSAGE_UNKNOWN_KEY},
        {"{\n\"months\": [\"a\"]}", "months", 2, AS__MESSAGE_WRONG_TYPE},
        {"{\"weekdays\": \"a,b,c,d,e,f,g\"}", "weekdays", 1, AS__MESSAGE_WRONG_TYPE},
        {"{\"weekdays\": [\"a\",\"b\",\n\"c,d\",\"e\",\"f\",\"g\",\"h\"]}", "weekdays[2]", 2,
         AS__MESSAGE_NOT_A_CHOICE},
        {"{\"weekdays\": [\"a\",\"b\",\"c\",\"e\",\"f\",\"g\",null]}", "weekdays[6]", 1,
         AS__MESSAGE_WRONG_TYPE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        cr_assert_eq(read_words("en", cases[i].json), AFTERSALE_INVALID, "%s", cases[i].json);
        cr_assert_eq(problems.count, 1, "%s", cases[i].json);
        cr_expect_str_eq(problems.items[0].path, cases[i].path, "%s: %s", cases[i].json,
                         problems.items[0].path);
        cr_expect_eq(problems.items[0].line, cases[i].line, "%s", cases[i].json);
        cr_expect_eq(problems.items[0].number, (int32_t)cases[i].message, "%s", cases[i].json);
    }
    read_words("en", "{\"shared_with\": \"{whom}\"}");
    cr_expect_str_eq(problems.items[0].text, "may hold {who} and {day} only");
    read_words("en", "{\"x\": 1, \"y\": 2, \"who\": \"W\"}");
    cr_expect_eq(problems.count, 2);
    cr_expect_str_eq(words.word[AS__WORD_WHO], "W");
}

Test(exchange_words, S28_a_word_is_200_bytes_at_most)
{
    char json[300], word[202];
    memset(word, 'x', 201);
    word[201] = '\0';
    snprintf(json, sizeof json, "{\"title\": \"%s\"}", word);
    cr_assert_eq(read_words("en", json), AFTERSALE_INVALID);
    cr_expect_eq(problems.items[0].number, (int32_t)AS__MESSAGE_TOO_LONG);
    word[200] = '\0';
    snprintf(json, sizeof json, "{\"title\": \"%s\"}", word);
    cr_assert_eq(read_words("en", json), AFTERSALE_OK);
}

/* Every allocation fails in its turn; what is parsed by cJSON is not ours to fail. */
Test(exchange_words, S28_without_memory)
{
    const char *json =
        "{\"title\": \"Plan\", \"weekdays\": [\"a\",\"b\",\"c\",\"d\",\"e\",\"f\",\"g\"], \"x\": 1}";
    aftersale_status status = AFTERSALE_NO_MEMORY;
    for (size_t fail_at = 1; status == AFTERSALE_NO_MEMORY; fail_at++) {
        failing_memory failing = {.fail_at = fail_at};
        as__memory memory = {failing_memory_resize, &failing};
        as__arena room;
        as__problems noted;
        as__arena_init(&room, &memory);
        as__problems_init(&noted, &memory);
        status = as__words_read("de", json, &room, &noted, &words);
        as__problems_free(&noted);
        as__arena_free(&room);
        cr_assert_eq(failing.held, 0);
        cr_assert_eq(failing.faults, 0);
    }
    cr_assert_eq(status, AFTERSALE_INVALID);
}
