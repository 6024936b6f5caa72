/* SPDX-License-Identifier: MIT */
#include "exchange/sheet_part.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

/* Colours are those of WCAG AA, on light and on dark; paper is light. */
static const char style[] =
    ":root{color-scheme:light dark;--ink:#222;--paper:#fff;--aside:#555;--rule:#bbb;--mark:#1a6335}\n"
    "@media screen and (prefers-color-scheme:dark){"
    ":root{--ink:#eee;--paper:#181818;--aside:#b5b5b5;--rule:#555;--mark:#86d3a2}}\n"
    "@page{margin:14mm 16mm}\n"
    "body{margin:2rem auto;max-width:44rem;padding:0 1rem;color:var(--ink);background:var(--paper);"
    "font:1rem/1.45 Charter,Cambria,Georgia,serif}\n"
    "h1{margin:0 0 1rem;font-size:1.6rem;line-height:1.2}\n"
    "h2{margin:1.5rem 0 .25rem;font-size:1.1rem}\n"
    "p{margin:.25rem 0}\n"
    "address{font-style:normal}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1.25rem}\n"
    "dt,.aside{color:var(--aside)}\n"
    "dd{margin:0}\n"
    "svg{display:block;width:100%;height:auto;margin:0 0 1rem;font-size:12px;fill:var(--aside)}\n"
    "path{stroke:var(--aside)}\n"
    "circle{fill:var(--paper);stroke:var(--mark);stroke-width:1.5}\n"
    "circle.done{fill:var(--mark)}\n"
    "text.done,text.ahead{font-size:11px;text-anchor:middle;fill:var(--mark)}\n"
    "text.done{fill:var(--paper)}\n"
    "table{width:100%;border-collapse:collapse}\n"
    "th,td{padding:.4rem 0;padding-inline-end:1rem;border-bottom:1px solid var(--rule);text-align:start;"
    "vertical-align:top;overflow-wrap:anywhere}\n"
    "thead th{border-bottom:2px solid var(--aside);font-size:.9rem}\n"
    "tbody th{width:22%;font-weight:600}\n"
    ".number{width:2rem;color:var(--aside)}\n"
    ".who{width:16%}\n"
    "tr,svg,address,footer{break-inside:avoid}\n"
    "strong{white-space:nowrap;color:var(--mark)}\n"
    "footer{margin-top:1.5rem}\n"
    "@media print{html{font-size:10pt}body{margin:0;max-width:none;padding:0;line-height:1.25}"
    "h1,dl,svg{margin-bottom:.5rem}h2,footer{margin-top:.7rem}p{margin:0}th,td{padding-block:.15rem}}\n";

static void put_word(as__buffer *out, const as__piece *word)
{
    static const char signs[] = "&<>\"'";
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < word->size; i++) {
        const char *sign = strchr(signs, word->text[i]);
        if (sign != NULL)
            as__buffer_text(out, names[sign - signs]);
        else
            as__buffer_byte(out, (uint8_t)word->text[i]);
    }
}

void as__sheet_put_html(as__buffer *out, const char *value)
{
    as__piece word;
    for (bool is_first = true; value != NULL && as__sheet_next(&value, &word); is_first = false) {
        if (!is_first)
            as__buffer_text(out, word.begins_line ? "<br/>\n" : " ");
        put_word(out, &word);
    }
}

static void put_between(as__buffer *out, const char *before, const char *value, const char *after)
{
    if (value == NULL)
        return;
    as__buffer_text(out, before);
    as__sheet_put_html(out, value);
    as__buffer_text(out, after);
}

static const char *direction_of(const char *language)
{
    return as__language_is_mirrored(language) ? "rtl" : "ltr";
}

/* Words of the plan; where they are not in the language of the page, with theirs. */
static void put_wording(const as__sheet_document *document, const char *text, const char *language,
                        as__buffer *out)
{
    const char *page = document->words->language;
    size_t size = language != NULL ? strlen(language) : 0;
    if (size == 0 || (strncmp(page, language, size) == 0 && (page[size] == '\0' || page[size] == '-'))) {
        as__sheet_put_html(out, text);
        return;
    }
    put_between(out, "<span lang=\"", language, "\"");
    put_between(out, " dir=\"", direction_of(language), "\">");
    put_between(out, "", text, "</span>");
}

static void put_head(const as__sheet_document *document, as__buffer *out)
{
    const char *language = document->words->language;
    put_between(out, "<!DOCTYPE html>\n<html lang=\"", language, "\"");
    put_between(out, " dir=\"", direction_of(language), "\">\n");
    as__buffer_text(out, "<head>\n<meta charset=\"utf-8\"/>\n"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    put_between(out, "<title>", as__sheet_title(document), "</title>\n");
    as__buffer_text(out, "<style>\n");
    as__buffer_text(out, style);
    as__buffer_text(out, "</style>\n</head>\n<body>\n<header>\n<h1 id=\"title\">");
    put_wording(document, as__sheet_title(document),
                document->title != NULL ? document->title_language : NULL, out);
    as__buffer_text(out, "</h1>\n");
}

static void put_facts(const as__sheet_document *document, as__buffer *out)
{
    const char *const *word = document->words->word;
    if (document->customer == NULL && document->about == NULL)
        return;
    as__buffer_text(out, "<dl>\n");
    if (document->customer != NULL) {
        put_between(out, "<dt>", word[AS__WORD_FOR], "</dt>");
        put_between(out, "<dd><bdi>", document->customer, "</bdi></dd>\n");
    }
    if (document->about != NULL) {
        put_between(out, "<dt>", word[AS__WORD_ABOUT], "</dt>");
        put_between(out, "<dd><bdi>", document->about, "</bdi></dd>\n");
    }
    as__buffer_text(out, "</dl>\n");
}

static void put_when(const as__sheet_document *document, const as__sheet_line *line, as__buffer *scratch,
                     as__buffer *out)
{
    char day[AS__DATE_TEXT], clock[AS__DAYTIME_TEXT];
    as__buffer_text(out, "<th scope=\"row\">");
    if (as__date_given(line->day)) {
        as__date_text(line->day, day);
        as__daytime_text(line->time, clock);
        as__buffer_format(out, "<time datetime=\"%s%s%s\">", day, line->time.given ? "T" : "", clock);
        as__sheet_put_html(out, as__sheet_when(document, line, scratch));
        as__buffer_text(out, "</time>");
    } else {
        as__sheet_put_html(out, as__sheet_when(document, line, scratch));
    }
    as__buffer_text(out, "</th>");
}

static void put_row(const as__sheet_document *document, size_t i, bool names_who, as__buffer *scratch,
                    as__buffer *out)
{
    const as__sheet_line *line = &document->lines[i];
    as__buffer_format(out, "<tr><td class=\"number\">%zu</td>", i + 1);
    put_when(document, line, scratch, out);
    as__buffer_text(out, "<td>");
    put_wording(document, line->promise, line->language, out);
    if (line->place != NULL) {
        put_between(out, "<br/>\n<span class=\"aside\">", document->words->word[AS__WORD_WHERE], ": ");
        put_between(out, "<bdi>", line->place, "</bdi></span>");
    }
    if (line->is_done)
        put_between(out, " <strong>✓ ", document->words->word[AS__WORD_DONE], "</strong>");
    as__buffer_text(out, "</td>");
    if (names_who && line->who == NULL)
        as__buffer_text(out, "<td class=\"who\"></td>");
    put_between(out, "<td class=\"who\"><bdi>", line->who, "</bdi></td>");
    as__buffer_text(out, "</tr>\n");
}

static void put_table(const as__sheet_document *document, as__buffer *scratch, as__buffer *out)
{
    const char *const *word = document->words->word;
    bool names_who = as__sheet_names_who(document);
    if (document->count == 0) {
        put_between(out, "<p>", word[AS__WORD_NOTHING], "</p>\n");
        return;
    }
    as__buffer_text(out, "<table aria-labelledby=\"title\">\n<thead>\n<tr>");
    put_between(out, "<th class=\"number\" scope=\"col\">", word[AS__WORD_NUMBER], "</th>");
    put_between(out, "<th scope=\"col\">", word[AS__WORD_WHEN], "</th>");
    put_between(out, "<th scope=\"col\">", word[AS__WORD_WHAT], "</th>");
    if (names_who)
        put_between(out, "<th class=\"who\" scope=\"col\">", word[AS__WORD_WHO], "</th>");
    as__buffer_text(out, "</tr>\n</thead>\n<tbody>\n");
    for (size_t i = 0; i < document->count; i++)
        put_row(document, i, names_who, scratch, out);
    as__buffer_text(out, "</tbody>\n</table>\n");
}

void as__sheet_html(const as__sheet_document *document, as__buffer *out)
{
    bool mirrored = as__language_is_mirrored(document->words->language);
    as__buffer scratch;
    as__buffer_init(&scratch, out->memory);

    put_head(document, out);
    put_facts(document, out);
    as__buffer_text(out, "</header>\n<main>\n");
    as__sheet_time_line(document, mirrored, out);
    put_table(document, &scratch, out);
    const char *call = as__sheet_call(document, &scratch);
    if (call != NULL) {
        put_between(out, "<h2>", document->words->word[AS__WORD_CALL], "</h2>\n");
        put_between(out, "<address><bdi>", call, "</bdi></address>\n");
    }
    as__buffer_text(out, "</main>\n<footer>\n");
    put_between(out, "<p><bdi>", document->seller, "</bdi></p>\n");
    put_between(out, "<p class=\"aside\">", as__sheet_state(document, &scratch), "</p>\n");
    as__buffer_text(out, "</footer>\n</body>\n</html>\n");

    out->failed |= scratch.failed;
    as__buffer_free(&scratch);
}
