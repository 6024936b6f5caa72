/* SPDX-License-Identifier: MIT */
#include "engine/recents.h"
#include "engine/limits.h"
#include "value/instant.h"

static bool is_claim(const as__recent *contact)
{
    return contact->lease.us != 0;
}

static bool has_run_out(const as__recent *contact, aftersale_time now)
{
    return is_claim(contact) && contact->lease.us <= now.us;
}

static bool is_of_touch(const as__recent *contact, const aftersale_event *event)
{
    return contact->enrolment == event->enrolment && contact->step == event->step &&
           contact->occurrence == event->occurrence;
}

/* A copy of those that were made, or are held. */
static aftersale_status copy_standing(const aftersale_event *last, aftersale_time now, as__arena *arena,
                                      as__recent **items, size_t *count)
{
    const as__recent *all = AS__ITEMS(as__recent, last->recents);
    *count = 0;
    *items = as__arena_take(arena, (last->recents.count + 1) * sizeof **items);
    if (*items == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < last->recents.count; i++) {
        if (!has_run_out(&all[i], now))
            (*items)[(*count)++] = all[i];
    }
    return AFTERSALE_OK;
}

aftersale_status as__recents_of(const aftersale_event *last, aftersale_time now, as__arena *arena,
                                as__recents *out)
{
    as__recent *items;
    size_t count;
    aftersale_status status;
    *out = (as__recents){NULL, 0};
    if (last == NULL || last->recents.count == 0)
        return AFTERSALE_OK;
    status = copy_standing(last, now, arena, &items, &count);
    if (status == AFTERSALE_OK)
        *out = (as__recents){items, count};
    return status;
}

aftersale_status as__recents_read(as__unit *unit, const aftersale_settings *settings, uint64_t customer,
                                  aftersale_time now, as__recents *out)
{
    const aftersale_event *last;
    aftersale_status status;
    *out = (as__recents){NULL, 0};
    if (as__limits_reach(settings) == 0)
        return AFTERSALE_OK;
    status = as__unit_last_event(unit, customer, &last);
    return status == AFTERSALE_OK ? as__recents_of(last, now, &unit->arena, out) : status;
}

aftersale_status as__recents_carry(as__command *command, const aftersale_event *last, aftersale_event *event)
{
    as__recent *items;
    size_t count, kept = 0;
    int64_t reach;
    aftersale_status status;
    if (last->recents.count == 0)
        return AFTERSALE_OK;
    reach = as__limits_reach(command->settings) * AS__DAY;
    if (reach == 0)
        return AFTERSALE_OK;
    status = copy_standing(last, command->now, &command->unit->arena, &items, &count);
    if (status != AFTERSALE_OK)
        return status;
    for (size_t i = 0; i < count; i++) {
        if (command->now.us - items[i].at.us <= reach)
            items[kept++] = items[i];
    }
    event->recents = (as__list){items, kept};
    return AFTERSALE_OK;
}

/* A copy without the claim of the event's touch, and with room for one more. */
static aftersale_status copy_without(as__command *command, aftersale_event *event, as__recent **out)
{
    const as__recent *all = AS__ITEMS(as__recent, event->recents);
    size_t count = 0;
    *out = as__arena_take(&command->unit->arena, (event->recents.count + 1) * sizeof **out);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < event->recents.count; i++) {
        if (!is_claim(&all[i]) || !is_of_touch(&all[i], event))
            (*out)[count++] = all[i];
    }
    event->recents = (as__list){*out, count};
    return AFTERSALE_OK;
}

static aftersale_status add(as__command *command, as__recent contact, aftersale_event *event)
{
    as__recent *items;
    size_t place, count;
    aftersale_status status;
    if (as__limits_reach(command->settings) == 0)
        return AFTERSALE_OK;
    contact.enrolment = event->enrolment;
    contact.step = event->step;
    contact.occurrence = event->occurrence;
    status = copy_without(command, event, &items);
    if (status != AFTERSALE_OK)
        return status;
    count = event->recents.count;
    for (place = count; place > 0 && items[place - 1].at.us < contact.at.us; place--)
        items[place] = items[place - 1];
    items[place] = contact;
    event->recents.count = count < AS__RECENTS_MOST ? count + 1 : AS__RECENTS_MOST;
    return AFTERSALE_OK;
}

/* Where plans are compared, what it is in them. */
static void describe(const as__command *command, const aftersale_enrolment *run, const as__step *step,
                     as__recent *contact)
{
    contact->purpose = step->purpose;
    if (command->settings->overlap == NULL || step->is_case)
        return;
    contact->kind = step->kind;
    contact->plan = run->plan;
    contact->key = step->key;
}

/* Whom nobody reached, or who asked for another day, still waits for it. */
static bool is_enough(int32_t outcome)
{
    return as__touch_was_reached(outcome) && outcome != AFTERSALE_OUTCOME_CONTACT_LATER;
}

aftersale_status as__recents_made(as__command *command, const aftersale_enrolment *run, const as__step *step,
                                  aftersale_event *event)
{
    as__recent contact = {.at = event->contact, .channel = event->channel, .purpose = step->purpose};
    if (is_enough(event->outcome))
        describe(command, run, step, &contact);
    return add(command, contact, event);
}

aftersale_status as__recents_claimed(as__command *command, const as__touch_at *at, const char *channel,
                                     aftersale_time lease, aftersale_event *event)
{
    as__recent contact = {.at = command->now, .channel = channel, .lease = lease};
    describe(command, at->run, at->step, &contact);
    return add(command, contact, event);
}

aftersale_status as__recents_released(as__command *command, aftersale_event *event)
{
    as__recent *items;
    return event->recents.count == 0 ? AFTERSALE_OK : copy_without(command, event, &items);
}
