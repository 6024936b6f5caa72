/* SPDX-License-Identifier: MIT */
#include "csv/csv_reader.h"
#include <stdlib.h>

static int next_byte(csv_reader *reader)
{
    if (reader->at == reader->filled) {
        reader->filled = fread(reader->block, 1, sizeof reader->block, reader->file);
        reader->at = 0;
        reader->taken += reader->filled;
        if (reader->filled == 0)
            return EOF;
    }
    if (reader->keeps_raw)
        text_add_sign(&reader->raw, reader->block[reader->at]);
    return (unsigned char)reader->block[reader->at++];
}

static int peek_byte(csv_reader *reader)
{
    bool keeps_raw = reader->keeps_raw;
    reader->keeps_raw = false;
    int byte = next_byte(reader);
    reader->keeps_raw = keeps_raw;
    if (byte != EOF)
        reader->at--;
    return byte;
}

static void skip_byte_order_mark(csv_reader *reader)
{
    static const unsigned char mark[] = {0xef, 0xbb, 0xbf};
    if (peek_byte(reader) != mark[0] || reader->filled < sizeof mark)
        return;
    const unsigned char *block = (const unsigned char *)reader->block;
    if (block[1] == mark[1] && block[2] == mark[2])
        reader->at = sizeof mark;
}

void csv_begin(csv_reader *reader, FILE *file, char delimiter, text_encoding encoding)
{
    *reader = (csv_reader){.file = file, .delimiter = delimiter, .encoding = encoding, .next_line = 1};
    skip_byte_order_mark(reader);
}

static void begin_field(csv_reader *reader)
{
    reader->starts = need_room(reader->starts, reader->count, sizeof *reader->starts);
    reader->starts[reader->count++] = reader->text.size;
}

static void add_byte(csv_reader *reader, int byte)
{
    if (byte == '\0')
        reader->fault = "holds a NUL byte";
    else
        encoding_add(&reader->text, reader->encoding, (char)byte);
}

/* Reads up to the quote that closes the field. */
static void read_quoted(csv_reader *reader)
{
    for (;;) {
        int byte = next_byte(reader);
        if (byte == EOF) {
            reader->fault = "a quote is opened and never closed";
            return;
        }
        if (byte == '\n')
            reader->next_line++;
        if (byte == '"') {
            if (peek_byte(reader) != '"')
                return;
            (void)next_byte(reader);
        }
        add_byte(reader, byte);
    }
}

/* @return what ended the field: the delimiter, '\n' or EOF */
static int read_field(csv_reader *reader)
{
    begin_field(reader);
    bool was_quoted = peek_byte(reader) == '"';
    if (was_quoted) {
        (void)next_byte(reader);
        read_quoted(reader);
    }
    for (;;) {
        int byte = next_byte(reader);
        if (byte == '\r' && peek_byte(reader) == '\n')
            byte = next_byte(reader);
        if (byte == '\n')
            reader->next_line++;
        if (byte == EOF || byte == '\n' || byte == (unsigned char)reader->delimiter) {
            text_add_bytes(&reader->text, "", 1);
            return byte;
        }
        if (was_quoted)
            reader->fault = "there is text behind a closing quote";
        add_byte(reader, byte);
    }
}

static void read_row(csv_reader *reader)
{
    text_clear(&reader->text);
    text_clear(&reader->raw);
    reader->count = 0;
    reader->fault = NULL;
    reader->line = reader->next_line;
    while (read_field(reader) == (unsigned char)reader->delimiter)
        ;
    if (reader->fault == NULL && !is_utf8(reader->text.data, reader->text.size))
        reader->fault = "is not UTF-8: name the encoding in the map";
}

bool csv_next(csv_reader *reader)
{
    while (peek_byte(reader) != EOF) {
        read_row(reader);
        if (reader->count > 1 || reader->fault != NULL || csv_field(reader, 0)[0] != '\0')
            return true;
    }
    return false;
}

const char *csv_field(const csv_reader *reader, size_t i)
{
    return reader->text.data + reader->starts[i];
}

void csv_end(csv_reader *reader)
{
    text_free(&reader->text);
    text_free(&reader->raw);
    free(reader->starts);
    reader->starts = NULL;
}
