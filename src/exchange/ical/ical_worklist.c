/* SPDX-License-Identifier: MIT */
/* A worklist as a calendar, for those who do the work. */
#include "aftersale/customer.h"
#include "aftersale/settings.h"
#include "exchange/ical/ical_calendar.h"
#include <stdio.h>

#define SUMMARY 512 /* a longer objective is cut */

static const char *or_else(const char *text, const char *other)
{
    return *text != '\0' ? text : other;
}

/* Cut at a code point. */
static void end_text(char *text, size_t size)
{
    if (size <= SUMMARY)
        return;
    size = SUMMARY - 1;
    while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
        size--;
    text[size] = '\0';
}

static aftersale_status put_work(as__ical_writer *to, const aftersale_work *work)
{
    const aftersale_touch *touch = aftersale_work_touch(work);
    const aftersale_customer *customer = aftersale_work_customer(work);
    char summary[SUMMARY + 1];
    int size = snprintf(summary, sizeof summary, "%s: %s",
                        or_else(aftersale_customer_name(customer), aftersale_customer_ref(customer)),
                        or_else(aftersale_touch_objective(touch), aftersale_touch_kind(touch)));
    as__ical_event event = {
        .id = aftersale_touch_id(touch),
        .due = aftersale_touch_due(touch),
        .summary = summary,
        .description = aftersale_work_why(work),
        .contact = aftersale_work_address(work),
        .location = aftersale_touch_place(touch),
    };
    end_text(summary, size > 0 ? (size_t)size : 0);
    return as__ical_put(to, &event);
}

static aftersale_status put_rows(as__ical_writer *to, aftersale_cursor *list)
{
    const aftersale_work *work;
    aftersale_status status;
    while ((status = aftersale_work_next(list, &work)) == AFTERSALE_ROW) {
        status = put_work(to, work);
        if (status != AFTERSALE_OK)
            return status;
    }
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

aftersale_status aftersale_ical_worklist(aftersale_book *book, const aftersale_worklist_args *args,
                                         aftersale_ical **out)
{
    const aftersale_settings *settings;
    aftersale_cursor *list = NULL;
    as__ical_writer to;
    aftersale_status status;
    if (out == NULL)
        return AFTERSALE_INVALID;
    *out = NULL;
    status = aftersale_settings_get(book, &settings);
    if (status != AFTERSALE_OK)
        return status;
    status = as__ical_begin(&to, book, aftersale_settings_zone(settings), (aftersale_time){0});
    if (status == AFTERSALE_OK)
        status = aftersale_worklist(book, args, &list);
    if (status == AFTERSALE_OK)
        status = put_rows(&to, list);
    status = as__ical_end(&to, status, out);
    aftersale_cursor_free(list);
    aftersale_settings_free(settings);
    return status;
}
