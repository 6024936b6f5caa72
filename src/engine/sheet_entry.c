/* SPDX-License-Identifier: MIT */
/* A sheet as data: its promises, for calendars (S71), and when and with whom it was shared (S28). */
#include "engine/sheet_entry.h"
#include <string.h>

static const char *keep(as__arena *arena, const char *text)
{
    return text != NULL ? as__arena_text(arena, text, strlen(text)) : "";
}

static const as__planned *find_planned(const as__sheet_source *from, const as__traced *traced)
{
    for (size_t i = 0; i < from->facts.plan->step_count; i++)
        if (from->facts.plan->steps[i].number == traced->step)
            return &from->planned[i];
    return NULL;
}

static aftersale_status fill(const as__sheet_source *from, const char *language, const as__traced *traced,
                             as__arena *arena, aftersale_sheet_entry *out)
{
    const as__planned *planned = find_planned(from, traced);
    const as__step_state *past = as__step_occurrence(from->run, traced->step, traced->occurrence);
    const as__template *having;
    const as__step *step;
    const aftersale_actor *who;
    as__touch_key key = {from->run->id, (uint32_t)traced->step, (uint32_t)traced->occurrence};
    size_t index = 0;
    aftersale_status status = as__plan_having(from->book, from->unit, from->settings, from->run->plan,
                                              from->run->version, traced->step, NULL, &having, &index);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
    step = &having->steps[index];
    who = as__sheet_actor(from, as__step_owner(&from->facts, step));
    out->struct_size = sizeof *out;
    out->touch = as__touch_id_make(from->book->tenant->book, key);
    out->promise = keep(arena, as__wording_of(step->promise, language, from->settings->language));
    out->who = keep(arena, who != NULL ? who->name : NULL);
    out->place = keep(arena, past != NULL ? past->place : NULL);
    out->due.us = traced->due;
    out->sequence = traced->sequence;
    out->state = AFTERSALE_TOUCH_STATE_CANCELLED;
    if (traced->is_promised && planned != NULL)
        out->state = planned->state == AFTERSALE_TOUCH_STATE_DONE ? AFTERSALE_TOUCH_STATE_DONE
                                                                  : AFTERSALE_TOUCH_STATE_PLANNED;
    return out->promise != NULL && out->who != NULL && out->place != NULL ? AFTERSALE_OK
                                                                          : AFTERSALE_NO_MEMORY;
}

aftersale_status as__sheet_entries(const as__sheet_source *from, const as__list *promises,
                                   const char *language, as__arena *arena, aftersale_sheet_entry **out,
                                   size_t *count)
{
    as__traced *traced;
    aftersale_status status = as__sheet_trace(from, promises, &traced, count);
    if (status != AFTERSALE_OK)
        return status;
    *out = as__arena_take(arena, *count * sizeof **out + 1);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < *count && status == AFTERSALE_OK; i++)
        status = fill(from, language, &traced[i], arena, &(*out)[i]);
    return status;
}

static bool keep_share(const as__shared_sheet *sheet, const as__share *share, as__arena *arena,
                       aftersale_sheet_shared *out)
{
    out->struct_size = sizeof *out;
    out->version = sheet->version;
    out->with = keep(arena, share->shared_with);
    out->language = keep(arena, share->language);
    out->shared = share->shared;
    out->acknowledged = sheet->acknowledged;
    return out->with != NULL && out->language != NULL;
}

aftersale_status as__sheet_list_shared(const as__sheet_source *from, as__arena *arena,
                                       aftersale_sheet_shared **out, size_t *count)
{
    size_t versions = (size_t)from->run->share, room = versions;
    for (size_t i = 0; i < versions; i++)
        room += from->all_shared[i]->again.count;
    *count = 0;
    *out = as__arena_take(arena, room * sizeof **out + 1);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < versions; i++) {
        const as__shared_sheet *sheet = from->all_shared[i];
        as__share first = {
            .shared = sheet->shared, .shared_with = sheet->shared_with, .language = sheet->language};
        if (!keep_share(sheet, &first, arena, &(*out)[(*count)++]))
            return AFTERSALE_NO_MEMORY;
        for (size_t j = 0; j < sheet->again.count; j++)
            if (!keep_share(sheet, &AS__ITEMS(as__share, sheet->again)[j], arena, &(*out)[(*count)++]))
                return AFTERSALE_NO_MEMORY;
    }
    return AFTERSALE_OK;
}
