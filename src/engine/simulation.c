/* SPDX-License-Identifier: MIT */
/* How much work a book brings under assumed outcomes (S23). */
#include "aftersale/simulation.h"
#include "engine/cursor_step.h"
#include "engine/query_args.h"
#include "engine/simulation_play.h"
#include "rules/assumption.h"
#include "value/date.h"
#include "value/id.h"
#include "value/instant.h"
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#define BOOKMARK "simulation "
#define LATER_MOST 3660 /* days */

typedef struct simulated {
    as__tally tally;
    size_t next;
    uint64_t last; /* customer played last; 0: no customer is left */
} simulated;

static aftersale_status next(aftersale_cursor *cursor, const aftersale_record **out)
{
    simulated *state = cursor->state;
    aftersale_workload draft;
    const as__tally_row *row;
    if (state->next == state->tally.count)
        return AFTERSALE_DONE;
    row = &state->tally.rows[state->next++];
    memset(&draft, 0, sizeof draft);
    draft.head.book = cursor->book->tenant->book;
    draft.owner = row->owner;
    draft.plan = row->plan;
    draft.kind = row->kind;
    draft.touches = row->touches;
    draft.automatic = row->automatic;
    (void)as__date_from_days(row->week, &draft.week);
    if (as__record_seal(&cursor->book->context->owner, AFTERSALE_KIND_WORKLOAD, &draft, out) != AFTERSALE_OK)
        return as__fail(cursor->book, AFTERSALE_NO_MEMORY, AS__MESSAGE_NO_MEMORY, NULL);
    return AFTERSALE_ROW;
}

static void bookmark(const aftersale_cursor *cursor, as__buffer *out)
{
    const simulated *state = cursor->state;
    if (state->last != 0)
        as__buffer_format(out, BOOKMARK "%" PRIu64, state->last);
}

static void end(aftersale_cursor *cursor)
{
    simulated *state = cursor->state;
    as__tally_free(&state->tally);
}

static const as__query query = {
    .kind = AFTERSALE_KIND_WORKLOAD, .next = next, .bookmark = bookmark, .end = end};

static aftersale_status wrong(aftersale_book *book, size_t i, const char *field, const char *text)
{
    char path[48];
    snprintf(path, sizeof path, "outcomes[%zu].%s", i, field);
    return as__fail_field(book, AFTERSALE_INVALID, path, AS__MESSAGE_OUT_OF_RANGE, text);
}

static aftersale_status check_outcomes(aftersale_book *book, const aftersale_assumptions *outcomes)
{
    if (outcomes->count != 0 && outcomes->item_size != sizeof *outcomes->items)
        return as__fail(book, AFTERSALE_ABI, AS__MESSAGE_ABI, NULL);
    if (outcomes->count > AS__ASSUMPTIONS_MOST || (outcomes->count != 0 && outcomes->items == NULL))
        return as__fail_field(book, AFTERSALE_INVALID, "outcomes", AS__MESSAGE_OUT_OF_RANGE,
                              "must be 1000 at most");
    for (size_t i = 0; i < outcomes->count; i++) {
        const aftersale_assumption *one = &outcomes->items[i];
        if (one->outcome < AFTERSALE_OUTCOME_REACHED || one->outcome > AFTERSALE_OUTCOME_BOUNCED)
            return wrong(book, i, "outcome", "is none of the outcomes");
        if (one->parts < 1 || one->parts > AS__PARTS_MOST)
            return wrong(book, i, "parts", "must be 1 to 1,000,000");
        if (one->later_days < 0 || one->later_days > LATER_MOST)
            return wrong(book, i, "later_days", "must be 3660 at most");
    }
    return AFTERSALE_OK;
}

static aftersale_status check(aftersale_book *book, const aftersale_simulate_args *args)
{
    const uint32_t known = AFTERSALE_SIMULATE_BY_PLAN | AFTERSALE_SIMULATE_BY_KIND;
    if (!as__time_given(args->until))
        return as__fail_field(book, AFTERSALE_INVALID, "until", AS__MESSAGE_REQUIRED, NULL);
    if (as__time_given(args->from) && args->from.us >= args->until.us)
        return as__fail_field(book, AFTERSALE_INVALID, "from", AS__MESSAGE_OUT_OF_RANGE,
                              "must be before `until`");
    if ((args->by & ~known) != 0)
        return as__fail_field(book, AFTERSALE_INVALID, "by", AS__MESSAGE_NOT_A_CHOICE, NULL);
    if (book->in_group)
        return as__fail(book, AFTERSALE_STATE, AS__MESSAGE_STATE, "reads page by page: not in a group");
    return check_outcomes(book, &args->outcomes);
}

static bool read_bookmark(const char *text, uint64_t *last)
{
    const size_t head = sizeof BOOKMARK - 1;
    *last = 0;
    if (text == NULL || text[0] == '\0')
        return true;
    if (strncmp(text, BOOKMARK, head) != 0)
        return false;
    for (text += head; *text >= '0' && *text <= '9' && *last <= (AS__LOCAL_MAX - 9) / 10; text++)
        *last = *last * 10 + (uint64_t)(*text - '0');
    return *text == '\0' && *last != 0;
}

static aftersale_status play(aftersale_cursor *cursor, const aftersale_simulate_args *args)
{
    aftersale_book *book = cursor->book;
    simulated *state = cursor->state;
    const aftersale_settings *settings;
    as__simulation all = {.book = book, .unit = &cursor->unit, .args = args};
    aftersale_status status;
    if (!read_bookmark(args->bookmark, &all.last))
        return as__fail_field(book, AFTERSALE_INVALID, "bookmark", AS__MESSAGE_NOT_A_CHOICE,
                              "is not a bookmark of a simulation");
    as__tally_init(&all.tally, &book->context->owner.memory);
    status = as__context_now(book->context, &all.now);
    if (status == AFTERSALE_OK)
        status = as__book_settings(book, &cursor->unit, &settings);
    if (status == AFTERSALE_OK)
        status = as__zones_find(book->context->zones, settings->zone, &all.zone);
    if (status == AFTERSALE_OK)
        status = as__simulation_play(&all);
    as__tally_sort(&all.tally);
    state->tally = all.tally;
    state->last = all.is_through ? 0 : all.last;
    if (status != AFTERSALE_OK && book->error.status == AFTERSALE_OK)
        status = as__fail_store(book, &cursor->unit, status);
    as__unit_reset(&cursor->unit);
    return status;
}

aftersale_status aftersale_simulate(aftersale_book *book, const aftersale_simulate_args *args,
                                    aftersale_cursor **out)
{
    aftersale_status status = as__book_enter_to_give(book, out);
    aftersale_simulate_args asked;
    aftersale_cursor *cursor = NULL;
    if (status != AFTERSALE_OK)
        return status;
    status = as__query_args_needed(book, args, sizeof asked, &asked);
    if (status == AFTERSALE_OK)
        status = check(book, &asked);
    if (status == AFTERSALE_OK)
        status = as__cursor_new(book, &query, sizeof(simulated), &cursor);
    if (status == AFTERSALE_OK)
        status = play(cursor, &asked);
    return as__cursor_give(book, status, cursor, out);
}

aftersale_status aftersale_workload_next(aftersale_cursor *cursor, const aftersale_workload **out)
{
    return as__cursor_step(cursor, AFTERSALE_KIND_WORKLOAD, (const aftersale_record **)(uintptr_t)out);
}
