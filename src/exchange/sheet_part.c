/* SPDX-License-Identifier: MIT */
#include "exchange/sheet_part.h"
#include "aftersale/sheet.h"
#include "value/date.h"
#include <stdio.h>

/* Bytes of the blank or control character at `text`; 0: it is neither. */
static size_t gap(const char *text)
{
    unsigned char first = (unsigned char)text[0];
    if (first != '\0' && (first <= 0x20 || first == 0x7F))
        return 1;
    unsigned char second = first == 0xC2 ? (unsigned char)text[1] : 0;
    return second >= 0x80 && second <= 0x9F ? 2 : 0;
}

bool as__sheet_next(const char **text, as__piece *out)
{
    const char *at = *text;
    bool begins_line = false;
    for (size_t size = gap(at); size > 0; size = gap(at)) {
        begins_line |= *at == '\n';
        at += size;
    }
    *out = (as__piece){.text = at, .begins_line = begins_line};
    while (*at != '\0' && gap(at) == 0)
        at++;
    out->size = (size_t)(at - out->text);
    *text = at;
    return out->size > 0;
}

size_t as__sheet_point(const char *text)
{
    size_t size = 1;
    while (((unsigned char)text[size] & 0xC0) == 0x80)
        size++;
    return size;
}

const char *as__sheet_title(const as__sheet_document *document)
{
    return document->title != NULL ? document->title : document->words->word[AS__WORD_TITLE];
}

/* A pattern with a day under the name `day_name`, and one more field; that of no value may be without a name. */
static void put_dated(const as__words_table *words, as__word pattern, as__merge_field other,
                      const char *day_name, aftersale_date day, as__buffer *out)
{
    as__buffer text;
    as__buffer_init(&text, out->memory);
    as__words_date(words, day, &text);
    const as__merge_field fields[] = {{day_name, as__buffer_string(&text)}, other};
    as__merge(words->word[pattern], fields, other.name != NULL ? 2 : 1, out);
    out->failed |= text.failed;
    as__buffer_free(&text);
}

static const char *string_of(as__buffer *scratch)
{
    const char *text = as__buffer_string(scratch);
    return text == NULL ? "" : text;
}

bool as__sheet_names_who(const as__sheet_document *document)
{
    for (size_t i = 0; i < document->count; i++) {
        if (document->lines[i].who != NULL)
            return true;
    }
    return false;
}

const char *as__sheet_when(const as__sheet_document *document, const as__sheet_line *line,
                           as__buffer *scratch)
{
    char clock[AS__DAYTIME_TEXT];
    if (!as__date_given(line->day))
        return document->words->word[line->waits];
    scratch->size = 0;
    if (line->time.given) {
        as__daytime_text(line->time, clock);
        put_dated(document->words, AS__WORD_DATE_TIME, (as__merge_field){"time", clock}, "date", line->day,
                  scratch);
    } else {
        as__words_date(document->words, line->day, scratch);
    }
    return string_of(scratch);
}

const char *as__sheet_call(const as__sheet_document *document, as__buffer *scratch)
{
    const char *name = document->call_name, *how = document->call_how;
    if (name == NULL && how == NULL)
        return NULL;
    scratch->size = 0;
    as__buffer_format(scratch, "%s%s%s", name == NULL ? "" : name, name != NULL && how != NULL ? ", " : "",
                      how == NULL ? "" : how);
    return string_of(scratch);
}

static void put_version(const as__words_table *words, as__word pattern, int32_t version, aftersale_date day,
                        as__buffer *out)
{
    char number[12];
    snprintf(number, sizeof number, "%d", (int)version);
    put_dated(words, pattern, (as__merge_field){"version", number}, "day", day, out);
}

const char *as__sheet_state(const as__sheet_document *document, as__buffer *scratch)
{
    const as__words_table *words = document->words;
    scratch->size = 0;
    put_version(words, AS__WORD_EDITION, document->version, document->made, scratch);
    if (document->replaces != 0) {
        as__buffer_byte(scratch, '\n');
        put_version(words, AS__WORD_REPLACES, document->replaces, document->replaced_day, scratch);
    }
    for (size_t i = 0; i < document->hand_count; i++) {
        const as__sheet_hand *hand = &document->hands[i];
        as__buffer_byte(scratch, '\n');
        put_dated(words, hand->with != NULL ? AS__WORD_SHARED_WITH : AS__WORD_SHARED,
                  (as__merge_field){"who", hand->with}, "day", hand->day, scratch);
    }
    if (as__date_given(document->seen)) {
        as__buffer_byte(scratch, '\n');
        put_dated(words, AS__WORD_SEEN, (as__merge_field){NULL, NULL}, "day", document->seen, scratch);
    }
    return string_of(scratch);
}

void as__sheet_write(const as__sheet_document *document, int32_t format, as__buffer *out)
{
    if (format == AFTERSALE_FORMAT_HTML)
        as__sheet_html(document, out);
    else if (format == AFTERSALE_FORMAT_MARKDOWN)
        as__sheet_markdown(document, out);
    else
        as__sheet_text(document, out);
}
