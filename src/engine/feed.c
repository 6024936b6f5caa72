/* SPDX-License-Identifier: MIT */
#include "engine/feed.h"
#include "engine/group.h"
#include "value/digest.h"
#include <string.h>

aftersale_status as__feed_find(as__unit *unit, uint64_t number, const as__feed **out)
{
    aftersale_range range;
    as__found found;
    aftersale_status status;
    *out = NULL;
    as__range_begin(&range, unit->book, AFTERSALE_KIND_FEED, 0, 1);
    range.is_descending = true;
    if (number < AS__LOCAL_MAX)
        range.upper = (aftersale_value){.type = AFTERSALE_TYPE_INT, .as.number = (int64_t)number + 1};
    status = as__unit_scan(unit, &range, &found);
    if (status == AFTERSALE_OK && found.count != 0)
        *out = (const as__feed *)found.items[0];
    return status;
}

static aftersale_key event_key(const as__unit *unit, const as__feed *feed, size_t i)
{
    const as__fed *fed = &AS__ITEMS(as__fed, feed->events)[i];
    return as__key_make(unit->book, AFTERSALE_KIND_EVENT, fed->root, (uint64_t)fed->number);
}

aftersale_status as__feed_fetch(as__unit *unit, const as__feed *feed, size_t from, size_t until)
{
    aftersale_key *keys = as__arena_take(&unit->arena, (until - from + 1) * sizeof *keys);
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = from; i < until; i++)
        keys[i - from] = event_key(unit, feed, i);
    return as__unit_fetch(unit, keys, until - from);
}

aftersale_status as__feed_event(as__unit *unit, const as__feed *feed, size_t i, const aftersale_event **out)
{
    aftersale_key key = event_key(unit, feed, i);
    const aftersale_record *record;
    aftersale_status status = as__unit_get(unit, &key, &record);
    if (status == AFTERSALE_OK)
        *out = (const aftersale_event *)record;
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
}

static void add_number(as__digest *digest, uint64_t number)
{
    uint8_t bytes[8];
    for (int i = 7; i >= 0; i--, number >>= 8)
        bytes[i] = (uint8_t)number;
    as__digest_add(digest, bytes, sizeof bytes);
}

aftersale_status as__feed_hash(as__unit *unit, const as__hash *before, const as__feed *feed, as__hash *out)
{
    as__digest digest;
    as__digest_begin(&digest, sizeof out->bytes, NULL, 0);
    as__digest_add(&digest, before->bytes, sizeof before->bytes);
    for (size_t i = 0; i < feed->events.count; i++) {
        const aftersale_event *event;
        aftersale_status status = as__feed_event(unit, feed, i, &event);
        if (status != AFTERSALE_OK)
            return status;
        add_number(&digest, event->root);
        add_number(&digest, (uint64_t)event->number);
        as__digest_add(&digest, event->hash.bytes, sizeof event->hash.bytes);
    }
    as__digest_end(&digest, out->bytes);
    return AFTERSALE_OK;
}

/* Takes the pending records out and lists their events. */
static aftersale_status take_pending(as__unit *unit, const as__found *pending, as__feed *draft)
{
    as__fed *events = as__arena_take(&unit->arena, pending->count * sizeof *events);
    if (events == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < pending->count; i++) {
        const as__pending *one = (const as__pending *)pending->items[i];
        aftersale_key key = as__key_of(pending->items[i]);
        aftersale_status status = as__unit_remove(unit, &key);
        if (status != AFTERSALE_OK)
            return status;
        events[i] = (as__fed){.root = one->root, .number = one->number};
    }
    draft->count = (int32_t)pending->count;
    draft->events = (as__list){events, pending->count};
    return AFTERSALE_OK;
}

/* Numbers up to AS__FEED_TURN events. That the feed record is new keeps numbers from being given twice, that
 * every pending record still stands keeps events from being numbered twice. @param[out] count numbered */
static aftersale_status number_turn(aftersale_book *book, as__unit *unit, size_t *count)
{
    static const as__hash none;
    aftersale_range range;
    as__found pending;
    const as__feed *last;
    as__feed draft;
    aftersale_status status;
    as__unit_reset(unit);
    as__range_begin(&range, unit->book, AFTERSALE_KIND_PENDING, 0, AS__FEED_TURN);
    status = as__unit_scan(unit, &range, &pending);
    *count = pending.count;
    if (status != AFTERSALE_OK || pending.count == 0)
        return status;
    status = as__feed_find(unit, AS__LOCAL_MAX, &last);
    if (status != AFTERSALE_OK)
        return status;
    memset(&draft, 0, sizeof draft);
    draft.id = last != NULL ? last->id + (uint64_t)last->count : 1;
    status = take_pending(unit, &pending, &draft);
    if (status == AFTERSALE_OK)
        status = as__feed_fetch(unit, &draft, 0, pending.count);
    if (status == AFTERSALE_OK)
        status = as__feed_hash(unit, last != NULL ? &last->hash : &none, &draft, &draft.hash);
    if (status == AFTERSALE_OK)
        status = as__unit_put(unit, AFTERSALE_KIND_FEED, &draft, NULL);
    return status == AFTERSALE_OK ? as__unit_write(book, unit, 0) : status;
}

aftersale_status as__feed_number(aftersale_book *book)
{
    as__unit *unit = book->queries; /* not the group's: only what is committed is numbered */
    size_t count = AS__FEED_TURN;
    aftersale_status status = AFTERSALE_OK;
    int tries = 0;
    if (book->is_read_only)
        return AFTERSALE_OK;
    while (status == AFTERSALE_OK && count == AS__FEED_TURN) {
        status = number_turn(book, unit, &count);
        if ((status == AFTERSALE_CONFLICT || status == AFTERSALE_RETRY) && ++tries < AS__TRIES) {
            as__pause(book, tries);
            status = AFTERSALE_OK;
            count = AS__FEED_TURN;
        }
    }
    if (status != AFTERSALE_OK)
        status = as__fail_store(book, unit, status == AFTERSALE_RETRY ? AFTERSALE_CONFLICT : status);
    as__unit_reset(unit);
    return status;
}
