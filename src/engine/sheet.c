/* SPDX-License-Identifier: MIT */
/* The written plan: what is promised and when, made now (S28). */
#include "engine/catalogue.h"
#include "engine/host_words.h"
#include "engine/query_args.h"
#include "engine/sheet_entry.h"
#include "exchange/sheet_part.h"
#include "value/date.h"
#include <stdlib.h>
#include <string.h>

struct aftersale_sheet {
    as__owner *owner;
    as__buffer text, call;
    int32_t version;
    bool is_new, is_outdated;
    aftersale_time made;
    const char *zone;
    aftersale_sheet_entry *entries;
    size_t entry_count;
    aftersale_sheet_shared *shared;
    size_t shared_count;
    as__arena arena; /* zone, entries and shares */
};

static as__word waits_for(const as__step *step)
{
    switch (step->anchor) {
    case AS__ANCHOR_SALE:
        return AS__WORD_AFTER_SALE;
    case AS__ANCHOR_DELIVERY:
        return AS__WORD_AFTER_DELIVERY;
    case AS__ANCHOR_ACCEPTANCE:
        return AS__WORD_AFTER_ACCEPTANCE;
    default:
        return AS__WORD_LATER;
    }
}

typedef struct dated_line {
    as__sheet_line line;
    int64_t due;
    size_t place;
} dated_line;

static int by_time(const void *a, const void *b)
{
    const dated_line *x = a, *y = b;
    if ((x->due == 0) != (y->due == 0))
        return x->due == 0 ? 1 : -1;
    if (x->due != y->due)
        return x->due < y->due ? -1 : 1;
    return x->place < y->place ? -1 : 1;
}

/* A promise is a day; what was agreed with the customer has a time too, and may have a place. */
static as__sheet_line line_of(const as__sheet_source *from, const as__planned *planned, const char *language)
{
    const as__step *step = &from->facts.plan->steps[planned->step];
    const aftersale_actor *who = as__sheet_actor(from, as__step_owner(&from->facts, step));
    as__wording promise = as__wording_in(step->promise, language, from->settings->language);
    aftersale_daytime time = {0, 0, 0, 0};
    as__sheet_line line = {
        .waits = waits_for(step),
        .promise = promise.text,
        .language = promise.language,
        .who = who != NULL ? who->name : NULL,
        .is_done = planned->state == AFTERSALE_TOUCH_STATE_DONE,
    };
    if (planned->due.us != 0)
        line.day = as__civil_in_zone(from->facts.zone, planned->due, &time);
    if (as__step_is_appointed(planned->past) && planned->due.us == planned->past->agreed.us) {
        line.time = time;
        line.place = planned->past->place;
    }
    return line;
}

static aftersale_status list_lines(const as__sheet_source *from, const char *language, as__sheet_line **out,
                                   size_t *count)
{
    size_t steps = from->facts.plan->step_count;
    dated_line *dated = as__arena_take(&from->unit->arena, steps * sizeof *dated + 1);
    *out = as__arena_take(&from->unit->arena, steps * sizeof **out + 1);
    *count = 0;
    if (dated == NULL || *out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < steps; i++) {
        const as__planned *planned = &from->planned[i];
        if (as__sheet_promises(from, planned))
            dated[(*count)++] =
                (dated_line){.line = line_of(from, planned, language), .due = planned->due.us, .place = i};
    }
    qsort(dated, *count, sizeof *dated, by_time);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = dated[i].line;
    return AFTERSALE_OK;
}

/* What of it is data, besides the document. */
static aftersale_status keep_data(const as__sheet_source *from, const as__list *promises,
                                  const as__sheet_document *document, const char *language,
                                  aftersale_time now, aftersale_sheet *sheet)
{
    const char *zone = from->customer->zone != NULL ? from->customer->zone : from->settings->zone;
    aftersale_status status =
        as__sheet_entries(from, promises, language, &sheet->arena, &sheet->entries, &sheet->entry_count);
    if (status == AFTERSALE_OK)
        status = as__sheet_list_shared(from, &sheet->arena, &sheet->shared, &sheet->shared_count);
    if (status != AFTERSALE_OK)
        return status;
    sheet->made = sheet->is_new ? now : from->shared->shared;
    sheet->zone = as__arena_text(&sheet->arena, zone, strlen(zone));
    (void)as__sheet_call(document, &sheet->call);
    return sheet->zone != NULL && as__buffer_string(&sheet->call) != NULL ? AFTERSALE_OK
                                                                          : AFTERSALE_NO_MEMORY;
}

/* What is said of the version itself; `sheet` has what it is and who was given which. */
static aftersale_status describe_version(const as__sheet_source *from, const aftersale_sheet *sheet,
                                         as__sheet_document *document)
{
    as__sheet_hand *hands = as__arena_take(&from->unit->arena, sheet->shared_count * sizeof *hands + 1);
    if (hands == NULL)
        return AFTERSALE_NO_MEMORY;
    document->version = sheet->version;
    document->hands = hands;
    for (size_t i = 0; i < sheet->shared_count; i++) {
        const aftersale_sheet_shared *shared = &sheet->shared[i];
        aftersale_date day = as__day_in_zone(from->facts.zone, shared->shared);
        if (shared->version == sheet->version) {
            hands[document->hand_count++] =
                (as__sheet_hand){shared->with[0] != '\0' ? shared->with : NULL, day};
            if (shared->acknowledged.us != 0)
                document->seen = as__day_in_zone(from->facts.zone, shared->acknowledged);
        } else if (sheet->is_outdated && document->replaces != shared->version) {
            document->replaces = shared->version;
            document->replaced_day = day;
        }
    }
    return AFTERSALE_OK;
}

static aftersale_status write_sheet(as__sheet_source *from, const aftersale_sheet_make_args *args,
                                    aftersale_time now, aftersale_sheet *sheet)
{
    const char *language = as__sheet_language(from, args->language);
    const aftersale_actor *call = as__sheet_actor(from, from->run->owner);
    as__wording title = as__wording_in(from->facts.plan->title, language, from->settings->language);
    as__words_table words;
    as__sheet_line *lines;
    as__list promises;
    as__sheet_document document;
    aftersale_status status = as__words_of(from->book, from->unit, language, &words);
    memset(&document, 0, sizeof document);
    if (status == AFTERSALE_OK)
        status = as__sheet_list(from, &promises);
    if (status == AFTERSALE_OK)
        status = list_lines(from, language, &lines, &document.count);
    if (status == AFTERSALE_OK)
        status = as__sheet_shares(from);
    if (status != AFTERSALE_OK)
        return status;
    sheet->is_new = !as__sheet_is_same(from, &promises);
    sheet->is_outdated = sheet->is_new && from->shared != NULL;
    sheet->version = from->run->share + (sheet->is_new ? 1 : 0);
    document.words = &words;
    document.title = title.text;
    document.title_language = title.language;
    document.customer = from->customer->name;
    document.about = as__product_of_run(from->book, from->unit, from->run);
    document.seller = from->settings->name;
    document.call_name = call != NULL ? call->name : NULL;
    document.call_how = call != NULL ? call->phone : NULL;
    document.made = as__day_in_zone(from->facts.zone, now);
    document.lines = lines;
    status = keep_data(from, &promises, &document, language, now, sheet);
    if (status == AFTERSALE_OK)
        status = describe_version(from, sheet, &document);
    if (status != AFTERSALE_OK)
        return status;
    as__sheet_write(&document, args->format != 0 ? args->format : AFTERSALE_FORMAT_TEXT, &sheet->text);
    return as__buffer_string(&sheet->text) != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

static aftersale_status make(aftersale_book *book, const aftersale_sheet_make_args *args,
                             aftersale_sheet **out)
{
    as__sheet_source from = {.book = book, .unit = as__book_reads(book)};
    aftersale_link link = {args->enrolment, NULL};
    aftersale_time now;
    aftersale_sheet *sheet;
    aftersale_status status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, from.unit, &from.settings);
    if (status == AFTERSALE_OK)
        status = as__sheet_find(&from, link, now);
    if (status != AFTERSALE_OK)
        return status;
    sheet = as__memory_take(&book->context->owner.memory, sizeof *sheet);
    if (sheet == NULL)
        return AFTERSALE_NO_MEMORY;
    sheet->owner = &book->context->owner;
    as__owner_keep(sheet->owner);
    as__buffer_init(&sheet->text, &book->context->owner.memory);
    as__buffer_init(&sheet->call, &book->context->owner.memory);
    as__arena_init(&sheet->arena, &book->context->owner.memory);
    status = write_sheet(&from, args, now, sheet);
    if (status == AFTERSALE_OK)
        *out = sheet;
    else
        aftersale_sheet_free(sheet);
    return status;
}

aftersale_status aftersale_sheet_make(aftersale_book *book, const aftersale_sheet_make_args *args,
                                      const aftersale_sheet **out)
{
    aftersale_sheet_make_args asked;
    aftersale_sheet *made = NULL;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    if (args == NULL || out == NULL)
        status = as__fail_field(book, AFTERSALE_INVALID, "args", AS__MESSAGE_REQUIRED, NULL);
    else
        status = as__query_args(book, args, sizeof asked, sizeof asked, &asked);
    if (status == AFTERSALE_OK && (asked.format < 0 || asked.format > AFTERSALE_FORMAT_HTML))
        status = as__fail_field(book, AFTERSALE_INVALID, "format", AS__MESSAGE_NOT_A_CHOICE, NULL);
    if (status == AFTERSALE_OK)
        status = make(book, &asked, &made);
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, as__book_reads(book), status);
    if (out != NULL)
        *out = made;
    as__book_leave(book);
    return status;
}

const char *aftersale_sheet_text(const aftersale_sheet *sheet, size_t *size)
{
    if (size != NULL)
        *size = sheet != NULL ? sheet->text.size : 0;
    return sheet != NULL ? (const char *)sheet->text.data : "";
}

int32_t aftersale_sheet_version(const aftersale_sheet *sheet)
{
    return sheet != NULL ? sheet->version : 0;
}

int32_t aftersale_sheet_is_new(const aftersale_sheet *sheet)
{
    return sheet != NULL && sheet->is_new;
}

int32_t aftersale_sheet_is_outdated(const aftersale_sheet *sheet)
{
    return sheet != NULL && sheet->is_outdated;
}

aftersale_time aftersale_sheet_made(const aftersale_sheet *sheet)
{
    return sheet != NULL ? sheet->made : (aftersale_time){0};
}

const char *aftersale_sheet_zone(const aftersale_sheet *sheet)
{
    return sheet != NULL ? sheet->zone : "";
}

const char *aftersale_sheet_call(const aftersale_sheet *sheet)
{
    return sheet != NULL ? (const char *)sheet->call.data : "";
}

size_t aftersale_sheet_entry_count(const aftersale_sheet *sheet)
{
    return sheet != NULL ? sheet->entry_count : 0;
}

const aftersale_sheet_entry *aftersale_sheet_entry_at(const aftersale_sheet *sheet, size_t i)
{
    return i < aftersale_sheet_entry_count(sheet) ? &sheet->entries[i] : NULL;
}

size_t aftersale_sheet_shared_count(const aftersale_sheet *sheet)
{
    return sheet != NULL ? sheet->shared_count : 0;
}

const aftersale_sheet_shared *aftersale_sheet_shared_at(const aftersale_sheet *sheet, size_t i)
{
    return i < aftersale_sheet_shared_count(sheet) ? &sheet->shared[i] : NULL;
}

void aftersale_sheet_free(const aftersale_sheet *sheet)
{
    aftersale_sheet *mine = (aftersale_sheet *)(uintptr_t)sheet; /* only the owner may end it */
    as__owner *owner;
    if (mine == NULL)
        return;
    owner = mine->owner;
    as__buffer_free(&mine->text);
    as__buffer_free(&mine->call);
    as__arena_free(&mine->arena);
    as__memory_give(&owner->memory, mine, sizeof *mine);
    as__owner_drop(owner);
}
