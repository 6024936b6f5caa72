/* SPDX-License-Identifier: MIT */
#include "program/complaint.h"
#include "program/ical_document.h"

static int refuse(const program *all)
{
    return complain(all, ENDED_REFUSED, "--format ical", "this program was built without aftersale-ical");
}

int ical_of_sheet(program *all, const aftersale_sheet_make_args *args, const char *path)
{
    (void)args;
    (void)path;
    return refuse(all);
}

int ical_of_worklist(program *all, const aftersale_worklist_args *args)
{
    (void)args;
    return refuse(all);
}

const aftersale_rule_reader *ical_rules(void)
{
    return NULL;
}
