/* SPDX-License-Identifier: MIT */
#include "aftersale/product.h"
#include "engine/catalogue.h"
#include "engine/plans.h"
#include "engine/put_by_ref.h"
#include "value/date.h"
#include <stdio.h>
#include <string.h>

static aftersale_status check_others(as__command *command, const char *name, const aftersale_texts *others,
                                     const char *ref)
{
    char path[32];
    for (size_t i = 0; i < others->count; i++) {
        if (strcmp(others->items[i], ref) != 0)
            continue;
        snprintf(path, sizeof path, "%s[%zu]", name, i);
        return as__fail_field(command->book, AFTERSALE_INVALID, path, AS__MESSAGE_OUT_OF_RANGE,
                              "must be another product");
    }
    return AFTERSALE_OK;
}

static aftersale_status check(as__command *command, const aftersale_product_put_args *args)
{
    aftersale_status status;
    if (args->plan != NULL && !as__plan_is_known(command->settings, args->plan))
        return as__fail_field(command->book, AFTERSALE_INVALID, "plan", AS__MESSAGE_NOT_FOUND, NULL);
    status = check_others(command, "complements", &args->complements, args->ref);
    if (status == AFTERSALE_OK)
        status = check_others(command, "upgrades", &args->upgrades, args->ref);
    if (status == AFTERSALE_OK)
        status = check_others(command, "consumables", &args->consumables, args->ref);
    return status;
}

static bool clears(const aftersale_fields *clear, int32_t tag)
{
    for (size_t i = 0; i < clear->count; i++)
        if (clear->items[i] == tag)
            return true;
    return false;
}

/* A row that says nothing of a field leaves it as it was; one that empties it must say so. */
static aftersale_status note_cleared(as__command *command, const aftersale_fields *clear,
                                     as__catalogue *draft)
{
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_CATALOGUE);
    const char **names = as__arena_take(&command->unit->arena, kind->field_count * sizeof *names);
    size_t count = 0;
    if (names == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < kind->field_count; i++) {
        const as__field *field = &kind->fields[i];
        if (as__catalogue_sets(field) != NULL && !as__field_given(field, draft) &&
            (as__catalogue_clears(draft, field) || clears(clear, field->face.tag)))
            names[count++] = field->face.name;
    }
    draft->cleared = (aftersale_texts){names, count};
    return AFTERSALE_OK;
}

/* What is put for a day joins what was put for it before. */
static aftersale_status put_row(as__command *command, uint64_t product, aftersale_date day)
{
    const aftersale_product_put_args *args = command->args;
    int64_t number = as__catalogue_number(day);
    aftersale_key key =
        as__key_make(command->unit->book, AFTERSALE_KIND_CATALOGUE, product, (uint64_t)number);
    const aftersale_record *before;
    as__catalogue draft;
    aftersale_status status = as__unit_get(command->unit, &key, &before);
    if (status == AFTERSALE_OK) {
        draft = *(const as__catalogue *)before;
    } else if (status == AFTERSALE_NOT_FOUND) {
        memset(&draft, 0, sizeof draft);
        draft.product = product;
        draft.number = number;
    } else {
        return status;
    }
    draft.at = command->at;
    as__put_fields(command, AFTERSALE_KIND_CATALOGUE, &draft);
    status = note_cleared(command, &args->clear, &draft);
    return status == AFTERSALE_OK ? as__unit_put(command->unit, AFTERSALE_KIND_CATALOGUE, &draft, NULL)
                                  : status;
}

/* The product's own row holds the version of today, as far as it is known today. */
static aftersale_status put_product(as__command *command, aftersale_product *draft, aftersale_date day)
{
    aftersale_date today;
    aftersale_status status = as__book_day(command->book, command->settings, command->now, &today);
    if (status != AFTERSALE_OK)
        return status;
    if (!as__date_given(draft->since) || as__date_compare(day, draft->since) < 0)
        draft->since = day;
    as__catalogue_empty(draft);
    status = as__catalogue_go_on(command->unit, draft, today);
    return status == AFTERSALE_OK ? as__unit_put(command->unit, AFTERSALE_KIND_PRODUCT, draft, NULL) : status;
}

aftersale_status as__do_product_put(as__command *command)
{
    const aftersale_product_put_args *args = command->args;
    const aftersale_record *before;
    const aftersale_product *stood = NULL; /* on that day; NULL: it did not */
    aftersale_product draft, after;
    aftersale_date day = args->from;
    aftersale_event event;
    bool differs;
    aftersale_status status = as__put_begin(command, AFTERSALE_KIND_PRODUCT, args->ref, &draft, &before);
    if (status == AFTERSALE_OK)
        status = check(command, args);
    if (status == AFTERSALE_OK && !as__date_given(day))
        status = as__book_day(command->book, command->settings, command->at, &day);
    if (status != AFTERSALE_OK)
        return status;
    after = draft;
    as__catalogue_empty(&after);
    if (before != NULL && as__date_compare(day, draft.since) >= 0) {
        status = as__product_on(command->unit, (const aftersale_product *)before, day, &stood);
        if (status != AFTERSALE_OK)
            return status;
        after = *stood;
    }
    as__put_fields(command, AFTERSALE_KIND_PRODUCT, &after);
    if (after.type == 0)
        after.type = AFTERSALE_PRODUCT_GOOD;
    differs = as__put_differs(AFTERSALE_KIND_PRODUCT, &after, stood);
    status = as__put_allowed(command, before, args->flags, args->expect, differs);
    if (status != AFTERSALE_OK || !differs)
        return status;
    status = put_row(command, draft.id, day);
    if (status == AFTERSALE_OK)
        status = put_product(command, &draft, day);
    if (status == AFTERSALE_OK)
        status = as__event_begin(command, AFTERSALE_KIND_PRODUCT, draft.id, AS__EVENT_PRODUCT_PUT, &event);
    if (status == AFTERSALE_OK)
        status = as__event_put(command, &event);
    as__put_answer(command, draft.id, before == NULL);
    return status;
}
