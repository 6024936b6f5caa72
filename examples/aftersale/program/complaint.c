/* SPDX-License-Identifier: MIT */
#include "program/complaint.h"
#include "basics/text_buffer.h"
#include "program/command_entry.h"
#include "program/progress.h"
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static void say(const program *all, const char *text)
{
    progress_hide(all->bar);
    fflush(stdout);
    fputs(text, stderr);
}

/* ,"name":"text", but for a text that is not known. */
static void add_text(text_buffer *out, const char *name, const char *text)
{
    if (text == NULL || *text == '\0')
        return;
    text_add_sign(out, ',');
    text_add_json(out, name);
    text_add_sign(out, ':');
    text_add_json(out, text);
}

static void add_number(text_buffer *out, const char *name, int64_t number)
{
    char digits[24];
    if (number == 0)
        return;
    snprintf(digits, sizeof digits, "%" PRId64, number);
    text_add_sign(out, ',');
    text_add_json(out, name);
    text_add_sign(out, ':');
    text_add(out, digits);
}

static void begin_json(text_buffer *out, int ended)
{
    char digits[40];
    snprintf(digits, sizeof digits, "{\"error\":{\"exit\":%d", ended);
    text_add(out, digits);
}

static void say_json(const program *all, text_buffer *text)
{
    text_add(text, "}}\n");
    say(all, text->data);
    text_free(text);
}

int complain(const program *all, int ended, const char *about, const char *text)
{
    text_buffer out = {0};
    if (all->format == OUTPUT_JSON) {
        begin_json(&out, ended);
        add_text(&out, "about", about);
        add_text(&out, "text", text);
        say_json(all, &out);
        return ended;
    }
    text_add(&out, "aftersale: ");
    text_add(&out, about == NULL ? "" : about);
    text_add(&out, about == NULL ? "" : ": ");
    text_add(&out, text);
    text_add_sign(&out, '\n');
    say(all, out.data);
    text_free(&out);
    return ended;
}

int complain_of_usage(const program *all, const char *about, const char *text)
{
    complain(all, ENDED_MISUSED, about, text);
    if (all->format != OUTPUT_JSON && all->command != NULL) {
        text_buffer usage = {0};
        command_usage(all->command, &usage);
        fprintf(stderr, "usage: %s\n", usage.data);
        text_free(&usage);
    }
    return ENDED_MISUSED;
}

int complain_of_file(const program *all, const char *path)
{
    return complain(all, ENDED_FILE, path, strerror(errno));
}

static int ending_of(aftersale_status status)
{
    switch (status) {
    case AFTERSALE_NOT_FOUND:
        return ENDED_NOT_FOUND;
    case AFTERSALE_BLOCKED:
        return ENDED_BLOCKED;
    case AFTERSALE_CONFLICT:
    case AFTERSALE_BUSY:
        return ENDED_HELD;
    case AFTERSALE_STORE:
    case AFTERSALE_UNKNOWN:
    case AFTERSALE_CORRUPT:
    case AFTERSALE_NEEDS_MIGRATION:
        return ENDED_STORE;
    case AFTERSALE_CANCELLED:
        return ENDED_STOPPED;
    case AFTERSALE_NO_MEMORY:
    case AFTERSALE_ABI:
    case AFTERSALE_INTERNAL:
        return ENDED_FAULT;
    default:
        return ENDED_REFUSED;
    }
}

static void add_problems(text_buffer *out, const aftersale_error *error)
{
    if (error->problem_count == 0)
        return;
    text_add(out, ",\"problems\":[");
    for (int32_t i = 0; i < error->problem_count; i++) {
        const aftersale_problem *problem = error->problems[i];
        text_buffer fields = {0};
        add_text(&fields, "path", problem->path);
        add_number(&fields, "line", problem->line);
        add_number(&fields, "number", problem->number);
        add_text(&fields, "text", problem->text);
        text_add(out, i > 0 ? ",{" : "{");
        text_add(out, fields.size > 0 ? fields.data + 1 : "");
        text_add_sign(out, '}');
        text_free(&fields);
    }
    text_add_sign(out, ']');
}

static void say_problems(const aftersale_error *error)
{
    /* A single problem stands in the text already. */
    for (int32_t i = 0; error->problem_count > 1 && i < error->problem_count; i++) {
        const aftersale_problem *problem = error->problems[i];
        if (problem->line > 0)
            fprintf(stderr, "  line %d, %s: %s\n", problem->line, problem->path, problem->text);
        else
            fprintf(stderr, "  %s: %s\n", problem->path, problem->text);
    }
}

int complain_of_error(const program *all, const aftersale_error *error)
{
    int ended = ending_of(error->status);
    if (all->format != OUTPUT_JSON) {
        complain(all, ended, aftersale_status_name(error->status), error->text);
        say_problems(error);
        return ended;
    }
    text_buffer out = {0};
    begin_json(&out, ended);
    add_text(&out, "status", aftersale_status_name(error->status));
    add_number(&out, "number", error->number);
    add_text(&out, "text", error->text);
    add_problems(&out, error);
    say_json(all, &out);
    return ended;
}

int complain_of_book(const program *all)
{
    return complain_of_error(all, aftersale_book_error(all->book));
}

void complain_of_line(const program *all, uint64_t line, const char *record, const char *path,
                      const char *text)
{
    text_buffer out = {0};
    if (all->format == OUTPUT_JSON) {
        begin_json(&out, ENDED_PARTLY);
        add_number(&out, "line", (int64_t)line);
        add_text(&out, "record", record);
        add_text(&out, "path", path);
        add_text(&out, "text", text);
        say_json(all, &out);
        return;
    }
    char number[40];
    snprintf(number, sizeof number, "line %" PRIu64, line);
    text_add(&out, number);
    text_add(&out, *record == '\0' ? "" : ", ");
    text_add(&out, record);
    text_add(&out, *path == '\0' ? "" : ", ");
    text_add(&out, path);
    text_add(&out, ": ");
    text_add(&out, text);
    text_add_sign(&out, '\n');
    say(all, out.data);
    text_free(&out);
}
