/* SPDX-License-Identifier: MIT */
#include "engine/recents.h"
#include "engine/limits.h"
#include "rules/outcome.h"
#include "rules/overlap.h"
#include <string.h>

/* A copy of those that were made since then, or are held. */
static aftersale_status copy_standing(const aftersale_event *last, aftersale_time since, aftersale_time now,
                                      as__arena *arena, as__list *out)
{
    as__recent *items = as__arena_take(arena, (last->recents.count + 1) * sizeof *items);
    if (items == NULL)
        return AFTERSALE_NO_MEMORY;
    if (last->recents.count != 0)
        memcpy(items, last->recents.items, last->recents.count * sizeof *items);
    *out = (as__list){items, as__recents_standing(items, last->recents.count, since, now)};
    return AFTERSALE_OK;
}

aftersale_status as__recents_of(const aftersale_event *last, aftersale_time now, as__arena *arena,
                                as__recents *out)
{
    const aftersale_time ever = {INT64_MIN};
    as__list standing;
    aftersale_status status;
    *out = (as__recents){NULL, 0};
    if (last == NULL || last->recents.count == 0)
        return AFTERSALE_OK;
    status = copy_standing(last, ever, now, arena, &standing);
    if (status == AFTERSALE_OK)
        *out = (as__recents){standing.items, standing.count};
    return status;
}

aftersale_status as__recents_read(as__unit *unit, const aftersale_settings *settings,
                                  const aftersale_customer *whole, aftersale_time now, as__recents *out)
{
    const aftersale_event *last;
    aftersale_status status;
    *out = (as__recents){NULL, 0};
    if (as__limits_reach(settings) == 0)
        return AFTERSALE_OK;
    status = as__last_of(unit, settings, whole, NULL, &last);
    return status == AFTERSALE_OK ? as__recents_of(last, now, &unit->arena, out) : status;
}

aftersale_status as__recents_carry(as__command *command, const aftersale_event *last, aftersale_event *event)
{
    int32_t reach;
    if (last->recents.count == 0)
        return AFTERSALE_OK;
    reach = as__limits_reach(command->settings);
    if (reach == 0)
        return AFTERSALE_OK;
    return copy_standing(last, as__recents_since(reach, command->now), command->now, &command->unit->arena,
                         &event->recents);
}

/* A copy with room for one more. */
static aftersale_status copy(as__command *command, const aftersale_event *event, as__recent **out)
{
    *out = as__arena_take(&command->unit->arena, (event->recents.count + 1) * sizeof **out);
    if (*out == NULL)
        return AFTERSALE_NO_MEMORY;
    if (event->recents.count != 0)
        memcpy(*out, event->recents.items, event->recents.count * sizeof **out);
    return AFTERSALE_OK;
}

static aftersale_status add(as__command *command, as__recent contact, aftersale_event *event)
{
    as__recent *items;
    aftersale_status status;
    if (as__limits_reach(command->settings) == 0)
        return AFTERSALE_OK;
    contact.enrolment = event->enrolment;
    contact.step = event->step;
    contact.occurrence = event->occurrence;
    status = copy(command, event, &items);
    if (status == AFTERSALE_OK)
        event->recents = (as__list){items, as__recents_add(items, event->recents.count, contact)};
    return status;
}

/* Where plans are compared, what it is in them. */
static void describe(const as__command *command, const aftersale_enrolment *run, const as__step *step,
                     as__recent *contact)
{
    contact->purpose = step->purpose;
    if (command->settings->overlap != NULL)
        as__overlap_describe(run, step, contact);
}

aftersale_status as__recents_made(as__command *command, const aftersale_enrolment *run, const as__step *step,
                                  aftersale_event *event)
{
    as__recent contact = {.at = event->contact, .channel = event->channel, .purpose = step->purpose};
    if (as__outcome_is_enough(event->outcome))
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
    as__recent *items,
        of = {.enrolment = event->enrolment, .step = event->step, .occurrence = event->occurrence};
    aftersale_status status;
    if (event->recents.count == 0)
        return AFTERSALE_OK;
    status = copy(command, event, &items);
    if (status == AFTERSALE_OK)
        event->recents = (as__list){items, as__recents_release(items, event->recents.count, &of)};
    return status;
}
