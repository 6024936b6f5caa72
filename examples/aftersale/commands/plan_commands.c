/* SPDX-License-Identifier: MIT */
/* plans, ready, publish, enrol: templates, and who runs through them. */
#include "commands/commands.h"
#include "commands/touch_output.h"
#include "program/complaint.h"
#include <stdio.h>
#include <stdlib.h>

int command_plans(program *all, const command_line *line)
{
    static const char *const columns[] = {"plan", "version", "name", "published", NULL};
    aftersale_cursor *cursor = NULL;
    const aftersale_plan *plan;
    output shown;
    (void)line;
    if (aftersale_plan_list(all->book, NULL, &cursor) != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    aftersale_status status;
    while ((status = aftersale_plan_next(cursor, &plan)) == AFTERSALE_ROW) {
        char published[AFTERSALE_TIME_TEXT];
        output_text(&shown, aftersale_plan_key(plan));
        output_number(&shown, aftersale_plan_version(plan));
        output_text(&shown, aftersale_plan_name(plan));
        aftersale_time_text(aftersale_plan_published(plan), published);
        output_text(&shown, published);
    }
    output_end(&shown);
    aftersale_cursor_free(cursor);
    return status == AFTERSALE_DONE ? ENDED_WELL : complain_of_book(all);
}

int command_ready(program *all, const command_line *line)
{
    static const char *const columns[] = {"plan", NULL};
    const char *key = word_of(line, 0), *json = key == NULL ? NULL : aftersale_plan_ready(key);
    output shown;
    if (key != NULL && json == NULL)
        return complain(all, ENDED_NOT_FOUND, key, "no plan of this key ships");
    if (json != NULL) {
        puts(json);
        return ENDED_WELL;
    }
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    for (size_t i = 0; aftersale_plan_ready_at(i) != NULL; i++)
        output_text(&shown, aftersale_plan_ready_at(i));
    output_end(&shown);
    return ENDED_WELL;
}

int command_publish(program *all, const command_line *line)
{
    char *json = program_read_file(all, word_of(line, 0), NULL);
    output shown;
    if (json == NULL)
        return ENDED_FILE;
    aftersale_status status =
        aftersale_plan_publish(all->book, AFTERSALE_ARGS(plan_publish, .json = json), NULL);
    free(json);
    if (status != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field(&shown, "result",
                 aftersale_book_did(all->book) == AFTERSALE_DID_MAKE
                     ? "published"
                     : "unchanged: the newest version says the same");
    output_end(&shown);
    return ENDED_WELL;
}

int command_enrol(program *all, const command_line *line)
{
    const char *state = option_of(line, "state");
    aftersale_id id;
    output shown;
    if (!has_option(line, "sale") && !has_option(line, "customer"))
        return complain_of_usage(all, "enrol", "needs --sale or --customer");
    int32_t number =
        state == NULL ? 0 : choice_number(AFTERSALE_KIND_ENROLMENT, AFTERSALE_FIELD_ENROLMENT_STATE, state);
    if (aftersale_enrol(all->book,
                        AFTERSALE_ARGS(enrol, .plan = word_of(line, 0), .sale.ref = option_of(line, "sale"),
                                       .customer.ref = option_of(line, "customer"), .state = number,
                                       .owner = option_of(line, "owner"),
                                       .line = option_small_number(line, "line")),
                        &id) != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field_id(&shown, "enrolment", id);
    output_end(&shown);
    return ENDED_WELL;
}
