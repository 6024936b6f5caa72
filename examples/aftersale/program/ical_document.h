/* SPDX-License-Identifier: MIT */
/* Documents for calendars. A program that was built without the component aftersale-ical says so instead. */
#ifndef ICAL_DOCUMENT_H
#define ICAL_DOCUMENT_H
#include "program/program.h"

/* The written plan, to a file; `path` NULL: to the standard output. @return how it ended */
int ical_of_sheet(program *program, const aftersale_sheet_make_args *args, const char *path);
/* A worklist, to the standard output. @return how it ended */
int ical_of_worklist(program *program, const aftersale_worklist_args *args);
/* What reads recurrence rules in plans; NULL: nothing does. */
const aftersale_rule_reader *ical_rules(void);
#endif
