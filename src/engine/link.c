/* SPDX-License-Identifier: MIT */
/* From what the host calls things to what they are here. */
#include "engine/twins.h"
#include "value/date.h"
#include "value/instant.h"
#include <string.h>

static bool is_derived(aftersale_kind kind)
{
    return kind != AFTERSALE_KIND_SALE && kind != AFTERSALE_KIND_RETURN && kind != AFTERSALE_KIND_ENROLMENT;
}

static aftersale_status not_found(aftersale_book *book, const char *path, aftersale_kind kind)
{
    aftersale_status status = as__fail_field(book, AFTERSALE_NOT_FOUND, path, AS__MESSAGE_NOT_FOUND, NULL);
    book->error.kind = kind;
    return status;
}

aftersale_status as__link_local(aftersale_book *book, const char *path, aftersale_kind kind,
                                aftersale_link link, uint64_t *out)
{
    uint64_t by_ref = 0;
    *out = 0;
    if (link.ref != NULL && is_derived(kind))
        *out = by_ref = as__local_of_ref(book->tenant->secret, kind, link.ref);
    if (as__id_given(link.id)) {
        if (!as__id_split(link.id, book->tenant->book, out))
            return not_found(book, path, kind);
        if (by_ref != 0 && by_ref != *out)
            return as__fail_field(book, AFTERSALE_INVALID, path, AS__MESSAGE_DISAGREE, NULL);
    }
    return AFTERSALE_OK;
}

aftersale_status as__record_of(aftersale_book *book, as__unit *unit, aftersale_kind kind, uint64_t local,
                               const aftersale_record **out)
{
    aftersale_key key = as__key_make(book->tenant->book, kind, 0, local);
    return as__unit_get(unit, &key, out);
}

aftersale_status as__record_named(aftersale_book *book, as__unit *unit, aftersale_kind kind, uint64_t local,
                                  const aftersale_record **out)
{
    aftersale_status status = as__record_of(book, unit, kind, local, out);
    const aftersale_record *record;
    as__unit fresh;
    if (status != AFTERSALE_NOT_FOUND)
        return status;
    as__unit_init(&fresh, unit->owner, unit->store, unit->book);
    status = as__record_of(book, &fresh, kind, local, &record);
    as__unit_free(&fresh);
    if (status == AFTERSALE_OK)
        return AFTERSALE_RETRY;
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
}

aftersale_status as__record_by_ref(as__unit *unit, aftersale_kind kind, const char *ref,
                                   const aftersale_record **out)
{
    aftersale_range range;
    as__found found;
    aftersale_status status;
    *out = NULL;
    as__range_begin(&range, unit->book, kind, 1, 1);
    as__range_equal_text(&range, ref);
    status = as__unit_scan(unit, &range, &found);
    if (status == AFTERSALE_OK && found.count != 0)
        *out = found.items[0];
    return status;
}

static const char *ref_of(const aftersale_record *record)
{
    const as__kind *kind = as__kind_of(record->head.kind);
    const as__field *field = as__kind_field_named(kind, "ref");
    return field != NULL ? *(const char *const *)as__field_at(field, record) : NULL;
}

aftersale_status as__link_stored(aftersale_book *book, as__unit *unit, const char *path, aftersale_kind kind,
                                 aftersale_link link, const aftersale_record **out)
{
    uint64_t local;
    aftersale_status status;
    *out = NULL;
    if (link.ref != NULL && !is_derived(kind) && kind != AFTERSALE_KIND_ENROLMENT) {
        status = as__record_by_ref(unit, kind, link.ref, out);
        if (status != AFTERSALE_OK)
            return as__fail_store(book, unit, status);
        if (*out == NULL)
            return not_found(book, path, kind);
        if (as__id_given(link.id) &&
            (!as__id_split(link.id, book->tenant->book, &local) || local != as__key_of(*out).id))
            return as__fail_field(book, AFTERSALE_INVALID, path, AS__MESSAGE_DISAGREE, NULL);
        return AFTERSALE_OK;
    }
    status = as__link_local(book, path, kind, link, &local);
    if (status == AFTERSALE_OK && local == 0)
        return as__fail_field(book, AFTERSALE_INVALID, path, AS__MESSAGE_REQUIRED, NULL);
    if (status == AFTERSALE_OK) {
        status = as__record_of(book, unit, kind, local, out);
        if (status == AFTERSALE_NOT_FOUND || (status == AFTERSALE_OK && link.ref != NULL &&
                                              ref_of(*out) != NULL && strcmp(ref_of(*out), link.ref) != 0))
            return not_found(book, path, kind);
        if (status != AFTERSALE_OK)
            return as__fail_store(book, unit, status);
    }
    return status;
}

/* An export tells of each customer for themselves. */
static bool is_apart(const aftersale_book *book)
{
    return book->restores != NULL;
}

aftersale_status as__link_record(aftersale_book *book, as__unit *unit, const char *path, aftersale_kind kind,
                                 aftersale_link link, const aftersale_record **out)
{
    const aftersale_customer *head;
    aftersale_status status = as__link_stored(book, unit, path, kind, link, out);
    if (status != AFTERSALE_OK || kind != AFTERSALE_KIND_CUSTOMER || is_apart(book))
        return status;
    status = as__customer_head(book, unit, (const aftersale_customer *)*out, false, &head);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    *out = (const aftersale_record *)head;
    return AFTERSALE_OK;
}

aftersale_status as__link_customer(aftersale_book *book, as__unit *unit, const char *path,
                                   aftersale_link link, const aftersale_customer **out)
{
    const aftersale_record *record;
    aftersale_status status = as__link_record(book, unit, path, AFTERSALE_KIND_CUSTOMER, link, &record);
    if (status != AFTERSALE_OK)
        return status;
    *out = (const aftersale_customer *)record;
    if (is_apart(book))
        return AFTERSALE_OK;
    status = as__customer_whole(book, unit, *out, false, out);
    return status == AFTERSALE_OK ? status : as__fail_store(book, unit, status);
}

aftersale_status as__link_root(aftersale_book *book, as__unit *unit, aftersale_link link, uint64_t named,
                               const aftersale_customer **out)
{
    const aftersale_record *record;
    const aftersale_event *last;
    bool given = link.ref != NULL || as__id_given(link.id);
    uint64_t root = named;
    aftersale_status status = AFTERSALE_OK;
    if (given || named == 0)
        status = as__link_local(book, "customer", AFTERSALE_KIND_CUSTOMER, link, &root);
    if (status != AFTERSALE_OK)
        return status;
    if (root != 0)
        status = as__unit_last_event(unit, root, &last);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    if (given || named == 0)
        status = as__link_stored(book, unit, "customer", AFTERSALE_KIND_CUSTOMER, link, &record);
    else
        status = as__record_named(book, unit, AFTERSALE_KIND_CUSTOMER, named, &record);
    if (status != AFTERSALE_OK)
        return status;
    *out = (const aftersale_customer *)record;
    if (is_apart(book))
        return AFTERSALE_OK;
    status = as__customer_whole(book, unit, *out, true, out);
    return status == AFTERSALE_OK ? status : as__fail_store(book, unit, status);
}

aftersale_status as__customer_zone(aftersale_book *book, const aftersale_customer *customer,
                                   const aftersale_settings *settings, const as__zone **out)
{
    const char *name = customer != NULL && customer->zone != NULL ? customer->zone : settings->zone;
    aftersale_status status = as__zones_find(book->context->zones, name, out);
    if (status == AFTERSALE_NOT_FOUND) /* the zone data of this machine is older than the book's */
        return as__fail_field(book, AFTERSALE_INVALID, "zone", AS__MESSAGE_NOT_A_ZONE, NULL);
    return status;
}

aftersale_date as__civil_in_zone(const as__zone *zone, aftersale_time time, aftersale_daytime *daytime)
{
    aftersale_date date = {0, 0, 0};
    int64_t seconds = as__time_seconds(time);
    (void)as__civil_split(as__zone_to_civil(zone, seconds), &date, daytime);
    return date;
}

aftersale_date as__day_in_zone(const as__zone *zone, aftersale_time time)
{
    aftersale_daytime daytime;
    return as__civil_in_zone(zone, time, &daytime);
}
