/* SPDX-License-Identifier: MIT */
/* What became of each promise from share to share (S71): a calendar that took an earlier one follows by the number
 * of changes. */
#include "engine/sheet_source.h"

typedef struct trace {
    as__traced *items;
    size_t count;
} trace;

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
    trace at = {NULL, 0};
    for (size_t i = 0; i < shares; i++)
        most += from->all_shared[i]->promises.count;
    at.items = as__arena_take(&from->unit->arena, most * sizeof *at.items + 1);
    if (at.items == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < shares; i++)
        follow(&at, &from->all_shared[i]->promises);
    follow(&at, promises);
    *out = at.items;
    *count = at.count;
    return AFTERSALE_OK;
}
