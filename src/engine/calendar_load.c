/* SPDX-License-Identifier: MIT */
#include "aftersale/settings.h"
#include "engine/calendars.h"
#include "engine/rebound.h"
#include "value/date.h"
#include <string.h>

#define DAYS_MOST 73050 /* two hundred years */

static aftersale_status refuse(as__command *command, const char *path, as__message message, const char *text)
{
    return as__fail_field(command->book, AFTERSALE_INVALID, path, message, text);
}

static aftersale_status check_span(as__command *command, const aftersale_calendar *draft)
{
    if (draft->from.day == 0 && draft->until.day == 0)
        return AFTERSALE_OK;
    if (draft->from.day == 0)
        return refuse(command, "from", AS__MESSAGE_REQUIRED, NULL);
    if (draft->until.day == 0)
        return refuse(command, "until", AS__MESSAGE_REQUIRED, NULL);
    if (!as__date_valid(draft->until))
        return refuse(command, "until", AS__MESSAGE_NOT_A_DATE, NULL);
    if (as__date_compare(draft->from, draft->until) >= 0)
        return refuse(command, "until", AS__MESSAGE_NOT_AFTER, NULL);
    if (as__days_from_date(draft->until) - as__days_from_date(draft->from) > DAYS_MOST)
        return refuse(command, "until", AS__MESSAGE_OUT_OF_RANGE, "is more than 200 years after from");
    return AFTERSALE_OK;
}

/* What can be made of the weekends alone is not what is wrong with them. */
static aftersale_status check(as__command *command, const aftersale_calendar *draft)
{
    aftersale_calendar bare = *draft;
    as__calendar made;
    aftersale_status status = check_span(command, draft);
    if (status != AFTERSALE_OK)
        return status;
    bare.holidays.count = 0;
    status = as__calendar_read(&bare, &command->unit->arena, &made);
    if (status == AFTERSALE_INVALID)
        return refuse(command, "weekends", AS__MESSAGE_OUT_OF_RANGE,
                      "must be in the order of their days, and leave a working day");
    if (status == AFTERSALE_OK)
        status = as__calendar_read(draft, &command->unit->arena, &made);
    if (status == AFTERSALE_INVALID)
        return refuse(command, "holidays", AS__MESSAGE_OUT_OF_RANGE,
                      "must be in the order of their days, each day once, between from and until");
    return status;
}

static aftersale_status put_head(as__command *command, const char *key, int32_t version)
{
    aftersale_settings settings = *command->settings;
    size_t count = settings.calendars.count, at = 0;
    as__calendar_head *heads = as__arena_take(&command->unit->arena, (count + 1) * sizeof *heads);
    const aftersale_record *put;
    aftersale_status status;
    if (heads == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(heads, settings.calendars.items, count * sizeof *heads);
    while (at < count && strcmp(heads[at].key, key) != 0)
        at++;
    heads[at] = (as__calendar_head){key, version};
    settings.calendars = (as__list){heads, at < count ? count : count + 1};
    if (settings.calendars.count >
        (size_t)as__kind_field(as__kind_of(AFTERSALE_KIND_SETTINGS), AFTERSALE_FIELD_SETTINGS_CALENDARS)
            ->face.max)
        return as__fail_field(command->book, AFTERSALE_LIMIT, "key", AS__MESSAGE_TOO_MANY, NULL);
    status = as__rebound_ask(command, &settings);
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_SETTINGS, &settings, &put);
    if (status == AFTERSALE_OK)
        command->settings = (const aftersale_settings *)put;
    return status;
}

static aftersale_status put(as__command *command, aftersale_calendar *draft)
{
    aftersale_event event;
    aftersale_status status;
    draft->id = as__calendar_id(command->book, draft->key, draft->version);
    draft->loaded = as__command_recorded(command);
    command->out = as__id_make(command->book->tenant->book, draft->id);
    command->did = AFTERSALE_DID_MAKE;
    status = as__unit_put(command->unit, AFTERSALE_KIND_CALENDAR, draft, NULL);
    if (status == AFTERSALE_OK)
        status = put_head(command, draft->key, draft->version);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_SETTINGS, AS__BOOK_ROOT, AS__EVENT_CALENDAR_LOADED,
                                 &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = draft->id;
    return as__event_put(command, &event);
}

aftersale_status as__do_calendar_load(as__command *command)
{
    const aftersale_calendar_load_args *args = command->args;
    int32_t newest = as__calendar_newest(command->settings, args->key);
    const aftersale_record *before;
    aftersale_calendar draft;
    aftersale_status status;
    as__calendar_draft(args, &draft);
    status = check(command, &draft);
    if (status == AFTERSALE_OK && newest != 0)
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_CALENDAR,
                                  as__calendar_id(command->book, args->key, newest), &before);
    if (status != AFTERSALE_OK)
        return status;
    if (newest != 0 && as__calendar_same(&draft, (const aftersale_calendar *)before)) {
        command->out = as__id_make(command->book->tenant->book, as__key_of(before).id);
        return AFTERSALE_OK;
    }
    draft.version = newest + 1;
    return put(command, &draft);
}
