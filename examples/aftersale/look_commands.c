/* SPDX-License-Identifier: MIT */
/* touches, explain, customer, events, export: what stands in the book. */
#include "commands.h"
#include "text_buffer.h"
#include "touch_output.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int command_touches(program *all, const command_line *line)
{
    aftersale_cursor *cursor = NULL;
    aftersale_id enrolment = {{0}};
    aftersale_time until = {0};
    const char *id = option_of(line, "enrolment"), *end = option_of(line, "until");
    if ((id != NULL && !program_read_id(id, &enrolment)) || (end != NULL && !program_read_time(end, &until)))
        return ENDED_MISUSED;
    if (aftersale_touch_list(all->book,
                             AFTERSALE_ARGS(touch_list, .customer.ref = option_of(line, "customer"),
                                            .sale.ref = option_of(line, "sale"), .enrolment.id = enrolment,
                                            .until = until),
                             &cursor) != AFTERSALE_OK)
        return program_refused(all);
    bool is_whole = print_touches(all, cursor);
    aftersale_cursor_free(cursor);
    return is_whole ? ENDED_WELL : program_refused(all);
}

int command_explain(program *all, const command_line *line)
{
    aftersale_id id;
    const aftersale_explanation *why = NULL;
    if (!program_read_id(word_of(line, 0), &id))
        return ENDED_MISUSED;
    if (aftersale_explain_touch(all->book, id, &why) != AFTERSALE_OK &&
        aftersale_explain_enrolment(all->book, id, &why) != AFTERSALE_OK)
        return program_refused(all);
    puts(aftersale_explanation_text(why));
    aftersale_explanation_free(why);
    return ENDED_WELL;
}

static void print_record(const aftersale_record *record)
{
    size_t size = aftersale_record_json(record, NULL, 0);
    char *text = need_memory(NULL, size + 1);
    if (size > 0 && aftersale_record_json(record, text, size) <= size)
        puts(text);
    free(text);
}

static bool print_sales(program *all, aftersale_id customer)
{
    static const char *const columns[] = {"sold", "sale", "lines", "total", "delivered", NULL};
    aftersale_cursor *cursor = NULL;
    const aftersale_sale *sale;
    table shown;
    if (aftersale_sale_list(all->book, AFTERSALE_ARGS(sale_list, .customer.id = customer), &cursor) !=
        AFTERSALE_OK)
        return false;
    table_begin(&shown, all->format, columns);
    aftersale_status status;
    while ((status = aftersale_sale_next(cursor, &sale)) == AFTERSALE_ROW) {
        char sold[16], delivered[16], total[AFTERSALE_MONEY_TEXT];
        table_text(&shown, date_text(aftersale_sale_sold(sale), sold));
        table_text(&shown, aftersale_sale_ref(sale));
        table_number(&shown, (int64_t)aftersale_sale_line_count(sale));
        aftersale_money_text(aftersale_sale_total(sale), total);
        table_text(&shown, total);
        table_text(&shown, date_text(aftersale_sale_delivered(sale), delivered));
    }
    table_print(&shown);
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

static bool print_enrolments(program *all, aftersale_id customer)
{
    static const char *const columns[] = {"plan",  "version",   "state",     "run",
                                          "owner", "chosen_by", "enrolment", NULL};
    aftersale_cursor *cursor = NULL;
    const aftersale_enrolment *run;
    table shown;
    if (aftersale_enrolment_list(all->book, AFTERSALE_ARGS(enrolment_list, .customer.id = customer),
                                 &cursor) != AFTERSALE_OK)
        return false;
    table_begin(&shown, all->format, columns);
    aftersale_status status;
    while ((status = aftersale_enrolment_next(cursor, &run)) == AFTERSALE_ROW) {
        char state[32], id[AFTERSALE_ID_TEXT];
        table_text(&shown, aftersale_enrolment_plan(run));
        table_number(&shown, aftersale_enrolment_version(run));
        table_text(&shown, choice_word(AFTERSALE_KIND_ENROLMENT, AFTERSALE_FIELD_ENROLMENT_STATE,
                                       aftersale_enrolment_state(run), state));
        table_number(&shown, aftersale_enrolment_run(run));
        table_text(&shown, aftersale_enrolment_owner(run));
        table_text(&shown, aftersale_enrolment_rule(run));
        aftersale_id_text(aftersale_enrolment_id(run), id);
        table_text(&shown, id);
    }
    table_print(&shown);
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

int command_customer(program *all, const command_line *line)
{
    const aftersale_customer *customer = NULL;
    if (aftersale_customer_find(all->book, word_of(line, 0), &customer) != AFTERSALE_OK)
        return program_refused(all);
    aftersale_id id = aftersale_customer_id(customer);
    print_record((const aftersale_record *)customer);
    aftersale_customer_free(customer);
    return print_sales(all, id) && print_enrolments(all, id) ? ENDED_WELL : program_refused(all);
}

static void print_event(const aftersale_event *event)
{
    size_t size = aftersale_event_json(event, NULL, 0);
    char *text = need_memory(NULL, size + 1);
    if (size > 0 && aftersale_event_json(event, text, size) <= size)
        puts(text);
    free(text);
}

static void add_event(table *shown, const aftersale_event *event)
{
    char time[AFTERSALE_TIME_TEXT], root[AFTERSALE_ID_TEXT], touch[AFTERSALE_ID_TEXT] = "";
    static const aftersale_id none;
    aftersale_id about = aftersale_event_touch(event);
    table_number(shown, aftersale_event_feed(event));
    aftersale_time_text(aftersale_event_recorded(event), time);
    table_text(shown, time);
    table_text(shown, aftersale_event_name(event));
    aftersale_id_text(aftersale_event_root(event), root);
    table_text(shown, root);
    table_number(shown, aftersale_event_number(event));
    if (memcmp(&about, &none, sizeof none) != 0)
        aftersale_id_text(about, touch);
    table_text(shown, touch);
}

/* In JSON one CloudEvents object a line. */
int command_events(program *all, const command_line *line)
{
    static const char *const columns[] = {"event", "recorded", "what", "root", "number", "touch", NULL};
    const char *after = option_of(line, "after"), *most = option_of(line, "limit");
    aftersale_cursor *cursor = NULL;
    const aftersale_event *event;
    table shown;
    if (aftersale_event_list(all->book, after == NULL ? 0 : strtoull(after, NULL, 10), &cursor) !=
        AFTERSALE_OK)
        return program_refused(all);
    long limit = most == NULL ? -1 : strtol(most, NULL, 10);
    aftersale_status status = AFTERSALE_DONE;
    table_begin(&shown, all->format, columns);
    for (; limit != 0 && (status = aftersale_event_next(cursor, &event)) == AFTERSALE_ROW; limit--) {
        if (all->format == OUTPUT_JSON)
            print_event(event);
        else
            add_event(&shown, event);
    }
    if (all->format != OUTPUT_JSON)
        table_print(&shown);
    aftersale_cursor_free(cursor);
    return status < 0 ? program_refused(all) : ENDED_WELL;
}

static int write_piece(void *user, const char *text, size_t size)
{
    return fwrite(text, 1, size, user) != size;
}

int command_export(program *all, const command_line *line)
{
    const char *path = option_of(line, "output");
    FILE *file = path == NULL ? stdout : fopen(path, "wb");
    if (file == NULL) {
        perror(path);
        return ENDED_REFUSED;
    }
    aftersale_status status = aftersale_export(
        all->book,
        AFTERSALE_ARGS(export, .customer.ref = option_of(line, "customer"),
                       .flags = option_of(line, "events") != NULL ? AFTERSALE_EXPORT_EVENTS : 0u),
        write_piece, file);
    bool is_written = file == stdout || fclose(file) == 0;
    if (status != AFTERSALE_OK)
        return program_refused(all);
    if (!is_written)
        perror(path);
    return is_written ? ENDED_WELL : ENDED_REFUSED;
}
