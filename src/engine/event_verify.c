/* SPDX-License-Identifier: MIT */
/* The hash chains worked out anew: of each root, and of the feed over them (S67). */
#include "engine/command.h"
#include "engine/feed.h"
#include "aftersale/event.h"
#include <string.h>

#define PAGE 512

static aftersale_status check_event(const as__unit *unit, const aftersale_event *before, const aftersale_event *event)
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
typedef struct chain { const aftersale_event *last; uint64_t good; } chain;

static aftersale_status check_page(const as__unit *unit, chain *at, const as__found *found)
{
    for (size_t i = 0; i < found->count; i++) {
        const aftersale_event *event = (const aftersale_event *)found->items[i];
        const aftersale_event *before = at->last != NULL && at->last->root == event->root ? at->last : NULL;
        aftersale_status status = check_event(unit, before, event);
        if (status != AFTERSALE_OK)
            return status;
        aftersale_record_free((const aftersale_record *)at->last); /* counted: the unit forgets it with its page */
        at->last = (const aftersale_event *)aftersale_record_keep((const aftersale_record *)event);
        at->good = (uint64_t)event->number;
    }
    return AFTERSALE_OK;
}

static aftersale_status check_roots(as__unit *unit, aftersale_range *range, uint64_t *good)
{
    chain at = { NULL, 0 };
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
            keys[count++] = as__key_make(unit->book, AFTERSALE_KIND_EVENT, fed->root, (uint64_t)fed->number - 1);
    }
    return as__unit_fetch(unit, keys, count);
}

static aftersale_status check_fed(as__unit *unit, const as__feed *feed, size_t i)
{
    const aftersale_event *event;
    const aftersale_record *before = NULL;
    aftersale_status status = as__feed_event(unit, feed, i, &event);
    if (status == AFTERSALE_OK && event->number > 1) {
        aftersale_key key = as__key_make(unit->book, AFTERSALE_KIND_EVENT, event->root, (uint64_t)event->number - 1);
        status = as__unit_get(unit, &key, &before);
    }
    if (status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_CORRUPT;
    return status == AFTERSALE_OK ? check_event(unit, (const aftersale_event *)before, event) : status;
}

static aftersale_status check_feed_record(as__unit *unit, const as__hash *before, const as__feed *feed, uint64_t *good)
{
    as__hash hash;
    aftersale_status status = as__feed_fetch(unit, feed, 0, feed->events.count);
    if (status == AFTERSALE_OK)
        status = fetch_before(unit, feed);
    for (size_t i = 0; i < feed->events.count && status == AFTERSALE_OK; i++) {
        status = check_fed(unit, feed, i);
        if (status == AFTERSALE_OK)
            *good = feed->id + i;
    }
    if (status == AFTERSALE_OK)
        status = as__feed_hash(unit, before, feed, &hash);
    if (status == AFTERSALE_OK && memcmp(&hash, &feed->hash, sizeof hash) != 0)
        status = AFTERSALE_CORRUPT;
    if (status == AFTERSALE_CORRUPT && memcmp(&hash, &feed->hash, sizeof hash) != 0)
        *good = *good < feed->id ? *good : feed->id - 1;
    return status;
}
