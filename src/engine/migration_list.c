/* SPDX-License-Identifier: MIT */
/* What a migration of one run would do (S21). */
#include "aftersale/migration.h"
#include "engine/cursor_step.h"
#include "engine/migrating.h"
#include "engine/query_args.h"
#include "engine/twins.h"
#include <string.h>

/* Made at once, and handed over one by one. */
typedef struct migration_list {
    const aftersale_record **rows;
    size_t count, next;
} migration_list;

static aftersale_status make_row(aftersale_book *book, const as__migrating *migrating,
                                 const as__migrated *touch, const aftersale_record **out)
{
    const aftersale_enrolment *run = migrating->before.run;
    as__touch_key key = {run->id, (uint32_t)touch->step->number, (uint32_t)touch->occurrence};
    aftersale_migration draft;
    memset(&draft, 0, sizeof draft);
    draft.head.book = book->tenant->book;
    draft.head.revision = run->head.revision;
    draft.touch = as__touch_id_make(book->tenant->book, key);
    draft.enrolment = run->id;
    draft.customer = run->customer;
    draft.step = touch->step->key;
    draft.occurrence = touch->occurrence;
    draft.what = touch->what;
    draft.version_before = run->version;
    draft.version_after = migrating->after.plan->version;
    if (touch->before != NULL) {
        draft.due_before = touch->before->due;
        draft.state_before = touch->before->state;
    }
    if (touch->after != NULL) {
        draft.due_after = touch->after->due;
        draft.state_after = touch->after->state;
    }
    return as__record_seal(&book->context->owner, AFTERSALE_KIND_MIGRATION, &draft, out);
}

static aftersale_status make_rows(aftersale_cursor *cursor, as__unit *unit,
                                  const aftersale_settings *settings, const as__migrating *migrating)
{
    migration_list *list = cursor->state;
    as__migrated *touches;
    size_t count = 0;
    aftersale_status status = as__migrating_list(cursor->book, unit, settings, migrating, &touches, &count);
    if (status == AFTERSALE_OK)
        list->rows = as__arena_take(&unit->arena, count * sizeof *list->rows + 1);
    if (status == AFTERSALE_OK && list->rows == NULL)
        status = AFTERSALE_NO_MEMORY;
    for (; status == AFTERSALE_OK && list->count < count; list->count += status == AFTERSALE_OK)
        status = make_row(cursor->book, migrating, &touches[list->count], &list->rows[list->count]);
    return status;
}

static aftersale_status next(aftersale_cursor *cursor, const aftersale_record **out)
{
    migration_list *list = cursor->state;
    if (list->next == list->count)
        return AFTERSALE_DONE;
    *out = list->rows[list->next++];
    return AFTERSALE_ROW;
}

static void end(aftersale_cursor *cursor)
{
    migration_list *list = cursor->state;
    while (list->next < list->count)
        aftersale_record_free(list->rows[list->next++]);
}

static const as__query query = {.kind = AFTERSALE_KIND_MIGRATION, .next = next, .end = end};

static aftersale_status find_version(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                     const aftersale_enrolment *run, int32_t version,
                                     const as__template **plan)
{
    aftersale_status status = as__plan_use(book, unit, settings, run->plan, version, plan);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_field(book, status, "version", AS__MESSAGE_NOT_FOUND, NULL);
    return status;
}

static aftersale_status fill(aftersale_cursor *cursor, const aftersale_migration_list_args *args)
{
    aftersale_book *book = cursor->book;
    as__unit *unit = as__cursor_reads(cursor);
    const aftersale_settings *settings = NULL;
    const aftersale_record *record;
    const aftersale_customer *customer;
    const aftersale_enrolment *run = NULL;
    const as__template *plan;
    as__migrating migrating;
    aftersale_time now = {0};
    aftersale_status status =
        as__link_record(book, unit, "enrolment", AFTERSALE_KIND_ENROLMENT, args->enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    run = (const aftersale_enrolment *)record;
    status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = find_version(book, unit, settings, run, args->version, &plan);
    if (status == AFTERSALE_OK)
        status = as__customer_named(book, unit, run->customer, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__migrating_decide(book, unit, settings, run, customer, plan, now, now, &migrating);
    if (status == AFTERSALE_OK)
        status = make_rows(cursor, unit, settings, &migrating);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, unit, status);
    return status;
}

aftersale_status aftersale_migration_list(aftersale_book *book, const aftersale_migration_list_args *args,
                                          aftersale_cursor **out)
{
    aftersale_migration_list_args asked;
    aftersale_cursor *cursor = NULL;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args_needed(book, args, sizeof asked, &asked);
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &query, sizeof(migration_list), &cursor);
    if (status == AFTERSALE_OK)
        status = fill(cursor, &asked);
    return as__cursor_give(book, status, cursor, out);
}

aftersale_status aftersale_migration_next(aftersale_cursor *cursor, const aftersale_migration **out)
{
    return as__cursor_step(cursor, AFTERSALE_KIND_MIGRATION, (const aftersale_record **)(uintptr_t)out);
}
