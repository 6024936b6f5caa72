/* SPDX-License-Identifier: MIT */
#include "engine/work.h"
#include "aftersale/worklist.h"
#include "engine/twins.h"
#include "value/date.h"
#include <string.h>

#define GOALS_MOST 16
#define CASES_MOST 16

struct aftersale_work {
    as__view view;
    atomic_uint refs;
    const aftersale_touch *touch;
    const aftersale_customer *customer;
    const aftersale_sale *sale;
    const aftersale_goal *goals[GOALS_MOST];
    int32_t goal_count;
    aftersale_id cases[CASES_MOST];
    int32_t case_count;
    bool is_instead;     /* of the touch's owner */
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

/* A list makes one of these sentences a row, so they are put together by hand. What does not fit is left out. */
typedef struct sentence {
    char *at, *end;
} sentence;

static void say(sentence *to, const char *words)
{
    while (*words != '\0' && to->at != to->end)
        *to->at++ = *words++;
    *to->at = '\0';
}

static void say_number(sentence *to, int32_t number)
{
    char digits[12], *first = digits + sizeof digits - 1;
    *first = '\0';
    do
        *--first = (char)('0' + number % 10);
    while ((number /= 10) != 0);
    say(to, first);
}

static void say_count(sentence *to, int32_t number, const char *one, const char *many)
{
    say_number(to, number);
    say(to, number == 1 ? one : many);
}

/* In the words of the plan: what kind of touch, since when, counted from what, and which try. */
static void say_why(const as__facts *facts, const as__planned *planned, const aftersale_touch *touch,
                    aftersale_work *work)
{
    const as__step *step = &facts->plan->steps[planned->step];
    sentence why = {work->why, work->why + sizeof work->why - 1};
    char text[AS__PERIOD_TEXT > AS__DATE_TEXT ? AS__PERIOD_TEXT : AS__DATE_TEXT];
    say(&why, step->kind);
    if (planned->state == AFTERSALE_TOUCH_STATE_BLOCKED) {
        say(&why, " held back by the gate");
        return;
    }
    as__date_text(touch->due_day, text);
    say(&why, " due ");
    say(&why, text);
    say(&why, ", ");
    if (as__step_is_appointed(planned->past)) {
        say(&why, "agreed with the customer");
    } else if (as__period_is_zero(step->after)) {
        say(&why, "on ");
        say(&why, anchor_name(step));
    } else {
        as__period_text(step->after, text);
        say(&why, text);
        say(&why, " from ");
        say(&why, anchor_name(step));
    }
    if (work->days_late > 0) {
        say(&why, ", ");
        say_count(&why, work->days_late, " day late", " days late");
    }
    if (planned->past != NULL && planned->past->tries > 0) {
        say(&why, ", tried ");
        say_count(&why, planned->past->tries, " time", " times");
    }
    if (work->case_count > 0) {
        say(&why, ", ");
        say_count(&why, work->case_count, " open case", " open cases");
    }
    if (work->is_instead) {
        say(&why, ", instead of ");
        say(&why, touch->owner);
    }
}

static aftersale_status find_goals_of(aftersale_book *book, as__unit *unit, uint64_t customer,
                                      aftersale_work *work)
{
    aftersale_range range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, book->tenant->book, AFTERSALE_KIND_GOAL, 1, 64);
    as__range_equal_number(&range, (int64_t)customer);
    status = as__unit_scan(unit, &range, &found);
    for (size_t i = 0; status == AFTERSALE_OK && i < found.count && work->goal_count < GOALS_MOST; i++)
        if (((const aftersale_goal *)found.items[i])->state == AFTERSALE_GOAL_OPEN)
            work->goals[work->goal_count++] = (const aftersale_goal *)aftersale_record_keep(found.items[i]);
    return status;
}

static aftersale_status find_goals(aftersale_book *book, as__unit *unit, aftersale_work *work)
{
    as__members members;
    aftersale_status status = AFTERSALE_OK;
    if (work->customer->goals == 0)
        return AFTERSALE_OK;
    as__members_of(work->customer, &members);
    for (size_t i = 0; i < members.count && status == AFTERSALE_OK; i++)
        status = find_goals_of(book, unit, members.ids[i], work);
    return status;
}

/* Those of one plan. */
static void add_cases(const aftersale_book *book, const as__template *plan, const aftersale_enrolment *run,
                      aftersale_work *work)
{
    for (size_t i = 0; i < plan->case_count && work->case_count < CASES_MOST; i++) {
        const as__step *step = &plan->steps[plan->cases[i]];
        if (as__case_is_open(run, step))
            work->cases[work->case_count++] = as__touch_id_make(
                book->tenant->book, (as__touch_key){run->id, (uint32_t)step->number,
                                                    (uint32_t)as__step_past(run, step->number)->occurrence});
    }
}

/* Of all open plans of the customer, that of the touch first. */
static aftersale_status find_cases(aftersale_book *book, as__unit *unit, const as__facts *facts,
                                   const as__work_beside *beside, aftersale_work *work)
{
    size_t count = beside->last != NULL ? beside->last->runs.count : 0;
    add_cases(book, facts->plan, facts->run, work);
    for (size_t i = 0; i < count; i++) {
        const as__open_plan *open = &AS__ITEMS(as__open_plan, beside->last->runs)[i];
        const aftersale_record *record;
        const as__template *plan;
        aftersale_status status;
        if (!open->is_open || open->enrolment == facts->run->id ||
            !as__plan_has_cases(beside->settings, open->plan))
            continue;
        status = as__record_named(book, unit, AFTERSALE_KIND_ENROLMENT, open->enrolment, &record);
        if (status == AFTERSALE_OK)
            status = as__plan_use(book, unit, beside->settings, ((const aftersale_enrolment *)record)->plan,
                                  ((const aftersale_enrolment *)record)->version, &plan);
        if (status != AFTERSALE_OK)
            return status;
        add_cases(book, plan, (const aftersale_enrolment *)record, work);
    }
    return AFTERSALE_OK;
}

static aftersale_status fill(aftersale_book *book, as__unit *unit, const as__facts *facts,
                             const as__planned *planned, const as__work_beside *beside, aftersale_work *work)
{
    const aftersale_contact *contacts = facts->customer->contacts.items;
    const aftersale_record *record;
    aftersale_status status = AFTERSALE_OK;
    work->customer =
        (const aftersale_customer *)aftersale_record_keep((const aftersale_record *)facts->customer);
    if (planned->contact < facts->customer->contacts.count)
        work->address = contacts[planned->contact].address;
    if (facts->run->sale != 0) {
        status = as__record_named(book, unit, AFTERSALE_KIND_SALE, facts->run->sale, &record);
        if (status != AFTERSALE_OK)
            return status;
        work->sale = (const aftersale_sale *)aftersale_record_keep(record);
    }
    work->is_instead = beside->instead_of != NULL;
    status = find_goals(book, unit, work);
    if (status == AFTERSALE_OK)
        status = find_cases(book, unit, facts, beside, work);
    if (status == AFTERSALE_OK)
        status = as__touch_record(book, facts, planned, NULL, NULL,
                                  (const aftersale_record **)(uintptr_t)&work->touch);
    if (status != AFTERSALE_OK)
        return status;
    work->days_late = as__days_from_date(as__day_in_zone(facts->zone, beside->now)) -
                      as__days_from_date(as__day_in_zone(facts->zone, planned->due));
    if (work->days_late < 0)
        work->days_late = 0;
    say_why(facts, planned, work->touch, work);
    return AFTERSALE_OK;
}

aftersale_status as__work_make(aftersale_book *book, as__unit *unit, const as__facts *facts,
                               const as__planned *planned, as__work_beside beside,
                               const aftersale_record **out)
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
    if (beside.last != NULL)
        work->last_contact = beside.last->last_contact;
    as__owner_keep(owner);
    status = fill(book, unit, facts, planned, &beside, work);
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

int32_t aftersale_work_case_count(const aftersale_work *work)
{
    return work != NULL ? work->case_count : 0;
}

aftersale_id aftersale_work_case_at(const aftersale_work *work, int32_t i)
{
    return work == NULL || i < 0 || i >= work->case_count ? (aftersale_id){{0}} : work->cases[i];
}

const char *aftersale_work_instead_of(const aftersale_work *work)
{
    return work != NULL && work->is_instead ? aftersale_touch_owner(work->touch) : "";
}
