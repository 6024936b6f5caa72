/* SPDX-License-Identifier: MIT */
/* What another version of a plan would do to those who are in it (S22). */
#include "aftersale/impact.h"
#include "aftersale/enrolment.h"
#include "aftersale/migration.h"
#include "engine/list.h"
#include "engine/migrating.h"
#include "engine/query_args.h"
#include "engine/twins.h"
#include <string.h>

#define PAGE 64

/* All enrolments of the book go by; those that count are looked at a page at a time. */
typedef struct impact {
    aftersale_cursor *runs;
    as__template *plan;                    /* counted */
    const aftersale_enrolment *page[PAGE]; /* each counted */
    size_t count, next;
    const aftersale_enrolment *given; /* counted: that of the last row, for the bookmark */
    bool is_read;                     /* what the page needs */
    aftersale_impact_totals totals;
} impact;

static bool counts(const impact *at, const aftersale_enrolment *run)
{
    return run->state < AFTERSALE_ENROLMENT_ENDED && run->version != at->plan->version &&
           strcmp(run->plan, at->plan->key) == 0;
}

static aftersale_status gather(impact *at)
{
    aftersale_status status = AFTERSALE_ROW;
    at->count = at->next = 0;
    at->is_read = false;
    while (at->count < PAGE && (status = as__cursor_advance(at->runs)) == AFTERSALE_ROW)
        if (counts(at, (const aftersale_enrolment *)at->runs->row))
            at->page[at->count++] = (const aftersale_enrolment *)aftersale_record_keep(at->runs->row);
    return status == AFTERSALE_DONE && at->count != 0 ? AFTERSALE_ROW : status;
}

/* The customers of a page in one call. */
static aftersale_status fetch(impact *at, as__unit *unit)
{
    aftersale_key keys[PAGE];
    for (size_t i = 0; i < at->count; i++)
        keys[i] = as__key_make(unit->book, AFTERSALE_KIND_CUSTOMER, 0, at->page[i]->customer);
    at->is_read = true;
    return as__unit_fetch(unit, keys, at->count);
}

static void add_up(const aftersale_impact *row, aftersale_impact_totals *totals)
{
    totals->enrolments++;
    totals->changed += row->moved != 0 || row->added != 0 || row->dropped != 0 || row->held != 0;
    totals->held += row->held != 0;
    totals->kept += row->kept;
    totals->moved += row->moved;
    totals->added += row->added;
    totals->dropped += row->dropped;
}

static void count_touches(const as__migrated *touches, size_t count, aftersale_impact *row)
{
    int32_t *const sums[] = {
        [AFTERSALE_MIGRATION_KEPT] = &row->kept,   [AFTERSALE_MIGRATION_MOVED] = &row->moved,
        [AFTERSALE_MIGRATION_ADDED] = &row->added, [AFTERSALE_MIGRATION_DROPPED] = &row->dropped,
        [AFTERSALE_MIGRATION_HELD] = &row->held,
    };
    for (size_t i = 0; i < count; i++)
        ++*sums[touches[i].what];
}

static aftersale_status look(aftersale_book *book, as__unit *unit, const as__template *plan,
                             const aftersale_enrolment *run, aftersale_impact *row)
{
    const aftersale_settings *settings = NULL;
    const aftersale_customer *customer;
    as__migrating migrating;
    as__migrated *touches;
    aftersale_time now = {0};
    size_t count = 0;
    aftersale_status status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__customer_named(book, unit, run->customer, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__migrating_decide(book, unit, settings, run, customer, plan, now, now, &migrating);
    if (status == AFTERSALE_OK)
        status = as__migrating_list(book, unit, settings, &migrating, &touches, &count);
    if (status == AFTERSALE_OK)
        count_touches(touches, count, row);
    return status;
}

static aftersale_status make_row(aftersale_cursor *cursor, const aftersale_enrolment *run,
                                 const aftersale_record **out)
{
    impact *at = cursor->state;
    as__unit *unit = &cursor->unit;
    aftersale_impact row;
    aftersale_status status = AFTERSALE_OK;
    memset(&row, 0, sizeof row);
    row.head.book = cursor->book->tenant->book;
    row.head.revision = run->head.revision;
    row.enrolment = run->id;
    row.customer = run->customer;
    row.plan = run->plan;
    row.version = run->version;
    if (cursor->book->in_group)
        unit = cursor->book->unit;
    else if (!at->is_read)
        status = fetch(at, as__cursor_reads(cursor));
    if (status == AFTERSALE_OK)
        status = look(cursor->book, unit, at->plan, run, &row);
    if (status == AFTERSALE_OK)
        status = as__record_seal(&cursor->book->context->owner, AFTERSALE_KIND_IMPACT, &row, out);
    if (status == AFTERSALE_OK)
        add_up(&row, &at->totals);
    if (status != AFTERSALE_OK && cursor->book->error.status == AFTERSALE_OK)
        status = as__fail_store(cursor->book, unit, status);
    return status;
}

static aftersale_status next(aftersale_cursor *cursor, const aftersale_record **out)
{
    impact *at = cursor->state;
    aftersale_status status = AFTERSALE_ROW;
    if (at->next == at->count)
        status = gather(at);
    if (status != AFTERSALE_ROW)
        return status;
    status = make_row(cursor, at->page[at->next], out);
    if (status != AFTERSALE_OK)
        return status;
    aftersale_record_free((const aftersale_record *)at->given);
    at->given = at->page[at->next++];
    return AFTERSALE_ROW;
}

/* That of the enrolments, behind the one of the last row. */
static void write_bookmark(const aftersale_cursor *cursor, as__buffer *out)
{
    const impact *at = cursor->state;
    as__listing runs = *(const as__listing *)at->runs->state;
    runs.given = (const aftersale_record *)at->given;
    as__list_write_bookmark(&runs, out);
}

static void end(aftersale_cursor *cursor)
{
    impact *at = cursor->state;
    while (at->next < at->count)
        aftersale_record_free((const aftersale_record *)at->page[at->next++]);
    aftersale_record_free((const aftersale_record *)at->given);
    aftersale_cursor_free(at->runs);
    as__template_free(at->plan);
}

static const as__query query = {AFTERSALE_KIND_IMPACT, next, write_bookmark, end};

static aftersale_status find_plan(aftersale_book *book, as__unit *unit,
                                  const aftersale_impact_list_args *args, impact *at)
{
    const aftersale_settings *settings;
    const as__template *published;
    aftersale_status status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK && args->json != NULL)
        return as__plan_draft(book, unit, settings, args->json, &at->plan);
    if (status == AFTERSALE_OK)
        status = as__plan_use(book, unit, settings, args->plan, args->version, &published);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_field(book, status, args->version != 0 ? "version" : "plan", AS__MESSAGE_NOT_FOUND,
                              NULL);
    if (status != AFTERSALE_OK)
        return status;
    as__template_keep(published);
    at->plan = (as__template *)(uintptr_t)published;
    return AFTERSALE_OK;
}

static aftersale_status check(aftersale_book *book, const aftersale_impact_list_args *args)
{
    if ((args->json != NULL) + (args->plan != NULL) != 1)
        return as__fail_field(book, AFTERSALE_INVALID, "json", AS__MESSAGE_REQUIRED,
                              "or a plan must be given, and only one of them");
    if (args->json != NULL && args->version != 0)
        return as__fail_field(book, AFTERSALE_INVALID, "version", AS__MESSAGE_NOT_A_CHOICE,
                              "goes with plan only");
    return AFTERSALE_OK;
}

static aftersale_status open_list(aftersale_book *book, const aftersale_impact_list_args *args,
                                  aftersale_cursor *cursor)
{
    impact *at = cursor->state;
    as__list_ask ask = {.kind = AFTERSALE_KIND_ENROLMENT, .bookmark = args->bookmark};
    as__unit *unit = as__cursor_reads(cursor);
    aftersale_status status = find_plan(book, unit, args, at);
    at->totals.struct_size = sizeof at->totals;
    if (status == AFTERSALE_OK)
        status = as__list_open(book, &ask, &at->runs);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, unit, status);
    return status;
}

aftersale_status aftersale_impact_list(aftersale_book *book, const aftersale_impact_list_args *args,
                                       aftersale_cursor **out)
{
    aftersale_impact_list_args asked;
    aftersale_cursor *cursor = NULL;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args(book, args, sizeof asked, sizeof asked, &asked);
    if (status == AFTERSALE_OK)
        status = check(book, &asked);
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &query, sizeof(impact), &cursor);
    if (status == AFTERSALE_OK)
        status = open_list(book, &asked, cursor);
    return as__cursor_give(book, status, cursor, out);
}

aftersale_status aftersale_impact_next(aftersale_cursor *cursor, const aftersale_impact **out)
{
    return as__cursor_step(cursor, AFTERSALE_KIND_IMPACT, (const aftersale_record **)(uintptr_t)out);
}

const aftersale_impact_totals *aftersale_impact_total(const aftersale_cursor *cursor)
{
    return cursor != NULL && cursor->query == &query ? &((const impact *)cursor->state)->totals : NULL;
}
