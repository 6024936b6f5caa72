/* SPDX-License-Identifier: MIT */
#include "engine/touch_rows.h"
#include "engine/touch_at.h"
#include <string.h>

aftersale_status as__touch_rows_add(aftersale_cursor *cursor, const as__facts *facts,
                                    const as__planned *planned)
{
    as__touch_rows *list = cursor->state;
    const aftersale_record *made;
    aftersale_status status;
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 32 : list->room * 2;
        const aftersale_touch **items = as__arena_take(&cursor->unit.arena, room * sizeof *items);
        if (items == NULL)
            return AFTERSALE_NO_MEMORY;
        if (list->count != 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    status = as__touch_record(cursor->book, facts, planned, NULL, NULL, &made);
    if (status == AFTERSALE_OK)
        list->items[list->count++] = (const aftersale_touch *)made;
    return status;
}

static aftersale_status next(aftersale_cursor *cursor, const aftersale_record **out)
{
    as__touch_rows *list = cursor->state;
    if (list->next == list->count)
        return AFTERSALE_DONE;
    *out = (const aftersale_record *)list->items[list->next++];
    return AFTERSALE_ROW;
}

static void end(aftersale_cursor *cursor)
{
    as__touch_rows *list = cursor->state;
    while (list->next < list->count)
        aftersale_record_free((const aftersale_record *)list->items[list->next++]);
}

const as__query as__touch_rows_query = {.kind = AFTERSALE_KIND_TOUCH, .next = next, .end = end};
