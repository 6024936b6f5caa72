/* SPDX-License-Identifier: MIT */
/* import: JSON Lines, or CSV by a map. convert: what a map makes of a CSV file, as JSON Lines. */
#include "commands/commands.h"
#include "import/csv_import.h"
#include "import/import_output.h"
#include "program/progress.h"
#include <stdlib.h>
#include <string.h>

typedef struct lines_run {
    program *all;
    import_source source;
    FILE *rejects; /* NULL: nobody wants them */
    uint64_t from_bytes, from_lines;
} lines_run;

static int tell_bad_line(void *user, uint64_t line, const aftersale_error *error)
{
    const lines_run *run = user;
    for (int32_t i = 0; i < error->problem_count; i++)
        complain_of_line(run->all, line, "", error->problems[i]->path, error->problems[i]->text);
    if (error->problem_count == 0)
        complain_of_line(run->all, line, "", "", error->text);
    return 0;
}

static int write_reject(void *user, const char *text, size_t size)
{
    const lines_run *run = user;
    return fwrite(text, 1, size, run->rejects) != size;
}

static int ask_to_stop(void *user, const aftersale_import_counts *counts)
{
    (void)user;
    (void)counts;
    return progress_is_stopped();
}

static void skip_lines(lines_run *run, uint64_t most)
{
    int byte = '\n';
    while (run->from_lines < most && byte != EOF) {
        while ((byte = getc(run->source.file)) != EOF) {
            run->from_bytes++;
            if (byte == '\n')
                break;
        }
        run->from_lines += byte != EOF;
    }
}

static aftersale_status feed(lines_run *run, aftersale_importer *importer)
{
    aftersale_status status = AFTERSALE_OK;
    char block[65536];
    size_t size;
    uint64_t done = run->from_bytes;
    progress bar;
    progress_begin(run->all, &bar, "import", run->source.size);
    while (status == AFTERSALE_OK && (size = fread(block, 1, sizeof block, run->source.file)) > 0) {
        status = aftersale_import_feed(importer, block, size);
        done += size;
        (void)progress_at(&bar, done);
    }
    (void)progress_end(&bar);
    return status;
}

/* @return how it ended */
static int import_lines(lines_run *run, aftersale_import_counts *counts)
{
    aftersale_importer *importer = NULL;
    if (aftersale_import_begin(
            run->all->book,
            AFTERSALE_ARGS(import, .bad_line = tell_bad_line, .bad_line_user = run, .progress = ask_to_stop,
                           .rejects = run->rejects == NULL ? NULL : write_reject, .rejects_user = run,
                           .from_bytes = run->from_bytes, .from_lines = run->from_lines),
            &importer) != AFTERSALE_OK)
        return complain_of_book(run->all);
    aftersale_status status = feed(run, importer);
    /* What the failure was stands in the book's error until the next call. */
    int ended = status == AFTERSALE_OK ? ENDED_WELL : complain_of_book(run->all);
    status = aftersale_import_end(importer, counts);
    if (ended == ENDED_WELL && status != AFTERSALE_OK)
        ended = complain_of_book(run->all);
    if (ended == ENDED_WELL && ferror(run->source.file))
        ended = complain_of_file(run->all, "the file to import");
    if (ended != ENDED_WELL)
        tell_position(run->all, ended, counts->settled_lines);
    return ended;
}

static int open_files(lines_run *run, const command_line *line, const char *rejects)
{
    int ended = source_open(run->all, word_of(line, 0), rejects, false, &run->source);
    if (ended != ENDED_WELL || rejects == NULL)
        return ended;
    run->rejects = fopen(rejects, "wb");
    return run->rejects != NULL ? ENDED_WELL : complain_of_file(run->all, rejects);
}

static int import_json(program *all, const command_line *line)
{
    lines_run run = {.all = all};
    aftersale_import_counts counts = {.struct_size = sizeof counts};
    const char *rejects = option_of(line, "rejects");
    output shown;
    int ended = open_files(&run, line, rejects);
    if (ended == ENDED_WELL) {
        skip_lines(&run, (uint64_t)option_number(line, "skip", 0));
        ended = import_lines(&run, &counts);
        program_answer(all, &shown);
        output_records(&shown);
        output_counts(&shown, "lines", &counts, counts.skipped);
        output_end(&shown);
    }
    if (run.rejects != NULL && fclose(run.rejects) != 0 && ended == ENDED_WELL)
        ended = complain_of_file(all, rejects);
    source_close(&run.source);
    return ended == ENDED_WELL && counts.bad > 0 ? ENDED_PARTLY : ended;
}

static int import_csv(program *all, const command_line *line)
{
    csv_import import;
    const char *rejects = option_of(line, "rejects");
    int ended = csv_import_read(all, line, &import);
    if (ended == ENDED_WELL) {
        output shown;
        program_answer(all, &shown);
        output_rows(&shown, &import);
        if (!has_option(line, "dry-run"))
            ended = csv_write(&import, (uint64_t)option_number(line, "skip", 0), &shown);
        output_end(&shown);
        if (ended == ENDED_WELL && import.bad > 0)
            ended = ENDED_PARTLY;
        if (rejects != NULL) {
            csv_refuse_lines(&import);
            int written = source_write_refused(all, &import.source, rejects, import.map.delimiter);
            ended = ended == ENDED_WELL ? written : ended;
        }
    }
    csv_import_end(&import);
    return ended;
}

int command_import(program *all, const command_line *line)
{
    bool is_csv = has_option(line, "map"), is_dry = has_option(line, "dry-run");
    if (!is_csv && (is_dry || has_option(line, "shift-days")))
        return complain_of_usage(all, is_dry ? "--dry-run" : "--shift-days", "needs a --map");
    if (option_number(line, "skip", 0) < 0)
        return complain_of_usage(all, "--skip", "takes no negative number");
    int ended = is_dry ? ENDED_WELL : program_open(all);
    if (ended != ENDED_WELL)
        return ended;
    return is_csv ? import_csv(all, line) : import_json(all, line);
}

int command_convert(program *all, const command_line *line)
{
    csv_import import;
    int ended = csv_import_read(all, line, &import);
    text_buffer text = {0};
    for (size_t i = 0; ended == ENDED_WELL && i < import.gathered.count; i++) {
        if (import.gathered.records[i].is_spoilt)
            continue;
        text_clear(&text);
        gathered_json(&import.gathered.records[i], &text);
        puts(text.data);
    }
    text_free(&text);
    if (ended == ENDED_WELL && import.bad > 0)
        ended = ENDED_PARTLY;
    csv_import_end(&import);
    return ended;
}
