/* SPDX-License-Identifier: MIT */
/* A memory store and units of work on it, whose memory can be made to fail. */
#ifndef STORE_STAGE_H
#define STORE_STAGE_H
#include "store/memory_store.h"
#include "store/unit.h"
#include "support/failing_memory.h"
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#define STAGE_BOOK 7

typedef struct stage {
    failing_memory memory;
    as__owner owner;
    aftersale_store *store;
    as__unit unit, other;
} stage;

static inline void stage_gone(as__owner *owner)
{
    (void)owner;
}

static inline void stage_begin(stage *on)
{
    memset(on, 0, sizeof *on);
    on->owner.memory = (as__memory){failing_memory_resize, &on->memory};
    atomic_init(&on->owner.refs, 1);
    on->owner.gone = stage_gone;
    cr_assert_eq(as__memory_store_new(&on->owner, &on->store), AFTERSALE_OK);
    as__unit_init(&on->unit, &on->owner, on->store, STAGE_BOOK);
    as__unit_init(&on->other, &on->owner, on->store, STAGE_BOOK);
}

static inline void stage_end(stage *on)
{
    as__unit_free(&on->unit);
    as__unit_free(&on->other);
    on->store->methods->close(on->store);
    cr_assert_eq(on->memory.held, 0, "%zu bytes are left", on->memory.held);
    cr_assert_eq(on->memory.faults, 0);
    cr_assert_eq(atomic_load(&on->owner.refs), 1);
}

static inline aftersale_key product_key(uint64_t id)
{
    return as__key_make(STAGE_BOOK, AFTERSALE_KIND_PRODUCT, 0, id);
}

/* A product in the order (category, ref); NULL: it has no category. */
static inline aftersale_status put_product(as__unit *unit, uint64_t id, const char *category, const char *ref)
{
    aftersale_key key = product_key(id);
    const aftersale_record *before;
    aftersale_status status = as__unit_get(unit, &key, &before);
    aftersale_product draft = {.id = id, .category = category, .ref = ref};
    if (status != AFTERSALE_OK && status != AFTERSALE_NOT_FOUND)
        return status;
    return as__unit_put(unit, AFTERSALE_KIND_PRODUCT, &draft, NULL);
}

static inline aftersale_status put_sale(as__unit *unit, uint64_t id, const char *ref)
{
    aftersale_sale draft = {.id = id, .ref = ref};
    return as__unit_put(unit, AFTERSALE_KIND_SALE, &draft, NULL);
}

static inline aftersale_status put_event(as__unit *unit, uint64_t root)
{
    const aftersale_event *last = NULL;
    aftersale_event draft = {.root = root};
    aftersale_status status = as__unit_last_event(unit, root, &last);
    draft.number = last != NULL ? last->number + 1 : 1;
    draft.command = root * 100 + (uint64_t)draft.number;
    return status == AFTERSALE_OK ? as__unit_put_event(unit, &draft, NULL) : status;
}

static inline aftersale_status commit(as__unit *unit)
{
    aftersale_status status = as__unit_commit(unit);
    if (status == AFTERSALE_OK)
        as__unit_reset(unit);
    return status;
}

/* Refs of what was found, one behind the other: "a b c". */
static inline const char *refs_of(const as__found *found)
{
    static char text[4096];
    text[0] = '\0';
    for (size_t i = 0; i < found->count; i++) {
        strcat(text, i > 0 ? " " : "");
        strcat(text, ((const aftersale_product *)found->items[i])->ref);
    }
    return text;
}

static inline const char *refs_in(as__unit *unit, aftersale_range *range)
{
    as__found found;
    cr_assert_eq(as__unit_scan(unit, range, &found), AFTERSALE_OK);
    return refs_of(&found);
}

static inline aftersale_range products(const char *category, bool is_descending, size_t limit)
{
    aftersale_range range;
    as__range_begin(&range, STAGE_BOOK, AFTERSALE_KIND_PRODUCT, 1, limit);
    as__range_equal_text(&range, category);
    range.is_descending = is_descending;
    return range;
}

/* Numbers of the events of a root, as root * 100 + number each: what put_event() calls their command. */
static inline const char *events_in(as__unit *unit, aftersale_range *range)
{
    static char text[4096];
    as__found found;
    size_t size = 0;
    text[0] = '\0';
    cr_assert_eq(as__unit_scan(unit, range, &found), AFTERSALE_OK);
    for (size_t i = 0; i < found.count; i++)
        size += (size_t)snprintf(text + size, sizeof text - size, i > 0 ? " %llu" : "%llu",
                                 (unsigned long long)((const aftersale_event *)found.items[i])->command);
    return text;
}
#endif
