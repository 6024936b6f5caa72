/* SPDX-License-Identifier: MIT */
#include "engine/rebound.h"
#include "aftersale/settings.h"
#include "engine/batch.h"
#include "engine/run.h"
#include "engine/twins.h"

#define PAGE 100 /* plans in one commit */

bool as__rebound_is_needed(const aftersale_settings *before, const aftersale_settings *after)
{
    static const int32_t tags[] = {AFTERSALE_FIELD_SETTINGS_ZONE,      AFTERSALE_FIELD_SETTINGS_PRESUME,
                                   AFTERSALE_FIELD_SETTINGS_DAY_START, AFTERSALE_FIELD_SETTINGS_CAPS,
                                   AFTERSALE_FIELD_SETTINGS_MIN_GAP,   AFTERSALE_FIELD_SETTINGS_QUIET,
                                   AFTERSALE_FIELD_SETTINGS_OVERLAP};
    const as__kind *kind = as__kind_of(AFTERSALE_KIND_SETTINGS);
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++)
        if (!as__field_same(as__kind_field(kind, tags[i]), before, after))
            return true;
    return false;
}

static aftersale_status has_runs(as__unit *unit, bool *out)
{
    aftersale_range range;
    as__found found;
    aftersale_status status;
    as__range_begin(&range, unit->book, AFTERSALE_KIND_ENROLMENT, 0, 1);
    status = as__unit_scan(unit, &range, &found);
    *out = status == AFTERSALE_OK && found.count != 0;
    return status;
}

/* What was begun for the change before begins anew. */
static aftersale_status drop_place(as__unit *unit, int64_t rebound)
{
    aftersale_key key = as__key_make(unit->book, AFTERSALE_KIND_COUNTER, 0, (uint64_t)rebound);
    const aftersale_record *record;
    aftersale_status status = rebound != 0 ? as__unit_get(unit, &key, &record) : AFTERSALE_NOT_FOUND;
    if (status == AFTERSALE_OK)
        return as__unit_remove(unit, &key);
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_OK : status;
}

aftersale_status as__rebound_ask(as__command *command, aftersale_settings *draft)
{
    const aftersale_event *last;
    bool is_entered;
    aftersale_status status = has_runs(command->unit, &is_entered);
    if (status == AFTERSALE_OK)
        status = drop_place(command->unit, draft->rebound);
    if (status == AFTERSALE_OK)
        status = as__unit_last_event(command->unit, AS__BOOK_ROOT, &last);
    if (status == AFTERSALE_OK && is_entered)
        draft->rebound = (last != NULL ? last->number : 0) + 1;
    return status;
}

/* Where the work stands is a counter whose number is that of the event that asked for it. */
typedef struct going {
    aftersale_book *book;
    size_t most;
    size_t looked; /* in the step under way */
    bool is_done;
} going;

static aftersale_status find_place(as__command *command, as__counter *out)
{
    const aftersale_record *record;
    aftersale_status status = as__record_of(command->book, command->unit, AFTERSALE_KIND_COUNTER,
                                            (uint64_t)command->settings->rebound, &record);
    if (status == AFTERSALE_OK)
        *out = *(const as__counter *)record;
    else if (status == AFTERSALE_NOT_FOUND)
        *out = (as__counter){.id = (uint64_t)command->settings->rebound};
    return status == AFTERSALE_NOT_FOUND ? AFTERSALE_OK : status;
}

static aftersale_status rebound_one(as__command *command, const aftersale_enrolment *run)
{
    const aftersale_customer *customer;
    const aftersale_event *last;
    aftersale_status status;
    if (run->state != AFTERSALE_ENROLMENT_ACTIVE && run->state != AFTERSALE_ENROLMENT_PAUSED)
        return AFTERSALE_OK;
    status = as__customer_named(command->book, command->unit, run->customer, false, &customer);
    if (status == AFTERSALE_OK)
        status = as__unit_last_event(command->unit, run->customer, &last);
    if (status == AFTERSALE_OK)
        status = as__run_rebound(command, run, customer, last);
    return status == AFTERSALE_OK ? as__unit_expect_root(command->unit, run->customer) : status;
}

/* The book has no more plans: nothing waits any longer. */
static aftersale_status finish(as__command *command, const as__counter *place)
{
    aftersale_settings draft = *command->settings;
    aftersale_key key = as__key_make(command->unit->book, AFTERSALE_KIND_COUNTER, 0, place->id);
    aftersale_event event;
    aftersale_status status = AFTERSALE_OK;
    if (place->amount != 0)
        status = as__unit_remove(command->unit, &key);
    draft.rebound = 0;
    if (status == AFTERSALE_OK)
        status = as__unit_put(command->unit, AFTERSALE_KIND_SETTINGS, &draft, NULL);
    if (status == AFTERSALE_OK)
        status =
            as__event_begin(command, AFTERSALE_KIND_SETTINGS, AS__BOOK_ROOT, AS__EVENT_BOOK_ADVANCED, &event);
    return status == AFTERSALE_OK ? as__event_put(command, &event) : status;
}

static aftersale_status rebound_page(going *g, as__command *command, as__counter *place)
{
    aftersale_range range;
    as__found found;
    aftersale_status status;
    size_t page = g->most < PAGE ? g->most : PAGE;
    as__range_begin(&range, command->unit->book, AFTERSALE_KIND_ENROLMENT, 0, page);
    range.lower.type = AFTERSALE_TYPE_INT;
    range.lower.as.number = place->amount + 1;
    status = as__unit_scan(command->unit, &range, &found);
    g->looked = found.count;
    g->is_done = found.count < page;
    for (size_t i = 0; i < found.count && status == AFTERSALE_OK; i++)
        status = rebound_one(command, (const aftersale_enrolment *)found.items[i]);
    if (status != AFTERSALE_OK || g->is_done)
        return status;
    place->amount = (int64_t)((const aftersale_enrolment *)found.items[found.count - 1])->id;
    return as__unit_put(command->unit, AFTERSALE_KIND_COUNTER, place, NULL);
}

static aftersale_status step(void *user, size_t i)
{
    going *g = user;
    as__command command = {.book = g->book, .unit = g->book->unit};
    size_t mark = as__unit_mark(command.unit);
    as__counter place;
    aftersale_status status;
    (void)i;
    g->looked = 0;
    g->is_done = true;
    as__batch_anew(g->book);
    status = as__command_draw(&command);
    if (status == AFTERSALE_OK)
        status = as__book_settings(g->book, command.unit, &command.settings);
    if (status == AFTERSALE_OK && command.settings->rebound == 0)
        return status;
    if (status == AFTERSALE_OK)
        status = find_place(&command, &place);
    if (status == AFTERSALE_OK)
        status = rebound_page(g, &command, &place);
    if (status == AFTERSALE_OK && g->is_done)
        status = finish(&command, &place);
    if (status == AFTERSALE_OK)
        return status;
    as__unit_take_back(command.unit, mark);
    if (status != AFTERSALE_RETRY && g->book->error.status == AFTERSALE_OK)
        status = as__fail_store(g->book, command.unit, status);
    return status;
}

aftersale_status as__rebound_go(aftersale_book *book, size_t most, aftersale_advanced *done, bool *wrote)
{
    going g = {.book = book, .most = most, .is_done = false};
    while (g.most != 0 && !g.is_done) {
        bool wrote_step;
        aftersale_status status = as__batch_run(book, 1, step, &g, &wrote_step);
        if (status != AFTERSALE_OK) {
            done->is_done = 0;
            return status;
        }
        *wrote = *wrote || wrote_step;
        done->rebound += g.looked;
        g.most -= g.looked;
    }
    done->is_done = g.is_done;
    return AFTERSALE_OK;
}
