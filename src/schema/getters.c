/* SPDX-License-Identifier: MIT */
/* The bodies of the typed getters, from the tables: one that no header declares does not compile. */
#include "aftersale.h"
#include "schema/record.h"
#include "value/id.h"

static aftersale_id whole_id(uint64_t book, uint64_t local)
{
    return local != 0 ? as__id_make(book, local) : (aftersale_id){{0}};
}

static const char *text_or_empty(const char *text)
{
    return text != NULL ? text : "";
}

#define SCALAR_GETTER(kind, name, type, nothing)                                                             \
    type aftersale_##kind##_##name(const aftersale_##kind *record)                                           \
    {                                                                                                        \
        return record != NULL ? record->name : (type)nothing;                                                \
    }
#define GETTER_INT(kind, name) SCALAR_GETTER(kind, name, int32_t, 0)
#define GETTER_LONG(kind, name) SCALAR_GETTER(kind, name, int64_t, 0)
#define GETTER_DATE(kind, name) SCALAR_GETTER(kind, name, aftersale_date, {0})
#define GETTER_TIME(kind, name) SCALAR_GETTER(kind, name, aftersale_time, {0})
#define GETTER_DAYTIME(kind, name) SCALAR_GETTER(kind, name, aftersale_daytime, {0})
#define GETTER_MONEY(kind, name) SCALAR_GETTER(kind, name, aftersale_money, {0})
#define GETTER_PRICE(kind, name) SCALAR_GETTER(kind, name, aftersale_price, {0})
#define GETTER_TOUCH_ID(kind, name) SCALAR_GETTER(kind, name, aftersale_id, {{0}})
#define GETTER_ID(kind, name)                                                                                \
    aftersale_id aftersale_##kind##_##name(const aftersale_##kind *record)                                   \
    {                                                                                                        \
        return record != NULL ? whole_id(record->head.book, record->name) : (aftersale_id){{0}};             \
    }
#define GETTER_TEXT(kind, name)                                                                              \
    const char *aftersale_##kind##_##name(const aftersale_##kind *record)                                    \
    {                                                                                                        \
        return text_or_empty(record != NULL ? record->name : NULL);                                          \
    }
/* Digests are read with aftersale_record_value() only; items are named in the singular, below. */
#define GETTER_HASH(kind, name)
#define GETTER_LIST(kind, name)
#define GETTER_TEXTS(kind, name)

/* OF and OF_TAG are replaced by the kind one step before they are pasted. */
#define GETTER(kind, TYPE, name) GETTER_##TYPE(kind, name)
#define SAME_TAG(tag, KIND, NAME) _Static_assert(AFTERSALE_FIELD_##KIND##_##NAME == (tag), "tag of a header");
#define SAME_TAG_OF(tag, KIND, NAME) SAME_TAG(tag, KIND, NAME)
#define INDEX(number, name, flags, list, columns)
#define FIELD(tag, name, NAME, TYPE, flags, max, target, since, choices, doc)                                \
    SAME_TAG_OF(tag, OF_TAG, NAME)                                                                           \
    GETTER(OF, TYPE, name)

#define OF customer
#define OF_TAG CUSTOMER
#include "schema/customer.def"
#undef OF
#undef OF_TAG
#define OF person
#define OF_TAG PERSON
#include "schema/person.def"
#undef OF
#undef OF_TAG
#define OF product
#define OF_TAG PRODUCT
#include "schema/product.def"
#undef OF
#undef OF_TAG
#define OF actor
#define OF_TAG ACTOR
#include "schema/actor.def"
#undef OF
#undef OF_TAG
#define OF sale
#define OF_TAG SALE
#include "schema/sale.def"
#undef OF
#undef OF_TAG
#define OF return
#define OF_TAG RETURN
#include "schema/return.def"
#undef OF
#undef OF_TAG
#define OF goal
#define OF_TAG GOAL
#include "schema/goal.def"
#undef OF
#undef OF_TAG
#define OF consent
#define OF_TAG CONSENT
#include "schema/consent.def"
#undef OF
#undef OF_TAG
#define OF plan
#define OF_TAG PLAN
#include "schema/plan.def"
#undef OF
#undef OF_TAG
#define OF calendar
#define OF_TAG CALENDAR
#include "schema/calendar.def"
#undef OF
#undef OF_TAG
#define OF settings
#define OF_TAG SETTINGS
#include "schema/settings.def"
#undef OF
#undef OF_TAG
#define OF enrolment
#define OF_TAG ENROLMENT
#include "schema/enrolment.def"
#undef OF
#undef OF_TAG
#define OF event
#define OF_TAG EVENT
#include "schema/event.def"
#undef OF
#undef OF_TAG
#define OF touch
#define OF_TAG TOUCH
#include "schema/touch.def"
#undef OF
#undef OF_TAG
#define OF migration
#define OF_TAG MIGRATION
#include "schema/migration.def"
#undef OF
#undef OF_TAG
#define OF impact
#define OF_TAG IMPACT
#include "schema/impact.def"
#undef OF
#undef OF_TAG
#define OF workload
#define OF_TAG WORKLOAD
#include "schema/workload.def"
#undef OF
#undef OF_TAG

#define TEXTS_GETTER(kind, one, field)                                                                       \
    size_t aftersale_##kind##_##one##_count(const aftersale_##kind *record)                                  \
    {                                                                                                        \
        return record != NULL ? record->field.count : 0;                                                     \
    }                                                                                                        \
    const char *aftersale_##kind##_##one##_at(const aftersale_##kind *record, size_t i)                      \
    {                                                                                                        \
        return record != NULL && i < record->field.count ? record->field.items[i] : NULL;                    \
    }
TEXTS_GETTER(customer, tag, tags)
TEXTS_GETTER(person, role, roles)
TEXTS_GETTER(product, complement, complements)
TEXTS_GETTER(product, upgrade, upgrades)
TEXTS_GETTER(product, consumable, consumables)
TEXTS_GETTER(actor, role, roles)
TEXTS_GETTER(actor, hour, hours)
TEXTS_GETTER(touch, people, people)
TEXTS_GETTER(settings, channel, channels)
TEXTS_GETTER(settings, quiet, quiet)

#define LIST_GETTER(kind, one, field, type)                                                                  \
    size_t aftersale_##kind##_##one##_count(const aftersale_##kind *record)                                  \
    {                                                                                                        \
        return record != NULL ? record->field.count : 0;                                                     \
    }                                                                                                        \
    const type *aftersale_##kind##_##one##_at(const aftersale_##kind *record, size_t i)                      \
    {                                                                                                        \
        return record != NULL && i < record->field.count ? &AS__ITEMS(type, record->field)[i] : NULL;        \
    }
LIST_GETTER(customer, contact, contacts, aftersale_contact)
LIST_GETTER(person, contact, contacts, aftersale_contact)
LIST_GETTER(sale, line, lines, aftersale_sale_line)
LIST_GETTER(return, line, lines, aftersale_sale_line)
LIST_GETTER(actor, absence, absences, aftersale_absence)
LIST_GETTER(calendar, weekend, weekends, aftersale_weekend)
LIST_GETTER(calendar, holiday, holidays, aftersale_holiday)
LIST_GETTER(settings, rule, rules, aftersale_rule)
LIST_GETTER(settings, cap, caps, aftersale_cap)

size_t aftersale_customer_twin_count(const aftersale_customer *customer)
{
    return customer != NULL ? customer->twins.count : 0;
}

aftersale_id aftersale_customer_twin_at(const aftersale_customer *customer, size_t i)
{
    if (i >= aftersale_customer_twin_count(customer))
        return (aftersale_id){{0}};
    return whole_id(customer->head.book, AS__ITEMS(as__twin, customer->twins)[i].customer);
}

#define REVISION_GETTER(kind)                                                                                \
    uint64_t aftersale_##kind##_revision(const aftersale_##kind *record)                                     \
    {                                                                                                        \
        return record != NULL ? record->head.revision : 0;                                                   \
    }
REVISION_GETTER(customer)
REVISION_GETTER(person)
REVISION_GETTER(product)
REVISION_GETTER(actor)
REVISION_GETTER(sale)
REVISION_GETTER(return )
REVISION_GETTER(goal)
REVISION_GETTER(consent)
REVISION_GETTER(plan)
REVISION_GETTER(calendar)
REVISION_GETTER(settings)
REVISION_GETTER(enrolment)

#define FREE(kind)                                                                                           \
    void aftersale_##kind##_free(const aftersale_##kind *record)                                             \
    {                                                                                                        \
        aftersale_record_free((const aftersale_record *)record);                                             \
    }
FREE(customer)
FREE(person)
FREE(product)
FREE(actor)
FREE(sale)
FREE(return )
FREE(goal)
FREE(plan)
FREE(calendar)
FREE(settings)
FREE(enrolment)
FREE(touch)
FREE(workload)
