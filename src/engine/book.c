/* SPDX-License-Identifier: MIT */
/* Opening, holding and closing a tenant (S8). */
#include "base/struct_take.h"
#include "engine/book_make.h"
#include "engine/calendars.h"
#include "engine/command.h"
#include "engine/plans.h"
#include "value/text.h"
#include <string.h>

/* Of the arguments, as they were in their first version. */
#define FIRST_SIZE (offsetof(aftersale_book_open_args, currency) + sizeof(const char *))

static void tenant_free(as__attached *attached, as__tenant *tenant)
{
    const as__memory *memory = &attached->context->owner.memory;
    for (size_t i = 0; i < tenant->plan_count; i++)
        as__template_free(tenant->plans[i]);
    as__memory_give(memory, tenant->plans, tenant->plan_room * sizeof *tenant->plans);
    as__calendars_free(memory, tenant->calendars);
    pthread_mutex_destroy(&tenant->lock);
    as__memory_give(memory, tenant, sizeof *tenant);
}

/* The tenant of a book that is open already, or a new one. */
static as__tenant *tenant_use(as__attached *attached, uint64_t book)
{
    as__tenant *tenant;
    pthread_mutex_lock(&attached->lock);
    for (tenant = attached->tenants; tenant != NULL && tenant->book != book; tenant = tenant->next)
        continue;
    if (tenant == NULL) {
        tenant = as__memory_take(&attached->context->owner.memory, sizeof *tenant);
        if (tenant != NULL) {
            tenant->book = book;
            pthread_mutex_init(&tenant->lock, NULL);
            tenant->next = attached->tenants;
            attached->tenants = tenant;
        }
    }
    if (tenant != NULL)
        tenant->books++;
    pthread_mutex_unlock(&attached->lock);
    return tenant;
}

static void tenant_drop(as__attached *attached, as__tenant *tenant)
{
    as__tenant **place = &attached->tenants;
    pthread_mutex_lock(&attached->lock);
    if (--tenant->books == 0) {
        while (*place != tenant)
            place = &(*place)->next;
        *place = tenant->next;
        tenant_free(attached, tenant);
    }
    pthread_mutex_unlock(&attached->lock);
}

static bool take_desk(aftersale_book *book)
{
    as__owner *owner = &book->context->owner;
    if (book->desk != NULL)
        return true;
    book->desk = as__memory_take(&owner->memory, sizeof *book->desk);
    if (book->desk == NULL)
        return false;
    book->unit = &book->desk->unit;
    book->queries = &book->desk->queries;
    book->doom = &book->desk->doom;
    as__unit_init(book->unit, owner, book->attached->store, book->tenant->book);
    as__unit_init(book->queries, owner, book->attached->store, book->tenant->book);
    return true;
}

/* Gives back all that the next call can take again. */
static void leave_desk(aftersale_book *book)
{
    as__arena_free(&book->scratch);
    as__problems_free(&book->problems);
    if (book->desk == NULL)
        return;
    as__unit_free(book->unit);
    as__unit_free(book->queries);
    as__memory_give(&book->context->owner.memory, book->desk, sizeof *book->desk);
    book->desk = NULL;
}

static aftersale_book *book_new(as__attached *attached, const char *name)
{
    const as__memory *memory = &attached->context->owner.memory;
    aftersale_book *book = as__memory_take(memory, sizeof *book);
    if (book == NULL)
        return NULL;
    book->tenant = tenant_use(attached, as__book_of_name(name));
    if (book->tenant == NULL) {
        as__memory_give(memory, book, sizeof *book);
        return NULL;
    }
    book->attached = attached;
    book->context = attached->context;
    atomic_flag_clear(&book->busy);
    atomic_fetch_add(&attached->refs, 1);
    as__arena_init(&book->scratch, memory);
    as__problems_init(&book->problems, memory);
    (void)aftersale_error_set(&book->error, AFTERSALE_OK, 0, NULL);
    book->name = as__memory_take(memory, strlen(name) + 1);
    if (book->name != NULL)
        memcpy(book->name, name, strlen(name) + 1); /* its size is that of its memory */
    if (book->name == NULL || !take_desk(book)) {
        as__book_drop(book);
        return NULL;
    }
    return book;
}

void as__noted_clear(aftersale_book *book)
{
    for (size_t i = 0; i < book->noted_count; i++) {
        aftersale_record_free((const aftersale_record *)book->noted[i].before);
        aftersale_record_free((const aftersale_record *)book->noted[i].after);
        aftersale_record_free((const aftersale_record *)book->noted[i].customer_before);
        aftersale_record_free((const aftersale_record *)book->noted[i].customer_after);
    }
    book->noted_count = 0;
}

void as__book_drop(aftersale_book *book)
{
    as__attached *attached = book->attached;
    const as__memory *memory = &attached->context->owner.memory;
    as__noted_clear(book);
    as__memory_give(memory, book->noted, book->noted_room * sizeof *book->noted);
    as__memory_give(memory, book->kept_reasons, sizeof *book->kept_reasons);
    as__plans_forget(book);
    as__memory_give(memory, book->own_plans, book->own_plan_room * sizeof *book->own_plans);
    leave_desk(book);
    if (book->name != NULL)
        as__memory_give(memory, book->name, strlen(book->name) + 1);
    tenant_drop(attached, book->tenant);
    as__memory_give(memory, book, sizeof *book);
    as__attached_drop(attached);
}

static aftersale_status take_args(const aftersale_book_open_args *given, aftersale_book_open_args *out,
                                  aftersale_error *error)
{
    if (given == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED, "args must be given");
    if (as__struct_take(given, FIRST_SIZE, sizeof *out, out) != AFTERSALE_OK)
        return aftersale_error_set(error, AFTERSALE_ABI, AS__MESSAGE_ABI,
                                   as__struct_fault(given, sizeof *out));
    if ((out->flags & ~(uint32_t)(AFTERSALE_BOOK_CREATE | AFTERSALE_BOOK_READ_ONLY)) != 0)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_NOT_A_CHOICE,
                                   "flags: are not known");
    if (out->name == NULL || out->name[0] == 0)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED, "name: must be given");
    if (strlen(out->name) > 255)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_TOO_LONG, "name: is too long");
    if (!as__utf8_valid(out->name, strlen(out->name)) ||
        as__text_has_control(out->name, strlen(out->name), false))
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_NOT_UTF8,
                                   "name: is not valid UTF-8");
    return AFTERSALE_OK;
}

static aftersale_status differ(aftersale_book *book, const char *field)
{
    return as__fail_field(book, AFTERSALE_EXISTS, field, AS__MESSAGE_REF_TAKEN,
                          "differs from the book's setting; leave it out or put the settings");
}

static aftersale_status compare_settings(aftersale_book *book, const aftersale_book_open_args *args,
                                         const aftersale_settings *settings)
{
    if (!as__text_same(settings->name, args->name))
        return as__fail_field(book, AFTERSALE_EXISTS, "name", AS__MESSAGE_REF_CLASH, NULL);
    if (args->zone != NULL && !as__text_same(settings->zone, args->zone))
        return differ(book, "zone");
    if (args->language != NULL && !as__text_same(settings->language, args->language))
        return differ(book, "language");
    if (args->currency != NULL && !as__text_same(settings->currency, args->currency))
        return differ(book, "currency");
    if (args->presume != 0 && (uint32_t)settings->presume != args->presume)
        return differ(book, "presume");
    return AFTERSALE_OK;
}

static void take_secret(as__tenant *tenant, const aftersale_settings *settings)
{
    pthread_mutex_lock(&tenant->lock);
    if (!tenant->has_secret)
        memcpy(tenant->secret, settings->secret.bytes, sizeof tenant->secret);
    tenant->has_secret = true;
    pthread_mutex_unlock(&tenant->lock);
}

static aftersale_status open_or_make(aftersale_book *book, const aftersale_book_open_args *args)
{
    const aftersale_settings *settings;
    aftersale_status status = as__book_settings(book, book->queries, &settings);
    if (status == AFTERSALE_NOT_FOUND && (args->flags & AFTERSALE_BOOK_CREATE) != 0) {
        status = as__book_make(book, args);
        as__unit_reset(book->queries);
        if (status == AFTERSALE_OK ||
            status == AFTERSALE_CONFLICT) /* somebody else may have made it meanwhile */
            status = as__book_settings(book, book->queries, &settings);
    }
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail(book, status, AS__MESSAGE_NOT_FOUND, "there is no book of this name");
    if (status != AFTERSALE_OK)
        return book->error.status != AFTERSALE_OK ? status : as__fail_store(book, book->queries, status);
    status = compare_settings(book, args, settings);
    take_secret(book->tenant, settings);
    return status;
}

aftersale_status aftersale_book_open(aftersale_store *store, const aftersale_book_open_args *args,
                                     aftersale_book **out, aftersale_error *error)
{
    aftersale_book_open_args given;
    aftersale_book *book;
    aftersale_status status;
    if (out == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_REQUIRED, "out must be given");
    *out = NULL;
    status = take_args(args, &given, error);
    if (status != AFTERSALE_OK)
        return status;
    if (store == NULL || store->library == NULL)
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_MISUSE, NULL);
    if (as__context_is_forked(as__attached_of(store)->context))
        return aftersale_error_set(error, AFTERSALE_INVALID, AS__MESSAGE_FORKED, NULL);
    book = book_new(as__attached_of(store), given.name);
    if (book == NULL)
        return aftersale_error_set(error, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    status = open_or_make(book, &given);
    if (status == AFTERSALE_OK) {
        leave_desk(book);
        book->is_read_only = (given.flags & AFTERSALE_BOOK_READ_ONLY) != 0;
        *out = book;
        return AFTERSALE_OK;
    }
    (void)aftersale_error_set(error, status, book->error.number, book->error.text);
    as__book_drop(book);
    return status;
}

/* A cursor keeps its book; the last of them closes it. */
void aftersale_book_free(aftersale_book *book)
{
    if (book == NULL)
        return;
    book->is_freed = true;
    if (book->cursors == 0)
        as__book_drop(book);
}

aftersale_status as__book_enter(aftersale_book *book)
{
    if (book == NULL || book->is_freed)
        return AFTERSALE_INVALID;
    if (as__context_is_forked(book->context))
        return as__fail(book, AFTERSALE_INVALID, AS__MESSAGE_FORKED, NULL);
    if (atomic_flag_test_and_set_explicit(&book->busy, memory_order_acquire))
        return AFTERSALE_BUSY;
    (void)aftersale_error_set(&book->error, AFTERSALE_OK, 0, NULL);
    as__problems_reset(&book->problems);
    as__arena_reset(&book->scratch);
    if (take_desk(book))
        return AFTERSALE_OK;
    (void)as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    as__book_leave(book);
    return AFTERSALE_NO_MEMORY;
}

aftersale_status as__book_enter_to_give(aftersale_book *book, void *out)
{
    aftersale_status status = as__book_enter(book);
    if (out != NULL)
        memset(out, 0, sizeof(void *));
    if (status != AFTERSALE_OK || out != NULL)
        return status;
    status = as__fail_field(book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    as__book_leave(book);
    return status;
}

void as__book_leave(aftersale_book *book)
{
    atomic_flag_clear_explicit(&book->busy, memory_order_release);
}

as__unit *as__book_reads(aftersale_book *book)
{
    if (book->in_group)
        return book->unit;
    as__unit_reset(book->queries);
    return book->queries;
}

aftersale_status as__book_settings(aftersale_book *book, as__unit *unit, const aftersale_settings **out)
{
    const aftersale_record *record;
    aftersale_key key = as__key_make(book->tenant->book, AFTERSALE_KIND_SETTINGS, 0, AS__BOOK_ROOT);
    aftersale_status status = as__unit_get(unit, &key, &record);
    if (status == AFTERSALE_OK)
        *out = (const aftersale_settings *)record;
    return status;
}

aftersale_status aftersale_settings_get(aftersale_book *book, const aftersale_settings **out)
{
    aftersale_status status = as__book_enter(book);
    const aftersale_settings *found;
    if (status != AFTERSALE_OK)
        return status;
    if (out == NULL) {
        status = as__fail_field(book, AFTERSALE_INVALID, "out", AS__MESSAGE_REQUIRED, NULL);
    } else {
        as__unit *unit = as__book_reads(book);
        *out = NULL;
        status = as__book_settings(book, unit, &found);
        if (status == AFTERSALE_OK)
            *out = (const aftersale_settings *)aftersale_record_keep((const aftersale_record *)found);
        else
            status = as__fail_store(book, unit, status);
    }
    as__book_leave(book);
    return status;
}

aftersale_status aftersale_book_maintain(aftersale_book *book)
{
    aftersale_status status = as__book_enter(book);
    const aftersale_store_methods *methods;
    if (status != AFTERSALE_OK)
        return status;
    methods = book->attached->store->methods;
    as__unit_reset(book->queries);
    if (methods->struct_size >= offsetof(aftersale_store_methods, maintain) + sizeof methods->maintain &&
        methods->maintain != NULL) {
        as__arena_reset(&book->queries->call.arena);
        status = methods->maintain(book->attached->store, &book->queries->call);
    }
    if (status != AFTERSALE_OK)
        status = as__fail_store(book, book->queries, status);
    else if (!book->in_group)
        leave_desk(book);
    as__book_leave(book);
    return status;
}

int32_t aftersale_book_did(const aftersale_book *book)
{
    return book != NULL ? book->did : AFTERSALE_DID_NOTHING;
}
