/* SPDX-License-Identifier: MIT */
/* One touch, with what was said; and the words for it. */
#include "aftersale/touch.h"
#include "engine/catalogue.h"
#include "engine/host_words.h"
#include "engine/query_args.h"
#include "engine/touch_at.h"
#include "exchange/sheet_writer.h"
#include "value/date.h"
#include <string.h>

static aftersale_status find_now(aftersale_book *book, as__unit *unit, aftersale_id id, as__touch_at *at,
                                 const aftersale_settings **settings)
{
    aftersale_time now;
    aftersale_status status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, settings);
    if (status == AFTERSALE_OK)
        status = as__touch_find(book, unit, *settings, "touch", id, now, false, at);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, unit, status);
    return status;
}

/* The note of the last outcome; and its event, once the touch is done. What a step that was skipped points to is the
 * event of another touch. */
static aftersale_status find_said(aftersale_book *book, as__unit *unit, const as__touch_at *at,
                                  const aftersale_event **event, const char **note)
{
    const as__step_state *past = at->planned.past;
    aftersale_key keys[2];
    const aftersale_record *record;
    aftersale_status status;
    *event = NULL;
    *note = NULL;
    if (past == NULL || past->event == 0)
        return AFTERSALE_OK;
    keys[0] =
        as__key_make(book->tenant->book, AFTERSALE_KIND_EVENT, at->run->customer, (uint64_t)past->event);
    keys[1] = as__key_make(book->tenant->book, AFTERSALE_KIND_NOTE, at->run->id, (uint64_t)past->event);
    status = as__unit_fetch(unit, keys, 2);
    if (status != AFTERSALE_OK)
        return as__fail_store(book, unit, status);
    if (as__unit_get(unit, &keys[0], &record) != AFTERSALE_OK ||
        ((const aftersale_event *)record)->step != at->step->number)
        return AFTERSALE_OK;
    if (past->state == AS__STEP_DONE)
        *event = (const aftersale_event *)record;
    if (as__unit_get(unit, &keys[1], &record) == AFTERSALE_OK)
        *note = ((const as__note *)record)->text;
    return AFTERSALE_OK;
}

aftersale_status aftersale_touch_get(aftersale_book *book, aftersale_id id, const aftersale_touch **out)
{
    as__unit *unit;
    const aftersale_settings *settings;
    const aftersale_event *event;
    const char *note;
    as__touch_at at;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    unit = as__book_reads(book);
    status = find_now(book, unit, id, &at, &settings);
    if (status == AFTERSALE_OK)
        status = find_said(book, unit, &at, &event, &note);
    if (status == AFTERSALE_OK)
        status = as__touch_record(book, &at.facts, &at.planned, note, event,
                                  (const aftersale_record **)(uintptr_t)out);
    if (status == AFTERSALE_NO_MEMORY)
        (void)as__fail(book, status, AS__MESSAGE_NO_MEMORY, NULL);
    as__book_leave(book);
    return status;
}

static const char *actor_name(aftersale_book *book, as__unit *unit, const char *ref)
{
    const aftersale_record *record;
    uint64_t id;
    if (ref == NULL)
        return NULL;
    id = as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_ACTOR, ref);
    if (as__record_of(book, unit, AFTERSALE_KIND_ACTOR, id, &record) == AFTERSALE_OK &&
        ((const aftersale_actor *)record)->name != NULL)
        return ((const aftersale_actor *)record)->name;
    return ref;
}

static aftersale_status write_text(aftersale_book *book, as__unit *unit, const as__touch_at *at,
                                   const aftersale_settings *settings, const char *language, const char **out)
{
    const char *in = language != NULL                 ? language
                     : at->customer->language != NULL ? at->customer->language
                                                      : settings->language;
    const char *text = as__wording_of(at->step->text, in, settings->language);
    as__words_table words;
    as__buffer buffers[2];
    as__buffer filled;
    aftersale_status status;
    *out = "";
    if (text == NULL)
        return AFTERSALE_OK;
    status = as__words_of(book, unit, in, &words);
    for (size_t i = 0; i < 2; i++)
        as__buffer_init(&buffers[i], &book->context->owner.memory);
    as__buffer_init(&filled, &book->context->owner.memory);
    if (status == AFTERSALE_OK) {
        as__words_date(&words, at->run->sold, &buffers[0]);
        as__words_date(&words, at->run->delivered, &buffers[1]);
        as__merge_field fields[] = {
            {"customer", at->customer->name},
            {"seller", actor_name(book, unit, at->run->seller)},
            {"owner", actor_name(book, unit, as__step_owner(&at->facts, at->step))},
            {"product", as__product_of_run(book, unit, at->run)},
            {"sold", as__date_given(at->run->sold) ? as__buffer_string(&buffers[0]) : NULL},
            {"delivered", as__date_given(at->run->delivered) ? as__buffer_string(&buffers[1]) : NULL},
            {"promise", as__wording_of(at->step->promise, in, settings->language)},
            {"book", settings->name},
        };
        as__merge(text, fields, sizeof fields / sizeof fields[0], &filled);
        *out = filled.failed ? NULL : as__arena_text(&book->scratch, (const char *)filled.data, filled.size);
        status = *out != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    }
    for (size_t i = 0; i < 2; i++)
        as__buffer_free(&buffers[i]);
    as__buffer_free(&filled);
    return status;
}

aftersale_status aftersale_touch_text(aftersale_book *book, const aftersale_touch_text_args *args,
                                      const char **out)
{
    as__unit *unit;
    const aftersale_settings *settings;
    aftersale_touch_text_args asked;
    as__touch_at at;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (args == NULL || out == NULL)
        status = as__fail_field(book, AFTERSALE_INVALID, "args", AS__MESSAGE_REQUIRED, NULL);
    else
        status = as__query_args(book, args, sizeof asked, sizeof asked, &asked);
    if (status == AFTERSALE_OK) {
        unit = as__book_reads(book);
        status = find_now(book, unit, asked.touch, &at, &settings);
        if (status == AFTERSALE_OK)
            status = write_text(book, unit, &at, settings, asked.language, out);
        if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
            status = as__fail_store(book, unit, status);
    }
    as__book_leave(book);
    return status;
}
