/* SPDX-License-Identifier: MIT */
#include "exchange/sheet_part.h"

#define WIDTH 78 /* code points */
#define INDENT 4

typedef struct page {
    as__buffer *out;
    as__buffer scratch, fact;
    size_t indent, column; /* column 0: nothing stands on this line */
    size_t widest;         /* since the paragraph began */
} page;

static void break_line(page *at)
{
    as__buffer_byte(at->out, '\n');
    at->column = 0;
}

static void put_point(page *at, const char *text, size_t size)
{
    if (at->column == WIDTH)
        break_line(at);
    if (at->column == 0) {
        as__buffer_append(at->out, "        ", at->indent);
        at->column = at->indent;
    }
    as__buffer_append(at->out, text, size);
    at->column++;
    if (at->column > at->widest)
        at->widest = at->column;
}

static size_t count_points(const as__piece *word)
{
    size_t count = 0;
    for (size_t i = 0; i < word->size; i += as__sheet_point(word->text + i))
        count++;
    return count;
}

static void put_word(page *at, const as__piece *word)
{
    if (at->column > 0 && (word->begins_line || at->column + 1 + count_points(word) > WIDTH))
        break_line(at);
    if (at->column > 0)
        put_point(at, " ", 1);
    for (size_t i = 0, size; i < word->size; i += size) {
        size = as__sheet_point(word->text + i);
        put_point(at, word->text + i, size);
    }
}

/* A paragraph; NULL: there is none. */
static void put(page *at, size_t indent, const char *value)
{
    as__piece word;
    at->indent = indent;
    at->widest = 0;
    while (value != NULL && as__sheet_next(&value, &word))
        put_word(at, &word);
    if (at->column > 0)
        break_line(at);
}

static void put_fact(page *at, size_t indent, const char *label, const char *value)
{
    if (value == NULL)
        return;
    at->fact.size = 0;
    as__buffer_format(&at->fact, "%s: %s", label, value);
    put(at, indent, as__buffer_string(&at->fact));
}

static void put_title(page *at, const as__sheet_document *document)
{
    put(at, 0, as__sheet_title(document));
    for (size_t i = at->widest; i > 0; i--)
        as__buffer_byte(at->out, '=');
    break_line(at);
    break_line(at);
}

static void put_line(page *at, const as__sheet_document *document, const as__sheet_line *line)
{
    const char *const *word = document->words->word;
    put(at, 0, as__sheet_when(document, line, &at->scratch));
    put(at, INDENT, line->promise);
    put_fact(at, INDENT, word[AS__WORD_WHERE], line->place);
    put_fact(at, INDENT, word[AS__WORD_WHO], line->who);
    if (line->is_done)
        put(at, INDENT, word[AS__WORD_DONE]);
    break_line(at);
}

void as__sheet_text(const as__sheet_document *document, as__buffer *out)
{
    const char *const *word = document->words->word;
    page at = {.out = out};
    as__buffer_init(&at.scratch, out->memory);
    as__buffer_init(&at.fact, out->memory);

    put_title(&at, document);
    put_fact(&at, 0, word[AS__WORD_FOR], document->customer);
    put_fact(&at, 0, word[AS__WORD_ABOUT], document->about);
    if (document->customer != NULL || document->about != NULL)
        break_line(&at);
    if (document->count == 0) {
        put(&at, 0, word[AS__WORD_NOTHING]);
        break_line(&at);
    }
    for (size_t i = 0; i < document->count; i++)
        put_line(&at, document, &document->lines[i]);
    put_fact(&at, 0, word[AS__WORD_CALL], as__sheet_call(document, &at.scratch));
    put(&at, 0, document->seller);
    put(&at, 0, as__sheet_state(document, &at.scratch));

    out->failed |= at.scratch.failed || at.fact.failed;
    as__buffer_free(&at.scratch);
    as__buffer_free(&at.fact);
}
