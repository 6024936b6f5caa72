/* SPDX-License-Identifier: MIT */
/* The written plan: what is promised and when, made now; and what was shared of it (S28). */
#include "aftersale/sheet.h"
#include "engine/answers.h"
#include "engine/host_words.h"
#include "engine/query_args.h"
#include "engine/touch_at.h"
#include "exchange/sheet_writer.h"
#include "value/date.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct aftersale_sheet {
    as__owner *owner;
    as__buffer text;
    int32_t version;
    bool is_new;
};

/* What a sheet is made of. */
typedef struct source {
    aftersale_book *book;
    as__unit *unit;
    const aftersale_settings *settings;
    const aftersale_enrolment *run;
    const aftersale_customer *customer;
    as__facts facts;
    as__planned *planned;
    const as__shared_sheet *shared; /* the last share; NULL: never */
} source;

static uint64_t share_id(const aftersale_book *book, uint64_t enrolment, int32_t version)
{
    char ref[48];
    snprintf(ref, sizeof ref, "%llu %d", (unsigned long long)enrolment, (int)version);
    return as__local_of_ref(book->tenant->secret, AFTERSALE_KIND_SHEET, ref);
}

static aftersale_status find_share(source *from)
{
    const aftersale_record *record;
    aftersale_status status;
    from->shared = NULL;
    if (from->run->share == 0)
        return AFTERSALE_OK;
    status = as__record_of(from->book, from->unit, AFTERSALE_KIND_SHEET,
                           share_id(from->book, from->run->id, from->run->share), &record);
    if (status == AFTERSALE_OK)
        from->shared = (const as__shared_sheet *)record;
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_CORRUPT : status;
}

static aftersale_status find_source(source *from, const char *path, aftersale_link enrolment,
                                    aftersale_time now)
{
    const aftersale_record *record;
    uint32_t *refused;
    aftersale_status status =
        as__link_record(from->book, from->unit, path, AFTERSALE_KIND_ENROLMENT, enrolment, &record);
    if (status != AFTERSALE_OK)
        return status;
    from->run = (const aftersale_enrolment *)record;
    status = as__record_of(from->book, from->unit, AFTERSALE_KIND_CUSTOMER, from->run->customer, &record);
    if (status == AFTERSALE_OK) {
        from->customer = (const aftersale_customer *)record;
        status = as__facts_of(from->book, from->unit, from->settings, from->run, from->customer, now,
                              &from->facts);
    }
    if (status == AFTERSALE_OK)
        status = as__addresses_refused(from->book, from->unit, from->customer, false, &refused);
    if (status != AFTERSALE_OK)
        return status;
    from->facts.refused = refused;
    from->facts.assume = true;
    status = as__run_dates(&from->facts, &from->unit->arena, &from->planned);
    return status == AFTERSALE_OK ? find_share(from) : status;
}

/* Only what is promised in words and not dropped; a branch that nobody took is nobody's promise. */
static bool is_promised(const source *from, const as__planned *planned)
{
    const as__step *step = &from->facts.plan->steps[planned->step];
    return step->promise.count != 0 && !(step->by_branch && planned->past == NULL) &&
           planned->state != AFTERSALE_TOUCH_STATE_CANCELLED &&
           planned->state != AFTERSALE_TOUCH_STATE_MISSED;
}

static aftersale_status list_promises(const source *from, as__list *out)
{
    as__promise *promises =
        as__arena_take(&from->unit->arena, from->facts.plan->step_count * sizeof *promises + 1);
    size_t count = 0;
    if (promises == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < from->facts.plan->step_count; i++)
        if (is_promised(from, &from->planned[i]))
            promises[count++] = (as__promise){
                .step = from->facts.plan->steps[i].number,
                .occurrence = from->planned[i].occurrence,
                .due = from->planned[i].due,
            };
    *out = (as__list){promises, count};
    return AFTERSALE_OK;
}

/* The same touches at the same instants as were shared. What was done meanwhile kept its instant. */
static bool is_same(const source *from, const as__list *promises)
{
    const as__promise *a = promises->items, *b;
    if (from->shared == NULL || from->shared->promises.count != promises->count)
        return false;
    b = from->shared->promises.items;
    for (size_t i = 0; i < promises->count; i++)
        if (a[i].step != b[i].step || a[i].occurrence != b[i].occurrence || a[i].due.us != b[i].due.us)
            return false;
    return true;
}

static const char *language_of(const source *from, const char *asked)
{
    if (asked != NULL)
        return asked;
    return from->customer->language != NULL ? from->customer->language : from->settings->language;
}

static const aftersale_actor *find_actor(const source *from, const char *ref)
{
    const aftersale_record *record;
    uint64_t id;
    if (ref == NULL)
        return NULL;
    id = as__local_of_ref(from->book->tenant->secret, AFTERSALE_KIND_ACTOR, ref);
    if (as__record_of(from->book, from->unit, AFTERSALE_KIND_ACTOR, id, &record) != AFTERSALE_OK)
        return NULL;
    return (const aftersale_actor *)record;
}

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

static aftersale_status list_lines(const source *from, const char *language, as__sheet_line **out,
                                   size_t *count)
{
    size_t steps = from->facts.plan->step_count;
    dated_line *dated = as__arena_take(&from->unit->arena, steps * sizeof *dated + 1);
    *out = as__arena_take(&from->unit->arena, steps * sizeof **out + 1);
    *count = 0;
    if (dated == NULL || *out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < steps; i++) {
        const as__step *step = &from->facts.plan->steps[i];
        const as__planned *planned = &from->planned[i];
        const aftersale_actor *who = find_actor(from, as__step_owner(&from->facts, step));
        if (!is_promised(from, planned))
            continue;
        dated[(*count)++] = (dated_line){
            .line =
                {
                    .day = planned->due.us != 0 ? as__day_in_zone(from->facts.zone, planned->due)
                                                : (aftersale_date){0, 0, 0},
                    .waits = waits_for(step),
                    .promise = as__wording_of(step->promise, language, from->settings->language),
                    .who = who != NULL ? who->name : NULL,
                    .is_done = planned->state == AFTERSALE_TOUCH_STATE_DONE,
                },
            .due = planned->due.us,
            .place = i,
        };
    }
    qsort(dated, *count, sizeof *dated, by_time);
    for (size_t i = 0; i < *count; i++)
        (*out)[i] = dated[i].line;
    return AFTERSALE_OK;
}

/* What was bought, by the names of the catalogue. */
static const char *about(const source *from)
{
    const aftersale_record *record;
    const aftersale_sale_line *lines;
    uint64_t id;
    size_t line = from->run->line != 0 ? (size_t)from->run->line - 1 : 0;
    if (from->run->sale == 0 ||
        as__record_of(from->book, from->unit, AFTERSALE_KIND_SALE, from->run->sale, &record) !=
            AFTERSALE_OK ||
        line >= ((const aftersale_sale *)record)->lines.count)
        return NULL;
    lines = ((const aftersale_sale *)record)->lines.items;
    id = as__local_of_ref(from->book->tenant->secret, AFTERSALE_KIND_PRODUCT, lines[line].product.ref);
    if (as__record_of(from->book, from->unit, AFTERSALE_KIND_PRODUCT, id, &record) == AFTERSALE_OK &&
        ((const aftersale_product *)record)->name != NULL)
        return ((const aftersale_product *)record)->name;
    return lines[line].product.ref;
}

static aftersale_status write_sheet(const source *from, const aftersale_sheet_make_args *args,
                                    aftersale_time now, aftersale_sheet *sheet)
{
    const char *language = language_of(from, args->language);
    const aftersale_actor *call = find_actor(from, from->run->owner);
    as__words_table words;
    as__sheet_line *lines;
    as__list promises;
    as__sheet_document document;
    aftersale_status status = as__words_of(from->book, from->unit, language, &words);
    memset(&document, 0, sizeof document);
    if (status == AFTERSALE_OK)
        status = list_promises(from, &promises);
    if (status == AFTERSALE_OK)
        status = list_lines(from, language, &lines, &document.count);
    if (status != AFTERSALE_OK)
        return status;
    sheet->is_new = !is_same(from, &promises);
    sheet->version = from->run->share + (sheet->is_new ? 1 : 0);
    document.words = &words;
    document.title = as__wording_of(from->facts.plan->title, language, from->settings->language);
    document.customer = from->customer->name;
    document.about = about(from);
    document.seller = from->settings->name;
    document.call_name = call != NULL && call->name != NULL ? call->name : from->run->owner;
    document.call_how = call != NULL ? call->phone : NULL;
    document.version = sheet->version;
    document.made = as__day_in_zone(from->facts.zone, now);
    document.lines = lines;
    as__sheet_write(&document, args->format != 0 ? args->format : AFTERSALE_FORMAT_TEXT, &sheet->text);
    return as__buffer_string(&sheet->text) != NULL ? AFTERSALE_OK : AFTERSALE_NO_MEMORY;
}

static aftersale_status make(aftersale_book *book, const aftersale_sheet_make_args *args,
                             aftersale_sheet **out)
{
    source from = {.book = book, .unit = as__book_reads(book)};
    aftersale_link link = {args->enrolment, NULL};
    aftersale_time now;
    aftersale_sheet *sheet;
    aftersale_status status = as__context_now(book->context, &now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, from.unit, &from.settings);
    if (status == AFTERSALE_OK)
        status = find_source(&from, "enrolment", link, now);
    if (status != AFTERSALE_OK)
        return status;
    sheet = as__memory_take(&book->context->owner.memory, sizeof *sheet);
    if (sheet == NULL)
        return AFTERSALE_NO_MEMORY;
    sheet->owner = &book->context->owner;
    as__owner_keep(sheet->owner);
    as__buffer_init(&sheet->text, &book->context->owner.memory);
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

void aftersale_sheet_free(const aftersale_sheet *sheet)
{
    aftersale_sheet *mine = (aftersale_sheet *)(uintptr_t)sheet; /* only the owner may end it */
    as__owner *owner;
    if (mine == NULL)
        return;
    owner = mine->owner;
    as__buffer_free(&mine->text);
    as__memory_give(&owner->memory, mine, sizeof *mine);
    as__owner_drop(owner);
}

/* Sharing. */

static aftersale_status begin_share(as__command *command, aftersale_link enrolment, source *from)
{
    *from = (source){.book = command->book, .unit = command->unit, .settings = command->settings};
    return find_source(from, "enrolment", enrolment, command->now);
}

static aftersale_status end_share(as__command *command, const source *from, int32_t type, uint64_t share,
                                  aftersale_enrolment *draft)
{
    aftersale_event event;
    aftersale_status status =
        as__event_begin(command, AFTERSALE_KIND_CUSTOMER, from->run->customer, type, &event);
    if (status == AFTERSALE_OK && draft != NULL)
        status = as__run_put(command, from->run, draft, from->customer, from->customer, &event);
    if (status != AFTERSALE_OK)
        return status;
    event.subject = share;
    command->out = as__id_make(command->book->tenant->book, share);
    command->did = draft != NULL ? AFTERSALE_DID_MAKE : AFTERSALE_DID_CHANGE;
    return as__event_put(command, &event);
}

aftersale_status as__do_sheet_share(as__command *command)
{
    const aftersale_sheet_share_args *args = command->args;
    source from;
    as__shared_sheet share;
    aftersale_enrolment draft;
    aftersale_status status = begin_share(command, args->enrolment, &from);
    memset(&share, 0, sizeof share);
    if (status == AFTERSALE_OK)
        status = list_promises(&from, &share.promises);
    if (status != AFTERSALE_OK)
        return status;
    if (is_same(&from, &share.promises)) /* the same version in other hands: its event says so */
        return end_share(command, &from, AS__EVENT_SHEET_SHARED, from.shared->id, NULL);
    draft = *from.run;
    draft.share = from.run->share + 1;
    share.id = share_id(command->book, from.run->id, draft.share);
    share.enrolment = from.run->id;
    share.customer = from.run->customer;
    share.version = draft.share;
    share.language = language_of(&from, args->language);
    share.shared = command->at;
    share.shared_with = args->with;
    status = as__unit_put(command->unit, AFTERSALE_KIND_SHEET, &share, NULL);
    return status == AFTERSALE_OK ? end_share(command, &from, AS__EVENT_SHEET_SHARED, share.id, &draft)
                                  : status;
}

aftersale_status as__do_sheet_acknowledge(as__command *command)
{
    const aftersale_sheet_acknowledge_args *args = command->args;
    source from;
    const aftersale_record *record;
    as__shared_sheet share;
    int32_t version;
    aftersale_status status = begin_share(command, args->enrolment, &from);
    if (status != AFTERSALE_OK)
        return status;
    version = args->version != 0 ? args->version : from.run->share;
    status = as__record_of(command->book, command->unit, AFTERSALE_KIND_SHEET,
                           share_id(command->book, from.run->id, version), &record);
    if (status == AFTERSALE_NOT_FOUND)
        return as__fail_field(command->book, status, "version", AS__MESSAGE_NOT_FOUND, "was never shared");
    if (status != AFTERSALE_OK)
        return status;
    share = *(const as__shared_sheet *)record;
    command->out = as__id_make(command->book->tenant->book, share.id);
    if (share.acknowledged.us != 0)
        return AFTERSALE_OK;
    share.acknowledged = command->at;
    status = as__unit_put(command->unit, AFTERSALE_KIND_SHEET, &share, NULL);
    return status == AFTERSALE_OK ? end_share(command, &from, AS__EVENT_SHEET_ACKNOWLEDGED, share.id, NULL)
                                  : status;
}
