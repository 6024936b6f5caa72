/* SPDX-License-Identifier: MIT */
#include "store/memory_events.h"
#include "base/prefetch.h"
#include "schema/record.h"
#include <string.h>

#define FIRST_CELLS 64
#define FIRST_ITEMS 2

void as__memory_events_init(as__memory_events *my, const as__memory *memory)
{
    memset(my, 0, sizeof *my);
    my->memory = memory;
    as__forest_init(&my->order, memory);
}

void as__memory_events_free(as__memory_events *my)
{
    for (size_t i = 0; i < my->room; i++) {
        as__event_run *run = &my->cells[i];
        for (uint32_t n = 0; n < run->count; n++)
            aftersale_record_free(run->items[n]);
        as__memory_give(my->memory, run->items, run->room * sizeof *run->items);
    }
    as__memory_give(my->memory, my->cells, my->room * sizeof *my->cells);
    as__forest_free(&my->order);
}

/* Cell of a root, or the empty one where it would go. */
static as__event_run *cell_for(const as__memory_events *my, uint64_t book, uint64_t root)
{
    const aftersale_key key = as__key_make(book, AFTERSALE_KIND_ROOT, root, 0);
    size_t mask = my->room - 1, at = (size_t)as__key_hash(&key) & mask;
    while (my->cells[at].items != NULL && (my->cells[at].root != root || my->cells[at].book != book))
        at = (at + 1) & mask;
    return &my->cells[at];
}

static const as__event_run *run_of(const as__memory_events *my, uint64_t book, uint64_t root)
{
    const as__event_run *run = my->room != 0 ? cell_for(my, book, root) : NULL;
    return run != NULL && run->items != NULL ? run : NULL;
}

const aftersale_record *as__memory_event(const as__memory_events *my, const aftersale_key *key)
{
    const as__event_run *run = run_of(my, key->book, key->root);
    return run != NULL && key->id != 0 && key->id <= run->count ? run->items[key->id - 1] : NULL;
}

uint64_t as__memory_last_event(const as__memory_events *my, uint64_t book, uint64_t root)
{
    const as__event_run *run = run_of(my, book, root);
    return run != NULL ? run->count : 0;
}

static bool room_for_root(as__memory_events *my)
{
    as__memory_events grown = *my;
    if (my->count < my->room / 2)
        return true;
    grown.room = my->room == 0 ? FIRST_CELLS : my->room * 2;
    grown.cells = as__memory_take(my->memory, grown.room * sizeof *grown.cells);
    if (grown.cells == NULL)
        return false;
    for (size_t i = 0; i < my->room; i++)
        if (my->cells[i].items != NULL)
            *cell_for(&grown, my->cells[i].book, my->cells[i].root) = my->cells[i];
    as__memory_give(my->memory, my->cells, my->room * sizeof *my->cells);
    *my = grown;
    return true;
}

typedef struct root_key {
    uint8_t data[8];
} root_key;

static aftersale_bytes root_bytes(uint64_t root, root_key *key)
{
    for (int i = 7; i >= 0; i--, root >>= 8)
        key->data[i] = (uint8_t)root;
    return (aftersale_bytes){key->data, sizeof key->data};
}

/* A root that gave back all its events keeps its cell and its array. */
static aftersale_status make_run(as__memory_events *my, const aftersale_key *key, as__event_run **out)
{
    as__event_run *run;
    if (!room_for_root(my))
        return AFTERSALE_NO_MEMORY;
    *out = run = cell_for(my, key->book, key->root);
    if (run->items != NULL)
        return AFTERSALE_OK;
    run->items = as__memory_take(my->memory, FIRST_ITEMS * sizeof *run->items);
    if (run->items == NULL)
        return AFTERSALE_NO_MEMORY;
    run->book = key->book;
    run->root = key->root;
    run->room = FIRST_ITEMS;
    my->count++;
    return AFTERSALE_OK;
}

static bool room_for_event(const as__memory_events *my, as__event_run *run)
{
    const aftersale_record **items;
    if (run->count < run->room)
        return true;
    items = as__memory_grow(my->memory, run->items, run->room * sizeof *items, 2 * run->room * sizeof *items);
    if (items == NULL)
        return false;
    run->items = items;
    run->room *= 2;
    return true;
}

static aftersale_status put_in_order(as__memory_events *my, const aftersale_key *key,
                                     const aftersale_record *event, bool is_new)
{
    as__tree *roots = as__forest_make(&my->order, key->book, AFTERSALE_KIND_ROOT, 0);
    root_key bytes;
    if (roots == NULL)
        return AFTERSALE_NO_MEMORY;
    if (is_new)
        return as__tree_insert(roots, root_bytes(key->root, &bytes), event);
    as__tree_replace(roots, root_bytes(key->root, &bytes), event);
    return AFTERSALE_OK;
}

aftersale_status as__memory_event_put(as__memory_events *my, const aftersale_key *key,
                                      const aftersale_record *event, const aftersale_record **before)
{
    as__event_run *run;
    aftersale_status status = make_run(my, key, &run);
    *before = NULL;
    if (status != AFTERSALE_OK)
        return status;
    if (key->id == 0 || key->id > run->count + UINT64_C(1))
        return AFTERSALE_CONFLICT;
    if (!room_for_event(my, run))
        return AFTERSALE_NO_MEMORY;
    if (key->id == 1)
        status = put_in_order(my, key, event, run->count == 0);
    if (status != AFTERSALE_OK)
        return status;
    if (key->id <= run->count)
        *before = run->items[key->id - 1];
    else
        run->count++;
    run->items[key->id - 1] = event;
    return AFTERSALE_OK;
}

void as__memory_event_take_back(as__memory_events *my, const aftersale_key *key,
                                const aftersale_record *before)
{
    as__event_run *run = cell_for(my, key->book, key->root);
    as__tree *roots = as__forest_find(&my->order, key->book, AFTERSALE_KIND_ROOT, 0);
    root_key bytes;
    if (before != NULL) {
        run->items[key->id - 1] = before;
        if (key->id == 1)
            as__tree_replace(roots, root_bytes(key->root, &bytes), before);
    } else if (--run->count == 0) {
        as__tree_remove(roots, root_bytes(key->root, &bytes));
    }
}

/* A range of events by root and number: from the first, inclusive, until the end, exclusive. The bounds are those of
 * aftersale_key_entry(): root at 9, number at 17; a shorter one ends with the root. */
typedef struct event_range {
    uint64_t root, number, end_root, end_number;
} event_range;

/* The bytes behind a number that ends in 0xFF are shorter than a number: what is missing is zero. */
static uint64_t number_in(aftersale_bytes bytes, size_t at, uint64_t absent)
{
    uint64_t number = 0;
    if (bytes.size <= at)
        return absent;
    for (size_t i = 0; i < 8; i++)
        number = number << 8 | (at + i < bytes.size ? bytes.data[at + i] : 0);
    return number;
}

static event_range event_range_of(const aftersale_range *range)
{
    aftersale_bytes from = aftersale_range_from(range), until = aftersale_range_until(range);
    event_range out = {
        .root = number_in(from, 9, 0),
        .number = number_in(from, 17, 0),
        .end_root = number_in(until, 9, UINT64_MAX),
        .end_number = number_in(until, 17, 0),
    };
    if (from.size > AS__KEY_ENTRY)
        out.number++; /* a resume: strictly behind */
    return out;
}

/* What is under way: the range, its bounds, and how many rows may still come. */
typedef struct scan {
    const as__memory_events *my;
    const aftersale_range *range;
    event_range bounds;
    size_t left, from;
    aftersale_rows *out;
} scan;

static const as__event_run *home_of(const as__memory_events *my, const aftersale_range *range)
{
    bool is_of_root =
        range->index == NULL && range->kind->kind == AFTERSALE_KIND_EVENT && range->equal_count != 0;
    aftersale_key key = {.book = range->book, .kind = AFTERSALE_KIND_ROOT};
    if (!is_of_root || my->room == 0)
        return NULL;
    key.root = event_range_of(range).root;
    return &my->cells[(size_t)as__key_hash(&key) & (my->room - 1)];
}

/* Most roots lie in the cell that their hash names; of the others another one's events are asked for in vain. */
void as__memory_events_prefetch(const as__memory_events *my, const aftersale_range *const *ranges,
                                size_t count)
{
    const as__event_run *runs[AS__EVENTS_AT_ONCE];
    size_t most = count < AS__EVENTS_AT_ONCE ? count : AS__EVENTS_AT_ONCE;
    for (size_t i = 0; i < most; i++) {
        runs[i] = home_of(my, ranges[i]);
        as__prefetch(runs[i]);
    }
    for (size_t i = 0; i < most; i++) {
        if (runs[i] != NULL && (runs[i]->items == NULL || runs[i]->count == 0))
            runs[i] = NULL;
        if (runs[i] != NULL)
            as__prefetch(&runs[i]->items[runs[i]->count - 1]);
    }
    for (size_t i = 0; i < most; i++)
        if (runs[i] != NULL)
            as__record_prefetch(runs[i]->items[runs[i]->count - 1]);
}

static aftersale_status scan_root(scan *job, uint64_t root)
{
    const as__event_run *run = run_of(job->my, job->range->book, root);
    uint64_t low = root == job->bounds.root ? job->bounds.number : 0;
    uint64_t high = root == job->bounds.end_root ? job->bounds.end_number : UINT64_MAX;
    aftersale_status status = AFTERSALE_OK;
    if (run == NULL)
        return AFTERSALE_OK;
    low = low == 0 ? 1 : low;
    high = high > run->count ? run->count + UINT64_C(1) : high;
    for (; low < high && job->left != 0 && status == AFTERSALE_OK; job->left--) {
        uint64_t number = job->range->is_descending ? --high : low++;
        const aftersale_record *event = run->items[number - 1];
        aftersale_key key = as__key_make(job->range->book, AFTERSALE_KIND_EVENT, root, number);
        status = as__rows_share(job->out, job->from, &key, event->head.revision, event);
    }
    return status;
}

static uint64_t root_at(const as__tree *roots, as__place place)
{
    return ((const aftersale_event *)as__place_record(roots, place))->root;
}

static bool is_within(const event_range *bounds, uint64_t root)
{
    bool is_before_end = root < bounds->end_root || (root == bounds->end_root && bounds->end_number != 0);
    return root >= bounds->root && is_before_end;
}

static aftersale_status scan_forward(scan *job, const as__tree *roots)
{
    root_key key;
    aftersale_status status = AFTERSALE_OK;
    for (as__place place = as__tree_seek(roots, root_bytes(job->bounds.root, &key));
         !as__place_is_end(roots, place) && job->left != 0 && status == AFTERSALE_OK &&
         is_within(&job->bounds, root_at(roots, place));
         as__place_next(roots, &place))
        status = scan_root(job, root_at(roots, place));
    return status;
}

static aftersale_status scan_back(scan *job, const as__tree *roots)
{
    root_key key;
    as__place place = as__tree_seek(roots, root_bytes(job->bounds.end_root, &key));
    aftersale_status status = AFTERSALE_OK;
    if (!as__place_is_end(roots, place) && is_within(&job->bounds, root_at(roots, place)))
        status = scan_root(job, root_at(roots, place));
    while (job->left != 0 && status == AFTERSALE_OK && as__place_previous(roots, &place) &&
           is_within(&job->bounds, root_at(roots, place)))
        status = scan_root(job, root_at(roots, place));
    return status;
}

aftersale_status as__memory_events_scan(const as__memory_events *my, const aftersale_range *range,
                                        size_t from, aftersale_rows *out)
{
    scan job = {my, range, event_range_of(range), range->limit, from, out};
    const as__tree *roots;
    if (range->equal_count != 0) /* of one root, as every command asks for its last event */
        return scan_root(&job, job.bounds.root);
    roots = as__forest_find(&my->order, range->book, AFTERSALE_KIND_ROOT, 0);
    if (roots == NULL)
        return AFTERSALE_OK;
    return range->is_descending ? scan_back(&job, roots) : scan_forward(&job, roots);
}
