/* SPDX-License-Identifier: MIT */
/* The hash chains worked out anew: of each root, and of the feed over them (S67). */
#include "engine/command.h"
#include "engine/feed.h"
#include "aftersale/event.h"
#include <string.h>

#define PAGE 512

static aftersale_status check_event(const as__unit *unit, const aftersale_event *before,
                                    const aftersale_event *event)
{
    as__hash hash;
    aftersale_status status;
    if (event->number != (before != NULL ? before->number + 1 : 1))
        return AFTERSALE_CORRUPT;
    status = as__event_hash(&unit->owner->memory, before, event, &hash);
    if (status == AFTERSALE_OK && memcmp(&hash, &event->hash, sizeof hash) != 0)
        return AFTERSALE_CORRUPT;
    return status;
}

/* Roots: every event of the range in order, each against the one before it in its root. */
typedef struct chain {
    const aftersale_event *last;
    uint64_t good;
} chain;

static aftersale_status check_page(const as__unit *unit, chain *at, const as__found *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const aftersale_event *event = (const aftersale_event *)found->items[i];
        const aftersale_event *before = at->last != NULL && at->last->root == event->root ? at->last : NULL;
        aftersale_status status = check_event(unit, before, event);
        if (status != AFTERSALE_OK)
            return status;
        aftersale_record_free(
            (const aftersale_record *)at->last); /* counted: the unit forgets it with its page */
        at->last = (const aftersale_event *)aftersale_record_keep((const aftersale_record *)event);
        at->good = (uint64_t)event->number;
    }
    return AFTERSALE_OK;
}

static aftersale_status check_roots(as__unit *unit, aftersale_range *range, uint64_t *good)
{
    chain at = {NULL, 0};
    as__found found;
    aftersale_status status;
    do {
        as__unit_reset(unit);
        if (at.last != NULL)
            as__range_resume_at(range, (const aftersale_record *)at.last);
        status = as__unit_scan(unit, range, &found);
        if (status == AFTERSALE_OK)
            status = check_page(unit, &at, &found);
    } while (status == AFTERSALE_OK && found.count == range->limit);
    aftersale_record_free((const aftersale_record *)at.last);
    *good = at.good;
    return status;
}

/* The feed: each event against the one before it in its root, which the feed held earlier. */

static aftersale_status fetch_before(as__unit *unit, const as__feed *feed)
{
    aftersale_key *keys = as__arena_take(&unit->arena, (feed->events.count + 1) * sizeof *keys);
    size_t count = 0;
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < feed->events.count; i++) {
        const as__fed *fed = &AS__ITEMS(as__fed, feed->events)[i];
        if (fed->number > 1)
            keys[count++] =
                as__key_make(unit->book, AFTERSALE_KIND_EVENT, fed->root, (uint64_t)fed->number - 1);
    }
    return as__unit_fetch(unit, keys, count);
}

static aftersale_status check_fed(as__unit *unit, const as__feed *feed, size_t i)
{
    const aftersale_event *event;
    const aftersale_record *before = NULL;
    aftersale_status status = as__feed_event(unit, feed, i, &event);
    if (status == AFTERSALE_OK && event->number > 1) {
        aftersale_key key =
            as__key_make(unit->book, AFTERSALE_KIND_EVENT, event->root, (uint64_t)event->number - 1);
        status = as__unit_get(unit, &key, &before);
    }
    if (status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_CORRUPT;
    return status == AFTERSALE_OK ? check_event(unit, (const aftersale_event *)before, event) : status;
}

/* `good` is the number before the record's first; it moves on with each event that holds. */
static aftersale_status check_feed_record(as__unit *unit, const as__hash *before, const as__feed *feed,
                                          uint64_t *good)
{
    as__hash hash;
    aftersale_status status;
    if (feed->id != *good + 1 || feed->count <= 0 || (size_t)feed->count != feed->events.count)
        return AFTERSALE_CORRUPT;
    status = as__feed_fetch(unit, feed, 0, feed->events.count);
    if (status == AFTERSALE_OK)
        status = fetch_before(unit, feed);
    for (size_t i = 0; i < feed->events.count && status == AFTERSALE_OK; i++) {
        status = check_fed(unit, feed, i);
        if (status == AFTERSALE_OK)
            *good = feed->id + i;
    }
    if (status == AFTERSALE_OK)
        status = as__feed_hash(unit, before, feed, &hash);
    if (status == AFTERSALE_OK && memcmp(&hash, &feed->hash, sizeof hash) != 0) {
        *good = feed->id - 1;
        return AFTERSALE_CORRUPT;
    }
    return status;
}

static aftersale_status check_feed(as__unit *unit, uint64_t *good)
{
    as__hash before;
    aftersale_range range;
    as__found found;
    aftersale_status status;
    memset(&before, 0, sizeof before);
    do {
        as__unit_reset(unit);
        as__range_begin(&range, unit->book, AFTERSALE_KIND_FEED, 0, 1);
        range.lower = (aftersale_value){.type = AFTERSALE_TYPE_INT, .as.number = (int64_t)*good + 1};
        status = as__unit_scan(unit, &range, &found);
        if (status == AFTERSALE_OK && found.count != 0)
            status = check_feed_record(unit, &before, (const as__feed *)found.items[0], good);
        if (status == AFTERSALE_OK && found.count != 0)
            before = ((const as__feed *)found.items[0])->hash;
    } while (status == AFTERSALE_OK && found.count != 0);
    return status;
}

static aftersale_status told(aftersale_book *book, const as__unit *unit, aftersale_status status)
{
    return status == AFTERSALE_OK ? status : as__fail_store(book, unit, status);
}

aftersale_status aftersale_event_verify(aftersale_book *book, uint64_t *good)
{
    aftersale_range range;
    uint64_t fed = 0, last;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_EVENT, 0, PAGE);
    status = check_feed(book->queries, &fed);
    if (status == AFTERSALE_OK) /* what nobody has numbered yet is in no feed record */
        status = check_roots(book->queries, &range, &last);
    status = told(book, book->queries, status);
    if (good != NULL)
        *good = fed;
    as__unit_reset(book->queries);
    as__book_leave(book);
    return status;
}

static aftersale_status verify_root(aftersale_book *book, aftersale_id id, uint64_t *good)
{
    aftersale_range range;
    uint64_t root;
    aftersale_status status = AFTERSALE_OK;
    *good = 0;
    if (as__id_split(id, book->tenant->book, &root)) {
        as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_EVENT, 0, PAGE);
        as__range_equal_number(&range, (int64_t)root);
        status = check_roots(book->queries, &range, good);
    }
    if (status == AFTERSALE_OK && *good == 0)
        return as__fail_field(book, AFTERSALE_NOT_FOUND, "root", AS__MESSAGE_NOT_FOUND, NULL);
    return told(book, book->queries, status);
}

aftersale_status aftersale_event_verify_of(aftersale_book *book, aftersale_id root, uint64_t *good)
{
    uint64_t last;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = verify_root(book, root, &last);
    if (good != NULL)
        *good = last;
    as__unit_reset(book->queries);
    as__book_leave(book);
    return status;
}
