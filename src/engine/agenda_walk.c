/* SPDX-License-Identifier: MIT */
#include "engine/agenda_walk.h"
#include "aftersale/worklist.h"
#include "engine/answers.h"
#include "engine/limits.h"
#include "engine/others.h"
#include "engine/recents.h"
#include "engine/work.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define PAGE_FIRST 18
#define PAGE_MOST 512
#define BUDGET 2048 /* entries looked at for one row, before the list says that it is stale */

bool as__class_is_used(const aftersale_settings *settings, int32_t priority)
{
    const as__plan_head *plans = AS__ITEMS(as__plan_head, settings->plans);
    for (size_t i = 0; i < settings->plans.count; i++)
        if ((plans[i].classes >> priority & 1) != 0)
            return true;
    return false;
}

aftersale_status as__walk_streams(aftersale_cursor *cursor, const as__owners *owners)
{
    as__walk *walk = cursor->state;
    bool used[AS__CLASSES + 1] = {false};
    for (int32_t priority = walk->from_class > 1 ? walk->from_class : 1; priority <= AS__CLASSES; priority++)
        used[priority] = as__class_is_used(walk->settings, priority);
    walk->streams =
        as__arena_take(&cursor->unit.arena, owners->count * AS__CLASSES * sizeof *walk->streams + 1);
    if (walk->streams == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < owners->count; i++)
        for (int32_t priority = 1; priority <= AS__CLASSES; priority++)
            if (used[priority])
                walk->streams[walk->stream_count++] = (as__stream){.owner = owners->items[i],
                                                                   .priority = priority,
                                                                   .is_instead = i >= owners->own,
                                                                   .page = PAGE_FIRST};
    return AFTERSALE_OK;
}

aftersale_time as__walk_bound(const char *owner, const aftersale_enrolment *run)
{
    aftersale_time bound = {0};
    for (size_t i = 0; i < run->agenda.count; i++)
        if (strcmp(AS__ITEMS(as__agenda, run->agenda)[i].owner, owner) == 0)
            bound = AS__ITEMS(as__agenda, run->agenda)[i].earliest;
    return bound;
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

/* The other open plans of customers who have several: their open cases are shown, too, and what comes first in them. */
static aftersale_status fetch_others(aftersale_cursor *cursor, const as__stream *from)
{
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
            if (runs[j].is_open && runs[j].enrolment != from->runs[i]->id)
                keys[count++] =
                    as__key_make(cursor->book->tenant->book, AFTERSALE_KIND_ENROLMENT, 0, runs[j].enrolment);
    }
    return as__unit_fetch(&cursor->unit, keys, count);
}

/* The records of a page that its touches need, in one call, and the contacts with each customer. */
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

static aftersale_status read_page(aftersale_cursor *cursor, as__stream *from)
{
    as__walk *walk = cursor->state;
    aftersale_range range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, cursor->book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1, from->page);
    as__range_equal_text(&range, from->owner);
    as__range_equal_number(&range, from->priority);
    range.upper.type = AFTERSALE_TYPE_TIME;
    range.upper.as.time.us = walk->at.us + 1;
    if (from->count != 0) {
        as__agenda place = {from->owner, from->priority,
                            as__walk_bound(from->owner, from->runs[from->count - 1])};
        as__range_resume_item(&range, (const aftersale_record *)from->runs[from->count - 1], &place);
    } else if (walk->from.us != 0 && (walk->from_class == 0 || walk->from_class == from->priority)) {
        range.lower.type = AFTERSALE_TYPE_TIME;
        range.lower.as.time = walk->from;
    }
    range.wants = covered_fields();
    range.follow[range.follow_count++] = AFTERSALE_FIELD_ENROLMENT_CUSTOMER;
    range.follow[range.follow_count++] = AFTERSALE_FIELD_ENROLMENT_SALE;
    status = as__unit_scan(&cursor->unit, &range, &found);
    if (status != AFTERSALE_OK)
        return status;
    from->runs = (const aftersale_enrolment **)(uintptr_t)found.items;
    from->count = found.count;
    from->next = 0;
    from->is_through = found.count < from->page;
    from->page = from->page >= PAGE_MOST ? PAGE_MOST : from->page * 2;
    return fetch_page(cursor, from);
}

/* Every stream that is not through shows its next run. */
static aftersale_status fill_streams(aftersale_cursor *cursor)
{
    as__walk *walk = cursor->state;
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < walk->stream_count && status == AFTERSALE_OK; i++)
        if (walk->streams[i].next == walk->streams[i].count && !walk->streams[i].is_through)
            status = read_page(cursor, &walk->streams[i]);
    return status;
}

static as__stream *next_stream(as__walk *walk)
{
    as__stream *first = NULL;
    for (size_t i = 0; i < walk->stream_count; i++) {
        as__stream *one = &walk->streams[i];
        if (one->next == one->count)
            continue;
        if (first == NULL || (walk->order == AFTERSALE_ORDER_PRIORITY && one->priority < first->priority) ||
            ((walk->order != AFTERSALE_ORDER_PRIORITY || one->priority == first->priority) &&
             as__walk_bound(one->owner, one->runs[one->next]).us <
                 as__walk_bound(first->owner, first->runs[first->next]).us))
            first = one;
    }
    return first;
}

static bool is_wanted(const as__walk *walk, const as__facts *facts, const as__planned *planned)
{
    if (planned->due.us == 0 || planned->due.us > walk->at.us)
        return false;
    if ((walk->flags & AFTERSALE_WORKLIST_OVERDUE) != 0 &&
        as__date_compare(as__day_in_zone(facts->zone, planned->due),
                         as__day_in_zone(facts->zone, walk->now)) >= 0)
        return false;
    if (planned->state == AFTERSALE_TOUCH_STATE_BLOCKED)
        return (walk->flags & AFTERSALE_WORKLIST_WITH_BLOCKED) != 0;
    if (planned->state == AFTERSALE_TOUCH_STATE_CLAIMED) /* what one holds oneself is one's work */
        return walk->owner != NULL && as__text_same(planned->past->actor, walk->owner);
    return as__is_due(planned, walk->at);
}

static bool was_given(const as__walk *walk, const as__waiting *item)
{
    return walk->has_mark && as__walk_compare(walk, item->planned.due, item->facts->run->priority, &item->id,
                                              walk->mark_due, walk->mark_priority, &walk->mark_id) <= 0;
}

/* The due touches of the next run of a stream that its owner makes. */
static aftersale_status expand(aftersale_cursor *cursor, as__stream *from)
{
    const aftersale_event *last = from->lasts[from->next];
    const aftersale_enrolment *run = from->runs[from->next++];
    as__walk *walk = cursor->state;
    as__unit *unit = &cursor->unit;
    as__facts *facts = as__arena_take(&unit->arena, sizeof *facts);
    const aftersale_record *customer;
    as__planned *planned;
    uint32_t *refused;
    aftersale_status status = facts != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        status = as__record_of(cursor->book, unit, AFTERSALE_KIND_CUSTOMER, run->customer, &customer);
    if (status == AFTERSALE_OK)
        status = as__facts_of(cursor->book, unit, walk->settings, run, (const aftersale_customer *)customer,
                              walk->now, facts);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(cursor->book, unit, facts->customer, false, &refused);
    if (status == AFTERSALE_OK)
        status = as__recents_of(last, walk->now, &unit->arena, &facts->recents);
    if (status == AFTERSALE_OK) {
        facts->refused = refused;
        status = as__others_of(cursor->book, unit, walk->settings, last, facts);
    }
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
    status = as__run_dates(facts, &unit->arena, &planned);
    for (size_t i = 0; status == AFTERSALE_OK && i < facts->plan->step_count; i++) {
        const as__step *step = &facts->plan->steps[i];
        as__waiting item = {from,
                            facts,
                            planned[i],
                            as__touch_id_of(cursor->book, run, step, &planned[i]),
                            as__walk_bound(from->owner, run),
                            last};
        if (!is_wanted(walk, facts, &planned[i]) || strcmp(as__step_owner(facts, step), from->owner) != 0 ||
            was_given(walk, &item))
            continue;
        status = as__walk_note(cursor, &item.id);
        if (status == AFTERSALE_OK)
            status = as__walk_push(cursor, item);
        else if (status == AFTERSALE_EXISTS)
            status = AFTERSALE_OK;
    }
    return status;
}

/* Whether the least of the heap comes before all that is not looked at yet. */
static bool is_safe(const as__walk *walk, const as__stream *next)
{
    if (next == NULL)
        return true;
    if (walk->order == AFTERSALE_ORDER_PRIORITY && walk->heap[0].facts->run->priority != next->priority)
        return walk->heap[0].facts->run->priority < next->priority;
    return walk->heap[0].planned.due.us < as__walk_bound(next->owner, next->runs[next->next]).us;
}

uint64_t as__walk_last_command(as__tenant *tenant)
{
    uint64_t last;
    pthread_mutex_lock(&tenant->lock);
    last = tenant->ids.last;
    pthread_mutex_unlock(&tenant->lock);
    return last;
}

static as__work_beside work_beside(const as__walk *walk, const aftersale_settings *settings,
                                   const as__waiting *item, const aftersale_event *last)
{
    return (as__work_beside){.settings = settings,
                             .now = walk->now,
                             .last = last,
                             .instead_of = item->from->is_instead ? item->from->owner : NULL};
}

/* Commands may run between two steps: what waits here may be settled, moved or refused by now (S65).
 * @return ROW, DONE when it is not to be given any more, or a failure */
static aftersale_status give_again(aftersale_cursor *cursor, const as__waiting *item,
                                   const aftersale_record **out)
{
    as__walk *walk = cursor->state;
    aftersale_book *book = cursor->book;
    as__unit *unit = as__book_reads(book);
    const aftersale_settings *settings;
    const aftersale_event *last;
    as__touch_at at;
    aftersale_status status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__touch_find(book, unit, settings, "touch", item->id, walk->now, false, &at);
    if (status == AFTERSALE_NOT_FOUND) { /* an occurrence that is not to come any more */
        (void)aftersale_error_set(&book->error, AFTERSALE_OK, 0, NULL);
        return AFTERSALE_DONE;
    }
    if (status == AFTERSALE_OK && (!is_wanted(walk, &at.facts, &at.planned) ||
                                   strcmp(as__step_owner(&at.facts, at.step), item->from->owner) != 0))
        return AFTERSALE_DONE;
    if (status == AFTERSALE_OK)
        status = as__unit_last_event(unit, at.run->customer, &last);
    if (status == AFTERSALE_OK)
        status =
            as__work_make(book, unit, &at.facts, &at.planned, work_beside(walk, settings, item, last), out);
    return status == AFTERSALE_OK ? AFTERSALE_ROW : status;
}

static aftersale_status give(aftersale_cursor *cursor, const as__waiting *item, const aftersale_record **out)
{
    as__walk *walk = cursor->state;
    aftersale_status status;
    if (as__walk_last_command(cursor->book->tenant) != walk->as_of)
        return give_again(cursor, item, out);
    status = as__work_make(cursor->book, &cursor->unit, item->facts, &item->planned,
                           work_beside(walk, walk->settings, item, item->last), out);
    return status == AFTERSALE_OK ? AFTERSALE_ROW : status;
}

/* Brings the next touch in order to the top of the heap. @return OK, DONE, or a failure */
static aftersale_status find_least(aftersale_cursor *cursor)
{
    as__walk *walk = cursor->state;
    aftersale_time first = {0};
    for (size_t looked = 0;; looked++) {
        aftersale_status status = fill_streams(cursor);
        as__stream *next = next_stream(walk);
        aftersale_time bound;
        if (status != AFTERSALE_OK)
            return status;
        if (walk->heap_count != 0 && is_safe(walk, next))
            return AFTERSALE_OK;
        if (next == NULL)
            return AFTERSALE_DONE;
        bound = as__walk_bound(next->owner, next->runs[next->next]);
        if (looked == 0)
            first = bound;
        /* A bookmark goes on from a bound, so this one has to be behind the first. */
        if (looked >= BUDGET && bound.us != first.us) {
            cursor->is_stale = true;
            return AFTERSALE_DONE;
        }
        status = expand(cursor, next);
        if (status != AFTERSALE_OK)
            return status;
    }
}

aftersale_status as__walk_step(aftersale_cursor *cursor, const aftersale_record **out)
{
    as__walk *walk = cursor->state;
    aftersale_status status;
    do {
        as__waiting item;
        status = find_least(cursor);
        if (status != AFTERSALE_OK)
            return status;
        item = as__walk_pop(walk);
        walk->has_mark = true;
        walk->mark_due = item.planned.due;
        walk->mark_priority = item.facts->run->priority;
        walk->mark_id = item.id;
        status = give(cursor, &item, out);
    } while (status == AFTERSALE_DONE);
    return status;
}

static void lower(const as__walk *walk, int32_t priority, aftersale_time bound, as__open_end *end)
{
    int32_t class = walk->order == AFTERSALE_ORDER_PRIORITY ? priority : 0;
    if (class < end->class || (class == end->class && bound.us < end->bound.us))
        *end = (as__open_end){class, bound};
}

as__open_end as__walk_open_end(const as__walk *walk)
{
    as__open_end end = {walk->order == AFTERSALE_ORDER_PRIORITY ? AS__CLASSES : 0, walk->at};
    for (size_t i = 0; i < walk->heap_count; i++)
        lower(walk, walk->heap[i].facts->run->priority, walk->heap[i].bound, &end);
    for (size_t i = 0; i < walk->stream_count; i++) {
        const as__stream *one = &walk->streams[i];
        if (one->next < one->count)
            lower(walk, one->priority, as__walk_bound(one->owner, one->runs[one->next]), &end);
        else if (!one->is_through) /* nobody has stepped yet */
            return (as__open_end){walk->from_class, walk->from};
    }
    return end;
}
