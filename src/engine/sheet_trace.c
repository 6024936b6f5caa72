/* SPDX-License-Identifier: MIT */
/* What became of each promise from share to share (S71): a calendar that took an earlier one follows by the number
 * of changes. */
#include "engine/sheet_source.h"

typedef struct trace {
    as__traced *items;
    size_t count;
} trace;

static aftersale_status fetch_shares(const as__sheet_source *from, aftersale_key **out)
{
    size_t count = (size_t)from->run->share;
    *out = as__arena_take(&from->unit->arena, count * sizeof **out + 1);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        (*out)[i] = as__key_make(from->unit->book, AFTERSALE_KIND_SHEET, 0,
                                 as__sheet_share_id(from->book, from->run->id, (int32_t)i + 1));
    return as__unit_fetch(from->unit, *out, count);
}

static as__traced *find(const trace *at, const as__promise *promise)
{
    for (size_t i = 0; i < at->count; i++)
        if (at->items[i].step == promise->step && at->items[i].occurrence == promise->occurrence)
            return &at->items[i];
    return NULL;
}

static bool is_in(const as__list *promises, const as__traced *traced)
{
    const as__promise *items = promises->items;
    for (size_t i = 0; i < promises->count; i++)
        if (items[i].step == traced->step && items[i].occurrence == traced->occurrence)
            return items[i].due.us != 0;
    return false;
}

/* One version after those before it. */
static void follow(trace *at, const as__list *promises)
{
    const as__promise *items = promises->items;
    for (size_t i = 0; i < at->count; i++)
        if (at->items[i].is_promised && !is_in(promises, &at->items[i])) {
            at->items[i].is_promised = false;
            at->items[i].sequence++;
        }
    for (size_t i = 0; i < promises->count; i++) {
        as__traced *traced = find(at, &items[i]);
        if (items[i].due.us == 0)
            continue;
        if (traced == NULL) {
            at->items[at->count++] =
                (as__traced){items[i].step, items[i].occurrence, items[i].due.us, 0, true};
        } else if (!traced->is_promised || traced->due != items[i].due.us) {
            traced->is_promised = true;
            traced->due = items[i].due.us;
            traced->sequence++;
        }
    }
}

aftersale_status as__sheet_trace(const as__sheet_source *from, const as__list *promises, as__traced **out,
                                 size_t *count)
{
    size_t shares = (size_t)from->run->share, most = promises->count;
    const as__list **versions = as__arena_take(&from->unit->arena, (shares + 1) * sizeof *versions);
    trace at = {NULL, 0};
    aftersale_key *keys;
    aftersale_status status = versions != NULL ? fetch_shares(from, &keys) : AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < shares && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        status = as__unit_get(from->unit, &keys[i], &record);
        if (status == AFTERSALE_NOT_FOUND)
            status = AFTERSALE_CORRUPT;
        if (status == AFTERSALE_OK) {
            versions[i] = &((const as__shared_sheet *)record)->promises;
            most += versions[i]->count;
        }
    }
    if (status == AFTERSALE_OK)
        at.items = as__arena_take(&from->unit->arena, most * sizeof *at.items + 1);
    if (status == AFTERSALE_OK && at.items == NULL)
        status = AFTERSALE_NO_MEMORY;
    if (status != AFTERSALE_OK)
        return status;
    versions[shares] = promises;
    for (size_t i = 0; i <= shares; i++)
        follow(&at, versions[i]);
    *out = at.items;
    *count = at.count;
    return AFTERSALE_OK;
}
