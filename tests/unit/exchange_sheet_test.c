/* SPDX-License-Identifier: MIT */
#include "aftersale/sheet.h"
#include "exchange/sheet_writer.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static const char thanks[] =
    "We thank you, and ask whether all was delivered as you wished; if not, we come by.";
static const as__sheet_line usual_lines[] = {
    {.day = {2026, 11, 21}, .promise = thanks, .who = "Tom Baker", .is_done = true},
    {.day = {2026, 12, 1},
     .time = {1, 9, 30, 0},
     .promise = "We show your people how it is used.",
     .who = "Joan"},
    {.day = {2027, 11, 20}, .promise = "Yearly check-up."},
    {.waits = AS__WORD_AFTER_DELIVERY, .promise = "We look at how it stands,\nand what it needs."},
};

static as__arena arena;
static as__words_table words;
static as__buffer out;

static void begin(void)
{
    as__problems problems;
    as__arena_init(&arena, &as__memory_system);
    as__problems_init(&problems, &as__memory_system);
    cr_assert_eq(as__words_read("en", NULL, &arena, &problems, &words), AFTERSALE_OK);
    as__buffer_init(&out, &as__memory_system);
}

static void end(void)
{
    as__buffer_free(&out);
    as__arena_free(&arena);
}

TestSuite(exchange_sheet, .init = begin, .fini = end);

static as__sheet_document usual(void)
{
    return (as__sheet_document){
        .words = &words,
        .customer = "Ann Fowler",
        .about = "Boiler B24",
        .seller = "Northwind Heating Ltd",
        .call_name = "Joan Smith",
        .call_how = "020 7946 0123",
        .version = 2,
        .made = {2026, 11, 20},
        .lines = usual_lines,
        .count = COUNT(usual_lines),
    };
}

static const char *write_sheet(const as__sheet_document *document, int32_t format)
{
    out.size = 0;
    as__sheet_write(document, format, &out);
    const char *text = as__buffer_string(&out);
    cr_assert_not_null(text);
    return text;
}

static void check_holds(const char *text, const char *part)
{
    cr_expect_not_null(strstr(text, part), "not found: %s\n%s", part, text);
}

static void check_lacks(const char *text, const char *part)
{
    cr_expect_null(strstr(text, part), "found: %s\n%s", part, text);
}

Test(exchange_sheet, S28_text)
{
    as__sheet_document document = usual();
    cr_expect_str_eq(write_sheet(&document, AFTERSALE_FORMAT_TEXT),
                     "What we do for you\n"
                     "==================\n"
                     "\n"
                     "For: Ann Fowler\n"
                     "Your purchase: Boiler B24\n"
                     "\n"
                     "21 November 2026\n"
                     "    We thank you, and ask whether all was delivered as you wished; if not, we\n"
                     "    come by.\n"
                     "    Who: Tom Baker\n"
                     "    Done\n"
                     "\n"
                     "1 December 2026, 09:30\n"
                     "    We show your people how it is used.\n"
                     "    Who: Joan\n"
                     "\n"
                     "20 November 2027\n"
                     "    Yearly check-up.\n"
                     "\n"
                     "After delivery\n"
                     "    We look at how it stands,\n"
                     "    and what it needs.\n"
                     "\n"
                     "Your contact: Joan Smith, 020 7946 0123\n"
                     "Northwind Heating Ltd\n"
                     "Version 2, written on 20 November 2026\n");
}

Test(exchange_sheet, S28_markdown)
{
    as__sheet_document document = usual();
    cr_expect_str_eq(
        write_sheet(&document, AFTERSALE_FORMAT_MARKDOWN),
        "# What we do for you\n"
        "\n"
        "- For: Ann Fowler\n"
        "- Your purchase: Boiler B24\n"
        "- Your contact: Joan Smith, 020 7946 0123\n"
        "\n"
        "| When | What | Who |\n"
        "| --- | --- | --- |\n"
        "| 21 November 2026 | We thank you, and ask whether all was delivered as you wished; if not, "
        "we come by. **Done** | Tom Baker |\n"
        "| 1 December 2026, 09:30 | We show your people how it is used. | Joan |\n"
        "| 20 November 2027 | Yearly check-up. |  |\n"
        "| After delivery | We look at how it stands, and what it needs. |  |\n"
        "\n"
        "Northwind Heating Ltd\\\n"
        "Version 2, written on 20 November 2026\n");
}

Test(exchange_sheet, S28_html)
{
    as__sheet_document document = usual();
    const char *text = write_sheet(&document, AFTERSALE_FORMAT_HTML);
    cr_expect_eq(strncmp(text, "<!DOCTYPE html>\n<html lang=\"en\">\n", 33), 0);
    check_holds(text, "<title>What we do for you</title>");
    check_holds(text, "@page{size:A4;");
    const char *body = strstr(text, "<main>");
    cr_assert_not_null(body);
    cr_expect_str_eq(
        body,
        "<main>\n"
        "<h1>What we do for you</h1>\n"
        "<dl>\n"
        "<dt>For</dt><dd>Ann Fowler</dd>\n"
        "<dt>Your purchase</dt><dd>Boiler B24</dd>\n"
        "</dl>\n"
        "<svg viewBox=\"0 0 640 40\" aria-hidden=\"true\" font-size=\"13\">\n"
        "<path d=\"M8 12H632\" stroke=\"#999\"/>\n"
        "<circle cx=\"8\" cy=\"12\" r=\"5\" fill=\"#1a6335\" stroke=\"#1a6335\" stroke-width=\"2\"/>\n"
        "<circle cx=\"25\" cy=\"12\" r=\"5\" fill=\"#fff\" stroke=\"#1a6335\" stroke-width=\"2\"/>\n"
        "<circle cx=\"632\" cy=\"12\" r=\"5\" fill=\"#fff\" stroke=\"#1a6335\" stroke-width=\"2\"/>\n"
        "<text x=\"0\" y=\"34\" fill=\"#555\" text-anchor=\"start\">21 November 2026</text>\n"
        "<text x=\"640\" y=\"34\" fill=\"#555\" text-anchor=\"end\">20 November 2027</text>\n"
        "</svg>\n"
        "<table>\n"
        "<thead>\n"
        "<tr><th scope=\"col\">When</th><th scope=\"col\">What</th><th scope=\"col\">Who</th></tr>\n"
        "</thead>\n"
        "<tbody>\n"
        "<tr><th scope=\"row\">21 November 2026</th><td>We thank you, and ask whether all was delivered as "
        "you "
        "wished; if not, we come by. <span class=\"done\">\xe2\x9c\x93 Done</span></td><td>Tom "
        "Baker</td></tr>\n"
        "<tr><th scope=\"row\">1 December 2026, 09:30</th><td>We show your people how it is used.</td>"
        "<td>Joan</td></tr>\n"
        "<tr><th scope=\"row\">20 November 2027</th><td>Yearly check-up.</td><td></td></tr>\n"
        "<tr><th scope=\"row\">After delivery</th><td>We look at how it stands,<br>\nand what it needs.</td>"
        "<td></td></tr>\n"
        "</tbody>\n"
        "</table>\n"
        "<h2>Your contact</h2>\n"
        "<p>Joan Smith, 020 7946 0123</p>\n"
        "</main>\n"
        "<footer>\n"
        "<p>Northwind Heating Ltd</p>\n"
        "<p class=\"aside\">Version 2, written on 20 November 2026</p>\n"
        "</footer>\n"
        "</body>\n"
        "</html>\n");
}

/* S28: one page, that fetches nothing. */
Test(exchange_sheet, S28_html_stands_alone)
{
    as__sheet_document document = usual();
    const char *text = write_sheet(&document, AFTERSALE_FORMAT_HTML);
    static const char *const parts[] = {"<script", "src=",   "href=",   "url(",
                                        "http:",   "https:", "@import", "<link"};
    for (size_t i = 0; i < COUNT(parts); i++)
        check_lacks(text, parts[i]);
}

Test(exchange_sheet, S28_only_what_is_given)
{
    as__sheet_document document = {.words = &words, .seller = "Shop", .version = 1, .made = {2026, 1, 2}};
    cr_expect_str_eq(write_sheet(&document, AFTERSALE_FORMAT_TEXT),
                     "What we do for you\n==================\n\nNothing is planned yet.\n\nShop\n"
                     "Version 1, written on 2 January 2026\n");
    cr_expect_str_eq(write_sheet(&document, AFTERSALE_FORMAT_MARKDOWN),
                     "# What we do for you\n\n\nNothing is planned yet.\n\nShop\\\n"
                     "Version 1, written on 2 January 2026\n");
    const char *text = write_sheet(&document, AFTERSALE_FORMAT_HTML);
    check_holds(text, "<p>Nothing is planned yet.</p>");
    check_lacks(text, "<table");
    check_lacks(text, "<svg");
    check_lacks(text, "<h2");
    check_lacks(text, "<dl>");

    as__sheet_line waiting[] = {{.waits = AS__WORD_LATER, .promise = "We call."}};
    document.lines = waiting;
    document.count = 1;
    document.title = "Own title";
    document.call_how = "020";
    cr_expect_str_eq(write_sheet(&document, AFTERSALE_FORMAT_TEXT),
                     "Own title\n=========\n\nLater\n    We call.\n\nYour contact: 020\nShop\n"
                     "Version 1, written on 2 January 2026\n");
    text = write_sheet(&document, AFTERSALE_FORMAT_HTML);
    check_lacks(text, "<svg");
    check_lacks(text, ">Who<");
    check_holds(text, "<tr><th scope=\"row\">Later</th><td>We call.</td></tr>");
    check_holds(write_sheet(&document, AFTERSALE_FORMAT_MARKDOWN),
                "| When | What |\n| --- | --- |\n| Later | We call. |\n");
}

/* S28: what hosts and customers wrote is never markup. */
Test(exchange_sheet, S28_hostile_values)
{
    as__sheet_line lines[] = {
        {.day = {2026, 1, 1}, .promise = "</td><script>alert('1')</script>", .who = "a | b\\` [x](y)"},
    };
    as__sheet_document document = usual();
    document.title = "1. <h1> & \"two\"\x1b[2J\xc2\x9bx";
    document.customer = "*bold* _it_ `x` ~~ &amp; #1";
    document.about = "one\n\n# two\n- three";
    document.seller = "- item";
    document.lines = lines;
    document.count = 1;

    const char *text = write_sheet(&document, AFTERSALE_FORMAT_HTML);
    check_lacks(text, "<script");
    check_holds(text, "<td>&lt;/td&gt;&lt;script&gt;alert(&#39;1&#39;)&lt;/script&gt;</td>");
    check_holds(text, "<h1>1. &lt;h1&gt; &amp; &quot;two&quot; [2J x</h1>");
    check_holds(text, "<dd>*bold* _it_ `x` ~~ &amp;amp; #1</dd>");

    text = write_sheet(&document, AFTERSALE_FORMAT_MARKDOWN);
    check_holds(text, "# 1\\. \\<h1\\> \\& \"two\" \\[2J x\n");
    check_holds(text, "- For: \\*bold\\* \\_it\\_ \\`x\\` \\~\\~ \\&amp; \\#1\n");
    check_holds(text, "- Your purchase: one \\# two - three\n");
    check_holds(text, "| \\</td\\>\\<script\\>alert('1')\\</script\\> | a \\| b\\\\\\` \\[x\\](y) |\n");
    check_holds(text, "\n\\- item\\\n");

    text = write_sheet(&document, AFTERSALE_FORMAT_TEXT);
    check_lacks(text, "\x1b");
    check_lacks(text, "\xc2\x9b");
}

static void check_width(const char *text)
{
    for (size_t column = 0; *text != '\0'; text++) {
        if (*text == '\n')
            column = 0;
        else if (((unsigned char)*text & 0xC0) != 0x80)
            column++;
        cr_assert_leq(column, 78);
    }
}

/* S28: text is wrapped by code points, and a word longer than a line is cut between them. */
Test(exchange_sheet, S28_text_is_78_wide)
{
    char word[2 * 80 + 1], promise[4 * 160];
    for (size_t i = 0; i < 80; i++)
        memcpy(word + 2 * i, "\xc3\xbc", 2);
    word[160] = '\0';
    snprintf(promise, sizeof promise, "a %s b %.148s %.148s c", word, word, word);
    as__sheet_line lines[] = {{.day = {2026, 1, 1}, .promise = promise, .who = word}};
    as__sheet_document document = usual();
    document.title = document.customer = word;
    document.lines = lines;
    document.count = 1;
    const char *text = write_sheet(&document, AFTERSALE_FORMAT_TEXT);
    check_width(text);
    char line[200];
    snprintf(line, sizeof line, "\n    %.148s\n    c\n", word);
    check_holds(text, line);
    snprintf(line, sizeof line, "%.156s\n\xc3\xbc\xc3\xbc\n", word);
    cr_expect_eq(strncmp(text, line, strlen(line)), 0);
}

static void check_dates(const char *language, const char *text_date, const char *edition)
{
    as__problems problems;
    as__problems_init(&problems, &as__memory_system);
    cr_assert_eq(as__words_read(language, NULL, &arena, &problems, &words), AFTERSALE_OK);
    as__sheet_document document = usual();
    for (int32_t format = AFTERSALE_FORMAT_TEXT; format <= AFTERSALE_FORMAT_HTML; format++) {
        const char *text = write_sheet(&document, format);
        check_holds(text, text_date);
        check_holds(text, edition);
    }
}

Test(exchange_sheet, S28_dates_of_all_languages)
{
    check_dates("en", "1 December 2026, 09:30", "Version 2, written on 20 November 2026");
    check_dates("de", "1. Dezember 2026, 09:30", "Fassung 2, erstellt am 20. November 2026");
    check_dates("fr", "1 décembre 2026, 09:30", "Version 2, établi le 20 novembre 2026");
    check_dates("es", "1 de diciembre de 2026, 09:30", "Versión 2, redactado el 20 de noviembre de 2026");
}

Test(exchange_sheet, S28_without_memory)
{
    as__sheet_document document = usual();
    for (int32_t format = AFTERSALE_FORMAT_TEXT; format <= AFTERSALE_FORMAT_HTML; format++) {
        bool failed = true;
        for (size_t fail_at = 1; failed; fail_at++) {
            failing_memory failing = {.fail_at = fail_at};
            as__memory memory = {failing_memory_resize, &failing};
            as__buffer into;
            as__buffer_init(&into, &memory);
            as__sheet_write(&document, format, &into);
            failed = as__buffer_string(&into) == NULL;
            cr_assert_eq(failed, failing.calls >= fail_at, "format %d, allocation %zu", format, fail_at);
            as__buffer_free(&into);
            cr_assert_eq(failing.held, 0);
            cr_assert_eq(failing.faults, 0);
        }
    }
}
