/* SPDX-License-Identifier: MIT */
/* From what a list asks for to the range, or the ids, that it walks. */
#include "engine/list.h"
#include "engine/run.h"
#include "engine/twins.h"
#include "aftersale/sale.h"
#include "value/date.h"
#include <string.h>

static bool is_named(aftersale_link link)
{
    return link.ref != NULL || as__id_given(link.id);
}

static bool gather_sale(void *user, const aftersale_event *event)
{
    as__buffer *ids = user;
    if (event->type == AS__EVENT_SALE_RECORDED) /* however it was made */
        as__buffer_append(ids, &event->subject, sizeof event->subject);
    return !ids->failed;
}

static aftersale_status keep_ids(as__listing *list, const as__buffer *ids)
{
    list->ids = as__arena_take(&list->arena, ids->size + 1);
    if (ids->failed || list->ids == NULL)
        return AFTERSALE_NO_MEMORY;
    if (ids->size != 0)
        memcpy(list->ids, ids->data, ids->size);
    list->id_count = ids->size / sizeof *list->ids;
    return AFTERSALE_OK;
}

static aftersale_status gather_sales(as__unit *unit, const aftersale_customer *customer, as__listing *list)
{
    as__buffer ids;
    aftersale_status status;
    as__buffer_init(&ids, unit->arena.memory);
    status = as__events_walk(unit, customer, gather_sale, &ids);
    if (status == AFTERSALE_OK)
        status = keep_ids(list, &ids);
    as__buffer_free(&ids);
    return status;
}

static aftersale_status gather_runs(aftersale_book *book, as__unit *unit, const aftersale_customer *customer,
                                    as__listing *list)
{
    const aftersale_enrolment **runs;
    aftersale_status status = as__runs_of(book, unit, customer, &runs, &list->id_count);
    if (status != AFTERSALE_OK)
        return status;
    list->ids = as__arena_take(&list->arena, list->id_count * sizeof *list->ids);
    if (list->ids == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < list->id_count; i++)
        list->ids[i] = runs[i]->id;
    return AFTERSALE_OK;
}

/* Whose it is: named, or the sale's. NULL: nobody in particular. */
static aftersale_status find_customer(aftersale_book *book, as__unit *unit, const as__list_ask *ask,
                                      as__filter *filter, const aftersale_customer **out)
{
    const aftersale_record *record;
    aftersale_status status = AFTERSALE_OK;
    *out = NULL;
    if (is_named(ask->sale)) {
        status = as__link_record(book, unit, "sale", AFTERSALE_KIND_SALE, ask->sale, &record);
        if (status != AFTERSALE_OK)
            return status;
        filter->sale = as__key_of(record).id;
        if (!is_named(ask->customer))
            status = as__customer_named(book, unit, ((const aftersale_sale *)record)->customer, false, out);
    }
    if (is_named(ask->customer))
        status = as__link_customer(book, unit, "customer", ask->customer, out);
    return status;
}

static bool has_customer_index(aftersale_kind kind)
{
    return kind != AFTERSALE_KIND_SALE && kind != AFTERSALE_KIND_ENROLMENT;
}

static aftersale_status aim(aftersale_book *book, const as__list_ask *ask, as__listing *list)
{
    as__unit *unit = as__book_reads(book);
    const aftersale_customer *customer;
    aftersale_status status = find_customer(book, unit, ask, &list->filter, &customer);
    if (status == AFTERSALE_OK && customer != NULL) {
        if (has_customer_index(ask->kind))
            as__range_equal_number(&list->range, (int64_t)customer->id);
        list->is_by_id = !has_customer_index(ask->kind) || customer->twins.count != 0;
        if (ask->kind == AFTERSALE_KIND_SALE)
            status = gather_sales(unit, customer, list);
        else if (ask->kind == AFTERSALE_KIND_ENROLMENT)
            status = gather_runs(book, unit, customer, list);
        else if (list->is_by_id)
            status = as__list_gather(unit, customer, list);
    }
    if (status == AFTERSALE_OK || book->error.status != AFTERSALE_OK)
        return status;
    return as__fail_store(book, unit, status);
}

/* The caller's texts need not outlive the call. */
static aftersale_status keep_text(as__listing *list, const char **text)
{
    if (*text != NULL)
        *text = as__arena_text(&list->arena, *text, strlen(*text));
    else
        return AFTERSALE_OK;
    return *text != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

static aftersale_status take_filter(aftersale_book *book, const as__list_ask *ask, as__listing *list)
{
    const char *equal = ask->equal;
    list->filter = ask->filter;
    if (ask->filter.stage < 0 || ask->filter.stage > AFTERSALE_STAGE_AFTER)
        return as__fail_field(book, AFTERSALE_INVALID, "stage", AS__MESSAGE_NOT_A_CHOICE, NULL);
    if (as__date_given(ask->filter.sold_from) && !as__date_valid(ask->filter.sold_from))
        return as__fail_field(book, AFTERSALE_INVALID, "sold_from", AS__MESSAGE_NOT_A_DATE, NULL);
    if (as__date_given(ask->filter.sold_until) && !as__date_valid(ask->filter.sold_until))
        return as__fail_field(book, AFTERSALE_INVALID, "sold_until", AS__MESSAGE_NOT_A_DATE, NULL);
    if (keep_text(list, &equal) != AFTERSALE_OK || keep_text(list, &list->filter.owner) != AFTERSALE_OK ||
        keep_text(list, &list->filter.tier) != AFTERSALE_OK ||
        keep_text(list, &list->filter.tag) != AFTERSALE_OK)
        return as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    if (equal != NULL)
        as__range_equal_text(&list->range, equal);
    return AFTERSALE_OK;
}

static aftersale_status go_on(aftersale_book *book, const char *bookmark, as__listing *list)
{
    aftersale_status status;
    if (bookmark == NULL || bookmark[0] == 0)
        return AFTERSALE_OK;
    status = as__list_read_bookmark(list, bookmark);
    if (status == AFTERSALE_INVALID)
        return as__fail_field(book, status, "bookmark", AS__MESSAGE_NOT_A_CHOICE,
                              "is not a bookmark of this list");
    return status == AFTERSALE_OK ? status : as__fail(book, status, AS__MESSAGE_NO_MEMORY, NULL);
}

aftersale_status as__list_open_range(aftersale_book *book, const aftersale_range *range,
                                     aftersale_cursor **out)
{
    as__listing *list;
    aftersale_status status = as__cursor_new(book, as__list_query(range->kind->kind), sizeof *list, out);
    if (status != AFTERSALE_OK)
        return status;
    list = (*out)->state;
    as__arena_init(&list->arena, &book->context->owner.memory);
    list->range = *range;
    return AFTERSALE_OK;
}

aftersale_status as__list_open(aftersale_book *book, const as__list_ask *ask, aftersale_cursor **out)
{
    aftersale_range range;
    aftersale_cursor *cursor;
    aftersale_status status;
    as__range_begin(&range, book->tenant->book, ask->kind, ask->index, 1);
    status = as__list_open_range(book, &range, &cursor);
    if (status != AFTERSALE_OK)
        return status;
    status = take_filter(book, ask, cursor->state);
    if (status == AFTERSALE_OK)
        status = aim(book, ask, cursor->state);
    if (status == AFTERSALE_OK)
        status = go_on(book, ask->bookmark, cursor->state);
    if (status == AFTERSALE_OK)
        *out = cursor;
    else
        aftersale_cursor_free(cursor);
    return status;
}
