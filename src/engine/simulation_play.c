/* SPDX-License-Identifier: MIT */
#include "engine/simulation_play.h"
#include "engine/answers.h"
#include "engine/future.h"
#include "engine/staff.h"
#include "engine/twins.h"
#include "rules/assumption.h"
#include "value/date.h"
#include "value/instant.h"
#include <string.h>

#define PAGE 256

static int32_t day_of(const as__zone *zone, aftersale_time time)
{
    int64_t seconds = as__time_seconds(time);
    int64_t civil = as__zone_to_civil(zone, seconds), second = civil % (AS__DAY / AS__SECOND);
    return (int32_t)((civil - (second < 0 ? second + AS__DAY / AS__SECOND : second)) /
                     (AS__DAY / AS__SECOND));
}

/* Who makes an owner's work on a day; what nobody sees stays with its owner. */
static aftersale_status maker_of(const as__simulation *all, const char *owner, int32_t day, const char **out)
{
    as__staff staff = {.book = all->book, .unit = all->unit};
    const aftersale_actor *actor = NULL;
    const char *instead = NULL;
    aftersale_status status = AFTERSALE_OK;
    *out = owner;
    if (owner[0] == '\0' || strncmp(owner, AS__ROLE, sizeof AS__ROLE - 1) == 0)
        return AFTERSALE_OK;
    if (!as__date_from_days(day, &staff.day))
        return AFTERSALE_OK;
    status = as__staff_find(&staff, owner, &actor);
    if (status == AFTERSALE_OK && actor != NULL && as__is_away(actor, staff.day))
        status = as__staff_stand_in(&staff, actor, &instead);
    if (instead != NULL)
        *out = instead;
    return status;
}

static aftersale_status count(as__simulation *all, const as__foretold *touch)
{
    const as__facts *facts = &touch->run->facts;
    const as__step *step = &facts->plan->steps[touch->planned->step];
    int32_t day = day_of(all->zone, touch->at);
    as__tally_row key = {.week = day - as__weekday(day)}, *row;
    aftersale_status status;
    if (touch->at.us < all->args->from.us)
        return AFTERSALE_OK;
    status = maker_of(all, as__step_owner(facts, step), day, &key.owner);
    if (status != AFTERSALE_OK)
        return status;
    if ((all->args->by & AFTERSALE_SIMULATE_BY_PLAN) != 0)
        key.plan = facts->plan->key;
    if ((all->args->by & AFTERSALE_SIMULATE_BY_KIND) != 0)
        key.kind = step->kind;
    row = as__tally_of(&all->tally, &key);
    if (row == NULL)
        return AFTERSALE_NO_MEMORY;
    *(step->automatic ? &row->automatic : &row->touches) += 1;
    return AFTERSALE_OK;
}

/* Makes a touch with the outcome that is assumed of it. */
static aftersale_status make(const as__simulation *all, as__forecast *forecast, const as__foretold *touch)
{
    const int32_t days_later = 7;
    const as__facts *facts = &touch->run->facts;
    const as__assumed_touch assumed = {
        .plan = facts->plan->key,
        .kind = facts->plan->steps[touch->planned->step].kind,
        .id = as__foretold_id(forecast, touch),
        .at = touch->at,
    };
    const aftersale_assumption *one = as__assumption_of(&all->args->outcomes, all->args->seed, &assumed);
    aftersale_date later = {0, 0, 0};
    if (one == NULL)
        return as__forecast_make(forecast, touch, AFTERSALE_OUTCOME_REACHED, later);
    if (one->outcome == AFTERSALE_OUTCOME_CONTACT_LATER &&
        !as__date_from_days(
            day_of(facts->zone, touch->at) + (one->later_days != 0 ? one->later_days : days_later), &later))
        return AFTERSALE_LIMIT;
    return as__forecast_make(forecast, touch, one->outcome, later);
}

static aftersale_status play_customer(as__simulation *all, const aftersale_settings *settings,
                                      const aftersale_customer *customer, const aftersale_event *last)
{
    as__forecast forecast;
    as__foretold next;
    aftersale_status status =
        as__future_of(all->book, all->unit, settings, customer, last, all->now, &forecast);
    while (status == AFTERSALE_OK) {
        status = as__forecast_next(&forecast, all->args->until, &next);
        if (status != AFTERSALE_ROW)
            break;
        status = count(all, &next);
        if (status == AFTERSALE_OK)
            status = make(all, &forecast, &next);
    }
    as__forecast_end(&forecast);
    if (status == AFTERSALE_LIMIT)
        return as__future_too_long(all->book, customer);
    return status == AFTERSALE_DONE ? AFTERSALE_OK : status;
}

static bool has_open_run(const aftersale_event *last)
{
    for (size_t i = 0; last != NULL && i < last->runs.count; i++)
        if (AS__ITEMS(as__open_plan, last->runs)[i].is_open)
            return true;
    return false;
}

/* The runs of a page, in one call. */
static aftersale_status fetch_runs(as__simulation *all, const aftersale_event **lasts, size_t page)
{
    size_t room = 0, count = 0;
    aftersale_key *keys;
    for (size_t i = 0; i < page; i++)
        room += lasts[i] != NULL ? lasts[i]->runs.count : 0;
    keys = as__arena_take(&all->unit->arena, room * sizeof *keys + 1);
    if (keys == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < page; i++) {
        for (size_t j = 0; lasts[i] != NULL && j < lasts[i]->runs.count; j++) {
            const as__open_plan *run = &AS__ITEMS(as__open_plan, lasts[i]->runs)[j];
            if (run->is_open)
                keys[count++] = as__key_make(all->unit->book, AFTERSALE_KIND_ENROLMENT, 0, run->enrolment);
        }
    }
    return as__unit_fetch(all->unit, keys, count);
}

static aftersale_status fetch_page(as__simulation *all, const as__found *page, const aftersale_event ***out)
{
    const uint64_t wants = UINT64_C(1) << AFTERSALE_FIELD_EVENT_RUNS | UINT64_C(1)
                                                                           << AFTERSALE_FIELD_EVENT_RECENTS;
    uint64_t *roots = as__arena_take(&all->unit->arena, (page->count + 1) * sizeof *roots);
    const aftersale_customer **played = as__arena_take(&all->unit->arena, (page->count + 1) * sizeof *played);
    size_t count = 0;
    aftersale_status status;
    *out = as__arena_take(&all->unit->arena, (page->count + 1) * sizeof **out);
    if (roots == NULL || played == NULL || *out == NULL)
        return AFTERSALE_NO_MEMORY;
    for (size_t i = 0; i < page->count; i++)
        roots[i] = ((const aftersale_customer *)page->items[i])->id;
    status = as__unit_last_events(all->unit, roots, page->count, wants, *out);
    for (size_t i = 0; i < page->count && status == AFTERSALE_OK; i++)
        if (has_open_run((*out)[i]))
            played[count++] = (const aftersale_customer *)page->items[i];
    if (status == AFTERSALE_OK)
        status = fetch_runs(all, *out, page->count);
    return status == AFTERSALE_OK ? as__addresses_fetch(all->book, all->unit, played, count) : status;
}

/* Who is merged is played as whom they are merged into. */
static aftersale_status play_one(as__simulation *all, const aftersale_settings *settings,
                                 const aftersale_customer *stored, const aftersale_event *last)
{
    const aftersale_customer *whole;
    aftersale_status status;
    if (stored->merged_into != 0 || last == NULL)
        return AFTERSALE_OK;
    status = as__customer_whole(all->book, all->unit, stored, false, &whole);
    if (status == AFTERSALE_OK)
        status = as__last_of(all->unit, settings, whole, last, &last);
    return status == AFTERSALE_OK && has_open_run(last) ? play_customer(all, settings, whole, last) : status;
}

static aftersale_status play_page(as__simulation *all)
{
    size_t most = PAGE;
    const aftersale_settings *settings;
    const aftersale_event **lasts;
    aftersale_range range;
    as__found page;
    aftersale_status status;
    if (all->args->customers != 0 && all->args->customers - all->customers < most)
        most = (size_t)(all->args->customers - all->customers);
    as__unit_reset(all->unit);
    status = as__book_settings(all->book, all->unit, &settings);
    if (status != AFTERSALE_OK)
        return status;
    as__range_begin(&range, all->unit->book, AFTERSALE_KIND_CUSTOMER, 0, most);
    range.resume_key = as__key_make(all->unit->book, AFTERSALE_KIND_CUSTOMER, 0, all->last);
    range.has_resume = all->last != 0;
    status = as__unit_scan(all->unit, &range, &page);
    if (status == AFTERSALE_OK)
        status = fetch_page(all, &page, &lasts);
    for (size_t i = 0; i < page.count && status == AFTERSALE_OK; i++) {
        const aftersale_customer *customer = (const aftersale_customer *)page.items[i];
        status = play_one(all, settings, customer, lasts[i]);
        all->last = customer->id;
        all->customers++;
    }
    all->is_through = page.count < most;
    return status;
}

aftersale_status as__simulation_play(as__simulation *all)
{
    const aftersale_simulate_args *args = all->args;
    while (!all->is_through && (args->customers == 0 || all->customers < args->customers)) {
        aftersale_status status = play_page(all);
        if (status != AFTERSALE_OK)
            return status;
        if (args->progress != NULL && args->progress(args->progress_user, all->customers) != 0)
            return as__fail(all->book, AFTERSALE_CANCELLED, AS__MESSAGE_CANCELLED, NULL);
    }
    return AFTERSALE_OK;
}
