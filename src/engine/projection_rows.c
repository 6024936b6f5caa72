/* SPDX-License-Identifier: MIT */
#include "engine/projection_rows.h"
#include "aftersale/touch.h"
#include "engine/answers.h"
#include "engine/others.h"
#include "engine/recents.h"
#include "engine/touch_at.h"
#include <string.h>

#define ROW_BITS 40

uint64_t as__projected_id(uint64_t build, int64_t row)
{
    return (build << ROW_BITS) + (uint64_t)row;
}

static bool is_ahead(const as__planned *planned, aftersale_time until)
{
    return planned->due.us != 0 && planned->due.us < until.us && !planned->is_unreached &&
           (planned->state == AFTERSALE_TOUCH_STATE_PLANNED ||
            planned->state == AFTERSALE_TOUCH_STATE_CLAIMED ||
            planned->state == AFTERSALE_TOUCH_STATE_SNOOZED);
}

static aftersale_status put_row(aftersale_book *book, as__unit *unit, const as__facts *facts,
                                const as__planned *planned, as__projection *build)
{
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
    draft.state = planned->state;
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

static aftersale_status put_run(aftersale_book *book, as__unit *unit, const as__facts *facts,
                                as__projection *build)
{
    as__planned *planned;
    aftersale_status status = as__run_dates(facts, &unit->arena, &planned);
    for (size_t i = 0; status == AFTERSALE_OK && i < facts->plan->step_count; i++)
        if (is_ahead(&planned[i], build->until))
            status = put_row(book, unit, facts, &planned[i], build);
    return status;
}

aftersale_status as__projected_put(aftersale_book *book, as__unit *unit, const aftersale_settings *settings,
                                   const aftersale_customer *customer, const aftersale_event *last,
                                   as__projection *build)
{
    const as__open_plan *runs = last != NULL ? AS__ITEMS(as__open_plan, last->runs) : NULL;
    size_t count = last != NULL ? last->runs.count : 0;
    uint32_t *refused = NULL;
    const aftersale_customer *whole;
    const aftersale_event *joint;
    as__recents recents;
    aftersale_status status = as__customer_whole(book, unit, customer, false, &whole);
    if (status == AFTERSALE_OK && count != 0)
        status = as__last_of(unit, whole, last, &joint);
    for (size_t i = 0; status == AFTERSALE_OK && i < count; i++) {
        const aftersale_record *run;
        as__facts facts;
        if (!runs[i].is_open)
            continue;
        if (refused == NULL)
            status = as__addresses_refused(book, unit, whole, false, &refused);
        if (status == AFTERSALE_OK)
            status = as__recents_read(unit, settings, whole, build->at, &recents);
        if (status == AFTERSALE_OK)
            status = as__record_named(book, unit, AFTERSALE_KIND_ENROLMENT, runs[i].enrolment, &run);
        if (status == AFTERSALE_OK)
            status = as__facts_of(book, unit, settings, (const aftersale_enrolment *)run, whole, build->at,
                                  &facts);
        facts.refused = refused;
        facts.recents = recents;
        facts.assume = true;
        if (status == AFTERSALE_OK)
            status = as__others_of(book, unit, settings, joint, &facts);
        if (status == AFTERSALE_OK)
            status = put_run(book, unit, &facts, build);
    }
    return status;
}
