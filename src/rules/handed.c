/* SPDX-License-Identifier: MIT */
#include "rules/handed.h"
#include <string.h>

static aftersale_status copy_handed(as__arena *arena, aftersale_enrolment *draft, as__handed **out)
{
    size_t count = draft->handed.count;
    *out = as__arena_take(arena, (count + 1) * sizeof **out);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    if (count != 0)
        memcpy(*out, draft->handed.items, count * sizeof **out);
    draft->handed.items = *out;
    return AFTERSALE_OK;
}

/* What was handed to `from` goes on to `to`; whoever has their own work back was handed nothing. */
static bool pass_on(const char *from, const char *to, as__handed *items, size_t *count)
{
    size_t kept = 0;
    bool changed = false;
    for (size_t i = 0; i < *count; i++) {
        as__handed item = items[i];
        if (strcmp(item.to, from) == 0) {
            item.to = to;
            changed = true;
        }
        if (strcmp(item.from, item.to) != 0)
            items[kept++] = item;
    }
    *count = kept;
    return changed;
}

static bool has_step_of(const as__facts *facts, const char *owner)
{
    for (size_t i = 0; i < facts->plan->step_count; i++) {
        if (strcmp(as__step_owner(facts, &facts->plan->steps[i]), owner) == 0)
            return true;
    }
    return false;
}

aftersale_status as__hand_over(const as__facts *facts, const char *from, const char *to, as__arena *arena,
                               aftersale_enrolment *draft, bool *changed)
{
    as__facts after = *facts;
    as__handed *items;
    aftersale_status status = copy_handed(arena, draft, &items);
    if (status != AFTERSALE_OK)
        return status;
    *changed = pass_on(from, to, items, &draft->handed.count);
    if (draft->owner != NULL && strcmp(draft->owner, from) == 0) {
        draft->owner = to;
        *changed = true;
    }
    after.run = draft;
    if (has_step_of(&after, from)) {
        items[draft->handed.count++] = (as__handed){from, to};
        *changed = true;
    }
    return AFTERSALE_OK;
}

aftersale_status as__hand_back(const char *owner, as__arena *arena, aftersale_enrolment *draft)
{
    as__handed *items;
    size_t kept = 0;
    aftersale_status status = copy_handed(arena, draft, &items);
    for (size_t i = 0; status == AFTERSALE_OK && i < draft->handed.count; i++) {
        if (strcmp(items[i].from, owner) != 0)
            items[kept++] = items[i];
    }
    if (status == AFTERSALE_OK)
        draft->handed.count = kept;
    return status;
}
