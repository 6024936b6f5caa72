/* SPDX-License-Identifier: MIT */
#include "commands/touch_output.h"
#include "program/complaint.h"
#include <stdio.h>
#include <stdlib.h>

const char *date_text(aftersale_date date, char out[16])
{
    if (date.day == 0)
        out[0] = '\0';
    else
        snprintf(out, 16, "%04d-%02d-%02d", date.year, date.month, date.day);
    return out;
}

const char *due_text(const aftersale_touch *touch, char out[DUE_TEXT])
{
    char day[16];
    aftersale_daytime time = aftersale_touch_due_time(touch);
    date_text(aftersale_touch_due_day(touch), day);
    if (time.given != 0)
        snprintf(out, DUE_TEXT, "%s %02d:%02d", day, time.hour, time.minute);
    else
        snprintf(out, DUE_TEXT, "%s", day);
    return out;
}

const char *customer_label(const aftersale_customer *customer)
{
    const char *name = aftersale_customer_name(customer);
    return name[0] != '\0' ? name : aftersale_customer_ref(customer);
}

static void add_touch(output *shown, const aftersale_touch *touch)
{
    char due[DUE_TEXT], state[32], outcome[32], id[AFTERSALE_ID_TEXT];
    output_text(shown, due_text(touch, due));
    output_text(shown, choice_word(AFTERSALE_KIND_TOUCH, AFTERSALE_FIELD_TOUCH_STATE,
                                   aftersale_touch_state(touch), state));
    output_text(shown, choice_word(AFTERSALE_KIND_TOUCH, AFTERSALE_FIELD_TOUCH_OUTCOME,
                                   aftersale_touch_outcome(touch), outcome));
    output_text(shown, aftersale_touch_plan(touch));
    output_text(shown, aftersale_touch_step(touch));
    output_text(shown, aftersale_touch_channel(touch));
    output_text(shown, aftersale_touch_owner(touch));
    output_text(shown, aftersale_touch_waiting_for(touch));
    aftersale_id_text(aftersale_touch_id(touch), id);
    output_text(shown, id);
}

bool show_touches(program *all, aftersale_cursor *cursor)
{
    static const char *const columns[] = {"due",     "state", "outcome",     "plan",  "step",
                                          "channel", "owner", "waiting_for", "touch", NULL};
    const aftersale_touch *touch;
    aftersale_status status;
    output shown;
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    while ((status = aftersale_touch_next(cursor, &touch)) == AFTERSALE_ROW)
        add_touch(&shown, touch);
    output_end(&shown);
    return status == AFTERSALE_DONE;
}

void output_record_json(output *out, const char *name, const aftersale_record *record)
{
    size_t size = aftersale_record_json(record, NULL, 0);
    char *json = need_memory(NULL, size + 1);
    if (size > 0 && aftersale_record_json(record, json, size) <= size)
        output_json_record(out, name, json);
    free(json);
}

void output_time(output *out, aftersale_time time)
{
    char text[AFTERSALE_TIME_TEXT];
    aftersale_time_text(time, text);
    output_text(out, time.us != 0 ? text : "");
}

void output_field_id(output *out, const char *name, aftersale_id id)
{
    char text[AFTERSALE_ID_TEXT];
    aftersale_id_text(id, text);
    output_field(out, name, text);
}

int show_touch(program *all, aftersale_id id)
{
    char due[DUE_TEXT], state[32];
    const aftersale_touch *touch = NULL;
    output shown;
    if (aftersale_touch_get(all->book, id, &touch) != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_record(&shown, NULL);
    output_field_id(&shown, "touch", id);
    output_field(
        &shown, "state",
        choice_word(AFTERSALE_KIND_TOUCH, AFTERSALE_FIELD_TOUCH_STATE, aftersale_touch_state(touch), state));
    output_field(&shown, "due", due_text(touch, due));
    output_field(&shown, "step", aftersale_touch_step(touch));
    if (aftersale_touch_agreed(touch).us != 0) {
        output_field(&shown, "agreed", "with the customer");
        output_field(&shown, "place", aftersale_touch_place(touch));
    }
    for (size_t i = 0; i < aftersale_touch_people_count(touch); i++)
        output_field(&shown, "with", aftersale_touch_people_at(touch, i));
    output_end(&shown);
    aftersale_touch_free(touch);
    return ENDED_WELL;
}
