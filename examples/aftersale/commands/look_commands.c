/* SPDX-License-Identifier: MIT */
/* touches, preview, explain, customer: what stands in the book about somebody. */
#include "commands/commands.h"
#include "commands/touch_output.h"
#include "program/complaint.h"

int command_touches(program *all, const command_line *line)
{
    aftersale_cursor *cursor = NULL;
    aftersale_id enrolment = {{0}};
    aftersale_time until = {0};
    const char *id = option_of(line, "enrolment"), *end = option_of(line, "until");
    const char *customer = option_of(line, "customer"), *sale = option_of(line, "sale");
    if (id == NULL && customer == NULL && sale == NULL)
        return complain_of_usage(all, "touches", "needs --customer, --sale or --enrolment");
    if ((id != NULL && !program_read_id(all, id, &enrolment)) ||
        (end != NULL && !program_read_time(all, end, &until)))
        return ENDED_MISUSED;
    if (aftersale_touch_list(all->book,
                             AFTERSALE_ARGS(touch_list, .customer.ref = customer, .sale.ref = sale,
                                            .enrolment.id = enrolment, .until = until),
                             &cursor) != AFTERSALE_OK)
        return complain_of_book(all);
    bool is_whole = show_touches(all, cursor);
    aftersale_cursor_free(cursor);
    return is_whole ? ENDED_WELL : complain_of_book(all);
}

int command_preview(program *all, const command_line *line)
{
    aftersale_cursor *cursor = NULL;
    aftersale_time from = {0}, until;
    if (!program_read_time(all, option_of(line, "until"), &until) ||
        (has_option(line, "from") && !program_read_time(all, option_of(line, "from"), &from)))
        return ENDED_MISUSED;
    if (aftersale_preview(
            all->book,
            AFTERSALE_ARGS(preview, .customer.ref = word_of(line, 0), .from = from, .until = until),
            &cursor) != AFTERSALE_OK)
        return complain_of_book(all);
    bool is_whole = show_touches(all, cursor);
    aftersale_cursor_free(cursor);
    return is_whole ? ENDED_WELL : complain_of_book(all);
}

int command_explain(program *all, const command_line *line)
{
    aftersale_id id;
    const aftersale_explanation *why = NULL;
    if (!program_read_id(all, word_of(line, 0), &id))
        return ENDED_MISUSED;
    if (aftersale_explain_touch(all->book, id, &why) != AFTERSALE_OK &&
        aftersale_explain_enrolment(all->book, id, &why) != AFTERSALE_OK)
        return complain_of_book(all);
    show_reasons(all, why);
    aftersale_explanation_free(why);
    return ENDED_WELL;
}

static bool show_sales(program *all, output *shown, aftersale_id customer)
{
    static const char *const columns[] = {"sold", "sale", "lines", "total", "delivered", NULL};
    aftersale_cursor *cursor = NULL;
    const aftersale_sale *sale;
    aftersale_status status;
    if (aftersale_sale_list(all->book, AFTERSALE_ARGS(sale_list, .customer.id = customer), &cursor) !=
        AFTERSALE_OK)
        return false;
    output_table(shown, "sales", columns);
    while ((status = aftersale_sale_next(cursor, &sale)) == AFTERSALE_ROW) {
        char sold[16], delivered[16], total[AFTERSALE_MONEY_TEXT];
        output_text(shown, date_text(aftersale_sale_sold(sale), sold));
        output_text(shown, aftersale_sale_ref(sale));
        output_number(shown, (int64_t)aftersale_sale_line_count(sale));
        aftersale_money_text(aftersale_sale_total(sale), total);
        output_text(shown, total);
        output_text(shown, date_text(aftersale_sale_delivered(sale), delivered));
    }
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

static bool show_enrolments(program *all, output *shown, aftersale_id customer)
{
    static const char *const columns[] = {"plan",  "version",   "state",     "run",
                                          "owner", "chosen_by", "enrolment", NULL};
    aftersale_cursor *cursor = NULL;
    const aftersale_enrolment *run;
    aftersale_status status;
    if (aftersale_enrolment_list(all->book, AFTERSALE_ARGS(enrolment_list, .customer.id = customer),
                                 &cursor) != AFTERSALE_OK)
        return false;
    output_table(shown, "enrolments", columns);
    while ((status = aftersale_enrolment_next(cursor, &run)) == AFTERSALE_ROW) {
        char state[32], id[AFTERSALE_ID_TEXT];
        output_text(shown, aftersale_enrolment_plan(run));
        output_number(shown, aftersale_enrolment_version(run));
        output_text(shown, choice_word(AFTERSALE_KIND_ENROLMENT, AFTERSALE_FIELD_ENROLMENT_STATE,
                                       aftersale_enrolment_state(run), state));
        output_number(shown, aftersale_enrolment_run(run));
        output_text(shown, aftersale_enrolment_owner(run));
        output_text(shown, aftersale_enrolment_rule(run));
        aftersale_id_text(aftersale_enrolment_id(run), id);
        output_text(shown, id);
    }
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE;
}

int command_customer(program *all, const command_line *line)
{
    const aftersale_customer *customer = NULL;
    output shown;
    if (aftersale_customer_find(all->book, word_of(line, 0), &customer) != AFTERSALE_OK)
        return complain_of_book(all);
    aftersale_id id = aftersale_customer_id(customer);
    program_answer(all, &shown);
    output_record_json(&shown, "customer", (const aftersale_record *)customer);
    aftersale_customer_free(customer);
    bool is_whole = show_sales(all, &shown, id) && show_enrolments(all, &shown, id);
    output_end(&shown);
    return is_whole ? ENDED_WELL : complain_of_book(all);
}
