/* SPDX-License-Identifier: MIT */
#include "engine/agenda_walk.h"
#include "aftersale/worklist.h"
#include "engine/others.h"
#include "engine/recents.h"
#include "engine/work.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define BUDGET 2048 /* entries looked at for one row, before the list says that it is stale */

/* No touch of the next run of a stream comes before this. */
static int compare_next(const as__walk *walk, const as__stream *a, const as__stream *b)
{
    aftersale_time at = as__stream_bound(a), bt = as__stream_bound(b);
    uint64_t run = a->runs[a->next]->id, other = b->runs[b->next]->id;
    if (walk->order == AFTERSALE_ORDER_PRIORITY && a->priority != b->priority)
        return a->priority < b->priority ? -1 : 1;
    if (at.us != bt.us)
        return at.us < bt.us ? -1 : 1;
    if (a->priority != b->priority)
        return a->priority < b->priority ? -1 : 1;
    return run < other ? -1 : run > other;
}

static as__stream *next_stream(as__walk *walk)
{
    as__stream *first = NULL;
    for (size_t i = 0; i < walk->stream_count; i++) {
        as__stream *one = &walk->streams[i];
        if (one->next < one->count && (first == NULL || compare_next(walk, one, first) < 0))
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

static int compare_with(const as__walk *walk, const as__waiting *item, const as__walk_mark *mark)
{
    return as__walk_compare(walk, item->planned.due, item->facts->run->priority, &item->id, mark->due,
                            mark->priority, &mark->id);
}

/* Rows may come late while agendas are still to be worked out anew: then only a bookmark says what was given. */
static bool was_given(const as__walk *walk, const as__waiting *item)
{
    if (walk->settings->rebound != 0)
        return walk->goes_on && compare_with(walk, item, &walk->begun) <= 0;
    return walk->has_mark && compare_with(walk, item, &walk->mark) <= 0;
}

/* The due touches of the next run of a stream that its owner makes. */
static aftersale_status expand(aftersale_cursor *cursor, as__stream *from)
{
    as__walk *walk = cursor->state;
    aftersale_time bound = as__stream_bound(from);
    const aftersale_event *last = from->lasts[from->next];
    const aftersale_customer *customer = from->customers[from->next];
    const uint32_t *refused = from->refused[from->next];
    const aftersale_enrolment *run = from->runs[from->next++];
    as__unit *unit = &cursor->unit;
    as__facts *facts = as__arena_take(&unit->arena, sizeof *facts);
    as__planned *planned;
    aftersale_status status = facts != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        status = as__facts_of(cursor->book, unit, walk->settings, run, customer, walk->now, facts);
    if (status == AFTERSALE_OK)
        status = as__last_of(unit, walk->settings, customer, last, &last);
    if (status == AFTERSALE_OK)
        status = as__recents_of(last, walk->now, &unit->arena, &facts->recents);
    if (status == AFTERSALE_OK) {
        facts->refused = refused;
        status = as__others_of(cursor->book, unit, walk->settings, last, facts);
    }
    if (status != AFTERSALE_OK)
        return status;
    status = as__run_dates(facts, &unit->arena, &planned);
    for (size_t i = 0; status == AFTERSALE_OK && i < facts->plan->step_count; i++) {
        const as__step *step = &facts->plan->steps[i];
        if (!is_wanted(walk, facts, &planned[i]) || strcmp(as__step_owner(facts, step), from->owner) != 0)
            continue;
        as__waiting item = {from,  facts, planned[i], as__touch_id_of(cursor->book, run, step, &planned[i]),
                            bound, last};
        if (was_given(walk, &item))
            continue;
        status = as__walk_note(cursor, &item.id);
        if (status == AFTERSALE_OK)
            status = as__walk_push(cursor, item);
        else if (status == AFTERSALE_EXISTS)
            status = AFTERSALE_OK;
    }
    return status;
}

/* Whether the least of the heap comes before all that is not looked at yet: of touches due at one time those of a run
 * that was begun earlier come first. */
static bool is_safe(const aftersale_cursor *cursor, const as__stream *next)
{
    const as__walk *walk = cursor->state;
    const as__waiting *least = &walk->heap[0];
    as__touch_key first;
    aftersale_id id;
    if (next == NULL)
        return true;
    first = (as__touch_key){.enrolment = next->runs[next->next]->id};
    id = as__touch_id_make(cursor->book->tenant->book, first);
    return as__walk_compare(walk, least->planned.due, least->facts->run->priority, &least->id,
                            as__stream_bound(next), next->priority, &id) < 0;
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
        status = as__last_of(unit, walk->settings, at.customer, NULL, &last);
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

/* What came back by itself may be due before all that the streams show. */
static aftersale_status look_at_woken(aftersale_cursor *cursor)
{
    as__walk *walk = cursor->state;
    size_t count = walk->stream_count;
    aftersale_status status = AFTERSALE_OK;
    if (walk->has_woken || walk->has_parked)
        return AFTERSALE_OK;
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        as__stream *woken;
        status = as__walk_woken(cursor, i, &woken);
        while (status == AFTERSALE_OK && woken != NULL && woken->next < woken->count)
            status = expand(cursor, woken);
    }
    walk->has_woken = status == AFTERSALE_OK;
    return status;
}

/* Brings the next touch in order to the top of the heap. @return OK, DONE, or a failure */
static aftersale_status find_least(aftersale_cursor *cursor)
{
    as__walk *walk = cursor->state;
    aftersale_time first = {0};
    aftersale_status status = look_at_woken(cursor);
    for (size_t looked = 0; status == AFTERSALE_OK; looked++) {
        status = as__walk_fill(cursor);
        as__stream *next = next_stream(walk);
        aftersale_time bound;
        if (status != AFTERSALE_OK)
            return status;
        if (walk->heap_count != 0 && is_safe(cursor, next))
            return AFTERSALE_OK;
        if (next == NULL)
            return AFTERSALE_DONE;
        bound = as__stream_bound(next);
        if (looked == 0)
            first = bound;
        /* A bookmark goes on from a bound, so this one has to be behind the first; and from what waits. */
        if (looked >= BUDGET && walk->heap_count == 0 && bound.us != first.us) {
            cursor->is_stale = true;
            return AFTERSALE_DONE;
        }
        status = expand(cursor, next);
    }
    return status;
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
        if (!walk->has_mark || compare_with(walk, &item, &walk->mark) > 0)
            walk->mark = (as__walk_mark){item.planned.due, item.facts->run->priority, item.id};
        walk->has_mark = true;
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
            lower(walk, one->priority, as__stream_bound(one), &end);
        else if (!one->is_through) /* nobody has stepped yet */
            return (as__open_end){walk->from_class, walk->from};
    }
    return end;
}
