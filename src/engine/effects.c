/* SPDX-License-Identifier: MIT */
#include "engine/effects.h"
#include "aftersale/enrolment.h"
#include "engine/run.h"
#include "rules/pause.h"
#include <string.h>

aftersale_status as__effects_note(aftersale_book *book, const aftersale_enrolment *before,
                                  const aftersale_enrolment *after, const aftersale_customer *customer_before,
                                  const aftersale_customer *customer_after)
{
    if (book->noted_count == book->noted_room) {
        size_t room = book->noted_room == 0 ? 4 : book->noted_room * 2;
        as__noted_run *noted = as__memory_grow(&book->context->owner.memory, book->noted,
                                               book->noted_room * sizeof *noted, room * sizeof *noted);
        if (noted == NULL)
            return AFTERSALE_NO_MEMORY;
        book->noted = noted;
        book->noted_room = room;
    }
    book->noted[book->noted_count++] = (as__noted_run){
        (const aftersale_enrolment *)aftersale_record_keep((const aftersale_record *)before),
        (const aftersale_enrolment *)aftersale_record_keep((const aftersale_record *)after),
        (const aftersale_customer *)aftersale_record_keep((const aftersale_record *)customer_before),
        (const aftersale_customer *)aftersale_record_keep((const aftersale_record *)customer_after),
    };
    return AFTERSALE_OK;
}

/* Effects of one noted run, gathered into a list that grows in the book's scratch memory. */
typedef struct listing {
    aftersale_book *book;
    aftersale_effect *items;
    size_t count, room;
} listing;

static aftersale_status add(listing *list, int32_t what, aftersale_id subject, aftersale_time before,
                            aftersale_time after)
{
    if (list->count == list->room) {
        size_t room = list->room == 0 ? 16 : list->room * 2;
        aftersale_effect *items = as__arena_take(&list->book->scratch, room * sizeof *items);
        if (items == NULL)
            return AFTERSALE_NO_MEMORY;
        if (list->count != 0)
            memcpy(items, list->items, list->count * sizeof *items);
        list->items = items;
        list->room = room;
    }
    list->items[list->count++] =
        (aftersale_effect){sizeof(aftersale_effect), what, 0, subject, before, after};
    return AFTERSALE_OK;
}

static bool is_ahead(const as__planned *planned)
{
    return planned != NULL && planned->due.us != 0 &&
           (planned->state == AFTERSALE_TOUCH_STATE_PLANNED ||
            planned->state == AFTERSALE_TOUCH_STATE_CLAIMED ||
            planned->state == AFTERSALE_TOUCH_STATE_SNOOZED);
}

static int32_t effect_of(const as__planned *before, const as__planned *after)
{
    if (!is_ahead(before) && is_ahead(after))
        return AFTERSALE_EFFECT_PLANNED;
    if (is_ahead(before) && is_ahead(after))
        return before->due.us != after->due.us ? AFTERSALE_EFFECT_MOVED : 0;
    if (is_ahead(before) && after->state != AFTERSALE_TOUCH_STATE_DONE)
        return AFTERSALE_EFFECT_CANCELLED;
    return 0;
}

/* Of a step that repeats another occurrence may be open now: then nothing was moved. */
static bool is_same(const as__planned *before, const as__planned *after)
{
    return before == NULL || before->occurrence == after->occurrence;
}

/* An occurrence that was ahead, and neither is nor was made. */
static bool is_dropped(const as__planned *before, const aftersale_enrolment *run, const as__step *step)
{
    const as__step_state *past = as__step_occurrence(run, step->number, before->occurrence);
    return is_ahead(before) && (past == NULL || past->state != AS__STEP_DONE);
}

static aftersale_status dates_of(aftersale_book *book, as__unit *unit, const aftersale_enrolment *run,
                                 const aftersale_customer *customer, as__facts *facts, as__planned **out)
{
    const aftersale_settings *settings;
    aftersale_time now;
    aftersale_status status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__facts_of(book, unit, settings, run, customer, now, facts);
    if (status != AFTERSALE_OK)
        return status;
    *facts = as__facts_resumed(facts); /* its dates are known, and told as they will be then */
    return as__run_dates(facts, &book->scratch, out);
}

static bool is_closed(const aftersale_enrolment *run)
{
    return run->state >= AFTERSALE_ENROLMENT_ENDED;
}

static aftersale_status list_step(listing *list, const aftersale_enrolment *run, const as__step *step,
                                  const as__planned *before, const as__planned *after, bool *outdated)
{
    const aftersale_time none = {0};
    uint64_t book = list->book->tenant->book;
    as__touch_key key = {run->id, (uint32_t)step->number, 0};
    aftersale_status status = AFTERSALE_OK;
    bool is_promised = as__step_is_promised(step);
    if (!is_same(before, after)) {
        key.occurrence = (uint32_t)before->occurrence;
        if (is_dropped(before, run, step)) {
            *outdated = *outdated || is_promised;
            status = add(list, AFTERSALE_EFFECT_CANCELLED, as__touch_id_make(book, key), before->due, none);
        }
        before = NULL;
    }
    int32_t what = effect_of(before, after);
    if (what == 0 || status != AFTERSALE_OK)
        return status;
    key.occurrence = (uint32_t)after->occurrence;
    *outdated = *outdated || is_promised;
    return add(list, what, as__touch_id_make(book, key), before != NULL ? before->due : none,
               what == AFTERSALE_EFFECT_CANCELLED ? none : after->due);
}

/* A run keeps its version but in a migration: then a step has another place, or none. */
static const as__planned *planned_before(const as__facts *facts_before, const as__planned *before,
                                         const as__facts *facts, size_t step)
{
    if (facts_before->plan == facts->plan)
        return &before[step];
    step = as__template_step(facts_before->plan, facts->plan->steps[step].number);
    return step < facts_before->plan->step_count ? &before[step] : NULL;
}

static aftersale_status list_dropped(listing *list, const as__facts *facts, const as__planned *before,
                                     const as__template *after, bool *outdated)
{
    aftersale_time none = {0};
    aftersale_status status = AFTERSALE_OK;
    for (size_t i = 0; status == AFTERSALE_OK && i < facts->plan->step_count; i++) {
        const as__step *step = &facts->plan->steps[i];
        as__touch_key key = {facts->run->id, (uint32_t)step->number, (uint32_t)before[i].occurrence};
        if (!is_ahead(&before[i]) || as__template_step(after, step->number) != after->step_count)
            continue;
        *outdated = *outdated || as__step_is_promised(step);
        status = add(list, AFTERSALE_EFFECT_CANCELLED, as__touch_id_make(list->book->tenant->book, key),
                     before[i].due, none);
    }
    return status;
}

static aftersale_status list_run(listing *list, as__unit *unit, const as__noted_run *noted)
{
    uint64_t book = list->book->tenant->book;
    aftersale_id id = as__id_make(book, noted->after->id);
    aftersale_time none = {0};
    as__planned *before = NULL, *after;
    as__facts facts, facts_before;
    bool outdated = false;
    aftersale_status status = AFTERSALE_OK;
    if (noted->before != NULL)
        status = dates_of(list->book, unit, noted->before, noted->customer_before, &facts_before, &before);
    if (status == AFTERSALE_OK)
        status = dates_of(list->book, unit, noted->after, noted->customer_after, &facts, &after);
    if (status == AFTERSALE_OK && noted->before == NULL)
        status = add(list, AFTERSALE_EFFECT_ENROLLED, id, none, noted->after->begun);
    for (size_t i = 0; status == AFTERSALE_OK && i < facts.plan->step_count; i++)
        status = list_step(list, noted->after, &facts.plan->steps[i],
                           before != NULL ? planned_before(&facts_before, before, &facts, i) : NULL,
                           &after[i], &outdated);
    if (status == AFTERSALE_OK && before != NULL && facts_before.plan != facts.plan)
        status = list_dropped(list, &facts_before, before, facts.plan, &outdated);
    if (status == AFTERSALE_OK && outdated && noted->after->share != 0)
        status = add(list, AFTERSALE_EFFECT_OUTDATED, id, none, none);
    if (status == AFTERSALE_OK && is_closed(noted->after) &&
        (noted->before == NULL || !is_closed(noted->before)))
        status = add(list, AFTERSALE_EFFECT_ENDED, id, none, noted->after->ended);
    return status;
}

aftersale_status aftersale_book_effects(aftersale_book *book, const aftersale_effect *const **out,
                                        size_t *count)
{
    aftersale_status status;
    listing list = {book, NULL, 0, 0};
    const aftersale_effect **pointers;
    as__unit *unit;
    if (book == NULL || out == NULL || count == NULL)
        return AFTERSALE_INVALID;
    status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    unit = as__book_reads(book);
    for (size_t i = 0; i < book->noted_count && status == AFTERSALE_OK; i++)
        status = list_run(&list, unit, &book->noted[i]);
    pointers = as__arena_take(&book->scratch, (list.count + 1) * sizeof *pointers);
    if (status == AFTERSALE_OK && pointers == NULL)
        status = AFTERSALE_NO_MEMORY;
    for (size_t i = 0; status == AFTERSALE_OK && i < list.count; i++)
        pointers[i] = &list.items[i];
    if (status == AFTERSALE_OK) {
        *out = pointers;
        *count = list.count;
    } else if (book->error.status == AFTERSALE_OK) {
        status = as__fail_store(book, unit, status);
    }
    as__book_leave(book);
    return status;
}
