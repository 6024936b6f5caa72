/* SPDX-License-Identifier: MIT */
#include "program/program.h"
#include "aftersale/sqlite.h"
#include "basics/text_buffer.h"
#include "program/complaint.h"
#include "program/ical_document.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

const option_spec program_options[] = {
    {"store", "STORE", "where the book lies: sqlite:PATH, made when it is not there, or memory:", false},
    {"book", "NAME", "which book of the store; \"book\"", false},
    {"zone", "ZONE", "time zone of a book that is made", false},
    {"currency", "CODE", "currency of a book that is made", false},
    {"format", "table|json|csv|markdown", "the form of answers; also behind a command", false},
    {"color", "auto|always|never", "colours in tables; auto: on a terminal, unless NO_COLOR is set", false},
    {"quiet", NULL, "no progress bar, no greeting", false},
    {"history", "FILE", "where the prompt keeps its lines; \"\": nowhere", false},
    {"now", "TIME", "the clock stands at this instant", false},
    {"seed", "N", "ids and outcomes follow this seed", false},
    {"help", NULL, "shows what there is", false},
    {"version", NULL, "shows the version", false},
    {NULL, NULL, NULL, false},
};

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

static bool takes_color(const command_line *options)
{
    const char *when = option_of(options, "color"), *refusal = getenv("NO_COLOR"), *terminal = getenv("TERM");
    if (when != NULL && strcmp(when, "auto") != 0)
        return strcmp(when, "always") == 0;
    return (refusal == NULL || *refusal == '\0') && isatty(STDOUT_FILENO) &&
           (terminal == NULL || strcmp(terminal, "dumb") != 0);
}

int program_begin(program *all, const command_line *options)
{
    *all = (program){.options = *options, .format = OUTPUT_TABLE};
    const char *format = option_of(options, "format"), *now = option_of(options, "now");
    all->has_color = takes_color(options);
    all->is_quiet = has_option(options, "quiet");
    all->seed = (uint64_t)option_number(options, "seed", 0);
    if (format != NULL)
        (void)output_format_named(format, &all->format);
    if (now == NULL)
        return ENDED_WELL;
    all->has_clock = true;
    return program_read_time(all, now, &all->now) ? ENDED_WELL : ENDED_MISUSED;
}

static aftersale_status open_store(program *all, const char *name, aftersale_error *error)
{
    if (strcmp(name, "memory:") == 0)
        return aftersale_memory_open(all->context, &all->store, error);
    return aftersale_sqlite_open(all->context, name + strlen("sqlite:"), 0, &all->store, error);
}

int program_open(program *all)
{
    const char *name = option_of(&all->options, "store"), *book = option_of(&all->options, "book");
    aftersale_error error = {.struct_size = sizeof error};
    if (all->book != NULL)
        return ENDED_WELL;
    if (name == NULL || (strcmp(name, "memory:") != 0 && strncmp(name, "sqlite:", 7) != 0))
        return complain(all, ENDED_MISUSED, NULL,
                        "say where the book lies: --store sqlite:PATH or --store memory:");
    if (all->context == NULL &&
        aftersale_context_new(AFTERSALE_ARGS(context_new, .clock = tell_now, .clock_user = all,
                                             .seed = all->seed, .rules = ical_rules()),
                              &all->context, &error) != AFTERSALE_OK)
        return complain_of_error(all, &error);
    if (all->store == NULL && open_store(all, name, &error) != AFTERSALE_OK)
        return complain_of_error(all, &error);
    if (aftersale_book_open(all->store,
                            AFTERSALE_ARGS(book_open, .name = book == NULL ? "book" : book,
                                           .flags = AFTERSALE_BOOK_CREATE,
                                           .zone = option_of(&all->options, "zone"),
                                           .currency = option_of(&all->options, "currency")),
                            &all->book, &error) != AFTERSALE_OK)
        return complain_of_error(all, &error);
    return ENDED_WELL;
}

void program_end(program *all)
{
    aftersale_book_free(all->book);
    aftersale_store_free(all->store);
    aftersale_context_free(all->context);
}

void program_answer(program *all, output *out)
{
    if (all->has_answered && all->format != OUTPUT_JSON)
        putchar('\n');
    all->has_answered = true;
    output_begin(out, all->format, all->has_color);
}

bool program_read_id(const program *all, const char *text, aftersale_id *out)
{
    if (text != NULL && aftersale_id_parse(text, out) == AFTERSALE_OK)
        return true;
    complain(all, ENDED_MISUSED, text, "is not an id");
    return false;
}

bool program_read_time(const program *all, const char *text, aftersale_time *out)
{
    char instant[48];
    aftersale_date date;
    if (aftersale_date_parse(text, &date) == AFTERSALE_OK) {
        snprintf(instant, sizeof instant, "%sT00:00:00Z", text);
        return aftersale_time_parse(instant, out) == AFTERSALE_OK;
    }
    if (aftersale_time_parse(text, out) == AFTERSALE_OK)
        return true;
    complain(all, ENDED_MISUSED, text, "is neither a date nor an instant like 2026-11-20T09:00:00Z");
    return false;
}

bool program_read_date(const program *all, const char *text, aftersale_date *out)
{
    if (aftersale_date_parse(text, out) == AFTERSALE_OK)
        return true;
    complain_of_usage(all, text, "is not a date like 2026-11-20");
    return false;
}

char *program_read_file(const program *all, const char *path, size_t *size)
{
    FILE *file = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    text_buffer text = {0};
    char block[65536];
    size_t taken;
    if (file == NULL) {
        complain_of_file(all, path);
        return NULL;
    }
    text_add(&text, "");
    while ((taken = fread(block, 1, sizeof block, file)) > 0)
        text_add_bytes(&text, block, taken);
    bool is_read = !ferror(file);
    if (!is_read) {
        complain_of_file(all, path);
        text_free(&text);
    }
    if (file != stdin)
        fclose(file);
    if (size != NULL)
        *size = text.size;
    return is_read ? text.data : NULL;
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
