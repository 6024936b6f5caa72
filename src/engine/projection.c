/* SPDX-License-Identifier: MIT */
/* A derived table of what is planned, built in small commits and never read to decide anything (S73). */
#include "aftersale/projection.h"
#include "engine/group.h"
#include "engine/list.h"
#include "engine/projection_rows.h"
#include "engine/query_args.h"
#include "value/instant.h"
#include <string.h>

#define PAGE 32         /* customers read at once */
#define ROWS_MOST 1000  /* after so many rows of a page the rest of its customers waits */
#define SWEPT_MOST 1000 /* rows removed in one commit */

/* One call. */
typedef struct job {
    aftersale_book *book;
    as__unit *unit;
    aftersale_time until;
    int64_t left;   /* customers; negative: no end */
    uint64_t begun; /* build that this call works at, once it has written to it */
    bool is_lost;   /* somebody else has begun another one since */
    as__projection build;
} job;

/* The newest or oldest build with a number below `under`, finished or not; NULL: there is none. */
static aftersale_status find_build(as__unit *unit, uint64_t under, bool newest, const as__projection **out)
{
    aftersale_range range;
    as__found found;
    as__range_begin(&range, unit->book, AFTERSALE_KIND_PROJECTION, 0, 1);
    range.is_descending = newest;
    if (under < AS__LOCAL_MAX)
        range.upper = (aftersale_value){.type = AFTERSALE_TYPE_INT, .as.number = (int64_t)under};
    aftersale_status status = as__unit_scan(unit, &range, &found);
    *out = status == AFTERSALE_OK && found.count != 0 ? (const as__projection *)found.items[0] : NULL;
    return status;
}

static bool is_going_on(const job *at, const as__projection *build, int64_t rules)
{
    if (build->finished.us != 0)
        return build->id == at->begun; /* somebody else finished it for us */
    return build->until.us == at->until.us && build->rules == rules &&
           build->library == (int32_t)aftersale_version();
}

/* Takes up the build under way, or begins the next one. */
static aftersale_status begin(job *at, const aftersale_settings *settings)
{
    const as__projection *last;
    int64_t rules = (int64_t)settings->head.revision;
    aftersale_status status = find_build(at->unit, AS__LOCAL_MAX, true, &last);
    if (status != AFTERSALE_OK)
        return status;
    at->is_lost = at->begun != 0 && (last == NULL || last->id != at->begun);
    if (at->is_lost)
        return AFTERSALE_CONFLICT;
    if (last != NULL && is_going_on(at, last, rules)) {
        at->build = *last;
        return AFTERSALE_OK;
    }
    memset(&at->build, 0, sizeof at->build);
    at->build.id = last != NULL ? last->id + 1 : 1;
    at->build.until = at->until;
    at->build.rules = rules;
    at->build.library = (int32_t)aftersale_version();
    return as__context_now(at->book->context, &at->build.at);
}

/* Rows of the next customers, and where to go on, in one commit. */
static aftersale_status build_page(job *at, const aftersale_settings *settings)
{
    size_t page = at->left >= 0 && at->left < PAGE ? (size_t)at->left : PAGE, done = 0;
    const aftersale_event *last[PAGE];
    uint64_t roots[PAGE];
    int64_t rows = at->build.rows;
    aftersale_range range;
    as__found found;
    as__range_begin(&range, at->unit->book, AFTERSALE_KIND_CUSTOMER, 0, page);
    range.lower = (aftersale_value){.type = AFTERSALE_TYPE_INT, .as.number = (int64_t)at->build.after + 1};
    aftersale_status status = as__unit_scan(at->unit, &range, &found);
    for (size_t i = 0; status == AFTERSALE_OK && i < found.count; i++)
        roots[i] = ((const aftersale_customer *)found.items[i])->id;
    if (status == AFTERSALE_OK)
        status = as__unit_last_events(at->unit, roots, found.count, UINT64_MAX, last);
    for (; status == AFTERSALE_OK && done < found.count && at->build.rows - rows < ROWS_MOST; done++)
        status = as__projected_put(at->book, at->unit, settings,
                                   (const aftersale_customer *)found.items[done], last[done], &at->build);
    if (status != AFTERSALE_OK)
        return status;
    if (done != 0)
        at->build.after = roots[done - 1];
    at->build.customers += (int64_t)done;
    at->left -= at->left >= 0 ? (int64_t)done : 0;
    if (found.count < page && done == found.count)
        status = as__context_now(at->book->context, &at->build.finished);
    return status == AFTERSALE_OK ? as__unit_put(at->unit, AFTERSALE_KIND_PROJECTION, &at->build, NULL)
                                  : status;
}

static aftersale_status step(job *at)
{
    const aftersale_settings *settings;
    int64_t left = at->left;
    as__unit_reset(at->unit);
    aftersale_status status = as__book_settings(at->book, at->unit, &settings);
    if (status == AFTERSALE_OK)
        status = begin(at, settings);
    if (status != AFTERSALE_OK || at->build.finished.us != 0)
        return status;
    status = build_page(at, settings);
    if (status == AFTERSALE_OK)
        status = as__unit_write(at->book, at->unit, 0);
    if (status == AFTERSALE_OK)
        at->begun = at->build.id;
    else
        at->left = left;
    return status;
}

/* Removes rows of a build before this one, and then its head. @param[out] is_clean there is none left */
static aftersale_status sweep(job *at, bool *is_clean)
{
    const as__projection *old;
    as__unit_reset(at->unit);
    aftersale_status status = find_build(at->unit, at->build.id, false, &old);
    *is_clean = status == AFTERSALE_OK && old == NULL;
    if (status != AFTERSALE_OK || old == NULL)
        return status;
    as__projection draft = *old;
    aftersale_key head = as__key_of((const aftersale_record *)old);
    size_t count = draft.rows < SWEPT_MOST ? (size_t)draft.rows : SWEPT_MOST;
    aftersale_key *keys = as__arena_take(&at->unit->arena, count * sizeof *keys + 1);
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        keys[i] = as__key_make(at->unit->book, AFTERSALE_KIND_PROJECTED, 0,
                               as__projected_id(draft.id, draft.rows--));
    status = as__unit_fetch(at->unit, keys, count);
    for (size_t i = 0; status == AFTERSALE_OK && i < count; i++)
        status = as__unit_remove(at->unit, &keys[i]);
    if (status == AFTERSALE_OK && draft.rows > 0)
        status = as__unit_put(at->unit, AFTERSALE_KIND_PROJECTION, &draft, NULL);
    else if (status == AFTERSALE_OK)
        status = as__unit_remove(at->unit, &head);
    return status == AFTERSALE_OK ? as__unit_write(at->book, at->unit, 0) : status;
}

/* Whether a failure means that somebody else was faster, and that another try is worth it. */
static bool is_overtaken(const job *at, aftersale_status status, int *tries)
{
    if (at->is_lost ||
        (status != AFTERSALE_CONFLICT && status != AFTERSALE_RETRY && status != AFTERSALE_EXISTS) ||
        ++*tries >= AS__TRIES)
        return false; /* so often in a row */
    as__pause(at->book, *tries);
    return true;
}

static aftersale_status build(job *at)
{
    bool is_built = false, is_clean = false;
    int tries = 0;
    while (!is_built && at->left != 0) {
        aftersale_status status = step(at);
        if (status != AFTERSALE_OK && !is_overtaken(at, status, &tries))
            return status;
        is_built = status == AFTERSALE_OK && at->build.finished.us != 0;
        tries = status == AFTERSALE_OK ? 0 : tries;
    }
    while (is_built && !is_clean) {
        aftersale_status status = sweep(at, &is_clean);
        if (status != AFTERSALE_OK && !is_overtaken(at, status, &tries))
            return status;
        tries = status == AFTERSALE_OK ? 0 : tries;
    }
    return AFTERSALE_OK;
}

static void tell(const as__projection *build, aftersale_projection *out)
{
    *out = (aftersale_projection){
        .struct_size = sizeof *out,
        .build = (int64_t)build->id,
        .at = build->at,
        .until = build->until,
        .finished = build->finished,
        .rules = build->rules,
        .library = build->library,
        .customers = build->customers,
        .rows = build->rows,
    };
}

static aftersale_status check(aftersale_book *book, const aftersale_projection_build_args *args)
{
    if (book->is_read_only)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE, "the book is open for reading only");
    if (book->in_group)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_GROUP_OPEN, NULL);
    if (!as__time_given(args->until))
        return as__fail_field(book, AFTERSALE_INVALID, "until", AS__MESSAGE_REQUIRED, NULL);
    if (args->customers < 0)
        return as__fail_field(book, AFTERSALE_INVALID, "customers", AS__MESSAGE_OUT_OF_RANGE, NULL);
    return AFTERSALE_OK;
}

aftersale_status aftersale_projection_build(aftersale_book *book, const aftersale_projection_build_args *args,
                                            aftersale_projection *out)
{
    aftersale_projection_build_args asked;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args_needed(book, args, sizeof asked, &asked);
    if (status == AFTERSALE_OK)
        status = check(book, &asked);
    if (status == AFTERSALE_OK) {
        job at = {.book = book,
                  .unit = book->queries,
                  .until = asked.until,
                  .left = asked.customers != 0 ? asked.customers : -1};
        status = build(&at);
        if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
            status = as__fail_store(book, at.unit, status == AFTERSALE_RETRY ? AFTERSALE_CONFLICT : status);
        if (status == AFTERSALE_OK && out != NULL)
            tell(&at.build, out);
        as__unit_reset(at.unit);
    }
    as__book_leave(book);
    return status;
}

/* The newest one that is finished: of those before it none is left, or they are being removed. */
static aftersale_status find_finished(aftersale_book *book, as__unit *unit, const as__projection **out)
{
    aftersale_status status = find_build(unit, AS__LOCAL_MAX, true, out);
    while (status == AFTERSALE_OK && *out != NULL && (*out)->finished.us == 0)
        status = find_build(unit, (*out)->id, true, out);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    if (*out == NULL)
        return as__fail(book, AFTERSALE_NOT_FOUND, AS__MESSAGE_NOT_FOUND, "no projection was finished yet");
    return AFTERSALE_OK;
}

aftersale_status aftersale_projection_get(aftersale_book *book, aftersale_projection *out)
{
    const as__projection *found;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = find_finished(book, as__book_reads(book), &found);
    if (status == AFTERSALE_OK && out != NULL)
        tell(found, out);
    as__book_leave(book);
    return status;
}

aftersale_status aftersale_projection_list(aftersale_book *book, aftersale_cursor **out)
{
    const as__projection *found;
    aftersale_range range;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = find_finished(book, as__book_reads(book), &found);
    if (status == AFTERSALE_OK) {
        as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_PROJECTED, 0, 1);
        range.lower.type = range.upper.type = AFTERSALE_TYPE_INT;
        range.lower.as.number = (int64_t)as__projected_id(found->id, 0);
        range.upper.as.number = (int64_t)as__projected_id(found->id + 1, 0);
        status = as__list_open_range(book, &range, out);
    }
    as__book_leave(book);
    return status;
}
