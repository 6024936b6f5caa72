/* SPDX-License-Identifier: MIT */
#include "exchange/sheet_part.h"
#include <string.h>

/* Signs that mean something anywhere in a line, and those that do at its beginning, behind a number too. */
#define MARKUP "\\`*_[]<>|~&#$^"
#define MARKUP_FIRST "+-=.):"

/* A word, its markup made harmless. */
static void put_word(as__buffer *out, const as__piece *word, bool begins_line)
{
    size_t number = begins_line ? strspn(word->text, "0123456789") : SIZE_MAX;
    for (size_t i = 0; i < word->size; i++) {
        char sign = word->text[i];
        if (strchr(MARKUP, sign) != NULL || (i == number && strchr(MARKUP_FIRST, sign) != NULL))
            as__buffer_byte(out, '\\');
        as__buffer_byte(out, (uint8_t)sign);
    }
}

/* A value in one line. */
static void put_value(as__buffer *out, const char *value, bool begins_line)
{
    as__piece word;
    for (bool is_first = true; value != NULL && as__sheet_next(&value, &word); is_first = false) {
        if (!is_first)
            as__buffer_byte(out, ' ');
        put_word(out, &word, is_first && begins_line);
    }
}

static void put(as__buffer *out, const char *value)
{
    put_value(out, value, false);
}

static void put_first(as__buffer *out, const char *value)
{
    put_value(out, value, true);
}

/* A value whose lines stay lines. */
static void put_apart(as__buffer *out, const char *value)
{
    as__piece word;
    for (bool is_first = true; as__sheet_next(&value, &word); is_first = false) {
        bool begins_line = is_first || word.begins_line;
        if (!is_first)
            as__buffer_text(out, begins_line ? "\\\n" : " ");
        put_word(out, &word, begins_line);
    }
    as__buffer_byte(out, '\n');
}

static void put_fact(as__buffer *out, const char *label, const char *value)
{
    if (value == NULL)
        return;
    as__buffer_text(out, "- ");
    put_first(out, label);
    as__buffer_text(out, ": ");
    put(out, value);
    as__buffer_byte(out, '\n');
}

static void put_head(const as__sheet_document *document, bool names_who, as__buffer *out)
{
    const char *const *word = document->words->word;
    as__buffer_text(out, "| ");
    put(out, word[AS__WORD_WHEN]);
    as__buffer_text(out, " | ");
    put(out, word[AS__WORD_WHAT]);
    if (names_who) {
        as__buffer_text(out, " | ");
        put(out, word[AS__WORD_WHO]);
    }
    as__buffer_text(out, names_who ? " |\n| --- | --- | --- |\n" : " |\n| --- | --- |\n");
}

static void put_line(const as__sheet_document *document, const as__sheet_line *line, bool names_who,
                     as__buffer *scratch, as__buffer *out)
{
    as__buffer_text(out, "| ");
    put(out, as__sheet_when(document, line, scratch));
    as__buffer_text(out, " | ");
    put(out, line->promise);
    if (line->place != NULL) {
        as__buffer_byte(out, ' ');
        put(out, document->words->word[AS__WORD_WHERE]);
        as__buffer_text(out, ": ");
        put(out, line->place);
    }
    if (line->is_done) {
        as__buffer_text(out, " **");
        put(out, document->words->word[AS__WORD_DONE]);
        as__buffer_text(out, "**");
    }
    if (names_who) {
        as__buffer_text(out, " | ");
        put(out, line->who);
    }
    as__buffer_text(out, " |\n");
}

static void put_lines(const as__sheet_document *document, as__buffer *scratch, as__buffer *out)
{
    bool names_who = as__sheet_names_who(document);
    if (document->count == 0) {
        put_first(out, document->words->word[AS__WORD_NOTHING]);
        as__buffer_byte(out, '\n');
        return;
    }
    put_head(document, names_who, out);
    for (size_t i = 0; i < document->count; i++)
        put_line(document, &document->lines[i], names_who, scratch, out);
}

void as__sheet_markdown(const as__sheet_document *document, as__buffer *out)
{
    const char *const *word = document->words->word;
    as__buffer scratch;
    as__buffer_init(&scratch, out->memory);

    as__buffer_text(out, "# ");
    put_first(out, as__sheet_title(document));
    as__buffer_text(out, "\n\n");
    put_fact(out, word[AS__WORD_FOR], document->customer);
    put_fact(out, word[AS__WORD_ABOUT], document->about);
    put_fact(out, word[AS__WORD_CALL], as__sheet_call(document, &scratch));
    as__buffer_byte(out, '\n');
    put_lines(document, &scratch, out);
    as__buffer_byte(out, '\n');
    if (document->seller != NULL) {
        put_first(out, document->seller);
        as__buffer_text(out, "\\\n");
    }
    put_apart(out, as__sheet_state(document, &scratch));

    out->failed |= scratch.failed;
    as__buffer_free(&scratch);
}
