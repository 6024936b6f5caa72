/* SPDX-License-Identifier: MIT */
#include "engine/work.h"
#include "aftersale/worklist.h"
#include "value/date.h"
#include <stdio.h>
#include <string.h>

#define GOALS_MOST 16

struct aftersale_work {
    as__view view;
    atomic_uint refs;
    const aftersale_touch *touch;
    const aftersale_customer *customer;
    const aftersale_sale *sale;
    const aftersale_goal *goals[GOALS_MOST];
    int32_t goal_count;
    const char *address; /* stands in the customer */
    int32_t days_late;
    aftersale_time last_contact;
    char why[200];
};

static void release(const aftersale_record *record)
{
    const aftersale_work *work = (const aftersale_work *)record;
    aftersale_record_free((const aftersale_record *)work->touch);
    aftersale_record_free((const aftersale_record *)work->customer);
    aftersale_record_free((const aftersale_record *)work->sale);
    for (int32_t i = 0; i < work->goal_count; i++)
        aftersale_record_free((const aftersale_record *)work->goals[i]);
}

static const char *anchor_name(const as__step *step)
{
    switch (step->anchor) {
    case AS__ANCHOR_SALE:
        return "the sale";
    case AS__ANCHOR_DELIVERY:
        return "delivery";
    case AS__ANCHOR_ACCEPTANCE:
        return "acceptance";
    case AS__ANCHOR_OUTCOME:
        return "an outcome";
    case AS__ANCHOR_PREVIOUS_PLANNED:
    case AS__ANCHOR_PREVIOUS_DONE:
        return "the step before";
    case AS__ANCHOR_DATE:
        return "a fixed day";
    default:
        return "the plan's begin";
    }
}

/* In the words of the plan: what kind of touch, since when, counted from what, and which try. */
static void say_why(const as__facts *facts, const as__planned *planned, const aftersale_touch *touch,
                    aftersale_work *work)
{
    const as__step *step = &facts->plan->steps[planned->step];
    char day[AS__DATE_TEXT], after[AS__PERIOD_TEXT], late[32] = "", again[32] = "";
    as__date_text(touch->due_day, day);
    as__period_text(step->after, after);
    if (work->days_late > 0)
        snprintf(late, sizeof late, ", %d day%s late", (int)work->days_late, work->days_late == 1 ? "" : "s");
    if (planned->past != NULL && planned->past->tries > 0)
        snprintf(again, sizeof again, ", tried %d time%s", (int)planned->past->tries,
                 planned->past->tries == 1 ? "" : "s");
    if (planned->state == AFTERSALE_TOUCH_STATE_BLOCKED)
        snprintf(work->why, sizeof work->why, "%s held back by the gate", step->kind);
    else if (as__period_is_zero(step->after))
        snprintf(work->why, sizeof work->why, "%s due %s, on %s%s%s", step->kind, day, anchor_name(step),
                 late, again);
    else
        snprintf(work->why, sizeof work->why, "%s due %s, %s from %s%s%s", step->kind, day, after,
                 anchor_name(step), late, again);
}

static aftersale_status find_goals(aftersale_book *book, as__unit *unit, aftersale_work *work)
{
    aftersale_range range;
    as__found found;
    aftersale_status status;
    if (work->customer->goals == 0)
        return AFTERSALE_OK;
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_GOAL, 1, 64);
    as__range_equal_number(&range, (int64_t)work->customer->id);
    status = as__unit_scan(unit, &range, &found);
    for (size_t i = 0; status == AFTERSALE_OK && i < found.count && work->goal_count < GOALS_MOST; i++)
        if (((const aftersale_goal *)found.items[i])->state == AFTERSALE_GOAL_OPEN)
            work->goals[work->goal_count++] = (const aftersale_goal *)aftersale_record_keep(found.items[i]);
    return status;
}

static aftersale_status fill(aftersale_book *book, as__unit *unit, const as__facts *facts,
                             const as__planned *planned, aftersale_time now, aftersale_work *work)
{
    const aftersale_contact *contacts = facts->customer->contacts.items;
    const aftersale_record *record;
    const aftersale_event *last;
    aftersale_status status = AFTERSALE_OK;
    work->customer =
        (const aftersale_customer *)aftersale_record_keep((const aftersale_record *)facts->customer);
    if (planned->contact < facts->customer->contacts.count)
        work->address = contacts[planned->contact].address;
    if (facts->run->sale != 0) {
        status = as__record_of(book, unit, AFTERSALE_KIND_SALE, facts->run->sale, &record);
        if (status != AFTERSALE_OK)
            return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
        work->sale = (const aftersale_sale *)aftersale_record_keep(record);
    }
    status = as__unit_last_event(unit, facts->run->customer, &last);
    if (status == AFTERSALE_OK && last != NULL)
        work->last_contact = last->last_contact;
    if (status == AFTERSALE_OK)
        status = find_goals(book, unit, work);
    if (status == AFTERSALE_OK)
        status = as__touch_record(book, facts, planned, NULL, NULL,
                                  (const aftersale_record **)(uintptr_t)&work->touch);
    if (status != AFTERSALE_OK)
        return status;
    work->days_late = as__days_from_date(as__day_in_zone(facts->zone, now)) -
                      as__days_from_date(as__day_in_zone(facts->zone, planned->due));
    if (work->days_late < 0)
        work->days_late = 0;
    say_why(facts, planned, work->touch, work);
    return AFTERSALE_OK;
}

aftersale_status as__work_make(aftersale_book *book, as__unit *unit, const as__facts *facts,
                               const as__planned *planned, aftersale_time now, const aftersale_record **out)
{
    as__owner *owner = &book->context->owner;
    aftersale_work *work = as__memory_take(&owner->memory, sizeof *work);
    aftersale_status status;
    if (work == NULL)
        return AFTERSALE_NO_MEMORY;
    atomic_init(&work->refs, 1);
    work->view.head.refs = &work->refs;
    work->view.head.kind = AFTERSALE_KIND_WORK;
    work->view.head.book = book->tenant->book;
    work->view.head.owner = owner;
    work->view.head.size = sizeof *work;
    work->view.release = release;
    as__owner_keep(owner);
    status = fill(book, unit, facts, planned, now, work);
    if (status != AFTERSALE_OK) {
        aftersale_record_free((const aftersale_record *)work);
        return status;
    }
    *out = (const aftersale_record *)work;
    return AFTERSALE_OK;
}

const aftersale_touch *aftersale_work_touch(const aftersale_work *work)
{
    return work != NULL ? work->touch : NULL;
}

const aftersale_customer *aftersale_work_customer(const aftersale_work *work)
{
    return work != NULL ? work->customer : NULL;
}

const aftersale_sale *aftersale_work_sale(const aftersale_work *work)
{
    return work != NULL ? work->sale : NULL;
}

const char *aftersale_work_address(const aftersale_work *work)
{
    return work != NULL && work->address != NULL ? work->address : "";
}

int32_t aftersale_work_days_late(const aftersale_work *work)
{
    return work != NULL ? work->days_late : 0;
}

const char *aftersale_work_why(const aftersale_work *work)
{
    return work != NULL ? work->why : "";
}

aftersale_time aftersale_work_last_contact(const aftersale_work *work)
{
    aftersale_time never = {0};
    return work != NULL ? work->last_contact : never;
}

int32_t aftersale_work_goal_count(const aftersale_work *work)
{
    return work != NULL ? work->goal_count : 0;
}

const char *aftersale_work_goal_at(const aftersale_work *work, int32_t i)
{
    if (work == NULL || i < 0 || i >= work->goal_count)
        return NULL;
    return work->goals[i]->words != NULL ? work->goals[i]->words : "";
}
