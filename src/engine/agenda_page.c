/* SPDX-License-Identifier: MIT */
/* The agenda as a walk reads it: page by page, each with what dates the touches of its runs. */
#include "aftersale/worklist.h"
#include "engine/agenda_walk.h"
#include "engine/answers.h"
#include "engine/limits.h"
#include "engine/twins.h"
#include <string.h>

#define PAGE_FIRST 18
#define PAGE_MOST 512
#define WOKEN_MOST 256 /* of one owner and class that are looked at out of order */

bool as__class_is_used(const aftersale_settings *settings, int32_t priority)
{
    const as__plan_head *plans = AS__ITEMS(as__plan_head, settings->plans);
    for (size_t i = 0; i < settings->plans.count; i++)
        if ((plans[i].classes >> priority & 1) != 0)
            return true;
    return false;
}

static void add_stream(as__walk *walk, const char *owner, bool is_instead, as__agenda_range range,
                       int32_t priority)
{
    walk->streams[walk->stream_count++] = (as__stream){
        .owner = owner,
        .is_instead = is_instead,
        .priority = priority,
        .column = as__agenda_column(range, priority),
        .page = PAGE_FIRST,
    };
}

aftersale_status as__walk_streams(aftersale_cursor *cursor, const as__owners *owners)
{
    as__walk *walk = cursor->state;
    bool used[AS__CLASSES + 1] = {false};
    for (int32_t priority = walk->from_class > 1 ? walk->from_class : 1; priority <= AS__CLASSES; priority++)
        used[priority] = as__class_is_used(walk->settings, priority);
    walk->streams =
        as__arena_take(&cursor->unit.arena, 2 * owners->count * AS__CLASSES * sizeof *walk->streams + 1);
    if (walk->streams == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < owners->count; i++) {
        for (int32_t priority = 1; priority <= AS__CLASSES; priority++) {
            if (!used[priority])
                continue;
            add_stream(walk, owners->items[i], i >= owners->own, AS__AGENDA_DUE, priority);
            if (walk->has_parked)
                add_stream(walk, owners->items[i], i >= owners->own, AS__AGENDA_PARKED, priority);
        }
    }
    return AFTERSALE_OK;
}

/* Of the last event of a customer: when they were contacted last, what counts against them now, and their plans. */
static uint64_t contact_fields(const aftersale_settings *settings)
{
    uint64_t wants = UINT64_C(1) << AFTERSALE_FIELD_EVENT_LAST_CONTACT | UINT64_C(1)
                                                                             << AFTERSALE_FIELD_EVENT_RUNS;
    if (as__limits_reach(settings) != 0)
        wants |= UINT64_C(1) << AFTERSALE_FIELD_EVENT_RECENTS;
    return wants;
}

/* The other open plans of customers who have several, as far as they may have cases: open ones are shown, too. Where plans
 * are compared, all of them, so that what is read of a page is of one moment. */
static aftersale_status fetch_others(aftersale_cursor *cursor, const as__stream *from)
{
    const as__walk *walk = cursor->state;
    const bool are_compared = walk->settings->overlap != NULL;
    aftersale_key *keys;
    size_t most = 0, count = 0;
    for (size_t i = 0; i < from->count; i++)
        most += from->lasts[i] != NULL && from->lasts[i]->runs.count > 1 ? from->lasts[i]->runs.count : 0;
    if (most == 0)
        return AFTERSALE_OK;
    keys = as__arena_take(&cursor->unit.arena, most * sizeof *keys);
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < from->count; i++) {
        const as__open_plan *runs = from->lasts[i] != NULL ? from->lasts[i]->runs.items : NULL;
        for (size_t j = 0; runs != NULL && j < from->lasts[i]->runs.count; j++)
            if (runs[j].is_open && runs[j].enrolment != from->runs[i]->id &&
                (are_compared || as__plan_has_cases(walk->settings, runs[j].plan)))
                keys[count++] =
                    as__key_make(cursor->book->tenant->book, AFTERSALE_KIND_ENROLMENT, 0, runs[j].enrolment);
    }
    return as__unit_fetch(&cursor->unit, keys, count);
}

/* Who is merged stands as whom they are merged into. */
static aftersale_status find_customers(aftersale_cursor *cursor, as__stream *from)
{
    aftersale_status status = AFTERSALE_OK;
    from->customers = as__arena_take(&cursor->unit.arena, (from->count + 1) * sizeof *from->customers);
    from->refused = as__arena_take(&cursor->unit.arena, (from->count + 1) * sizeof *from->refused);
    if (from->customers == NULL || from->refused == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < from->count && status == AFTERSALE_OK; i++)
        status = as__customer_named(cursor->book, &cursor->unit, from->runs[i]->customer, false,
                                    &from->customers[i]);
    return status;
}

/* The records of a page that its touches need, in few calls, and the contacts with each customer. */
static aftersale_status fetch_page(aftersale_cursor *cursor, as__stream *from)
{
    const as__walk *walk = cursor->state;
    uint64_t book = cursor->book->tenant->book;
    as__arena *arena = &cursor->unit.arena;
    aftersale_key *keys = as__arena_take(arena, (2 * from->count + 1) * sizeof *keys);
    uint64_t *roots = as__arena_take(arena, (from->count + 1) * sizeof *roots);
    size_t count = 0;
    aftersale_status status;
    from->lasts = as__arena_take(arena, (from->count + 1) * sizeof *from->lasts);
    if (keys == NULL || roots == NULL || from->lasts == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < from->count; i++) {
        roots[i] = from->runs[i]->customer;
        keys[count++] = as__key_make(book, AFTERSALE_KIND_CUSTOMER, 0, from->runs[i]->customer);
        if (from->runs[i]->sale != 0)
            keys[count++] = as__key_make(book, AFTERSALE_KIND_SALE, 0, from->runs[i]->sale);
    }
    status = as__unit_fetch(&cursor->unit, keys, count);
    if (status != AFTERSALE_OK)
        return status;
    status =
        as__unit_last_events(&cursor->unit, roots, from->count, contact_fields(walk->settings), from->lasts);
    if (status == AFTERSALE_OK)
        status = find_customers(cursor, from);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused_all(cursor->book, &cursor->unit, from->customers, from->count,
                                           from->refused);
    return status == AFTERSALE_OK ? fetch_others(cursor, from) : status;
}

/* What the agenda carries of a run, which is all that dates its touches. */
static uint64_t covered_fields(void)
{
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_ENROLMENT);
    uint64_t wants = UINT64_C(1) << AFTERSALE_FIELD_ENROLMENT_AGENDA;
    for (size_t i = 0; i < kind->field_count; i++)
        if ((kind->fields[i].face.flags & AFTERSALE_FLAG_COVERED) != 0)
            wants |= UINT64_C(1) << kind->fields[i].face.tag;
    return wants;
}

static void begin_range(const aftersale_cursor *cursor, const as__stream *from, size_t limit,
                        aftersale_range *out)
{
    const as__walk *walk = cursor->state;
    as__range_begin(out, cursor->book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1, limit);
    as__range_equal_text(out, from->owner);
    as__range_equal_number(out, from->column);
    out->upper.type = AFTERSALE_TYPE_TIME;
    out->upper.as.time.us = walk->at.us + 1;
    out->wants = covered_fields();
    out->follow[out->follow_count++] = AFTERSALE_FIELD_ENROLMENT_CUSTOMER;
    out->follow[out->follow_count++] = AFTERSALE_FIELD_ENROLMENT_SALE;
}

static aftersale_status scan(aftersale_cursor *cursor, aftersale_range *range, as__stream *from)
{
    as__found found;
    aftersale_status status = as__unit_scan(&cursor->unit, range, &found);
    if (status != AFTERSALE_OK)
        return status;
    from->runs = (const aftersale_enrolment **)(uintptr_t)found.items;
    from->count = found.count;
    from->next = 0;
    return AFTERSALE_OK;
}

static aftersale_status read_page(aftersale_cursor *cursor, as__stream *from)
{
    as__walk *walk = cursor->state;
    aftersale_range range;
    aftersale_status status;
    begin_range(cursor, from, from->page, &range);
    if (from->count != 0) {
        const aftersale_enrolment *last = from->runs[from->count - 1];
        as__agenda place = {from->owner, from->column, as__agenda_at(last, from->owner, from->column)};
        as__range_resume_item(&range, (const aftersale_record *)last, &place);
    } else if (walk->from.us != 0 && (walk->from_class == 0 || walk->from_class == from->priority)) {
        range.lower.type = AFTERSALE_TYPE_TIME;
        range.lower.as.time = walk->from;
    }
    status = scan(cursor, &range, from);
    if (status != AFTERSALE_OK)
        return status;
    from->is_through = from->count < from->page;
    from->page = from->page >= PAGE_MOST ? PAGE_MOST : from->page * 2;
    return fetch_page(cursor, from);
}

aftersale_status as__walk_fill(aftersale_cursor *cursor)
{
    as__walk *walk = cursor->state;
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < walk->stream_count && status == AFTERSALE_OK; i++)
        if (walk->streams[i].next == walk->streams[i].count && !walk->streams[i].is_through)
            status = read_page(cursor, &walk->streams[i]);
    return status;
}

/* Whether an owner has anything that comes back by itself; asked once for all their classes. */
static aftersale_status may_wake(aftersale_cursor *cursor, const char *owner, bool *out)
{
    as__walk *walk = cursor->state;
    aftersale_range range;
    as__found found;
    aftersale_status status = AFTERSALE_OK;
    if (walk->asked_owner != owner) {
        as__range_begin(&range, cursor->book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1, 1);
        as__range_equal_text(&range, owner);
        range.lower.type = range.upper.type = AFTERSALE_TYPE_INT;
        range.lower.as.number = as__agenda_column(AS__AGENDA_WAKE, 1);
        range.upper.as.number = as__agenda_column(AS__AGENDA_PARKED, 1);
        range.wants = UINT64_C(1) << AFTERSALE_FIELD_ENROLMENT_AGENDA;
        status = as__unit_scan(&cursor->unit, &range, &found);
        walk->asked_owner = owner;
        walk->owner_may_wake = status == AFTERSALE_OK && found.count != 0;
    }
    *out = walk->owner_may_wake;
    return status;
}

aftersale_status as__walk_woken(aftersale_cursor *cursor, size_t stream, as__stream **out)
{
    as__walk *walk = cursor->state;
    const as__stream *of = &walk->streams[stream];
    as__stream *woken;
    aftersale_range range;
    bool may;
    aftersale_status status = may_wake(cursor, of->owner, &may);
    *out = NULL;
    if (status != AFTERSALE_OK || !may)
        return status;
    woken = as__arena_take(&cursor->unit.arena, sizeof *woken);
    if (woken == NULL)
        return AFTERSALE_NO_MEMORY;
    *woken = *of;
    woken->column = as__agenda_column(AS__AGENDA_WAKE, of->priority);
    begin_range(cursor, woken, WOKEN_MOST, &range);
    status = scan(cursor, &range, woken);
    if (status != AFTERSALE_OK || woken->count == 0)
        return status;
    if (woken->count == WOKEN_MOST) {
        add_stream(walk, of->owner, of->is_instead, AS__AGENDA_PARKED, of->priority);
        return AFTERSALE_OK;
    }
    woken->column = as__agenda_column(AS__AGENDA_PARKED, of->priority);
    *out = woken;
    return fetch_page(cursor, woken);
}
