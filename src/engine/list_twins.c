/* SPDX-License-Identifier: MIT */
/* Rows of several customers who are one, in the order that an index by customer has for one of them (S13). */
#include "engine/list.h"
#include "engine/twins.h"
#include <stdlib.h>
#include <string.h>

#define PAGE 256

/* Where a row stands: its entry in the index, without the customer it begins with. */
typedef struct place {
    uint64_t id;
    size_t size;
    uint8_t bytes[AS__ENTRY_MAX];
} place;

static int compare(const void *a, const void *b)
{
    const place *x = a, *y = b;
    int order = memcmp(x->bytes, y->bytes, x->size < y->size ? x->size : y->size);
    return order != 0 ? order : (x->size > y->size) - (x->size < y->size);
}

static void add(const aftersale_range *range, const aftersale_record *record, as__buffer *places)
{
    as__entry_bytes entry, head;
    place at;
    memset(&at, 0, sizeof at);
    as__entry_begin(&head, range->book, range->kind->kind, range->index->number);
    as__entry_column(&head, as__index_column(range->kind, range->index, 0), record);
    (void)as__entry_of(record, range->index, 0, &entry);
    at.id = as__key_of(record).id;
    at.size = entry.size - head.size;
    memcpy(at.bytes, entry.data + head.size, at.size);
    as__buffer_append(places, &at, sizeof at);
}

static aftersale_status gather(as__unit *unit, aftersale_range *range, as__buffer *places)
{
    as__found found;
    do {
        aftersale_status status = as__unit_scan(unit, range, &found);
        if (status != AFTERSALE_OK)
            return status;
        for (size_t i = 0; i < found.count; i++)
            add(range, found.items[i], places);
        if (found.count != 0)
            as__range_resume_at(range, found.items[found.count - 1]);
    } while (found.count == PAGE);
    return places->failed ? AFTERSALE_NO_MEMORY : AFTERSALE_OK;
}

static aftersale_status keep_ids(const as__buffer *places, as__listing *list)
{
    size_t count = places->size / sizeof(place);
    list->ids = as__arena_take(&list->arena, count * sizeof *list->ids + 1);
    if (list->ids == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        list->ids[i] = ((const place *)(const void *)places->data)[i].id;
    list->id_count = count;
    return AFTERSALE_OK;
}

aftersale_status as__list_gather(as__unit *unit, const aftersale_customer *customer, as__listing *list)
{
    as__members members;
    as__buffer places;
    aftersale_status status = AFTERSALE_OK;
    as__members_of(customer, &members);
    as__buffer_init(&places, list->arena.memory);
    for (size_t i = 0; i < members.count && status == AFTERSALE_OK; i++) {
        aftersale_range range;
        as__range_begin(&range, unit->book, list->range.kind->kind, list->range.index->number, PAGE);
        as__range_equal_number(&range, (int64_t)members.ids[i]);
        status = gather(unit, &range, &places);
    }
    if (status == AFTERSALE_OK && places.size != 0)
        qsort(places.data, places.size / sizeof(place), sizeof(place), compare);
    if (status == AFTERSALE_OK)
        status = keep_ids(&places, list);
    as__buffer_free(&places);
    return status;
}
