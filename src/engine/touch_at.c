/* SPDX-License-Identifier: MIT */
#include "engine/touch_at.h"
#include "engine/answers.h"
#include "engine/others.h"
#include "engine/recents.h"
#include "value/instant.h"
#include <string.h>

aftersale_id as__touch_id_of(const aftersale_book *book, const aftersale_enrolment *run, const as__step *step,
                             const as__planned *planned)
{
    as__touch_key key = {run->id, (uint32_t)step->number, (uint32_t)planned->occurrence};
    return as__touch_id_make(book->tenant->book, key);
}

static aftersale_status not_found(aftersale_book *book, const char *path)
{
    aftersale_status status = as__fail_field(book, AFTERSALE_NOT_FOUND, path, AS__MESSAGE_NOT_FOUND, NULL);
    book->error.kind = AFTERSALE_KIND_TOUCH;
    return status;
}

/* An occurrence that is not to be has neither a date nor a past. */
static bool is_there(const as__planned *planned)
{
    return planned->state != AFTERSALE_TOUCH_STATE_CANCELLED || planned->due.us != 0 || planned->past != NULL;
}

/* What was not made when its step was dropped is not made any more. */
void as__touch_drop(as__planned *planned)
{
    if (as__step_is_settled(planned->past))
        return;
    planned->state = AFTERSALE_TOUCH_STATE_CANCELLED;
    planned->waiting_for = NULL;
    planned->due.us = planned->bound.us = planned->not_after.us = 0;
}

/* Lists take what comes before as made when it is due, and may be at a later occurrence by that. */
static bool is_listed(const as__touch_at *at, size_t step)
{
    as__facts facts = at->facts;
    as__planned listed;
    facts.assume = true;
    as__schedule_step(&facts, step, &listed, NULL);
    return listed.occurrence == (int32_t)at->key.occurrence && listed.due.us != 0;
}

static aftersale_status find_step(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                  const char *path, as__touch_at *at)
{
    size_t step;
    aftersale_status status = as__plan_having(book, unit, settings, at->run->plan, at->run->version,
                                              (int32_t)at->key.step, NULL, &at->facts.plan, &step);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? not_found(book, path) : status;
    at->is_dropped = at->facts.plan->version != at->run->version;
    at->step = &at->facts.plan->steps[step];
    as__schedule_step(&at->facts, step, &at->planned, NULL);
    if (at->planned.occurrence == (int32_t)at->key.occurrence)
        return AFTERSALE_OK;
    /* One that comes after the open one is no touch yet, unless a list shows it. */
    if (at->key.occurrence == 0 ||
        ((int32_t)at->key.occurrence > at->planned.occurrence && !is_listed(at, step)))
        return not_found(book, path);
    as__schedule_occurrence(&at->facts, step, (int32_t)at->key.occurrence, &at->planned, NULL);
    return is_there(&at->planned) ? AFTERSALE_OK : not_found(book, path);
}

aftersale_status as__touch_find(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                const char *path, aftersale_id id, aftersale_time now, bool hold,
                                as__touch_at *out)
{
    const aftersale_record *record;
    const aftersale_customer *customer;
    uint32_t *refused = NULL;
    aftersale_status status;
    if (!as__touch_id_split(id, book->tenant->book, &out->key))
        return not_found(book, path);
    status = as__record_of(book, unit, AFTERSALE_KIND_ENROLMENT, out->key.enrolment, &record);
    if (status == AFTERSALE_NOT_FOUND)
        return not_found(book, path);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    out->run = (const aftersale_enrolment *)record;
    status = as__customer_named(book, unit, out->run->customer, hold, &customer);
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(book, unit, customer, hold, &refused);
    if (status == AFTERSALE_OK)
        status = as__facts_of(book, unit, settings, out->run, customer, now, &out->facts);
    if (status == AFTERSALE_OK)
        status = as__recents_read(unit, settings, customer, now, &out->facts.recents);
    out->facts.refused = refused;
    if (status == AFTERSALE_OK)
        status = as__others_read(book, unit, settings, &out->facts);
    if (status != AFTERSALE_OK)
        return book->error.status != AFTERSALE_OK ? status : as__fail_store(book, unit, status);
    out->customer = customer;
    status = find_step(book, unit, settings, path, out);
    if (status == AFTERSALE_OK && out->is_dropped)
        as__touch_drop(&out->planned);
    return status;
}

static void set_due(const as__facts *facts, aftersale_time due, aftersale_touch *draft)
{
    draft->due = due;
    if (due.us != 0)
        draft->due_day = as__civil_in_zone(facts->zone, due, &draft->due_time);
}

static const char *channel_of(const as__step *step, const as__planned *planned, const aftersale_event *event)
{
    if (event != NULL && event->channel != NULL)
        return event->channel;
    return planned->channel < step->channel_count ? step->channels[planned->channel].name : NULL;
}

aftersale_status as__touch_record(aftersale_book *book, const as__facts *facts, const as__planned *planned,
                                  const char *note, const aftersale_event *event,
                                  const aftersale_record **out)
{
    const as__step *step = &facts->plan->steps[planned->step];
    const as__step_state *past = planned->past;
    aftersale_touch draft;
    memset(&draft, 0, sizeof draft);
    draft.head.book = book->tenant->book;
    draft.head.revision = facts->run->head.revision;
    draft.id = as__touch_id_of(book, facts->run, step, planned);
    draft.enrolment = facts->run->id;
    draft.customer = facts->run->customer;
    draft.step = step->key;
    draft.occurrence = planned->occurrence;
    draft.kind = step->kind;
    draft.objective = step->objective;
    draft.channel = channel_of(step, planned, event);
    set_due(facts, planned->due, &draft);
    draft.state = planned->state;
    draft.waiting_for = planned->waiting_for;
    draft.owner = as__step_owner(facts, step);
    draft.priority = facts->run->priority;
    draft.purpose = step->purpose;
    draft.required = step->required;
    draft.automatic = step->automatic;
    draft.plan = facts->run->plan;
    draft.version = facts->plan->version;
    draft.role = step->role;
    draft.not_after = planned->not_after;
    draft.note = note;
    if (past != NULL) {
        draft.outcome = past->outcome;
        draft.actor = past->actor;
        draft.made = past->made;
        draft.tries = past->tries;
        draft.agreed = past->agreed;
        draft.place = past->place;
        draft.people = past->people;
    }
    return as__record_seal(&book->context->owner, AFTERSALE_KIND_TOUCH, &draft, out);
}
