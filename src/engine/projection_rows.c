/* SPDX-License-Identifier: MIT */
#include "engine/projection_rows.h"
#include "aftersale/touch.h"
#include "engine/future.h"
#include "engine/touch_at.h"
#include "engine/twins.h"
#include <string.h>

#define ROW_BITS 40

uint64_t as__projected_id(uint64_t build, int64_t row)
{
    return (build << ROW_BITS) + (uint64_t)row;
}

/* As of the build: by the time it comes up, a claim may have run out. */
static int32_t state_of(const as__planned *planned, aftersale_time at)
{
    const as__step_state *past = planned->past;
    if (past != NULL && past->state == AS__STEP_CLAIMED && past->lease.us > at.us)
        return AFTERSALE_TOUCH_STATE_CLAIMED;
    bool is_put_off = past != NULL && past->state == AS__STEP_SNOOZED && past->not_before.us > at.us;
    return is_put_off && !as__step_is_appointed(past) ? AFTERSALE_TOUCH_STATE_SNOOZED
                                                      : AFTERSALE_TOUCH_STATE_PLANNED;
}

static aftersale_status put_row(aftersale_book *book, as__unit *unit, const as__foretold *foretold,
                                as__projection *build)
{
    const as__facts *facts = &foretold->run->facts;
    const as__planned *planned = foretold->planned;
    const as__step *step = &facts->plan->steps[planned->step];
    char touch[AFTERSALE_ID_TEXT];
    as__projected draft;
    memset(&draft, 0, sizeof draft);
    aftersale_id_text(as__touch_id_of(book, facts->run, step, planned), touch);
    draft.id = as__projected_id(build->id, ++build->rows);
    draft.build = (int64_t)build->id;
    draft.touch = touch;
    draft.customer = facts->run->customer;
    draft.enrolment = facts->run->id;
    draft.sale = facts->run->sale;
    draft.plan = facts->run->plan;
    draft.version = facts->run->version;
    draft.step = step->key;
    draft.kind = step->kind;
    draft.occurrence = planned->occurrence;
    draft.state = state_of(planned, build->at);
    draft.due = planned->due;
    draft.due_day = as__civil_in_zone(facts->zone, planned->due, &draft.due_time);
    draft.not_after = planned->not_after;
    draft.owner = as__step_owner(facts, step);
    if (planned->channel < step->channel_count)
        draft.channel = step->channels[planned->channel].name;
    draft.purpose = step->purpose;
    draft.priority = facts->run->priority;
    draft.required = step->required;
    draft.automatic = step->automatic;
    return as__unit_put(unit, AFTERSALE_KIND_PROJECTED, &draft, NULL);
}

/* More than are foretold of one customer are left out. */
static aftersale_status put_ahead(aftersale_book *book, as__unit *unit, as__forecast *forecast,
                                  as__projection *build)
{
    const aftersale_date no_day = {0, 0, 0};
    as__foretold next;
    aftersale_status status;
    while ((status = as__forecast_next(forecast, build->until, &next)) == AFTERSALE_ROW) {
        status = put_row(book, unit, &next, build);
        if (status == AFTERSALE_OK)
            status = as__forecast_make(forecast, &next, AFTERSALE_OUTCOME_REACHED, no_day);
        if (status != AFTERSALE_OK)
            return status;
    }
    return status == AFTERSALE_DONE || status == AFTERSALE_LIMIT ? AFTERSALE_OK : status;
}

/* Who is merged stands there as whom they are merged into. */
aftersale_status as__projected_put(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                   const aftersale_customer *customer, const aftersale_event *last,
                                   as__projection *build)
{
    const aftersale_customer *whole;
    as__forecast forecast = {0};
    aftersale_status status;
    if (customer->merged_into != 0 || last == NULL)
        return AFTERSALE_OK;
    status = as__customer_whole(book, unit, customer, false, &whole);
    if (status == AFTERSALE_OK)
        status = as__last_of(unit, settings, whole, last, &last);
    if (status == AFTERSALE_OK)
        status = as__future_of(book, unit, settings, whole, last, build->at, &forecast);
    if (status == AFTERSALE_OK)
        status = put_ahead(book, unit, &forecast, build);
    as__forecast_end(&forecast);
    return status;
}
