/* SPDX-License-Identifier: MIT */
#include "import/csv_import.h"
#include "program/progress.h"
#include <stdlib.h>
#include <string.h>

static void tell_bad(void *user, uint64_t line, const char *field, const char *reason)
{
    csv_import *import = user;
    complain_of_line(import->all, line, "", field, reason);
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
        complain(import->all, ENDED_REFUSED, NULL, "the first row of the file must name its columns");
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

static void refuse_row(csv_import *import, uint64_t line)
{
    import->bad++;
    source_refuse(&import->source, line);
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
        tell_bad(import, reader->line, "row", fault);
        refuse_row(import, reader->line);
        if (sort < import->map.row_count)
            gathering_spoil(&import->gathered, &row, import->map.rows[sort].takes);
    } else if (sort == import->map.row_count) {
        import->unfit++;
    } else if (gathering_take(&import->gathered, &row, import->map.rows[sort].takes)) {
        import->sorts[sort]++;
    } else {
        refuse_row(import, reader->line);
    }
}

/* @return how it ended */
static int read_rows(csv_import *import, csv_reader *reader, long shift_days)
{
    bool goes_on = true;
    size_t sorts = import->map.row_count * sizeof *import->sorts;
    const char **fields = need_memory(NULL, import->header.count * sizeof *fields);
    progress bar;
    import->sorts = memset(need_memory(NULL, sorts), 0, sorts);
    gathering_begin(&import->gathered, &import->map, shift_days, tell_bad, import);
    progress_begin(import->all, &bar, "reading", import->source.size);
    while (goes_on && csv_next(reader)) {
        take_row(import, reader, fields);
        goes_on = progress_at(&bar, import->source.size == 0 ? import->rows : reader->taken);
    }
    (void)progress_end(&bar);
    gathering_sort(&import->gathered);
    free(fields);
    return goes_on ? ENDED_WELL
                   : complain(import->all, ENDED_STOPPED, "import", "stopped before anything was written");
}

static int read_file(csv_import *import, const char *map_path, long shift_days)
{
    csv_reader reader;
    int ended = ENDED_REFUSED;
    csv_begin(&reader, import->source.file, import->map.delimiter, import->map.encoding);
    if (read_header(import, &reader)) {
        if (mapping_bind(&import->map, &import->header)) {
            ended = read_rows(import, &reader, shift_days);
        } else {
            complain(import->all, ENDED_REFUSED, map_path, import->map.fault);
        }
    }
    csv_end(&reader);
    return ended;
}

int csv_import_read(program *all, const command_line *line, csv_import *import)
{
    const char *map_path = option_of(line, "map");
    *import = (csv_import){.all = all};
    char *json = program_read_file(all, map_path, NULL);
    if (json == NULL)
        return ENDED_FILE;
    bool is_map = mapping_open(&import->map, json);
    free(json);
    if (!is_map)
        return complain(all, ENDED_REFUSED, map_path, import->map.fault);
    int ended = source_open(all, word_of(line, 0), option_of(line, "rejects"), true, &import->source);
    if (ended != ENDED_WELL)
        return ended;
    return read_file(import, map_path, (long)option_number(line, "shift-days", 0));
}

void csv_import_end(csv_import *import)
{
    gathering_end(&import->gathered);
    source_close(&import->source);
    mapping_free(&import->map);
    for (size_t i = 0; i < import->header.count; i++)
        free(import->header.names[i]);
    free(import->header.names);
    free(import->sorts);
}
