/* SPDX-License-Identifier: MIT */
#include "engine/catalogue.h"
#include "engine/command.h"
#include "value/date.h"
#include <string.h>

#define PAGE 64

int64_t as__catalogue_number(aftersale_date day)
{
    return (int64_t)day.year * 10000 + day.month * 100 + day.day;
}

aftersale_date as__catalogue_day(const as__catalogue *row)
{
    aftersale_date day = {(int16_t)(row->number / 10000), (uint8_t)(row->number / 100 % 100),
                          (uint8_t)(row->number % 100)};
    return day;
}

const as__field *as__catalogue_sets(const as__field *field)
{
    const as__field *found = as__kind_field(as__kind_of(AFTERSALE_KIND_PRODUCT), field->face.tag);
    return found != NULL && strcmp(found->face.name, field->face.name) == 0 ? found : NULL;
}

bool as__catalogue_clears(const as__catalogue *row, const as__field *field)
{
    for (size_t i = 0; i < row->cleared.count; i++)
        if (strcmp(row->cleared.items[i], field->face.name) == 0)
            return true;
    return false;
}

void as__catalogue_apply(const as__catalogue *row, aftersale_product *draft)
{
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_CATALOGUE);
    for (size_t i = 0; i < kind->field_count; i++) {
        const as__field *from = &kind->fields[i], *to = as__catalogue_sets(from);
        if (to == NULL)
            continue;
        if (as__field_given(from, row))
            memcpy((unsigned char *)draft + to->offset, as__field_at(from, row), as__put_size(to->storage));
        else if (as__catalogue_clears(row, from))
            memset((unsigned char *)draft + to->offset, 0, as__put_size(to->storage));
    }
    draft->from = as__catalogue_day(row);
}

void as__catalogue_empty(aftersale_product *draft)
{
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_CATALOGUE);
    for (size_t i = 0; i < kind->field_count; i++) {
        const as__field *to = as__catalogue_sets(&kind->fields[i]);
        if (to != NULL)
            memset((unsigned char *)draft + to->offset, 0, as__put_size(to->storage));
    }
    memset(&draft->from, 0, sizeof draft->from);
}

/* Applies the rows of a page that are due. True: `until` is found. */
static bool apply_page(const as__found *page, aftersale_product *draft, aftersale_date day)
{
    for (size_t i = 0; i < page->count; i++) {
        const as__catalogue *row = (const as__catalogue *)page->items[i];
        if (as__date_given(draft->from) && as__date_compare(as__catalogue_day(row), day) > 0) {
            draft->until = as__catalogue_day(row);
            return true;
        }
        as__catalogue_apply(row, draft);
    }
    return false;
}

aftersale_status as__catalogue_go_on(as__unit *unit, aftersale_product *draft, aftersale_date day)
{
    aftersale_range range;
    as__found page;
    bool is_there = false;
    as__range_begin(&range, unit->book, AFTERSALE_KIND_CATALOGUE, 0, PAGE);
    as__range_equal_number(&range, (int64_t)draft->id);
    range.lower.type = AFTERSALE_TYPE_INT;
    range.lower.as.number = as__catalogue_number(draft->from) + 1;
    memset(&draft->until, 0, sizeof draft->until);
    do {
        aftersale_status status = as__unit_scan(unit, &range, &page);
        if (status != AFTERSALE_OK)
            return status;
        is_there = apply_page(&page, draft, day);
        if (page.count != 0)
            as__range_resume_at(&range, page.items[page.count - 1]);
    } while (!is_there && page.count == PAGE);
    if (draft->type == 0)
        draft->type = AFTERSALE_PRODUCT_GOOD;
    return AFTERSALE_OK;
}

aftersale_status as__product_on(as__unit *unit, const aftersale_product *product, aftersale_date day,
                                const aftersale_product **out)
{
    aftersale_product *draft;
    if (as__date_compare(day, product->since) < 0)
        day = product->since;
    *out = product;
    if (as__date_compare(day, product->from) >= 0 &&
        (!as__date_given(product->until) || as__date_compare(day, product->until) < 0))
        return AFTERSALE_OK;
    *out = draft = as__arena_take(&unit->arena, sizeof *draft);
    if (draft == NULL)
        return AFTERSALE_NO_MEMORY;
    *draft = *product;
    if (as__date_compare(day, product->from) < 0)
        as__catalogue_empty(draft);
    return as__catalogue_go_on(unit, draft, day);
}

aftersale_status as__book_day(aftersale_book *book, const aftersale_settings *settings, aftersale_time time,
                              aftersale_date *out)
{
    const as__zone *zone;
    aftersale_status status = as__customer_zone(book, NULL, settings, &zone);
    if (status == AFTERSALE_OK)
        *out = as__day_in_zone(zone, time);
    return status;
}

static aftersale_status today(aftersale_book *book, as__unit *unit, aftersale_date *out)
{
    const aftersale_settings *settings;
    aftersale_time now;
    aftersale_status status = as__book_settings(book, unit, &settings);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    status = as__context_now(book->context, &now);
    if (status != AFTERSALE_OK)
        return as__fail(book, status, AS__MESSAGE_CALLBACK, NULL);
    return as__book_day(book, settings, now, out);
}

aftersale_status as__product_today(aftersale_book *book, as__unit *unit, const aftersale_product *product,
                                   const aftersale_product **out)
{
    aftersale_date day;
    aftersale_status status;
    *out = product;
    if (!as__date_given(product->until)) /* nothing is known to follow */
        return AFTERSALE_OK;
    status = today(book, unit, &day);
    if (status != AFTERSALE_OK)
        return status;
    status = as__product_on(unit, product, day, out);
    return status == AFTERSALE_OK ? status : as__fail_store(book, unit, status);
}

aftersale_status as__product_give(aftersale_book *book, const aftersale_product *version,
                                  const aftersale_record **out)
{
    aftersale_status status = as__record_seal(&book->context->owner, AFTERSALE_KIND_PRODUCT, version, out);
    return status == AFTERSALE_OK ? status : as__fail(book, status, AS__MESSAGE_NO_MEMORY, NULL);
}

const char *as__product_of_run(aftersale_book *book, as__unit *unit, const aftersale_enrolment *run)
{
    const aftersale_record *record;
    const aftersale_sale *sale;
    const aftersale_product *product;
    aftersale_date day;
    const char *ref;
    size_t line = run->line != 0 ? (size_t)run->line - 1 : 0;
    if (run->sale == 0 || as__record_of(book, unit, AFTERSALE_KIND_SALE, run->sale, &record) != AFTERSALE_OK)
        return NULL;
    sale = (const aftersale_sale *)record;
    if (line >= sale->lines.count)
        return NULL;
    ref = AS__ITEMS(aftersale_sale_line, sale->lines)[line].product.ref;
    if (as__record_of(book, unit, AFTERSALE_KIND_PRODUCT,
                      as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_PRODUCT, ref),
                      &record) != AFTERSALE_OK)
        return ref;
    product = (const aftersale_product *)record;
    day = as__date_given(sale->sold) ? sale->sold : sale->promised;
    if (as__date_given(day) && as__product_on(unit, product, day, &product) != AFTERSALE_OK)
        return ref;
    return product->name != NULL ? product->name : ref;
}
