/* SPDX-License-Identifier: MIT */
#include "import/import_source.h"
#include "csv/csv_reader.h"
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The standard input cannot be read twice. */
static FILE *lay_aside(void)
{
    char block[65536];
    size_t size;
    FILE *copy = tmpfile();
    if (copy == NULL)
        return NULL;
    while ((size = fread(block, 1, sizeof block, stdin)) > 0)
        fwrite(block, 1, size, copy);
    if (!ferror(stdin) && !ferror(copy) && fseek(copy, 0, SEEK_SET) == 0)
        return copy;
    fclose(copy);
    return NULL;
}

int source_open(program *all, const char *path, const char *rejects, bool is_read_twice, import_source *out)
{
    struct stat about, other;
    bool is_input = strcmp(path, "-") == 0;
    *out = (import_source){.keeps_refused = rejects != NULL && is_read_twice};
    if (!is_input)
        out->file = fopen(path, "rb");
    else
        out->file = out->keeps_refused ? lay_aside() : stdin;
    if (out->file == NULL || fstat(fileno(out->file), &about) != 0)
        return complain_of_file(all, is_input ? "standard input" : path);
    if (rejects != NULL && stat(rejects, &other) == 0 && other.st_dev == about.st_dev &&
        other.st_ino == about.st_ino)
        return complain_of_usage(all, "--rejects", "must be another file than the one that is read");
    if (S_ISREG(about.st_mode))
        out->size = (uint64_t)about.st_size;
    return ENDED_WELL;
}

void source_refuse(import_source *source, uint64_t line)
{
    if (!source->keeps_refused)
        return;
    source->refused = need_room(source->refused, source->refused_count, sizeof *source->refused);
    source->refused[source->refused_count++] = line;
}

static int compare(const void *left, const void *right)
{
    const uint64_t *a = left, *b = right;
    return (*a > *b) - (*a < *b);
}

/* Lines are asked for in their order. */
static bool is_refused(const import_source *source, size_t *next, uint64_t line)
{
    while (*next < source->refused_count && source->refused[*next] < line)
        ++*next;
    return *next < source->refused_count && source->refused[*next] == line;
}

static void copy_rows(const import_source *source, FILE *out, char delimiter)
{
    csv_reader *reader = need_memory(NULL, sizeof *reader);
    size_t next = 0;
    bool is_head = true;
    csv_begin(reader, source->file, delimiter, ENCODING_UTF8);
    reader->keeps_raw = true;
    for (; csv_next(reader); is_head = false) {
        if (!is_head && !is_refused(source, &next, reader->line))
            continue;
        fwrite(reader->raw.data, 1, reader->raw.size, out);
        if (reader->raw.data[reader->raw.size - 1] != '\n')
            putc('\n', out);
    }
    csv_end(reader);
    free(reader);
}

int source_write_refused(program *all, import_source *source, const char *path, char delimiter)
{
    FILE *out = fopen(path, "wb");
    if (out == NULL)
        return complain_of_file(all, path);
    if (source->refused_count > 0)
        qsort(source->refused, source->refused_count, sizeof *source->refused, compare);
    clearerr(source->file);
    bool is_well = fseek(source->file, 0, SEEK_SET) == 0;
    if (is_well)
        copy_rows(source, out, delimiter);
    is_well = is_well && !ferror(source->file) && !ferror(out);
    is_well = fclose(out) == 0 && is_well;
    return is_well ? ENDED_WELL : complain_of_file(all, path);
}

void source_close(import_source *source)
{
    if (source->file != NULL && source->file != stdin)
        fclose(source->file);
    free(source->refused);
}
