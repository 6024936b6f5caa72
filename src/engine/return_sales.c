/* SPDX-License-Identifier: MIT */
/* Which sales may take a return back. */
#include "engine/return_work.h"
#include "engine/run.h"
#include "value/date.h"
#include "value/instant.h"
#include <string.h>

aftersale_status as__return_open(as__return_work *work, const aftersale_sale *sale, as__open_sale *out)
{
    out->before = sale;
    out->draft = *sale;
    out->is_touched = false;
    out->lines = as__arena_take(&work->command->unit->arena, sale->lines.count * sizeof *out->lines + 1);
    if (out->lines == NULL)
        return AFTERSALE_NO_MEMORY;
    if (sale->lines.count != 0)
        memcpy(out->lines, sale->lines.items, sale->lines.count * sizeof *out->lines);
    out->draft.lines.items = out->lines;
    return AFTERSALE_OK;
}

/* Sold not after the return: of the same day unless both hours are known and say otherwise. */
static bool is_earlier(const as__return_work *work, const aftersale_sale *sale)
{
    int order = as__date_compare(sale->sold, work->draft.returned);
    const aftersale_sale_return_args *args = work->command->args;
    if (!as__date_given(sale->sold) || order > 0)
        return false;
    return order < 0 || !sale->sold_time.given || !args->returned_time.given ||
           as__daytime_seconds(sale->sold_time) <= as__daytime_seconds(args->returned_time);
}

static int64_t sold_at(const aftersale_sale *sale)
{
    return as__civil_seconds(sale->sold, sale->sold_time.given ? as__daytime_seconds(sale->sold_time) : 0);
}

typedef struct ids {
    as__arena *arena;
    uint64_t *items;
    size_t count, room;
    bool failed;
} ids;

static bool note_sale(void *user, const aftersale_event *event)
{
    ids *list = user;
    if (event->type != AS__EVENT_SALE_RECORDED)
        return true;
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : list->room * 2;
        uint64_t *items = as__arena_take(list->arena, room * sizeof *items);
        list->failed = items == NULL;
        if (items == NULL)
            return false;
        if (list->count != 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] = event->subject;
    return true;
}

/* Later ones come first; of the same instant the one recorded later. */
static void insert_sorted(as__return_work *work, as__open_sale sale)
{
    size_t at = work->sale_count++;
    while (at != 0 && sold_at(work->sales[at - 1].before) <= sold_at(sale.before)) {
        work->sales[at] = work->sales[at - 1];
        at--;
    }
    work->sales[at] = sale;
}

aftersale_status as__return_find_sales(as__return_work *work)
{
    as__command *command = work->command;
    ids list = {.arena = &command->unit->arena};
    aftersale_key *keys;
    aftersale_status status = as__events_walk(command->unit, work->customer, note_sale, &list);
    if (status != AFTERSALE_OK || list.failed)
        return status != AFTERSALE_OK ? status : AFTERSALE_NO_MEMORY;
    keys = as__arena_take(&command->unit->arena, (list.count + 1) * sizeof *keys);
    work->sales = as__arena_take(&command->unit->arena, (list.count + 1) * sizeof *work->sales);
    if (keys == NULL || work->sales == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < list.count; i++)
        keys[i] = as__key_make(command->book->tenant->book, AFTERSALE_KIND_SALE, 0, list.items[i]);
    status = as__unit_fetch(command->unit, keys, list.count);
    for (size_t i = 0; i < list.count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        as__open_sale sale;
        status = as__record_named(command->book, command->unit, AFTERSALE_KIND_SALE, list.items[i], &record);
        if (status != AFTERSALE_OK)
            return status;
        if (!is_earlier(work, (const aftersale_sale *)record))
            continue;
        status = as__return_open(work, (const aftersale_sale *)record, &sale);
        if (status == AFTERSALE_OK)
            insert_sorted(work, sale);
    }
    return status;
}
