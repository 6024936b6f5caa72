/* SPDX-License-Identifier: MIT */
/* One record by id, or by the host's ref. Inside a group they see what the group put. */
#include "engine/calendars.h"
#include "engine/catalogue.h"
#include "engine/plans.h"
#include "engine/twins.h"
#include <string.h>

static aftersale_status not_found(aftersale_book *book, aftersale_kind kind)
{
    return as__fail_about(book, AFTERSALE_NOT_FOUND, AS__MESSAGE_NOT_FOUND, kind, 0, NULL);
}

static aftersale_status by_local(aftersale_book *book, aftersale_kind kind, uint64_t local,
                                 const aftersale_record **out)
{
    as__unit *unit = as__book_reads(book);
    aftersale_status status = as__record_of(book, unit, kind, local, out);
    if (status == AFTERSALE_NOT_FOUND)
        return not_found(book, kind);
    return status == AFTERSALE_OK ? status : as__fail_store(book, unit, status);
}

static aftersale_status by_id(aftersale_book *book, aftersale_kind kind, aftersale_id id,
                              const aftersale_record **out)
{
    uint64_t local;
    if (!as__id_split(id, book->tenant->book, &local))
        return not_found(book, kind);
    return by_local(book, kind, local, out);
}

static aftersale_status by_ref(aftersale_book *book, aftersale_kind kind, const char *ref,
                               const aftersale_record **out)
{
    aftersale_link link = {.ref = ref};
    if (ref == NULL)
        return as__fail_field(book, AFTERSALE_INVALID, "ref", AS__MESSAGE_REQUIRED, NULL);
    return as__link_record(book, as__book_reads(book), "ref", kind, link, out);
}

/* The newest version stands last in the index by key. */
static aftersale_status newest_version(aftersale_book *book, aftersale_kind kind, const char *key,
                                       const aftersale_record **out)
{
    as__unit *unit = as__book_reads(book);
    aftersale_range range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, book->tenant->book, kind, 1, 1);
    as__range_equal_text(&range, key);
    range.is_descending = true;
    status = as__unit_scan(unit, &range, &found);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    if (found.count == 0)
        return not_found(book, kind);
    *out = found.items[0];
    return AFTERSALE_OK;
}

static bool is_versioned(aftersale_kind kind)
{
    return kind == AFTERSALE_KIND_PLAN || kind == AFTERSALE_KIND_CALENDAR;
}

static const char *key_of_version(const aftersale_record *record)
{
    return record->head.kind == AFTERSALE_KIND_PLAN ? ((const aftersale_plan *)record)->key
                                                    : ((const aftersale_calendar *)record)->key;
}

static aftersale_status version_of(aftersale_book *book, aftersale_kind kind, const char *key,
                                   int32_t version, const aftersale_record **out)
{
    uint64_t id;
    aftersale_status status;
    if (key == NULL)
        return as__fail_field(book, AFTERSALE_INVALID, "key", AS__MESSAGE_REQUIRED, NULL);
    if (version == 0)
        return newest_version(book, kind, key, out);
    id = kind == AFTERSALE_KIND_PLAN ? as__plan_id(book, key, version) : as__calendar_id(book, key, version);
    status = by_local(book, kind, id, out);
    if (status == AFTERSALE_OK && strcmp(key_of_version(*out), key) != 0)
        return not_found(book, kind);
    return status;
}

/* How one record is named. */
typedef struct naming {
    aftersale_kind kind;
    bool is_by_ref;
    aftersale_id id;
    const char *ref; /* of what has versions: its key */
    int32_t version;
} naming;

static aftersale_status look_up(aftersale_book *book, const naming *name, const aftersale_record **out)
{
    if (name->is_by_ref && is_versioned(name->kind))
        return version_of(book, name->kind, name->ref, name->version, out);
    if (name->is_by_ref)
        return by_ref(book, name->kind, name->ref, out);
    return by_id(book, name->kind, name->id, out);
}

/* Who was merged is given as whom they are merged into. */
static aftersale_status give_customer(aftersale_book *book, const aftersale_record *record,
                                      const aftersale_record **out)
{
    const aftersale_customer *whole;
    as__unit *unit;
    aftersale_status status;
    (void)aftersale_record_keep(record); /* the unit that reads on forgets it */
    unit = as__book_reads(book);
    status = as__customer_whole(book, unit, (const aftersale_customer *)record, false, &whole);
    if (status == AFTERSALE_OK)
        *out = aftersale_record_keep((const aftersale_record *)whole);
    else
        status = as__fail_store(book, unit, status);
    aftersale_record_free(record);
    return status;
}

/* A product is given as it stands today. */
static aftersale_status give_product(aftersale_book *book, const aftersale_record *record,
                                     const aftersale_record **out)
{
    const aftersale_product *version;
    aftersale_status status;
    (void)aftersale_record_keep(record); /* the unit that reads on forgets it */
    status = as__product_today(book, as__book_reads(book), (const aftersale_product *)record, &version);
    if (status == AFTERSALE_OK)
        status = as__product_give(book, version, out);
    aftersale_record_free(record);
    return status;
}

static aftersale_status give(aftersale_book *book, const naming *name, const aftersale_record **out)
{
    const aftersale_record *record;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = look_up(book, name, &record);
    if (status == AFTERSALE_OK && name->kind == AFTERSALE_KIND_PRODUCT)
        status = give_product(book, record, out);
    else if (status == AFTERSALE_OK && name->kind == AFTERSALE_KIND_CUSTOMER)
        status = give_customer(book, record, out);
    else if (status == AFTERSALE_OK)
        *out = aftersale_record_keep(record);
    as__book_leave(book);
    return status;
}

#define GIVE(noun, ...)                                                                                      \
    {                                                                                                        \
        naming name = {__VA_ARGS__};                                                                         \
        const aftersale_record *record = NULL;                                                               \
        aftersale_status status = give(book, &name, out != NULL ? &record : NULL);                           \
        if (out != NULL)                                                                                     \
            *out = (const aftersale_##noun *)record;                                                         \
        return status;                                                                                       \
    }
#define GET(noun, NOUN)                                                                                      \
    aftersale_status aftersale_##noun##_get(aftersale_book *book, aftersale_id id,                           \
                                            const aftersale_##noun **out)                                    \
        GIVE(noun, .kind = AFTERSALE_KIND_##NOUN, .id = id)
#define FIND(noun, NOUN)                                                                                     \
    aftersale_status aftersale_##noun##_find(aftersale_book *book, const char *ref,                          \
                                             const aftersale_##noun **out)                                   \
        GIVE(noun, .kind = AFTERSALE_KIND_##NOUN, .is_by_ref = true, .ref = ref)
GET(customer, CUSTOMER)
GET(person, PERSON)
GET(product, PRODUCT)
GET(actor, ACTOR)
GET(sale, SALE)
GET(return, RETURN)
GET(goal, GOAL)
GET(calendar, CALENDAR)
GET(enrolment, ENROLMENT)
FIND(customer, CUSTOMER)
FIND(person, PERSON)
FIND(product, PRODUCT)
FIND(actor, ACTOR)
FIND(sale, SALE)
FIND(return, RETURN)
FIND(goal, GOAL)

aftersale_status aftersale_plan_find(aftersale_book *book, const char *key, int32_t version,
                                     const aftersale_plan **out)
    GIVE(plan, .kind = AFTERSALE_KIND_PLAN, .is_by_ref = true, .ref = key, .version = version)

        aftersale_status aftersale_calendar_find(aftersale_book *book, const char *key, int32_t version,
                                                 const aftersale_calendar **out)
            GIVE(calendar, .kind = AFTERSALE_KIND_CALENDAR, .is_by_ref = true, .ref = key, .version = version)
