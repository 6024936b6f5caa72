/* SPDX-License-Identifier: MIT */
/* events, export: what happened, and all of it to take along. */
#include "commands/commands.h"
#include "program/complaint.h"
#include "program/document.h"
#include <stdlib.h>
#include <string.h>

/* In JSON an event is a CloudEvents object. */
static void add_event_json(output *shown, const aftersale_event *event)
{
    size_t size = aftersale_event_json(event, NULL, 0);
    char *json = need_memory(NULL, size + 1);
    if (size > 0 && aftersale_event_json(event, json, size) <= size)
        output_json_row(shown, json);
    free(json);
}

static void add_event(output *shown, const aftersale_event *event)
{
    char time[AFTERSALE_TIME_TEXT], root[AFTERSALE_ID_TEXT], touch[AFTERSALE_ID_TEXT] = "";
    static const aftersale_id none;
    aftersale_id about = aftersale_event_touch(event);
    output_number(shown, aftersale_event_feed(event));
    aftersale_time_text(aftersale_event_recorded(event), time);
    output_text(shown, time);
    output_text(shown, aftersale_event_name(event));
    aftersale_id_text(aftersale_event_root(event), root);
    output_text(shown, root);
    output_number(shown, aftersale_event_number(event));
    if (memcmp(&about, &none, sizeof none) != 0)
        aftersale_id_text(about, touch);
    output_text(shown, touch);
}

int command_events(program *all, const command_line *line)
{
    static const char *const columns[] = {"event", "recorded", "what", "root", "number", "touch", NULL};
    int64_t after = option_number(line, "after", 0), limit = option_number(line, "limit", -1);
    aftersale_cursor *cursor = NULL;
    const aftersale_event *event;
    aftersale_status status = AFTERSALE_DONE;
    output shown;
    if (aftersale_event_list(all->book, after < 0 ? 0 : (uint64_t)after, &cursor) != AFTERSALE_OK)
        return complain_of_book(all);
    program_answer(all, &shown);
    output_table(&shown, NULL, columns);
    for (; limit != 0 && (status = aftersale_event_next(cursor, &event)) == AFTERSALE_ROW; limit--) {
        if (all->format == OUTPUT_JSON)
            add_event_json(&shown, event);
        else
            add_event(&shown, event);
    }
    output_end(&shown);
    aftersale_cursor_free(cursor);
    return status < 0 ? complain_of_book(all) : ENDED_WELL;
}

int command_export(program *all, const command_line *line)
{
    document lines;
    int ended = document_begin(all, option_of(line, "output"), &lines);
    if (ended != ENDED_WELL)
        return ended;
    uint32_t flags = has_option(line, "events") ? AFTERSALE_EXPORT_EVENTS : 0u;
    return document_end(
        &lines,
        aftersale_export(all->book,
                         AFTERSALE_ARGS(export, .customer.ref = option_of(line, "customer"), .flags = flags),
                         document_write, &lines));
}
