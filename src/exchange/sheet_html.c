/* SPDX-License-Identifier: MIT */
#include "exchange/sheet_part.h"
#include "value/date.h"
#include <string.h>

static const char style[] =
    "@page{size:A4;margin:18mm}\n"
    "body{margin:2rem auto;max-width:42rem;padding:0 1rem;color:#222;background:#fff;"
    "font:1rem/1.5 Charter,Cambria,Georgia,serif}\n"
    "h1{margin:0 0 1rem;font-size:1.6rem;line-height:1.2}\n"
    "h2{margin:1.5rem 0 .25rem;font-size:1.1rem}\n"
    "p{margin:.25rem 0}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.15rem 1rem;margin:0 0 1.5rem}\n"
    "dt,.aside{color:#555}\n"
    "dd{margin:0}\n"
    "svg{display:block;width:100%;height:auto;margin:0 0 1rem}\n"
    "table{width:100%;border-collapse:collapse}\n"
    "th,td{padding:.4rem 1rem .4rem 0;border-bottom:1px solid #ccc;text-align:start;vertical-align:top;"
    "overflow-wrap:anywhere}\n"
    "thead th{border-bottom:2px solid #555;font-size:.9rem}\n"
    "tbody th{min-width:9rem;font-weight:600}\n"
    "tr,footer{break-inside:avoid}\n"
    ".done{white-space:nowrap;color:#1a6335}\n"
    "footer{margin-top:2rem}\n"
    "@media print{body{margin:0;max-width:none;padding:0;font-size:10.5pt}}\n";

/* The time line, in units of its drawing. */
#define LINE_WIDTH 640
#define LINE_LEFT 8
#define LINE_RIGHT (LINE_WIDTH - LINE_LEFT)

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

static void put(as__buffer *out, const char *value)
{
    as__piece word;
    for (bool is_first = true; value != NULL && as__sheet_next(&value, &word); is_first = false) {
        if (!is_first)
            as__buffer_text(out, word.begins_line ? "<br>\n" : " ");
        put_word(out, &word);
    }
}

static void put_between(as__buffer *out, const char *before, const char *value, const char *after)
{
    if (value == NULL)
        return;
    as__buffer_text(out, before);
    put(out, value);
    as__buffer_text(out, after);
}

static void put_head(const as__sheet_document *document, as__buffer *out)
{
    put_between(out, "<!DOCTYPE html>\n<html lang=\"", document->words->language, "\">\n");
    as__buffer_text(out, "<head>\n<meta charset=\"utf-8\">\n"
                         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n");
    put_between(out, "<title>", as__sheet_title(document), "</title>\n");
    as__buffer_text(out, "<style>\n");
    as__buffer_text(out, style);
    as__buffer_text(out, "</style>\n</head>\n<body dir=\"auto\">\n<main>\n");
}

static void put_facts(const as__sheet_document *document, as__buffer *out)
{
    const char *const *word = document->words->word;
    if (document->customer == NULL && document->about == NULL)
        return;
    as__buffer_text(out, "<dl>\n");
    if (document->customer != NULL) {
        put_between(out, "<dt>", word[AS__WORD_FOR], "</dt>");
        put_between(out, "<dd>", document->customer, "</dd>\n");
    }
    if (document->about != NULL) {
        put_between(out, "<dt>", word[AS__WORD_ABOUT], "</dt>");
        put_between(out, "<dd>", document->about, "</dd>\n");
    }
    as__buffer_text(out, "</dl>\n");
}

/* First and last of the dated lines; NULL: there are none. */
static void find_ends(const as__sheet_document *document, const as__sheet_line **first,
                      const as__sheet_line **last)
{
    *first = *last = NULL;
    for (size_t i = 0; i < document->count; i++) {
        const as__sheet_line *line = &document->lines[i];
        if (!as__date_given(line->day))
            continue;
        if (*first == NULL || as__date_compare(line->day, (*first)->day) < 0)
            *first = line;
        if (*last == NULL || as__date_compare(line->day, (*last)->day) > 0)
            *last = line;
    }
}

static void put_label(const as__sheet_document *document, aftersale_date day, int x, const char *anchor,
                      as__buffer *scratch, as__buffer *out)
{
    scratch->size = 0;
    as__words_date(document->words, day, scratch);
    as__buffer_format(out, "<text x=\"%d\" y=\"34\" fill=\"#555\" text-anchor=\"%s\">", x, anchor);
    put(out, as__buffer_string(scratch));
    as__buffer_text(out, "</text>\n");
}

static void put_dots(const as__sheet_document *document, int64_t begin, int64_t length, as__buffer *out)
{
    static const char dot[] =
        "<circle cx=\"%d\" cy=\"12\" r=\"5\" fill=\"%s\" stroke=\"#1a6335\" stroke-width=\"2\"/>\n";
    for (size_t i = 0; i < document->count; i++) {
        const as__sheet_line *line = &document->lines[i];
        if (!as__date_given(line->day))
            continue;
        int64_t passed = as__days_from_date(line->day) - begin;
        int x = LINE_LEFT + (int)(passed * (LINE_RIGHT - LINE_LEFT) / length);
        as__buffer_format(out, dot, x, line->is_done ? "#1a6335" : "#fff");
    }
}

/* A picture of what the table says: nothing in it is for screen readers. */
static void put_time_line(const as__sheet_document *document, as__buffer *scratch, as__buffer *out)
{
    const as__sheet_line *first, *last;
    find_ends(document, &first, &last);
    if (first == NULL || as__date_compare(first->day, last->day) == 0)
        return;
    int64_t begin = as__days_from_date(first->day), end = as__days_from_date(last->day);
    as__buffer_format(out, "<svg viewBox=\"0 0 %d 40\" aria-hidden=\"true\" font-size=\"13\">\n", LINE_WIDTH);
    as__buffer_format(out, "<path d=\"M%d 12H%d\" stroke=\"#999\"/>\n", LINE_LEFT, LINE_RIGHT);
    put_dots(document, begin, end - begin, out);
    put_label(document, first->day, 0, "start", scratch, out);
    put_label(document, last->day, LINE_WIDTH, "end", scratch, out);
    as__buffer_text(out, "</svg>\n");
}

static void put_row(const as__sheet_document *document, const as__sheet_line *line, bool names_who,
                    as__buffer *scratch, as__buffer *out)
{
    put_between(out, "<tr><th scope=\"row\">", as__sheet_when(document, line, scratch), "</th>");
    put_between(out, "<td>", line->promise, "");
    if (line->is_done)
        put_between(out, " <span class=\"done\">✓ ", document->words->word[AS__WORD_DONE], "</span>");
    as__buffer_text(out, "</td>");
    if (names_who)
        put_between(out, "<td>", line->who == NULL ? "" : line->who, "</td>");
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
    put_between(out, "<table>\n<thead>\n<tr><th scope=\"col\">", word[AS__WORD_WHEN], "</th>");
    put_between(out, "<th scope=\"col\">", word[AS__WORD_WHAT], "</th>");
    if (names_who)
        put_between(out, "<th scope=\"col\">", word[AS__WORD_WHO], "</th>");
    as__buffer_text(out, "</tr>\n</thead>\n<tbody>\n");
    for (size_t i = 0; i < document->count; i++)
        put_row(document, &document->lines[i], names_who, scratch, out);
    as__buffer_text(out, "</tbody>\n</table>\n");
}

void as__sheet_html(const as__sheet_document *document, as__buffer *out)
{
    as__buffer scratch;
    as__buffer_init(&scratch, out->memory);

    put_head(document, out);
    put_between(out, "<h1>", as__sheet_title(document), "</h1>\n");
    put_facts(document, out);
    put_time_line(document, &scratch, out);
    put_table(document, &scratch, out);
    const char *call = as__sheet_call(document, &scratch);
    if (call != NULL) {
        put_between(out, "<h2>", document->words->word[AS__WORD_CALL], "</h2>\n");
        put_between(out, "<p>", call, "</p>\n");
    }
    as__buffer_text(out, "</main>\n<footer>\n");
    put_between(out, "<p>", document->seller, "</p>\n");
    put_between(out, "<p class=\"aside\">", as__sheet_edition(document, &scratch), "</p>\n");
    as__buffer_text(out, "</footer>\n</body>\n</html>\n");

    out->failed |= scratch.failed;
    as__buffer_free(&scratch);
}
