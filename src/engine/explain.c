/* SPDX-License-Identifier: MIT */
#include "aftersale/explain.h"
#include "engine/reasons.h"
#include "engine/touch_at.h"
#include "rules/reason.h"
#include <stdio.h>
#include <string.h>

struct aftersale_explanation {
    as__owner *owner;
    as__arena arena;
    aftersale_reason *reasons;
    size_t count;
    const char *text;
};

static aftersale_status fill(aftersale_explanation *made, const as__reasons *reasons)
{
    as__buffer text;
    as__buffer_init(&text, &made->owner->memory);
    made->reasons = as__arena_take(&made->arena, reasons->count * sizeof *made->reasons + 1);
    for (size_t i = 0; i < reasons->count && made->reasons != NULL; i++) {
        const as__reason *from = &reasons->items[i];
        const char *copy = as__arena_text(&made->arena, from->text, strlen(from->text));
        made->reasons[i] = (aftersale_reason){sizeof(aftersale_reason),
                                              from->rule,
                                              from->verdict,
                                              from->number,
                                              0,
                                              from->before,
                                              from->after,
                                              copy};
        text.failed = text.failed || copy == NULL;
        as__buffer_text(&text, from->text);
        as__buffer_byte(&text, '\n');
    }
    made->count = reasons->count;
    made->text = text.failed ? NULL : as__arena_text(&made->arena, (const char *)text.data, text.size);
    as__buffer_free(&text);
    return made->reasons != NULL && made->text != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

aftersale_status as__explanation_make(aftersale_book *book, const as__reasons *reasons,
                                      const aftersale_explanation **out)
{
    as__owner *owner = &book->context->owner;
    aftersale_explanation *made = as__memory_take(&owner->memory, sizeof *made);
    if (made == NULL)
        return as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    made->owner = owner;
    as__owner_keep(owner);
    as__arena_init(&made->arena, &owner->memory);
    if (fill(made, reasons) != AFTERSALE_OK) {
        aftersale_explanation_free(made);
        return as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    }
    *out = made;
    return AFTERSALE_OK;
}

void aftersale_explanation_free(const aftersale_explanation *explanation)
{
    aftersale_explanation *mine =
        (aftersale_explanation *)(uintptr_t)explanation; /* only the owner may end it */
    as__owner *owner;
    if (mine == NULL)
        return;
    owner = mine->owner;
    as__arena_free(&mine->arena);
    as__memory_give(&owner->memory, mine, sizeof *mine);
    as__owner_drop(owner);
}

size_t aftersale_explanation_count(const aftersale_explanation *explanation)
{
    return explanation != NULL ? explanation->count : 0;
}

const aftersale_reason *aftersale_explanation_reason(const aftersale_explanation *explanation, size_t i)
{
    return explanation != NULL && i < explanation->count ? &explanation->reasons[i] : NULL;
}

const char *aftersale_explanation_text(const aftersale_explanation *explanation)
{
    return explanation != NULL ? explanation->text : "";
}

/* A touch that was made, or whose time was over, answers with the reasons that stood then: they are in its event. Those
 * of a try are not why it was missed. */
static aftersale_status kept_reasons(aftersale_book *book, as__unit *unit, const as__touch_at *at,
                                     as__reasons *out, bool *are_kept)
{
    const as__step_state *past = at->planned.past;
    const aftersale_record *record;
    aftersale_key key;
    uint64_t number;
    bool is_missed;
    aftersale_status status;
    *are_kept = false;
    if (past == NULL || (past->state != AS__STEP_DONE && past->state != AS__STEP_MISSED) || past->event == 0)
        return AFTERSALE_OK;
    is_missed = past->state == AS__STEP_MISSED;
    number = (uint64_t)(is_missed && past->missed_event != 0 ? past->missed_event : past->event);
    key = as__key_make(book->tenant->book, AFTERSALE_KIND_EVENT, at->run->customer, number);
    status = as__unit_get(unit, &key, &record);
    if (status == AFTERSALE_NOT_FOUND)
        return AFTERSALE_CORRUPT;
    if (status != AFTERSALE_OK)
        return status;
    const aftersale_event *event = (const aftersale_event *)record;
    if (event->reasons == NULL || (is_missed && event->type != AS__EVENT_TOUCH_MISSED))
        return AFTERSALE_OK;
    *are_kept = true;
    return as__reasons_read(&book->context->owner.memory, event->reasons, out);
}

static void reason_of_dropped(const aftersale_enrolment *run, as__reasons *out)
{
    as__why why = {out, NULL};
    aftersale_time none = {0};
    char version[16];
    snprintf(version, sizeof version, "%d", (int)run->version);
    as__why_note(&why, AS__REASON_STEP_DROPPED, none, none, version, NULL);
}

/* What waits for the step before has a date in lists, which take that one as made when it is due: why that date. */
static void add_assumed(const as__touch_at *at, as__arena *arena, as__reasons *out)
{
    as__reasons *assumed = as__arena_take(arena, sizeof *assumed);
    as__facts facts = at->facts;
    as__planned listed;
    as__why why = {out, NULL};
    aftersale_time none = {0};
    if (assumed == NULL) /* it waits all the same */
        return;
    facts.assume = true;
    as__schedule_occurrence(&facts, at->planned.step, at->planned.occurrence, &listed, assumed);
    if (listed.due.us == 0)
        return;
    as__why_note(&why, AS__REASON_ASSUMED, none, none, NULL, NULL);
    for (size_t i = 0; i < assumed->count && out->count < AS__REASONS_MAX; i++)
        if (assumed->items[i].rule != AFTERSALE_RULE_STATE)
            out->items[out->count++] = assumed->items[i];
}

static aftersale_status explain_touch(aftersale_book *book, aftersale_id touch,
                                      const aftersale_explanation **out)
{
    as__unit *unit = as__book_reads(book);
    const aftersale_settings *settings;
    as__reasons *reasons = as__arena_take(&book->scratch, sizeof *reasons);
    as__touch_at at;
    as__planned planned;
    aftersale_time now;
    bool are_kept;
    aftersale_status status = reasons != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
    if (status == AFTERSALE_OK)
        status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__touch_find(book, unit, settings, "touch", touch, now, false, &at);
    if (status == AFTERSALE_OK)
        status = kept_reasons(book, unit, &at, reasons, &are_kept);
    if (status != AFTERSALE_OK)
        return book->error.status != AFTERSALE_OK ? status : as__fail_store(book, unit, status);
    if (!are_kept && at.is_dropped && !as__step_is_settled(at.planned.past))
        reason_of_dropped(at.run, reasons);
    else if (!are_kept)
        as__schedule_occurrence(&at.facts, at.planned.step, at.planned.occurrence, &planned, reasons);
    if (!are_kept && at.planned.state == AFTERSALE_TOUCH_STATE_WAITING)
        add_assumed(&at, &book->scratch, reasons);
    return as__explanation_make(book, reasons, out);
}

aftersale_status aftersale_explain_touch(aftersale_book *book, aftersale_id touch,
                                         const aftersale_explanation **out)
{
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    status = explain_touch(book, touch, out);
    as__book_leave(book);
    return status;
}

static void reason_of_run(const aftersale_enrolment *run, as__reasons *out)
{
    as__why why = {out, NULL};
    aftersale_time none = {0};
    char line[16];
    snprintf(line, sizeof line, "%d", (int)run->line);
    if (run->rule == NULL || strcmp(run->rule, "command") == 0)
        as__why_note(&why, AS__REASON_RULE_COMMAND, none, run->begun, run->plan, NULL);
    else if (strcmp(run->rule, "product") == 0)
        as__why_note(&why, AS__REASON_RULE_PRODUCT, none, run->begun, run->plan, line);
    else
        as__why_note(&why, AS__REASON_RULE_CHOSE, none, run->begun, run->rule, run->plan);
}

aftersale_status aftersale_explain_enrolment(aftersale_book *book, aftersale_id enrolment,
                                             const aftersale_explanation **out)
{
    const aftersale_record *record;
    aftersale_link link = {enrolment, NULL};
    as__reasons *reasons;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    reasons = as__arena_take(&book->scratch, sizeof *reasons);
    status = reasons != NULL ? as__link_record(book, as__book_reads(book), "enrolment",
                                               AFTERSALE_KIND_ENROLMENT, link, &record)
                             : as__fail(book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    if (status == AFTERSALE_OK) {
        reason_of_run((const aftersale_enrolment *)record, reasons);
        status = as__explanation_make(book, reasons, out);
    }
    as__book_leave(book);
    return status;
}

aftersale_status aftersale_explain_last(aftersale_book *book, const aftersale_explanation **out)
{
    const as__reasons *blocked = book != NULL ? book->blocked : NULL;
    aftersale_status status = as__book_enter_to_give(book, out);
    if (status != AFTERSALE_OK)
        return status;
    if (blocked == NULL)
        status =
            as__fail(book, AFTERSALE_NOT_FOUND, AS__MESSAGE_NOT_FOUND, "the last command met no refusal");
    else
        status = as__explanation_make(book, blocked, out);
    as__book_leave(book);
    return status;
}
