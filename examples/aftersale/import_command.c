/* SPDX-License-Identifier: MIT */
/* import: JSON Lines, or CSV by a map. convert: what a map makes of a CSV file, as JSON Lines. */
#include "commands.h"
#include "csv_import.h"
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static const char *const row_columns[] = {"rows", "count", NULL};
static const char *const record_columns[] = {"records", "made",     "changed", "same",
                                             "refused", "left_out", NULL};

typedef struct import_run {
    aftersale_importer *importer;
    aftersale_import_counts counts;
    const gathered **sent; /* by line of what the library reads; NULL: the file itself is read */
} import_run;

static void tell_problem(const import_run *run, uint64_t line, const char *path, const char *text)
{
    const gathered *record = run->sent == NULL ? NULL : run->sent[line - 1];
    if (record != NULL)
        line = gathered_line(record, path);
    fprintf(stderr, "line %" PRIu64 ", %s%s%s%s%s: %s\n", line, record == NULL ? "" : record->map->kind,
            record == NULL ? "" : " ", record == NULL ? "" : record->ref,
            path[0] == '\0' || record == NULL ? "" : ", ", path, text);
}

static int tell_bad_line(void *user, uint64_t line, const aftersale_error *error)
{
    for (int32_t i = 0; i < error->problem_count; i++)
        tell_problem(user, line, error->problems[i]->path, error->problems[i]->text);
    if (error->problem_count == 0)
        tell_problem(user, line, "", error->text);
    return 0;
}

static bool begin_run(program *all, import_run *run)
{
    return aftersale_import_begin(all->book,
                                  AFTERSALE_ARGS(import, .bad_line = tell_bad_line, .bad_line_user = run),
                                  &run->importer) == AFTERSALE_OK;
}

static void print_records(const program *all, const char *name, const import_run *run, uint64_t left_out,
                          table *out)
{
    if (out->column_count == 0)
        table_begin(out, all->format, record_columns);
    table_text(out, name);
    table_number(out, (int64_t)run->counts.made);
    table_number(out, (int64_t)run->counts.changed);
    table_number(out, (int64_t)run->counts.same);
    table_number(out, (int64_t)run->counts.bad);
    table_number(out, (int64_t)left_out);
}

static int import_lines(program *all, const char *path)
{
    import_run run = {.counts = {.struct_size = sizeof run.counts}};
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (file == NULL) {
        perror(path);
        return ENDED_REFUSED;
    }
    aftersale_status status = begin_run(all, &run) ? AFTERSALE_OK : AFTERSALE_STATE;
    char block[65536];
    size_t size;
    while (status == AFTERSALE_OK && (size = fread(block, 1, sizeof block, file)) > 0)
        status = aftersale_import_feed(run.importer, block, size);
    if (run.importer != NULL) {
        aftersale_status ended = aftersale_import_end(run.importer, &run.counts);
        status = status == AFTERSALE_OK ? ended : status;
    }
    if (file != stdin)
        fclose(file);
    if (status != AFTERSALE_OK)
        return program_refused(all);
    table shown = {.column_count = 0};
    print_records(all, "lines", &run, 0, &shown);
    table_print(&shown);
    return run.counts.bad > 0 ? ENDED_REFUSED : ENDED_WELL;
}

static void print_rows(const program *all, const csv_import *import)
{
    table shown;
    table_begin(&shown, all->format, row_columns);
    for (size_t i = 0; i < import->map.row_count; i++) {
        table_text(&shown, import->map.rows[i].reason);
        table_number(&shown, (int64_t)import->sorts[i]);
    }
    table_text(&shown, "fits no rule of the map");
    table_number(&shown, (int64_t)import->unfit);
    table_text(&shown, "bad");
    table_number(&shown, (int64_t)import->bad);
    table_text(&shown, "all rows");
    table_number(&shown, (int64_t)import->rows);
    table_print(&shown);
}

/* Sales and returns are one stage, since their order among one another counts. */
static bool same_stage(const gathered *a, const gathered *b)
{
    bool both = (a->map->command == AFTERSALE_DO_SALE_PUT || a->map->command == AFTERSALE_DO_SALE_RETURN) &&
                (b->map->command == AFTERSALE_DO_SALE_PUT || b->map->command == AFTERSALE_DO_SALE_RETURN);
    return both || a->map->command == b->map->command;
}

static void stage_name(const gathered *records, size_t count, text_buffer *out)
{
    for (size_t i = 0; i < count; i++) {
        if (strstr(text_of(out), records[i].map->kind) != NULL)
            continue;
        text_add(out, out->size > 0 ? " and " : "");
        text_add(out, records[i].map->kind);
    }
}

/* Writes records of one stage. False: the store failed. */
static bool write_stage(program *all, const gathered *records, size_t count, import_run *run,
                        uint64_t *left_out)
{
    text_buffer line = {0};
    size_t sent = 0;
    *run = (import_run){.counts = {.struct_size = sizeof run->counts}};
    run->sent = need_memory(NULL, count * sizeof *run->sent);
    bool is_well = begin_run(all, run);
    for (size_t i = 0; i < count && is_well; i++) {
        if (records[i].is_spoilt) {
            ++*left_out;
            continue;
        }
        run->sent[sent++] = &records[i];
        text_clear(&line);
        gathered_json(&records[i], &line);
        text_add_sign(&line, '\n');
        is_well = aftersale_import_feed(run->importer, line.data, line.size) == AFTERSALE_OK;
    }
    if (run->importer != NULL && aftersale_import_end(run->importer, &run->counts) != AFTERSALE_OK)
        is_well = false;
    text_free(&line);
    free(run->sent);
    return is_well;
}

static int write_records(program *all, const csv_import *import)
{
    const gathered *records = import->all.records;
    table shown = {.column_count = 0};
    int ended = import->bad > 0 ? ENDED_REFUSED : ENDED_WELL;
    for (size_t from = 0, until; from < import->all.count; from = until) {
        import_run run;
        uint64_t left_out = 0;
        text_buffer name = {0};
        for (until = from + 1; until < import->all.count && same_stage(&records[from], &records[until]);)
            until++;
        bool is_well = write_stage(all, records + from, until - from, &run, &left_out);
        stage_name(records + from, until - from, &name);
        print_records(all, text_of(&name), &run, left_out, &shown);
        text_free(&name);
        if (run.counts.bad > 0)
            ended = ENDED_REFUSED;
        if (!is_well) {
            table_print(&shown);
            return program_refused(all);
        }
    }
    if (shown.column_count > 0)
        table_print(&shown);
    return ended;
}

static bool read_shift(const command_line *line, long *out)
{
    const char *text = option_of(line, "shift-days");
    char *end;
    *out = text == NULL ? 0 : strtol(text, &end, 10);
    if (text == NULL || (*text != '\0' && *end == '\0'))
        return true;
    fputs("aftersale: --shift-days takes a whole number\n", stderr);
    return false;
}

static int import_csv(program *all, const command_line *line)
{
    csv_import import;
    long shift_days;
    int ended = ENDED_REFUSED;
    if (!read_shift(line, &shift_days))
        return ENDED_MISUSED;
    if (csv_import_read(&import, word_of(line, 0), option_of(line, "map"), shift_days)) {
        print_rows(all, &import);
        if (option_of(line, "dry-run") == NULL)
            ended = write_records(all, &import);
        else
            ended = import.bad > 0 ? ENDED_REFUSED : ENDED_WELL;
    }
    csv_import_end(&import);
    return ended;
}

int command_import(program *all, const command_line *line)
{
    if (option_of(line, "dry-run") == NULL && !program_open(all))
        return ENDED_REFUSED;
    if (option_of(line, "map") != NULL)
        return import_csv(all, line);
    if (option_of(line, "dry-run") != NULL || option_of(line, "shift-days") != NULL)
        return program_misused("import FILE.csv --map MAP.json [--dry-run] [--shift-days N]");
    return import_lines(all, word_of(line, 0));
}

int command_convert(program *all, const command_line *line)
{
    csv_import import;
    long shift_days;
    int ended = ENDED_REFUSED;
    (void)all;
    if (option_of(line, "map") == NULL || !read_shift(line, &shift_days))
        return program_misused("convert FILE.csv --map MAP.json [--shift-days N]");
    if (csv_import_read(&import, word_of(line, 0), option_of(line, "map"), shift_days)) {
        text_buffer text = {0};
        for (size_t i = 0; i < import.all.count; i++) {
            if (import.all.records[i].is_spoilt)
                continue;
            text_clear(&text);
            gathered_json(&import.all.records[i], &text);
            puts(text.data);
        }
        text_free(&text);
        ended = import.bad > 0 ? ENDED_REFUSED : ENDED_WELL;
    }
    csv_import_end(&import);
    return ended;
}
