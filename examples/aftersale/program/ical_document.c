/* SPDX-License-Identifier: MIT */
#include "program/ical_document.h"
#include "aftersale/ical.h"
#include "program/complaint.h"
#include "program/document.h"

static int write_calendar(program *all, aftersale_ical *calendar, const char *path)
{
    size_t size;
    const char *text = aftersale_ical_text(calendar, &size);
    int ended = document_of(all, path, text, size);
    aftersale_ical_free(calendar);
    return ended;
}

int ical_of_sheet(program *all, const aftersale_sheet_make_args *args, const char *path)
{
    aftersale_ical *calendar = NULL;
    if (aftersale_ical_sheet(all->book, args, &calendar) != AFTERSALE_OK)
        return complain_of_book(all);
    return write_calendar(all, calendar, path);
}

int ical_of_worklist(program *all, const aftersale_worklist_args *args)
{
    aftersale_ical *calendar = NULL;
    if (aftersale_ical_worklist(all->book, args, &calendar) != AFTERSALE_OK)
        return complain_of_book(all);
    return write_calendar(all, calendar, NULL);
}

const aftersale_rule_reader *ical_rules(void)
{
    return aftersale_ical_rules();
}
