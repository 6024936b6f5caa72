/* SPDX-License-Identifier: MIT */
/* A run to a time. Where it stands is nowhere written down: a plan that was looked at has its next turn later, or none. */
#include "aftersale/advance.h"
#include "engine/advance_run.h"
#include "engine/agenda.h"
#include "engine/answers.h"
#include "engine/batch.h"
#include "engine/group.h"
#include "engine/query_args.h"
#include "engine/rebound.h"
#include <string.h>

#define MOST_DEFAULT 1000
#define MOST_MOST 100000
#define PAGE 100 /* plans in one commit */

typedef struct advance {
    aftersale_book *book;
    aftersale_time to;
    size_t most;      /* plans still to be looked at in this call */
    bool is_backward; /* rivals were met: the last ones first */
    uint64_t runs[PAGE];
    size_t count;
    aftersale_advanced tally, done; /* of the batch under way; of all that are committed */
    bool wrote;
} advance;

/* The next plans whose turn has come. */
static aftersale_status find_page(advance *a)
{
    as__unit *unit = as__book_reads(a->book);
    aftersale_range range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, a->book->tenant->book, AFTERSALE_KIND_ENROLMENT, 1,
                    a->most < PAGE ? a->most : PAGE);
    as__range_equal_text(&range, AS__AGENDA_NOBODY);
    as__range_equal_number(&range, AS__AGENDA_TURNS);
    range.upper.type = AFTERSALE_TYPE_TIME;
    range.upper.as.time.us = a->to.us + 1;
    range.is_descending = a->is_backward;
    range.wants = UINT64_C(1) << AFTERSALE_FIELD_ENROLMENT_AGENDA;
    status = as__unit_scan(unit, &range, &found);
    a->count = status == AFTERSALE_OK ? found.count : 0;
    for (size_t i = 0; i < a->count; i++)
        a->runs[i] = ((const aftersale_enrolment *)found.items[i])->id;
    return status == AFTERSALE_OK ? status : as__fail_store(a->book, unit, status);
}

/* What all of a page need, in few calls. A run that is gone is none of them. */
static aftersale_status fetch_page(const advance *a, as__unit *unit)
{
    aftersale_key keys[PAGE];
    uint64_t customers[PAGE];
    const aftersale_customer *found[PAGE];
    size_t count = 0, holders = 0;
    const aftersale_record *record;
    aftersale_status status;
    for (size_t i = 0; i < a->count; i++)
        keys[i] = as__key_make(unit->book, AFTERSALE_KIND_ENROLMENT, 0, a->runs[i]);
    status = as__unit_fetch(unit, keys, a->count);
    for (size_t i = 0; i < a->count && status == AFTERSALE_OK; i++)
        if (as__unit_get(unit, &keys[i], &record) == AFTERSALE_OK)
            customers[count++] = ((const aftersale_enrolment *)record)->customer;
    for (size_t i = 0; i < count; i++)
        keys[i] = as__key_make(unit->book, AFTERSALE_KIND_CUSTOMER, 0, customers[i]);
    if (status == AFTERSALE_OK)
        status = as__unit_fetch(unit, keys, count);
    if (status == AFTERSALE_OK)
        status = as__unit_fetch_roots(unit, customers, count);
    for (size_t i = 0; i < count && status == AFTERSALE_OK; i++)
        if (as__unit_get(unit, &keys[i], &record) == AFTERSALE_OK)
            found[holders++] = (const aftersale_customer *)record;
    return status == AFTERSALE_OK ? as__addresses_fetch(a->book, unit, found, holders) : status;
}

static aftersale_status run_one(void *user, size_t i)
{
    advance *a = user;
    as__command command = {.book = a->book, .unit = a->book->unit, .is_advance = true};
    size_t mark = as__unit_mark(command.unit);
    aftersale_status status;
    if (i == 0) /* the batch may be run again */
        a->tally = (aftersale_advanced){.struct_size = sizeof a->tally};
    as__batch_anew(a->book);
    status = as__command_draw(&command);
    command.now = a->to;
    if (status == AFTERSALE_OK)
        status = as__book_settings(a->book, command.unit, &command.settings);
    if (status == AFTERSALE_OK && i == 0)
        status = fetch_page(a, command.unit);
    if (status == AFTERSALE_OK)
        status = as__advance_run(&command, a->runs[i], &a->tally);
    if (status == AFTERSALE_OK)
        return status;
    as__unit_take_back(command.unit, mark);
    if (status != AFTERSALE_RETRY && a->book->error.status == AFTERSALE_OK)
        status = as__fail_store(a->book, command.unit, status);
    return status;
}

static void add(aftersale_advanced *to, const aftersale_advanced *more)
{
    to->looked += more->looked;
    to->missed += more->missed;
    to->released += more->released;
    to->resumed += more->resumed;
    to->completed += more->completed;
}

static aftersale_status take_turns(advance *a)
{
    aftersale_status status = AFTERSALE_OK;
    while (a->most > 0) {
        bool wrote;
        status = find_page(a);
        if (status != AFTERSALE_OK || a->count == 0)
            break;
        status = as__batch_run(a->book, a->count, run_one, a, &wrote);
        if (status != AFTERSALE_OK)
            break;
        a->wrote = a->wrote || wrote;
        add(&a->done, &a->tally);
        if (a->tally.looked < a->count)
            a->is_backward = !a->is_backward;
        a->most -= a->count;
    }
    a->done.is_done = status == AFTERSALE_OK && a->count == 0;
    return status;
}

static aftersale_status check(aftersale_book *book, const aftersale_book_advance_args *args, advance *a)
{
    aftersale_time now;
    if (book->in_group)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_GROUP_OPEN, NULL);
    if (book->is_read_only)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE, "the book is open for reading only");
    if (args->most < 0 || args->most > MOST_MOST)
        return as__fail_field(book, AFTERSALE_INVALID, "most", AS__MESSAGE_OUT_OF_RANGE,
                              "must be 1 to 100,000");
    if (as__context_now(book->context, &now) != AFTERSALE_OK)
        return as__fail(book, AFTERSALE_CALLBACK, AS__MESSAGE_CALLBACK, NULL);
    if (args->to.us > now.us)
        return as__fail_field(book, AFTERSALE_INVALID, "to", AS__MESSAGE_OUT_OF_RANGE, "must not lie ahead");
    a->to = args->to.us != 0 ? args->to : now;
    a->most = args->most != 0 ? (size_t)args->most : MOST_DEFAULT;
    return AFTERSALE_OK;
}

aftersale_status aftersale_book_advance(aftersale_book *book, const aftersale_book_advance_args *args,
                                        aftersale_advanced *out)
{
    advance a = {.book = book, .done = {.struct_size = sizeof a.done}};
    aftersale_book_advance_args asked;
    aftersale_status status = as__book_enter(book);
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args(book, args, sizeof asked, sizeof asked, &asked);
    if (status == AFTERSALE_OK)
        status = check(book, &asked, &a);
    if (status == AFTERSALE_OK)
        status = take_turns(&a);
    if (status == AFTERSALE_OK && a.done.is_done)
        status = as__rebound_go(book, a.most, &a.done, &a.wrote);
    if (status == AFTERSALE_OK && a.done.is_done && a.done.rebound != 0) /* turns may have come of it */
        status = take_turns(&a);
    if (out != NULL)
        *out = a.done;
    book->did = a.wrote ? AFTERSALE_DID_CHANGE : AFTERSALE_DID_NOTHING;
    as__book_leave(book);
    if (a.wrote)
        as__tell_committed(book);
    return status;
}
