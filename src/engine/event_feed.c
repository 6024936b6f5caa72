/* SPDX-License-Identifier: MIT */
/* Events read in order: those of the book by feed number, those of a root by their own. */
#include "engine/feed.h"
#include "engine/list.h"
#include "aftersale/event.h"

#define PAGE_FIRST 16
#define PAGE_MOST 512

typedef struct feeding {
    uint64_t next;                           /* feed number of the next row */
    size_t page;                             /* rows of the next page */
    const aftersale_record *rows[PAGE_MOST]; /* of the page, each counted */
    size_t count, at;
} feeding;

static void drop_rows(feeding *state)
{
    while (state->at < state->count)
        aftersale_record_free(state->rows[state->at++]);
    state->at = state->count = 0;
}

static aftersale_status read_page(as__unit *unit, feeding *state)
{
    const as__feed *feed;
    size_t from, until;
    aftersale_status status = as__feed_find(unit, state->next, &feed);
    if (status != AFTERSALE_OK || feed == NULL || state->next >= feed->id + feed->events.count)
        return status;
    from = (size_t)(state->next - feed->id);
    until = feed->events.count - from < state->page ? feed->events.count : from + state->page;
    status = as__feed_fetch(unit, feed, from, until);
    for (size_t i = from; i < until && status == AFTERSALE_OK; i++) {
        const aftersale_event *event;
        status = as__feed_event(unit, feed, i, &event);
        if (status == AFTERSALE_OK)
            state->rows[state->count++] = aftersale_record_keep((const aftersale_record *)event);
    }
    return status;
}

/* Numbers are of what is committed, so the pages are never the group's. */
static aftersale_status turn_page(aftersale_cursor *cursor, feeding *state)
{
    aftersale_status status;
    drop_rows(state);
    as__unit_reset(&cursor->unit);
    if (state->page == 0)
        state->page = PAGE_FIRST;
    else if (state->page < PAGE_MOST)
        state->page *= 2;
    status = read_page(&cursor->unit, state);
    if (status == AFTERSALE_OK)
        return status;
    drop_rows(state);
    return as__fail_store(cursor->book, &cursor->unit, status);
}

/* The row is a copy that carries its feed number: the stored event has none. */
static aftersale_status next_event(aftersale_cursor *cursor, const aftersale_record **out)
{
    feeding *state = cursor->state;
    aftersale_event draft;
    aftersale_status status;
    if (state->at == state->count) {
        status = turn_page(cursor, state);
        if (status != AFTERSALE_OK)
            return status;
        if (state->count == 0)
            return AFTERSALE_DONE;
    }
    draft = *(const aftersale_event *)state->rows[state->at];
    draft.feed = (int64_t)state->next;
    status = as__record_seal(&cursor->book->context->owner, AFTERSALE_KIND_EVENT, &draft, out);
    if (status != AFTERSALE_OK)
        return as__fail(cursor->book, status, AS__MESSAGE_NO_MEMORY, NULL);
    aftersale_record_free(state->rows[state->at++]);
    state->next++;
    return AFTERSALE_ROW;
}

static void end_feed(aftersale_cursor *cursor)
{
    drop_rows(cursor->state);
}

static const as__query feed_query = {AFTERSALE_KIND_EVENT, next_event, NULL, end_feed};

static aftersale_status list_feed(aftersale_book *book, uint64_t after, aftersale_cursor **out)
{
    aftersale_status status = as__feed_number(book);
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &feed_query, sizeof(feeding), out);
    if (status == AFTERSALE_OK)
        ((feeding *)(*out)->state)->next = after < AS__LOCAL_MAX ? after + 1 : AS__LOCAL_MAX;
    return status;
}

static aftersale_status list_root(aftersale_book *book, aftersale_id id, uint64_t after,
                                  aftersale_cursor **out)
{
    as__unit *unit = as__book_reads(book);
    const aftersale_event *last = NULL;
    aftersale_range range;
    uint64_t root;
    aftersale_status status = AFTERSALE_OK;
    if (as__id_split(id, book->tenant->book, &root))
        status = as__unit_last_event(unit, root, &last);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    if (last == NULL)
        return as__fail_field(book, AFTERSALE_NOT_FOUND, "root", AS__MESSAGE_NOT_FOUND, NULL);
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_EVENT, 0, 1);
    as__range_equal_number(&range, (int64_t)root);
    range.lower.type = AFTERSALE_TYPE_INT;
    range.lower.as.number = after < AS__LOCAL_MAX ? (int64_t)after + 1 : AS__LOCAL_MAX;
    return as__list_open_range(book, &range, out);
}

aftersale_status aftersale_event_list(aftersale_book *book, uint64_t after, aftersale_cursor **out)
{
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = list_feed(book, after, out);
    as__book_leave(book);
    return status;
}

aftersale_status aftersale_event_list_of(aftersale_book *book, aftersale_id root, uint64_t after,
                                         aftersale_cursor **out)
{
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = list_root(book, root, after, out);
    as__book_leave(book);
    return status;
}
