/* SPDX-License-Identifier: MIT */
/* Past and future touches of a customer, a sale or an enrolment, in order of time. */
#include "aftersale/touch.h"
#include "engine/answers.h"
#include "engine/cursor_step.h"
#include "engine/others.h"
#include "engine/query_args.h"
#include "engine/recents.h"
#include "engine/touch_at.h"
#include "engine/touch_rows.h"
#include <stdlib.h>
#include <string.h>

typedef struct touch_list {
    as__touch_rows rows; /* first */
    as__unit *unit;      /* while they are made */
    const aftersale_settings *settings;
} touch_list;

static bool fits(const aftersale_touch_list_args *args, const as__planned *planned)
{
    if (args->states != 0 && (args->states >> planned->state & 1) == 0)
        return false;
    if ((args->from.us != 0 || args->until.us != 0) && planned->due.us == 0)
        return false;
    return (args->from.us == 0 || planned->due.us >= args->from.us) &&
           (args->until.us == 0 || planned->due.us < args->until.us);
}

/* What happened to a step that the run's version no longer has. */
static aftersale_status list_dropped(aftersale_cursor *cursor, const aftersale_touch_list_args *args,
                                     const as__facts *facts, const as__step_state *state)
{
    const touch_list *list = cursor->state;
    as__facts other = *facts;
    as__planned dropped;
    size_t step = 0;
    aftersale_status status = as__plan_having(cursor->book, list->unit, list->settings, facts->run->plan,
                                              facts->run->version, state->step, NULL, &other.plan, &step);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
    as__schedule_occurrence(&other, step, state->occurrence, &dropped, NULL);
    as__touch_drop(&dropped);
    return fits(args, &dropped) && !dropped.is_unreached ? as__touch_rows_add(cursor, &other, &dropped)
                                                         : AFTERSALE_OK;
}

/* What happened to occurrences before the open one. */
static aftersale_status list_earlier(aftersale_cursor *cursor, const aftersale_touch_list_args *args,
                                     const as__facts *facts, const as__planned *open)
{
    const as__step_state *states = AS__ITEMS(as__step_state, facts->run->steps);
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; status == AFTERSALE_OK && i < facts->run->steps.count; i++) {
        size_t step = as__template_step(facts->plan, states[i].step);
        as__planned earlier;
        if (step == facts->plan->step_count) {
            status = list_dropped(cursor, args, facts, &states[i]);
            continue;
        }
        if (states[i].occurrence >= open[step].occurrence)
            continue;
        as__schedule_occurrence(facts, step, states[i].occurrence, &earlier, NULL);
        if (fits(args, &earlier))
            status = as__touch_rows_add(cursor, facts, &earlier);
    }
    return status;
}

/* A branch that nobody took is no touch of this run, past or future. */
static aftersale_status list_run(aftersale_cursor *cursor, const aftersale_touch_list_args *args,
                                 const as__facts *facts)
{
    as__planned *planned;
    aftersale_status status;
    status = as__run_dates(facts, &cursor->unit.arena, &planned);
    for (size_t i = 0; status == AFTERSALE_OK && i < facts->plan->step_count; i++)
        if (fits(args, &planned[i]) && !planned[i].is_unreached)
            status = as__touch_rows_add(cursor, facts, &planned[i]);
    return status == AFTERSALE_OK ? list_earlier(cursor, args, facts, planned) : status;
}

/* By time, those without one last; then by id, so that the order is one. */
static int compare(const void *a, const void *b)
{
    const aftersale_touch *x = *(const aftersale_touch *const *)a, *y = *(const aftersale_touch *const *)b;
    if ((x->due.us == 0) != (y->due.us == 0))
        return x->due.us == 0 ? 1 : -1;
    if (x->due.us != y->due.us)
        return x->due.us < y->due.us ? -1 : 1;
    return memcmp(&x->id, &y->id, sizeof x->id);
}

static bool given(aftersale_link link)
{
    return link.ref != NULL || as__id_given(link.id);
}

/* The customer in question, and which of their runs. */
static aftersale_status find_scope(aftersale_book *book, as__unit *unit,
                                   const aftersale_touch_list_args *args, uint64_t *customer, uint64_t *sale,
                                   uint64_t *run)
{
    const aftersale_record *record;
    aftersale_status status;
    *customer = *sale = *run = 0;
    if (given(args->enrolment)) {
        status = as__link_record(book, unit, "enrolment", AFTERSALE_KIND_ENROLMENT, args->enrolment, &record);
        if (status == AFTERSALE_OK) {
            *run = ((const aftersale_enrolment *)record)->id;
            *customer = ((const aftersale_enrolment *)record)->customer;
        }
        return status;
    }
    if (given(args->sale)) {
        status = as__link_record(book, unit, "sale", AFTERSALE_KIND_SALE, args->sale, &record);
        if (status == AFTERSALE_OK) {
            *sale = ((const aftersale_sale *)record)->id;
            *customer = ((const aftersale_sale *)record)->customer;
        }
        return status;
    }
    status = as__link_record(book, unit, "customer", AFTERSALE_KIND_CUSTOMER, args->customer, &record);
    if (status == AFTERSALE_OK)
        *customer = ((const aftersale_customer *)record)->id;
    return status;
}

static aftersale_status fill(aftersale_cursor *cursor, const aftersale_touch_list_args *args)
{
    aftersale_book *book = cursor->book;
    as__unit *unit = as__cursor_reads(cursor);
    touch_list *list = cursor->state;
    const aftersale_settings *settings = NULL;
    const aftersale_customer *customer;
    const aftersale_enrolment **runs;
    uint64_t whose, sale, run;
    uint32_t *refused;
    as__recents recents;
    aftersale_time now;
    size_t count = 0;
    aftersale_status status = find_scope(book, unit, args, &whose, &sale, &run);
    if (status == AFTERSALE_OK)
        status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__customer_named(book, unit, whose, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(book, unit, customer, false, &refused);
    if (status == AFTERSALE_OK)
        status = as__recents_read(unit, settings, customer, now, &recents);
    if (status == AFTERSALE_OK)
        status = as__runs_of(book, unit, customer, &runs, &count);
    list->unit = unit;
    list->settings = settings;
    for (size_t i = 0; status == AFTERSALE_OK && i < count; i++) {
        as__facts facts;
        if ((sale != 0 && runs[i]->sale != sale) || (run != 0 && runs[i]->id != run))
            continue;
        status = as__facts_of(book, unit, settings, runs[i], customer, now, &facts);
        facts.refused = refused;
        facts.recents = recents;
        facts.assume = true;
        if (status == AFTERSALE_OK)
            status = as__others_read(book, unit, settings, &facts);
        if (status == AFTERSALE_OK)
            status = list_run(cursor, args, &facts);
    }
    if (status == AFTERSALE_OK && list->rows.count != 0)
        qsort(list->rows.items, list->rows.count, sizeof *list->rows.items, compare);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, unit, status);
    return status;
}

aftersale_status aftersale_touch_list(aftersale_book *book, const aftersale_touch_list_args *args,
                                      aftersale_cursor **out)
{
    aftersale_status status = as__book_enter(book);
    aftersale_touch_list_args asked;
    aftersale_cursor *cursor = NULL;
    if (status != AFTERSALE_OK)
        return status;
    if (out != NULL)
        *out = NULL;
    if (args == NULL || out == NULL)
        status = as__fail_field(book, AFTERSALE_INVALID, "args", AS__MESSAGE_REQUIRED, NULL);
    else
        status = as__query_args(book, args, sizeof asked, sizeof asked, &asked);
    if (status == AFTERSALE_OK && given(asked.customer) + given(asked.sale) + given(asked.enrolment) != 1)
        status = as__fail_field(book, AFTERSALE_INVALID, "customer", AS__MESSAGE_REQUIRED,
                                "or a sale or an enrolment must be given, and only one of them");
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &as__touch_rows_query, sizeof(touch_list), &cursor);
    if (status == AFTERSALE_OK)
        status = fill(cursor, &asked);
    return as__cursor_give(book, status, cursor, out);
}

aftersale_status aftersale_touch_next(aftersale_cursor *cursor, const aftersale_touch **out)
{
    return as__cursor_step(cursor, AFTERSALE_KIND_TOUCH, (const aftersale_record **)(uintptr_t)out);
}
