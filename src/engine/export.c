/* SPDX-License-Identifier: MIT */
/* A book, or one customer's part, as JSON Lines (S66, S70). The order of every kind is that of its keys, so that
 * the same commands give the same bytes on every store (S2). */
#include "engine/export_line.h"
#include "engine/query_args.h"
#include "engine/run.h"
#include "engine/twins.h"
#include <string.h>

#define PAGE 256

static aftersale_status export_range(as__export *export, aftersale_range *range, as__page_fn write)
{
    as__found found;
    const aftersale_record *last = NULL;
    aftersale_status status;
    do {
        as__unit_reset(export->unit);
        if (last != NULL)
            as__range_resume_at(range, last);
        status = as__unit_scan(export->unit, range, &found);
        if (status != AFTERSALE_OK) {
            status = as__export_fail(export, status);
            break;
        }
        status = write(export, found.items, found.count);
        aftersale_record_free(last); /* counted: where the next page begins outlives this one */
        last = found.count != 0 ? aftersale_record_keep(found.items[found.count - 1]) : NULL;
    } while (status == AFTERSALE_OK && found.count == PAGE);
    aftersale_record_free(last);
    return status;
}

/* Calendars go by key and version, so that loading them again numbers them alike; all others by id. */
static aftersale_status export_kind(as__export *export, aftersale_kind kind, as__page_fn write)
{
    aftersale_range range;
    as__range_begin(&range, export->unit->book, kind, kind == AFTERSALE_KIND_CALENDAR, PAGE);
    return export_range(export, &range, write);
}

/* In the order in which they were published first, each with its versions in theirs, so that publishing them again
 * numbers them alike; then the rules, which name them. */
static aftersale_status export_plans(as__export *export)
{
    const aftersale_settings *settings;
    const aftersale_record *kept;
    aftersale_status status;
    as__unit_reset(export->unit);
    status = as__book_settings(export->book, export->unit, &settings);
    if (status != AFTERSALE_OK)
        return as__export_fail(export, status);
    kept = aftersale_record_keep((const aftersale_record *)settings);
    for (size_t i = 0; i < settings->plans.count && status == AFTERSALE_OK; i++) {
        aftersale_range range;
        as__range_begin(&range, export->unit->book, AFTERSALE_KIND_PLAN, 1, PAGE);
        as__range_equal_text(&range, AS__ITEMS(as__plan_head, settings->plans)[i].key);
        status = export_range(export, &range, as__export_page);
    }
    if (status == AFTERSALE_OK)
        status = as__export_rules(export, settings);
    aftersale_record_free(kept);
    return status;
}

/* What the library works out or keeps for itself; consent makes the refusals of addresses again, a product has a line
 * for each day it was put for, and notes stand in the lines of their touches. */
static bool is_inner(aftersale_kind kind)
{
    switch (kind) {
    case AFTERSALE_KIND_PRODUCT:
    case AFTERSALE_KIND_ADDRESS:
    case AFTERSALE_KIND_COUNTER:
    case AFTERSALE_KIND_FEED:
    case AFTERSALE_KIND_PENDING:
    case AFTERSALE_KIND_NOTE:
    case AFTERSALE_KIND_PROJECTION:
    case AFTERSALE_KIND_PROJECTED:
    case AFTERSALE_KIND_EVENT: /* read for the touches, and once more where they are asked for */
        return true;
    default:
        return false;
    }
}

static aftersale_status export_book(as__export *export, uint32_t flags)
{
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; i < aftersale_kind_count() && status == AFTERSALE_OK; i++) {
        aftersale_kind kind = aftersale_kind_at(i);
        if (is_inner(kind))
            continue;
        status =
            kind == AFTERSALE_KIND_PLAN ? export_plans(export) : export_kind(export, kind, as__export_page);
    }
    if (status == AFTERSALE_OK)
        status = export_kind(export, AFTERSALE_KIND_EVENT, as__export_touches);
    if (status == AFTERSALE_OK && (flags & AFTERSALE_EXPORT_EVENTS) != 0)
        status = export_kind(export, AFTERSALE_KIND_EVENT, as__export_page);
    return status;
}

/* One customer: what their events tell of, and what has an index by customer. */

typedef struct gathering {
    aftersale_kind kind;
    as__buffer ids;
} gathering;

/* A version that was shared again has an event for each time. */
static bool is_gathered(const gathering *to, uint64_t id)
{
    for (size_t at = 0; at < to->ids.size; at += sizeof id)
        if (memcmp(to->ids.data + at, &id, sizeof id) == 0)
            return true;
    return false;
}

static bool gather(void *user, const aftersale_event *event)
{
    gathering *to = user;
    uint64_t id = 0;
    if (to->kind == AFTERSALE_KIND_SALE && event->type == AS__EVENT_SALE_RECORDED)
        id = event->subject;
    if (to->kind == AFTERSALE_KIND_RETURN && event->type == AS__EVENT_SALE_RETURNED)
        id = event->subject;
    if (to->kind == AFTERSALE_KIND_SHEET && event->type == AS__EVENT_SHEET_SHARED &&
        !is_gathered(to, event->subject))
        id = event->subject;
    if (id != 0)
        as__buffer_append(&to->ids, &id, sizeof id);
    return !to->ids.failed;
}

static aftersale_status export_ids(as__export *export, aftersale_kind kind, const uint64_t *ids, size_t count)
{
    aftersale_key *keys = as__arena_take(&export->unit->arena, PAGE * sizeof *keys);
    const aftersale_record *records[PAGE];
    aftersale_status status;
    if (keys == NULL)
        return as__export_fail(export, AFTERSALE_NO_MEMORY);
    for (size_t i = 0; i < count; i++)
        keys[i] = as__key_make(export->unit->book, kind, 0, ids[i]);
    status = as__unit_fetch(export->unit, keys, count);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        status = as__unit_get(export->unit, &keys[i], &records[i]);
    if (status != AFTERSALE_OK)
        return as__export_fail(export, status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status);
    return as__export_page(export, records, count);
}

static aftersale_status export_gathered(as__export *export, aftersale_kind kind,
                                        const aftersale_customer *customer)
{
    gathering to = {.kind = kind};
    aftersale_status status;
    as__buffer_init(&to.ids, export->out.memory);
    as__unit_reset(export->unit);
    status = as__events_walk(export->unit, customer, gather, &to);
    if (status != AFTERSALE_OK || to.ids.failed)
        status = as__export_fail(export, status != AFTERSALE_OK ? status : AFTERSALE_NO_MEMORY);
    for (size_t at = 0; at < to.ids.size && status == AFTERSALE_OK; at += PAGE * sizeof(uint64_t)) {
        uint64_t page[PAGE];
        size_t size = to.ids.size - at < sizeof page ? to.ids.size - at : sizeof page;
        memcpy(page, to.ids.data + at, size);
        as__unit_reset(export->unit);
        status = export_ids(export, kind, page, size / sizeof page[0]);
    }
    as__buffer_free(&to.ids);
    return status;
}

static aftersale_status export_under(as__export *export, aftersale_kind kind, int32_t index,
                                     const aftersale_customer *customer, as__page_fn write)
{
    as__members members;
    aftersale_status status = AFTERSALE_OK;
    as__members_of(customer, &members);
    for (size_t i = 0; i < members.count && status == AFTERSALE_OK; i++) {
        aftersale_range range;
        as__range_begin(&range, export->unit->book, kind, index, PAGE);
        as__range_equal_number(&range, (int64_t)members.ids[i]);
        status = export_range(export, &range, write);
    }
    return status;
}

/* The runs, what was shared of them, and the touches made in them. */
static aftersale_status export_runs(as__export *export, const aftersale_customer *customer)
{
    const aftersale_enrolment **runs;
    uint64_t *ids;
    size_t count;
    aftersale_status status;
    as__unit_reset(export->unit);
    status = as__runs_of(export->book, export->unit, customer, &runs, &count);
    if (status != AFTERSALE_OK)
        return as__export_fail(export, status);
    ids = as__arena_take(&export->book->scratch, count * sizeof *ids + 1);
    if (ids == NULL)
        return as__export_fail(export, AFTERSALE_NO_MEMORY);
    for (size_t i = 0; i < count; i++)
        ids[i] = runs[i]->id;
    for (size_t at = 0; at < count && status == AFTERSALE_OK; at += PAGE) {
        as__unit_reset(export->unit);
        status =
            export_ids(export, AFTERSALE_KIND_ENROLMENT, ids + at, count - at < PAGE ? count - at : PAGE);
    }
    if (status == AFTERSALE_OK)
        status = export_gathered(export, AFTERSALE_KIND_SHEET, customer);
    return status == AFTERSALE_OK
               ? export_under(export, AFTERSALE_KIND_EVENT, 0, customer, as__export_touches)
               : status;
}

/* The customer's own record, and those of whoever is merged into them. */
static aftersale_status export_twins(as__export *export, const aftersale_customer *customer)
{
    as__members members;
    as__members_of(customer, &members);
    as__unit_reset(export->unit);
    return export_ids(export, AFTERSALE_KIND_CUSTOMER, members.ids, members.count);
}

static aftersale_status export_rows(as__export *export, const aftersale_customer *customer, uint32_t flags)
{
    aftersale_status status = export_twins(export, customer);
    if (status == AFTERSALE_OK)
        status = export_under(export, AFTERSALE_KIND_PERSON, 1, customer, as__export_page);
    if (status == AFTERSALE_OK)
        status = export_gathered(export, AFTERSALE_KIND_SALE, customer);
    if (status == AFTERSALE_OK)
        status = export_gathered(export, AFTERSALE_KIND_RETURN, customer);
    if (status == AFTERSALE_OK)
        status = export_under(export, AFTERSALE_KIND_GOAL, 1, customer, as__export_page);
    if (status == AFTERSALE_OK)
        status = export_under(export, AFTERSALE_KIND_CONSENT, 1, customer, as__export_page);
    if (status == AFTERSALE_OK)
        status = export_runs(export, customer);
    if (status == AFTERSALE_OK && (flags & AFTERSALE_EXPORT_EVENTS) != 0)
        status = export_under(export, AFTERSALE_KIND_EVENT, 0, customer, as__export_page);
    return status;
}

static aftersale_status export_customer(as__export *export, aftersale_link link, uint32_t flags)
{
    const aftersale_customer *customer;
    aftersale_status status;
    as__unit_reset(export->unit);
    status = as__link_customer(export->book, export->unit, "customer", link, &customer);
    if (status != AFTERSALE_OK)
        return status;
    (void)aftersale_record_keep((const aftersale_record *)customer); /* the unit is reset from page to page */
    status = export_rows(export, customer, flags);
    aftersale_customer_free(customer);
    return status;
}

static aftersale_status run(aftersale_book *book, const aftersale_export_args *args, aftersale_write_fn write,
                            void *user)
{
    aftersale_export_args given;
    as__export export = {.book = book, .unit = book->queries, .write = write, .user = user};
    aftersale_status status = as__query_args(book, args, sizeof given, sizeof given, &given);
    if (status != AFTERSALE_OK)
        return status;
    if (write == NULL)
        return as__fail_field(book, AFTERSALE_INVALID, "write", AS__MESSAGE_REQUIRED, NULL);
    if ((given.flags & ~(uint32_t)AFTERSALE_EXPORT_EVENTS) != 0)
        return as__fail_field(book, AFTERSALE_INVALID, "flags", AS__MESSAGE_NOT_A_CHOICE, NULL);
    as__buffer_init(&export.out, &book->context->owner.memory);
    if (given.customer.ref != NULL || as__id_given(given.customer.id))
        status = export_customer(&export, given.customer, given.flags);
    else
        status = export_book(&export, given.flags);
    if (status == AFTERSALE_OK)
        status = as__export_flush(&export);
    as__buffer_free(&export.out);
    as__unit_reset(book->queries);
    return status;
}

aftersale_status aftersale_export(aftersale_book *book, const aftersale_export_args *args,
                                  aftersale_write_fn write, void *user)
{
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = run(book, args, write, user);
    as__book_leave(book);
    return status;
}
