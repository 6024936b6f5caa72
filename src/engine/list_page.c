/* SPDX-License-Identifier: MIT */
#include "engine/catalogue.h"
#include "engine/list.h"
#include "engine/twins.h"
#include "value/date.h"
#include "value/text.h"
#include <string.h>

#define PAGE_FIRST 16
#define PAGE_MOST 512

static bool has_tag(const aftersale_customer *customer, const char *tag)
{
    for (size_t i = 0; i < customer->tags.count; i++)
        if (strcmp(customer->tags.items[i], tag) == 0)
            return true;
    return false;
}

static bool customer_fits(const as__filter *filter, const aftersale_customer *customer)
{
    if (filter->tier != NULL && !as__text_same(customer->tier, filter->tier))
        return false;
    return filter->tag == NULL || has_tag(customer, filter->tag);
}

static bool sale_fits(const as__filter *filter, const aftersale_sale *sale)
{
    if (filter->owner != NULL && !as__text_same(sale->owner, filter->owner))
        return false;
    if (filter->stage != 0 && sale->stage != filter->stage)
        return false;
    if (as__date_given(filter->sold_from) &&
        (!as__date_given(sale->sold) || as__date_compare(sale->sold, filter->sold_from) < 0))
        return false;
    return !as__date_given(filter->sold_until) ||
           (as__date_given(sale->sold) && as__date_compare(sale->sold, filter->sold_until) < 0);
}

static bool enrolment_fits(const as__filter *filter, const aftersale_enrolment *run)
{
    return filter->sale == 0 || run->sale == filter->sale;
}

static bool fits(const as__filter *filter, const aftersale_record *record)
{
    switch (record->head.kind) {
    case AFTERSALE_KIND_SALE:
        return sale_fits(filter, (const aftersale_sale *)record);
    case AFTERSALE_KIND_ENROLMENT:
        return enrolment_fits(filter, (const aftersale_enrolment *)record);
    default:
        return true;
    }
}

static bool make_room(aftersale_cursor *cursor, as__listing *list)
{
    const as__memory *memory = &cursor->book->context->owner.memory;
    const aftersale_record **rows;
    if (list->page <= list->row_room)
        return true;
    rows = as__memory_grow(memory, list->rows, list->row_room * sizeof *rows, list->page * sizeof *rows);
    if (rows == NULL)
        return false;
    list->rows = rows;
    list->row_room = list->page;
    return true;
}

/* The page holds its rows itself: the unit forgets them before the next one. */
static void add_row(as__listing *list, const aftersale_record *record)
{
    list->rows[list->row_count++] = aftersale_record_keep(record);
}

static aftersale_status page_of_range(as__unit *unit, as__listing *list)
{
    as__found found;
    aftersale_status status;
    if (list->end != NULL)
        as__range_resume_at(&list->range, list->end);
    list->range.limit = list->page;
    status = as__unit_scan(unit, &list->range, &found);
    if (status != AFTERSALE_OK)
        return status;
    for (size_t i = 0; i < found.count; i++)
        add_row(list, found.items[i]);
    list->is_last = found.count < list->page;
    if (found.count != 0) {
        aftersale_record_free(list->end);
        list->end = aftersale_record_keep(found.items[found.count - 1]);
    }
    return AFTERSALE_OK;
}

static aftersale_status page_of_ids(as__unit *unit, as__listing *list)
{
    size_t left = list->id_count - list->id_at, count = left < list->page ? left : list->page;
    aftersale_key *keys = as__arena_take(&unit->arena, (count + 1) * sizeof *keys);
    aftersale_status status;
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++)
        keys[i] = as__key_make(unit->book, list->range.kind->kind, 0, list->ids[list->id_at + i]);
    status = as__unit_fetch(unit, keys, count);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++) {
        const aftersale_record *record;
        status = as__unit_get(unit, &keys[i], &record);
        if (status == AFTERSALE_OK)
            add_row(list, record);
        else if (status == AFTERSALE_NOT_FOUND) /* an event says that it was made */
            status = AFTERSALE_CORRUPT;
    }
    if (status == AFTERSALE_OK)
        list->id_at += count;
    list->is_last = list->id_at == list->id_count;
    return status;
}

static void drop_rows(as__listing *list)
{
    while (list->row_at < list->row_count)
        aftersale_record_free(list->rows[list->row_at++]);
    list->row_at = list->row_count = 0;
}

static aftersale_status turn_page(aftersale_cursor *cursor, as__listing *list)
{
    as__unit *unit = as__cursor_reads(cursor);
    aftersale_status status = AFTERSALE_NO_MEMORY;
    drop_rows(list);
    if (list->page == 0)
        list->page = PAGE_FIRST;
    if (make_room(cursor, list))
        status = list->is_by_id ? page_of_ids(unit, list) : page_of_range(unit, list);
    if (status != AFTERSALE_OK) {
        drop_rows(list);
        return as__fail_store(cursor->book, unit, status);
    }
    if (list->page < PAGE_MOST)
        list->page *= 2;
    return AFTERSALE_OK;
}

/* A product is given as it stands today; the list goes on behind its row as stored. */
static aftersale_status give_product(aftersale_cursor *cursor, const aftersale_record *row,
                                     const aftersale_record **out)
{
    const aftersale_product *version;
    aftersale_status status =
        as__product_today(cursor->book, as__cursor_reads(cursor), (const aftersale_product *)row, &version);
    if (status == AFTERSALE_OK)
        status = as__product_give(cursor->book, version, out);
    aftersale_record_free(row);
    return status == AFTERSALE_OK ? AFTERSALE_ROW : status;
}

/* A customer is given with those merged into them, who have no row of their own: but where one of these says whose
 * they all are, the list of that owner has them there. @return ROW, DONE (not to be given), or a failure */
static aftersale_status give_customer(aftersale_cursor *cursor, const as__listing *list,
                                      const aftersale_customer *stored, const aftersale_record **out)
{
    as__unit *unit = as__cursor_reads(cursor);
    const aftersale_customer *whole;
    bool is_given = stored->merged_into == 0;
    aftersale_status status = as__customer_whole(cursor->book, unit, stored, false, &whole);
    if (status == AFTERSALE_OK && !is_given && list->range.equal_count != 0)
        status = as__customer_gives_owner(cursor->book, unit, stored, whole, &is_given);
    if (status != AFTERSALE_OK)
        return as__fail_store(cursor->book, unit, status);
    if (!is_given || !customer_fits(&list->filter, whole))
        return AFTERSALE_DONE;
    *out = aftersale_record_keep((const aftersale_record *)whole);
    return AFTERSALE_ROW;
}

/* Takes the row over. @return ROW, DONE (it does not fit), or a failure */
static aftersale_status give_row(aftersale_cursor *cursor, as__listing *list, const aftersale_record *row,
                                 const aftersale_record **out)
{
    aftersale_status status = AFTERSALE_ROW;
    if (row->head.kind == AFTERSALE_KIND_CUSTOMER)
        status = give_customer(cursor, list, (const aftersale_customer *)row, out);
    else if (!fits(&list->filter, row))
        status = AFTERSALE_DONE;
    if (status != AFTERSALE_ROW) {
        aftersale_record_free(row);
        return status;
    }
    aftersale_record_free(list->given);
    list->given = aftersale_record_keep(row);
    if (row->head.kind == AFTERSALE_KIND_PRODUCT)
        return give_product(cursor, row, out);
    if (row->head.kind == AFTERSALE_KIND_CUSTOMER)
        aftersale_record_free(row);
    else
        *out = row;
    return AFTERSALE_ROW;
}

static aftersale_status next_row(aftersale_cursor *cursor, const aftersale_record **out)
{
    as__listing *list = cursor->state;
    for (;;) {
        aftersale_status status = AFTERSALE_DONE;
        while (status == AFTERSALE_DONE && list->row_at < list->row_count)
            status = give_row(cursor, list, list->rows[list->row_at++], out);
        if (status != AFTERSALE_DONE || list->is_last)
            return status;
        status = turn_page(cursor, list);
        if (status != AFTERSALE_OK)
            return status;
    }
}

static void write_bookmark(const aftersale_cursor *cursor, as__buffer *out)
{
    as__list_write_bookmark(cursor->state, out);
}

static void end_list(aftersale_cursor *cursor)
{
    as__listing *list = cursor->state;
    drop_rows(list);
    aftersale_record_free(list->given);
    aftersale_record_free(list->end);
    as__memory_give(&cursor->book->context->owner.memory, list->rows, list->row_room * sizeof *list->rows);
    as__arena_free(&list->arena);
}

const as__query *as__list_query(aftersale_kind kind)
{
#define QUERY(KIND)                                                                                          \
    {                                                                                                        \
        AFTERSALE_KIND_##KIND, next_row, write_bookmark, end_list                                            \
    }
    static const as__query queries[] = {
        QUERY(CUSTOMER),
        QUERY(PERSON),
        QUERY(PRODUCT),
        QUERY(ACTOR),
        QUERY(SALE),
        QUERY(RETURN),
        QUERY(GOAL),
        QUERY(CONSENT),
        QUERY(PLAN),
        QUERY(CALENDAR),
        QUERY(ENROLMENT),
        {AFTERSALE_KIND_EVENT, next_row, NULL, end_list}, /* events are numbered: that is where one goes on */
        {AFTERSALE_KIND_PROJECTED, next_row, NULL, end_list},
    };
#undef QUERY
    for (size_t i = 0; i < sizeof queries / sizeof queries[0]; i++)
        if (queries[i].kind == kind)
            return &queries[i];
    return NULL;
}
