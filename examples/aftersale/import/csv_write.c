/* SPDX-License-Identifier: MIT */
/* Gathered records go into the book. */
#include "import/import_output.h"
#include "program/progress.h"
#include <stdlib.h>
#include <string.h>

typedef struct stage {
    csv_import *import;
    gathered *records;
    size_t count;
    gathered **sent; /* by line of what the library reads */
    size_t sent_count;
    aftersale_importer *importer;
    aftersale_import_counts counts;
    uint64_t left_out;
} stage;

static void tell_problem(const stage *own, const gathered *record, const char *path, const char *text)
{
    text_buffer name = {0};
    text_add(&name, record->map->kind);
    text_add_sign(&name, ' ');
    text_add(&name, record->ref);
    complain_of_line(own->import->all, gathered_line(record, path), name.data, path, text);
    text_free(&name);
}

static int tell_bad_line(void *user, uint64_t line, const aftersale_error *error)
{
    stage *own = user;
    gathered *record = own->sent[line - 1];
    for (int32_t i = 0; i < error->problem_count; i++)
        tell_problem(own, record, error->problems[i]->path, error->problems[i]->text);
    if (error->problem_count == 0)
        tell_problem(own, record, "", error->text);
    record->is_refused = true;
    return 0;
}

/* Sales and returns are one stage, since their order among one another counts. */
static bool same_stage(const gathered *a, const gathered *b)
{
    bool both = (a->map->command == AFTERSALE_DO_SALE_PUT || a->map->command == AFTERSALE_DO_SALE_RETURN) &&
                (b->map->command == AFTERSALE_DO_SALE_PUT || b->map->command == AFTERSALE_DO_SALE_RETURN);
    return both || a->map->command == b->map->command;
}

static void stage_name(const stage *own, text_buffer *out)
{
    for (size_t i = 0; i < own->count; i++) {
        if (strstr(text_of(out), own->records[i].map->kind) != NULL)
            continue;
        text_add(out, out->size > 0 ? " and " : "");
        text_add(out, own->records[i].map->kind);
    }
}

/* @return how it ended */
static int feed(stage *own)
{
    const program *all = own->import->all;
    text_buffer line = {0};
    progress bar;
    int ended = ENDED_WELL;
    progress_begin(own->import->all, &bar, "writing", own->count);
    for (size_t i = 0; i < own->count && ended == ENDED_WELL; i++) {
        if (own->records[i].is_spoilt) {
            own->left_out++;
            continue;
        }
        own->sent[own->sent_count++] = &own->records[i];
        text_clear(&line);
        gathered_json(&own->records[i], &line);
        text_add_sign(&line, '\n');
        if (aftersale_import_feed(own->importer, line.data, line.size) != AFTERSALE_OK)
            ended = complain_of_book(all);
        else if (!progress_at(&bar, i + 1))
            ended = complain(all, ENDED_STOPPED, "import", "stopped");
    }
    (void)progress_end(&bar);
    text_free(&line);
    return ended;
}

/* How many records of the file are settled, when the stage breaks off. */
static uint64_t settled(const stage *own)
{
    const gathered *first = own->import->gathered.records, *next = own->records;
    if (own->counts.settled_lines < own->sent_count)
        next = own->sent[own->counts.settled_lines];
    else if (own->sent_count > 0)
        next = own->sent[own->sent_count - 1] + 1;
    return (uint64_t)(next - first);
}

/* @return how it ended */
static int write_stage(stage *own)
{
    const program *all = own->import->all;
    if (aftersale_import_begin(all->book,
                               AFTERSALE_ARGS(import, .bad_line = tell_bad_line, .bad_line_user = own),
                               &own->importer) != AFTERSALE_OK)
        return complain_of_book(all);
    own->sent = need_memory(NULL, own->count * sizeof *own->sent);
    int ended = feed(own);
    aftersale_status status = aftersale_import_end(own->importer, &own->counts);
    if (ended == ENDED_WELL && status != AFTERSALE_OK)
        ended = complain_of_book(all);
    if (ended != ENDED_WELL)
        tell_position(all, ended, settled(own));
    free(own->sent);
    return ended;
}

void csv_refuse_lines(csv_import *import)
{
    for (size_t i = 0; i < import->gathered.count; i++) {
        const gathered *record = &import->gathered.records[i];
        for (size_t j = 0; j < record->line_count && (record->is_spoilt || record->is_refused); j++)
            source_refuse(&import->source, record->lines[j]);
    }
}

int csv_write(csv_import *import, uint64_t skip, output *out)
{
    const gathering *all = &import->gathered;
    int ended = ENDED_WELL;
    bool any_bad = false;
    output_records(out);
    for (size_t from = skip < all->count ? (size_t)skip : all->count, until; from < all->count;
         from = until) {
        text_buffer name = {0};
        for (until = from + 1; until < all->count && same_stage(&all->records[from], &all->records[until]);)
            until++;
        stage own = {.import = import,
                     .records = &all->records[from],
                     .count = until - from,
                     .counts = {.struct_size = sizeof own.counts}};
        ended = write_stage(&own);
        stage_name(&own, &name);
        output_counts(out, text_of(&name), &own.counts, own.left_out);
        text_free(&name);
        any_bad = any_bad || own.counts.bad > 0;
        if (ended != ENDED_WELL)
            break;
    }
    return ended == ENDED_WELL && any_bad ? ENDED_PARTLY : ended;
}
