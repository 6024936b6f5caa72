/* SPDX-License-Identifier: MIT */
/* plans, ready, publish, enrol, sheet: templates, and who runs through them. */
#include "commands.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int command_plans(program *all, const command_line *line)
{
    static const char *const columns[] = {"plan", "version", "name", "published", NULL};
    aftersale_cursor *cursor = NULL;
    const aftersale_plan *plan;
    table shown;
    (void)line;
    if (aftersale_plan_list(all->book, NULL, &cursor) != AFTERSALE_OK)
        return program_refused(all);
    table_begin(&shown, all->format, columns);
    aftersale_status status;
    while ((status = aftersale_plan_next(cursor, &plan)) == AFTERSALE_ROW) {
        char published[AFTERSALE_TIME_TEXT];
        table_text(&shown, aftersale_plan_key(plan));
        table_number(&shown, aftersale_plan_version(plan));
        table_text(&shown, aftersale_plan_name(plan));
        aftersale_time_text(aftersale_plan_published(plan), published);
        table_text(&shown, published);
    }
    table_print(&shown);
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE ? ENDED_WELL : program_refused(all);
}

int command_ready(program *all, const command_line *line)
{
    const char *key = word_of(line, 0), *json = key == NULL ? NULL : aftersale_plan_ready(key);
    (void)all;
    if (key != NULL && json == NULL) {
        fprintf(stderr, "aftersale: no plan %s ships\n", key);
        return ENDED_REFUSED;
    }
    if (json != NULL)
        puts(json);
    for (size_t i = 0; key == NULL && aftersale_plan_ready_at(i) != NULL; i++)
        puts(aftersale_plan_ready_at(i));
    return ENDED_WELL;
}

int command_publish(program *all, const command_line *line)
{
    char *json = program_read_file(word_of(line, 0));
    if (json == NULL)
        return ENDED_REFUSED;
    aftersale_status status =
        aftersale_plan_publish(all->book, AFTERSALE_ARGS(plan_publish, .json = json), NULL);
    free(json);
    if (status != AFTERSALE_OK)
        return program_refused(all);
    puts(aftersale_book_did(all->book) == AFTERSALE_DID_MAKE ? "published"
                                                             : "unchanged: the newest version says the same");
    return ENDED_WELL;
}

int command_enrol(program *all, const command_line *line)
{
    const char *state = option_of(line, "state"), *place = option_of(line, "line");
    int32_t number = 0;
    aftersale_id id;
    char text[AFTERSALE_ID_TEXT];
    if (option_of(line, "sale") == NULL && option_of(line, "customer") == NULL)
        return program_misused("enrol PLAN --sale REF | --customer REF");
    if (state != NULL) {
        number = choice_number(AFTERSALE_KIND_ENROLMENT, AFTERSALE_FIELD_ENROLMENT_STATE, state);
        if (number == 0)
            return program_misused("enrol PLAN --sale REF --state draft|promised|active");
    }
    if (aftersale_enrol(all->book,
                        AFTERSALE_ARGS(enrol, .plan = word_of(line, 0), .sale.ref = option_of(line, "sale"),
                                       .customer.ref = option_of(line, "customer"), .state = number,
                                       .owner = option_of(line, "owner"),
                                       .line = place == NULL ? 0 : (int32_t)strtol(place, NULL, 10)),
                        &id) != AFTERSALE_OK)
        return program_refused(all);
    aftersale_id_text(id, text);
    puts(text);
    return ENDED_WELL;
}

/* The first plan of a sale. */
static bool find_enrolment(program *all, const char *sale, aftersale_id *out)
{
    aftersale_cursor *cursor = NULL;
    const aftersale_enrolment *run;
    if (aftersale_enrolment_list(all->book, AFTERSALE_ARGS(enrolment_list, .sale.ref = sale), &cursor) !=
        AFTERSALE_OK) {
        program_refused(all);
        return false;
    }
    bool is_found = aftersale_enrolment_next(cursor, &run) == AFTERSALE_ROW;
    if (is_found)
        *out = aftersale_enrolment_id(run);
    else
        fprintf(stderr, "aftersale: sale %s has no plan\n", sale);
    aftersale_cursor_free(cursor);
    return is_found;
}

static bool write_text(const char *path, const char *text, size_t size)
{
    FILE *file = path == NULL ? stdout : fopen(path, "wb");
    bool is_written = file != NULL && fwrite(text, 1, size, file) == size;
    if (file != NULL && file != stdout && fclose(file) != 0)
        is_written = false;
    if (!is_written)
        perror(path);
    return is_written;
}

static int32_t sheet_format(const char *name)
{
    static const char *const names[] = {"text", "md", "html"};
    for (int32_t i = 0; name != NULL && i < 3; i++) {
        if (strcmp(names[i], name) == 0)
            return i + 1;
    }
    return 0;
}

int command_sheet(program *all, const command_line *line)
{
    const char *format = option_of(line, "format"), *sale = option_of(line, "sale");
    const aftersale_sheet *sheet = NULL;
    aftersale_id enrolment;
    size_t size;
    if ((format != NULL && sheet_format(format) == 0) || (sale == NULL) == (line->word_count == 0))
        return program_misused("sheet ENROLMENT | --sale REF [--format text|md|html]");
    if (sale == NULL ? !program_read_id(word_of(line, 0), &enrolment)
                     : !find_enrolment(all, sale, &enrolment))
        return ENDED_REFUSED;
    if (aftersale_sheet_make(all->book,
                             AFTERSALE_ARGS(sheet_make, .enrolment = enrolment,
                                            .format = sheet_format(format),
                                            .language = option_of(line, "language")),
                             &sheet) != AFTERSALE_OK)
        return program_refused(all);
    const char *text = aftersale_sheet_text(sheet, &size);
    bool is_written = write_text(option_of(line, "output"), text, size);
    aftersale_sheet_free(sheet);
    return is_written ? ENDED_WELL : ENDED_REFUSED;
}
