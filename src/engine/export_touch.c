/* SPDX-License-Identifier: MIT */
/* Touches that were made or tried, from the events that tell of them (S66, S70). */
#include "engine/command.h"
#include "engine/export_line.h"
#include "engine/touch_at.h"
#include <inttypes.h>
#include <string.h>

static bool tells_of_touch(const aftersale_event *event)
{
    return event->type == AS__EVENT_TOUCH_DONE || event->type == AS__EVENT_TOUCH_TRIED;
}

static aftersale_key note_key(const as__export *export, const aftersale_event *event)
{
    return as__key_make(export->unit->book, AFTERSALE_KIND_NOTE, event->enrolment, (uint64_t)event->number);
}

/* Plans entered, customers and notes of a page in one call. */
static aftersale_status fetch(as__export *export, const aftersale_record *const *events, size_t count)
{
    uint64_t book = export->unit->book;
    aftersale_key *keys = as__arena_take(&export->unit->arena, 3 * count * sizeof *keys);
    size_t named = 0;
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < count; i++) {
        const aftersale_event *event = (const aftersale_event *)events[i];
        if (!tells_of_touch(event))
            continue;
        keys[named++] = as__key_make(book, AFTERSALE_KIND_ENROLMENT, 0, event->enrolment);
        keys[named++] = as__key_make(book, AFTERSALE_KIND_CUSTOMER, 0, event->root);
        keys[named++] = note_key(export, event);
    }
    return as__unit_fetch(export->unit, keys, named);
}

static aftersale_status find_step(as__export *export, const aftersale_event *event, const as__step **out)
{
    const aftersale_record *run;
    const aftersale_settings *settings;
    const as__template *plan;
    size_t place = 0;
    aftersale_status status =
        as__record_of(export->book, export->unit, AFTERSALE_KIND_ENROLMENT, event->enrolment, &run);
    if (status == AFTERSALE_OK)
        status = as__book_settings(export->book, export->unit, &settings);
    if (status == AFTERSALE_OK)
        status =
            as__plan_having(export->book, export->unit, settings, ((const aftersale_enrolment *)run)->plan,
                            ((const aftersale_enrolment *)run)->version, event->step, NULL, &plan, &place);
    if (status != AFTERSALE_OK)
        return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
    *out = &plan->steps[place];
    return AFTERSALE_OK;
}

static const char *note_of(as__export *export, const aftersale_event *event)
{
    aftersale_key key = note_key(export, event);
    const aftersale_record *record;
    if (as__unit_get(export->unit, &key, &record) != AFTERSALE_OK)
        return NULL;
    return ((const as__note *)record)->text;
}

static aftersale_touch draft_of(as__export *export, const aftersale_event *event, const as__step *step)
{
    as__touch_key key = {event->enrolment, (uint32_t)event->step, (uint32_t)event->occurrence};
    aftersale_touch draft;
    memset(&draft, 0, sizeof draft);
    draft.head.kind = AFTERSALE_KIND_TOUCH;
    draft.head.book = export->unit->book;
    draft.id = as__touch_id_make(export->unit->book, key);
    draft.enrolment = event->enrolment;
    draft.step = step->key;
    draft.occurrence = event->occurrence;
    draft.channel = event->channel;
    draft.due = event->planned;
    draft.state =
        event->type == AS__EVENT_TOUCH_DONE ? AFTERSALE_TOUCH_STATE_DONE : AFTERSALE_TOUCH_STATE_PLANNED;
    draft.outcome = event->outcome;
    draft.actor = event->actor;
    draft.made = event->contact;
    draft.customer = event->root;
    draft.note = note_of(export, event);
    return draft;
}

static aftersale_status export_touch(as__export *export, const aftersale_event *event)
{
    const as__step *step;
    as__buffer beside;
    aftersale_status status = find_step(export, event, &step);
    if (status != AFTERSALE_OK)
        return as__export_fail(export, status);
    as__buffer_init(&beside, export->out.memory);
    as__buffer_format(&beside, ",\"number\":%" PRId64, event->number);
    if (event->reasons != NULL) {
        as__buffer_text(&beside, ",\"reasons\":");
        as__buffer_text(&beside, event->reasons);
    }
    if (as__buffer_string(&beside) != NULL) {
        aftersale_touch draft = draft_of(export, event, step);
        status = as__export_record(export, (const aftersale_record *)&draft, (const char *)beside.data);
    } else {
        status = as__export_fail(export, AFTERSALE_NO_MEMORY);
    }
    as__buffer_free(&beside);
    return status;
}

aftersale_status as__export_touches(as__export *export, const aftersale_record *const *events, size_t count)
{
    aftersale_status status = count != 0 ? fetch(export, events, count) : AFTERSALE_OK;
    if (status != AFTERSALE_OK)
        return as__export_fail(export, status);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        if (tells_of_touch((const aftersale_event *)events[i]))
            status = export_touch(export, (const aftersale_event *)events[i]);
    return status;
}
