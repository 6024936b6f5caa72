/* SPDX-License-Identifier: MIT */
/* What waits for its turn in a walk, and what was met in it. */
#include "aftersale/worklist.h"
#include "engine/agenda_walk.h"
#include <string.h>

int as__walk_compare(const as__walk *walk, aftersale_time due_a, int32_t priority_a, const aftersale_id *id_a,
                     aftersale_time due_b, int32_t priority_b, const aftersale_id *id_b)
{
    if (walk->order == AFTERSALE_ORDER_PRIORITY && priority_a != priority_b)
        return priority_a < priority_b ? -1 : 1;
    if (due_a.us != due_b.us)
        return due_a.us < due_b.us ? -1 : 1;
    if (priority_a != priority_b)
        return priority_a < priority_b ? -1 : 1;
    return memcmp(id_a, id_b, sizeof *id_a);
}

static int compare(const as__walk *walk, const as__waiting *a, const as__waiting *b)
{
    return as__walk_compare(walk, a->planned.due, a->facts->run->priority, &a->id, b->planned.due,
                            b->facts->run->priority, &b->id);
}

aftersale_status as__walk_push(aftersale_cursor *cursor, as__waiting item)
{
    as__walk *walk = cursor->state;
    size_t at = walk->heap_count;
    if (walk->heap_count == walk->heap_room) {
        size_t room = walk->heap_room == 0 ? 64 : walk->heap_room * 2;
        as__waiting *heap = as__arena_take(&cursor->unit.arena, room * sizeof *heap);
        if (heap == NULL)
            return AFTERSALE_NO_MEMORY;
        if (at != 0)
            memcpy(heap, walk->heap, at * sizeof *heap);
        walk->heap = heap;
        walk->heap_room = room;
    }
    for (walk->heap_count++; at != 0 && compare(walk, &item, &walk->heap[(at - 1) / 2]) < 0;
         at = (at - 1) / 2)
        walk->heap[at] = walk->heap[(at - 1) / 2];
    walk->heap[at] = item;
    return AFTERSALE_OK;
}

as__waiting as__walk_pop(as__walk *walk)
{
    as__waiting top = walk->heap[0], last = walk->heap[--walk->heap_count];
    size_t at = 0, child;
    while ((child = 2 * at + 1) < walk->heap_count) {
        if (child + 1 < walk->heap_count && compare(walk, &walk->heap[child + 1], &walk->heap[child]) < 0)
            child++;
        if (compare(walk, &last, &walk->heap[child]) <= 0)
            break;
        walk->heap[at] = walk->heap[child];
        at = child;
    }
    walk->heap[at] = last;
    return top;
}

static size_t seen_place(const as__walk *walk, const aftersale_id *id)
{
    size_t mask = walk->seen_room - 1, at = 0;
    for (size_t i = 8; i < sizeof id->bytes; i++)
        at = at * 31 + id->bytes[i];
    for (at &= mask; as__id_given(walk->seen[at]) && memcmp(&walk->seen[at], id, sizeof *id) != 0;)
        at = (at + 1) & mask;
    return at;
}

aftersale_status as__walk_note(aftersale_cursor *cursor, const aftersale_id *id)
{
    as__walk *walk = cursor->state;
    size_t at;
    if ((walk->seen_count + 1) * 4 > walk->seen_room * 3) {
        as__walk grown = *walk;
        grown.seen_room = walk->seen_room == 0 ? 128 : walk->seen_room * 2;
        grown.seen = as__arena_take(&cursor->unit.arena, grown.seen_room * sizeof *grown.seen);
        if (grown.seen == NULL)
            return AFTERSALE_NO_MEMORY;
        for (size_t i = 0; i < walk->seen_room; i++)
            if (as__id_given(walk->seen[i]))
                grown.seen[seen_place(&grown, &walk->seen[i])] = walk->seen[i];
        *walk = grown;
    }
    at = seen_place(walk, id);
    if (as__id_given(walk->seen[at]))
        return AFTERSALE_EXISTS;
    walk->seen[at] = *id;
    walk->seen_count++;
    return AFTERSALE_OK;
}
