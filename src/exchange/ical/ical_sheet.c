/* SPDX-License-Identifier: MIT */
/* The written plan as a calendar: promises, and nothing that is internal (S28, S71). */
#include "exchange/ical/ical_calendar.h"
#include "aftersale/touch.h"

static aftersale_status put_entries(as__ical_writer *to, const aftersale_sheet *sheet)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < aftersale_sheet_entry_count(sheet) && status == AFTERSALE_OK; i++) {
        const aftersale_sheet_entry *entry = aftersale_sheet_entry_at(sheet, i);
        as__ical_event event = {
            .id = entry->touch,
            .due = entry->due,
            .summary = entry->promise,
            .description = "",
            .contact = aftersale_sheet_call(sheet),
            .location = entry->place,
            .sequence = entry->sequence,
            .is_cancelled = entry->state == AFTERSALE_TOUCH_STATE_CANCELLED,
        };
        status = as__ical_put(to, &event);
    }
    return status;
}

aftersale_status aftersale_ical_sheet(aftersale_book *book, const aftersale_sheet_make_args *args,
                                      aftersale_ical **out)
{
    const aftersale_sheet *sheet;
    as__ical_writer to;
    aftersale_status status;
    if (out == NULL)
        return AFTERSALE_INVALID;
    *out = NULL;
    status = aftersale_sheet_make(book, args, &sheet);
    if (status != AFTERSALE_OK)
        return status;
    status = as__ical_begin(&to, book, aftersale_sheet_zone(sheet), aftersale_sheet_made(sheet));
    if (status == AFTERSALE_OK)
        status = put_entries(&to, sheet);
    status = as__ical_end(&to, status, out);
    aftersale_sheet_free(sheet);
    return status;
}
