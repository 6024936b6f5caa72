/* SPDX-License-Identifier: MIT */
#include "program.h"
#include "aftersale/sqlite.h"
#include "text_buffer.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static aftersale_status tell_now(void *user, aftersale_time *out)
{
    *out = program_now(user);
    return AFTERSALE_OK;
}

aftersale_time program_now(program *all)
{
    struct timespec now;
    if (all->has_clock)
        return all->now;
    clock_gettime(CLOCK_REALTIME, &now);
    return (aftersale_time){(int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000};
}

void program_set_clock(program *all, aftersale_time now)
{
    all->has_clock = true;
    all->now = now;
}

bool program_set_format(program *all, const char *name)
{
    static const char *const names[] = {"table", "json", "csv"};
    for (int i = 0; i < 3; i++) {
        if (strcmp(names[i], name) == 0) {
            all->format = (output_format)(i + 1);
            return true;
        }
    }
    fputs("aftersale: --format is table, json or csv\n", stderr);
    return false;
}

bool program_begin(program *all, const command_line *options)
{
    *all = (program){.options = *options, .format = OUTPUT_TABLE};
    const char *format = option_of(options, "format"), *now = option_of(options, "now");
    const char *seed = option_of(options, "seed");
    if (seed != NULL)
        all->seed = strtoull(seed, NULL, 10);
    if (now != NULL) {
        all->has_clock = true;
        if (!program_read_time(now, &all->now))
            return false;
    }
    return format == NULL || program_set_format(all, format);
}

static aftersale_status open_store(program *all, const char *name, aftersale_error *error)
{
    if (strcmp(name, "memory:") == 0)
        return aftersale_memory_open(all->context, &all->store, error);
    return aftersale_sqlite_open(all->context, name + strlen("sqlite:"), 0, &all->store, error);
}

bool program_open(program *all)
{
    const char *name = option_of(&all->options, "store"), *book = option_of(&all->options, "book");
    aftersale_error error = {.struct_size = sizeof error};
    if (all->book != NULL)
        return true;
    if (name == NULL || (strcmp(name, "memory:") != 0 && strncmp(name, "sqlite:", 7) != 0)) {
        fputs("aftersale: say where the book lies: --store sqlite:PATH or --store memory:\n", stderr);
        return false;
    }
    if (aftersale_context_new(
            AFTERSALE_ARGS(context_new, .clock = tell_now, .clock_user = all, .seed = all->seed),
            &all->context, &error) == AFTERSALE_OK &&
        open_store(all, name, &error) == AFTERSALE_OK &&
        aftersale_book_open(all->store,
                            AFTERSALE_ARGS(book_open, .name = book == NULL ? "book" : book,
                                           .flags = AFTERSALE_BOOK_CREATE,
                                           .zone = option_of(&all->options, "zone"),
                                           .currency = option_of(&all->options, "currency")),
                            &all->book, &error) == AFTERSALE_OK)
        return true;
    fprintf(stderr, "aftersale: %s: %s\n", aftersale_status_name(error.status), error.text);
    return false;
}

void program_end(program *all)
{
    aftersale_book_free(all->book);
    aftersale_store_free(all->store);
    aftersale_context_free(all->context);
}

int program_refused(const program *all)
{
    const aftersale_error *error = aftersale_book_error(all->book);
    fprintf(stderr, "aftersale: %s: %s\n", aftersale_status_name(error->status), error->text);
    /* A single problem stands in the text already. */
    for (int32_t i = 0; error->problem_count > 1 && i < error->problem_count; i++) {
        const aftersale_problem *problem = error->problems[i];
        if (problem->line > 0)
            fprintf(stderr, "  line %d, %s: %s\n", problem->line, problem->path, problem->text);
        else
            fprintf(stderr, "  %s: %s\n", problem->path, problem->text);
    }
    return ENDED_REFUSED;
}

int program_misused(const char *usage)
{
    fprintf(stderr, "usage: aftersale … %s\n", usage);
    return ENDED_MISUSED;
}

bool program_read_id(const char *text, aftersale_id *out)
{
    if (text != NULL && aftersale_id_parse(text, out) == AFTERSALE_OK)
        return true;
    fprintf(stderr, "aftersale: %s is not an id\n", text == NULL ? "(nothing)" : text);
    return false;
}

bool program_read_time(const char *text, aftersale_time *out)
{
    char instant[48];
    aftersale_date date;
    if (aftersale_date_parse(text, &date) == AFTERSALE_OK) {
        snprintf(instant, sizeof instant, "%sT00:00:00Z", text);
        return aftersale_time_parse(instant, out) == AFTERSALE_OK;
    }
    if (aftersale_time_parse(text, out) == AFTERSALE_OK)
        return true;
    fprintf(stderr, "aftersale: %s is neither a date nor an instant like 2026-11-20T09:00:00Z\n", text);
    return false;
}

char *program_read_file(const char *path)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    text_buffer text = {0};
    char block[65536];
    size_t size;
    if (file == NULL) {
        perror(path);
        return NULL;
    }
    text_add(&text, "");
    while ((size = fread(block, 1, sizeof block, file)) > 0)
        text_add_bytes(&text, block, size);
    if (file != stdin)
        fclose(file);
    return text.data;
}

static const char *choices_of(aftersale_kind kind, int32_t tag)
{
    const aftersale_field *field;
    for (size_t i = 0; (field = aftersale_field_at(kind, i)) != NULL; i++) {
        if (field->tag == tag)
            return field->choices == NULL ? "" : field->choices;
    }
    return "";
}

const char *choice_word(aftersale_kind kind, int32_t tag, int32_t number, char out[32])
{
    const char *at = choices_of(kind, tag);
    out[0] = '\0';
    while (*at != '\0') {
        size_t size = strcspn(at, "=");
        if (size < 32 && strtol(at + size + 1, NULL, 10) == number) {
            memcpy(out, at, size);
            out[size] = '\0';
            break;
        }
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    return out;
}

int32_t choice_number(aftersale_kind kind, int32_t tag, const char *word)
{
    const char *at = choices_of(kind, tag);
    while (*at != '\0') {
        size_t size = strcspn(at, "=");
        if (strlen(word) == size && memcmp(at, word, size) == 0)
            return (int32_t)strtol(at + size + 1, NULL, 10);
        at += strcspn(at, " ");
        at += *at == ' ';
    }
    return 0;
}
