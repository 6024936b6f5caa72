/* SPDX-License-Identifier: MIT */
/* Calendars in use: the versions that a book has loaded, made once each, and those that a run is dated by (S34). */
#ifndef AS_ENGINE_CALENDARS_H
#define AS_ENGINE_CALENDARS_H
#include "engine/command.h"

uint64_t as__calendar_id(const aftersale_book *book, const char *key, int32_t version);
/* Newest version under a key; 0: none is loaded. */
int32_t as__calendar_newest(const aftersale_settings *settings, const char *key);
/* What the arguments say, defaults filled in; lists are borrowed from them. */
void as__calendar_draft(const aftersale_calendar_load_args *args, aftersale_calendar *draft);
/* Whether two versions have the same days off. */
bool as__calendar_same(const aftersale_calendar *a, const aftersale_calendar *b);
/* Makes what the rules read of a version, which outlives it. @return OK; INVALID: days out of order, a holiday outside,
 * a week without a working day; NO_MEMORY */
aftersale_status as__calendar_read(const aftersale_calendar *record, as__arena *arena, as__calendar *out);

/* Those that a run is dated by, as long as the unit; NULL: the book has none. Needs plan, run and customer of the facts. */
aftersale_status as__calendars_of(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                  const as__facts *facts, const as__calendars **out);
void as__calendars_free(const as__memory *memory, as__kept_calendar *first);
#endif
