/* SPDX-License-Identifier: MIT */
#ifndef AS_ENGINE_SHEET_ENTRY_H
#define AS_ENGINE_SHEET_ENTRY_H
#include "engine/sheet_source.h"

/* @param arena of the sheet, which outlives the unit */
aftersale_status as__sheet_entries(const as__sheet_source *from, const as__list *promises,
                                   const char *language, as__arena *arena, aftersale_sheet_entry **out,
                                   size_t *count);
/* When and with whom each version was shared; as__sheet_shares() was there. */
aftersale_status as__sheet_list_shared(const as__sheet_source *from, as__arena *arena, aftersale_sheet_shared **out,
                                       size_t *count);
#endif
