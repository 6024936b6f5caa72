/* SPDX-License-Identifier: MIT */
/* What may be asked of a book on which the script has run. Goes with support/trial.h. */
#ifndef EVERY_QUERY_H
#define EVERY_QUERY_H
#include "support/script.h"
#include "support/trial.h"
#include <aftersale/ical.h>
#include <aftersale/vcard.h>

/* All rows of a list. */
static inline aftersale_status query_rows(aftersale_status status, aftersale_cursor *list)
{
    const aftersale_record *row;
    if (status != AFTERSALE_OK)
        return status;
    while ((status = aftersale_cursor_next(list, &row)) == AFTERSALE_ROW)
        continue;
    aftersale_cursor_free(list);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

/* A list query: a statement that leaves it in `list`. */
#define LIST_QUERY(name, call)                                                                               \
    static inline aftersale_status name(const script *at)                                                    \
    {                                                                                                        \
        aftersale_cursor *list = NULL;                                                                       \
        aftersale_status status = (call);                                                                    \
        (void)at;                                                                                            \
        return query_rows(status, list);                                                                     \
    }
LIST_QUERY(query_work, aftersale_worklist(book, NULL, &list))
LIST_QUERY(query_blocked_work,
           aftersale_worklist(book,
                              AFTERSALE_ARGS(worklist, .owner = "sam", .order = AFTERSALE_ORDER_PRIORITY,
                                             .flags = AFTERSALE_WORKLIST_WITH_BLOCKED,
                                             .at = instant("2027-06-01T10:00:00Z")),
                              &list))
LIST_QUERY(query_work_instead,
           aftersale_worklist(book,
                              AFTERSALE_ARGS(worklist, .owner = "kim", .at = instant("2027-06-01T10:00:00Z")),
                              &list))
LIST_QUERY(query_work_left,
           aftersale_worklist(book,
                              AFTERSALE_ARGS(worklist, .flags = AFTERSALE_WORKLIST_LEFT,
                                             .at = instant("2027-06-01T10:00:00Z")),
                              &list))
LIST_QUERY(query_touches,
           aftersale_touch_list(book, AFTERSALE_ARGS(touch_list, .enrolment.id = at->run), &list))
LIST_QUERY(query_preview,
           aftersale_preview(book,
                             AFTERSALE_ARGS(preview, .customer.ref = "C-0", .until = instant("2028-01-01T00:00:00Z")),
                             &list))
LIST_QUERY(query_workload,
           aftersale_simulate(book, AFTERSALE_ARGS(simulate, .until = instant("2028-01-01T00:00:00Z")), &list))
LIST_QUERY(query_customers,
           aftersale_customer_list(book, AFTERSALE_ARGS(customer_list, .owner = "sam"), &list))
LIST_QUERY(query_people, aftersale_person_list(book, NULL, &list))
LIST_QUERY(query_products, aftersale_product_list(book, NULL, &list))
LIST_QUERY(query_actors, aftersale_actor_list(book, NULL, &list))
LIST_QUERY(query_sales, aftersale_sale_list(book, AFTERSALE_ARGS(sale_list, .customer.ref = "C-0"), &list))
LIST_QUERY(query_returns, aftersale_return_list(book, NULL, &list))
LIST_QUERY(query_goals, aftersale_goal_list(book, NULL, &list))
LIST_QUERY(query_plans, aftersale_plan_list(book, NULL, &list))
LIST_QUERY(query_enrolments, aftersale_enrolment_list(book, NULL, &list))
LIST_QUERY(query_consents,
           aftersale_consent_list(book, AFTERSALE_ARGS(consent_list, .customer.ref = "C-0"), &list))
LIST_QUERY(query_feed, aftersale_event_list(book, 0, &list))
LIST_QUERY(query_calendars, aftersale_calendar_list(book, NULL, &list))

LIST_QUERY(query_migration,
           aftersale_migration_list(
               book, AFTERSALE_ARGS(migration_list, .enrolment.id = at->run, .version = 1), &list))
LIST_QUERY(query_impact, aftersale_impact_list(book, AFTERSALE_ARGS(impact_list, .plan = "p", .version = 1), &list))
LIST_QUERY(query_impact_of_an_edit,
           aftersale_impact_list(book,
                                 AFTERSALE_ARGS(impact_list, .json = "{\"plan\":\"p\",\"steps\":[{\"key\":\"second\","
                                                                     "\"kind\":\"ask\",\"anchor\":\"sale\"}]}"),
                                 &list))

/* A query that gives a record. */
#define RECORD_QUERY(name, type, call)                                                                       \
    static inline aftersale_status name(const script *at)                                                    \
    {                                                                                                        \
        const aftersale_##type *found = NULL;                                                                \
        aftersale_status status = (call);                                                                    \
        (void)at;                                                                                            \
        if (status == AFTERSALE_OK)                                                                          \
            aftersale_##type##_free(found);                                                                  \
        return status;                                                                                       \
    }
RECORD_QUERY(query_customer, customer, aftersale_customer_find(book, "C-0", &found))
RECORD_QUERY(query_calendar, calendar, aftersale_calendar_find(book, "GB", 0, &found))
RECORD_QUERY(query_person, person, aftersale_person_find(book, "P-0", &found))
RECORD_QUERY(query_goal, goal, aftersale_goal_find(book, "G-0", &found))
RECORD_QUERY(query_actor, actor, aftersale_actor_find(book, "sam", &found))
RECORD_QUERY(query_sale, sale, aftersale_sale_find(book, "INV-0", &found))
RECORD_QUERY(query_return, return, aftersale_return_find(book, "R-0", &found))
RECORD_QUERY(query_plan, plan, aftersale_plan_find(book, "p", 0, &found))
RECORD_QUERY(query_enrolment, enrolment, aftersale_enrolment_get(book, at->run, &found))
RECORD_QUERY(query_touch, touch, aftersale_touch_get(book, at->touch, &found))
RECORD_QUERY(query_settings, settings, aftersale_settings_get(book, &found))
RECORD_QUERY(query_sheet, sheet,
             aftersale_sheet_make(book,
                                  AFTERSALE_ARGS(sheet_make, .enrolment = at->run,
                                                 .format = AFTERSALE_FORMAT_HTML),
                                  &found))
RECORD_QUERY(query_why_touch, explanation, aftersale_explain_touch(book, at->touch, &found))
RECORD_QUERY(query_why_run, explanation, aftersale_explain_enrolment(book, at->run, &found))

static inline aftersale_status query_touch_text(const script *at)
{
    const char *text;
    return aftersale_touch_text(book, AFTERSALE_ARGS(touch_text, .touch = at->touch), &text);
}

/* The dated catalogue. */
static inline aftersale_status query_versions(const script *at)
{
    const aftersale_product *found, *then;
    aftersale_cursor *list = NULL;
    aftersale_status status = aftersale_product_find(book, "A", &found);
    (void)at;
    if (status != AFTERSALE_OK)
        return status;
    status = aftersale_product_on(book, aftersale_product_id(found), (aftersale_date){2030, 1, 1}, &then);
    if (status == AFTERSALE_OK) {
        aftersale_product_free(then);
        status = aftersale_product_version_list(book, aftersale_product_id(found), &list);
        status = query_rows(status, list);
    }
    aftersale_product_free(found);
    return status;
}

static inline aftersale_status query_consent(const script *at)
{
    int32_t answer;
    (void)at;
    return aftersale_consent_check(
        book, AFTERSALE_ARGS(consent_check, .customer.ref = "C-0", .channel = "phone", .purpose = 4), &answer,
        NULL);
}

static inline aftersale_status query_effects(const script *at)
{
    const aftersale_effect *const *effects;
    size_t count;
    (void)at;
    return aftersale_book_effects(book, &effects, &count);
}

static inline aftersale_status query_next_due(const script *at)
{
    aftersale_time due;
    (void)at;
    return aftersale_book_next_due(book, &due);
}

/* Looks at everybody, and finds nothing to hand over. */
static inline aftersale_status query_hand_over(const script *at)
{
    aftersale_id next;
    (void)at;
    return aftersale_work_hand_over_next(
        book, AFTERSALE_ARGS(work_hand_over_next, .from = "nobody", .to = "tina"), &next, NULL);
}

static inline aftersale_status query_chain(const script *at)
{
    (void)at;
    return aftersale_event_verify(book, NULL);
}

static inline int query_drop_text(void *user, const char *text, size_t size)
{
    (void)user;
    (void)text;
    (void)size;
    return 0;
}

static inline aftersale_status query_export(const script *at)
{
    (void)at;
    return aftersale_export(book, AFTERSALE_ARGS(export, .flags = AFTERSALE_EXPORT_EVENTS), query_drop_text,
                            NULL);
}

static inline aftersale_status query_cards(const script *at)
{
    (void)at;
    return aftersale_vcard_export(book, NULL, query_drop_text, NULL);
}

static inline aftersale_status query_projection(const script *at)
{
    aftersale_projection found;
    aftersale_cursor *list = NULL;
    aftersale_status status = aftersale_projection_get(book, &found);
    (void)at;
    if (status == AFTERSALE_OK)
        status = aftersale_projection_list(book, &list);
    return query_rows(status, list);
}

/* A worklist in columns, a row at a time, from bookmark to end. */
static inline aftersale_status query_columns(const script *at)
{
    const aftersale_columns *found;
    aftersale_cursor *list = NULL;
    aftersale_status status =
        aftersale_worklist(book, AFTERSALE_ARGS(worklist, .at = instant("2027-06-01T10:00:00Z")), &list);
    (void)at;
    if (status != AFTERSALE_OK)
        return status;
    while ((status = aftersale_cursor_columns(list, "due,customer_name,step,why", 1, &found)) == AFTERSALE_ROW)
        continue;
    aftersale_cursor_free(list);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

/* The events of one root, and their chain. */
static inline aftersale_status query_root(const script *at)
{
    const aftersale_customer *found;
    aftersale_cursor *list = NULL;
    aftersale_id root;
    aftersale_status status = aftersale_customer_find(book, "C-0", &found);
    (void)at;
    if (status != AFTERSALE_OK)
        return status;
    root = aftersale_customer_id(found);
    aftersale_customer_free(found);
    status = aftersale_event_list_of(book, root, 0, &list);
    status = query_rows(status, list);
    return status == AFTERSALE_OK ? aftersale_event_verify_of(book, root, NULL) : status;
}

static inline aftersale_status query_calendar_of_work(const script *at)
{
    aftersale_ical *found = NULL;
    aftersale_status status = aftersale_ical_worklist(book, AFTERSALE_ARGS(worklist, .owner = "sam"), &found);
    (void)at;
    aftersale_ical_free(found);
    return status;
}

static inline aftersale_status query_calendar_of_sheet(const script *at)
{
    aftersale_ical *found = NULL;
    aftersale_status status =
        aftersale_ical_sheet(book, AFTERSALE_ARGS(sheet_make, .enrolment = at->run), &found);
    aftersale_ical_free(found);
    return status;
}

static inline aftersale_status query_maintain(const script *at)
{
    (void)at;
    return aftersale_book_maintain(book);
}

static inline aftersale_status query_open(const script *at)
{
    aftersale_book *opened;
    aftersale_status status =
        aftersale_book_open(on_trial.store, AFTERSALE_ARGS(book_open, .name = "acme"), &opened, NULL);
    (void)at;
    if (status == AFTERSALE_OK)
        aftersale_book_free(opened);
    return status;
}

static aftersale_status (*const queries[])(const script *at) = {
    query_work,        query_blocked_work, query_touches,     query_preview,     query_workload,    query_customers,   query_people,
    query_products,    query_actors,      query_sales,       query_returns,     query_goals,       query_plans,
    query_enrolments,  query_consents,    query_feed,        query_customer,    query_sale,        query_return,
    query_plan,        query_enrolment,   query_touch,       query_settings,    query_sheet,       query_why_touch,
    query_why_run,     query_touch_text,  query_consent,     query_effects,     query_next_due,    query_chain,
    query_export,      query_maintain,    query_open,        query_calendars,   query_calendar,    query_versions,
    query_cards,       query_projection,
    query_work_instead, query_work_left, query_hand_over, query_migration, query_impact,
    query_impact_of_an_edit,
    query_columns, query_root, query_calendar_of_work, query_calendar_of_sheet, query_person, query_goal, query_actor,
};
#endif
