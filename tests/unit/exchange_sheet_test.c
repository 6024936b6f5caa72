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
    cr_expect_eq(strncmp(text, "<!DOCTYPE html>\n<html lang=\"en\" dir=\"ltr\">\n", 43), 0);
    check_holds(text, "<title>What we do for you</title>");
    const char *body = strstr(text, "<body>");
    cr_assert_not_null(body);
    cr_expect_str_eq(
        body,
        "<body>\n"
        "<header>\n"
        "<h1 id=\"title\">What we do for you</h1>\n"
        "<dl>\n"
        "<dt>For</dt><dd><bdi>Ann Fowler</bdi></dd>\n"
        "<dt>Your purchase</dt><dd><bdi>Boiler B24</bdi></dd>\n"
        "</dl>\n"
        "</header>\n"
        "<main>\n"
        "<svg viewBox=\"0 0 640 64\" role=\"img\" aria-labelledby=\"line line-text\">\n"
        "<title id=\"line\">Time line</title>\n"
        "<desc id=\"line-text\">From 21 November 2026 to 20 November 2027; the table says the same.</desc>\n"
        "<path d=\"M12 30H628\"/>\n"
        "<path d=\"M28 30v6\"/>\n"
        "<path d=\"M81 30v6\"/>\n"
        "<path d=\"M133 30v6\"/>\n"
        "<path d=\"M181 30v6\"/>\n"
        "<text x=\"181\" y=\"61\" text-anchor=\"middle\">1 March 2027</text>\n"
        "<path d=\"M233 30v6\"/>\n"
        "<path d=\"M284 30v6\"/>\n"
        "<text x=\"284\" y=\"61\" text-anchor=\"middle\">1 May 2027</text>\n"
        "<path d=\"M336 30v6\"/>\n"
        "<path d=\"M387 30v6\"/>\n"
        "<text x=\"387\" y=\"61\" text-anchor=\"middle\">1 July 2027</text>\n"
        "<path d=\"M440 30v6\"/>\n"
        "<path d=\"M492 30v6\"/>\n"
        "<path d=\"M543 30v6\"/>\n"
        "<path d=\"M595 30v6\"/>\n"
        "<text x=\"0\" y=\"61\" text-anchor=\"start\">21 November 2026</text>\n"
        "<text x=\"640\" y=\"61\" text-anchor=\"end\">20 November 2027</text>\n"
        "<path d=\"M28 30v-20\"/>\n"
        "<circle class=\"done\" cx=\"12\" cy=\"30\" r=\"9\"/><text class=\"done\" x=\"12\" "
        "y=\"34\">1</text>\n"
        "<circle class=\"ahead\" cx=\"28\" cy=\"10\" r=\"9\"/><text class=\"ahead\" x=\"28\" "
        "y=\"14\">2</text>\n"
        "<circle class=\"ahead\" cx=\"628\" cy=\"30\" r=\"9\"/><text class=\"ahead\" x=\"628\" "
        "y=\"34\">3</text>\n"
        "</svg>\n"
        "<table aria-labelledby=\"title\">\n"
        "<thead>\n"
        "<tr><th class=\"number\" scope=\"col\">No.</th><th scope=\"col\">When</th><th "
        "scope=\"col\">What</th>"
        "<th class=\"who\" scope=\"col\">Who</th></tr>\n"
        "</thead>\n"
        "<tbody>\n"
        "<tr><td class=\"number\">1</td><th scope=\"row\"><time datetime=\"2026-11-21\">21 November "
        "2026</time></th>"
        "<td>We thank you, and ask whether all was delivered as you wished; if not, we come by. "
        "<strong>\xe2\x9c\x93 Done</strong></td><td class=\"who\"><bdi>Tom Baker</bdi></td></tr>\n"
        "<tr><td class=\"number\">2</td><th scope=\"row\"><time datetime=\"2026-12-01T09:30\">1 December "
        "2026, "
        "09:30</time></th><td>We show your people how it is used.</td>"
        "<td class=\"who\"><bdi>Joan</bdi></td></tr>\n"
        "<tr><td class=\"number\">3</td><th scope=\"row\"><time datetime=\"2027-11-20\">20 November "
        "2027</time></th>"
        "<td>Yearly check-up.</td><td class=\"who\"></td></tr>\n"
        "<tr><td class=\"number\">4</td><th scope=\"row\">After delivery</th><td>We look at how it "
        "stands,<br/>\nand "
        "what it needs.</td><td class=\"who\"></td></tr>\n"
        "</tbody>\n"
        "</table>\n"
        "<h2>Your contact</h2>\n"
        "<address><bdi>Joan Smith, 020 7946 0123</bdi></address>\n"
        "</main>\n"
        "<footer>\n"
        "<p><bdi>Northwind Heating Ltd</bdi></p>\n"
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
    check_holds(text, "<tr><td class=\"number\">1</td><th scope=\"row\">Later</th><td>We call.</td></tr>");
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
    check_holds(text, "<h1 id=\"title\">1. &lt;h1&gt; &amp; &quot;two&quot; [2J x</h1>");
    check_holds(text, "<dd><bdi>*bold* _it_ `x` ~~ &amp;amp; #1</bdi></dd>");

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
    check_dates("fr", "1 décembre 2026, 09:30", "Version 2, établie le 20 novembre 2026");
    check_dates("es", "1 de diciembre de 2026, 09:30", "Versión 2, redactada el 20 de noviembre de 2026");
}

/* S28: version, what it replaces, who was given it, and that it was acknowledged. */
Test(exchange_sheet, S28_says_where_the_version_stands)
{
    const as__sheet_hand hands[] = {{"Ann | Fowler", {2026, 11, 20}}, {NULL, {2026, 11, 22}}};
    as__sheet_document document = usual();
    document.hands = hands;
    document.hand_count = COUNT(hands);
    document.seen = (aftersale_date){2026, 11, 23};
    check_holds(write_sheet(&document, AFTERSALE_FORMAT_TEXT),
                "Version 2, written on 20 November 2026\nHanded to Ann | Fowler on 20 November 2026\n"
                "Handed over on 22 November 2026\nAcknowledged on 23 November 2026\n");
    check_holds(write_sheet(&document, AFTERSALE_FORMAT_MARKDOWN),
                "Version 2, written on 20 November 2026\\\nHanded to Ann \\| Fowler on 20 November 2026\\\n"
                "Handed over on 22 November 2026\\\nAcknowledged on 23 November 2026\n");
    check_holds(write_sheet(&document, AFTERSALE_FORMAT_HTML),
                "<p class=\"aside\">Version 2, written on 20 November 2026<br/>\n"
                "Handed to Ann | Fowler on 20 November 2026<br/>\nHanded over on 22 November 2026<br/>\n"
                "Acknowledged on 23 November 2026</p>\n");

    document = usual();
    document.replaces = 1;
    document.replaced_day = (aftersale_date){2026, 5, 3};
    for (int32_t format = AFTERSALE_FORMAT_TEXT; format <= AFTERSALE_FORMAT_HTML; format++)
        check_holds(write_sheet(&document, format), "It replaces version 1 of 3 May 2026.");
}

/* S29: where it was agreed to be. */
Test(exchange_sheet, S28_says_where)
{
    as__sheet_line line = {.day = {2026, 12, 1},
                           .time = {1, 9, 30, 0},
                           .promise = "We meet.",
                           .place = "12 Mill Lane | <Leeds>"};
    as__sheet_document document = usual();
    document.lines = &line;
    document.count = 1;
    check_holds(write_sheet(&document, AFTERSALE_FORMAT_TEXT),
                "1 December 2026, 09:30\n    We meet.\n    Where: 12 Mill Lane | <Leeds>\n");
    check_holds(write_sheet(&document, AFTERSALE_FORMAT_MARKDOWN),
                "| 1 December 2026, 09:30 | We meet. Where: 12 Mill Lane \\| \\<Leeds\\> |\n");
    check_holds(write_sheet(&document, AFTERSALE_FORMAT_HTML),
                "<td>We meet.<br/>\n<span class=\"aside\">Where: <bdi>12 Mill Lane | "
                "&lt;Leeds&gt;</bdi></span></td>");
}

/* Text of a page outside of tags and of its style, which both are English in any language. */
static const char *visible(const char *page)
{
    static char text[8192];
    size_t size = 0;
    page = strstr(page, "</style>");
    cr_assert_not_null(page);
    for (bool in_tag = false; *page != '\0'; page++) {
        in_tag = in_tag ? *page != '>' : *page == '<';
        if (!in_tag && *page != '>' && size + 1 < sizeof text)
            text[size++] = *page;
    }
    text[size] = '\0';
    return text;
}

/* S28: not one word of a sheet is of our own where the host gave all. */
Test(exchange_sheet, S28_every_word_is_the_hosts)
{
    const as__sheet_hand hands[] = {{NULL, {2026, 11, 20}}, {"7", {2026, 11, 20}}};
    as__sheet_line lines[] = {
        {.day = {2026, 1, 1}, .promise = "1", .place = "6", .is_done = true, .who = "2"},
        {.day = {2027, 5, 1}, .time = {1, 9, 30, 0}, .promise = "3"},
        {.waits = AS__WORD_AFTER_SALE, .promise = "4"},
        {.waits = AS__WORD_LATER, .promise = "5"},
    };
    as__sheet_document document = usual();
    char word[AS__WORD_COUNT][24];
    for (size_t i = 0; i < AS__WORD_COUNT; i++) {
        snprintf(word[i], sizeof word[i], "\xe2\x82\xac%zu", i);
        words.word[i] = word[i];
    }
    words.word[AS__WORD_MONTHS] = "1,2,3,4,5,6,7,8,9,10,11,12";
    words.word[AS__WORD_DATE] = "{day}.{month}.{year}";
    document.customer = document.about = document.seller = document.call_name = document.call_how = "0";
    document.hands = hands;
    document.hand_count = COUNT(hands);
    document.seen = (aftersale_date){2026, 11, 20};
    document.replaces = 1;
    document.replaced_day = document.seen;
    document.lines = lines;
    for (int32_t format = AFTERSALE_FORMAT_TEXT; format <= AFTERSALE_FORMAT_HTML; format++) {
        for (document.count = 0; document.count <= COUNT(lines); document.count += COUNT(lines)) {
            const char *text = write_sheet(&document, format);
            if (format == AFTERSALE_FORMAT_HTML)
                text = visible(text);
            for (const char *at = text; *at != '\0'; at++)
                cr_assert_not((*at | 0x20) >= 'a' && (*at | 0x20) <= 'z', "%s", text);
        }
    }
}

/* S28: a page says which way its language is written, and the line of time goes that way. */
Test(exchange_sheet, S28_right_to_left)
{
    as__sheet_document document = usual();
    as__sheet_line lines[] = {
        {.day = {2026, 1, 1}, .promise = "\xd9\x86\xd8\xaa\xd8\xb5\xd9\x84", .language = "ar"},
        {.day = {2026, 2, 1}, .promise = "We call.", .language = "en"},
    };
    words.language = "ar-EG";
    document.lines = lines;
    document.count = COUNT(lines);
    document.title = "Plan";
    document.title_language = "en";
    const char *text = write_sheet(&document, AFTERSALE_FORMAT_HTML);
    check_holds(text, "<html lang=\"ar-EG\" dir=\"rtl\">");
    check_holds(text, "<h1 id=\"title\"><span lang=\"en\" dir=\"ltr\">Plan</span></h1>");
    check_holds(text, "<td>\xd9\x86\xd8\xaa\xd8\xb5\xd9\x84</td>");
    check_holds(text, "<td><span lang=\"en\" dir=\"ltr\">We call.</span></td>");
    check_holds(
        text,
        "<circle class=\"ahead\" cx=\"628\" cy=\"10\" r=\"9\"/><text class=\"ahead\" x=\"628\" y=\"14\">1<");
    check_holds(text, "<text x=\"640\" y=\"41\" text-anchor=\"start\">1 January 2026</text>");
    check_holds(text, "<text x=\"0\" y=\"41\" text-anchor=\"end\">1 February 2026</text>");
}

/* Marks of close days stand above one another, six at most; no two touch. */
Test(exchange_sheet, S28_marks_do_not_overlap)
{
    as__sheet_line lines[40];
    as__sheet_document document = usual();
    document.lines = lines;
    document.count = COUNT(lines);
    for (size_t days = 1; days <= 64; days *= 2) {
        int x[COUNT(lines)], y[COUNT(lines)];
        size_t count = 0;
        for (size_t i = 0; i < COUNT(lines); i++)
            lines[i] = (as__sheet_line){.day = {2026, 1, (uint8_t)(1 + i * days / 128)}, .promise = "a"};
        lines[COUNT(lines) - 1].day.month = 2;
        const char *text = write_sheet(&document, AFTERSALE_FORMAT_HTML);
        for (const char *at = text; (at = strstr(at, "<circle class=\"ahead\" ")) != NULL; at++, count++)
            cr_assert_eq(sscanf(at, "<circle class=\"ahead\" cx=\"%d\" cy=\"%d\"", &x[count], &y[count]), 2);
        cr_assert_geq(count, 7);
        for (size_t i = 0; i < count; i++)
            for (size_t j = 0; j < i; j++)
                cr_assert((x[i] - x[j]) * (x[i] - x[j]) + (y[i] - y[j]) * (y[i] - y[j]) >= 20 * 20);
    }
}

Test(exchange_sheet, S28_without_memory)
{
    as__sheet_document document = usual();
    const as__sheet_hand hand = {"Ann", {2026, 11, 20}};
    document.replaces = 1;
    document.replaced_day = document.made;
    document.hands = &hand;
    document.hand_count = 1;
    document.seen = document.made;
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
