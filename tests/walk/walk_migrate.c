/* SPDX-License-Identifier: MIT */
/* A plan that is edited in the middle of the year: what the list of each migration says is what happens (S21). */
#include "walk.h"
#include <stdlib.h>
#include <string.h>

#define ROWS_MOST 64

typedef struct row {
    aftersale_id touch;
    aftersale_time due;
    int32_t what, state;
} row;

typedef struct told {
    row rows[ROWS_MOST];
    size_t count;
    bool is_held;
} told;

static bool read_list(walk_shop *shop, aftersale_id run, told *out)
{
    aftersale_cursor *list = NULL;
    const aftersale_migration *one;
    aftersale_status status =
        aftersale_migration_list(shop->book, AFTERSALE_ARGS(migration_list, .enrolment.id = run), &list);
    *out = (told){.count = 0};
    while (status == AFTERSALE_OK && out->count < ROWS_MOST &&
           aftersale_migration_next(list, &one) == AFTERSALE_ROW) {
        out->is_held = out->is_held || aftersale_migration_what(one) == AFTERSALE_MIGRATION_HELD;
        out->rows[out->count++] = (row){aftersale_migration_touch(one), aftersale_migration_due_after(one),
                                        aftersale_migration_what(one), aftersale_migration_state_after(one)};
    }
    aftersale_cursor_free(list);
    return status == AFTERSALE_OK;
}

static const row *find_row(const told *list, aftersale_id touch)
{
    for (size_t i = 0; i < list->count; i++)
        if (memcmp(&list->rows[i].touch, &touch, sizeof touch) == 0)
            return &list->rows[i];
    return NULL;
}

/* Touches that were settled before stay, listed or not: of each step the list names the open one, or the last. */
static bool is_as_told(const told *list, const aftersale_touch *touch, size_t *met)
{
    const row *one = find_row(list, aftersale_touch_id(touch));
    if (one == NULL)
        return aftersale_touch_state(touch) >= AFTERSALE_TOUCH_STATE_DONE;
    (*met)++;
    if (one->what == AFTERSALE_MIGRATION_DROPPED)
        return aftersale_touch_state(touch) >= AFTERSALE_TOUCH_STATE_MISSED;
    return one->state == aftersale_touch_state(touch) && one->due.us == aftersale_touch_due(touch).us;
}

static bool hold_to_list(walk_shop *shop, aftersale_id run, const told *list)
{
    aftersale_cursor *touches = NULL;
    const aftersale_touch *touch;
    size_t met = 0, wanted = 0;
    if (aftersale_touch_list(shop->book, AFTERSALE_ARGS(touch_list, .enrolment.id = run), &touches) !=
        AFTERSALE_OK)
        return false;
    while (aftersale_touch_next(touches, &touch) == AFTERSALE_ROW)
        if (!is_as_told(list, touch, &met))
            walk_broken(shop, touch, "not as the list of its migration said");
    aftersale_cursor_free(touches);
    for (size_t i = 0; i < list->count; i++)
        wanted += list->rows[i].what != AFTERSALE_MIGRATION_DROPPED;
    return met >= wanted;
}

static bool migrate_run(walk_shop *shop, aftersale_id run)
{
    told list;
    aftersale_status status;
    if (!read_list(shop, run, &list))
        return false;
    status = aftersale_plan_migrate(shop->book, AFTERSALE_ARGS(plan_migrate, .enrolment.id = run), NULL);
    if (list.is_held || status != AFTERSALE_OK)
        return list.is_held && status == AFTERSALE_STATE;
    shop->migrated++;
    return hold_to_list(shop, run, &list);
}

static bool is_to_migrate(const aftersale_enrolment *run)
{
    return aftersale_enrolment_state(run) < AFTERSALE_ENROLMENT_ENDED &&
           strcmp(aftersale_enrolment_plan(run), "every-sale") == 0;
}

bool walk_migrate(walk_shop *shop)
{
    aftersale_cursor *list = NULL;
    const aftersale_enrolment *run;
    bool is_well = aftersale_enrolment_list(shop->book, NULL, &list) == AFTERSALE_OK;
    while (is_well && aftersale_enrolment_next(list, &run) == AFTERSALE_ROW)
        is_well = !is_to_migrate(run) || migrate_run(shop, aftersale_enrolment_id(run));
    aftersale_cursor_free(list);
    return is_well;
}
