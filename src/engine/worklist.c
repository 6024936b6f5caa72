/* SPDX-License-Identifier: MIT */
/* The worklist: the due touches of the enrolments whose bound has come, merged over owners and priority classes. A
 * bound is never above the due time, so what is due before the next bound can be given. */
#include "aftersale/worklist.h"
#include "base/checked.h"
#include "engine/answers.h"
#include "engine/query.h"
#include "engine/owners.h"
#include "engine/touch_at.h"
#include "engine/work.h"
#include "value/date.h"
#include "value/text.h"
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CLASSES 16
#define PAGE_FIRST 18
#define PAGE_MOST 512
#define BUDGET 2048 /* entries looked at for one row, before the list says that it is stale */

/* One range of the agenda: an owner and a priority class. */
typedef struct stream {
    const char *owner;
    int32_t priority;
    const aftersale_enrolment **runs;
    size_t count, next, page;
    bool is_through;
} stream;

/* A due touch that waits for its turn. */
typedef struct waiting {
    const char *owner; /* of its stream */
    as__facts *facts;
    as__planned planned;
    aftersale_id id;
    aftersale_time bound;
} waiting;

typedef struct worklist {
    aftersale_time at, now;
    int32_t order;
    uint32_t flags;
    const char *owner;       /* who asks; NULL: everybody's */
    const aftersale_settings *settings;
    uint64_t as_of;          /* the last command when it was begun */
    stream *streams;
    size_t stream_count;
    waiting *heap;
    size_t heap_count, heap_room;
    aftersale_id *seen;      /* hash of touches that were in the heap: a run that moves on while the list is read is */
    size_t seen_count, seen_room; /* met again, and its other touches are not to be given twice */
    bool has_mark;           /* rows up to the mark were given before */
    aftersale_time mark_due;
    int32_t mark_priority;
    aftersale_id mark_id;
    aftersale_time from;     /* bounds below it hold nothing that was not given: */
    int32_t from_class;      /* by priority, in this class, and classes before it hold nothing at all */
} worklist;

static int compare_keys(const worklist *list, aftersale_time due_a, int32_t priority_a, const aftersale_id *id_a,
                        aftersale_time due_b, int32_t priority_b, const aftersale_id *id_b)
{
    if (list->order == AFTERSALE_ORDER_PRIORITY && priority_a != priority_b)
        return priority_a < priority_b ? -1 : 1;
    if (due_a.us != due_b.us)
        return due_a.us < due_b.us ? -1 : 1;
    if (priority_a != priority_b)
        return priority_a < priority_b ? -1 : 1;
    return memcmp(id_a, id_b, sizeof *id_a);
}

static int compare(const worklist *list, const waiting *a, const waiting *b)
{
    return compare_keys(list, a->planned.due, a->facts->run->priority, &a->id, b->planned.due,
                        b->facts->run->priority, &b->id);
}

/* The heap, least first. */

static aftersale_status push(aftersale_cursor *cursor, waiting item)
{
    worklist *list = cursor->state;
    size_t at = list->heap_count;
    if (list->heap_count == list->heap_room) {
        size_t room = list->heap_room == 0 ? 64 : list->heap_room * 2;
        waiting *heap = as__arena_take(&cursor->unit.arena, room * sizeof *heap);
        if (heap == NULL)
            return AFTERSALE_NO_MEMORY;
        if (at != 0)
            memcpy(heap, list->heap, at * sizeof *heap);
        list->heap = heap;
        list->heap_room = room;
    }
    for (list->heap_count++; at != 0 && compare(list, &item, &list->heap[(at - 1) / 2]) < 0; at = (at - 1) / 2)
        list->heap[at] = list->heap[(at - 1) / 2];
    list->heap[at] = item;
    return AFTERSALE_OK;
}

static waiting pop(worklist *list)
{
    waiting top = list->heap[0], last = list->heap[--list->heap_count];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < list->heap_count) {
        if (child + 1 < list->heap_count && compare(list, &list->heap[child + 1], &list->heap[child]) < 0)
            child++;
        if (compare(list, &last, &list->heap[child]) <= 0)
            break;
        list->heap[at] = list->heap[child];
        at = child;
    }
    list->heap[at] = last;
    return top;
}

static size_t seen_place(const worklist *list, const aftersale_id *id)
{
    size_t mask = list->seen_room - 1, at = 0;
    for (size_t i = 8; i < sizeof id->bytes; i++)
        at = at * 31 + id->bytes[i];
    for (at &= mask; as__id_given(list->seen[at]) && memcmp(&list->seen[at], id, sizeof *id) != 0;)
        at = (at + 1) & mask;
    return at;
}

/* Notes a touch. @return OK, EXISTS (it was noted before), NO_MEMORY */
static aftersale_status note_seen(aftersale_cursor *cursor, const aftersale_id *id)
{
    worklist *list = cursor->state;
    size_t at;
    if ((list->seen_count + 1) * 4 > list->seen_room * 3) {
        worklist grown = *list;
        grown.seen_room = list->seen_room == 0 ? 128 : list->seen_room * 2;
        grown.seen = as__arena_take(&cursor->unit.arena, grown.seen_room * sizeof *grown.seen);
        if (grown.seen == NULL)
            return AFTERSALE_NO_MEMORY;
        for (size_t i = 0; i < list->seen_room; i++)
            if (as__id_given(list->seen[i]))
                grown.seen[seen_place(&grown, &list->seen[i])] = list->seen[i];
        *list = grown;
    }
    at = seen_place(list, id);
    if (as__id_given(list->seen[at]))
        return AFTERSALE_EXISTS;
    list->seen[at] = *id;
    list->seen_count++;
    return AFTERSALE_OK;
}

static aftersale_time bound_of(const stream *from, const aftersale_enrolment *run)
{
    aftersale_time bound = { 0 };
    for (size_t i = 0; i < run->agenda.count; i++)
        if (strcmp(AS__ITEMS(as__agenda, run->agenda)[i].owner, from->owner) == 0)
            bound = AS__ITEMS(as__agenda, run->agenda)[i].earliest;
    return bound;
}

/* The records of a page that its touches need, in one call. */
static aftersale_status fetch_page(aftersale_cursor *cursor, const as__found *found)
{
    uint64_t book = cursor->book->tenant->book;
    aftersale_key *keys = as__arena_take(&cursor->unit.arena, (2 * found->count + 1) * sizeof *keys);
    size_t count = 0;
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < found->count; i++) {
        const aftersale_enrolment *run = (const aftersale_enrolment *)found->items[i];
        keys[count++] = as__key_make(book, AFTERSALE_KIND_CUSTOMER, 0, run->customer);
        if (run->sale != 0)
            keys[count++] = as__key_make(book, AFTERSALE_KIND_SALE, 0, run->sale);
    }
    return as__unit_fetch(&cursor->unit, keys, count);
}

static aftersale_status read_page(aftersale_cursor *cursor, stream *from)
{
    worklist *list = cursor->state;
    aftersale_range range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, cursor->book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1, from->page);
    as__range_equal_text(&range, from->owner);
    as__range_equal_number(&range, from->priority);
    range.upper.type = AFTERSALE_TYPE_TIME;
    range.upper.as.time.us = list->at.us + 1;
    if (from->count != 0) {
        as__agenda place = { from->owner, from->priority, bound_of(from, from->runs[from->count - 1]) };
        as__range_resume_item(&range, (const aftersale_record *)from->runs[from->count - 1], &place);
    } else if (list->from.us != 0 && (list->from_class == 0 || list->from_class == from->priority)) {
        range.lower.type = AFTERSALE_TYPE_TIME;
        range.lower.as.time = list->from;
    }
    range.follow[range.follow_count++] = AFTERSALE_FIELD_ENROLMENT_CUSTOMER;
    range.follow[range.follow_count++] = AFTERSALE_FIELD_ENROLMENT_SALE;
    status = as__unit_scan(&cursor->unit, &range, &found);
    if (status == AFTERSALE_OK)
        status = fetch_page(cursor, &found);
    from->runs = (const aftersale_enrolment **)(uintptr_t)found.items;
    from->count = found.count;
    from->next = 0;
    from->is_through = found.count < from->page;
    from->page = from->page >= PAGE_MOST ? PAGE_MOST : from->page * 2;
    return status;
}

/* Every stream that is not through shows its next run. */
static aftersale_status fill_streams(aftersale_cursor *cursor)
{
    worklist *list = cursor->state;
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < list->stream_count && status == AFTERSALE_OK; i++)
        if (list->streams[i].next == list->streams[i].count && !list->streams[i].is_through)
            status = read_page(cursor, &list->streams[i]);
    return status;
}

static stream *next_stream(worklist *list)
{
    stream *first = NULL;
    for (size_t i = 0; i < list->stream_count; i++) {
        stream *one = &list->streams[i];
        if (one->next == one->count)
            continue;
        if (first == NULL ||
            (list->order == AFTERSALE_ORDER_PRIORITY && one->priority < first->priority) ||
            ((list->order != AFTERSALE_ORDER_PRIORITY || one->priority == first->priority) &&
             bound_of(one, one->runs[one->next]).us < bound_of(first, first->runs[first->next]).us))
            first = one;
    }
    return first;
}

static bool is_wanted(const worklist *list, const as__facts *facts, const as__planned *planned)
{
    if (planned->due.us == 0 || planned->due.us > list->at.us)
        return false;
    if ((list->flags & AFTERSALE_WORKLIST_OVERDUE) != 0 &&
        as__date_compare(as__day_in_zone(facts->zone, planned->due), as__day_in_zone(facts->zone, list->now)) >= 0)
        return false;
    if (planned->state == AFTERSALE_TOUCH_STATE_BLOCKED)
        return (list->flags & AFTERSALE_WORKLIST_WITH_BLOCKED) != 0;
    if (planned->state == AFTERSALE_TOUCH_STATE_CLAIMED) /* what one holds oneself is one's work */
        return list->owner != NULL && as__text_same(planned->past->actor, list->owner);
    return as__is_due(planned, list->at);
}

static bool was_given(const worklist *list, const waiting *item)
{
    return list->has_mark && compare_keys(list, item->planned.due, item->facts->run->priority, &item->id,
                                          list->mark_due, list->mark_priority, &list->mark_id) <= 0;
}

/* The due touches of one run that this stream's owner makes. */
static aftersale_status expand(aftersale_cursor *cursor, const stream *from, const aftersale_enrolment *run)
{
    worklist *list = cursor->state;
    as__unit *unit = &cursor->unit;
    as__facts *facts = as__arena_take(&unit->arena, sizeof *facts);
    const aftersale_record *customer;
    as__planned *planned;
    uint32_t *refused;
    aftersale_status status = facts != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        status = as__record_of(cursor->book, unit, AFTERSALE_KIND_CUSTOMER, run->customer, &customer);
    if (status == AFTERSALE_OK)
        status = as__facts_of(cursor->book, unit, list->settings, run, (const aftersale_customer *)customer,
                              list->now, facts);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(cursor->book, unit, facts->customer, false, &refused);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
    facts->refused = refused;
    status = as__run_dates(facts, &unit->arena, &planned);
    for (size_t i = 0; status == AFTERSALE_OK && i < facts->plan->step_count; i++) {
        const as__step *step = &facts->plan->steps[i];
        waiting item = { from->owner, facts, planned[i], as__touch_id_of(cursor->book, run, step, &planned[i]),
                         bound_of(from, run) };
        if (!is_wanted(list, facts, &planned[i]) || strcmp(as__step_owner(facts, step), from->owner) != 0 ||
            was_given(list, &item))
            continue;
        status = note_seen(cursor, &item.id);
        if (status == AFTERSALE_OK)
            status = push(cursor, item);
        else if (status == AFTERSALE_EXISTS)
            status = AFTERSALE_OK;
    }
    return status;
}

/* Whether the least of the heap comes before all that is not looked at yet. */
static bool is_safe(const worklist *list, const stream *next)
{
    if (next == NULL)
        return true;
    if (list->order == AFTERSALE_ORDER_PRIORITY && list->heap[0].facts->run->priority != next->priority)
        return list->heap[0].facts->run->priority < next->priority;
    return list->heap[0].planned.due.us < bound_of(next, next->runs[next->next]).us;
}

static uint64_t last_command(as__tenant *tenant)
{
    uint64_t last;
    pthread_mutex_lock(&tenant->lock);
    last = tenant->ids.last;
    pthread_mutex_unlock(&tenant->lock);
    return last;
}

/* Commands may run between two steps: what waits here may be settled, moved or refused by now (S65).
 * @return ROW, DONE when it is not to be given any more, or a failure */
static aftersale_status give_again(aftersale_cursor *cursor, const waiting *item, const aftersale_record **out)
{
    worklist *list = cursor->state;
    aftersale_book *book = cursor->book;
    as__unit *unit = as__book_reads(book);
    const aftersale_settings *settings;
    as__touch_at at;
    aftersale_status status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__touch_find(book, unit, settings, "touch", item->id, list->now, false, &at);
    if (status == AFTERSALE_OK && (!is_wanted(list, &at.facts, &at.planned) ||
                                   strcmp(as__step_owner(&at.facts, at.step), item->owner) != 0))
        return AFTERSALE_DONE;
    if (status == AFTERSALE_OK)
        status = as__work_make(book, unit, &at.facts, &at.planned, list->now, out);
    return status == AFTERSALE_OK ? AFTERSALE_ROW : status;
}

static aftersale_status give(aftersale_cursor *cursor, const waiting *item, const aftersale_record **out)
{
    worklist *list = cursor->state;
    aftersale_status status;
    if (last_command(cursor->book->tenant) != list->as_of)
        return give_again(cursor, item, out);
    status = as__work_make(cursor->book, &cursor->unit, item->facts, &item->planned, list->now, out);
    return status == AFTERSALE_OK ? AFTERSALE_ROW : status;
}

/* Brings the next touch in order to the top of the heap. @return OK, DONE, or a failure */
static aftersale_status find_least(aftersale_cursor *cursor)
{
    worklist *list = cursor->state;
    aftersale_time first = { 0 };
    for (size_t looked = 0;; looked++) {
        aftersale_status status = fill_streams(cursor);
        stream *next = next_stream(list);
        aftersale_time bound;
        if (status != AFTERSALE_OK)
            return status;
        if (list->heap_count != 0 && is_safe(list, next))
            return AFTERSALE_OK;
        if (next == NULL)
            return AFTERSALE_DONE;
        bound = bound_of(next, next->runs[next->next]);
        if (looked == 0)
            first = bound;
        /* A bookmark goes on from a bound, so this one has to be behind the first. */
        if (looked >= BUDGET && bound.us != first.us) {
            cursor->is_stale = true;
            return AFTERSALE_DONE;
        }
        status = expand(cursor, next, next->runs[next->next++]);
        if (status != AFTERSALE_OK)
            return status;
    }
}

static aftersale_status step(aftersale_cursor *cursor, const aftersale_record **out)
{
    worklist *list = cursor->state;
    aftersale_status status;
    do {
        waiting item;
        status = find_least(cursor);
        if (status != AFTERSALE_OK)
            return status;
        item = pop(list);
        list->has_mark = true;
        list->mark_due = item.planned.due;
        list->mark_priority = item.facts->run->priority;
        list->mark_id = item.id;
        status = give(cursor, &item, out);
    } while (status == AFTERSALE_DONE);
    return status;
}

static aftersale_status next(aftersale_cursor *cursor, const aftersale_record **out)
{
    aftersale_status status = step(cursor, out);
    if (status < 0 && cursor->book->error.status == AFTERSALE_OK)
        status = as__fail_store(cursor->book, &cursor->unit, status);
    return status;
}

/* The least bound that was not looked at, or gave what still waits; by priority that of the first such class. */
typedef struct open_end { int32_t class; aftersale_time bound; } open_end;

static void lower(const worklist *list, int32_t priority, aftersale_time bound, open_end *end)
{
    int32_t class = list->order == AFTERSALE_ORDER_PRIORITY ? priority : 0;
    if (class < end->class || (class == end->class && bound.us < end->bound.us))
        *end = (open_end){ class, bound };
}

static open_end find_open_end(const worklist *list)
{
    open_end end = { list->order == AFTERSALE_ORDER_PRIORITY ? CLASSES : 0, list->at };
    for (size_t i = 0; i < list->heap_count; i++)
        lower(list, list->heap[i].facts->run->priority, list->heap[i].bound, &end);
    for (size_t i = 0; i < list->stream_count; i++) {
        const stream *one = &list->streams[i];
        if (one->next < one->count)
            lower(list, one->priority, bound_of(one, one->runs[one->next]), &end);
        else if (!one->is_through) /* nobody has stepped yet */
            return (open_end){ list->from_class, list->from };
    }
    return end;
}

static void bookmark(const aftersale_cursor *cursor, as__buffer *out)
{
    const worklist *list = cursor->state;
    open_end end = find_open_end(list);
    char id[AFTERSALE_ID_TEXT];
    aftersale_id_text(list->mark_id, id);
    as__buffer_format(out, "work %" PRId64 " %d %" PRId64 " %" PRId64 " %d %s", list->at.us, (int)end.class,
                      end.bound.us, list->mark_due.us, (int)list->mark_priority, id);
}

/* The next whole number of a text, and the blank behind it. */
static bool take_number(const char **at, int64_t *out)
{
    bool is_negative = **at == '-';
    const char *digit = *at + is_negative;
    *out = 0;
    if (*digit < '0' || *digit > '9')
        return false;
    for (; *digit >= '0' && *digit <= '9'; digit++)
        if (!as__mul_i64(*out, 10, out) || !as__add_i64(*out, *digit - '0', out))
            return false;
    if (is_negative)
        *out = -*out;
    if (*digit != ' ')
        return false;
    *at = digit + 1;
    return true;
}

/* The list goes on for the same time; for another one, what bounds hide has to be looked at again. */
static bool read_bookmark(const char *text, worklist *list)
{
    int64_t until, class, from, due, priority;
    const char *at = text + 5;
    if (strncmp(text, "work ", 5) != 0 || !take_number(&at, &until) || !take_number(&at, &class) ||
        !take_number(&at, &from) || !take_number(&at, &due) || !take_number(&at, &priority) || priority < 0 ||
        priority > CLASSES || class < 0 || class > CLASSES)
        return false;
    if (list->at.us == 0)
        list->at.us = until;
    if (list->at.us == until && (class != 0) == (list->order == AFTERSALE_ORDER_PRIORITY)) {
        list->from.us = from;
        list->from_class = (int32_t)class;
    }
    list->mark_due.us = due;
    list->mark_priority = (int32_t)priority;
    list->has_mark = due != 0;
    return aftersale_id_parse(at, &list->mark_id) == AFTERSALE_OK;
}

static const as__query query = { .kind = AFTERSALE_KIND_WORK, .next = next, .bookmark = bookmark };

/* A stream for each owner and each priority class that a plan of the book has. */
static aftersale_status make_streams(aftersale_cursor *cursor, const as__owners *owners)
{
    worklist *list = cursor->state;
    const as__plan_head *plans = AS__ITEMS(as__plan_head, list->settings->plans);
    int32_t classes = 0;
    for (size_t i = 0; i < list->settings->plans.count; i++)
        classes |= plans[i].classes;
    list->streams = as__arena_take(&cursor->unit.arena, owners->count * CLASSES * sizeof *list->streams + 1);
    if (list->streams == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < owners->count; i++)
        for (int32_t priority = 1; priority <= CLASSES; priority++)
            if (priority >= list->from_class && (classes >> priority & 1) != 0)
                list->streams[list->stream_count++] =
                    (stream){ .owner = owners->items[i], .priority = priority, .page = PAGE_FIRST };
    return AFTERSALE_OK;
}

static aftersale_status begin(aftersale_cursor *cursor, const aftersale_worklist_args *args)
{
    aftersale_book *book = cursor->book;
    worklist *list = cursor->state;
    as__owners owners;
    aftersale_status status = as__context_now(book->context, &list->now);
    list->as_of = last_command(book->tenant);
    list->at = args->at;
    list->order = args->order != 0 ? args->order : AFTERSALE_ORDER_DUE;
    list->flags = args->flags;
    if (args->bookmark != NULL && !read_bookmark(args->bookmark, list))
        return as__fail_field(book, AFTERSALE_INVALID, "bookmark", AS__MESSAGE_NOT_A_CHOICE,
                              "is not a bookmark of a worklist");
    if (list->at.us == 0)
        list->at = list->now;
    /* Leases and snoozes are judged at the time the list is for. */
    if (args->at.us != 0)
        list->now = args->at;
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, &cursor->unit, &list->settings);
    if (status == AFTERSALE_OK)
        status = as__owners_of(book, &cursor->unit, list->settings, args->owner, list->now, &owners);
    if (status == AFTERSALE_OK && args->owner != NULL)
        list->owner = owners.items[0];
    if (status == AFTERSALE_OK)
        status = make_streams(cursor, &owners);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, &cursor->unit, status);
    return status;
}

static aftersale_status check(aftersale_book *book, const aftersale_worklist_args *args)
{
    if (args->struct_size != sizeof *args)
        return as__fail(book, AFTERSALE_ABI, AS__MESSAGE_ABI, NULL);
    if (args->order < 0 || args->order > AFTERSALE_ORDER_PRIORITY)
        return as__fail_field(book, AFTERSALE_INVALID, "order", AS__MESSAGE_NOT_A_CHOICE, NULL);
    if ((args->flags & ~(uint32_t)(AFTERSALE_WORKLIST_WITH_BLOCKED | AFTERSALE_WORKLIST_OVERDUE)) != 0)
        return as__fail_field(book, AFTERSALE_INVALID, "flags", AS__MESSAGE_NOT_A_CHOICE, NULL);
    return AFTERSALE_OK;
}

aftersale_status aftersale_worklist(aftersale_book *book, const aftersale_worklist_args *args, aftersale_cursor **out)
{
    static const aftersale_worklist_args all = { .struct_size = sizeof all };
    aftersale_status status = as__book_enter(book);
    aftersale_cursor *cursor = NULL;
    if (status != AFTERSALE_OK)
        return status;
    if (args == NULL)
        args = &all;
    if (out == NULL) {
        status = as__fail_field(book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    } else {
        *out = NULL;
        status = check(book, args);
    }
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &query, sizeof(worklist), &cursor);
    if (status == AFTERSALE_OK)
        status = begin(cursor, args);
    as__book_leave(book);
    if (status == AFTERSALE_OK)
        *out = cursor;
    else
        aftersale_cursor_free(cursor);
    return status;
}

aftersale_status aftersale_work_next(aftersale_cursor *cursor, const aftersale_work **out)
{
    return as__cursor_step(cursor, AFTERSALE_KIND_WORK, (const aftersale_record **)(uintptr_t)out);
}

/* The least bound of all owners and classes. */
static aftersale_status least_bound(aftersale_book *book, as__unit *unit, aftersale_time *out)
{
    const aftersale_settings *settings;
    as__owners owners;
    aftersale_time now;
    aftersale_status status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__owners_of(book, unit, settings, NULL, now, &owners);
    for (size_t i = 0; status == AFTERSALE_OK && i < owners.count; i++) {
        for (int32_t priority = 1; status == AFTERSALE_OK && priority <= CLASSES; priority++) {
            stream one = { .owner = owners.items[i], .priority = priority };
            aftersale_range range;
            as__found found;
            aftersale_time bound;
            as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1, 1);
            as__range_equal_text(&range, one.owner);
            as__range_equal_number(&range, priority);
            status = as__unit_scan(unit, &range, &found);
            if (status != AFTERSALE_OK || found.count == 0)
                continue;
            bound = bound_of(&one, (const aftersale_enrolment *)found.items[0]);
            if (out->us == 0 || bound.us < out->us)
                *out = bound;
        }
    }
    return status;
}

aftersale_status aftersale_book_next_due(aftersale_book *book, aftersale_time *out)
{
    aftersale_status status = as__book_enter(book);
    as__unit *unit;
    if (status != AFTERSALE_OK)
        return status;
    if (out == NULL) {
        status = as__fail_field(book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    } else {
        out->us = 0;
        unit = as__book_reads(book);
        status = least_bound(book, unit, out);
        if (status != AFTERSALE_OK)
            status = as__fail_store(book, unit, status);
    }
    as__book_leave(book);
    return status;
}
