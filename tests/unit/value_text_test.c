/* SPDX-License-Identifier: MIT */
#include "value/text.h"
#include <criterion/criterion.h>
#include <string.h>

static bool valid(const char *text)
{
    return as__utf8_valid(text, strlen(text));
}

Test(value_text, utf8_edges)
{
    static const char *const good[] = {
        "",
        "a",
        "plain text of more than eight bytes",
        "\x7f",
        "\xc2\x80",
        "\xdf\xbf",
        "\xe0\xa0\x80",
        "\xed\x9f\xbf",
        "\xee\x80\x80",
        "\xef\xbf\xbf",
        "\xf0\x90\x80\x80",
        "\xf4\x8f\xbf\xbf",
        "1234567\xc3\xa9",
        "12345678\xc3\xa9",
    };
    static const char *const bad[] = {
        "\x80",
        "\xbf",
        "\xc0\x80",
        "\xc1\xbf",
        "\xc2",
        "\xc2\x41",
        "\xe0\x9f\xbf",
        "\xe0\xa0",
        "\xed\xa0\x80",
        "\xed\xbf\xbf",
        "\xf0\x8f\xbf\xbf",
        "\xf0\x90\x80",
        "\xf4\x90\x80\x80",
        "\xf5\x80\x80\x80",
        "\xff",
        "\xfe",
        "1234567\xc3",
        "12345678\x80",
        "\xf8\x88\x80\x80\x80",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        cr_assert(valid(good[i]), "good %zu", i);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert_not(valid(bad[i]), "bad %zu", i);
}

/* Against a decoder of one code point written the slow way. */
Test(value_text, utf8_agrees_for_every_code_point)
{
    for (uint32_t point = 1; point < 0x110000; point++) {
        char text[5] = {0};
        if (point < 0x80) {
            text[0] = (char)point;
        } else if (point < 0x800) {
            text[0] = (char)(0xC0 | point >> 6);
            text[1] = (char)(0x80 | (point & 0x3F));
        } else if (point < 0x10000) {
            text[0] = (char)(0xE0 | point >> 12);
            text[1] = (char)(0x80 | (point >> 6 & 0x3F));
            text[2] = (char)(0x80 | (point & 0x3F));
        } else {
            text[0] = (char)(0xF0 | point >> 18);
            text[1] = (char)(0x80 | (point >> 12 & 0x3F));
            text[2] = (char)(0x80 | (point >> 6 & 0x3F));
            text[3] = (char)(0x80 | (point & 0x3F));
        }
        bool is_surrogate = point >= 0xD800 && point <= 0xDFFF;
        if (valid(text) == is_surrogate)
            cr_assert_fail("U+%04X", point);
    }
}

Test(value_text, utf8_refuses_nul_wherever_it_stands)
{
    char text[20];
    for (size_t at = 0; at < sizeof text; at++) {
        memset(text, 'x', sizeof text);
        text[at] = '\0';
        cr_assert_not(as__utf8_valid(text, sizeof text));
        cr_assert_eq(as__utf8_prefix(text, sizeof text), at);
        text[at] = (char)0x80;
        cr_assert_eq(as__utf8_prefix(text, sizeof text), at);
    }
}

Test(value_text, cut_ends_at_a_code_point)
{
    const char *text = "a\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80";
    static const size_t expected[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t max = 0; max < sizeof expected / sizeof expected[0]; max++)
        cr_assert_eq(as__utf8_cut(text, 10, max), expected[max], "max %zu", max);
}

Test(value_text, control_characters)
{
    static const struct {
        const char *text;
        bool any, any_but_newlines;
    } rows[] = {
        {"plain", false, false},    {"a\tb", true, false},          {"a\nb", true, false},
        {"a\rb", true, true},       {"\x1b[0m", true, true},        {"\x7f", true, true},
        {"\xc2\x80", true, true},   {"\xc2\x9f", true, true},       {"\xc2\xa0", false, false},
        {"\xc3\x80", false, false}, {"\xe2\x80\x93", false, false}, {"", false, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        size_t size = strlen(rows[i].text);
        cr_assert_eq(as__text_has_control(rows[i].text, size, false), rows[i].any, "row %zu", i);
        cr_assert_eq(as__text_has_control(rows[i].text, size, true), rows[i].any_but_newlines, "row %zu", i);
    }
    cr_assert(as__text_has_control("a\0b", 3, true));
}

Test(value_text, same)
{
    char copy[] = "one";
    cr_assert(as__text_same("one", copy));
    cr_assert(as__text_same(NULL, NULL));
    cr_assert_not(as__text_same("one", "two"));
    cr_assert_not(as__text_same("", NULL));
    cr_assert_not(as__text_same(NULL, ""));
}

Test(value_text, languages)
{
    static const char *const good[] = {
        "en",
        "de-AT",
        "zh-Hant-TW",
        "es-419",
        "sl-rozaj-biske-1994",
        "de-CH-1996",
        "zh-yue-HK",
        "hy-Latn-IT-arevela",
        "en-u-ca-gregory",
        "x-our-own",
        "de-x-phone",
        "haw",
        "EN-us",
        "ar-a-aaa-b-bbb-x-a-b",
    };
    static const char *const bad[] = {
        "",          "e",         "english-uk-uk", "en_US", "en-", "-en",      "en--US",
        "de-419-DE", "a-DE",      "en-US-u",       "x",     "123", "en-US US", "en-abcdefghi",
        "abcdefghi", "d\xc3\xa9", "ar-a-aaa-x",
    };
    for (size_t i = 0; i < sizeof good / sizeof good[0]; i++)
        cr_assert(as__language_valid(good[i]), "%s", good[i]);
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
        cr_assert_not(as__language_valid(bad[i]), "%s", bad[i]);
    cr_assert_not(as__language_valid(NULL));
}

/* S5 */
Test(value_text, currencies)
{
    static const struct {
        const char *code;
        int decimals;
    } rows[] = {
        {"EUR", 2},  {"GBP", 2},  {"USD", 2},  {"JPY", 0},   {"KRW", 0},  {"BHD", 3},
        {"KWD", 3},  {"CLF", 4},  {"UYW", 4},  {"AED", 2},   {"ZWL", 2},  {"ZWG", 2},
        {"XOF", 0},  {"HRK", 2},  {"XAU", -1}, {"XXX", -1},  {"XTS", -1}, {"AAA", -1},
        {"ZZZ", -1}, {"eur", -1}, {"EU", -1},  {"EURO", -1}, {"", -1},    {"E R", -1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        cr_assert_eq(as__currency_decimals(rows[i].code), rows[i].decimals, "%s", rows[i].code);
        cr_assert_eq(as__currency_valid(rows[i].code), rows[i].decimals >= 0);
    }
    cr_assert_eq(as__currency_decimals(NULL), -1);
}

/* Looking one up halves the table, so it must be sorted. */
Test(value_text, every_currency_of_the_table_is_found)
{
    static const struct {
        const char *code;
        int decimals;
    } all[] = {
#define CURRENCY(code, decimals) {#code, decimals},
#include "value/currency.def"
#undef CURRENCY
    };
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        cr_assert_eq(as__currency_decimals(all[i].code), all[i].decimals, "%s", all[i].code);
        cr_assert(i == 0 || strcmp(all[i - 1].code, all[i].code) < 0);
    }
}

Test(value_text, countries)
{
    cr_assert(as__country_valid("GB"));
    cr_assert_not(as__country_valid("gb"));
    cr_assert_not(as__country_valid("G"));
    cr_assert_not(as__country_valid("GBR"));
    cr_assert_not(as__country_valid(""));
    cr_assert_not(as__country_valid(NULL));
}

/* S28 */
Test(value_text, languages_from_right_to_left)
{
    static const char *const mirrored[] = {"ar",    "AR-eg",   "he-IL", "fa",
                                           "ur-PK", "az-Arab", "ckb",   "pa-Arab-PK"};
    static const char *const not_mirrored[] = {"en",  "ar-Latn", "a",          "",
                                               "arn", "az",      "zh-Hant-TW", "fa-Latn-IR"};
    for (size_t i = 0; i < sizeof mirrored / sizeof mirrored[0]; i++)
        cr_assert(as__language_is_mirrored(mirrored[i]), "%s", mirrored[i]);
    for (size_t i = 0; i < sizeof not_mirrored / sizeof not_mirrored[0]; i++)
        cr_assert_not(as__language_is_mirrored(not_mirrored[i]), "%s", not_mirrored[i]);
}
