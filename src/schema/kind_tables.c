/* SPDX-License-Identifier: MIT */
/* The .def files as tables: the fields and indexes of each kind. */
#include "schema/field.h"
#include "aftersale/enrolment.h"
#include "schema/table_words.h"
#include <stddef.h>
#include <string.h>

#define UNIQUE 1
#define GIVEN 2

#define FIELD(tag_, name_, NAME_, TYPE_, flags_, max_, target_, since_, choices_, doc_)                      \
    {.face = {sizeof(aftersale_field), tag_, FACE_##TYPE_, AFTERSALE_KIND_##target_, flags_, max_, since_,   \
              #name_, doc_, choices_},                                                                       \
     .offset = (uint32_t)offsetof(OF, name_),                                                                \
     .storage = AS__STORED_##TYPE_},
#define INDEX(number, name, flags, list, columns)

#define OF struct aftersale_customer
static const as__field customer_fields[] = {
#include "schema/customer.def"
};
#undef OF
#define OF struct aftersale_person
static const as__field person_fields[] = {
#include "schema/person.def"
};
#undef OF
#define OF struct aftersale_product
static const as__field product_fields[] = {
#include "schema/product.def"
};
#undef OF
#define OF struct aftersale_actor
static const as__field actor_fields[] = {
#include "schema/actor.def"
};
#undef OF
#define OF struct aftersale_sale
static const as__field sale_fields[] = {
#include "schema/sale.def"
};
#undef OF
#define OF struct aftersale_return
static const as__field return_fields[] = {
#include "schema/return.def"
};
#undef OF
#define OF struct aftersale_goal
static const as__field goal_fields[] = {
#include "schema/goal.def"
};
#undef OF
#define OF struct aftersale_consent
static const as__field consent_fields[] = {
#include "schema/consent.def"
};
#undef OF
#define OF as__catalogue
static const as__field catalogue_fields[] = {
#include "schema/catalogue.def"
};
#undef OF
#define OF as__address
static const as__field address_fields[] = {
#include "schema/address.def"
};
#undef OF
#define OF struct aftersale_plan
static const as__field plan_fields[] = {
#include "schema/plan.def"
};
#undef OF
#define OF struct aftersale_calendar
static const as__field calendar_fields[] = {
#include "schema/calendar.def"
};
#undef OF
#define OF struct aftersale_settings
static const as__field settings_fields[] = {
#include "schema/settings.def"
};
#undef OF
#define OF as__words
static const as__field words_fields[] = {
#include "schema/words.def"
};
#undef OF
#define OF struct aftersale_enrolment
static const as__field enrolment_fields[] = {
#include "schema/enrolment.def"
};
#undef OF
#define OF as__shared_sheet
static const as__field sheet_fields[] = {
#include "schema/sheet.def"
};
#undef OF
#define OF as__note
static const as__field note_fields[] = {
#include "schema/note.def"
};
#undef OF
#define OF struct aftersale_event
static const as__field event_fields[] = {
#include "schema/event.def"
};
#undef OF
#define OF as__feed
static const as__field feed_fields[] = {
#include "schema/feed.def"
};
#undef OF
#define OF as__pending
static const as__field pending_fields[] = {
#include "schema/pending.def"
};
#undef OF
#define OF as__projection
static const as__field projection_fields[] = {
#include "schema/projection.def"
};
#undef OF
#define OF as__projected
static const as__field projected_fields[] = {
#include "schema/projected.def"
};
#undef OF
#define OF as__fed
static const as__field fed_fields[] = {
#include "schema/fed.def"
};
#undef OF
#define OF as__refusal
static const as__field refusal_fields[] = {
#include "schema/refusal.def"
};
#undef OF
#define OF as__counter
static const as__field counter_fields[] = {
#include "schema/counter.def"
};
#undef OF
#define OF struct aftersale_touch
static const as__field touch_fields[] = {
#include "schema/touch.def"
};
#undef OF
#define OF struct aftersale_migration
static const as__field migration_fields[] = {
#include "schema/migration.def"
};
#undef OF
#define OF struct aftersale_impact
static const as__field impact_fields[] = {
#include "schema/impact.def"
};
#undef OF
#define OF struct aftersale_workload
static const as__field workload_fields[] = {
#include "schema/workload.def"
};
#undef OF
#define OF aftersale_contact
static const as__field contact_fields[] = {
#include "schema/contact.def"
};
#undef OF
#define OF aftersale_sale_line
static const as__field sale_line_fields[] = {
#include "schema/sale_line.def"
};
#undef OF
#define OF aftersale_absence
static const as__field absence_fields[] = {
#include "schema/absence.def"
};
#undef OF
#define OF aftersale_rule
static const as__field rule_fields[] = {
#include "schema/rule.def"
};
#undef OF
#define OF aftersale_cap
static const as__field cap_fields[] = {
#include "schema/cap.def"
};
#undef OF
#define OF as__recent
static const as__field recent_fields[] = {
#include "schema/recent.def"
};
#undef OF
#define OF as__answer
static const as__field answer_fields[] = {
#include "schema/answer.def"
};
#undef OF
#define OF as__plan_head
static const as__field plan_head_fields[] = {
#include "schema/plan_head.def"
};
#undef OF
#define OF aftersale_weekend
static const as__field weekend_fields[] = {
#include "schema/weekend.def"
};
#undef OF
#define OF aftersale_holiday
static const as__field holiday_fields[] = {
#include "schema/holiday.def"
};
#undef OF
#define OF as__calendar_head
static const as__field calendar_head_fields[] = {
#include "schema/calendar_head.def"
};
#undef OF
#define OF as__step_number
static const as__field step_number_fields[] = {
#include "schema/step_number.def"
};
#undef OF
#define OF as__step_state
static const as__field step_state_fields[] = {
#include "schema/step_state.def"
};
#undef OF
#define OF as__plan_pause
static const as__field pause_fields[] = {
#include "schema/pause.def"
};
#undef OF
#define OF as__agenda
static const as__field agenda_fields[] = {
#include "schema/agenda.def"
};
#undef OF
#define OF as__handed
static const as__field handed_fields[] = {
#include "schema/handed.def"
};
#undef OF
#define OF as__promise
static const as__field promise_fields[] = {
#include "schema/promise.def"
};
#undef OF
#define OF as__share
static const as__field share_fields[] = {
#include "schema/share.def"
};
#undef OF
#define OF as__open_plan
static const as__field open_plan_fields[] = {
#include "schema/open_plan.def"
};
#undef OF
#define OF as__twin
static const as__field twin_fields[] = {
#include "schema/twin.def"
};
#undef OF
#undef FIELD
#undef INDEX

#define FIELD(tag, name, NAME, type, flags, max, target, since, choices, doc)
#define COLUMNS(...)                                                                                         \
    ((const int32_t[]){__VA_ARGS__}), (int32_t)(sizeof((const int32_t[]){__VA_ARGS__}) / sizeof(int32_t))
#define LIST_NONE 0
#define LIST_AGENDA AFTERSALE_FIELD_ENROLMENT_AGENDA
#define INDEX_(number_, name_, flags, list_, tags, count)                                                    \
    {.struct_size = sizeof(aftersale_index),                                                                 \
     .number = number_,                                                                                      \
     .is_unique = ((flags)&UNIQUE) != 0,                                                                     \
     .is_sparse = ((flags)&GIVEN) != 0,                                                                      \
     .list = LIST_##list_,                                                                                   \
     .column_count = count,                                                                                  \
     .columns = tags,                                                                                        \
     .name = #name_},
#define INDEX(number, name, flags, list, columns) INDEX_EXPAND(number, name, flags, list, columns)
#define INDEX_EXPAND(number, name, flags, list, ...) INDEX_(number, name, flags, list, __VA_ARGS__)
static const aftersale_index customer_indexes[] = {
#include "schema/customer.def"
};
static const aftersale_index person_indexes[] = {
#include "schema/person.def"
};
static const aftersale_index product_indexes[] = {
#include "schema/product.def"
};
static const aftersale_index actor_indexes[] = {
#include "schema/actor.def"
};
static const aftersale_index sale_indexes[] = {
#include "schema/sale.def"
};
static const aftersale_index return_indexes[] = {
#include "schema/return.def"
};
static const aftersale_index goal_indexes[] = {
#include "schema/goal.def"
};
static const aftersale_index consent_indexes[] = {
#include "schema/consent.def"
};
static const aftersale_index plan_indexes[] = {
#include "schema/plan.def"
};
static const aftersale_index calendar_indexes[] = {
#include "schema/calendar.def"
};
static const aftersale_index enrolment_indexes[] = {
#include "schema/enrolment.def"
};
static const aftersale_index event_indexes[] = {
#include "schema/event.def"
};
#undef FIELD
#undef INDEX

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define ENTRY(name, NAME, type, indexes, index_count, is_record, is_stored)                                  \
    [AFTERSALE_KIND_##NAME] = {AFTERSALE_KIND_##NAME, #name,     name##_fields,                              \
                               COUNT(name##_fields),  indexes,   index_count,                                \
                               sizeof(type),          is_record, is_stored},
#define INDEXED_RECORD(name, NAME, type)                                                                     \
    ENTRY(name, NAME, type, name##_indexes, COUNT(name##_indexes), true, true)
#define PLAIN_RECORD(name, NAME, type) ENTRY(name, NAME, type, NULL, 0, true, true)
#define ITEM(name, NAME, type) ENTRY(name, NAME, type, NULL, 0, false, false)
/* By number, so that finding one is a look. */
static const as__kind kinds[] = {
#include "schema/kinds.def"
    ENTRY(touch, TOUCH, aftersale_touch, NULL, 0, true, false)
        ENTRY(migration, MIGRATION, aftersale_migration, NULL, 0, true, false)
            ENTRY(impact, IMPACT, aftersale_impact, NULL, 0, true, false)
    ENTRY(workload, WORKLOAD, aftersale_workload, NULL, 0, true, false)};
#undef INDEXED_RECORD
#undef PLAIN_RECORD
#undef ITEM

#define INDEXED_RECORD(name, NAME, type) AFTERSALE_KIND_##NAME,
#define PLAIN_RECORD(name, NAME, type) AFTERSALE_KIND_##NAME,
#define ITEM(name, NAME, type)
static const aftersale_kind stored[] = {
#include "schema/kinds.def"
};

const as__kind *as__kind_of(aftersale_kind kind)
{
    if (kind <= 0 || (size_t)kind >= COUNT(kinds) || kinds[kind].kind == 0)
        return NULL;
    return &kinds[kind];
}

const as__kind *as__kind_named(const char *name, size_t size)
{
    for (size_t i = 0; i < COUNT(kinds); i++)
        if (kinds[i].kind != 0 && strlen(kinds[i].name) == size && memcmp(kinds[i].name, name, size) == 0)
            return &kinds[i];
    return NULL;
}

size_t aftersale_kind_count(void)
{
    return COUNT(stored);
}

aftersale_kind aftersale_kind_at(size_t i)
{
    return i < COUNT(stored) ? stored[i] : 0;
}
