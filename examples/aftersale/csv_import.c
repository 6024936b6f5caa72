/* SPDX-License-Identifier: MIT */
#include "csv_import.h"
#include "program.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static void tell_bad(void *user, uint64_t line, const char *field, const char *reason)
{
    (void)user;
    fprintf(stderr, "line %" PRIu64 ", %s: %s\n", line, field, reason);
}

static char *trimmed_copy(const char *text)
{
    text += strspn(text, " \t");
    char *copy = need_copy(text);
    size_t size = strlen(copy);
    while (size > 0 && (copy[size - 1] == ' ' || copy[size - 1] == '\t'))
        copy[--size] = '\0';
    return copy;
}

static bool read_header(csv_import *import, csv_reader *reader)
{
    if (!csv_next(reader) || reader->fault != NULL) {
        fprintf(stderr, "aftersale: the first row of the file must name its columns\n");
        return false;
    }
    for (size_t i = 0; i < reader->count; i++) {
        import->header.names = need_room(import->header.names, i, sizeof *import->header.names);
        import->header.names[i] = trimmed_copy(csv_field(reader, i));
        import->header.count++;
    }
    return true;
}

/* @return what is wrong with the row as a row; NULL: nothing */
static const char *row_fault(const csv_import *import, const csv_reader *reader, char out[64])
{
    if (reader->fault != NULL)
        return reader->fault;
    if (reader->count == import->header.count)
        return NULL;
    snprintf(out, 64, "has %zu fields where the header has %zu", reader->count, import->header.count);
    return out;
}

static void take_row(csv_import *import, const csv_reader *reader, const char **fields)
{
    char text[64];
    const char *fault = row_fault(import, reader, text);
    for (size_t i = 0; i < import->header.count; i++)
        fields[i] = i < reader->count ? csv_field(reader, i) : "";
    csv_row row = {fields, reader->line};
    size_t sort = mapping_sort(&import->map, &row);
    import->rows++;
    if (fault != NULL) {
        tell_bad(NULL, reader->line, "row", fault);
        import->bad++;
        if (sort < import->map.row_count)
            gathering_spoil(&import->all, &row, import->map.rows[sort].takes);
    } else if (sort == import->map.row_count) {
        import->unfit++;
    } else if (gathering_take(&import->all, &row, import->map.rows[sort].takes)) {
        import->sorts[sort]++;
    } else {
        import->bad++;
    }
}

static bool read_rows(csv_import *import, FILE *file, const char *map_path, long shift_days)
{
    csv_reader reader;
    csv_begin(&reader, file, import->map.delimiter, import->map.encoding);
    bool is_open = read_header(import, &reader);
    if (is_open && !mapping_bind(&import->map, &import->header)) {
        fprintf(stderr, "aftersale: %s: %s\n", map_path, import->map.fault);
        is_open = false;
    }
    if (is_open) {
        size_t sorts = import->map.row_count * sizeof *import->sorts;
        const char **fields = need_memory(NULL, import->header.count * sizeof *fields);
        import->sorts = memset(need_memory(NULL, sorts), 0, sorts);
        gathering_begin(&import->all, &import->map, shift_days, tell_bad, NULL);
        while (csv_next(&reader))
            take_row(import, &reader, fields);
        gathering_sort(&import->all);
        free(fields);
    }
    csv_end(&reader);
    return is_open;
}

bool csv_import_read(csv_import *import, const char *path, const char *map_path, long shift_days)
{
    *import = (csv_import){.rows = 0};
    char *json = program_read_file(map_path);
    if (json == NULL)
        return false;
    bool is_map = mapping_open(&import->map, json);
    free(json);
    if (!is_map) {
        fprintf(stderr, "aftersale: %s: %s\n", map_path, import->map.fault);
        return false;
    }
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return false;
    }
    bool is_read = read_rows(import, file, map_path, shift_days);
    if (file != stdin)
        fclose(file);
    return is_read;
}

void csv_import_end(csv_import *import)
{
    gathering_end(&import->all);
    mapping_free(&import->map);
    for (size_t i = 0; i < import->header.count; i++)
        free(import->header.names[i]);
    free(import->header.names);
    free(import->sorts);
}
