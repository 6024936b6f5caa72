/* SPDX-License-Identifier: MIT */
#include "csv_file.h"
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#define END (-1)

bool csv_open(csv_file *file, const char *path)
{
    *file = (csv_file){.stream = gzopen(path, "rb")};
    return file->stream != NULL;
}

void csv_close(csv_file *file)
{
    if (file->stream != NULL)
        gzclose(file->stream);
    free(file->text);
    *file = (csv_file){0};
}

static int next_sign(csv_file *file)
{
    int sign = gzgetc((gzFile)file->stream);
    if (sign == '\n')
        file->line++;
    if (sign != END)
        return sign;
    int error = Z_OK;
    gzerror(file->stream, &error);
    if (error != Z_OK && error != Z_STREAM_END)
        file->failed = true;
    return END;
}

static void keep(csv_file *file, int sign)
{
    if (file->size == file->room) {
        size_t room = file->room == 0 ? 256 : file->room * 2;
        char *text = realloc(file->text, room);
        if (text == NULL) {
            file->failed = true;
            return;
        }
        file->text = text;
        file->room = room;
    }
    file->text[file->size++] = (char)sign;
}

static void begin_field(csv_file *file)
{
    if (file->count == CSV_COLUMNS)
        file->failed = true;
    else
        file->starts[file->count++] = file->size;
}

/* Behind the opening quote. @return the sign behind the closing one */
static int read_quoted(csv_file *file)
{
    for (;;) {
        int sign = next_sign(file);
        if (sign == '"') {
            sign = next_sign(file);
            if (sign != '"')
                return sign;
        }
        if (sign == END) {
            file->failed = true;
            return END;
        }
        keep(file, sign);
        if (file->failed)
            return END;
    }
}

/* @return the sign that ended the field: a comma, a line's end, or END */
static int read_field(csv_file *file, int sign)
{
    begin_field(file);
    if (sign == '"')
        sign = read_quoted(file);
    while (!file->failed && sign != ',' && sign != '\n' && sign != END) {
        if (sign != '\r')
            keep(file, sign);
        sign = next_sign(file);
    }
    keep(file, '\0');
    return sign;
}

bool csv_row(csv_file *file)
{
    file->size = 0;
    file->count = 0;
    int sign = next_sign(file);
    while (sign == '\n' || sign == '\r')
        sign = next_sign(file);
    if (sign == END || file->failed)
        return false;
    while ((sign = read_field(file, sign)) == ',' && !file->failed)
        sign = next_sign(file);
    for (size_t i = 0; i < file->count; i++)
        file->fields[i] = file->text + file->starts[i];
    return !file->failed;
}

bool csv_row_is(const csv_file *file, const char *header)
{
    for (size_t i = 0; i < file->count; i++) {
        size_t size = strlen(file->fields[i]);
        if (strncmp(header, file->fields[i], size) != 0)
            return false;
        header += size;
        if (i + 1 < file->count && *header++ != ',')
            return false;
    }
    return *header == '\0';
}
